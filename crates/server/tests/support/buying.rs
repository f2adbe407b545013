//! A program that buys one piece, step by step, and says at which step it was refused and how.

use reqwest::{Client, RequestBuilder, StatusCode, header::RETRY_AFTER};
use serde_json::{Value, json};

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// Whether it says when to come back.
    pub(crate) retries: bool,
    pub(crate) body: Value,
}

impl Answer {
    /// Refused for now, in the way that programs and people can wait for.
    pub(crate) fn is_clean_refusal(&self) -> bool {
        self.status == StatusCode::SERVICE_UNAVAILABLE && self.retries
    }
}

/// An order that was asked for under a key.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) key: String,
    pub(crate) quote: String,
}

/// Sends a request and reads the whole answer.
pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let reply = request.send().await.expect("an answer");
    Answer {
        status: reply.status(),
        retries: reply.headers().contains_key(RETRY_AFTER),
        body: reply.json().await.unwrap_or(Value::Null),
    }
}

/// Fills a cart and has it quoted; the first refusal, if a step is refused.
pub(crate) async fn ask(client: &Client, url: &str, variant: &str, turn: usize) -> Result<Asked, Answer> {
    let done = |answer: Answer| {
        if answer.status.is_success() {
            Ok(answer.body)
        } else {
            Err(answer)
        }
    };
    let cart = done(send(client.post(format!("{url}/api/v1/carts"))).await)?;
    let cart = format!("{url}/api/v1/carts/{}", cart["cart"].as_str().expect("a cart"));
    let line = client
        .put(format!("{cart}/lines/{variant}"))
        .json(&json!({ "quantity": 1 }));
    done(send(line).await)?;
    let asked = json!({
        // A telephone of its own for each order: one telephone may order only so often. It ends in 00: the demo's provider
        // behaves oddly towards some endings.
        "buyer": { "name": "Salma", "phone": format!("+21266{turn:05}00") },
        "address": { "town": "Casablanca", "address": "12, rue des Tests" },
    });
    let quote = done(send(client.post(format!("{cart}/quote")).json(&asked)).await)?;
    Ok(Asked {
        key: format!("key-{turn}"),
        quote: quote["quote"].as_str().expect("a quote").to_owned(),
    })
}

/// Orders what was asked for.
pub(crate) async fn order(client: &Client, url: &str, asked: &Asked) -> Answer {
    let body = json!({ "quote": asked.quote, "terms_accepted": true });
    let order = client
        .post(format!("{url}/api/v1/orders"))
        .header("idempotency-key", &asked.key)
        .json(&body);
    send(order).await
}
