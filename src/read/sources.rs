//! The `sources:` of a `labctl.yaml`: what its owner says of files in other formats, by patterns.

use glob::{MatchOptions, Pattern};

use super::beside;
use super::field::{ALL, FieldContext, FieldTable, Names, ValueShape, field};
use crate::lab::{List, Stated, Text};
use crate::source::{Source, Sources, Span, Spanned};
use crate::yaml::{Node, NodeKind};

/// What the owner says of some files.
#[derive(Debug, Clone, Default)]
pub struct SourceRule {
    /// Where it is written.
    pub at: Span,
    /// Patterns of their paths, from the folder of the file that has the rule; `{host}` stands for a part of a name.
    pub files: List<Spanned<Text>>,
    /// The machines that their workloads run on; `{host}` is what the pattern found.
    pub runs_on: List<Spanned<Text>>,
    /// `one` if they are one project.
    pub project: Stated<Text>,
    /// True if they are not read at all.
    pub ignore: Stated<bool>,
}

static RULE: FieldTable<SourceRule> = FieldTable::new(
    "a source",
    &[
        field!(ALL, "files" | "file", files: Names, "patterns of paths: docker/{host}/*/compose.yaml"),
        field!(ALL, "runs_on" ["host", "hosts"], runs_on: Names, "the machines that what is in them runs on"),
        field!(ALL, "project", project: Spanned<Text>, "`one` if the files are one project"),
        field!(ALL, "ignore", ignore: Spanned<bool>, "`true` if they are not to be read"),
    ],
);

/// What the section takes.
pub(super) const SHAPE: ValueShape = ValueShape::Many(&ValueShape::Record(|| RULE.keys()));

/// Reads the section.
pub(super) fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Vec<SourceRule> {
    let items: Vec<Node<'_>> = match node.kind() {
        NodeKind::Mapping => vec![node],
        _ => node.items().collect(),
    };
    if items.is_empty() && !node.is_null() && node.kind() != NodeKind::Sequence {
        context.expected(node, "a list of entries with `files`");
    }
    let rule = |item: Node<'_>| {
        let mut rule = RULE.record(item, context);
        rule.at = item.written();
        if rule.files.is_empty() {
            context.invalid(rule.at, "this entry names no `files`");
        }
        for pattern in &rule.files {
            if part_patterns(pattern).is_none() {
                context.invalid(pattern.span, format_args!("`{pattern}` is not a pattern"));
            }
        }
        rule
    };
    items.into_iter().map(rule).collect()
}

/// All rules of a run, each with the folder that its patterns start from.
#[derive(Debug, Default)]
pub struct SourceRules(Vec<(String, SourceRule)>);

/// What the rules say of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileRule {
    /// The number of the rule.
    pub rule: usize,
    /// The machines that its workloads run on.
    pub runs_on: Vec<Spanned<Text>>,
    /// True if all files of the rule are one project.
    pub is_one_project: bool,
    /// True if it is not read.
    pub is_ignored: bool,
    /// True if it is named in full, and not one of all that fit a pattern.
    pub is_exact: bool,
}

impl SourceRules {
    /// The rules in all files of labctl's own language.
    pub fn of(sources: &Sources) -> Self {
        let rules_of = |source: &Source| {
            let rules = super::header(source).sources.unwrap_or_default();
            let folder = beside("", source.path()).unwrap_or_default();
            let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            rules.into_iter().map(move |rule| (folder.clone(), rule))
        };
        Self(sources.iter().flat_map(rules_of).collect())
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is said of a file: the first rule that names it counts.
    pub fn of_file(&self, path: &str) -> Option<FileRule> {
        let path = beside("", path)?;
        self.0.iter().enumerate().find_map(|(number, (folder, rule))| {
            let below = match folder.as_str() {
                "" => path.as_str(),
                folder => path.strip_prefix(folder)?.strip_prefix('/')?,
            };
            let mut found = rule.files.iter();
            let (pattern, found) = found.find_map(|it| Some((it, captures(it, below)?)))?;
            let named = |name: &Spanned<Text>| {
                let mut value = name.value.clone();
                for (capture, text) in &found {
                    value = value.replace(&format!("{{{capture}}}"), text);
                }
                Spanned { value, span: name.span }
            };
            Some(FileRule {
                rule: number,
                runs_on: rule.runs_on.iter().map(named).collect(),
                is_one_project: rule.project.as_deref().is_some_and(|it| it == "one"),
                is_ignored: rule.ignore.value() == Some(true),
                is_exact: !pattern.contains(['*', '?', '[', '{']),
            })
        })
    }
}

/// A part of a pattern between slashes.
enum PathPart {
    Folders,
    Name(Pattern),
    /// What stands before and after a named part.
    Capture {
        before: Pattern,
        name: String,
        after: Pattern,
    },
}

/// What the named parts of a pattern stand for in a path, if it fits.
fn captures(pattern: &str, path: &str) -> Option<Vec<(String, String)>> {
    let parts = part_patterns(pattern)?;
    let path: Vec<&str> = path.split('/').collect();
    let mut found = Vec::new();
    fits(&parts, &path, &mut found).then_some(found)
}

fn part_patterns(pattern: &str) -> Option<Vec<PathPart>> {
    let compiled = |text: &str| Pattern::new(text).ok();
    let part = |part: &str| {
        if part == "**" {
            return Some(PathPart::Folders);
        }
        let Some((before, rest)) = part.split_once('{') else {
            return Some(PathPart::Name(compiled(part)?));
        };
        let (name, after) = rest.split_once('}')?;
        let (before, after) = (compiled(before)?, compiled(after)?);
        Some(PathPart::Capture { before, name: name.to_owned(), after })
    };
    pattern.trim_start_matches("./").split('/').map(part).collect()
}

fn fits(parts: &[PathPart], path: &[&str], found: &mut Vec<(String, String)>) -> bool {
    let Some((part, rest)) = parts.split_first() else { return path.is_empty() };
    if matches!(part, PathPart::Folders) {
        // At the end it stands for all that is below.
        return (rest.is_empty() && !path.is_empty())
            || (0..=path.len()).any(|skip| fits(rest, &path[skip..], found));
    }
    let Some((name, below)) = path.split_first() else { return false };
    let options = MatchOptions::new();
    match part {
        PathPart::Name(pattern) => pattern.matches_with(name, options) && fits(rest, below, found),
        PathPart::Capture { before, name: capture, after } => {
            let ends: Vec<usize> =
                name.char_indices().map(|(at, _)| at).chain([name.len()]).collect();
            for (at, &start) in ends.iter().enumerate() {
                if !before.matches_with(&name[..start], options) {
                    continue;
                }
                for &end in ends[at + 1..].iter().rev() {
                    let text = &name[start..end];
                    let same = found.iter().find(|(known, _)| known == capture);
                    if same.is_some_and(|(_, known)| known != text)
                        || !after.matches_with(&name[end..], options)
                    {
                        continue;
                    }
                    found.push((capture.clone(), text.to_owned()));
                    if fits(rest, below, found) {
                        return true;
                    }
                    found.pop();
                }
            }
            false
        }
        PathPart::Folders => false,
    }
}

#[cfg(test)]
mod tests {
    use super::captures;

    #[test]
    fn patterns_find_the_parts_they_name() {
        let cases = [
            ("docker/{host}/*/compose.yaml", "docker/apps/web/compose.yaml", Some("apps")),
            ("docker/{host}/**/compose.yaml", "docker/apps/a/b/compose.yaml", Some("apps")),
            ("docker/{host}/**", "docker/apps/a/b/x.yml", Some("apps")),
            ("lxc-{host}/*.yml", "lxc-100/x.yml", Some("100")),
            ("compose-{host}.yml", "compose-nas.yml", Some("nas")),
            ("docker-compose*.yml", "docker-compose.web.yml", Some("")),
            ("**/compose.yaml", "compose.yaml", Some("")),
            ("docker/*/compose.yaml", "docker/apps/web/compose.yaml", None),
        ];
        for (pattern, path, host) in cases {
            let found = captures(pattern, path);
            let text = found.map(|it| it.first().map_or(String::new(), |(_, text)| text.clone()));
            assert_eq!(text.as_deref(), host, "{pattern} on {path}");
        }
    }
}
