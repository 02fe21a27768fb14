//! A dependency, network, storage, backup target, cluster or placement names something undefined.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::missing::{MissingNames, NameUse};
use crate::claim;
use crate::finding::Level::Error;
use crate::finding::{Findings, Subject};
use crate::lab::{
    Backup, Cluster, Lab, Named, Network, PerNode, Storage, System, Target, Text, external,
};
use crate::policy::Levels;
use crate::rules::{Case, Rule};
use crate::source::Spanned;

pub(super) const RULE: Rule = Rule {
    name: "unknown-reference",
    level: Levels { firm: true, ..Levels::always(Error) },
    claims: &[claim::CONTAINERS_ARE_REPRODUCIBLE, claim::CARE_FOR_DOCUMENTATION],
    sources: &[],
    page: include_str!("unknown_reference.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    // What is missing may stand in the part of a file that could not be read.
    if !case.lab.is_whole() {
        return;
    }
    let (storages, missing) = (storages(case.lab), MissingNames::new(case.lab));
    let mut search = ReferenceSearch { lab: case.lab, storages, missing };
    case.lab.systems().for_each(|system| search.system(system));
    search.records();
    search.placement();
    search.missing.tell(out);
}

struct ReferenceSearch<'a> {
    lab: &'a Lab,
    /// Every pool and every shared storage.
    storages: BTreeSet<&'a str>,
    missing: MissingNames<'a>,
}

impl<'a> ReferenceSearch<'a> {
    fn system(&mut self, system: System<'a>) {
        let entry = system.entry();
        for need in &entry.depends_on {
            self.named(system, "depends on", &need.on);
            if let Some(fallback) = need.terms.fallback.as_ref() {
                self.named(system, "falls back on", fallback);
            }
        }
        let operation = &entry.operation;
        let watchers = operation.monitored_by.iter().map(|name| ("is monitored by", name));
        let logs = operation.logs_to.iter().map(|name| ("logs to", name));
        watchers.chain(logs).for_each(|(how, name)| self.named(system, how, name));
        let connection = &entry.connection;
        let servers = [&connection.dns, &connection.ntp, &connection.gateway, &connection.identity];
        for name in
            servers.into_iter().flat_map(|names| names.iter()).filter(|name| !is_address(name))
        {
            self.named(system, "asks", name);
        }
        if let Some(other) = connection.network_of.as_ref() {
            self.named(system, "shares the network of", other);
        }
        if let Some(other) = entry.isolation.pid_of.as_ref() {
            self.named(system, "sees the processes of", other);
        }
        for membership in system.networks() {
            let known = self.lab.networks().len() == 0
                    || self.lab.network(&membership.network).is_some()
                    // In the file of another tool it is one that exists elsewhere.
                    || self.lab.origin_of(system).is_some();
            self.record(system, "network", &membership.network, known, |lab, _| {
                lab.networks().map(Network::name).collect()
            });
        }
        if let Some(cluster) = entry.machine.cluster.as_ref() {
            let known = self.lab.clusters().len() == 0 || self.lab.cluster(cluster).is_some();
            self.record(system, "cluster", cluster, known, |lab, _| {
                lab.clusters().map(Cluster::name).collect()
            });
        }
        let disks = entry.disks.iter().filter_map(|disk| disk.storage.as_ref());
        let volumes = entry.volumes.iter().filter_map(|volume| volume.keeping.storage.as_ref());
        disks.chain(volumes).for_each(|storage| self.storage(system, storage));
        if let Some(backup) = entry.operation.backup.as_ref() {
            self.backup(system, &backup.value);
        }
        for held in &entry.isolation.holds {
            if let Some(to) = held.to.as_ref() {
                self.named(system, "holds a credential of", to);
            }
        }
        if let Some(PerNode::Of(hosts)) = entry.nature.each.as_deref() {
            for host in hosts {
                self.named(system, "runs on each of its hosts, one of which is", host);
            }
        }
    }

    fn backup(&mut self, system: System<'a>, backup: &'a Backup) {
        let Backup::Jobs(jobs) = backup else { return };
        for target in jobs.iter().flat_map(|job| &job.to) {
            let known = self.lab.target(target).is_some() || self.lab.find(target).is_some();
            self.record(
                system,
                "backup target",
                target,
                known || self.lab.targets().len() == 0,
                |lab, _| lab.targets().map(Target::name).collect(),
            );
        }
    }

    fn storage(&mut self, about: impl Into<Subject>, storage: &'a Spanned<Text>) {
        // Where no storage is described at all, a name is as good as any.
        let known = self.storages.is_empty() || self.storages.contains(storage.as_str());
        let all = |_: &_, all: &BTreeSet<&'a str>| all.iter().copied().collect();
        self.record(about, "storage", storage, known, all);
    }

    fn records(&mut self) {
        for cluster in self.lab.clusters() {
            let about = Subject::from(cluster);
            cluster.record().node_names().for_each(|node| self.named(about, "has the node", node));
            if let Some(witness) = cluster.record().witness.as_ref() {
                self.named(about, "has the witness", witness);
            }
            for name in &cluster.record().monitored_by {
                self.named(about, "is monitored by", name);
            }
            for need in &cluster.record().depends_on {
                self.named(about, "depends on", &need.on);
            }
        }
        for storage in self.lab.storage() {
            let about = Subject::from(storage);
            for name in &storage.record().on {
                self.named(about, "is served by", name);
            }
            for name in &storage.record().clients {
                self.named(about, "serves", name);
            }
        }
        for target in self.lab.targets() {
            let about = Subject::from(target);
            for name in &target.record().on {
                self.named(about, "is kept by", name);
            }
            if let Some(storage) = target.record().storage.as_ref() {
                self.storage(about, storage);
            }
        }
    }

    fn placement(&mut self) {
        let placement = self.lab.placement();
        for pinned in &placement.pinned {
            pinned.workloads.iter().chain(&pinned.to).for_each(|name| self.ruled(name));
        }
        for group in placement.together.iter().chain(&placement.apart) {
            group.workloads.iter().for_each(|name| self.ruled(name));
        }
        for allowance in self.lab.allowances() {
            let crate::lab::Cover::Named(names) = &allowance.cover else { continue };
            for name in names.iter().filter(|name| self.lab.subject_named(name).is_none()) {
                self.missing.add(Subject::Lab, NameUse::Allowance, name);
            }
        }
    }

    fn ruled(&mut self, name: &'a Spanned<Text>) {
        if self.lab.find(name).is_none() {
            self.missing.add(Subject::Lab, NameUse::Placement, name);
        }
    }

    /// A name that has to be that of a system or a cluster.
    fn named(&mut self, about: impl Into<Subject>, how: &'static str, name: &'a Spanned<Text>) {
        let found = self.lab.find(name);
        if !matches!(found, Some(Named::System(_) | Named::Cluster(_) | Named::External(_))) {
            self.missing.add(about.into(), NameUse::Relation(how), name);
        }
    }

    /// A name that has to be that of a network, storage, cluster or backup target.
    fn record(
        &mut self,
        about: impl Into<Subject>,
        what: &'static str,
        name: &'a Spanned<Text>,
        known: bool,
        all: impl FnOnce(&'a Lab, &BTreeSet<&'a str>) -> Vec<&'a str>,
    ) {
        if known || external(name).is_some() {
            return;
        }
        let (lab, storages) = (self.lab, &self.storages);
        self.missing.add_record(about.into(), what, name, || all(lab, storages));
    }
}

/// Every place that disks can be on.
fn storages(lab: &Lab) -> BTreeSet<&str> {
    let pools = lab.hosts().flat_map(|host| host.entry().machine.pools.iter());
    let shared = lab.storage().map(Storage::name);
    shared.chain(pools.map(|pool| pool.name.as_str())).collect()
}

/// True for an address or a domain name, which need not be of this lab.
fn is_address(name: &str) -> bool {
    name.parse::<IpAddr>().is_ok() || name.contains('.')
}
