//! What a cell says, as the value of a field.

use std::collections::HashSet;
use std::net::IpAddr;

use super::cell::Cell;
use super::column::{Column, Head};
use super::cores::cpu;
use super::machine::{Kind, Machine};
use super::ports::{outside, ports};
use super::size::{size, sizes};
use crate::lab::{SizeKind, Status, Vocabulary};

/// A field with its value in YAML, and whether that is all the cell says.
pub(super) struct Value {
    pub(super) field: &'static str,
    pub(super) yaml: String,
    pub(super) whole: bool,
}

/// Addresses and ports that a machine has already: no other one can have them too.
#[derive(Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// The field that a cell becomes, if it becomes one.
    pub(super) fn value(&mut self, head: Head, cell: &Cell, machine: &Machine) -> Option<Value> {
        let text = cell.text.as_str();
        let bare = cell.bare();
        let is_host = machine.kind.is_host();
        let whole = |field, yaml| Some(Value { field, yaml, whole: true });
        let said = |field| if text.is_empty() { None } else { whole(field, scalar(text)) };
        match head.column {
            Column::Os => said("os"),
            Column::Owner => said("owner"),
            Column::Site => said("site"),
            // What a row is not called after, it is there for.
            Column::Purpose | Column::App(_) => said("purpose"),
            Column::Notes => said("notes"),
            Column::Image if !is_host && !text.contains(' ') => said("image"),
            Column::Vlan if number(text).is_some_and(|vlan| (1..=4094).contains(&vlan)) => {
                said("vlan")
            }
            Column::Docs => whole("docs", scalar(link(cell)?)),
            Column::Url => {
                let link = link(cell).filter(|link| link.contains(['.', ':', '/']))?;
                whole("url", scalar(link))
            }
            Column::Cpu => cpu(text, is_host),
            Column::Memory => {
                let size = size(text, head.unit, SizeKind::Memory)?;
                Some(Value { field: "memory", yaml: size.text, whole: size.whole })
            }
            Column::Disk => disks(text, head.unit, is_host),
            Column::Vmid if !is_host => {
                whole("vmid", number(text).filter(|&number| number > 0)?.to_string())
            }
            Column::Order if !is_host => whole("start_order", number(text)?.to_string()),
            Column::Autostart if !is_host => whole("autostart", truth(text)?.to_string()),
            Column::Backup if bare.eq_ignore_ascii_case("none") => {
                whole("backup", "none".to_owned())
            }
            Column::Backup => {
                let backup = if truth(text)? { "true" } else { "none" };
                whole("backup", backup.to_owned())
            }
            Column::Ports if !is_host && machine.kind != Kind::Vm => {
                let (text, whole) = without_brackets(text);
                let yaml = self.ports(&text, &machine.on)?;
                Some(Value { field: "ports", yaml, whole })
            }
            Column::Status => {
                let runs = bare.is_empty() && (text == "🟢" || truth(text) == Some(true));
                let status = if runs { Status::Running } else { Status::from_word(bare)? };
                whole("status", status.to_string())
            }
            Column::Role => whole("role", list(&names(text, true)?)),
            Column::Tags => whole("tags", list(&names(text, false)?)),
            Column::Address => self.addresses(text).and_then(|yaml| whole("address", yaml)),
            Column::Mac => {
                let mac = text.replace('-', ":").to_lowercase();
                let parts: Vec<&str> = mac.split(':').collect();
                let is_part = |part: &&str| {
                    part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit())
                };
                let is_mac =
                    parts.len() == 6 && parts.iter().all(is_part) && self.0.insert(mac.clone());
                if is_mac { whole("mac", quoted(&mac)) } else { None }
            }
            _ => None,
        }
    }

    /// Ports that nobody on the same machine has yet.
    fn ports(&mut self, text: &str, on: &[String]) -> Option<String> {
        let ports = ports(text)?;
        let mut taken = HashSet::new();
        for (outside, protocol) in ports.iter().filter_map(|port| outside(port)) {
            let fresh = |on: &String| {
                let port = format!("{} {outside}/{protocol}", on.to_lowercase());
                !self.0.contains(&port) && taken.insert(port)
            };
            if outside > 0 && !on.iter().all(fresh) {
                return None;
            }
        }
        self.0.extend(taken);
        let words: Vec<String> = ports
            .into_iter()
            .map(|port| if port.contains(':') { quoted(port) } else { scalar(port) })
            .collect();
        Some(list(&words))
    }

    /// Addresses that nobody has yet, or `dhcp`.
    fn addresses(&mut self, text: &str) -> Option<String> {
        if text.eq_ignore_ascii_case("dhcp") {
            return Some("dhcp".to_owned());
        }
        let words: Vec<&str> =
            text.split([' ', ',', ';']).filter(|word| !matches!(*word, "" | "/")).collect();
        let ips: Option<Vec<String>> = words.iter().map(|word| address(word)).collect();
        let ips = ips.filter(|ips| {
            !ips.is_empty() && ips.iter().collect::<HashSet<_>>().len() == ips.len()
        })?;
        if ips.iter().any(|ip| self.0.contains(ip)) {
            return None;
        }
        self.0.extend(ips);
        let words: Vec<String> = words.into_iter().map(scalar).collect();
        Some(list(&words))
    }
}

/// Text without what stands in brackets, and whether that is all of it.
fn without_brackets(text: &str) -> (String, bool) {
    let mut parts = text.split('(');
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once(')').map_or("", |(_, behind)| behind));
    (rest.fold(first, |text, part| text + part), !text.contains('('))
}

/// The address in `10.0.0.2` or `10.0.0.2/24`.
fn address(text: &str) -> Option<String> {
    let (ip, prefix) = text.split_once('/').map_or((text, None), |(ip, prefix)| (ip, Some(prefix)));
    let ip: IpAddr = ip.parse().ok()?;
    let most = if ip.is_ipv4() { 32 } else { 128 };
    let fits = prefix.is_none_or(|prefix| number(prefix).is_some_and(|prefix| prefix <= most));
    (fits && !ip.is_unspecified()).then(|| ip.to_string())
}

fn disks(text: &str, unit: Option<&str>, is_host: bool) -> Option<Value> {
    let sizes = sizes(text, unit)?;
    let whole = sizes.iter().all(|size| size.whole && (is_host || size.media.is_none()));
    let yaml: Vec<String> = sizes
        .iter()
        .map(|size| match (is_host, size.media) {
            (true, Some(media)) => format!("{{size: {}, media: {media}}}", size.text),
            (true, None) => format!("{{size: {}}}", size.text),
            (false, _) => size.text.clone(),
        })
        .collect();
    // What pools a host makes of its disks, a table does not say.
    let yaml = if is_host { format!("[{}]", yaml.join(", ")) } else { list(&yaml) };
    Some(Value { field: if is_host { "storage" } else { "disk" }, yaml, whole })
}

pub(super) fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && text.len() < 10 { text.parse().ok() } else { None }
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "on" | "1" | "x" | "✓" | "✔" | "✅" | "ja" | "enabled" => Some(true),
        "no" | "false" | "off" | "0" | "✗" | "✘" | "❌" | "nein" | "disabled" => Some(false),
        _ => None,
    }
}

/// Where a cell leads, or what it says if that is an address.
fn link(cell: &Cell) -> Option<&str> {
    let text = Some(cell.text.as_str()).filter(|text| !text.is_empty() && !text.contains(' '));
    cell.links.first().map(String::as_str).or(text)
}

/// The names in a cell, in YAML; none if it is a sentence.
fn names(text: &str, as_words: bool) -> Option<Vec<String>> {
    let names: Vec<&str> =
        text.split([',', ';', '/']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let short = |name: &&str| name.split(' ').count() <= 3;
    let word = |name: &&str| {
        if as_words { scalar(&name.to_lowercase().replace(' ', "-")) } else { scalar(name) }
    };
    (!names.is_empty() && names.iter().all(short)).then(|| names.iter().map(word).collect())
}

/// One value, or a list of them.
pub(super) fn list(values: &[String]) -> String {
    match values {
        [one] => one.clone(),
        _ => format!("[{}]", values.join(", ")),
    }
}

/// Text as YAML, quoted wherever a reader could take it for something else.
pub(super) fn scalar(text: &str) -> String {
    let written = serde_yaml::to_string(text).expect("text can be written as YAML");
    let written = written.trim_end_matches('\n');
    let plain = |letter: char| letter.is_ascii_alphanumeric() || " ._/@+-".contains(letter);
    let is_plain =
        text.chars().all(plain) && text.starts_with(|letter: char| letter.is_ascii_alphanumeric());
    // Truth values and nothing, in one version of YAML or the other.
    let odd = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"];
    match written {
        _ if written != text && !written.contains('\n') => written.to_owned(),
        _ if is_plain && !odd.contains(&text.to_lowercase().as_str()) && !text.ends_with(' ') => {
            text.to_owned()
        }
        _ => quoted(text),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        for text in [
            "no",
            "1",
            "a: b",
            "#x",
            "*a",
            "{a}",
            "a, b",
            "'",
            "~",
            "2026-01-01",
            "0x1f",
            "10.0.0.1",
            "- a",
            "1e3",
            "é",
            "%",
            "a #b",
        ] {
            let yaml = format!("[{}]", scalar(text));
            let read: Vec<String> = serde_yaml::from_str(&yaml).expect(&yaml);
            assert_eq!(read, [text], "{yaml}");
        }
    }
}
