//! The small things that several pages show, as plain data for the macros in
//! `frontend/templates/parts`. They carry finished addresses and texts and know no noun.

use kernel::Money;

/// A picture in several widths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// The address for browsers that choose nothing.
    pub src: String,
    /// Addresses with widths: `/media/x-320.webp 320w, …`; may be empty.
    pub srcset: String,
    /// Width in pixels of the largest, for the shape before it arrives.
    pub width: u32,
    /// Height in pixels of the largest.
    pub height: u32,
    /// What it shows; empty when the text beside it says the same.
    pub alt: String,
}

/// A product as lists show it.
#[derive(Clone, Debug)]
pub struct ProductCard {
    /// The product page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// The language of the name.
    pub lang: &'static str,
    /// Its first picture, if it has one.
    pub picture: Option<Picture>,
    /// Who makes it.
    pub by: String,
    /// The language of that, where it is not the page's; else empty.
    pub by_lang: &'static str,
    /// Where.
    pub place: String,
    /// The language of that, where it is not the page's; else empty.
    pub place_lang: &'static str,
    /// The price, or the lowest one.
    pub price: Money,
    /// Whether other variants cost more.
    pub from: bool,
    /// The price per kilogram or litre.
    pub unit_price: Option<String>,
    /// A short word on the picture: sold out, last pieces, a label.
    pub badge: Option<(crate::Tone, String)>,
}

/// One step of the way to somewhere: a parent page, a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Its address.
    pub href: String,
    /// Its name.
    pub name: String,
}

/// How far a step of an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It happened.
    Done,
    /// It is happening.
    Now,
    /// It is still to come.
    Ahead,
    /// It failed: cancelled, refused.
    Failed,
}

impl Progress {
    /// The class in the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Ahead => "ahead",
            Self::Failed => "failed",
        }
    }

    /// The key of the word that screen readers hear.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Done => "status-done",
            Self::Now => "status-now",
            Self::Ahead => "status-ahead",
            Self::Failed => "status-failed",
        }
    }
}

/// One picture of the order strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusStep {
    /// The icon: `basket`, `check`, `parcel`, `lorry`, `home`.
    pub icon: &'static str,
    /// Its word.
    pub label: String,
    /// When it happened; empty when it has not.
    pub when: String,
    /// How far it is.
    pub progress: Progress,
}

impl StatusStep {
    /// Whether its progress is written under it for everybody: where the colour alone would say it,
    /// and no date does.
    pub const fn shows_progress(&self) -> bool {
        matches!(self.progress, Progress::Now | Progress::Failed)
    }
}

/// A choice shown as a card with a radio button.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The value that is sent.
    pub value: String,
    /// Its name.
    pub label: String,
    /// A line below the name.
    pub hint: String,
    /// What it costs, at the end of the card; may be empty.
    pub aside: String,
    /// A picture (`category-oils`) or empty.
    pub picture: String,
}

impl Choice {
    /// A choice with a name only.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }
}
