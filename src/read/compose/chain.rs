//! Which files of a folder are one project, and in which order they count.

use super::detect;
use super::project::Project;
use super::reader::ProjectReader;
use super::variables::Variables;
use crate::lab::Text;
use crate::read::FileUse;
use crate::source::Source;
use crate::yaml::{Node, Tree};

/// The files that Compose reads without being told their names; the first that is there counts.
pub(super) const USUAL: &[&str] =
    &["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/// What a file is called that Compose puts on top of the usual one unasked.
const OVERRIDE: &str = "override";

/// Words in the name of a file that say that it is not the one for every day.
const SPECIAL: [&str; 10] = [
    "dev",
    "development",
    "test",
    "testing",
    "local",
    "debug",
    "example",
    "sample",
    "staging",
    "ci",
];

/// What the files of one project have in common: `compose` of `compose.yaml` and `compose.override.yaml`.
pub(super) fn together(name: &str) -> Option<&str> {
    let (stem, _) = name.split_once('.')?;
    let is_whole = !detect::is_template_name(name);
    (is_whole && matches!(stem, "compose" | "docker-compose")).then_some(stem)
}

/// True for a file that Compose reads without being told its name.
pub(super) fn is_usual(source: &Source) -> bool {
    USUAL.contains(&file_name(source))
}

/// The files of a project.
#[derive(Default)]
pub(super) struct Chain<'a> {
    /// Those that count, the later ones on top of the earlier ones.
    pub(super) files: Vec<&'a Source>,
    /// Those that define anew what the others define: which of them is used is not written down.
    pub(super) others: Vec<&'a Source>,
    /// Those that a template engine has to read first.
    pub(super) templates: Vec<&'a Source>,
}

impl<'a> Chain<'a> {
    /// Puts files in order: the usual one, the override of that, and then those that define something of their own.
    pub(super) fn of(files: &[&'a Source], reader: &mut ProjectReader<'_, 'a>) -> Self {
        let mut chain = Self::default();
        let mut rest: Vec<&Source> = Vec::new();
        for &file in files {
            if detect::is_template_name(file.path()) {
                chain.templates.push(file);
            } else {
                rest.push(file);
            }
        }
        rest.extend(override_of(&rest, reader));
        if rest.len() < 2 {
            chain.files = rest;
            return chain;
        }
        rest.sort_by_key(|file| rank(file));
        rest.dedup_by_key(|file| file.whole());
        let mut known: Vec<String> = Vec::new();
        for file in rest {
            let names = services(&reader.tree(file));
            let is_override = middle(file) == OVERRIDE;
            let is_new = !names.iter().any(|name| known.contains(name));
            if chain.files.is_empty() || is_override || is_new {
                known.extend(names);
                chain.files.push(file);
            } else {
                chain.others.push(file);
            }
        }
        chain
    }
}

/// The file that Compose puts on top of the usual one, if it is there and was not named with it.
fn override_of<'a>(files: &[&'a Source], reader: &mut ProjectReader<'_, 'a>) -> Option<&'a Source> {
    let main = files.iter().find(|file| is_usual(file))?;
    let stem = file_name(main).split('.').next().unwrap_or_default();
    ["yaml", "yml"].iter().find_map(|ending| {
        let name = format!("{stem}.{OVERRIDE}.{ending}");
        if files.iter().any(|file| file_name(file) == name) {
            return None;
        }
        reader.neighbours.ask(main, &name, FileUse::Part).ok()
    })
}

/// In which order files count.
fn rank(file: &Source) -> (usize, usize, String) {
    let name = file_name(file);
    let usual = USUAL.iter().position(|usual| *usual == name).unwrap_or(USUAL.len());
    let middle = middle(file);
    let special = match middle {
        OVERRIDE => 0,
        word if SPECIAL.contains(&word) => 2,
        _ => 1,
    };
    (usual, special, name.to_owned())
}

/// What stands between the name and the ending of a file: `override` of `compose.override.yaml`.
fn middle(file: &Source) -> &str {
    let name = file_name(file);
    let inner = name.split_once('.').map_or("", |(_, rest)| rest);
    inner.rsplit_once('.').map_or("", |(middle, _)| middle)
}

fn file_name(file: &Source) -> &str {
    file.path().rsplit('/').next().unwrap_or_default()
}

/// The names of the services that a file defines.
fn services(tree: &Tree<'_>) -> Vec<String> {
    let services = tree.documents().filter_map(|root| root.get("services"));
    services.flat_map(Node::pairs).filter_map(|it| Some(it.key.text()?.to_owned())).collect()
}

/// What a project is called: as `.env` says, as it says itself, or like its folder.
pub(super) fn project_name(project: &Project, main: &Source, variables: &Variables<'_>) -> Text {
    if let Some((name, _)) = variables.get("COMPOSE_PROJECT_NAME") {
        return name;
    }
    if let Some(name) = project.name.as_ref().and_then(|name| name.known()) {
        return name.into();
    }
    let folder = main.path().rsplit('/').nth(1).unwrap_or_default();
    let is_allowed = |letter: &char| matches!(letter, 'a'..='z' | '0'..='9' | '_' | '-');
    folder.to_lowercase().chars().filter(is_allowed).collect()
}
