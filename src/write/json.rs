//! What was read, for programs: every value with its state and with the place it comes from.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::lab::{Kind, Lab, NetworkFields, PartOrigin, Record, Stated, System, ValueState};
use crate::read::field::{FieldTable, ToldField};
use crate::read::inventory::{CLUSTER, ENTRY, NETWORK, PLACEMENT, STORAGE, TARGET};
use crate::source::{ColumnUnit, Sources, Span};

/// The version of the form.
const VERSION: u32 = 1;

/// Some labs as they were read.
pub fn origins<'a>(labs: impl IntoIterator<Item = &'a Lab>, sources: &Sources) -> Value {
    let labs: Vec<&Lab> = labs.into_iter().collect();
    let not_deployed = labs.iter().flat_map(|lab| {
        lab.not_deployed().iter().map(|it| {
            let at = place(sources, it.at);
            json!({ "file": at["file"], "line": at["line"], "what": *it.what, "why": *it.why })
        })
    });
    let not_deployed: Vec<Value> = not_deployed.collect();
    json!({
        "version": VERSION,
        "labs": labs.iter().map(|lab| OriginWriter { lab, sources }.lab()).collect::<Vec<_>>(),
        "not_deployed": not_deployed,
        "files": files(&labs, sources),
    })
}

/// Every file that was read: by what, and how many systems it speaks of.
fn files(labs: &[&Lab], sources: &Sources) -> Vec<Value> {
    let mut files: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for lab in labs {
        for file in lab.files() {
            let reader = lab.reader_of(*file).unwrap_or_default();
            files.entry(shown(sources.of(*file).path())).or_insert((reader, 0));
        }
        for system in lab.systems() {
            let places = system.entry().places.iter();
            let mut paths: Vec<&str> = places.map(|at| shown(sources.of(at).path())).collect();
            paths.dedup();
            for path in paths {
                if let Some((_, count)) = files.get_mut(path) {
                    *count += 1;
                }
            }
        }
    }
    let file =
        |(path, (reader, systems))| json!({ "file": path, "reader": reader, "systems": systems });
    files.into_iter().map(file).collect()
}

struct OriginWriter<'a> {
    lab: &'a Lab,
    sources: &'a Sources,
}

impl OriginWriter<'_> {
    fn lab(&self) -> Value {
        let lab = self.lab;
        let name = lab.name().map(|name| name.value.as_str());
        json!({
            "name": name,
            "systems": lab.systems().map(|system| self.system(system)).collect::<Vec<_>>(),
            "clusters": lab.clusters().map(|it| self.record(&CLUSTER, it.record())).collect::<Vec<_>>(),
            "networks": lab.networks().map(|it| self.network(it.record())).collect::<Vec<_>>(),
            "storage": lab.storage().map(|it| self.record(&STORAGE, it.record())).collect::<Vec<_>>(),
            "backups": lab.targets().map(|it| self.record(&TARGET, it.record())).collect::<Vec<_>>(),
            "placement": self.placement(),
            "disagreements": self.disagreements(),
        })
    }

    fn system(&self, system: System<'_>) -> Value {
        let entry = system.entry();
        let origin = self.lab.origin_of(system);
        let runs_on: Vec<&str> = entry.runs_on.iter().map(|it| it.value.as_str()).collect();
        let name = origin.and_then(|it| it.service.as_deref()).unwrap_or(system.name());
        let id = match runs_on[..] {
            [host]
                if !system.name().contains('@')
                    && origin.is_some_and(|it| it.service.is_some()) =>
            {
                format!("{name}@{host}")
            }
            _ => system.name().to_owned(),
        };
        let parts = origin.map(|it| it.parts.as_slice()).unwrap_or_default();
        let is_app = entry.kind == Kind::Container
            && system.as_container().is_some_and(|it| !it.is_system_container());
        let mut fields = self.fields(&ENTRY, &entry.fields, parts);
        for amount in ["memory", "cpu"] {
            if is_app && let Some(amount) = fields.get_mut(amount) {
                name_limits(&mut amount["value"]);
            }
        }
        if let Some(addresses) = self.addresses_in_networks(system) {
            fields.entry("addresses").or_insert(addresses);
        }
        if is_app {
            let none = || ToldField {
                value: Some(false.into()),
                state: ValueState::Derived,
                ..ToldField::known_at(entry.name.span)
            };
            fields.entry("engine_socket").or_insert_with(|| self.field(none()));
        }
        let also: Vec<Value> = entry.places.others.iter().map(|at| self.told_place(*at)).collect();
        let reader = self.lab.reader_of(entry.name.span).or(origin.map(|it| it.reader));
        let mut json = json!({
            "name": system.name(),
            "id": id,
            "kind": kind(entry.kind),
            "runs_on": runs_on,
            "at": place(self.sources, entry.name.span),
            "reader": reader.unwrap_or("inventory"),
            "fields": fields,
        });
        if !also.is_empty() {
            json["also"] = also.into();
        }
        json
    }

    /// The addresses that a system has in networks of the house.
    fn addresses_in_networks(&self, system: System<'_>) -> Option<Value> {
        let all: Vec<_> = system.networks().flat_map(|network| &network.addresses).collect();
        let at = place(self.sources, all.first()?.text.span);
        let all: Vec<&str> = all.iter().map(|address| address.text.as_str()).collect();
        Some(json!({ "value": all, "state": "known", "at": at }))
    }

    /// A network; one range of addresses stands alone.
    fn network(&self, network: &Record<NetworkFields>) -> Value {
        let mut json = self.record(&NETWORK, network);
        if let Some([range]) = json["fields"]["subnet"]["value"].as_array().map(Vec::as_slice) {
            json["fields"]["subnet"]["value"] = range.clone();
        }
        json
    }

    fn record<T: 'static>(&self, table: &FieldTable<T>, record: &Record<T>) -> Value {
        let mut fields = self.fields(table, &record.fields, &[]);
        // One alone is told as such.
        if let Some(subnet) = fields.get_mut("subnet")
            && let Some([one]) = subnet["value"].as_array().map(Vec::as_slice)
        {
            subnet["value"] = one.clone();
        }
        json!({
            "name": record.name.value.as_str(),
            "at": place(self.sources, record.name.span),
            "fields": fields,
        })
    }

    fn placement(&self) -> Value {
        let fields = PLACEMENT.write(self.lab.placement());
        Value::Object(fields.into_iter().map(|(key, value)| (key, value.json())).collect())
    }

    fn fields<T: 'static>(
        &self,
        table: &FieldTable<T>,
        record: &T,
        parts: &[PartOrigin],
    ) -> Map<String, Value> {
        let mut fields = Map::new();
        for (name, told) in table.told(record) {
            let mut own = Map::new();
            let starts = told.starts.clone();
            for (path, part) in told.parts.clone() {
                own.insert(path, self.field(part));
            }
            for part in parts.iter().filter(|part| part.field == name) {
                own.insert(moved(&part.path, &starts), self.part(&part.origin));
            }
            let mut field = self.field(told);
            if !own.is_empty() {
                field["parts"] = own.into();
            }
            fields.insert(name.to_owned(), field);
        }
        fields
    }

    fn field(&self, told: ToldField) -> Value {
        let ToldField { value, state, at, via, why, .. } = told;
        let mut json = Map::new();
        json.extend(value.map(|value| ("value".to_owned(), value)));
        json.insert("state".to_owned(), state_word(state).into());
        json.extend(why.map(|why| ("why".to_owned(), why.into())));
        // What a format means where nothing is written stands nowhere.
        let at = at.filter(|_| state != ValueState::Default);
        json.extend(at.map(|at| ("at".to_owned(), place(self.sources, at))));
        json.extend(via.map(|via| ("via".to_owned(), json!([place(self.sources, via)]))));
        json.into()
    }

    fn part(&self, origin: &Stated<()>) -> Value {
        ToldField::without_value(origin).map_or(Value::Null, |told| self.field(told))
    }

    fn disagreements(&self) -> Vec<Value> {
        let disagreement = |it: &crate::lab::Disagreement| {
            let of = self.lab.name_of(it.of).unwrap_or_default();
            let (used, other) = (self.told_place(it.used), self.told_place(it.other));
            json!({ "of": format!("{of}.{}", it.field), "used": used, "other": other })
        };
        self.lab.disagreements().iter().map(disagreement).collect()
    }

    /// A place, and what read it.
    fn told_place(&self, at: Span) -> Value {
        let mut json = place(self.sources, at);
        json["reader"] = self.lab.reader_of(at).into();
        json
    }
}

/// The path of a part whose list has more items here, as one stands for several.
fn moved(path: &str, starts: &[usize]) -> String {
    let index = path.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let moved = index.and_then(|(index, rest)| {
        let start = starts.get(index.parse::<usize>().ok()?)?;
        Some(format!("[{start}]{rest}"))
    });
    moved.unwrap_or_else(|| path.to_owned())
}

/// A path as it is told.
fn shown(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}

/// A place as people count.
fn place(sources: &Sources, at: Span) -> Value {
    if at == Span::default() || sources.is_empty() {
        return Value::Null;
    }
    let source = sources.of(at);
    let start = source.position(source.bytes(at).start, ColumnUnit::CodePoint);
    json!({ "file": shown(source.path()), "line": start.line, "column": start.column })
}

/// What is the most and the least of a guest is the limit and the reservation of a container.
fn name_limits(memory: &mut Value) {
    let named = match &*memory {
        Value::Object(range) => {
            let names = [("max", "limit"), ("min", "reservation")];
            let named = names
                .iter()
                .filter_map(|(from, to)| Some(((*to).to_owned(), range.get(*from)?.clone())));
            named.collect::<Map<_, _>>()
        }
        Value::Number(_) => Map::from_iter([("limit".to_owned(), memory.clone())]),
        _ => return,
    };
    *memory = named.into();
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Host => "host",
        Kind::Vm => "vm",
        Kind::Container => "container",
        Kind::Native => "native",
        Kind::Undecided => "undecided",
    }
}

fn state_word(state: ValueState) -> &'static str {
    match state {
        ValueState::Absent => "absent",
        ValueState::Known => "known",
        ValueState::Default => "default",
        ValueState::Derived => "derived",
        ValueState::Assumed => "assumed",
        ValueState::Unknown => "unknown",
    }
}
