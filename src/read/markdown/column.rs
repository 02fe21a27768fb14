//! What the columns of a table are about, however people call them.

use super::cell::TableCell;
use super::kind::RowKind;
use crate::near;

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    /// A column that says what a row is called, or where it runs if there is a name already.
    Host,
    /// The same of virtual machines.
    Vm,
    /// What a row is called, if nothing else says so.
    App(RowKind),
    RowKind,
    Os,
    Cpu,
    Memory,
    Disk,
    Address,
    Mac,
    Vmid,
    Role,
    Purpose,
    Notes,
    Status,
    Image,
    Ports,
    Tags,
    Owner,
    Docs,
    Url,
    Vlan,
    Site,
    Autostart,
    Order,
    Backup,
    Other,
}

/// A column with the unit that its header gives to bare numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ColumnHead {
    pub(super) column: Column,
    pub(super) unit: Option<&'static str>,
}

/// Spellings, without case, marks and units.
#[rustfmt::skip]
const SPELLINGS: &[(Column, &[&str])] = &[
    (Column::Name, &["name", "hostname", "host name", "vm name", "container name", "ct name", "guest name", "server name", "node name", "machine name", "system name", "bezeichnung", "rechner", "nom", "nombre", "fqdn", "vm ct", "vm lxc", "guest", "instance", "device", "computer", "box", "gerät", "maschine"]),
    (Column::Host, &["host", "node", "server", "hypervisor", "runs on", "running on", "on", "machine", "system", "target node", "parent", "proxmox node", "proxmox host", "pve node", "pve host", "physical host", "vm host", "docker host", "hosted on", "läuft auf", "knoten", "serveur", "hôte", "servidor"]),
    (Column::Vm, &["vm", "vms", "virtual machine", "virtuelle maschine"]),
    (Column::App(RowKind::Container(None)), &["container", "containers", "pod"]),
    (Column::App(RowKind::Container(Some("lxc"))), &["lxc", "ct", "lxc container"]),
    (Column::App(RowKind::Container(Some("docker"))), &["docker container"]),
    (Column::App(RowKind::Unknown), &["service", "app", "application", "stack", "software", "workload", "dienst", "anwendung"]),
    (Column::RowKind, &["type", "kind", "vm type", "guest type", "server type", "platform", "deployment", "typ", "art", "virtualization", "form"]),
    (Column::Os, &["os", "operating system", "distro", "distribution", "template", "os template", "betriebssystem", "guest os", "base os", "système"]),
    (Column::Cpu, &["cpu", "cpus", "cores", "vcpu", "vcpus", "cpu cores", "processor", "threads", "kerne", "prozessor", "processeur", "num cpus"]),
    (Column::Memory, &["ram", "memory", "mem", "arbeitsspeicher", "speicher", "mémoire", "memoria", "max memory"]),
    (Column::Disk, &["disk", "disks", "storage", "disk size", "root disk", "rootfs", "hdd", "ssd", "drive", "drives", "festplatte", "platte", "disque", "disco", "boot disk"]),
    (Column::Address, &["ip", "ips", "ip address", "ip addresses", "address", "ipv4", "ip addr", "static ip", "lan ip", "ip adresse", "adresse", "adresse ip", "internal ip", "local ip", "ip s"]),
    (Column::Mac, &["mac", "mac address", "mac adresse", "hardware address"]),
    (Column::Vmid, &["id", "vmid", "vm id", "ctid", "ct id", "container id", "guest id", "pve id", "proxmox id", "vm ct id"]),
    (Column::Role, &["role", "roles", "function", "rolle", "funktion", "rôle"]),
    (Column::Purpose, &["purpose", "description", "desc", "use", "usage", "use case", "used for", "what", "what it does", "runs", "zweck", "beschreibung", "services", "apps", "applications", "workloads", "dienste", "but", "uso"]),
    (Column::Notes, &["notes", "note", "comment", "comments", "remarks", "details", "info", "notizen", "bemerkung", "anmerkung", "kommentar", "notas", "remarques"]),
    (Column::Status, &["status", "state", "running", "zustand", "statut", "estado"]),
    (Column::Image, &["image", "docker image", "container image", "abbild"]),
    (Column::Ports, &["port", "ports", "published ports", "exposed ports", "host port", "anschlüsse"]),
    (Column::Tags, &["tags", "tag", "labels", "label"]),
    (Column::Owner, &["owner", "responsible", "maintainer", "besitzer", "verantwortlich"]),
    (Column::Docs, &["docs", "doc", "documentation", "wiki", "runbook", "dokumentation"]),
    (Column::Url, &["url", "link", "web", "webui", "web ui", "access", "domain", "web interface"]),
    (Column::Vlan, &["vlan", "vlan id", "vlan tag"]),
    (Column::Site, &["site", "location", "standort", "ort"]),
    (Column::Autostart, &["autostart", "auto start", "onboot", "on boot", "start at boot", "start on boot", "boot"]),
    (Column::Order, &["start order", "boot order", "startup order", "order"]),
    (Column::Backup, &["backup", "backups", "sicherung", "backed up"]),
];

/// Units that a header may give, from the longest on.
const UNITS: [(&str, &str); 8] = [
    ("gib", "GiB"),
    ("mib", "MiB"),
    ("tib", "TiB"),
    ("gb", "GB"),
    ("mb", "MB"),
    ("tb", "TB"),
    ("go", "GB"),
    ("g", "G"),
];

impl ColumnHead {
    /// What a header says.
    pub(super) fn of(header: &TableCell) -> Self {
        let text = header.text.to_lowercase();
        let letters = |letter: char| if letter.is_alphanumeric() { letter } else { ' ' };
        let words: String = text.chars().map(letters).collect();
        let mut words: Vec<&str> = words.split_whitespace().collect();
        let unit = words.last().and_then(|last| UNITS.iter().find(|(unit, _)| unit == last));
        if unit.is_some() && words.len() > 1 {
            words.pop();
            words.pop_if(|word| *word == "in");
        }
        let unit = unit.map(|(_, unit)| *unit);
        let column = find(&words.join(" ")).unwrap_or_else(|| {
            // Of `Purpose / Notes`, the first part decides, if the others are no columns of another sort.
            let parts: Vec<Option<Column>> =
                text.split(['/', '&', '(', ',']).map(|part| find(part.trim())).collect();
            let sort = |column: &Column| {
                if matches!(column, Column::Purpose | Column::Notes | Column::Role) {
                    Column::Purpose
                } else {
                    *column
                }
            };
            match parts.split_first() {
                Some((Some(first), rest))
                    if rest.iter().flatten().all(|other| sort(other) == sort(first)) =>
                {
                    *first
                }
                _ => Column::Other,
            }
        });
        Self { column, unit }
    }
}

fn find(words: &str) -> Option<Column> {
    let named = |name: &str| {
        SPELLINGS.iter().find(|(_, names)| names.contains(&name)).map(|(column, _)| *column)
    };
    let all = || SPELLINGS.iter().flat_map(|(_, names)| names.iter().copied());
    // A short word is near to many.
    let meant = || (words.len() > 5).then(|| near::nearest(words, all())).flatten();
    named(words).or_else(|| named(meant()?))
}

/// The columns of a table: each sort once, the name and the place settled.
pub(super) fn heads(header: &[TableCell]) -> Vec<ColumnHead> {
    let mut heads: Vec<ColumnHead> = header.iter().map(ColumnHead::of).collect();
    let is_named = heads.iter().any(|head| matches!(head.column, Column::Name | Column::App(_)));
    let mut hosts = heads.iter_mut().filter(|head| head.column == Column::Host);
    // Of `Server` and `Host`, the first is what a row is called.
    if !is_named && let (Some(first), Some(_)) = (hosts.next(), hosts.next()) {
        first.column = Column::Name;
    }
    let mut seen = Vec::new();
    for head in &mut heads {
        if seen.contains(&head.column) {
            head.column = Column::Other;
        }
        seen.push(head.column);
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn headers_are_read_as_people_write_them() {
        let cell = |text: &str| TableCell::of(text, Span::default());
        let head = |text: &str| ColumnHead::of(&cell(text));
        let column = |text: &str| head(text).column;
        assert_eq!(head("RAM (GB)"), ColumnHead { column: Column::Memory, unit: Some("GB") });
        assert_eq!(head("memory_mib"), ColumnHead { column: Column::Memory, unit: Some("MiB") });
        assert_eq!(head("Disk in GB"), ColumnHead { column: Column::Disk, unit: Some("GB") });
        assert_eq!(column("vCPU"), Column::Cpu);
        assert_eq!(column("IP-Adresse"), Column::Address);
        assert_eq!(column("Purpose / Notes"), Column::Purpose);
        assert_eq!(column("CPU/RAM"), Column::Other);
        assert_eq!(column("Operating Sytem"), Column::Os);
        assert_eq!(column("Colour"), Column::Other);
        let both = heads(&[cell("Server"), cell("Läuft auf")]);
        assert_eq!((both[0].column, both[1].column), (Column::Name, Column::Host));
        assert_eq!(column(""), Column::Other);
    }
}
