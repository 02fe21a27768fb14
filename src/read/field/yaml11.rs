//! Values that YAML 1.1 readers, such as `PyYAML`, take for something else than YAML 1.2 does.

/// What a YAML 1.1 reader takes a plain scalar for, where that is not text.
pub(crate) fn reads_as(text: &str) -> Option<&'static str> {
    let first = *text.as_bytes().first()?;
    if first.is_ascii_alphabetic() {
        let known = ["yes", "no", "on", "off"];
        let word = text.len() <= 3 && known.iter().any(|word| text.eq_ignore_ascii_case(word));
        return word.then_some("a truth value");
    }
    if !first.is_ascii_digit() {
        return None;
    }
    if text.contains(':') {
        let mut parts = text.split(':');
        let leads = parts.next().is_some_and(|part| !part.starts_with('0') && is_digits(part));
        let sixty = |part: &str| {
            is_digits(part) && part.len() <= 2 && part.parse().is_ok_and(|n: u8| n < 60)
        };
        return (leads && parts.all(sixty)).then_some("a number in base 60");
    }
    let octal =
        text.len() > 1 && first == b'0' && text.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    octal.then_some("an octal number")
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
