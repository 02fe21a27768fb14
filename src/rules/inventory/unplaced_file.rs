//! Nothing says on which machine the workloads of files of other tools run.

use crate::claim;
use crate::finding::Level::Info;
use crate::finding::{Findings, Subject};
use crate::lab::UnplacedFile;
use crate::policy::Levels;
use crate::read::propose;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule};

/// So many lines are proposed.
const LINES: usize = 4;

pub(super) const RULE: Rule = Rule {
    name: "unplaced-file",
    level: Levels::always(Info),
    claims: &[claim::VMS_ARE_STABLE_UNITS, claim::CARE_FOR_DOCUMENTATION],
    sources: &[],
    page: include_str!("unplaced_file.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let files = case.lab.unplaced_files();
    let Some(first) = files.first() else { return };
    let workloads: usize = files.iter().map(|file| file.count).sum();
    let what = match files {
        [one] => format!("`{}`", one.path),
        many => count(many.len(), "file"),
    };
    let runs = if workloads == 1 { "runs" } else { "run" };
    let message = format!(
        "nothing says where the {} of {what} {runs}, so most rules cannot see them",
        count(workloads, "workload")
    );
    let mut hosts = case.lab.hosts();
    let machine = match (hosts.next(), hosts.next()) {
        (Some(only), None) => only.name(),
        _ => "NAME",
    };
    let finding = out.report(Subject::Lab, first.at, message);
    if let [_, second, ..] = files {
        let paths = files.iter().map(|file: &UnplacedFile| file.path.as_str());
        finding.label(second.at, format!("the files are {}", names(paths)));
    }
    let lines = propose(files.iter().map(|file| file.path.as_str()));
    let lines: Vec<String> = lines.iter().take(LINES).map(|line| line.line(machine)).collect();
    finding.help(format!("write in `labctl.yaml`: `sources: [{}]`", lines.join(", ")));
}
