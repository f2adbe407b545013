//! How far a refund is, and what happens to it: a closed table.

kernel::text_enum! {
    /// How far a refund is.
    State {
        /// Decided; nobody has been asked.
        Requested = "requested",
        /// The provider is being asked, or has not done it yet.
        Submitted = "submitted",
        /// The buyer has it, as far as the provider knows.
        Succeeded = "succeeded",
        /// The provider did not do it, or it came back.
        Failed = "failed",
        /// The provider did not answer: it may have happened.
        Unknown = "unknown",
        /// It is not needed: another one in its chain was done.
        CalledOff = "called_off",
        /// It was done after all when it had been paid otherwise: the buyer has it twice.
        Twice = "twice",
    }
}

kernel::text_enum! {
    /// What happens to a refund.
    Event {
        /// The provider is asked from now on.
        Submit = "submit",
        /// The provider did not answer.
        Doubt = "doubt",
        /// The buyer has it.
        Succeed = "succeed",
        /// It was refused, or came back.
        Fail = "fail",
        /// It was done after all, and is still owed.
        Late = "late",
        /// It was done after all, and was paid otherwise.
        Double = "double",
        /// Of two that the buyer had, the other came back.
        Count = "count",
        /// Another one was done.
        CallOff = "call_off",
        /// That other one came back, and something has to come in the place of this.
        Owe = "owe",
    }
}

/// What an event does to a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It moves.
    To(State),
    /// It was known before.
    Already,
    /// It cannot be from here.
    Never,
}

impl State {
    /// What `event` does to a refund that stands here.
    #[must_use]
    pub const fn after(self, event: Event) -> Step {
        use State as S;
        match (self, event) {
            (S::Requested, Event::Submit) => Step::To(S::Submitted),
            (S::Submitted, Event::Doubt) => Step::To(S::Unknown),
            (S::Submitted | S::Unknown, Event::Succeed) => Step::To(S::Succeeded),
            // It may come back long after it was done.
            (S::Submitted | S::Unknown | S::Succeeded, Event::Fail) => Step::To(S::Failed),
            // The buyer has the other one still.
            (S::Twice, Event::Fail) => Step::To(S::CalledOff),
            (S::Failed | S::CalledOff, Event::Late) | (S::Twice, Event::Count) => Step::To(S::Succeeded),
            (S::Failed | S::CalledOff, Event::Double) => Step::To(S::Twice),
            // Nobody has been asked, or it was not done: what nobody began can be left.
            (S::Requested | S::Failed, Event::CallOff) => Step::To(S::CalledOff),
            (S::CalledOff, Event::Owe) => Step::To(S::Failed),
            (S::Failed, Event::Owe)
            | (S::Succeeded, Event::Late)
            | (S::Twice, Event::Double)
            | (S::CalledOff, Event::CallOff) => Step::Already,
            (_, Event::Late | Event::Double | Event::Count | Event::CallOff | Event::Owe) | (S::Requested, _) => {
                Step::Never
            }
            // Its amount is free again: somebody may have asked for it since. The two events above say which it is.
            (S::Failed | S::CalledOff, Event::Succeed) => Step::Never,
            _ => Step::Already,
        }
    }

    /// Whether its amount counts as given back, or on its way.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Failed | Self::CalledOff | Self::Twice)
    }

    /// Whether the provider has still to be asked, or has not decided.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Submitted | Self::Unknown)
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
}
