//! What holds for every row of every table of fields, however its key is spelled.

use proptest::test_runner::TestRunner;

use super::entry::ENTRY;
use super::sections::{ENTRY_SECTIONS, SECTIONS};
use crate::lab::{
    Cluster, ClusterFields, Draft, Kind, Lab, MistakeKind, Network, NetworkFields, RecordFields,
    Storage, StorageFields, System, SystemFields, Target, TargetFields,
};
use crate::read::field::{FieldKey, Kinds, ValueShape};
use crate::read::{Answers, FilePart, Files, Neighbours, Reading, read};
use crate::source::Sources;

/// An inventory of each field alone, where that says something.
pub(crate) fn texts() -> Vec<String> {
    let rows = rows().into_iter().map(|row| (example(row.shape), row));
    let sound = rows.filter(|(value, row)| row.read(row.key.name, value).1.is_empty());
    sound.map(|(value, row)| row.text(row.key.name, &value)).collect()
}

/// A field, and what stands around it in an inventory.
struct FieldCase {
    around: Around,
    key: &'static FieldKey,
    shape: ValueShape,
}

/// The text before and behind something.
#[derive(Clone)]
struct Around(String, String);

impl Around {
    fn key(&self, key: &str) -> Self {
        Self(format!("{}{{{key}: ", self.0), format!("}}{}", self.1))
    }

    fn list(&self) -> Self {
        Self(format!("{}[", self.0), format!("]{}", self.1))
    }
}

/// A record of more keys than this is an entry, which has rows of its own.
const MANY: usize = 40;

/// Every field that there is, each shape of its value apart.
fn rows() -> Vec<FieldCase> {
    let (nothing, mut rows) = (Around(String::new(), String::new()), Vec::new());
    for field in ENTRY.fields {
        let fits = |(_, kind): &&(&str, Kind)| field.kinds.has(Kinds::from(*kind));
        let (section, _) = ENTRY_SECTIONS.iter().rev().find(fits).expect("it fits somewhere");
        add_row(&mut rows, &nothing.key(section).key("it"), &field.key);
    }
    for section in SECTIONS {
        add_below(&mut rows, &nothing.key(section.name), section.shape);
    }
    rows
}

fn add_row(rows: &mut Vec<FieldCase>, around: &Around, key: &'static FieldKey) {
    rows.extend(alternatives(key.shape).map(|shape| FieldCase {
        around: around.clone(),
        key,
        shape,
    }));
    add_below(rows, &around.key(key.name), key.shape);
}

/// The fields of the records that a value may hold.
fn add_below(rows: &mut Vec<FieldCase>, around: &Around, shape: ValueShape) {
    match shape {
        ValueShape::Record(keys) if keys().len() < MANY => {
            keys().into_iter().for_each(|key| add_row(rows, around, key));
        }
        ValueShape::Map(inner) => add_below(rows, &around.key("it"), *inner),
        ValueShape::Many(inner) => add_below(rows, &around.list(), *inner),
        ValueShape::Either(all) => all.iter().for_each(|it| add_below(rows, around, *it)),
        _ => {}
    }
}

fn alternatives(shape: ValueShape) -> Box<dyn Iterator<Item = ValueShape>> {
    match shape {
        ValueShape::Either(all) => Box::new(all.iter().flat_map(|shape| alternatives(*shape))),
        shape => Box::new(std::iter::once(shape)),
    }
}

/// A value of a shape.
fn example(shape: ValueShape) -> String {
    match shape {
        ValueShape::Text => "example".to_owned(),
        ValueShape::Format(format) => format!("'{}'", format.examples[0]),
        ValueShape::Flag | ValueShape::Any => "true".to_owned(),
        ValueShape::Count => "3".to_owned(),
        ValueShape::Number => "1.5".to_owned(),
        ValueShape::Word(words) => words[0].name.to_owned(),
        ValueShape::Many(inner) => format!("[{}]", example(*inner)),
        ValueShape::Lists(inner) => format!("[[{}]]", example(*inner)),
        ValueShape::Map(inner) => format!("{{it: {}}}", example(*inner)),
        ValueShape::Either(all) => example(all[0]),
        ValueShape::Record(keys) => {
            let pairs =
                keys().into_iter().map(|key| format!("{}: {}", key.name, example(key.shape)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

impl FieldCase {
    fn text(&self, spelling: &str, value: &str) -> String {
        let around = self.around.key(spelling);
        format!("{}{value}{}", around.0, around.1)
    }

    /// What an inventory says that has this field alone, and what is wrong with it.
    fn read(&self, spelling: &str, value: &str) -> (String, Vec<MistakeKind>) {
        let lab = lab_of(self.text(spelling, value));
        let wrong = [
            MistakeKind::Syntax,
            MistakeKind::UnknownField,
            MistakeKind::InvalidField,
            MistakeKind::MissingUnit,
        ];
        let wrong = wrong.into_iter().filter(|kind| lab.mistakes(*kind).next().is_some());
        (said(&lab), wrong.collect())
    }
}

/// The lab of an inventory.
pub(crate) fn lab_of(text: String) -> Lab {
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), text).expect("it is short");
    read(&sources, &Files::default()).pop().expect("one file is one lab")
}

/// All that a lab says, wherever it stands.
pub(crate) fn said(lab: &Lab) -> String {
    let systems: Vec<_> = lab.systems().map(System::entry).collect();
    let clusters: Vec<_> = lab.clusters().map(Cluster::record).collect();
    let networks: Vec<_> = lab.networks().map(Network::record).collect();
    let storage: Vec<_> = lab.storage().map(Storage::record).collect();
    let targets: Vec<_> = lab.targets().map(Target::record).collect();
    let rest = (lab.placement(), lab.statements(), lab.allowances());
    without_places(&format!(
        "{systems:?} {clusters:?} {networks:?} {storage:?} {targets:?} {rest:?}"
    ))
}

fn without_places(debug: &str) -> String {
    let mut parts = debug.split("Span {");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once('}').map_or("", |(_, rest)| rest));
    rest.fold(first, |text, part| text + part)
}

#[test]
fn every_spelling_is_read_as_the_usual_one() {
    let rows = rows();
    assert!(rows.len() > 200, "every table is there: {}", rows.len());
    let mut alone = 0;
    for row in rows {
        let value = example(row.shape);
        let usual = row.read(row.key.name, &value);
        // Some fields say nothing without another one beside them.
        alone += usize::from(usual.1.is_empty());
        for spelling in row.key.spellings().skip(1) {
            let place = row.around.key(spelling).0;
            assert_eq!(row.read(spelling, &value), usual, "{place}{value}");
        }
    }
    assert!(alone > 200, "most fields can stand alone: {alone}");
}

#[test]
fn what_two_sources_say_alike_is_no_disagreement() {
    let (mut alike, mut apart) = (0, 0);
    for row in rows() {
        let (value, other) = (example(row.shape), another(row.shape));
        let same = row.join([&value, &value]);
        assert!(same.disagreements.is_empty(), "{}{value}", row.around.key(row.key.name).0);
        alike += usize::from(same.is_clear);
        let different = row.join([&value, &other]);
        // A pool that goes by its key needs no `name`, and allowances of all sources count.
        let differ = row.read(row.key.name, &value) != row.read(row.key.name, &other);
        let is_allowance = row.key.name == "allow" || row.around.0.contains("allow: ");
        if different.is_clear && differ && !is_allowance {
            let place = row.around.key(row.key.name).0;
            assert!(!different.disagreements.is_empty(), "{place}{value} and {other}");
            apart += 1;
        }
    }
    assert!(alike > 100 && apart > 100, "most rows can be compared: {alike}, {apart}");
}

/// A value of a shape that says something else than the example.
fn another(shape: ValueShape) -> String {
    match shape {
        ValueShape::Text => "other".to_owned(),
        ValueShape::Format(format) => format!("'{}'", format.examples[format.examples.len() - 1]),
        ValueShape::Flag => "false".to_owned(),
        ValueShape::Count => "4".to_owned(),
        ValueShape::Number => "2.5".to_owned(),
        ValueShape::Word(words) => words[1].name.to_owned(),
        ValueShape::Many(inner) => format!("[{}]", another(*inner)),
        shape => example(shape),
    }
}

/// Two sources of one thing, put together.
struct Joined {
    /// The fields in which they differ.
    disagreements: Vec<&'static str>,
    /// True if both could be read, and both speak of one thing.
    is_clear: bool,
}

impl FieldCase {
    /// Reads the field with a value from each of two files, and puts the second to the first.
    fn join(&self, values: [&str; 2]) -> Joined {
        let mut sources = Sources::default();
        for (at, value) in values.into_iter().enumerate() {
            let text = self.text(self.key.name, value);
            sources.add(format!("lab{at}.yaml"), text).expect("it is short");
        }
        let mut draft = Draft::default();
        for source in &sources {
            draft.next_file(source.whole(), super::READER.name, super::READER.rank);
            super::read(&mut Reading {
                source,
                files: &[source],
                neighbours: Neighbours::new(&sources, &Answers::default()),
                part: FilePart::Whole,
                draft: &mut draft,
                remarks: &mut Vec::new(),
            });
        }
        let joined = [
            join_last::<SystemFields>(&mut draft),
            join_last::<ClusterFields>(&mut draft),
            join_last::<NetworkFields>(&mut draft),
            join_last::<StorageFields>(&mut draft),
            join_last::<TargetFields>(&mut draft),
        ];
        let lab = draft.finish();
        let wrong = [MistakeKind::Syntax, MistakeKind::UnknownField, MistakeKind::InvalidField];
        let reads = wrong.into_iter().all(|kind| lab.mistakes(kind).next().is_none());
        let disagreements = lab.disagreements().iter().map(|it| it.field).collect();
        Joined { disagreements, is_clear: reads && joined.contains(&true) }
    }
}

/// Puts the second of two records of a kind to the first.
fn join_last<T: RecordFields>(draft: &mut Draft) -> bool {
    if T::list(draft).len() != 2 {
        return false;
    }
    let second = T::list_mut(draft).pop().expect("there are two");
    draft.join(0, second);
    true
}

#[test]
fn the_unit_of_a_size_is_that_of_its_key_or_its_own() {
    let sizes: Vec<FieldCase> = rows().into_iter().filter(|row| is_size(row.shape)).collect();
    assert!(sizes.len() > 15, "every size is there: {}", sizes.len());
    let mut runner = TestRunner::deterministic();
    let law = |(row, number): (usize, u32)| {
        let row = &sizes[row];
        let usual = |unit: &str| row.read(row.key.name, &format!("{number}{unit}"));
        for spelling in row.key.spellings() {
            let bare = row.read(spelling, &number.to_string());
            if spelling.ends_with("_mb") || spelling.ends_with("_mib") {
                assert_eq!(bare, usual("MiB"), "{spelling}: {number}");
            } else if spelling.ends_with("_gb") || spelling.ends_with("_gib") {
                assert_eq!(bare, usual("GiB"), "{spelling}: {number}");
            } else {
                assert_eq!(bare, usual(""), "{spelling}: {number}");
                assert_eq!(bare.1, [MistakeKind::MissingUnit], "{spelling}: {number}");
            }
            assert_eq!(row.read(spelling, &format!("{number}KiB")), usual("KiB"), "{spelling}");
        }
        Ok(())
    };
    runner.run(&(0..sizes.len(), 1..1_000_000_u32), law).expect("the law holds");
}

fn is_size(shape: ValueShape) -> bool {
    match shape {
        ValueShape::Format(format) => format.name == "a size",
        ValueShape::Many(inner) => is_size(*inner),
        _ => false,
    }
}
