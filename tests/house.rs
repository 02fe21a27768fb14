//! The house keeps its shape: layers, a file and a page for each entry of a table, small files.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use labctl::claim::CLAIMS;
use labctl::read::READERS;
use labctl::report::{Format, findings, placement, plan, visible};
use labctl::rules::authority::AUTHORITIES;
use labctl::rules::{FAMILIES, rules};
use labctl::verdict::{CONSTRAINTS, SIGNALS};

/// A file with more lines than this has more than one subject.
const LINES: usize = 500;

/// `lib.rs` lists the modules in the order that data flows, and each uses only those above it.
#[test]
fn every_module_uses_only_those_above_it() {
    let map = read("src/lib.rs");
    let listed =
        map.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "));
    let order: Vec<&str> = listed.collect();
    let order: Vec<&str> = order.iter().map(|module| module.trim_end_matches(';')).collect();
    assert!(order.len() > 5, "lib.rs lists the modules");
    let mut wrong = Vec::new();
    for path in files("src", "rs") {
        let inside = path.strip_prefix("src").expect("it is below src").with_extension("");
        let module: Vec<&str> = inside.iter().map(|part| part.to_str().expect("UTF-8")).collect();
        let Some(own) = order.iter().position(|known| *known == module[0]) else { continue };
        let depth = module.iter().filter(|part| **part != "mod").count();
        for used in uses(&read(&path), depth) {
            if !order[..=own].contains(&used.as_str()) {
                wrong.push(format!("{} uses `{used}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every module of the library is listed, and stands where the list says.
#[test]
fn every_module_is_on_the_map() {
    let map = read("src/lib.rs");
    for name in names_in("src") {
        let listed = name == "lib" || name == "main" || map.contains(&format!("mod {name};\n"));
        assert!(listed, "src/lib.rs does not list `{name}`");
    }
}

/// No dead words: what the language lets an owner say, a rule, a signal or the report reads.
#[test]
fn every_field_of_the_model_is_read() {
    // Where fields are declared, filled from a text, merged and written back.
    let fills =
        ["src/read/", "src/write/", "src/lab/draft.rs", "src/lab/merge.rs", "src/lab/settle.rs"];
    let declares = ["entry", "records", "parts", "volume"].map(|name| format!("src/lab/{name}.rs"));
    let reads = |path: &PathBuf| {
        let path = path.to_string_lossy().replace('\\', "/");
        !fills.iter().any(|room| path.starts_with(room))
    };
    let read_by: String = files("src", "rs").iter().filter(|path| reads(path)).map(read).collect();
    let letter = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    let read_by: BTreeSet<&str> = read_by
        .split('.')
        .skip(1)
        .map(|rest| rest.split(|it| !letter(it)).next().unwrap_or(""))
        .collect();
    let mut fields = Vec::new();
    for path in &declares {
        for line in read(path).lines().filter(|line| line.ends_with(',')) {
            let line = line.trim_start().trim_start_matches("pub ");
            let Some((field, kind)) = line.split_once(": ") else { continue };
            if field.chars().all(letter) && kind.starts_with(|it: char| it.is_ascii_uppercase()) {
                fields.push((path, field.to_owned()));
            }
        }
    }
    assert!(fields.len() > 120, "only {} fields were found", fields.len());
    fields.retain(|(_, field)| !read_by.contains(field.as_str()));
    assert!(fields.is_empty(), "nothing reads {fields:?}");
}

/// A family is a folder, and each of its rules is a file and a page in it.
#[test]
fn every_rule_has_its_file_and_its_page() {
    let folders: BTreeSet<String> = folders("src/rules");
    let families: BTreeSet<String> = FAMILIES.iter().map(|family| family.name.to_owned()).collect();
    assert_eq!(folders, families, "a folder a family");
    for family in FAMILIES {
        let folder = format!("src/rules/{}", family.name);
        let table: BTreeSet<String> = family.all().map(|rule| file_name(rule.name)).collect();
        let mut code = stems(&folder, "rs");
        assert!(code.remove("mod"), "{folder} has its table");
        // What several rules of a family need stands beside them, and is no rule.
        for name in &code {
            let holds_rule = read(format!("{folder}/{name}.rs")).contains("const RULE: Rule");
            assert_eq!(holds_rule, table.contains(name), "{folder}/{name}.rs");
        }
        assert!(table.is_subset(&code), "a file a rule in {folder}");
        assert_eq!(stems(&folder, "md"), table, "a page a rule in {folder}");
        for rule in family.all() {
            let code = read(format!("{folder}/{}.rs", file_name(rule.name)));
            assert!(
                code.contains(&format!("name: \"{}\",", rule.name)),
                "{} is in its file",
                rule.name
            );
        }
    }
    let names: BTreeSet<&str> = rules().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rules().count(), "no two rules have the same name");
}

/// What several families or the reports need to know is in `insight`; a family shows the others its table.
#[test]
fn no_family_helps_out_elsewhere() {
    let mut wrong = Vec::new();
    for family in FAMILIES {
        let own = Path::new("src/rules").join(family.name);
        for path in files("src", "rs").iter().filter(|path| !path.starts_with(&own)) {
            let code = read(path);
            let inside = format!("rules::{}::", family.name);
            let of_table = format!("{}::FAMILY", family.name);
            let beside = path.parent() == Some(Path::new("src/rules"))
                && code.replace(&of_table, "").contains(&format!("{}::", family.name));
            if code.contains(&inside) || beside {
                wrong.push(format!("{} uses what `{}` has", path.display(), family.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each format is a file and a page.
#[test]
fn every_format_has_its_file_and_its_page() {
    each_is_a_file_and_a_page("src/report/findings", findings::FORMATS);
    each_is_a_file_and_a_page("src/report/placement", placement::FORMATS);
    each_is_a_file_and_a_page("src/report/plan", plan::FORMATS);
}

fn each_is_a_file_and_a_page<W>(folder: &str, formats: &[Format<W>]) {
    let table: BTreeSet<String> = formats.iter().map(|format| file_name(format.name)).collect();
    assert_eq!(stems(folder, "md"), table, "a page a format");
    let code = stems(folder, "rs").into_iter();
    let formats = code.filter(|name| read(format!("{folder}/{name}.rs")).contains("const FORMAT:"));
    assert_eq!(formats.collect::<BTreeSet<_>>(), table, "every format is in the table");
}

/// Each reader is a folder with its page.
#[test]
fn every_reader_has_its_folder_and_its_page() {
    let table: BTreeSet<String> = READERS.iter().map(|reader| file_name(reader.name)).collect();
    let mut folders = folders("src/read");
    assert!(folders.remove("field"), "what all readers share has a folder too");
    assert_eq!(folders, table, "a folder a reader");
    for reader in &table {
        assert_eq!(stems(format!("src/read/{reader}"), "md"), BTreeSet::from([reader.clone()]));
    }
}

/// A rule enforces claims that exist and are meant to be enforced, or rests on a public source.
#[test]
fn every_rule_has_grounds() {
    for rule in rules() {
        let name = rule.name;
        assert!(!rule.claims.is_empty() || !rule.sources.is_empty(), "{name} has grounds");
        for claim in rule.claims {
            assert!(CLAIMS.contains(claim), "{name} cites {claim}, which no page says");
            assert!(!claim.background, "{name} cites {claim}, which only sets the scene");
        }
        for source in rule.sources {
            let known = AUTHORITIES.iter().any(|known| known.url == source.url);
            assert!(known, "{name} cites {}, which is not listed", source.title);
        }
    }
}

/// Every thought of the concept pages is enforced by something, or marked as one that sets the scene.
#[test]
fn every_claim_is_enforced_or_background() {
    let of_rules = rules().flat_map(|rule| rule.claims);
    let of_constraints = CONSTRAINTS.iter().flat_map(|constraint| constraint.claims);
    let of_signals = SIGNALS.iter().flat_map(|signal| signal.claims);
    let enforced: Vec<_> = of_rules.chain(of_constraints).chain(of_signals).collect();
    for claim in CLAIMS {
        let is_enforced = enforced.contains(&claim);
        assert!(is_enforced != claim.background, "{claim} ({})", claim.text);
    }
}

/// A stricter profile is never milder, and a fact about the inventory is one in every profile.
#[test]
fn stricter_profiles_are_never_milder() {
    for rule in rules() {
        let (name, levels) = (rule.name, rule.level);
        assert!(levels.strict >= levels.default, "{name} is milder in `strict`");
        assert!(levels.default >= levels.minimal, "{name} is milder in `default`");
        assert!(levels.strict.is_some(), "{name} never runs");
        assert!(!levels.firm || levels.minimal.is_some(), "{name} is firm and does not always run");
    }
}

/// What is known is data, and words come last: no code takes a message apart or mends it.
#[test]
fn no_code_reads_a_message() {
    let sentences = ["message", "help", "about"];
    let reads =
        ["replace", "split", "rsplit", "starts_with", "ends_with", "strip_", "find", "contains"];
    let mut wrong = Vec::new();
    for path in files("src", "rs") {
        let code: String = read(&path).split_whitespace().collect();
        for (sentence, read) in sentences.iter().flat_map(|it| reads.map(|read| (it, read))) {
            if code.contains(&format!("{sentence}.{read}")) {
                wrong.push(format!("{}: {sentence}.{read}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What labctl says is shown whole: none of its own sentences looks like a secret.
#[test]
fn labctl_hides_none_of_its_own_words() {
    let mut hidden = Vec::new();
    for path in files("src", "rs").into_iter().filter(|path| is_spoken(path)) {
        let code = read(&path);
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        for literal in code.lines().flat_map(literals) {
            let said = literal.replace("{{", "{");
            let shown = visible(&said);
            if shown.matches('*').count() > said.matches('*').count() {
                hidden.push(format!("{}: {shown}", path.display()));
            }
        }
    }
    assert!(hidden.is_empty(), "{}", hidden.join("\n"));
}

/// True for a file with sentences in it; a format has markup, and the search for secrets has theirs.
fn is_spoken(path: &Path) -> bool {
    !path.starts_with("src/secret") && !path.starts_with("src/report")
}

/// The texts of a line of code, as far as they begin and end on it.
fn literals(line: &str) -> impl Iterator<Item = String> {
    let line = line.trim_start();
    let parts = if line.starts_with("//") { "" } else { line }.replace("\\\"", "'");
    parts.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// A file says what it is, and is small.
#[test]
fn every_file_has_one_subject() {
    let mut wrong = Vec::new();
    for path in ["src", "tests", "benches"].into_iter().flat_map(|folder| files(folder, "rs")) {
        let text = read(&path);
        if !text.starts_with("//! ") {
            wrong.push(format!("{} does not open with `//!`", path.display()));
        }
        if text.lines().count() > LINES {
            wrong.push(format!("{} has more than {LINES} lines", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A type name means one thing in the whole crate.
#[test]
fn no_type_name_stands_twice() {
    let (mut seen, mut twice) = (BTreeMap::new(), Vec::new());
    for path in files("src", "rs") {
        for name in declared_types(&read(&path)) {
            if let Some(earlier) = seen.insert(name.clone(), path.clone()) {
                twice.push(format!("{name}: {} and {}", earlier.display(), path.display()));
            }
        }
    }
    assert!(seen.len() > 400, "the types are found");
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

/// The types that a file declares at its top level, by themselves or in a list of `record!` or `words!`.
fn declared_types(code: &str) -> Vec<String> {
    let (mut names, mut in_list) = (Vec::new(), false);
    for line in code.lines() {
        match line {
            "record! {" | "words! {" => in_list = true,
            "}" => in_list = false,
            _ if in_list => {
                let listed = line.strip_prefix("    ").and_then(|line| line.strip_suffix(" {"));
                let is_name = |name: &&str| name.starts_with(char::is_uppercase);
                names.extend(listed.filter(is_name).map(str::to_owned));
            }
            _ => names.extend(declared_type(line)),
        }
    }
    names
}

/// The name of the type that a line declares at the top level of its file.
fn declared_type(line: &str) -> Option<String> {
    let line = match line.strip_prefix("pub(") {
        Some(restricted) => restricted.split_once(") ")?.1,
        None => line.trim_start_matches("pub "),
    };
    let (keyword, rest) = line.split_once(' ')?;
    ["struct", "enum", "union", "trait", "type"].contains(&keyword).then(|| word(rest))
}

/// The Rust version that is promised is enough for everything labctl is built from here.
#[test]
fn the_promised_rust_version_is_enough() {
    let host = cargo(&["--version", "--verbose"]);
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo says it");
    // Packages for other platforms need not be at hand.
    let mut asked = vec!["metadata", "--format-version", "1", "--locked", "--offline"];
    asked.extend(["--filter-platform", host]);
    let told: serde_json::Value = serde_json::from_str(&cargo(&asked)).expect("it is JSON");
    let packages = told["packages"].as_array().expect("there are packages");
    assert!(packages.len() > 20, "labctl is built from packages");
    let promised = version(env!("CARGO_PKG_RUST_VERSION"));
    for package in packages {
        let needed = package["rust_version"].as_str().map(version).unwrap_or_default();
        assert!(needed <= promised, "{} needs Rust {needed:?}", package["name"]);
    }
}

/// What everybody looks for stands at the top.
#[test]
fn the_top_level_is_there() {
    for name in ["Cargo.toml", "src", "examples", "tests", "README.md", "LICENSE"] {
        assert!(Path::new(name).exists(), "{name} is missing");
    }
}

/// The modules of the library that a file uses, itself so many modules below the root.
fn uses(code: &str, depth: usize) -> Vec<String> {
    let code: Vec<&str> =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let root = "super::".repeat(depth);
    let mut used = Vec::new();
    for path in ["crate::", root.as_str()] {
        for (at, _) in code.match_indices(path) {
            // A longer path of the same kind is met again further on, `other_crate::` is another one.
            let before = code[..at].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() || before == '_' || before == ':' {
                continue;
            }
            let rest = &code[at + path.len()..];
            match rest.strip_prefix('{') {
                Some(group) => used.extend(members(group)),
                None => used.push(word(rest)),
            }
        }
    }
    used
}

/// The first words of `a, b::{c, d}, e}`.
fn members(group: &str) -> Vec<String> {
    let (mut depth, mut starts, mut members) = (0, true, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts = true,
            _ if starts && !letter.is_whitespace() => {
                members.push(word(&group[at..]));
                starts = false;
            }
            _ => {}
        }
    }
    members
}

fn word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

fn version(text: &str) -> Vec<u32> {
    let numbers = text.split(['.', '-']).map_while(|part| part.parse().ok());
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.resize(3, 0);
    numbers
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
}

/// The file that something of a name stands in.
fn file_name(name: &str) -> String {
    name.replace('-', "_")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands directly in a folder, sorted.
fn entries(folder: impl AsRef<Path>) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    entries.map(|entry| entry.expect("it can be listed").path()).collect()
}

/// All files of a kind below a folder.
fn files(folder: impl AsRef<Path>, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in entries(folder) {
        if path.is_dir() {
            files.extend(self::files(path, extension));
        } else if path.extension() == Some(OsStr::new(extension)) {
            files.push(path);
        }
    }
    files
}

/// The names of the files of a kind directly in a folder, without what follows the dot.
fn stems(folder: impl AsRef<Path>, extension: &str) -> BTreeSet<String> {
    let of_kind = |path: &PathBuf| path.extension() == Some(OsStr::new(extension));
    entries(folder).into_iter().filter(of_kind).map(|path| stem(&path)).collect()
}

fn folders(folder: &str) -> BTreeSet<String> {
    entries(folder).into_iter().filter(|path| path.is_dir()).map(|path| stem(&path)).collect()
}

fn names_in(folder: &str) -> BTreeSet<String> {
    entries(folder).iter().map(|path| stem(path)).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().and_then(OsStr::to_str).expect("names are UTF-8").to_owned()
}
