//! All orders, for the office: who waits for whom. Found by number or telephone when somebody rings.

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
use catalogue::place::Places;
use kernel::{Limit, Locale, Phone};
use order::{Order, order::Sought};
use view::{chrome::Chrome, form::Form, format, words};

/// The routes of the list and of one order.
pub(crate) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/orders", Access::Administrator, list);
    table.get(
        "/{lang}/admin/orders/{number}",
        Access::Administrator,
        super::order::show,
    );
    table.post(
        "/{lang}/admin/orders/{number}/payment",
        Access::Administrator,
        super::order::settle,
    );
    table.post(
        "/{lang}/admin/orders/{number}/parts/{part}/vouch",
        Access::Administrator,
        super::order::vouch,
    );
}

#[derive(Template)]
#[template(path = "pages/admin/orders.html")]
struct ListPage {
    c: Chrome,
    f: Form,
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
    let asked = |name: &str| {
        asked
            .iter()
            .find(|(asked, _)| asked == name)
            .map(|(_, value)| value.as_str())
    };
    let typed = kernel::text::optional_line(asked("q").unwrap_or_default(), 40)
        .ok()
        .flatten()
        .unwrap_or_default();
    let sought = sought(&typed, app.demo());
    let c = page::chrome(&app, &visitor, "admin-orders-title")
        .await?
        .with_section("admin-orders");
    let mut f = Form::default();
    f.set("q", typed.clone());
    if sought.is_none() && !typed.is_empty() {
        f.refuse("q", "admin-orders-find-hint");
        let (rows, next) = (Vec::new(), None);
        return page::html(StatusCode::UNPROCESSABLE_ENTITY, &ListPage { c, f, rows, next });
    }
    let found = order::order::list_all(&app.market().db, sought.as_ref(), asked("after"), Limit::new(50)).await?;
    let typed: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
    let next = found
        .next
        .map(|after| c.url(&format!("/admin/orders?q={typed}&after={after}")));
    let places = &app.reference().await?.places;
    let rows = found.items.iter().map(|order| row(places, c.locale, order)).collect();
    page::html(StatusCode::OK, &ListPage { c, f, rows, next })
}

/// An order's number, as people type it, or a telephone.
fn sought(typed: &str, demo: bool) -> Option<Sought> {
    let number = order_page::read_number(typed);
    if order_page::is_number(&number) {
        return Some(Sought::Number(number));
    }
    Phone::parse(typed, demo).ok().map(Sought::Phone)
}

fn row(places: &Places, locale: Locale, order: &Order) -> Row {
    let address = &order.head.address;
    let part = |part: &order::SellerOrder| {
        let name = part.seller.name.text(locale).to_owned();
        (name, order_page::tone(part.state), order_page::state_word(locale, part))
    };
    Row {
        number: order.head.number.clone(),
        placed: format::date_time(locale, order.head.placed_at),
        town: places.called(locale, &address.province_iso, &address.town).to_owned(),
        state: words::say(locale, &format!("order-state-{}", order.state().code())),
        parts: order.parts.iter().map(part).collect(),
        total: format::money(locale, kernel::Money::mad(order.due().total_minor)),
    }
}
