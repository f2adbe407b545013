//! A cooperative's money: what customers paid, who has it, what the market takes; and the statement of a
//! month, each line with its order, on the page, as PDF and as a sheet.

use crate::{
    App, Outcome,
    extract::{Selling, Visitor, pairs},
    page,
    pages::papers,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
};
use kernel::{Locale, Money, ids::SellerOrderId};
use ledger::{Sale, movement, statement::Overview};
use market::money::{self, AccountLine, Form};
use std::collections::BTreeMap;
use view::{chrome::Chrome, format, month::Month};

/// Lines of a statement on one page.
const LINES: usize = 50;

/// The routes of this page. Whoever was suspended still sees its money.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/sell/{cooperative}/money", Access::Member, show);
    table.get("/{lang}/sell/{cooperative}/money/statement.pdf", Access::Member, pdf);
    table.get("/{lang}/sell/{cooperative}/money/statement.xlsx", Access::Member, xlsx);
}

#[derive(Template)]
#[template(path = "pages/sell/money.html")]
struct MoneyPage {
    c: Chrome,
    /// Whether anything ever happened.
    any: bool,
    orders: String,
    root: String,
    now: NowView,
    month: String,
    before: Option<String>,
    after: Option<String>,
    pdf: String,
    xlsx: String,
    account: AccountView,
    lines: Vec<LineView>,
    next: Option<String>,
}

/// What stood on the account, what happened in all, what stands on it.
struct AccountView {
    opening: String,
    sold: String,
    commission: String,
    vat: String,
    kept: String,
    change: String,
    closing: String,
    standing: &'static str,
}

/// Where all of it is now.
struct NowView {
    paid: String,
    refunded: Option<String>,
    with_carriers: Option<String>,
    with_market: Option<String>,
    to_be_paid_out: Option<String>,
    kept_back: Option<String>,
    reached: String,
    charged: String,
    settled: String,
    owed: String,
    owes: bool,
}

/// A line of a statement.
struct LineView {
    href: Option<String>,
    number: String,
    day: String,
    what: String,
    amount: String,
    commission: String,
    vat: String,
    kept: Option<String>,
    change: String,
    balance: String,
    missing: Option<String>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    RawQuery(query): RawQuery,
) -> Outcome {
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let value = |name: &str| asked.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let (market, id) = (app.market(), seller.cooperative);
    let this = Month::of(market.now());
    let active = movement::active(&market.db, id).await?;
    // Without a month it is the last one in which something happened: the first days of a month have nothing to show.
    let last = active.map_or(this, |(_, last)| Month::of(last));
    let month = value("month").and_then(Month::parse).unwrap_or(last).min(this);
    let found = money::find_account_of_cooperative(market, id, month, value("after"), LINES).await?;
    let overview = ledger::statement::overview(&market.db, id).await?;
    let parts: Vec<_> = found.lines.iter().filter_map(|one| one.movement.part).collect();
    let missing = missing(&ledger::sale::list(&market.db, &parts).await?);
    let c = page::chrome(&app, &visitor, "sell-money-title")
        .await?
        .with_section("seller-home");
    let locale = c.locale;
    let root = c.url(&format!("/sell/{}", seller.cooperative));
    let address = |month: Month| format!("{root}/money?month={}", month.code());
    let next = found
        .next
        .as_ref()
        .map(|after| format!("{}&after={after}", address(month)));
    let sums = &found.sums;
    let amount = |minor: i64| format::amount(locale, minor);
    let file = |ending: &str| format!("{root}/money/statement.{ending}?month={}", month.code());
    let page = MoneyPage {
        any: active.is_some(),
        now: now(locale, &overview),
        month: month.name(locale),
        before: active
            .filter(|(first, _)| Month::of(*first) < month)
            .map(|_| address(month.before())),
        after: (month < this).then(|| address(month.after())),
        pdf: file("pdf"),
        xlsx: file("xlsx"),
        account: AccountView {
            opening: amount(sums.opening),
            sold: amount(sums.turnover.sold.saturating_sub(sums.turnover.given_back)),
            commission: amount(sums.turnover.fee.commission),
            vat: amount(sums.turnover.fee.vat),
            kept: amount(sums.turnover.kept()),
            change: amount(sums.turnover.change),
            closing: written(locale, sums.closing().saturating_abs()),
            standing: money::standing(sums.closing()),
        },
        lines: found
            .lines
            .iter()
            .map(|one| line(locale, &root, &missing, one))
            .collect(),
        next,
        orders: format!("{root}/orders"),
        root: root.clone(),
        c,
    };
    page::html(StatusCode::OK, &page)
}

fn written(locale: Locale, minor: i64) -> String {
    format::money(locale, Money::mad(minor))
}

/// An amount that is shown only where there is one.
fn some(locale: Locale, minor: i64) -> Option<String> {
    (minor != 0).then(|| written(locale, minor))
}

fn now(locale: Locale, all: &Overview) -> NowView {
    let fee = all.sums.fee;
    NowView {
        paid: written(locale, all.sums.paid),
        refunded: some(locale, all.sums.refunded),
        with_carriers: some(locale, all.with_carriers),
        with_market: some(locale, all.with_market),
        to_be_paid_out: some(locale, all.to_be_paid_out),
        kept_back: some(locale, all.kept_back()),
        reached: written(locale, all.reached()),
        charged: written(locale, fee.commission.saturating_add(fee.vat)),
        settled: written(locale, all.settled()),
        owed: written(locale, all.owed),
        owes: all.owed > 0,
    }
}

/// What buyers still owe of parts that are with them, in centimes.
fn missing(sales: &[Sale]) -> BTreeMap<SellerOrderId, i64> {
    let short = |sale: &Sale| sale.total_minor().saturating_sub(sale.paid_minor);
    sales.iter().map(|sale| (sale.part.id, short(sale))).collect()
}

fn line(locale: Locale, root: &str, missing: &BTreeMap<SellerOrderId, i64>, one: &AccountLine) -> LineView {
    let moved = &one.movement;
    let amount = |minor: i64| format::amount(locale, minor);
    let sold = moved.what == movement::Happened::Sold;
    let short = moved.part.and_then(|part| missing.get(&part).copied());
    LineView {
        href: moved.part.map(|part| format!("{root}/orders/{part}")),
        number: one.number.clone().unwrap_or_default(),
        day: format::date(locale, moved.at),
        what: money::happened(locale, moved.what),
        amount: amount(moved.amount),
        commission: amount(moved.fee.commission),
        vat: amount(moved.fee.vat),
        kept: moved.kept().map(amount),
        change: amount(moved.change),
        balance: amount(moved.balance),
        missing: short.filter(|_| sold).and_then(|minor| some(locale, minor)),
    }
}

async fn pdf(State(app): State<App>, visitor: Visitor, Selling(seller): Selling, RawQuery(query): RawQuery) -> Outcome {
    papers::statement(&app, &visitor, seller.cooperative, query, Form::Pdf).await
}

async fn xlsx(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    RawQuery(query): RawQuery,
) -> Outcome {
    papers::statement(&app, &visitor, seller.cooperative, query, Form::Xlsx).await
}
