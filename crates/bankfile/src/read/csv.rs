//! Values between delimiters. No two banks write them alike, so somebody says once what stands in which column.

use super::{
    Closing, FAULTS, Fault, Line, MOST, Statement, What,
    text::{self, Day, Encoding},
};
use ::csv::{ReaderBuilder, StringRecord};
use serde::{Deserialize, Serialize};

/// Rows at the head of a file that can be passed over.
const HEAD: u32 = 50;

/// What stands between values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `;`
    #[default]
    Semicolon,
    /// `,`
    Comma,
    /// A tab.
    Tab,
    /// `|`
    Bar,
}

/// In which order days are written; what stands between the numbers does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dates {
    /// `28/11/2026`, or `28/11/26`
    #[default]
    DayFirst,
    /// `2026-11-28`, or `20261128`
    YearFirst,
    /// `11/28/2026`
    MonthFirst,
}

/// What stands before the hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decimal {
    /// `1 234,50`
    #[default]
    Comma,
    /// `1,234.50`
    Point,
}

/// Where the amount stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    /// In one column, with a sign.
    Signed(u8),
    /// In one column of two; a sign in them means nothing.
    Split {
        /// What went.
        debit: u8,
        /// What came.
        credit: u8,
    },
}

/// What stands where. Columns are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Between values.
    pub delimiter: Delimiter,
    /// The letters.
    pub encoding: Encoding,
    /// Rows before the first line.
    pub head: u32,
    /// The day.
    pub date: u8,
    /// How it is written.
    pub dates: Dates,
    /// The amount.
    pub amount: Amount,
    /// How it is written.
    pub decimal: Decimal,
    /// The words: one or more columns.
    pub wording: Vec<u8>,
    /// The currency, if there is a column for it.
    pub currency: Option<u8>,
    /// The counterparty's name.
    pub party: Option<u8>,
    /// Its account.
    pub party_account: Option<u8>,
    /// The bank's own name of a line.
    pub bank_id: Option<u8>,
    /// The account that the file is about.
    pub account: Option<u8>,
    /// What was on the account after the line.
    pub balance: Option<u8>,
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            delimiter: Delimiter::default(),
            encoding: Encoding::default(),
            head: 1,
            date: 1,
            dates: Dates::default(),
            amount: Amount::Split { debit: 3, credit: 4 },
            decimal: Decimal::default(),
            wording: vec![2],
            currency: None,
            party: None,
            party_account: None,
            bank_id: None,
            account: None,
            balance: None,
        }
    }
}

pub(super) fn read(bytes: &[u8], mapping: &Mapping) -> Result<Statement, Vec<Fault>> {
    let text = text::decode(bytes, mapping.encoding).ok_or_else(|| Fault::whole(What::Letters))?;
    let delimiter = match mapping.delimiter {
        Delimiter::Semicolon => b';',
        Delimiter::Comma => b',',
        Delimiter::Tab => b'\t',
        Delimiter::Bar => b'|',
    };
    let mut rows = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut reading = Reading {
        mapping,
        statement: Statement::default(),
        balances: Vec::new(),
        faults: Vec::new(),
        bytes: text.as_bytes(),
        counted: (0, 1),
    };
    let mut skip = mapping.head.min(HEAD);
    for row in rows.records() {
        match row {
            Ok(_) if skip > 0 => skip = skip.saturating_sub(1),
            Ok(record) => reading.row(&record),
            Err(_) => reading.faults.push(Fault::new(0, What::Columns, "")),
        }
        if reading.faults.len() >= FAULTS {
            break;
        }
        if reading.statement.lines.len() > MOST {
            return Err(Fault::whole(What::TooLarge));
        }
    }
    reading.finish()
}

struct Reading<'a> {
    mapping: &'a Mapping,
    statement: Statement,
    balances: Vec<Closing>,
    faults: Vec<Fault>,
    bytes: &'a [u8],
    /// Up to which byte lines were counted, and which line that was.
    counted: (usize, u32),
}

impl Reading<'_> {
    fn row(&mut self, record: &StringRecord) {
        if record.iter().all(|value| value.trim().is_empty()) {
            return;
        }
        let row = self.row_of(record);
        match self.line(row, record) {
            Ok(line) if line.minor == 0 => {}
            Ok(line) => self.statement.lines.push(line),
            Err((what, text)) => self.faults.push(Fault::new(row, what, &text)),
        }
    }

    /// The line on which a record begins: empty lines before it, and both signs that end a line, are passed over.
    fn row_of(&mut self, record: &StringRecord) -> u32 {
        let start = record
            .position()
            .map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX));
        let ends = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
        let blank = self
            .bytes
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(ends)
            .count();
        let start = start.saturating_add(blank);
        let passed = self.bytes.get(self.counted.0..start).unwrap_or_default();
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        let row = self.counted.1.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.counted = (start, row);
        row
    }

    fn line(&mut self, row: u32, record: &StringRecord) -> Result<Line, (What, String)> {
        let mapping = self.mapping;
        let needed = |column: u8| {
            cell(record, column).ok_or_else(|| (What::Columns, record.iter().collect::<Vec<_>>().join(" ")))
        };
        let said = |column: Option<u8>| column.and_then(|column| cell(record, column)).unwrap_or_default();
        let date = needed(mapping.date)?;
        let booked_on = day(date, mapping.dates).ok_or_else(|| (What::Date, date.to_owned()))?;
        let minor = match mapping.amount {
            Amount::Signed(column) => self.amount(needed(column)?)?,
            Amount::Split { debit, credit } => self.split(needed(debit)?, needed(credit)?)?,
        };
        let currency = match said(mapping.currency) {
            "" => None,
            name => Some(text::currency(name).ok_or_else(|| (What::Currency, name.to_owned()))?),
        };
        let words: Vec<&str> = mapping
            .wording
            .iter()
            .filter_map(|column| cell(record, *column))
            .collect();
        if let Some(account) = text::account(said(mapping.account)) {
            let known = self.statement.account.get_or_insert_with(|| account.clone());
            if *known != account {
                return Err((What::Accounts, account));
            }
        }
        let balance = said(mapping.balance);
        if !balance.is_empty() {
            let closing = Closing {
                on: booked_on.clone(),
                minor: self.amount(balance)?,
                currency: currency.clone(),
            };
            self.balances.push(closing);
        }
        Ok(Line {
            row,
            booked_on,
            minor,
            currency,
            wording: text::clean(&words.join(" "), 1_000),
            party: text::some(said(mapping.party), 140),
            party_account: text::account(said(mapping.party_account)),
            bank_id: text::some(said(mapping.bank_id), 140),
        })
    }

    fn amount(&self, text: &str) -> Result<i64, (What, String)> {
        let mark = match self.mapping.decimal {
            Decimal::Comma => ',',
            Decimal::Point => '.',
        };
        text::amount(text, mark).ok_or_else(|| (What::Amount, text.to_owned()))
    }

    /// What went is written with a sign by some banks and without by others; what came with one was taken back.
    fn split(&self, debit: &str, credit: &str) -> Result<i64, (What, String)> {
        let read = |text: &str| if text.is_empty() { Ok(0) } else { self.amount(text) };
        match (read(debit)?, read(credit)?) {
            _ if debit.is_empty() && credit.is_empty() => Err((What::Amount, String::new())),
            (went, 0) => Ok(went.saturating_abs().saturating_neg()),
            (0, came) => Ok(came),
            _ => Err((What::Amount, format!("{debit} {credit}"))),
        }
    }

    fn finish(mut self) -> Result<Statement, Vec<Fault>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        if self.statement.lines.is_empty() && self.balances.is_empty() {
            return Err(Fault::whole(What::Empty));
        }
        // Banks begin with the oldest line or with the newest.
        let days = (
            self.balances.first().map(|first| &first.on),
            self.balances.last().map(|last| &last.on),
        );
        self.statement.closing = if days.0 > days.1 {
            self.balances.into_iter().next()
        } else {
            self.balances.pop()
        };
        Ok(self.statement)
    }
}

/// What stands in a column, counted from 1.
fn cell(record: &StringRecord, column: u8) -> Option<&str> {
    record.get(usize::from(column).checked_sub(1)?).map(str::trim)
}

fn day(text: &str, dates: Dates) -> Option<Day> {
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = match text.split(['/', '-', '.']).collect::<Vec<_>>() {
        whole if whole.len() == 1 && text.len() == 8 && text.is_ascii() => {
            let cuts = if dates == Dates::YearFirst { [4, 6] } else { [2, 4] };
            vec![text.get(..cuts[0])?, text.get(cuts[0]..cuts[1])?, text.get(cuts[1]..)?]
        }
        parts => parts,
    };
    let numbers: Vec<u32> = parts.into_iter().map(text::number).collect::<Option<_>>()?;
    let (year, month, day) = match (dates, numbers.as_slice()) {
        (Dates::DayFirst, [day, month, year]) | (Dates::MonthFirst, [month, day, year]) => (*year, *month, *day),
        (Dates::YearFirst, [year, month, day]) => (*year, *month, *day),
        _ => return None,
    };
    Day::new(if year < 100 { year.saturating_add(2000) } else { year }, month, day)
}
