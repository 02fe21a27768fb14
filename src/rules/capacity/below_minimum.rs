//! A virtual machine is smaller than its system or its product needs.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Warning;
use crate::lab::{Bytes, System, Vm};
use crate::policy::Levels;
use crate::rules::words::row;
use crate::rules::{Case, Rule, authority};
use crate::software::{Form, KernelFamily, Product, by_os};
use crate::source::Span;
use crate::verdict::Quality;

use super::totals::memory_span;

pub(super) const RULE: Rule = Rule {
    name: "below-minimum",
    level: Levels::unless_minimal(Warning),
    claims: &[claim::VMS_SHARE_OUT_RESOURCES, claim::COMPARE_RESOURCES],
    sources: &[authority::MICROSOFT_WINDOWS_11],
    page: include_str!("below_minimum.md"),
    check,
};

/// Something that a machine has too little of.
struct Lack {
    /// Where that is written.
    at: Span,
    /// What it has: `1 GiB of memory`.
    has: String,
    /// What is needed: `4 GiB`.
    needed: String,
}

fn check(case: &Case, out: &mut Findings) {
    for vm in case.lab.vms().filter(|vm| vm.is_intended() && !vm.is_temporary()) {
        let os = vm.os.as_ref().and_then(|os| by_os(os));
        let nature = case.verdicts.nature(*vm);
        let named = nature.product.filter(|_| nature.product_sure >= Some(Quality::Name));
        let of = |product: &'static Product| {
            let lacks: Vec<Lack> =
                memory(vm, product).into_iter().chain(disk(vm, product)).collect();
            (!lacks.is_empty()).then_some((product, lacks))
        };
        let Some((product, lacks)) = os.and_then(of).or_else(|| named.and_then(of)) else {
            continue;
        };
        let has: Vec<String> = lacks.iter().map(|lack| lack.has.clone()).collect();
        let needed: Vec<String> = lacks.iter().map(|lack| lack.needed.clone()).collect();
        let message = format!(
            "VM `{}` has {}, and {} needs {}",
            vm.name(),
            row(&has),
            product.short_title(),
            row(&needed)
        );
        let finding = out.report(vm, lacks[0].at, message);
        if let Some(os) = vm.os.as_ref().filter(|_| lacks[0].at != vm.place()) {
            finding.label(os.span, "its system");
        }
        // A Linux without a desktop starts with less than its maker asks for; so may a product known by name.
        let is_sure = os == Some(product) || nature.product_sure >= Some(Quality::Image);
        let is_strict = product.kernel != KernelFamily::Linux || product.form == Form::Appliance;
        let is_short_of_memory = memory(vm, product).is_some();
        if !(is_sure && is_strict && is_short_of_memory) {
            finding.lower();
        }
        finding.help("give it what its maker asks for, or choose something smaller");
    }
}

fn memory(vm: Vm<'_>, product: &Product) -> Option<Lack> {
    let needed = Bytes(u64::from(product.minimum.memory) << 20);
    let has = vm.memory.as_ref()?.max?;
    (has < needed).then(|| Lack {
        at: memory_span(System::from(vm)),
        has: format!("{has} of memory"),
        needed: needed.to_string(),
    })
}

/// The sizes of disks are those that they are sold with.
fn disk(vm: Vm<'_>, product: &Product) -> Option<Lack> {
    let needed = u64::from(product.minimum.disk) * 1_000_000_000;
    let sizes: Option<Vec<Bytes>> =
        vm.disks.iter().map(|disk| Some(disk.size.as_ref()?.value)).collect();
    let has: Bytes = sizes.filter(|sizes| !sizes.is_empty())?.into_iter().sum();
    (has.0 < needed).then(|| Lack {
        at: vm.disks.span().unwrap_or(vm.place()),
        has: format!("{has} of disk"),
        needed: format!("{} GB", product.minimum.disk),
    })
}
