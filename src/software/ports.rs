//! Ports behind which something listens that must not be open to everybody: one table.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lab::{Protocol, Reach};

/// A port that must not be open beyond some point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SensitivePort {
    /// The first and the last of its numbers.
    pub range: (u16, u16),
    /// Its transport.
    pub protocol: Protocol,
    /// What listens there.
    pub service: &'static str,
    /// What whoever reaches it can do.
    pub hazard: Hazard,
    /// The nearest place from which it must not be reached.
    pub from: Reach,
    /// A page that says so.
    pub source: &'static str,
}

/// What whoever reaches a port can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hazard {
    /// Control a machine, an engine or a cluster.
    Control,
    /// Read or change data that other software keeps there.
    Data,
    /// Read passwords on their way: nothing is encrypted.
    ClearText,
}

const DOCKER: &str = "https://docs.docker.com/engine/security/protect-access/";
const SWARM: &str = "https://docs.docker.com/engine/swarm/swarm-tutorial/";
const KUBERNETES: &str = "https://kubernetes.io/docs/reference/networking/ports-and-protocols/";
const LIBVIRT: &str = "https://libvirt.org/remote.html";
const PROXMOX: &str = "https://pve.proxmox.com/wiki/Firewall";
const CISA: &str = "https://www.cisa.gov/news-events/cybersecurity-advisories/aa22-137a";
const REDIS: &str = "https://redis.io/docs/latest/operate/oss_and_stack/management/security/";
const MONGODB: &str = "https://www.mongodb.com/docs/manual/administration/security-checklist/";
const POSTGRES: &str = "https://www.postgresql.org/docs/current/runtime-config-connection.html";
const MYSQL: &str = "https://dev.mysql.com/doc/refman/8.4/en/security-guidelines.html";
const ELASTIC: &str = "https://www.elastic.co/docs/deploy-manage/security";

#[rustfmt::skip]
static PORTS: &[SensitivePort] = &[
    // Who talks to an engine without a check of who it is has the machine.
    control(2375, 2375, "the API of the container engine, without TLS", Reach::Home, DOCKER),
    control(4243, 4243, "the API of the container engine, without TLS", Reach::Home, DOCKER),
    control(2376, 2376, "the API of the container engine", Reach::Guest, DOCKER),
    control(2377, 2377, "the managers of a swarm", Reach::Guest, SWARM),
    control(2379, 2380, "etcd", Reach::Guest, KUBERNETES),
    control(10_250, 10_250, "the kubelet", Reach::Guest, KUBERNETES),
    control(10_255, 10_255, "the kubelet, without a login", Reach::Home, KUBERNETES),
    control(6443, 6443, "the API of Kubernetes", Reach::Guest, KUBERNETES),
    control(8006, 8006, "Proxmox VE", Reach::Guest, PROXMOX),
    control(8007, 8007, "Proxmox Backup Server", Reach::Guest, PROXMOX),
    control(16_509, 16_509, "libvirt, without TLS", Reach::Home, LIBVIRT),
    control(16_514, 16_514, "libvirt", Reach::Guest, LIBVIRT),
    control(3389, 3389, "a remote desktop", Reach::Guest, CISA),
    control(5900, 5910, "a remote screen (VNC)", Reach::Guest, CISA),
    control(512, 514, "a remote shell without encryption", Reach::Home, CISA),
    SensitivePort { protocol: Protocol::Udp, ..control(623, 623, "the management board (IPMI)", Reach::Guest, CISA) },

    data(5432, 5432, "PostgreSQL", POSTGRES),
    data(3306, 3306, "MySQL or MariaDB", MYSQL),
    data(1433, 1433, "SQL Server", CISA),
    data(1521, 1521, "Oracle Database", CISA),
    data(27_017, 27_019, "MongoDB", MONGODB),
    data(6379, 6379, "Redis", REDIS),
    data(11_211, 11_211, "memcached", CISA),
    data(9200, 9200, "Elasticsearch", ELASTIC),
    data(8086, 8086, "InfluxDB", CISA),
    data(7687, 7687, "Neo4j", CISA),
    data(2181, 2181, "ZooKeeper", CISA),
    data(5672, 5672, "RabbitMQ", CISA),
    data(8500, 8500, "Consul", CISA),
    data(445, 445, "file shares (SMB)", CISA),
    data(139, 139, "file shares (SMB)", CISA),
    data(2049, 2049, "file shares (NFS)", CISA),
    data(873, 873, "rsync", CISA),
    data(389, 389, "a directory (LDAP)", CISA),
    SensitivePort { protocol: Protocol::Udp, ..data(161, 161, "SNMP", CISA) },

    SensitivePort { from: Reach::Home, ..clear_text(23, "Telnet", CISA) },
    clear_text(21, "FTP", CISA),
    clear_text(1883, "MQTT", CISA),
    clear_text(110, "POP3", CISA),
];

/// What listens at a port, if it must not be open to everybody.
pub fn sensitive_port(port: u16, protocol: Protocol) -> Option<&'static SensitivePort> {
    static KNOWN: LazyLock<FxHashMap<(u16, Protocol), &SensitivePort>> = LazyLock::new(|| {
        let numbers =
            |it: &'static SensitivePort| (it.range.0..=it.range.1).map(move |at| (at, it));
        PORTS.iter().flat_map(numbers).map(|(at, it)| ((at, it.protocol), it)).collect()
    });
    KNOWN.get(&(port, protocol)).copied()
}

const fn control(
    first: u16,
    last: u16,
    service: &'static str,
    from: Reach,
    source: &'static str,
) -> SensitivePort {
    let (range, protocol, hazard) = ((first, last), Protocol::Tcp, Hazard::Control);
    SensitivePort { range, protocol, service, hazard, from, source }
}

const fn data(first: u16, last: u16, service: &'static str, source: &'static str) -> SensitivePort {
    let hazard = Hazard::Data;
    SensitivePort { hazard, ..control(first, last, service, Reach::Guest, source) }
}

const fn clear_text(port: u16, service: &'static str, source: &'static str) -> SensitivePort {
    let hazard = Hazard::ClearText;
    SensitivePort { hazard, ..control(port, port, service, Reach::Guest, source) }
}
