//! Buyers who pay by card, the provider that they pay, and whether its books and ours agree.

use crate::stall::Stall;
use kernel::{
    Currency, Locale,
    ids::{AttemptId, SellerOrderId},
    time::{MINUTE, SECOND},
};
use ledger::Account;
use market::{
    Error, buying,
    paying::{self, Button, Going, Pressed, Start},
};
use order::{Method, Order, OrderState};
use payment::{Attempt, Standing, attempt, refund};
use psp::fake::{Behaviour, HEADER, Refunds};

/// Two cooperatives, each two pieces at 85 dirhams and 20 dirhams of delivery.
pub(crate) const ALL: i64 = 38_000;
pub(crate) const PART: i64 = 19_000;

/// An order to be paid by card, and its key.
pub(crate) struct Bought {
    pub(crate) order: Order,
    pub(crate) token: String,
}

pub(crate) async fn bought(stall: &Stall, number: u32) -> Bought {
    let lines: Vec<_> = stall.variants.iter().map(|own| (own[0], 2)).collect();
    let quote = stall.quoted(number, &lines).await;
    let ordering = buying::Ordering {
        quote: quote.id,
        terms_accepted: true,
        method: Method::Card,
    };
    let placed = buying::place_order(&stall.market, &format!("key-{number}"), ordering)
        .await
        .unwrap()
        .value;
    Bought {
        token: buying::order_token(&stall.market, placed.id),
        order: stall.read(&placed).await,
    }
}

impl Bought {
    pub(crate) async fn start(&self, stall: &Stall) -> Result<Going, Error> {
        paying::start_payment(&stall.market, &self.order.head.number, &self.token, Locale::Fr).await
    }

    /// The session that the buyer is sent to.
    pub(crate) async fn session(&self, stall: &Stall) -> String {
        match self.start(stall).await.unwrap() {
            Going::To(Start::Redirect(url)) => url.rsplit('/').next().unwrap().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn read(&self, stall: &Stall) -> Order {
        order::order::get_order(&stall.market.db, self.order.head.id)
            .await
            .unwrap()
    }

    pub(crate) async fn attempt(&self, stall: &Stall) -> Attempt {
        let found = attempt::list_of_order(&stall.market.db, self.order.head.id)
            .await
            .unwrap();
        found.into_iter().next().unwrap()
    }

    pub(crate) fn part(&self, index: usize) -> SellerOrderId {
        self.order.parts[index].id
    }
}

pub(crate) fn press(stall: &Stall, session: &str, button: Button) -> Pressed {
    paying::press(&stall.market, session, button).unwrap()
}

/// An order that is paid, whose first part is cancelled, and whose provider refuses to give that back.
pub(crate) async fn not_given_back(stall: &Stall, number: u32) -> Bought {
    let bought = bought(stall, number).await;
    let session = bought.session(stall).await;
    press(stall, &session, Button::Pay);
    pass(stall, 5, true).await;
    let attempt = bought.attempt(stall).await.id;
    let behaviour = Behaviour {
        refunds: Refunds::Refuse,
        ..Behaviour::default()
    };
    let market = &stall.market;
    market.fake.tell(&attempt.to_string(), behaviour, market.now()).unwrap();
    let (number, part) = (&bought.order.head.number, bought.part(0));
    buying::cancel_part(market, number, &bought.token, part).await.unwrap();
    pass(stall, 3, true).await;
    bought
}

/// Everything that comes round by itself and everything that was left to be done, minute by minute; the provider's
/// messages too, where they are not lost.
pub(crate) async fn pass(stall: &Stall, minutes: i64, told: bool) {
    for _ in 0..minutes {
        stall.market.clock.advance(MINUTE);
        if told {
            paying::send_messages(&stall.market).await.unwrap();
        }
        stall.market.run_jobs().await;
    }
}

pub(crate) async fn on(stall: &Stall, account: Account) -> i64 {
    ledger::balance::find(&stall.market.db, account, Currency::Mad)
        .await
        .unwrap()
        .minor
}

/// Our books are sound, and say of every payment what the provider's say.
pub(crate) async fn books_agree(stall: &Stall) {
    assert_eq!(market::money::check(&stall.market).await.unwrap().broken, None);
    let mut held = 0;
    for truth in stall.market.fake.truths(stall.market.now()).unwrap() {
        let id: AttemptId = truth.attempt.parse().unwrap();
        let ours = attempt::find(&stall.market.db, id).await.unwrap().unwrap();
        let captured = ours.state == Standing::Captured || ours.state == Standing::IntegrityFailure;
        assert_eq!(
            captured,
            truth.standing == psp::Standing::Captured,
            "{ours:?} {truth:?}"
        );
        let refunds = refund::list_of_attempt(&stall.market.db, id).await.unwrap();
        let theirs = |one: &&payment::Refund| {
            one.way == refund::Way::Provider && matches!(one.state, refund::State::Succeeded | refund::State::Twice)
        };
        let back = refunds.iter().filter(theirs);
        assert_eq!(
            back.map(|refund| refund.amount.minor).sum::<i64>(),
            truth.refunded.minor
        );
        let taken = truth.disputes.iter().filter(|one| one.state != psp::Claimed::Won);
        let taken: i64 = taken.map(|one| one.amount.minor).sum();
        held += truth.captured.minor - truth.refunded.minor - taken;
    }
    assert_eq!(on(stall, Account::Provider(ledger::Psp::Fake)).await, held);
}

/// What an order has come to, in words that can be compared.
pub(crate) async fn end(stall: &Stall, bought: &Bought) -> String {
    let (order, attempt) = (bought.read(stall).await, bought.attempt(stall).await);
    let refunds = refund::list_of_order(&stall.market.db, order.head.id).await.unwrap();
    let refunds: Vec<_> = refunds
        .iter()
        .map(|refund| (refund.state, refund.amount.minor))
        .collect();
    let states: Vec<_> = order.parts.iter().map(|part| (part.state, part.cancelled_by)).collect();
    let mut paid = Vec::new();
    for part in &order.parts {
        let payment = payment::payment::find_for_seller_order(&stall.market.db, part.id)
            .await
            .unwrap()
            .unwrap();
        paid.push((payment.state, payment.holder, payment.collected.minor));
    }
    format!(
        "{:?} {} {states:?} {paid:?} {refunds:?}",
        attempt.state, attempt.refunded_minor
    )
}

/// The messages of one attempt, and how each is posted.
pub(crate) async fn post(stall: &Stall, body: &[u8]) -> Result<(), Error> {
    let signature = stall.market.fake.sign(body, stall.market.now());
    paying::receive_message(&stall.market, "fake", &[(HEADER, signature.as_bytes())], body).await
}

pub(crate) fn bodies(stall: &Stall, attempt: &Attempt) -> Vec<Vec<u8>> {
    let all = stall.market.fake.messages(stall.market.now()).unwrap();
    let id = attempt.id.to_string();
    all.iter()
        .filter(|due| due.message.attempt.as_deref() == Some(&id))
        .map(psp::fake::Due::body)
        .collect()
}

pub(crate) fn every_order(count: usize) -> Vec<Vec<usize>> {
    let mut orders = vec![vec![]];
    for _ in 0..count {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                let left: Vec<usize> = (0..count).filter(|next| !order.contains(next)).collect();
                left.into_iter().map(move |next| [order.clone(), vec![next]].concat())
            })
            .collect();
    }
    orders
}

/// Refused, tried again, decided slowly, and the first part cancelled afterwards: five messages, none of them heard.
pub(crate) async fn an_eventful_payment(stall: &Stall, number: u32) -> Bought {
    let bought = bought(stall, number).await;
    let session = bought.session(stall).await;
    press(stall, &session, Button::Refuse);
    stall.market.clock.advance(SECOND);
    press(stall, &session, Button::Pay);
    stall.market.clock.advance(SECOND);
    // The buyer comes back, and cancels the first part before anything else was heard.
    paying::come_back(&stall.market, &bought.order.head.number, &bought.token)
        .await
        .unwrap();
    stall.market.clock.advance(5 * SECOND);
    paying::come_back(&stall.market, &bought.order.head.number, &bought.token)
        .await
        .unwrap();
    buying::cancel_part(&stall.market, &bought.order.head.number, &bought.token, bought.part(0))
        .await
        .unwrap();
    bought
}

pub(crate) async fn refund_is_done(stall: &Stall, bought: &Bought) -> bool {
    let refunds = refund::list_of_order(&stall.market.db, bought.order.head.id)
        .await
        .unwrap();
    refunds.iter().any(|refund| refund.state == refund::State::Succeeded)
}

/// An order that was given up because its provider said that nobody can pay it any more, and was paid all the same.
pub(crate) async fn paid_too_late(stall: &Stall, sold_out: bool) -> Bought {
    paid_too_late_by(stall, sold_out, Refunds::Done).await
}

/// The same, whose provider treats refunds so.
pub(crate) async fn paid_too_late_by(stall: &Stall, sold_out: bool, refunds: Refunds) -> Bought {
    let bought = bought(stall, 1).await;
    let session = bought.session(stall).await;
    let behaviour = Behaviour {
        refunds,
        ..Behaviour::default()
    };
    let attempt = bought.attempt(stall).await.id.to_string();
    stall.market.fake.tell(&attempt, behaviour, stall.market.now()).unwrap();
    stall.sql("update attempt set state = 'expired', check_at = null").await;
    stall.sql("update seller_order set answer_by = 0").await;
    paying::lapse_due(&stall.market).await.unwrap();
    assert_eq!(bought.read(stall).await.state(), OrderState::Cancelled);
    if sold_out {
        let quote = stall.quoted(2, &[(stall.variants[1][0], 1)]).await;
        stall.place("other", &quote).await.unwrap();
    }
    press(stall, &session, Button::Pay);
    pass(stall, 3, true).await;
    bought
}
