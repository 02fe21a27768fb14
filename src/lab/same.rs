//! Whether two values say the same, wherever they are written.

use std::net::IpAddr;

use thin_vec::ThinVec;

use super::address::{Address, AddressRange, Membership, Port, Protocol, Subnet, Vlan};
use super::entry::Text;
use super::identifier::{GuestNumber, HardwareAddress};
use super::list::List;
use super::parts::{
    Amount, Backup, Capabilities, Cpu, Dependency, Device, Disk, Domain, Exposure, Hold,
    Hypervisor, Job, Kernel, ObservedUsage, PerNode, Pin, Pool, Reserve, RestartPolicy, Terms,
};
use super::sparse::{Empty, Sparse};
use super::stated::Stated;
use super::units::{Bytes, Cores, Date};
use super::volume::{Keeping, NetworkShare, Volume, VolumeSource};
use crate::source::{Span, Spanned};

/// A value that can be compared with one from elsewhere.
pub(crate) trait Same {
    /// True if both say the same.
    fn same(&self, other: &Self) -> bool;
}

/// A place is no part of what is said.
impl Same for Span {
    fn same(&self, _: &Self) -> bool {
        true
    }
}

impl<T: Same> Same for Spanned<T> {
    fn same(&self, other: &Self) -> bool {
        self.value.same(&other.value)
    }
}

impl<T: Same> Same for Stated<T> {
    fn same(&self, other: &Self) -> bool {
        match (self.as_ref(), other.as_ref()) {
            (Some(own), Some(another)) => own.same(another),
            (None, None) => self.state() == other.state(),
            _ => false,
        }
    }
}

impl<T: Same> Same for List<T> {
    fn same(&self, other: &Self) -> bool {
        self.as_stated().same(other.as_stated())
    }
}

impl<T: Same + Empty> Same for Sparse<T> {
    fn same(&self, other: &Self) -> bool {
        (**self).same(other)
    }
}

impl<T: Same> Same for Option<T> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(own), Some(other)) => own.same(other),
            (own, other) => own.is_none() && other.is_none(),
        }
    }
}

impl<T: Same> Same for [T] {
    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(own, other)| own.same(other))
    }
}

impl<T: Same> Same for Vec<T> {
    fn same(&self, other: &Self) -> bool {
        self.as_slice().same(other)
    }
}

impl<T: Same> Same for ThinVec<T> {
    fn same(&self, other: &Self) -> bool {
        self.as_slice().same(other)
    }
}

/// The first and the last of a range.
impl Same for (u16, u16) {
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

macro_rules! plain {
    ($($type:ty)+) => {
        $(impl Same for $type {
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        })+
    };
}

plain! { bool u8 u16 u32 Text IpAddr Bytes Cores Date Amount<Bytes> Cpu Protocol AddressRange Reserve NetworkShare Subnet Vlan GuestNumber VolumeSource RestartPolicy ObservedUsage }

/// Structures, each with all of its fields.
macro_rules! structures {
    ($($type:ident { $($field:ident),+ })+) => {
        $(impl Same for $type {
            fn same(&self, other: &Self) -> bool {
                let Self { $($field),+ } = self;
                $($field.same(&other.$field))&&+
            }
        })+
    };
}

structures! {
    Address { text, ip, prefix, vip }
    Dependency { on, when, terms }
    Capabilities { add, drop }
    Device { name, kind, mode, share, count, address }
    Disk { at, name, size, storage, thin, backup }
    Domain { name, site, ups, rack, switch }
    Exposure { reach, via }
    Hold { at, kind, to }
    Hypervisor { product, type_, version }
    Job { at, to, schedule, includes, excludes, restore_tested }
    Keeping { storage, backup }
    Kernel { modules, parameters, own }
    Membership { network, addresses, is_local }
    Pin { kind, reason }
    Pool { name, size, raw, raid, media, path, kind, thin, used, replicated, purpose }
    Port { at, address, published, target, protocol }
    Terms { optional, fallback, kind }
    Volume { at, source, target, read_only, keeping }
}

/// `BC-24-11-00-00-01` and `bc:24:11:00:00:01` are one address.
impl Same for HardwareAddress {
    fn same(&self, other: &Self) -> bool {
        if self.number.is_some() { self.number == other.number } else { self.text == other.text }
    }
}

impl Same for Backup {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Jobs(own), Self::Jobs(other)) => own.same(other),
            (Self::None(own), Self::None(other)) => own == other,
            _ => false,
        }
    }
}

impl Same for PerNode {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Of(own), Self::Of(other)) => own.same(other),
            (own, other) => matches!((own, other), (Self::Node, Self::Node)),
        }
    }
}
