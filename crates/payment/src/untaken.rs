//! Ways to pay that a cooperative does not take. Cash on delivery is always taken: without any other way a basket can still
//! be paid.

use crate::{Error, entity::untaken_method, status::Method};
use kernel::{
    Mint, Read, Tx,
    ids::{CooperativeId, PersonId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

/// Those of the cooperatives that do not take this.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, cooperatives: &[CooperativeId], method: Method) -> Result<Vec<CooperativeId>, Error> {
    let rows = untaken_method::Entity::find()
        .filter(untaken_method::Column::CooperativeId.is_in(cooperatives.iter().copied()))
        .filter(untaken_method::Column::Method.eq(method))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(|row| row.cooperative_id).collect())
}

/// The cooperative does not take this any more.
///
/// # Errors
/// [`Error::NotNow`] for cash; when the database refuses.
pub async fn refuse(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    method: Method,
    by: PersonId,
) -> Result<(), Error> {
    if method == Method::Cash {
        return Err(Error::NotNow {
            from: "open",
            event: "refuse cash",
        });
    }
    let row = untaken_method::ActiveModel {
        cooperative_id: Set(cooperative),
        method: Set(method),
        by_id: Set(Some(by)),
        at: Set(mint.now),
    };
    untaken_method::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

/// The cooperative takes this again.
///
/// # Errors
/// When the database refuses.
pub async fn take(tx: &Tx, cooperative: CooperativeId, method: Method) -> Result<(), Error> {
    untaken_method::Entity::delete_many()
        .filter(untaken_method::Column::CooperativeId.eq(cooperative))
        .filter(untaken_method::Column::Method.eq(method))
        .exec(tx.writer())
        .await?;
    Ok(())
}
