//! What is written of a lab reads back as the same lab.

use std::fs;
use std::path::Path;

use labctl::check::Checked;
use labctl::finding::Finding;
use labctl::lab::{Kind, Lab, MistakeKind};
use labctl::rules::FAMILIES;
use labctl::source::Span;
use labctl::write::{Comments, inventory};

use crate::{always, check, lab, labs, texts};

#[test]
fn generated_labs_stay_the_same() {
    always(labs::any(), |generated| stays_the_same(&labs::yaml(&generated.by_name())));
    always(labs::any(), |generated| stays_the_same(&labs::yaml(&generated.in_lists())));
}

#[test]
fn any_text_that_is_read_stays_the_same() {
    always(texts::tokens(), |text| stays_the_same(&text));
    always(texts::slipped(), |text| stays_the_same(&text));
}

#[test]
fn the_labs_of_all_pages_stay_the_same() {
    let mut labs = vec![fs::read_to_string("examples/homelab.yaml").expect("the example is there")];
    pages(Path::new("src"), &mut labs);
    assert!(labs.len() > 200, "every page has some: {}", labs.len());
    labs.iter().for_each(|text| stays_the_same(text));
}

/// The `yaml` blocks of the pages below a folder.
fn pages(folder: &Path, labs: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            pages(&path, labs);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let page = fs::read_to_string(&path).expect("the page is there");
            let blocks = page.split("```yaml\n").skip(1);
            labs.extend(blocks.filter_map(|block| Some(block.split_once("```")?.0.to_owned())));
        }
    }
}

fn stays_the_same(text: &str) {
    let before = check(text);
    let [one] = before.labs.as_slice() else { return };
    let written = inventory(one.lab(), &Comments::default());
    let after = check(&written);
    let again = lab(&after);
    // What another format leaves open or to its engine is as good as written once it stands in an inventory.
    let is_own = |file: &Span| one.lab().reader_of(*file) == Some("inventory");
    let is_own = one.lab().files().iter().all(is_own);
    if is_own {
        same(&facts(again.lab()), &facts(one.lab()), text, &written);
    }
    if is_own && one.lab().mistakes(MistakeKind::InvalidField).next().is_none() {
        same(&findings(again), &findings(one), text, &written);
    }
    let twice = inventory(again.lab(), &Comments::default());
    assert_eq!(twice, written, "{text}");
    let wrong: Vec<&Finding> = again.findings.iter().filter(|it| is_of_text(it)).collect();
    assert!(wrong.is_empty(), "{text}\nis written as\n{written}\n{wrong:?}");
}

fn same(again: &[String], before: &[String], text: &str, written: &str) {
    for (again, before) in again.iter().zip(before) {
        assert_eq!(again, before, "{text}\nis written as\n{written}");
    }
    assert_eq!(again.len(), before.len(), "{text}\nis written as\n{written}");
}

/// True for what is wrong with a text, and not with the lab it tells of.
fn is_of_text(finding: &Finding) -> bool {
    ["syntax-error", "unknown-field", "missing-unit", "other-spelling", "yaml-1-1-value"]
        .contains(&finding.rule)
}

/// What rules find in a lab, whatever its text is like.
fn findings(lab: &Checked) -> Vec<String> {
    let family = FAMILIES.iter().find(|family| family.name == "inventory").expect("the family");
    let is_of_lab = |finding: &&Finding| family.all().all(|rule| rule.name != finding.rule);
    let mut findings: Vec<String> = lab
        .findings
        .iter()
        .filter(is_of_lab)
        .map(|finding| format!("{} {} {}", finding.rule, finding.level, finding.message))
        .collect();
    findings.sort();
    findings
}

/// All that is known of a lab, a line a thing, wherever it stands.
fn facts(lab: &Lab) -> Vec<String> {
    let kinds = [Kind::Host, Kind::Vm, Kind::Container, Kind::Native, Kind::Undecided];
    let systems = kinds.into_iter().flat_map(|kind| {
        lab.systems().map(|it| it.entry()).filter(move |entry| entry.kind == kind)
    });
    let mut facts = vec![format!("{:?} {:?}", lab.name(), lab.placement())];
    facts.extend(systems.map(|it| format!("{it:?}")));
    facts.extend(lab.clusters().map(|it| format!("{:?}", it.record())));
    facts.extend(lab.networks().map(|it| format!("{:?}", it.record())));
    facts.extend(lab.storage().map(|it| format!("{:?}", it.record())));
    facts.extend(lab.targets().map(|it| format!("{:?}", it.record())));
    facts.iter().map(|fact| plain(fact)).collect()
}

/// The same without places, and without what is absent.
fn plain(debug: &str) -> String {
    let mut parts = debug.split("Span {");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once('}').map_or("", |(_, rest)| rest));
    let plain = rest.fold(first, |text, part| text + part);
    // What cannot be read cannot be written either.
    let plain = plain
        .replace(
            "Other(Some(Unknown { at: , why: \"it cannot be read\", via: None }))",
            "Other(None)",
        )
        .replace("Other(Some(Empty { at:  }))", "Other(None)");
    let mut words: Vec<&str> = Vec::new();
    for word in plain.split(' ') {
        match word.trim_end_matches(',') {
            "Stated(Other(None))" | "List(Stated(Other(None)))" => drop(words.pop()),
            _ => words.push(word),
        }
    }
    let parts = ["Nature", "Connection", "Isolation", "Running", "Operation", "Machine"];
    parts.iter().fold(words.join(" "), |text, part| {
        text.replace(&format!("Sparse(Some({part} {{ }}))"), "Sparse(None)")
    })
}
