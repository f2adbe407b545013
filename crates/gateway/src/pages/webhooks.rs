//! What providers of payments tell us. No person comes here: the signature on the bytes is all that counts.

use crate::{
    App, Failure, Outcome,
    routes::{Access, Table},
};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use http_body::{Frame, SizeHint};
use market::paying::{self, Word};
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

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
    if paying::waits_for_word(app.market(), &provider) {
        let word = paying::answer(app.market(), &provider, &headers, &body).await;
        return Ok(say(app, provider, word));
    }
    match paying::receive_message(app.market(), &provider, &headers, &body).await {
        Ok(()) => Ok(StatusCode::OK.into_response()),
        Err(error @ market::Error::NotBelieved) => Err(Failure::from(error).with_status(StatusCode::BAD_REQUEST)),
        Err(error) => Err(error.into()),
    }
}

/// The word itself, and nothing else. What it takes is ours once it was handed on, and not before.
fn say(app: App, provider: String, word: Word) -> Response {
    let length = HeaderValue::from(word.text.len());
    let then = word.taken.map(|event| (app, provider, event));
    let mut response = Response::new(Body::new(Saying {
        text: Some(Bytes::from_static(word.text.as_bytes())),
        then,
    }));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CONTENT_LENGTH, length);
    response
}

/// A body that knows whether it was handed on.
struct Saying {
    text: Option<Bytes>,
    then: Option<(App, String, String)>,
}

impl HttpBody for Saying {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.text.take().map(|text| Ok(Frame::data(text))))
    }

    fn is_end_stream(&self) -> bool {
        self.text.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let left = self.text.as_ref().map_or(0, Bytes::len);
        SizeHint::with_exact(u64::try_from(left).unwrap_or_default())
    }
}

impl Drop for Saying {
    fn drop(&mut self) {
        let Some((app, provider, event)) = self.then.take().filter(|_| self.text.is_none()) else {
            return;
        };
        tokio::spawn(async move {
            if let Err(error) = paying::word_given(app.market(), &provider, &event).await {
                tracing::error!(provider, event, %error, "money was taken, and its order does not know it yet");
            }
        });
    }
}
