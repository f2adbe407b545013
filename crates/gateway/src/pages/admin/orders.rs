//! All orders, for the office: who waits for whom.

use crate::{
    App, Outcome,
    extract::{Visitor, pairs},
    page,
    pages::order as order_page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
};
use kernel::{Limit, Locale};
use order::Order;
use view::{chrome::Chrome, format, words};

/// The routes of the list.
pub(crate) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/orders", Access::Administrator, list);
}

#[derive(Template)]
#[template(path = "pages/admin/orders.html")]
struct ListPage {
    c: Chrome,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    number: String,
    placed: String,
    town: String,
    state: String,
    parts: Vec<(String, &'static str, String)>,
    total: String,
}

async fn list(State(app): State<App>, visitor: Visitor, RawQuery(query): RawQuery) -> Outcome {
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let after = asked
        .iter()
        .find(|(name, _)| name == "after")
        .map(|(_, value)| value.as_str());
    let found = order::order::list_all(&app.market().db, after, Limit::new(50)).await?;
    let c = page::chrome(&app, &visitor, "admin-orders-title")
        .await?
        .with_section("admin-orders");
    let next = found.next.map(|after| c.url(&format!("/admin/orders?after={after}")));
    let rows = found.items.iter().map(|order| row(c.locale, order)).collect();
    page::html(StatusCode::OK, &ListPage { c, rows, next })
}

fn row(locale: Locale, order: &Order) -> Row {
    let part = |part: &order::SellerOrder| {
        let name = part.seller.name.text(locale).to_owned();
        (name, order_page::tone(part.state), order_page::state_word(locale, part))
    };
    Row {
        number: order.head.number.clone(),
        placed: format::date_time(locale, order.head.placed_at),
        town: order.head.address.town.clone(),
        state: words::say(locale, &format!("order-state-{}", order.state().code())),
        parts: order.parts.iter().map(part).collect(),
        total: format::money(locale, kernel::Money::mad(order.totals.total_minor)),
    }
}
