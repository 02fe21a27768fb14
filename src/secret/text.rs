//! Secrets in a text without structure: a sentence that quotes what somebody wrote, or a value.
//!
//! One automaton finds every place where a secret may begin; each is then looked at closely.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::key::{Class, LONGEST, class, is_variable};
use super::line::is_word_of_language;

/// Who wrote a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Author {
    /// Somebody in a file, as a value; what is assigned in it goes on to its end.
    Value,
    /// labctl, or people in a comment; secrets are single words in it.
    Sentence,
}

/// What may begin at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// A value, assigned to the key before it.
    Assignment,
    /// The address of a service, perhaps with a login in it.
    Address,
    /// A host, perhaps with a login before it.
    Host,
    /// An option of a command, perhaps for a password.
    LongOption,
    /// A program that takes a password behind a short option.
    Program(&'static str),
    /// Such an option.
    ShortOption,
    /// A credential, known by how it begins.
    Credential,
    /// The word before one.
    Bearer,
    /// The hash of a password.
    Hash,
    /// The part of an address behind which only its owner's secret comes.
    Webhook,
    /// A key or certificate in text form.
    Pem,
}

/// How the hashes of passwords begin.
const HASHES: &str = "{BLF-CRYPT} {CRYPT} {SHA {SSHA {bcrypt} $1$ $2a$ $2b$ $2y$ $5$ $6$ $7$ $y$ $apr1$ $argon2 \
                      $gy$ $pbkdf2 $scrypt$ $sha1$ pbkdf2:sha pbkdf2_sha scrypt:";

/// How each of them begins, between blanks.
const SIGNS: &[(Marker, &str)] = &[
    (Marker::Assignment, ": ="),
    (Marker::Address, "://"),
    (Marker::Host, "@"),
    (Marker::LongOption, "--"),
    (Marker::Program("-p"), "mysql mariadb sshpass login mongo"),
    (Marker::Program("-a"), "redis-cli valkey-cli"),
    (Marker::Program("-u"), "curl"),
    (Marker::Program("-w"), "ldapsearch"),
    (Marker::Program("-P"), "mosquitto_ ipmitool sqlcmd"),
    (Marker::Program("-U"), "smbclient"),
    (Marker::Program("-k"), "openssl"),
    (Marker::ShortOption, "-p -a -u -w -P -U -k"),
    (
        Marker::Credential,
        "AGE-SECRET-KEY- AIza AKIA ASIA ATATT3 EAAC PMAK- PVEAPIToken= SG. cfat_ cfut_ ctx7sk- dckr_oat_ dckr_pat_ \
         doo_v1_ dop_v1_ dor_v1_ eyJ figd_ ghp_ gho_ ghr_ ghs_ ghu_ github_pat_ glagent- glc_ gldt- glft- glimt- glpat- \
         glptt- glrt- glsa_ gloas- gsk_ hf_ hvb. hvr. hvs. lin_api_ lin_oauth_ npm_ ntn_ nvapi- ops_ phc_ phx_ pplx- \
         pul- pypi- r8_ rk_live_ rk_test_ rubygems_ sbp_ shpat_ shpca_ shppa_ shpss_ sk- sk_live_ sk_test_ \
         sntryu_ sntrys_ sq0atp- sq0csp- tk_ tskey- tvly- whsec_ xai- xapp- xkeysib- xoxa- xoxb- xoxe- xoxp- xoxr- \
         xoxs- ya29.",
    ),
    (Marker::Bearer, "Bearer Basic"),
    (Marker::Hash, HASHES),
    (
        Marker::Webhook,
        "/api/push/ /api/webhook/ /api/webhooks/ /hooks/ /trigger/ /webhook/ /webhookb2/ /webhooks/ \
         api.telegram.org/bot hc-ping.com/ hooks.slack.com/ hooks.zapier.com/",
    ),
    (Marker::Pem, "-----BEGIN"),
];

static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasickBuilder::new()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(SIGNS.iter().flat_map(|(_, texts)| texts.split(' ')))
        .expect("it is small")
});

/// The sign that each pattern of the automaton is of.
static SIGN_OF: LazyLock<Vec<Marker>> = LazyLock::new(|| {
    SIGNS.iter().flat_map(|(sign, texts)| texts.split(' ').map(|_| *sign)).collect()
});

const QUOTES: [char; 2] = ['"', '\''];

/// A credential has at least so many bytes, and so has what follows the address of a webhook.
const CREDENTIAL: usize = 16;

/// True if a text surely holds no secret, as most names do: nothing is assigned in it, nobody logs in, no
/// option is set, and it is too short for a credential.
fn is_harmless(text: &str) -> bool {
    let may_assign = |byte| matches!(byte, b'=' | b':' | b'@' | b'-' | b'$' | b'{');
    text.len() < CREDENTIAL && !text.bytes().any(may_assign)
}

/// Adds the places of the secrets in a text, which begins at `from` of what they are places in.
pub(super) fn find(text: &str, from: usize, voice: Author, found: &mut Vec<Range<usize>>) {
    if is_harmless(text) {
        return;
    }
    let mut search = Search {
        text,
        voice,
        until: 0,
        counted: 0,
        quoted: false,
        login: 0,
        option: 0,
        options: Vec::new(),
    };
    for sign in AUTOMATON.find_iter(text) {
        if sign.start() >= search.until
            && let Some(place) = search.secret(SIGN_OF[sign.pattern().as_usize()], sign.range())
            && !place.is_empty()
        {
            search.until = place.end;
            found.push(from + place.start..from + place.end);
        }
    }
}

/// A text on its way through.
struct Search<'t> {
    text: &'t str,
    voice: Author,
    /// Where the last secret ends.
    until: usize,
    /// Whether backticks are open, as far as they have been counted.
    quoted: bool,
    counted: usize,
    /// Where the last word ends that was searched for a login.
    login: usize,
    /// Where the last long option ends.
    option: usize,
    /// The short options behind which a password comes.
    options: Vec<&'static str>,
}

impl Search<'_> {
    /// Where the secret is that a sign stands before, if one is there.
    fn secret(&mut self, sign: Marker, at: Range<usize>) -> Option<Range<usize>> {
        let text = self.text;
        match sign {
            Marker::Assignment => self.assigned(at.start),
            Marker::Address => self.address(at),
            Marker::Host => self.host(at.start),
            Marker::LongOption => self.long_option(at.start),
            Marker::ShortOption => self.short_option(at),
            Marker::Credential => {
                if self.is_inside_word(at.start) {
                    return None;
                }
                let end = text[at.end..].find(|letter| !is_of_credential(letter));
                let end = end.map_or(text.len(), |length| at.end + length);
                (end - at.start >= CREDENTIAL).then_some(at.start..end)
            }
            Marker::Bearer => Some(self.next_word(at.end)).filter(|word| {
                // People write of basic things too.
                let is_coded = |letter: char| letter.is_ascii_digit() || letter == '=';
                word.len() >= CREDENTIAL && text[word.clone()].contains(is_coded)
            }),
            Marker::Hash => {
                let name = text[at.end..].find('}').filter(|length| *length < 4);
                Some(at.start..word_end(text, at.end + name.map_or(0, |length| length + 1)))
            }
            Marker::Webhook => {
                let end = word_end(text, at.end);
                (end - at.end >= CREDENTIAL).then_some(at.end..end)
            }
            Marker::Pem => Some(at.start..self.quote_end(at.end)),
            Marker::Program(option) => {
                if !self.options.contains(&option) {
                    self.options.push(option);
                }
                None
            }
        }
    }

    /// The value of `key=value` or `key: value`.
    fn assigned(&mut self, at: usize) -> Option<Range<usize>> {
        let text = self.text;
        let key = key_before(text, at);
        if key.contains('/') {
            return None;
        }
        let class = class(key);
        let is_colon = text.as_bytes()[at] == b':';
        let rest = &text[at + 1..];
        let value = rest.trim_start();
        let start = text.len() - value.len();
        let has_space = value.len() < rest.len();
        let key_start = key.as_ptr() as usize - text.as_ptr() as usize;
        let before = text[..key_start].trim_end();
        // What stands where a name should is quoted as a whole.
        let is_name =
            self.voice == Author::Sentence && (before.is_empty() || before.ends_with('`'));
        let hides = match class {
            Class::Password => true,
            // Sentences go on after a colon, and images, mounts and ports have one in them.
            Class::Secret if is_colon && has_space => {
                let is_whole = before.trim_matches(QUOTES).is_empty() || !value.contains(' ');
                // labctl's own messages quote keys too, with a word as the value.
                let quoted = value.split('`').next().unwrap_or_default();
                let is_quoted = before.ends_with('`')
                    && quoted.contains(|letter: char| letter.is_ascii_digit());
                is_said_of_secret(key) || is_quoted || self.voice == Author::Value && is_whole
            }
            Class::Secret => !(is_colon && is_version(value)),
            Class::Variable if is_colon => !has_space && is_name,
            Class::Plain if is_colon => is_bot(key, value),
            Class::Environment | Class::Command if is_colon => false,
            _ => {
                let is_set = |option: &str| before.ends_with(option) || key.starts_with(option);
                is_name
                    || class == Class::Environment
                    || is_variable(key)
                    || is_set("-e")
                    || is_set("--env")
            }
        };
        let is_ours = is_word_of_language(key, value);
        if !hides
            || is_ours
            || key.contains('/')
            || value.starts_with(['/', '`']) && is_colon && !has_space
        {
            return None;
        }
        let end = if self.voice == Author::Value || self.is_quoted(at) {
            self.quote_end(start)
        } else {
            let ends = |letter: char| letter.is_whitespace() || letter == '`';
            start + value.find(ends).unwrap_or(value.len())
        };
        Some(start..end)
    }

    /// The login in `scheme://user:password@host`.
    fn address(&mut self, at: Range<usize>) -> Option<Range<usize>> {
        let rest = &self.text[at.end..];
        let ends = |letter| ends_word(letter) || matches!(letter, '/' | '?' | '#');
        let authority = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let mut end = authority.rfind('@');
        // A password may hold a slash, though it should not; then what follows the colon is no port.
        let has_port = authority.rsplit_once(':').is_none_or(|(_, port)| is_number(port));
        if end.is_none() && !has_port && at.end >= self.login {
            self.login = word_end(self.text, at.end);
            end = self.text[at.end..self.login].rfind('@');
        }
        let end = at.end + end?;
        // A user of a shell is no secret.
        let is_user = self.text[..at.start].ends_with("ssh");
        (!is_user || self.text[at.end..end].contains(':')).then_some(at.end..end)
    }

    /// The password in `user:password@host`.
    fn host(&mut self, at: usize) -> Option<Range<usize>> {
        if at < self.login {
            return None;
        }
        let before = &self.text[self.login..at];
        let start = at - before.rsplit(ends_word).next().map_or(0, str::len);
        self.login = word_end(self.text, at);
        let word = &self.text[start..self.login];
        // The digest of an image is no host.
        let word = &word[..word.rfind("@sha256:").unwrap_or(word.len())];
        let (colon, end) = (word.find(':')?, word.rfind('@')?);
        let has_login = colon < end && !word.contains("://") && !word.starts_with("mailto:");
        has_login.then_some(start + colon + 1..start + end)
    }

    /// The word behind `--password` and its like.
    fn long_option(&mut self, at: usize) -> Option<Range<usize>> {
        if at < self.option {
            return None;
        }
        let name = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        let length = self.text[at..].find(|letter| !name(letter));
        let end = at + length.unwrap_or(self.text.len() - at);
        self.option = end;
        let is_one = !self.text[end..].starts_with('=') && is_option(&self.text[at..end]);
        is_one.then(|| self.next_word(end))
    }

    /// The password behind `-p`, where a program takes it there.
    fn short_option(&self, at: Range<usize>) -> Option<Range<usize>> {
        let is_one =
            self.options.contains(&&self.text[at.clone()]) && !self.is_inside_word(at.start);
        is_one.then(|| self.next_word(at.end))
    }

    fn next_word(&self, at: usize) -> Range<usize> {
        let rest = self.text[at..].trim_start_matches([' ', '"', '\'', ',', '=']);
        let start = self.text.len() - rest.len();
        start..word_end(self.text, start)
    }

    fn is_inside_word(&self, at: usize) -> bool {
        self.text[..at]
            .chars()
            .next_back()
            .is_some_and(|letter| letter.is_alphanumeric() || letter == '-')
    }

    fn is_quoted(&mut self, at: usize) -> bool {
        self.quoted ^= self.text[self.counted..at].matches('`').count() % 2 == 1;
        self.counted = at;
        self.quoted
    }

    /// Where the quoted text ends that a place is in.
    fn quote_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('`').filter(|_| self.voice == Author::Sentence);
        end.map_or(self.text.len(), |end| at + end)
    }
}

/// The key that ends at a place.
fn key_before(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(LONGEST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let key = text[start..at].trim_end().trim_end_matches(QUOTES);
    let before = |letter: char| letter.is_whitespace() || ",{[(\"'`?&#".contains(letter);
    key.rfind(before).map_or(key, |before| {
        let letter = key[before..].chars().next().map_or(1, char::len_utf8);
        &key[before + letter..]
    })
}

/// True for a text that begins with the hash of a password, as `{SSHA}` does.
pub(super) fn is_hash(text: &str) -> bool {
    HASHES.split(' ').any(|hash| text.starts_with(hash))
}

/// True for `--password`: an option of a command that takes a secret.
pub(super) fn is_option(word: &str) -> bool {
    let name = word.strip_prefix("--");
    name.is_some_and(|name| matches!(class(name), Class::Password | Class::Secret))
}

/// True for a word that people put before a secret in a sentence.
fn is_said_of_secret(key: &str) -> bool {
    ["secret", "token"].iter().any(|word| key.eq_ignore_ascii_case(word))
}

/// True for what stands behind the colon of an image or a host: `latest`, `1.2-alpine`, `8080`.
fn is_version(text: &str) -> bool {
    const TAGS: &[&str] = &[
        "latest", "stable", "edge", "main", "master", "nightly", "dev", "beta", "alpine",
        "release", "lts", "testing", "current",
    ];
    let start = text.char_indices().nth(40).map_or(text, |(end, _)| &text[..end]);
    let word = start.split(ends_word).next().unwrap_or_default();
    let word = word.split_once('@').map_or(word, |(word, _)| word);
    let number = word.strip_prefix('v').unwrap_or(word);
    let number = number.split(['-', '/']).next().unwrap_or_default();
    let is_numeric = number.split('.').all(is_number);
    TAGS.contains(&word) || is_numeric
}

/// True for a port, or a part of a version.
fn is_number(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// True for the number and the secret of a bot of Telegram.
fn is_bot(key: &str, value: &str) -> bool {
    let secret = value.find(|letter| !is_of_credential(letter)).unwrap_or(value.len());
    (8..=10).contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_digit())
        && secret > 2 * CREDENTIAL
}

fn is_of_credential(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "_-.+/=".contains(letter)
}

fn ends_word(letter: char) -> bool {
    letter.is_whitespace() || "\"'`,{}[]()".contains(letter)
}

/// Where the word ends that a place is in.
fn word_end(text: &str, at: usize) -> usize {
    text[at..].find(ends_word).map_or(text.len(), |length| at + length)
}
