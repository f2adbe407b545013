//! The receipt, made for paper: every consumer gets one (law 31-08 art. 4), with the identity of each
//! seller (law 112-12 art. 11).

use super::{Held, address_lines, refunds, show::state_word};
use crate::{App, Outcome, extract::Visitor, page, pages::lines};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use order::SellerOrder;
use view::{chrome::Chrome, format};

#[derive(Template)]
#[template(path = "pages/order/receipt.html")]
struct ReceiptPage {
    c: Chrome,
    number: String,
    placed: String,
    parts: Vec<PartView>,
    sum: Option<lines::SumView>,
    /// Whether a part came to nothing.
    without: bool,
    buyer: String,
    recipient: String,
    address: Vec<String>,
    terms_version: i64,
}

struct PartView {
    seller: lines::SellerView,
    state: String,
    lines: Vec<lines::LineView>,
    /// What it costs; none where nothing is due.
    sum: Option<lines::SumView>,
    paid: Option<String>,
    /// What of it went back, or is to, a sentence each.
    back: Vec<String>,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, held: Held) -> Outcome {
    let Some(order) = held.open(&app).await? else {
        return page::see_other(&format!("/{}/orders/find?number={}", visitor.locale(), held.number));
    };
    let ids: Vec<_> = order.parts.iter().map(|part| part.id).collect();
    let payments = payment::payment::list_for_seller_orders(&app.market().db, &ids).await?;
    let all = payment::refund::list_of_order(&app.market().db, order.head.id).await?;
    let back = |part: &SellerOrder| {
        let own: Vec<_> = all.iter().filter(|one| one.part == Some(part.id)).cloned().collect();
        let views = refunds::views(visitor.locale(), &held.number, &own);
        views.into_iter().map(|view| view.text).collect()
    };
    let mut c = page::chrome(&app, &visitor, "order-receipt-title").await?;
    c.title = c.tn("order-receipt-of", "number", held.number.as_str());
    let locale = c.locale;
    let parts = order
        .parts
        .iter()
        .map(|part| PartView {
            seller: lines::seller(locale, &part.seller, part.cooperative),
            state: state_word(locale, part),
            lines: lines::lines(locale, &part.lines),
            sum: part.is_due().then(|| lines::sum(locale, &part.totals)),
            paid: payments
                .iter()
                .find(|p| p.seller_order == part.id && p.collected.minor > 0)
                .map(|p| format::money(locale, p.collected)),
            back: back(part),
        })
        .collect();
    let receipt = ReceiptPage {
        number: order.head.number.clone(),
        placed: format::date(locale, order.head.placed_at),
        parts,
        sum: lines::due(locale, &order),
        without: !order.parts.iter().all(SellerOrder::is_due),
        buyer: order.head.buyer.name.clone(),
        recipient: order.head.recipient.name.clone(),
        address: address_lines(&app.reference().await?.places, locale, &order.head.address),
        terms_version: i64::from(order.head.terms_version),
        c,
    };
    page::html(StatusCode::OK, &receipt)
}
