//! Payments that a provider knows and nobody here does: what was paid after the moment of a backup from which the market
//! was restored. They are for a person to look at; nothing follows from them by itself.

use crate::{Error, entity::stray_payment};
use kernel::{Currency, Micros, Money, Read, Tx};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryOrder, QuerySelect, sea_query::OnConflict};

/// Strays that are listed at most.
const LISTED: u64 = 500;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Whose provider.
    pub provider: String,
    /// The id of the attempt that nobody here knows.
    pub attempt: String,
    /// The provider's id of it.
    pub reference: Option<String>,
    /// Where it stands with the provider.
    pub standing: String,
    /// What was to be paid.
    pub amount: Money,
    /// What was paid, in the same currency's minor units.
    pub captured_minor: i64,
    /// What went back of it.
    pub refunded_minor: i64,
    /// When it was found.
    pub found_at: Micros,
}

/// Those that were found, what was paid first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read) -> Result<Vec<Stray>, Error> {
    let rows = stray_payment::Entity::find()
        .order_by_desc(stray_payment::Column::CapturedMinor)
        .order_by_asc(stray_payment::Column::Attempt)
        .limit(LISTED)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Stray::from).collect())
}

/// Keeps one, or how it stands now.
///
/// # Errors
/// When the database refuses.
pub async fn keep(tx: &Tx, stray: &Stray) -> Result<(), Error> {
    use stray_payment::Column as C;
    let row = stray_payment::ActiveModel {
        provider: Set(stray.provider.clone()),
        attempt: Set(stray.attempt.clone()),
        reference: Set(stray.reference.clone()),
        standing: Set(stray.standing.clone()),
        amount_minor: Set(stray.amount.minor),
        captured_minor: Set(stray.captured_minor),
        refunded_minor: Set(stray.refunded_minor),
        currency: Set(stray.amount.currency.code().to_owned()),
        found_at: Set(stray.found_at),
    };
    let again = OnConflict::columns([C::Provider, C::Attempt])
        .update_columns([C::Reference, C::Standing, C::CapturedMinor, C::RefundedMinor])
        .to_owned();
    stray_payment::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

impl From<stray_payment::Model> for Stray {
    fn from(row: stray_payment::Model) -> Self {
        Self {
            provider: row.provider,
            attempt: row.attempt,
            reference: row.reference,
            standing: row.standing,
            amount: Money {
                minor: row.amount_minor,
                currency: row.currency.parse().unwrap_or(Currency::Mad),
            },
            captured_minor: row.captured_minor,
            refunded_minor: row.refunded_minor,
            found_at: row.found_at,
        }
    }
}
