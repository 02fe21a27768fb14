//! Which files are one lab, and how all of them are read.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{FilePart, Reader, Reading, Remark, header, reader_of};
use crate::lab::{Draft, Lab, Mistake};
use crate::source::{Source, Sources, Span};

/// What the files of a run have to do with each other. Files are meant by their number in the sources.
#[derive(Debug, Default)]
pub struct Files {
    /// Files that another one includes, each with that other one.
    pub included: Vec<(usize, usize)>,
    /// Files of which only the policy counts, each with the file it counts for.
    pub policies: Vec<(usize, usize)>,
    /// What went wrong when includes were followed.
    pub mistakes: Vec<Mistake>,
    /// True if a file that belongs to the run could not be read.
    pub incomplete: bool,
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
    let read_lab = |lab: Vec<usize>| {
        let mut draft = Draft::default();
        let mut own: Vec<usize> = lab.iter().filter_map(|it| policies.get(it).copied()).collect();
        own.dedup();
        let parts = own.into_iter().map(|file| (file, FilePart::Policy));
        let mut remarks = Vec::new();
        for (file, part) in parts.chain(lab.iter().map(|file| (*file, FilePart::Whole))) {
            let Some(source) = sources.iter().nth(file) else { continue };
            read_file(reader_of(source), source, sources, part, &mut draft, &mut remarks);
            for mistake in mistakes.get(&source.whole()).into_iter().flatten() {
                draft.add_mistake((*mistake).clone());
            }
        }
        draft.incomplete |= files.incomplete;
        draft.finish()
    };
    group(sources, files).into_iter().map(read_lab).collect()
}

/// The files of each lab. There may be many, so that nobody looks at all of them for each.
fn group(sources: &Sources, files: &Files) -> Vec<Vec<usize>> {
    let mut apart: FxHashSet<usize> = files.policies.iter().map(|(policy, _)| *policy).collect();
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
pub fn read_as(reader: &Reader, sources: &Sources) -> (Draft, Vec<Remark>) {
    let (mut draft, mut remarks) = (Draft::default(), Vec::new());
    for source in sources {
        read_file(reader, source, sources, FilePart::Whole, &mut draft, &mut remarks);
    }
    (draft, remarks)
}

fn read_file(
    reader: &Reader,
    source: &Source,
    neighbours: &Sources,
    part: FilePart,
    draft: &mut Draft,
    remarks: &mut Vec<Remark>,
) {
    draft.next_file(source.whole(), reader.rank);
    (reader.read)(&mut Reading { source, neighbours, part, draft, remarks });
}
