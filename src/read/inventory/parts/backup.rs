//! How backups are read.

use crate::lab::{Backup, Date, Job, List};
use crate::read::field::{
    ALL, FieldContext, FieldTable, FieldValue, Name, ValueShape, WriteValue, Yaml, field,
};
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

static JOB: FieldTable<Job> = FieldTable::new(
    "a backup job",
    &[
        field!(ALL, "to" ["target", "targets"], to: List<Name>, "the backup targets it writes to"),
        field!(ALL, "schedule" ["every"], schedule: Name, "how often it runs"),
        field!(ALL, "includes" ["include"], includes: List<Name>, "what it takes, if not all"),
        field!(ALL, "excludes" ["exclude"], excludes: List<Name>, "what it leaves out"),
        field!(ALL, "restore_tested" ["tested"], restore_tested: Spanned<Date>, "when a restore last worked"),
    ],
);

impl FieldValue for Job {
    const SHAPE: ValueShape =
        ValueShape::Either(&[ValueShape::Text, ValueShape::Record(|| JOB.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let at = node.span();
        if node.kind() == NodeKind::Mapping {
            return Some(Self { at, ..JOB.record(node, context) });
        }
        let to = List::stated(vec![FieldValue::read(node, context)?], at);
        Some(Self { at, to, ..Self::default() })
    }
}

impl FieldValue for Backup {
    const SHAPE: ValueShape = ValueShape::Either(&[
        ValueShape::Flag,
        ValueShape::Many(&Job::SHAPE),
        ValueShape::Map(&ValueShape::Text),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        match node.kind() {
            NodeKind::Scalar if node.is_null() => None,
            NodeKind::Scalar => match node.text() {
                Some("none" | "false" | "no") => Some(Self::None(None)),
                Some("true" | "yes") => {
                    Some(Self::Jobs(vec![Job { at: node.span(), ..Job::default() }]))
                }
                _ => Some(Self::Jobs(vec![Job::read(node, context)?])),
            },
            NodeKind::Mapping => match node.get("none") {
                Some(reason) => Some(Self::None(FieldValue::read(reason, context))),
                None => Some(Self::Jobs(vec![Job::read(node, context)?])),
            },
            NodeKind::Sequence => {
                Some(Self::Jobs(node.items().filter_map(|item| Job::read(item, context)).collect()))
            }
            NodeKind::Empty => None,
        }
    }
}

impl WriteValue for Job {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::short(JOB.write(self), "to"))
    }
}

impl WriteValue for Backup {
    fn write(&self) -> Option<Yaml> {
        let jobs = match self {
            Self::None(None) => return Some(Yaml::plain("none")),
            Self::None(reason) => return Some(Yaml::map([("none", reason.write())])),
            Self::Jobs(jobs) => jobs,
        };
        Some(match Job::write_list(jobs) {
            // A backup of which nothing is known but that it is there.
            Yaml::Map(fields) if fields.is_empty() => Yaml::plain(true),
            // Alone, some names of targets would be taken for an answer.
            Yaml::Text(name) if is_answer(&name) => Yaml::List(vec![Yaml::Text(name)]),
            jobs => jobs,
        })
    }
}

fn is_answer(text: &str) -> bool {
    ["none", "false", "no", "true", "yes"].contains(&text)
}
