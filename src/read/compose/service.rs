//! A service as a system of the lab.

use super::project::{ComposeService, Project};
use super::value::{ComposeValue, ValueForm};
use super::{
    devices, exposure, isolation, life, needs, networks, ports, resources, shared, volumes,
};
use crate::lab::{
    Arch, FoundSystem, Identity, Kind, PartOrigin, Record, Stated, SystemFields, Vocabulary,
};

/// What a service says.
pub(super) struct ServiceFields<'s> {
    /// Its keys and values, those of all its files together.
    pub(super) value: &'s ComposeValue,
    /// What the lab will know of it.
    pub(super) fields: SystemFields,
    /// Where parts of its fields are written.
    pub(super) parts: Vec<PartOrigin>,
}

impl<'s> ServiceFields<'s> {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'s ComposeValue> {
        self.value.get(key)
    }

    /// The value behind several keys, one inside the other.
    pub(super) fn at_path(&self, path: &[&str]) -> Option<&'s ComposeValue> {
        self.value.at_path(path)
    }
}

/// The system that a service is in a project.
pub(super) fn system(service: &ComposeService, name: &str, project: &Project) -> FoundSystem {
    let mut said =
        ServiceFields { value: &service.value, fields: SystemFields::default(), parts: Vec::new() };
    identify(&mut said);
    resources::read(&mut said);
    life::read(&mut said, &service.name, project);
    isolation::read(&mut said, service.name.span);
    networks::read(&mut said, project);
    needs::read(&mut said);
    devices::read(&mut said);
    mount(&mut said, project);
    if let Some(list) = said.get("ports") {
        said.fields.ports = ports::read(list, &mut said.parts);
    }
    exposure::read(&mut said);
    let ServiceFields { fields: read, parts, .. } = said;
    let mut fields = service.owner.clone();
    fields.fill_in(&read);
    fields.fill_in(&project.owner);
    fields.kind = Kind::Container;
    let names = ["container_name", "hostname"];
    let aliases = names.iter().filter_map(|key| service.value.get(key)?.known());
    let aliases = aliases.filter(|alias| *alias != service.name.as_str()).map(Into::into).collect();
    let identity = Identity {
        aliases,
        service: Some((name.into(), service.name.value.clone())),
        ..Identity::default()
    };
    let mut entry = Record::new(service.name.clone(), service.place);
    entry.places.others.extend(service.others.iter().copied());
    entry.fields = fields;
    FoundSystem { identity, parts, ..FoundSystem::from(entry) }
}

/// What it is: its image, and what its engine calls it.
fn identify(said: &mut ServiceFields<'_>) {
    let image = said.get("image");
    let build = said.get("build");
    said.fields.image = match (image, build) {
        (Some(image), _) => image.stated(|text| Some(text.into())),
        (None, Some(build)) => build.placed(Stated::unknown(build.at, "it is built here")),
        (None, None) => Stated::ABSENT,
    };
    if let Some(name) = said.get("container_name") {
        said.fields.nature.container_name = name.stated(|text| Some(text.into()));
    }
    if let Some(platform) = said.get("platform") {
        let arch = |text: &str| Arch::from_word(text.strip_prefix("linux/").unwrap_or(text));
        said.fields.nature.arch = platform.stated(arch);
    }
    // Other runtimes than those of a sandbox only give devices.
    if let Some(runtime) = said.get("runtime").filter(|it| is_sandbox(it.known())) {
        said.fields.nature.runtime = runtime.stated(|text| Some(text.into()));
    }
}

fn is_sandbox(runtime: Option<&str>) -> bool {
    runtime.is_some_and(|it| it.starts_with("runsc") || it.starts_with("kata"))
}

/// Its volumes, and the engine's socket if that is among them.
fn mount(said: &mut ServiceFields<'_>, project: &Project) {
    let Some(list) = said.get("volumes") else { return };
    let mut volumes = volumes::read(list, &mut said.parts);
    for volume in &mut volumes {
        if let Some(storage) = shared::storage_of(&volume.source, project) {
            volume.keeping.storage = storage.into();
        }
    }
    if let Some(socket) = volumes.iter().find(|volume| volume.source.is_engine_socket()) {
        said.fields.isolation.engine_socket = list.placed(Stated::derived(true, socket.at));
    }
    said.fields.volumes = list.listed(volumes);
}

/// True for a service that runs as a container: a provider is a program of its own.
pub(super) fn is_container(service: &ComposeService) -> bool {
    service.value.get("provider").is_none()
}

/// True for a service that can run: it has an image, or is built.
pub(super) fn can_run(service: &ComposeService) -> bool {
    let has = |key: &str| service.value.get(key).is_some();
    matches!(service.value.form, ValueForm::Map(_)) && (has("image") || has("build"))
}
