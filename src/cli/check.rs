//! `labctl check`: read, judge, print.

use std::env;
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::outputs::{self, Output};
use super::session::{Request, Session};
use super::terminal::Screen;
use super::trouble::Trouble;
use super::{Exit, output};
use crate::policy::Settings;
use crate::report::Syntax;
use crate::report::View;
use crate::report::findings::{FORMATS, FindingsFormat, JOB_SUMMARY};

pub(super) fn run(args: &CheckArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let whole = args.output.as_deref();
    let usual = whole.and_then(|path| outputs::by_ending(FORMATS, path));
    let outputs = outputs::of(&args.format, whole, || Ok(usual.unwrap_or(&FORMATS[0])))?;
    let (summary, baseline) = (job_summary(&outputs), args.write_baseline.as_deref());
    let writes = outputs.iter().map(|output| output.file);
    let session = Session::open(
        &Request {
            paths: &args.paths,
            reading: &args.reading,
            judging: &args.judging,
            baseline: args.baseline.as_deref(),
            writes: writes
                .chain([summary.as_deref(), baseline].into_iter().flatten().map(Some))
                .collect(),
        },
        screen,
    )?;
    tell_gone(&session.settings, screen);
    let on_screen = View { least: args.min_level, ..session.view() };
    let mut written = write(&outputs, &session, &on_screen);
    written.extend(summary.map(|file| write_job_summary(&file, &session, &on_screen)));
    written.extend(baseline.map(|file| write_baseline(file, &session)));
    outputs::settle(written, screen)?;
    let exit = exit(args, &session);
    Ok(session.end(exit))
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

fn write_baseline(file: &Path, session: &Session<'_>) -> Result<(), Trouble> {
    session.may_replace(file)?;
    let baseline = session.outcome.baseline();
    output::write(Some(file), Syntax::Json, |out| out.write_all(baseline.to_json().as_bytes()))?;
    let count = baseline.len();
    session.screen.note(&format!("wrote {count} known findings to `{}`", file.display()));
    Ok(())
}

/// Writes every output.
fn write(
    outputs: &[Output<'_, FindingsFormat>],
    session: &Session<'_>,
    on_screen: &View,
) -> Vec<Result<(), Trouble>> {
    let in_file = outputs::in_file(on_screen);
    let written = outputs.iter().map(|Output { format, file }| {
        let view = if file.is_some() { &in_file } else { on_screen };
        output::write(*file, format.syntax, |out| (format.write)(&session.outcome, view, out))
    });
    written.collect()
}

/// The file for the summary of the job, if a format has one and the environment names one.
fn job_summary(outputs: &[Output<'_, FindingsFormat>]) -> Option<PathBuf> {
    outputs.iter().find(|output| output.format.name == JOB_SUMMARY.format)?;
    env::var_os(JOB_SUMMARY.variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}

fn write_job_summary(path: &Path, session: &Session<'_>, view: &View) -> Result<(), Trouble> {
    let view = outputs::in_file(view);
    output::append(path, JOB_SUMMARY.most, |room, out| {
        (JOB_SUMMARY.write)(&session.outcome, &view, room, out)
    })
}

fn exit(args: &CheckArgs, session: &Session<'_>) -> Exit {
    let fails = |level| args.fail_on.0.is_some_and(|least| level >= least);
    // What was just written down as known is no reason to fail.
    let is_written_down = args.write_baseline.is_some();
    if !is_written_down && session.outcome.findings().any(|finding| fails(finding.level)) {
        return Exit::Findings;
    }
    if session.outcome.is_whole() && session.is_empty() {
        session.screen.note("nothing was checked: the inventory names no host and no workload");
    }
    Exit::Clean
}
