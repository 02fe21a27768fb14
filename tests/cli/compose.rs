//! Compose files as they lie in a repository: read together, and with traps in them.

use super::{CLEAN_EXIT, FINDINGS, Folder, UNREADABLE, code, err, out};

/// Every format in which a run says something of a lab, and the report.
const COMMANDS: [&str; 7] = [
    "check .",
    "check . -v",
    "check . --format json",
    "check . --format sarif",
    "check . --format markdown",
    "report . -f html",
    "report . -f json",
];

/// Checks the folder: it ends so, and says this.
fn says(folder: &Folder, exit: i32, text: &str) -> String {
    let said = folder.run("check .");
    let told = out(&said) + &err(&said);
    let short: String = told.chars().take(2_000).collect();
    assert_eq!(code(&said), Some(exit), "{short}");
    assert!(told.contains(text), "`{text}` is not in:\n{short}");
    told
}

#[test]
fn a_finding_stands_in_the_file_that_says_it() {
    let folder = Folder::new()
        .with("apps/compose.yaml", "include: [parts/web.yml]\nx-labctl: {runs_on: 'external:x'}\n")
        .with("apps/parts/web.yml", "services:\n  web:\n    extends: {file: ../base.yml, service: base}\n    image: nginx:1.31.1\n")
        .with("apps/base.yml", "services:\n  base:\n    privileged: ${PRIVILEGED:-true}\n");
    let told = says(&folder, FINDINGS, "container `web` is privileged");
    assert!(told.contains("apps/base.yml:3:17"), "{told}");
}

#[test]
fn no_value_of_a_variable_is_shown() {
    let secrets = [
        "hidden-in-map",
        "hidden-in-list",
        "hidden-in-env",
        "hidden-in-label",
        "hidden-in-args",
        "hidden-default",
    ];
    let folder = Folder::new()
        .with(
            "compose.yaml",
            "services:\n  web:\n    image: nginx:latest\n    privileged: true\n    environment: {API_KEY: hidden-in-map, OTHER: \"${DB_PASSWORD}\"}\n    \
             labels: [\"x.token=hidden-in-label\"]\n    command: [\"--token\", \"hidden-in-args\"]\n    container_name: web-${DB_PASSWORD:-hidden-default}\n  \
             db:\n    image: postgres:latest\n    environment:\n      - POSTGRES_PASSWORD=hidden-in-list\n    ports: 5\n",
        )
        .with(".env", "DB_PASSWORD=hidden-in-env\n");
    for command in COMMANDS {
        let said = folder.run(command);
        let told = out(&said) + &err(&said);
        for secret in secrets {
            assert!(!told.contains(secret), "{secret} in what `{command}` says:\n{told}");
        }
    }
}

#[test]
fn circles_end() {
    let include = Folder::new()
        .with("compose.yaml", "include: [a.yml]\nservices: {web: {image: 'nginx:1.31.1'}}\n")
        .with("a.yml", "include: [b.yml]\nservices: {a: {image: 'nginx:1.31.1'}}\n")
        .with("b.yml", "include: [a.yml]\nservices: {b: {image: 'nginx:1.31.1'}}\n");
    says(&include, UNREADABLE, "`a.yml` is included in a circle");
    let extends = Folder::new()
        .with("compose.yaml", "services:\n  a: {image: 'nginx:1.31.1', extends: b}\n  b: {extends: {file: other.yml, service: c}}\n")
        .with("other.yml", "services: {c: {extends: {file: compose.yaml, service: a}}}\n");
    says(&extends, UNREADABLE, "is extended in a circle");
    let own =
        Folder::new().with("compose.yaml", "services: {a: {image: 'nginx:1.31.1', extends: a}}\n");
    says(&own, UNREADABLE, "`a` is extended in a circle");
}

#[test]
fn includes_that_multiply() {
    let mut folder = Folder::new();
    for at in 0..12 {
        let next = format!("f{}.yml, ", at + 1).repeat(12);
        let text = format!("include: [{next}]\nservices: {{s{at}: {{image: 'nginx:1.31.1'}}}}\n");
        let name = if at == 0 { "compose.yaml".to_owned() } else { format!("f{at}.yml") };
        folder = folder.with(&name, text);
    }
    let folder = folder.with("f12.yml", "services: {last: {image: 'nginx:1.31.1'}}\n");
    says(&folder, UNREADABLE, "one included file too many");
}

#[test]
fn services_that_multiply() {
    let volumes: Vec<String> = (0..5_000).map(|at| format!("/{at}:/{at}")).collect();
    let mut text = format!(
        "x-all: &all {volumes:?}\nservices:\n  s0: {{image: 'nginx:1.31.1', volumes: *all}}\n"
    );
    for at in 1..400 {
        text.push_str(&format!(
            "  s{at}: {{extends: s{}, volumes: *all, security_opt: *all}}\n",
            at - 1
        ));
    }
    let folder = Folder::new().with("compose.yaml", text);
    let said = folder.run("check .");
    assert!(matches!(code(&said), Some(CLEAN_EXIT | FINDINGS | UNREADABLE)), "{}", err(&said));
}

#[test]
fn variables_that_multiply() {
    let mut env = "V0=\n".to_owned();
    for at in 1..40 {
        env.push_str(&format!("V{at}={}\n", format!("${{V{}}}", at - 1).repeat(10)));
    }
    let nested = "${A:-".repeat(20_000) + &"}".repeat(20_000);
    let open = "${".repeat(50_000);
    let text = format!(
        "services:\n  web: {{image: 'nginx:${{V39}}'}}\n  a: {{image: '{nested}'}}\n  b: {{image: '{open}'}}\n"
    );
    says(
        &Folder::new().with("compose.yaml", text).with(".env", env),
        CLEAN_EXIT,
        "checked 3 containers",
    );
}

#[test]
fn what_is_not_there_is_told_with_its_place() {
    let folder = Folder::new().with(
        "compose.yaml",
        "include:\n  - gone.yml\n  - oci://example/app\n  - ${SOMEWHERE}/app.yml\nservices:\n  web: {image: 'nginx:1.31.1', extends: {file: no.yml, service: x}}\n",
    );
    let told = says(&folder, UNREADABLE, "compose.yaml:2:5");
    assert!(told.contains("`no.yml` is not there"), "{told}");
}

#[cfg(unix)]
#[test]
fn no_link_and_no_pipe_leads_out() {
    let outside = Folder::new().with("secret.yml", "services: {stolen: {image: 'nginx:1.31.1'}}\n");
    let folder = Folder::new()
        .with(".git/HEAD", "")
        .with("compose.yaml", "include: [out.yml, pipe.yml, ../../secret.yml]\nservices: {web: {image: 'nginx:1.31.1', privileged: true}}\n");
    std::os::unix::fs::symlink(outside.path("secret.yml"), folder.path("out.yml")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(folder.path("pipe.yml")).status();
    assert!(made.is_ok_and(|made| made.success()), "a pipe can be made");
    let told = says(&folder, UNREADABLE, "lies outside the folders that are read");
    assert!(told.contains("`pipe.yml` is no file"), "{told}");
    assert!(!told.contains("stolen"), "{told}");
}
