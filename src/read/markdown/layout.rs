//! Which columns of a table name its rows, and say what they run on.

use super::cell::TableCell;
use super::column::{Column, ColumnHead, heads};
use super::kind::RowKind;

/// Where a table names its rows, and says what they run on.
pub(super) struct Layout {
    pub(super) heads: Vec<ColumnHead>,
    pub(super) name: usize,
    pub(super) on: Option<usize>,
    /// What every row is, as far as the columns say that.
    pub(super) kind: RowKind,
    /// True if rows are called after applications, which are no hosts whatever the heading says.
    pub(super) of_apps: bool,
}

impl Layout {
    /// None if a table is not about machines.
    pub(super) fn of(header: &[TableCell]) -> Option<Self> {
        let heads = heads(header);
        let at = |is: fn(Column) -> bool| heads.iter().position(|head| is(head.column));
        let (name, host) = (at(|it| it == Column::Name), at(|it| it == Column::Host));
        let (vm, app) = (at(|it| it == Column::Vm), at(|it| matches!(it, Column::App(_))));
        let app_kind = app.map_or(RowKind::Unknown, |app| match heads[app].column {
            Column::App(kind) => kind,
            _ => RowKind::Unknown,
        });
        let (name, on, kind) = match (name, app, vm, host) {
            (Some(name), _, vm, host) => (name, vm.or(host), RowKind::Unknown),
            (None, Some(app), vm, host) => (app, vm.or(host), app_kind),
            (None, None, Some(vm), host) => (vm, host, RowKind::Vm),
            (None, None, None, Some(host)) => (host, None, RowKind::Host(None)),
            (None, None, None, None) => return None,
        };
        let about = |column: Column| {
            matches!(
                column,
                Column::RowKind
                    | Column::Os
                    | Column::Cpu
                    | Column::Memory
                    | Column::Disk
                    | Column::Address
            ) || matches!(
                column,
                Column::Vmid | Column::Image | Column::Mac | Column::Status | Column::Role
            )
        };
        let has = |column: Column| at_column(&heads, column).is_some();
        // An application is known by its port or its page. A switch has ports too, but no page.
        let is_reached = if app.is_some() {
            has(Column::Ports) || has(Column::Url)
        } else {
            has(Column::Ports) && has(Column::Url)
        };
        let networks = ["subnet", "cidr", "gateway", "dhcp range"];
        let of_networks = header.iter().zip(&heads).any(|(cell, head)| {
            networks.contains(&cell.text.to_lowercase().as_str())
                || (head.column == Column::Ports && !is_reached)
        }) && !heads.iter().any(|head| {
            matches!(head.column, Column::RowKind | Column::Os | Column::Memory | Column::Image)
        });
        let tells = on.is_some() || is_reached || heads.iter().any(|head| about(head.column));
        (tells && !of_networks).then_some(Self {
            of_apps: app == Some(name),
            heads,
            name,
            on,
            kind,
        })
    }

    /// The cell of a row that is about something.
    pub(super) fn cell<'r>(&self, row: &'r [TableCell], column: Column) -> Option<&'r TableCell> {
        at_column(&self.heads, column).map(|at| &row[at])
    }
}

fn at_column(heads: &[ColumnHead], column: Column) -> Option<usize> {
    heads.iter().position(|head| head.column == column)
}
