//! What was judged: decisions, findings, what is allowed, and the rules.

use super::{Cell, Table};
use crate::report::placement::{
    Decision, Input, LabReport, ReportedAllowance, ReportedFinding, RuleRow, SourceLocation,
};

pub(super) fn decisions<'a>(lab: &'a LabReport<'_>, most: usize) -> Table<'a> {
    let row = |decision: Decision| {
        let fits = match decision.fits {
            Some(true) => "yes",
            Some(false) => "no",
            None => "undeclared",
        };
        let why = match decision.pinned {
            Some(reason) => format!("its owner decided: {reason}"),
            None => decision.evidence.join("; "),
        };
        let changes = decision.changes.iter();
        let changes = changes.map(|change| format!("{} ({})", change.write, change.to));
        vec![
            Cell::System(decision.system),
            Cell::text(decision.declared.unwrap_or_default()),
            Cell::text(decision.says),
            Cell::text(decision.confidence.name()),
            Cell::text(fits),
            Cell::Text(why.into()),
            Cell::Text(changes.collect::<Vec<_>>().join("; ").into()),
        ]
    };
    Table {
        title: "VM or container",
        key: "decisions",
        lead: "`labctl why NAME` shows all the evidence.".to_owned(),
        head: vec![
            "workload",
            "declared",
            "belongs in",
            "confidence",
            "fits",
            "above all",
            "would change it",
        ],
        rows: lab.decisions.iter().take(most).map(row).collect(),
        count: lab.decisions.len(),
        empty: "There is no workload.",
    }
}

pub(super) fn findings<'a>(lab: &'a LabReport<'_>, most: usize) -> Table<'a> {
    let open = lab.findings.iter().filter(|told| told.allowed.is_none());
    let row = |told: &ReportedFinding<'a>| {
        vec![
            Cell::Level(told.level),
            Cell::Text(told.message.clone()),
            Cell::text(told.help.unwrap_or_default()),
            place(told.at),
            Cell::Code(told.rule.into()),
        ]
    };
    Table {
        title: "Findings",
        key: "findings",
        lead: "`labctl explain RULE` says why each matters.".to_owned(),
        head: vec!["level", "finding", "help", "place", "rule"],
        rows: open.clone().take(most).map(row).collect(),
        count: open.count(),
        empty: "There are none.",
    }
}

pub(super) fn allowances<'a>(lab: &'a LabReport<'_>) -> Table<'a> {
    let row = |grant: &ReportedAllowance<'a>| {
        let until = match (&grant.until, grant.in_force) {
            (None, _) => String::new(),
            (Some(until), true) => until.clone(),
            (Some(until), false) => format!("{until}, which is past"),
        };
        vec![
            Cell::Code(grant.rule.into()),
            Cell::text(grant.reason.unwrap_or("no reason is given")),
            Cell::Text(until.into()),
            Cell::Number(grant.excuses),
            place(grant.at),
        ]
    };
    Table {
        title: "What is allowed",
        key: "allowances",
        lead: String::new(),
        head: vec!["rule", "reason", "until", "excuses", "place"],
        rows: lab.allowances.iter().map(row).collect(),
        count: lab.allowances.len(),
        empty: "Nothing is excused.",
    }
}

pub(super) fn rules<'a>(lab: &'a LabReport<'_>) -> Table<'a> {
    let row = |rule: &RuleRow| {
        vec![
            Cell::Code(rule.rule.into()),
            rule.level.map_or(Cell::text("off"), Cell::Level),
            Cell::Number(rule.findings),
            Cell::Number(rule.allowed),
        ]
    };
    Table {
        title: "The rules",
        key: "rules",
        lead: String::new(),
        head: vec!["rule", "level", "findings", "allowed"],
        rows: lab.rules.iter().map(row).collect(),
        count: lab.rules.len(),
        empty: "There are none.",
    }
}

pub(super) fn inputs<'a>(lab: &'a LabReport<'_>) -> Table<'a> {
    let row = |input: &'a Input<'a>| {
        vec![
            Cell::Code(input.file.into()),
            Cell::Number(input.lines),
            Cell::Code(input.sha256.as_str().into()),
        ]
    };
    Table {
        title: "What was read",
        key: "inputs",
        lead: String::new(),
        head: vec!["file", "lines", "SHA-256"],
        rows: lab.inputs.iter().map(row).collect(),
        count: lab.inputs.len(),
        empty: "There is no file.",
    }
}

fn place(at: SourceLocation<'_>) -> Cell<'static> {
    Cell::Code(format!("{}:{}:{}", at.file, at.line, at.column).into())
}
