//! Texts to try the laws on: rubbish, pieces of YAML in any order, inventories that somebody edited badly.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// An inventory that writes things in as many ways as YAML has.
const VARIED: &str = include_str!("varied.yaml");

/// The inventory that labctl shows to people.
const HOMELAB: &str = include_str!("../../examples/homelab.yaml");

/// Inventories without a fault in their YAML.
pub(super) const SOUND: [&str; 2] = [VARIED, HOMELAB];

/// What YAML is made of, and what inventories are.
const TOKENS: &[&str] = &[
    "'",
    "\"",
    ":",
    ": ",
    "- ",
    "-",
    "#",
    " # ",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    "&a ",
    "*a",
    "!t ",
    "|\n",
    ">-\n",
    "\n",
    "\n\n",
    "\n  ",
    "\n    ",
    "  ",
    " ",
    "\t",
    "---\n",
    "...\n",
    "%",
    "@",
    "~",
    "<<: ",
    "<<: *a\n",
    "{<<: *a}",
    "[\n",
    "\n]",
    ",\n",
    "\"b\": ",
    "# c\n",
    "\\",
    "é",
    "😀",
    "\u{feff}",
    "? ",
    "key:",
    "\r\n",
    "\r",
    "''",
    "x",
    "0",
    "7",
    "null",
    "hosts:\n",
    "vms:",
    "containers:",
    "policy:",
    "defaults:",
    "name: ",
    "runs_on: ",
    "memory: ",
    "64GiB",
    "512",
    "ports: [80:80]",
    "22:22",
    "kind: lxc",
    "backup: none",
    "labctl: allow(",
    "# labctl: allow(nested-vm) why until=",
    "2026-02-30",
    "a",
    "b",
];

/// Any bytes, as they are once they have been read.
pub(super) fn bytes() -> impl Strategy<Value = String> {
    vec(any::<u8>(), 0..200).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Pieces of YAML in any order.
pub(super) fn tokens() -> impl Strategy<Value = String> {
    vec(select(TOKENS), 0..40).prop_map(|tokens| tokens.concat())
}

/// A few lines of a sound inventory, perhaps under a section of their own, after a few slips of the hand.
pub(super) fn slipped() -> impl Strategy<Value = String> {
    let piece = (select(&SOUND[..]), any::<Index>(), 1..16_usize, any::<bool>());
    (piece, vec(slip(), 0..4)).prop_map(|((sound, from, count, section), slips)| {
        let lines: Vec<&str> = sound.split_inclusive('\n').collect();
        let from = from.index(lines.len());
        let mut text = if section { "hosts:\n".to_owned() } else { String::new() };
        text.extend(lines.into_iter().skip(from).take(count));
        slips.iter().fold(text, |text, slip| slip.made_in(&text))
    })
}

/// Something that goes wrong while a text is edited, and where.
#[derive(Debug, Clone)]
enum MistakeKind {
    Insert(Index, &'static str),
    Delete(Index, usize),
    Replace(Index, &'static str),
    Indent(Index, usize),
    Repeat(Index),
    Swap(Index),
}

fn slip() -> impl Strategy<Value = MistakeKind> {
    let (at, token) = (any::<Index>, || select(TOKENS));
    prop_oneof![
        (at(), token()).prop_map(|(at, token)| MistakeKind::Insert(at, token)),
        (at(), 1..5_usize).prop_map(|(at, count)| MistakeKind::Delete(at, count)),
        (at(), token()).prop_map(|(at, token)| MistakeKind::Replace(at, token)),
        (at(), 0..7_usize).prop_map(|(at, column)| MistakeKind::Indent(at, column)),
        at().prop_map(MistakeKind::Repeat),
        at().prop_map(MistakeKind::Swap),
    ]
}

impl MistakeKind {
    fn made_in(&self, text: &str) -> String {
        let mut letters: Vec<String> = text.chars().map(String::from).collect();
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        if lines.is_empty() {
            return text.to_owned();
        }
        match *self {
            Self::Insert(at, token) => letters.insert(at.index(letters.len()), token.to_owned()),
            Self::Delete(at, count) => {
                let at = at.index(letters.len());
                letters.drain(at..(at + count).min(letters.len()));
            }
            Self::Replace(at, token) => token.clone_into(at.get_mut(&mut letters)),
            Self::Indent(at, column) => {
                let line = at.get_mut(&mut lines);
                *line = format!("{:column$}{}", "", line.trim_start_matches(' '));
                return lines.concat();
            }
            Self::Repeat(at) => {
                let at = at.index(lines.len());
                lines.insert(at, lines[at].clone());
                return lines.concat();
            }
            Self::Swap(at) => {
                let at = at.index(lines.len());
                let last = lines.len() - 1;
                lines.swap(at, (at + 1).min(last));
                return lines.concat();
            }
        }
        letters.concat()
    }
}
