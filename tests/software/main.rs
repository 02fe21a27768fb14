//! The data of `src/software/data` are free of mistakes, and the Rust tables made of them are fresh.
//!
//! `BLESS=1 cargo test --test software` writes the tables anew. A mistake is told with its file, line and column.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

mod entry;
mod fields;
mod product;
mod reading;
mod release;

use reading::Reading;

const DATA: &str = "src/software/data";
const TABLES: &str = "src/software/tables";
const RELEASES: &str = "src/software/releases";

#[test]
fn tables_are_fresh() {
    let mut reading = Reading::default();
    let mut tables = BTreeMap::new();
    for path in files(DATA, "yaml") {
        let table = product::table(&mut reading, &path.display().to_string(), &read(&path));
        tables.insert(format!("{}.rs", stem(&path)), table);
    }
    assert!(reading.problems.is_empty(), "\n{}\n", reading.problems.join("\n"));
    assert!(tables.len() > 20, "every field of use has its file");
    tables.insert("mod.rs".to_owned(), product::map(tables.keys()));
    settle(TABLES, &tables);
}

#[test]
fn releases_are_fresh() {
    let mut reading = Reading::default();
    let mut tables = BTreeMap::new();
    for (name, table) in [
        ("archived", release::archived as fn(&mut Reading, &str, &str) -> String),
        ("software", release::lifecycles),
        ("systems", release::lifecycles),
    ] {
        let path = format!("{DATA}/releases/{name}.yaml");
        let table = table(&mut reading, &path, &read(Path::new(&path)));
        tables.insert(format!("{name}.rs"), table);
    }
    assert!(reading.problems.is_empty(), "\n{}\n", reading.problems.join("\n"));
    settle(RELEASES, &tables);
}

/// Whoever adds a product is told what is wrong with it, and where.
#[test]
fn mistakes_are_told_with_their_place() {
    let text = "# Names\n\nBlocky:\n  source: https://example.org\n  role: dsn\n  form: image\n  names: blocky\n\n\
                AdGuard:\n  source: http://example.org\n  role: dns\n  form: image\n  image: [adguard]\n  \
                ports: [53, 70000]\n  rights: [root]\n  votes: no\n\n\
                Coredns:\n  role: dns\n  form: image\n  images: [adguard, coredns]\n  names: [ad-guard]\n\n\
                Dnsmasq:\n  source: https://example.org\n  role: dns\n  form: image\n  images: [CoreDNS]\n  \
                usual: {ram: 1}\n  database: [data, /data/]\n";
    let mut reading = Reading::default();
    product::table(&mut reading, "a.yaml", text);
    let told = reading.problems.join("\n");
    let wanted = [
        "a.yaml:5:9: role: `dsn` is none of hypervisor, storage-server,",
        "a.yaml:7:10: names: a list is wanted: [one, two]",
        "a.yaml:9:1: `AdGuard` stands behind `blocky`, out of order",
        "a.yaml:10:11: source: a page begins with https://",
        "a.yaml:13:3: no field is called `image`; there are source, role,",
        "a.yaml:14:10: ports: `70000` is no number that fits",
        "a.yaml:15:11: rights: `root` is no right",
        "a.yaml:16:10: votes: write `true`, or leave it out",
        "a.yaml:10:3: AdGuard has nothing to be found by",
        "a.yaml:19:3: Coredns has no `source`",
        "a.yaml:28:12: the image `CoreDNS` is that of Coredns already",
        "a.yaml:29:10: usual: `ram` is none of cores, memory, disk",
        "a.yaml:30:13: database: `data` is no absolute path",
    ];
    for wanted in wanted {
        assert!(told.contains(wanted), "{wanted}\nis not in\n{told}");
    }
    assert_eq!(reading.problems.len(), wanted.len(), "{told}");
}

/// The page tells each field.
#[test]
fn every_field_is_documented() {
    let (products, releases) =
        labctl::software::PAGE.split_once("## When releases end").expect("both are told");
    for (page, forms) in [
        (products, &[product::PRODUCT][..]),
        (releases, &[release::LIFECYCLE, release::ARCHIVED][..]),
    ] {
        for (field, _) in forms.iter().flat_map(|form| form.fields) {
            assert!(page.contains(&format!("\n| `{field}` ")), "software.md tells of `{field}`");
        }
    }
}

/// What every file says that is written here.
pub(crate) const MADE: &str = "Made of `data/";

/// Writes some files if that is wished, or says which of them are not as they should be.
fn settle(folder: &str, wanted: &BTreeMap<String, String>) {
    let name = |path: &PathBuf| path.file_name().expect("a file").to_string_lossy().into_owned();
    let mut stale: Vec<PathBuf> = files(folder, "rs");
    stale.retain(|path| !wanted.contains_key(&name(path)) && read(path).contains(MADE));
    for (name, text) in wanted {
        let path = Path::new(folder).join(name);
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            stale.push(path);
        }
    }
    if env::var_os("BLESS").is_none() {
        assert!(stale.is_empty(), "out of date (BLESS=1 to update): {stale:?}");
        return;
    }
    for path in stale {
        match wanted.get(&name(&path)) {
            Some(text) => fs::write(&path, text).expect("the table can be written"),
            None => fs::remove_file(&path).expect("the table can be removed"),
        }
    }
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|own| own == extension));
    files.sort();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a file").to_string_lossy().into_owned()
}
