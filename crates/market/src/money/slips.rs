//! What a payout and an invoice for commission look like on paper: the same as their pages, as it was frozen with them.

use super::{
    InvoiceFound, InvoiceLine, PayoutFound, PayoutLine,
    papers::{self, Form, Printed, cell, day, dirhams, fact, text},
};
use crate::{Error, Market};
use catalogue::cooperative;
use kernel::{Locale, registration::Rib};
use ledger::{
    invoice::{self, Invoice, Rated},
    payout,
};
use paper::{Cell, Column, Fact, Figure, Holds, Paper, Party, Row, Weight};
use view::{band, format, month::Month, words};

/// What a line of a payout is called: the key of its words.
pub fn payout_line(line: &payout::Line) -> &'static str {
    match line.kind.as_str() {
        // First the goods, then what the parcel cost.
        "closed" if line.position > 0 => "payouts-line-delivery",
        "closed" => "payouts-line-sale",
        "refund_approved" => "payouts-line-refund",
        "commission_netted" => "payouts-line-netted",
        _ => "payouts-line-other",
    }
}

/// What a line of an invoice is called: the key of its words.
pub const fn invoice_line(line: &invoice::Line) -> &'static str {
    if line.is_refund() {
        "invoices-line-refund"
    } else {
        "invoices-line-sale"
    }
}

/// The slip of a payout: what it is made of, where it goes, and how far it is.
///
/// # Errors
/// [`paper::Error::Busy`]; [`catalogue::Error::NotFound`]; when the database cannot answer.
pub async fn print_payout(market: &Market, found: &PayoutFound, locale: Locale, form: Form) -> Result<Printed, Error> {
    let (one, say) = (&found.payout, |key: &str| words::plain(locale, key, &[]));
    let own = cooperative::get(&market.db, one.cooperative).await?;
    let mut holder = papers::named(locale, &own);
    holder
        .facts
        .push(fact(locale, "payouts-holder", one.holder.clone(), false));
    holder.facts.push(fact(locale, "paper-rib", one.rib.grouped(), true));
    let sum = Row {
        weight: Weight::Sum,
        cells: vec![Cell::Empty, text(say("slip-amount")), cell(locale, one.amount.minor)],
    };
    let (mut rows, elsewhere) = listed(locale, form, &found.lines, payout_row);
    rows.push(sum);
    let mut figures = vec![figure(locale, "payouts-sum", one.lines_minor, false)];
    if one.netted_minor != 0 {
        let netted = one.netted_minor.saturating_neg();
        figures.push(figure(locale, "payouts-netted", netted, false));
    }
    figures.push(figure(locale, "slip-amount", one.amount.minor, true));
    let state = say(&format!("payouts-state-{}", one.state.code()));
    let mut facts = vec![
        fact(locale, "payouts-reference", one.reference.clone(), true),
        fact(locale, "payouts-state", state, false),
    ];
    if let Some(paid) = found.history.iter().find(|happened| happened.event == "pay") {
        facts.push(fact(locale, "slip-paid-on", format::short_date(paid.at), true));
    }
    if let Some(back) = found.history.iter().find(|happened| happened.event == "return") {
        facts.push(fact(locale, "slip-returned-on", format::short_date(back.at), true));
    }
    let paper = Paper {
        locale,
        title: say("slip-payout"),
        subtitle: format::date(locale, one.created_at),
        facts,
        issuer: papers::issuer(market, locale),
        holder,
        band: band::strip(own.id.to_string().as_bytes()),
        figures,
        columns: vec![
            column(locale, "paper-date", Holds::Day),
            column(locale, "paper-what", Holds::Text),
            column(locale, "paper-amount", Holds::Amount),
        ],
        rows,
        notes: elsewhere.into_iter().chain([say("paper-currency")]).collect(),
        page: say("paper-page"),
        day: day(one.created_at),
    };
    papers::print(format!("payout-{}", one.reference), form, paper).await
}

/// An invoice for the commission of a month, with what the law wants on it (CGI 145-III and 145-VIII). What was paid of
/// it is not on it: the same invoice is the same paper for ever.
///
/// # Errors
/// [`paper::Error::Busy`].
pub async fn print_invoice(found: &InvoiceFound, locale: Locale, form: Form) -> Result<Printed, Error> {
    let (one, say) = (&found.invoice, |key: &str| words::plain(locale, key, &[]));
    let (mut rows, elsewhere) = listed(locale, form, &found.lines, invoice_row);
    if found.rates.len() > 1 || elsewhere.is_some() {
        rows.extend(found.rates.iter().map(|rated| rated_row(locale, rated)));
    }
    let total = say("invoices-total");
    let sums = (one.commission_minor, one.vat_minor);
    rows.push(sum_row(locale, total, String::new(), sums));
    let month = Month::parse(&one.month).map_or_else(|| one.month.clone(), |month| month.name(locale));
    let paper = Paper {
        locale,
        title: say("slip-invoice"),
        subtitle: one.number(),
        facts: vec![
            fact(locale, "invoices-issued", format::short_date(one.issued_at), true),
            fact(locale, "invoices-month", month, false),
            fact(locale, "slip-due", format::short_date(one.due_at), true),
            fact(locale, "payouts-reference", one.reference.clone(), true),
        ],
        issuer: frozen(locale, &one.issuer, String::new()),
        holder: frozen(locale, &one.customer, say("invoices-customer")),
        band: band::strip(one.cooperative.to_string().as_bytes()),
        figures: vec![
            figure(locale, "slip-net", one.commission_minor, false),
            figure(locale, "paper-vat", one.vat_minor, false),
            figure(locale, "invoices-total", one.total_minor, true),
        ],
        columns: vec![
            column(locale, "paper-date", Holds::Day),
            column(locale, "paper-what", Holds::Text),
            column(locale, "slip-net", Holds::Amount),
            column(locale, "slip-rate", Holds::Short),
            column(locale, "paper-vat", Holds::Amount),
            column(locale, "slip-with-vat", Holds::Amount),
        ],
        rows,
        notes: elsewhere.into_iter().chain(pay(locale, one)).collect(),
        page: say("paper-page"),
        day: day(one.issued_at),
    };
    papers::print(format!("invoice-{}", one.number()), form, paper).await
}

/// A row for every line; where a PDF cannot hold them, none, and where they can be read.
fn listed<L>(locale: Locale, form: Form, lines: &[L], row: fn(Locale, &L) -> Row) -> (Vec<Row>, Option<String>) {
    if lines.len() > form.most() {
        let count = format::number(locale, i64::try_from(lines.len()).unwrap_or(i64::MAX));
        let elsewhere = words::plain(locale, "slip-elsewhere", &[("count", count.into())]);
        return (Vec::new(), Some(elsewhere));
    }
    (lines.iter().map(|line| row(locale, line)).collect(), None)
}

fn payout_row(locale: Locale, one: &PayoutLine) -> Row {
    Row {
        weight: Weight::Plain,
        cells: vec![
            Cell::Day(day(one.line.at)),
            Cell::Text {
                text: words::plain(locale, payout_line(&one.line), &[]),
                code: one.number.clone().unwrap_or_default(),
            },
            cell(locale, one.line.minor),
        ],
    }
}

fn invoice_row(locale: Locale, one: &InvoiceLine) -> Row {
    let (commission, vat) = (one.line.commission_minor, one.line.vat_minor);
    Row {
        weight: Weight::Plain,
        cells: vec![
            Cell::Day(day(one.line.at)),
            Cell::Text {
                text: words::plain(locale, invoice_line(&one.line), &[]),
                code: one.number.clone(),
            },
            cell(locale, commission),
            text(format::percent(locale, one.line.vat_bps.into())),
            cell(locale, vat),
            cell(locale, commission.saturating_add(vat)),
        ],
    }
}

fn rated_row(locale: Locale, rated: &Rated) -> Row {
    let rate = format::percent(locale, rated.vat_bps.into());
    let label = words::plain(locale, "invoices-vat", &[("percent", rate.clone().into())]);
    sum_row(locale, label, rate, (rated.commission_minor, rated.vat_minor))
}

fn sum_row(locale: Locale, label: String, rate: String, (commission, vat): (i64, i64)) -> Row {
    Row {
        weight: Weight::Sum,
        cells: vec![
            Cell::Empty,
            text(label),
            cell(locale, commission),
            text(rate),
            cell(locale, vat),
            cell(locale, commission.saturating_add(vat)),
        ],
    }
}

fn column(locale: Locale, key: &str, holds: Holds) -> Column {
    let label = words::plain(locale, key, &[]);
    Column { label, holds }
}

fn figure(locale: Locale, key: &str, minor: i64, strong: bool) -> Figure {
    Figure {
        label: words::plain(locale, key, &[]),
        value: dirhams(locale, minor),
        strong,
    }
}

/// How an invoice is paid.
fn pay(locale: Locale, one: &Invoice) -> Vec<String> {
    let say = |key: &str| words::plain(locale, key, &[]);
    let mut notes = Vec::new();
    if let Some(rib) = &one.issuer.rib {
        let (rib, reference) = (Rib::stored(rib.clone()).grouped(), one.reference.clone());
        let named = [("rib", rib.into()), ("reference", reference.into())];
        // Isolated: the groups of an account must not change their order in Arabic.
        notes.push(words::say_with(locale, "slip-pay", &named));
    }
    notes.push(say("sell-invoices-pay-why"));
    notes.push(say("paper-currency"));
    notes
}

/// One side of an invoice, by what it was known when it was issued.
fn frozen(locale: Locale, one: &invoice::Party, role: String) -> Party {
    let mut facts = vec![fact(locale, "paper-seat", one.seat.clone(), false)];
    if let (Some(number), Some(place)) = (&one.register_number, &one.register_place) {
        let register = format!("{number} · {place}");
        facts.push(fact(locale, "order-seller-register", register, false));
    }
    let known = |key: &str, value: &Option<String>| fact(locale, key, value.clone().unwrap_or_default(), true);
    facts.extend([
        known("paper-ice", &one.ice),
        known("paper-tax-number", &one.tax_number),
        known("paper-licence-number", &one.licence_number),
        known("paper-trade-number", &one.trade_number),
        known("paper-phone", &one.phone),
        known("paper-email", &one.email),
    ]);
    facts.retain(|fact: &Fact| !fact.value.is_empty());
    Party {
        role,
        name: one.name.text(locale).to_owned(),
        facts,
    }
}
