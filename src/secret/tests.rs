//! What is hidden, and what is not.

use super::{Secrets, without};
use crate::source::Sources;

/// A file as it is shown, line by line in the order that is asked for.
fn shown(text: &str) -> String {
    let mut sources = Sources::default();
    let source = sources.add("lab.yaml".to_owned(), text.to_owned()).expect("it is small");
    let mut secrets = Secrets::default();
    let lines = (1..=source.lines()).rev().map(|line| secrets.starred(source, source.line(line)));
    let mut lines: Vec<_> = lines.collect();
    lines.reverse();
    lines.join("\n")
}

/// An inventory around some lines of an entry.
fn entry(lines: &str) -> String {
    format!(
        "hosts:\n  pve1: {{hypervisor: proxmox}}\ncontainers:\n  web:\n    runs_on: pve1\n{lines}\n  next: {{runs_on: pve1}}\n"
    )
}

#[test]
fn what_a_key_says_is_secret_is_hidden() {
    let keys = "dbPass rootPass adminPw userPwd dbpass passcode puk creds login pgpass sshkey seed cert \
                contraseña database_url REDIS_URL mongo_uri apiKey API-Key client_secret DB_HOST";
    for key in keys.split_whitespace() {
        for line in [
            format!("    {key}: hunter2"),
            format!("    {key} : 'hunter2'"),
            format!("    \"{key}\": \"hunter2\""),
            format!("    x: {{{key}: hunter2, foo: bar}}"),
            format!("    x: {{foo: bar, {key}: [hunter2, hunter2]}}"),
            format!("    {key}: &a\n      hunter2"),
            format!("    {key}: |\n      hunter2\n      hunter2"),
            format!("    # {key}: hunter2"),
            format!("    - {key}: hunter2"),
            format!("    - foo: bar\n      {key}: hunter2"),
        ] {
            let said = shown(&entry(&line));
            assert!(!said.contains("hunter"), "{said}");
            assert!(said.contains(key) && said.contains("next: {runs_on: pve1}"), "{said}");
        }
    }
    // This is a word of the language too.
    for line in ["    pin: hunter2", "    pin: 'hunter2'", "    x: {foo: bar, pin: hunter2}"] {
        assert!(!shown(&entry(line)).contains("hunter2"), "{line}");
    }
}

#[test]
fn environments_are_hidden_however_broken() {
    for lines in [
        "    env: {a: hunter2}",
        "    enviroment: {a: hunter2}",
        "    evn:\n      a: hunter2",
        "    environement:\n    - a=hunter2\n    - hunter2",
        "    env: [\n    a=hunter2: b: c,\n    ]",
        "    env: [a: hunter2\n  b: hunter2",
        "    env: {a: \"x\n  b: hunter2\"",
        "    x: {foo: !a,env: {a: hunter2}}",
        "    x: {foo: &a,env: {a: hunter2}}",
        "    env:\n      a: \"x\n    b: hunter2\"",
        "    env:\n      a: 'x\n  b: hunter2",
        "    env:\n   a: hunter2\n   b: hunter2",
        "    env:\n\t  a: hunter2\n\t  b: hunter2\n\tc: hunter2",
        "    env:\n    a: hunter2\n    b: hunter2",
        "    env:\n  a: hunter2",
        "    env:\na: hunter2",
        "    \"\\x65nv\": {a: hunter2}",
        "    *env : {a: hunter2}",
        "    ? env\n    : a: hunter2",
        "    !!map env: {a: hunter2}",
        "    env: !!map\n      a: hunter2",
        "    environment: a=hunter2",
        "    my_vars: hunter2",
        "    deploy:\n      env:\n        a: hunter2\n     b: hunter2",
        "    # env:\n    #   a: hunter2\n    #   b: hunter2",
        "    command: docker run -e db=hunter2 x",
        "    args:\n      - hunter2",
        "    entrypoint: [sh, -c, hunter2]",
    ] {
        for text in
            [entry(lines), entry(lines).replace('\n', "\r\n"), entry(lines).replace('\n', "\r")]
        {
            assert!(!shown(&text).contains("hunter"), "{}", shown(&text));
        }
    }
}

#[test]
fn secrets_are_known_by_their_shape() {
    for secret in [
        "ghp_0123456789abcdef0123",
        "ghu_0123456789abcdef0123",
        "sk-0123456789abcdef0123",
        "sk-ant-0123456789abcdef0123",
        "AIza0123456789abcdef0123",
        "npm_0123456789abcdef0123",
        "eyJhbGciOiJIUzI1NiJ9.e30.abc",
        "AKIAIOSFODNN7EXAMPLE",
        "glpat-0123456789abcdef0123",
        "xoxb-0123456789-abcdef",
        "$2y$10$abcdefghijklmnopqrstuv",
        "$6$salt$0123456789abcdef",
        "$argon2id$v=19$m=65536",
        "{SSHA}0123456789abcdef",
        "{SSHA512}0123456789abcdef",
        "rk_test_0123456789abcdef",
        "0123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    ] {
        for line in [
            format!("    foo: {secret}"),
            format!("    foo: ['{secret}', b]"),
            format!("    - {secret}"),
        ] {
            let said = shown(&entry(&line));
            assert!(!said.contains(secret), "{said}");
        }
        let message = format!("`{secret}` is not a name");
        assert!(
            !without(&message).contains(secret) && without(&message).ends_with("` is not a name")
        );
    }
    for (text, hidden) in [
        ("https://u:hunter2@host/x", "https://*********@host/x"),
        ("postgres://u:hunt/er2@host", "postgres://**********@host"),
        ("admin:hunter2@box", "admin:*******@box"),
        ("mysql -uroot -phunter2 db", "mysql -uroot -p******* db"),
        ("sshpass -p hunter2 ssh x", "sshpass -p ******* ssh x"),
        ("curl -u me:hunter2 https://x", "curl -u ********** https://x"),
        ("redis-cli -a hunter2", "redis-cli -a *******"),
        ("openssl enc -k hunter2 x", "openssl enc -k ******* x"),
        ("Basic aHVudGVyMjpodW50ZXIy", "Basic ********************"),
        ("https://x/#access_token=hunter2", "https://x/#access_token=*******"),
        ("not `Authorization: hunter2 x`", "not `Authorization: *********`"),
        ("run -e db=hunter2 x", "run -e db=******* x"),
        ("mysqld --password hunter2 x", "mysqld --password ******* x"),
        (
            "https://hooks.slack.com/services/T0/B0/hunter2hunter2",
            "https://hooks.slack.com/*****************************",
        ),
        ("x `https://x/?a=b&token=hunter2` y", "x `https://x/?a=b&token=*******` y"),
        ("`DB_HOST:hunter2` is not a field", "`DB_HOST:*******` is not a field"),
    ] {
        assert_eq!(without(text), hidden);
    }
    let pem = "    foo: |\n      -----BEGIN OPENSSH PRIVATE KEY-----\n      hunter2\n      -----END OPENSSH PRIVATE KEY-----";
    assert!(!shown(&entry(pem)).contains("hunter2"));
}

/// What only looks like a secret is shown.
#[test]
fn nothing_else_is_hidden() {
    for line in [
        "    # TODO: x",
        "    # TODO: ask for the key: it is with alex",
        "    # labctl: allow(token-in-container) the key: see the wiki",
        "    RAM: 64GB",
        "    OS: debian",
        "    image: auth:latest",
        "    image: token-server:1.2-alpine",
        "    image: 'shop/token-auth:1.2@sha256:abc'",
        "    docs: https://git.lan/@team/lab",
        "    docs: https://git.lan:8443/@team/lab",
        "    owner: alex@home.example",
        "    environment: production",
        "    environment: prodcution # where people work",
        "    x: {env: test, foo: bar}",
        "    pin: {kind: vm, reason: it is old}",
        "    pin:\n      kind: vm\n      reason: it is old",
        "    holds: [{kind: api-token, to: nobody}]",
        "    ports: ['8080:80', '127.0.0.1:5432:5432']",
        "    volumes: ['auth:/data', 'secrets:/run/secrets:ro']",
        "    depends_on: [auth, vault-secrets]",
        "    monitored_by: ['external:https://auth.lan:8443/x']",
        "    purpose: \"keeps keys: tokens and more\"",
        "    mac: 52:54:00:12:34:56",
    ] {
        let text = entry(line);
        assert_eq!(shown(&text), text);
    }
    let text =
        "containers:\n  auth: {runs_on: a}\n  token:\n    runs_on: a\nvms: {key: {runs_on: a}}\n";
    assert_eq!(shown(text), text);
    for said in [
        "write `volumes: ['SOURCE:/TARGET']`",
        "`auth:latest` may change",
        "`dns1@pve1` and `a:b`",
        "Basic containerization of all",
    ] {
        assert_eq!(without(said), said);
    }
}

/// An anchor is secret where it is used as a secret, through others too.
#[test]
fn anchors_are_judged_by_their_use() {
    let text = "x-a: &a {v: hunter2}\nx-b: &b {v: *a}\nx-c: &c\n  v: hunter2\nvms:\n  w: {<<: *c, runs_on: h}\n";
    assert_eq!(shown(text), text);
    let used = format!("{text}  v: {{env: *b, runs_on: h}}\n  u:\n    env:\n      <<: *c\n");
    assert!(!shown(&used).contains("hunter"), "{}", shown(&used));
}
