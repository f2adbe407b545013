//! The words of every language, from `frontend/locales/{ar,fr,en,zgh}/*.ftl` (Fluent).
//!
//! A missing word falls back: Tamazight to French, Arabic and French to English, and at the very
//! last to its own key; a test keeps that from happening. Values put into a sentence are wrapped
//! in direction isolates (U+2068 … U+2069) so that a French name inside an Arabic sentence keeps
//! its order; [`plain`] leaves them out for subjects, short messages, titles and JSON.

use crate::files;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber};
use kernel::Locale;
use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock, OnceLock},
};
use unic_langid::{LanguageIdentifier, langid};

/// A value inside a sentence. A number also chooses the plural form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A name, a price already formatted, a code.
    Text(String),
    /// A count.
    Number(i64),
}

macro_rules! text_arg {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Arg {
            fn from(value: $kind) -> Self {
                Self::Text(value.to_string())
            }
        }
    )*};
}
text_arg!(
    String,
    &String,
    &&String,
    &str,
    &&str,
    &&&str,
    &Box<str>,
    &std::borrow::Cow<'_, str>
);

macro_rules! number_arg {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Arg {
            fn from(value: $kind) -> Self {
                Self::Number(i64::try_from(value).unwrap_or(i64::MAX))
            }
        }
        impl From<&$kind> for Arg {
            fn from(value: &$kind) -> Self {
                Self::from(*value)
            }
        }
        impl From<&&$kind> for Arg {
            fn from(value: &&$kind) -> Self {
                Self::from(**value)
            }
        }
    )*};
}
number_arg!(i64, i32, u8, u16, u32, u64, usize);

impl From<&Self> for Arg {
    fn from(value: &Self) -> Self {
        value.clone()
    }
}

type Bundle = FluentBundle<Arc<FluentResource>>;

struct Language {
    locale: Locale,
    isolating: Bundle,
    plain: Bundle,
    keys: BTreeSet<String>,
}

struct Languages {
    ar: Language,
    fr: Language,
    en: Language,
    zgh: Language,
}

/// The name of [`name_market`]: Latin, Arabic.
static NAME: OnceLock<(String, String)> = OnceLock::new();

static LANGUAGES: LazyLock<Languages> = LazyLock::new(|| Languages {
    ar: load(langid!("ar"), Locale::Ar),
    fr: load(langid!("fr"), Locale::Fr),
    en: load(langid!("en"), Locale::En),
    zgh: load(langid!("zgh"), Locale::Zgh),
});

/// The market's name where it is not the one of the locales: in Latin letters, and in Arabic letters if
/// it has one. It holds for the whole process; call it before the first page is made.
pub fn name_market(latin: &str, arabic: &str) {
    let arabic = if arabic.is_empty() { latin } else { arabic };
    // Only a second call fails, and then the first name stays.
    let _ = NAME.set((latin.to_owned(), arabic.to_owned()));
}

/// The sentence `key` without values.
pub fn say(locale: Locale, key: &str) -> String {
    find(locale, key, &[], true)
}

/// The sentence `key` with its values, each in its own direction.
pub fn say_with(locale: Locale, key: &str, args: &[(&str, Arg)]) -> String {
    find(locale, key, args, true)
}

/// The sentence `key` without direction isolates: for subjects, short messages, titles and JSON.
pub fn plain(locale: Locale, key: &str, args: &[(&str, Arg)]) -> String {
    find(locale, key, args, false)
}

/// Whether this very language has the sentence.
pub fn has(locale: Locale, key: &str) -> bool {
    language(locale).keys.contains(key)
}

/// Every key of this very language.
pub fn keys(locale: Locale) -> BTreeSet<String> {
    language(locale).keys.clone()
}

/// The key of the sentence for an error code: `order.not_found` → `error-order-not_found`.
pub fn error_key(code: &str) -> String {
    format!("error-{}", code.replace('.', "-"))
}

/// The language in which `key` will be said to a reader of `locale`.
pub fn spoken(locale: Locale, key: &str) -> Locale {
    chain(locale).iter().copied().find(|l| has(*l, key)).unwrap_or(locale)
}

/// What is wrong with the files: lines that Fluent could not read and keys written twice. For tests.
pub fn faults(locale: Locale) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, text) in sources(locale) {
        if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
            faults.extend(errors.iter().map(|e| format!("{locale}/{name}: {e}")));
        }
        for key in definitions(text) {
            if !seen.insert(key.clone()) {
                faults.push(format!("{locale}/{name}: {key} is written twice"));
            }
        }
    }
    faults
}

fn language(locale: Locale) -> &'static Language {
    match locale {
        Locale::Ar => &LANGUAGES.ar,
        Locale::Fr => &LANGUAGES.fr,
        Locale::En => &LANGUAGES.en,
        Locale::Zgh => &LANGUAGES.zgh,
    }
}

fn sources(locale: Locale) -> &'static [(&'static str, &'static str)] {
    match locale {
        Locale::Ar => files::WORDS_AR,
        Locale::Fr => files::WORDS_FR,
        Locale::En => files::WORDS_EN,
        Locale::Zgh => files::WORDS_ZGH,
    }
}

fn chain(locale: Locale) -> &'static [Locale] {
    match locale {
        Locale::Ar => &[Locale::Ar, Locale::Fr, Locale::En],
        Locale::Fr => &[Locale::Fr, Locale::En],
        Locale::En => &[Locale::En, Locale::Fr],
        Locale::Zgh => &[Locale::Zgh, Locale::Fr, Locale::En],
    }
}

fn find(locale: Locale, key: &str, args: &[(&str, Arg)], isolating: bool) -> String {
    chain(locale)
        .iter()
        .find_map(|l| sentence(language(*l), key, args, isolating))
        .unwrap_or_else(|| key.to_owned())
}

fn sentence(language: &Language, key: &str, args: &[(&str, Arg)], isolating: bool) -> Option<String> {
    let bundle = if isolating {
        &language.isolating
    } else {
        &language.plain
    };
    let pattern = bundle.get_message(key)?.value()?;
    let values = (!args.is_empty()).then(|| {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Text(text) => values.set(*name, text.as_str()),
                Arg::Number(number) => values.set(*name, count(language.locale, *number)),
            }
        }
        values
    });
    // A value that is missing shows as its name in braces; that beats an empty page.
    let mut faults = Vec::new();
    Some(
        bundle
            .format_pattern(pattern, values.as_ref(), &mut faults)
            .into_owned(),
    )
}

fn load(id: LanguageIdentifier, locale: Locale) -> Language {
    let mut isolating = empty_bundle(id.clone(), locale);
    let mut plain = empty_bundle(id, locale);
    plain.set_use_isolating(false);
    let mut keys = BTreeSet::new();
    for (_, text) in sources(locale) {
        // What Fluent cannot read is left out, and `faults` tells the tests.
        let resource = match FluentResource::try_new((*text).to_owned()) {
            Ok(resource) | Err((resource, _)) => Arc::new(resource),
        };
        let _ = isolating.add_resource(Arc::clone(&resource));
        let _ = plain.add_resource(resource);
        keys.extend(definitions(text).filter(|key| plain.has_message(key)));
    }
    if let Some(own) = NAME.get().and_then(|(latin, arabic)| own_name(locale, latin, arabic)) {
        isolating.add_resource_overriding(Arc::clone(&own));
        plain.add_resource_overriding(own);
    }
    Language {
        locale,
        isolating,
        plain,
        keys,
    }
}

/// The words that name the market, for a market with a name of its own.
fn own_name(locale: Locale, latin: &str, arabic: &str) -> Option<Arc<FluentResource>> {
    let (first, second) = if locale == Locale::Ar {
        (arabic, latin)
    } else {
        (latin, arabic)
    };
    let second = if first == second { "" } else { second };
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let (first, second) = (quoted(first), quoted(second));
    let text =
        format!("site-name = {{ \"{first}\" }}\nbrand-first = {{ site-name }}\nbrand-second = {{ \"{second}\" }}\n");
    FluentResource::try_new(text).ok().map(Arc::new)
}

fn empty_bundle(id: LanguageIdentifier, locale: Locale) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Plain function pointers cannot carry the language along, hence one for each.
    bundle.set_formatter(Some(match locale {
        Locale::Ar => |value, _| number(Locale::Ar, value),
        Locale::Fr => |value, _| number(Locale::Fr, value),
        Locale::En => |value, _| number(Locale::En, value),
        Locale::Zgh => |value, _| number(Locale::Zgh, value),
    }));
    bundle
}

/// The keys that stand at the start of a line.
fn definitions(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let starts_well = key.starts_with(|c: char| c.is_ascii_alphabetic());
        starts_well.then(|| key.trim_end().to_owned())
    })
}

/// A count as Fluent wants it. The plural rules below it forget that Arabic looks at the last two
/// digits only (103 counts like 3, 102 like 100), so a large count stands in for one that they get
/// right and carries its true digits along, for [`number`] to show.
fn count(locale: Locale, count: i64) -> FluentNumber {
    let plain = FluentNumber::from(count);
    if locale != Locale::Ar || count.unsigned_abs() < 100 {
        return plain;
    }
    let like = match count.unsigned_abs() % 100 {
        0..=2 => 100,
        last => last,
    };
    let mut number = FluentNumber::from(like);
    number.options.currency = Some(count.to_string());
    number
}

fn number(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    // Whole numbers only ever come in; Fluent keeps them as floats, exact up to 2^53.
    let digits = number
        .options
        .currency
        .clone()
        .unwrap_or_else(|| number.as_string().into_owned());
    digits.parse().ok().map(|whole| crate::format::number(locale, whole))
}
