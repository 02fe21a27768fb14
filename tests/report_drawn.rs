//! The report as a page and as a picture: everything is on it once, names are data, and nothing is loaded.
//!
//! What only a browser can tell is left out here, and said so: `.ci/browser` looks at that.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use labctl::check::{Outcome, check};
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::report::View;
use labctl::report::placement::{FORMATS, Report};
use labctl::source::Sources;
use roxmltree::{Document, Node};

const HOMELAB: &str = include_str!("../examples/homelab.yaml");
const HOSTILE: &str = include_str!("report_drawn/hostile.yaml");

/// Parts of a page that show every host and workload, or every workload.
const OF_ALL: &[&str] = &["map", "readiness", "recovery", "inventory"];

#[test]
fn everything_is_on_the_page_once() {
    for text in labs() {
        let outcome = checked(&text);
        let report = report(&outcome);
        let lab = &report.labs[0];
        // The first cell of a row is what the row is about; other cells may mean the same system.
        let page = heads_only(&written("html", &outcome));
        for item in &lab.systems {
            let anchor = &item.anchor;
            let head = format!("><a href=\"#w-{anchor}\">");
            let marks = [
                ("map", format!("<li id=\"w-{anchor}\"")),
                ("readiness", head.clone()),
                ("recovery", format!("<li><a href=\"#w-{anchor}\"")),
                ("inventory", head.clone()),
            ];
            for (part, mark) in marks {
                assert_eq!(part_of(&page, part).matches(&mark).count(), 1, "{anchor} in {part}");
            }
            let is_host = lab.failures.iter().any(|it| lab.system(it.host).anchor == *anchor);
            let times = part_of(&page, "decisions").matches(&head).count();
            assert_eq!(times, usize::from(!is_host), "{anchor} in decisions");
        }
        for part in OF_ALL {
            assert!(!part_of(&page, part).contains("There are"), "{part} shows all");
        }
        let open = lab.findings.iter().filter(|told| told.allowed.is_none()).count();
        assert_eq!(part_of(&page, "findings").matches("<li ").count(), open);
    }
}

#[test]
fn everything_is_in_the_picture_once() {
    for text in labs() {
        let outcome = checked(&text);
        let report = report(&outcome);
        let picture = written("svg", &outcome);
        let picture =
            Document::parse(&picture).unwrap_or_else(|error| panic!("{error}:\n{picture}"));
        let ids = picture.descendants().filter_map(|node| node.attribute("id"));
        let mut drawn: Vec<&str> = ids.filter_map(|id| id.strip_prefix("w-")).collect();
        drawn.sort_unstable();
        let mut all: Vec<&str> =
            report.labs[0].systems.iter().map(|it| it.anchor.as_ref()).collect();
        all.sort_unstable();
        assert_eq!(drawn, all);
    }
}

/// A box lies in another or beside it, and nothing lies beside the picture.
#[test]
fn no_box_lies_across_another() {
    for text in labs().into_iter().take(4) {
        let picture = written("svg", &checked(&text));
        let picture = Document::parse(&picture).expect("it is XML");
        let boxes: Vec<[u32; 4]> = picture.descendants().filter_map(sides).collect();
        assert!(boxes.len() > 3);
        for (at, one) in boxes.iter().enumerate() {
            for other in &boxes[at + 1..] {
                assert!(
                    apart(one, other) || inside(one, other) || inside(other, one),
                    "{one:?} {other:?}"
                );
            }
        }
    }
}

/// Of what is cut, the whole stands in a title.
#[test]
fn what_is_cut_has_a_title() {
    let picture = written("svg", &checked(HOSTILE));
    let picture = Document::parse(&picture).expect("it is XML");
    let texts: Vec<Node<'_, '_>> =
        picture.descendants().filter(|it| it.has_tag_name("text")).collect();
    let mut cut = 0;
    for text in texts {
        if !text.text().unwrap_or_default().ends_with('…') {
            continue;
        }
        cut += 1;
        let group = text.parent().expect("it is in a group");
        let title = group.children().find(|it| it.has_tag_name("title"));
        let title = title.and_then(|it| it.text()).expect("the group has a title");
        let shown = text.text().unwrap_or_default().trim_end_matches('…');
        assert!(title.contains(shown), "{shown:?} in {title:?}");
    }
    assert!(cut > 3, "some are long");
}

/// What a page is made of. Nothing in an inventory adds to that.
#[test]
fn names_are_text() {
    let mut plain = tags(&written("html", &checked(HOMELAB)));
    // A name in letters of all sorts is kept from turning the text around it, and what is cut has a title.
    plain.insert("bdi".to_owned(), BTreeSet::from(["title".to_owned()]));
    for (tag, attributes) in tags(&written("html", &checked(HOSTILE))) {
        let known = plain.get(&tag).unwrap_or_else(|| panic!("a <{tag}>"));
        for attribute in attributes {
            assert!(known.contains(&attribute), "{attribute} of <{tag}>");
            assert!(!attribute.starts_with("on") && attribute != "style", "{attribute} of <{tag}>");
        }
    }
    for format in ["html", "svg"] {
        let text = written(format, &checked(HOSTILE));
        let steers =
            |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert_eq!(text.find(steers), None, "{format}");
        assert!(!text.contains("href=\"javascript"), "{format}");
        for name in [
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "&amp;lt;b",
            "\\u{202e}gpj.exe",
            "\\u{1b}[31mred",
        ] {
            assert!(text.contains(name), "{name} in {format}");
        }
    }
}

/// Every tag is closed by its own, every name is given once, and every link within the page leads somewhere.
#[test]
fn the_page_is_well_formed() {
    let two = format!("{HOMELAB}---\n{HOSTILE}");
    for text in labs().into_iter().chain([two]) {
        let page = written("html", &checked(&text));
        let page = body(&page);
        let mut open = Vec::new();
        let (mut ids, mut links) = (BTreeSet::new(), BTreeSet::new());
        for tag in page.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').expect("a tag ends");
            if let Some(closed) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(closed), "</{closed}>");
                continue;
            }
            let name = tag.split(' ').next().unwrap_or_default();
            if !tag.ends_with('/') && name != "input" {
                open.push(name);
            }
            for (attribute, value) in attributes(tag) {
                match attribute {
                    "id" => assert!(ids.insert(value), "{value} is there twice"),
                    "href" | "for" => {
                        links.extend(
                            value.strip_prefix('#').or((attribute == "for").then_some(value)),
                        );
                    }
                    _ => {}
                }
            }
        }
        assert_eq!(open, ["body"], "what is left open");
        let dead: Vec<&&str> = links.difference(&ids).collect();
        assert!(dead.is_empty(), "{dead:?}");
    }
}

#[test]
fn nothing_is_loaded() {
    for text in labs() {
        let page = written("html", &checked(&text));
        assert!(page.contains("default-src 'none'; style-src 'sha256-"));
        assert_eq!(page.matches("<script").count(), 1);
        assert_eq!(page.matches("<style").count(), 1);
        for loads in
            [" src=", "url(", "@import", "<iframe", "<object", "<form", "fetch(", "import("]
        {
            let shown = page.replace("&lt;img src=", "");
            assert!(!shown.contains(loads), "{loads}");
        }
        for link in page.match_indices("<link ").map(|(at, _)| &page[at..]) {
            assert!(link.starts_with("<link rel=\"icon\" href=\"data:"), "a link");
        }
    }
}

#[test]
fn the_same_inventory_gives_the_same_bytes() {
    for format in ["html", "svg"] {
        assert_eq!(written(format, &checked(HOSTILE)), written(format, &checked(HOSTILE)));
    }
}

/// Tables of a large lab say that they do not show all; the map does.
#[test]
fn a_large_lab_has_short_tables_and_a_whole_map() {
    let mut text = "hosts: {big: {}}\ncontainers:\n".to_owned();
    (0..2_400).for_each(|number| text.push_str(&format!("  c{number}: {{runs_on: big}}\n")));
    let page = written("html", &checked(&text));
    assert_eq!(part_of(&page, "map").matches("<li id=\"w-").count(), 2_401);
    for part in ["readiness", "inventory"] {
        let part = part_of(&page, part);
        assert_eq!(part.matches("<th scope=\"row\"").count(), 2_000);
        assert!(part.contains("There are 401 more."));
    }
}

#[test]
#[ignore = "needs a browser: .ci/browser"]
fn in_a_browser() {
    let status = Command::new(".ci/browser").status().expect("bash is there");
    assert!(status.success());
}

/// Labs of all sorts: the example, hostile names, nothing at all, a high stack, a wide host, circles, stray guests.
fn labs() -> Vec<String> {
    let mut stack = "hosts: {h: {}}\nvms:\n  v0: {runs_on: h}\n".to_owned();
    (1..30).for_each(|at| stack.push_str(&format!("  v{at}: {{runs_on: v{}}}\n", at - 1)));
    let mut wide = "clusters: {k: {kind: kubernetes, members: [a, b]}}\nhosts: {a: {memory: 8GiB}, b: {cpu: 4, memory: 4GiB}}\nvms: {v: {runs_on: a, memory: 12GiB}}\ncontainers:\n".to_owned();
    for number in 0..60 {
        let place = ["a", "v", "k", "external", "nobody"][number % 5];
        wide.push_str(&format!(
            "  c{number}: {{runs_on: {place}, depends_on: [c{}]}}\n",
            (number * 7) % 60
        ));
    }
    let round = "hosts: {h: {}}\nvms: {a: {runs_on: b}, b: {runs_on: a}}\n".to_owned();
    vec![HOMELAB.to_owned(), HOSTILE.to_owned(), stack, wide, round, "hosts: {}\n".to_owned()]
}

/// The section of a page.
fn part_of<'p>(page: &'p str, id: &str) -> &'p str {
    let (_, rest) =
        page.split_once(&format!("<section id=\"{id}\"")).expect("the section is there");
    rest.split_once("</section>").expect("it ends").0
}

/// The page without the other cells of its tables.
fn heads_only(page: &str) -> String {
    let rows = page.split("<td").map(|part| match part.split_once("</td>") {
        Some((_, after)) => after,
        None => part,
    });
    rows.collect()
}

/// What is between the head and the script.
fn body(page: &str) -> &str {
    let (_, body) = page.split_once("</head>\n").expect("a page has a head");
    body.split_once("<script>").expect("a page has a script").0
}

/// Every kind of tag with its attributes.
fn tags(page: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut tags: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for tag in body(page).split('<').skip(1).filter(|tag| !tag.starts_with('/')) {
        let (tag, _) = tag.split_once('>').expect("a tag ends");
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        let known = tags.entry(name.to_owned()).or_default();
        known.extend(attributes(tag).map(|(attribute, _)| attribute.to_owned()));
    }
    tags
}

/// The attributes of a tag, all of which stand in double quotes or have no value.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag.split_once(' ').map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        rest = rest.trim_matches([' ', '/']);
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.strip_prefix("=\"") else {
            rest = after;
            return Some((name, ""));
        };
        let (value, after) = value.split_once('"').expect("a value ends");
        rest = after;
        Some((name, value))
    })
}

/// The sides of what is drawn as a box: left, right, top, bottom.
fn sides(node: Node<'_, '_>) -> Option<[u32; 4]> {
    let is_box =
        matches!(node.attribute("class")?, "host" | "vm" | "box" | "off" | "ground" | "paper");
    let number = |name: &str| node.attribute(name).map_or(Some(0), |text| text.parse().ok());
    let (x, y) = (number("x")?, number("y")?);
    (node.has_tag_name("rect") && is_box).then_some([
        x,
        x + number("width")?,
        y,
        y + number("height")?,
    ])
}

fn apart(one: &[u32; 4], other: &[u32; 4]) -> bool {
    one[1] <= other[0] || other[1] <= one[0] || one[3] <= other[2] || other[3] <= one[2]
}

fn inside(one: &[u32; 4], other: &[u32; 4]) -> bool {
    one[0] >= other[0] && one[1] <= other[1] && one[2] >= other[2] && one[3] <= other[3]
}

fn checked(text: &str) -> Outcome {
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), text.to_owned()).expect("under 4 GiB");
    check(sources, &Files::default(), &Settings::default())
}

fn report(outcome: &Outcome) -> Report<'_> {
    Report::of(outcome, &Settings::default())
}

fn written(format: &str, outcome: &Outcome) -> String {
    let format = FORMATS.iter().find(|known| known.name == format).expect("it is in the table");
    let mut bytes = Vec::new();
    (format.write)(&report(outcome), &View::default(), &mut bytes).expect("a vector takes all");
    String::from_utf8(bytes).expect("it is text")
}
