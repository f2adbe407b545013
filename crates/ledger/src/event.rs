//! What every business event does to the accounts, in both flows of money: pure, and the only place
//! where it is decided. The table in the README is this file in words.

use crate::{
    Error,
    account::{Account, Psp},
    posting::{About, Leg, Posting, credit, debit},
};
use kernel::{
    Currency,
    ids::{
        CooperativeId, DisputeId, EventId, LossId, OrderId, PaymentId, PayoutId, RefundId, RemittanceId, SellerOrderId,
    },
};

pub use crate::{shares::Shares, till::Till};

kernel::text_enum! {
    /// Whose account the buyer pays into.
    Flow {
        /// The cooperative's: it is paid itself and owes the market its commission.
        Direct = "direct",
        /// The market's, which pays the cooperative out.
        Collected = "collected",
    }
}

/// Which part of an order an event is about, and how its money flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The order.
    pub order: OrderId,
    /// The part.
    pub id: SellerOrderId,
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// How its money flows.
    pub flow: Flow,
    /// In which currency.
    pub currency: Currency,
}

/// What happens to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartEvent {
    /// It was ordered, to be paid on delivery.
    Expected,
    /// Money was taken for it: all, or less than was due.
    Collected {
        /// Who has it.
        by: Till,
        /// How much.
        minor: i64,
    },
    /// More was paid of what was short.
    MadeUp {
        /// Who has it.
        by: Till,
        /// How much.
        minor: i64,
        /// What is paid since then in all.
        paid: i64,
    },
    /// Cash went from one to another.
    Remitted {
        /// Who had it.
        from: Till,
        /// Who has it.
        to: Till,
        /// How much.
        minor: i64,
        /// What was paid by then in all.
        paid: i64,
    },
    /// Some of its cash went from one to another, as a remittance says.
    HandedOver {
        /// The remittance.
        remittance: RemittanceId,
        /// Who had it.
        from: Till,
        /// Who has it.
        to: Till,
        /// How much.
        minor: i64,
    },
    /// Whoever has cash of it will not hand it over.
    Missing {
        /// The decision.
        loss: LossId,
        /// Who has it.
        from: Till,
        /// How much.
        minor: i64,
    },
    /// Some of what was given up, because it was missing or short, came after all.
    Recovered {
        /// The decision.
        loss: LossId,
        /// Who has it.
        to: Till,
        /// How much.
        minor: i64,
        /// How much came of it so far, this included.
        all: i64,
    },
    /// It is with its buyer and (collected) wholly paid: everybody earned their share.
    Earned(Shares),
    /// The time for withdrawal is over: what is left is final.
    Closed {
        /// Closings before this one; they are rare.
        before: i64,
        /// What is left of the cooperative's share; direct: of what it sold.
        cooperative: i64,
        /// What is left of the delivery; direct: nothing.
        delivery: i64,
    },
    /// It will not be delivered: what was paid is owed back.
    Cancelled {
        /// What was paid.
        paid: i64,
    },
    /// A delivered part, or some of it, is to be refunded.
    RefundApproved {
        /// The refund.
        refund: RefundId,
        /// Who gives back what.
        back: Shares,
        /// Whether the part was closed before.
        closed: bool,
    },
    /// The buyer has the money; for a lost dispute it went out of what was held back.
    RefundPaid {
        /// The refund.
        refund: RefundId,
        /// Where it came from.
        from: Till,
        /// How much.
        minor: i64,
    },
    /// A refund was done after all which had failed, and was still owed.
    RefundPaidLate {
        /// The refund.
        refund: RefundId,
        /// Where it came from.
        from: Till,
        /// How much.
        minor: i64,
    },
    /// What was paid back came back again: the buyer is still owed it.
    RefundReturned {
        /// The refund.
        refund: RefundId,
        /// Where it came to.
        to: Till,
        /// How much.
        minor: i64,
    },
    /// What was short will not come.
    Forgiven {
        /// How much.
        minor: i64,
    },
}

/// What happens outside of parts; the same in both flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "ids, tills and amounts in centimes")]
pub enum MarketEvent {
    /// A buyer paid a whole order at once.
    Captured {
        payment: PaymentId,
        order: OrderId,
        into: Till,
        minor: i64,
    },
    /// A provider paid what it held into the bank.
    ProviderPaid { id: EventId, psp: Psp, minor: i64 },
    /// A provider, or the bank, kept a fee.
    Fee { id: EventId, from: Till, minor: i64 },
    /// A buyer's bank disputes: the provider holds back.
    DisputeOpened {
        dispute: DisputeId,
        order: OrderId,
        psp: Psp,
        minor: i64,
    },
    /// The dispute was won. One that is lost is a refund paid out of [`Till::Disputes`].
    DisputeWon {
        dispute: DisputeId,
        order: OrderId,
        psp: Psp,
        minor: i64,
    },
    /// Somebody put a payout together.
    PayoutDrafted { payout: PayoutId },
    /// It goes to the bank.
    PayoutApproved {
        payout: PayoutId,
        cooperative: CooperativeId,
        minor: i64,
    },
    /// The bank's statement shows it.
    PayoutPaid {
        payout: PayoutId,
        cooperative: CooperativeId,
        minor: i64,
    },
    /// The bank's statement shows that it did not go.
    PayoutFailed {
        payout: PayoutId,
        cooperative: CooperativeId,
        minor: i64,
    },
    /// It was paid, and came back to the bank.
    PayoutReturned {
        payout: PayoutId,
        cooperative: CooperativeId,
        minor: i64,
    },
    /// A cooperative was asked for its commission.
    InvoiceRaised { id: EventId, cooperative: CooperativeId },
    /// It paid commission that it owed.
    CommissionSettled {
        id: EventId,
        cooperative: CooperativeId,
        minor: i64,
    },
    /// Commission that it owed was kept back from what it was to be paid.
    CommissionNetted {
        id: EventId,
        cooperative: CooperativeId,
        minor: i64,
    },
    /// Money came, and nobody knows whose it is.
    SuspenseIn { id: EventId, into: Till, minor: i64 },
    /// Now somebody knows: it goes to an order's clearing, a commission due, or back where it came from.
    SuspenseOut { id: EventId, to: Account, minor: i64 },
    /// A refund was done after all which had been paid otherwise: the buyer has it twice, at the market's cost.
    RefundTwice {
        refund: RefundId,
        order: OrderId,
        from: Till,
        minor: i64,
    },
    /// Such a refund came back to where it was paid from.
    TwiceReturned {
        refund: RefundId,
        order: OrderId,
        to: Till,
        minor: i64,
    },
    /// The other of the two came back: this one is what the buyer was owed, and no loss any more.
    TwiceCounts {
        refund: RefundId,
        order: OrderId,
        minor: i64,
    },
    /// Somebody decided that money will not come.
    WrittenOff { id: EventId, what: Account, minor: i64 },
}

/// The posting of an event of a part, where it moves money.
///
/// # Errors
/// [`Error::Amount`] for amounts below zero or a sum that does not fit.
pub fn of_part(part: &Part, event: &PartEvent) -> Result<Option<Posting>, Error> {
    use PartEvent as E;
    let (id, part_id) = (part.cooperative, part.id);
    let till = |till: Till| till.account(id);
    // Where what buyers pay stands until it is earned.
    let paid = match part.flow {
        Flow::Direct => Account::OwnSales(id),
        Flow::Collected => Account::Clearing(part.order),
    };
    let refund_payable = Account::RefundPayable(part.order);
    let (name, kind, legs): (String, _, Vec<Leg>) = match *event {
        E::Expected => return Ok(None),
        E::Collected { by, minor } => {
            let legs = vec![debit(till(by), whole(minor)?), credit(paid, minor)];
            (format!("collected:{part_id}"), "collected", legs)
        }
        E::MadeUp { by, minor, paid: all } => {
            let legs = vec![debit(till(by), whole(minor)?), credit(paid, minor)];
            (format!("made_up:{part_id}:{all}"), "made_up", legs)
        }
        E::Remitted {
            from,
            to,
            minor,
            paid: all,
        } => {
            let legs = vec![debit(till(to), whole(minor)?), credit(till(from), minor)];
            let name = format!("remitted:{part_id}:{}:{}:{all}", from.code(), to.code());
            (name, "remitted", legs)
        }
        E::HandedOver {
            remittance,
            from,
            to,
            minor,
        } => {
            let legs = vec![debit(till(to), whole(minor)?), credit(till(from), minor)];
            (format!("handed_over:{remittance}:{part_id}"), "handed_over", legs)
        }
        E::Missing { loss, from, minor } => {
            // On its own account it is the cooperative's loss, and none of ours.
            let borne = match part.flow {
                Flow::Direct => paid,
                Flow::Collected => Account::WriteOff,
            };
            let legs = vec![debit(borne, whole(minor)?), credit(till(from), minor)];
            (format!("missing:{loss}"), "missing", legs)
        }
        E::Recovered { loss, to, minor, all } => {
            let borne = match part.flow {
                Flow::Direct => paid,
                Flow::Collected => Account::WriteOff,
            };
            let legs = vec![debit(till(to), whole(minor)?), credit(borne, minor)];
            (format!("recovered:{loss}:{all}"), "recovered", legs)
        }
        E::Earned(shares) => (format!("earned:{part_id}"), "earned", earned(part, shares)?),
        E::Closed {
            before,
            cooperative,
            delivery,
        } => {
            let nth = if before == 0 {
                String::new()
            } else {
                format!(":{before}")
            };
            (
                format!("closed:{part_id}{nth}"),
                "closed",
                closed(part, cooperative, delivery),
            )
        }
        E::Cancelled { paid: minor } => {
            let legs = vec![debit(paid, whole(minor)?), credit(refund_payable, minor)];
            (format!("cancelled:{part_id}"), "cancelled", legs)
        }
        E::RefundApproved { refund, back, closed } => {
            let legs = given_back(part, back, closed)?;
            (format!("refund_approved:{refund}"), "refund_approved", legs)
        }
        E::RefundPaid { refund, from, minor } => {
            let legs = vec![debit(refund_payable, whole(minor)?), credit(till(from), minor)];
            (format!("refund_paid:{refund}"), "refund_paid", legs)
        }
        E::RefundPaidLate { refund, from, minor } => {
            let legs = vec![debit(refund_payable, whole(minor)?), credit(till(from), minor)];
            (format!("refund_paid:{refund}:late"), "refund_paid", legs)
        }
        E::RefundReturned { refund, to, minor } => {
            let legs = vec![debit(till(to), whole(minor)?), credit(refund_payable, minor)];
            (format!("refund_returned:{refund}"), "refund_returned", legs)
        }
        // On its own account it is the cooperative's loss, and none of ours.
        E::Forgiven { .. } if part.flow == Flow::Direct => return Ok(None),
        E::Forgiven { minor } => {
            let legs = vec![debit(Account::WriteOff, whole(minor)?), credit(paid, minor)];
            (format!("forgiven:{part_id}"), "forgiven", legs)
        }
    };
    let about = About {
        order: Some(part.order),
        part: Some(part.id),
        cooperative: Some(part.cooperative),
    };
    let posting = some(name, kind, about, part.currency, &legs)?;
    Ok(match event {
        E::RefundPaid { .. } | E::RefundPaidLate { .. } => posting.map(|posting| posting.covered_by(refund_payable)),
        _ => posting,
    })
}

fn earned(part: &Part, shares: Shares) -> Result<Vec<Leg>, Error> {
    let fee = shares.commission.checked_add(shares.vat).ok_or(Error::Amount)?;
    let ours = [
        credit(Account::Commission, shares.commission),
        credit(Account::Vat, shares.vat),
    ];
    Ok(match part.flow {
        Flow::Direct => [
            vec![debit(Account::CommissionDue(part.cooperative), fee)],
            ours.to_vec(),
        ]
        .concat(),
        Flow::Collected => [
            vec![
                debit(Account::Clearing(part.order), shares.total()?),
                credit(Account::Pending(part.cooperative), shares.cooperative),
            ],
            ours.to_vec(),
            vec![credit(Account::Shipping(part.cooperative), shares.delivery)],
        ]
        .concat(),
    })
}

fn closed(part: &Part, cooperative: i64, delivery: i64) -> Vec<Leg> {
    let id = part.cooperative;
    match part.flow {
        // The cash is its own now: nobody follows it any further.
        Flow::Direct => vec![
            debit(Account::OwnSales(id), cooperative),
            credit(Account::CashCooperative(id), cooperative),
        ],
        // It sends its parcels itself, so that the delivery is its own too.
        Flow::Collected => vec![
            debit(Account::Pending(id), cooperative),
            credit(Account::Available(id), cooperative),
            debit(Account::Shipping(id), delivery),
            credit(Account::Available(id), delivery),
        ],
    }
}

fn given_back(part: &Part, back: Shares, closed: bool) -> Result<Vec<Leg>, Error> {
    let (id, total) = (part.cooperative, whole(back.total()?)?);
    let owed = credit(Account::RefundPayable(part.order), total);
    let ours = [
        debit(Account::Commission, back.commission),
        debit(Account::Vat, back.vat),
    ];
    Ok(match part.flow {
        Flow::Direct => {
            // Once closed the cash is followed no more: what is owed back is cash that it holds again.
            let from = if closed {
                Account::CashCooperative(id)
            } else {
                Account::OwnSales(id)
            };
            let fee = back.commission.checked_add(back.vat).ok_or(Error::Amount)?;
            [
                vec![debit(from, total), owed],
                ours.to_vec(),
                vec![credit(Account::CommissionDue(id), fee)],
            ]
            .concat()
        }
        Flow::Collected => {
            let (share, delivery) = if closed {
                (Account::Available(id), Account::Available(id))
            } else {
                (Account::Pending(id), Account::Shipping(id))
            };
            [
                vec![debit(share, back.cooperative)],
                ours.to_vec(),
                vec![debit(delivery, back.delivery), owed],
            ]
            .concat()
        }
    })
}

/// The posting of an event outside of parts, where it moves money.
///
/// # Errors
/// As [`of_part`].
pub fn of_market(currency: Currency, event: &MarketEvent) -> Result<Option<Posting>, Error> {
    use Account as A;
    use MarketEvent as E;
    let order = |order| About {
        order: Some(order),
        ..About::default()
    };
    let of = |cooperative| About {
        cooperative: Some(cooperative),
        ..About::default()
    };
    // id, kind, about, debited, credited, amount
    let (name, kind, about, to, from, minor) = match *event {
        E::PayoutDrafted { .. } | E::InvoiceRaised { .. } => return Ok(None),
        E::Captured {
            payment,
            order: o,
            into,
            minor,
        } => (
            payment.to_string(),
            "captured",
            order(o),
            into.own()?,
            A::Clearing(o),
            minor,
        ),
        E::ProviderPaid { id, psp, minor } => (
            id.to_string(),
            "provider_paid",
            About::default(),
            A::Bank,
            A::Provider(psp),
            minor,
        ),
        E::Fee { id, from, minor } => (
            id.to_string(),
            "fee",
            About::default(),
            A::ProviderFee,
            from.own()?,
            minor,
        ),
        E::DisputeOpened {
            dispute,
            order: o,
            psp,
            minor,
        } => (
            dispute.to_string(),
            "dispute_opened",
            order(o),
            A::Disputes,
            A::Provider(psp),
            minor,
        ),
        E::DisputeWon {
            dispute,
            order: o,
            psp,
            minor,
        } => (
            dispute.to_string(),
            "dispute_won",
            order(o),
            A::Provider(psp),
            A::Disputes,
            minor,
        ),
        E::PayoutApproved {
            payout,
            cooperative: c,
            minor,
        } => (
            payout.to_string(),
            "payout_approved",
            of(c),
            A::Available(c),
            A::PayingOut(c),
            minor,
        ),
        E::PayoutPaid {
            payout,
            cooperative: c,
            minor,
        } => (
            payout.to_string(),
            "payout_paid",
            of(c),
            A::PayingOut(c),
            A::Bank,
            minor,
        ),
        E::PayoutFailed {
            payout,
            cooperative: c,
            minor,
        } => (
            payout.to_string(),
            "payout_failed",
            of(c),
            A::PayingOut(c),
            A::Available(c),
            minor,
        ),
        E::PayoutReturned {
            payout,
            cooperative: c,
            minor,
        } => (
            payout.to_string(),
            "payout_returned",
            of(c),
            A::Bank,
            A::Available(c),
            minor,
        ),
        E::CommissionSettled {
            id,
            cooperative: c,
            minor,
        } => (
            id.to_string(),
            "commission_settled",
            of(c),
            A::Bank,
            A::CommissionDue(c),
            minor,
        ),
        E::CommissionNetted {
            id,
            cooperative: c,
            minor,
        } => (
            id.to_string(),
            "commission_netted",
            of(c),
            A::Available(c),
            A::CommissionDue(c),
            minor,
        ),
        E::SuspenseIn { id, into, minor } => (
            id.to_string(),
            "suspense_in",
            About::default(),
            into.own()?,
            A::Suspense,
            minor,
        ),
        E::SuspenseOut { id, to, minor } => (id.to_string(), "suspense_out", About::default(), A::Suspense, to, minor),
        E::RefundTwice {
            refund,
            order: o,
            from,
            minor,
        } => (
            refund.to_string(),
            "refund_twice",
            order(o),
            A::WriteOff,
            from.own()?,
            minor,
        ),
        E::TwiceReturned {
            refund,
            order: o,
            to,
            minor,
        } => (
            refund.to_string(),
            "twice_returned",
            order(o),
            to.own()?,
            A::WriteOff,
            minor,
        ),
        E::TwiceCounts {
            refund,
            order: o,
            minor,
        } => (
            refund.to_string(),
            "twice_counts",
            order(o),
            A::RefundPayable(o),
            A::WriteOff,
            minor,
        ),
        E::WrittenOff { id, what, minor } => (
            id.to_string(),
            "written_off",
            About::default(),
            A::WriteOff,
            what,
            minor,
        ),
    };
    let legs = [debit(to, whole(minor)?), credit(from, minor)];
    // Whatever moves an account of a cooperative is about it: its statement goes by that.
    let about = About {
        cooperative: about.cooperative.or(to.cooperative()).or(from.cooperative()),
        ..about
    };
    let posting = some(format!("{kind}:{name}"), kind, about, currency, &legs)?;
    // These may not take more than there is.
    Ok(match event {
        E::PayoutApproved { .. }
        | E::PayoutPaid { .. }
        | E::PayoutFailed { .. }
        | E::CommissionNetted { .. }
        | E::SuspenseOut { .. }
        | E::TwiceCounts { .. } => posting.map(|posting| posting.covered_by(to)),
        _ => posting,
    })
}

fn whole(minor: i64) -> Result<i64, Error> {
    if minor < 0 { Err(Error::Amount) } else { Ok(minor) }
}

/// A posting, unless nothing would move.
fn some(
    id: String,
    kind: &'static str,
    about: About,
    currency: Currency,
    legs: &[Leg],
) -> Result<Option<Posting>, Error> {
    if legs.iter().all(|leg| leg.is_nothing()) {
        return Ok(None);
    }
    Posting::new(id, kind, about, currency, legs).map(Some)
}
