//! Mermaid: the hosts that take part in a plan, before and after.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use super::{PlanFormat, PlanReport, View, name};
use crate::check::Checked;
use crate::finding::SystemId;
use crate::plan::PlacementPlan;

pub(super) const FORMAT: PlanFormat = PlanFormat {
    name: "mermaid",
    endings: &["mmd", "mermaid"],
    about: "who moves from where to where, as a Mermaid diagram",
    page: include_str!("mermaid.md"),
    syntax: crate::report::Syntax::Text,
    write,
};

fn write(report: &PlanReport<'_>, _: &View, out: &mut dyn io::Write) -> io::Result<()> {
    report
        .plans
        .iter()
        .try_for_each(|(checked, plan)| out.write_all(diagram(checked, plan).as_bytes()))
}

/// The guests that move on their hosts as they are, each with an arrow to where it goes.
pub(super) fn diagram(checked: &Checked, plan: &PlacementPlan) -> String {
    let hosts: BTreeSet<SystemId> = plan.moves.iter().flat_map(|it| [it.from, it.to]).collect();
    let mut text = String::from("flowchart LR\n");
    let mut drawn = BTreeSet::new();
    for host in hosts {
        let _ = writeln!(text, "  subgraph h{}[\"{}\"]", host.index(), label(checked, host));
        for it in plan.moves.iter().filter(|it| it.from == host) {
            if drawn.insert(it.guest) {
                let _ =
                    writeln!(text, "    g{}[\"{}\"]", it.guest.index(), label(checked, it.guest));
            }
        }
        text.push_str("  end\n");
    }
    for it in &plan.moves {
        let _ = writeln!(text, "  g{} -- {} --> h{}", it.guest.index(), it.step, it.to.index());
    }
    text
}

/// A name as Mermaid takes it inside of quotes.
fn label(checked: &Checked, system: SystemId) -> String {
    let mut label = String::new();
    for letter in name(checked, system).chars() {
        if letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_' | '.' | '/') {
            label.push(letter);
        } else {
            let _ = write!(label, "#{};", u32::from(letter));
        }
    }
    label
}
