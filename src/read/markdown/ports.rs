//! Published ports as people write them in a table: `443`, `8080:80`, `53/udp`, several of them.

use crate::lab::{Port, Protocol};
use crate::source::Span;

/// The ports in a cell; none if anything else is in it.
pub(super) fn ports(text: &str, at: Span) -> Option<Vec<Port>> {
    let words = text.split([',', ';', ' ', '+', '&']).filter(|word| !word.is_empty());
    // `80/443` are two ports, `53/udp` is one.
    let parts = words.flat_map(|word| {
        let is_list = word.split('/').all(|part| number(part).is_some());
        word.split(if is_list { '/' } else { '\0' })
    });
    let ports: Vec<Port> = parts.map(|part| port(part, at)).collect::<Option<_>>()?;
    (!ports.is_empty()).then_some(ports)
}

/// A port such as `8080:80/tcp`.
fn port(text: &str, at: Span) -> Option<Port> {
    let (ports, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let (published, target) =
        ports.split_once(':').map_or((None, ports), |(out, into)| (Some(out), into));
    let published = match published {
        Some(port) => Some(number(port)?),
        None => None,
    };
    let protocol = match protocol {
        "tcp" => Protocol::Tcp,
        "udp" => Protocol::Udp,
        _ => return None,
    };
    let published = published.map(|port| (port, port));
    Some(Port::new(at, None, published, number(target)?, protocol))
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
        let ports = |text: &str| {
            let ports = ports(text, Span::default())?.into_iter();
            Some(
                ports
                    .map(|it| {
                        (
                            it.published.value().map(|it| it.0),
                            it.target.unwrap_or_default(),
                            it.protocol,
                        )
                    })
                    .collect::<Vec<_>>(),
            )
        };
        let (tcp, udp) = (Protocol::Tcp, Protocol::Udp);
        assert_eq!(ports("443"), Some(vec![(None, 443, tcp)]));
        assert_eq!(ports("80, 443"), Some(vec![(None, 80, tcp), (None, 443, tcp)]));
        assert_eq!(ports("80/443"), Some(vec![(None, 80, tcp), (None, 443, tcp)]));
        let both = vec![(None, 53, udp), (None, 53, tcp), (Some(8080), 80, tcp)];
        assert_eq!(ports("53/udp 53/tcp, 8080:80"), Some(both));
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
