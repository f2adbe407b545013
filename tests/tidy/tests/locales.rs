//! The words of the market: complete, used, and in the shape each language needs.
#![cfg(test)]

use kernel::Locale;
use std::collections::{BTreeMap, BTreeSet};
use tidy_tests::{File, files, line_of, none, product, rust, template, words};

/// Keys whose end is known only at run time, and where it comes from.
const COMPOSED: &[(&str, &str)] = &[
    ("error-", "the code of an error, or its kind"),
    (
        "notice-",
        "the name of a notice and the part of it: market/src/notices/words.rs",
    ),
];

/// Latin in Arabic on purpose: the name of the market in its other script, and the language of that; numbers that papers
/// and banks call by these letters in every language.
const LATIN_IN_ARABIC: &[&str] = &["brand-second", "brand-second-lang", "paper-ice", "paper-rib"];

/// Text literals of templates that look like keys and are not: words of HTML.
const HTML_WORDS: &[&str] = &[
    "address-line1",
    "address-level1",
    "address-level2",
    "current-password",
    "family-name",
    "given-name",
    "new-password",
    "off",
    "one-time-code",
    "postal-code",
    "street-address",
    "tel-national",
];

/// The same elsewhere: parts of fields, jobs, files and addresses whose first word is also a key's.
const NOT_KEYS: &[&str] = &[
    "order-find",
    "sign-in",
    "photo-worker",
    "price-desc",
    "hand-over",
    "told-twice",
    "currency-unchecked",
    "cart-unlocked",
];

/// Calls whose first text is the name of a section of the navigation.
const SECTIONS: &[&str] = &["with_section(", "entry("];

fn keys() -> BTreeSet<String> {
    Locale::COMPLETE
        .into_iter()
        .flat_map(|locale| words::language(locale).sentences.into_keys())
        .collect()
}

/// `thing-part`, perhaps with more parts.
fn looks_like_a_key(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    text.contains('-') && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('-').all(part)
}

/// Whether some key goes on where `start` ends: `sell-state`, with the state's code to follow.
fn begins_a_key(start: &str, keys: &BTreeSet<String>) -> bool {
    let composed = COMPOSED.iter().map(|(before, _)| format!("{before}{start}"));
    composed
        .chain([format!("{start}-")])
        .any(|start| keys.iter().any(|key| key.starts_with(&start)))
}

fn family(key: &str) -> &str {
    key.split('-').next().unwrap_or(key)
}

/// Names of pictures, icons and scripts, which stand beside keys in templates.
fn names_of_files() -> BTreeSet<String> {
    let mut found = files("frontend/icons", &["svg", "png"]);
    found.extend(files("frontend/scripts", &["js"]));
    found
        .iter()
        .filter_map(|file| Some(file.path.rsplit('/').next()?.split('.').next()?.to_owned()))
        .collect()
}

/// Where people's words are asked for: pages, messages, and the errors of the nouns behind them.
fn speakers() -> Vec<File> {
    let mut files = product();
    files.retain(|file| !file.path.starts_with("crates/server/"));
    for file in &mut files {
        file.text = rust::without_tests(&file.text).to_owned();
    }
    files
}

fn templates() -> Vec<File> {
    files("frontend/templates", &["html", "txt", "xml"])
}

/// Every text literal of Rust and of templates, with the file and line it stands on.
fn literals() -> Vec<(String, rust::Literal)> {
    let mut found = Vec::new();
    for file in speakers() {
        for literal in rust::literals(&file.text) {
            found.push((format!("{}:{}", file.path, line_of(&file.text, literal.at)), literal));
        }
    }
    for file in templates() {
        for (at, code) in template::expressions(&file.text) {
            for literal in rust::literals(&code) {
                found.push((format!("{}:{}", file.path, line_of(&file.text, at)), literal));
            }
        }
    }
    found
}

#[test]
fn fluent_reads_every_line_and_no_key_is_written_twice() {
    let faults: Vec<String> = Locale::ALL
        .into_iter()
        .flat_map(|locale| words::language(locale).faults)
        .collect();
    none(&faults, "faults in frontend/locales");
}

#[test]
fn every_language_has_the_same_keys_in_the_same_files() {
    let languages = words::complete();
    let places: BTreeSet<(String, String)> = languages
        .values()
        .flat_map(|language| {
            language
                .sentences
                .iter()
                .map(|(key, sentence)| (sentence.file.clone(), key.clone()))
        })
        .collect();
    let mut found = Vec::new();
    for (file, key) in &places {
        let lacking: Vec<&str> = languages
            .iter()
            .filter(|(_, language)| {
                language
                    .sentences
                    .get(key)
                    .is_none_or(|sentence| sentence.file != *file)
            })
            .map(|(locale, _)| locale.code())
            .collect();
        if !lacking.is_empty() {
            found.push(format!("{file}.ftl {key}: not in {}", lacking.join(", ")));
        }
    }
    // Tamazight has what is sure and falls back for the rest, but it has nothing of its own.
    let strangers = words::language(Locale::Zgh)
        .sentences
        .into_keys()
        .filter(|key| !places.iter().any(|(_, known)| known == key));
    found.extend(strangers.map(|key| format!("{key}: only in zgh")));
    none(&found, "keys that a language lacks");
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let keys = keys();
    let families: BTreeSet<&str> = keys.iter().map(|key| family(key)).collect();
    let files = names_of_files();
    let asks = [
        "t(",
        "tn(",
        "t2(",
        "t3(",
        "say(locale, ",
        "say(*lang, ",
        "plain(locale, ",
        "plain(*lang, ",
    ];
    let mut found = Vec::new();
    for (place, literal) in literals() {
        let text = literal.text.as_str();
        if keys.contains(text) || files.contains(text) {
            continue;
        }
        let in_template = place.starts_with("frontend/");
        let asked = asks
            .iter()
            .any(|ask| literal.before.ends_with(&format!(".{ask}")) || literal.before.ends_with(&format!("::{ask}")));
        let section = SECTIONS.iter().any(|call| literal.before.trim_end().ends_with(call));
        let unknown = if asked {
            !text.is_empty()
        } else if section {
            false
        } else if in_template {
            looks_like_a_key(text) && !HTML_WORDS.contains(&text) && !NOT_KEYS.contains(&text)
        } else {
            // In Rust, only what begins like a key of ours: headers and media types look like keys too.
            looks_like_a_key(text)
                && families.contains(family(text))
                && !NOT_KEYS.contains(&text)
                && !begins_a_key(text, &keys)
        };
        if unknown {
            found.push(format!("{place}: {text}"));
        }
    }
    none(
        &found,
        "keys that no language has (or, if it is no key: HTML_WORDS and NOT_KEYS in this test)",
    );
}

#[test]
fn every_key_is_used() {
    let literals = literals();
    let used: BTreeSet<&str> = literals.iter().map(|(_, literal)| literal.text.as_str()).collect();
    // `format!("unit-{unit}")` uses every key that begins so, and so does `"sell-unit"` with a code to follow.
    let begun: BTreeSet<String> = used
        .iter()
        .filter_map(|text| match text.split_once('{') {
            Some((start, _)) => start.ends_with('-').then(|| start.to_owned()),
            None => looks_like_a_key(text).then(|| format!("{text}-")),
        })
        .collect();
    let composed = |key: &str| {
        COMPOSED.iter().any(|(start, _)| key.starts_with(start)) || begun.iter().any(|start| key.starts_with(start))
    };
    let unused: Vec<String> = keys()
        .into_iter()
        .filter(|key| !used.contains(key.as_str()) && !composed(key))
        .collect();
    none(&unused, "keys that nobody asks for");
}

/// Every `"crate.what"` in the `fn code` of an error and in the door's own refusals.
fn codes() -> BTreeMap<String, String> {
    // `mail` and `job` fail behind people's backs: in the log, and again later.
    let crates = [
        "catalogue",
        "http",
        "identity",
        "ledger",
        "market",
        "media",
        "order",
        "paper",
        "payment",
        "store",
    ];
    let mut found = BTreeMap::new();
    for file in speakers() {
        for literal in rust::literals(&file.text) {
            let Some((start, end)) = literal.text.split_once('.') else {
                continue;
            };
            let is_code = crates.contains(&start)
                && !end.is_empty()
                && end.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
                // The other literals of this shape: kinds of jobs, keys of the configuration.
                && (file.path.ends_with("error.rs") || start == "http" || literal.before.contains("Failure::new("));
            if is_code {
                found
                    .entry(literal.text.clone())
                    .or_insert_with(|| format!("{}:{}", file.path, line_of(&file.text, literal.at)));
            }
        }
    }
    found
}

#[test]
fn every_error_has_its_sentence_in_every_language() {
    let languages = words::complete();
    let codes = codes();
    assert!(codes.len() > 50, "the errors of the house are found: {codes:?}");
    let mut found = Vec::new();
    for (code, place) in &codes {
        let key = view::words::error_key(code);
        let lacking: Vec<&str> = languages
            .iter()
            .filter(|(_, l)| !l.sentences.contains_key(&key))
            .map(|(locale, _)| locale.code())
            .collect();
        if !lacking.is_empty() {
            found.push(format!("{key} ({place}): not in {}", lacking.join(", ")));
        }
    }
    none(&found, "errors without a sentence");
}

#[test]
fn every_sentence_about_an_error_has_its_error() {
    let codes: BTreeSet<String> = codes().keys().map(|code| view::words::error_key(code)).collect();
    let used = literals();
    let used: BTreeSet<&str> = used.iter().map(|(_, literal)| literal.text.as_str()).collect();
    let by_kind = |key: &str| key.starts_with("error-title-") || key.starts_with("error-text-");
    let idle: Vec<String> = keys()
        .into_iter()
        .filter(|key| {
            key.starts_with("error-") && !by_kind(key) && !codes.contains(key) && !used.contains(key.as_str())
        })
        .collect();
    none(&idle, "sentences about errors that do not exist");
}

#[test]
fn a_sentence_about_an_error_takes_no_values() {
    // The error page and the API say it knowing the code alone.
    let codes: BTreeSet<String> = codes().keys().map(|code| view::words::error_key(code)).collect();
    let found: Vec<String> = words::language(Locale::Fr)
        .sentences
        .iter()
        .filter(|(key, sentence)| codes.contains(*key) && !sentence.values.is_empty())
        .map(|(key, sentence)| format!("{}.ftl {key}: {:?}", sentence.file, sentence.values))
        .collect();
    none(&found, "sentences about errors that would show their braces");
}

#[test]
fn a_sentence_takes_the_same_values_in_every_language() {
    let languages = words::complete();
    let french = &languages[&Locale::Fr];
    let mut found = Vec::new();
    for (locale, language) in &languages {
        for (key, sentence) in &language.sentences {
            if let Some(other) = french.sentences.get(key)
                && other.values != sentence.values
            {
                found.push(format!(
                    "{key}: {locale} takes {:?}, fr {:?}",
                    sentence.values, other.values
                ));
            }
        }
    }
    none(&found, "sentences with other values");
}

#[test]
fn arabic_is_written_in_arabic() {
    let found: Vec<String> = words::language(Locale::Ar)
        .sentences
        .iter()
        .filter(|(key, sentence)| {
            let letters = |is: fn(char) -> bool| sentence.text.chars().any(is);
            letters(|c| c.is_ascii_alphabetic())
                && !letters(|c| ('\u{0621}'..='\u{064A}').contains(&c))
                && !LATIN_IN_ARABIC.contains(&key.as_str())
        })
        .map(|(key, sentence)| format!("{key} = {}", sentence.text.trim()))
        .collect();
    none(&found, "Arabic without an Arabic letter");
}

#[test]
fn a_plural_has_two_forms_in_french_and_english_and_six_in_arabic() {
    let languages = words::complete();
    let counts: BTreeSet<&String> = languages[&Locale::Fr]
        .sentences
        .iter()
        .filter(|(_, sentence)| sentence.choices.iter().any(|choice| choice.contains("one")))
        .map(|(key, _)| key)
        .collect();
    let mut found = Vec::new();
    for (locale, language) in &languages {
        let forms: &[&str] = match locale {
            Locale::Ar => &["zero", "one", "two", "few", "many", "other"],
            _ => &["one", "other"],
        };
        for key in &counts {
            let Some(sentence) = language.sentences.get(*key) else {
                continue;
            };
            let offered: BTreeSet<&str> = sentence.choices.iter().flatten().map(String::as_str).collect();
            let lacking: Vec<&str> = forms.iter().copied().filter(|form| !offered.contains(form)).collect();
            if !lacking.is_empty() {
                found.push(format!(
                    "{locale}/{}.ftl {key}: lacks {}",
                    sentence.file,
                    lacking.join(", ")
                ));
            }
        }
    }
    none(&found, "plurals without all their forms");
}

#[test]
fn french_keeps_its_punctuation_on_the_line() {
    let mut found = Vec::new();
    for (key, sentence) in words::language(Locale::Fr).sentences {
        let characters: Vec<char> = sentence.text.chars().collect();
        for (at, sign) in characters.iter().enumerate() {
            let before = at
                .checked_sub(1)
                .and_then(|at| characters.get(at))
                .copied()
                .unwrap_or('\n');
            let ends_a_word = characters.get(at + 1).is_none_or(|next| next.is_whitespace());
            let well = match sign {
                ':' => before == '\u{00A0}' || before == '\u{202F}',
                ';' | '!' | '?' => before == '\u{202F}',
                _ => true,
            };
            if ends_a_word && !well {
                found.push(format!("{}.ftl {key}: {:?} before {sign}", sentence.file, before));
            }
        }
    }
    none(
        &found,
        "French signs that may begin a line (U+202F before ; ! ?, U+00A0 before :)",
    );
}
