//! How far a payout is, and what can happen to it: one closed table, without a database.
//!
//! draft → approved → submitted (it stands in a file for the bank) → paid, failed, or unknown, from where the bank's
//! statement decides. A transfer that somebody types into the bank's own pages is paid, or fails, without a file. One that
//! was paid may come back days later, because the account is closed or its number is wrong: it is returned.

use kernel::text_enum;

text_enum! {
    /// How far a payout is.
    State {
        /// Put together; nothing has moved.
        Draft = "draft",
        /// It may go: the money has left what the cooperative can be paid.
        Approved = "approved",
        /// It stands in a file for the bank.
        Submitted = "submitted",
        /// Nobody knows whether the bank did it: its lines stay where they are.
        Unknown = "unknown",
        /// The cooperative has it.
        Paid = "paid",
        /// The bank did not do it: its lines are free for the next one.
        Failed = "failed",
        /// The bank did it, and it came back: its lines are free for the next one.
        Returned = "returned",
        /// It was given up before anything moved.
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// What happens to a payout.
    Event {
        /// Somebody says that it may go.
        Approve = "approve",
        /// Somebody gives it up before it goes.
        Cancel = "cancel",
        /// It is written into a file for the bank.
        Submit = "submit",
        /// Nobody knows what the bank did.
        Doubt = "doubt",
        /// The bank did it.
        Pay = "pay",
        /// The bank did not do it.
        Fail = "fail",
        /// What the bank had done came back.
        Return = "return",
    }
}

/// What an event does to a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It moves.
    To(State),
    /// It happened before.
    Already,
    /// It cannot be from here.
    Never,
}

impl State {
    /// What `event` does to a payout that stands here.
    #[must_use]
    pub const fn after(self, event: Event) -> Step {
        use State as S;
        match (self, event) {
            (S::Draft, Event::Approve) => Step::To(S::Approved),
            (S::Draft, Event::Cancel) => Step::To(S::Cancelled),
            (S::Approved, Event::Submit) => Step::To(S::Submitted),
            (S::Submitted, Event::Doubt) => Step::To(S::Unknown),
            (S::Approved | S::Submitted | S::Unknown, Event::Pay) => Step::To(S::Paid),
            (S::Approved | S::Submitted | S::Unknown, Event::Fail) => Step::To(S::Failed),
            (S::Paid, Event::Return) => Step::To(S::Returned),
            (S::Approved | S::Submitted | S::Unknown | S::Paid, Event::Approve)
            | (S::Submitted | S::Unknown | S::Paid, Event::Submit)
            | (S::Unknown, Event::Doubt)
            | (S::Paid, Event::Pay)
            | (S::Failed, Event::Fail)
            | (S::Returned, Event::Return)
            | (S::Cancelled, Event::Cancel) => Step::Already,
            // What one held that failed, or came back, may be paid by another one since.
            _ => Step::Never,
        }
    }

    /// Whether its lines are its own: no other payout may have them.
    #[must_use]
    pub const fn holds_lines(self) -> bool {
        !matches!(self, Self::Failed | Self::Returned | Self::Cancelled)
    }

    /// Whether its money has left what the cooperative can be paid, and has not arrived.
    #[must_use]
    pub const fn is_on_its_way(self) -> bool {
        matches!(self, Self::Approved | Self::Submitted | Self::Unknown)
    }

    /// Whether the bank did it, whatever became of it afterwards.
    #[must_use]
    pub const fn has_left(self) -> bool {
        matches!(self, Self::Paid | Self::Returned)
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
                    Step::Never => writeln!(table, "{} {} never", state.code(), event.code()).unwrap(),
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn lines_are_free_only_where_nothing_can_be_paid_any_more() {
        for state in State::ALL.iter().filter(|state| !state.holds_lines()) {
            for event in Event::ALL {
                assert!(!matches!(state.after(*event), Step::To(_)), "{state:?} {event:?}");
            }
        }
    }
}
