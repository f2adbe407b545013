//! Who belongs to which cooperative, and what they may do in it.

use crate::{
    Error,
    entity::{membership, person},
};
use kernel::{
    Micros, Read, Tx,
    ids::{CooperativeId, PersonId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, DeriveActiveEnum, EntityTrait, EnumIter,
    FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement, sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};

/// Most people in one cooperative's account, and most cooperatives of one person.
pub const MOST: u64 = 50;

/// What a person may do in a cooperative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Answers for it: also changes its bank account and its people.
    #[sea_orm(string_value = "owner")]
    Owner,
    /// Works on its products and orders.
    #[sea_orm(string_value = "member")]
    Member,
}

impl Role {
    /// The word in the database and in locale keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Member => "member",
        }
    }
}

/// A person in a cooperative, as its other members see them.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Standing {
    /// The person.
    pub person_id: PersonId,
    /// Their name; empty when they have not said.
    pub name: String,
    /// Their telephone.
    pub phone: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// The language they read.
    pub locale: String,
    /// What they may do.
    pub role: Role,
    /// Since when.
    pub created_at: Micros,
}

/// The people of a cooperative, the longest there first.
///
/// # Errors
/// When the database refuses.
pub async fn list_for_cooperative(db: &impl Read, cooperative: CooperativeId) -> Result<Vec<Standing>, Error> {
    let sql = "select m.person_id, p.name, p.phone, p.email, p.locale, m.role, m.created_at from membership m \
               join person p on p.id = m.person_id where m.cooperative_id = $1 order by m.created_at, m.person_id limit 100";
    let backend = db.reader().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [cooperative.into()]);
    Ok(Standing::find_by_statement(statement).all(db.reader()).await?)
}

/// The cooperatives of a person, the oldest membership first.
///
/// # Errors
/// When the database refuses.
pub async fn list_for_person(db: &impl Read, person: PersonId) -> Result<Vec<(CooperativeId, Role)>, Error> {
    let rows = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(person))
        .order_by_asc(membership::Column::CreatedAt)
        .order_by_asc(membership::Column::CooperativeId)
        .limit(MOST)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(|row| (row.cooperative_id, row.role)).collect())
}

/// What a person may do in a cooperative; `None` for strangers and the suspended.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &impl Read, person: PersonId, cooperative: CooperativeId) -> Result<Option<Role>, Error> {
    let active = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Id.eq(person))
        .filter(person::Column::SuspendedAt.is_null());
    let row = membership::Entity::find_by_id((person, cooperative))
        .filter(membership::Column::PersonId.in_subquery(sea_orm::QueryTrait::into_query(active)))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| row.role))
}

/// Makes a person belong to a cooperative. Somebody who belongs already keeps their role.
///
/// # Errors
/// [`Error::TooMany`] when the cooperative has [`MOST`] people or the person so many cooperatives.
pub async fn join(tx: &Tx, person: PersonId, cooperative: CooperativeId, role: Role, now: Micros) -> Result<(), Error> {
    use membership::Column as C;
    for mine in [C::CooperativeId.eq(cooperative), C::PersonId.eq(person)] {
        let there: Vec<PersonId> = membership::Entity::find()
            .select_only()
            .column(C::PersonId)
            .filter(mine)
            .limit(MOST)
            .into_tuple()
            .all(tx.writer())
            .await?;
        if u64::try_from(there.len()).unwrap_or(MOST) >= MOST {
            return Err(Error::TooMany { max: MOST });
        }
    }
    let row = membership::ActiveModel {
        person_id: Set(person),
        cooperative_id: Set(cooperative),
        role: Set(role),
        created_at: Set(now),
    };
    membership::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([C::PersonId, C::CooperativeId])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

/// Takes a person out of a cooperative.
///
/// # Errors
/// [`Error::Unknown`] when they do not belong to it, [`Error::LastOwner`] when nobody else answers for it.
pub async fn leave(tx: &Tx, person: PersonId, cooperative: CooperativeId) -> Result<(), Error> {
    let standing = locked(tx, cooperative).await?;
    let mine = standing
        .iter()
        .find(|row| row.person_id == person)
        .ok_or(Error::Unknown)?;
    let another = standing
        .iter()
        .any(|row| row.person_id != person && row.role == Role::Owner);
    if mine.role == Role::Owner && !another {
        return Err(Error::LastOwner);
    }
    membership::Entity::delete_by_id((person, cooperative))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Changes what a person may do in a cooperative.
///
/// # Errors
/// [`Error::Unknown`] when they do not belong to it, [`Error::LastOwner`] when nobody would answer for it.
pub async fn appoint(tx: &Tx, person: PersonId, cooperative: CooperativeId, role: Role) -> Result<(), Error> {
    let standing = locked(tx, cooperative).await?;
    if !standing.iter().any(|row| row.person_id == person) {
        return Err(Error::Unknown);
    }
    let another = standing
        .iter()
        .any(|row| row.person_id != person && row.role == Role::Owner);
    if role != Role::Owner && !another {
        return Err(Error::LastOwner);
    }
    use membership::Column as C;
    membership::Entity::update_many()
        .set(membership::ActiveModel {
            role: Set(role),
            ..Default::default()
        })
        .filter(
            Condition::all()
                .add(C::PersonId.eq(person))
                .add(C::CooperativeId.eq(cooperative)),
        )
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// The memberships of a cooperative, held until the transaction ends: "the last owner" is a fact
/// about several rows, which one conditional statement cannot guard on PostgreSQL.
async fn locked(tx: &Tx, cooperative: CooperativeId) -> Result<Vec<membership::Model>, Error> {
    let query = membership::Entity::find()
        .filter(membership::Column::CooperativeId.eq(cooperative))
        .order_by_asc(membership::Column::PersonId);
    let query = match tx.writer().get_database_backend() {
        DbBackend::Postgres => query.lock_exclusive(),
        _ => query,
    };
    Ok(query.all(tx.writer()).await?)
}
