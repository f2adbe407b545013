//! Forms: what was typed stays, what is wrong is said once beside its field.
#![cfg(test)]

use kernel::{Locale, Money};
use view::{Chrome, Form};

fn form(pairs: &[(&str, &str)]) -> Form {
    Form::from_pairs(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())))
}

fn keys(f: &Form) -> Vec<&str> {
    f.errors().iter().map(|e| e.key.as_str()).collect()
}

#[test]
fn clean_fields_become_clean_values() {
    let mut f = form(&[
        ("name", "  Fatima   Aït "),
        ("phone", "٠٦ ١٢ ٣٤ ٥٦ ٧٨"),
        ("mail", "Nom@Example.COM"),
        ("price", "1 250,50"),
        ("stock", "١٢"),
        ("pay", "cash"),
        ("note", ""),
    ]);
    assert_eq!(f.line("name", 80).as_deref(), Some("Fatima Aït"));
    assert_eq!(f.phone("phone", false).unwrap().as_str(), "+212612345678");
    assert_eq!(f.email("mail").as_deref(), Some("Nom@example.com"));
    assert_eq!(f.money("price"), Some(Money::mad(125_050)));
    assert_eq!(f.integer("stock", 1, 20), Some(12));
    assert_eq!(f.one_of("pay", &["cash", "card"]).as_deref(), Some("cash"));
    assert_eq!(f.optional_line("note", 80), None);
    assert_eq!(f.optional_email("absent"), None);
    assert!(f.is_ok());
}

#[test]
fn each_fault_has_its_own_sentence_in_every_language() {
    let long = "x".repeat(50);
    let mut f = form(&[
        ("empty", " "),
        ("long", &long),
        ("control", "a\u{0}b"),
        ("bidi", "a\u{202e}b"),
        ("phone", "12"),
        ("mail", "a@b"),
        ("price", "-5"),
        ("stock", "1.5"),
        ("pay", "gold"),
        ("twice", "a"),
        ("twice", "b"),
    ]);
    f.line("empty", 9);
    f.line("long", 9);
    f.line("control", 9);
    f.paragraph("bidi", 9);
    f.phone("phone", true);
    f.email("mail");
    f.money("price");
    f.integer("stock", 0, 9);
    f.one_of("pay", &["cash"]);
    f.line("twice", 9);
    assert_eq!(
        keys(&f),
        [
            "form-empty",
            "form-too-long",
            "form-control",
            "form-bidi",
            "form-phone",
            "form-email",
            "form-money",
            "form-integer",
            "form-choice",
            "form-duplicate"
        ]
    );
    for locale in Locale::COMPLETE {
        let c = Chrome::new(locale, "x");
        for (field, sentence) in f.error_lines(&c) {
            assert!(
                !sentence.starts_with("form-") && !sentence.contains('{'),
                "{locale} {field}: {sentence}"
            );
        }
    }
    assert_eq!(f.value("price"), "-5", "what was typed stays");
    assert!(!f.is_ok());
}

#[test]
fn numbers_outside_their_bounds_are_refused() {
    for typed in ["-1", "0", "21", "1.5", "1e3", "99999999999999999999", "abc", "+5"] {
        let mut f = form(&[("n", typed)]);
        assert_eq!(f.integer("n", 1, 20), None, "{typed}");
        assert_eq!(keys(&f), ["form-integer"], "{typed}");
    }
}

#[test]
fn addresses_that_cannot_exist_are_refused() {
    for typed in [
        "a",
        "@b.c",
        "a@",
        "a@b",
        "a b@c.d",
        "a..b@c.d",
        ".a@c.d",
        "a@-c.d",
        "a@c..d",
        "é@c.d",
        "a@b@c\n.d",
    ] {
        let mut f = form(&[("mail", typed)]);
        assert_eq!(f.email("mail"), None, "{typed}");
    }
}

#[test]
fn a_form_filled_from_the_store_shows_what_is_stored() {
    let mut f = Form::default();
    f.set("name", "Tafat");
    f.set_all("allergens", ["milk".to_owned(), "nuts".to_owned()]);
    assert_eq!(f.value("name"), "Tafat");
    assert!(f.checked("allergens", "nuts") && !f.checked("allergens", "fish"));
}
