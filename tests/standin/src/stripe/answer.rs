//! Answers and errors as Stripe words them.

use serde_json::{Value, json};

/// A status and a body.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

pub(super) fn ok(body: Value) -> Answer {
    Answer { status: 200, body }
}

pub(super) fn error(status: u16, kind: &str, code: Option<&str>, param: Option<&str>, message: &str) -> Answer {
    let mut error = json!({"type": kind, "message": message, "request_log_url": "https://dashboard.stripe.com/test/logs/req_standin"});
    if let Some(code) = code {
        error["code"] = json!(code);
        error["doc_url"] = json!(format!(
            "https://stripe.com/docs/error-codes/{}",
            code.replace('_', "-")
        ));
    }
    if let Some(param) = param {
        error["param"] = json!(param);
    }
    Answer {
        status,
        body: json!({ "error": error }),
    }
}

pub(super) fn invalid(code: &str, param: &str, message: &str) -> Answer {
    error(400, "invalid_request_error", Some(code), Some(param), message)
}

pub(super) fn missing(what: &str, id: &str) -> Answer {
    let message = format!("No such {what}: '{id}'");
    error(
        404,
        "invalid_request_error",
        Some("resource_missing"),
        Some("id"),
        &message,
    )
}

/// A page of a list, the newest first: `starting_after` and `limit` as Stripe has them.
pub(super) fn list(url: &str, newest_first: Vec<Value>, after: Option<&str>, limit: i64) -> Answer {
    let skip = after.map_or(0, |after| {
        newest_first
            .iter()
            .position(|row| row["id"] == after)
            .map_or(usize::MAX, |at| at + 1)
    });
    let limit = usize::try_from(limit).unwrap_or(10);
    let rest: Vec<Value> = newest_first.into_iter().skip(skip).collect();
    let has_more = rest.len() > limit;
    let data: Vec<Value> = rest.into_iter().take(limit).collect();
    ok(json!({"object": "list", "url": url, "has_more": has_more, "data": data}))
}
