//! A baseline: findings that were there before, so that only new ones count.
//!
//! A finding is known by its rule and what it is about, never by a line.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::finding::{Finding, Subject};
use crate::lab::Lab;
use crate::secret::without;

/// Findings that are known.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// Sorted, each once.
    entries: Vec<KnownFinding>,
    /// Which of them a finding was known by.
    seen: Arc<[AtomicBool]>,
}

/// A rule that found something, and about what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KnownFinding {
    /// The lab's name, if it has one.
    pub lab: Option<String>,
    /// The rule.
    pub rule: String,
    /// What sort of thing it is about.
    pub kind: String,
    /// What that is called; nothing if it is the lab itself. Of the text, a digest of what is wrong there.
    pub name: Option<String>,
}

/// Why a file is no baseline.
#[derive(Debug, thiserror::Error)]
pub enum NotABaseline {
    /// It is not what `--write-baseline` writes.
    #[error("it is not what `--write-baseline` writes: {0}")]
    Json(#[from] serde_json::Error),
    /// It was written by a later labctl.
    #[error("it has version {0}; this labctl knows version {VERSION}")]
    Version(u32),
}

/// What sort of thing the text of a lab is.
const TEXT: &str = "text";

/// The version of the file. It grows when a key changes its meaning or goes.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    findings: Vec<KnownFinding>,
}

impl Baseline {
    /// The baseline that makes all of these findings known. Some are about the text, and about nothing in
    /// the lab.
    pub fn of<'a>(
        findings: impl IntoIterator<Item = (&'a Lab, &'a Finding)>,
        is_of_text: impl Fn(&Finding) -> bool,
    ) -> Self {
        let entry = |(lab, finding): (&'a Lab, &'a Finding)| {
            if is_of_text(finding) {
                return vec![entry_of_text(lab, finding)];
            }
            let subjects = finding.subjects.iter();
            subjects.map(|&subject| entry(lab, finding.rule, subject)).collect()
        };
        Self::new(findings.into_iter().flat_map(entry).collect())
    }

    fn new(mut entries: Vec<KnownFinding>) -> Self {
        entries.sort();
        entries.dedup();
        let seen = entries.iter().map(|_| AtomicBool::new(false)).collect();
        Self { entries, seen }
    }

    /// Reads what [`Baseline::to_json`] wrote.
    ///
    /// # Errors
    ///
    /// When the text is something else, or of a later version.
    pub fn from_json(text: &str) -> Result<Self, NotABaseline> {
        let File { version, findings } = serde_json::from_str(text)?;
        if version > VERSION {
            Err(NotABaseline::Version(version))
        } else {
            Ok(Self::new(findings))
        }
    }

    /// The file: the same for the same findings, one entry after the other, so that changes are easy to see.
    pub fn to_json(&self) -> String {
        let file = File { version: VERSION, findings: self.entries.clone() };
        let json =
            serde_json::to_string_pretty(&file).expect("plain values can be written as JSON");
        json + "\n"
    }

    /// True if a rule's finding about a subject is known.
    pub fn knows(&self, lab: &Lab, rule: &str, subject: Subject) -> bool {
        !self.entries.is_empty() && self.has(&entry(lab, rule, subject))
    }

    /// True if a finding about the text of the lab is known.
    pub fn knows_of_text(&self, lab: &Lab, finding: &Finding) -> bool {
        self.has(&entry_of_text(lab, finding))
    }

    fn has(&self, entry: &KnownFinding) -> bool {
        let found = self.entries.binary_search(entry);
        found.inspect(|&at| self.seen[at].store(true, Ordering::Relaxed)).is_ok()
    }

    /// What no finding was known by: it is mended, or it is called something else.
    pub fn gone(&self) -> impl Iterator<Item = &KnownFinding> {
        let seen = self.seen.iter().map(|seen| seen.load(Ordering::Relaxed));
        self.entries.iter().zip(seen).filter(|(_, seen)| !seen).map(|(entry, _)| entry)
    }

    /// How many findings it makes known.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if it makes none known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl fmt::Display for KnownFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            _ if self.kind == TEXT => write!(f, "{} in the text", self.rule),
            name => write!(f, "{} of {}", self.rule, name.as_deref().unwrap_or("the lab")),
        }
    }
}

/// What a finding about the text is known by: any other mistake is a new one. The text may hold a secret, so
/// that it does not stand there itself.
fn entry_of_text(lab: &Lab, finding: &Finding) -> KnownFinding {
    let mut digest = Sha256::new_with_prefix(without(&finding.message).as_bytes());
    // Where one finding stands for several, it counts them.
    finding.labels.iter().for_each(|label| digest.update(&label.text));
    let name = HEXLOWER.encode(&digest.finalize()[..8]);
    KnownFinding {
        kind: TEXT.to_owned(),
        name: Some(name),
        ..entry(lab, finding.rule, Subject::Lab)
    }
}

/// What a finding is known by.
fn entry(lab: &Lab, rule: &str, subject: Subject) -> KnownFinding {
    KnownFinding {
        lab: lab.name().map(|name| name.value.to_string()),
        rule: rule.to_owned(),
        kind: subject.kind().to_owned(),
        name: lab.name_of(subject).map(str::to_owned),
    }
}
