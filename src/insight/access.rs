//! What gives a container power over the machine below: privileges, missing confinement, mounts.

use crate::lab::{Confinement, Lab, System, Volume, VolumeSource};
use crate::source::Span;

/// The mounts of a lab that give power over the machine below, by the number of the container.
#[derive(Debug)]
pub struct HostMounts {
    sockets: Vec<(usize, Span)>,
    /// With the place of the volume among those of the container.
    folders: Vec<(usize, usize)>,
}

/// Folders with which a container that may write to them can take the machine over.
const FOLDERS: &[&str] = &[
    "/",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib/modules",
    "/proc",
    "/root",
    "/run",
    "/sys",
    "/usr",
    "/var",
    "/var/lib/containers",
    "/var/lib/docker",
    "/var/run",
];

impl HostMounts {
    /// Looks for them in a lab.
    pub fn of(lab: &Lab) -> Self {
        let (mut sockets, mut folders) = (Vec::new(), Vec::new());
        for container in lab.containers() {
            let given = &container.entry().isolation.engine_socket;
            let mut is_given = given.as_ref().filter(|given| given.value).map(|given| given.span);
            for (at, volume) in container.entry().volumes.iter().enumerate() {
                let VolumeSource::Path(path) = &volume.source else { continue };
                if volume.source.is_engine_socket() {
                    is_given = None;
                    sockets.push((container.id(), volume.at));
                } else if gives_power(path, volume) {
                    folders.push((container.id(), at));
                }
            }
            sockets.extend(is_given.map(|at| (container.id(), at)));
        }
        Self { sockets, folders }
    }

    /// Where the first control socket that a container has is mounted.
    pub fn socket(&self, container: System<'_>) -> Option<Span> {
        let at = self.sockets.partition_point(|(id, _)| *id < container.id());
        self.sockets.get(at).filter(|(id, _)| *id == container.id()).map(|(_, place)| *place)
    }

    /// The first folder of power that a container has.
    pub fn folder<'a>(&self, container: System<'a>) -> Option<&'a Volume> {
        let at = self.folders.partition_point(|(id, _)| *id < container.id());
        let (_, volume) = self.folders.get(at).filter(|(id, _)| *id == container.id())?;
        container.entry().volumes.get(*volume)
    }

    /// True if any container has a control socket.
    pub fn has_sockets(&self) -> bool {
        !self.sockets.is_empty()
    }
}

/// Where a container says that it is privileged.
pub fn privileged(container: System<'_>) -> Option<Span> {
    let isolation = &container.entry().isolation;
    let privileged = isolation.privileged.as_ref().filter(|stated| stated.value);
    let opposite = isolation.unprivileged.as_ref().filter(|stated| !stated.value);
    privileged.or(opposite).map(|stated| stated.span)
}

/// Where confinement is switched off, and which.
pub fn unconfined(container: System<'_>) -> Option<(Span, &'static str)> {
    let isolation = &container.entry().isolation;
    if let Some(stated) = isolation.confinement.as_ref().filter(|it| it.value == Confinement::Off) {
        return Some((stated.span, "confinement"));
    }
    isolation.security_opt.iter().find_map(|option| {
        let (key, value) = option.split_once(['=', ':'])?;
        let what = match (key.trim(), value.trim()) {
            ("apparmor", "unconfined") => "AppArmor",
            ("seccomp", "unconfined") => "seccomp",
            ("label", "disable" | "disabled") => "SELinux",
            ("systempaths", "unconfined") => "masked system paths",
            _ => return None,
        };
        Some((option.span, what))
    })
}

/// True for a folder that gives power over the machine. Keys are as good read as written.
fn gives_power(path: &str, volume: &Volume) -> bool {
    let bare = if path == "/" { path } else { path.trim_end_matches('/') };
    (FOLDERS.contains(&bare) && !volume.read_only) || bare.ends_with("/.ssh")
}
