//! The kinds of clusters there are: who votes in each, what gives one more vote, and what its nodes have to be.

/// One kind of cluster, and what is the same in all of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClusterKind {
    /// What its `kind` may say, in small letters.
    pub names: &'static [&'static str],
    /// Who votes in it.
    pub vote: Vote,
    /// What can vote without being a node, on a machine however small: `a QDevice`.
    pub witness: Option<&'static str>,
    /// True if its nodes need a kernel of their own, or the hardware.
    pub own_kernel: bool,
    /// True if it runs containers wherever there is room.
    pub orchestrates: bool,
    /// True if what it runs are pods, so that it is a Kubernetes.
    pub runs_pods: bool,
    /// True if a voter has to have written a change to its disk before it can agree.
    pub waits_for_disks: bool,
    /// True if it hands an address around between its members, of which one has it at a time.
    pub shares_address: bool,
    /// How many copies it keeps of what is stored in it, where nothing is said; 0 if it is no storage.
    pub copies: u32,
}

/// Who votes in a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vote {
    /// Every node, and the majority decides.
    Nodes,
    /// Some of the nodes, and the majority of them decides. Only the cluster itself says which.
    Named,
    /// Some of the nodes, which the cluster chooses itself.
    Chosen,
    /// Nobody: no majority is asked, or one elsewhere.
    Nobody,
}

impl ClusterKind {
    /// A kind of which only the names are said. What the table leaves out is as it is here.
    const PLAIN: Self = Self {
        names: &[],
        vote: Vote::Nobody,
        witness: None,
        own_kernel: false,
        orchestrates: false,
        runs_pods: false,
        waits_for_disks: false,
        shares_address: false,
        copies: 0,
    };
    /// Nodes that all vote on changes that are on disk, as with Raft and its like.
    const CONSENSUS: Self = Self { vote: Vote::Nodes, waits_for_disks: true, ..Self::PLAIN };
    /// Containers on machines of their own, with a few managers that vote.
    const ORCHESTRATOR: Self = Self {
        vote: Vote::Named,
        own_kernel: true,
        orchestrates: true,
        runs_pods: true,
        waits_for_disks: true,
        ..Self::PLAIN
    };
    /// Hypervisors that are managed together.
    const HYPERVISORS: Self = Self { own_kernel: true, ..Self::PLAIN };
    /// Storage that is made of the disks of its nodes.
    const STORAGE: Self = Self { own_kernel: true, copies: 3, ..Self::PLAIN };

    /// The kind that a word means, whatever its case.
    pub fn named(word: &str) -> Option<&'static Self> {
        let same = |name: &&str| name.eq_ignore_ascii_case(word);
        KINDS.iter().find(|kind| kind.names.iter().any(same))
    }
}

/// Every kind that labctl knows.
#[rustfmt::skip]
pub static KINDS: &[ClusterKind] = &[
    // Containers.
    ClusterKind { names: &["kubernetes", "k8s", "kubeadm", "kubespray", "k0s", "k3s", "rke", "rke2", "rancher", "talos", "openshift", "okd", "eks", "aks", "gke"], ..ClusterKind::ORCHESTRATOR },
    ClusterKind { names: &["harvester"], witness: Some("a witness node"), ..ClusterKind::ORCHESTRATOR },
    ClusterKind { names: &["microk8s"], vote: Vote::Chosen, ..ClusterKind::ORCHESTRATOR },
    ClusterKind { names: &["swarm", "docker-swarm", "docker swarm", "swarmkit", "nomad"], runs_pods: false, ..ClusterKind::ORCHESTRATOR },
    ClusterKind { names: &["kind", "k3d", "minikube", "vcluster", "talos-in-docker"], own_kernel: false, ..ClusterKind::ORCHESTRATOR },
    // Virtual machines.
    ClusterKind { names: &["proxmox", "pve", "proxmox-ve", "proxmox ve"], vote: Vote::Nodes, witness: Some("a QDevice"), ..ClusterKind::HYPERVISORS },
    ClusterKind { names: &["incus", "lxd"], vote: Vote::Chosen, ..ClusterKind::HYPERVISORS },
    ClusterKind { names: &["xcp-ng", "xcpng", "xenserver", "xen", "vsphere", "vmware", "esxi", "vcenter", "ovirt", "rhv", "cloudstack", "opennebula", "openstack", "nutanix"], ..ClusterKind::HYPERVISORS },
    ClusterKind { names: &["hyper-v", "hyperv", "failover-cluster", "wsfc", "s2d"], vote: Vote::Chosen, witness: Some("a witness disk or share"), ..ClusterKind::HYPERVISORS },
    // Storage.
    ClusterKind { names: &["ceph", "rook", "rook-ceph", "microceph", "rbd", "cephfs"], vote: Vote::Chosen, waits_for_disks: true, ..ClusterKind::STORAGE },
    ClusterKind { names: &["longhorn", "openebs", "mayastor"], ..ClusterKind::STORAGE },
    ClusterKind { names: &["linstor", "drbd", "vsan", "storpool", "starwind"], copies: 2, ..ClusterKind::STORAGE },
    ClusterKind { names: &["glusterfs", "gluster", "moosefs", "lizardfs", "seaweedfs", "garage", "minio"], own_kernel: false, copies: 0, ..ClusterKind::STORAGE },
    // What keeps state for others.
    ClusterKind { names: &["etcd", "consul", "vault", "openbao", "zookeeper", "raft", "rqlite", "nats", "rabbitmq", "mysql-group-replication", "innodb-cluster"], ..ClusterKind::CONSENSUS },
    ClusterKind { names: &["mongodb", "mongo", "mongodb-replica-set"], witness: Some("an arbiter"), ..ClusterKind::CONSENSUS },
    ClusterKind { names: &["galera", "mariadb-galera", "percona-xtradb", "pxc"], witness: Some("an arbitrator, `garbd`"), ..ClusterKind::CONSENSUS },
    ClusterKind { names: &["redis-sentinel", "sentinel", "valkey-sentinel"], vote: Vote::Nodes, witness: Some("one more sentinel"), ..ClusterKind::PLAIN },
    ClusterKind { names: &["elasticsearch", "opensearch", "redis-cluster", "valkey-cluster", "clickhouse", "cockroachdb", "kafka"], vote: Vote::Chosen, ..ClusterKind::PLAIN },
    // etcd or the like decides for Patroni, and nobody for what copies from one to the next.
    ClusterKind { names: &["patroni", "repmgr", "pg_auto_failover", "stolon", "cloudnative-pg", "postgresql", "postgres", "mysql", "mariadb", "cassandra", "scylla", "couchdb", "influxdb", "redis", "valkey"], ..ClusterKind::PLAIN },
    // An address that is handed around, and what else runs in pairs.
    ClusterKind { names: &["vrrp", "keepalived", "carp", "hsrp", "glbp", "ucarp", "vip"], shares_address: true, ..ClusterKind::PLAIN },
    ClusterKind { names: &["pacemaker", "corosync", "dns", "dhcp", "dhcp-failover", "kea", "pihole", "adguard", "adguardhome", "haproxy", "mlag", "stack"], ..ClusterKind::PLAIN },
];

#[cfg(test)]
mod tests {
    use super::{ClusterKind, KINDS, Vote};

    #[test]
    fn every_name_means_one_kind() {
        let names: Vec<&str> = KINDS.iter().flat_map(|kind| kind.names.iter().copied()).collect();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(*name, name.to_ascii_lowercase());
            assert!(!names[..at].contains(name), "{name} stands twice");
            assert!(ClusterKind::named(&name.to_ascii_uppercase()).is_some());
        }
    }

    #[test]
    fn a_witness_is_only_where_somebody_votes() {
        for kind in KINDS.iter().filter(|kind| kind.witness.is_some()) {
            assert_ne!(kind.vote, Vote::Nobody, "{:?}", kind.names);
        }
    }
}
