//! Whether all money is accounted for: the ledger by itself, and what orders, payments and the ledger say
//! of the same part. The first row that is wrong is named.

use crate::{Error, Market, cash};
use kernel::{
    Currency, Money, Read,
    ids::{AttemptId, BankLineId, EventId, OrderId, RefundId, RemittanceId, SellerOrderId},
};
use ledger::{
    Account, Flow, Sale,
    account::Kind,
    balance, sale,
    statement::{self, Frozen},
};
use order::{State, books::Sold};
use payment::{
    Holder, Payment, Refund, bank,
    loss::{self, Loss},
    refund::{self, Payer, Way},
    remittance::{Giver, Receiver},
};
use std::{collections::BTreeMap, fmt};

/// Parts that are looked at together.
const AT_ONCE: u64 = 300;

/// The first row that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The ledger by itself.
    Ledger(ledger::Broken),
    /// A part of an order whose commission was never frozen.
    NotFrozen(SellerOrderId),
    /// A part is not frozen as it was sold: its order, its cooperative, its sums, its lines or their fees.
    Differs(SellerOrderId),
    /// A part stands elsewhere in the ledger than in its order.
    State {
        /// The part.
        part: SellerOrderId,
        /// Where it stands.
        order: &'static str,
        /// Where the ledger has it.
        ledger: &'static str,
    },
    /// A part for which nothing is due.
    NoPayment(SellerOrderId),
    /// Another amount was paid for a part than the ledger has, in centimes.
    Paid {
        /// The part.
        part: SellerOrderId,
        /// What its payment says.
        payment: i64,
        /// What the ledger says.
        ledger: i64,
    },
    /// More is given back of a part than was paid for it, or another sum than its refunds say, in centimes.
    PartRefunds {
        /// The part.
        part: SellerOrderId,
        /// What was paid for it.
        paid: i64,
        /// What its payment says is given back.
        kept: i64,
        /// What its refunds say.
        reckoned: i64,
    },
    /// More is given back of an attempt than was captured, or another sum than its refunds say.
    AttemptRefunds(AttemptId),
    /// Of refunds in each other's place more than one counts, or the buyer is owed another although they have one twice.
    Chain(RefundId),
    /// Buyers are owed something else for an order than was decided and not paid, in centimes.
    Owed {
        /// The order.
        order: OrderId,
        /// What the ledger says.
        ledger: i64,
        /// What its refunds say.
        refunds: i64,
    },
    /// Something else is held back for disputes than the open ones ask for, in centimes.
    Disputed {
        /// What the ledger says.
        ledger: i64,
        /// What the disputes say.
        disputes: i64,
    },
    /// The sums of a remittance are not those of its lines.
    Remittance(RemittanceId),
    /// Of a part, remittances say that another amount went from one to another than the ledger, in centimes.
    HandedOver {
        /// The part.
        part: SellerOrderId,
        /// What its remittances say.
        lines: i64,
        /// What the ledger says.
        ledger: i64,
    },
    /// Of a part, decisions say that another amount was given up than the ledger, in centimes.
    GivenUp {
        /// The part.
        part: SellerOrderId,
        /// What was given up as missing, less what came of anything that was given up.
        losses: i64,
        /// What the ledger says.
        ledger: i64,
    },
    /// Of a part that the market collects, other cash is there than was paid, in centimes.
    Kept {
        /// The part.
        part: SellerOrderId,
        /// What there should be.
        paid: i64,
        /// What is with everybody who has some of it.
        kept: i64,
    },
    /// Cash of a part is on another account than its holder's, in centimes.
    Holder {
        /// The part.
        part: SellerOrderId,
        /// Who has it, as the payment says.
        holder: &'static str,
        /// The account on which some of it is, or should be.
        account: &'static str,
        /// What is on it.
        minor: i64,
    },
    /// A line of the bank that is nobody's is not in suspense with its amount, or one that somebody found out still is.
    Suspense {
        /// The line.
        line: BankLineId,
        /// What the line says, in centimes.
        open: i64,
        /// What is in suspense of it, in centimes.
        ledger: i64,
    },
    /// Less is in suspense than the lines of the bank that are nobody's.
    Uncovered(Money),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger(broken) => write!(f, "{broken}"),
            Self::NotFrozen(part) => write!(f, "part {part} has no frozen commission"),
            Self::Differs(part) => write!(f, "part {part} is not frozen as it was sold"),
            Self::State { part, order, ledger } => write!(f, "part {part} is {order}, the ledger has it {ledger}"),
            Self::NoPayment(part) => write!(f, "part {part} has no payment"),
            Self::Paid { part, payment, ledger } => {
                write!(f, "part {part}: {payment} was paid, the ledger has {ledger}")
            }
            Self::PartRefunds {
                part,
                paid,
                kept,
                reckoned,
            } => write!(
                f,
                "part {part}: {kept} of {paid} is given back, its refunds say {reckoned}"
            ),
            Self::AttemptRefunds(attempt) => write!(f, "attempt {attempt} gives back what its refunds do not say"),
            Self::Chain(first) => write!(
                f,
                "refund {first}: of those in its place more than one is paid, or owed"
            ),
            Self::Owed { order, ledger, refunds } => {
                write!(
                    f,
                    "order {order}: the ledger owes its buyer {ledger}, its refunds say {refunds}"
                )
            }
            Self::Disputed { ledger, disputes } => {
                write!(f, "{ledger} is held back for disputes, which say {disputes}")
            }
            Self::Remittance(id) => write!(f, "remittance {id} is not the sum of its lines"),
            Self::HandedOver { part, lines, ledger } => {
                write!(
                    f,
                    "part {part}: {lines} was handed over by its remittances, the ledger has {ledger}"
                )
            }
            Self::GivenUp { part, losses, ledger } => {
                write!(f, "part {part}: {losses} was given up, the ledger has {ledger}")
            }
            Self::Kept { part, paid, kept } => {
                write!(f, "part {part}: {paid} of its cash should be there, {kept} is")
            }
            Self::Holder {
                part,
                holder,
                account,
                minor,
            } => write!(f, "part {part}: its cash is with {holder}, and {minor} is on {account}"),
            Self::Suspense { line, open, ledger } => {
                write!(
                    f,
                    "line {line} of the bank: {open} of it is nobody's, {ledger} is in suspense"
                )
            }
            Self::Uncovered(money) => write!(
                f,
                "suspense is {} {} less than what the bank's lines put there",
                money.minor, money.currency
            ),
        }
    }
}

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Parts of orders.
    pub parts: u64,
    /// The first row that is wrong.
    pub broken: Option<Broken>,
}

/// Looks at all money as it is at this moment, and stops at the first row that is wrong. Others may go on
/// selling meanwhile.
///
/// # Errors
/// When the database cannot answer, or holds what cannot be read.
pub async fn check(market: &Market) -> Result<Checked, Error> {
    let db = market.db.snapshot().await?;
    let mut checked = Checked {
        parts: 0,
        broken: ledger::check(&db).await?.map(Broken::Ledger),
    };
    if checked.broken.is_none() {
        checked.broken = given_back(&db).await?;
    }
    if checked.broken.is_none() {
        checked.broken = ledger::check::owed(&db).await?.map(Broken::Ledger);
    }
    if checked.broken.is_none() {
        checked.broken = payment::remittance::find_broken(&db).await?.map(Broken::Remittance);
    }
    let mut after = None;
    while checked.broken.is_none() {
        let page = order::books::list(&db, after, AT_ONCE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        checked.broken = parts(&db, &page).await?;
        checked.parts = checked
            .parts
            .saturating_add(u64::try_from(page.len()).unwrap_or(u64::MAX));
    }
    if checked.broken.is_none() {
        checked.broken = suspense(&db).await?;
    }
    Ok(checked)
}

/// What is given back and what is disputed, over all orders.
async fn given_back(db: &impl Read) -> Result<Option<Broken>, Error> {
    if let Some(attempt) = payment::refund::find_uneven(db).await? {
        return Ok(Some(Broken::AttemptRefunds(attempt)));
    }
    if let Some(first) = payment::late::find_broken(db).await? {
        return Ok(Some(Broken::Chain(first)));
    }
    let mut owed: BTreeMap<OrderId, (i64, i64)> = BTreeMap::new();
    for balance in balance::list_of_kind(db, Kind::RefundPayable).await? {
        if let Account::RefundPayable(order) = balance.account {
            let sum = &mut owed.entry(order).or_default().0;
            *sum = sum.saturating_add(balance.amount().minor);
        }
    }
    for (order, minor) in payment::refund::list_owed(db).await? {
        let sum = &mut owed.entry(order).or_default().1;
        *sum = sum.saturating_add(minor);
    }
    let uneven = owed.into_iter().find(|(_, (ledger, refunds))| ledger != refunds);
    if let Some((order, (ledger, refunds))) = uneven {
        return Ok(Some(Broken::Owed { order, ledger, refunds }));
    }
    let held = balance::list_of_kind(db, Kind::Disputes).await?;
    let ledger = held
        .iter()
        .fold(0_i64, |sum, one| sum.saturating_add(one.amount().minor));
    let disputes = payment::dispute::sum_held(db).await?;
    Ok((ledger != disputes).then_some(Broken::Disputed { ledger, disputes }))
}

/// What is in suspense is the sum of the lines of the bank that are nobody's, each with its amount, and of what providers
/// of cards hold that was not agreed.
async fn suspense(db: &impl Read) -> Result<Option<Broken>, Error> {
    let mut open: BTreeMap<&str, i64> = BTreeMap::new();
    let mut after = None;
    loop {
        let page = bank::list(db, after, AT_ONCE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        let events: Vec<EventId> = page.iter().map(|line| EventId(line.id.0)).collect();
        let held = balance::in_suspense(db, &events).await?;
        for line in &page {
            let ledger = held.get(&EventId(line.id.0)).copied().unwrap_or(0);
            let own = if bank::State::OPEN.contains(&line.state) {
                line.minor
            } else {
                0
            };
            if own != ledger {
                let (line, open) = (line.id, own);
                return Ok(Some(Broken::Suspense { line, open, ledger }));
            }
            if let Some(money) = line.money() {
                let sum = open.entry(money.currency.code()).or_insert(0);
                *sum = sum.saturating_add(own);
            }
        }
    }
    for currency in [Currency::Mad, Currency::Eur] {
        let all = balance::find(db, Account::Suspense, currency).await?.minor;
        let lines = open.get(currency.code()).copied().unwrap_or(0);
        if all < lines {
            let minor = lines.saturating_sub(all);
            return Ok(Some(Broken::Uncovered(Money { minor, currency })));
        }
    }
    Ok(None)
}

/// What the nouns say of one part.
struct Part<'a> {
    sold: &'a Sold,
    sale: &'a Sale,
    payment: &'a Payment,
    refunds: Vec<&'a Refund>,
    /// What is on the accounts of each kind; nothing when nothing was ever posted about it.
    accounts: Option<&'a BTreeMap<Kind, i64>>,
    /// What went from one kind of account to another by remittances.
    moved: BTreeMap<(Kind, Kind), i64>,
    /// What was given up of it.
    losses: Vec<&'a Loss>,
    /// What the ledger says was missing of it, less what came after all.
    missing: i64,
}

async fn parts(db: &impl Read, page: &[Sold]) -> Result<Option<Broken>, Error> {
    let ids: Vec<SellerOrderId> = page.iter().map(|part| part.id).collect();
    let sales = sale::list(db, &ids).await?;
    let frozen = statement::list_frozen(db, &ids).await?;
    let payments = payment::payment::list_for_seller_orders(db, &ids).await?;
    let accounts = balance::of_parts(db, &ids).await?;
    let handed = payment::remittance::list_moved(db, &ids).await?;
    let posted = balance::handed_over(db, &ids).await?;
    let losses = loss::list_done(db, &ids).await?;
    let missing = balance::missing(db, &ids).await?;
    let refunds = payment::refund::list_of_parts(db, &ids).await?;
    for sold in page {
        let Some(sale) = sales.iter().find(|sale| sale.part.id == sold.id) else {
            return Ok(Some(Broken::NotFrozen(sold.id)));
        };
        let Some(payment) = payments.iter().find(|payment| payment.seller_order == sold.id) else {
            return Ok(Some(Broken::NoPayment(sold.id)));
        };
        let lines: Vec<&Frozen> = frozen.iter().filter(|line| line.part == sold.id).collect();
        let part = Part {
            sold,
            sale,
            payment,
            refunds: refunds.iter().filter(|refund| refund.part == Some(sold.id)).collect(),
            accounts: accounts.get(&sold.id),
            moved: moved(&handed, sold.id),
            losses: losses.iter().filter(|loss| loss.part == sold.id).collect(),
            missing: missing.get(&sold.id).copied().unwrap_or(0),
        };
        let broken = part.is_frozen(&lines).or_else(|| part.stands()).or_else(|| part.paid());
        let broken = broken.or_else(|| part.handed_over(&posted)).or_else(|| part.given_up());
        if let Some(broken) = broken
            .or_else(|| part.given_back())
            .or_else(|| part.held())
            .or_else(|| part.kept())
        {
            return Ok(Some(broken));
        }
    }
    Ok(None)
}

/// What the remittances of a part say: how much went from one kind of account to another.
fn moved(lines: &[(SellerOrderId, Giver, Receiver, i64)], part: SellerOrderId) -> BTreeMap<(Kind, Kind), i64> {
    let mut found = BTreeMap::new();
    for (_, giver, receiver, minor) in lines.iter().filter(|line| line.0 == part && line.3 > 0) {
        let (from, to) = (cash::till(*giver).kind(), cash::goal(*receiver).0.kind());
        let sum: &mut i64 = found.entry((from, to)).or_default();
        *sum = sum.saturating_add(*minor);
    }
    found
}

impl Part<'_> {
    /// Each line is frozen at its price, and the part is the sum of its lines.
    fn is_frozen(&self, lines: &[&Frozen]) -> Option<Broken> {
        let (sold, sale) = (self.sold, self.sale);
        let missing = sold
            .lines
            .iter()
            .any(|(id, _)| !lines.iter().any(|line| line.line == *id));
        if missing {
            return Some(Broken::NotFrozen(sold.id));
        }
        let same_price =
            |(id, minor): &(_, i64)| lines.iter().any(|line| line.line == *id && line.total_minor == *minor);
        let sum = |of: fn(&Frozen) -> i64| lines.iter().fold(0_i64, |sum, line| sum.saturating_add(of(line)));
        let same = (sale.part.order, sale.part.cooperative) == (sold.order, sold.cooperative)
            && (sale.goods_minor, sale.delivery_minor) == (sold.totals.goods_minor, sold.totals.delivery_minor)
            && lines.len() == sold.lines.len()
            && sold.lines.iter().all(same_price)
            && sum(|line| line.fee.commission) == sale.commission_minor
            && sum(|line| line.fee.vat) == sale.vat_minor;
        (!same).then_some(Broken::Differs(sold.id))
    }

    /// The ledger has it where its order has it.
    fn stands(&self) -> Option<Broken> {
        let expected = match self.sold.state {
            State::Unpaid | State::New | State::Accepted | State::Packed | State::Shipped => sale::State::Open,
            State::Delivered => sale::State::Delivered,
            State::Closed => sale::State::Closed,
            State::Cancelled | State::Refused | State::Lost | State::Returned => sale::State::Ended,
        };
        (self.sale.state != expected).then(|| Broken::State {
            part: self.sold.id,
            order: self.sold.state.code(),
            ledger: self.sale.state.code(),
        })
    }

    /// What its buyer did not pay, and was forgiven.
    fn short(&self) -> impl Iterator<Item = &Loss> {
        let short = self.losses.iter().filter(|loss| loss.kind == loss::Kind::Short);
        short.copied()
    }

    /// What was paid for it is what the ledger says was paid.
    fn paid(&self) -> Option<Broken> {
        let forgiven = self
            .short()
            .fold(0_i64, |sum, loss| sum.saturating_add(loss.left_minor()));
        let payment = self.payment.collected.minor.saturating_add(forgiven);
        let ledger = self.sale.paid_minor;
        (payment != ledger).then_some(Broken::Paid {
            part: self.sold.id,
            payment,
            ledger,
        })
    }

    /// What is given back of it is what its refunds say, and no more than was paid.
    fn given_back(&self) -> Option<Broken> {
        let stand = self.refunds.iter().filter(|one| one.state.counts());
        let reckoned = stand.fold(0_i64, |sum, one| sum.saturating_add(one.amount.minor));
        let (paid, kept) = (self.payment.collected.minor, self.payment.refunded_minor);
        (kept != reckoned || kept > paid).then_some(Broken::PartRefunds {
            part: self.sold.id,
            paid,
            kept,
            reckoned,
        })
    }

    /// What was paid back out of a till.
    fn paid_out_of(&self, till: Kind) -> i64 {
        let out = self.refunds.iter().filter(|one| {
            one.state == refund::State::Succeeded
                && match (one.payer, one.way) {
                    (Some(Payer::Cooperative), _) => till == Kind::CashCooperative,
                    (Some(Payer::Office), Way::Cash) => till == Kind::CashPlatform,
                    _ => false,
                }
        });
        out.fold(0_i64, |sum, one| sum.saturating_add(one.amount.minor))
    }

    /// What its remittances say that went over is what the ledger says.
    fn handed_over(&self, posted: &BTreeMap<(SellerOrderId, Kind, Kind), i64>) -> Option<Broken> {
        let part = self.sold.id;
        let of_part = posted.iter().filter(|((id, ..), _)| *id == part);
        let posted: BTreeMap<(Kind, Kind), i64> =
            of_part.map(|((_, from, to), minor)| ((*from, *to), *minor)).collect();
        let sum = |all: &BTreeMap<(Kind, Kind), i64>| all.values().fold(0_i64, |sum, minor| sum.saturating_add(*minor));
        (posted != self.moved).then(|| Broken::HandedOver {
            part,
            lines: sum(&self.moved),
            ledger: sum(&posted),
        })
    }

    /// What was given up of it, and what came of that, is what the ledger says.
    fn given_up(&self) -> Option<Broken> {
        let losses = self.losses.iter().fold(0_i64, |sum, loss| {
            let missing = match loss.kind {
                loss::Kind::Missing => loss.amount.minor,
                loss::Kind::Short => 0,
            };
            sum.saturating_add(missing).saturating_sub(loss.recovered_minor)
        });
        (losses != self.missing).then_some(Broken::GivenUp {
            part: self.sold.id,
            losses,
            ledger: self.missing,
        })
    }

    /// All cash that the market collected of it is with somebody, went to the bank, or was given up.
    fn kept(&self) -> Option<Broken> {
        let accounts = self.accounts?;
        if self.sale.part.flow == Flow::Direct || self.payment.method != payment::Method::Cash {
            return None;
        }
        let tills = [Kind::CashCarrier, Kind::CashCooperative, Kind::CashPlatform];
        let held = tills.into_iter().fold(0_i64, |sum, kind| {
            let left = accounts.get(&kind).copied().unwrap_or(0);
            sum.saturating_add(left).saturating_add(self.paid_out_of(kind))
        });
        let into_bank = self.moved.iter().filter(|((_, to), _)| *to == Kind::Bank);
        let kept = into_bank.fold(held, |sum, (_, minor)| sum.saturating_add(*minor));
        // What a buyer brought after all is what the ledger has as found again.
        let brought = self
            .short()
            .fold(0_i64, |sum, loss| sum.saturating_add(loss.recovered_minor));
        let paid = self
            .payment
            .collected
            .minor
            .saturating_sub(brought)
            .saturating_sub(self.missing);
        (kept != paid).then_some(Broken::Kept {
            part: self.sold.id,
            paid,
            kept,
        })
    }

    /// Its cash is on the account of its holder, and on no other, but for what was paid back out of one. What was sold
    /// before there was a ledger was never posted, and what a cooperative has sold for good is not followed any more.
    fn held(&self) -> Option<Broken> {
        let accounts = self.accounts?;
        let holder = self.payment.holder;
        // As if nothing had been paid back by hand.
        let on = |kind: Kind| {
            let left = accounts.get(&kind).copied().unwrap_or(0);
            left.saturating_add(self.paid_out_of(kind))
        };
        let broken = |kind: Kind| Broken::Holder {
            part: self.sold.id,
            holder: holder.map_or("nobody", Holder::code),
            account: kind.code(),
            minor: on(kind),
        };
        let own = holder.and_then(super::till).map(ledger::Till::kind);
        let tills = [Kind::CashCarrier, Kind::CashCooperative, Kind::CashPlatform];
        // A part of which not everything went over, or of which something turned up at the office, is with two.
        let turned_up = self.losses.iter().any(|loss| loss.recovered_minor > 0);
        let two = |kind: Kind| {
            self.moved.keys().any(|(from, to)| *from == kind || *to == kind)
                || (turned_up && kind == Kind::CashPlatform)
        };
        if let Some(other) = tills
            .into_iter()
            .find(|kind| Some(*kind) != own && on(*kind) != 0 && !two(*kind))
        {
            return Some(broken(other));
        }
        let own = own.filter(|_| self.sale.part.flow == Flow::Direct)?;
        // The mirror of what it sold, and what it owes back, are all that it may hold.
        let followed = on(Kind::OwnSales)
            .saturating_add(on(Kind::RefundPayable))
            .saturating_neg()
            .saturating_add(
                tills
                    .into_iter()
                    .fold(0, |sum, kind| self.paid_out_of(kind).saturating_add(sum)),
            );
        let all = [Kind::CashCarrier, Kind::CashCooperative, Kind::CashPlatform, Kind::Bank];
        let held = match self.moved.is_empty() && !turned_up {
            true => on(own),
            false => all.into_iter().fold(0_i64, |sum, kind| sum.saturating_add(on(kind))),
        };
        (held != followed).then(|| broken(own))
    }
}
