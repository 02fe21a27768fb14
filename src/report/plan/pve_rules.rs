//! The rules of placement as Proxmox VE 9 keeps them itself: node affinity and resource affinity of its
//! high availability.

use std::io;

use super::{PlanFormat, PlanReport, View};
use crate::check::Checked;
use crate::lab::{Across, Group, List, Pinned, System, Text};
use crate::report::escape::visible;
use crate::source::Spanned;

pub(super) const FORMAT: PlanFormat = PlanFormat {
    name: "pve-rules",
    endings: &["cfg"],
    about: "`placement:` as rules of high availability of Proxmox VE 9",
    page: include_str!("pve_rules.md"),
    syntax: crate::report::Syntax::Text,
    write,
};

fn write(report: &PlanReport<'_>, _: &View, out: &mut dyn io::Write) -> io::Result<()> {
    for (checked, _) in &report.plans {
        let placement = checked.lab().placement();
        for (number, pinned) in placement.pinned.iter().enumerate() {
            node_affinity(checked, number + 1, pinned, out)?;
        }
        for (number, group) in placement.together.iter().enumerate() {
            resource_affinity(
                checked,
                "positive",
                &format!("together-{}", number + 1),
                group,
                out,
            )?;
        }
        for (number, group) in placement.apart.iter().enumerate() {
            resource_affinity(checked, "negative", &format!("apart-{}", number + 1), group, out)?;
        }
    }
    Ok(())
}

fn node_affinity(
    checked: &Checked,
    number: usize,
    pinned: &Pinned,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let lab = checked.lab();
    let nodes: Vec<String> = pinned
        .to
        .iter()
        .flat_map(|to| match (lab.system(to), lab.cluster(to)) {
            (Some(system), _) => vec![system],
            (None, Some(cluster)) => cluster.nodes().collect(),
            (None, None) => Vec::new(),
        })
        .filter_map(|node| Some(visible(node.as_host()?.name()).into_owned()))
        .collect();
    let (resources, missing) = resources(checked, &pinned.workloads);
    comment(&missing, out)?;
    if nodes.is_empty() || resources.is_empty() {
        return Ok(());
    }
    writeln!(out, "node-affinity: pinned-{number}")?;
    writeln!(out, "\tresources {}\n\tnodes {}\n\tstrict 1\n", resources.join(","), nodes.join(","))
}

fn resource_affinity(
    checked: &Checked,
    affinity: &str,
    name: &str,
    group: &Group,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if group.across.value().is_some_and(|across| across != Across::Host) {
        return writeln!(
            out,
            "# {name}: Proxmox VE knows hosts, and no power supplies, racks or sites\n"
        );
    }
    let (resources, missing) = resources(checked, &group.workloads);
    comment(&missing, out)?;
    if resources.len() < 2 {
        return Ok(());
    }
    writeln!(out, "resource-affinity: {name}")?;
    writeln!(out, "\tresources {}\n\taffinity {affinity}\n", resources.join(","))
}

/// The guests as Proxmox VE calls them, and those of which no number is known.
fn resources(checked: &Checked, names: &List<Spanned<Text>>) -> (Vec<String>, Vec<String>) {
    let (mut known, mut missing) = (Vec::new(), Vec::new());
    for system in names.iter().filter_map(|name| checked.lab().system(name)) {
        match (sort(system), system.entry().machine.vmid.as_ref()) {
            (Some(sort), Some(id)) => {
                known.push(format!("{sort}:{}", visible(&id.value.to_string())));
            }
            _ => missing.push(visible(system.name()).into_owned()),
        }
    }
    (known, missing)
}

fn comment(missing: &[String], out: &mut dyn io::Write) -> io::Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    writeln!(out, "# left out, since no `vmid` is stated: {}", missing.join(", "))
}

fn sort(system: System<'_>) -> Option<&'static str> {
    if system.as_vm().is_some() {
        Some("vm")
    } else if system.is_system_container() {
        Some("ct")
    } else {
        None
    }
}
