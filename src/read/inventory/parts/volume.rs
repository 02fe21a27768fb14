//! How volumes are read.

use serde_json::{Value, json};

use crate::lab::{Keeping, Sparse, Text, ValueState, Volume, VolumeSource};
use crate::read::field::{
    ALL, FieldContext, FieldTable, FieldValue, Name, ToldField, ValueShape, WriteValue, Yaml,
    field, scalar,
};
use crate::source::{Span, Spanned};
use crate::yaml::{Node, NodeKind};

/// A volume in its long form.
#[derive(Default, Clone)]
struct Mount {
    source: Text,
    target: Text,
    read_only: Option<bool>,
    keeping: Sparse<Keeping>,
    sort: Option<Text>,
}

static MOUNT: FieldTable<Mount> = FieldTable::new(
    "a volume",
    &[
        field!(ALL, "source" ["src", "name"], source: Text, "a volume's name, a path of the host, or `server:/export`"),
        field!(ALL, "target" ["dst", "destination", "path", "mount"], target: Text, "where it is mounted"),
        field!(ALL, "storage" ["pool"], keeping.storage: Name, "the pool or shared storage it lies on"),
        field!(ALL, "read_only" ["ro", "readonly"], read_only: bool, "whether it cannot be written to"),
        field!(ALL, "backup", keeping.backup: Spanned<bool>, "whether the guest's backup includes it"),
        field!(ALL, "type" ["kind", "driver"], sort: Text, "how the engine calls it: bind, volume, tmpfs"),
    ],
);

impl FieldValue for Volume {
    const SHAPE: ValueShape =
        ValueShape::Either(&[ValueShape::Text, ValueShape::Record(|| MOUNT.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let at = node.span();
        if node.kind() == NodeKind::Mapping {
            let Mount { source, target, read_only, keeping, .. } = MOUNT.record(node, context);
            let text = match (&*source, &*target) {
                ("", target) => target.to_owned(),
                (source, "") => source.to_owned(),
                (source, target) => format!("{source}:{target}"),
            };
            let (source, target) = Self::split(&text);
            return Some(Self {
                at,
                source,
                target,
                read_only: read_only.unwrap_or(false),
                keeping,
            });
        }
        let text =
            scalar(node, "`source:/mount` or a mapping with `source` and `target`", context)?;
        let (text, options) = match text.rsplit_once(':') {
            Some((text, options)) if is_options(options) => (text, options),
            _ => (text, ""),
        };
        let read_only = options.split(',').any(|option| option == "ro");
        let (source, target) = Self::split(text);
        Some(Self { at, source, target, read_only, keeping: Sparse::default() })
    }
}

/// True for the options at the end of a volume, such as `ro` or `rw,z`.
fn is_options(text: &str) -> bool {
    let known = ["ro", "rw", "z", "Z", "U", "cached", "delegated", "consistent", "nocopy", "idmap"];
    let mode = ["shared", "rshared", "slave", "rslave", "private", "rprivate"];
    !text.starts_with('/')
        && text.split(',').all(|option| known.contains(&option) || mode.contains(&option))
}

impl WriteValue for Volume {
    fn json(&self) -> Value {
        let (sort, source) = match &self.source {
            VolumeSource::Named(name) => (Some("volume"), Some(name.clone())),
            VolumeSource::Path(path) => (Some("bind"), Some(path.clone())),
            VolumeSource::Unresolved(text) => (None, Some(text.clone())),
            VolumeSource::Share(share) => {
                (Some("network"), Some(format!("{}:{}", share.server, share.export).into()))
            }
            VolumeSource::Anonymous => (Some("volume"), None),
            VolumeSource::Tmpfs => (Some("tmpfs"), None),
        };
        let mut json = json!({ "read_only": self.read_only });
        if let Some(sort) = sort {
            json["type"] = sort.into();
        }
        if let Some(source) = source {
            json["source"] = source.as_str().into();
        }
        if !self.target.is_empty() {
            json["target"] = self.target.as_str().into();
        }
        for (key, value) in
            [("storage", self.keeping.storage.told()), ("backup", self.keeping.backup.told())]
        {
            if let Some(value) = value {
                json[key] = value.value.unwrap_or_default();
            }
        }
        json
    }

    fn place(&self) -> Option<Span> {
        Some(self.at)
    }

    fn parts(&self) -> Vec<(&'static str, ToldField)> {
        if !matches!(self.source, VolumeSource::Unresolved(_)) {
            return Vec::new();
        }
        let why = "a variable in it has no value here".to_owned();
        let state = ValueState::Unknown;
        vec![("source", ToldField { state, why: Some(why), ..ToldField::known_at(self.at) })]
    }

    fn write(&self) -> Option<Yaml> {
        let source = match &self.source {
            VolumeSource::Named(name)
            | VolumeSource::Unresolved(name)
            | VolumeSource::Path(name) => name.clone(),
            VolumeSource::Share(share) => format!("{}:{}", share.server, share.export).into(),
            VolumeSource::Anonymous | VolumeSource::Tmpfs => Text::new(),
        };
        let read_only = self.read_only.then_some(true);
        let sort = (self.source == VolumeSource::Tmpfs).then(|| "tmpfs".into());
        let text = [&*source, &*self.target, if self.read_only { "ro" } else { "" }];
        let text: Vec<&str> = text.into_iter().filter(|part| !part.is_empty()).collect();
        let mut fields = MOUNT.write(&Mount {
            source: source.clone(),
            target: self.target.clone(),
            read_only,
            keeping: self.keeping.clone(),
            sort,
        });
        fields.retain(|(_, value)| *value != Yaml::text(""));
        let has_more =
            |(key, _): &(String, Yaml)| !["source", "target", "read_only"].contains(&key.as_str());
        // The last part of the short form may be taken for options.
        let is_short = !fields.iter().any(has_more)
            && !is_options(&self.target)
            && text.len() > usize::from(self.read_only);
        Some(if is_short { Yaml::text(text.join(":")) } else { Yaml::Map(fields) })
    }
}
