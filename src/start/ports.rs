//! Published ports as people write them in a table: `443`, `8080:80`, `53/udp`, several of them.

/// The ports in a cell, as `ports` takes them; none if anything else is in it.
pub(super) fn ports(text: &str) -> Option<Vec<&str>> {
    let words = text.split([',', ';', ' ', '+', '&']).filter(|word| !word.is_empty());
    // `80/443` are two ports, `53/udp` is one.
    let parts = words.flat_map(|word| {
        let is_list = word.split('/').all(|part| number(part).is_some());
        word.split(if is_list { '/' } else { '\0' })
    });
    let parts: Vec<&str> = parts.collect();
    (!parts.is_empty() && parts.iter().all(|part| outside(part).is_some())).then_some(parts)
}

/// The port of a machine that `8080:80/tcp` takes, and its protocol; zero where it takes none.
pub(super) fn outside(port: &str) -> Option<(u16, &str)> {
    let (ports, protocol) = port.split_once('/').unwrap_or((port, "tcp"));
    let (outside, inside) =
        ports.split_once(':').map_or((None, ports), |(out, into)| (Some(out), into));
    number(inside)?;
    let outside = outside.map_or(Some(0), number)?;
    matches!(protocol, "tcp" | "udp").then_some((outside, protocol))
}

fn number(text: &str) -> Option<u16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|port| digits && *port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read_as_people_write_them() {
        assert_eq!(ports("443"), Some(vec!["443"]));
        assert_eq!(ports("80, 443"), Some(vec!["80", "443"]));
        assert_eq!(ports("80/443"), Some(vec!["80", "443"]));
        assert_eq!(ports("53/udp 53/tcp, 8080:80"), Some(vec!["53/udp", "53/tcp", "8080:80"]));
        for text in [
            "",
            "many",
            "0",
            "70000",
            "80 (HTTP)",
            "8000-8010",
            "127.0.0.1:80:80",
            "80:",
            ":",
            "80/x",
        ] {
            assert_eq!(ports(text), None, "{text}");
        }
    }
}
