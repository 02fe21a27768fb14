//! Fingerprints: what makes a finding the same finding after the file was edited.

use std::collections::HashMap;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::check::Checked;
use crate::finding::{Finding, Subject};
use crate::report::path::Base;
use crate::source::Sources;

/// Gives each finding of a run its fingerprint: a hash of the rule and the subject, never of a line. A
/// second finding of the same rule about the same subject counts on. A lab without a name goes by its file.
pub(super) struct Fingerprints<'a> {
    base: Base<'a>,
    seen: HashMap<String, usize>,
}

impl<'a> Fingerprints<'a> {
    pub(super) fn new(base: Base<'a>) -> Self {
        Self { base, seen: HashMap::new() }
    }

    /// The fingerprint of the next finding, as 32 hexadecimal digits.
    pub(super) fn next(&mut self, sources: &Sources, lab: &Checked, finding: &Finding) -> String {
        let subject = match finding.subjects.as_slice() {
            [one] => *one,
            _ => Subject::Lab,
        };
        let name = lab.lab().name_of(subject).map(str::to_owned);
        let name = name.unwrap_or_else(|| self.base.path(sources.of(finding.at).path()));
        let identity = format!("{}\0{}\0{name}", finding.rule, subject.kind());
        let count = self.seen.entry(identity.clone()).or_insert(0);
        *count += 1;
        let digest = Sha256::digest(format!("{identity}\0{count}"));
        HEXLOWER.encode(&digest[..16])
    }
}
