//! `volumes`: `[source:]target[:options]`, the long form, and the drivers of named volumes. `devices` have the same
//! short form.

use super::value::{ComposeValue, ValueForm};
use crate::lab::{NetworkShare, PartOrigin, Sparse, Stated, Text, Volume, VolumeSource};
use crate::read::engine::{MountParts, source_of};

/// The parts of a mount in either form.
fn parts_of(mount: &ComposeValue) -> Option<MountParts<'_>> {
    match &mount.form {
        ValueForm::Text(text) => Some(MountParts::short(text)),
        ValueForm::Map(_) => {
            let text = |key: &str| mount.get(key).and_then(ComposeValue::text).unwrap_or_default();
            let is_read_only = mount.get("read_only").is_some_and(ComposeValue::is_true);
            Some(MountParts {
                kind: text("type"),
                source: text("source"),
                target: text("target"),
                is_read_only,
            })
        }
        ValueForm::Null | ValueForm::List(_) => None,
    }
}

/// What makes two mounts the same: where they are mounted.
pub(super) fn identity(mount: &ComposeValue) -> Option<Text> {
    let parts = parts_of(mount)?;
    let target = parts.target.trim_end_matches('/');
    Some(if target.is_empty() { parts.source.into() } else { target.into() })
}

/// The volumes of a service.
pub(super) fn read(list: &ComposeValue, parts: &mut Vec<PartOrigin>) -> Vec<Volume> {
    let mut volumes = Vec::new();
    for item in list.items() {
        let Some(found) = parts_of(item) else { continue };
        let source = match (found.kind, found.source) {
            ("tmpfs", _) => VolumeSource::Tmpfs,
            ("npipe" | "image" | "cluster", _) => continue,
            (_, "") => VolumeSource::Anonymous,
            ("bind", path) => VolumeSource::Path(path.into()),
            ("volume", name) if !name.contains('$') => VolumeSource::Named(name.into()),
            (_, source) => source_of(source),
        };
        let at = volumes.len();
        parts.push(item.part("volumes", at));
        if matches!(source, VolumeSource::Unresolved(_)) {
            let why =
                item.unknown.clone().unwrap_or_else(|| "a variable in it has no value".into());
            let origin = item.placed(Stated::unknown(item.at, why));
            parts.push(PartOrigin {
                field: "volumes",
                path: format!("[{at}].source").into(),
                origin,
            });
        }
        volumes.push(Volume {
            at: item.at,
            source,
            target: found.target.into(),
            read_only: found.is_read_only,
            keeping: Sparse::default(),
        });
    }
    volumes
}

/// The share that a named volume stands for, by the options of its driver.
pub(super) fn share(volume: &ComposeValue) -> Option<(&'static str, NetworkShare)> {
    let option = |key: &str| volume.at_path(&["driver_opts", key]).and_then(ComposeValue::known);
    let (kind, device) = (option("type")?, option("device")?);
    let of_address = |key: &str| {
        let mut options = option("o").unwrap_or_default().split(',');
        options.find_map(|it| it.trim().strip_prefix(key)?.strip_prefix('='))
    };
    let share =
        |server: &str, export: &str| NetworkShare { server: server.into(), export: export.into() };
    if kind.starts_with("nfs") {
        let (server, export) = device.split_once(':').unwrap_or(("", device));
        let server = if server.is_empty() { of_address("addr")? } else { server };
        return Some(("nfs", share(server, export)));
    }
    if matches!(kind, "cifs" | "smb3" | "smb") {
        let (server, export) = device.trim_start_matches(['/', '\\']).split_once(['/', '\\'])?;
        return Some(("smb", share(server, export)));
    }
    None
}
