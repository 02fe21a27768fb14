//! A first inventory: a starter to fill in, or what a Markdown table of machines says already.

mod cell;
mod column;
mod combined;
mod cores;
mod layout;
mod machine;
mod place;
mod ports;
mod row;
mod size;
mod table;
mod value;
mod write;

/// The line that tells an editor where the schema of the inventory is.
pub const MODELINE: &str = "# yaml-language-server: $schema=labctl.schema.json\n";

/// The name of the file that [`MODELINE`] speaks of.
pub const SCHEMA_FILE: &str = "labctl.schema.json";

/// What was made of Markdown tables.
pub struct Started {
    /// The inventory.
    pub text: String,
    /// Tables that were understood.
    pub tables: usize,
    /// Hosts and workloads in the inventory.
    pub machines: usize,
    /// Cells, rows and tables that became comments.
    pub aside: usize,
}

/// A small inventory with a comment on each part.
pub fn starter() -> String {
    format!("{MODELINE}{}", include_str!("starter.yaml"))
}

/// The machines in the tables of a Markdown text. What has no place in an inventory becomes a comment.
pub fn from_tables(markdown: &str) -> Started {
    let tables: Vec<_> = table::tables(markdown).into_iter().map(combined::apart).collect();
    let lab = place::place(&tables);
    write::write(&lab)
}
