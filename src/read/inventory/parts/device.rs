//! How devices are read.

use serde_json::Value;

use crate::lab::{Device, DeviceKind, List, Mode, Stated, ValueState, pci_address};
use crate::read::field::{
    ALL, FieldContext, FieldTable, FieldValue, Name, Numbers, TextFormat, ValueShape, WriteValue,
    Yaml, field, json_of,
};
use crate::source::{Span, Spanned};
use crate::yaml::{Node, NodeKind};

static DEVICE: FieldTable<Device> = FieldTable::new(
    "a device",
    &[
        field!(ALL, "name" ["path", "id"], name: Name, "what the device is called"),
        field!(ALL, "kind" ["type"], kind: Spanned<DeviceKind>, "what sort of device it is"),
        field!(ALL, "mode", mode: Spanned<Mode>, "whether the workload has it alone"),
        field!(ALL, "share" ["shared"], share: Spanned<bool>, "whether several workloads can use it at once"),
        field!(ALL, "count", count: Spanned<u32>, "how many of it there are"),
        field!(ALL, "address" ["bus", "slot"], address: Name, "its address on the bus"),
    ],
);

static NAME: TextFormat = TextFormat {
    name: "a name, a path or a PCI address",
    pattern: r"\S",
    examples: &["igpu", "/dev/dri", "0000:01:00.0"],
    numbers: Some(Numbers::ANY),
};

impl FieldValue for Device {
    const SHAPE: ValueShape =
        ValueShape::Either(&[ValueShape::Format(&NAME), ValueShape::Record(|| DEVICE.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() != NodeKind::Mapping {
            return Some(
                Self { name: FieldValue::read(node, context)?, ..Self::default() }.with_kind(),
            );
        }
        let mut device = DEVICE.record(node, context);
        if device.name.is_empty() {
            // A device may go by its kind or its address alone.
            let kind = device
                .kind
                .as_ref()
                .map(|kind| Spanned { value: kind.to_string().into(), span: kind.span });
            device.name = device.address.as_ref().cloned().or(kind)?;
        }
        Some(device.with_kind())
    }
}

impl Device {
    /// What goes by a PCI address is a PCI device, unless it is said to be something else.
    fn with_kind(mut self) -> Self {
        if self.kind.is_absent() && pci_address(&self.name.value).is_some() {
            self.kind = Stated::derived(DeviceKind::Pci, self.name.span);
        }
        self
    }
}

/// Devices under a key that says what sort they are.
macro_rules! devices_of_a_kind {
    ($($(#[$doc:meta])* $name:ident: $kind:expr;)+) => {
        $(
            $(#[$doc])*
            pub(in super::super) struct $name(List<Device>);

            impl From<$name> for List<Device> {
                fn from(devices: $name) -> Self {
                    devices.0
                }
            }

            impl FieldValue for $name {
                const SHAPE: ValueShape = List::<Device>::SHAPE;

                fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
                    read_of_kind($kind, node, context).map(Self)
                }
            }
        )+
    };
}

devices_of_a_kind! {
    /// Graphics cards: `gpu: Radeon 780M`.
    Gpus: DeviceKind::Gpu;
    /// PCI devices, as Proxmox VE has them: `hostpci: 0000:01:00.0,pcie=1`.
    PciDevices: DeviceKind::Pci;
}

fn read_of_kind(
    kind: DeviceKind,
    node: Node<'_>,
    context: &mut FieldContext<'_>,
) -> Option<List<Device>> {
    if node.text().is_some_and(|text| matches!(text, "none" | "false" | "no")) {
        return Some(List::stated([], node.span()));
    }
    let devices = List::<Device>::read(node, context)?;
    let of_kind = |device: &Device| {
        let mut device = device.clone();
        if !is_written(&device.kind) {
            device.kind = Stated::derived(kind, device.name.span);
        }
        // Behind a comma stand options of the hypervisor.
        let name = device.name.value.split(',').next().unwrap_or_default();
        let name = name.trim_start_matches("mapping=").trim_start_matches("host=");
        device.name.value = name.into();
        device
    };
    Some(List::stated(devices.iter().map(of_kind), node.span()))
}

/// True for a kind that the device says itself, rather than its address.
fn is_written(kind: &Stated<DeviceKind>) -> bool {
    matches!(kind.state(), ValueState::Known | ValueState::Default)
}

impl WriteValue for Device {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::short(DEVICE.write(self), "name"))
    }

    /// What begins with a slash is a path, all else a name that the machine knows it by.
    fn json(&self) -> Value {
        let mut json = json_of(DEVICE.told(self));
        let key = if self.name.starts_with('/') { "path" } else { "id" };
        json.insert(key.to_owned(), self.name.as_str().into());
        json.into()
    }

    fn place(&self) -> Option<Span> {
        Some(self.name.span)
    }
}
