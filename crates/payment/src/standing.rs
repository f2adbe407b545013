//! Where a try to pay by card stands, and what news does to it: one closed table, without a database.
//!
//! created → submitted → requires_action → processing → captured. News comes late, twice and in the wrong order, so
//! each state has a rank, and what is older than what is known moves nothing. An attempt that failed or expired is
//! overtaken by a capture; a captured one by nothing: what goes back is a refund, which is a sum and no state.

use kernel::text_enum;

text_enum! {
    /// Where an attempt stands.
    Standing {
        /// Written down; nobody has been asked.
        Created = "created",
        /// The provider is being asked: it may have heard of it.
        Submitted = "submitted",
        /// The provider did not answer: it may have heard of it.
        Unknown = "unknown",
        /// The buyer can pay.
        RequiresAction = "requires_action",
        /// The buyer did their part; the bank has not decided.
        Processing = "processing",
        /// The amount is held, and not ours.
        Authorised = "authorized",
        /// We have told the provider to take it.
        CaptureRequested = "capture_requested",
        /// It is ours.
        Captured = "captured",
        /// It was not paid, and never will be.
        Failed = "failed",
        /// It was not paid in time, or was ended by us.
        Expired = "expired",
        /// What was held was let go.
        Voided = "voided",
        /// Something was paid that is not what was agreed: a person has to look.
        IntegrityFailure = "integrity_failure",
    }
}

text_enum! {
    /// What we did, or learnt, about an attempt.
    News {
        /// It was written down.
        Create = "create",
        /// The provider is asked from now on.
        Submit = "submit",
        /// The provider did not answer.
        Doubt = "doubt",
        /// The provider opened its page.
        Open = "open",
        /// The buyer did their part.
        Process = "process",
        /// The amount is held.
        Authorise = "authorise",
        /// We tell the provider to take it.
        RequestCapture = "request_capture",
        /// The provider has taken it.
        Capture = "capture",
        /// The provider gave it up.
        Fail = "fail",
        /// Its time is over.
        Expire = "expire",
        /// What was held is let go.
        Void = "void",
        /// Amount, currency, mode or attempt are not what was agreed.
        Disagree = "disagree",
    }
}

/// What news does to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It moves.
    To(Standing),
    /// That, or something newer, was known before.
    Already,
    /// It cannot be from here.
    Never,
}

impl Standing {
    /// The states in which it may still be paid; an order has one such attempt at most.
    pub const LIVE: [Self; 7] = [
        Self::Created,
        Self::Submitted,
        Self::Unknown,
        Self::RequiresAction,
        Self::Processing,
        Self::Authorised,
        Self::CaptureRequested,
    ];

    /// How much is known. Ends without money stand above everything that may still end, below a capture.
    const fn rank(self) -> u8 {
        match self {
            Self::Created => 0,
            Self::Submitted => 1,
            Self::Unknown => 2,
            Self::RequiresAction => 3,
            Self::Processing => 4,
            Self::Authorised => 5,
            Self::CaptureRequested => 6,
            Self::Failed | Self::Expired | Self::Voided => 7,
            Self::Captured => 8,
            Self::IntegrityFailure => 9,
        }
    }

    /// Whether it may still be paid.
    #[must_use]
    pub const fn is_live(self) -> bool {
        self.rank() < Self::Failed.rank()
    }

    /// What `news` does to an attempt that stands here.
    #[must_use]
    pub const fn after(self, news: News) -> Step {
        let to = match news {
            News::Create => return Step::Already,
            News::Submit => Self::Submitted,
            News::Doubt => Self::Unknown,
            News::Open => Self::RequiresAction,
            News::Process => Self::Processing,
            News::Authorise => Self::Authorised,
            News::RequestCapture => Self::CaptureRequested,
            News::Capture => Self::Captured,
            News::Fail => Self::Failed,
            News::Expire => Self::Expired,
            News::Void => Self::Voided,
            News::Disagree => Self::IntegrityFailure,
        };
        // What was never asked for cannot be in doubt, and nothing is captured that was let go.
        match (self, news) {
            (Self::Created, News::Doubt) => Step::Never,
            (Self::Failed | Self::Expired | Self::Voided, News::RequestCapture) => Step::Never,
            // What is ours and was as agreed stays so; a person looks into what came on top.
            (Self::Captured, News::Disagree) => Step::Never,
            _ if self.rank() < to.rank() => Step::To(to),
            _ => Step::Already,
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
        for state in Standing::ALL {
            for news in News::ALL {
                match state.after(*news) {
                    Step::To(next) => writeln!(table, "{} {} -> {}", state.code(), news.code(), next.code()).unwrap(),
                    Step::Already => writeln!(table, "{} {} = already", state.code(), news.code()).unwrap(),
                    Step::Never => writeln!(table, "{} {} never", state.code(), news.code()).unwrap(),
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn p2_whatever_comes_in_whatever_order_a_capture_is_the_end_of_it() {
        let told = [News::Open, News::Process, News::Fail, News::Expire, News::Capture];
        let mut orders = vec![vec![]];
        for _ in &told {
            orders = orders
                .into_iter()
                .flat_map(|order: Vec<News>| {
                    let left = told
                        .iter()
                        .filter(|news| !order.contains(news))
                        .copied()
                        .collect::<Vec<_>>();
                    left.into_iter().map(move |news| [order.clone(), vec![news]].concat())
                })
                .collect();
        }
        assert_eq!(orders.len(), 120);
        for order in orders {
            let end = order
                .iter()
                .fold(Standing::Submitted, |state, news| match state.after(*news) {
                    Step::To(next) => next,
                    Step::Already => state,
                    Step::Never => unreachable!("{state:?} {news:?}"),
                });
            assert_eq!(end, Standing::Captured, "{order:?}");
        }
    }

    #[test]
    fn no_news_takes_anything_back() {
        for state in Standing::ALL {
            for news in News::ALL {
                if let Step::To(next) = state.after(*news) {
                    assert!(next.rank() > state.rank(), "{state:?} {news:?}");
                }
            }
            assert_eq!(state.is_live(), Standing::LIVE.contains(state));
        }
    }
}
