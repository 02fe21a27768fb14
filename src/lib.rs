//! labctl reads a homelab inventory and says where each workload belongs.
//!
//! The modules below stand in the order that data flows through them, and each may use only those
//! above it. `tests/house.rs` holds the code to that.

// Files, byte spans, lines and columns.
pub mod source;

// What went wrong, about what, and exactly where.
pub mod finding;

// Text to a tree of nodes with spans.
pub mod yaml;

// Which parts of a text nobody should see: the values of secret keys, credentials, environments.
mod secret;

// What the concept pages say: the thoughts that rules and signals enforce.
pub mod claim;

// The lab: hosts, VMs, containers, and what runs on what.
pub mod lab;

// "Did you mean": the nearest of several names.
pub mod near;

// Every format labctl reads, the native inventory first.
pub mod read;

// A lab as the text of an inventory, by the rows that read it.
pub mod write;

// What labctl knows of well-known software: roles, forms, kernels.
pub mod software;

// Whether a workload belongs in a VM or in a container, and the evidence.
pub mod verdict;

// What was found before, so that only what is new counts.
pub mod baseline;

// How strict to be, and who is excused from what.
pub mod policy;

// What is known of a lab beyond what is written: who waits for whom, what fits where, what fails with what.
pub mod insight;

// What a lab should not look like: a folder a family, a file and a page a rule.
pub mod rules;

// The whole run, from sources to outcome.
pub mod check;

// Every format labctl writes, one file each.
pub mod report;

// Which files a run reads, from whatever file system.
pub mod load;

// The command line: the only part that prints or touches files.
#[cfg(feature = "cli")]
pub mod cli;
