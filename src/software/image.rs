//! The parts of the name of a container image.

/// The name of a container image, taken apart; borrowed from the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ImageName<'t> {
    /// Who publishes it: the part before the last. An image of nobody in particular is one of `library`, as
    /// Docker has it.
    pub(super) organisation: &'t str,
    /// What it is called.
    pub(super) name: &'t str,
    /// Its tag, if one is written.
    pub(super) tag: Option<&'t str>,
}

impl<'t> ImageName<'t> {
    pub(super) fn of(image: &'t str) -> Self {
        let image = image.trim();
        let image = image.split_once('@').map_or(image, |(image, _)| image);
        let (path, last) = image.rsplit_once('/').unwrap_or(("", image));
        let organisation = path.rsplit_once('/').map_or(path, |(_, organisation)| organisation);
        let is_host = organisation.contains(['.', ':']) || organisation == "localhost";
        let organisation = if is_host || path.is_empty() { "library" } else { organisation };
        match last.split_once(':') {
            Some((name, tag)) => Self { organisation, name, tag: Some(tag) },
            None => Self { organisation, name: last, tag: None },
        }
    }

    /// True for the image that a table means: a name, or an organisation, a slash and a name or `*`.
    pub(super) fn is(self, known: &str) -> bool {
        match known.split_once('/') {
            Some((organisation, name)) => {
                self.organisation.eq_ignore_ascii_case(organisation)
                    && (name == "*" || self.name.eq_ignore_ascii_case(name))
            }
            None => self.name.eq_ignore_ascii_case(known),
        }
    }
}
