//! The provider of a demonstration: its page is shown by this market, and its messages come by themselves.

use super::receive_message;
use crate::{Error, Market};
use psp::fake::{Button, Fake, HEADER, Page, Pressed};
use std::{io, sync::Arc};

/// The page of a session. There is none outside a demonstration.
///
/// # Errors
/// When the provider's books cannot be read.
pub fn fake_page(market: &Market, session: &str) -> Result<Option<Page>, Error> {
    match fake(market) {
        Some(fake) => fake.page(session, market.now()).map_err(books),
        None => Ok(None),
    }
}

/// A button of that page.
///
/// # Errors
/// When the provider's books cannot be written.
pub fn press(market: &Market, session: &str, button: Button) -> Result<Pressed, Error> {
    match fake(market) {
        Some(fake) => fake.press(session, button, market.now()).map_err(books),
        None => Ok(Pressed::Over),
    }
}

/// Sends the messages that the provider has to send now, and says how many were heard. They take the way of any
/// other provider's, signature and all, but for the line between two machines.
///
/// # Errors
/// When the provider's books cannot be read or written.
pub async fn send_messages(market: &Market) -> Result<usize, Error> {
    let Some(fake) = fake(market) else { return Ok(0) };
    let mut heard = 0_usize;
    for due in fake.due(market.now()).map_err(books)? {
        let body = due.body();
        let signature = fake.sign(&body, market.now());
        let headers = [(HEADER, signature.as_bytes())];
        let arrived = receive_message(market, "fake", &headers, &body).await.is_ok();
        fake.sent(&due, arrived, market.now()).map_err(books)?;
        heard = heard.saturating_add(usize::from(arrived));
    }
    Ok(heard)
}

fn fake(market: &Market) -> Option<Arc<Fake>> {
    market.ways.fake().filter(|_| market.settings.demo).cloned()
}

fn books(error: io::Error) -> Error {
    Error::NoAnswer(error.to_string())
}
