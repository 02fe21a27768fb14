//! The files of a chain as one project: each with what it includes, and every service with what it extends.

use std::fmt;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::convert::{Conversion, Origin};
use super::env_file::EnvFile;
use super::include::{self, IncludedFiles};
use super::merge::{Joining, merge_service};
use super::owner;
use super::project::{ComposeService, Project};
use super::take::{FILE, SERVICE, Take};
use super::value::{ComposeValue, ValueForm};
use super::variables::Variables;
use crate::lab::{Cover, Draft, MistakeKind, Text};
use crate::read::inventory::read_allowances;
use crate::read::{FileUse, Neighbours, NotRead};
use crate::source::{Source, Span, Spanned};
use crate::yaml::{self, Node, NodeKind, Pair, Tree};

/// So many files of a project are read, one that is read several times counted as often.
const FILES: usize = 500;

/// So deep services extend each other and files include each other.
const DEEPEST: usize = 50;

/// Reads projects: the files that are open, and those that are on the way.
pub(super) struct ProjectReader<'r, 'a> {
    pub(super) conversion: Conversion<'r>,
    pub(super) neighbours: &'r mut Neighbours<'a>,
    trees: FxHashMap<Span, Rc<Tree<'a>>>,
    /// The files that include each other, and the services that extend each other, on the way to what is being read.
    including: Vec<Span>,
    extending: Vec<(Span, Text)>,
    /// How many files may still be read.
    left: usize,
    /// True once it was said that there are too many.
    is_cut: bool,
}

impl<'r, 'a> ProjectReader<'r, 'a> {
    pub(super) fn new(draft: &'r mut Draft, neighbours: &'r mut Neighbours<'a>) -> Self {
        Self {
            conversion: Conversion::new(draft),
            neighbours,
            trees: FxHashMap::default(),
            including: Vec::new(),
            extending: Vec::new(),
            left: FILES,
            is_cut: false,
        }
    }

    pub(super) fn draft(&mut self) -> &mut Draft {
        self.conversion.draft
    }

    /// The tree of a file; its faults are told once.
    pub(super) fn tree(&mut self, source: &'a Source) -> Rc<Tree<'a>> {
        if let Some(known) = self.trees.get(&source.whole()) {
            return Rc::clone(known);
        }
        let tree = Rc::new(yaml::parse(source));
        for fault in tree.faults() {
            let mut mistake =
                self.conversion.draft.mistake(MistakeKind::Syntax, fault.at, &fault.message);
            mistake.help(|| fault.help.map(str::to_owned));
            if let Some((at, text)) = fault.label {
                mistake.label(at, text);
            }
        }
        self.trees.insert(source.whole(), Rc::clone(&tree));
        tree
    }

    /// The variables of a folder: those of the `.env` in it.
    pub(super) fn variables_beside(&mut self, source: &'a Source) -> Variables<'a> {
        let mut variables = Variables::default();
        self.add_variables(source, ".env", &mut variables);
        variables
    }

    fn add_variables(&mut self, from: &Source, path: &str, variables: &mut Variables<'a>) {
        // Without the file there is only less that is known.
        if let Ok(file) = self.neighbours.ask(from, path, FileUse::Values) {
            variables.add(EnvFile::read(file));
        }
    }

    /// Reads a chain of files as one project.
    pub(super) fn chain(&mut self, files: &[&'a Source], variables: &Variables<'a>) -> Project {
        let mut project = Project::default();
        for source in files {
            match self.left.checked_sub(1) {
                Some(left) => self.left = left,
                None => break,
            }
            let tree = self.tree(source);
            for document in tree.documents() {
                let of_file = self.document(document, source, variables);
                project.add(of_file, Joining::Overriding);
            }
        }
        project
    }

    fn document(
        &mut self,
        root: Node<'_>,
        source: &'a Source,
        variables: &Variables<'a>,
    ) -> Project {
        let mut project = Project::default();
        let from = Origin { source, variables };
        let own = self.conversion.value(root, Take::Some(FILE), &from);
        for (key, _) in FILE {
            if let Some(value) = own.get(key) {
                project.rest.insert(key, value.clone());
            }
        }
        project.name = project.rest.remove("name");
        project.owner = owner::read(root, None, self.draft());
        if let Some(includes) = root.get("include") {
            self.includes(includes, &from, &mut project);
        }
        if let Some(services) = root.get("services") {
            let services = self.services(services, &from);
            project.add(services, Joining::Overriding);
        }
        project
    }

    /// The services that a file defines.
    fn services(&mut self, services: Node<'_>, from: &Origin<'_, 'a>) -> Project {
        let mut project = Project::default();
        if services.kind() != NodeKind::Mapping {
            if !services.is_null() {
                self.expected(services.span(), "services", "a mapping of services by name");
            }
            return project;
        }
        for pair in services.pairs() {
            let Some(name) = pair.key.text() else { continue };
            if name.starts_with("x-") {
                continue;
            }
            let name = Spanned { value: Text::from(name), span: pair.key.span() };
            if let Some(first) = project.service(&name).map(|known| known.name.span) {
                if pair.merged.is_none() {
                    self.draft().twice(&name, first);
                }
                continue;
            }
            if !matches!(pair.value.kind(), NodeKind::Mapping | NodeKind::Empty) {
                self.expected(pair.value.span(), &name, "a mapping");
                continue;
            }
            let place = place(&pair);
            let value = self.service(pair.value, &name, services, from, &mut project.extended);
            let owner = owner::read(pair.value, Some(&name), self.draft());
            project.push(ComposeService { name, place, others: Vec::new(), value, owner });
        }
        project
    }

    /// The exceptions from rules that stand in the comments of the files: each covers the service that it stands in
    /// or above.
    pub(super) fn allowances(&mut self) {
        let mut trees: Vec<Rc<Tree<'a>>> = self.trees.values().map(Rc::clone).collect();
        trees.sort_by_key(|tree| tree.source().whole());
        for tree in trees {
            let services = tree.documents().filter_map(|root| root.get("services"));
            let places = services.flat_map(|services| services.pairs().map(|pair| place(&pair)));
            let things = || places.map(|place| (place, Cover::Section(place))).collect();
            read_allowances(tree.source(), tree.comments(), self.conversion.draft, |_| things());
        }
    }

    /// A service with what it extends.
    fn service(
        &mut self,
        node: Node<'_>,
        name: &Spanned<Text>,
        beside: Node<'_>,
        from: &Origin<'_, 'a>,
        extended: &mut Vec<Text>,
    ) -> ComposeValue {
        let mut own = self.conversion.value(node, Take::Some(SERVICE), from);
        let extends = match &mut own.form {
            ValueForm::Map(pairs) => {
                let at = pairs.iter().position(|pair| pair.key.value == "extends");
                at.map(|at| pairs.remove(at).value)
            }
            _ => None,
        };
        let Some(extends) = extends else { return own };
        let step = (from.source.whole(), name.value.clone());
        self.extending.push(step);
        let base = self.extended(&extends, beside, from, extended);
        self.extending.pop();
        match base {
            Some(mut base) if self.conversion.spend(base.size()) => {
                base.come_by(extends.at);
                merge_service(base, own, Joining::Extending)
            }
            _ => own,
        }
    }

    /// What a service extends.
    fn extended(
        &mut self,
        extends: &ComposeValue,
        beside: Node<'_>,
        from: &Origin<'_, 'a>,
        extended: &mut Vec<Text>,
    ) -> Option<ComposeValue> {
        let (name, file) = match extends.form {
            ValueForm::Map(_) => (extends.get("service")?, extends.get("file")),
            _ => (extends, None),
        };
        let name = name.name()?;
        let Some(file) = file else {
            let base = self.base(&name, beside, from, &mut Vec::new());
            extended.push(name.value);
            return base;
        };
        let path = file.known()?;
        let source = match self.neighbours.ask(from.source, path, FileUse::Definition) {
            Ok(source) => source,
            Err(why) => {
                self.cannot_read(file.at, path, why);
                return None;
            }
        };
        let from = Origin { source, variables: from.variables };
        let tree = self.tree(source);
        let services = tree.documents().find_map(|root| root.get("services"));
        let Some(services) = services else {
            self.draft().mistake(
                MistakeKind::InvalidField,
                file.at,
                format_args!("`{path}` has no services"),
            );
            return None;
        };
        self.base(&name, services, &from, &mut Vec::new())
    }

    /// A service that is extended, out of the services of its file.
    fn base(
        &mut self,
        name: &Spanned<Text>,
        services: Node<'_>,
        from: &Origin<'_, 'a>,
        extended: &mut Vec<Text>,
    ) -> Option<ComposeValue> {
        let Some(node) = services.get(name) else {
            let message =
                format_args!("there is no service `{name}` to extend in `{}`", from.source.path());
            self.draft().mistake(MistakeKind::InvalidField, name.span, message);
            return None;
        };
        let step = (from.source.whole(), name.value.clone());
        if self.extending.contains(&step) || self.extending.len() > DEEPEST {
            let message = format_args!("`{name}` is extended in a circle");
            self.cannot_follow(name.span, message);
            return None;
        }
        Some(self.service(node, name, services, from, extended))
    }

    /// Adds what a file includes to what it says.
    fn includes(&mut self, node: Node<'_>, from: &Origin<'_, 'a>, project: &mut Project) {
        let list = self.conversion.value(node, Take::All, from);
        if list.items().is_empty() && !list.is_null() {
            self.expected(list.at, "include", "a list of files");
        }
        self.including.push(from.source.whole());
        for item in list.items() {
            let Some(IncludedFiles { paths, folder, env_files }) = IncludedFiles::of(item) else {
                continue;
            };
            let files = self.included(&paths, from);
            if files.is_empty() {
                continue;
            }
            // What is set here counts before what the included files set themselves.
            let mut variables = from.variables.clone();
            if env_files.is_empty() {
                let path = folder.as_ref().map_or_else(
                    || include::beside(&paths[0], ".env"),
                    |folder| format!("{}/.env", folder.trim_end_matches('/')),
                );
                self.add_variables(from.source, &path, &mut variables);
            }
            // Of several files, the last one counts.
            for path in env_files.iter().rev() {
                self.add_variables(from.source, path, &mut variables);
            }
            let included = self.chain(&files, &variables);
            project.include(included);
        }
        self.including.pop();
    }

    /// The files of one include that can be read.
    fn included(&mut self, paths: &[Spanned<Text>], from: &Origin<'_, 'a>) -> Vec<&'a Source> {
        let mut files = Vec::new();
        for path in paths {
            if include::is_remote(path) {
                continue;
            }
            match self.neighbours.ask(from.source, path, FileUse::Part) {
                Ok(file) if self.including.contains(&file.whole()) => {
                    self.cannot_follow(path.span, format_args!("`{path}` is included in a circle"));
                }
                Ok(_) if self.including.len() > DEEPEST || self.left == 0 => {
                    if !std::mem::replace(&mut self.is_cut, true) {
                        let message = format_args!("`{path}` is one included file too many");
                        self.cannot_follow(path.span, message);
                    }
                }
                Ok(file) => files.push(file),
                Err(why) => self.cannot_read(path.span, path, why),
            }
        }
        files
    }

    fn cannot_read(&mut self, at: Span, path: &str, why: NotRead) {
        let why = match why {
            NotRead::Missing => "is not there",
            NotRead::LeadsOut => "lies outside the folders that are read",
            NotRead::NotAFile => "is no file",
            NotRead::NotText => "is not text",
            NotRead::TooMany => "is too large, or one of too many",
            NotRead::Unreadable => "cannot be read",
        };
        self.cannot_follow(at, format_args!("`{path}` {why}"));
    }

    /// Part of the project cannot be had.
    fn cannot_follow(&mut self, at: Span, message: impl fmt::Display) {
        self.draft().mistake(MistakeKind::InvalidField, at, message);
        self.draft().incomplete = true;
    }

    fn expected(&mut self, at: Span, field: &str, what: &str) {
        let message = format_args!("`{field}` should be {what}");
        self.draft().mistake(MistakeKind::InvalidField, at, message);
    }
}

/// From a key to the end of its value. The content of an alias stands elsewhere.
fn place(pair: &Pair<'_>) -> Span {
    let is_empty = pair.value.kind() == NodeKind::Empty;
    if is_empty { pair.key.span() } else { pair.key.span().to(pair.value.written()) }
}
