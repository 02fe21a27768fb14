//! The arguments, as clap reads them.

use std::path::PathBuf;

use clap::builder::{FalseyValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};

use crate::finding::Level;
use crate::lab::{Date, Profile, Vocabulary, Word};
use crate::load::MAX_BYTES;
use crate::report::findings::{self, FORMATS};
use crate::report::{Format, placement, plan};

/// Says for each workload of a homelab whether it belongs in a VM or in a container, and where the
/// layers are violated.
#[derive(Parser)]
#[command(
    name = "labctl",
    version,
    long_version = concat!(env!("CARGO_PKG_VERSION"), " (homelab workload placement)"),
    arg_required_else_help = true,
    subcommand_required = true,
    disable_help_subcommand = false,
    infer_subcommands = false,
    after_help = "Examples:\n  labctl check inventory.yaml\n  labctl explain container-on-bare-host\n\n\
                  The ideas behind the rules: `labctl explain claims`\n\
                  One of them, in the words of Proxmox: https://pve.proxmox.com/pve-docs/chapter-pct.html"
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) look: OutputArgs,
}

/// The help for somebody who says nothing yet: what there is to do, not how it looks.
pub(super) const SHORT_HELP: &str =
    "{about-with-newline}\n{usage-heading} {usage}\n\nCommands:\n{subcommands}{after-help}\n";

/// How output looks.
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        value_name = "WHEN",
        env = "LABCTL_COLOR",
        hide_env_values = true
    )]
    pub(super) color: ColourChoice,
    /// Say less: findings only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more: every repetition, and what was allowed
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// Use only ASCII characters
    #[arg(long, global = true, value_parser = FalseyValueParser::new(), env = "LABCTL_ASCII", hide_env_values = true)]
    pub(super) ascii: bool,
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColourChoice {
    /// If the output is a terminal that understands them
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Read inventories, judge them, and print what is wrong
    #[command(
        before_help = "Examples:\n  labctl check\n  labctl check inventory.yaml --fail-on error\n  labctl check --format json=findings.json --format terminal"
    )]
    Check(CheckArgs),
    /// Say where a workload belongs, and why
    #[command(
        before_help = "Examples:\n  labctl why grafana\n  labctl why grafana inventory.yaml --format json\n  labctl why --all"
    )]
    Why(WhyArgs),
    /// Write the placement report: the map of the lab, and what hangs on it
    #[command(
        before_help = "Examples:\n  labctl report\n  labctl report inventory.yaml --format markdown=PLACEMENT.md --format json=placement.json\n  labctl report inventory.yaml --check PLACEMENT.md\n  labctl report inventory.yaml --inject README.md"
    )]
    Report(ReportArgs),
    /// Say what has to move so that the lab is in order, or so that a host can be emptied
    #[command(
        before_help = "Examples:\n  labctl plan\n  labctl plan --drain pve2 inventory.yaml\n  labctl plan --survive --format script=moves.sh\n  labctl plan --lose pve1"
    )]
    Plan(PlanArgs),
    /// Print what was read, as one inventory or with the origin of each value
    #[command(
        before_help = "Examples:\n  labctl inventory .\n  labctl inventory . --format json\n  labctl inventory compose.yaml > inventory.yaml"
    )]
    Inventory(InventoryArgs),
    /// List which file is read by what, which is not, and what each gave
    #[command(before_help = "Examples:\n  labctl files .\n  labctl files . --format json")]
    Files(FilesArgs),
    /// Print the page of a rule, or explain a field, the claims or a format
    Explain(ExplainArgs),
    /// List every rule with its level in each profile
    Rules(RulesArgs),
    /// Write a first inventory, with a comment on each part or from Markdown tables
    #[command(
        before_help = "Examples:\n  labctl init\n  labctl init --schema --from README.md\n  labctl init -"
    )]
    Init(InitArgs),
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
    /// Print a JSON Schema, for editors and programs
    Schema {
        /// Of what
        #[arg(value_enum, default_value = "inventory")]
        of: SchemaOf,
    },
}

/// What there is a schema of.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// An inventory, as people write it
    Inventory,
    /// What `labctl check --format json` writes
    Check,
    /// What `labctl report --format json` writes
    Report,
    /// What `labctl plan --format json` writes
    Plan,
    /// What `labctl inventory --format json` writes
    InventoryJson,
}

#[derive(Args)]
pub(super) struct CheckArgs {
    /// Files, folders, or `-` for standard input [default: labctl.yaml, inventory.yaml or inventory.yml, here or above]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    #[command(flatten)]
    pub(super) judging: JudgingArgs,
    /// Fail if there are findings of this level or a higher one
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = fail_levels(), env = "LABCTL_FAIL_ON", hide_env_values = true)]
    pub(super) fail_on: FailOn,
    /// Count only what this file does not have
    #[arg(long, value_name = "FILE", env = "LABCTL_BASELINE", hide_env_values = true)]
    pub(super) baseline: Option<PathBuf>,
    /// Write all that is found to this file, as what was there before
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub(super) write_baseline: Option<PathBuf>,
    /// Show only findings of this level or a higher one; what fails stays the same
    #[arg(help_heading = "Output", long, value_name = "LEVEL", default_value = "info", value_parser = levels(), env = "LABCTL_MIN_LEVEL", hide_env_values = true)]
    pub(super) min_level: Level,
    /// Write in a format, perhaps to a file; may be given several times
    #[arg(help_heading = "Output", long, short = 'f', value_name = "FORMAT[=FILE]", value_parser = parse_format, env = "LABCTL_FORMAT", hide_env_values = true, long_help = formats_help())]
    pub(super) format: Vec<RequestedOutput<findings::FindingsFormat>>,
    /// Write to this file instead of standard output; without `--format`, its ending says how
    #[arg(help_heading = "Output", long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// What is read.
#[derive(Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct ReadingArgs {
    /// Read at most so many MiB
    #[arg(long, value_name = "MIB", default_value_t = MAX_MIB, value_parser = value_parser!(u64).range(1..=MOST_MIB), env = "LABCTL_MAX_SIZE", hide_env_values = true)]
    max_size: u64,
}

/// What is read unless more is asked for, and the most that one run can hold.
const MAX_MIB: u64 = MAX_BYTES >> 20;
const MOST_MIB: u64 = 4_095;

impl ReadingArgs {
    /// So many bytes are read at most.
    pub(super) fn bytes(&self) -> u64 {
        self.max_size << 20
    }
}

/// How an inventory is judged.
#[derive(Args)]
#[command(next_help_heading = "Judging")]
pub(super) struct JudgingArgs {
    /// How strict to be [default: what the policy of the inventory says, or `default`]
    #[arg(long, value_name = "PROFILE", value_parser = words::<Profile>(), env = "LABCTL_PROFILE", hide_env_values = true)]
    pub(super) profile: Option<Profile>,
    /// Report also what an allowance excuses
    #[arg(long, value_parser = FalseyValueParser::new(), env = "LABCTL_NO_ALLOW", hide_env_values = true)]
    pub(super) no_allow: bool,
    /// The day that dates are measured against, or `today` [default: that of labctl's own tables]
    #[arg(long, value_name = "DATE", value_parser = parse_day, env = "LABCTL_AS_OF", hide_env_values = true)]
    pub(super) as_of: Option<Date>,
    /// Judge without knowledge of software, to see what it is worth
    #[arg(long, hide = true)]
    pub(super) no_software: bool,
    /// Judge without reading names and sentences, to see what they are worth
    #[arg(long, hide = true)]
    pub(super) no_names: bool,
}

#[derive(Args)]
pub(super) struct WhyArgs {
    /// The workload
    #[arg(value_name = "NAME", required_unless_present = "all")]
    pub(super) name: Option<String>,
    /// Files, folders, or `-` for standard input [default: labctl.yaml, inventory.yaml or inventory.yml, here or above]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// A table of all workloads
    #[arg(long)]
    pub(super) all: bool,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    #[command(flatten)]
    pub(super) judging: JudgingArgs,
    /// How to tell it
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "terminal", value_parser = ["terminal", "json"])]
    pub(super) format: String,
}

#[derive(Args)]
pub(super) struct ReportArgs {
    /// Files, folders, or `-` for standard input [default: labctl.yaml, inventory.yaml or inventory.yml, here or above]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    #[command(flatten)]
    pub(super) judging: JudgingArgs,
    /// Write in a format, perhaps to a file; may be given several times
    #[arg(help_heading = "Output", long, short = 'f', value_name = "FORMAT[=FILE]", value_parser = parse_report_format, env = "LABCTL_REPORT_FORMAT", hide_env_values = true, long_help = report_formats_help())]
    pub(super) format: Vec<RequestedOutput<placement::PlacementFormat>>,
    /// Write to this file instead of standard output; without `--format`, its ending says how
    #[arg(help_heading = "Output", long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write nothing, and fail if this file is not what would be written
    #[arg(help_heading = "Output", long, value_name = "FILE", conflicts_with_all = ["output", "inject"])]
    pub(super) check: Option<PathBuf>,
    /// Replace the part of this file between `<!-- labctl report -->` and `<!-- labctl report end -->`
    #[arg(help_heading = "Output", long, value_name = "FILE", conflicts_with = "output")]
    pub(super) inject: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct PlanArgs {
    /// Files, folders, or `-` for standard input [default: labctl.yaml, inventory.yaml or inventory.yml, here or above]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// A host that is to be emptied; may be given several times
    #[arg(long, value_name = "HOST")]
    pub(super) drain: Vec<String>,
    /// Afterwards, whichever host of a cluster fails, every guest with `ha` has a place to restart
    #[arg(long)]
    pub(super) survive: bool,
    /// A guest that is not to be moved; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(super) keep: Vec<String>,
    /// Plan nothing, and say what restarts where when this host fails; may be given several times
    #[arg(long, value_name = "HOST", conflicts_with_all = ["drain", "survive", "keep", "write"])]
    pub(super) lose: Vec<String>,
    /// Write the new places into the inventory
    #[arg(long)]
    pub(super) write: bool,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    #[command(flatten)]
    pub(super) judging: JudgingArgs,
    /// Write in a format, perhaps to a file; may be given several times
    #[arg(help_heading = "Output", long, short = 'f', value_name = "FORMAT[=FILE]", value_parser = parse_plan_format, long_help = plan_formats_help())]
    pub(super) format: Vec<RequestedOutput<plan::PlanFormat>>,
    /// Write to this file instead of standard output; without `--format`, its ending says how
    #[arg(help_heading = "Output", long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct InventoryArgs {
    /// Files, folders, or `-` for standard input [default: the inventory, or else this folder]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// How to tell it
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "yaml", value_parser = ["yaml", "json"])]
    pub(super) format: String,
}

#[derive(Args)]
pub(super) struct FilesArgs {
    /// Files and folders [default: the inventory, or else this folder]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// How to tell it
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "terminal", value_parser = ["terminal", "json"])]
    pub(super) format: String,
}

#[derive(Args)]
pub(super) struct ExplainArgs {
    /// A rule, a field, `claims`, or nothing for a list
    #[arg(value_name = "TOPIC")]
    pub(super) topic: Option<String>,
}

#[derive(Args)]
pub(super) struct InitArgs {
    /// Where to write: a file, a folder, or `-` for standard output [default: inventory.yaml]
    #[arg(value_name = "PATH")]
    pub(super) path: Option<PathBuf>,
    /// Read the machines from the tables of a Markdown file, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(super) from: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Write the schema for editors beside it, as labctl.schema.json
    #[arg(long)]
    pub(super) schema: bool,
    /// Write over what is there
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Args)]
pub(super) struct RulesArgs {
    /// How to list them
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "terminal", value_parser = ["terminal", "json"])]
    pub(super) format: String,
}

/// What makes a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FailOn(pub(super) Option<Level>);

/// A format, and the file it goes to.
pub(super) struct RequestedOutput<F: 'static> {
    pub(super) format: &'static F,
    pub(super) file: Option<PathBuf>,
}

impl<F> Clone for RequestedOutput<F> {
    fn clone(&self) -> Self {
        Self { format: self.format, file: self.file.clone() }
    }
}

/// Understands the words of a vocabulary, and shows them in the help.
fn words<T: Vocabulary + Send + Sync>() -> impl TypedValueParser<Value = T> {
    let value = |word: &Word| PossibleValue::new(word.name).help(word.about).aliases(word.also);
    PossibleValuesParser::new(T::WORDS.iter().map(value))
        .map(|word| T::from_word(&word).expect("clap lets only known words through"))
}

fn levels() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(["error", "warning", "info"]).map(|word| level(&word))
}

fn fail_levels() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(["error", "warning", "info", "never"])
        .map(|word| FailOn((word != "never").then(|| level(&word))))
}

fn level(word: &str) -> Level {
    match word {
        "error" => Level::Error,
        "warning" => Level::Warning,
        _ => Level::Info,
    }
}

fn parse_format(text: &str) -> Result<RequestedOutput<findings::FindingsFormat>, String> {
    parse_wanted(text, FORMATS)
}

fn parse_report_format(text: &str) -> Result<RequestedOutput<placement::PlacementFormat>, String> {
    parse_wanted(text, placement::FORMATS)
}

fn parse_plan_format(text: &str) -> Result<RequestedOutput<plan::PlanFormat>, String> {
    parse_wanted(text, plan::FORMATS)
}

fn parse_wanted<W>(
    text: &str,
    formats: &'static [Format<W>],
) -> Result<RequestedOutput<Format<W>>, String> {
    let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
    let Some(format) = formats.iter().find(|format| format.name == name) else {
        let known: Vec<&str> = formats.iter().map(|format| format.name).collect();
        let near = crate::near::nearest(name, known.iter().copied());
        let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(format!("the formats are {}{near}", known.join(", ")));
    };
    if file == Some("") {
        return Err("a file name is missing after `=`".to_owned());
    }
    Ok(RequestedOutput { format, file: file.filter(|file| *file != "-").map(PathBuf::from) })
}

fn formats_help() -> String {
    help_on(FORMATS)
}

fn report_formats_help() -> String {
    help_on(placement::FORMATS)
}

fn plan_formats_help() -> String {
    help_on(plan::FORMATS)
}

fn help_on<W>(formats: &[Format<W>]) -> String {
    let width = formats.iter().map(|format| format.name.len()).max().unwrap_or_default();
    let line = |it: &Format<W>| format!("  {:width$}  {}", it.name, it.about);
    let lines: Vec<String> = formats.iter().map(line).collect();
    format!(
        "Write in a format, perhaps to a file; may be given several times.\n\nFormats:\n{}",
        lines.join("\n")
    )
}

fn parse_day(text: &str) -> Result<Date, String> {
    if text == "today" {
        return Ok(super::terminal::today());
    }
    text.parse().map_err(|_| "a date such as 2026-11-21 is needed, or `today`".to_owned())
}
