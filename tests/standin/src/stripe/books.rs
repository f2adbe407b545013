//! The stand-in's own books, and what may happen to them.

use super::{
    answer::{Answer, error, invalid, missing, ok},
    form::Form,
    objects,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// How one request is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As everybody wishes it.
    Fine,
    /// It fails inside, before anything happened.
    Broken,
    /// It fails inside, after everything happened; the same key gives the answer later.
    BrokenAfter,
    /// Nothing is answered for a long while, and nothing happens.
    Silent,
    /// The same, and it is obeyed.
    SilentAfter,
    /// It is obeyed, and the answer is no JSON.
    Garbage,
    /// It is obeyed, and the answer has no end.
    Endless,
    /// Too many requests.
    TooMany,
    /// A proxy's page instead.
    Proxy,
}

/// Something that Stripe tells.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// Its type.
    pub kind: String,
    /// The bytes that are posted and signed.
    pub body: String,
    /// Whether somebody said that they heard it.
    pub heard: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) account: Option<String>,
    pub(super) created: i64,
    pub(super) expires_at: i64,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) reference: Option<String>,
    pub(super) success_url: String,
    pub(super) cancel_url: Option<String>,
    pub(super) locale: Option<String>,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) ended: bool,
    pub(super) payment: Option<Payment>,
    pub(super) payment_metadata: BTreeMap<String, String>,
    pub(super) description: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Payment {
    pub(super) id: String,
    pub(super) charge: String,
    pub(super) created: i64,
    pub(super) status: &'static str,
    /// Whether a bank took its time.
    pub(super) slow: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Refund {
    pub(super) id: String,
    pub(super) payment: String,
    pub(super) charge: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) created: i64,
    pub(super) status: &'static str,
}

#[derive(Clone, Debug)]
pub(super) struct Dispute {
    pub(super) id: String,
    pub(super) payment: String,
    pub(super) charge: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) created: i64,
    pub(super) status: &'static str,
}

pub(super) struct Books {
    pub(super) url: String,
    pub(super) sessions: Vec<Session>,
    pub(super) refunds: Vec<Refund>,
    pub(super) disputes: Vec<Dispute>,
    pub(super) events: Vec<Event>,
    pub(super) moods: VecDeque<Mood>,
    pub(super) obeyed: Vec<String>,
    pub(super) slow_refunds: bool,
    /// What was answered under a key, and to which request.
    pub(super) keys: HashMap<String, (String, Answer)>,
    counter: u64,
}

const SESSION_PARAMETERS: &[&str] = &[
    "mode",
    "line_items",
    "success_url",
    "cancel_url",
    "client_reference_id",
    "metadata",
    "payment_intent_data",
    "locale",
    "expires_at",
    "expand",
    "adaptive_pricing",
    "allowed_payment_method_types",
    "payment_method_types",
    "customer_email",
];

impl Books {
    pub(super) fn new(url: String) -> Self {
        Self {
            url,
            sessions: Vec::new(),
            refunds: Vec::new(),
            disputes: Vec::new(),
            events: Vec::new(),
            moods: VecDeque::new(),
            obeyed: Vec::new(),
            slow_refunds: false,
            keys: HashMap::new(),
            counter: 0,
        }
    }

    fn id(&mut self, kind: &str) -> String {
        self.counter += 1;
        format!("{kind}_{:016x}", self.counter.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// What was captured and what was given back.
    pub(super) fn balance(&self) -> (i64, i64) {
        let paid = |session: &&Session| {
            session
                .payment
                .as_ref()
                .is_some_and(|payment| payment.status == "succeeded")
        };
        let captured = self.sessions.iter().filter(paid).map(|session| session.amount).sum();
        let back = self.refunds.iter().filter(|refund| refund.status == "succeeded");
        (captured, back.map(|refund| refund.amount).sum())
    }

    pub(super) fn heard(&mut self, id: &str) {
        for event in self.events.iter_mut().filter(|event| event.id == id) {
            event.heard = true;
        }
    }

    fn tell(&mut self, kind: &str, account: Option<String>, object: &Value, now: i64) {
        let id = self.id("evt_test");
        let body = objects::event(&id, kind, account.as_deref(), object, now).to_string();
        let (kind, heard) = (kind.to_owned(), false);
        self.events.push(Event { id, kind, body, heard });
    }

    fn tell_session(&mut self, kind: &str, session: &Session, now: i64) {
        let object = objects::session(self, session, false, now);
        self.tell(kind, session.account.clone(), &object, now);
    }

    fn tell_payment(&mut self, kind: &str, session: &Session, now: i64) {
        let object = objects::payment(session);
        self.tell(kind, session.account.clone(), &object, now);
    }

    pub(super) fn create_session(&mut self, form: &Form, account: Option<&str>, now: i64) -> Result<Answer, Answer> {
        if let Some(name) = form.stranger(SESSION_PARAMETERS) {
            return Err(invalid(
                "parameter_unknown",
                name,
                &format!("Received unknown parameter: {name}"),
            ));
        }
        if form.need("mode")? != "payment" {
            return Err(invalid(
                "parameter_invalid",
                "mode",
                "the stand-in knows mode=payment alone",
            ));
        }
        let item = |name: &str| format!("line_items[0]{name}");
        let unit = form.number(&item("[price_data][unit_amount]"))?;
        let unit = unit.ok_or_else(|| invalid("parameter_missing", "line_items", "Missing unit_amount"))?;
        let quantity = form.number(&item("[quantity]"))?.unwrap_or(1);
        form.need(&item("[price_data][product_data][name]"))?;
        let currency = form.need(&item("[price_data][currency]"))?.to_owned();
        if unit * quantity < 50 {
            return Err(invalid(
                "amount_too_small",
                "line_items",
                "The Checkout Session's total amount is too small",
            ));
        }
        let expires_at = form.number("expires_at")?.unwrap_or(now + 24 * 3600);
        if !(now + 30 * 60..=now + 24 * 3600).contains(&expires_at) {
            let message = "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.";
            return Err(invalid("parameter_invalid", "expires_at", message));
        }
        let session = Session {
            id: self.id("cs_test"),
            account: account.map(str::to_owned),
            created: now,
            expires_at,
            amount: unit * quantity,
            currency,
            reference: form.get("client_reference_id").map(str::to_owned),
            success_url: form.need("success_url")?.to_owned(),
            cancel_url: form.get("cancel_url").map(str::to_owned),
            locale: form.get("locale").map(str::to_owned),
            metadata: form.below("metadata"),
            ended: false,
            payment: None,
            payment_metadata: form.below("payment_intent_data[metadata]"),
            description: form.get("payment_intent_data[description]").map(str::to_owned),
        };
        let shown = objects::session(self, &session, form.expands("payment_intent"), now);
        self.sessions.push(session);
        Ok(ok(shown))
    }

    pub(super) fn session(&self, id: &str, account: Option<&str>) -> Result<&Session, Answer> {
        let theirs = |session: &&Session| session.id == id && session.account.as_deref() == account;
        self.sessions
            .iter()
            .find(theirs)
            .ok_or_else(|| missing("checkout.session", id))
    }

    pub(super) fn expire(&mut self, id: &str, account: Option<&str>, now: i64) -> Result<Answer, Answer> {
        self.close_by_time(now);
        let session = self.session(id, account)?.clone();
        if objects::status(&session) != "open" {
            let message = "Only Checkout Sessions with a status in [\"open\"] can be expired.";
            return Err(error(400, "invalid_request_error", None, None, message));
        }
        if session
            .payment
            .as_ref()
            .is_some_and(|payment| payment.status == "processing")
        {
            let message = "This Session has a payment that is being processed.";
            return Err(error(400, "invalid_request_error", None, None, message));
        }
        Ok(ok(self.end(id, now)))
    }

    fn end(&mut self, id: &str, now: i64) -> Value {
        for session in self.sessions.iter_mut().filter(|session| session.id == id) {
            session.ended = true;
        }
        let ended = self.session_of(id).clone();
        self.tell_session("checkout.session.expired", &ended, now);
        objects::session(self, &ended, false, now)
    }

    /// Sessions end by themselves.
    pub(super) fn close_by_time(&mut self, now: i64) {
        let over = |session: &&Session| objects::status(session) == "open" && session.expires_at <= now;
        let ids: Vec<String> = self
            .sessions
            .iter()
            .filter(over)
            .map(|session| session.id.clone())
            .collect();
        for id in ids {
            self.end(&id, now);
        }
    }

    fn session_of(&self, id: &str) -> &Session {
        self.sessions
            .iter()
            .find(|session| session.id == id)
            .expect("a session of the books")
    }

    /// Gives an open session a payment in this state; false when it is over.
    fn attempt(&mut self, id: &str, status: &'static str, now: i64) -> bool {
        self.close_by_time(now);
        let Some(at) = self.sessions.iter().position(|session| session.id == id) else {
            return false;
        };
        if objects::status(&self.sessions[at]) != "open" {
            return false;
        }
        let (payment, charge) = (self.id("pi"), self.id("ch"));
        let kept = self.sessions[at].payment.take();
        let payment = kept.map_or(
            Payment {
                id: payment,
                charge: charge.clone(),
                created: now,
                status,
                slow: status == "processing",
            },
            |kept| Payment {
                status,
                charge,
                slow: status == "processing",
                ..kept
            },
        );
        self.sessions[at].payment = Some(payment);
        true
    }

    pub(super) fn pay(&mut self, id: &str, now: i64) -> bool {
        let done = self.attempt(id, "succeeded", now);
        if done {
            let session = self.session_of(id).clone();
            self.tell_payment("payment_intent.succeeded", &session, now);
            self.tell_session("checkout.session.completed", &session, now);
        }
        done
    }

    pub(super) fn decline(&mut self, id: &str, now: i64) -> bool {
        let done = self.attempt(id, "requires_payment_method", now);
        if done {
            let session = self.session_of(id).clone();
            self.tell_payment("payment_intent.payment_failed", &session, now);
        }
        done
    }

    pub(super) fn pay_slowly(&mut self, id: &str, now: i64) -> bool {
        let done = self.attempt(id, "processing", now);
        if done {
            let session = self.session_of(id).clone();
            self.tell_payment("payment_intent.processing", &session, now);
            self.tell_session("checkout.session.completed", &session, now);
        }
        done
    }

    pub(super) fn decide(&mut self, id: &str, yes: bool, now: i64) {
        let session = self
            .sessions
            .iter_mut()
            .find(|session| session.id == id)
            .expect("a session");
        let payment = session.payment.as_mut().expect("a payment");
        assert_eq!(payment.status, "processing", "it was decided before");
        payment.status = if yes { "succeeded" } else { "requires_payment_method" };
        let session = session.clone();
        if yes {
            self.tell_payment("payment_intent.succeeded", &session, now);
            self.tell_session("checkout.session.async_payment_succeeded", &session, now);
        } else {
            self.tell_payment("payment_intent.payment_failed", &session, now);
            self.tell_session("checkout.session.async_payment_failed", &session, now);
        }
    }

    fn of_payment(&self, payment: &str, account: Option<&str>) -> Result<&Session, Answer> {
        let theirs = |session: &&Session| {
            session.account.as_deref() == account && session.payment.as_ref().is_some_and(|own| own.id == payment)
        };
        self.sessions
            .iter()
            .find(theirs)
            .ok_or_else(|| missing("payment_intent", payment))
    }

    pub(super) fn payment_intent(&self, id: &str, account: Option<&str>) -> Result<Answer, Answer> {
        Ok(ok(objects::payment(self.of_payment(id, account)?)))
    }

    /// What of a payment is not given back nor taken back.
    fn left(&self, session: &Session, payment: &str) -> i64 {
        let refunds = self
            .refunds
            .iter()
            .filter(|row| row.payment == payment && row.status != "failed");
        let disputes = self
            .disputes
            .iter()
            .filter(|row| row.payment == payment && row.status != "won");
        let gone: i64 = refunds
            .map(|row| row.amount)
            .chain(disputes.map(|row| row.amount))
            .sum();
        session.amount - gone
    }

    pub(super) fn create_refund(&mut self, form: &Form, account: Option<&str>, now: i64) -> Result<Answer, Answer> {
        let id = form.need("payment_intent")?.to_owned();
        let session = self.of_payment(&id, account)?.clone();
        let payment = session.payment.clone().expect("its payment");
        if payment.status != "succeeded" {
            let message = "This PaymentIntent does not have a successful charge to refund.";
            return Err(error(
                400,
                "invalid_request_error",
                Some("payment_intent_unexpected_state"),
                None,
                message,
            ));
        }
        let left = self.left(&session, &id);
        if left == 0 {
            let message = format!("Charge {} has already been refunded.", payment.charge);
            return Err(error(
                400,
                "invalid_request_error",
                Some("charge_already_refunded"),
                None,
                &message,
            ));
        }
        let amount = form.number("amount")?.unwrap_or(left);
        if amount < 1 {
            return Err(invalid(
                "parameter_invalid_integer",
                "amount",
                "This value must be greater than or equal to 1.",
            ));
        }
        if amount > left {
            return Err(invalid(
                "amount_too_large",
                "amount",
                "Refund amount is greater than unrefunded amount on charge",
            ));
        }
        let refund = Refund {
            id: self.id("re"),
            payment: id,
            charge: payment.charge,
            amount,
            currency: session.currency.clone(),
            metadata: form.below("metadata"),
            created: now,
            status: if self.slow_refunds { "pending" } else { "succeeded" },
        };
        let shown = objects::refund(&refund);
        self.refunds.push(refund);
        self.tell("refund.created", session.account.clone(), &shown, now);
        self.tell_refunded(&session, now);
        Ok(ok(shown))
    }

    fn tell_refunded(&mut self, session: &Session, now: i64) {
        let object = objects::charge(self, session);
        self.tell("charge.refunded", session.account.clone(), &object, now);
    }

    pub(super) fn end_refund(&mut self, id: &str, arrived: bool, now: i64) {
        let refund = self
            .refunds
            .iter_mut()
            .find(|refund| refund.id == id)
            .expect("a refund");
        refund.status = if arrived { "succeeded" } else { "failed" };
        let (shown, payment) = (objects::refund(refund), refund.payment.clone());
        let of = |session: &&Session| session.payment.as_ref().is_some_and(|own| own.id == payment);
        let session = self.sessions.iter().find(of).expect("its session").clone();
        let kind = if arrived { "refund.updated" } else { "refund.failed" };
        self.tell(kind, session.account.clone(), &shown, now);
    }

    pub(super) fn dispute(&mut self, session: &str, amount: i64, now: i64) -> String {
        let session = self.session_of(session).clone();
        let payment = session.payment.clone().expect("a payment");
        let dispute = Dispute {
            id: self.id("du"),
            payment: payment.id,
            charge: payment.charge,
            amount,
            currency: session.currency.clone(),
            created: now,
            status: "needs_response",
        };
        let (id, shown) = (dispute.id.clone(), objects::dispute(&dispute));
        self.disputes.push(dispute);
        self.tell("charge.dispute.created", session.account.clone(), &shown, now);
        self.tell("charge.dispute.funds_withdrawn", session.account, &shown, now);
        id
    }

    pub(super) fn close_dispute(&mut self, id: &str, won: bool, now: i64) {
        let dispute = self
            .disputes
            .iter_mut()
            .find(|dispute| dispute.id == id)
            .expect("a dispute");
        dispute.status = if won { "won" } else { "lost" };
        let shown = objects::dispute(dispute);
        self.tell("charge.dispute.closed", None, &shown, now);
        if won {
            self.tell("charge.dispute.funds_reinstated", None, &shown, now);
        }
    }

    /// What a request under a key is answered: what the first one was. A validation that failed is not kept.
    pub(super) fn remember(&mut self, key: &str, request: String, answer: &Answer) {
        if answer.status != 400 || answer.body["error"]["code"].is_null() {
            self.keys.insert(key.to_owned(), (request, answer.clone()));
        }
    }

    pub(super) fn remembered(&self, key: &str, request: &str) -> Option<Answer> {
        let (first, answer) = self.keys.get(key)?;
        if first == request {
            return Some(answer.clone());
        }
        let message =
            "Keys for idempotent requests can only be used with the same parameters they were first used with.";
        let mut said = error(400, "idempotency_error", Some("idempotency_key_in_use"), None, message);
        said.body["error"]["code"] = json!(null);
        Some(said)
    }
}
