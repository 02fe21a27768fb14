//! The machine that an engine runs on, by `docker info` and `podman info`.

use crate::lab::{
    Amount, Arch, Bytes, Cores, Cpu, Engine, FoundSystem, Kind, Record, SystemFields, Text,
    Vocabulary,
};
use crate::source::Spanned;
use crate::yaml::Node;

/// The machine that tells of itself.
pub(super) fn host(root: Node<'_>) -> Option<FoundSystem> {
    let own = root.get("host").unwrap_or(root);
    let is_podman = root.get("host").is_some();
    let text = |names: [&str; 2]| {
        let node = names.iter().find_map(|name| own.get(name))?;
        Some(Spanned { value: Text::from(node.text()?), span: node.span() })
    };
    let name = text(["Name", "hostname"])?;
    let mut record = Record::<SystemFields>::new(name.clone(), root.span());
    let fields = &mut record.fields;
    fields.kind = Kind::Host;
    let engine = if is_podman { Engine::Podman } else { Engine::Docker };
    fields.nature.engine = Spanned { value: engine, span: name.span }.into();
    if let Some(cores) = text(["NCPU", "cpus"]).and_then(|it| number(&it)) {
        let thousandths = u32::try_from(cores.value.checked_mul(1000)?).ok()?;
        let amount = Amount { max: Some(Cores(thousandths)), min: None };
        fields.cpu = Spanned { value: Cpu { cores: amount, model: None }, span: cores.span }.into();
    }
    if let Some(memory) = text(["MemTotal", "memTotal"]).and_then(|it| number(&it)) {
        let amount = Amount { max: Some(Bytes(memory.value)), min: None };
        fields.memory = Spanned { value: amount, span: memory.span }.into();
    }
    if let Some(arch) = text(["Architecture", "arch"])
        && let Some(value) = Arch::from_word(&arch)
    {
        fields.nature.arch = Spanned { value, span: arch.span }.into();
    }
    let of_podman = own.get("distribution").and_then(|it| {
        let name = it.get("distribution")?;
        let version = it.get("version").and_then(Node::text).unwrap_or_default();
        let value = Text::from(format!("{} {version}", name.text()?));
        Some(Spanned { value, span: name.span() })
    });
    fields.os = of_podman.or(text(["OperatingSystem", "OperatingSystem"])).into();
    let rootless = own.get("security").and_then(|it| it.get("rootless"));
    if let Some(rootless) = rootless {
        let value = rootless.text() == Some("true");
        fields.isolation.rootless = Spanned { value, span: rootless.span() }.into();
    }
    Some(FoundSystem::from(record))
}

fn number(text: &Spanned<Text>) -> Option<Spanned<u64>> {
    Some(Spanned { value: text.parse().ok()?, span: text.span })
}
