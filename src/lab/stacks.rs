//! What lies below each system, found once for all: its host, its kernel, how deep it stands.

use super::entry::{Entry, Kind};
use super::words::Environment;

/// What is known of the stack of every system.
#[derive(Debug, Default)]
pub(super) struct Stacks {
    known: Vec<Stack>,
    /// Every system, each behind what it runs on.
    order: Vec<u32>,
}

/// The stack of one system: itself, what it runs on, and so down to the ground. Systems go by number.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stack {
    /// How many systems it is made of; none only while nothing is known of it.
    pub(super) depth: u32,
    /// How many different kinds these are of, as a bit each.
    kinds: u8,
    /// Whether it is for trying out, as far as anybody in it says so.
    pub(super) is_for_trial: bool,
    /// The lowest system in it.
    pub(super) bottom: u32,
    /// The nearest host.
    pub(super) host: Option<u32>,
    /// The nearest host or VM.
    pub(super) kernel: Option<u32>,
    /// The nearest container.
    pub(super) container: Option<u32>,
}

impl Stacks {
    /// Follows every system down, but nobody twice. `below` says what a system stands on, and leads
    /// into no circle.
    pub(super) fn of(entries: &[Entry], below: impl Fn(usize) -> Option<u32>) -> Self {
        let mut stacks = Self { known: vec![Stack::default(); entries.len()], order: Vec::new() };
        stacks.order.reserve_exact(entries.len());
        let mut trail = Vec::new();
        for start in (0..).take(entries.len()) {
            let mut next: Option<u32> = Some(start);
            while let Some(at) = next.filter(|&at| stacks.of_system(at as usize).depth == 0) {
                trail.push(at);
                next = below(at as usize);
            }
            while let Some(at) = trail.pop() {
                let under = below(at as usize).map(|under| *stacks.of_system(under as usize));
                stacks.known[at as usize] = Stack::on(under, at, &entries[at as usize]);
                stacks.order.push(at);
            }
        }
        stacks
    }

    /// The stack of a system.
    pub(super) fn of_system(&self, system: usize) -> &Stack {
        &self.known[system]
    }

    /// Every system, each behind what it runs on.
    pub(super) fn order(&self) -> &[u32] {
        &self.order
    }
}

impl Stack {
    /// The stack of a system that is put on another stack, or on the ground.
    fn on(under: Option<Self>, system: u32, entry: &Entry) -> Self {
        let under = under.unwrap_or(Self { bottom: system, ..Self::default() });
        let own = |is: bool| is.then_some(system);
        let environment = entry.operation.environment.as_ref();
        Self {
            depth: under.depth + 1,
            kinds: under.kinds | 1 << entry.kind as u8,
            is_for_trial: environment
                .map_or(under.is_for_trial, |stated| stated.value != Environment::Production),
            bottom: under.bottom,
            host: own(entry.kind == Kind::Host).or(under.host),
            kernel: own(matches!(entry.kind, Kind::Host | Kind::Vm)).or(under.kernel),
            container: own(entry.kind == Kind::Container).or(under.container),
        }
    }

    /// True if two systems in it are of the same kind.
    pub(super) fn repeats_a_kind(&self) -> bool {
        self.depth > self.kinds.count_ones()
    }
}
