//! The words: complete in every language, readable by Fluent, right in every plural form.
#![cfg(test)]

use kernel::Locale;
use std::collections::BTreeSet;
use view::{
    Arg,
    words::{error_key, faults, has, keys, plain, say, say_with, spoken},
};

#[test]
fn fluent_reads_every_line_and_no_key_is_written_twice() {
    for locale in Locale::ALL {
        assert_eq!(faults(locale), Vec::<String>::new());
    }
}

#[test]
fn the_three_languages_have_the_same_keys() {
    let french = keys(Locale::Fr);
    for locale in [Locale::Ar, Locale::En] {
        let theirs = keys(locale);
        let missing: BTreeSet<_> = french.difference(&theirs).collect();
        let extra: BTreeSet<_> = theirs.difference(&french).collect();
        assert!(missing.is_empty(), "{locale} lacks {missing:?}");
        assert!(extra.is_empty(), "French lacks {extra:?}");
    }
    let unknown: BTreeSet<_> = keys(Locale::Zgh).difference(&french).cloned().collect();
    assert!(unknown.is_empty(), "only Tamazight has {unknown:?}");
}

#[test]
fn arabic_counts_in_six_forms() {
    let days = |count: i64| plain(Locale::Ar, "count-days", &[("count", Arg::from(count))]);
    assert_eq!(days(0), "0\u{a0}أيام");
    assert_eq!(days(1), "يوم واحد");
    assert_eq!(days(2), "يومان");
    assert_eq!(days(3), "3\u{a0}أيام");
    assert_eq!(days(10), "10\u{a0}أيام");
    assert_eq!(days(11), "11\u{a0}يوما");
    assert_eq!(days(99), "99\u{a0}يوما");
    assert_eq!(days(100), "100\u{a0}يوم");
    assert_eq!(days(102), "102\u{a0}يوم");
    assert_eq!(days(103), "103\u{a0}أيام");
    assert_eq!(days(111), "111\u{a0}يوما");
    assert_eq!(days(201), "201\u{a0}يوم");
    assert_eq!(days(12_005), "12\u{202f}005\u{a0}أيام");
}

#[test]
fn french_and_english_count_in_their_own_way() {
    let days = |locale, count: i64| plain(locale, "count-days", &[("count", Arg::from(count))]);
    assert_eq!(days(Locale::Fr, 0), "0\u{a0}jour");
    assert_eq!(days(Locale::Fr, 2), "2\u{a0}jours");
    assert_eq!(days(Locale::En, 0), "0\u{a0}days");
    assert_eq!(days(Locale::En, 1), "1\u{a0}day");
}

#[test]
fn values_are_isolated_in_pages_and_bare_in_subjects() {
    let args = [("name", Arg::from("Tafat"))];
    assert!(say_with(Locale::Ar, "footer-who", &args).contains("\u{2068}Tafat\u{2069}"));
    assert!(plain(Locale::Ar, "footer-who", &args).contains(" Tafat."));
}

#[test]
fn large_numbers_in_sentences_are_grouped_and_years_are_not() {
    let say = |n: i64| plain(Locale::Fr, "form-too-long", &[("max", Arg::from(n))]);
    assert!(say(12_000).contains("12\u{202f}000"));
    assert!(say(2026).contains("2026"));
}

#[test]
fn tamazight_says_what_is_sure_and_falls_back_to_french() {
    assert_eq!(say(Locale::Zgh, "brand-first"), "ⵜⵉⵡⵉⵣⵉ");
    assert_eq!(say(Locale::Zgh, "nav-products"), say(Locale::Fr, "nav-products"));
    assert_eq!(spoken(Locale::Zgh, "nav-products"), Locale::Fr);
    assert!(!has(Locale::Zgh, "nav-products"));
}

#[test]
fn an_error_code_names_its_sentence() {
    assert_eq!(error_key("catalogue.out_of_stock"), "error-catalogue-out_of_stock");
}

#[test]
fn french_punctuation_never_stands_after_an_ordinary_space() {
    for key in keys(Locale::Fr) {
        let sentence = plain(Locale::Fr, &key, &[]);
        for mark in [" :", " ;", " !", " ?", " »", "« "] {
            assert!(!sentence.contains(mark), "{key}: {sentence}");
        }
    }
}
