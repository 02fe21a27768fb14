//! What the formats of container engines have in common: the short forms of ports, mounts and devices.

use crate::lab::{DeviceKind, Protocol, VolumeSource};

/// The parts of a text between colons, those inside `${...}` and `[...]` aside.
pub(super) fn split_outside_variables(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b':' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The parts of a published port, as they are written.
pub(super) struct PortParts<'v> {
    pub(super) address: &'v str,
    pub(super) published: &'v str,
    pub(super) target: &'v str,
    pub(super) protocol: &'v str,
}

impl<'v> PortParts<'v> {
    /// Those of `[[address:]published:]target[/protocol]`.
    pub(super) fn short(text: &'v str) -> Self {
        let (ports, protocol) = match text.rsplit_once('/') {
            Some((ports, protocol)) if !protocol.contains('}') => (ports, protocol),
            _ => (text, ""),
        };
        let parts = split_outside_variables(ports);
        let (target, rest) = parts.split_last().map_or(("", &[][..]), |(last, rest)| (*last, rest));
        let (published, address) = match rest.split_last() {
            Some((published, address)) => (*published, address),
            None => ("", &[][..]),
        };
        // An IPv6 address may stand without brackets.
        let length: usize = address.iter().map(|part| part.len() + 1).sum();
        let address = &ports[..length.saturating_sub(1)];
        Self { address: address.trim_matches(['[', ']']), published, target, protocol }
    }

    /// Its transport.
    pub(super) fn transport(&self) -> Protocol {
        match self.protocol {
            "udp" | "UDP" => Protocol::Udp,
            "sctp" | "SCTP" => Protocol::Sctp,
            _ => Protocol::Tcp,
        }
    }
}

/// A port or a range of ports.
pub(super) fn port_range(text: &str) -> Option<(u16, u16)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last).then_some((first, last))
}

/// The parts of a mount, as they are written.
pub(super) struct MountParts<'v> {
    /// What kind of mount it is; empty where only the source tells.
    pub(super) kind: &'v str,
    pub(super) source: &'v str,
    pub(super) target: &'v str,
    pub(super) is_read_only: bool,
}

impl<'v> MountParts<'v> {
    /// Those of `[source:]target[:options]`.
    pub(super) fn short(text: &'v str) -> Self {
        let mut parts = split_outside_variables(text);
        // The letter of a drive of Windows is no source by itself.
        let is_drive = |parts: &[&str]| {
            parts.len() > 1
                && parts[0].len() == 1
                && parts[0].bytes().all(|letter| letter.is_ascii_alphabetic())
                && parts[1].starts_with(['\\', '/'])
        };
        let source = if is_drive(&parts) {
            let (drive, path) = (parts.remove(0), parts[0]);
            &text[..drive.len() + 1 + path.len()]
        } else {
            parts[0]
        };
        let (source, target, options) = match parts.as_slice() {
            [target] => ("", *target, ""),
            [_, target] => (source, *target, ""),
            [_, target, options, ..] => (source, *target, *options),
            [] => ("", text, ""),
        };
        let is_read_only = options.split(',').any(|option| option == "ro");
        Self { kind: "", source, target, is_read_only }
    }
}

/// What a source in its short form is: a path of the host, or the name of a volume.
pub(super) fn source_of(source: &str) -> VolumeSource {
    let is_drive = source.as_bytes().get(1) == Some(&b':');
    if is_drive || source.starts_with(['/', '.', '~', '$', '\\']) || source.contains('/') {
        VolumeSource::of_path(source)
    } else {
        VolumeSource::Named(source.into())
    }
}

/// What sort of device a path or a name is.
pub(super) fn device_kind(path: &str) -> DeviceKind {
    const KINDS: [(&str, DeviceKind); 17] = [
        ("/dev/dri", DeviceKind::Gpu),
        ("/dev/kfd", DeviceKind::Gpu),
        ("/dev/nvidia", DeviceKind::Gpu),
        ("nvidia.com/gpu", DeviceKind::Gpu),
        ("amd.com/gpu", DeviceKind::Gpu),
        ("/dev/net/tun", DeviceKind::Tun),
        ("/dev/bus/usb", DeviceKind::Usb),
        ("/dev/serial/by-id/usb", DeviceKind::Usb),
        ("/dev/ttyUSB", DeviceKind::Usb),
        ("/dev/ttyACM", DeviceKind::Usb),
        ("/dev/hidraw", DeviceKind::Usb),
        ("/dev/serial", DeviceKind::Serial),
        ("/dev/tty", DeviceKind::Serial),
        ("/dev/dvb", DeviceKind::Tuner),
        ("/dev/tpm", DeviceKind::Tpm),
        ("/dev/sd", DeviceKind::Disk),
        ("/dev/nvme", DeviceKind::Disk),
    ];
    let known = KINDS.iter().find(|(start, _)| path.starts_with(start));
    known.map_or(DeviceKind::Other, |(_, kind)| *kind)
}
