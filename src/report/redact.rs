//! Secrets in lines of source that are shown as they stand.

use std::ops::Range;

/// Parts of keys whose values nobody else should see.
const SECRET: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "private_key",
    "private-key",
    "access_key",
    "access-key",
    "credential",
    "auth_key",
    "authkey",
    "psk",
];

/// Keys under which environment variables stand.
const ENVIRONMENT: &[&str] = &["environment", "env", "env_file", "environment_variables"];

/// The line with the values of secret keys as asterisks, byte for byte as long as before.
pub(super) fn redact(line: &str) -> String {
    let mut hidden = line.to_owned();
    for value in secrets(line) {
        let stars = "*".repeat(value.len());
        hidden.replace_range(value, &stars);
    }
    hidden
}

/// Where the values of secret keys are.
fn secrets(line: &str) -> Vec<Range<usize>> {
    let lower = line.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = lower[from..].find([':', '=']).map(|at| from + at) {
        let key = lower[..at].trim_end().trim_end_matches(['"', '\'']);
        let key_start =
            key.rfind([' ', ',', '{', '[', '"', '\'', '-', '\t']).map_or(0, |start| start + 1);
        let before = key.rfind([' ', ',', '{', '[', '"', '\'', '\t']).map_or(0, |start| start + 1);
        let (short, long) = (&key[key_start..], &key[before..]);
        let rest = &line[at + 1..];
        let start = at + 1 + (rest.len() - rest.trim_start().len());
        let value = &line[start..];
        if ENVIRONMENT.contains(&short) && value.starts_with(['{', '[']) {
            found.push(start..line.len());
            break;
        }
        if SECRET.iter().any(|secret| long.contains(secret)) && !value.is_empty() {
            let end = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    value[1..].find(quote).map_or(value.len(), |end| end + 2)
                }
                _ => value.find([',', '}', ']']).unwrap_or(value.len()),
            };
            found.push(start..start + end);
            from = start + end;
        } else {
            from = at + 1;
        }
    }
    found
}
