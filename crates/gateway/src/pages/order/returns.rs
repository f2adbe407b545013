//! A buyer gives something back: the page on which they say what, and how far each return is.

use super::Held;
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Visitor},
    page,
    pages::lines,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::{
    Fault, Kind, Locale, Money,
    ids::{ReturnId, SellerOrderId, VariantId},
};
use market::returning::{self, Asking};
use order::{
    Order, Return, SellerOrder,
    returning::{Move, Stage},
};
use std::collections::BTreeMap;
use view::{
    chrome::Chrome,
    form::Form,
    format,
    words::{self, Arg},
};

/// The longest reason.
const REASON: usize = 500;

/// How far a return is, in plain words.
pub(super) struct ReturnView {
    pub(super) id: String,
    pub(super) what: Vec<String>,
    pub(super) state: String,
    pub(super) tone: &'static str,
    /// What happens next.
    pub(super) next: String,
    /// The words of the cooperative, or of the office.
    pub(super) words: Option<String>,
    pub(super) can_withdraw: bool,
}

/// How the stage of a return sounds.
pub(crate) const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Requested | Stage::NotReceived => "warn",
        Stage::Accepted | Stage::Received => "info",
        Stage::Refunded => "good",
        Stage::Refused | Stage::Withdrawn | Stage::Ended => "bad",
    }
}

/// So many pieces of what.
pub(crate) fn what(locale: Locale, part: &SellerOrder, found: &Return) -> Vec<String> {
    let named = |piece: &order::goods_return::Piece| {
        let line = part.lines.iter().find(|line| line.variant == piece.variant)?;
        Some(format!("{} × {}", piece.quantity, line.name.text(locale)))
    };
    found.lines.iter().filter_map(named).collect()
}

pub(super) fn view(locale: Locale, part: &SellerOrder, found: &Return) -> ReturnView {
    let minor = found.refunded_minor.unwrap_or(found.goods_minor);
    let args = [
        ("amount", Arg::from(format::money(locale, Money::mad(minor)))),
        ("name", Arg::from(part.seller.name.text(locale))),
        (
            "when",
            Arg::from(found.due_at.map_or_else(String::new, |at| format::date(locale, at))),
        ),
    ];
    let next = match found.refunded_minor {
        Some(0) => "nothing",
        _ => found.stage.code(),
    };
    ReturnView {
        id: found.id.to_string(),
        what: what(locale, part, found),
        state: words::say(locale, &format!("order-return-{}", found.stage.code())),
        tone: tone(found.stage),
        next: words::say_with(locale, &format!("order-return-next-{next}"), &args),
        words: found.words.clone(),
        can_withdraw: found.stage.allows(Move::Withdraw),
    }
}

#[derive(Template)]
#[template(path = "pages/order/return.html")]
struct ReturnPage {
    c: Chrome,
    f: Form,
    back: String,
    action: String,
    key: String,
    seller: String,
    lang: &'static str,
    until: String,
    lines: Vec<Choosing>,
}

struct Choosing {
    line: lines::LineView,
    field: String,
    /// Pieces that can be chosen.
    counts: Vec<i64>,
}

fn field(variant: VariantId) -> String {
    format!("pieces_{variant}")
}

/// The part of the order in the path.
fn found<'a>(order: &'a Order, id: &str) -> Result<&'a SellerOrder, Failure> {
    let id: SellerOrderId = id.parse().map_err(|_| Failure::not_found())?;
    order
        .parts
        .iter()
        .find(|part| part.id == id)
        .ok_or_else(Failure::not_found)
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path((_, _, part)): Path<(String, String, String)>,
) -> Outcome {
    let Some(order) = held.open(&app).await? else {
        return page::see_other(&format!("/{}/orders/find?number={}", visitor.locale(), held.number));
    };
    let part = found(&order, &part)?;
    if !part.can_return(app.market().now()) {
        return page::see_other(&format!("/{}/orders/{}", visitor.locale(), held.number));
    }
    let mut f = Form::default();
    f.set("key", page::once_token(&app));
    render(&app, &visitor, &order, part, (StatusCode::OK, f)).await
}

async fn render(
    app: &App,
    visitor: &Visitor,
    order: &Order,
    part: &SellerOrder,
    (status, f): (StatusCode, Form),
) -> Outcome {
    let c = page::chrome(app, visitor, "order-return-title").await?;
    let locale = c.locale;
    let back = c.url(&format!("/orders/{}", order.head.number));
    let lines = part.lines.iter().filter(|line| line.returnable() > 0);
    let page = ReturnPage {
        action: format!("{back}/parts/{}/return", part.id),
        back,
        key: f.value("key").to_owned(),
        seller: part.seller.name.text(locale).to_owned(),
        lang: lines::language(&part.seller.name, locale),
        until: part
            .ends_at
            .map_or_else(String::new, |ends| format::date(locale, ends.plus(-1))),
        lines: lines
            .map(|line| Choosing {
                line: lines::line(locale, line),
                field: field(line.variant),
                counts: (1..=line.returnable()).collect(),
            })
            .collect(),
        c,
        f,
    };
    page::html(status, &page)
}

pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path((_, _, part)): Path<(String, String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let order = held.open(&app).await?.ok_or_else(Failure::not_found)?;
    let secret = held.kept.as_deref().ok_or_else(Failure::not_found)?;
    let part = found(&order, &part)?;
    let mut pieces = BTreeMap::new();
    for line in &part.lines {
        if let Some(count) = f.optional_integer(&field(line.variant), 0, line.quantity) {
            pieces.insert(line.variant, count);
        }
    }
    let reason = f.optional_paragraph("reason", REASON);
    if !f.is_ok() {
        return render(&app, &visitor, &order, part, (StatusCode::UNPROCESSABLE_ENTITY, f)).await;
    }
    let asking = Asking {
        part: part.id,
        pieces,
        reason,
    };
    let path = format!("/{}/orders/{}", visitor.locale(), held.number);
    match returning::ask_return(app.market(), f.value("key"), &held.number, secret, asking).await {
        Ok(_) => page::see_other_with(&path, "order-notice-return"),
        Err(error) if error.kind() == Kind::Conflict => page::see_other_with(&path, "order-notice-return-late"),
        Err(error) if error.field() == Some("lines") => {
            f.refuse("lines", &format!("error-{}", error.code().replace('.', "-")));
            render(&app, &visitor, &order, part, (StatusCode::UNPROCESSABLE_ENTITY, f)).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path((_, _, id)): Path<(String, String, String)>,
) -> Outcome {
    let id: ReturnId = id.parse().map_err(|_| Failure::not_found())?;
    let secret = held.kept.as_deref().ok_or_else(Failure::not_found)?;
    let path = format!("/{}/orders/{}", visitor.locale(), held.number);
    match returning::withdraw_return(app.market(), &held.number, secret, id).await {
        Ok(()) => page::see_other_with(&path, "order-notice-return-withdrawn"),
        Err(error) if error.kind() == Kind::Conflict => page::see_other_with(&path, "order-notice-return-moved"),
        Err(error) => Err(error.into()),
    }
}
