//! JSON for programs: the same verbs behind another face.

pub(crate) mod carts;
pub(crate) mod cooperatives;
pub(crate) mod listings;
pub(crate) mod me;
pub(crate) mod orders;
pub(crate) mod payouts;
pub(crate) mod products;
pub(crate) mod reference;
pub(crate) mod returns;
pub(crate) mod seller_cash;
pub(crate) mod seller_money;
pub(crate) mod seller_orders;
pub(crate) mod seller_products;
pub(crate) mod seller_returns;
mod seller_shapes;
pub(crate) mod shapes;
pub(crate) mod sold;
pub(crate) mod statements;

use crate::{Failure, Outcome, cache::Public, openapi, routes::Table};
use axum::{
    http::{HeaderValue, header::CONTENT_TYPE},
    response::IntoResponse,
};
use kernel::Kind;
use serde::Serialize;

/// Writes the routes of the API into the table.
pub(crate) fn routes(table: &mut Table) {
    carts::routes(table);
    orders::routes(table);
    returns::routes(table);
    seller_orders::routes(table);
    seller_returns::routes(table);
    seller_cash::routes(table);
    seller_money::routes(table);
    payouts::routes(table);
    seller_products::routes(table);
    listings::routes(table);
    cooperatives::routes(table);
    me::routes(table);
    openapi::routes(table);
    products::routes(table);
    reference::routes(table);
    statements::routes(table);
}

/// An answer that is the same for everybody: kept in memory until the catalogue changes.
pub(crate) fn answer(body: &impl Serialize) -> Outcome {
    let bytes = serde_json::to_vec(body).map_err(|error| Failure {
        detail: Some(error.to_string()),
        ..Failure::new(Kind::Broken, "http.template")
    })?;
    let mut response = bytes.into_response();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.extensions_mut().insert(Public);
    Ok(response)
}
