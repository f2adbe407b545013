//! Telephones of buyers that were proven for one cart: a code went there and came back. A proof is good
//! for a while and for one order.

use crate::{Error, entity::phone_proof};
use kernel::{
    Micros, Mint, Read, Tx,
    ids::{CartId, CodeId},
    time::HOUR,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement,
    sea_query::Expr,
};

/// How long a proof is good, in microseconds: long enough to agree to a price that changed meanwhile.
pub const LASTS: i64 = HOUR;

/// Writes down that a code was sent to the telephone of a cart's buyer.
///
/// # Errors
/// When the database refuses.
pub async fn ask(tx: &Tx, mint: &Mint, code: CodeId, cart: CartId, phone: &str) -> Result<(), Error> {
    let row = phone_proof::ActiveModel {
        code_id: Set(code),
        cart_id: Set(cart),
        phone: Set(phone.to_owned()),
        asked_at: Set(mint.now),
        good_until: Set(None),
        used_at: Set(None),
    };
    phone_proof::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

/// Writes down that the code of a cart came back from its telephone. Says whether it was this cart's.
///
/// # Errors
/// When the database refuses.
pub async fn prove(tx: &Tx, now: Micros, code: CodeId, cart: CartId, phone: &str) -> Result<bool, Error> {
    let proven = phone_proof::Entity::update_many()
        .col_expr(phone_proof::Column::GoodUntil, Expr::value(Some(now.plus(LASTS))))
        .filter(phone_proof::Column::CodeId.eq(code))
        .filter(phone_proof::Column::CartId.eq(cart))
        .filter(phone_proof::Column::Phone.eq(phone))
        .filter(phone_proof::Column::GoodUntil.is_null())
        .exec(tx.writer())
        .await?;
    Ok(proven.rows_affected == 1)
}

/// Uses up the proofs of a cart's telephone; says whether there was one that is good.
///
/// # Errors
/// When the database refuses.
pub async fn spend(tx: &Tx, now: Micros, cart: CartId, phone: &str) -> Result<bool, Error> {
    let spent = phone_proof::Entity::update_many()
        .col_expr(phone_proof::Column::UsedAt, Expr::value(Some(now)))
        .filter(phone_proof::Column::CartId.eq(cart))
        .filter(phone_proof::Column::Phone.eq(phone))
        .filter(phone_proof::Column::GoodUntil.gt(now))
        .filter(phone_proof::Column::UsedAt.is_null())
        .exec(tx.writer())
        .await?;
    Ok(spent.rows_affected > 0)
}

/// Whether a cart's telephone is proven at this moment.
///
/// # Errors
/// When the database cannot answer.
pub async fn holds(db: &impl Read, now: Micros, cart: CartId, phone: &str) -> Result<bool, Error> {
    let good = phone_proof::Entity::find()
        .filter(phone_proof::Column::CartId.eq(cart))
        .filter(phone_proof::Column::Phone.eq(phone))
        .filter(phone_proof::Column::GoodUntil.gt(now))
        .filter(phone_proof::Column::UsedAt.is_null())
        .count(db.reader())
        .await?;
    Ok(good > 0)
}

/// What is known of a telephone before it orders again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Orders to be paid in cash of which something has not arrived.
    pub open: i64,
    /// Orders to be paid by card that are not paid yet.
    pub unpaid: i64,
    /// Parcels that were refused at the door.
    pub refused: i64,
}

/// What is known of the telephone of a buyer, in one statement; refusals count from `since` on.
///
/// # Errors
/// When the database cannot answer.
pub async fn standing(db: &impl Read, phone: &str, since: Micros) -> Result<Standing, Error> {
    const SQL: &str = "select \
        (select count(distinct s.order_id) from \"order\" o join seller_order s on s.order_id = o.id \
        where o.buyer_phone = $1 and o.payment_method = 'cash_on_delivery' \
        and s.state in ('new', 'accepted', 'packed', 'shipped')) as open, \
        (select count(distinct s.order_id) from \"order\" o join seller_order s on s.order_id = o.id \
        where o.buyer_phone = $1 and s.state = 'unpaid') as unpaid, \
        (select count(*) from \"order\" o join seller_order s on s.order_id = o.id \
        join order_event e on e.seller_order_id = s.id \
        where o.buyer_phone = $1 and e.event = 'refuse' and e.at >= $2) as refused";
    let statement =
        Statement::from_sql_and_values(db.reader().get_database_backend(), SQL, [phone.into(), since.0.into()]);
    let row = db.reader().query_one_raw(statement).await?;
    let Some(row) = row else { return Ok(Standing::default()) };
    Ok(Standing {
        open: row.try_get("", "open")?,
        unpaid: row.try_get("", "unpaid")?,
        refused: row.try_get("", "refused")?,
    })
}
