//! The languages of the market, and texts that exist in some of them.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A language of the pages and messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Arabic, as written in Morocco; right to left.
    #[default]
    Ar,
    /// French.
    Fr,
    /// English.
    En,
    /// Standard Moroccan Tamazight in Tifinagh; left to right.
    Zgh,
}

impl Locale {
    /// The languages that are complete; links between languages show these.
    pub const COMPLETE: [Self; 3] = [Self::Ar, Self::Fr, Self::En];
    /// Every language that can stand in a path.
    pub const ALL: [Self; 4] = [Self::Ar, Self::Fr, Self::En, Self::Zgh];

    /// The code in paths, `lang` attributes and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Fr => "fr",
            Self::En => "en",
            Self::Zgh => "zgh",
        }
    }

    /// `rtl` or `ltr`.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            Self::Fr | Self::En | Self::Zgh => "ltr",
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Locale {
    type Err = UnknownLocale;
    fn from_str(code: &str) -> Result<Self, UnknownLocale> {
        Self::ALL.into_iter().find(|l| l.code() == code).ok_or(UnknownLocale)
    }
}

/// The code names no language of the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such language")]
pub struct UnknownLocale;

/// One text in the languages somebody wrote it in. Empty texts do not exist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Texts {
    /// Arabic.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ar: Option<String>,
    /// French.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fr: Option<String>,
    /// English.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub en: Option<String>,
}

impl Texts {
    /// All three languages at once.
    pub fn new(ar: impl Into<String>, fr: impl Into<String>, en: impl Into<String>) -> Self {
        let some = |text: String| (!text.is_empty()).then_some(text);
        Self {
            ar: some(ar.into()),
            fr: some(fr.into()),
            en: some(en.into()),
        }
    }

    /// The text in exactly this language.
    pub fn get(&self, locale: Locale) -> Option<&str> {
        match locale {
            Locale::Ar => self.ar.as_deref(),
            Locale::Fr => self.fr.as_deref(),
            Locale::En => self.en.as_deref(),
            Locale::Zgh => None,
        }
    }

    /// Sets or clears one language; Tamazight is not stored yet and is ignored.
    pub fn put(&mut self, locale: Locale, text: Option<String>) {
        let text = text.filter(|t| !t.is_empty());
        match locale {
            Locale::Ar => self.ar = text,
            Locale::Fr => self.fr = text,
            Locale::En => self.en = text,
            Locale::Zgh => {}
        }
    }

    /// The best text for a reader and the language it is in: theirs, else French, Arabic, English
    ///. `None` when nobody wrote anything.
    pub fn pick(&self, locale: Locale) -> Option<(&str, Locale)> {
        let order = match locale {
            Locale::Ar => [Locale::Ar, Locale::Fr, Locale::En],
            Locale::Fr | Locale::Zgh => [Locale::Fr, Locale::Ar, Locale::En],
            Locale::En => [Locale::En, Locale::Fr, Locale::Ar],
        };
        order.into_iter().find_map(|l| self.get(l).map(|text| (text, l)))
    }

    /// [`Texts::pick`] without the language; empty when nobody wrote anything.
    pub fn text(&self, locale: Locale) -> &str {
        self.pick(locale).map_or("", |(text, _)| text)
    }

    /// Whether nobody wrote anything.
    pub fn is_empty(&self) -> bool {
        self.ar.is_none() && self.fr.is_none() && self.en.is_none()
    }

    /// Every text with its language.
    pub fn iter(&self) -> impl Iterator<Item = (Locale, &str)> {
        Locale::COMPLETE
            .into_iter()
            .filter_map(|l| self.get(l).map(|text| (l, text)))
    }
}
