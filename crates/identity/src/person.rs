//! People: how they are found, made, reached and shut out.

use crate::{Contact, Email, Error, entity::person as table};
use kernel::{Limit, Locale, Micros, Mint, Page, Phone, Read, Tx, ids::PersonId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, IntoSimpleExpr, QueryFilter, QueryOrder,
    QuerySelect, Statement,
    sea_query::{Func, LikeExpr, OnConflict},
};

/// A human being with an identity here. What proves it (hashes, the second factor) is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The name; empty until they have said it.
    pub name: String,
    /// The telephone.
    pub phone: Option<Phone>,
    /// The e-mail address.
    pub email: Option<Email>,
    /// The language they read.
    pub locale: Locale,
    /// Whether they run the market.
    pub is_administrator: bool,
    /// Whether they chose a password.
    pub has_password: bool,
    /// Whether a second factor is set up.
    pub has_factor: bool,
    /// Since when.
    pub created_at: Micros,
    /// Since when they are shut out.
    pub suspended_at: Option<Micros>,
}

impl Person {
    /// Where to reach them: by telephone if there is one.
    pub fn contact(&self) -> Option<Contact> {
        let phone = self.phone.clone().map(Contact::Phone);
        phone.or_else(|| self.email.clone().map(Contact::Email))
    }

    /// The name, or where to reach them when they have not said it.
    pub fn label(&self) -> String {
        if self.name.is_empty() {
            self.contact().map(|c| c.display()).unwrap_or_default()
        } else {
            self.name.clone()
        }
    }
}

impl From<table::Model> for Person {
    fn from(row: table::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            phone: row.phone.map(Phone::stored),
            email: row.email.map(Email::stored),
            locale: row.locale.parse().unwrap_or_default(),
            is_administrator: row.is_administrator,
            has_password: row.password_hash.is_some(),
            has_factor: row.totp_confirmed_at.is_some(),
            created_at: row.created_at,
            suspended_at: row.suspended_at,
        }
    }
}

/// The person with this id.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &impl Read, id: PersonId) -> Result<Option<Person>, Error> {
    Ok(table::Entity::find_by_id(id).one(db.reader()).await?.map(Person::from))
}

/// The person with this id.
///
/// # Errors
/// [`Error::Unknown`] when there is none.
pub async fn get(db: &impl Read, id: PersonId) -> Result<Person, Error> {
    find(db, id).await?.ok_or(Error::Unknown)
}

/// The person who is reached there.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_contact(db: &impl Read, contact: &Contact) -> Result<Option<Person>, Error> {
    Ok(row_by_contact(db, contact).await?.map(Person::from))
}

async fn row_by_contact(db: &impl Read, contact: &Contact) -> Result<Option<table::Model>, Error> {
    let reached = match contact {
        Contact::Phone(phone) => table::Column::Phone.eq(phone.as_str()),
        Contact::Email(email) => table::Column::Email.eq(email.as_str()),
    };
    Ok(table::Entity::find().filter(reached).one(db.reader()).await?)
}

/// The person who is reached there and the hash of their password; the suspended are left out.
///
/// # Errors
/// When the database refuses.
pub async fn find_with_password(db: &impl Read, contact: &Contact) -> Result<Option<(Person, Option<String>)>, Error> {
    let row = row_by_contact(db, contact)
        .await?
        .filter(|row| row.suspended_at.is_none());
    Ok(row
        .map(|row| (row.password_hash.clone(), row))
        .map(|(hash, row)| (Person::from(row), hash)))
}

/// The hash of a person's password, if they chose one.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person.
pub async fn password_hash(db: &impl Read, id: PersonId) -> Result<Option<String>, Error> {
    Ok(table::Entity::find_by_id(id)
        .one(db.reader())
        .await?
        .ok_or(Error::Unknown)?
        .password_hash)
}

/// Some people, the newest first; `administrators` leaves the others out, `text` looks in names,
/// telephones and addresses. `after` is the id of the last one shown.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    db: &impl Read,
    administrators: bool,
    text: &str,
    after: Option<PersonId>,
    limit: Limit,
) -> Result<Page<Person>, Error> {
    use table::Column as C;
    let mut query = table::Entity::find().order_by_desc(C::Id).limit(limit.and_one());
    if administrators {
        query = query.filter(C::IsAdministrator.eq(true));
    }
    let text = text.trim();
    if !text.is_empty() {
        let digits = kernel::text::western_digits(text).replace([' ', '.', '-'], "");
        let national = digits.strip_prefix('0').unwrap_or(&digits).to_owned();
        let phone = if national.is_empty() { text } else { &national };
        query = query.filter(
            Condition::any()
                .add(Func::lower(C::Name.into_simple_expr()).like(anywhere(&text.to_lowercase())))
                .add(C::Email.like(anywhere(&text.to_lowercase())))
                .add(C::Phone.like(anywhere(phone))),
        );
    }
    if let Some(after) = after {
        query = query.filter(C::Id.lt(after));
    }
    let rows = query.all(db.reader()).await?;
    let page = Page::cut(rows, limit, |row| row.id.to_string());
    Ok(page.map(Person::from))
}

/// The administrators who are not shut out.
///
/// # Errors
/// When the database refuses.
pub async fn count_administrators(db: &impl Read) -> Result<usize, Error> {
    let ids: Vec<PersonId> = table::Entity::find()
        .select_only()
        .column(table::Column::Id)
        .filter(table::Column::IsAdministrator.eq(true))
        .filter(table::Column::SuspendedAt.is_null())
        .limit(1000)
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(ids.len())
}

/// The person who is reached there, made if nobody is: whoever proved the contact by a code *is*
/// that person. Two requests at once make one person.
///
/// # Errors
/// [`Error::Unknown`] when the person is shut out.
pub async fn meet(tx: &Tx, mint: &Mint, contact: &Contact, locale: Locale) -> Result<Person, Error> {
    if row_by_contact(tx, contact).await?.is_none() {
        let (phone, email) = match contact {
            Contact::Phone(phone) => (Some(phone.as_str().to_owned()), None),
            Contact::Email(email) => (None, Some(email.as_str().to_owned())),
        };
        let row = blank(mint, phone, email, locale);
        table::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(tx.writer())
            .await?;
    }
    let row = row_by_contact(tx, contact)
        .await?
        .filter(|row| row.suspended_at.is_none());
    row.map(Person::from).ok_or(Error::Unknown)
}

fn blank(mint: &Mint, phone: Option<String>, email: Option<String>, locale: Locale) -> table::ActiveModel {
    table::ActiveModel {
        id: Set(mint.id()),
        name: Set(String::new()),
        phone: Set(phone),
        email: Set(email),
        locale: Set(locale.code().to_owned()),
        is_administrator: Set(false),
        password_hash: Set(None),
        totp_secret: Set(None),
        totp_confirmed_at: Set(None),
        totp_step: Set(None),
        created_at: Set(mint.now),
        suspended_at: Set(None),
    }
}

/// Writes down what a person calls themselves.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person.
pub async fn rename(tx: &Tx, id: PersonId, name: &str) -> Result<(), Error> {
    change(
        tx,
        id,
        table::ActiveModel {
            name: Set(name.to_owned()),
            ..Default::default()
        },
    )
    .await
}

/// Writes down which language a person reads.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person.
pub async fn speak(tx: &Tx, id: PersonId, locale: Locale) -> Result<(), Error> {
    change(
        tx,
        id,
        table::ActiveModel {
            locale: Set(locale.code().to_owned()),
            ..Default::default()
        },
    )
    .await
}

/// Writes down a contact that the person proved by a code.
///
/// # Errors
/// [`Error::Taken`] when it belongs to somebody else.
pub async fn reach(tx: &Tx, id: PersonId, contact: &Contact) -> Result<(), Error> {
    if let Some(holder) = find_by_contact(tx, contact).await? {
        if holder.id == id {
            return Ok(());
        }
        return Err(Error::Taken("contact"));
    }
    let row = match contact {
        Contact::Phone(phone) => table::ActiveModel {
            phone: Set(Some(phone.as_str().to_owned())),
            ..Default::default()
        },
        Contact::Email(email) => table::ActiveModel {
            email: Set(Some(email.as_str().to_owned())),
            ..Default::default()
        },
    };
    change(tx, id, row).await
}

/// Keeps the hash of a new password, or forgets the old one.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person.
pub async fn keep_password(tx: &Tx, id: PersonId, hash: Option<String>) -> Result<(), Error> {
    change(
        tx,
        id,
        table::ActiveModel {
            password_hash: Set(hash),
            ..Default::default()
        },
    )
    .await
}

/// Makes a person an administrator.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person.
pub async fn promote(tx: &Tx, id: PersonId) -> Result<(), Error> {
    change(
        tx,
        id,
        table::ActiveModel {
            is_administrator: Set(true),
            ..Default::default()
        },
    )
    .await
}

/// Shuts a person out: their sessions and tokens are no longer good from the next request on.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person or they are shut out already,
/// [`Error::LastAdministrator`] when nobody would be left to run the market.
pub async fn suspend(tx: &Tx, id: PersonId, now: Micros) -> Result<(), Error> {
    let person = get(tx, id).await?;
    if person.is_administrator {
        lock_administrators(tx).await?;
        if count_administrators(tx).await? <= 1 {
            return Err(Error::LastAdministrator);
        }
    }
    let row = table::ActiveModel {
        suspended_at: Set(Some(now)),
        ..Default::default()
    };
    let done = table::Entity::update_many()
        .set(row)
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::SuspendedAt.is_null())
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Unknown)
    }
}

/// Two administrators who suspend each other at once must not both succeed.
async fn lock_administrators(tx: &Tx) -> Result<(), Error> {
    let backend = tx.writer().get_database_backend();
    if backend == sea_orm::DbBackend::Postgres {
        let sql = "select id from person where is_administrator order by id for update";
        tx.writer().query_all_raw(Statement::from_string(backend, sql)).await?;
    }
    Ok(())
}

/// Lets a person in again.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person.
pub async fn reinstate(tx: &Tx, id: PersonId) -> Result<(), Error> {
    change(
        tx,
        id,
        table::ActiveModel {
            suspended_at: Set(None),
            ..Default::default()
        },
    )
    .await
}

/// Whether anybody here has a telephone of the demonstration.
///
/// # Errors
/// When the database refuses.
pub async fn is_any_of_demo(db: &impl Read) -> Result<bool, Error> {
    let found = table::Entity::find()
        .filter(table::Column::Phone.starts_with(kernel::phone::DEMO_BLOCK))
        .limit(1)
        .one(db.reader())
        .await?;
    Ok(found.is_some())
}

/// A pattern for what stands anywhere in a column. What people type has no wildcards: a `%` or `_` of
/// theirs is only itself.
fn anywhere(text: &str) -> LikeExpr {
    let plain = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    LikeExpr::new(format!("%{plain}%")).escape('!')
}

async fn change(tx: &Tx, id: PersonId, row: table::ActiveModel) -> Result<(), Error> {
    let done = table::Entity::update_many()
        .set(row)
        .filter(table::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Unknown)
    }
}
