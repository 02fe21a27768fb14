//! The schema of an inventory, with the words that editors offer where a field takes any.

use serde_json::Value;

use crate::lab::{Vocabulary, Word};
use crate::read::{KnownWords, inventory};
use crate::rules::rules;
use crate::software::Role;

const HYPERVISORS: [Word; 7] = [
    plain("proxmox", "Proxmox VE"),
    plain("kvm", "KVM, with libvirt or without"),
    plain("esxi", "VMware ESXi"),
    plain("hyper-v", "Microsoft Hyper-V"),
    plain("xen", "Xen, XCP-ng or XenServer"),
    plain("bhyve", "bhyve of FreeBSD"),
    plain("none", "no virtual machines run on it"),
];

pub(super) fn schema() -> Value {
    let rules = || rules().map(|rule| plain(rule.name, rule.about())).collect();
    let roles = Role::WORDS.iter().map(|role| plain(role.name, role.about)).collect();
    inventory::schema(&[
        KnownWords { field: "hypervisor", words: HYPERVISORS.to_vec() },
        KnownWords { field: "role", words: roles },
        KnownWords { field: "rule", words: rules() },
        KnownWords { field: "rules", words: rules() },
    ])
}

const fn plain(name: &'static str, about: &'static str) -> Word {
    Word { name, also: &[], about }
}
