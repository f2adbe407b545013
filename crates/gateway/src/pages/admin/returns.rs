//! A return whose goods did not come, for the office: who knows what, and its end, or some more time.

use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Visitor},
    page,
    pages::order as order_page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::{Fault, Kind, Money, Phone, ids::ReturnId, time::DAY};
use market::returning;
use order::{
    Return, goods_return,
    returning::{Move, Stage},
};
use view::{chrome::Chrome, form::Form, format, words};

/// The longest words to a buyer.
const WORDS: usize = 500;

/// The routes of this page.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/returns/{return}", Access::Administrator, show);
    table.post("/{lang}/admin/returns/{return}/{action}", Access::Administrator, act);
}

#[derive(Template)]
#[template(path = "pages/admin/return.html")]
struct ReturnPage {
    c: Chrome,
    f: Form,
    root: String,
    order: String,
    number: String,
    amount: String,
    since: String,
    state: String,
    tone: &'static str,
    what: Vec<String>,
    reason: Option<String>,
    words: Option<String>,
    /// Whether its goods are missing, so that there is something to decide.
    missing: bool,
    /// For how many days it would wait again.
    days: i64,
    buyer: Contact,
    seller: Contact,
}

struct Contact {
    name: String,
    phone: String,
    tel: String,
}

fn contact(name: &str, phone: &str) -> Contact {
    Contact {
        name: name.to_owned(),
        phone: Phone::stored(phone.to_owned()).display(),
        tel: phone.to_owned(),
    }
}

async fn find(app: &App, id: &str) -> Result<Return, Failure> {
    let id: ReturnId = id.parse().map_err(|_| Failure::not_found())?;
    Ok(goods_return::get(&app.market().db, id).await?)
}

async fn show(State(app): State<App>, visitor: Visitor, Path((_, id)): Path<(String, String)>) -> Outcome {
    render(&app, &visitor, &id, (StatusCode::OK, Form::default())).await
}

async fn render(app: &App, visitor: &Visitor, id: &str, (status, f): (StatusCode, Form)) -> Outcome {
    let market = app.market();
    let found = find(app, id).await?;
    let order = order::order::get_for_notice(&market.db, found.part).await?;
    let mut c = page::chrome(app, visitor, "trouble-return-title")
        .await?
        .with_section("admin-money");
    c.title = c.tn("trouble-return-of", "number", order.head.number.as_str());
    let locale = c.locale;
    let since = market.now().since(found.updated_at).div_euclid(DAY);
    let minor = found.refunded_minor.unwrap_or(found.goods_minor);
    let page = ReturnPage {
        root: c.url(&format!("/admin/returns/{}", found.id)),
        order: c.url(&format!("/admin/orders/{}", order.head.number)),
        number: order.head.number.clone(),
        amount: format::money(locale, Money::mad(minor)),
        since: words::say_with(locale, "admin-money-days", &[("days", since.into())]),
        state: words::say(locale, &format!("order-return-{}", found.stage.code())),
        tone: order_page::return_tone(found.stage),
        what: order_page::return_what(locale, &order.part, &found),
        reason: found.reason.clone(),
        words: found.words.clone(),
        missing: found.stage == Stage::NotReceived && found.stage.allows(Move::End),
        days: market.settings.goods_within.div_euclid(DAY),
        buyer: contact(&order.head.buyer.name, &order.head.buyer.phone),
        seller: contact(order.part.seller.name.text(locale), &order.part.seller.phone),
        c,
        f,
    };
    page::html(status, &page)
}

async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, id, action)): Path<(String, String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let (market, found) = (app.market(), find(&app, &id).await?);
    let done = match action.as_str() {
        "reopen" => returning::reopen_return(market, &administrator, found.id).await,
        "end" => match f.line("words", WORDS) {
            Some(words) => returning::end_return(market, &administrator, found.id, words).await,
            None => return render(&app, &visitor, &id, (StatusCode::UNPROCESSABLE_ENTITY, f)).await,
        },
        _ => return Err(Failure::not_found()),
    };
    let path = format!("/{}/admin/returns/{}", visitor.locale(), found.id);
    match done {
        Ok(()) => page::see_other_with(&path, "trouble-notice-done"),
        Err(error) if error.kind() == Kind::Conflict => page::see_other_with(&path, "trouble-notice-moved"),
        Err(error) => Err(error.into()),
    }
}
