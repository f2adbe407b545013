//! What can happen to goods that a buyer gives back: one closed table, without a database.
//!
//! requested → accepted → received → refunded. Asked for, it is refused with a reason of a closed list, or called off by
//! the buyer, who may do so until the goods are back. What the cooperative does not answer is accepted by time; what it
//! has received and does not pay back is paid back whole by time.
//!
//! Goods that do not come in time are *not received*: the office asks, and ends it without money or lets it wait again. What
//! comes meanwhile is received as ever. The README has the whole table.

use kernel::text_enum;
use kernel::time::DAY;

/// After how long a cooperative is reminded to answer, in microseconds.
pub const REMINDER: i64 = 2 * DAY;
/// After how long its silence accepts.
pub const ANSWER: i64 = 4 * DAY;
/// How long after the goods are back everything is to be paid back. The law's fifteen days from the withdrawal on
/// (law 31-08 art. 37) are the most.
pub const PAY_BACK: i64 = 7 * DAY;

text_enum! {
    /// Where a return stands.
    Stage {
        /// The buyer asked.
        Requested = "requested",
        /// The goods may come.
        Accepted = "accepted",
        /// It was no right of the buyer's.
        Refused = "refused",
        /// The buyer keeps the goods.
        Withdrawn = "withdrawn",
        /// The goods are back.
        Received = "received",
        /// It was decided what is paid back.
        Refunded = "refunded",
        /// The goods did not come in time.
        NotReceived = "not_received",
        /// The office ended it: the goods never came, and nothing is paid back.
        Ended = "ended",
    }
}

text_enum! {
    /// What happens to a return.
    Move {
        /// The buyer asks.
        Request = "request",
        /// The cooperative was reminded.
        Remind = "remind",
        /// The goods may come.
        Accept = "accept",
        /// The cooperative refuses, with a reason.
        Refuse = "refuse",
        /// The buyer calls it off.
        Withdraw = "withdraw",
        /// The goods are back.
        Receive = "receive",
        /// It is decided what is paid back.
        Refund = "refund",
        /// The goods did not come in time.
        Miss = "miss",
        /// The office lets it wait again.
        Reopen = "reopen",
        /// The office ends it, with a reason.
        End = "end",
    }
}

text_enum! {
    /// Why a return can be refused; anything else is the buyer's right.
    Refusal {
        /// It was asked for too late.
        Late = "late",
        /// It spoils, or was made to order (law 31-08 art. 38).
        Excluded = "excluded",
        /// A seal is broken that may not be, or it was used up.
        Opened = "opened",
        /// Both have settled it otherwise.
        Agreed = "agreed",
    }
}

/// What a command does to a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It moves.
    To(Stage),
    /// It was done before: a double click is no error.
    Already,
    /// It cannot be done from here.
    Never,
}

impl Stage {
    /// What `event` does to a return that stands here.
    #[must_use]
    pub const fn after(self, event: Move) -> Turn {
        use Stage as S;
        match (self, event) {
            (S::Requested, Move::Accept) => Turn::To(S::Accepted),
            (S::Requested, Move::Refuse) => Turn::To(S::Refused),
            (S::Requested | S::Accepted | S::NotReceived, Move::Withdraw) => Turn::To(S::Withdrawn),
            (S::Accepted | S::NotReceived, Move::Receive) => Turn::To(S::Received),
            (S::Received, Move::Refund) => Turn::To(S::Refunded),
            (S::Accepted, Move::Miss) => Turn::To(S::NotReceived),
            (S::NotReceived, Move::Reopen) => Turn::To(S::Accepted),
            (S::NotReceived, Move::End) => Turn::To(S::Ended),
            (S::Accepted, Move::Accept | Move::Reopen)
            | (S::NotReceived, Move::Miss)
            | (S::Ended, Move::End)
            | (S::Refused, Move::Refuse)
            | (S::Withdrawn, Move::Withdraw)
            | (S::Received, Move::Receive)
            | (S::Refunded, Move::Refund) => Turn::Already,
            _ => Turn::Never,
        }
    }

    /// Whether `event` would move a return that stands here.
    #[must_use]
    pub const fn allows(self, event: Move) -> bool {
        matches!(self.after(event), Turn::To(_))
    }

    /// Whether something is still expected of somebody, so that the part is not closed.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Requested | Self::Accepted | Self::Received | Self::NotReceived
        )
    }

    /// The states of a return that is open.
    pub const OPEN: [Self; 4] = [Self::Requested, Self::Accepted, Self::Received, Self::NotReceived];
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn the_whole_table_is_as_agreed() {
        let mut table = String::new();
        for stage in Stage::ALL {
            for event in Move::ALL {
                match stage.after(*event) {
                    Turn::To(next) => writeln!(table, "{} {} -> {}", stage.code(), event.code(), next.code()).unwrap(),
                    Turn::Already => writeln!(table, "{} {} = already", stage.code(), event.code()).unwrap(),
                    Turn::Never => writeln!(table, "{} {} never", stage.code(), event.code()).unwrap(),
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn the_readme_has_the_same_table() {
        let table = include_str!("../README.md").split("## A return").nth(1).unwrap();
        let page: Vec<Vec<&str>> = table
            .lines()
            .filter_map(|line| line.strip_prefix('|'))
            .map(|line| line.split('|').map(str::trim).collect())
            .collect();
        let head = &page[0];
        assert_eq!(page.len(), Stage::ALL.len() + 2);
        for (stage, row) in Stage::ALL.iter().zip(&page[2..]) {
            assert_eq!(row[0], stage.code());
            for event in Move::ALL {
                let said = head
                    .iter()
                    .position(|name| *name == event.code())
                    .map_or("", |at| row[at]);
                let does = match stage.after(*event) {
                    Turn::To(next) => next.code(),
                    Turn::Already => "=",
                    Turn::Never => "",
                };
                assert_eq!(said, does, "{stage:?} {event:?}");
            }
        }
    }

    #[test]
    fn what_is_not_open_never_moves_again() {
        for stage in Stage::ALL {
            assert_eq!(stage.is_open(), Stage::OPEN.contains(stage));
            assert_eq!(
                stage.is_open(),
                Move::ALL.iter().any(|event| stage.allows(*event)),
                "{stage:?}"
            );
        }
    }
}
