//! What a cell says, as a field of an entry.

use std::collections::HashSet;
use std::net::IpAddr;

use super::cell::TableCell;
use super::column::{Column, ColumnHead};
use super::cores::cpu;
use super::kind::RowKind;
use super::ports::ports;
use super::row::TableRow;
use super::size::{size, sizes};
use crate::lab::{
    Address, Amount, Backup, Bytes, Disk, GuestNumber, HardwareAddress, Job, List, Pool, Port,
    Protocol, SizeKind, Stated, Status, SystemFields, Text, Vlan, Vocabulary,
};
use crate::source::Spanned;

/// How much of a cell went into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filled {
    /// All of its text.
    Text,
    /// Where its first link leads.
    Link,
    /// Some of it.
    Part,
}

/// Addresses and ports that a machine has already: no other one can have them too.
#[derive(Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// Puts what a cell says into its field, if it has one that nothing stands in yet.
    pub(super) fn fill(
        &mut self,
        fields: &mut SystemFields,
        head: ColumnHead,
        cell: &TableCell,
        row: &TableRow,
    ) -> Option<Filled> {
        let (text, bare) = (cell.text.as_str(), cell.bare());
        let is_host = row.kind.is_host();
        let said = || (!text.is_empty()).then(|| cell.spanned(Text::from(text)));
        let mut filled = Filled::Text;
        match head.column {
            Column::Os => set(&mut fields.os, said()?)?,
            Column::Owner => set(&mut fields.operation.owner, said()?)?,
            Column::Site => set(&mut fields.machine.site, said()?)?,
            // What a row is not called after, it is there for.
            Column::Purpose | Column::App(_) => set(&mut fields.purpose, said()?)?,
            Column::Notes => set(&mut fields.operation.notes, said()?)?,
            Column::Image if !is_host && !text.contains(' ') => set(&mut fields.image, said()?)?,
            Column::Vlan => {
                let vlan = number(text).and_then(|vlan| u16::try_from(vlan).ok());
                let vlan = vlan.filter(|vlan| (1..=4094).contains(vlan))?;
                set(&mut fields.connection.vlan, cell.spanned(Vlan::Number(vlan)))?;
            }
            Column::Docs => {
                let (link, of) = link(cell)?;
                set(&mut fields.operation.docs, cell.spanned(link.into()))?;
                filled = of;
            }
            Column::Url => {
                let (link, of) = link(cell).filter(|(link, _)| link.contains(['.', ':', '/']))?;
                set(&mut fields.connection.url, cell.spanned(link.into()))?;
                filled = of;
            }
            Column::Cpu => set(&mut fields.cpu, cell.spanned(cpu(text, is_host)?))?,
            Column::Memory => {
                let size = size(text, head.unit, SizeKind::Memory)?;
                let memory = Amount { max: Some(size.bytes), min: None };
                set(&mut fields.memory, cell.spanned(memory))?;
                filled = if size.whole { filled } else { Filled::Part };
            }
            Column::Disk => filled = disks(fields, head, cell, is_host)?,
            Column::Vmid if !is_host => {
                let number = number(text).filter(|&number| number > 0)?;
                set(&mut fields.machine.vmid, cell.spanned(GuestNumber::Number(number)))?;
            }
            Column::Order if !is_host => {
                set(&mut fields.running.start_order, cell.spanned(number(text)?))?;
            }
            Column::Autostart if !is_host => {
                set(&mut fields.running.autostart, cell.spanned(truth(text)?))?;
            }
            Column::Backup => {
                let is_backed_up = !bare.eq_ignore_ascii_case("none") && truth(text)?;
                let job = Job { at: cell.at, ..Job::default() };
                let backup =
                    if is_backed_up { Backup::Jobs(vec![job]) } else { Backup::None(None) };
                set(&mut fields.operation.backup, cell.spanned(backup))?;
            }
            Column::Ports if !is_host && row.kind != RowKind::Vm => {
                let (text, is_all) = without_brackets(text);
                set_list(&mut fields.ports, self.ports(&text, cell, row)?, cell)?;
                filled = if is_all { filled } else { Filled::Part };
            }
            Column::Status => {
                let runs = bare.is_empty() && (text == "🟢" || truth(text) == Some(true));
                let status = if runs { Status::Running } else { Status::from_word(bare)? };
                set(&mut fields.status, cell.spanned(status))?;
            }
            Column::Role => set_list(&mut fields.role, names(cell, to_word)?, cell)?,
            Column::Tags => set_list(&mut fields.tags, names(cell, str::to_owned)?, cell)?,
            Column::Address => {
                set_list(&mut fields.connection.addresses, self.addresses(cell)?, cell)?;
            }
            Column::Mac => set_list(&mut fields.connection.mac, vec![self.mac(cell)?], cell)?,
            _ => return None,
        }
        Some(filled)
    }

    /// Ports that nobody on the same machine has yet.
    fn ports(&mut self, text: &str, cell: &TableCell, row: &TableRow) -> Option<Vec<Port>> {
        let ports = ports(text, cell.at)?;
        let mut taken = HashSet::new();
        for port in &ports {
            let Some((published, _)) = port.published.value() else { continue };
            let protocol = if port.protocol == Protocol::Udp { "udp" } else { "tcp" };
            let mut fresh = |on: &Spanned<String>| {
                let port = format!("{} {published}/{protocol}", on.to_lowercase());
                !self.0.contains(&port) && taken.insert(port)
            };
            if !row.on.iter().all(&mut fresh) {
                return None;
            }
        }
        self.0.extend(taken);
        Some(ports)
    }

    /// Addresses that nobody has yet, or `dhcp`.
    fn addresses(&mut self, cell: &TableCell) -> Option<Vec<Address>> {
        let of = |text: &str| Address::of(cell.spanned(text.into()));
        if cell.text.eq_ignore_ascii_case("dhcp") {
            return Some(vec![of("dhcp")]);
        }
        let words = cell.text.split([' ', ',', ';']).filter(|word| !matches!(*word, "" | "/"));
        let words: Vec<&str> = words.collect();
        let ips: HashSet<String> = words.iter().map(|word| address(word)).collect::<Option<_>>()?;
        let are_fresh = !ips.is_empty() && ips.len() == words.len() && self.0.is_disjoint(&ips);
        self.0.extend(ips.into_iter().filter(|_| are_fresh));
        are_fresh.then(|| words.into_iter().map(of).collect())
    }

    /// A hardware address that nobody has yet.
    fn mac(&mut self, cell: &TableCell) -> Option<Spanned<HardwareAddress>> {
        let mac = cell.text.replace('-', ":").to_lowercase();
        let is_part =
            |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_mac = mac.split(':').count() == 6 && mac.split(':').all(is_part);
        let is_fresh = is_mac && self.0.insert(mac.clone());
        is_fresh.then(|| cell.spanned(HardwareAddress::of(mac.into())))
    }
}

/// States a field that is not stated yet.
fn set<T>(field: &mut Stated<T>, value: Spanned<T>) -> Option<()> {
    field.is_absent().then(|| *field = value.into())
}

/// The same for a list.
fn set_list<T>(field: &mut List<T>, items: Vec<T>, cell: &TableCell) -> Option<()> {
    (!field.is_stated()).then(|| *field = List::stated(items, cell.at))
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

/// The disks of a workload, or the pools of a host: what it makes of its disks, a table does not say.
fn disks(
    fields: &mut SystemFields,
    head: ColumnHead,
    cell: &TableCell,
    is_host: bool,
) -> Option<Filled> {
    let sizes = sizes(&cell.text, head.unit)?;
    let is_all = sizes.iter().all(|size| size.whole && (is_host || size.media.is_none()));
    if is_host {
        let pools = sizes.iter().map(|size| Pool {
            size: cell.spanned(size.bytes).into(),
            media: size.media.map(|media| cell.spanned(media.into())).into(),
            ..Pool::default()
        });
        set_list(&mut fields.machine.pools, pools.collect(), cell)?;
    } else {
        let disk =
            |size: Bytes| Disk { at: cell.at, size: cell.spanned(size).into(), ..Disk::default() };
        set_list(&mut fields.disks, sizes.iter().map(|size| disk(size.bytes)).collect(), cell)?;
    }
    Some(if is_all { Filled::Text } else { Filled::Part })
}

/// A whole number of up to nine digits.
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
fn link(cell: &TableCell) -> Option<(&str, Filled)> {
    let text = Some(cell.text.as_str()).filter(|text| !text.is_empty() && !text.contains(' '));
    let link = cell.links.first().map(|link| (link.as_str(), Filled::Link));
    link.or_else(|| Some((text?, Filled::Text)))
}

/// The names in a cell; none if it is a sentence.
fn names(cell: &TableCell, name: fn(&str) -> String) -> Option<Vec<Spanned<Text>>> {
    let names = cell.text.split([',', ';', '/']).map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<&str> = names.collect();
    let are_short = names.iter().all(|name| name.split(' ').count() <= 3);
    let spanned = |text: &&str| cell.spanned(name(text).into());
    (!names.is_empty() && are_short).then(|| names.iter().map(spanned).collect())
}

fn to_word(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}
