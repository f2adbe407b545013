//! What can happen to what is due for a part: one closed table, without a database.
//!
//! expected → collected by somebody → remitted to the cooperative. Less than was due is *short*; what
//! the buyer refuses or nobody delivers is not paid. What a provider collected is not remitted by
//! anybody's word, and is *refunded* when the part will not be delivered.

use kernel::text_enum;

text_enum! {
    /// Where a payment stands.
    State {
        /// Due on delivery.
        Expected = "expected",
        /// Paid, and held by the holder.
        Collected = "collected",
        /// With the cooperative.
        Remitted = "remitted",
        /// Less than was due was paid.
        Short = "short",
        /// The buyer did not take the parcel, and did not pay.
        Refused = "refused",
        /// Nothing is due: the part was cancelled, or lost.
        Void = "void",
        /// It was paid to the market, and goes back to the buyer.
        Refunded = "refunded",
    }
}

text_enum! {
    /// What happens to a payment.
    Event {
        /// The order was placed.
        Expect = "expect",
        /// The whole amount was paid.
        Collect = "collect",
        /// Less was paid.
        FallShort = "fall_short",
        /// The holder handed it to the cooperative.
        Remit = "remit",
        /// The buyer did not pay.
        Refuse = "refuse",
        /// Nothing is due any more.
        Void = "void",
        /// It is due after all: the money came when it was not expected any more.
        Revive = "revive",
        /// The holder handed it to somebody else than the cooperative it belongs to.
        HandOn = "hand_on",
        /// What was paid goes back.
        Refund = "refund",
        /// The buyer pays on delivery instead.
        Switch = "switch",
    }
}

text_enum! {
    /// How a buyer pays.
    Method {
        /// In cash, on delivery.
        Cash = "cash_on_delivery",
        /// By card, to the market, before anything is sent.
        Card = "card",
        /// By bank transfer: to the market before anything is sent, or to the cooperative.
        Transfer = "bank_transfer",
    }
}

text_enum! {
    /// Who has the cash.
    Holder {
        /// The carrier.
        Carrier = "carrier",
        /// The cooperative.
        Cooperative = "cooperative",
        /// The market: in its office, or on its bank account.
        Platform = "platform",
        /// A provider of card payments, for the market.
        Provider = "provider",
    }
}

/// What a command does to a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It moves.
    To(State),
    /// It was done before.
    Already,
    /// It cannot be done from here.
    Never,
}

impl State {
    /// What `event` does to a payment that stands here.
    #[must_use]
    pub const fn after(self, event: Event) -> Step {
        use State as S;
        match (self, event) {
            // What was short may be made up later.
            (S::Expected | S::Short, Event::Collect) => Step::To(S::Collected),
            (S::Expected, Event::FallShort) => Step::To(S::Short),
            (S::Expected, Event::Refuse) => Step::To(S::Refused),
            (S::Expected, Event::Void) => Step::To(S::Void),
            (S::Collected | S::Short, Event::Remit) => Step::To(S::Remitted),
            (S::Void, Event::Revive) | (S::Expected, Event::Switch) => Step::To(S::Expected),
            (S::Collected, Event::Refund) => Step::To(S::Refunded),
            (S::Collected | S::Remitted, Event::HandOn) => Step::To(S::Collected),
            (S::Short, Event::HandOn) => Step::To(S::Short),
            (S::Collected, Event::Collect)
            | (S::Short, Event::FallShort)
            | (S::Refused, Event::Refuse)
            | (S::Refunded, Event::Refund)
            | (S::Expected, Event::Revive)
            | (S::Void, Event::Void)
            | (S::Remitted, Event::Remit) => Step::Already,
            _ => Step::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn the_whole_table_is_as_agreed() {
        let mut table = String::new();
        for state in State::ALL {
            for event in Event::ALL {
                match state.after(*event) {
                    Step::To(next) => writeln!(table, "{} {} -> {}", state.code(), event.code(), next.code()).unwrap(),
                    Step::Already => writeln!(table, "{} {} = already", state.code(), event.code()).unwrap(),
                    Step::Never => {}
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn money_that_was_paid_is_never_void() {
        for state in [State::Collected, State::Short, State::Remitted] {
            assert_eq!(state.after(Event::Void), Step::Never);
            assert_eq!(state.after(Event::Refuse), Step::Never);
        }
    }
}
