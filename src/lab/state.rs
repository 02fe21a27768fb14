//! What holds for a system by its status and lifetime, in one table that everybody asks.
//!
//! | status            | exists | runs | can be started | is intended | is kept |
//! |-------------------|--------|------|----------------|-------------|---------|
//! | `running`, absent | yes    | yes  |                | yes         | yes     |
//! | `stopped`         | yes    |      | yes            |             | yes     |
//! | `planned`         |        |      |                | yes         |         |
//! | `retired`         | yes    |      |                |             |         |
//! | any of a template | yes    |      |                |             |         |
//!
//! - What *exists* has its disks and its place in the inventory's machines.
//! - What *runs* uses memory, cores, ports and devices now, and others can rely on it.
//! - What *can be started* is off, and uses all of that again as soon as somebody starts it.
//! - What *is intended* is as its owner wants it, or will be: what is wrong with its place matters.
//! - What *is kept* is there and stays there: it votes in its cluster, and is looked after.
//!
//! | lifetime                  | temporary | lasting | runs continuously, if it runs |
//! |---------------------------|-----------|---------|-------------------------------|
//! | `ephemeral`               | yes       |         |                               |
//! | `short-lived`             | yes       |         | yes                           |
//! | absent                    |           |         | yes                           |
//! | `long-lived`, `permanent` |           | yes     | yes                           |
//!
//! A status or lifetime that is unknown is taken as an absent one.

use super::handle::System;
use super::words::{Lifetime, Status};

impl System<'_> {
    fn status(self) -> Status {
        if self.is_template() {
            return Status::Retired;
        }
        self.entry().status.value().unwrap_or(Status::Running)
    }

    /// True if it is there only to be copied, and never runs itself.
    pub fn is_template(self) -> bool {
        self.entry().machine.template.as_ref().is_some_and(|template| template.value)
    }

    /// True if it is there: it has its disks, whether it runs or not.
    pub fn exists(self) -> bool {
        self.status() != Status::Planned
    }

    /// True if it uses memory, cores and devices: it is not stopped, planned or on its way out.
    pub fn runs(self) -> bool {
        self.status() == Status::Running
    }

    /// True if it is off, and could be started again at any time.
    pub fn can_be_started(self) -> bool {
        self.status() == Status::Stopped
    }

    /// True if it runs or is planned: what is wrong with its place matters.
    pub fn is_intended(self) -> bool {
        matches!(self.status(), Status::Running | Status::Planned)
    }

    /// True if it is there and stays there: it is neither planned nor on its way out.
    pub fn is_kept(self) -> bool {
        matches!(self.status(), Status::Running | Status::Stopped)
    }

    /// True if its lifetime says that it is not meant to stay.
    pub fn is_temporary(self) -> bool {
        let lifetime = self.entry().lifetime.value();
        matches!(lifetime, Some(Lifetime::Ephemeral | Lifetime::ShortLived))
    }

    /// True if its lifetime says that it is meant to stay.
    pub fn is_lasting(self) -> bool {
        let lifetime = self.entry().lifetime.value();
        matches!(lifetime, Some(Lifetime::LongLived | Lifetime::Permanent))
    }

    /// True if it takes memory and cores all the time: it runs, and not just for one task.
    pub fn runs_continuously(self) -> bool {
        self.runs() && self.entry().lifetime.value() != Some(Lifetime::Ephemeral)
    }

    /// True if others may count on it: it runs, and is meant to stay.
    pub fn serves(self) -> bool {
        self.runs() && !self.is_temporary()
    }

    /// True if somebody relies on it: it serves, and neither it nor what it runs on is for trying out.
    pub fn is_relied_on(self) -> bool {
        self.serves() && !self.is_for_trial()
    }
}
