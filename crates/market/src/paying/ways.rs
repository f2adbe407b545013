//! Which ways to pay a market offers.

use crate::Error;
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

/// The ways to pay: cash on delivery always, cards where there is a provider.
#[derive(Clone, Default)]
pub struct Ways {
    /// The first is offered; the others are asked about what was begun with them.
    cards: Vec<Card>,
    /// None of them is offered any more.
    closed: bool,
    fake: Option<Arc<Fake>>,
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

    /// Whether a buyer can choose this.
    pub fn offers(&self, method: Method) -> bool {
        method == Method::Cash || self.offered().is_ok()
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
    Ok(ledger::Till::Provider(psp(name)?))
}
