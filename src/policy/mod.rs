//! How strict to be: the profile, the level of each rule, thresholds, and who is excused from what.

use std::collections::HashMap;

use crate::baseline::Baseline;
use crate::finding::{Excuses, Level, Subject};
use crate::lab::{Allowance, Date, Lab, Limits, Profile, Severity, Stated, SystemContainers};
use crate::verdict::Criteria;

mod cover;

use cover::Covers;

/// The level of a rule in each profile; nothing where it does not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Levels {
    /// Only contradictions and impossibilities.
    pub minimal: Option<Level>,
    /// The concept as recommendations.
    pub default: Option<Level>,
    /// The concept as policy.
    pub strict: Option<Level>,
    /// One container host, or LXC as the usual guest.
    pub bare_metal: Option<Level>,
    /// True if no policy can set it below a warning: the rule states a fact about the inventory.
    pub firm: bool,
}

impl Levels {
    /// The same level in every profile.
    pub const fn always(level: Level) -> Self {
        Self { minimal: Some(level), ..Self::unless_minimal(level) }
    }

    /// The same level in every profile but `minimal`, where the rule does not run.
    pub const fn unless_minimal(level: Level) -> Self {
        let level = Some(level);
        Self { minimal: None, default: level, strict: level, bare_metal: level, firm: false }
    }

    /// No level in any profile: what it finds is told where a profile is named for it.
    pub const fn never() -> Self {
        Self { minimal: None, default: None, strict: None, bare_metal: None, firm: false }
    }

    /// The level in a profile.
    pub fn of(self, profile: Profile) -> Option<Level> {
        match profile {
            Profile::Minimal => self.minimal,
            Profile::Default => self.default,
            Profile::Strict => self.strict,
            Profile::BareMetal => self.bare_metal,
        }
    }
}

/// What the command line says about the checking. It beats what files say.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How strict to be.
    pub profile: Option<Profile>,
    /// Whether allowances count.
    pub allowances: Allowances,
    /// The day that dates are measured against.
    pub as_of: Date,
    /// What was found before.
    pub baseline: Option<Baseline>,
    /// Whether knowledge of software counts. Switched off only to measure what it is worth.
    pub software: bool,
    /// Whether names and sentences are read for verdicts. Switched off only to measure what it is worth.
    pub names: bool,
}

impl Settings {
    /// How strict to be with a lab: the command line says it, or else the last of its files that does.
    pub fn profile_of(&self, lab: &Lab) -> Profile {
        let stated = || lab.statements().iter().rev().find_map(|it| it.profile.as_ref());
        self.profile.or_else(|| Some(stated()?.value)).unwrap_or(Profile::Default)
    }

    /// What the verdicts on the workloads of a lab take into account.
    pub fn terms_of(&self, lab: &Lab) -> Criteria {
        let strict = self.profile_of(lab) == Profile::Strict;
        let mut stated =
            lab.statements().iter().rev().filter_map(|it| it.system_containers.as_ref());
        let usual = if strict { SystemContainers::Container } else { SystemContainers::Guest };
        let system_containers = stated.next().map_or(usual, |stated| stated.value);
        Criteria { strict, software: self.software, names: self.names, system_containers }
    }
}

/// Whether allowances count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowances {
    /// They excuse what they cover.
    Count,
    /// They are read and checked, and excuse nothing.
    Ignored,
}

/// The day of the newest fact in labctl's own tables. Without a date from the user, dates are measured
/// against this one, so that the same input gives the same output on any day.
pub const TABLES_AS_OF: Date = Date::constant(2026, 11, 1);

impl Default for Settings {
    fn default() -> Self {
        Self {
            profile: None,
            allowances: Allowances::Count,
            as_of: TABLES_AS_OF,
            baseline: None,
            software: true,
            names: true,
        }
    }
}

/// The thresholds that rules measure against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// How many layers a workload may have, from itself down to the host.
    pub max_depth: u32,
    /// How many virtual processors a physical core may carry.
    pub vcpu_per_core: f64,
    /// How much memory guests may be promised, as a multiple of what there is.
    pub memory_overcommit: f64,
    /// How much thin storage may be promised, as a multiple of what there is.
    pub thin_ratio: f64,
    /// From how many dependents on a system counts as critical, where that is said.
    pub critical_dependents: Option<u32>,
    /// After how many days a tested restore has to be tested again.
    pub restore_test_days: u32,
    /// How many containers may be managed by hand.
    pub manual_containers: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            max_depth: 3,
            vcpu_per_core: 5.0,
            memory_overcommit: 1.0,
            thin_ratio: 1.5,
            critical_dependents: None,
            restore_test_days: 365,
            manual_containers: 20,
        }
    }
}

/// The policy that holds for a lab.
pub struct Policy<'a> {
    /// How strict to be.
    pub profile: Profile,
    /// The thresholds.
    pub thresholds: Thresholds,
    /// The day that dates are measured against.
    pub as_of: Date,
    lab: &'a Lab,
    baseline: Option<&'a Baseline>,
    levels: HashMap<&'a str, Severity>,
    count: Allowances,
    /// What the allowances of each rule cover that are in force.
    by_rule: HashMap<&'a str, Covers<'a>>,
}

impl<'a> Policy<'a> {
    /// The policy that a lab's files and the command line state together.
    pub fn of(lab: &'a Lab, settings: &'a Settings) -> Self {
        let mut levels = HashMap::new();
        for statement in lab.statements() {
            levels.extend(statement.rules.iter().map(|(rule, level)| (rule.as_str(), level.value)));
        }
        let profile = settings.profile_of(lab);
        let mut by_rule: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, allowance) in lab.allowances().iter().enumerate() {
            if allowance.until.as_ref().is_none_or(|until| until.value >= settings.as_of) {
                by_rule.entry(allowance.rule.as_str()).or_default().push(index);
            }
        }
        let covers = |(rule, allowances): (_, Vec<usize>)| (rule, Covers::of(lab, &allowances));
        Self {
            profile,
            thresholds: Thresholds::of(lab),
            as_of: settings.as_of,
            lab,
            baseline: settings.baseline.as_ref(),
            levels,
            count: settings.allowances,
            by_rule: by_rule.into_iter().map(covers).collect(),
        }
    }

    /// The level of a rule; nothing if it is off.
    pub fn level(&self, rule: &str, levels: Levels) -> Option<Level> {
        let level = match self.levels.get(rule) {
            None => levels.of(self.profile),
            Some(Severity::Off) => None,
            Some(Severity::Info) => Some(Level::Info),
            Some(Severity::Warning) => Some(Level::Warning),
            Some(Severity::Error) => Some(Level::Error),
        };
        if levels.firm { level.max(Some(Level::Warning)) } else { level }
    }

    /// True if an allowance is not past its last day.
    pub fn in_force(&self, allowance: &Allowance) -> bool {
        allowance.until.as_ref().is_none_or(|until| until.value >= self.as_of)
    }

    /// The allowances that count and have excused nothing so far.
    pub fn unused(&self) -> impl Iterator<Item = &'a Allowance> {
        let mut used = vec![self.count == Allowances::Ignored; self.lab.allowances().len()];
        self.by_rule.values().flat_map(Covers::used).for_each(|allowance| used[allowance] = true);
        let allowances = self.lab.allowances().iter().zip(used);
        allowances.filter(|(_, used)| !used).map(|(allowance, _)| allowance)
    }
}

impl Excuses for Policy<'_> {
    fn excuse(&self, rule: &str, subject: Subject) -> Option<usize> {
        if self.count == Allowances::Ignored {
            return None;
        }
        self.by_rule.get(rule)?.excuse(subject)
    }

    fn knows(&self, rule: &str, subject: Subject) -> bool {
        self.baseline.is_some_and(|baseline| baseline.knows(self.lab, rule, subject))
    }
}

impl Thresholds {
    /// What the files of a lab state, or else the usual ones.
    pub fn of(lab: &Lab) -> Self {
        let mut thresholds = Self::default();
        lab.statements().iter().for_each(|statement| thresholds.take(&statement.limits));
        thresholds
    }

    /// From how many dependents on a system is critical in a lab of so many: a quarter of them, at least two and
    /// at most three, unless the policy says otherwise.
    pub fn critical(&self, systems: usize) -> usize {
        self.critical_dependents.map_or(systems.div_ceil(4).clamp(2, 3), |stated| stated as usize)
    }

    fn take(&mut self, stated: &Limits) {
        fn set<T: Copy>(value: &mut T, stated: &Stated<T>) {
            *value = stated.value().unwrap_or(*value);
        }
        set(&mut self.max_depth, &stated.max_depth);
        set(&mut self.vcpu_per_core, &stated.vcpu_per_core);
        set(&mut self.memory_overcommit, &stated.memory_overcommit);
        set(&mut self.thin_ratio, &stated.thin_ratio);
        self.critical_dependents = stated.critical_dependents.value().or(self.critical_dependents);
        set(&mut self.restore_test_days, &stated.restore_test_days);
        set(&mut self.manual_containers, &stated.manual_containers);
    }
}
