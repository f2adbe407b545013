//! What kinds of things are sold, which quality labels exist, and which allergens the law names. Small
//! tables that only a migration changes, so they are read whole and kept.

use crate::{Error, entity, place::typographic};
use kernel::{Read, Texts};
use sea_orm::{QueryOrder, entity::prelude::*};

/// A kind of product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its code in addresses and data.
    pub code: String,
    /// The wider kind it belongs to.
    pub parent: Option<String>,
    /// Its name.
    pub name: Texts,
    /// Whether it is eaten or drunk: then ingredients and allergens matter.
    pub is_food: bool,
}

/// A mark of quality or origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Texts,
    /// What it promises, in a sentence.
    pub about: Texts,
}

/// Something that makes some people ill and has to be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allergen {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Texts,
}

/// All categories, labels and allergens, in the order of lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxonomy {
    /// Every category; each comes after its parent.
    pub categories: Vec<Category>,
    /// Every label.
    pub labels: Vec<Label>,
    /// Every allergen.
    pub allergens: Vec<Allergen>,
}

impl Taxonomy {
    /// The category with this code.
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == code)
    }

    /// The widest categories.
    pub fn roots(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().filter(|category| category.parent.is_none())
    }

    /// The categories right below one.
    pub fn children(&self, code: &str) -> impl Iterator<Item = &Category> {
        self.categories
            .iter()
            .filter(move |category| category.parent.as_deref() == Some(code))
    }

    /// The widest category that holds this one: itself, where it is one.
    pub fn root_of(&self, code: &str) -> Option<&Category> {
        let category = self.category(code)?;
        category
            .parent
            .as_deref()
            .map_or(Some(category), |parent| self.category(parent))
    }

    /// The label with this code.
    pub fn label(&self, code: &str) -> Option<&Label> {
        self.labels.iter().find(|label| label.code == code)
    }

    /// The allergen with this code.
    pub fn allergen(&self, code: &str) -> Option<&Allergen> {
        self.allergens.iter().find(|allergen| allergen.code == code)
    }
}

/// The whole taxonomy.
///
/// # Errors
/// When the database refuses.
pub async fn load(db: &impl Read) -> Result<Taxonomy, Error> {
    use entity::{allergen, category, label};
    let categories = category::Entity::find()
        .order_by_asc(category::Column::Position)
        .all(db.reader())
        .await?;
    let labels = label::Entity::find()
        .order_by_asc(label::Column::Position)
        .all(db.reader())
        .await?;
    let allergens = allergen::Entity::find()
        .order_by_asc(allergen::Column::Position)
        .all(db.reader())
        .await?;
    Ok(Taxonomy {
        categories: categories.into_iter().map(Category::from).collect(),
        labels: labels.into_iter().map(Label::from).collect(),
        allergens: allergens.into_iter().map(Allergen::from).collect(),
    })
}

impl From<entity::category::Model> for Category {
    fn from(row: entity::category::Model) -> Self {
        Self {
            code: row.code,
            parent: row.parent_code,
            name: Texts::new(row.ar, typographic(&row.fr), row.en),
            is_food: row.is_food,
        }
    }
}

impl From<entity::label::Model> for Label {
    fn from(row: entity::label::Model) -> Self {
        Self {
            code: row.code,
            name: Texts::new(row.ar, typographic(&row.fr), row.en),
            about: Texts::new(row.about_ar, row.about_fr, row.about_en),
        }
    }
}

impl From<entity::allergen::Model> for Allergen {
    fn from(row: entity::allergen::Model) -> Self {
        Self {
            code: row.code,
            name: Texts::new(row.ar, typographic(&row.fr), row.en),
        }
    }
}
