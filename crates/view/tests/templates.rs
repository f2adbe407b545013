//! What templates name must exist: a drawing, a script, a macro's picture. And what the content
//! policy refuses must not stand in them.
#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
};
use view::assets;

fn templates() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/templates")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                found.push((path, text));
            }
        }
    }
    found
}

/// Every literal that follows `before` up to the next quotation mark.
fn named<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split('"').next())
}

#[test]
fn every_drawing_and_script_that_a_template_names_exists() {
    for (path, text) in templates() {
        for before in ["c.icon(\"", "c.picture(\"", "icon=\"", "picture=\""] {
            for name in named(&text, before).filter(|name| !name.is_empty()) {
                assert!(assets::drawing(name).is_some(), "{}: no drawing {name}", path.display());
            }
        }
        for name in named(&text, "c.script(\"") {
            assert!(
                !assets::url(&format!("{name}.js")).is_empty(),
                "{}: no script {name}",
                path.display()
            );
        }
    }
}

#[test]
fn templates_hold_nothing_that_the_content_policy_refuses() {
    for (path, text) in templates() {
        if path.components().any(|part| part.as_os_str() == "emails") {
            continue;
        }
        let attribute = |name: &str| text.contains(&format!(" {name}=\""));
        for name in ["onclick", "onchange", "onsubmit", "oninput", "onload"] {
            assert!(!attribute(name), "{}: {name}", path.display());
        }
        // `style="tiles"` is a macro's argument, always behind a comma.
        let styled = text
            .match_indices(" style=\"")
            .any(|(at, _)| !text[..at].ends_with(','));
        assert!(!styled, "{}: a style attribute", path.display());
        let inline = text.match_indices("<script").any(|(at, _)| {
            let tag = text[at..].split('>').next().unwrap_or_default();
            !tag.contains("src=") && !tag.contains("application/ld+json")
        });
        assert!(!inline, "{}: an inline script", path.display());
    }
}
