//! Stripe's events, read tolerantly: fields we do not need may be missing, of another type or new. What moves money
//! must be complete, and a word that we do not know never means *paid*.

use crate::{Amount, Happened, Message, Rejected};
use kernel::{Micros, time::SECOND};
use serde::Deserialize;
use serde_json::Value;

/// The longest id of theirs.
const ID_MOST: usize = 255;

/// The envelope.
#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    livemode: bool,
    #[serde(default)]
    created: Option<i64>,
    #[serde(default)]
    account: Option<String>,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Value,
}

/// What the event is about.
struct Object<'a>(&'a Value);

pub(super) fn read(body: &[u8]) -> Result<Message, Rejected> {
    let event: Event = serde_json::from_slice(body).map_err(|_| Rejected::Malformed("not an event"))?;
    if event.id.is_empty() || event.id.len() > ID_MOST {
        return Err(Rejected::Malformed("id"));
    }
    let object = Object(&event.data.object);
    let happened = object.happened(&event.kind)?;
    Ok(Message {
        attempt: object.attempt(),
        session: object.session(),
        payment: object.payment(),
        account: event.account,
        live: event.livemode,
        at: event.created.map(|seconds| Micros(seconds.saturating_mul(SECOND))),
        happened,
        event: event.id,
    })
}

impl Object<'_> {
    fn happened(&self, kind: &str) -> Result<Happened, Rejected> {
        Ok(match kind {
            "checkout.session.completed" => match self.text("payment_status") {
                Some("paid") => Happened::Captured(self.amount("amount_total")?),
                Some("unpaid") => Happened::Processing,
                _ => Happened::Other(kind.to_owned()),
            },
            "checkout.session.async_payment_succeeded" => match self.text("payment_status") {
                Some("paid") => Happened::Captured(self.amount("amount_total")?),
                _ => return Err(Rejected::Malformed("payment_status")),
            },
            "checkout.session.async_payment_failed" => Happened::Failed {
                code: "async_payment_failed".to_owned(),
            },
            "checkout.session.expired" | "payment_intent.canceled" => Happened::Expired,
            "payment_intent.processing" => Happened::Processing,
            "payment_intent.amount_capturable_updated" => Happened::Authorised(self.amount("amount_capturable")?),
            "payment_intent.succeeded" => Happened::Captured(self.amount("amount_received")?),
            "payment_intent.payment_failed" => Happened::Failed { code: self.reason() },
            "charge.refunded" => Happened::RefundedSoFar(self.amount("amount_refunded")?),
            "refund.failed" | "refund.updated" | "charge.refund.updated" => self.refund(kind)?,
            // An inquiry takes no money yet, and may end without.
            "charge.dispute.created" | "charge.dispute.funds_withdrawn" | "charge.dispute.closed" => {
                self.dispute(kind)?
            }
            other => Happened::Other(other.to_owned()),
        })
    }

    fn refund(&self, kind: &str) -> Result<Happened, Rejected> {
        if !matches!(self.text("status"), Some("failed" | "canceled")) {
            return Ok(Happened::Other(kind.to_owned()));
        }
        Ok(Happened::RefundFailed {
            refund: self.metadata("refund"),
            reference: self.id()?,
            amount: self.amount("amount")?,
        })
    }

    fn dispute(&self, kind: &str) -> Result<Happened, Rejected> {
        let status = self.text("status").unwrap_or_default();
        let (dispute, amount) = (self.id()?, self.amount("amount")?);
        Ok(match (kind, status) {
            ("charge.dispute.closed", "won") => Happened::DisputeWon { dispute, amount },
            ("charge.dispute.closed", "lost") => Happened::DisputeLost { dispute, amount },
            ("charge.dispute.closed", _) => Happened::Other(kind.to_owned()),
            (_, inquiry) if inquiry.starts_with("warning_") => Happened::Other(kind.to_owned()),
            _ => Happened::DisputeOpened { dispute, amount },
        })
    }

    fn is(&self, kind: &str) -> bool {
        self.text("object") == Some(kind)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    fn id(&self) -> Result<String, Rejected> {
        self.text("id")
            .and_then(id)
            .ok_or(Rejected::Malformed("id of the object"))
    }

    fn metadata(&self, name: &str) -> Option<String> {
        self.0.get("metadata")?.get(name)?.as_str().and_then(id)
    }

    fn attempt(&self) -> Option<String> {
        self.text("client_reference_id")
            .and_then(id)
            .or_else(|| self.metadata("attempt"))
    }

    fn session(&self) -> Option<String> {
        self.is("checkout.session").then(|| self.id().ok()).flatten()
    }

    /// The payment intent: the object itself, or what it points at, as an id or written out.
    fn payment(&self) -> Option<String> {
        if self.is("payment_intent") {
            return self.id().ok();
        }
        let payment = self.0.get("payment_intent")?;
        payment.as_str().or_else(|| payment.get("id")?.as_str()).and_then(id)
    }

    fn amount(&self, name: &str) -> Result<Amount, Rejected> {
        let minor = self.0.get(name).and_then(Value::as_i64).filter(|minor| *minor >= 0);
        let is_code = |text: &&str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic());
        Ok(Amount {
            minor: minor.ok_or(Rejected::Malformed("amount"))?,
            currency: self
                .text("currency")
                .filter(is_code)
                .ok_or(Rejected::Malformed("currency"))?
                .to_ascii_uppercase(),
        })
    }

    fn reason(&self) -> String {
        let error = self.0.get("last_payment_error");
        let part = |name| error.and_then(|error| error.get(name)?.as_str());
        part("decline_code")
            .or_else(|| part("code"))
            .and_then(id)
            .unwrap_or_else(|| "unknown".to_owned())
    }
}

/// A short text that may be kept and logged.
fn id(text: &str) -> Option<String> {
    let is_id = (1..=ID_MOST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    is_id.then(|| text.to_owned())
}
