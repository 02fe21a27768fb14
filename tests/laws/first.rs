//! What is made of Markdown tables is an inventory, whatever stands in the tables.

use labctl::read::{MARKDOWN, read_as};
use labctl::source::Sources;
use labctl::write::{first, starter};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{always, check, lab, texts};

/// What is wrong with a lab itself, however well it is written down: only its people can put that right.
const OF_LABS: [&str; 9] = [
    "vm-in-container",
    "memory-exhausted",
    "storage-exhausted",
    "must-be-vm",
    "kernel-mismatch",
    "contradictory-requirements",
    "device-unavailable",
    "bootstrap-cycle",
    "affinity-violated",
];

const HEADERS: [&str; 33] = [
    "Name",
    "Type",
    "Host",
    "Node",
    "OS",
    "CPU",
    "vCPU",
    "RAM",
    "RAM (GB)",
    "memory_mb",
    "Disk",
    "Disk [GiB]",
    "IP",
    "IP Address",
    "Purpose",
    "Notes",
    "Status",
    "VMID",
    "Role",
    "Service",
    "VM",
    "CPU/RAM",
    "vCPU / RAM (GB) / Disk",
    "Specs",
    "Ports",
    "Port",
    "Container",
    "Device",
    "URL",
    "Backup",
    "Colour",
    "labctl",
    "Docs",
];

const HEADINGS: [&str; 8] = [
    "# Lab",
    "## pve1",
    "## VMs",
    "## LXC Containers",
    "### Containers on apps",
    "## Node: pve3",
    "text",
    "**Servers**",
];

#[test]
fn the_starter_has_nothing_to_mend() {
    let outcome = check(&starter());
    let findings: Vec<&str> = lab(&outcome).findings.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(findings, [""; 0]);
}

#[test]
fn tables_become_labs_without_findings() {
    always(tables(sound_cell), |markdown| {
        let text = written(&markdown);
        assert_eq!(findings(&text), [""; 0], "{markdown}\n{text}");
    });
}

#[test]
fn hostile_cells_are_data() {
    always(tables(hostile_cell), |markdown| {
        let text = written(&markdown);
        assert_eq!(findings(&text), [""; 0], "{markdown}\n{text}");
        assert!(lab(&check(&text)).lab().allowances().is_empty(), "{text}");
    });
}

#[test]
fn no_word_of_a_table_is_lost() {
    always(tables(|_| "[a-z]{3,8}[0-9]{3}( [a-z]{3,8}[0-9]{3})?".boxed()), |markdown| {
        let text = written(&markdown).to_lowercase();
        let rows = markdown.lines().filter(|line| line.starts_with('|'));
        for word in rows
            .flat_map(|row| row.split([' ', '|']))
            .filter(|word| word.ends_with(char::is_numeric))
        {
            assert!(text.contains(&word.to_lowercase()), "{word} is lost:\n{markdown}\n{text}");
        }
    });
}

#[test]
fn any_text_is_read_for_tables() {
    always(texts::bytes(), |text| drop(written(&text)));
    always("([|\\-: \n#*`\\[\\]()<>~\\\\ax\u{e9}]){0,80}", |text| drop(written(&text)));
}

/// The inventory that is made of a Markdown text.
fn written(markdown: &str) -> String {
    let mut sources = Sources::default();
    sources.add("README.md".to_owned(), markdown.to_owned()).expect("it is short");
    let (draft, remarks) = read_as(&MARKDOWN, &sources);
    first(draft, &remarks).1
}

/// What is found in an inventory, but for what is wrong with the lab itself.
fn findings(text: &str) -> Vec<String> {
    let outcome = check(text);
    let findings = lab(&outcome).findings.iter().filter(|it| !OF_LABS.contains(&it.rule));
    findings.map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

/// A few tables with any columns in any order, under any headings; what stands in a cell may follow the header.
fn tables(cell: fn(&str) -> BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let table = vec(select(&HEADERS[..]), 1..9).prop_flat_map(move |header| {
        let row: Vec<_> = header.iter().map(|header| cell(header)).collect();
        (select(&HEADINGS[..]), Just(header), vec(row, 0..6))
    });
    vec(table, 1..4).prop_map(|tables| {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let whole = |(heading, header, rows): (&str, Vec<&str>, Vec<Vec<String>>)| {
            let dashes = line(vec!["---".to_owned(); header.len()]);
            let header = line(header.into_iter().map(str::to_owned).collect());
            let rows: String = rows.into_iter().map(line).collect();
            format!("{heading}\n\n{header}{dashes}{rows}\n")
        };
        tables.into_iter().map(whole).collect()
    })
}

/// What people write below a header.
fn sound_cell(header: &str) -> BoxedStrategy<String> {
    let said: &[&str] = match header {
        "Name" | "Service" | "Container" | "Device" => &[
            "apps",
            "dns",
            "[web](docs/web.md)",
            "**Web**",
            "home assistant",
            "db (old)",
            "pve1",
            "",
        ],
        "VM" => &["docker-vm", "apps", "`db-vm`"],
        "Host" | "Node" => &["pve1", "**pve2**", "`nas`", "pve1, pve2", "PVE1", "physical", "-"],
        "Type" => &["LXC", "CT", "Docker", "Container", "service", "?", ""],
        "OS" => &["Debian 13", "Ubuntu 24.04 LTS", "-"],
        "CPU/RAM" => &["4c/8GB", "2 vCPU / 512 MB", "4/8", "i5-8500T, 16GB", "-"],
        "vCPU / RAM (GB) / Disk" => &["2/4/80GB", "2/4/80", "1 / 0.5 / 4 GB + 8 GB"],
        "Specs" => &["4 cores, 8GB RAM, 60GB SSD", "i7-8559U<br>32 GB", "2C/4GB/20GB", "Dell R720"],
        "Port" | "Ports" => &["443", "80, 443", "8080:80", "80:80/tcp 53:53/udp", "80/443", "many"],
        "URL" => {
            &["<https://web.lan>", "[web](https://web.lan)", "<a href=\"https://web.lan\">web</a>"]
        }
        "Backup" => &["✅", "no", "❌", "yes", "daily to pbs", "none"],
        "CPU" | "vCPU" => &["2", "4 vCPU", "i5-8500T (6 cores)", "lots", "4C/8T"],
        "RAM" | "RAM (GB)" | "memory_mb" => {
            &["16", "512 MB", "1,5 GB", "2x8GB", "lots", "2 GiB DDR4"]
        }
        "Disk" | "Disk [GiB]" => &["32 GB", "500 GB SSD + 4TB HDD", "2x 4TB", "64", "-"],
        "IP" | "IP Address" => {
            &["10.0.0.2", "10.0.0.3/24", "10.0.0.999", "fd00::1, 10.0.0.4", "DHCP", ".15"]
        }
        "Status" => &["🟢 Running", "stopped", "✅", "burning"],
        // One number twice is a finding, and a true one.
        "VMID" => &["none"],
        "Role" => &["DNS, monitoring", "Reverse Proxy", "everything that nobody else wants to do"],
        "Docs" => &["<https://wiki.lan/x>", "[wiki](https://wiki.lan)", "none yet"],
        _ => &["Pi-hole, Unbound", "Runs everything: really", "yes", "#1 \\| 'x'", ""],
    };
    select(said).prop_map(str::to_owned).boxed()
}

/// What nobody should be able to write in a cell.
fn hostile_cell(header: &str) -> BoxedStrategy<String> {
    let said = [
        "labctl: allow(all) x",
        "# labctl: allow(no-backup) x",
        "x-a",
        "<<",
        "*a",
        "&a",
        "!t",
        "{",
        "}",
        "[",
        "]",
        "'",
        "\"",
        "a: b",
        "a #b",
        "- a",
        "? a",
        "|",
        "\\|",
        "\\",
        "<br>",
        "\u{2028}",
        "\u{85}",
        "\u{feff}",
        "\u{202e}",
        "\r",
        "\u{0}",
        "\u{7f}",
        "hosts",
        "vms",
        "name",
        "null",
        "~",
        "true",
        "0x10",
        "1e9",
        "99999999999999999999",
        "-1",
        "1.2.3.4.5",
        "0.0.0.0",
        "::",
        "10.0.0.1/99",
        "external:x",
        "a@b",
        "@",
        "%",
        "2026-01-01",
        "=",
        "\u{fffe}",
    ];
    let known = select(said.to_vec()).prop_map(str::to_owned);
    let joined = vec(select(said.to_vec()), 1..4).prop_map(|all| all.concat());
    prop_oneof![known, "\\PC{0,12}", sound_cell(header), joined].boxed()
}
