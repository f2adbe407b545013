//! The second factor of administrators: the state of their authenticator and their recovery codes.
//! The authenticator's secret comes in sealed; what a step is and whether digits fit it is `market`'s.

use crate::{
    Error, Secret,
    entity::{person, recovery_code},
};
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Micros, Mint, Read, Tx, ids::PersonId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};
use sha2::Sha256;

/// How many recovery codes a person gets.
pub const RECOVERY_CODES: usize = 10;

/// A second factor.
#[derive(Clone, PartialEq, Eq)]
pub struct Factor {
    /// The authenticator's secret, as the market sealed it.
    pub sealed: String,
    /// Whether the person has shown that their authenticator has it.
    pub confirmed: bool,
    /// The last time step that was used.
    pub step: Option<i64>,
}

/// The second factor of a person, set up or being set up.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &impl Read, id: PersonId) -> Result<Option<Factor>, Error> {
    let row = person::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.and_then(|row| {
        let confirmed = row.totp_confirmed_at.is_some();
        row.totp_secret.map(|sealed| Factor {
            sealed,
            confirmed,
            step: row.totp_step,
        })
    }))
}

/// Keeps the secret of an authenticator that is being set up, in place of one that never was confirmed.
///
/// # Errors
/// [`Error::FactorExists`] when one is confirmed: that one must be reset first.
pub async fn propose(tx: &Tx, id: PersonId, sealed: &str) -> Result<(), Error> {
    let done = person::Entity::update_many()
        .set(person::ActiveModel {
            totp_secret: Set(Some(sealed.to_owned())),
            totp_step: Set(None),
            ..Default::default()
        })
        .filter(person::Column::Id.eq(id))
        .filter(person::Column::TotpConfirmedAt.is_null())
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::FactorExists)
    }
}

/// Confirms an authenticator that showed the digits of `step`; that step is used by it.
///
/// # Errors
/// [`Error::FactorExists`] when it was confirmed already.
pub async fn confirm(tx: &Tx, id: PersonId, step: i64, now: Micros) -> Result<(), Error> {
    let done = person::Entity::update_many()
        .set(person::ActiveModel {
            totp_confirmed_at: Set(Some(now)),
            totp_step: Set(Some(step)),
            ..Default::default()
        })
        .filter(person::Column::Id.eq(id))
        .filter(person::Column::TotpSecret.is_not_null())
        .filter(person::Column::TotpConfirmedAt.is_null())
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::FactorExists)
    }
}

/// Uses a time step. Says whether it was unused: the digits of one step open one door once, and no
/// earlier step opens any.
///
/// # Errors
/// When the database refuses.
pub async fn use_step(tx: &Tx, id: PersonId, step: i64) -> Result<bool, Error> {
    use person::Column as C;
    let done = person::Entity::update_many()
        .set(person::ActiveModel {
            totp_step: Set(Some(step)),
            ..Default::default()
        })
        .filter(C::Id.eq(id))
        .filter(C::TotpConfirmedAt.is_not_null())
        .filter(C::TotpStep.is_null().or(C::TotpStep.lt(step)))
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives a person ten new recovery codes in place of the old ones. They are shown once.
///
/// # Errors
/// When the database refuses.
pub async fn give_recovery_codes(tx: &Tx, mint: &Mint, pepper: &[u8; 32], id: PersonId) -> Result<Vec<Secret>, Error> {
    forget_codes(tx, id).await?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| mint.letters::<10>()).collect();
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        person_id: Set(id),
        code_hash: Set(hash(pepper, id, code)),
        used_at: Set(None),
    });
    recovery_code::Entity::insert_many(rows)
        .exec_without_returning(tx.writer())
        .await?;
    let readable = |code: String| match code.split_at_checked(5) {
        Some((a, b)) => Secret::new(format!("{a}-{b}")),
        None => Secret::new(code),
    };
    Ok(codes.into_iter().map(readable).collect())
}

/// Uses a recovery code, however it is spaced or capitalised; says whether it was good.
///
/// # Errors
/// When the database refuses.
pub async fn use_recovery_code(
    tx: &Tx,
    pepper: &[u8; 32],
    id: PersonId,
    typed: &str,
    now: Micros,
) -> Result<bool, Error> {
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
    let done = recovery_code::Entity::update_many()
        .set(recovery_code::ActiveModel {
            used_at: Set(Some(now)),
            ..Default::default()
        })
        .filter(recovery_code::Column::PersonId.eq(id))
        .filter(recovery_code::Column::CodeHash.eq(hash(pepper, id, &code.to_ascii_uppercase())))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected == 1)
}

/// How many recovery codes a person has left.
///
/// # Errors
/// When the database refuses.
pub async fn recovery_codes_left(db: &impl Read, id: PersonId) -> Result<usize, Error> {
    let left = recovery_code::Entity::find()
        .filter(recovery_code::Column::PersonId.eq(id))
        .filter(recovery_code::Column::UsedAt.is_null())
        .limit(100)
        .all(db.reader())
        .await?;
    Ok(left.len())
}

/// Takes a person's second factor away, so that they can set up another; every session of theirs ends.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person.
pub async fn reset(tx: &Tx, id: PersonId) -> Result<(), Error> {
    forget_codes(tx, id).await?;
    crate::session::end_all(tx, id, None).await?;
    let blank = person::ActiveModel {
        totp_secret: Set(None),
        totp_confirmed_at: Set(None),
        totp_step: Set(None),
        ..Default::default()
    };
    let done = person::Entity::update_many()
        .set(blank)
        .filter(person::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Unknown)
    }
}

async fn forget_codes(tx: &Tx, id: PersonId) -> Result<(), Error> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::PersonId.eq(id))
        .exec(tx.writer())
        .await?;
    Ok(())
}

fn hash(pepper: &[u8; 32], id: PersonId, code: &str) -> String {
    // A key of any length is accepted; the error is for other constructions.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(pepper) else {
        return String::new();
    };
    mac.update(id.0.as_bytes());
    mac.update(code.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}
