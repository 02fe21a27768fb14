//! Every format labctl reads. A reader is a name, a page, a way to recognise its files, and a function.

use crate::lab::{Draft, Lab, Mistake, Text};
use crate::source::{Source, Sources, Spanned};

mod field;
mod inventory;

pub use field::{FieldPage, Known};

/// One input format.
pub struct Reader {
    /// What it is called.
    pub name: &'static str,
    /// What it reads, in one line.
    pub about: &'static str,
    /// Its page, Markdown: documentation and test.
    pub page: &'static str,
    /// True if a file looks like this format.
    pub accepts: fn(&Source) -> bool,
    /// Adds what a file says to the draft; what cannot be read becomes a mistake in it.
    pub read: fn(&Source, &mut Draft),
}

/// Every reader. The first that accepts a file reads it; the first of all reads what nobody accepts.
pub static READERS: &[Reader] = &[inventory::READER];

/// True if some reader recognises the file.
pub fn recognises(source: &Source) -> bool {
    READERS.iter().any(|reader| (reader.accepts)(source))
}

/// True if the file holds a policy and nothing that could be judged by it.
pub fn is_only_policy(source: &Source) -> bool {
    inventory::is_only_policy(source)
}

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
    let all: Vec<&Source> = sources.iter().collect();
    group(&all, files).into_iter().map(|lab| read_lab(&all, &lab, files)).collect()
}

/// The files of each lab.
fn group(all: &[&Source], files: &Files) -> Vec<Vec<usize>> {
    let apart = |file: &usize| {
        let here = |pairs: &[(usize, usize)]| pairs.iter().any(|(known, _)| known == file);
        here(&files.included) || here(&files.policies)
    };
    let roots: Vec<usize> = (0..all.len()).filter(|file| !apart(file)).collect();
    let named = |file: usize| lab_name(all[file]);
    let mut names: Vec<&str> = roots.iter().filter_map(|&file| named(file)).collect();
    names.dedup();
    let several = names.iter().any(|name| *name != names[0]);
    let mut labs: Vec<(Option<&str>, Vec<usize>)> = Vec::new();
    for &root in &roots {
        let name = named(root);
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

fn read_lab(all: &[&Source], lab: &[usize], files: &Files) -> Lab {
    let mut draft = Draft::default();
    let mut policies: Vec<usize> = files
        .policies
        .iter()
        .filter(|(_, root)| lab.contains(root))
        .map(|(policy, _)| *policy)
        .collect();
    policies.dedup();
    for policy in policies {
        inventory::read_policy(all[policy], &mut draft);
    }
    for &file in lab {
        let reader =
            READERS.iter().find(|reader| (reader.accepts)(all[file])).unwrap_or(&READERS[0]);
        (reader.read)(all[file], &mut draft);
    }
    let own = files
        .mistakes
        .iter()
        .filter(|mistake| draft.files.iter().any(|file| file.contains(mistake.at)));
    let own: Vec<Mistake> = own.cloned().collect();
    own.into_iter().for_each(|mistake| draft.add_mistake(mistake));
    draft.incomplete = files.incomplete;
    draft.finish()
}

/// The patterns of further files that a file asks for.
pub fn includes(source: &Source) -> Vec<Spanned<Text>> {
    inventory::includes(source)
}

/// Every section and field of the native inventory.
pub fn fields() -> Vec<FieldPage> {
    inventory::fields()
}

/// The JSON Schema (draft-07) of the native inventory. Editors offer the words that are known.
pub fn schema(known: &[Known]) -> serde_json::Value {
    inventory::schema(known)
}

/// The name that a file gives its lab, without reading the rest.
pub fn lab_name(source: &Source) -> Option<&str> {
    inventory::lab_name(source)
}
