//! A cooperative's money: what customers paid, who has it, what the market takes; and the statement of a
//! month, each line with its order.

use crate::{
    App, Outcome,
    extract::{Selling, Visitor, pairs},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
};
use kernel::{Limit, Locale, Micros, Money};
use ledger::statement::{Overview, Period};
use market::money::{self, Line};
use view::{chrome::Chrome, format, month::Month};

/// The routes of this page. Whoever was suspended still sees its money.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/sell/{cooperative}/money", Access::Member, show);
}

#[derive(Template)]
#[template(path = "pages/sell/money.html")]
struct MoneyPage {
    c: Chrome,
    /// Whether anything was ever delivered.
    sold: bool,
    orders: String,
    now: NowView,
    month: String,
    before: Option<String>,
    after: Option<String>,
    sums: LineView,
    lines: Vec<LineView>,
    next: Option<String>,
}

/// Where all of it is now.
struct NowView {
    paid: String,
    refunded: Option<String>,
    with_carriers: Option<String>,
    with_market: Option<String>,
    to_be_paid_out: Option<String>,
    reached: String,
    charged: String,
    settled: String,
    owed: String,
    owes: bool,
}

/// A line of a statement, or the sums of all.
#[derive(Default)]
struct LineView {
    href: String,
    number: String,
    delivered: String,
    net: String,
    goods: String,
    delivery: String,
    commission: String,
    vat: String,
    missing: Option<String>,
    refunded: Option<String>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    RawQuery(query): RawQuery,
) -> Outcome {
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let value = |name: &str| asked.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let market = app.market();
    let this = Month::of(market.now());
    let deliveries = ledger::statement::deliveries(&market.db, seller.cooperative).await?;
    // Without a month it is that of the last delivery: the first days of a month have nothing to show.
    let last = deliveries.map_or(this, |(_, last)| Month::of(last));
    let month = value("month").and_then(Month::parse).unwrap_or(last).min(this);
    let period = Period {
        from: month.begins(),
        until: month.after().begins(),
    };
    let found = money::find_statement(market, &seller, period, value("after"), Limit::default()).await?;
    let c = page::chrome(&app, &visitor, "sell-money-title")
        .await?
        .with_section("seller-home");
    let locale = c.locale;
    let root = c.url(&format!("/sell/{}", seller.cooperative));
    let address = |month: Month| format!("{root}/money?month={}", month.code());
    let next = found
        .lines
        .next
        .map(|after| format!("{}&after={after}", address(month)));
    let page = MoneyPage {
        sold: found.overview.sums.parts > 0,
        now: now(locale, &found.overview),
        month: month.name(locale),
        before: deliveries
            .filter(|(first, _)| Month::of(*first) < month)
            .map(|_| address(month.before())),
        after: (month < this).then(|| address(month.after())),
        sums: LineView {
            net: written(locale, found.sums.net()),
            goods: written(locale, found.sums.goods),
            delivery: written(locale, found.sums.delivery),
            commission: written(locale, found.sums.fee.commission),
            vat: written(locale, found.sums.fee.vat),
            ..LineView::default()
        },
        lines: found.lines.items.iter().map(|one| line(locale, &root, one)).collect(),
        next,
        orders: format!("{root}/orders"),
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
        reached: written(locale, all.reached()),
        charged: written(locale, fee.commission.saturating_add(fee.vat)),
        settled: written(locale, all.settled()),
        owed: written(locale, all.owed),
        owes: all.owed > 0,
    }
}

fn line(locale: Locale, root: &str, one: &Line) -> LineView {
    let entry = &one.entry;
    LineView {
        href: format!("{root}/orders/{}", entry.sale.part.id),
        number: one.number.clone(),
        delivered: format::date(locale, entry.sale.delivered_at.unwrap_or(Micros(0))),
        net: written(locale, entry.net_minor()),
        goods: written(locale, entry.sale.goods_minor),
        delivery: written(locale, entry.sale.delivery_minor),
        commission: written(locale, entry.fee.commission),
        vat: written(locale, entry.fee.vat),
        missing: some(locale, entry.missing_minor()),
        refunded: some(locale, entry.refunded_minor),
    }
}
