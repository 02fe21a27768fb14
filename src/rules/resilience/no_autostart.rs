//! Something that others rely on does not start by itself.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Warning;
use crate::insight::Failure;
use crate::lab::{Criticality, Restart, System};
use crate::policy::Levels;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::software::{Role, Tier};
use crate::source::Span;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "no-autostart",
    level: Levels::unless_minimal(Warning),
    claims: &[claim::VMS_FOR_LONG_LIVED, claim::VMS_EASE_RECOVERY],
    sources: &[authority::DOCKER_RESTART, authority::PROXMOX_VMS],
    page: include_str!("no_autostart.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for system in case.lab.systems().filter(|system| system.runs() && !system.is_temporary()) {
        let Some((at, what)) = stays_down(system) else { continue };
        let reason = relied_on(case, system);
        let is_likely = reason.is_none();
        let Some(reason) = reason.or_else(|| likely_missed(case, system)) else { continue };
        if system.is_for_trial() {
            continue;
        }
        let message = format!("`{}` {reason}, and does not start by itself", system.name());
        let finding = out.report(system, at, message);
        if is_likely {
            finding.lower();
            let instead = "if the household can do without it, say `criticality: low`";
            finding.help(format!("set `{what}`; {instead}"));
            continue;
        }
        finding.help(if system.as_host().is_some() {
            "let its firmware start it when the power is back (\"restore on AC power loss\"), and say `autostart: true`"
                .to_owned()
        } else {
            format!(
                "set `{what}`; if it is started by hand on purpose, say `status: stopped` or `lifetime: short-lived`"
            )
        });
    }
    for failure in case.insight.failures() {
        report_locked(case, failure, out);
    }
}

/// Reports a host that waits for somebody to unlock its disks, while others wait for it.
fn report_locked(case: &Case, failure: &Failure, out: &mut Findings) {
    let host = case.lab.system_at(failure.host);
    let Some(encrypted) = host.machine.encrypted.as_ref().filter(|it| needs_a_hand(it)) else {
        return;
    };
    let waiting = failure.hurt.as_deref().unwrap_or_default();
    let Some(&first) = waiting.first() else { return };
    let verb = if waiting.len() == 1 { "needs" } else { "need" };
    let all = names(waiting.iter().map(|&at| case.lab.system_at(at).name()));
    let message = format!(
        "{all} {verb} `{}`, which waits at every start for somebody to unlock its disks",
        host.name()
    );
    let finding = out.report(host, encrypted.span, message);
    finding.lower();
    finding.label(case.lab.system_at(first), "it cannot work, or not fully, until then");
    finding.help(
        "unlock it without a hand (by TPM, or by a Tang server on another machine) and say so: `encrypted: tpm`; or \
         write down who can, from where, and how",
    );
}

/// False where something unlocks the disks, or nothing is locked.
fn needs_a_hand(encrypted: &str) -> bool {
    const BY_ITSELF: &[&str] =
        &["tpm", "tang", "clevis", "bitlocker", "key", "usb", "auto", "self-encrypting", "sed"];
    const NOT: &[&str] = &["none", "no", "false", "off"];
    let text = encrypted.to_ascii_lowercase();
    !NOT.contains(&text.as_str()) && !BY_ITSELF.iter().any(|word| text.contains(word))
}

/// Where it says that it does not start with its machine, and what would change that.
fn stays_down(system: System<'_>) -> Option<(Span, &'static str)> {
    let running = &system.entry().running;
    if running.ha.as_ref().is_some_and(|ha| ha.value) {
        return None;
    }
    if let Some(no) = running.autostart.as_ref().filter(|autostart| !autostart.value) {
        return Some((no.span, "autostart: true"));
    }
    let no = running.restart.as_ref().filter(|restart| restart.value.when == Restart::No)?;
    // Where something else starts it, the engine need not.
    let started = !running.autostart.is_absent() || system.on_cluster().is_some();
    (!started).then_some((no.span, "restart: unless-stopped"))
}

/// Why it matters: a clause.
fn relied_on(case: &Case, system: System<'_>) -> Option<String> {
    if system.as_host().is_some() {
        let carried = system.guests().filter(|guest| guest.runs() && stays_down(*guest).is_none());
        return Some(carried.count())
            .filter(|carried| *carried > 0)
            .map(|carried| format!("carries {}", count(carried, "workload")));
    }
    let nature = case.verdicts.nature(system);
    let known = nature.role.filter(|_| nature.sure.is_some_and(|sure| sure >= Quality::Image));
    if known.is_some_and(|role| role.tier() == Tier::JobOrCi || role == Role::Desktop) {
        return None;
    }
    if let Some(lifetime) = system.lifetime.as_ref().filter(|_| system.is_lasting()) {
        return Some(format!("is {}", lifetime.value));
    }
    let up: Vec<System<'_>> = {
        let users = case.graph().users(system).into_iter();
        users.filter(|other| other.runs()).collect()
    };
    if !up.is_empty() {
        let verb = if up.len() == 1 { "needs" } else { "need" };
        return Some(format!("is what {} {verb}", names(up.iter().map(|other| other.name()))));
    }
    if let Some(criticality) = system.operation.criticality.as_ref()
        && criticality.value >= Criticality::High
    {
        return Some(format!("is said to matter (`criticality: {}`)", criticality.value));
    }
    let base = known.filter(|role| role.tier() == Tier::BaseService)?;
    Some(format!("is a base service ({})", base.name()))
}

/// Why a household most likely misses it, where nothing is said of that.
fn likely_missed(case: &Case, system: System<'_>) -> Option<String> {
    let nature = case.verdicts.nature(system);
    let role = nature.role.filter(|_| nature.sure >= Some(Quality::Name))?;
    let is_missed = matches!(role, Role::Photos | Role::HomeAutomation | Role::Surveillance);
    (is_missed && system.operation.criticality.is_absent())
        .then(|| format!("is for {}", Role::name(role).replace('-', " ")))
}
