//! How a statement is written, as a form: what was chosen last is remembered with the file that was read so.

use crate::Failure;
use kernel::{Limit, Locale};
use market::Market;
use market::banking::read::{Amount, Dates, Decimal, Delimiter, Encoding, Format, Mapping};
use payment::bank;
use serde::{Serialize, de::DeserializeOwned};
use view::{form::Form, words};

/// The fields of the form.
pub(super) const FIELDS: [&str; 18] = [
    "format",
    "delimiter",
    "encoding",
    "dates",
    "decimal",
    "head",
    "date",
    "amount",
    "debit",
    "credit",
    "wording",
    "wording2",
    "currency",
    "party",
    "party_account",
    "bank_id",
    "account",
    "balance",
];

/// What can be chosen, with its words.
pub(super) struct Options {
    pub(super) formats: Vec<(String, String)>,
    pub(super) delimiters: Vec<(String, String)>,
    pub(super) encodings: Vec<(String, String)>,
    pub(super) dates: Vec<(String, String)>,
    pub(super) decimals: Vec<(String, String)>,
}

pub(super) fn options(locale: Locale) -> Options {
    let all = |of: &str, codes: &[&str]| {
        let option = |code: &&str| ((*code).to_owned(), words::say(locale, &format!("bank-{of}-{code}")));
        codes.iter().map(option).collect()
    };
    Options {
        formats: all("format", &["csv", "camt053"]),
        delimiters: all("delimiter", &["semicolon", "comma", "tab", "bar"]),
        encodings: all("encoding", &["utf8", "windows1252"]),
        dates: all("dates", &["day_first", "year_first", "month_first"]),
        decimals: all("decimal", &["comma", "point"]),
    }
}

/// The form as it was filled in for the last file.
pub(super) async fn remembered(market: &Market) -> Result<Form, Failure> {
    let files = bank::list_files(&market.db, Limit::new(20)).await?;
    let mut f = Form::default();
    let last = files.first().map_or("csv", |file| file.format.code());
    f.set("format", last);
    let known = files
        .iter()
        .find_map(|file| serde_json::from_str::<Mapping>(file.mapping.as_deref()?).ok());
    fill(&mut f, &known.unwrap_or_default());
    Ok(f)
}

fn fill(f: &mut Form, mapping: &Mapping) {
    f.set("delimiter", code(&mapping.delimiter));
    f.set("encoding", code(&mapping.encoding));
    f.set("dates", code(&mapping.dates));
    f.set("decimal", code(&mapping.decimal));
    f.set("head", mapping.head.to_string());
    f.set("date", mapping.date.to_string());
    match mapping.amount {
        Amount::Signed(column) => f.set("amount", column.to_string()),
        Amount::Split { debit, credit } => {
            f.set("debit", debit.to_string());
            f.set("credit", credit.to_string());
        }
    }
    for (name, column) in ["wording", "wording2"].into_iter().zip(&mapping.wording) {
        f.set(name, column.to_string());
    }
    for (name, column) in [
        ("currency", mapping.currency),
        ("party", mapping.party),
        ("party_account", mapping.party_account),
        ("bank_id", mapping.bank_id),
        ("account", mapping.account),
        ("balance", mapping.balance),
    ] {
        if let Some(column) = column {
            f.set(name, column.to_string());
        }
    }
}

/// What the form says; its faults stand in it.
pub(super) fn read(f: &mut Form) -> Option<Format> {
    if f.one_of("format", &["csv", "camt053"])? == "camt053" {
        return Some(Format::Camt053);
    }
    let delimiter: Delimiter = chosen(f, "delimiter")?;
    let encoding: Encoding = chosen(f, "encoding")?;
    let dates: Dates = chosen(f, "dates")?;
    let decimal: Decimal = chosen(f, "decimal")?;
    let head = u32::try_from(f.integer("head", 0, 50)?).ok()?;
    let date = column(f, "date")?;
    let amount = match (optional(f, "amount"), optional(f, "debit"), optional(f, "credit")) {
        (Some(column), _, _) => Amount::Signed(column),
        (None, Some(debit), Some(credit)) => Amount::Split { debit, credit },
        _ => {
            f.refuse("amount", "bank-amount-where");
            return None;
        }
    };
    let mut wording = vec![column(f, "wording")?];
    wording.extend(optional(f, "wording2"));
    Some(Format::Csv(Mapping {
        delimiter,
        encoding,
        head,
        date,
        dates,
        amount,
        decimal,
        wording,
        currency: optional(f, "currency"),
        party: optional(f, "party"),
        party_account: optional(f, "party_account"),
        bank_id: optional(f, "bank_id"),
        account: optional(f, "account"),
        balance: optional(f, "balance"),
    }))
}

fn column(f: &mut Form, name: &str) -> Option<u8> {
    u8::try_from(f.integer(name, 1, 99)?).ok()
}

fn optional(f: &mut Form, name: &str) -> Option<u8> {
    u8::try_from(f.optional_integer(name, 1, 99)?).ok()
}

/// The name of a choice in forms and in what is kept of a mapping.
fn code(of: &impl Serialize) -> String {
    match serde_json::to_value(of) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}

fn chosen<T: DeserializeOwned>(f: &mut Form, name: &str) -> Option<T> {
    let value = serde_json::Value::String(f.value(name).to_owned());
    let found = serde_json::from_value(value).ok();
    if found.is_none() {
        f.refuse(name, "form-choose");
    }
    found
}
