//! Legal texts and their versions. What a buyer accepted is kept with the order as a version and a
//! time (law 31-08 art. 34 puts the proof on the seller), so a version is never edited.

use crate::{Error, entity::legal_text};
use kernel::{
    Locale, Micros, Mint, Read, Tx,
    ids::{LegalTextId, PersonId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DeriveActiveEnum, EntityTrait, EnumIter, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};

/// The texts a market has.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum LegalKind {
    /// Terms of use.
    #[sea_orm(string_value = "terms")]
    Terms,
    /// Sales conditions: what a buyer accepts with an order.
    #[sea_orm(string_value = "sales")]
    Sales,
    /// Privacy.
    #[sea_orm(string_value = "privacy")]
    Privacy,
}

impl LegalKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Terms, Self::Sales, Self::Privacy];

    /// The name in paths and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Sales => "sales",
            Self::Privacy => "privacy",
        }
    }

    /// The text of this name.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One version of a legal text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalText {
    /// The id.
    pub id: LegalTextId,
    /// Which text.
    pub kind: LegalKind,
    /// 1, 2, 3…
    pub version: i32,
    /// Markdown, in Arabic: always there (law 31-08 art. 206).
    pub ar: String,
    /// Markdown, in French.
    pub fr: String,
    /// Markdown, in English.
    pub en: String,
    /// False: shown with "to be reviewed".
    pub reviewed: bool,
    /// Since when; the texts a market starts with have no date.
    pub published_at: Micros,
    /// By whom.
    pub published_by: Option<PersonId>,
}

impl LegalText {
    /// The text in a language.
    pub fn text(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ar => &self.ar,
            Locale::Fr | Locale::Zgh => &self.fr,
            Locale::En => &self.en,
        }
    }
}

/// The version in force.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_current(db: &impl Read, kind: LegalKind) -> Result<Option<LegalText>, Error> {
    let row = legal_text::Entity::find()
        .filter(legal_text::Column::Kind.eq(kind))
        .order_by_desc(legal_text::Column::Version)
        .one(db.reader())
        .await?;
    Ok(row.map(LegalText::from))
}

/// The number of the version in force; 0 when there is none. Cheaper than the text.
///
/// # Errors
/// When the database cannot answer.
pub async fn current_version(db: &impl Read, kind: LegalKind) -> Result<i32, Error> {
    let version: Option<Option<i32>> = legal_text::Entity::find()
        .select_only()
        .column_as(legal_text::Column::Version.max(), "version")
        .filter(legal_text::Column::Kind.eq(kind))
        .into_tuple()
        .one(db.reader())
        .await?;
    Ok(version.flatten().unwrap_or(0))
}

/// A version that was in force at some time.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_version(db: &impl Read, kind: LegalKind, version: i32) -> Result<Option<LegalText>, Error> {
    let row = legal_text::Entity::find()
        .filter(legal_text::Column::Kind.eq(kind))
        .filter(legal_text::Column::Version.eq(version))
        .one(db.reader())
        .await?;
    Ok(row.map(LegalText::from))
}

/// The last hundred versions of a text, the newest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_versions(db: &impl Read, kind: LegalKind) -> Result<Vec<LegalText>, Error> {
    let rows = legal_text::Entity::find()
        .filter(legal_text::Column::Kind.eq(kind))
        .order_by_desc(legal_text::Column::Version)
        .limit(100)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(LegalText::from).collect())
}

/// What an administrator publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewText {
    /// Which text.
    pub kind: LegalKind,
    /// Markdown in each language.
    pub ar: String,
    /// Markdown in French.
    pub fr: String,
    /// Markdown in English.
    pub en: String,
    /// Whether a lawyer has read it.
    pub reviewed: bool,
}

/// Publishes the version after `after`, which is in force from now on. Earlier ones stay readable.
///
/// # Errors
/// [`Error::Edited`] when somebody published meanwhile, or when the database refuses.
pub async fn publish(tx: &Tx, mint: &Mint, by: PersonId, after: i32, text: &NewText) -> Result<i32, Error> {
    if current_version(tx, text.kind).await? != after {
        return Err(Error::Edited);
    }
    let version = after.saturating_add(1);
    let row = legal_text::ActiveModel {
        id: Set(mint.id()),
        kind: Set(text.kind),
        version: Set(version),
        ar: Set(text.ar.clone()),
        fr: Set(text.fr.clone()),
        en: Set(text.en.clone()),
        reviewed: Set(text.reviewed),
        published_at: Set(mint.now),
        published_by: Set(Some(by)),
    };
    // The unique (kind, version) decides between two who publish at once.
    let once = OnConflict::columns([legal_text::Column::Kind, legal_text::Column::Version])
        .do_nothing()
        .to_owned();
    let inserted = legal_text::Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(tx.writer())
        .await?;
    if inserted == 1 { Ok(version) } else { Err(Error::Edited) }
}

impl From<legal_text::Model> for LegalText {
    fn from(row: legal_text::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            version: row.version,
            ar: row.ar,
            fr: row.fr,
            en: row.en,
            reviewed: row.reviewed,
            published_at: row.published_at,
            published_by: row.published_by,
        }
    }
}
