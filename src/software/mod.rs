//! What labctl knows of well-known software: what it does, how it comes, which kernel it needs.
//!
//! A product is an entry in one of the files of `data/`, found by its image, by the identifier of its operating
//! system, or by the name of a workload. `software.md` says how to add one.

mod find;
mod image;
mod index;
mod ports;
pub mod processor;
mod product;
pub mod releases;
mod role;
mod sum;
pub mod system_container;
mod tables;
#[cfg(test)]
mod tests;
mod vocabulary;
pub mod windows;

pub use find::{NameMatch, by_image, by_name, by_os, products};
pub use ports::{Hazard, SensitivePort, sensitive_port};
pub use product::{Product, RIGHTS, Size};
pub use role::{Role, Tier};
pub use vocabulary::{Form, Holding, KernelFamily, Need, Service, Trust};

/// The page that says what is known and how to add to it.
pub const PAGE: &str = include_str!("software.md");
