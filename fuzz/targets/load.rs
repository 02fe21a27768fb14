//! Any folder can be loaded: it ends, reads nothing from outside, and reads nothing twice.
//!
//! The text says what is in the folder: `=== path` begins a file, `>>> path to` is a link, `||| path` a pipe, and
//! `--- path` is what the user names.

#![no_main]

use std::collections::HashSet;
use std::path::PathBuf;

use labctl::load::{MemoryFileSystem, load};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let outside = "hosts:\n  outside: {}\n";
    let mut disk = MemoryFileSystem::new().folder("/lab/.git").file("/outside.yaml", outside);
    let (mut named, mut open) = (Vec::new(), None::<(&str, String)>);
    for line in text.lines() {
        let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
        if let (Some((_, content)), false) = (&mut open, matches!(mark, "===" | ">>>" | "|||" | "---")) {
            content.push_str(line);
            content.push('\n');
            continue;
        }
        if let Some((path, content)) = open.take() {
            disk = disk.file(path, content);
        }
        let inside = rest.trim_start_matches('/');
        match mark {
            "===" => open = Some((inside, String::new())),
            ">>>" => {
                let (path, to) = inside.split_once(' ').unwrap_or((inside, "/outside.yaml"));
                disk = disk.symlink(path, to);
            }
            "|||" => disk = disk.pipe(inside),
            _ => named.push(PathBuf::from(inside)),
        }
    }
    if let Some((path, content)) = open {
        disk = disk.file(path, content);
    }
    let loaded = load(&disk, &named, 1 << 20);
    let mut seen = HashSet::new();
    for source in &loaded.sources {
        assert!(seen.insert(source.path()), "`{}` is read twice", source.path());
        assert_ne!(source.text(), outside, "`{}` is read, which lies outside", source.path());
    }
});
