//! What must hold after every step. The numbers are those of the list in the simulation's README. Each rule is a question
//! for the row that breaks it, so that all of them are one question that usually has no answer.

use crate::{
    Broken,
    actors::{Payout, Transfers},
    provider::Bank,
    snapshot::{Attempt, Snapshot, get, rows},
};
use kernel::{
    Read,
    ids::{AttemptId, RefundId},
};
use market::paying;
use psp::{Claim, Standing};
use std::collections::BTreeSet;

/// Rule, and the rows that break it.
const RULES: &[(&str, &str)] = &[
    (
        "I4 what is reserved is what live orders hold",
        "select hex(v.id) from variant v where v.reserved <> coalesce((select sum(l.quantity) from order_line l \
         join seller_order s on s.id = l.seller_order_id where l.variant_id = v.id \
         and s.state in ('unpaid', 'new', 'accepted', 'packed')), 0)",
    ),
    (
        "I4 the stock is the sum of its movements",
        "select hex(v.id) from variant v where v.on_hand <> coalesce((select sum(m.on_hand_by) from stock_movement m \
         where m.variant_id = v.id), 0) or v.reserved <> coalesce((select sum(m.reserved_by) from stock_movement m \
         where m.variant_id = v.id), 0)",
    ),
    (
        "I17 what left was taken from the stock, once",
        "select hex(s.id) from seller_order s where coalesce((select sum(m.on_hand_by) from stock_movement m \
         where m.seller_order_id = s.id and m.cause = 'shipped'), 0) <> case when s.state in ('unpaid', 'new', 'accepted', \
         'packed', 'cancelled') then 0 else (select -sum(l.quantity) from order_line l where l.seller_order_id = s.id) end",
    ),
    (
        "I3 what is refunded or on its way is what was decided",
        "select hex(a.id) from attempt a where a.refunded_minor <> coalesce((select sum(r.amount_minor) from refund r \
         where r.attempt_id = a.id and r.state not in ('failed', 'called_off', 'twice')), 0)",
    ),
    (
        "I3 no part is refunded beyond its price",
        "select hex(s.id) from seller_order s where coalesce((select sum(r.amount_minor) from refund r \
         where r.seller_order_id = s.id and r.state not in ('failed', 'called_off', 'twice')), 0) > s.total_minor",
    ),
    (
        "I2 a part that waits is paid as it should be",
        "select hex(s.id) from seller_order s join payment p on p.seller_order_id = s.id \
         where (s.state = 'unpaid' and p.state <> 'expected') \
         or (p.method in ('card', 'bank_transfer') and s.state in ('new', 'accepted', 'packed', 'shipped') and p.state <> 'collected') \
         or (p.method in ('card', 'bank_transfer') and s.state in ('cancelled', 'refused', 'lost', 'returned') and p.state = 'collected')",
    ),
    (
        "I2 what was captured is what paid parts cost, and what no order could take",
        "select o.number from \"order\" o where coalesce((select sum(a.amount_minor) from attempt a where a.order_id = o.id and a.state = 'captured'), 0) \
         <> coalesce((select sum(p.collected_minor) from payment p where p.order_id = o.id and p.holder in ('provider', 'platform') and p.state in ('collected', 'refunded')), 0) \
         + coalesce((select sum(a.amount_minor) from attempt a where a.order_id = o.id and a.state = 'captured' \
         and exists (select 1 from refund r where r.attempt_id = a.id and r.seller_order_id is null)), 0)",
    ),
    (
        "I2 what goes back is what is not delivered",
        "select hex(s.id) from seller_order s join payment p on p.seller_order_id = s.id where p.holder in ('provider', 'platform') \
         and s.state not in ('delivered', 'closed') and (p.state = 'refunded') <> (s.state in ('cancelled', 'refused', 'lost', 'returned')) \
         or p.state = 'refunded' and not exists (select 1 from refund r where r.seller_order_id = s.id) \
         or p.state = 'collected' and s.state in ('new', 'accepted', 'packed', 'shipped') \
         and exists (select 1 from refund r where r.seller_order_id = s.id)",
    ),
    (
        "I2 suspense is what no order could take",
        "select cast(a.credits_minor - a.debits_minor as text) from account a where a.kind = 'suspense' and a.currency = 'MAD' \
         and not exists (select 1 from attempt where state = 'integrity_failure') \
         and a.credits_minor - a.debits_minor <> coalesce((select sum(r.amount_minor) from refund r \
         where r.seller_order_id is null and r.follows is null and not exists (select 1 from refund s \
         where s.attempt_id = r.attempt_id and s.seller_order_id is null and s.state = 'succeeded')), 0) \
         + coalesce((select sum(b.amount_minor) from bank_line b where b.state in ('suspense', 'to_return')), 0)",
    ),
    (
        "I9 what the ledger says the provider holds is what payments and refunds say",
        "select cast(a.debits_minor - a.credits_minor as text) from account a where a.kind = 'provider' and a.currency = 'MAD' \
         and not exists (select 1 from attempt where state = 'integrity_failure') \
         and a.debits_minor - a.credits_minor <> coalesce((select sum(t.amount_minor) from attempt t where t.state = 'captured' and t.provider <> 'bank'), 0) \
         - coalesce((select sum(r.amount_minor) from refund r where r.attempt_id is not null and r.way = 'provider' and r.state in ('succeeded', 'twice')), 0)",
    ),
    (
        "I6 an order costs the sum of its parts, they the sum of their lines, and so much is asked for",
        "select o.number from \"order\" o where o.total_minor <> (select sum(s.total_minor) from seller_order s where s.order_id = o.id) \
         or exists (select 1 from seller_order s where s.order_id = o.id and s.goods_minor <> (select sum(l.total_minor) \
         from order_line l where l.seller_order_id = s.id)) \
         or exists (select 1 from attempt a where a.order_id = o.id and (a.amount_minor <> o.total_minor or a.currency <> o.currency)) \
         or exists (select 1 from payment p join seller_order s on s.id = p.seller_order_id where p.order_id = o.id \
         and p.amount_minor <> s.total_minor)",
    ),
    (
        "I7 one payment of an order is kept at most",
        "select hex(order_id) from attempt where state = 'captured' and refunded_minor = 0 group by order_id having count(*) > 1",
    ),
    (
        "I8 what happened once is written down once",
        "select hex(attempt_id) from attempt_event where event = 'capture' group by attempt_id having count(*) > 1 \
         union all select hex(payment_id) from payment_event where event in ('collect', 'refund') group by payment_id, event having count(*) > 1",
    ),
    (
        "I14 what was captured stays captured",
        "select hex(a.id) from attempt a where a.state <> 'captured' and exists (select 1 from attempt_event e \
         where e.attempt_id = a.id and e.event = 'capture')",
    ),
    (
        "P11 a return pays back the price of its pieces, and the delivery with the last of them",
        "select hex(g.id) from goods_return g join refund r on r.id = g.refund_id join payment p on p.seller_order_id = g.seller_order_id \
         join seller_order s on s.id = g.seller_order_id where g.state = 'refunded' and p.collected_minor = s.total_minor \
         and r.amount_minor not in ((select sum(l.unit_price_minor * l.refunded) from goods_return_line l where l.goods_return_id = g.id), \
         (select sum(l.unit_price_minor * l.refunded) from goods_return_line l where l.goods_return_id = g.id) + s.delivery_minor)",
    ),
    (
        "P11 a return says what is paid back for it, and nothing only where nothing is left",
        "select hex(g.id) from goods_return g join payment p on p.seller_order_id = g.seller_order_id \
         left join refund r on r.id = g.refund_id where g.refunded_minor <> coalesce(r.amount_minor, 0) \
         or (g.refunded_minor = 0 and p.collected_minor - p.refunded_minor > coalesce((select sum(f.amount_minor) from refund f \
         where f.seller_order_id = p.seller_order_id and f.state = 'failed'), 0))",
    ),
    (
        "I10 what is paid out was earned",
        "select hex(o.cooperative_id) from (select cooperative_id, sum(amount_minor) as minor from payout \
         where state in ('approved', 'submitted', 'unknown', 'paid') group by cooperative_id) o \
         where o.minor > coalesce((select sum(x.goods_minor + x.delivery_minor - x.commission_minor - x.vat_minor) from sale x \
         where x.cooperative_id = o.cooperative_id and x.flow = 'collected' and x.state = 'closed'), 0)",
    ),
    (
        "I16 a part and all that is about it belong to one cooperative",
        "select hex(s.id) from seller_order s join order_line l on l.seller_order_id = s.id join product p on p.id = l.product_id \
         join sale x on x.seller_order_id = s.id where p.cooperative_id <> s.cooperative_id or x.cooperative_id <> s.cooperative_id",
    ),
];

/// All rules as one question.
pub(crate) fn question() -> String {
    let mut sql = String::new();
    for (number, (_, rows)) in RULES.iter().enumerate() {
        if number > 0 {
            sql.push_str(" union all ");
        }
        sql.push_str(&format!(
            "select {number} as rule, x as line from (select 1 as x where 0 union all {rows})"
        ));
    }
    sql
}

/// What the database says by itself.
pub(crate) async fn of_the_database(db: &impl Read, question: &str) -> Result<(), Broken> {
    let Some(row) = rows(db, question).await?.into_iter().next() else {
        return Ok(());
    };
    let (rule, line): (i64, String) = (get(&row, "rule")?, get(&row, "line")?);
    let rule = usize::try_from(rule).ok().and_then(|rule| RULES.get(rule));
    Err(Broken::new(rule.map_or("a rule", |(name, _)| name), line))
}

/// What the bank has done for us is not given up while it has not come back: whoever frees its lines pays them out again.
pub(crate) fn beside_the_bank(state: &Snapshot, transfers: &Transfers) -> Result<(), Broken> {
    for (id, transfer) in transfers.book.iter().filter(|(_, transfer)| transfer.done) {
        let ours = state.payouts.iter().find(|payout| payout.id == *id);
        let holds = |payout: &&Payout| match payout.state.as_str() {
            "submitted" | "unknown" | "paid" => true,
            "returned" => transfer.back,
            _ => false,
        };
        if ours.filter(holds).is_none_or(|payout| payout.minor != transfer.minor) {
            return Err(Broken::new(
                "I10 what the bank may have done is not given up",
                id.to_string(),
            ));
        }
    }
    Ok(())
}

/// We are never ahead of the provider, and it never gave back what we did not decide.
pub(crate) fn beside_the_provider(state: &Snapshot, bank: &Bank) -> Result<(), Broken> {
    if let Some(absurd) = bank.absurd() {
        return Err(Broken::new("I3 nothing is asked back that was not paid", absurd));
    }
    let truths = bank.truths();
    for truth in &truths {
        let id = truth.attempt.parse::<AttemptId>().ok();
        let Some(ours) = id.and_then(|id| state.attempts.get(&id)) else {
            return Err(Broken::new(
                "I9 the provider knows no payment that we do not",
                truth.attempt.clone(),
            ));
        };
        let mut seen = BTreeSet::new();
        for refunded in truth.refunds.iter().filter(|refunded| refunded.state != Claim::Failed) {
            let id = refunded.refund.as_deref().and_then(|id| id.parse::<RefundId>().ok());
            let known = id
                .and_then(|id| state.refunds.get(&id))
                .filter(|known| known.amount == refunded.amount.minor);
            let ours = known.is_some_and(|known| known.attempt.to_string() == truth.attempt);
            if !ours || !seen.insert(id) {
                let what = format!("{} of {}", refunded.reference, truth.attempt);
                return Err(Broken::new("I9 each refund goes back once", what));
            }
        }
        let is_payable = matches!(truth.standing, Standing::Open | Standing::Processing);
        if ours.state == "failed" && is_payable {
            return Err(Broken::new(
                "I7 what we gave up as refused cannot be paid",
                truth.attempt.clone(),
            ));
        }
    }
    let captured = |(_, ours): &(&AttemptId, &Attempt)| ours.state == "captured" && ours.provider != paying::BANK;
    for (id, ours) in state.attempts.iter().filter(captured) {
        let id = id.to_string();
        let truth = truths.iter().find(|truth| truth.attempt == id);
        let agreed = truth.is_some_and(|truth| {
            truth.standing == Standing::Captured
                && truth.captured.minor == ours.amount
                && truth.captured.currency == "MAD"
        });
        if !agreed {
            return Err(Broken::new(
                "I9 nothing counts as paid that the provider does not have",
                id,
            ));
        }
    }
    Ok(())
}
