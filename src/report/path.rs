//! Paths as other programs take them: from the top of the repository, and with slashes.

/// Where the paths of a report start.
#[derive(Debug, Clone, Copy, Default)]
pub struct Base<'a> {
    /// The top of the repository, as an absolute path; empty if there is none.
    pub top: &'a str,
    /// The way from there to the folder that paths are relative to; empty if it is the top itself.
    pub here: &'a str,
}

impl Base<'_> {
    /// The path from the top. One that lies elsewhere stays absolute.
    pub(super) fn path(self, path: &str) -> String {
        let path = slashes(path);
        let top = slashes(self.top);
        if path.starts_with('<') {
            return path;
        }
        if !is_absolute(&path) {
            return tidy(&format!("{}/{path}", slashes(self.here)));
        }
        match path.strip_prefix(&top).and_then(|below| below.strip_prefix('/')) {
            Some(below) if !top.is_empty() => tidy(below),
            _ => path,
        }
    }

    /// The same as a URI reference.
    pub(super) fn uri(self, path: &str) -> String {
        let path = self.path(path);
        let mut uri = match path.strip_prefix('/') {
            Some(_) => "file://".to_owned(),
            None if is_absolute(&path) => "file:///".to_owned(),
            None => String::new(),
        };
        for byte in path.bytes() {
            match byte {
                b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
                _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
                _ => uri.push_str(&format!("%{byte:02X}")),
            }
        }
        uri
    }
}

/// The path as it was given, without detours and with slashes.
pub(super) fn plain(path: &str) -> String {
    Base::default().path(path)
}

fn slashes(path: &str) -> String {
    if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() }
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || (cfg!(windows) && path.get(1..3) == Some(":/"))
}

/// A relative path without `.`, and without `..` where something stands before it.
fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::Base;

    #[test]
    fn paths_start_at_the_top() {
        let base = Base { top: "/home/me/lab", here: "infra/prod" };
        let cases = [
            ("lab.yaml", "infra/prod/lab.yaml"),
            ("./a/../lab.yaml", "infra/prod/lab.yaml"),
            ("../../inventory.yaml", "inventory.yaml"),
            ("/home/me/lab/x.yaml", "x.yaml"),
            ("/home/me/laboratory.yaml", "/home/me/laboratory.yaml"),
            ("<stdin>", "<stdin>"),
        ];
        for (given, told) in cases {
            assert_eq!(base.path(given), told);
        }
        assert_eq!(Base::default().path("../lab.yaml"), "../lab.yaml");
        assert_eq!(Base::default().path("/lab.yaml"), "/lab.yaml");
    }

    #[test]
    fn uris_are_escaped() {
        let uri = |path| Base::default().uri(path);
        assert_eq!(uri("a b/100%.yaml"), "a%20b/100%25.yaml");
        assert_eq!(uri("C:x?#[é].yaml"), "C%3Ax%3F%23%5B%C3%A9%5D.yaml");
        assert_eq!(uri("/srv/lab.yaml"), "file:///srv/lab.yaml");
    }
}
