//! Markup made here: cleaned legal texts, bands, icons, messages, the frame.
#![cfg(test)]

use askama::Template;
use kernel::{Locale, Texts};
use view::{Chrome, band::band, legal, mail_text::NoticeMail};

#[derive(Template)]
#[template(
    source = "{% extends \"base.html\" %}{% block main %}<h1>{{ c.title }}</h1>{% endblock %}",
    ext = "html"
)]
struct Page {
    c: Chrome,
}

#[test]
fn legal_texts_are_cleaned_and_keep_their_direction() {
    let html = legal::html(
        "# Titre\n\n<p dir=\"rtl\" lang=\"ar\">نص</p><script>alert(1)</script><img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))",
    );
    let html = html.as_str();
    assert!(html.contains("<h2>Titre</h2>"));
    assert!(html.contains("dir=\"rtl\"") && html.contains("lang=\"ar\""));
    assert!(!html.contains("script") && !html.contains("<img") && !html.contains("onerror"));
}

#[test]
fn a_band_depends_on_its_seed_alone() {
    assert_eq!(band(b"one"), band(b"one"));
    assert_ne!(band(b"one"), band(b"two"));
    assert!(!band(b"one").as_str().contains("style="));
}

#[test]
fn the_frame_has_its_language_direction_and_alternates() {
    let c = Chrome::new(Locale::Ar, "زيت <أركان>")
        .with_path("/products/x")
        .with_index("وصف")
        .with_public_url("https://market.example")
        .with_demo(true)
        .with_json_ld(&serde_json::json!({ "name": "</script><b>" }));
    let html = Page { c }.render().unwrap();
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(html.contains("<link rel=\"canonical\" href=\"https://market.example/ar/products/x\">"));
    assert!(html.contains("hreflang=\"x-default\" href=\"https://market.example/fr/products/x\""));
    assert!(html.contains("\\u003c/script>"));
    assert!(!html.contains("زيت <أركان>"), "titles are escaped");
    assert!(
        !html.contains("style=\""),
        "the content policy refuses style attributes"
    );
    assert_eq!(html.matches("<style>").count(), 1);
    assert!(!html.contains("noindex"));
}

#[test]
fn every_word_of_the_frame_exists() {
    for locale in Locale::ALL {
        for viewer in [view::Viewer::Anyone, view::Viewer::Admin] {
            let html = Page {
                c: Chrome::new(locale, "x").with_path("/x").with_viewer(viewer),
            }
            .render()
            .unwrap();
            for prefix in [">nav-", ">footer-", "\"nav-", ">form-", "\"footer-"] {
                assert!(!html.contains(prefix), "{locale}: a key stands in the page ({prefix})");
            }
            assert!(html.contains("noindex"));
        }
    }
}

#[test]
fn a_tamazight_page_says_that_it_is_in_french() {
    let html = Page {
        c: Chrome::new(Locale::Zgh, "x"),
    }
    .render()
    .unwrap();
    assert!(html.contains("<html lang=\"zgh\" dir=\"ltr\">"));
    assert!(html.contains("<main id=\"main\" lang=\"fr\">"));
    assert!(html.contains("Cette page est affichée en français"));
}

#[test]
fn texts_say_which_language_they_are_in() {
    let c = Chrome::new(Locale::Ar, "x");
    let texts = Texts {
        fr: Some("Miel".into()),
        ..Texts::default()
    };
    assert_eq!((c.pick(&texts), c.pick_lang(&texts)), ("Miel", "fr"));
}

#[test]
fn a_message_is_written_twice_and_escaped() {
    let mail = NoticeMail {
        locale: Locale::Ar,
        subject: "طلبك <b>".into(),
        paragraphs: vec!["شكرا".into()],
        facts: vec![("المجموع".into(), "130\u{a0}درهم".into())],
        action: Some(("طلبي".into(), "https://market.example/ar/orders/1?t=a&b".into())),
        signature: vec!["Tiwizi".into()],
    };
    let (html, text) = mail.render().unwrap();
    assert!(html.contains("dir=\"rtl\"") && html.contains("align=\"right\""));
    assert!(!html.contains("طلبك <b>"));
    assert!(text.contains("المجموع: 130\u{a0}درهم"));
    assert!(text.contains("https://market.example/ar/orders/1?t=a&b"));
    assert!(text.ends_with("-- \nTiwizi\n"));
}
