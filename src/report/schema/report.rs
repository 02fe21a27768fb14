//! The schema of the placement report.

use serde_json::{Value, json};

use super::parts::{
    confidence, count, declared, described, either, from_one, hexadecimal, level, list, number,
    object, perhaps, refer, row, text, truth, verdict_name, whole, words,
};
use crate::report::placement::{Answer, Aspect, GaugeUnit, Layer, Mood, Shape, VERSION};

const SHAPES: [Shape; 6] = [
    Shape::Host,
    Shape::Vm,
    Shape::SystemContainer,
    Shape::Container,
    Shape::Native,
    Shape::Undecided,
];

pub(super) fn schema() -> Value {
    let schema = object([
        ("version", json!({ "const": VERSION })),
        ("labctl", described(text(), "the version of labctl that made it")),
        ("as_of", described(text(), "the day that dates are measured against, as 2027-06-30")),
        ("digest", described(hexadecimal(16), "of all that was read: the same for the same text")),
        ("labs", list(&lab())),
    ]);
    let about = "Where everything in a lab runs, whether it belongs there, and what hangs on it.";
    let definitions = json!({
        "answer": answer(),
        "at": at(),
        "gauge": gauge(),
        "layer": words(&Layer::ALL),
        "system": described(count(), "a host or a workload, by its place in `systems`"),
        "systems": list(&refer("system")),
    });
    whole("labctl report", about, schema, definitions)
}

fn lab() -> Value {
    object([
        ("name", perhaps(&text())),
        ("whole", described(truth(), "false if part of the inventory could not be read")),
        ("summary", summary()),
        (
            "systems",
            described(list(&system()), "every host and workload, in the order of the text"),
        ),
        ("map", map()),
        ("layers", described(list(&layer()), "from the bottom up")),
        ("decisions", described(list(&decision()), "where each workload belongs")),
        ("readiness", readiness()),
        ("failures", described(list(&failure()), "what happens when each host fails")),
        ("recovery", recovery()),
        ("security", security()),
        ("findings", list(&finding())),
        ("allowances", list(&allowance())),
        ("inputs", described(list(&input()), "the files that were read")),
        ("rules", list(&rule())),
    ])
}

fn summary() -> Value {
    let figure = object([
        ("name", text()),
        ("value", text()),
        ("note", text()),
        ("mood", words(&[Mood::Good, Mood::Fair, Mood::Bad, Mood::Plain])),
    ]);
    let levels = described(row(&[count(), count(), count()]), "errors, warnings and infos");
    object([
        ("sentence", text()),
        ("figures", list(&figure)),
        ("findings", levels),
        ("allowed", count()),
        ("workloads", count()),
        ("hosts", count()),
    ])
}

fn system() -> Value {
    let usage = object(["memory", "cores", "disk"].map(|name| (name, refer("gauge"))));
    let on = either(&[
        words(&["nothing", "outside"]),
        object([("system", refer("system"))]),
        object([("cluster", text())]),
        object([("unknown", described(text(), "a name that nothing has"))]),
    ]);
    object([
        ("name", described(text(), "several may be called the same")),
        ("anchor", described(text(), "a name for links, which no other system has")),
        ("shape", words(&SHAPES)),
        ("noun", described(text(), "what it is, in words")),
        ("layer", refer("layer")),
        ("role", perhaps(&text())),
        ("product", perhaps(&text())),
        ("purpose", perhaps(&text())),
        ("owner", perhaps(&text())),
        ("on", described(on, "what it runs on")),
        ("host", described(perhaps(&refer("system")), "the host at the bottom of its stack")),
        ("in_vm", described(truth(), "whether a virtual machine is somewhere below it")),
        ("up", described(truth(), "false if it is stopped, planned or retired")),
        ("status", described(perhaps(&text()), "if it is not up")),
        ("usage", described(perhaps(&usage), "of what others run on, or could")),
        ("worst", described(perhaps(&level()), "the worst that was found about it")),
        ("findings", described(list(&count()), "by their place in `findings`")),
    ])
}

fn gauge() -> Value {
    object([
        ("unit", words(&[GaugeUnit::Bytes, GaugeUnit::Millicores])),
        ("used", described(count(), "how much is promised")),
        ("limits", described(count(), "what the limits of containers add up to")),
        ("total", described(perhaps(&count()), "how much there is, if that is said")),
        ("percent", perhaps(&count())),
        ("unstated", described(count(), "how many guests do not say what they take")),
    ])
}

fn map() -> Value {
    let ground = either(&[words(&["outside", "nowhere", "circle"]), object([("cluster", text())])]);
    let place = |what| {
        object([
            ("depth", described(count(), "how many places it is inside of")),
            ("inside", described(count(), "how many places are inside it")),
            what,
        ])
    };
    let places = either(&[place(("system", refer("system"))), place(("ground", ground))]);
    described(list(&places), "what directly follows with a greater depth is inside")
}

fn layer() -> Value {
    object([
        ("layer", refer("layer")),
        ("systems", count()),
        ("owners", described(list(&row(&[text(), count()])), "who answers for how many")),
        ("without_owner", count()),
    ])
}

fn decision() -> Value {
    let change = object([
        ("write", described(text(), "what to write in the inventory")),
        ("to", described(text(), "the verdict it leads to, in words")),
    ]);
    object([
        ("system", refer("system")),
        ("declared", declared()),
        ("verdict", verdict_name()),
        ("says", described(text(), "the verdict in words")),
        ("confidence", confidence()),
        ("score", described(number(), "above zero for a VM, below for a container")),
        ("fits", described(perhaps(&truth()), "null where nothing is declared")),
        ("pinned", described(perhaps(&text()), "why the owner decided so, if the owner did")),
        ("evidence", described(list(&text()), "what weighs most first")),
        ("changes", described(list(&change), "what would lead to another verdict")),
    ])
}

fn readiness() -> Value {
    let asked = Aspect::ALL.map(Aspect::name).join(", ");
    let cells = row(&Aspect::ALL.map(|_| refer("answer")));
    let yes = row(&Aspect::ALL.map(|_| count()));
    let system = object([("system", refer("system")), ("cells", described(cells, &asked))]);
    let layer =
        object([("layer", refer("layer")), ("systems", count()), ("yes", described(yes, &asked))]);
    object([("rows", list(&system)), ("layers", list(&layer))])
}

fn answer() -> Value {
    object([
        ("answer", words(&[Answer::Yes, Answer::No, Answer::Unknown])),
        ("note", described(text(), "what it rests on")),
    ])
}

fn failure() -> Value {
    object([
        ("host", refer("system")),
        ("gone", described(refer("systems"), "what runs on it, at whatever depth")),
        ("hurt", described(perhaps(&refer("systems")), "what needs it; null if too much to count")),
        ("restarts", described(refer("systems"), "what its cluster starts again elsewhere")),
        ("room", described(perhaps(&truth()), "whether there is memory for that, if known")),
        ("survived", described(perhaps(&truth()), "whether nothing is missing then, if known")),
    ])
}

fn recovery() -> Value {
    let start = object([
        ("system", refer("system")),
        ("after", described(refer("systems"), "what it waits for besides what it runs on")),
        ("by_hand", described(truth(), "whether it does not start by itself")),
        ("circle", described(perhaps(&count()), "the circle it is in, by its place")),
    ]);
    let step = object([("layer", refer("layer")), ("systems", list(&start))]);
    let circles = described(list(&refer("systems")), "systems that wait for each other");
    object([
        ("steps", list(&step)),
        ("off", described(refer("systems"), "what stays off")),
        ("circles", circles),
    ])
}

fn security() -> Value {
    let segment = object([
        ("name", text()),
        ("vlan", perhaps(&text())),
        ("subnets", list(&text())),
        ("zone", perhaps(&text())),
        ("purpose", perhaps(&text())),
        ("members", count()),
    ]);
    let mark = object([("system", refer("system")), ("says", list(&text()))]);
    let marks = described(list(&mark), "the systems that stand out, each with what makes it so");
    object([("segments", described(list(&segment), "the networks")), ("marks", marks)])
}

fn finding() -> Value {
    object([
        ("rule", text()),
        ("level", level()),
        ("message", text()),
        ("help", perhaps(&text())),
        ("at", refer("at")),
        ("systems", refer("systems")),
        ("allowed", described(perhaps(&count()), "by its place in `allowances`")),
    ])
}

fn allowance() -> Value {
    object([
        ("rule", text()),
        ("reason", perhaps(&text())),
        ("until", described(perhaps(&text()), "the last day it holds, as 2027-06-30")),
        ("in_force", described(truth(), "false if that day is past")),
        ("at", refer("at")),
        ("excuses", described(count(), "how many findings it excuses")),
    ])
}

fn input() -> Value {
    object([("file", text()), ("lines", count()), ("sha256", hexadecimal(64))])
}

fn rule() -> Value {
    object([
        ("rule", text()),
        ("level", described(perhaps(&level()), "null if it did not run")),
        ("findings", count()),
        ("allowed", count()),
    ])
}

fn at() -> Value {
    object([
        ("file", text()),
        ("line", from_one()),
        ("column", described(from_one(), "in code points")),
    ])
}
