//! The tables of a report. Every format for people prints these, so that all say the same.

use std::borrow::Cow;
use std::slice;

use super::{Answer, Aspect, Gauge, Item, Layer, On, Placement, Shape, What, WhereAt};
use crate::finding::Level;
use crate::report::plural::{count, row};

/// A table with its title.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// What it is about.
    pub title: &'static str,
    /// A name for links: lower-case ASCII letters and `-`.
    pub key: &'static str,
    /// What there is to know before one reads it.
    pub lead: String,
    /// The heads of its columns.
    pub head: Vec<&'static str>,
    /// Its rows, each with as many cells as there are heads; of a long table, perhaps the first.
    pub rows: Vec<Vec<Cell<'a>>>,
    /// How many rows it has in all.
    pub count: usize,
    /// What it says if there is no row.
    pub empty: &'static str,
}

/// A cell of a table.
#[derive(Debug, Clone)]
pub enum Cell<'a> {
    /// Text, in which names stand in backticks or as they are.
    Text(Cow<'a, str>),
    /// Something that is written just so: a rule, a digest.
    Code(Cow<'a, str>),
    /// A number.
    Number(usize),
    /// The system that the row is about, by its number.
    System(usize),
    /// Systems, by their numbers; none is shown as nothing.
    Systems(&'a [usize]),
    /// How much of something is taken.
    Gauge(Gauge),
    /// An answer, and what it rests on.
    Answer(Answer, &'a str),
    /// How much a finding matters.
    Level(Level),
    /// The layer of a system.
    Layer(Layer),
}

/// The table that goes with the map: every host and workload, in the order of the map. It has at most so
/// many rows.
pub fn systems<'a>(lab: &'a Placement<'_>, most: usize) -> Table<'a> {
    let row = |at: usize| {
        let item = lab.system(at);
        let what = match &item.status {
            Some(status) => Cow::Owned(format!("{}, {status}", item.noun)),
            None => Cow::Borrowed(item.noun),
        };
        vec![
            Cell::System(at),
            Cell::Text(what),
            on(item),
            Cell::Layer(item.layer),
            Cell::text(does(item)),
            Cell::Text(found(lab, item).into()),
        ]
    };
    let places = lab.map.iter().filter_map(|place| match place.what {
        What::System(at) => Some(row(at)),
        What::Ground(_) => None,
    });
    Table {
        title: "Where everything runs",
        key: "map",
        lead: String::new(),
        head: vec!["system", "what", "runs on", "layer", "does", "found"],
        rows: places.take(most).collect(),
        count: lab.systems.len(),
        empty: "The inventory names no host and no workload.",
    }
}

/// All other tables, in the order they are read. None has more rows than that, whatever there is to tell.
pub fn tables<'a>(lab: &'a Placement<'_>, most: usize) -> Vec<Table<'a>> {
    vec![
        layers(lab),
        decisions(lab, most),
        readiness(lab, most),
        shares(lab),
        capacity(lab, most),
        failures(lab, most),
        recovery(lab, most),
        segments(lab),
        marks(lab, most),
        findings(lab, most),
        allowances(lab),
        inputs(lab),
        rules(lab),
    ]
}

/// What was found about a system, in few words.
pub fn found(lab: &Placement<'_>, item: &Item<'_>) -> String {
    let of = |level| item.findings.iter().filter(|at| lab.findings[**at].level == level).count();
    let parts =
        [(of(Level::Error), "error"), (of(Level::Warning), "warning"), (of(Level::Info), "info")];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    row(&parts.map(|(number, noun)| count(number, noun)).collect::<Vec<_>>())
}

/// What a system does, as far as that is known. Of a host, that it runs applications says nothing.
pub fn does(item: &Item<'_>) -> &'static str {
    let role = item.role.filter(|role| item.shape != Shape::Host || *role != "application");
    item.product.or(role).unwrap_or_default()
}

/// The same where there is little room: without what a product is besides its name.
pub fn does_briefly(item: &Item<'_>) -> &'static str {
    let does = does(item);
    does.split_once(" (").map_or(does, |(does, _)| does)
}

fn on<'a>(item: &'a Item<'_>) -> Cell<'a> {
    match &item.on {
        On::Nothing => Cell::text(""),
        On::System(below) => Cell::Systems(slice::from_ref(below)),
        On::Cluster(name) => Cell::Text(format!("{name} (cluster)").into()),
        On::Outside => Cell::text("outside the lab"),
        On::Unknown(name) => Cell::Text(format!("{name} (unknown)").into()),
    }
}

fn layers<'a>(lab: &'a Placement<'_>) -> Table<'a> {
    let row = |layer: &super::LayerRow<'_>| {
        let owners = layer.owners.iter().map(|(owner, count)| format!("{owner} ({count})"));
        vec![
            Cell::Layer(layer.layer),
            Cell::Number(layer.systems),
            Cell::Text(owners.collect::<Vec<_>>().join(", ").into()),
            Cell::Number(layer.without_owner),
        ]
    };
    Table {
        title: "Layers and who answers for them",
        key: "layers",
        lead: String::new(),
        head: vec!["layer", "systems", "owners", "without"],
        rows: lab.layers.iter().map(row).collect(),
        count: lab.layers.len(),
        empty: "There are none.",
    }
}

fn decisions<'a>(lab: &'a Placement<'_>, most: usize) -> Table<'a> {
    let row = |decision: super::Decision| {
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
            Cell::text(decision.confidence),
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

fn readiness<'a>(lab: &'a Placement<'_>, most: usize) -> Table<'a> {
    let row = |ready: &'a super::Ready<'_>| {
        let cells = ready.cells.iter().map(|cell| Cell::Answer(cell.answer, &cell.note));
        std::iter::once(Cell::System(ready.system)).chain(cells).collect()
    };
    Table {
        title: "Readiness",
        key: "readiness",
        lead: "What nobody wrote down is unknown, which is not the same as no.".to_owned(),
        head: aspects("system"),
        rows: lab.readiness.rows.iter().take(most).map(row).collect(),
        count: lab.readiness.rows.len(),
        empty: "There is nothing to look after.",
    }
}

fn shares<'a>(lab: &'a Placement<'_>) -> Table<'a> {
    let row = |share: &super::Share| {
        let yes = share.yes.iter().map(|yes| format!("{}%", yes * 100 / share.systems.max(1)));
        std::iter::once(Cell::Layer(share.layer))
            .chain(yes.map(|yes| Cell::Text(yes.into())))
            .collect()
    };
    Table {
        title: "Readiness by layer",
        key: "readiness-by-layer",
        lead: String::new(),
        head: aspects("layer"),
        rows: lab.readiness.layers.iter().map(row).collect(),
        count: lab.readiness.layers.len(),
        empty: "There is nothing to look after.",
    }
}

fn aspects(first: &'static str) -> Vec<&'static str> {
    std::iter::once(first).chain(Aspect::ALL.map(Aspect::name)).collect()
}

fn capacity<'a>(lab: &'a Placement<'_>, most: usize) -> Table<'a> {
    let row = |(at, _, usage): (usize, &Item<'_>, &super::Usage)| {
        let silent = usage.memory.unstated.max(usage.cores.unstated).max(usage.disk.unstated);
        vec![
            Cell::System(at),
            Cell::Gauge(usage.memory),
            Cell::Gauge(usage.cores),
            Cell::Gauge(usage.disk),
            Cell::Number(silent),
        ]
    };
    Table {
        title: "Capacity",
        key: "capacity",
        lead: "What is promised to guests: what VMs have, and what is reserved for containers; limits \
               promise nothing. Guests that are stopped or come and go count for disk only, and those \
               that do not say what they take for nothing."
            .to_owned(),
        head: vec!["machine", "memory", "cores", "disk", "guests that do not say"],
        rows: lab.machines().take(most).map(row).collect(),
        count: lab.machines().count(),
        empty: "There is no machine.",
    }
}

fn failures<'a>(lab: &'a Placement<'_>, most: usize) -> Table<'a> {
    let row = |failure: &'a super::Failure| {
        let hurt = failure.hurt.as_deref();
        vec![
            Cell::System(failure.host),
            Cell::Systems(&failure.gone),
            hurt.map_or(Cell::text("too many to count"), Cell::Systems),
            Cell::Text(failure.restart().into()),
            Cell::text(match failure.survived {
                Some(true) => "nothing is missing then",
                Some(false) => "something is missing",
                None => "unknown",
            }),
        ]
    };
    Table {
        title: "When a host fails",
        key: "failures",
        lead: String::new(),
        head: vec!["host", "gone", "cannot work, or not fully", "starts elsewhere", "then"],
        rows: lab.failures.iter().take(most).map(row).collect(),
        count: lab.failures.len(),
        empty: "There is no host.",
    }
}

fn recovery<'a>(lab: &'a Placement<'_>, most: usize) -> Table<'a> {
    let recovery = &lab.recovery;
    let steps = (1..).zip(&recovery.steps);
    let starts =
        steps.flat_map(|(number, step)| step.systems.iter().map(move |it| (number, step, it)));
    let started = starts.map(|(number, step, start)| {
        let circle = start.circle.map(|circle| format!("in circle {}", circle + 1));
        let notes = start.by_hand.then(|| "by hand".to_owned()).into_iter().chain(circle);
        vec![
            Cell::Number(number),
            Cell::System(start.system),
            Cell::Layer(step.layer),
            Cell::Systems(&start.after),
            Cell::Text(row(&notes.collect::<Vec<_>>()).into()),
        ]
    });
    let off = recovery.off.iter().map(|&off| {
        let layer = Cell::Layer(lab.system(off).layer);
        vec![Cell::text(""), Cell::System(off), layer, Cell::text(""), Cell::text("stays off")]
    });
    let lead = match recovery.circles.len() {
        0 => String::new(),
        circles => format!(
            "{} of systems that wait for each other: none of them can be the first.",
            count(circles, "circle")
        ),
    };
    Table {
        title: "After a power cut",
        key: "recovery",
        lead,
        head: vec!["step", "system", "layer", "after", "note"],
        rows: started.chain(off).take(most).collect(),
        count: recovery.steps.iter().map(|step| step.systems.len()).sum::<usize>()
            + recovery.off.len(),
        empty: "There is nothing to start.",
    }
}

fn segments<'a>(lab: &'a Placement<'_>) -> Table<'a> {
    let row = |segment: &super::Segment<'a>| {
        vec![
            Cell::text(segment.name),
            Cell::text(segment.vlan.unwrap_or_default()),
            Cell::Text(segment.subnets.join(", ").into()),
            Cell::text(segment.zone.unwrap_or_default()),
            Cell::text(segment.purpose.unwrap_or_default()),
            Cell::Number(segment.members),
        ]
    };
    Table {
        title: "Networks",
        key: "networks",
        lead: String::new(),
        head: vec!["network", "VLAN", "subnets", "zone", "purpose", "members"],
        rows: lab.security.segments.iter().map(row).collect(),
        count: lab.security.segments.len(),
        empty: "The inventory names no network.",
    }
}

fn marks<'a>(lab: &'a Placement<'_>, most: usize) -> Table<'a> {
    let row = |mark: &super::Mark| {
        vec![Cell::System(mark.system), Cell::Text(mark.says.join("; ").into())]
    };
    Table {
        title: "Who may do more than others",
        key: "security",
        lead: String::new(),
        head: vec!["system", "what stands out"],
        rows: lab.security.marks.iter().take(most).map(row).collect(),
        count: lab.security.marks.len(),
        empty: "Nobody stands out.",
    }
}

fn findings<'a>(lab: &'a Placement<'_>, most: usize) -> Table<'a> {
    let open = lab.findings.iter().filter(|told| told.allowed.is_none());
    let row = |told: &super::Told<'a>| {
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

fn allowances<'a>(lab: &'a Placement<'_>) -> Table<'a> {
    let row = |grant: &super::Grant<'a>| {
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

fn inputs<'a>(lab: &'a Placement<'_>) -> Table<'a> {
    let row = |input: &'a super::Input<'a>| {
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

fn rules<'a>(lab: &'a Placement<'_>) -> Table<'a> {
    let row = |rule: &super::RuleRow| {
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

fn place(at: WhereAt<'_>) -> Cell<'static> {
    Cell::Code(format!("{}:{}:{}", at.file, at.line, at.column).into())
}

impl<'a> Cell<'a> {
    /// Text as it stands.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
