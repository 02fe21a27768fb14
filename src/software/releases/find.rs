//! Finding a release by what an inventory says.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::super::image::ImageName;
use super::super::sum::Sum;
use super::{ARCHIVED, Archived, Lifecycle, Release, lifecycles};

/// The release that an `os` field, or a product with its version, means, if its end is known.
pub fn release_of_system(text: &str) -> Option<Release> {
    let text = text.to_ascii_lowercase();
    let words: Vec<&str> = words(&text).collect();
    let candidates =
        || lifecycles().filter(|it| !words.iter().any(|word| it.except.contains(word)));
    let named = |it: &'static Lifecycle| {
        let of_name = |name| after(&words, name).map(|(rest, count)| (it, rest, count));
        it.names.iter().copied().filter_map(of_name).max_by_key(|&(.., count)| count)
    };
    // The longest name says most: `windows server` before `windows`. Of those, the first in the text.
    let (it, rest, _) = candidates()
        .filter_map(named)
        .max_by_key(|&(_, rest, count)| (count, rest.len()))
        .or_else(|| {
            candidates().find(|it| it.codename(&words).is_some()).map(|it| (it, &words[..], 0))
        })?;
    let is_number = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit());
    match rest.iter().position(is_number) {
        Some(at) => it.release(rest[at], rest.get(at + 1).copied().unwrap_or_default()),
        None => it.release(it.codename(&words)?, ""),
    }
}

/// The release that the tag of a container image means, if its end is known.
pub fn release_of_image(image: &str) -> Option<Release> {
    let image = ImageName::of(image);
    let of_name = TAGGED.get(&Sum::of(image.name))?;
    let &TaggedImage { lifecycle, before, .. } = of_name.iter().find(|it| image.is(it.image))?;
    let tag = image.tag?.to_ascii_lowercase();
    let mut parts = tag.split(['-', '_']);
    let version = parts.clone().find_map(|part| version_in(part, before));
    match version {
        Some(version) => lifecycle.release(version, ""),
        None => lifecycle.release(parts.find_map(|part| lifecycle.codename(&[part]))?, ""),
    }
}

/// The release of the system that a container image is built on, where its tag names one beside the version:
/// `7.2.3-alpine3.18`, `12-slim-bullseye`.
pub fn base_of_image(image: &str) -> Option<Release> {
    const BASES: &[&str] = &["Alpine Linux", "Debian", "Ubuntu"];
    let tag = ImageName::of(image).tag?;
    let (_, beside) = tag.split_once('-')?;
    let mut bases = beside.split(['-', '_']).filter_map(release_of_system);
    bases.find(|release| BASES.contains(&release.product))
}

/// When a version of a product ends, if that is known; the product by its title in the tables.
pub fn end_of_life(product: &str, version: &str) -> Option<Release> {
    lifecycles().find(|it| it.product.eq_ignore_ascii_case(product))?.release(version, "")
}

/// What an image is of, if nobody works on that any more.
pub fn archived_image(image: &str) -> Option<&'static Archived> {
    let image = ImageName::of(image);
    // The sum of `*`, which stands for all images of an organisation, is that of nothing.
    let of_names = [Sum::of(image.name), Sum::EMPTY].map(|sum| ARCHIVES.get(&sum));
    let mut all = of_names.into_iter().flatten().flatten();
    all.find(|(known, _)| image.is(known)).map(|&(_, archived)| archived)
}

/// An image whose tags are versions of a product.
struct TaggedImage {
    image: &'static str,
    /// What stands before the version in its tags.
    before: &'static str,
    lifecycle: &'static Lifecycle,
}

/// Images by the sums of their names.
type ByName<T> = LazyLock<FxHashMap<Sum, Vec<T>>>;

/// The images of products. Put together when a lab first has an image.
static TAGGED: ByName<TaggedImage> = LazyLock::new(|| {
    by_name(lifecycles().flat_map(|lifecycle| {
        let tagged = move |&(image, before)| (image, TaggedImage { image, before, lifecycle });
        lifecycle.images.iter().map(tagged)
    }))
});

/// The images of what is archived.
static ARCHIVES: ByName<(&str, &Archived)> =
    LazyLock::new(|| {
        by_name(ARCHIVED.iter().flat_map(|archived| {
            archived.images.iter().map(move |&image| (image, (image, archived)))
        }))
    });

fn by_name<T>(images: impl Iterator<Item = (&'static str, T)>) -> FxHashMap<Sum, Vec<T>> {
    let mut all: FxHashMap<Sum, Vec<T>> = FxHashMap::default();
    for (image, item) in images {
        let name = image.rsplit('/').next().unwrap_or(image);
        all.entry(Sum::of(name)).or_default().push(item);
    }
    all
}

/// The words of a text; a number that follows letters at once is a word of its own.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.').flat_map(|word| {
        let number = word.find(|letter: char| letter.is_ascii_digit()).unwrap_or(word.len());
        let (name, number) = word.split_at(number);
        [name, number].into_iter().filter(|part| !part.is_empty())
    })
}

/// What follows a name of one or several words, and how many those are.
fn after<'w, 't>(all: &'w [&'t str], name: &str) -> Option<(&'w [&'t str], usize)> {
    let count = words(name).count();
    let at = all.windows(count).position(|some| some.iter().copied().eq(words(name)))?;
    Some((&all[at + count..], count))
}

/// The version in a part of a tag, such as `16.2`, `v2.11` or, after `pg`, `pg16`.
fn version_in<'t>(part: &'t str, before: &str) -> Option<&'t str> {
    let version = if before.is_empty() {
        part.strip_prefix('v').unwrap_or(part)
    } else {
        part.strip_prefix(before)?
    };
    version.starts_with(|first: char| first.is_ascii_digit()).then_some(version)
}

/// The first two numbers of a version; a second one that is not written may be any.
fn numbers(version: &str) -> Option<(u32, u32)> {
    let version = version.split(' ').next()?;
    let mut parts = version.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next().and_then(Result::ok).unwrap_or(u32::MAX)))
}

/// True if a version is a part of another one: 14.1.3 of 14.1, but not of 14.10.
fn is_within(version: &str, known: &str) -> bool {
    version
        .strip_prefix(known)
        .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
}

impl Lifecycle {
    /// The release of a version; `next` is the word after it, which may be an edition.
    fn release(&self, version: &str, next: &str) -> Option<Release> {
        let release = |version, end, is_older| Release {
            product: self.product,
            version,
            end,
            is_older,
            source: self.source,
        };
        let exact = |&&(known, _): &&(&'static str, _)| match known.split_once(' ') {
            Some((known, edition)) => known == version && edition == next,
            None => is_within(version, known),
        };
        // The longest that fits is the most exact: 14.1 before 14.
        if let Some(&(known, end)) = self.ends.iter().filter(exact).max_by_key(|it| it.0.len()) {
            return Some(release(known, end?, false));
        }
        // A part of a version floats: it means whichever of its releases goes on for longest.
        let mut within =
            self.ends.iter().filter(|(known, _)| !known.contains(' ') && is_within(known, version));
        if let Some(&first) = within.next() {
            let newest = self.ends.first()?.0;
            let later = |a: Option<_>, b: Option<_>| a.is_none() || (b.is_some() && a >= b);
            let (known, end) =
                within.fold(first, |best, &it| if later(best.1, it.1) { best } else { it });
            // What belongs to the newest may have got releases that the table does not know.
            return if is_within(newest, version) {
                None
            } else {
                Some(release(known, end?, false))
            };
        }
        let &(oldest, end) = self.ends.last()?;
        (numbers(version)? < numbers(oldest)?).then_some(release(oldest, end?, true))
    }

    /// The version of a codename among some words.
    fn codename(&self, words: &[&str]) -> Option<&'static str> {
        self.codenames.iter().find(|(code, _)| words.contains(code)).map(|&(_, version)| version)
    }
}
