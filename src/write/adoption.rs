//! The first `labctl.yaml` of a repository that says already what runs where: what its files do not say.

use crate::lab::Lab;
use crate::read::propose;
use crate::source::Sources;

/// What the owner is asked to fill in where nothing proposes itself.
const BLANK: &str = "NAME";

/// A `labctl.yaml` with lines to be taken over: the files of which nothing says where they run, and the folders that
/// seem to be machines. Nothing in it counts before somebody takes the `#` off.
pub fn adoption(labs: &[Lab], sources: &Sources) -> String {
    let systems: usize = labs.iter().map(|lab| lab.systems().len()).sum();
    let parked: usize = labs.iter().map(|lab| lab.not_deployed().len()).sum();
    let unplaced: Vec<_> = labs.iter().flat_map(Lab::unplaced_files).collect();
    let lines = propose(unplaced.iter().map(|file| file.path.as_str()));
    let mut text = String::from(
        "# Made by `labctl init`. The files of this repository are read as they are, and here stands what they do not\n\
         # say. Take the `#` off a line that is right.\n#\n",
    );
    text.push_str(&format!("# Read: {} files with {systems} systems", sources.len()));
    if parked > 0 {
        text.push_str(&format!("; {parked} things in them are not deployed"));
    }
    text.push_str(".\n# `labctl files .` lists them, `labctl inventory .` prints what they say.\n\nsources:\n");
    if lines.is_empty() {
        text.push_str("  # Of all files it is known where they run.\n");
    }
    for line in &lines {
        let files =
            if line.count == 1 { "1 file".to_owned() } else { format!("{} files", line.count) };
        let why =
            if line.by_folder { ", in folders that seem to be called like machines" } else { "" };
        text.push_str(&format!("  # {files}{why}:\n  # - {}\n", line.line(BLANK)));
    }
    text.push_str("\nhosts:\n");
    let machines: Vec<&String> = lines.iter().flat_map(|line| &line.machines).collect();
    if machines.is_empty() {
        text.push_str(&format!("  # {BLANK}: {{engine: docker, memory: 16GiB}}\n"));
    }
    text.extend(machines.iter().map(|name| format!("  # '{name}': {{engine: docker}}\n")));
    text
}
