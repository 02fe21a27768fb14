//! labctl reads a homelab inventory, says whether each workload belongs in a VM or in a container, and reports
//! what is wrong with the lab.
//!
//! The modules stand in the order that data flows through them, and each uses only those above it
//! (`tests/house.rs` checks that): a text becomes a tree, the tree a [`lab::Lab`], the lab an
//! [`insight::Insight`], and that a list of [`finding::Finding`]s, which a report prints.
//!
//! ```
//! use labctl::check::check;
//! use labctl::policy::Settings;
//! use labctl::read::Files;
//! use labctl::source::{ColumnUnit, Sources};
//!
//! let inventory = "
//! hosts:
//!   pve1: {hypervisor: proxmox, memory: 16 GiB}
//! vms:
//!   nas: {runs_on: pve1, memory: 12 GiB}
//!   games: {runs_on: pve1, memory: 8 GiB}
//! ";
//! let mut sources = Sources::default();
//! sources.add("lab.yaml".to_owned(), inventory.to_owned())?;
//!
//! let outcome = check(sources, &Files::default(), &Settings::default());
//! for finding in outcome.findings() {
//!     let source = outcome.sources.of(finding.at);
//!     let start = source.position(source.bytes(finding.at).start, ColumnUnit::CodePoint);
//!     println!("{}:{}: {}: {}", source.path(), start.line, finding.level, finding.message);
//! }
//!
//! assert!(outcome.is_whole());
//! assert!(outcome.findings().any(|finding| finding.rule == "memory-exhausted"));
//! # Ok::<(), labctl::source::TooLarge>(())
//! ```

/// Input files, and byte spans that say where in them something is written.
pub mod source;

/// Work on several threads, with the same results as on one.
mod parallel;

/// A finding: what is wrong, about which part of the lab, at which place, and how to fix it.
pub mod finding;

/// YAML text to a tree of nodes with spans. Parsing never fails; faults are collected.
pub mod yaml;

/// Finds the parts of a text that must not be shown: passwords, tokens, keys, environment values.
mod secret;

/// The statements about virtualization and containers that rules and signals enforce.
pub mod claim;

/// The data model of a lab: hosts, VMs, containers, networks and storage, and what runs on what. A field knows
/// whether it was stated, and where.
pub mod lab;

/// Names that are alike: "did you mean", and names that look the same.
pub mod near;

/// Every input format, the native YAML inventory first. A reader adds what a file says to a draft of the lab.
pub mod read;

/// Writes a lab as the text of an inventory, by the same field tables that read it.
pub mod write;

/// A catalogue of well-known software: its role, how it is installed, what it needs from a kernel.
pub mod software;

/// Whether a workload belongs in a VM or in a container, with the evidence for it.
pub mod verdict;

/// The findings of an earlier run, so that only new ones count.
pub mod baseline;

/// How strict a check is: profile, level of each rule, thresholds, and which findings are allowed.
pub mod policy;

/// Everything derived from a lab, worked out once: dependencies, load, placement, failure, recovery, access,
/// backups. Rules and reports ask it and derive nothing themselves.
pub mod insight;

/// The rules: a folder for each family, a file and a page for each rule.
pub mod rules;

/// A whole check in memory, from sources to findings. It does no input or output.
pub mod check;

/// Where guests should go: the fewest moves that bring a lab in order, and the order of the moves.
pub mod plan;

/// Every output format: the findings for people and for other programs, and the placement report.
pub mod report;

/// Which files a run reads, and the file systems it can read them from.
pub mod load;

/// The command line. Only this module prints, and only this one and `load` touch files.
#[cfg(feature = "cli")]
pub mod cli;
