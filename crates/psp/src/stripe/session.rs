//! Checkout sessions and what hangs on them: what is asked in the words of the bindings, and what is read of an answer.
//! A word that we do not know never means *paid*, nor *given back*.

use super::wire::{Fault, Wire};
use crate::{
    Amount, Attempt, Claim, Claimed, Dispute, Failure, Name, Refund, Refunded, Standing, Truth, attempt::is_id,
};
use kernel::{
    Currency, Locale, Micros, Mint,
    time::{DAY, MINUTE, SECOND},
};
use serde::Deserialize;
use std::collections::HashMap;
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionAdaptivePricing, CreateCheckoutSessionAllowedPaymentMethodTypes,
    CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData, CreateCheckoutSessionPaymentIntentData,
    ExpireCheckoutSession, ListCheckoutSession, ProductData, RetrieveCheckoutSession,
};
use stripe_core::{
    dispute::ListDispute,
    refund::{CreateRefund, ListRefund},
};
use stripe_shared::{CheckoutSessionLocale, CheckoutSessionMode};
use stripe_types::{RangeBoundsTs, RangeQueryTs};

/// Stripe lets nobody open a session for less than thirty minutes, nor for more than a day. Five minutes more than the
/// least, so that what was not answered can be asked for again, word for word.
const OPEN_LEAST: i64 = 35 * MINUTE;
/// See [`OPEN_LEAST`].
const OPEN_MOST: i64 = DAY - 5 * MINUTE;
/// Around its writing down a session must have been made, if it was: clocks differ, and a buyer may press again.
const MADE: (i64, i64) = (5 * MINUTE, 60 * MINUTE);
/// Objects on a page of a list, and pages that are looked at.
const PAGE: i64 = 100;
/// See [`PAGE`].
const PAGES_MOST: usize = 10;

/// Opens a session, or finds the one that was opened under this attempt's id.
pub(super) async fn create(wire: &Wire, attempt: &Attempt, mint: &Mint) -> Result<Found, Failure> {
    let key = format!("pay_{}", attempt.attempt);
    match wire.ask_once(&request(attempt, mint)?, &key).await {
        Ok(session) => Ok(session),
        // Asked before in other words, perhaps in another language: the session of then is the one.
        Err(Fault::Reused) => match find(wire, &Name::ours(&attempt.attempt), mint).await? {
            Some(found) => Ok(found),
            None => Err(Fault::Reused.into()),
        },
        Err(fault) => Err(fault.into()),
    }
}

fn request(attempt: &Attempt, mint: &Mint) -> Result<CreateCheckoutSession, Failure> {
    if !is_id(&attempt.attempt) || attempt.amount.minor <= 0 {
        return Err(Failure::Refused(
            "the attempt's id or its amount cannot be sent".to_owned(),
        ));
    }
    let metadata = HashMap::from([("attempt".to_owned(), attempt.attempt.clone())]);
    let price = CreateCheckoutSessionLineItemsPriceData {
        product_data: Some(ProductData::new(attempt.description.clone())),
        unit_amount: Some(attempt.amount.minor),
        ..CreateCheckoutSessionLineItemsPriceData::new(currency(attempt.amount.currency))
    };
    let line = CreateCheckoutSessionLineItems {
        price_data: Some(price),
        quantity: Some(1),
        ..CreateCheckoutSessionLineItems::new()
    };
    let payment = CreateCheckoutSessionPaymentIntentData {
        description: Some(attempt.description.clone()),
        metadata: Some(metadata.clone()),
        ..CreateCheckoutSessionPaymentIntentData::new()
    };
    // The buyer pays what was agreed, in the currency that was agreed.
    let as_agreed = CreateCheckoutSessionAdaptivePricing { enabled: Some(false) };
    Ok(CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .allowed_payment_method_types(vec![CreateCheckoutSessionAllowedPaymentMethodTypes::Card])
        .adaptive_pricing(as_agreed)
        .client_reference_id(attempt.attempt.clone())
        .metadata(metadata)
        .line_items(vec![line])
        .payment_intent_data(payment)
        .locale(language(attempt.locale))
        .success_url(attempt.return_url.clone())
        .cancel_url(attempt.cancel_url.clone())
        .expires_at(open_until(attempt, mint.now).seconds()))
}

/// Until when the session is open. It depends on the attempt alone where its id tells when it was written down, so that
/// the same is asked for again. The market closes the session when its own time is over.
fn open_until(attempt: &Attempt, now: Micros) -> Micros {
    let from = written_at(&attempt.attempt).unwrap_or(now);
    let least = from.plus(OPEN_LEAST);
    attempt.open_until.max(least).min(from.plus(OPEN_MOST))
}

/// When an id was made, if it tells.
fn written_at(id: &str) -> Option<Micros> {
    let stamp = uuid::Uuid::parse_str(id).ok()?.get_timestamp()?;
    let (seconds, nanoseconds) = stamp.to_unix();
    let seconds = i64::try_from(seconds).ok()?;
    Some(Micros(
        seconds
            .checked_mul(SECOND)?
            .checked_add(i64::from(nanoseconds / 1000))?,
    ))
}

fn currency(currency: Currency) -> stripe_types::Currency {
    match currency {
        Currency::Mad => stripe_types::Currency::MAD,
        Currency::Eur => stripe_types::Currency::EUR,
    }
}

/// Stripe's page knows no Arabic: the browser's language is the best guess then.
fn language(locale: Locale) -> CheckoutSessionLocale {
    match locale {
        Locale::Fr => CheckoutSessionLocale::Fr,
        Locale::En => CheckoutSessionLocale::En,
        Locale::Ar | Locale::Zgh => CheckoutSessionLocale::Auto,
    }
}

/// Finds a session by its id; where we never heard of that, because the answer was lost, among those that were opened
/// about then.
pub(super) async fn find(wire: &Wire, name: &Name, mint: &Mint) -> Result<Option<Found>, Failure> {
    let whole = || vec!["payment_intent".to_owned()];
    if let Some(session) = &name.session {
        let asked = RetrieveCheckoutSession::new(session.as_str()).expand(whole());
        return match wire.ask(&asked).await {
            Ok(session) => Ok(Some(session)),
            Err(Fault::Missing) => Ok(None),
            Err(fault) => Err(fault.into()),
        };
    }
    let from = written_at(&name.attempt).unwrap_or(mint.now.plus(-MADE.1));
    let about_then = RangeBoundsTs {
        gte: Some(from.plus(-MADE.0).seconds()),
        lte: Some(from.plus(MADE.1).seconds()),
        ..RangeBoundsTs::default()
    };
    let mut after: Option<String> = None;
    for _ in 0..PAGES_MOST {
        let mut asked = ListCheckoutSession::new()
            .created(RangeQueryTs::Bounds(about_then))
            .limit(PAGE)
            .expand(vec!["data.payment_intent".to_owned()]);
        if let Some(after) = after {
            asked = asked.starting_after(after);
        }
        let page: Page<Found> = wire.ask(&asked).await?;
        after = page.data.last().map(|last| last.id.clone());
        let ours = |session: &Found| session.client_reference_id.as_deref() == Some(&name.attempt);
        if let Some(found) = page.data.into_iter().find(ours) {
            return Ok(Some(found));
        }
        if !page.has_more {
            return Ok(None);
        }
    }
    Err(Failure::Unknown("too many sessions to look through".to_owned()))
}

/// Ends a session that is open.
pub(super) async fn expire(wire: &Wire, found: &Found) -> Result<(), Failure> {
    match wire.ask::<Ended>(&ExpireCheckoutSession::new(found.id.as_str())).await {
        Ok(Ended {}) | Err(Fault::Missing) => Ok(()),
        Err(fault) => Err(fault.into()),
    }
}

/// Gives money back, once: the idempotency key holds for a day, the list for ever.
pub(super) async fn refund(wire: &Wire, refund: &Refund, payment: &str) -> Result<Refunded, Failure> {
    if !is_id(&refund.refund) || refund.amount.minor <= 0 {
        return Err(Failure::Refused(
            "the refund's id or its amount cannot be sent".to_owned(),
        ));
    }
    let known = refunds(wire, payment).await?;
    if let Some(known) = known
        .into_iter()
        .find(|known| known.refund.as_deref() == Some(&refund.refund))
    {
        return if known.amount.is(refund.amount) {
            Ok(known)
        } else {
            Err(Failure::Refused("so much was not asked for then".to_owned()))
        };
    }
    let metadata = HashMap::from([
        ("attempt".to_owned(), refund.of.attempt.clone()),
        ("refund".to_owned(), refund.refund.clone()),
    ]);
    let asked = CreateRefund::new()
        .payment_intent(payment)
        .amount(refund.amount.minor)
        .metadata(metadata);
    let said: RefundSaid = wire.ask_once(&asked, &format!("refund_{}", refund.refund)).await?;
    Ok(said.read())
}

async fn refunds(wire: &Wire, payment: &str) -> Result<Vec<Refunded>, Failure> {
    let mut all: Vec<Refunded> = Vec::new();
    for _ in 0..PAGES_MOST {
        let mut asked = ListRefund::new().payment_intent(payment).limit(PAGE);
        if let Some(last) = all.last() {
            asked = asked.starting_after(last.reference.clone());
        }
        let page: Page<RefundSaid> = wire.ask(&asked).await?;
        all.extend(page.data.into_iter().map(RefundSaid::read));
        if !page.has_more {
            return Ok(all);
        }
    }
    Err(Failure::Unknown("too many refunds to look through".to_owned()))
}

async fn disputes(wire: &Wire, payment: &str) -> Result<Vec<Dispute>, Failure> {
    let asked = ListDispute::new().payment_intent(payment).limit(PAGE);
    let page: Page<DisputeSaid> = wire.ask(&asked).await?;
    Ok(page.data.into_iter().filter_map(DisputeSaid::read).collect())
}

fn amount(minor: i64, currency: &str) -> Amount {
    Amount {
        minor: minor.max(0),
        currency: currency.to_ascii_uppercase(),
    }
}

#[derive(Deserialize)]
struct Page<T> {
    data: Vec<T>,
    has_more: bool,
}

#[derive(Deserialize)]
struct Ended {}

type Metadata = Option<HashMap<String, String>>;

#[derive(Deserialize)]
struct RefundSaid {
    id: String,
    amount: i64,
    currency: String,
    status: Option<String>,
    #[serde(default)]
    metadata: Metadata,
}

impl RefundSaid {
    fn read(self) -> Refunded {
        Refunded {
            refund: self.metadata.and_then(|mut all| all.remove("refund")),
            reference: self.id,
            amount: amount(self.amount, &self.currency),
            state: match self.status.as_deref() {
                Some("succeeded") => Claim::Done,
                Some("failed" | "canceled") => Claim::Failed,
                _ => Claim::Pending,
            },
        }
    }
}

#[derive(Deserialize)]
struct DisputeSaid {
    id: String,
    amount: i64,
    currency: String,
    status: String,
}

impl DisputeSaid {
    /// An inquiry takes no money yet, and may end without.
    fn read(self) -> Option<Dispute> {
        let state = match self.status.as_str() {
            "won" => Claimed::Won,
            "lost" => Claimed::Lost,
            "prevented" => return None,
            inquiry if inquiry.starts_with("warning_") => return None,
            _ => Claimed::Open,
        };
        Some(Dispute {
            amount: amount(self.amount, &self.currency),
            dispute: self.id,
            state,
        })
    }
}

/// A payment, by its id or written out.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Intent {
    Id(String),
    Whole(Payment),
}

#[derive(Clone, Debug, Deserialize)]
struct Payment {
    id: String,
    status: String,
    amount_received: i64,
    currency: String,
}

/// A session with its payment written out, where there is one.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) url: Option<String>,
    livemode: bool,
    status: Option<String>,
    payment_status: String,
    amount_total: Option<i64>,
    currency: Option<String>,
    client_reference_id: Option<String>,
    #[serde(default)]
    metadata: Metadata,
    payment_intent: Option<Intent>,
}

impl Found {
    pub(super) fn is_open(&self) -> bool {
        self.status.as_deref() == Some("open")
    }

    /// The payment's id.
    pub(super) fn payment(&self) -> Option<String> {
        match self.payment_intent.as_ref()? {
            Intent::Id(id) => Some(id.clone()),
            Intent::Whole(payment) => Some(payment.id.clone()),
        }
    }

    pub(super) fn name(&self, name: &Name) -> Name {
        Name {
            session: Some(self.id.clone()),
            ..name.clone()
        }
    }

    fn whole(&self) -> Option<&Payment> {
        match self.payment_intent.as_ref()? {
            Intent::Id(_) => None,
            Intent::Whole(payment) => Some(payment),
        }
    }

    /// Everything that Stripe knows of it.
    pub(super) async fn truth(&self, wire: &Wire) -> Result<Truth, Failure> {
        let standing = self.standing()?;
        let currency = self.currency.as_deref().unwrap_or_default();
        let captured = match (standing, self.whole()) {
            (Standing::Captured, Some(payment)) => amount(payment.amount_received, &payment.currency),
            _ => amount(0, currency),
        };
        let (mut given, mut disputed) = (Vec::new(), Vec::new());
        if let (Standing::Captured, Some(payment)) = (standing, self.payment()) {
            given = refunds(wire, &payment).await?;
            disputed = disputes(wire, &payment).await?;
        }
        let back = given.iter().filter(|refund| refund.state == Claim::Done);
        let minor = back.map(|refund| refund.amount.minor).fold(0, i64::saturating_add);
        Ok(Truth {
            attempt: self.attempt(),
            session: Some(self.id.clone()),
            payment: self.payment(),
            live: self.livemode,
            standing,
            asked: amount(self.amount_total.unwrap_or_default(), currency),
            refunded: Amount {
                minor,
                ..captured.clone()
            },
            captured,
            refunds: given,
            disputes: disputed,
        })
    }

    fn attempt(&self) -> String {
        let written = || self.metadata.as_ref().and_then(|all| all.get("attempt").cloned());
        self.client_reference_id.clone().or_else(written).unwrap_or_default()
    }

    /// Where it stands. What we do not understand is not known.
    fn standing(&self) -> Result<Standing, Failure> {
        let payment = self.whole().map(|payment| payment.status.as_str());
        let status = self.status.as_deref().unwrap_or_default();
        Ok(match (status, self.payment_status.as_str(), payment) {
            (_, "paid", Some("succeeded")) => Standing::Captured,
            ("expired", "unpaid", None | Some("canceled" | "requires_payment_method")) => Standing::Expired,
            (_, "unpaid", Some("requires_capture")) => Standing::Authorised,
            (_, "unpaid", Some("processing")) => Standing::Processing,
            ("open", "unpaid", payment) if payment != Some("succeeded") => Standing::Open,
            ("complete", "unpaid", Some("canceled" | "requires_payment_method")) => Standing::Failed,
            _ => {
                let state = format!("a session that is {status}, {} and {payment:?}", self.payment_status);
                return Err(Failure::Unknown(state.chars().take(200).collect()));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Money;
    use std::sync::Arc;

    struct Zero;

    impl kernel::Chance for Zero {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(0);
        }
    }

    fn attempt(id: &str, minutes: i64) -> Attempt {
        Attempt {
            attempt: id.to_owned(),
            amount: Money::mad(100),
            locale: Locale::Ar,
            description: String::new(),
            return_url: String::new(),
            cancel_url: String::new(),
            callback_url: String::new(),
            open_until: NOW.plus(minutes * MINUTE),
            buyer: crate::Buyer::default(),
        }
    }

    const NOW: Micros = Micros(1_795_435_200_000_000);

    #[test]
    fn a_session_is_open_as_long_as_stripe_allows_and_the_same_whenever_it_is_asked_for() {
        let id: kernel::ids::AttemptId = Mint::new(NOW, Arc::new(Zero)).id();
        let id = id.to_string();
        assert_eq!(written_at(&id), Some(NOW));
        for (asked, given) in [(35, 35), (10, 35), (-5, 35), (120, 120), (100_000, 24 * 60 - 5)] {
            for later in [0, 1, 4] {
                let until = open_until(&attempt(&id, asked), NOW.plus(later * MINUTE));
                assert_eq!(until, NOW.plus(given * MINUTE), "{asked} {later}");
            }
        }
        assert_eq!(open_until(&attempt("A1", 1), NOW), NOW.plus(OPEN_LEAST));
    }
}
