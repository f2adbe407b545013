//! What can happen to cash that is paid on delivery: one closed table, without a database.
//!
//! expected → collected by somebody → remitted to the cooperative. Less than was due is *short*; what
//! the buyer refuses or nobody delivers is not paid.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$variant_doc])* #[sea_orm(string_value = $text)] #[serde(rename = $text)] $variant),*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in the database, in keys of sentences and in the API.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

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
    }
}

text_enum! {
    /// Who has the cash.
    Holder {
        /// The carrier.
        Carrier = "carrier",
        /// The cooperative.
        Cooperative = "cooperative",
        /// The market.
        Platform = "platform",
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
            (S::Collected, Event::Collect)
            | (S::Short, Event::FallShort)
            | (S::Refused, Event::Refuse)
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
