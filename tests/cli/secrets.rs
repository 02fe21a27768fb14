//! Secrets stay where they are: nothing that labctl prints holds one, whatever is wrong around it.

use super::{Folder, err, out};

/// Everything secret in it is called after the hunter. Each line has a mistake, or stands between two.
const SECRETS: &str = r#"
x-shared: &shared
  plain: hunter2
  plain: hunter3
x-list: &list
  - hunter2
x-flow: &flow {plain: hunter2, plain: hunter3}
x-twice: {DB_PASSWORD=hunter2, DB_PASSWORD=hunter2}
hosts:
  pve1: {hypervisor: proxmox}
vms:
  a: {runs_on: gone, DB_PASSWORD:hunter2}
  b: {runs_on: gone, DB_PASSWORD=hunter2 hunter3}
  c:
    runs_on: gone
    environment: *shared
    env: *list
    vars: {more: *flow}
  d: {runs_on: gone, url: 'https://admin:hunter2@grafana.home'}
  e:
    runs_on: gone
    password: hunter2,hunter3 # hunter
    runs_off: x
  f: {runs_on: gone, password: "ab\"hunter2", foo: 'it', secret: 'ab''hunter2'}
  g:
    runs_on: gone
    password:
      hunter2
    secrets:
      db: hunter2
    foo: bar
  h: {runs_on: gone, environment: {
        plain: hunter2,
        other: hunter3, }, foo: bar
     }
  i:
    runs_on: gone
    command: mysqld --password hunter2 --token=hunter3
    args: ["--password", "hunter2"]
    argv:
      - --password
      - hunter2
    foo: bar
  j:
    runs_on: gone
    ? password
    : hunter2
    foo: bar
  k: {runs_on: gone, monitored_by: 'https://admin:hunter2@mon'}
  l:
    runs_on: gone
    environment:
    PLAIN: hunter2
    vars: [hunter1,
      hunter2]
    foo: bar
  m: {runs_on: gone, environment: hunter=hunter2}
  n: {runs_on: gone, foo: ghp_hunter2hunter2hunter2, depends_on: [ghp_hunter2hunter2hunter2]}
  o:
    runs_on: gone
    # environment:
    #   plain: hunter2
    foo: bar
  p: {runs_on: gone, password: *hunter2}
  q: {runs_on: gone, image: 'https://u:hunter2@reg/app', purpose: 'router at admin:hunter2@box'}
  s:
    runs_on: gone
    env:
      - name: X
        value: hunter2
    x: {name: X, value: hunter2}
  auth: {runs_on: gone, foo: bar}
  t: {runs_on: gone, headers: 'Authorization: Bearer hunter2'}
  u:
    runs_on: gone
    "api key": "hunter
      hunter2"
    foo: bar
  u2: {runs_on: gone, url: 'https://x/?a=b&token=hunter2', owner: 'Passwort: hunter2', notes: 'pw: hunter2'}
  u3: {runs_on: 'external:https://x/?token=hunter2', role: 'Password: hunter2', zone: 'https://u:hunter2@x'}
  u4: {runs_on: 'Password: hunter2', monitored_by: 'https://x/?token=hunter2', depends_on: ['api_key=hunter2']}
  v:
    runs_on: gone
    sshKey: |
      hunter2

      hunter3
    foo: bar
"#;

/// The same where brackets and quotes are never closed.
const BROKEN: &str = "\
hosts:
  pve1: {hypervisor: proxmox}
vms:
  a: {runs_on: gone, environment: {DB_PASSWORD: hunter2, PLAIN: hunter3}}
  b: {runs_on: gone, env: [TOKEN=hunter2, PLAIN=hunter3]}
  c: {runs_on: gone, password: hunter2, api_key: 'hunter3'}
  d:
    runs_on: gone
    environment:
      PLAIN: hunter2
      OTHER: [hunter3
    env:
      - PLAIN=hunter2
      - OTHER: {hunter3
    secret: [hunter3]
    password: |
      hunter2
      hunter3: [hunter2
    token: \"hunter2
";

#[test]
fn nothing_secret_is_printed() {
    for text in [SECRETS.to_owned(), BROKEN.to_owned(), SECRETS.replace('\n', "\r\n")] {
        let lab = Folder::lab(text);
        let commands = [
            "check lab.yaml",
            "check lab.yaml -v",
            "check lab.yaml --profile strict -v",
            "check lab.yaml --format json -v",
            "why --all lab.yaml",
            "why --all --format json lab.yaml",
            "why c lab.yaml",
            "why q lab.yaml --format json",
            "report lab.yaml --format terminal",
            "report lab.yaml --format markdown",
            "report lab.yaml --format html",
            "report lab.yaml --format svg",
            "report lab.yaml --format mermaid",
            "report lab.yaml --format json",
        ];
        for command in commands {
            let said = lab.run(command);
            let told = out(&said) + &err(&said);
            let leaks: Vec<&str> = told.lines().filter(|line| line.contains("hunter")).collect();
            assert!(leaks.is_empty(), "{command}: {leaks:#?}");
        }
    }
}

/// What only looks like a secret is shown: names of entries, images with their version, our own fields.
#[test]
fn nothing_else_is_starred_out() {
    let lab = Folder::lab(
        "\
hosts:
  pve1: {hypervisor: proxmox}
containers:
  auth: {runs_on: gone, image: 'shop/token-auth:1.2@sha256:abc', environment: production}
  vault-secrets:
    runs_on: gone
    holds: [{kind: api-token, to: nobody}]
",
    );
    let said = out(&lab.run("check lab.yaml -v"));
    for shown in ["auth: {runs_on: gone, image: 'shop/token-auth:1.2@sha256:abc'", "production}"] {
        assert!(said.contains(shown), "{said}");
    }
    assert!(said.contains("runs_on: gone") && said.contains("kind: api-token"), "{said}");
    assert!(!said.contains("**"), "{said}");
}

/// An anchor is secret where it is used as a secret, and not where an entry takes it over.
#[test]
fn what_entries_share_is_judged_by_its_keys() {
    let text = "\
x-pod: &pod {runs_on: gone, plain: hunter2}
containers:
  web: {<<: *pod, image: 'nginx:1.31.1'}
  own: {image: 'nginx:1.31.1', runs_on: gone}
";
    let shown = |text: String| out(&Folder::lab(text).run("check lab.yaml -v"));
    assert!(shown(text.to_owned()).contains("&pod {runs_on: gone, plain: hunter2}"));
    for used in ["env: *pod", "env: {<<: *pod}", "password: {<<: *pod}"] {
        let said = shown(text.replace("own: {", &format!("own: {{{used}, ")));
        assert!(said.contains("1 | ****") && !said.contains("hunter2"), "{used}: {said}");
    }
}

/// However many secrets a line holds, and however deep they hide.
#[test]
fn many_secrets_take_no_longer() {
    let many = |text: &str| text.repeat(60_000 / text.len());
    for text in [
        "password: x, ",
        "env: x ",
        "A=B ",
        "a:@",
        "@",
        "--",
        "eyJ.",
        "&a: ",
        "'",
        "\"",
        "{password: ",
        "`A=B",
        "[ ",
    ] {
        let line = many(text);
        for start in ["x: ", "x: [", "x: {"] {
            let said = Folder::lab(format!("vms:\n  a:\n    {start}{line}, foo: x\n    b: c\n"));
            said.run("check lab.yaml -v");
        }
        let said = Folder::lab(format!("vms:\n  a: {{runs_on: '{line}'}}\n  {line}: b\n"));
        said.run("check lab.yaml --format json -v");
    }
    let anchors = (1..2_000).map(|n| format!("x-{n}: &a{n} {{v: *a{}}}\n", n - 1));
    let anchors = anchors.collect::<Vec<_>>().concat();
    let text =
        format!("x-0: &a0 {{v: hunter2, v: hunter2}}\n{anchors}vms: {{a: {{env: *a1999}}}}\n");
    let said = out(&Folder::lab(text).run("check lab.yaml -v"));
    assert!(said.contains("`v` is written twice") && !said.contains("hunter"), "{said}");
}
