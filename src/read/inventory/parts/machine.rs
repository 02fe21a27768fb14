//! How hypervisors, kernels, processors and failure domains are read.

use crate::lab::{
    Amount, Bytes, Cores, Cpu, Domain, Hypervisor, Kernel, List, Reserve, SizeKind, Text,
};
use crate::read::field::{
    ALL, CORES_RANGE, FieldContext, FieldKey, FieldTable, FieldValue, Name, ValueShape, WriteValue,
    Yaml, field, memory, scalar, share, size,
};
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

/// A hypervisor in its long form.
static HYPERVISOR: FieldTable<Hypervisor> = FieldTable::new(
    "a hypervisor",
    &[
        field!(ALL, "product" ["name"], product: Text, "which one it is: proxmox, kvm, esxi"),
        field!(ALL, "type", type_: Spanned<u32>, "1 if it runs on the machine, 2 if inside a desktop system"),
        field!(ALL, "version", version: Name, "its version"),
    ],
);

impl FieldValue for Hypervisor {
    const SHAPE: ValueShape = ValueShape::Either(&[
        ValueShape::Text,
        ValueShape::Flag,
        ValueShape::Record(|| HYPERVISOR.keys()),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() == NodeKind::Mapping {
            return Some(HYPERVISOR.record(node, context));
        }
        let text = scalar(node, "a product such as `proxmox`, or `none`", context)?;
        let product = match text {
            "none" | "false" | "no" => None,
            "true" | "yes" => Some("hypervisor".into()),
            text => Some(text.into()),
        };
        Some(Self { product, ..Self::default() })
    }
}

static KERNEL: FieldTable<Kernel> = FieldTable::new(
    "a kernel",
    &[
        field!(ALL, "modules" ["module"], modules: List<Name>, "modules it loads"),
        field!(ALL, "parameters" ["sysctls", "sysctl", "params"], parameters: List<Name>, "parameters or sysctls it sets"),
        field!(ALL, "own" ["version"], own: Name, "a kernel or version that must be its own"),
    ],
);

impl FieldValue for Kernel {
    const SHAPE: ValueShape =
        ValueShape::Either(&[ValueShape::Text, ValueShape::Record(|| KERNEL.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() == NodeKind::Mapping {
            return Some(KERNEL.record(node, context));
        }
        Some(Self { own: Name::read(node, context)?.into(), ..Self::default() })
    }
}

static DOMAIN: FieldTable<Domain> = FieldTable::new(
    "a failure domain",
    &[
        field!(ALL, "name", name: Name, "what the domain is called"),
        field!(ALL, "site" ["location"], site: Name, "the site"),
        field!(ALL, "ups" ["power"], ups: Name, "the power supply"),
        field!(ALL, "rack", rack: Name, "the rack"),
        field!(ALL, "switch", switch: Name, "the network switch"),
    ],
);

impl FieldValue for Domain {
    const SHAPE: ValueShape =
        ValueShape::Either(&[ValueShape::Text, ValueShape::Record(|| DOMAIN.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() == NodeKind::Mapping {
            return Some(DOMAIN.record(node, context));
        }
        Some(Self { name: Name::read(node, context)?.into(), ..Self::default() })
    }
}

static RESERVE: [&FieldKey; 2] = [
    &FieldKey {
        name: "memory",
        or: None,
        also: &["ram"],
        about: "memory that guests do not get",
        shape: Bytes::SHAPE,
    },
    &FieldKey {
        name: "cpu",
        or: Some("cores"),
        also: &[],
        about: "cores that guests do not get",
        shape: Cores::SHAPE,
    },
];

impl FieldValue for Reserve {
    const SHAPE: ValueShape =
        ValueShape::Either(&[Bytes::SHAPE, ValueShape::Record(|| RESERVE.to_vec())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() != NodeKind::Mapping {
            return Some(Self { memory: size(node, SizeKind::Memory, context), cpu: None });
        }
        let mut reserve = Self::default();
        for pair in node.pairs() {
            match pair.key.text() {
                Some("memory" | "ram") => {
                    reserve.memory = size(pair.value, SizeKind::Memory, context);
                }
                Some("cpu" | "cores") => reserve.cpu = FieldValue::read(pair.value, context),
                Some(key) => context.unknown_key(pair.key, key, RESERVE.iter().map(|key| key.name)),
                None => context.odd_key(pair.key),
            }
        }
        Some(reserve)
    }
}

static MODEL: FieldKey = FieldKey {
    name: "model",
    or: None,
    also: &[],
    about: "the model of a physical processor",
    shape: ValueShape::Text,
};
static COUNT: FieldKey = FieldKey {
    name: "cores",
    or: Some("threads"),
    also: &["count"],
    about: "how many cores the scheduler sees",
    shape: Cores::SHAPE,
};

impl FieldValue for Cpu {
    const SHAPE: ValueShape = ValueShape::Either(&[
        Cores::SHAPE,
        ValueShape::Record(|| vec![&COUNT, &MODEL]),
        ValueShape::Record(|| CORES_RANGE.iter().collect()),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let model = node.get("model");
        let count = ["cores", "threads", "count"].iter().find_map(|key| node.get(key));
        if model.is_none() && count.is_none() {
            return Some(Self { cores: share(node, context, Cores::read)?, model: None });
        }
        let cores = Amount { max: count.and_then(|count| Cores::read(count, context)), min: None };
        let known = ["model", "cores", "threads", "count", "sockets"];
        for pair in node.pairs() {
            let Some(key) = pair.key.text() else { continue };
            if !known.contains(&key) {
                context.unknown_key(pair.key, key, known.iter().copied());
            }
        }
        Some(Self { cores, model: model.and_then(|model| FieldValue::read(model, context)) })
    }
}

impl WriteValue for Hypervisor {
    fn write(&self) -> Option<Yaml> {
        let fields = HYPERVISOR.write(self);
        Some(match &self.product {
            None if fields.is_empty() => Yaml::plain("none"),
            Some(product) if ["none", "false", "no", "true", "yes"].contains(&product.as_str()) => {
                Yaml::Map(fields)
            }
            _ => Yaml::short(fields, "product"),
        })
    }
}

impl WriteValue for Kernel {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::short(KERNEL.write(self), "own"))
    }
}

impl WriteValue for Domain {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::short(DOMAIN.write(self), "name"))
    }
}

impl WriteValue for Reserve {
    fn write(&self) -> Option<Yaml> {
        let fields = [("memory", self.memory.map(memory)), ("cpu", self.cpu.write())];
        let Yaml::Map(fields) = Yaml::map(fields) else { return None };
        Some(Yaml::short(fields, "memory"))
    }
}

impl WriteValue for Cpu {
    fn write(&self) -> Option<Yaml> {
        if self.model.is_none() {
            return self.cores.write();
        }
        Some(Yaml::map([("model", self.model.write()), ("cores", self.cores.max.write())]))
    }
}
