//! When releases of systems and software end, and which software nobody works on any more.
//!
//! Where volunteers or the maker go on for everybody, as with Debian LTS, their last day counts. What is
//! rolling has no end. Of software whose small releases come every few weeks, only the large ones count.
//! `software.md` says how to add one.

use crate::lab::Date;

mod archived;
mod find;
mod software;
mod systems;
#[cfg(test)]
mod tests;

use archived::ARCHIVED;
use software::SOFTWARE;
use systems::SYSTEMS;

pub use find::{archived_image, base_of_image, end_of_life, release_of_image, release_of_system};

/// A product, what it goes by, and its releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifecycle {
    /// What the product is called.
    pub product: &'static str,
    /// The page that says when its releases end.
    pub source: &'static str,
    /// The day that page was read.
    pub read: Date,
    /// The words for it before a version, as in `debian 12`; several words with blanks between them.
    names: &'static [&'static str],
    /// Its images, and what stands before the version in their tags.
    images: &'static [(&'static str, &'static str)],
    /// Words for editions that are supported otherwise.
    except: &'static [&'static str],
    /// Names of releases that stand for their version.
    codenames: &'static [(&'static str, &'static str)],
    /// Each version with the last day it gets updates, the newest first. One without a day goes on.
    ends: &'static [(&'static str, Option<Date>)],
}

/// A release, and when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// What the product is called.
    pub product: &'static str,
    /// The version, as far as it matters.
    pub version: &'static str,
    /// The last day it gets updates.
    pub end: Date,
    /// True if the release is older than any in the table, and ended before that day.
    pub is_older: bool,
    /// The page that says so.
    pub source: &'static str,
}

/// Software that nobody works on any more, or an image that nobody builds any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Archived {
    /// What it is called.
    pub product: &'static str,
    /// The page that says so.
    pub source: &'static str,
    /// The day that page was read.
    pub read: Date,
    /// Its images.
    images: &'static [&'static str],
    /// The day it was over, or was found to be.
    pub since: Date,
    /// What to take instead.
    pub instead: Option<&'static str>,
}

/// Every product whose ends are known.
pub fn lifecycles() -> impl Iterator<Item = &'static Lifecycle> {
    SYSTEMS.iter().chain(SOFTWARE)
}

impl Lifecycle {
    /// What the tables leave out is as it is here.
    const UNKNOWN: Self = Self {
        product: "",
        source: "",
        read: Date::MIN,
        names: &[],
        images: &[],
        except: &[],
        codenames: &[],
        ends: &[],
    };
}

impl Archived {
    /// What the tables leave out is as it is here.
    const UNKNOWN: Self = Self {
        product: "",
        source: "",
        read: Date::MIN,
        images: &[],
        since: Date::MIN,
        instead: None,
    };
}

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}
