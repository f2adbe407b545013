//! Who may write down that cash went from one to another.

use crate::actor::{Administrator, Seller};
use kernel::ids::{CooperativeId, PersonId};
use ledger::{Flow, Till};
use order::history::By;
use payment::{
    Holder,
    remittance::{Giver, Receiver, Remittance},
};

/// Who writes cash down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Somebody of a cooperative, for its own parts.
    Cooperative(Seller),
    /// The market's office.
    Office(Administrator),
}

impl Hand {
    pub(super) const fn person(&self) -> PersonId {
        match self {
            Self::Cooperative(seller) => seller.person,
            Self::Office(by) => by.person,
        }
    }

    pub(super) const fn cooperative(&self) -> Option<CooperativeId> {
        match self {
            Self::Cooperative(seller) => Some(seller.cooperative),
            Self::Office(_) => None,
        }
    }

    pub(super) const fn by(&self) -> By {
        match self {
            Self::Cooperative(seller) => By::cooperative(seller.person),
            Self::Office(by) => By::administrator(by.person),
        }
    }

    /// Whether they may see a document: the office all of them, a cooperative its own.
    pub(super) fn sees(&self, found: &Remittance) -> bool {
        self.cooperative().is_none() || self.cooperative() == found.cooperative
    }

    /// Whether they may confirm what goes there.
    pub const fn receives(&self, giver: Giver, receiver: Receiver) -> bool {
        use {Giver as G, Receiver as R};
        matches!(
            (self, giver, receiver),
            (Self::Cooperative(_), G::Carrier | G::Platform, R::Cooperative)
                | (Self::Office(_), G::Carrier | G::Cooperative, R::Platform | R::Bank)
                | (Self::Office(_), G::Platform, R::Bank)
        )
    }

    /// Whether they may announce what comes from there.
    pub const fn gives(&self, giver: Giver, receiver: Receiver) -> bool {
        use {Giver as G, Receiver as R};
        matches!(
            (self, giver, receiver),
            (Self::Cooperative(_), G::Cooperative, R::Platform | R::Bank)
                | (Self::Office(_), G::Platform, R::Cooperative)
        )
    }
}

/// Whether cash of a sale can go this way. What a cooperative sold on its own account ends with it; what the market
/// collects ends in its bank, and comes back as a payout.
pub const fn leads(flow: Flow, giver: Giver, receiver: Receiver) -> bool {
    match flow {
        Flow::Direct => !matches!((giver, receiver), (Giver::Cooperative, _) | (_, Receiver::Bank)),
        Flow::Collected => !matches!((giver, receiver), (Giver::Platform, Receiver::Cooperative)),
    }
}

pub(crate) const fn till(giver: Giver) -> Till {
    match giver {
        Giver::Carrier => Till::Carrier,
        Giver::Cooperative => Till::Cooperative,
        Giver::Platform => Till::Platform,
    }
}

/// Where cash goes, and who has it then.
pub(crate) const fn goal(receiver: Receiver) -> (Till, Holder) {
    match receiver {
        Receiver::Cooperative => (Till::Cooperative, Holder::Cooperative),
        Receiver::Platform => (Till::Platform, Holder::Platform),
        // Who has it is the market, wherever it keeps it.
        Receiver::Bank => (Till::Bank, Holder::Platform),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::ids::PersonId;
    use uuid::Uuid;

    #[test]
    fn whoever_gives_cash_never_confirms_it_but_for_what_the_office_pays_into_its_bank() {
        let person = PersonId(Uuid::nil());
        let cooperative = CooperativeId(Uuid::nil());
        let hands = [
            Hand::Cooperative(Seller {
                person,
                cooperative,
                role: identity::Role::Owner,
            }),
            Hand::Office(Administrator { person }),
        ];
        for (giver, receiver) in Giver::ALL
            .iter()
            .flat_map(|giver| Receiver::ALL.iter().map(move |to| (*giver, *to)))
        {
            for hand in &hands {
                assert!(!(hand.gives(giver, receiver) && hand.receives(giver, receiver)));
            }
            let nobody = !hands.iter().any(|hand| hand.receives(giver, receiver));
            let itself = giver.code() == receiver.code();
            assert_eq!(nobody, itself, "{} to {}", giver.code(), receiver.code());
        }
    }

    #[test]
    fn cash_has_one_end_in_each_flow() {
        assert!(leads(Flow::Direct, Giver::Carrier, Receiver::Cooperative));
        assert!(leads(Flow::Direct, Giver::Carrier, Receiver::Platform));
        assert!(leads(Flow::Direct, Giver::Platform, Receiver::Cooperative));
        assert!(!leads(Flow::Direct, Giver::Cooperative, Receiver::Platform));
        assert!(!leads(Flow::Direct, Giver::Carrier, Receiver::Bank));
        assert!(leads(Flow::Collected, Giver::Cooperative, Receiver::Platform));
        assert!(leads(Flow::Collected, Giver::Platform, Receiver::Bank));
        assert!(!leads(Flow::Collected, Giver::Platform, Receiver::Cooperative));
    }
}
