//! What can happen to a cooperative's part of an order: one closed table, without a database.
//!
//! new → accepted → packed → shipped → delivered → closed; what is collected at the cooperative goes
//! from packed straight to delivered. A part that is not answered is cancelled, a parcel that does
//! not arrive is refused or lost and comes back. What is paid by card is unpaid before it is new, and nothing
//! to its cooperative. The state of a whole order is derived from its parts.

use kernel::text_enum;

text_enum! {
    /// Where a part stands.
    State {
        /// Placed, to be paid first: its goods are kept for a while, and its cooperative knows nothing of it.
        Unpaid = "unpaid",
        /// Placed; the cooperative has not answered.
        New = "new",
        /// The cooperative will deliver: this confirms a cash-on-delivery order.
        Accepted = "accepted",
        /// Ready to leave, or to be collected.
        Packed = "packed",
        /// With the carrier.
        Shipped = "shipped",
        /// With the buyer, paid.
        Delivered = "delivered",
        /// Delivered, and the time for withdrawal is over.
        Closed = "closed",
        /// Will not happen.
        Cancelled = "cancelled",
        /// The buyer did not take the parcel.
        Refused = "refused",
        /// The carrier lost the parcel.
        Lost = "lost",
        /// A refused or lost parcel is back at the cooperative, or written off.
        Returned = "returned",
    }
}

text_enum! {
    /// What happens to a part.
    Event {
        /// The buyer placed the order.
        Place = "place",
        /// The buyer paid, by card or by transfer to the market.
        Pay = "pay",
        /// The buyer will pay on delivery instead.
        Switch = "switch",
        /// Nobody paid in time.
        Lapse = "lapse",
        /// It was paid after all, and its goods were still there.
        Revive = "revive",
        /// The cooperative accepts.
        Accept = "accept",
        /// The cooperative declines, with a reason.
        Decline = "decline",
        /// The buyer cancels.
        Cancel = "cancel",
        /// Nobody answered in time.
        Expire = "expire",
        /// An administrator stops it.
        Stop = "stop",
        /// The cooperative has packed it.
        Pack = "pack",
        /// The carrier has it.
        Ship = "ship",
        /// The carrier handed it over.
        Deliver = "deliver",
        /// The buyer collected it at the cooperative.
        HandOver = "hand_over",
        /// The buyer did not take it.
        Refuse = "refuse",
        /// The carrier lost it.
        Lose = "lose",
        /// It came back, or is written off.
        Return = "return",
        /// The time for withdrawal is over.
        Close = "close",
        /// The cooperative was reminded to answer.
        Remind = "remind",
        /// The buyer was reminded of a transfer to the cooperative.
        RemindPay = "remind_pay",
        /// The transfer to the cooperative, which had accepted, did not come in time.
        Overdue = "overdue",
        /// The cooperative has the cash that the carrier collected.
        Remit = "remit",
        /// The buyer gave the delivery code.
        Prove = "prove",
        /// It was delivered without the buyer's code.
        Unproven = "unproven",
        /// The office lets it be delivered without the code.
        Vouch = "vouch",
    }
}

text_enum! {
    /// How a part reaches its buyer.
    Way {
        /// To the door.
        Door = "door",
        /// Collected at the cooperative.
        Collect = "collect",
    }
}

text_enum! {
    /// Who did something.
    Actor {
        /// The buyer.
        Buyer = "buyer",
        /// A member of the cooperative.
        Cooperative = "cooperative",
        /// An administrator of the market.
        Administrator = "administrator",
        /// Time.
        System = "system",
    }
}

text_enum! {
    /// Why a part was cancelled.
    CancelledBy {
        /// The buyer changed their mind.
        Buyer = "buyer",
        /// The cooperative declined.
        Cooperative = "cooperative",
        /// Nobody answered.
        Silence = "silence",
        /// An administrator stopped it.
        Administrator = "administrator",
        /// It was not paid.
        Unpaid = "unpaid",
        /// It was accepted, and not paid in time.
        Overdue = "overdue",
    }
}

text_enum! {
    /// How a buyer pays.
    Method {
        /// In cash, on delivery.
        Cash = "cash_on_delivery",
        /// By card, before anything is sent.
        Card = "card",
        /// By bank transfer: to the market before anything is sent, or to each cooperative.
        Transfer = "bank_transfer",
    }
}

/// What a command does to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It moves.
    To(State),
    /// It was done before: a double click is no error.
    Already,
    /// It cannot be done from here.
    Never,
}

/// What a step means for the goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goods {
    /// Nothing.
    Stay,
    /// The hold is given back.
    Release,
    /// They leave the shelf.
    Leave,
}

impl State {
    /// What `event` does to a part that stands here and goes this way.
    #[must_use]
    pub const fn after(self, event: Event, way: Way) -> Step {
        use State as S;
        match (self, event, way) {
            (S::Unpaid, Event::Pay | Event::Switch, _) => Step::To(S::New),
            (S::Unpaid, Event::Lapse, _) => Step::To(S::Cancelled),
            // Only what nobody paid comes back: whoever moves it makes sure of that.
            (S::Cancelled, Event::Revive, _) => Step::To(S::New),
            (S::New, Event::Accept, _) => Step::To(S::Accepted),
            (S::New | S::Accepted, Event::Decline | Event::Stop, _) => Step::To(S::Cancelled),
            // Packed, but nobody came for it: nothing has left the cooperative.
            (S::Packed, Event::Decline | Event::Stop, Way::Collect) => Step::To(S::Cancelled),
            (S::New, Event::Cancel | Event::Expire, _) => Step::To(S::Cancelled),
            // Its goods are kept for money that does not come. What has left is the cooperative's own risk.
            (S::Accepted | S::Packed, Event::Overdue, _) => Step::To(S::Cancelled),
            (S::Accepted, Event::Pack, _) => Step::To(S::Packed),
            (S::Packed, Event::Ship, Way::Door) => Step::To(S::Shipped),
            (S::Packed, Event::HandOver, Way::Collect) => Step::To(S::Delivered),
            (S::Shipped, Event::Deliver, _) => Step::To(S::Delivered),
            (S::Shipped, Event::Refuse, _) => Step::To(S::Refused),
            (S::Shipped, Event::Lose, _) => Step::To(S::Lost),
            (S::Refused | S::Lost, Event::Return, _) => Step::To(S::Returned),
            (S::Delivered, Event::Close, _) => Step::To(S::Closed),
            (S::Accepted, Event::Accept, _)
            | (
                S::Cancelled,
                Event::Decline | Event::Stop | Event::Cancel | Event::Expire | Event::Lapse | Event::Overdue,
                _,
            )
            | (S::Packed, Event::Pack, _)
            | (S::Shipped, Event::Ship, _)
            | (S::Delivered, Event::Deliver | Event::HandOver, _)
            | (S::Refused, Event::Refuse, _)
            | (S::Lost, Event::Lose, _)
            | (S::Returned, Event::Return, _)
            | (S::Closed, Event::Close, _) => Step::Already,
            _ => Step::Never,
        }
    }

    /// Whether `event` would move a part that stands here.
    #[must_use]
    pub const fn allows(self, event: Event, way: Way) -> bool {
        matches!(self.after(event, way), Step::To(_))
    }

    /// Whether nothing more is expected from the cooperative.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(
            self,
            Self::Delivered | Self::Closed | Self::Cancelled | Self::Refused | Self::Lost | Self::Returned
        )
    }
}

impl Event {
    /// What the step means for the goods.
    #[must_use]
    pub const fn goods(self) -> Goods {
        match self {
            Self::Decline | Self::Cancel | Self::Expire | Self::Stop | Self::Lapse | Self::Overdue => Goods::Release,
            Self::Ship | Self::HandOver => Goods::Leave,
            _ => Goods::Stay,
        }
    }

    /// Who cancels a part by this event.
    #[must_use]
    pub const fn cancelled_by(self) -> Option<CancelledBy> {
        match self {
            Self::Decline => Some(CancelledBy::Cooperative),
            Self::Cancel => Some(CancelledBy::Buyer),
            Self::Expire => Some(CancelledBy::Silence),
            Self::Stop => Some(CancelledBy::Administrator),
            Self::Lapse => Some(CancelledBy::Unpaid),
            Self::Overdue => Some(CancelledBy::Overdue),
            _ => None,
        }
    }
}

text_enum! {
    /// Where a whole order stands.
    OrderState {
        /// It is to be paid first.
        Unpaid = "unpaid",
        /// Some cooperative has not answered.
        Waiting = "waiting",
        /// Every cooperative that delivers has accepted.
        Confirmed = "confirmed",
        /// Something is on its way or has arrived.
        UnderWay = "under_way",
        /// All that will arrive has arrived.
        Completed = "completed",
        /// Nothing arrived: refused or lost.
        Failed = "failed",
        /// Nothing will happen.
        Cancelled = "cancelled",
    }
}

/// The state of an order whose parts stand so.
#[must_use]
pub fn derive(parts: &[State]) -> OrderState {
    let any = |wanted: &[State]| parts.iter().any(|state| wanted.contains(state));
    if parts.iter().all(|state| *state == State::Cancelled) {
        OrderState::Cancelled
    } else if parts.iter().all(|state| state.is_over()) {
        if any(&[State::Delivered, State::Closed]) {
            OrderState::Completed
        } else {
            OrderState::Failed
        }
    } else if any(&[State::Unpaid]) {
        OrderState::Unpaid
    } else if any(&[State::New]) {
        OrderState::Waiting
    } else if any(&[State::Shipped, State::Delivered, State::Closed]) {
        OrderState::UnderWay
    } else {
        OrderState::Confirmed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn the_whole_table_is_as_agreed() {
        let mut table = String::new();
        for way in Way::ALL {
            for state in State::ALL {
                for event in Event::ALL {
                    match state.after(*event, *way) {
                        Step::To(next) => {
                            writeln!(
                                table,
                                "{} {} {} -> {}",
                                way.code(),
                                state.code(),
                                event.code(),
                                next.code()
                            )
                            .unwrap();
                        }
                        Step::Already => {
                            writeln!(table, "{} {} {} = already", way.code(), state.code(), event.code()).unwrap();
                        }
                        Step::Never => {}
                    }
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_buyer_cancels_until_the_cooperative_accepts() {
        for state in State::ALL {
            for way in Way::ALL {
                assert_eq!(state.allows(Event::Cancel, *way), *state == State::New);
            }
        }
    }

    #[test]
    fn every_part_that_is_over_holds_no_goods() {
        // Each way out of the states that hold goods either gives them back or takes them away.
        let holding = [State::Unpaid, State::New, State::Accepted, State::Packed];
        for way in Way::ALL {
            for state in State::ALL {
                for event in Event::ALL {
                    if let Step::To(next) = state.after(*event, *way) {
                        // What comes back is promised anew first.
                        let leaves = holding.contains(state) && !holding.contains(&next);
                        assert_eq!(event.goods() != Goods::Stay, leaves, "{state:?} {event:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_order_is_what_its_parts_are() {
        use State as S;
        for (parts, order) in [
            (&[S::Unpaid, S::Unpaid][..], OrderState::Unpaid),
            (&[S::New, S::Accepted], OrderState::Waiting),
            (&[S::Cancelled, S::Accepted], OrderState::Confirmed),
            (&[S::Packed, S::Shipped], OrderState::UnderWay),
            (&[S::Cancelled, S::Delivered], OrderState::Completed),
            (&[S::Closed, S::Returned], OrderState::Completed),
            (&[S::Cancelled, S::Cancelled], OrderState::Cancelled),
            (&[S::Refused, S::Cancelled], OrderState::Failed),
        ] {
            assert_eq!(derive(parts), order, "{parts:?}");
        }
    }
}
