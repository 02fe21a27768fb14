//! `include`: the files of one item, in its short and its long form.

use super::value::{ComposeValue, ValueForm};
use crate::lab::Text;
use crate::source::Spanned;

/// What one item of `include` asks for.
pub(super) struct IncludedFiles {
    /// The files, the later ones on top of the earlier ones. At least one.
    pub(super) paths: Vec<Spanned<Text>>,
    /// The folder that their own paths start at, if it is not that of the first.
    pub(super) folder: Option<Text>,
    /// Where their variables come from, if not from the `.env` of that folder.
    pub(super) env_files: Vec<Text>,
}

impl IncludedFiles {
    /// What an item asks for; nothing, if its paths hang on variables without a value.
    pub(super) fn of(item: &ComposeValue) -> Option<Self> {
        let (paths, folder, env_files) = match item.form {
            ValueForm::Map(_) => (
                item.get("path").map(texts).unwrap_or_default(),
                item.get("project_directory").and_then(ComposeValue::known).map(Text::from),
                item.get("env_file").map(texts).unwrap_or_default(),
            ),
            _ => (texts(item), None, Vec::new()),
        };
        let env_files = env_files.into_iter().map(|path| path.value).collect();
        (!paths.is_empty()).then_some(Self { paths, folder, env_files })
    }
}

/// The paths that hang on variables without a value, each with why they cannot be known.
pub(super) fn unknown(item: &ComposeValue) -> Vec<(Spanned<Text>, &str)> {
    let paths = item.get("path").unwrap_or(item);
    let all = if paths.items().is_empty() { std::slice::from_ref(paths) } else { paths.items() };
    let unknown = all.iter().filter_map(|path| {
        let name = Spanned { value: path.text()?.into(), span: path.at };
        Some((name, path.unknown.as_deref()?))
    });
    unknown.collect()
}

/// The texts of a list, or a text alone; those that cannot be known are left out.
fn texts(value: &ComposeValue) -> Vec<Spanned<Text>> {
    value.names().to_vec()
}

/// True for what does not lie among the files: a repository or an image.
pub(super) fn is_remote(path: &str) -> bool {
    path.contains("://") || path.starts_with("git@") || path.starts_with("oci:")
}

/// The path of a file in the folder of another one.
pub(super) fn beside(path: &str, name: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}
