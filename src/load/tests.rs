//! What is loaded, tried over file systems in memory.

use std::path::{Path, PathBuf};

use super::{FileSystem, LoadError, Loaded, MAX_BYTES, MemoryFileSystem, Overlay, load, text_of};

const LAB: &str = "hosts:\n  a: {}\n";
const POLICY: &str = "policy: {profile: strict}\n";

fn loaded(disk: &dyn FileSystem, named: &[&str]) -> Loaded {
    let named: Vec<PathBuf> = named.iter().map(PathBuf::from).collect();
    load(disk, &named, MAX_BYTES)
}

/// The files that were loaded, and what was not.
fn told(disk: &dyn FileSystem, named: &[&str]) -> Vec<String> {
    let loaded = loaded(disk, named);
    let paths = loaded.sources.iter().map(|source| source.path().to_owned());
    let mistakes = loaded.files.mistakes.iter().map(|mistake| mistake.message.clone());
    paths.chain(mistakes).chain(loaded.errors.iter().map(ToString::to_string)).collect()
}

/// A repository that the user is in, and a file outside of it.
fn repository() -> MemoryFileSystem {
    MemoryFileSystem::new().folder(".git").file("/etc/passwd", LAB).file("inner/lab.yaml", LAB)
}

#[test]
fn the_usual_names_up_to_the_top() {
    let top = repository().file("inventory.yaml", LAB).folder("a/b");
    assert_eq!(told(&top, &[]), ["inventory.yaml"]);
    assert_eq!(told(&top.file("labctl.yaml", LAB), &[]), ["labctl.yaml"]);
    let above = MemoryFileSystem::new().file("/inventory.yaml", LAB);
    assert!(told(&above, &[])[0].starts_with("there is no inventory here: looked for"));
    assert_eq!(told(&above.folder("/.git"), &[]), ["../inventory.yaml"]);
}

#[test]
fn a_policy_stands_for_the_inventories_beside_it() {
    let disk = MemoryFileSystem::new().file("labctl.yaml", POLICY);
    for named in [&[][..], &["."], &["labctl.yaml"]] {
        assert_eq!(loaded(&disk, named).sources.len(), 1, "it is all there is");
    }
    let disk = disk.file("one.yaml", LAB).file("two.yaml", LAB).file("compose.yaml", "services:\n");
    for (named, prefix) in [(&[][..], ""), (&["."], "./")] {
        let files = ["one.yaml", "two.yaml"].map(|name| format!("{prefix}{name}"));
        let all = [&files[..], &["labctl.yaml".to_owned()]].concat();
        assert_eq!(told(&disk, named), all);
        assert_eq!(loaded(&disk, named).files.policies, [(2, 0), (2, 1)]);
    }
    let named = disk.file("inventory.yaml", LAB);
    assert_eq!(told(&named, &[]), ["inventory.yaml", "labctl.yaml"]);
}

#[test]
fn a_file_is_read_once_by_whatever_path() {
    let disk = repository().symlink("link.yaml", "inner/lab.yaml").symlink("folder", "inner");
    let all = ["inner/lab.yaml", "./inner/lab.yaml", "inner", "link.yaml", "folder/lab.yaml"];
    assert_eq!(told(&disk, &all), ["inner/lab.yaml"]);
    let disk = MemoryFileSystem::new().input(LAB);
    assert_eq!(told(&disk, &["-", "-"]), ["<stdin>"]);
}

#[test]
fn includes_in_circles() {
    let disk = MemoryFileSystem::new()
        .file("a.yaml", "include: [b.yaml, '*.yaml']\n")
        .file("b.yaml", "include: [a.yaml, b.yaml, 'c/**']\n")
        .file("c/d/e.yaml", LAB)
        .symlink("c/up", "..");
    assert_eq!(told(&disk, &["a.yaml"]), ["a.yaml", "b.yaml", "c/d/e.yaml"]);
    assert_eq!(loaded(&disk, &["a.yaml"]).files.included, [(1, 0), (2, 1)]);
}

#[test]
fn patterns() {
    let disk = MemoryFileSystem::new()
        .file("a/one.yaml", "")
        .file("a/b/two.yaml", "")
        .file("a/b/three.yml", "")
        .file(".git/config.yaml", "");
    for (pattern, files) in [
        ("a/one.yaml", &["a/one.yaml"][..]),
        ("./a/*.yaml", &["a/one.yaml"]),
        ("*/*/t*", &["a/b/three.yml", "a/b/two.yaml"]),
        ("**/*.yaml", &["a/b/two.yaml", "a/one.yaml"]),
        ("**/**/b/**", &["a/b/three.yml", "a/b/two.yaml"]),
        ("a/[m-p]?e.yaml", &["a/one.yaml"]),
        ("a/*", &["a/one.yaml"]),
        ("a", &["the include `a` matches no file"]),
        ("/a", &["the include `/a` leaves the folder of its file"]),
        ("a/../a/one.yaml", &["the include `a/../a/one.yaml` leaves the folder of its file"]),
        ("a[", &["the include `a[` is not a pattern"]),
    ] {
        let disk = disk.clone().file("lab.yaml", format!("include: ['{pattern}']\n"));
        let mut told = told(&disk, &["lab.yaml"]).split_off(1);
        told.sort();
        assert_eq!(told, files, "{pattern}");
    }
}

#[test]
fn a_walk_ends() {
    let wide = (0..300).fold(MemoryFileSystem::new(), |disk, n| disk.folder(&format!("a{n}")));
    let pattern = ["**/a*"; 60].join("/");
    let disk = wide.file("lab.yaml", format!("include: ['{pattern}']\n"));
    assert_eq!(told(&disk, &["lab.yaml"]).len(), 2);
    let deep = (0..100).fold((MemoryFileSystem::new(), String::new()), |(disk, path), _| {
        let path = format!("{path}a/");
        (disk.folder(&path), path)
    });
    let disk = deep.0.file("lab.yaml", format!("include: ['{pattern}/b']\n"));
    assert!(told(&disk, &["lab.yaml"])[1].ends_with("looks at too many files"));
}

/// Named, found, as a member of a folder, as a policy, as a part: a link never leads out.
#[test]
fn links_out_of_the_repository() {
    let stays = |disk: &MemoryFileSystem, named: &[&str]| {
        let told = told(disk, named);
        let says = ["is not followed", "leaves the folder of its file"];
        assert!(told.iter().any(|it| says.iter().any(|says| it.ends_with(says))), "{told:?}");
        let loaded = loaded(disk, named);
        assert!(loaded.sources.iter().all(|source| !source.text().contains("hosts")), "{told:?}");
    };
    for to in ["/etc/passwd", "../etc/passwd", "hop", ".git/config"] {
        let disk = MemoryFileSystem::new()
            .folder(".git")
            .file(".git/config", LAB)
            .file("/etc/passwd", LAB)
            .symlink("hop", "/etc/passwd");
        stays(&disk.clone().symlink("inventory.yaml", to), &[]);
        stays(&disk.clone().symlink("a.yaml", to), &["a.yaml"]);
        stays(&disk.clone().symlink("a.yaml", to), &["."]);
        let policed = disk.clone().file("lab.yaml", "").symlink("labctl.yaml", to);
        stays(&policed, &["lab.yaml"]);
        let including = disk.clone().file("lab.yaml", "include: ['*.y*', b]\n").symlink("b", to);
        stays(&including, &["lab.yaml"]);
    }
    let through = repository().symlink("out", "/etc");
    stays(&through, &["out/passwd"]);
    let error = text_of(&through, Path::new("out/passwd"), MAX_BYTES);
    assert!(matches!(error, Err(LoadError::LeadsOut { .. })));
}

#[test]
fn links_without_a_repository() {
    let disk = MemoryFileSystem::new()
        .file("/shared/lab.yaml", LAB)
        .symlink("inventory.yaml", "/shared/lab.yaml");
    assert!(told(&disk, &[])[0].ends_with("which is not below `/lab`, and is not followed"));
    assert_eq!(told(&disk, &["inventory.yaml"]), ["inventory.yaml"], "it is named");
}

#[test]
fn links_within_the_repository() {
    let disk = repository().symlink("inventory.yaml", "inner/lab.yaml").symlink("more", "inner");
    assert_eq!(told(&disk, &[]), ["inventory.yaml"]);
    assert_eq!(told(&disk, &["more"]), ["more/lab.yaml"]);
}

#[test]
fn what_is_no_file_is_not_read() {
    let disk = MemoryFileSystem::new()
        .pipe("a.yaml")
        .symlink("b.yaml", "gone")
        .symlink("c.yaml", "c.yaml");
    assert_eq!(
        told(&disk, &["a.yaml", "b.yaml", "c.yaml", "d.yaml"]),
        [
            "`a.yaml` is a pipe or device, not a file; to read from a pipe, use `-`",
            "`b.yaml` is a link to `gone`, which does not exist",
            "cannot read `c.yaml`: too many links",
            "`d.yaml` does not exist",
        ]
    );
    assert_eq!(told(&disk, &["."]).len(), 3);
}

#[test]
fn reads_are_bounded_together() {
    let disk = MemoryFileSystem::new().file("a.yaml", LAB).file("b.yaml", LAB).input(LAB);
    let size = LAB.len() as u64;
    let loaded = |named: &[&str], most: u64| {
        let named: Vec<PathBuf> = named.iter().map(PathBuf::from).collect();
        let loaded = load(&disk, &named, most);
        (loaded.sources.len(), loaded.files.incomplete)
    };
    assert_eq!(loaded(&["a.yaml"], size), (1, false));
    assert_eq!(loaded(&["a.yaml"], size - 1), (0, true));
    assert_eq!(loaded(&["-"], size - 1), (0, true));
    assert_eq!(loaded(&["a.yaml", "b.yaml"], 2 * size), (2, false));
    assert_eq!(loaded(&["a.yaml", "b.yaml", "-"], 3 * size - 1), (2, true));
}

#[test]
fn an_open_text_stands_for_its_file() {
    let disk = MemoryFileSystem::new().file("lab.yaml", "").symlink("link.yaml", "lab.yaml");
    let open = Overlay::new(&disk, [(PathBuf::from("link.yaml"), LAB.to_owned())]);
    let loaded = loaded(&open, &["lab.yaml"]);
    assert_eq!(loaded.sources.iter().next().map(|source| source.text()), Some(LAB));
}
