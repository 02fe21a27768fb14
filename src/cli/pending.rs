//! A file that gets its name only once it is whole. Where the system knows such files, nothing is left of
//! one if the run is ended on the way.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// How the names of files begin that are not whole yet.
const PREFIX: &str = ".labctl-";

/// A file that nobody sees yet.
pub(super) enum Pending {
    /// It has no name at all.
    #[cfg(target_os = "linux")]
    Nameless(File),
    /// It has a name that it is going to lose.
    Named(NamedTempFile),
}

impl Pending {
    /// A new file in a folder, with the permissions that new files have there.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = nameless::open(folder) {
            return Ok(Self::Nameless(file));
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        // The error would name a file that nobody asked for.
        let plain = |error: io::Error| io::Error::from(error.kind());
        builder.tempfile_in(folder).map(Self::Named).map_err(plain)
    }

    /// Where to write what is in it.
    pub(super) fn file(&mut self) -> &mut File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(file) => file,
            Self::Named(file) => file.as_file_mut(),
        }
    }

    /// Gives it a name that nothing has.
    pub(super) fn create(self, path: &Path) -> io::Result<()> {
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(file) => nameless::link(&file, path),
            Self::Named(file) => {
                file.persist_noclobber(path).map(|_| ()).map_err(|error| error.error)
            }
        }
    }

    /// Gives it a name, whatever has it so far; it takes over the owner and the permissions of that.
    pub(super) fn replace(mut self, path: &Path) -> io::Result<()> {
        if let Ok(before) = fs::metadata(path) {
            take_over(self.file(), &before)?;
        }
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(file) => nameless::replace(&file, path),
            Self::Named(file) => file.persist(path).map(|_| ()).map_err(|error| error.error),
        }
    }
}

fn take_over(file: &File, before: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let now = file.metadata()?;
        if (now.uid(), now.gid()) != (before.uid(), before.gid()) {
            // Not everybody may give a file away; a group that one is in is left to it at least.
            let _ = fchown(file, Some(before.uid()), Some(before.gid()))
                .or_else(|_| fchown(file, None, Some(before.gid())));
        }
    }
    file.set_permissions(before.permissions())
}

#[cfg(target_os = "linux")]
mod nameless {
    use std::fs::{self, File};
    use std::io;
    use std::os::fd::AsRawFd;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open as open_at};

    use super::PREFIX;

    /// A file without a name, unless the file system knows none.
    pub(super) fn open(folder: &Path) -> Option<File> {
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        let file = File::from(open_at(folder, flags, Mode::from_raw_mode(0o666)).ok()?);
        // It is by this path that it gets a name.
        fs::metadata(own_path(&file)).is_ok().then_some(file)
    }

    pub(super) fn link(file: &File, path: &Path) -> io::Result<()> {
        Ok(linkat(CWD, own_path(file), CWD, path, AtFlags::SYMLINK_FOLLOW)?)
    }

    /// A name cannot be taken from another file at once: it gets one of its own first.
    pub(super) fn replace(file: &File, path: &Path) -> io::Result<()> {
        match link(file, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => return done,
        }
        let mut number = 0_u32;
        let own = loop {
            let own = path.with_file_name(format!("{PREFIX}{}-{number}", std::process::id()));
            match link(file, &own) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                done => break done.map(|()| own)?,
            }
        };
        fs::rename(&own, path).inspect_err(|_| _ = fs::remove_file(&own))
    }

    fn own_path(file: &File) -> String {
        format!("/proc/self/fd/{}", file.as_raw_fd())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_is_seen_when_it_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = || fs::read_dir(folder.path()).expect("it can be listed").count();
        let path = folder.path().join("a");
        let pending = |text: &[u8]| {
            let mut pending = Pending::new(folder.path()).expect("a file");
            pending.file().write_all(text).expect("there is room");
            pending
        };
        let first = pending(b"first");
        #[cfg(target_os = "linux")]
        if matches!(first, Pending::Nameless(_)) {
            assert_eq!(names(), 0, "a run that ends here leaves nothing");
        }
        first.create(&path).expect("nothing is there");
        let second = pending(b"second").create(&path).expect_err("it is there");
        assert_eq!(second.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).expect("it is there"), b"first");
        pending(b"third").replace(&path).expect("it gives way");
        assert_eq!(fs::read(&path).expect("it is there"), b"third");
        assert_eq!(names(), 1);
    }
}
