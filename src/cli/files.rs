//! `labctl files`: which file was read by which reader, which was not, and what each gave.

use comfy_table::Table;
use serde_json::{Value, json};

use super::args::FilesArgs;
use super::error::CliError;
use super::session::load_files;
use super::shell::json_text;
use super::terminal::Screen;
use super::{Exit, inventory, output};
use crate::lab::Lab;
use crate::load::{Loaded, PassedOver};
use crate::read;
use crate::report::Syntax;
use crate::write;

/// A file, what read it, and what came of it.
struct FileLine {
    file: String,
    reader: String,
    gave: String,
}

pub(super) fn run(args: &FilesArgs, screen: &Screen) -> Result<Exit, CliError> {
    let (loaded, missing) = load_files(&args.paths, &args.reading, screen)?;
    let labs = read::read(&loaded.sources, &loaded.files);
    if args.format == "json" {
        let origins = write::origins(&labs, &loaded.sources);
        let files = json!({
            "version": origins["version"],
            "files": origins["files"],
            "not_deployed": origins["not_deployed"],
            "passed_over": passed_over(&loaded),
            "ignored_by_git": loaded.ignored_by_git,
        });
        output::write(None, Syntax::Json, |out| out.write_all(json_text(&files).as_bytes()))?;
    } else if loaded.sources.is_empty()
        && loaded.passed_over.is_empty()
        && let Some(missing) = missing
    {
        return Err(missing);
    } else {
        let text = table(&labs, &loaded);
        output::write(None, Syntax::Text, |out| out.write_all(text.as_bytes()))?;
    }
    Ok(inventory::exit(&labs, &loaded))
}

fn passed_over(loaded: &Loaded) -> Vec<Value> {
    let one = |(path, why): &(std::path::PathBuf, PassedOver)| json!({ "file": path.to_string_lossy(), "why": why.to_string() });
    loaded.passed_over.iter().map(one).collect()
}

fn table(labs: &[Lab], loaded: &Loaded) -> String {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header(["file", "read by", "gave"]);
    for FileLine { file, reader, gave } in lines(labs, loaded) {
        table.add_row([file, reader, gave]);
    }
    let table = table.to_string();
    let mut text = table.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    text.push('\n');
    match loaded.ignored_by_git {
        0 => {}
        1 => text.push_str("\n1 file or folder is ignored by git; name it to have it read.\n"),
        many => text.push_str(&format!(
            "\n{many} files and folders are ignored by git; name one to have it read.\n"
        )),
    }
    text
}

fn lines(labs: &[Lab], loaded: &Loaded) -> Vec<FileLine> {
    let origins = write::origins(labs, &loaded.sources);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let parked = list(&origins["not_deployed"]);
    let mut lines: Vec<FileLine> = Vec::new();
    for file in list(&origins["files"]) {
        let path = text(&file["file"]);
        let own = parked.iter().filter(|it| text(&it["file"]) == path);
        let mut gave: Vec<String> = own
            .map(|it| format!("{} not deployed: {}", text(&it["what"]), text(&it["why"])))
            .collect();
        let systems = file["systems"].as_u64().unwrap_or_default();
        match systems {
            0 => {}
            1 => gave.insert(0, "1 system".to_owned()),
            many => gave.insert(0, format!("{many} systems")),
        }
        let unplaced = labs.iter().flat_map(Lab::unplaced_files);
        if unplaced.into_iter().any(|unplaced| unplaced.path.trim_start_matches("./") == path) {
            gave.push("nothing says where it runs".to_owned());
        }
        let gave = if gave.is_empty() { "no system".to_owned() } else { gave.join("; ") };
        lines.push(FileLine { file: path, reader: text(&file["reader"]), gave });
    }
    lines.extend(loaded.passed_over.iter().map(|(path, why)| FileLine {
        file: path.to_string_lossy().into_owned(),
        reader: "-".to_owned(),
        gave: why.to_string(),
    }));
    lines
}
