//! What pages load: every name leads somewhere, the budgets hold, the style sheet keeps its rules.
#![cfg(test)]

use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::Locale;
use sha2::{Digest, Sha256};
use view::{Chrome, Viewer, assets};

#[test]
fn every_address_leads_to_its_file_and_names_its_content() {
    for name in assets::names() {
        let url = assets::url(name);
        let path = url.strip_prefix("/a/").expect("addresses begin with /a/");
        let asset = assets::get(path).expect("the file is there");
        assert!(!asset.plain.is_empty(), "{name}");
        assert!(url.len() > name.len() + 10, "{url} carries no hash");
    }
    assert!(
        assets::get("form.js").is_none(),
        "a name without its hash must not be cached for ever"
    );
    assert_eq!(assets::url("nothing.js"), "");
}

#[test]
fn texts_are_kept_compressed_and_fonts_are_not() {
    for (name, asset) in assets::all() {
        let text = !matches!(asset.content_type, "font/woff2" | "image/png");
        assert_eq!(asset.brotli().is_some(), text, "{name}");
        assert_eq!(asset.gzip().is_some(), text, "{name}");
    }
}

#[test]
fn the_policy_hash_is_that_of_the_style_sheet() {
    let hash = STANDARD.encode(Sha256::digest(assets::style().as_bytes()));
    assert_eq!(assets::style_csp_hash(), format!("'sha256-{hash}'"));
}

#[test]
fn the_style_sheet_is_small_and_every_file_it_names_exists() {
    let size = assets::brotli(assets::style().as_bytes()).len();
    assert!(size < 6 * 1024, "{size} bytes of style");
    for part in assets::style().split("url(").skip(1) {
        let address = part.split(')').next().expect("a closing bracket");
        let path = address.strip_prefix("/a/").expect("files of our own");
        assert!(assets::get(path).is_some(), "{address}");
    }
    assert!(!assets::style().contains("</"), "it must not end its own element");
}

#[test]
fn scripts_are_small() {
    let mut whole = 0;
    for (name, asset) in assets::all().filter(|(name, _)| name.ends_with(".js")) {
        let size = asset.brotli().map_or(asset.plain.len(), <[u8]>::len);
        assert!(size < 2048, "{name}: {size} bytes");
        whole += size;
    }
    assert!(whole < 8 * 1024, "{whole} bytes of scripts");
}

#[test]
fn the_style_sheet_knows_no_physical_sides() {
    for word in assets::style().split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
        let sided = word.ends_with("-left") || word.ends_with("-right") || word == "left" || word == "right";
        assert!(!sided, "{word}");
        assert!(
            word != "float" && word != "letter-spacing" && word != "italic",
            "{word}"
        );
    }
    for rule in ["width:", "height:", "top:", "bottom:"] {
        let physical = assets::style().match_indices(rule).any(|(at, _)| {
            let before = assets::style()[..at].chars().next_back();
            // `min-width` of a media query has no logical form.
            before.is_some_and(|c| c == ' ' || c == '{' || c == ';')
        });
        assert!(!physical, "{rule}");
    }
}

#[test]
fn every_navigation_entry_has_its_icon_and_word() {
    let seller = Viewer::Seller {
        cooperative_name: "x".into(),
        root: "/sell/1".into(),
    };
    for viewer in [Viewer::Anyone, Viewer::Person, seller, Viewer::Admin] {
        let c = Chrome::new(Locale::Fr, "x").with_viewer(viewer);
        for entry in c.nav().iter().chain(c.own_nav()) {
            assert!(assets::drawing(entry.icon).is_some(), "{}", entry.icon);
            assert!(view::words::has(Locale::Fr, entry.key), "{}", entry.key);
        }
    }
}

#[test]
fn drawings_carry_no_style_attribute_and_no_script() {
    for name in assets::drawings() {
        let svg = assets::drawing(name).expect("it is listed");
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"), "{name}");
        assert!(
            !svg.contains("style") && !svg.contains("<script") && !svg.contains("http://www.w3.org/1999"),
            "{name}"
        );
    }
}

/// Relative luminance and contrast as WCAG 2 defines them.
#[allow(
    clippy::float_arithmetic,
    clippy::expect_used,
    reason = "the definition is in floats, and this is a test"
)]
mod contrast {
    use std::collections::BTreeMap;
    use view::assets;

    fn luminance(hex: &str) -> f64 {
        let wide: String = if hex.len() == 4 {
            hex[1..].chars().flat_map(|c| [c, c]).collect()
        } else {
            hex[1..].to_owned()
        };
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&wide[at..at + 2], 16).expect("a hexadecimal colour")) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    fn ratio(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn tokens(block: &str) -> BTreeMap<&str, &str> {
        let body = block.split_once('{').expect("a rule").1;
        let body = body.split_once('}').expect("its end").0;
        body.split(';')
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim(), value.trim()))
            .filter(|(name, value)| name.starts_with("--") && value.starts_with('#') && value.len() <= 7)
            .collect()
    }

    #[test]
    fn text_keeps_its_contrast_in_the_light_and_in_the_dark() {
        let css = assets::style();
        let light = tokens(&css[css.find(":root").expect("tokens")..]);
        let at = css.find("prefers-color-scheme:dark").expect("dark tokens");
        let mut dark = light.clone();
        dark.extend(tokens(&css[at + css[at..].find(":root").expect("dark tokens")..]));
        for (scheme, colours) in [("light", light), ("dark", dark)] {
            for (text, grounds) in [
                (
                    "--ink",
                    &["--paper", "--card", "--mint", "--sun", "--rose", "--sky"][..],
                ),
                ("--soft", &["--paper", "--card", "--mint"]),
                ("--green", &["--paper", "--card", "--mint"]),
                ("--clay", &["--paper", "--card", "--rose"]),
                ("--blue", &["--paper", "--card", "--sky"]),
                ("--on-green", &["--green"]),
            ] {
                for ground in grounds {
                    let found = ratio(colours[text], colours[ground]);
                    assert!(found >= 4.5, "{scheme}: {text} on {ground} is {found:.2}");
                }
            }
            for (edge, ground) in [("--edge", "--card"), ("--edge", "--paper"), ("--blue", "--paper")] {
                let found = ratio(colours[edge], colours[ground]);
                assert!(found >= 3.0, "{scheme}: {edge} on {ground} is {found:.2}");
            }
            assert!(
                ratio("#ffffff", colours["--deep"]) >= 4.5,
                "{scheme}: white on the hero"
            );
            assert!(
                ratio("#23201a", colours["--saffron"]) >= 4.5,
                "{scheme}: ink on saffron"
            );
        }
    }
}
