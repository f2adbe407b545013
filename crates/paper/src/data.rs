//! What stands on a paper, already in its reader's language.

use kernel::Locale;
use serde::Serialize;

/// A paper: who gives it to whom, a few figures, a table, some remarks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Its language, which says where lines begin.
    pub locale: Locale,
    /// What it is.
    pub title: String,
    /// Of when.
    pub subtitle: String,
    /// Its number, or whatever else tells it from others like it.
    pub facts: Vec<Fact>,
    /// Who gives it.
    pub issuer: Party,
    /// Whom it is for.
    pub holder: Party,
    /// The drawing along the head: an SVG of 840 × 24 units.
    pub band: String,
    /// What a reader wants to know first; three or four.
    pub figures: Vec<Figure>,
    /// The columns of the table.
    pub columns: Vec<Column>,
    /// Its rows, each with as many cells.
    pub rows: Vec<Row>,
    /// What must be said below it.
    pub notes: Vec<String>,
    /// The word before the number of a page.
    pub page: String,
    /// The day it speaks of.
    pub day: Day,
}

/// Somebody who has to be named as the law wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Party {
    /// What they are here; may be empty.
    pub role: String,
    /// Their name.
    pub name: String,
    /// Seat, registration, numbers.
    pub facts: Vec<Fact>,
}

/// Something about somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is; may be empty.
    pub label: String,
    /// It.
    pub value: String,
    /// Whether it is a number, a code or an address of mail: read from left to right everywhere.
    pub code: bool,
}

/// A figure that stands out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// How much, with its unit.
    pub value: String,
    /// Whether it is the one that counts.
    pub strong: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// Days.
    Day,
    /// Texts.
    Text,
    /// Amounts.
    Amount,
    /// Numbers of pieces and rates: narrow.
    Short,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its head.
    pub label: String,
    /// What is in it.
    pub holds: Holds,
}

/// How a row is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// One of many.
    #[default]
    Plain,
    /// Where the account stood before or stands after.
    Edge,
    /// The sums.
    Sum,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// How it is set.
    pub weight: Weight,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// What is in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "is")]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words, and perhaps the number of what they are about.
    Text {
        /// The words.
        text: String,
        /// A number or code, read from left to right; empty for none.
        code: String,
    },
    /// A day.
    Day(Day),
    /// An amount.
    Amount(Amount),
}

/// A day, as it is written and as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// As it is written.
    pub text: String,
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

/// An amount, as it is written and in centimes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// As it is written, without its unit.
    pub text: String,
    /// In centimes.
    pub minor: i64,
}
