//! The public sources that rules rest on besides the concept pages.

/// A public source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authority {
    /// Who says it, and where.
    pub title: &'static str,
    /// Its address.
    pub url: &'static str,
}

/// Declares a source.
macro_rules! authorities {
    ($($name:ident: $title:literal, $url:literal;)+) => {
        $(
            #[doc = $title]
            pub const $name: Authority = Authority { title: $title, url: $url };
        )+

        /// Every source.
        pub static AUTHORITIES: &[Authority] = &[$($name,)+];
    };
}

authorities! {
    NIST_800_125: "NIST SP 800-125, Guide to Security for Full Virtualization Technologies", "https://doi.org/10.6028/NIST.SP.800-125";
    NIST_800_125A: "NIST SP 800-125A Rev. 1, Security Recommendations for Server-based Hypervisor Platforms", "https://csrc.nist.gov/News/2018/NIST-Publishes-SP-800-125A-Rev-1";
    PROXMOX_CONTAINERS: "Proxmox VE Administration Guide, Proxmox Container Toolkit", "https://pve.proxmox.com/pve-docs/chapter-pct.html";
    PROXMOX_FAQ: "Proxmox VE Administration Guide, Frequently Asked Questions", "https://pve.proxmox.com/pve-docs/chapter-pve-faq.html";
    MICROSOFT_CONTAINERS_VS_VMS: "Microsoft Learn, Containers vs. virtual machines", "https://learn.microsoft.com/en-us/virtualization/windowscontainers/about/containers-vs-vm";
    MICROSOFT_CONTAINER_VERSIONS: "Microsoft Learn, Windows container version compatibility", "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/version-compatibility";
    DOCKER_MULTI_PLATFORM: "Docker documentation, Multi-platform builds", "https://docs.docker.com/build/building/multi-platform/";
    MONGODB_PRODUCTION_NOTES: "MongoDB Manual, Production Notes: platform support", "https://www.mongodb.com/docs/manual/administration/production-notes/";
    HOME_ASSISTANT_SUPERVISED: "Home Assistant, ADR 0014: Installation method Home Assistant Supervised", "https://github.com/home-assistant/architecture/blob/master/adr/0014-home-assistant-supervised.md";
    DEBIAN_CGROUP_V2: "Debian wiki, LXC and control groups of version 2", "https://wiki.debian.org/LXC/CGroupV2";
    TAILSCALE_LXC: "Tailscale documentation, Tailscale in LXC containers", "https://tailscale.com/kb/1130/lxc-unprivileged";
    INCUS_INSTANCES: "Incus documentation, About instances", "https://linuxcontainers.org/incus/docs/main/explanation/instances/";
    INCUS_CONTAINERS_AND_VMS: "Incus documentation, About containers and VMs", "https://linuxcontainers.org/incus/docs/main/explanation/containers_and_vms/";
    RUNC_IN_LXC_2025: "opencontainers/runc, issue 4972: containers fail to start in unprivileged LXC", "https://github.com/opencontainers/runc/issues/4972";
    RHEL_NESTED: "Red Hat Enterprise Linux 9, Creating nested virtual machines", "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/9/html/configuring_and_managing_virtualization/creating-nested-virtual-machines_configuring-and-managing-virtualization";
    KUBEVIRT_ARCHITECTURE: "KubeVirt, Architecture", "https://github.com/kubevirt/kubevirt/blob/main/docs/architecture.md";
    CLUSTER_API_INCUS: "cluster-api-provider-incus, Unprivileged containers", "https://lxc.github.io/cluster-api-provider-incus/explanation/unprivileged-containers.html";
    PROXMOX_VMS: "Proxmox VE Administration Guide, QEMU/KVM Virtual Machines", "https://pve.proxmox.com/pve-docs/chapter-qm.html";
    PROXMOX_HA: "Proxmox VE Administration Guide, High Availability", "https://pve.proxmox.com/pve-docs/chapter-ha-manager.html";
    RED_HAT_CONTAINERS_VS_VMS: "Red Hat, Containers vs VMs", "https://www.redhat.com/en/topics/containers/containers-vs-vms";
    AZURE_COMPUTE: "Azure Architecture Center, Choose an Azure compute service", "https://learn.microsoft.com/en-us/azure/architecture/guide/technology-choices/compute-decision-tree";
    CONTAINERS_AND_VMS_MEASURED: "An updated performance comparison of virtual machines and Linux containers (ISPASS 2015)", "https://doi.org/10.1109/ispass.2015.7095802";
    META_OUTAGE_2021: "Engineering at Meta, More details about the October 4 outage", "https://engineering.fb.com/2021/10/05/networking-traffic/outage-details/";
    STORAGE_LOOP: "giohosted, Homelab v3 design philosophy", "https://www.mintlify.com/giohosted/homelab-docs/design-philosophy";
    DNS_LOOP_2023: "i0.pm, A DNS outage that was my own fault (2023)", "https://blog.i0.pm/posts/a-dns-outage-that-was-my-own-fault-230417/";
    DNS_SINGLE_2021: "i0.pm, the day my whole house lost dns, and it was me (2021)", "https://blog.i0.pm/posts/a-dns-outage-that-was-my-own-fault-210826/";
    PROXMOX_TIME: "Proxmox VE Administration Guide, Host System Administration", "https://pve.proxmox.com/pve-docs/chapter-sysadmin.html";
    NUT_UPSMON: "Network UPS Tools, upsmon: the primary shuts down last", "https://networkupstools.org/docs/man/upsmon.html";
    STEP_CA_RESOLVER: "smallstep/certificates, discussion 1573: the names that a CA checks, and the resolver of its machine", "https://github.com/smallstep/certificates/discussions/1573";
    PROMETHEUS_ALERTING: "Prometheus, Alerting practices: metamonitoring", "https://prometheus.io/docs/practices/alerting/";
    PBS_INSTALLATION: "Proxmox Backup Server documentation, Installation", "https://pbs.proxmox.com/docs/installation.html";
    PBS_3_2_1: "Proxmox Backup Server documentation, The 3-2-1 Rule", "https://pbs.proxmox.com/docs/storage.html";
    PBS_MAINTENANCE: "Proxmox Backup Server documentation, Maintenance Tasks", "https://pbs.proxmox.com/docs/maintenance.html";
    US_CERT_BACKUP: "US-CERT, Data Backup Options", "https://docslib.org/doc/1223610/data-backup-options-paul-ruggiero-and-matthew-a";
    PROXMOX_REQUIREMENTS: "Proxmox VE Administration Guide, System Requirements", "https://pve.proxmox.com/pve-docs/chapter-pve-installation.html";
    PROXMOX_STORAGE: "Proxmox VE Administration Guide, Proxmox VE Storage", "https://pve.proxmox.com/pve-docs/chapter-pvesm.html";
    PROXMOX_CLUSTER: "Proxmox VE Administration Guide, Cluster Manager", "https://pve.proxmox.com/pve-docs/chapter-pvecm.html";
    RHEL_OVERCOMMIT: "Red Hat Enterprise Linux 7, Overcommitting virtualized CPUs", "https://access.redhat.com/documentation/en-us/red_hat_enterprise_linux/7/html/virtualization_deployment_and_administration_guide/sect-overcommitting_with_kvm-overcommitting_virtualized_cpus";
    DOCKER_RESOURCES: "Docker documentation, Resource constraints", "https://docs.docker.com/engine/containers/resource_constraints/";
    DOCKER_RESTART: "Docker documentation, Start containers automatically", "https://docs.docker.com/engine/containers/start-containers-automatically/";
    DOCKER_SWARM: "Docker documentation, Administer and maintain a swarm", "https://docs.docker.com/engine/swarm/admin_guide/";
    ETCD_FAQ: "etcd, Frequently Asked Questions", "https://etcd.io/docs/v3.6/faq/";
    RFC_2182: "RFC 2182, Selection and Operation of Secondary DNS Servers", "https://datatracker.ietf.org/doc/rfc2182/";
    SINGLE_POINT_OF_FAILURE: "blog.sitram.eu, Single point of failure", "https://blog.sitram.eu/single-point-of-failure";
    SQLITE_WAL: "SQLite, Write-Ahead Logging", "https://www.sqlite.org/wal.html";
    POSTGRES_FILE_SYSTEMS: "PostgreSQL, Creating a Database Cluster", "https://www.postgresql.org/docs/current/creating-cluster.html";
    PROMETHEUS_STORAGE: "Prometheus documentation, Storage", "https://prometheus.io/docs/prometheus/latest/storage/";
    VAULTWARDEN_WAL: "Vaultwarden wiki, Running without WAL enabled", "https://github.com/dani-garcia/vaultwarden/wiki/Running-without-WAL-enabled";
    YAML_1_2: "YAML Ain't Markup Language, revision 1.2.2", "https://yaml.org/spec/1.2.2/";
    NIST_800_190: "NIST SP 800-190, Application Container Security Guide", "https://doi.org/10.6028/NIST.SP.800-190";
    CIS_DOCKER: "CIS Docker Benchmark, as encoded in docker-bench-security", "https://github.com/docker/docker-bench-security";
    CIS_KUBERNETES: "CIS Kubernetes Benchmark, as encoded in kube-bench", "https://github.com/aquasecurity/kube-bench";
    POD_SECURITY: "Kubernetes, Pod Security Standards", "https://kubernetes.io/docs/concepts/security/pod-security-standards/";
    DOCKER_SECURITY: "Docker Docs, Docker Engine security", "https://docs.docker.com/engine/security/";
    DOCKER_DAEMON: "Docker Docs, Protect the Docker daemon socket", "https://docs.docker.com/engine/security/protect-access/";
    DOCKER_PORTS: "Docker Docs, Port publishing and mapping", "https://docs.docker.com/engine/network/port-publishing/";
    OWASP_DOCKER: "OWASP Cheat Sheet Series, Docker Security", "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html";
    CISA_WEAK_CONTROLS: "CISA and partners, advisory AA22-137A: Weak Security Controls and Practices Routinely Exploited for Initial Access", "https://www.cisa.gov/news-events/cybersecurity-advisories/aa22-137a";
    INCUS_SECURITY: "Incus documentation, About security", "https://linuxcontainers.org/incus/docs/main/explanation/security/";
    KUBE_LINTER: "kube-linter, checks", "https://github.com/stackrox/kube-linter/blob/main/docs/generated/checks.md";
    NCSC_END_OF_LIFE: "NCSC-NL, Factsheet Software has an expiry date", "https://english.ncsc.nl/publications/factsheets/2019/juni/01/factsheet-software-has-an-expiry-date";
    END_OF_LIFE_DATE: "endoflife.date, end-of-life and support dates", "https://endoflife.date/";
    TALOS_SUPPORT: "Talos Linux, Support Matrix", "https://docs.siderolabs.com/talos/v1.13/getting-started/support-matrix";
    CEPH_POOLS: "Ceph documentation, Pools", "https://docs.ceph.com/en/latest/rados/operations/pools/";
    ETCD_HARDWARE: "etcd, Hardware recommendations", "https://etcd.io/docs/v3.6/op-guide/hardware/";
    PROXMOX_ZFS: "Proxmox VE Administration Guide, ZFS on Linux", "https://pve.proxmox.com/pve-docs/chapter-sysadmin.html#chapter_zfs";
    MICROSOFT_WINDOWS_11: "Microsoft Learn, Windows 11 requirements", "https://learn.microsoft.com/en-us/windows/whats-new/windows-11-requirements";
    PROXMOX_BACKUP: "Proxmox VE Administration Guide, Backup and Restore", "https://pve.proxmox.com/pve-docs/chapter-vzdump.html";
}
