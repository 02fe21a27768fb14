//! Labelled workloads as an inventory of workloads that nobody has decided about.

use labctl::check::{Outcome, check};
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::source::Sources;
use labctl::verdict;
use serde_json::{Map, Value, json};

/// A row of a table.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) label: String,
    workload: Value,
}

/// What came out for a row.
pub(crate) struct Judged {
    pub(crate) verdict: &'static str,
    pub(crate) confidence: String,
    pub(crate) score: f32,
}

/// The rows of a table with a header.
pub(crate) fn rows(text: &str) -> Vec<Row> {
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let header = table.headers().expect("a header").clone();
    let row = |record: csv::StringRecord| {
        let get = |column: &str| {
            let at = header.iter().position(|name| name == column)?;
            record.get(at).filter(|text| !text.is_empty())
        };
        Row {
            name: get("name").expect("a name").to_owned(),
            label: get("label").expect("a label").to_owned(),
            workload: workload(get),
        }
    };
    table.records().map(|record| row(record.expect("a whole row"))).collect()
}

/// The verdict on each row.
pub(crate) fn judged(rows: &[Row], software: bool, names: bool) -> Vec<Judged> {
    let outcome = checked(rows, software, names);
    let lab = &outcome.labs[0];
    rows.iter()
        .map(|row| {
            let system = lab.lab().system(&row.name).expect("every row is a workload");
            let workload = system.as_workload().expect("not a host");
            let brief = lab.verdicts().brief(workload);
            let label = match brief.outcome {
                // What runs on a machine of its own is a VM to the tables, which know only two labels.
                verdict::Conclusion::Physical => "vm",
                verdict::Conclusion::ContainerInDedicatedVm => "container",
                other => other.name(),
            };
            Judged { verdict: label, confidence: brief.confidence.to_string(), score: brief.score }
        })
        .collect()
}

/// The rows as an inventory that was checked.
pub(crate) fn checked(rows: &[Row], software: bool, names: bool) -> Outcome {
    let workloads: Map<String, Value> =
        rows.iter().map(|row| (row.name.clone(), row.workload.clone())).collect();
    let text = serde_yaml::to_string(&json!({ "workloads": workloads })).expect("plain values");
    let mut sources = Sources::default();
    sources.add("labelled.yaml".to_owned(), text).expect("under 4 GiB");
    let settings = Settings { software, names, ..Settings::default() };
    check(sources, &Files::default(), &settings)
}

fn workload<'t>(get: impl Fn(&str) -> Option<&'t str>) -> Value {
    let mut workload = Map::new();
    let purpose: Vec<&str> = [get("title"), get("category")].into_iter().flatten().collect();
    if !purpose.is_empty() {
        workload.insert("purpose".to_owned(), json!(purpose.join(", ")));
    }
    if let Some(os) = get("os") {
        workload.insert("os".to_owned(), json!(os));
    }
    if let Some(memory) = get("ram_mb") {
        workload.insert("memory".to_owned(), json!(format!("{memory}MiB")));
    }
    if get("lifetime").is_some_and(|lifetime| matches!(lifetime, "one-shot" | "scheduled")) {
        workload.insert("lifetime".to_owned(), json!("ephemeral"));
    }
    for need in get("needs").unwrap_or_default().split(';').filter(|need| !need.is_empty()) {
        let (field, value) = needed(need);
        match workload.get_mut(field).and_then(Value::as_array_mut) {
            Some(list) => list.extend(value.as_array().cloned().unwrap_or_default()),
            None => drop(workload.insert(field.to_owned(), value)),
        }
    }
    Value::Object(workload)
}

/// A need of a row, as a field of the inventory.
fn needed(need: &str) -> (&'static str, Value) {
    let device =
        |kind: &str, mode: &str| ("devices", json!([{"name": need, "kind": kind, "mode": mode}]));
    match need {
        "host-net" => ("host_namespaces", json!(["network"])),
        "privileged" => ("privileged", json!(true)),
        "nesting" => ("nesting", json!(true)),
        "net-admin" | "raw-net" | "sys-admin" => {
            let name = if need == "raw-net" {
                "NET_RAW".to_owned()
            } else {
                need.to_uppercase().replace('-', "_")
            };
            ("capabilities", json!([name]))
        }
        "docker-socket" => ("volumes", json!(["/var/run/docker.sock:/var/run/docker.sock"])),
        "gpu" => device("gpu", "shared"),
        "gpu-passthrough" => device("gpu", "passthrough"),
        "usb" => device("usb", "passthrough"),
        "tun" => device("tun", "shared"),
        "disk-passthrough" => device("disk", "passthrough"),
        "capture-nic" | "nic-passthrough" | "hba-passthrough" | "pci-passthrough" => {
            device("pci", "passthrough")
        }
        _ => ("x-need", json!(need)),
    }
}
