//! The frame of the page: what a browser may do with it, how it looks, and what is where.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::text::text;
use crate::report::placement::Layer;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Boxes in a box.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E\
    %3Crect x='1' y='1' width='14' height='14' rx='3' fill='%233a6ea5'/%3E\
    %3Cpath d='M4 4h8v3H4zM4 9h3v3H4zM9 9h3v3H9z' fill='%23fff'/%3E%3C/svg%3E";

/// Opens the page. It may load nothing, and runs no script and no style but its own.
pub(super) fn open(out: &mut String, title: &str, heads: &str) {
    let style = style(heads);
    let (style_hash, script_hash) = (hash(&style), hash(SCRIPT));
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src '{style_hash}'; script-src '{script_hash}'; img-src data:; base-uri 'none'; \
         form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <link rel=\"icon\" href=\"{ICON}\">\n<title>"
    )
    .expect("a string takes all");
    text(out, title);
    write!(out, "</title>\n<style>{style}</style>\n</head>\n<body>\n").expect("a string takes all");
}

/// Closes the page. The script stands last, so that nothing waits for it.
pub(super) fn close(out: &mut String) {
    write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n").expect("a string takes all");
}

/// The style sheet, with the colours of the layers, and the heads that cells show on a narrow page.
fn style(heads: &str) -> String {
    let mut style = STYLE.to_owned();
    let mut dark = String::new();
    for layer in Layer::ALL {
        let (key, colour) = (layer.key(), layer.colour());
        let corners = layer.sign().iter().map(|(x, y)| format!("{x}% {y}%"));
        let corners = corners.collect::<Vec<_>>().join(",");
        writeln!(
            style,
            ".l-{key}{{--surface:{};--edge:{};--sign:polygon({corners})}}",
            colour.light, colour.edge
        )
        .expect("a string takes all");
        writeln!(dark, ".l-{key}{{--surface:{}}}", colour.dark).expect("a string takes all");
    }
    write!(style, "@media screen and (prefers-color-scheme:dark){{\n{dark}}}\n")
        .expect("a string takes all");
    write!(style, "@media screen and (max-width:56rem){{\n{heads}}}\n")
        .expect("a string takes all");
    style
}

/// How a content security policy names a text.
fn hash(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut name = "sha256-".to_owned();
    for three in Sha256::digest(text).chunks(3) {
        let bits =
            (0..3).fold(0, |bits, at| bits << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 63;
            name.push(if digit > three.len() { '=' } else { DIGITS[value as usize].into() });
        }
    }
    name
}
