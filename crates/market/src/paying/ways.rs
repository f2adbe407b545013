//! Which ways to pay a market offers.

use crate::Error;
use kernel::{registration::Rib, time::DAY};
use ledger::Flow;
use order::Method;
use psp::{Provider, fake::Fake};
use std::sync::Arc;

/// A provider of card payments.
#[derive(Clone)]
pub struct Card {
    /// Who takes the card.
    pub provider: Arc<dyn Provider>,
    /// Whether it moves real money: what it says of the other kind is not believed.
    pub live: bool,
}

/// The name of the market's bank among the providers of attempts.
pub const BANK: &str = "bank";

/// Whether nobody can be asked about an attempt with this provider, or to give money back: people do it.
pub(crate) fn is_by_hand(provider: &str) -> bool {
    provider == BANK
}

/// How long goods are kept for a transfer where no setting says it any more, in microseconds.
const KEEP: i64 = 3 * DAY;

/// The market's own bank account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankAccount {
    /// Its number.
    pub rib: Rib,
    /// Whose it is, as the bank knows it.
    pub holder: String,
}

/// Whom buyers pay by bank transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transfer {
    /// Nobody: it is not offered.
    #[default]
    None,
    /// Each cooperative, on its own account: it keeps the goods of what it has accepted so long, in microseconds.
    Direct {
        /// How long.
        keep: i64,
    },
    /// The market, which keeps the goods so long, in microseconds.
    Collected {
        /// How long.
        keep: i64,
    },
}

/// The ways to pay: cash on delivery always, cards where there is a provider.
#[derive(Clone, Default)]
pub struct Ways {
    /// The first is offered; the others are asked about what was begun with them.
    cards: Vec<Card>,
    /// None of them is offered any more.
    closed: bool,
    fake: Option<Arc<Fake>>,
    transfer: Transfer,
    account: Option<BankAccount>,
}

impl Ways {
    /// Cash alone.
    pub fn cash() -> Self {
        Self::default()
    }

    /// Cards too, with the first of them; the others are only asked about what was begun with them.
    pub fn with_cards(cards: Vec<Card>) -> Self {
        Self {
            cards,
            ..Self::default()
        }
    }

    /// The same, and nobody pays by card any more: what was begun is still brought to its end.
    #[must_use]
    pub fn without_new_cards(self) -> Self {
        Self { closed: true, ..self }
    }

    /// Others that are asked about what was begun with them.
    #[must_use]
    pub fn and(mut self, others: Vec<Card>) -> Self {
        self.cards.extend(others);
        self
    }

    /// Cards with the provider of a demonstration, whose page this market shows itself.
    pub fn with_fake(fake: Arc<Fake>) -> Self {
        let card = Card {
            provider: Arc::clone(&fake) as Arc<dyn Provider>,
            live: false,
        };
        Self {
            cards: vec![card],
            fake: Some(fake),
            ..Self::default()
        }
    }

    /// The same, and transfers. What the market collects needs an account of its own: without one, transfers to it are
    /// not offered.
    #[must_use]
    pub fn and_transfers(mut self, transfer: Transfer, account: Option<BankAccount>) -> Self {
        let lacks = matches!(transfer, Transfer::Collected { .. }) && account.is_none();
        self.transfer = if lacks { Transfer::None } else { transfer };
        self.account = account;
        self
    }

    /// Whom buyers pay by transfer.
    pub const fn transfer(&self) -> Transfer {
        self.transfer
    }

    /// The market's own bank account, whose statements are imported.
    pub const fn account(&self) -> Option<&BankAccount> {
        self.account.as_ref()
    }

    /// Whose account a buyer pays into.
    pub fn flow(&self, method: Method) -> Flow {
        match (method, self.transfer) {
            (Method::Card, _) | (Method::Transfer, Transfer::Collected { .. }) => Flow::Collected,
            (Method::Cash | Method::Transfer, _) => Flow::Direct,
        }
    }

    /// How long a cooperative that has accepted waits for the transfer to its account, in microseconds. What was ordered
    /// so is waited for as long, whatever is offered now.
    pub const fn wait_for_transfer(&self) -> i64 {
        match self.transfer {
            Transfer::Direct { keep } | Transfer::Collected { keep } => keep,
            Transfer::None => KEEP,
        }
    }

    /// How long goods are kept until they are paid, in microseconds; `None` where they are paid later.
    pub const fn unpaid_for(&self, method: Method) -> Option<i64> {
        match (method, self.transfer) {
            (Method::Card, _) => Some(order::order::PAY),
            (Method::Transfer, Transfer::Collected { keep }) => Some(keep),
            (Method::Cash | Method::Transfer, _) => None,
        }
    }

    /// Whether a buyer can choose this.
    pub fn offers(&self, method: Method) -> bool {
        match method {
            Method::Cash => true,
            Method::Card => self.offered().is_ok(),
            Method::Transfer => self.transfer != Transfer::None,
        }
    }

    /// The provider of a demonstration.
    pub fn fake(&self) -> Option<&Arc<Fake>> {
        self.fake.as_ref()
    }

    /// Every provider that was or is offered.
    pub(crate) fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// The provider with which payments begin.
    pub(super) fn offered(&self) -> Result<&Card, Error> {
        self.cards.first().filter(|_| !self.closed).ok_or(Error::NotOffered)
    }

    /// The provider of this name.
    pub(super) fn named(&self, name: &str) -> Result<&Card, Error> {
        let found = self.cards.iter().find(|card| card.provider.name() == name);
        found.ok_or(Error::NoProvider)
    }
}

/// The provider's account in the ledger.
pub(crate) fn psp(name: &str) -> Result<ledger::Psp, Error> {
    ledger::Psp::of(name).ok_or(Error::NoProvider)
}

/// Where its money lies.
pub(super) fn till(name: &str) -> Result<ledger::Till, Error> {
    match name {
        BANK => Ok(ledger::Till::Bank),
        name => Ok(ledger::Till::Provider(psp(name)?)),
    }
}
