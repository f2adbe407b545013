//! The buyer's order: reached by the link in the notice, or by number and telephone. The secret of
//! the link moves into a cookie, so that the address can be shown to somebody.

mod find;
mod pay;
mod receipt;
mod refunds;
mod returns;
mod show;

use crate::{
    App, Failure, Outcome,
    extract::{cookie, in_path},
    page,
    routes::{Access, Table},
};
use axum::{extract::FromRequestParts, http::request::Parts};
use catalogue::place::Places;
use kernel::{Locale, ids::OrderId};
use market::buying;
use order::{Order, cart::Address};

pub(crate) use find::number as read_number;
pub(crate) use returns::{tone as return_tone, what as return_what};
pub(crate) use show::{delivery_code, state_word, strip, tone, whole_tone, with};

/// How long a browser may open an order without its link, in seconds.
const KEPT: i64 = 180 * 24 * 3600;

/// The routes of a buyer's order.
pub(crate) fn routes(table: &mut Table) {
    table.get("/{lang}/orders/find", Access::Public, find::show);
    table.post("/{lang}/orders/find", Access::Public, find::find);
    table.get("/{lang}/orders/{number}", Access::Public, show::show);
    table.get("/{lang}/orders/{number}/receipt", Access::Public, receipt::show);
    table.get("/{lang}/orders/{number}/pay", Access::Public, pay::go);
    table.get("/{lang}/orders/{number}/pay/back", Access::Public, pay::back);
    table.post("/{lang}/orders/{number}/pay/back", Access::Public, pay::posted_back);
    table.post("/{lang}/orders/{number}/pay/cash", Access::Public, pay::in_cash);
    table.post("/{lang}/orders/{number}/pay/give-up", Access::Public, pay::give_up);
    table.post(
        "/{lang}/orders/{number}/parts/{part}/cancel",
        Access::Public,
        show::cancel,
    );
    let give_back = "/{lang}/orders/{number}/parts/{part}/return";
    table.get(give_back, Access::Public, returns::show);
    table.post(give_back, Access::Public, returns::ask);
    table.post(
        "/{lang}/orders/{number}/returns/{return}/withdraw",
        Access::Public,
        returns::withdraw,
    );
    let refund = "/{lang}/orders/{number}/refunds/{refund}";
    table.get(refund, Access::Public, refunds::show);
    table.post(refund, Access::Public, refunds::choose);
}

/// The number in the path, and the secret that the browser or the link brought.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) number: String,
    /// From the link.
    pub(crate) linked: Option<String>,
    /// From the cookie.
    pub(crate) kept: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Held {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let written: String = in_path(parts, "number").await?;
        let number = Some(written.to_ascii_uppercase())
            .filter(|number| is_number(number))
            .ok_or_else(Failure::not_found)?;
        let query = parts.uri.query().unwrap_or("");
        let linked = crate::extract::pairs(query.as_bytes())?
            .into_iter()
            .find(|(name, _)| name == "t")
            .map(|(_, v)| v);
        let kept = cookie(&parts.headers, &cookie_name(&number)).map(str::to_owned);
        Ok(Self { number, linked, kept })
    }
}

impl Held {
    /// The order, if the cookie holds its secret.
    async fn open(&self, app: &App) -> Result<Option<Order>, Failure> {
        let Some(secret) = &self.kept else { return Ok(None) };
        match buying::open_order(app.market(), &self.number, secret).await {
            Ok(order) => Ok(Some(order)),
            Err(market::Error::Order(order::Error::NoOrder)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// `TZ-` and six letters or digits: what may stand in a cookie's name.
pub(crate) fn is_number(text: &str) -> bool {
    text.strip_prefix("TZ-")
        .is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn cookie_name(number: &str) -> String {
    format!("order-{number}")
}

/// On to an order whose secret the reader may have.
pub(crate) fn opened(app: &App, locale: Locale, number: &str, id: OrderId) -> Outcome {
    with_secret(locale, number, &buying::order_token(app.market(), id))
}

/// On to the payment of an order that was just placed.
pub(crate) fn to_pay(app: &App, locale: Locale, number: &str, id: OrderId) -> Outcome {
    let mut response = page::see_other(&format!("/{locale}/orders/{number}/pay"))?;
    let secret = buying::order_token(app.market(), id);
    page::set_cookie(&mut response, &cookie_name(number), &secret, KEPT);
    Ok(response)
}

fn with_secret(locale: Locale, number: &str, secret: &str) -> Outcome {
    let mut response = page::see_other(&format!("/{locale}/orders/{number}"))?;
    page::set_cookie(&mut response, &cookie_name(number), secret, KEPT);
    Ok(response)
}

/// An address as it is written on a parcel.
pub(crate) fn address_lines(places: &Places, locale: Locale, address: &Address) -> Vec<String> {
    let town = places.called(locale, &address.province_iso, &address.town);
    let town = match &address.postcode {
        Some(postcode) => format!("{postcode} {town}"),
        None => town.to_owned(),
    };
    [Some(address.address.clone()), address.landmark.clone(), Some(town)]
        .into_iter()
        .flatten()
        .collect()
}
