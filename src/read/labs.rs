//! Which files are one lab, and how all of them are read.

use rustc_hash::{FxHashMap, FxHashSet};

use super::neighbours::{Answers, NeighbourRequest, Neighbours, answers_among, beside};
use super::{FilePart, Reader, Reading, Remark, SourceRules, header, reader_of};
use crate::lab::{Draft, FoundUnit, Lab, Mistake, Text};
use crate::source::{Source, Sources, Span, Spanned};

/// What the files of a run have to do with each other. Files are meant by their number in the sources.
#[derive(Debug, Default)]
pub struct Files {
    /// Files that another one includes, each with that other one.
    pub included: Vec<(usize, usize)>,
    /// Files of which only the policy counts, each with the file it counts for.
    pub policies: Vec<(usize, usize)>,
    /// Files in other formats than labctl's own, those together that are read together. Without any, each such
    /// file is read by itself.
    pub units: Vec<Unit>,
    /// Files that a reader asked for, and that are not read by themselves.
    pub neighbours: FxHashSet<usize>,
    /// What became of the files that readers asked for. Without any, they ask among the files of the run.
    pub answers: Answers,
    /// What went wrong when includes were followed.
    pub mistakes: Vec<Mistake>,
    /// True if a file that belongs to the run could not be read.
    pub incomplete: bool,
}

/// Files that are read together.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Who reads them.
    pub reader: &'static Reader,
    /// The files, the main one first.
    pub files: Vec<usize>,
    /// Why nothing in them is deployed, as a clause: "it is in a folder called `archive`".
    pub parked: Option<Text>,
    /// The machines that the owner says they run on.
    pub runs_on: Vec<Spanned<Text>>,
}

impl Unit {
    /// A file that is read by itself, unless it is in labctl's own language.
    pub fn alone(file: usize, source: &Source) -> Option<Self> {
        let reader = reader_of(source);
        (!reader.is_own()).then(|| Self {
            reader,
            files: vec![file],
            parked: None,
            runs_on: Vec::new(),
        })
    }
}

/// The further files that a unit wants to read, in the order in which it asks for them. What is in the answers is
/// taken into account, so that a reader can be asked again when it has what it wanted.
pub fn requests(unit: &Unit, sources: &Sources, answers: &Answers) -> Vec<NeighbourRequest> {
    read_unit(unit, sources, answers, &mut Draft::default(), &mut Vec::new())
}

/// Reads every lab of a run.
///
/// Files with the same `lab:` are one lab, and so is a file with those it includes. Files without a name
/// belong to the one lab that has a name; if several have, each is a lab of its own.
pub fn read(sources: &Sources, files: &Files) -> Vec<Lab> {
    let mut mistakes: FxHashMap<Span, Vec<&Mistake>> = FxHashMap::default();
    for mistake in &files.mistakes {
        mistakes.entry(sources.of(mistake.at).whole()).or_default().push(mistake);
    }
    let policies: FxHashMap<usize, usize> =
        files.policies.iter().map(|(policy, root)| (*root, *policy)).collect();
    let units = units(sources, files);
    let among;
    let answers = if files.units.is_empty() {
        among = answers_among(sources);
        &among
    } else {
        &files.answers
    };
    let mut labs = group(sources, files, &units);
    // What only other tools say of is one lab, and so is it with the inventory, if there is one.
    let of_units = if labs.len() == 1 { labs.pop().unwrap_or_default() } else { Vec::new() };
    let read_lab = |lab: Vec<usize>, units: &[Unit]| {
        let mut draft = Draft::default();
        let of_units = units.iter().flat_map(|unit| &unit.files);
        let roots = lab.iter().chain(of_units);
        let mut own: Vec<usize> = roots.filter_map(|it| policies.get(it).copied()).collect();
        own.retain(|policy| !lab.contains(policy));
        own.dedup();
        let parts = own.into_iter().map(|file| (file, FilePart::Policy));
        let mut remarks = Vec::new();
        for (file, part) in parts.chain(lab.iter().map(|file| (*file, FilePart::Whole))) {
            let Some(source) = sources.iter().nth(file) else { continue };
            draft.next_file(source.whole(), reader_of(source).name, reader_of(source).rank);
            let answers = Answers::default();
            let neighbours = Neighbours::new(sources, &answers);
            let (files, draft, remarks) = (&[source], &mut draft, &mut remarks);
            let mut reading = Reading { source, files, neighbours, part, draft, remarks };
            (reader_of(source).read)(&mut reading);
            for mistake in mistakes.get(&source.whole()).into_iter().flatten() {
                reading.draft.add_mistake((*mistake).clone());
            }
        }
        for unit in units {
            read_unit(unit, sources, answers, &mut draft, &mut remarks);
        }
        draft.incomplete |= files.incomplete;
        draft.finish()
    };
    let mut read: Vec<Lab> = labs.into_iter().map(|lab| read_lab(lab, &[])).collect();
    if !units.is_empty() || !of_units.is_empty() {
        read.push(read_lab(of_units, &units));
    }
    read
}

/// The units of a run, or every file in another format than labctl's own.
fn units(sources: &Sources, files: &Files) -> Vec<Unit> {
    let mut units = files.units.clone();
    if units.is_empty() {
        let all = sources.iter().enumerate();
        units.extend(all.filter_map(|(file, source)| Unit::alone(file, source)));
    }
    let rules = if units.is_empty() { SourceRules::default() } else { SourceRules::of(sources) };
    for unit in &mut units {
        let main = unit.files.first().and_then(|file| sources.iter().nth(*file));
        if let Some(rule) = main.and_then(|main| rules.of_file(main.path())) {
            unit.runs_on = rule.runs_on;
        }
    }
    units
}

/// The files of each lab. There may be many, so that nobody looks at all of them for each.
fn group(sources: &Sources, files: &Files, units: &[Unit]) -> Vec<Vec<usize>> {
    let mut apart: FxHashSet<usize> = files.policies.iter().map(|(policy, _)| *policy).collect();
    apart.extend(units.iter().flat_map(|unit| &unit.files).chain(&files.neighbours));
    let mut included: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for &(file, by) in &files.included {
        apart.insert(file);
        included.entry(by).or_default().push(file);
    }
    let roots = sources.iter().enumerate().filter(|(file, _)| !apart.contains(file));
    let roots: Vec<_> = roots.map(|(file, source)| (file, header(source).lab)).collect();
    let names: FxHashSet<&str> = roots.iter().filter_map(|(_, name)| *name).collect();
    let several = names.len() > 1;
    let mut labs: Vec<Vec<usize>> = Vec::new();
    let mut known: FxHashMap<Option<&str>, usize> = FxHashMap::default();
    for (root, name) in roots {
        // Where several have a name, one without is a lab of its own.
        let new = labs.len();
        let lab = match name.filter(|_| several) {
            None if several => new,
            name => *known.entry(name).or_insert(new),
        };
        labs.resize_with(labs.len().max(lab + 1), Vec::new);
        labs[lab].push(root);
    }
    for lab in &mut labs {
        let mut at = 0;
        while let Some(file) = lab.get(at) {
            lab.extend(included.get(file).into_iter().flatten().copied().collect::<Vec<_>>());
            at += 1;
        }
    }
    labs
}

/// Reads files in one format, whatever they look like: what they say, and what of it has no place in the model.
pub fn read_as(reader: &'static Reader, sources: &Sources) -> (Draft, Vec<Remark>) {
    let (mut draft, mut remarks) = (Draft::default(), Vec::new());
    let answers = answers_among(sources);
    for file in 0..sources.len() {
        let unit = Unit { reader, files: vec![file], parked: None, runs_on: Vec::new() };
        read_unit(&unit, sources, &answers, &mut draft, &mut remarks);
    }
    (draft, remarks)
}

/// Reads a unit, and answers with all the files that it asked for.
fn read_unit(
    unit: &Unit,
    sources: &Sources,
    answers: &Answers,
    draft: &mut Draft,
    remarks: &mut Vec<Remark>,
) -> Vec<NeighbourRequest> {
    let files: Vec<&Source> = unit.files.iter().filter_map(|it| sources.iter().nth(*it)).collect();
    let Some(source) = files.first().copied() else { return Vec::new() };
    for file in &files {
        draft.next_file(file.whole(), unit.reader.name, unit.reader.rank);
    }
    draft.begin_unit(FoundUnit {
        reader: unit.reader.name,
        files: files.iter().map(|file| file.whole()).collect(),
        parked: unit.parked.clone(),
        path: beside("", source.path()).unwrap_or_default().into(),
        runs_on: unit.runs_on.clone(),
        project: None,
        systems: Vec::new(),
    });
    let neighbours = Neighbours::new(sources, answers);
    let part = FilePart::Whole;
    let mut reading = Reading { source, files: &files, neighbours, part, draft, remarks };
    (unit.reader.read)(&mut reading);
    let asked = reading.neighbours.asked;
    for NeighbourRequest { path, .. } in &asked {
        let file = answers.get(path).and_then(|answer| sources.iter().nth((*answer).ok()?));
        if let Some(file) = file {
            draft.add_neighbour(file.whole(), unit.reader.name, unit.reader.rank);
        }
    }
    asked
}
