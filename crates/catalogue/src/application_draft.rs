//! Applications while they are being written: what somebody typed so far, for them alone. It knows no
//! field; whether what was typed can be an application is seen when it is handed in.

use crate::{Error, entity::application_draft as table};
use kernel::{
    Micros, Read, Tx,
    ids::{CooperativeId, PersonId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, sea_query::OnConflict,
};

/// The subject of a new application.
const NEW: &str = "new";
/// Rows that one [`forget`] deletes at most.
const BATCH: i64 = 500;

/// An application that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The form's own key; of a correction, the version that is corrected.
    pub key: String,
    /// Names and values, as typed.
    pub fields: Vec<(String, String)>,
    /// What it became, once it was handed in.
    pub sent: Option<CooperativeId>,
    /// When it was last kept.
    pub updated_at: Micros,
}

fn subject(of: Option<CooperativeId>) -> String {
    of.map_or_else(|| NEW.to_owned(), |id| id.to_string())
}

/// What a person has written so far: of a new application, or `of` the refused cooperative they correct.
///
/// # Errors
/// When the database refuses.
pub async fn find_for_person(
    db: &impl Read,
    person: PersonId,
    of: Option<CooperativeId>,
) -> Result<Option<Draft>, Error> {
    let row = table::Entity::find_by_id((person, subject(of)))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| Draft {
        key: row.key,
        // Written below; what cannot be read any more is no draft.
        fields: serde_json::from_str(&row.fields).unwrap_or_default(),
        sent: row.sent_cooperative_id,
        updated_at: row.updated_at,
    }))
}

/// Keeps what was written, in place of what was kept before.
///
/// # Errors
/// When the database refuses.
pub async fn keep(
    tx: &Tx,
    person: PersonId,
    of: Option<CooperativeId>,
    key: &str,
    fields: &[(String, String)],
    now: Micros,
) -> Result<(), Error> {
    let row = table::ActiveModel {
        person_id: Set(person),
        subject: Set(subject(of)),
        key: Set(key.to_owned()),
        fields: Set(serde_json::to_string(fields).map_err(|_| Error::Invalid("fields"))?),
        sent_cooperative_id: Set(None),
        updated_at: Set(now),
    };
    use table::Column as C;
    let replace = OnConflict::columns([C::PersonId, C::Subject])
        .update_columns([C::Key, C::Fields, C::SentCooperativeId, C::UpdatedAt])
        .to_owned();
    table::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

/// It was handed in and became a cooperative: what was typed is forgotten, what it became is not, for
/// the second press of the last button.
///
/// # Errors
/// When the database refuses.
pub async fn hand_in(tx: &Tx, person: PersonId, of: Option<CooperativeId>, became: CooperativeId) -> Result<(), Error> {
    let row = table::ActiveModel {
        fields: Set("[]".to_owned()),
        sent_cooperative_id: Set(Some(became)),
        ..Default::default()
    };
    table::Entity::update_many()
        .set(row)
        .filter(table::Column::PersonId.eq(person))
        .filter(table::Column::Subject.eq(subject(of)))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Forgets what nobody has touched since `before`, some hundred rows at a time.
///
/// # Errors
/// When the database refuses.
pub async fn forget(tx: &Tx, before: Micros) -> Result<u64, Error> {
    let sql = "delete from application_draft where (person_id, subject) in \
               (select person_id, subject from application_draft where updated_at < $1 limit $2)";
    let backend = tx.writer().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [before.into(), BATCH.into()]);
    Ok(tx.writer().execute_raw(statement).await?.rows_affected())
}
