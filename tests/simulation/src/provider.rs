//! The provider of card payments with everything that can go wrong around its calls. Its books are its own: what it holds
//! to be true is asked from it at the end, and never from us.

use crate::{baton::Baton, chance::Dice, clock::TwoClocks, faults::Rates};
use kernel::{
    Micros, Mint, Money,
    time::{DAY, HOUR, MINUTE},
};
use psp::{
    Amount, Answer, Attempt, Can, Failure, Happened, Headers, Message, Name, Provider, Refund, Refunded, Rejected,
    Secret, Standing, Started, Truth,
    fake::{Behaviour, Fake, Refunds, Settings},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use testkit::SeededChance;

/// How long a forgetful provider remembers keys.
const REMEMBERED: i64 = DAY;

pub(crate) struct Bank {
    pub(crate) fake: Arc<Fake>,
    baton: Arc<Baton>,
    clock: TwoClocks,
    chance: Arc<SeededChance>,
    inner: Mutex<Inner>,
}

struct Inner {
    dice: Dice,
    rates: Rates,
    /// What is captured instead of what was agreed.
    altered: BTreeMap<String, Amount>,
    /// When each refund was asked for first.
    asked: BTreeMap<String, Micros>,
    /// Attempts whose refunds are refused, and the refunds that were.
    refuses: BTreeSet<String>,
    refused: BTreeSet<String>,
    /// What was asked for and could not be: more than was captured, or for something unknown.
    absurd: Vec<String>,
}

/// What becomes of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Answered,
    Away,
    LostRequest,
    LostAnswer,
}

impl Bank {
    pub(crate) fn new(seed: u64, rates: Rates, baton: Arc<Baton>, clock: TwoClocks) -> Self {
        let settings = Settings {
            page_url: "https://bank.example/pay".to_owned(),
            secret: Secret::new("a secret of the simulation"),
            endings: false,
        };
        let inner = Inner {
            dice: Dice::new(seed, 3),
            rates,
            altered: BTreeMap::new(),
            asked: BTreeMap::new(),
            refuses: BTreeSet::new(),
            refused: BTreeSet::new(),
            absurd: Vec::new(),
        };
        Self {
            fake: Arc::new(Fake::in_memory(settings).expect("a provider")),
            baton,
            clock,
            chance: Arc::new(SeededChance::new(seed ^ 0xba2c)),
            inner: Mutex::new(inner),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn heal(&self) {
        self.inner().rates = Rates::default();
    }

    /// The whole books.
    pub(crate) fn truths(&self) -> Vec<Truth> {
        let truths = self.fake.truths(self.clock.world()).expect("books in memory");
        truths.into_iter().map(|truth| self.alter(truth)).collect()
    }

    /// Every message until now.
    pub(crate) fn messages(&self) -> Vec<Message> {
        let due = self.fake.messages(self.clock.world()).expect("books in memory");
        let inner = self.inner();
        due.into_iter()
            .map(|due| {
                let mut message = due.message;
                let other = message.attempt.as_ref().and_then(|attempt| inner.altered.get(attempt));
                if let (Happened::Captured(amount), Some(other)) = (&mut message.happened, other) {
                    *amount = other.clone();
                }
                message
            })
            .collect()
    }

    pub(crate) fn is_altered(&self, attempt: &str) -> bool {
        self.inner().altered.contains_key(attempt)
    }

    /// Refunds that it refused.
    pub(crate) fn refused(&self) -> BTreeSet<String> {
        self.inner().refused.clone()
    }

    /// What it was asked for and could not be.
    pub(crate) fn absurd(&self) -> Option<String> {
        self.inner().absurd.first().cloned()
    }

    fn alter(&self, mut truth: Truth) -> Truth {
        if truth.standing == Standing::Captured
            && let Some(other) = self.inner().altered.get(&truth.attempt)
        {
            truth.captured = other.clone();
        }
        for refunded in &mut truth.refunds {
            // The second time under one key of ours: to us it bears the same name.
            if let Some(ours) = refunded.refund.as_mut().filter(|id| id.ends_with("_2")) {
                ours.truncate(ours.len() - 2);
            }
        }
        truth
    }

    fn mint(&self) -> Mint {
        Mint::new(self.clock.world(), Arc::clone(&self.chance) as Arc<dyn kernel::Chance>)
    }

    fn fate(&self) -> Fate {
        let mut inner = self.inner();
        let (away, request, answer) = (inner.rates.away, inner.rates.lost_request, inner.rates.lost_answer);
        if inner.dice.hits(away) {
            Fate::Away
        } else if inner.dice.hits(request) {
            Fate::LostRequest
        } else if inner.dice.hits(answer) {
            Fate::LostAnswer
        } else {
            Fate::Answered
        }
    }

    /// One call: it may rest before and after it takes effect, and not be answered.
    async fn call<T>(&self, effect: impl Future<Output = Result<T, Failure>> + Send) -> Result<T, Failure> {
        self.baton.rest("before a call").await;
        let fate = self.fate();
        match fate {
            Fate::Away => return Err(Failure::Unavailable("429".to_owned())),
            Fate::LostRequest => return Err(Failure::Unknown("timed out".to_owned())),
            Fate::Answered | Fate::LostAnswer => {}
        }
        let answer = effect.await;
        self.baton.rest("after a call").await;
        if fate == Fate::LostAnswer {
            return Err(Failure::Unknown("504".to_owned()));
        }
        answer
    }

    /// How an attempt is treated, decided when it is heard of first.
    fn meet(&self, attempt: &Attempt) {
        let now = self.clock.world();
        let known = self.fake.truths(now).expect("books in memory");
        if known.iter().any(|truth| truth.attempt == attempt.attempt) {
            return;
        }
        let mut inner = self.inner();
        let rates = inner.rates.clone();
        let mut behaviour = Behaviour::default();
        if inner.dice.hits(rates.slow) {
            behaviour.after = inner.dice.pick(&[MINUTE, 10 * MINUTE, 2 * HOUR]).unwrap_or(MINUTE);
        }
        if inner.dice.hits(rates.refund_refused) {
            // Most it does all the same, when nobody looks for it any more.
            behaviour.refunds = match inner.dice.pick(&[0, 5 * HOUR, DAY, 3 * DAY]) {
                Some(after) if after > 0 => Refunds::RefuseAndDo(after),
                _ => Refunds::Refuse,
            };
            inner.refuses.insert(attempt.attempt.clone());
        } else if inner.dice.hits(rates.refund_bounced) {
            let after = inner.dice.pick(&[MINUTE, DAY]).unwrap_or(MINUTE);
            behaviour.refunds = match inner.dice.below(4) {
                0 => Refunds::Waver(after),
                _ => Refunds::FailAfter(after),
            };
        } else if inner.dice.hits(rates.refund_slow) {
            behaviour.refunds = Refunds::Later(inner.dice.pick(&[MINUTE, DAY]).unwrap_or(MINUTE));
        }
        if inner.dice.hits(rates.altered) {
            let other = altered(attempt.amount, &mut inner.dice);
            inner.altered.insert(attempt.attempt.clone(), other);
        }
        drop(inner);
        self.fake
            .tell(&attempt.attempt, behaviour, now)
            .expect("books in memory");
    }

    /// The refund under a key that is new to one who has forgotten.
    fn as_remembered(&self, refund: &Refund) -> Refund {
        let now = self.clock.world();
        let mut inner = self.inner();
        let forgetful = inner.rates.forgetful;
        let first = *inner.asked.entry(refund.refund.clone()).or_insert(now);
        let mut asked = refund.clone();
        if forgetful && now.since(first) > REMEMBERED {
            asked.refund.push_str("_2");
        }
        asked
    }
}

/// A centime more or less, or as many of another currency.
fn altered(agreed: Money, dice: &mut Dice) -> Amount {
    let mut amount = Amount::from(agreed);
    match dice.below(3) {
        0 => amount.minor += 1,
        1 => amount.minor -= 1,
        _ => amount.currency = "EUR".to_owned(),
    }
    amount
}

impl Provider for Bank {
    fn name(&self) -> &'static str {
        self.fake.name()
    }

    fn can(&self) -> Can {
        self.fake.can()
    }

    fn start<'a>(&'a self, attempt: &'a Attempt, _: &'a Mint) -> Answer<'a, Started> {
        Box::pin(self.call(async move {
            self.meet(attempt);
            self.fake.start(attempt, &self.mint()).await
        }))
    }

    fn look_up<'a>(&'a self, payment: &'a Name, _: &'a Mint) -> Answer<'a, Option<Truth>> {
        Box::pin(self.call(async move {
            let found = self.fake.look_up(payment, &self.mint()).await?;
            Ok(found.map(|truth| self.alter(truth)))
        }))
    }

    fn refund<'a>(&'a self, refund: &'a Refund, _: &'a Mint) -> Answer<'a, Refunded> {
        Box::pin(self.call(async move {
            let asked = self.as_remembered(refund);
            let answer = self.fake.refund(&asked, &self.mint()).await;
            if matches!(answer, Err(Failure::Refused(_))) {
                let mut inner = self.inner();
                if inner.refuses.contains(&refund.of.attempt) {
                    inner.refused.insert(refund.refund.clone());
                } else {
                    let absurd = format!("{} of {}", refund.amount.minor, refund.of.attempt);
                    inner.absurd.push(absurd);
                }
            }
            let mut done = answer?;
            done.refund = Some(refund.refund.clone());
            Ok(done)
        }))
    }

    fn expire<'a>(&'a self, payment: &'a Name, _: &'a Mint) -> Answer<'a, Option<Truth>> {
        Box::pin(self.call(async move {
            let lies = {
                let mut inner = self.inner();
                let rate = inner.rates.lies;
                inner.dice.hits(rate)
            };
            if lies && let Some(mut truth) = self.fake.look_up(payment, &self.mint()).await? {
                if truth.standing == Standing::Open {
                    truth.standing = Standing::Expired;
                }
                return Ok(Some(self.alter(truth)));
            }
            let found = self.fake.expire(payment, &self.mint()).await?;
            Ok(found.map(|truth| self.alter(truth)))
        }))
    }

    fn verify(&self, headers: &Headers<'_>, body: &[u8], now: Micros) -> Result<Message, Rejected> {
        self.fake.verify(headers, body, now)
    }
}
