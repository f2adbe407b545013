//! Requests that take effect once, however often they arrive. The key stands in the verb's own
//! transaction, so a crash leaves either the effect and its answer or neither; a refusal is not stored.

use crate::Error;
use kernel::{Micros, Read, StoreError, Tx};
use sea_orm::{ConnectionTrait, Statement};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// The answer to a request, and whether it was given before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once<T> {
    /// The answer.
    pub value: T,
    /// Whether this request had been answered before.
    pub replayed: bool,
}

/// Who asked, with which key, for what.
#[derive(Clone, Debug)]
pub struct Claim {
    actor: String,
    key: String,
    request_hash: String,
}

impl Claim {
    /// A claim of `actor` (a person, token or cart) on `key` for `request`.
    ///
    /// # Errors
    /// [`Error::KeyReused`] when the key is empty or longer than 255 bytes.
    pub fn new(actor: impl Into<String>, key: impl Into<String>, request: &impl Serialize) -> Result<Self, Error> {
        let key = key.into();
        if key.is_empty() || key.len() > 255 {
            return Err(Error::KeyReused);
        }
        let request_hash = hex::encode(Sha256::digest(serde_json::to_vec(request)?));
        Ok(Self {
            actor: actor.into(),
            key,
            request_hash,
        })
    }

    /// The answer given before to this claim, if any. Called first thing in the verb's transaction:
    /// on PostgreSQL it waits for a rival that holds the same key.
    ///
    /// # Errors
    /// [`Error::KeyReused`] when the key came with another request before.
    pub async fn begin<T: DeserializeOwned>(&self, tx: &Tx, now: Micros) -> Result<Option<T>, Error> {
        let backend = tx.writer().get_database_backend();
        let inserted = tx
            .writer()
            .execute_raw(Statement::from_sql_and_values(
                backend,
                "insert into idempotency (actor, key, request_hash, result, at) values ($1, $2, $3, '', $4) \
                 on conflict (actor, key) do nothing",
                [
                    self.actor.clone().into(),
                    self.key.clone().into(),
                    self.request_hash.clone().into(),
                    now.0.into(),
                ],
            ))
            .await
            .map_err(StoreError::from)?;
        if inserted.rows_affected() == 1 {
            return Ok(None);
        }
        let row = tx
            .reader()
            .query_one_raw(Statement::from_sql_and_values(
                backend,
                "select request_hash, result from idempotency where actor = $1 and key = $2",
                [self.actor.clone().into(), self.key.clone().into()],
            ))
            .await
            .map_err(StoreError::from)?
            .ok_or(Error::KeyReused)?;
        let hash: String = row.try_get("", "request_hash").map_err(StoreError::from)?;
        let result: String = row.try_get("", "result").map_err(StoreError::from)?;
        if hash != self.request_hash {
            return Err(Error::KeyReused);
        }
        Ok(Some(serde_json::from_str(&result)?))
    }

    /// The answer as it stands, without claiming anything.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn find<T: DeserializeOwned>(&self, db: &impl Read) -> Result<Option<T>, Error> {
        let backend = db.reader().get_database_backend();
        let row = db
            .reader()
            .query_one_raw(Statement::from_sql_and_values(
                backend,
                "select result from idempotency where actor = $1 and key = $2",
                [self.actor.clone().into(), self.key.clone().into()],
            ))
            .await
            .map_err(StoreError::from)?;
        let Some(row) = row else { return Ok(None) };
        let result: String = row.try_get("", "result").map_err(StoreError::from)?;
        Ok(Some(serde_json::from_str(&result)?))
    }

    /// Keeps the answer. Called last in the verb's transaction.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn finish(&self, tx: &Tx, result: &impl Serialize) -> Result<(), Error> {
        let backend = tx.writer().get_database_backend();
        tx.writer()
            .execute_raw(Statement::from_sql_and_values(
                backend,
                "update idempotency set result = $3 where actor = $1 and key = $2",
                [
                    self.actor.clone().into(),
                    self.key.clone().into(),
                    serde_json::to_string(result)?.into(),
                ],
            ))
            .await
            .map_err(StoreError::from)?;
        Ok(())
    }
}

/// Forgets answers older than `before`, at most a thousand at a time.
///
/// # Errors
/// When the database refuses.
pub async fn forget(tx: &Tx, before: Micros) -> Result<u64, Error> {
    let done = tx
        .writer()
        .execute_raw(Statement::from_sql_and_values(
            tx.writer().get_database_backend(),
            "delete from idempotency where (actor, key) in (select actor, key from idempotency where at < $1 limit 1000)",
            [before.0.into()],
        ))
        .await
        .map_err(StoreError::from)?;
    Ok(done.rows_affected())
}
