//! What is known of a workload or a host before it is judged: its product, its role, its operating system.

use rustc_hash::FxHashMap;

use super::reading::{self, Meaning};
use super::system::{OsFamily, family_of};
use super::{Classification, Criteria, Quality};
use crate::lab::{Cluster, Engine, Kind, System, Text};
use crate::software::{self, Form, Need, Product, Role, Tier, Trust};
use crate::source::{Span, Spanned};

/// What is known of a workload or a host.
#[derive(Clone)]
pub(super) struct Knowledge<'a> {
    /// The workload, or the host.
    pub(super) system: System<'a>,
    /// What is taken into account.
    pub(super) terms: Criteria,
    /// The product it is.
    pub(super) product: Option<Fact<&'static Product>>,
    /// What it does.
    pub(super) role: Option<Fact<Role>>,
    /// The word for what it does, as it was found.
    pub(super) word: &'a str,
    /// What else a name or a sentence says.
    pub(super) meaning: Option<Fact<Meaning>>,
    /// Its operating system.
    pub(super) os: Option<Fact<OsFamily>>,
    /// True if its image is a container image rather than that of a disk.
    pub(super) is_oci: bool,
    /// True if Kubernetes runs it.
    pub(super) is_pod: bool,
}

/// Something that was found, how good that is, and where it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fact<T> {
    pub(super) it: T,
    pub(super) quality: Quality,
    pub(super) at: Span,
}

/// What texts of a lab were found to mean: most of its systems say what others say too.
#[derive(Default)]
pub(super) struct Meanings<'a> {
    images: RecentLookups<'a, Option<&'static Product>>,
    systems: RecentLookups<'a, Option<&'static Product>>,
    families: RecentLookups<'a, OsFamily>,
    roles: RecentLookups<'a, Option<Role>>,
    purposes: RecentLookups<'a, Option<software::NameMatch>>,
    sentences: RecentLookups<'a, Option<(Meaning, &'a str)>>,
}

/// What was found for each text.
struct RecentLookups<'a, T>(FxHashMap<&'a str, T>);

impl<T> Default for RecentLookups<'_, T> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<'a, T: Copy> RecentLookups<'a, T> {
    /// Where so many texts differ, the next one most likely is another one still.
    const MOST: usize = 10_000;

    /// What a text means; it is looked for once.
    fn get(&mut self, text: &'a str, find: impl FnOnce(&'a str) -> T) -> T {
        if let Some(found) = self.0.get(text) {
            return *found;
        }
        let found = find(text);
        if self.0.len() < Self::MOST {
            self.0.insert(text, found);
        }
        found
    }
}

impl<'a> Knowledge<'a> {
    pub(super) fn of(system: System<'a>, terms: Criteria, meanings: &mut Meanings<'a>) -> Self {
        let entry = system.entry();
        let image = entry.image.as_ref();
        let is_oci = image.is_some_and(|image| !is_disk(image) && entry.kind != Kind::Vm);
        let product = if terms.software { product_of(system, terms, meanings) } else { None };
        let os = system_of(system, terms, is_oci, meanings);
        let is_pod = is_pod(system);
        let mut known = Self {
            system,
            terms,
            product,
            role: None,
            word: "",
            meaning: None,
            os,
            is_oci,
            is_pod,
        };
        known.find_role(meanings);
        known
    }

    /// The same as if another role were stated; nothing if there is no such role.
    pub(super) fn with_role(&self, word: &'static str) -> Option<Self> {
        let role =
            Fact { it: Role::of(word)?, quality: Quality::Declared, at: self.system.place() };
        Some(Self { role: Some(role), word, meaning: None, ..self.clone() })
    }

    /// The product that its role is known of.
    pub(super) fn product_of_role(&self) -> Option<&'static Product> {
        let role = self.role?;
        let same = |product: &Fact<_>| product.at == role.at && product.quality == role.quality;
        self.product.filter(same).map(|product| product.it)
    }

    /// True if its owner says what it does.
    pub(super) fn states_role(&self) -> bool {
        self.role.is_some_and(|role| role.quality >= Quality::Derived)
    }

    /// The product, if it is of use only as part of a Kubernetes cluster, or is an agent of one.
    pub(super) fn part_of_cluster(&self) -> Option<Fact<&'static Product>> {
        let is_named = |product: &Fact<&Product>| {
            let role = self.role.filter(|_| product.quality < Quality::Image);
            role.is_none_or(|role| role.it == product.it.role)
        };
        let is_part = |product: &Fact<&Product>| {
            product.it.form == Form::Cluster || self.is_pod && product.it.belongs_to_machine()
        };
        self.product.filter(|product| is_part(product) && is_named(product))
    }

    /// True if it is a runner whose jobs run on the machine itself, for all that is known.
    pub(super) fn is_executor(&self) -> bool {
        !self.is_oci && !self.is_pod && !self.system.entry().runs_on.is_empty()
    }

    /// True if it runs code that others bring, and is placed where there may be neighbours.
    pub(super) fn runs_code_of_others(&self) -> bool {
        let runs = |product: Fact<&Product>| product.it.trust == Trust::UntrustedCode;
        let is_runner = self.role.is_some_and(|role| role.it == Role::CiRunner);
        let is_placed = !self.system.entry().runs_on.is_empty();
        is_placed && (is_runner || self.product.is_some_and(runs))
    }

    /// What others want to know of it.
    pub(super) fn classification(&self) -> Classification {
        Classification {
            role: self.role.map(|role| role.it),
            sure: self.role.map(|role| role.quality),
            product: self.product.map(|product| product.it),
            product_sure: self.product.map(|product| product.quality),
        }
    }

    /// The product, if it asks this of its machine. What comes as an image brings its ways with it.
    pub(super) fn asks_for(&self, need: Need) -> Option<Fact<&'static Product>> {
        let machine = |form| matches!(form, Form::Appliance | Form::Package);
        self.product.filter(|product| machine(product.it.form) && product.it.asks_for(need))
    }

    /// The part of a lab that its role belongs to.
    pub(super) fn tier(&self) -> Option<Tier> {
        self.role.map(|role| role.it.tier())
    }

    fn find_role(&mut self, meanings: &mut Meanings<'a>) {
        if let Some(role) = self.declared_role(meanings) {
            self.role = Some(role);
        } else if let Some(product) = self.product {
            // A general system is used for anything, so it says nothing of what this one does.
            if product.it.form != Form::Base {
                let Fact { quality, at, .. } = product;
                self.role = Some(Fact { it: product.it.role, quality, at });
                self.word = product.it.role.name();
            }
        } else if self.terms.names {
            self.read_words(meanings);
        }
    }

    /// The role the owner states: of several, the one that most depends on.
    fn declared_role(&mut self, meanings: &mut Meanings<'a>) -> Option<Fact<Role>> {
        let stated = &self.system.entry().role;
        let role =
            |stated: &'a Spanned<Text>| Some((meanings.roles.get(stated, Role::of)?, stated));
        let known = stated.iter().filter_map(role).min_by_key(|(role, _)| role.tier());
        if let Some((role, stated)) = known {
            self.word = stated.as_str();
            return Some(Fact { it: role, quality: Quality::Declared, at: stated.span });
        }
        let stated = stated.first()?;
        self.word = stated.as_str();
        let (role, quality) = match reading::of_name(stated) {
            Some((Meaning::Does(role), _)) => (role, Quality::Derived),
            // A role without a word of ours most likely serves people.
            _ => (Role::Application, Quality::Name),
        };
        Some(Fact { it: role, quality, at: stated.span })
    }

    fn read_words(&mut self, meanings: &mut Meanings<'a>) {
        let entry = self.system.entry();
        let name = &entry.name;
        let purpose = entry.purpose.as_ref();
        let of_name = reading::of_name(name).map(|(meaning, word)| (meaning, word, name.span));
        let of_purpose = || {
            let purpose = purpose?;
            let (meaning, word) = meanings.sentences.get(purpose, reading::of_sentence)?;
            Some((meaning, word, purpose.span))
        };
        let Some((meaning, word, at)) = of_name.or_else(of_purpose) else {
            // It is described, and nothing in the description sounds like a machine.
            self.role = purpose.map(|purpose| Fact {
                it: Role::Application,
                quality: Quality::Guess,
                at: purpose.span,
            });
            self.word = "a service of some sort";
            return;
        };
        let quality = Quality::Name;
        self.word = word;
        self.meaning = Some(Fact { it: meaning, quality, at });
        if let Meaning::Does(role) = meaning {
            self.role = Some(Fact { it: role, quality, at });
        }
    }
}

/// True if Kubernetes runs it.
fn is_pod(system: System<'_>) -> bool {
    let engine = system.entry().nature.engine.value();
    let on_cluster = system.on_cluster().is_some_and(Cluster::runs_pods);
    engine == Some(Engine::Kubernetes) || on_cluster && system.as_vm().is_none()
}

fn product_of<'a>(
    system: System<'a>,
    terms: Criteria,
    meanings: &mut Meanings<'a>,
) -> Option<Fact<&'static Product>> {
    let entry = system.entry();
    let fact = |it, at| Fact { it, quality: Quality::Image, at };
    let specific = |found: &Fact<&'static Product>| found.it.form != Form::Base;
    let image = entry
        .image
        .as_ref()
        .and_then(|image| Some(fact(meanings.images.get(image, software::by_image)?, image.span)));
    let of_facts = image.or_else(|| {
        let os = entry.os.as_ref()?;
        Some(fact(meanings.systems.get(os, software::by_os)?, os.span))
    });
    let named = || if terms.names { named(system, meanings) } else { None };
    of_facts.filter(specific).or_else(named)
}

/// The product that the name means, or that the purpose begins with.
fn named<'a>(system: System<'a>, meanings: &mut Meanings<'a>) -> Option<Fact<&'static Product>> {
    let entry = system.entry();
    let found = |named: software::NameMatch, at| {
        let quality = if named.is_everyday { Quality::Guess } else { Quality::Name };
        Fact { it: named.product, quality, at }
    };
    let name = software::by_name(&entry.name).filter(|name| !is_about(name.product, &entry.name));
    if let Some(name) = name.filter(|name| !name.is_everyday) {
        return Some(found(name, entry.name.span));
    }
    let Some(purpose) = entry.purpose.as_ref() else {
        return name.map(|name| found(name, entry.name.span));
    };
    // What is described of a machine is what runs on it.
    if matches!(reading::of_name(&entry.name), Some((Meaning::Machine, _))) {
        return None;
    }
    if let Some(of_purpose) = meanings.purposes.get(purpose, named_in) {
        return Some(found(of_purpose, purpose.span));
    }
    // An everyday word counts if nothing in the purpose speaks against it.
    name.filter(|_| meanings.sentences.get(purpose, reading::of_sentence).is_none())
        .map(|name| found(name, entry.name.span))
}

/// The product that a sentence begins to speak of, where that is no everyday word.
fn named_in(sentence: &str) -> Option<software::NameMatch> {
    let mut short = reading::things(sentence).filter(|phrase| phrase.split(' ').count() <= SHORT);
    short
        .find_map(|phrase| software::by_name(phrase).filter(|it| !is_about(it.product, phrase)))
        .filter(|named| !named.is_everyday)
}

/// True if a name is about a platform rather than of it, as `talos-backup` and `pve-exporter` are.
fn is_about(product: &Product, name: &str) -> bool {
    let other = |role: Role| role.tier() != Tier::Platform && role != product.role;
    product.role.tier() == Tier::Platform
        && matches!(reading::of_name(name), Some((Meaning::Does(role), _)) if other(role))
}

/// A longer phrase that contains the name of a product is about it rather than it.
const SHORT: usize = 4;

fn system_of<'a>(
    system: System<'a>,
    terms: Criteria,
    is_oci: bool,
    meanings: &mut Meanings<'a>,
) -> Option<Fact<OsFamily>> {
    let entry = system.entry();
    let mut from = |field: &'a Spanned<Text>| Fact {
        it: meanings.families.get(field, |text| family_of(text, terms.software)),
        quality: Quality::Derived,
        at: field.span,
    };
    // The image of a VM is its system.
    let image = entry.image.as_ref().filter(|_| !is_oci);
    let image = image.map(&mut from).filter(|found| found.it != OsFamily::Unknown);
    entry.os.as_ref().map(from).or(image)
}

/// True if an image is that of a disk: a file that a hypervisor boots.
fn is_disk(image: &str) -> bool {
    let ends = |ending: &str| {
        image.len() > ending.len()
            && image.is_char_boundary(image.len() - ending.len())
            && image[image.len() - ending.len()..].eq_ignore_ascii_case(ending)
    };
    [".qcow2", ".iso", ".img", ".raw", ".vmdk", ".vdi", ".vhdx", ".ova", ".ovf"]
        .iter()
        .any(|ending| ends(ending))
}
