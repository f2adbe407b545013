//! No sentence in Rust or in a template, and nothing in a page that the Content Security Policy or a
//! reader from right to left would stumble over.
#![cfg(test)]

use tidy_tests::{
    File, files, line_of, none, product, rust,
    template::{self, Piece},
};

/// What stands in a template as it is in every language.
const SAME_EVERYWHERE: &[&str] = &[
    "Tiwizi",
    "تيويزي",
    "API",
    "JSON",
    "SMS",
    "ICE",
    "RIB",
    "ONSSA",
    "CNDP",
    "JPEG",
    "PNG",
    "WebP",
    "OpenAPI",
];

/// Attributes that people read or hear.
const SPOKEN: &[&str] = &[
    "title",
    "alt",
    "placeholder",
    "aria-label",
    "aria-description",
    "label",
    "summary",
    "aria-roledescription",
];

fn templates() -> Vec<File> {
    files("frontend/templates", &["html", "txt"])
}

/// Whether two letters stand together that are not on the list.
fn speaks(text: &str) -> bool {
    let mut text = without_entities(text);
    // A macro that writes attributes looks like text from here.
    for (name, value) in template::attributes(&text.clone()) {
        text = text.replace(&format!("{name}=\"{value}\""), " ");
    }
    for same in SAME_EVERYWHERE {
        text = text.replace(same, " ");
    }
    let letters: Vec<char> = text.chars().collect();
    letters.windows(2).any(|pair| pair.iter().all(|c| c.is_alphabetic()))
}

fn without_entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find(';').filter(|end| *end < 10);
        rest = &rest[at + end.map_or(1, |end| end + 1)..];
    }
    out + rest
}

#[test]
fn templates_hold_no_text_of_their_own() {
    let mut found = Vec::new();
    for file in templates() {
        let markup = template::markup(&file.text);
        for (at, piece) in template::pieces(&markup) {
            let place = format!("{}:{}", file.path, line_of(&markup, at));
            match piece {
                Piece::Text(text) if speaks(&text) => found.push(format!("{place}: {}", text.trim())),
                Piece::Text(_) => {}
                Piece::Tag(tag) => {
                    let spoken = template::attributes(&tag)
                        .into_iter()
                        .filter(|(name, value)| SPOKEN.contains(&name.as_str()) && speaks(value));
                    found.extend(spoken.map(|(name, value)| format!("{place}: {name}=\"{value}\"")));
                }
            }
        }
    }
    none(&found, "text in templates (it belongs into frontend/locales)");
}

#[test]
fn templates_have_neither_inline_styles_nor_inline_scripts() {
    let mut found = Vec::new();
    for file in templates().into_iter().filter(|file| !file.path.contains("/emails/")) {
        let markup = template::markup(&file.text);
        for (at, piece) in template::pieces(&markup) {
            let Piece::Tag(tag) = piece else { continue };
            let place = format!("{}:{}", file.path, line_of(&markup, at));
            let attributes = template::attributes(&tag);
            let has = |wanted: &str| attributes.iter().any(|(name, _)| name == wanted);
            if has("style") {
                found.push(format!("{place}: style="));
            }
            let handlers = attributes.iter().filter(|(name, _)| name.starts_with("on"));
            found.extend(handlers.map(|(name, _)| format!("{place}: {name}=")));
            let is_data = attributes
                .iter()
                .any(|(name, value)| name == "type" && value == "application/ld+json");
            if tag.starts_with("script") && !has("src") && !is_data {
                found.push(format!("{place}: a script without src"));
            }
            if attributes
                .iter()
                .any(|(_, value)| value.trim_start().to_ascii_lowercase().starts_with("javascript:"))
            {
                found.push(format!("{place}: javascript:"));
            }
            if tag.starts_with("style") && !file.path.ends_with("/base.html") {
                found.push(format!("{place}: a second <style>"));
            }
        }
    }
    none(&found, "what the Content Security Policy refuses");
}

#[test]
fn every_picture_of_a_page_has_its_size_and_a_text() {
    let mut found = Vec::new();
    for file in templates() {
        let markup = template::markup(&file.text);
        for (at, piece) in template::pieces(&markup) {
            let Piece::Tag(tag) = piece else { continue };
            if !tag.starts_with("img") {
                continue;
            }
            let attributes = template::attributes(&tag);
            for wanted in ["alt", "width", "height"] {
                if !attributes.iter().any(|(name, _)| name == wanted) {
                    found.push(format!("{}:{}: {wanted}", file.path, line_of(&markup, at)));
                }
            }
        }
    }
    none(&found, "pictures that move the page or say nothing");
}

#[test]
fn rust_holds_no_sentence_for_people() {
    // The demo market's own texts are data; the samples of the nouns are for tests.
    let exempt = |path: &str| path.contains("/demo/") || path.ends_with("/samples.rs");
    let mut found = Vec::new();
    for file in product().into_iter().filter(|file| !exempt(&file.path)) {
        let text = rust::without_tests(&file.text);
        for literal in rust::literals(text) {
            // Letters that only people's words have; single signs are tables of letters and units.
            let foreign = |word: &str| {
                word.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count() > 0 && word.chars().count() > 3
            };
            if literal.text.split_whitespace().any(foreign) {
                found.push(format!("{}:{}: {}", file.path, line_of(text, literal.at), literal.text));
            }
        }
    }
    none(&found, "words for people in Rust");
}

#[test]
fn pages_and_messages_hold_no_english_sentence() {
    // What `/readyz` answers is for machines.
    let silent = ["crates/gateway/src/pages/shop/health.rs"];
    let speakers = [
        "crates/gateway/src/pages/",
        "crates/market/src/notices/",
        "crates/view/src/",
    ];
    let mut found = Vec::new();
    for file in product()
        .into_iter()
        .filter(|file| speakers.iter().any(|start| file.path.starts_with(start)))
    {
        if silent.contains(&file.path.as_str()) {
            continue;
        }
        let text = rust::without_tests(&file.text);
        for literal in rust::literals(text) {
            // What is logged, and what an error says to us, is English.
            let for_us = [
                "#[error(",
                "warn!(",
                "error!(",
                "info!(",
                "debug!(",
                "context(",
                "expect(",
                "reason = ",
                "other(",
                "Unreadable(",
                "Never(",
            ];
            let before: String = literal
                .before
                .chars()
                .rev()
                .take(60)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            let words = literal
                .text
                .split(' ')
                .filter(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic()))
                .count();
            let code = literal.text.contains(['<', '=', '{', ';', '(', '/']);
            if words >= 3 && !code && !for_us.iter().any(|mark| before.contains(mark)) {
                found.push(format!("{}:{}: {}", file.path, line_of(text, literal.at), literal.text));
            }
        }
    }
    none(&found, "sentences in Rust (they belong into frontend/locales)");
}

#[test]
fn styles_name_no_side_of_the_page_but_start_and_end() {
    let properties = [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "border-right",
        "border-top-left-radius",
        "border-top-right-radius",
        "border-bottom-left-radius",
        "border-bottom-right-radius",
        "scroll-margin-left",
        "scroll-margin-right",
        "scroll-padding-left",
        "scroll-padding-right",
        "left",
        "right",
    ];
    let mut found = Vec::new();
    for file in files("frontend/styles", &["css"]) {
        let text = without_comments(&file.text);
        for (at, declaration) in declarations(&text) {
            let Some((property, value)) = declaration.split_once(':') else {
                continue;
            };
            let (property, value) = (property.trim(), value.trim());
            let sided = properties.contains(&property)
                || (["text-align", "float", "clear"].contains(&property)
                    && ["left", "right"].iter().any(|side| value.starts_with(side)));
            if sided {
                found.push(format!("{}:{}: {property}: {value}", file.path, line_of(&text, at)));
            }
        }
    }
    none(&found, "sides that do not turn round in Arabic");
}

fn without_comments(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        let end = rest[at..].find("*/").map_or(rest.len(), |end| at + end + 2);
        out.extend(rest[at..end].chars().filter(|c| *c == '\n'));
        rest = &rest[end..];
    }
    out + rest
}

/// What stands between `{`, `;` and `}`.
fn declarations(css: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, byte) in css.bytes().enumerate() {
        if matches!(byte, b'{' | b';' | b'}') {
            if byte != b'{' {
                found.push((start, &css[start..at]));
            }
            start = at + 1;
        }
    }
    found
}
