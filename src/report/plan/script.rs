//! A script: the commands of the hypervisors, for people to read and to run. labctl runs none of them.

use std::io;

use super::{PlanFormat, PlanReport, View, name, words};
use crate::check::Checked;
use crate::lab::{Engine, System};
use crate::plan::{PlannedMove, Way};
use crate::report::escape::visible;

pub(super) const FORMAT: PlanFormat = PlanFormat {
    name: "script",
    endings: &["sh"],
    about: "the commands of the hypervisors, to read and to run by yourself",
    page: include_str!("script.md"),
    syntax: crate::report::Syntax::Text,
    write,
};

fn write(report: &PlanReport<'_>, _: &View, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "#!/bin/sh")?;
    writeln!(
        out,
        "# Read it before you run it. Each command runs on the host that its comment names."
    )?;
    writeln!(out, "set -eu")?;
    for (checked, plan) in &report.plans {
        writeln!(out, "\n# {}", visible(&words::outcome(checked, plan)))?;
        let mut step = 0;
        for it in &plan.moves {
            if it.step != step {
                step = it.step;
                writeln!(out, "\n# step {step}")?;
            }
            let host = visible(name(checked, it.from));
            writeln!(out, "{}  # on {host}", command(checked, it))?;
        }
    }
    Ok(())
}

/// The command that moves a guest; a comment where labctl knows none.
fn command(checked: &Checked, it: &PlannedMove) -> String {
    let lab = checked.lab();
    let [guest, from] = [it.guest, it.from].map(|system| lab.system_at(system.index()));
    let (to, own) = (quoted(name(checked, it.to)), quoted(guest.name()));
    let id = guest.entry().machine.vmid.as_ref().map(|id| id.value.to_string());
    let id = id.map_or_else(|| format!("\"$(id_of {own})\""), |id| quoted(&id));
    match (product(from), guest.as_container().map(|it| it.engine())) {
        (_, Some(Engine::Incus)) | (Some("incus"), _) => format!("incus move {own} --target {to}"),
        (_, Some(Engine::Lxd)) | (Some("lxd"), _) => format!("lxc move {own} --target {to}"),
        (Some("proxmox" | "pve"), Some(_)) => format!("pct migrate {id} {to} --restart"),
        (Some("proxmox" | "pve"), None) => match it.way {
            Way::Live => format!("qm migrate {id} {to} --online --with-local-disks"),
            _ => format!("qm shutdown {id} && qm migrate {id} {to}"),
        },
        (Some("kvm" | "libvirt" | "qemu"), None) => match it.way {
            Way::Live => {
                format!(
                    "virsh migrate --live --persistent --undefinesource {own} qemu+ssh://{to}/system"
                )
            }
            _ => format!(
                "virsh migrate --offline --persistent --undefinesource {own} qemu+ssh://{to}/system"
            ),
        },
        _ => format!("# move {own} to {to} ({})", words::way(it.way)),
    }
}

fn product(host: System<'_>) -> Option<&str> {
    host.entry().machine.hypervisor.as_ref()?.product.as_deref()
}

/// A word as a shell takes it, whatever is in it.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", visible(word).replace('\'', r"'\''"))
}
