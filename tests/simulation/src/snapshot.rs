//! What the database says after the last write, as far as the simulation looks at it after every step.

use crate::{
    Broken,
    actors::{Odd, Payout, Return, Task},
};
use kernel::{
    Read,
    ids::{AttemptId, CooperativeId, OrderId, RefundId, SellerOrderId, VariantId},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default)]
pub(crate) struct Snapshot {
    pub(crate) variants: BTreeMap<VariantId, Shelf>,
    pub(crate) parts: Vec<Part>,
    pub(crate) attempts: BTreeMap<AttemptId, Attempt>,
    pub(crate) refunds: BTreeMap<RefundId, Refund>,
    pub(crate) lines: Vec<Line>,
    pub(crate) returns: Vec<Return>,
    /// Refunds that a cooperative has to pay by hand.
    pub(crate) tasks: Vec<Back>,
    /// Refunds that the office has to pay by hand, those that it paid, and those that the provider did not do.
    pub(crate) office_tasks: Vec<Task>,
    /// Lines of the bank's statement that found nothing.
    pub(crate) odd_lines: Vec<Odd>,
    pub(crate) payouts: Vec<Payout>,
    /// Whether the market owes a cooperative something that can be paid out.
    pub(crate) is_payable: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Shelf {
    pub(crate) on_hand: i64,
    pub(crate) reserved: i64,
    pub(crate) price: i64,
    pub(crate) version: i32,
}

#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) id: SellerOrderId,
    pub(crate) order: OrderId,
    pub(crate) cooperative: CooperativeId,
    pub(crate) state: String,
    pub(crate) total: i64,
    pub(crate) method: String,
    pub(crate) paid: String,
    pub(crate) collected: i64,
    pub(crate) holder: Option<String>,
}

impl Part {
    /// Whether it is paid to the market before anything is sent.
    pub(crate) fn is_prepaid(&self) -> bool {
        matches!(self.method.as_str(), "card" | "bank_transfer")
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) order: OrderId,
    pub(crate) provider: String,
    pub(crate) state: String,
    pub(crate) amount: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) part: SellerOrderId,
    pub(crate) variant: VariantId,
    pub(crate) quantity: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Back {
    pub(crate) id: RefundId,
    pub(crate) order: OrderId,
    pub(crate) cooperative: CooperativeId,
    pub(crate) way: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Refund {
    pub(crate) part: Option<SellerOrderId>,
    pub(crate) attempt: AttemptId,
    pub(crate) state: String,
    pub(crate) amount: i64,
}

impl Snapshot {
    pub(crate) async fn take(db: &impl Read) -> Result<Self, Broken> {
        let mut found = Self::default();
        for row in rows(db, "select id, on_hand, reserved, price_minor, version from variant").await? {
            let shelf = Shelf {
                on_hand: get(&row, "on_hand")?,
                reserved: get(&row, "reserved")?,
                price: get(&row, "price_minor")?,
                version: get(&row, "version")?,
            };
            found.variants.insert(get(&row, "id")?, shelf);
        }
        let parts = "select s.id, s.order_id, s.cooperative_id, s.state, s.total_minor, p.method, p.state as paid, \
                     p.collected_minor, p.holder from seller_order s join payment p on p.seller_order_id = s.id order by s.id";
        for row in rows(db, parts).await? {
            found.parts.push(Part {
                id: get(&row, "id")?,
                order: get(&row, "order_id")?,
                cooperative: get(&row, "cooperative_id")?,
                state: get(&row, "state")?,
                total: get(&row, "total_minor")?,
                method: get(&row, "method")?,
                paid: get(&row, "paid")?,
                collected: get(&row, "collected_minor")?,
                holder: get(&row, "holder")?,
            });
        }
        for row in rows(db, "select id, order_id, provider, state, amount_minor from attempt").await? {
            let attempt = Attempt {
                order: get(&row, "order_id")?,
                provider: get(&row, "provider")?,
                state: get(&row, "state")?,
                amount: get(&row, "amount_minor")?,
            };
            found.attempts.insert(get(&row, "id")?, attempt);
        }
        for row in rows(
            db,
            "select id, attempt_id, seller_order_id, state, amount_minor from refund where way = 'provider' and attempt_id is not null",
        )
        .await?
        {
            let refund = Refund {
                part: get(&row, "seller_order_id")?,
                attempt: get(&row, "attempt_id")?,
                state: get(&row, "state")?,
                amount: get(&row, "amount_minor")?,
            };
            found.refunds.insert(get(&row, "id")?, refund);
        }
        for row in rows(
            db,
            "select seller_order_id, variant_id, quantity from order_line order by id",
        )
        .await?
        {
            found.lines.push(Line {
                part: get(&row, "seller_order_id")?,
                variant: get(&row, "variant_id")?,
                quantity: get(&row, "quantity")?,
            });
        }
        for row in rows(db, "select id, cooperative_id, state from goods_return order by id").await? {
            found.returns.push(Return {
                id: get(&row, "id")?,
                cooperative: get(&row, "cooperative_id")?,
                state: get(&row, "state")?,
                pieces: BTreeMap::new(),
            });
        }
        let pieces = "select goods_return_id, variant_id, quantity from goods_return_line order by goods_return_id, order_line_id";
        for row in rows(db, pieces).await? {
            let id: kernel::ids::ReturnId = get(&row, "goods_return_id")?;
            if let Some(back) = found.returns.iter_mut().find(|back| back.id == id) {
                back.pieces.insert(get(&row, "variant_id")?, get(&row, "quantity")?);
            }
        }
        let tasks = "select r.id, r.order_id, s.cooperative_id, r.way from refund r join seller_order s on s.id = r.seller_order_id \
                     where r.payer = 'cooperative' and r.state not in ('succeeded', 'failed') order by r.id";
        for row in rows(db, tasks).await? {
            found.tasks.push(Back {
                id: get(&row, "id")?,
                order: get(&row, "order_id")?,
                cooperative: get(&row, "cooperative_id")?,
                way: get(&row, "way")?,
            });
        }
        let tasks = "select r.id, r.order_id, r.state, r.way, r.amount_minor, \
                     exists (select 1 from refund f where f.follows = r.id) as followed from refund r \
                     where r.payer = 'office' or (r.way = 'provider' and r.state = 'failed') order by r.id";
        for row in rows(db, tasks).await? {
            found.office_tasks.push(Task {
                id: get(&row, "id")?,
                order: get(&row, "order_id")?,
                state: get(&row, "state")?,
                way: get(&row, "way")?,
                minor: get(&row, "amount_minor")?,
                followed: get(&row, "followed")?,
            });
        }
        let odd = "select id, state, wording, amount_minor from bank_line \
                   where state in ('suspense', 'to_return', 'unexplained') order by created_at, id";
        for row in rows(db, odd).await? {
            found.odd_lines.push(Odd {
                id: get(&row, "id")?,
                state: get(&row, "state")?,
                words: get(&row, "wording")?,
                minor: get(&row, "amount_minor")?,
            });
        }
        let payouts = "select id, cooperative_id, state, amount_minor, file_id from payout order by id";
        for row in rows(db, payouts).await? {
            found.payouts.push(Payout {
                id: get(&row, "id")?,
                cooperative: get(&row, "cooperative_id")?,
                state: get(&row, "state")?,
                minor: get(&row, "amount_minor")?,
                file: get(&row, "file_id")?,
            });
        }
        let payable = "select 1 as x from account where kind = 'available' and credits_minor > debits_minor limit 1";
        found.is_payable = !rows(db, payable).await?.is_empty();
        Ok(found)
    }

    pub(crate) fn part(&self, id: SellerOrderId) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }
}

pub(crate) async fn rows(db: &impl Read, sql: &str) -> Result<Vec<QueryResult>, Broken> {
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    db.reader()
        .query_all_raw(statement)
        .await
        .map_err(|error| Broken::new("the simulation's own question", error.to_string()))
}

pub(crate) fn get<T: sea_orm::TryGetable>(row: &QueryResult, column: &str) -> Result<T, Broken> {
    row.try_get("", column)
        .map_err(|error| Broken::new("the simulation's own question", error.to_string()))
}
