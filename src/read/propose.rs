//! Lines for `sources:` that would say where files run, to be pasted and filled in.

use std::collections::{BTreeMap, BTreeSet};

use super::beside;

/// A line for the files of some paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedRule {
    /// The pattern.
    pub files: String,
    /// True if a folder of the pattern seems to be called like a machine; else its owner has to name one.
    pub by_folder: bool,
    /// How many of the files it names.
    pub count: usize,
    /// The folders that seem to be called like machines.
    pub machines: Vec<String>,
}

impl ProposedRule {
    /// The line as it stands below `sources:`. `machine` stands for what the owner has to fill in.
    pub fn line(&self, machine: &str) -> String {
        let runs_on = if self.by_folder { "'{host}'" } else { machine };
        format!("{{files: '{}', runs_on: {runs_on}}}", self.files)
    }
}

/// A line for each folder at the top that holds some of the files. Two levels of folders below it that differ are
/// taken for machines and what runs on them.
pub fn propose<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<ProposedRule> {
    let mut by_top: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for path in paths {
        let Some(path) = beside("", path) else { continue };
        let parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        let top = if parts.len() > 1 { parts[0].clone() } else { String::new() };
        by_top.entry(top).or_default().push(parts);
    }
    by_top.into_values().flat_map(|files| of_one_top(&files)).collect()
}

fn of_one_top(files: &[Vec<String>]) -> Vec<ProposedRule> {
    let Some(first) = files.first() else { return Vec::new() };
    let count = files.len();
    if let [only] = files {
        return vec![ProposedRule {
            files: only.join("/"),
            by_folder: false,
            count,
            machines: Vec::new(),
        }];
    }
    if first.len() == 1 {
        let rule = |file: &Vec<String>| ProposedRule {
            files: file.join("/"),
            by_folder: false,
            count: 1,
            machines: Vec::new(),
        };
        return files.iter().map(rule).collect();
    }
    // Folders that all of them have in common.
    let shared = (0..first.len() - 1)
        .take_while(|at| files.iter().all(|file| file.len() > at + 1 && file[*at] == first[*at]))
        .count();
    let prefix = first[..shared].join("/");
    let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
    let deep = files.iter().filter(|file| file.len() - shared >= 3).count();
    let by_folder = deep * 2 > count;
    let pattern = if by_folder { "{host}/**" } else { "**" };
    let folders = files.iter().filter(|file| by_folder && file.len() > shared + 1);
    let machines: BTreeSet<String> = folders.map(|file| file[shared].clone()).collect();
    let machines = machines.into_iter().collect();
    vec![ProposedRule { files: format!("{prefix}{pattern}"), by_folder, count, machines }]
}

#[cfg(test)]
mod tests {
    use super::propose;

    #[test]
    fn two_levels_of_folders_are_machines_and_what_runs_on_them() {
        let cases: [(&[&str], &[&str]); 4] = [
            (
                &["docker/a/x/compose.yaml", "docker/b/y/compose.yaml"],
                &["{files: 'docker/{host}/**', runs_on: '{host}'}"],
            ),
            (
                &["stacks/x/compose.yaml", "stacks/y/compose.yaml"],
                &["{files: 'stacks/**', runs_on: nas}"],
            ),
            (&["compose/old.yaml"], &["{files: 'compose/old.yaml', runs_on: nas}"]),
            (
                &["./compose.yaml", "./web.yaml"],
                &["{files: 'compose.yaml', runs_on: nas}", "{files: 'web.yaml', runs_on: nas}"],
            ),
        ];
        for (paths, lines) in cases {
            let proposed = propose(paths.iter().copied());
            let proposed: Vec<String> = proposed.iter().map(|rule| rule.line("nas")).collect();
            assert_eq!(proposed, lines);
        }
    }
}
