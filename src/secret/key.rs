//! Which keys have values that nobody else should see.

/// What a key says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Anybody may see it.
    Plain,
    /// It is a secret.
    Secret,
    /// It is an environment, in which anything may be a secret, or a word that names one.
    Environment,
    /// It is the value of a variable, if it is text.
    Variable,
}

/// A key is not longer than this; what is, is no name of a secret.
pub(super) const LONGEST: usize = 100;

/// Words for a password.
const PASSWORDS: &[&str] = &["password", "passwd", "passphrase", "passwort", "kennwort"];

/// Parts of the names of other secrets.
const PARTS: &[&str] =
    &["secret", "token", "apikey", "privatekey", "accesskey", "authkey", "credential", "psk"];

/// Words in the names of secrets, and in those of keys that could have any value.
const WORDS: &[&str] = &[
    "auth",
    "authorization",
    "bearer",
    "community",
    "cookie",
    "dsn",
    "jwt",
    "key",
    "keys",
    "otp",
    "pass",
    "pw",
    "pwd",
    "salt",
    "totp",
    "value",
    "webhook",
];

/// Words in the names of environments.
const ENVIRONMENTS: &[&str] =
    &["env", "envs", "environ", "environment", "environments", "variables", "vars"];

/// What a key, with or without quotes, says of its value.
pub(super) fn sort(key: &str) -> Sort {
    let key = key.trim().trim_matches(['"', '\'']);
    if key.len() < 2 || key.len() > LONGEST {
        return Sort::Plain;
    }
    let words = || key.split(|letter: char| !letter.is_ascii_alphanumeric());
    let has = |known: &[&str]| {
        words().any(|word| known.iter().any(|known| known.eq_ignore_ascii_case(word)))
    };
    let lower = key.to_ascii_lowercase();
    let parts = || PASSWORDS.iter().chain(PARTS);
    if has(WORDS) || key.ends_with("Key") || parts().any(|part| lower.contains(part)) {
        Sort::Secret
    } else if has(ENVIRONMENTS) {
        Sort::Environment
    } else if is_variable(key) {
        Sort::Variable
    } else {
        Sort::Plain
    }
}

/// True for a word that stands before a password in a sentence.
pub(super) fn is_of_passwords(key: &str) -> bool {
    let lower = key.to_lowercase();
    PASSWORDS.iter().any(|part| lower.contains(part))
        || matches!(lower.trim(), "pass" | "pw" | "pwd" | "secret" | "token")
}

/// True for names as variables of an environment have them: `DB_HOST`.
fn is_variable(key: &str) -> bool {
    let known =
        |letter: u8| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == b'_';
    key.len() > 1 && key.bytes().all(known) && !key.as_bytes()[0].is_ascii_digit()
}
