//! The end of a seed: faults heal, everybody finishes what they began, forty days pass. Then nothing may be left open, and
//! our books say of everything what the books of the others say.

use crate::{
    Broken,
    actors::Said,
    snapshot::{get, rows},
    world::World,
};
use kernel::{
    ids::{AttemptId, CooperativeId, OrderId},
    time::{DAY, HOUR, MINUTE},
};
use psp::{Claim, Standing};
use std::collections::BTreeMap;

/// How long it is waited, in steps that become longer: forty days in all.
const WAITS: &[i64] = &[
    MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    20 * MINUTE,
    40 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    16 * HOUR,
    DAY,
    DAY,
    DAY,
    2 * DAY,
    2 * DAY,
    3 * DAY,
    4 * DAY,
    4 * DAY,
    5 * DAY,
    8 * DAY,
    9 * DAY,
];

impl World {
    /// The end, and what must be true then.
    pub(crate) async fn end(&mut self) -> Result<(), Broken> {
        self.heal();
        while !self.tasks.is_empty() {
            self.resume(0).await?;
        }
        self.try_again().await?;
        for wait in WAITS {
            self.wait(*wait);
            self.everybody_finishes().await?;
            self.run_jobs().await?;
            // What the jobs left for others to do.
            self.run_jobs().await?;
            if *wait == 16 * HOUR {
                // By now all of it was sent, and none of it is forgotten.
                self.what_is_done_was_done().await?;
            }
        }
        self.seen_anew();
        self.look("the end", true).await?;
        self.reckon().await?;
        self.nothing_is_open().await?;
        self.the_provider_agrees()?;
        self.the_carrier_agrees()?;
        self.the_bank_agrees()?;
        self.the_account_agrees().await?;
        self.cooperatives_have_theirs().await?;
        self.everybody_was_told_once().await?;
        self.fingerprint().await
    }

    fn heal(&mut self) {
        self.trace.say(format_args!("heals"));
        self.rates = crate::faults::Rates::default();
        self.baton.heal();
        self.bank.heal();
        self.clock.set_wrong(0);
        self.ground.outbox.stay_away(false);
    }

    /// Letters arrive, carriers deliver, cooperatives finish what they accepted.
    async fn everybody_finishes(&mut self) -> Result<(), Broken> {
        let now = self.clock.world();
        while self.post.on_the_way.iter().any(|letter| letter.due <= now) {
            self.a_letter().await?;
        }
        for _ in 0..4 {
            while self.carrier_is_awaited() {
                self.the_carrier();
            }
            let open: Vec<_> = self
                .state
                .parts
                .iter()
                .filter(|part| self.can_be_done(part))
                .cloned()
                .collect();
            for part in open {
                self.step_on(&part, false).await?;
            }
        }
        self.returns_are_finished().await?;
        self.payouts_are_finished().await?;
        self.the_bank_is_finished().await
    }

    fn carrier_is_awaited(&self) -> bool {
        let book = &self.carrier.book;
        let travels = |part: &crate::snapshot::Part| part.state == "shipped" && !book.contains_key(&part.id);
        self.state.parts.iter().any(travels)
            || book
                .values()
                .any(|trip| !trip.handed_over && matches!(trip.says, Said::Delivered(paid) if paid > 0))
    }

    /// I11 and I18.
    async fn nothing_is_open(&self) -> Result<(), Broken> {
        let questions = [
            (
                "I18 every part has come to its end",
                "select hex(id) || ' ' || state as x from seller_order where state not in ('closed', 'cancelled', 'returned')",
            ),
            (
                "I18 no return waits for anything",
                "select hex(id) || ' ' || state as x from goods_return where state not in ('refused', 'withdrawn', 'refunded', 'ended')",
            ),
            (
                "I18 no payment is in doubt",
                "select hex(id) || ' ' || state as x from attempt where state not in ('captured', 'failed', 'expired', 'voided', 'integrity_failure')",
            ),
            (
                "I18 no refund is in doubt",
                "select hex(id) || ' ' || state as x from refund where state not in ('succeeded', 'failed', 'called_off', 'twice')",
            ),
            (
                "I18 no money on the bank's statement is nobody's",
                "select hex(id) || ' ' || state || ' ' || wording as x from bank_line where state in ('new', 'suspense', 'to_return', 'unexplained')",
            ),
            (
                "I18 whoever is owed a refund by the office, or by a provider that did not do it, has it",
                "select hex(r.id) || ' ' || r.way as x from refund r where (r.payer = 'office' or r.way = 'provider') and r.state = 'failed' \
                 and not exists (select 1 from refund f where f.follows = r.id)",
            ),
            (
                "I11 everything that was left to be done was done",
                "select kind || ' ' || coalesce(last_error, '') as x from job where done_at is null and failed_at is null and run_at < (select max(run_at) from job) - 3600000000",
            ),
            (
                "I11 nothing but messages about nothing was given up",
                "select kind || ' ' || coalesce(last_error, '') as x from job where failed_at is not null and kind <> 'payment.message'",
            ),
        ];
        for (rule, sql) in questions {
            if let Some(row) = rows(&self.market.db, sql).await?.first() {
                return Err(Broken::new(rule, get::<String>(row, "x")?));
            }
        }
        for row in rows(
            &self.market.db,
            "select event, state, note from inbox where state <> 'done' order by event",
        )
        .await?
        {
            let (event, note): (String, Option<String>) = (get(&row, "event")?, get(&row, "note")?);
            let odd = matches!(note.as_deref(), Some("amount" | "mode" | "session" | "dispute"));
            if !odd && !self.post.untrue.contains(&event) {
                let state: String = get(&row, "state")?;
                return Err(Broken::new(
                    "I11 every message was acted upon",
                    format!("{event} {state}"),
                ));
            }
        }
        Ok(())
    }

    /// I9: the money of each payment is where the provider says, and buyers paid for what they have.
    fn the_provider_agrees(&self) -> Result<(), Broken> {
        let truths = self.bank.truths();
        let refused = self.bank.refused();
        let mut net: BTreeMap<OrderId, i64> = BTreeMap::new();
        for truth in &truths {
            let id = truth.attempt.parse::<AttemptId>().ok();
            let Some(ours) = id.and_then(|id| self.state.attempts.get(&id)) else {
                return Err(Broken::new(
                    "I9 the provider knows no payment that we do not",
                    truth.attempt.clone(),
                ));
            };
            let captured = truth.standing == Standing::Captured;
            let altered = self.bank.is_altered(&truth.attempt);
            let expected = match (captured, altered) {
                (true, true) => "integrity_failure",
                (true, false) => "captured",
                (false, _) => "",
            };
            let paid = matches!(ours.state.as_str(), "captured" | "integrity_failure");
            if (captured && ours.state != expected) || (!captured && paid) {
                let what = format!(
                    "{} is {} here and {:?} there",
                    truth.attempt, ours.state, truth.standing
                );
                return Err(Broken::new("I9 every payment stands where the provider has it", what));
            }
            if altered || !captured {
                continue;
            }
            let kept = net.entry(ours.order).or_default();
            *kept += truth.captured.minor - truth.refunded.minor;
            for (id, refund) in self
                .state
                .refunds
                .iter()
                .filter(|(_, refund)| Some(refund.attempt) == attempt_of(truth))
            {
                let there = truth
                    .refunds
                    .iter()
                    .find(|there| there.refund.as_deref() == Some(&id.to_string()));
                let states: &[&str] = match there.map(|there| there.state) {
                    Some(Claim::Done) => &["succeeded", "twice"],
                    Some(Claim::Failed) => &["failed", "called_off"],
                    None if refused.contains(&id.to_string()) => &["failed", "called_off"],
                    Some(Claim::Pending) | None => &[],
                };
                if !states.contains(&refund.state.as_str()) {
                    let what = format!("{id} is {} here and {there:?} there", refund.state);
                    return Err(Broken::new("I9 every refund stands where the provider has it", what));
                }
                if refund.state == "twice" {
                    // The market's loss.
                    *kept += refund.amount;
                }
            }
        }
        for task in self.state.office_tasks.iter().filter(|task| task.state == "succeeded") {
            if let Some(kept) = net.get_mut(&task.order) {
                *kept -= task.minor;
            }
        }
        // What a buyer paid and did not get back is the price of what they have.
        for (order, held) in net {
            let has: i64 = (self.state.parts.iter())
                .filter(|part| part.order == order && part.method == "card")
                .filter(|part| matches!(part.state.as_str(), "delivered" | "closed"))
                .map(|part| part.total - self.given_back(part.id))
                .sum();
            if has != held {
                let what = format!("{order}: {held} is kept, and {has} was delivered");
                return Err(Broken::new("I2 a buyer has paid for what they have", what));
            }
        }
        // And nobody has what they did not pay.
        for part in self
            .state
            .parts
            .iter()
            .filter(|part| part.is_prepaid() && part.state == "closed")
        {
            if part.collected != part.total {
                return Err(Broken::new("I2 what was delivered was paid", part.id.to_string()));
            }
        }
        Ok(())
    }

    /// What was decided to go back of a part that was delivered.
    fn given_back(&self, part: kernel::ids::SellerOrderId) -> i64 {
        let of_it = self.state.refunds.values().filter(|refund| refund.part == Some(part));
        of_it.map(|refund| refund.amount).sum()
    }

    /// I10: the bank did what we say that it did, once.
    fn the_bank_agrees(&self) -> Result<(), Broken> {
        for payout in self.state.payouts.iter().filter(|one| one.state != "draft") {
            let there = self.transfers.book.get(&payout.id);
            let expected = match there {
                Some(transfer) if transfer.back => "returned",
                Some(transfer) if transfer.done => "paid",
                Some(_) => "failed",
                None => "cancelled",
            };
            if payout.state != expected || there.is_some_and(|there| there.minor != payout.minor) {
                let what = format!("{} is {} here and {there:?} there", payout.id, payout.state);
                return Err(Broken::new("I10 every payout stands where the bank has it", what));
            }
        }
        Ok(())
    }

    /// Every line of the bank's book is in ours once, and says of it what the ledger says; and whoever paid by transfer has
    /// what they paid for, or their money.
    async fn the_account_agrees(&self) -> Result<(), Broken> {
        let count = |row: &sea_orm::QueryResult| get::<i64>(row, "x");
        let sql = "select count(*) as x from bank_line union all \
                   select debits_minor - credits_minor as x from account where kind = 'bank' and currency = 'MAD'";
        let found: Vec<i64> = rows(&self.market.db, sql)
            .await?
            .iter()
            .map(count)
            .collect::<Result<_, _>>()?;
        let lines = i64::try_from(self.account.book.len()).unwrap_or(-1);
        let ours = (found.first().copied().unwrap_or(0), found.get(1).copied().unwrap_or(0));
        if ours != (lines, self.account.balance()) {
            let what = format!("{ours:?} here, {lines} lines and {} there", self.account.balance());
            return Err(Broken::new("I2 the bank has what the ledger says", what));
        }
        let mut kept: BTreeMap<OrderId, i64> = BTreeMap::new();
        for line in &self.account.book {
            if let Some(order) = line.order {
                *kept.entry(order).or_default() += line.minor;
            }
        }
        for task in self
            .state
            .office_tasks
            .iter()
            .filter(|task| task.way == "cash" && task.state == "succeeded")
        {
            *kept.entry(task.order).or_default() -= task.minor;
        }
        for part in self
            .state
            .parts
            .iter()
            .filter(|part| part.method == "bank_transfer" && part.state == "closed")
        {
            *kept.entry(part.order).or_default() -= part.total;
        }
        // What is paid by hand of a part that stays sold, or of what was paid by card.
        let back = "select r.order_id, r.amount_minor from refund r left join seller_order s on s.id = r.seller_order_id \
                    left join attempt a on a.id = r.attempt_id where r.payer = 'office' and r.state = 'succeeded' \
                    and (s.state = 'closed' or a.provider <> 'bank')";
        for row in rows(&self.market.db, back).await? {
            *kept.entry(get(&row, "order_id")?).or_default() += get::<i64>(&row, "amount_minor")?;
        }
        match kept.into_iter().find(|(_, minor)| *minor != 0) {
            Some((order, minor)) => Err(Broken::new(
                "I2 who paid by transfer has what they paid for, or their money",
                format!("{order}: {minor}"),
            )),
            None => Ok(()),
        }
    }

    /// What the carrier said is what is written down, and its cash is where it took it.
    fn the_carrier_agrees(&self) -> Result<(), Broken> {
        for (id, trip) in &self.carrier.book {
            let Some(part) = self.state.part(*id) else { continue };
            let expected = match trip.says {
                Said::Delivered(_) if part.is_prepaid() => ("closed", part.total),
                Said::Delivered(paid) => ("closed", paid),
                Said::Refused | Said::Lost => ("returned", 0),
            };
            // What was paid by card and did not arrive was given back: the payment still says how much it was.
            let collected = if part.is_prepaid() && expected.1 == 0 {
                0
            } else {
                part.collected
            };
            if (part.state.as_str(), collected) != expected {
                let what = format!(
                    "{id} is {} with {}, the carrier said {:?}",
                    part.state, part.collected, trip.says
                );
                return Err(Broken::new("I2 what the carrier said is what is written down", what));
            }
            if trip.delivered && trip.took == 0 && part.total == 0 {
                return Err(Broken::new("I6 nothing is for nothing", id.to_string()));
            }
        }
        Ok(())
    }

    /// Each cooperative's money, reckoned again by a formula of our own from what was sold.
    async fn cooperatives_have_theirs(&self) -> Result<(), Broken> {
        let sql = "select s.cooperative_id, s.flow, s.delivery_minor, s.goods_minor, s.seller_order_id, c.bps, c.fixed_minor, c.vat_bps, \
                   c.total_minor, c.commission_minor, c.vat_minor, c.refunded_minor, \
                   c.commission_reversed_minor, c.vat_reversed_minor, s.delivery_refunded_minor, l.quantity from sale s join commission c \
                   on c.seller_order_id = s.seller_order_id join order_line l on l.id = c.order_line_id \
                   where s.state in ('delivered', 'closed') order by s.seller_order_id";
        let mut available: BTreeMap<CooperativeId, i64> = BTreeMap::new();
        let mut due: BTreeMap<CooperativeId, i64> = BTreeMap::new();
        let mut last = String::new();
        for row in rows(&self.market.db, sql).await? {
            let cooperative: CooperativeId = get(&row, "cooperative_id")?;
            let part: kernel::ids::SellerOrderId = get(&row, "seller_order_id")?;
            let (total, quantity): (i64, i64) = (get(&row, "total_minor")?, get(&row, "quantity")?);
            let (bps, vat_bps): (i32, i32) = (get(&row, "bps")?, get(&row, "vat_bps")?);
            let fee = fee(total, quantity, bps, get(&row, "fixed_minor")?, vat_bps);
            if fee != (get(&row, "commission_minor")?, get(&row, "vat_minor")?) {
                let what = format!("{total} at {bps}: {fee:?}");
                return Err(Broken::new("P15 the commission is what the rate says", what));
            }
            let refunded: i64 = get(&row, "refunded_minor")?;
            let back = (share(fee.0, refunded, total), share(fee.1, refunded, total));
            if back
                != (
                    get(&row, "commission_reversed_minor")?,
                    get(&row, "vat_reversed_minor")?,
                )
            {
                let what = format!("{refunded} of {total} at {bps}: {back:?}");
                return Err(Broken::new(
                    "P15 a refund takes back the commission at the rate of the sale",
                    what,
                ));
            }
            let flow: String = get(&row, "flow")?;
            let delivery: i64 = get::<i64>(&row, "delivery_minor")? - get::<i64>(&row, "delivery_refunded_minor")?;
            let is_first = last != part.to_string();
            last = part.to_string();
            if flow == "collected" {
                let delivery = if is_first { delivery } else { 0 };
                *available.entry(cooperative).or_default() +=
                    total - refunded - (fee.0 - back.0) - (fee.1 - back.1) + delivery;
            } else {
                *due.entry(cooperative).or_default() += fee.0 + fee.1 - back.0 - back.1;
            }
        }
        // What was kept back for commission, and what the bank paid out.
        let netted = "select p.cooperative_id, sum(t.amount_minor) as minor from posting p join transfer t on t.posting_id = p.id \
                      where p.kind = 'commission_netted' group by p.cooperative_id";
        for row in rows(&self.market.db, netted).await? {
            let (cooperative, minor): (CooperativeId, i64) = (get(&row, "cooperative_id")?, get(&row, "minor")?);
            *available.entry(cooperative).or_default() -= minor;
            *due.entry(cooperative).or_default() -= minor;
        }
        for (cooperative, minor) in self.transfers.paid() {
            *available.entry(cooperative).or_default() -= minor;
        }
        let sql = "select owner, kind, debits_minor - credits_minor as minor from account \
                   where kind in ('available', 'commission_due', 'pending', 'shipping', 'clearing', 'paying_out') and currency = 'MAD'";
        for row in rows(&self.market.db, sql).await? {
            let (owner, kind): (String, String) = (get(&row, "owner")?, get(&row, "kind")?);
            let minor: i64 = get(&row, "minor")?;
            let id = owner
                .parse::<CooperativeId>()
                .unwrap_or(CooperativeId(sea_orm::prelude::Uuid::nil()));
            let expected = match kind.as_str() {
                "available" => -available.remove(&id).unwrap_or(0),
                "commission_due" => due.remove(&id).unwrap_or(0),
                _ => 0,
            };
            if minor != expected {
                let what = format!("{kind} of {owner}: {minor}, and not {expected}");
                return Err(Broken::new("I2 everybody has their share", what));
            }
        }
        let lacks = available.into_iter().chain(due).find(|(_, minor)| *minor != 0);
        lacks.map_or(Ok(()), |(id, minor)| {
            Err(Broken::new(
                "I2 everybody has their share",
                format!("{id} lacks {minor}"),
            ))
        })
    }

    /// I11: a message that counts as sent was taken by the mail server. Nobody is asked any more for a transfer that is not
    /// waited for.
    async fn what_is_done_was_done(&self) -> Result<(), Broken> {
        let sent: std::collections::BTreeSet<String> = self
            .ground
            .outbox
            .all()
            .into_iter()
            .map(|delivered| delivered.message.id)
            .collect();
        let done = "select m.id from job m where m.kind = 'message' and m.done_at is not null and not exists (select 1 from job n \
                    where n.dedupe like 'notice:transfer:%' and m.dedupe like '%' || lower(hex(n.id)) || '%') order by m.id";
        for row in rows(&self.market.db, done).await? {
            let id: kernel::ids::JobId = get(&row, "id")?;
            if !sent.contains(&id.to_string()) {
                return Err(Broken::new("I11 what counts as sent was sent", id.to_string()));
            }
        }
        Ok(())
    }

    /// I11: the same words about the same thing reach the same person once, and once more for each crash or stall at most.
    async fn everybody_was_told_once(&self) -> Result<(), Broken> {
        let mut told: BTreeMap<(String, String), (u32, std::collections::BTreeSet<String>)> = BTreeMap::new();
        for delivered in self.ground.outbox.all() {
            let message = delivered.message;
            let entry = told.entry((format!("{:?}", message.to), message.text)).or_default();
            entry.0 += 1;
            entry.1.insert(message.id);
        }
        // What is said of two returns of one order, or of two refunds by the office, may be the same words.
        let sql = "select o.number, max((select count(*) from goods_return g where g.order_id = o.id), \
                   (select count(*) from refund r where r.order_id = o.id and r.payer = 'office')) as times from \"order\" o";
        let mut several: BTreeMap<String, i64> = BTreeMap::new();
        for row in rows(&self.market.db, sql).await? {
            several.insert(get(&row, "number")?, get(&row, "times")?);
        }
        // A cooperative that was let go on may be suspended again, for the same reason.
        let sql = "select count(*) as times from cooperative_event where event = 'suspend' group by cooperative_id order by 1 desc";
        let suspended: i64 = match rows(&self.market.db, sql).await?.first() {
            Some(row) => get(row, "times")?,
            None => 1,
        };
        for ((to, text), (times, ids)) in told {
            let of = several
                .iter()
                .find(|(number, times)| **times > 0 && text.contains(*number));
            let most = of.map_or(suspended, |(_, times)| *times);
            let most = u32::try_from(most).unwrap_or(1);
            // A message that was sent in the moment of a crash bears the same id when it is sent again.
            let too_often = times > most * (1 + self.crashes + self.stalls);
            if too_often || u32::try_from(ids.len()).is_ok_and(|ids| ids > most) {
                return Err(Broken::new(
                    "I11 everybody is told once",
                    format!("{to} {times} times: {text}"),
                ));
            }
        }
        Ok(())
    }

    async fn fingerprint(&mut self) -> Result<(), Broken> {
        let state = format!("{:?}", self.state);
        self.trace.say(format_args!("{state}"));
        for row in rows(&self.market.db, "select id, digest from posting order by id").await? {
            let (id, digest): (String, String) = (get(&row, "id")?, get(&row, "digest")?);
            self.trace.say(format_args!("{id} {digest}"));
        }
        Ok(())
    }
}

fn attempt_of(truth: &psp::Truth) -> Option<AttemptId> {
    truth.attempt.parse().ok()
}

/// What of a fee goes back with a part of the price.
fn share(fee: i64, refunded: i64, total: i64) -> i64 {
    if refunded == total {
        return fee;
    }
    let (whole, by) = (i128::from(fee) * i128::from(refunded), i128::from(total.max(1)));
    let rounded = (whole * 2 + by).div_euclid(by * 2);
    let is_half = (whole * 2 + by).rem_euclid(by * 2) == 0;
    i64::try_from(if is_half && rounded % 2 != 0 {
        rounded - 1
    } else {
        rounded
    })
    .unwrap_or(-1)
}

/// The commission and the tax on it, by another way than the ledger's: a half goes to the even neighbour, and both
/// together never exceed the price.
fn fee(total: i64, quantity: i64, bps: i32, fixed: i64, vat_bps: i32) -> (i64, i64) {
    let half_even = |number: i128| {
        let doubled = number * 2;
        let rounded = (doubled + 10_000).div_euclid(20_000);
        let is_half = (doubled + 10_000).rem_euclid(20_000) == 0;
        if is_half && rounded % 2 != 0 {
            rounded - 1
        } else {
            rounded
        }
    };
    let total = i128::from(total);
    let asked = half_even(total * i128::from(bps)) + i128::from(fixed) * i128::from(quantity);
    let commission = asked.min(total * 10_000 / (10_000 + i128::from(vat_bps)));
    let vat = half_even(commission * i128::from(vat_bps)).min(total - commission);
    (
        i64::try_from(commission).unwrap_or(-1),
        i64::try_from(vat).unwrap_or(-1),
    )
}
