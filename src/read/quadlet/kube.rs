//! The pods of a `.kube` unit: what `podman kube play` makes of a file for Kubernetes.

use super::unit::UnitValue;
use crate::lab::{Draft, Engine, FoundSystem, Kind, Record, SystemFields, Text};
use crate::source::{Source, Spanned};
use crate::yaml::{self, Node};

/// Adds the containers of every pod in a file, called as Podman calls them.
pub(super) fn read(source: &Source, by: &UnitValue, draft: &mut Draft) {
    let tree = yaml::parse(source);
    for document in tree.documents() {
        let Some(pod) = document.get("metadata").and_then(|it| it.get("name")?.text()) else {
            continue;
        };
        let spec = document.get("spec");
        let template = spec.and_then(|spec| spec.get("template")?.get("spec"));
        let containers = template.or(spec).and_then(|spec| spec.get("containers"));
        for container in containers.into_iter().flat_map(Node::items) {
            let Some(name) = container.get("name") else { continue };
            let full = Text::from(format!("{pod}-{}", name.text().unwrap_or_default()));
            let full = Spanned { value: full, span: name.span() };
            let mut record = Record::<SystemFields>::new(full, container.span());
            record.fields.kind = Kind::Container;
            record.fields.nature.engine = by.here(Engine::Podman);
            if let Some(image) = container.get("image")
                && let Some(text) = image.text()
            {
                let image = Spanned { value: Text::from(text), span: image.span() };
                record.fields.image = image.into();
            }
            draft.add_found(FoundSystem::from(record));
        }
    }
}
