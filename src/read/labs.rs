//! Which files are one lab, and how all of them are read.

use super::{FilePart, Reader, Reading, Remark, header, reader_of};
use crate::lab::{Draft, Lab, Mistake};
use crate::source::{Source, Sources};

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
    group(sources, files).into_iter().map(|lab| read_lab(sources, &lab, files)).collect()
}

/// The files of each lab.
fn group(sources: &Sources, files: &Files) -> Vec<Vec<usize>> {
    let apart = |file: &usize| {
        let here = |pairs: &[(usize, usize)]| pairs.iter().any(|(known, _)| known == file);
        here(&files.included) || here(&files.policies)
    };
    let roots = sources.iter().enumerate().filter(|(file, _)| !apart(file));
    let roots: Vec<_> = roots.map(|(file, source)| (file, header(source).lab)).collect();
    let mut names: Vec<&str> = roots.iter().filter_map(|(_, name)| *name).collect();
    names.dedup();
    let several = names.iter().any(|name| *name != names[0]);
    let mut labs: Vec<(Option<&str>, Vec<usize>)> = Vec::new();
    for (root, name) in roots {
        let same = labs
            .iter_mut()
            .find(|(known, _)| if several { name.is_some() && *known == name } else { true });
        match same {
            Some((_, lab)) => lab.push(root),
            None => labs.push((name, vec![root])),
        }
    }
    for (_, lab) in &mut labs {
        let mut at = 0;
        while let Some(&file) = lab.get(at) {
            let own =
                files.included.iter().filter(|(_, by)| *by == file).map(|(included, _)| *included);
            lab.extend(own.collect::<Vec<_>>());
            at += 1;
        }
    }
    labs.into_iter().map(|(_, lab)| lab).collect()
}

fn read_lab(sources: &Sources, lab: &[usize], files: &Files) -> Lab {
    let mut draft = Draft::default();
    let policies = files.policies.iter().filter(|(_, root)| lab.contains(root));
    let mut policies: Vec<usize> = policies.map(|(policy, _)| *policy).collect();
    policies.dedup();
    let parts = policies.into_iter().map(|file| (file, FilePart::Policy));
    let mut remarks = Vec::new();
    for (file, part) in parts.chain(lab.iter().map(|file| (*file, FilePart::Whole))) {
        let Some(source) = sources.iter().nth(file) else { continue };
        read_file(reader_of(source), source, sources, part, &mut draft, &mut remarks);
    }
    let own = |mistake: &&Mistake| draft.files.iter().any(|file| file.contains(mistake.at));
    let own: Vec<Mistake> = files.mistakes.iter().filter(own).cloned().collect();
    own.into_iter().for_each(|mistake| draft.add_mistake(mistake));
    draft.incomplete = files.incomplete;
    draft.finish()
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
