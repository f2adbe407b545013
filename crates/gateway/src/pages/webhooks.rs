//! What providers of payments tell us. No person comes here: the signature on the bytes is all that counts.

use crate::{
    App, Failure, Outcome,
    routes::{Access, Table},
};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, Method, StatusCode},
    response::IntoResponse,
};
use market::paying;

/// The routes of providers.
pub(crate) fn routes(table: &mut Table) {
    let path = "/webhooks/{provider}";
    table.add_with_limit(Method::POST, path, Access::Public, paying::MESSAGE_MOST, hear);
}

async fn hear(State(app): State<App>, Path(provider): Path<String>, headers: HeaderMap, body: Bytes) -> Outcome {
    let headers: Vec<(&str, &[u8])> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect();
    match paying::receive_message(app.market(), &provider, &headers, &body).await {
        Ok(()) => Ok(StatusCode::OK.into_response()),
        Err(error @ market::Error::NotBelieved) => Err(Failure::from(error).with_status(StatusCode::BAD_REQUEST)),
        Err(error) => Err(error.into()),
    }
}
