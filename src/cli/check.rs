//! `labctl check`: read, judge, print.

use std::env;
use std::path::Path;

use super::args::{CheckArgs, Judging};
use super::outputs::Output;
use super::terminal::Screen;
use super::trouble::Trouble;
use super::{Exit, discover, files, output, outputs};
use crate::baseline::Baseline;
use crate::check::{Outcome, check};
use crate::finding::Level;
use crate::policy::{Allowances, Settings};
use crate::report::findings::{FORMATS, Format, JOB_SUMMARY};
use crate::report::{Base, View};

pub(super) fn run(args: &CheckArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let whole = args.output.as_deref();
    let usual = whole.and_then(|path| outputs::by_ending(FORMATS, path));
    let outputs = outputs::of(&args.format, whole, || Ok(usual.unwrap_or(&FORMATS[0])))?;
    let baseline_too = args.write_baseline.as_deref();
    if outputs.iter().any(|output| baseline_too.is_some_and(|path| output.goes_to(Some(path)))) {
        return Err(Trouble::SameOutput { path: args.write_baseline.clone() });
    }
    let settings = Settings { baseline: baseline(args)?, ..settings(&args.judging) };
    let input = files::read(&args.paths, screen);
    input.troubles.iter().for_each(|trouble| screen.tell(trouble));
    let written = outputs.iter().filter_map(|output| output.file);
    let read: Vec<&Path> = args.paths.iter().chain(&args.baseline).map(AsRef::as_ref).collect();
    outputs::spare(&input, &read, written.chain(args.write_baseline.as_deref()))?;
    let worst = input.troubles.iter().map(Trouble::exit).min();
    if input.sources.is_empty() {
        return Ok(worst.unwrap_or(Exit::Nothing));
    }
    let outcome = check(input.sources, &input.files, &settings);
    tell_gone(&settings, screen);
    let mut written = write(&outputs, args.min_level, &outcome, screen);
    let baseline = args.write_baseline.as_deref();
    written.extend(baseline.map(|file| write_baseline(file, &outcome, screen)));
    let written = outputs::settle(written, screen);
    let exit = match (worst, exit(args, &outcome, screen)) {
        (Some(Exit::Nothing), Exit::Clean) => Exit::Nothing,
        (_, checked) => checked,
    };
    // The process ends here; taking a large lab apart first would only take time.
    std::mem::forget(outcome);
    written.map(|()| exit)
}

/// What the command line says about judging.
pub(super) fn settings(judging: &Judging) -> Settings {
    let usual = Settings::default();
    Settings {
        profile: judging.profile,
        allowances: if judging.no_allow { Allowances::Ignored } else { Allowances::Count },
        as_of: judging.as_of.unwrap_or(usual.as_of),
        software: !judging.no_software,
        names: !judging.no_names,
        ..usual
    }
}

/// The baseline that is named, if one is.
fn baseline(args: &CheckArgs) -> Result<Option<Baseline>, Trouble> {
    let Some(path) = &args.baseline else { return Ok(None) };
    let text = files::text_of(path)?;
    let broken = |error| Trouble::NoBaseline { path: path.clone(), error };
    Baseline::from_json(&text).map(Some).map_err(broken)
}

/// Says what the baseline has that is there no more, so that it can be taken out.
fn tell_gone(settings: &Settings, screen: &Screen) {
    let Some(baseline) = &settings.baseline else { return };
    let gone: Vec<String> = baseline.gone().map(ToString::to_string).collect();
    if gone.is_empty() {
        return;
    }
    let (shown, more) = gone.split_at(gone.len().min(5));
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    let shown = shown.join(", ");
    screen.note(&format!("the baseline has what is found no more: {shown}{more}; write it anew"));
}

fn write_baseline(file: &Path, outcome: &Outcome, screen: &Screen) -> Result<(), Trouble> {
    let baseline = outcome.baseline();
    output::write(Some(file), |out| out.write_all(baseline.to_json().as_bytes()))?;
    let count = baseline.len();
    screen.note(&format!("wrote {count} known findings to `{}`", file.display()));
    Ok(())
}

/// Writes every output.
fn write(
    outputs: &[Output<'_, Format>],
    least: Level,
    outcome: &Outcome,
    screen: &Screen,
) -> Vec<Result<(), Trouble>> {
    let top = discover::top();
    let base = Base { top: &top.0, here: &top.1 };
    let on_screen = View { least, base, ..screen.view };
    let in_file = outputs::in_file(&on_screen);
    let written = outputs.iter().flat_map(|Output { format, file }| {
        let view = if file.is_some() { &in_file } else { &on_screen };
        let written = output::write(*file, |out| (format.write)(outcome, view, out));
        let has_summary = format.name == JOB_SUMMARY.format;
        let summary = has_summary.then(|| write_job_summary(outcome, &in_file));
        std::iter::once(written).chain(summary)
    });
    written.collect()
}

/// Writes the summary of the job, if the environment names a file for it.
fn write_job_summary(outcome: &Outcome, view: &View) -> Result<(), Trouble> {
    match env::var_os(JOB_SUMMARY.variable) {
        Some(path) if !path.is_empty() => {
            output::append(Path::new(&path), JOB_SUMMARY.most, |room, out| {
                (JOB_SUMMARY.write)(outcome, view, room, out)
            })
        }
        _ => Ok(()),
    }
}

fn exit(args: &CheckArgs, outcome: &Outcome, screen: &Screen) -> Exit {
    if !outcome.is_whole() {
        return Exit::Unreadable;
    }
    // What was just written down as known is no reason to fail.
    if args.write_baseline.is_some() {
        return Exit::Clean;
    }
    let fails = |level| args.fail_on.0.is_some_and(|least| level >= least);
    if outcome.findings().any(|finding| fails(finding.level)) {
        return Exit::Findings;
    }
    let sum = outcome.summary();
    if sum.hosts + sum.workloads() == 0 {
        screen.note("nothing was checked: the inventory names no host and no workload");
        return Exit::Nothing;
    }
    Exit::Clean
}
