//! What disks and volumes lie on: a pool of a machine, or storage that several share.

use rustc_hash::FxHashMap;

use crate::finding::Subject;
use crate::lab::{Bytes, Lab, Pool, Stated, Storage, System, Text};
use crate::source::Spanned;

/// A pool of a machine, or shared storage.
#[derive(Debug, Clone, Copy)]
pub enum Store<'a> {
    /// A pool, and the machine that has it.
    Pool(System<'a>, &'a Pool),
    /// Storage that several machines share.
    Shared(Storage<'a>),
}

/// The pools of every machine, by name.
#[derive(Debug, Default)]
pub struct Stores {
    pools: FxHashMap<(usize, Text), usize>,
}

impl Stores {
    pub(super) fn of(lab: &Lab) -> Self {
        let mut pools = FxHashMap::default();
        for system in lab.systems() {
            for (at, pool) in system.entry().machine.pools.iter().enumerate() {
                pools.entry((system.id(), pool.name.value.clone())).or_insert(at);
            }
        }
        Self { pools }
    }

    /// Every store of a lab, those of machines first.
    pub fn all(lab: &Lab) -> impl Iterator<Item = Store<'_>> {
        let pools = lab.systems().flat_map(|machine| {
            machine.entry().machine.pools.iter().map(move |pool| Store::Pool(machine, pool))
        });
        pools.chain(lab.storage().map(Store::Shared))
    }

    /// The store of a name, as a system sees it: a pool of a machine below it, or else a shared one.
    pub fn find<'a>(&self, system: System<'a>, name: &Text) -> Option<Store<'a>> {
        let pool = |below: System<'a>| {
            let at = *self.pools.get(&(below.id(), name.clone()))?;
            Some(Store::Pool(below, &below.entry().machine.pools[at]))
        };
        let shared = || system.lab().shared_storage(name).map(Store::Shared);
        system.below().find_map(pool).or_else(shared)
    }

    /// What the disks and volumes of a system are said to lie on, each once.
    pub fn under<'a>(&self, system: System<'a>) -> Vec<Store<'a>> {
        let entry = system.entry();
        let disks = entry.disks.iter().filter_map(|disk| disk.storage.as_ref());
        let volumes = entry.volumes.iter().filter_map(|volume| volume.keeping.storage.as_ref());
        let mut found: Vec<Store<'a>> = Vec::new();
        for store in disks.chain(volumes).filter_map(|name| self.find(system, name)) {
            if !found.iter().any(|known| known.name().span == store.name().span) {
                found.push(store);
            }
        }
        found
    }
}

impl<'a> Store<'a> {
    /// What it is called.
    pub fn name(self) -> &'a Spanned<Text> {
        match self {
            Self::Pool(_, pool) => &pool.name,
            Self::Shared(storage) => &storage.record().name,
        }
    }

    /// Whose it is: a machine, or the shared storage itself.
    pub fn subject(self) -> Subject {
        match self {
            Self::Pool(machine, _) => machine.into(),
            Self::Shared(storage) => storage.into(),
        }
    }

    /// How much it can hold.
    pub fn size(self) -> &'a Stated<Bytes> {
        match self {
            Self::Pool(_, pool) => &pool.size,
            Self::Shared(storage) => &storage.record().size,
        }
    }

    /// How much of it is in use.
    pub fn used(self) -> &'a Stated<Bytes> {
        match self {
            Self::Pool(_, pool) => &pool.used,
            Self::Shared(storage) => &storage.record().used,
        }
    }

    /// How its disks are combined.
    pub fn raid(self) -> &'a Stated<Text> {
        match self {
            Self::Pool(_, pool) => &pool.raid,
            Self::Shared(storage) => &storage.record().raid,
        }
    }

    /// What its disks are.
    pub fn media(self) -> &'a Stated<Text> {
        match self {
            Self::Pool(_, pool) => &pool.media,
            Self::Shared(storage) => &storage.record().media,
        }
    }

    /// What manages it, or how it is shared.
    pub fn kind(self) -> &'a Stated<Text> {
        match self {
            Self::Pool(_, pool) => &pool.kind,
            Self::Shared(storage) => &storage.record().kind,
        }
    }

    /// Whether disks on it take room only as they fill.
    pub fn thin(self) -> &'a Stated<bool> {
        match self {
            Self::Pool(_, pool) => &pool.thin,
            Self::Shared(storage) => &storage.record().thin,
        }
    }

    /// True if its content is copied to a second machine.
    pub fn is_replicated(self) -> bool {
        let (stated, copies) = match self {
            Self::Pool(_, pool) => (&pool.replicated, None),
            Self::Shared(storage) => {
                (&storage.record().replicated, storage.record().replicas.as_ref())
            }
        };
        stated.as_ref().is_some_and(|it| it.value) || copies.is_some_and(|copies| copies.value > 1)
    }

    /// True if it is ZFS.
    pub fn is_zfs(self) -> bool {
        let is = |text: &Text| text.to_ascii_lowercase().contains("zfs");
        self.kind().as_ref().is_some_and(|kind| is(kind))
            || self.raid().as_ref().is_some_and(|raid| raid.to_ascii_lowercase().contains("raidz"))
            || self.name().as_str() == "local-zfs"
    }

    /// True if one failed disk takes all of it, though it is made of several.
    pub fn is_striped(self) -> bool {
        const WORDS: &[&str] = &["raid0", "stripe", "striped", "jbod", "span", "spanned", "concat"];
        self.raid().as_ref().is_some_and(|raid| {
            let plain: String = raid.chars().filter(char::is_ascii_alphanumeric).collect();
            WORDS.contains(&plain.to_ascii_lowercase().as_str())
        })
    }

    /// What makes it slow to write to, where that is said: disks that turn, cards and sticks, or a share on the
    /// network.
    pub fn slow_medium(self) -> Option<&'a Spanned<Text>> {
        const MEDIA: &[&str] =
            &["hdd", "sata-hdd", "sd", "sdcard", "microsd", "emmc", "usb", "smr", "tape"];
        let is_slow = |media: &Text| MEDIA.contains(&media.to_ascii_lowercase().as_str());
        let media = self.media().as_ref().filter(|media| is_slow(media));
        media.or_else(|| self.kind().as_ref().filter(|kind| is_network_share(kind)))
    }
}

/// True for a way to share files over the network, rather than whole disks.
pub fn is_network_share(kind: &str) -> bool {
    const KINDS: &[&str] = &["nfs", "nfs4", "smb", "cifs", "samba", "sshfs", "webdav"];
    KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind))
}
