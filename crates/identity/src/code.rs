//! One-time codes of six digits. A code belongs to the form that asked for it: its id, which nobody
//! can guess, is in that form, and the digits went to the telephone. Both are needed. So nobody can
//! use up the tries of somebody else's code, and a code read aloud is worth nothing elsewhere.

use crate::{Contact, Error, Secret, entity::sign_in_code as table};
use hmac::{Hmac, KeyInit, Mac};
use kernel::{
    Micros, Mint, Read, Tx,
    ids::CodeId,
    time::{DAY, MINUTE},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, sea_query::Expr};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// How long a code is good.
pub const LASTS: i64 = 10 * MINUTE;
/// How often a code may be tried.
pub const TRIES: i32 = 5;

/// What a code is for; one asked for one thing opens no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in (and applying, which begins with signing in).
    SignIn,
    /// Proving oneself once more, or proving a new contact.
    Confirm,
    /// An order that is to be paid in cash.
    Cash,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Confirm => "confirm",
            Self::Cash => "cash",
        }
    }
}

/// A code that was just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Its id, for the form.
    pub id: CodeId,
    /// The six digits, for the telephone.
    pub digits: Secret,
    /// When it ends.
    pub expires_at: Micros,
}

/// What came of trying a code. Not an error: the try must be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It is right, and used from now on; the contact is proven.
    Right(Contact),
    /// It is wrong.
    Wrong,
    /// It was used, is too old, was tried too often, or never was.
    Spent,
}

impl Tried {
    /// The proven contact.
    ///
    /// # Errors
    /// [`Error::WrongCode`] or [`Error::SpentCode`].
    pub fn proven(self) -> Result<Contact, Error> {
        match self {
            Self::Right(contact) => Ok(contact),
            Self::Wrong => Err(Error::WrongCode),
            Self::Spent => Err(Error::SpentCode),
        }
    }
}

/// Makes a code for a contact. `pepper` is a key of the market: a million codes are quickly tried
/// against a bare hash.
///
/// # Errors
/// When the database refuses.
pub async fn issue(
    tx: &Tx,
    mint: &Mint,
    pepper: &[u8; 32],
    contact: &Contact,
    purpose: Purpose,
) -> Result<Issued, Error> {
    let id: CodeId = mint.unguessable();
    let digits = mint.six_digits();
    let expires_at = mint.now.plus(LASTS);
    let row = table::ActiveModel {
        id: Set(id),
        target: Set(contact.as_str().to_owned()),
        purpose: Set(purpose.word().to_owned()),
        code_hash: Set(hash(pepper, id, contact.as_str(), &digits)),
        created_at: Set(mint.now),
        expires_at: Set(expires_at),
        tries: Set(0),
        used_at: Set(None),
    };
    table::Entity::insert(row).exec_without_returning(tx.writer()).await?;
    Ok(Issued {
        id,
        digits: Secret::new(digits),
        expires_at,
    })
}

/// Where the code of a form was sent, while it is good: to tell the person where to look.
///
/// # Errors
/// When the database refuses.
pub async fn find_contact(db: &impl Read, id: CodeId, now: Micros) -> Result<Option<Contact>, Error> {
    let row = table::Entity::find_by_id(id)
        .filter(table::Column::ExpiresAt.gt(now))
        .filter(table::Column::UsedAt.is_null())
        .one(db.reader())
        .await?;
    Ok(row.map(|row| Contact::stored(row.target)))
}

/// Tries the digits that somebody typed. The try is counted by the statement that allows it, and the
/// code is used by the statement that finds it unused: of two at once, one wins.
///
/// # Errors
/// When the database refuses.
pub async fn try_digits(
    tx: &Tx,
    pepper: &[u8; 32],
    id: CodeId,
    purpose: Purpose,
    typed: &str,
    now: Micros,
) -> Result<Tried, Error> {
    use table::Column as C;
    let counted = table::Entity::update_many()
        .col_expr(C::Tries, Expr::col(C::Tries).add(1))
        .filter(C::Id.eq(id))
        .filter(C::Purpose.eq(purpose.word()))
        .filter(C::Tries.lt(TRIES))
        .filter(C::ExpiresAt.gt(now))
        .filter(C::UsedAt.is_null())
        .exec(tx.writer())
        .await?;
    if counted.rows_affected != 1 {
        return Ok(Tried::Spent);
    }
    let Some(row) = table::Entity::find_by_id(id).one(tx.writer()).await? else {
        return Ok(Tried::Spent);
    };
    let digits: String = kernel::text::western_digits(typed)
        .chars()
        .filter(char::is_ascii_digit)
        .take(12)
        .collect();
    let same = hash(pepper, id, &row.target, &digits)
        .as_bytes()
        .ct_eq(row.code_hash.as_bytes());
    if !bool::from(same) {
        return Ok(Tried::Wrong);
    }
    let used = table::Entity::update_many()
        .set(table::ActiveModel {
            used_at: Set(Some(now)),
            ..Default::default()
        })
        .filter(C::Id.eq(id))
        .filter(C::UsedAt.is_null())
        .exec(tx.writer())
        .await?;
    Ok(if used.rows_affected == 1 {
        Tried::Right(Contact::stored(row.target))
    } else {
        Tried::Spent
    })
}

fn hash(pepper: &[u8; 32], id: CodeId, target: &str, digits: &str) -> String {
    // A key of any length is accepted; the error is for other constructions.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(pepper) else {
        return String::new();
    };
    mac.update(id.0.as_bytes());
    mac.update(target.as_bytes());
    mac.update(&[0]);
    mac.update(digits.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// Forgets codes that ended a day ago, at most a thousand.
pub(crate) async fn forget(tx: &Tx, now: Micros) -> Result<u64, Error> {
    let over: Vec<CodeId> = table::Entity::find()
        .select_only()
        .column(table::Column::Id)
        .filter(table::Column::ExpiresAt.lte(now.plus(-DAY)))
        .limit(1000)
        .into_tuple()
        .all(tx.writer())
        .await?;
    if over.is_empty() {
        return Ok(0);
    }
    Ok(table::Entity::delete_many()
        .filter(table::Column::Id.is_in(over))
        .exec(tx.writer())
        .await?
        .rows_affected)
}
