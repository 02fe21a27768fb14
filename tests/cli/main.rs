//! The command line as a user and a CI meet it.

mod answers;
mod baseline;
mod compose;
mod discovery;
mod engines;
mod exits;
mod harmless;
mod hostile;
mod init;
mod outputs;
mod plan;
mod report;
mod repository;
mod screen;
mod secrets;
mod steady;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use snapbox::cmd::{Command, OutputAssert};
use tempfile::TempDir;

/// An inventory with nothing to mend.
const CLEAN: &str = "\
hosts:
  pve1: {hypervisor: proxmox}
vms:
  apps: {runs_on: pve1}
containers:
  web: {runs_on: apps, image: 'nginx:1.31.1'}
";

/// An inventory with one warning.
const WARNING: &str = "\
hosts:
  pve1: {hypervisor: proxmox}
containers:
  ct: {runs_on: pve1, engine: lxc}
  web: {runs_on: ct, image: 'nginx:1.31.1'}
";

/// An inventory with one error.
const ERROR: &str = "\
vms:
  apps: {runs_on: nowhere}
";

/// An inventory with one info.
const INFO: &str = "\
hosts:
  pve1: {hypervisor: proxmox, os: no}
";

/// An inventory that is not YAML from its second line on.
const BROKEN: &str = "\
hosts:
  pve1: {hypervisor: proxmox
";

// How a run ends, as the shell sees it.
const CLEAN_EXIT: i32 = 0;
const FINDINGS: i32 = 1;
const UNREADABLE: i32 = 2;
const NOTHING: i32 = 3;

/// Long enough for a machine that does much else; a run that takes longer hangs.
const WATCHDOG: Duration = Duration::from_secs(60);

/// Variables that change what labctl prints; tests set those they are about.
const VARIABLES: [&str; 15] = [
    "CLICOLOR_FORCE",
    "COLUMNS",
    "FORCE_COLOR",
    "FORCE_HYPERLINK",
    "LABCTL_AS_OF",
    "LABCTL_ASCII",
    "LABCTL_COLOR",
    "LABCTL_FAIL_ON",
    "LABCTL_FORMAT",
    "LABCTL_MIN_LEVEL",
    "LABCTL_NO_ALLOW",
    "LABCTL_PROFILE",
    "LABCTL_REPORT_FORMAT",
    "NO_COLOR",
    "TERM",
];

/// A folder of its own, outside any repository.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder can be made"))
    }

    /// A folder with one inventory, `lab.yaml`.
    fn lab(text: impl AsRef<[u8]>) -> Self {
        Self::new().with("lab.yaml", text)
    }

    /// The same with one file more.
    fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
        fs::write(path, text).expect("a file can be written");
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    /// The names of everything in the folder, in order.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder can be listed");
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<String> = entries.map(|entry| name(entry.expect("an entry"))).collect();
        names.sort();
        names
    }

    /// labctl in this folder, with arguments that hold no blanks.
    fn labctl(&self, arguments: &str) -> Command {
        command(self.0.path()).args(arguments.split_whitespace())
    }

    /// Runs labctl in this folder.
    fn run(&self, arguments: &str) -> OutputAssert {
        self.labctl(arguments).assert()
    }
}

/// Runs labctl where there is nothing.
fn run(arguments: &str) -> OutputAssert {
    Folder::new().run(arguments)
}

fn command(folder: &Path) -> Command {
    let command = Command::new(env!("CARGO_BIN_EXE_labctl")).current_dir(folder).timeout(WATCHDOG);
    VARIABLES.iter().fold(command, |command, variable| command.env_remove(variable))
}

/// What a run said on standard output.
fn out(said: &OutputAssert) -> String {
    String::from_utf8(said.get_output().stdout.clone()).expect("output is UTF-8")
}

/// What a run said on standard error.
fn err(said: &OutputAssert) -> String {
    String::from_utf8(said.get_output().stderr.clone()).expect("messages are UTF-8")
}

/// How a run ended.
fn code(said: &OutputAssert) -> Option<i32> {
    said.get_output().status.code()
}

/// True if a run coloured anything.
fn is_coloured(said: &OutputAssert) -> bool {
    out(said).contains('\u{1b}') || err(said).contains('\u{1b}')
}
