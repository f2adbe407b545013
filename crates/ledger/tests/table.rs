//! The README's table is what the program does: one sale of 100 DH with delivery of 30 DH, a commission
//! of 10 DH and its tax of 2 DH, through every event in both flows.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

use kernel::{
    Currency,
    ids::{
        CooperativeId, DisputeId, EventId, LossId, OrderId, PaymentId, PayoutId, RefundId, RemittanceId, SellerOrderId,
    },
};
use ledger::{
    Account, Flow, MarketEvent, Part, PartEvent, Posting, Psp, Till,
    event::{self, Shares},
};
use std::fmt::Write;
use uuid::Uuid;

const README: &str = include_str!("../README.md");

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

const ORDER: OrderId = OrderId(id(1));
const COOPERATIVE: CooperativeId = CooperativeId(id(3));

fn part(flow: Flow) -> Part {
    Part {
        order: ORDER,
        id: SellerOrderId(id(2)),
        cooperative: COOPERATIVE,
        flow,
        currency: Currency::Mad,
    }
}

fn readable(text: &str) -> String {
    let names = [
        (1, "order"),
        (2, "part"),
        (3, "coop"),
        (4, "refund"),
        (5, "payment"),
        (6, "payout"),
        (7, "dispute"),
        (8, "id"),
        (9, "remittance"),
        (10, "loss"),
    ];
    names.iter().fold(text.to_owned(), |text, (n, name)| {
        text.replace(&id(*n).simple().to_string(), name)
    })
}

fn cell(posting: Option<&Posting>) -> String {
    let Some(posting) = posting else {
        return "nothing".to_owned();
    };
    let lines: Vec<String> = posting
        .transfers()
        .iter()
        .map(|t| format!("{} ← {} {}", t.debit.kind().code(), t.credit.kind().code(), t.minor))
        .collect();
    lines.join("<br>")
}

fn parts() -> Vec<(&'static str, PartEvent)> {
    use PartEvent as E;
    let (refund, sold) = (
        RefundId(id(4)),
        Shares {
            cooperative: 8_800,
            commission: 1_000,
            vat: 200,
            delivery: 3_000,
        },
    );
    let half = Shares {
        cooperative: 4_400,
        commission: 500,
        vat: 100,
        delivery: 0,
    };
    vec![
        ("ordered, to be paid on delivery", E::Expected),
        (
            "collected by the carrier",
            E::Collected {
                by: Till::Carrier,
                minor: 13_000,
            },
        ),
        (
            "collected by the cooperative, or paid to its account",
            E::Collected {
                by: Till::Cooperative,
                minor: 13_000,
            },
        ),
        (
            "collected by the market's office",
            E::Collected {
                by: Till::Platform,
                minor: 13_000,
            },
        ),
        (
            "short: 40 DH",
            E::Collected {
                by: Till::Carrier,
                minor: 4_000,
            },
        ),
        (
            "made up: the other 90 DH",
            E::MadeUp {
                by: Till::Carrier,
                minor: 9_000,
                paid: 13_000,
            },
        ),
        ("short for good, given up", E::Forgiven { minor: 9_000 }),
        (
            "remitted to the cooperative",
            E::Remitted {
                from: Till::Carrier,
                to: Till::Cooperative,
                minor: 13_000,
                paid: 13_000,
            },
        ),
        (
            "remitted to the market",
            E::Remitted {
                from: Till::Carrier,
                to: Till::Bank,
                minor: 13_000,
                paid: 13_000,
            },
        ),
        (
            "handed over to the cooperative",
            E::HandedOver {
                remittance: RemittanceId(id(9)),
                from: Till::Carrier,
                to: Till::Cooperative,
                minor: 4_000,
            },
        ),
        (
            "handed over to the office",
            E::HandedOver {
                remittance: RemittanceId(id(9)),
                from: Till::Carrier,
                to: Till::Platform,
                minor: 13_000,
            },
        ),
        (
            "missing: the carrier does not hand it over",
            E::Missing {
                loss: LossId(id(10)),
                from: Till::Carrier,
                minor: 13_000,
            },
        ),
        (
            "some of it came after all",
            E::Recovered {
                loss: LossId(id(10)),
                to: Till::Platform,
                minor: 4_000,
                all: 4_000,
            },
        ),
        ("delivered (collected: and wholly paid)", E::Earned(sold)),
        (
            "closed: the time for withdrawal is over",
            E::Closed {
                before: 0,
                cooperative: 8_800,
                delivery: 3_000,
            },
        ),
        ("cancelled before delivery, nothing paid", E::Cancelled { paid: 0 }),
        ("cancelled before delivery, paid", E::Cancelled { paid: 13_000 }),
        (
            "withdrawal, whole, approved",
            E::RefundApproved {
                refund,
                back: sold,
                closed: false,
            },
        ),
        (
            "withdrawal, half of the goods, approved",
            E::RefundApproved {
                refund,
                back: half,
                closed: false,
            },
        ),
        (
            "the same after closing",
            E::RefundApproved {
                refund,
                back: half,
                closed: true,
            },
        ),
        (
            "refund paid by the provider",
            E::RefundPaid {
                refund,
                from: Till::Provider(Psp::Stripe),
                minor: 5_000,
            },
        ),
        (
            "refund paid by the cooperative",
            E::RefundPaid {
                refund,
                from: Till::Cooperative,
                minor: 5_000,
            },
        ),
        (
            "refund paid by transfer",
            E::RefundPaid {
                refund,
                from: Till::Bank,
                minor: 5_000,
            },
        ),
        (
            "refund paid by the provider, after it had failed",
            E::RefundPaidLate {
                refund,
                from: Till::Provider(Psp::Stripe),
                minor: 5_000,
            },
        ),
        (
            "refund came back",
            E::RefundReturned {
                refund,
                to: Till::Bank,
                minor: 5_000,
            },
        ),
        (
            "dispute lost: the refund is paid so",
            E::RefundPaid {
                refund,
                from: Till::Disputes,
                minor: 13_000,
            },
        ),
    ]
}

fn market() -> Vec<(&'static str, MarketEvent)> {
    use MarketEvent as E;
    let (order, cooperative, psp, event) = (ORDER, COOPERATIVE, Psp::Stripe, EventId(id(8)));
    let (payout, dispute, payment) = (PayoutId(id(6)), DisputeId(id(7)), PaymentId(id(5)));
    vec![
        (
            "card captured",
            E::Captured {
                payment,
                order,
                into: Till::Provider(psp),
                minor: 13_000,
            },
        ),
        (
            "transfer received",
            E::Captured {
                payment,
                order,
                into: Till::Bank,
                minor: 13_000,
            },
        ),
        (
            "the provider pays the bank",
            E::ProviderPaid {
                id: event,
                psp,
                minor: 12_600,
            },
        ),
        (
            "the provider's fee",
            E::Fee {
                id: event,
                from: Till::Provider(psp),
                minor: 400,
            },
        ),
        (
            "the bank's fee",
            E::Fee {
                id: event,
                from: Till::Bank,
                minor: 400,
            },
        ),
        (
            "charge-back: dispute opened",
            E::DisputeOpened {
                dispute,
                order,
                psp,
                minor: 13_000,
            },
        ),
        (
            "dispute won",
            E::DisputeWon {
                dispute,
                order,
                psp,
                minor: 13_000,
            },
        ),
        ("payout drafted", E::PayoutDrafted { payout }),
        (
            "payout approved",
            E::PayoutApproved {
                payout,
                cooperative,
                minor: 11_800,
            },
        ),
        (
            "payout paid",
            E::PayoutPaid {
                payout,
                cooperative,
                minor: 11_800,
            },
        ),
        (
            "payout failed",
            E::PayoutFailed {
                payout,
                cooperative,
                minor: 11_800,
            },
        ),
        (
            "payout came back",
            E::PayoutReturned {
                payout,
                cooperative,
                minor: 11_800,
            },
        ),
        ("commission invoice raised", E::InvoiceRaised { id: event, cooperative }),
        (
            "commission settled by transfer",
            E::CommissionSettled {
                id: event,
                cooperative,
                minor: 1_200,
            },
        ),
        (
            "commission netted",
            E::CommissionNetted {
                id: event,
                cooperative,
                minor: 1_200,
            },
        ),
        (
            "money of nobody known",
            E::SuspenseIn {
                id: event,
                into: Till::Bank,
                minor: 500,
            },
        ),
        (
            "known: an order's",
            E::SuspenseOut {
                id: event,
                to: Account::Clearing(order),
                minor: 500,
            },
        ),
        (
            "known: sent back",
            E::SuspenseOut {
                id: event,
                to: Account::Bank,
                minor: 500,
            },
        ),
        (
            "paid by the provider, and otherwise before",
            E::RefundTwice {
                refund: RefundId(id(4)),
                order,
                from: Till::Provider(psp),
                minor: 5_000,
            },
        ),
        (
            "and back with the provider",
            E::TwiceReturned {
                refund: RefundId(id(4)),
                order,
                to: Till::Provider(psp),
                minor: 5_000,
            },
        ),
        (
            "the one of the two that came back was the other",
            E::TwiceCounts {
                refund: RefundId(id(4)),
                order,
                minor: 5_000,
            },
        ),
        (
            "cash written off",
            E::WrittenOff {
                id: event,
                what: Account::CashCarrier(cooperative),
                minor: 500,
            },
        ),
        (
            "commission due written off",
            E::WrittenOff {
                id: event,
                what: Account::CommissionDue(cooperative),
                minor: 1_200,
            },
        ),
    ]
}

fn table() -> String {
    let mut text = "| Event of a part | Id | Direct | Collected |\n|---|---|---|---|\n".to_owned();
    for (words, event) in parts() {
        // On its own account a cooperative closes what it sold, delivery and all.
        let direct = match event {
            PartEvent::Closed { before, .. } => PartEvent::Closed {
                before,
                cooperative: 13_000,
                delivery: 0,
            },
            other => other,
        };
        let direct = event::of_part(&part(Flow::Direct), &direct).unwrap();
        let collected = event::of_part(&part(Flow::Collected), &event).unwrap();
        let name = collected
            .as_ref()
            .map_or(String::new(), |posting| format!("`{}`", readable(posting.id())));
        writeln!(
            text,
            "| {words} | {name} | {} | {} |",
            cell(direct.as_ref()),
            cell(collected.as_ref())
        )
        .unwrap();
    }
    text += "\n| Event outside of parts | Id | Both flows |\n|---|---|---|\n";
    for (words, event) in market() {
        let posting = event::of_market(Currency::Mad, &event).unwrap();
        let name = posting
            .as_ref()
            .map_or(String::new(), |posting| format!("`{}`", readable(posting.id())));
        writeln!(text, "| {words} | {name} | {} |", cell(posting.as_ref())).unwrap();
    }
    text
}

#[test]
fn the_readme_has_the_posting_of_every_event_in_both_flows() {
    let table = table();
    assert!(README.contains(&table), "the README should have:\n\n{table}");
}

#[test]
fn no_event_moves_an_amount_below_zero() {
    for flow in [Flow::Direct, Flow::Collected] {
        let refused = event::of_part(
            &part(flow),
            &PartEvent::Collected {
                by: Till::Carrier,
                minor: -1,
            },
        );
        assert!(matches!(refused, Err(ledger::Error::Amount)));
    }
    let event = MarketEvent::Fee {
        id: EventId(id(8)),
        from: Till::Bank,
        minor: -1,
    };
    assert!(matches!(
        event::of_market(Currency::Mad, &event),
        Err(ledger::Error::Amount)
    ));
}

/// The reverse of an approved refund is the same transfers turned round.
#[test]
fn a_failed_refund_is_the_exact_opposite_of_its_approval() {
    let back = Shares {
        cooperative: 4_400,
        commission: 500,
        vat: 100,
        delivery: 1,
    };
    for flow in [Flow::Direct, Flow::Collected] {
        let event = PartEvent::RefundApproved {
            refund: RefundId(id(4)),
            back,
            closed: false,
        };
        let approved = event::of_part(&part(flow), &event).unwrap().unwrap();
        let failed = approved.opposite("refund_failed".to_owned(), "refund_failed");
        for (one, other) in approved.transfers().iter().zip(failed.transfers()) {
            assert_eq!(
                (one.debit, one.credit, one.minor),
                (other.credit, other.debit, other.minor)
            );
        }
    }
}
