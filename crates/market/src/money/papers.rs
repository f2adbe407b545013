//! Papers about money: what a page shows, to be printed and kept, in its reader's language.

use super::account::{self, Account, AccountLine};
use crate::{Error, Market};
use catalogue::cooperative::{self, Cooperative};
use kernel::{Locale, Micros, Money, ids::CooperativeId};
use ledger::movement::Happened;
use paper::{Amount, Cell, Column, Day, Fact, Figure, Holds, Paper, Party, Row, Weight};
use view::{band, format, month::Month, words};

/// In which form a paper is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// To print and to keep.
    Pdf,
    /// To reckon with.
    Xlsx,
}

impl Form {
    /// The ending of its file.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// Lines that fit.
    pub(super) const fn most(self) -> usize {
        match self {
            Self::Pdf => paper::LINES,
            Self::Xlsx => paper::ROWS,
        }
    }
}

/// A file for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// A name for it, of ASCII letters, digits, `-` and `.`.
    pub name: String,
    /// Its form.
    pub form: Form,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The statement of a cooperative for a month.
///
/// # Errors
/// [`paper::Error::TooLong`] for a month with more lines than the form holds; [`paper::Error::Busy`];
/// [`catalogue::Error::NotFound`]; when the database cannot answer.
pub async fn print_statement(
    market: &Market,
    id: CooperativeId,
    month: Month,
    locale: Locale,
    form: Form,
) -> Result<Printed, Error> {
    let holder = cooperative::get(&market.db, id).await?;
    let account = account::find_account_of_cooperative(market, id, month, None, form.most()).await?;
    if account.next.is_some() {
        return Err(paper::Error::TooLong.into());
    }
    let name = format!("statement-{}-{}", holder.slug, month.code());
    print(name, form, statement(market, locale, &holder, &account)).await
}

/// Sets a paper in the form that is wanted.
pub(super) async fn print(name: String, form: Form, paper: Paper) -> Result<Printed, Error> {
    let bytes = match form {
        Form::Pdf => paper::pdf(paper).await?,
        Form::Xlsx => paper::xlsx(paper).await?,
    };
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = name.chars().map(plain).take(100).collect();
    Ok(Printed {
        name: format!("{name}.{}", form.ending()),
        form,
        bytes,
    })
}

fn statement(market: &Market, locale: Locale, holder: &Cooperative, account: &Account) -> Paper {
    let say = |key: &str| words::plain(locale, key, &[]);
    let until = account.until(market.now());
    let (sums, turnover) = (&account.sums, &account.sums.turnover);
    let mut rows = vec![edge(locale, "paper-opening", account.month.begins(), sums.opening)];
    rows.extend(account.lines.iter().map(|one| line(locale, one)));
    rows.push(Row {
        weight: Weight::Sum,
        cells: vec![
            Cell::Empty,
            text(say("paper-sold-less-returns")),
            cell(locale, turnover.sold.saturating_sub(turnover.given_back)),
            cell(locale, turnover.fee.commission),
            cell(locale, turnover.fee.vat),
            cell(locale, turnover.kept()),
            Cell::Empty,
            Cell::Empty,
        ],
    });
    rows.push(Row {
        weight: Weight::Sum,
        cells: [
            vec![Cell::Empty, text(say("paper-moved"))],
            vec![Cell::Empty; 4],
            vec![cell(locale, turnover.change), Cell::Empty],
        ]
        .concat(),
    });
    rows.push(edge(locale, "paper-closing", until, sums.closing()));
    let column = |key: &str, holds: Holds| Column { label: say(key), holds };
    Paper {
        locale,
        title: say("paper-statement"),
        subtitle: account.month.name(locale),
        facts: vec![fact(locale, "paper-until", format::short_date(until), true)],
        issuer: issuer(market, locale),
        holder: party(locale, holder),
        band: band::strip(holder.id.to_string().as_bytes()),
        figures: figures(locale, account),
        columns: vec![
            column("paper-date", Holds::Day),
            column("paper-what", Holds::Text),
            column("paper-amount", Holds::Amount),
            column("paper-commission", Holds::Amount),
            column("paper-vat", Holds::Short),
            column("paper-kept", Holds::Amount),
            column("paper-change", Holds::Amount),
            column("paper-balance", Holds::Amount),
        ],
        rows,
        notes: notes(locale, account),
        page: say("paper-page"),
        day: day(until),
    }
}

fn figures(locale: Locale, account: &Account) -> Vec<Figure> {
    let (closing, turnover) = (account.sums.closing(), &account.sums.turnover);
    let fee = turnover.fee.commission.saturating_add(turnover.fee.vat);
    let figure = |key: &str, minor: i64, strong: bool| Figure {
        label: words::plain(locale, key, &[]),
        value: dirhams(locale, minor),
        strong,
    };
    vec![
        figure("paper-sold", turnover.sold.saturating_sub(turnover.given_back), false),
        figure("paper-fee", fee, false),
        figure("paper-kept", turnover.kept(), false),
        figure(standing(closing), closing.saturating_abs(), true),
    ]
}

/// What a balance means to the cooperative: the key of its words.
pub fn standing(minor: i64) -> &'static str {
    match minor {
        1.. => "paper-owed-to-you",
        0 => "paper-even",
        _ => "paper-you-owe",
    }
}

fn notes(locale: Locale, account: &Account) -> Vec<String> {
    let with = |key: &str, minor: i64| words::plain(locale, key, &[("amount", dirhams(locale, minor).into())]);
    let mut notes = Vec::new();
    for (key, minor) in [
        ("paper-with-carriers", account.sums.with_carriers),
        ("paper-with-market", account.sums.with_market),
    ] {
        if minor != 0 {
            notes.push(with(key, minor));
        }
    }
    notes.extend(["paper-balance-why", "paper-currency"].map(|key| words::plain(locale, key, &[])));
    notes
}

fn line(locale: Locale, one: &AccountLine) -> Row {
    let moved = &one.movement;
    let some = |minor: i64| if minor == 0 { Cell::Empty } else { cell(locale, minor) };
    let kept = moved.kept();
    let fee = |minor: i64| {
        if kept.is_some() {
            cell(locale, minor)
        } else {
            some(minor)
        }
    };
    Row {
        weight: Weight::Plain,
        cells: vec![
            Cell::Day(day(moved.at)),
            Cell::Text {
                text: happened(locale, moved.what),
                code: one.number.clone().unwrap_or_default(),
            },
            cell(locale, moved.amount),
            fee(moved.fee.commission),
            fee(moved.fee.vat),
            kept.map_or(Cell::Empty, |minor| cell(locale, minor)),
            some(moved.change),
            cell(locale, moved.balance),
        ],
    }
}

/// What a movement is called.
pub fn happened(locale: Locale, what: Happened) -> String {
    words::plain(locale, &format!("movement-{}", what.code()), &[])
}

fn edge(locale: Locale, key: &str, at: Micros, minor: i64) -> Row {
    Row {
        weight: Weight::Edge,
        cells: [
            vec![Cell::Day(day(at)), text(words::plain(locale, key, &[]))],
            vec![Cell::Empty; 5],
            vec![cell(locale, minor)],
        ]
        .concat(),
    }
}

/// Who runs the market, as the law wants it named.
pub(super) fn issuer(market: &Market, locale: Locale) -> Party {
    let operator = &market.settings.operator;
    let facts = [
        fact_of(String::new(), operator.name.clone(), false),
        fact_of(String::new(), operator.address.clone(), false),
        fact(locale, "paper-ice", operator.ice.clone(), true),
        fact(locale, "paper-tax-number", operator.tax_number.clone(), true),
        fact(locale, "paper-licence-number", operator.licence_number.clone(), true),
        fact(locale, "paper-trade-number", operator.trade_number.clone(), true),
        fact(locale, "paper-phone", operator.phone.clone(), true),
        fact(locale, "paper-email", operator.email.clone(), true),
    ];
    Party {
        role: String::new(),
        name: words::plain(locale, "site-name", &[]),
        facts: facts.into_iter().filter(|fact| !fact.value.is_empty()).collect(),
    }
}

/// A cooperative with its registration and its bank account.
fn party(locale: Locale, one: &Cooperative) -> Party {
    let mut party = named(locale, one);
    let rib = one.rib.grouped();
    party.facts.push(fact(locale, "paper-rib", rib, true));
    party
}

/// A cooperative with its registration (law 112-12 art. 11).
pub(super) fn named(locale: Locale, one: &Cooperative) -> Party {
    let register = format!("{} · {}", one.register_number, one.register_place);
    let seat = match &one.address {
        Some(address) => format!("{address} · {}", one.town),
        None => one.town.clone(),
    };
    let mut facts = vec![
        fact(locale, "order-seller-register", register, false),
        fact(locale, "paper-seat", seat, false),
        fact(locale, "paper-phone", one.phone.display(), true),
    ];
    if let Some(ice) = &one.ice {
        facts.push(fact(locale, "paper-ice", ice.as_str().to_owned(), true));
    }
    Party {
        role: words::plain(locale, "paper-cooperative", &[]),
        name: one.name.text(locale).to_owned(),
        facts,
    }
}

pub(super) fn fact(locale: Locale, key: &str, value: String, code: bool) -> Fact {
    fact_of(words::plain(locale, key, &[]), value, code)
}

const fn fact_of(label: String, value: String, code: bool) -> Fact {
    Fact { label, value, code }
}

pub(super) fn text(text: String) -> Cell {
    Cell::Text {
        text,
        code: String::new(),
    }
}

pub(super) fn cell(locale: Locale, minor: i64) -> Cell {
    Cell::Amount(Amount {
        text: format::amount(locale, minor),
        minor,
    })
}

pub(super) fn dirhams(locale: Locale, minor: i64) -> String {
    format::money(locale, Money::mad(minor))
}

pub(super) fn day(at: Micros) -> Day {
    let (year, month, day) = format::civil_day(at);
    Day {
        text: format::short_date(at),
        year,
        month,
        day,
    }
}
