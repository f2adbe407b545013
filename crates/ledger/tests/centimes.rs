//! P15: whatever is sold and given back, in whatever order, no centime is adrift. Pure: a million orders
//! from a generator that repeats itself.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

use kernel::{
    Currency, Mint,
    ids::{CooperativeId, OrderId, RefundId, SellerOrderId},
};
use ledger::{
    Account, Flow, Part, PartEvent, Till,
    commission::{Fee, Line, Rate},
    event::{self, Shares},
};
use std::collections::BTreeMap;
use testkit::mint;
use uuid::Uuid;

const ORDERS: u64 = 1_000_000;
/// So many of them go through whole postings too.
const POSTED: u64 = 20;

/// The generator xorshift64*.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }

    fn up_to(&mut self, end: i64) -> i64 {
        i64::try_from(self.below(u64::try_from(end).unwrap() + 1)).unwrap()
    }

    fn rate(&mut self) -> Rate {
        let fixed = self.below(4) == 0;
        Rate {
            bps: if fixed {
                0
            } else {
                i32::try_from(self.below(5001)).unwrap()
            },
            fixed_minor: if fixed { self.up_to(2_000) } else { 0 },
            vat_bps: [0, 700, 1000, 2000, 5000][usize::try_from(self.below(5)).unwrap()],
        }
    }

    fn line(&mut self) -> Line {
        let (rate, quantity) = (self.rate(), 1 + self.up_to(8));
        // Small prices are where rounding bites.
        let price = if self.below(2) == 0 {
            self.up_to(60)
        } else {
            self.up_to(100_000)
        };
        let total = price * quantity;
        let fee = rate.fee(total, quantity).unwrap();
        assert!(
            fee.commission >= 0 && fee.vat >= 0 && fee.commission + fee.vat <= total,
            "{rate:?} {total}"
        );
        Line {
            total,
            fee,
            ..Line::default()
        }
    }
}

/// What one refund takes back of some lines and of the delivery.
fn refund(dice: &mut Dice, lines: &mut [Line], delivery: &mut i64, last: bool) -> Shares {
    let mut back = Shares::default();
    for line in lines.iter_mut() {
        let left = line.total - line.refunded;
        let minor = match dice.below(3) {
            _ if last => left,
            0 => 0,
            1 => left.min(1),
            _ => dice.up_to(left),
        };
        let fee = line.refund(minor).unwrap();
        assert!(line.refund(left + 1).is_err());
        back.commission += fee.commission;
        back.vat += fee.vat;
        back.cooperative += minor - fee.commission - fee.vat;
        *line = line.after(minor, fee);
        assert!(line.reversed.commission <= line.fee.commission && line.reversed.vat <= line.fee.vat);
    }
    back.delivery = if last { *delivery } else { dice.up_to(*delivery) };
    *delivery -= back.delivery;
    back
}

#[test]
fn p15_a_million_random_orders_with_refunds_leave_no_centime_adrift() {
    let mut dice = Dice(0x7469_7769_7a69);
    let mint = mint(1);
    for n in 0..ORDERS {
        let mut lines: Vec<Line> = (0..1 + dice.below(3)).map(|_| dice.line()).collect();
        let mut delivery = dice.up_to(6_000);
        let fee = |lines: &[Line], of: fn(&Line) -> Fee| {
            lines.iter().map(of).fold(Fee::default(), |sum, fee| Fee {
                commission: sum.commission + fee.commission,
                vat: sum.vat + fee.vat,
            })
        };
        let goods: i64 = lines.iter().map(|line| line.total).sum();
        let sold = fee(&lines, |line| line.fee);
        let captured = goods + delivery;
        let shares = Shares {
            cooperative: goods - sold.commission - sold.vat,
            commission: sold.commission,
            vat: sold.vat,
            delivery,
        };
        assert_eq!(shares.total().unwrap(), captured);
        // Some refunds, and in every second order the rest as well.
        let whole = dice.below(2) == 0;
        let mut refunds: Vec<Shares> = (0..dice.below(4))
            .map(|_| refund(&mut dice, &mut lines, &mut delivery, false))
            .collect();
        if whole {
            refunds.push(refund(&mut dice, &mut lines, &mut delivery, true));
        }
        let mut left = shares;
        for back in &refunds {
            left.cooperative -= back.cooperative;
            left.commission -= back.commission;
            left.vat -= back.vat;
            left.delivery -= back.delivery;
        }
        let refunded: i64 = refunds.iter().map(|back| back.total().unwrap()).sum();
        assert_eq!(left.total().unwrap(), captured - refunded, "order {n}");
        assert!(!whole || left == Shares::default(), "order {n}: {left:?}");
        for line in &lines {
            // At the rate of the sale: never a centime away from one refund of the same amount.
            let fresh = Line {
                refunded: 0,
                reversed: Fee::default(),
                ..*line
            };
            assert_eq!(fresh.refund(line.refunded).unwrap(), line.reversed, "order {n}");
        }
        if n % POSTED == 0 {
            through_the_books(&mut dice, &mint, shares, &refunds, whole);
        }
    }
}

/// The same through whole postings: what is on the accounts at the end is what should be.
fn through_the_books(dice: &mut Dice, mint: &Mint, shares: Shares, refunds: &[Shares], whole: bool) {
    let flow = if dice.below(2) == 0 {
        Flow::Direct
    } else {
        Flow::Collected
    };
    let part = Part {
        order: OrderId(Uuid::from_u128(1)),
        id: SellerOrderId(Uuid::from_u128(2)),
        cooperative: CooperativeId(Uuid::from_u128(3)),
        flow,
        currency: Currency::Mad,
    };
    let total = shares.total().unwrap();
    let mut events = vec![
        PartEvent::Collected {
            by: Till::Cooperative,
            minor: total,
        },
        PartEvent::Earned(shares),
    ];
    let mut left = shares;
    let closes_after = dice.below(4);
    let mut is_closed = false;
    for (back, n) in refunds.iter().zip(0..) {
        if n == closes_after {
            events.push(closing(flow, left));
            is_closed = true;
        }
        let id: RefundId = mint.id();
        events.push(PartEvent::RefundApproved {
            refund: id,
            back: *back,
            closed: is_closed,
        });
        events.push(PartEvent::RefundPaid {
            refund: id,
            from: Till::Cooperative,
            minor: back.total().unwrap(),
        });
        left.cooperative -= back.cooperative;
        left.commission -= back.commission;
        left.vat -= back.vat;
        left.delivery -= back.delivery;
    }
    let mut book: BTreeMap<Account, i64> = BTreeMap::new();
    for event in events {
        for transfer in event::of_part(&part, &event)
            .unwrap()
            .iter()
            .flat_map(|posting| posting.transfers())
        {
            assert!(transfer.minor > 0 && transfer.debit != transfer.credit);
            *book.entry(transfer.debit).or_default() += transfer.minor;
            *book.entry(transfer.credit).or_default() -= transfer.minor;
        }
    }
    let on = |account| book.get(&account).copied().unwrap_or(0);
    assert_eq!(book.values().sum::<i64>(), 0);
    assert_eq!(
        on(Account::Clearing(part.order)) + on(Account::RefundPayable(part.order)),
        0
    );
    assert_eq!(-on(Account::Commission), left.commission);
    assert_eq!(-on(Account::Vat), left.vat);
    let id = part.cooperative;
    match flow {
        Flow::Direct => {
            assert_eq!(on(Account::CommissionDue(id)), left.commission + left.vat);
            assert_eq!(on(Account::CashCooperative(id)), -on(Account::OwnSales(id)));
        }
        Flow::Collected => {
            let earned = on(Account::Pending(id)) + on(Account::Shipping(id)) + on(Account::Available(id));
            assert_eq!(-earned, left.cooperative + left.delivery);
        }
    }
    assert!(!whole || book.values().all(|minor| *minor == 0), "{book:?}");
}

fn closing(flow: Flow, left: Shares) -> PartEvent {
    PartEvent::Closed {
        before: 0,
        cooperative: match flow {
            Flow::Direct => left.total().unwrap(),
            Flow::Collected => left.cooperative,
        },
        delivery: if flow == Flow::Direct { 0 } else { left.delivery },
    }
}
