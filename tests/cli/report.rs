//! `labctl report`: where it goes, what `--check` and `--inject` do, and how a run ends.

use super::{BROKEN, CLEAN, CLEAN_EXIT, FINDINGS, Folder, NOTHING, UNREADABLE, WARNING, err, out};

/// A page with a place for a report.
const PAGE: &str = "\
# My lab

<!-- labctl report -->
old
<!-- labctl report end -->

The rest.
";

#[test]
fn findings_do_not_fail_a_report() {
    let lab = Folder::lab(WARNING);
    let said = lab.run("report lab.yaml").code(CLEAN_EXIT).stderr_eq("");
    assert!(out(&said).starts_with("Placement of the lab\n1 warning to mend\n"), "{}", out(&said));
}

#[test]
fn several_formats_of_one_run() {
    let lab = Folder::lab(CLEAN);
    lab.run("report lab.yaml -f markdown=a.md -f mermaid=b.mmd -f json=c.json -f terminal")
        .code(CLEAN_EXIT)
        .stderr_eq("");
    assert_eq!(lab.names(), ["a.md", "b.mmd", "c.json", "lab.yaml"]);
    assert!(lab.read("a.md").contains(lab.read("b.mmd").as_str()));
    let said = lab.run("report lab.yaml -f json -f markdown").code(UNREADABLE);
    assert!(err(&said).starts_with("error: two outputs go to standard output\n"));
}

#[test]
fn the_name_of_a_file_says_its_format() {
    let lab = Folder::lab(CLEAN);
    for (file, format) in
        [("a.md", "markdown"), ("b.json", "json"), ("c.mmd", "mermaid"), ("d", "terminal")]
    {
        lab.run(&format!("report lab.yaml -o {file}")).code(CLEAN_EXIT).stdout_eq("");
        let said = lab.run(&format!("report lab.yaml -f {format}")).code(CLEAN_EXIT);
        assert_eq!(lab.read(file), out(&said));
        lab.run(&format!("report lab.yaml --check {file}")).code(CLEAN_EXIT).stdout_eq("");
    }
    let said = lab.run("report lab.yaml -o map.png").code(UNREADABLE).stdout_eq("");
    assert!(err(&said).contains("no format is usual for `map.png`"), "{}", err(&said));
    assert!(!lab.names().contains(&"map.png".to_owned()));
}

#[test]
fn a_stale_file_is_told_and_left_alone() {
    let lab = Folder::lab(CLEAN);
    lab.run("report lab.yaml -o map.md").code(CLEAN_EXIT);
    let before = lab.read("map.md");
    let lab = lab.with("lab.yaml", format!("{CLEAN}  more: {{runs_on: apps}}\n"));
    let said = lab.run("report lab.yaml --check map.md").code(FINDINGS).stdout_eq("");
    assert!(err(&said).starts_with("`map.md` is stale from line "), "{}", err(&said));
    assert_eq!(lab.read("map.md"), before);
    // A checkout may have brought other line breaks.
    lab.run("report lab.yaml -o map.md").code(CLEAN_EXIT);
    let crlf = lab.read("map.md").replace('\n', "\r\n");
    let lab = lab.with("map.md", crlf);
    lab.run("report lab.yaml --check map.md").code(CLEAN_EXIT).stderr_eq("");
    lab.run("report lab.yaml --check gone.md").code(UNREADABLE);
    lab.run("report lab.yaml --check map.md -f json=x").code(UNREADABLE);
    lab.run("report lab.yaml --check map.md -f json -f markdown").code(UNREADABLE);
    assert_eq!(lab.names(), ["lab.yaml", "map.md"]);
}

#[test]
fn a_part_of_a_file_is_replaced() {
    let lab = Folder::lab(CLEAN).with("README.md", PAGE);
    lab.run("report lab.yaml --check README.md").code(FINDINGS);
    lab.run("report lab.yaml --inject README.md").code(CLEAN_EXIT).stdout_eq("").stderr_eq("");
    let page = lab.read("README.md");
    assert!(page.starts_with("# My lab\n\n<!-- labctl report -->\n\n## Placement of the lab\n"));
    assert!(page.ends_with("\n\n<!-- labctl report end -->\n\nThe rest.\n"), "{page}");
    assert!(!page.contains("old"));
    lab.run("report lab.yaml --inject README.md").code(CLEAN_EXIT);
    assert_eq!(lab.read("README.md"), page);
    lab.run("report lab.yaml --check README.md").code(CLEAN_EXIT).stderr_eq("");
    let lab = lab.with("README.md", page.replace("The rest.", "Another rest."));
    lab.run("report lab.yaml --check README.md").code(CLEAN_EXIT);
}

#[test]
fn a_part_keeps_the_line_breaks_of_its_file() {
    let lab = Folder::lab(CLEAN).with("README.md", PAGE.replace('\n', "\r\n"));
    lab.run("report lab.yaml --inject README.md").code(CLEAN_EXIT);
    let page = lab.read("README.md");
    assert_eq!(page.matches('\n').count(), page.matches("\r\n").count());
    lab.run("report lab.yaml --check README.md").code(CLEAN_EXIT);
}

#[test]
fn a_file_without_a_place_stays_as_it_is() {
    let backwards = "<!-- labctl report end -->\n<!-- labctl report -->\n";
    for page in ["# My lab\n", "<!-- labctl report -->\n", backwards] {
        let lab = Folder::lab(CLEAN).with("README.md", page);
        let said = lab.run("report lab.yaml --inject README.md").code(UNREADABLE).stdout_eq("");
        assert!(err(&said).starts_with("error: `README.md` has no place for the report\nhelp: "));
        assert_eq!(lab.read("README.md"), page);
    }
    let lab = Folder::lab(CLEAN).with("README.md", PAGE);
    lab.run("report lab.yaml --inject README.md -f json").code(UNREADABLE);
    lab.run("report lab.yaml --inject lab.yaml").code(UNREADABLE);
    lab.run("report lab.yaml -o lab.yaml").code(UNREADABLE);
    lab.run("report lab.yaml --inject README.md --check README.md").code(UNREADABLE);
    assert_eq!((lab.read("README.md"), lab.read("lab.yaml")), (PAGE.to_owned(), CLEAN.to_owned()));
}

#[test]
fn a_marker_that_is_there_twice_is_named() {
    let page = format!("{PAGE}{PAGE}");
    let lines: Vec<usize> = (1..)
        .zip(page.lines())
        .filter(|(_, line)| *line == "<!-- labctl report -->")
        .map(|(number, _)| number)
        .collect();
    let lab = Folder::lab(CLEAN).with("README.md", &page);
    for what in ["--inject", "--check"] {
        let said = lab.run(&format!("report lab.yaml {what} README.md")).code(UNREADABLE);
        let start = format!(
            "error: `README.md` has `<!-- labctl report -->` twice, in lines {} and {}\nhelp: ",
            lines[0], lines[1]
        );
        assert!(err(&said.stdout_eq("")).starts_with(&start));
        assert_eq!(lab.read("README.md"), page);
    }
}

#[test]
fn markers_that_are_shown_as_code_are_none() {
    let code = "````md\n<!-- labctl report -->\n```\n<!-- labctl report end -->\n````\n";
    let page =
        format!("{code}\n<!-- labctl report -->\n<!-- labctl report end -->\n~~~\n{code}~~~\n");
    let lab = Folder::lab(CLEAN).with("README.md", page);
    lab.run("report lab.yaml --inject README.md").code(CLEAN_EXIT);
    let text = lab.read("README.md");
    assert!(text.starts_with(&format!("{code}\n<!-- labctl report -->\n\n## ")), "{text}");
    assert!(text.ends_with(&format!("<!-- labctl report end -->\n~~~\n{code}~~~\n")), "{text}");
    lab.run("report lab.yaml --check README.md").code(CLEAN_EXIT);
    let lab = lab.with("README.md", code);
    lab.run("report lab.yaml --inject README.md").code(UNREADABLE);
}

#[test]
fn how_a_report_ends() {
    let lab = Folder::lab(BROKEN).with("empty.yaml", "").with("none.yaml", "hosts: {}\n");
    let said = lab.run("report lab.yaml").code(UNREADABLE);
    for said in [out(&said), err(&said)] {
        assert!(said.contains("part of the inventory could not be read"), "{said}");
    }
    lab.run("report gone.yaml").code(UNREADABLE);
    lab.run("report none.yaml").code(NOTHING);
    lab.run("report").code(NOTHING);
}

/// The day stands in the report, so that it is the same on any day.
#[test]
fn the_day_is_the_one_that_is_asked_for() {
    let lab = Folder::lab(CLEAN);
    let said = lab.run("report lab.yaml --as-of 2027-01-31");
    assert!(out(&said).contains("as of 2027-01-31, inputs "), "{}", out(&said));
    assert_eq!(out(&lab.run("report lab.yaml")), out(&lab.run("report lab.yaml")));
}
