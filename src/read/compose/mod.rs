//! Docker Compose files: what `docker compose` would make of them, with the place of every value.
//!
//! A file becomes values ([`convert`]), values of several files become services ([`project`], [`merge`]), and a
//! service becomes a system of the lab ([`service`], a file for each sort of key). Whatever Compose accepts is read,
//! and what it would fill in from elsewhere is unknown.

mod chain;
mod convert;
mod detect;
mod devices;
mod env_file;
mod exposure;
mod include;
mod isolation;
mod life;
mod merge;
mod needs;
mod networks;
mod owner;
mod parked;
mod ports;
mod project;
mod reader;
mod resources;
mod service;
mod shapes;
mod shared;
mod take;
mod value;
mod variables;
mod volumes;

use super::{Header, Reader, Reading};
use crate::lab::{MistakeKind, Rank};
use crate::source::Spanned;
use chain::{Chain, project_name};
use project::Project;
use reader::ProjectReader;

pub(super) const READER: Reader = Reader {
    name: "compose",
    about: "Docker Compose files, with what they include, extend and override",
    page: include_str!("compose.md"),
    files: &["*.yaml", "*.yml", "*.yaml.j2", "*.yml.j2"],
    usual: chain::USUAL,
    rank: Rank::Configuration,
    accepts: detect::accepts,
    together: chain::together,
    header: |_| Header::default(),
    read,
};

fn read(reading: &mut Reading<'_>) {
    let mut reader = ProjectReader::new(reading.draft, &mut reading.neighbours);
    let chain = Chain::of(reading.files, &mut reader);
    for template in chain.templates {
        parked::template(template, reader.draft());
    }
    let Some(main) = chain.files.first().copied() else { return };
    let variables = reader.variables_beside(main);
    let mut project = reader.chain(&chain.files, &variables);
    project.tidy();
    let name = project_name(&project, main, &variables);
    for other in chain.others {
        parked::variant(other, main, reader.draft());
    }
    shapes::check(&project, reader.draft());
    reader.allowances();
    if reader.conversion.is_cut() {
        let what = format_args!("`{name}` holds more than is read of one project");
        reader.draft().mistake(MistakeKind::InvalidField, main.span(0..0), what);
        reader.draft().incomplete = true;
    }
    if chain::is_usual(main) && !reader.draft().incomplete {
        unknown_services(&project, &mut reader);
    }
    let draft = reader.conversion.draft;
    if let Some(own) = project.name.as_ref().and_then(|name| name.known()) {
        let at = project.name.as_ref().map_or_else(|| main.whole(), |name| name.at);
        draft.set_project(Spanned { value: own.into(), span: at });
    }
    shared::read(&project, draft);
    let active = parked::ActiveProfiles::of(&variables);
    for service in &project.services {
        if !service::is_container(service) {
            continue;
        }
        if let Some(why) = parked::reason(service, &project, &active) {
            parked::service(service, why, draft);
            continue;
        }
        draft.add_found(service::system(service, &name, &project));
    }
}

/// Services that others depend on and that are not there.
fn unknown_services(project: &Project, reader: &mut ProjectReader<'_, '_>) {
    for service in &project.services {
        let needs = service.value.get("depends_on").map(|needs| needs.pairs()).unwrap_or_default();
        for need in needs.iter().filter(|need| project.service(&need.key).is_none()) {
            if need.value.get("required").and_then(|it| it.known()) == Some("false") {
                continue;
            }
            let message = format_args!(
                "`{}` depends on `{}`, which is no service of this project",
                service.name, need.key
            );
            reader.draft().mistake(MistakeKind::InvalidField, need.key.span, message);
        }
    }
}
