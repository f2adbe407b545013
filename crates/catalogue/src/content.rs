//! What a revision says about a product: the words and claims that an administrator decides on.

use crate::{Error, entity};
use kernel::{Read, Texts, Tx};
use sea_orm::{ActiveValue::Set, entity::prelude::*};
use serde::{Deserialize, Serialize};

use entity::revision::{ActiveModel, Model};

/// Whether a buyer may send it back within seven days (law 31-08).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    /// Yes.
    #[default]
    #[sea_orm(string_value = "standard")]
    Standard,
    /// No: it spoils quickly.
    #[sea_orm(string_value = "perishable")]
    Perishable,
    /// No: it is made for one buyer.
    #[sea_orm(string_value = "custom")]
    Custom,
}

impl Withdrawal {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Perishable, Self::Custom];

    /// The code in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Perishable => "perishable",
            Self::Custom => "custom",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What a cooperative says about a product, and an administrator decides on; texts are clean already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Its category.
    pub category_code: Option<String>,
    /// Its name, in one language at least before it is submitted.
    pub name: Texts,
    /// What there is to say about it.
    pub description: Texts,
    /// The region it comes from; the cooperative's own when it says nothing.
    pub origin_region_iso: Option<String>,
    /// The place it comes from.
    pub origin_place: Option<String>,
    /// What is in it.
    pub ingredients: Texts,
    /// Codes of the allergens in it; `None` while nobody answered.
    pub allergens: Option<Vec<String>>,
    /// The label it carries.
    pub label_code: Option<String>,
    /// The number of the label's certificate.
    pub label_number: Option<String>,
    /// Whether it may be sent back.
    pub withdrawal: Withdrawal,
}

impl Content {
    /// Puts it into a row.
    pub(crate) fn write(self, row: &mut ActiveModel) {
        row.category_code = Set(self.category_code);
        row.name_ar = Set(self.name.ar);
        row.name_fr = Set(self.name.fr);
        row.name_en = Set(self.name.en);
        row.description_ar = Set(self.description.ar);
        row.description_fr = Set(self.description.fr);
        row.description_en = Set(self.description.en);
        row.origin_region_iso = Set(self.origin_region_iso);
        row.origin_place = Set(self.origin_place);
        row.ingredients_ar = Set(self.ingredients.ar);
        row.ingredients_fr = Set(self.ingredients.fr);
        row.ingredients_en = Set(self.ingredients.en);
        row.allergens = Set(self.allergens.map(|codes| codes.join(",")));
        row.label_code = Set(self.label_code);
        row.label_number = Set(self.label_number);
        row.withdrawal = Set(self.withdrawal);
    }

    /// Foreign keys would refuse these too, but could not say which field is wrong.
    pub(crate) async fn check_codes(&self, tx: &Tx) -> Result<(), Error> {
        use entity::{allergen, category, label, region};
        if let Some(code) = &self.category_code {
            let found = category::Entity::find_by_id(code.clone()).one(tx.reader()).await?;
            found.ok_or(Error::Invalid("category"))?;
        }
        if let Some(iso) = &self.origin_region_iso {
            let found = region::Entity::find_by_id(iso.clone()).one(tx.reader()).await?;
            found.ok_or(Error::Invalid("origin_region"))?;
        }
        if let Some(code) = &self.label_code {
            let found = label::Entity::find_by_id(code.clone()).one(tx.reader()).await?;
            found.ok_or(Error::Invalid("label"))?;
        }
        if let Some(codes) = self.allergens.as_ref().filter(|codes| !codes.is_empty()) {
            let known = allergen::Entity::find().all(tx.reader()).await?;
            if !codes.iter().all(|code| known.iter().any(|row| row.code == *code)) {
                return Err(Error::Invalid("allergens"));
            }
        }
        Ok(())
    }
}

impl From<Model> for Content {
    fn from(row: Model) -> Self {
        let texts = |ar, fr, en| Texts { ar, fr, en };
        let codes = |joined: String| {
            joined
                .split(',')
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .collect()
        };
        Self {
            category_code: row.category_code,
            name: texts(row.name_ar, row.name_fr, row.name_en),
            description: texts(row.description_ar, row.description_fr, row.description_en),
            origin_region_iso: row.origin_region_iso,
            origin_place: row.origin_place,
            ingredients: texts(row.ingredients_ar, row.ingredients_fr, row.ingredients_en),
            allergens: row.allergens.map(codes),
            label_code: row.label_code,
            label_number: row.label_number,
            withdrawal: row.withdrawal,
        }
    }
}
