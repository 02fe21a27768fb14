//! Which keys have values that nobody else should see: the one list of them.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use strsim::osa_distance;

/// What a key says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Anybody may see it.
    Plain,
    /// It is a password, which people write into sentences too.
    Password,
    /// It is another secret, or could be one.
    Secret,
    /// It is an environment, in which anything may be a secret.
    Environment,
    /// It is a command, whose options may be secrets.
    Command,
    /// The key is called like a variable of an environment: `DB_HOST`.
    Variable,
}

/// A key is not longer than this; what is, is no name of a secret.
pub(super) const LONGEST: usize = 60;

/// Which part of a key a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Any.
    Any,
    /// One of its words.
    Word,
    /// All of it.
    Whole,
}

/// The words that say what a key is, between blanks; what comes first counts.
const WORDS: &[(Class, Extent, &str)] = &[
    // Passwords, in the languages that people name them in.
    (
        Class::Password,
        Extent::Any,
        "password passwd passphrase passcode pincode passwort kennwort contraseñ contrasen wachtwoord senha \
         motdepasse parola lösenord losenord salasana hasło haslo heslo jelszo şifre sifre пароль 密码 密碼 \
         パスワード 비밀번호",
    ),
    (Class::Password, Extent::Word, "pass pw pwd pin puk clave"),
    (
        Class::Secret,
        Extent::Any,
        "secret token apikey privatekey accesskey authkey sshkey credential psk webhook kubeconfig keystore \
         connectionstring connstr mnemonic recoverycode backupcode unlockcode accesscode authcode slackurl hookurl \
         pingurl healthcheckurl hcuuid snmppriv md5key",
    ),
    // Some of these could be anything.
    (
        Class::Secret,
        Extent::Word,
        "auth authorization bearer cert certificate community cookie cookies cred creds csrf dsn ed25519 hmac jwt key \
         keys licence license login logins mfa nonce oauth otp p12 pat pem pfx rsa salt seed session sig signature tok \
         totp tsig value wallet xsrf",
    ),
    (
        Class::Environment,
        Extent::Word,
        "env envs environ environment environments envvars dotenv vars",
    ),
    (
        Class::Command,
        Extent::Whole,
        "args arguments argv cmd command commands entrypoint exec script",
    ),
];

/// What is reached at an address that holds a password.
const SERVICES: &str = "amqp broker clickhouse conn connection database db influx jdbc ldap mariadb mongo mongodb mysql \
                        odbc pg postgres postgresql rabbitmq redis sentry smtp valkey";

static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = WORDS.iter().flat_map(|(.., words)| words.split(' '));
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(words)
        .expect("it is small")
});

/// What each word of the automaton says, by its number.
static ENTRIES: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let entries = WORDS.iter().enumerate();
    entries.flat_map(|(entry, (.., words))| words.split(' ').map(move |_| entry)).collect()
});

/// What a key, with or without quotes, says of its value.
pub(super) fn class(key: &str) -> Class {
    let key = key.trim().trim_matches(['"', '\'']);
    if key.len() < 2 || key.len() > LONGEST {
        return Class::Plain;
    }
    let words = words(key);
    if let Some(entry) = entry(&words) {
        WORDS[entry].0
    } else if words.split(' ').any(is_password) {
        Class::Password
    } else if words.split(' ').any(ends_with_key) || is_address(&words) {
        Class::Secret
    } else if words.split(' ').any(is_environment) {
        Class::Environment
    } else if words.len().abs_diff(7) < 2 && is_near(&words, "command", 1) {
        Class::Command
    } else if is_variable(key) && key.contains('_') {
        Class::Variable
    } else {
        Class::Plain
    }
}

/// True if a name surely says that something is a secret, whatever it is the name of.
pub(crate) fn is_certain(name: &str) -> bool {
    let entry = entry(&words(name)).map(|entry| &WORDS[entry]);
    matches!(entry, Some((Class::Password, ..) | (Class::Secret, Extent::Any, _)))
}

/// The first entry of the table that words are in, written apart or as one: `api_key`, `apikey`.
fn entry(words: &str) -> Option<usize> {
    let of_words = entry_of(words);
    let glued = words.contains(' ').then(|| entry_of(&words.replace(' ', "")));
    let of_one = glued.flatten().filter(|entry| WORDS[*entry].1 == Extent::Any);
    of_words.into_iter().chain(of_one).min()
}

fn entry_of(words: &str) -> Option<usize> {
    let is_end = |at: usize| matches!(words.as_bytes().get(at), None | Some(b' '));
    let is_start = |at: usize| at == 0 || words.as_bytes()[at - 1] == b' ';
    let met = AUTOMATON.find_overlapping_iter(words).filter_map(|met| {
        let entry = ENTRIES[met.pattern().as_usize()];
        let fits = match WORDS[entry].1 {
            Extent::Any => true,
            Extent::Word => is_start(met.start()) && is_end(met.end()),
            Extent::Whole => met.len() == words.len(),
        };
        fits.then_some(entry)
    });
    met.min()
}

/// The words of a key between blanks, in lower case: `dbPass` and `db_pass` have two.
fn words(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 4);
    let mut letters = key.chars().peekable();
    let mut last = ' ';
    while let Some(letter) = letters.next() {
        let next_is_small = letters.peek().is_some_and(|next| next.is_lowercase());
        let starts = letter.is_uppercase() && (!last.is_uppercase() || next_is_small);
        if (starts || !letter.is_alphanumeric()) && !words.ends_with(' ') && !words.is_empty() {
            words.push(' ');
        }
        if letter.is_alphanumeric() {
            words.extend(letter.to_lowercase());
        }
        last = letter;
    }
    words
}

/// True for `dbpass`, `rootpw` and a `password` with a slip in it, and not for what only sounds like it.
fn is_password(word: &str) -> bool {
    let ends = ["pass", "pw", "pwd", "pswd"].iter().any(|end| word.ends_with(end));
    let is_other = matches!(word, "bypass" | "compass" | "overpass" | "trespass" | "underpass");
    ends && !is_other || (7..=9).contains(&word.len()) && is_near(word, "password", 1)
}

/// True for `masterkey`, and not for what only sounds like it.
fn ends_with_key(word: &str) -> bool {
    let others = [
        "donkey", "hockey", "hotkey", "jockey", "monkey", "turkey", "valkey", "whiskey", "yubikey",
    ];
    word.ends_with("key") && word.len() > 4 && !others.iter().any(|other| word.ends_with(other))
}

/// True for `database_url` and its like.
fn is_address(words: &str) -> bool {
    let ends = ["url", "uri", "str", "string"].iter().any(|end| words.ends_with(end));
    ends && words.split(' ').any(|word| SERVICES.split(' ').any(|service| service == word))
}

/// True for a word for an environment that is not spelt well.
fn is_environment(word: &str) -> bool {
    let mut letters: Vec<char> = word.chars().take(6).collect();
    letters.sort_unstable();
    letters.dedup();
    let is_env = letters == ['e', 'n', 'v'] && word.len() < 6 && word != "even";
    let is_long = (8..=14).contains(&word.len());
    is_env
        || word.starts_with("envi")
        || is_long && (is_near(word, "environment", 2) || is_near(word, "variables", 2))
}

/// True for a word that is another but for so many slips.
fn is_near(word: &str, known: &str, slips: u32) -> bool {
    let letters =
        |word: &str| word.chars().fold(0_u64, |set, letter| set | 1 << (u32::from(letter) % 64));
    // A slip takes one letter away and adds one at most; that is seen faster than the distance.
    let changes = (letters(word) ^ letters(known)).count_ones();
    changes <= 2 * slips && osa_distance(word, known) <= slips as usize
}

/// True for names as variables of an environment have them: `HOST`, `DB_HOST`.
pub(super) fn is_variable(key: &str) -> bool {
    let known =
        |letter: u8| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == b'_';
    key.len() > 1 && key.bytes().all(known) && !key.as_bytes()[0].is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_by_their_words() {
        let classes = [
            (
                Class::Password,
                "dbPass rootPass adminPw userPwd passcode pin pgpass DB_PASSWORD rootpw passwrd pass-word mot_de_passe \
                 パスワード",
            ),
            (
                Class::Secret,
                "creds login sshkey seed cert database_url REDIS_URI APIKey auth vault-token masterkey deploy_key \
                 recovery_code kube_config jdbc_url conn_str id_rsa sig",
            ),
            (
                Class::Environment,
                "env environment enviroment evn enviornment my_env envs varaibles",
            ),
            (Class::Command, "command comand entrypoint args"),
            (Class::Variable, "DB_HOST TZ_"),
            (
                Class::Plain,
                "TODO RAM OS valkey turkey envoy bypass compass passport runs_on monitored_by spinning url",
            ),
        ];
        for (expected, keys) in classes {
            for key in keys.split(' ') {
                assert_eq!(class(key), expected, "{key}");
            }
        }
    }
}
