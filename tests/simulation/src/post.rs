//! What is on its way from the provider to us: messages that are lost, come late, twice, in any order, forged, or signed
//! and untrue.

use crate::{Broken, chance::Dice, faults::Rates, provider::Bank, world::World};
use kernel::{
    Micros,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use market::{Error, paying};
use psp::{Happened, Message, fake::HEADER};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// How wrong our clock may be before a good message looks old.
const TOLERATED: i64 = 4 * MINUTE;

pub(crate) struct Post {
    dice: Dice,
    seen: BTreeSet<String>,
    pub(crate) on_the_way: Vec<Letter>,
    /// Messages of which nothing can come: what they say is not true, or is about nothing.
    pub(crate) untrue: BTreeSet<String>,
    /// Messages that were heard, and when first.
    pub(crate) heard: BTreeMap<String, Micros>,
}

#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) due: Micros,
    event: String,
    body: Vec<u8>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The provider's.
    True,
    /// Somebody altered the body.
    Altered,
    /// Somebody signed it who is not the provider.
    Forged,
    /// Somebody kept it, and sends it again much later.
    Old,
}

impl Post {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed, 5),
            seen: BTreeSet::new(),
            on_the_way: Vec::new(),
            untrue: BTreeSet::new(),
            heard: BTreeMap::new(),
        }
    }

    /// Takes up what the provider has to say that is new, and decides what becomes of it.
    pub(crate) fn collect(&mut self, bank: &Bank, rates: &Rates, now: Micros) {
        for message in bank.messages() {
            if !self.seen.insert(message.event.clone()) {
                continue;
            }
            let body = serde_json::to_vec(&message).expect("a message");
            let mut letter = Letter {
                due: now.plus(self.dice.between(0, 5 * SECOND)),
                event: message.event.clone(),
                body,
                kind: Kind::True,
            };
            if self.dice.hits(rates.forged) {
                let kind = self
                    .dice
                    .pick(&[Kind::Altered, Kind::Forged, Kind::Old])
                    .unwrap_or(Kind::Forged);
                self.on_the_way.push(Letter { kind, ..letter.clone() });
            }
            if self.dice.hits(rates.untrue) {
                self.say_what_is_not_true(&message, now);
            }
            if self.dice.hits(rates.lost) {
                continue;
            }
            if self.dice.hits(rates.late) {
                letter.due = now.plus(self.dice.pick(&[10 * MINUTE, 5 * HOUR, 3 * DAY]).unwrap_or(HOUR));
            }
            while self.dice.hits(rates.repeated) && self.on_the_way.len() < 200 {
                let due = letter.due.plus(self.dice.between(0, HOUR));
                self.on_the_way.push(Letter { due, ..letter.clone() });
            }
            self.on_the_way.push(letter);
        }
    }

    /// Signed, and yet: another amount, another payment, another mode.
    fn say_what_is_not_true(&mut self, message: &Message, now: Micros) {
        let mut untrue = message.clone();
        untrue.event = format!("untrue_{}", self.untrue.len());
        match self.dice.below(3) {
            0 => untrue.attempt = Some("00000000000000000000000000000009".to_owned()),
            1 => untrue.live = true,
            _ => {
                let amount = psp::Amount {
                    minor: 1,
                    currency: "MAD".to_owned(),
                };
                untrue.happened = Happened::Captured(amount);
            }
        }
        self.untrue.insert(untrue.event.clone());
        self.on_the_way.push(Letter {
            due: now,
            event: untrue.event.clone(),
            body: serde_json::to_vec(&untrue).expect("a message"),
            kind: Kind::True,
        });
    }
}

impl World {
    /// A message arrives, if one is due.
    pub(crate) async fn a_letter(&mut self) -> Result<(), Broken> {
        let now = self.clock.world();
        self.post.collect(&self.bank, &self.rates, now);
        let due: Vec<usize> = (0..self.post.on_the_way.len())
            .filter(|number| self.post.on_the_way[*number].due <= now)
            .collect();
        let Some(number) = self.post.dice.pick(&due) else {
            return Ok(());
        };
        let letter = self.post.on_the_way.remove(number);
        self.arrives(letter).await
    }

    async fn arrives(&mut self, letter: Letter) -> Result<(), Broken> {
        let (market, now) = (Arc::clone(&self.market), self.clock.world());
        let mut body = letter.body.clone();
        let signature = match letter.kind {
            Kind::True => self.bank.fake.sign(&body, now),
            Kind::Altered => {
                let signature = self.bank.fake.sign(&body, now);
                body.push(b' ');
                signature
            }
            Kind::Forged => self.bank.fake.sign(b"another body", now),
            Kind::Old => self.bank.fake.sign(&body, now.plus(-DAY)),
        };
        let what = format!("message {} {:?}", letter.event, letter.kind);
        let wrong_by = self.clock.wrong_by();
        let verb =
            async move { paying::receive_message(&market, "fake", &[(HEADER, signature.as_bytes())], &body).await };
        self.begin(what, verb, move |world, answer| {
            world.may_be("message", &answer)?;
            let is_true = letter.kind == Kind::True;
            let is_right = wrong_by.abs() < TOLERATED && world.clock.wrong_by() == wrong_by;
            match answer {
                Ok(()) if !is_true && is_right => Err(Broken::new(
                    "P8 what the provider did not sign is not believed",
                    letter.event,
                )),
                Err(Error::NotBelieved) if is_true && is_right => {
                    Err(Broken::new("P8 what the provider signed is believed", letter.event))
                }
                Ok(()) => {
                    let now = world.clock.world();
                    world.post.heard.entry(letter.event).or_insert(now);
                    Ok(())
                }
                // Not heard: said again later.
                Err(_) if is_true => {
                    let due = world.clock.world().plus(MINUTE);
                    world.post.on_the_way.push(Letter { due, ..letter });
                    Ok(())
                }
                Err(_) => Ok(()),
            }
        })
        .await
    }
}
