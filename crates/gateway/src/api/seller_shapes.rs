//! What programs read and write about a cooperative's own products.

use super::shapes::{Amount, Words};
use crate::{Failure, extract::unknown};
use catalogue::{
    product,
    revision::{Content, Remark, Withdrawal},
    variant::Variant,
};
use kernel::{Locale, Texts, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of a cooperative's own products.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnProductList {
    /// The products, the newest first.
    pub(super) items: Vec<OwnProduct>,
    /// The `after` of the next page; absent at the end.
    pub(super) next: Option<String>,
}

/// A product as its cooperative sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnProduct {
    /// Its id.
    pub(super) id: String,
    /// The name in its newest content.
    pub(super) name: Words,
    /// `draft`, `on_sale`, `paused`, `suspended` or `archived`.
    pub(super) state: &'static str,
    /// Where its newest content stands: `draft`, `submitted`, `changes_requested`, `approved`, `rejected`.
    pub(super) content_state: Option<&'static str>,
    /// Whether buyers see it now.
    pub(super) listed: bool,
    /// How many pieces of all its sizes can still be sold.
    pub(super) left: i64,
}

/// A product with its newest content and its sizes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnProductPage {
    /// Its id.
    pub(super) id: String,
    /// `draft`, `on_sale`, `paused`, `suspended` or `archived`.
    pub(super) state: &'static str,
    /// Whether buyers see it now.
    pub(super) listed: bool,
    /// Where its newest content stands.
    pub(super) content_state: &'static str,
    /// The version of that content; name it when you write.
    pub(super) content_version: i32,
    /// The newest content.
    pub(super) content: ContentOut,
    /// What administrators want changed.
    pub(super) remarks: Vec<RemarkOut>,
    /// Its sizes.
    pub(super) sizes: Vec<SizeOut>,
}

/// What an administrator wants changed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RemarkOut {
    /// The field.
    pub(super) field: String,
    /// The code of a ready-made reason.
    pub(super) reason: Option<String>,
    /// Words of the administrator's own.
    pub(super) note: Option<String>,
}

/// What a cooperative says about a product.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentOut {
    /// Code of the category.
    pub(super) category: Option<String>,
    /// Its name.
    pub(super) name: Words,
    /// What there is to say about it.
    pub(super) description: Words,
    /// Code of the region it comes from; absent for the cooperative's own.
    pub(super) origin_region: Option<String>,
    /// The place it comes from.
    pub(super) origin_place: Option<String>,
    /// What is in it.
    pub(super) ingredients: Words,
    /// Codes of the allergens in it; absent while nobody answered.
    pub(super) allergens: Option<Vec<String>>,
    /// Code of the label it carries.
    pub(super) label: Option<String>,
    /// Number of the label's certificate.
    pub(super) label_number: Option<String>,
    /// `standard`, `perishable` or `custom`.
    pub(super) withdrawal: &'static str,
}

/// A size with its price and stock.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SizeOut {
    /// Its id.
    pub(super) id: String,
    /// How much one piece is.
    pub(super) amount: Amount,
    /// What tells it apart besides.
    pub(super) name: Words,
    /// Its price, in centimes of a dirham.
    pub(super) price_minor: i64,
    /// How many there are.
    pub(super) on_hand: i64,
    /// How many of them are promised to buyers.
    pub(super) reserved: i64,
    /// What a parcel with one piece weighs, in grams.
    pub(super) parcel_g: i64,
    /// Name it when you change the price.
    pub(super) version: i32,
}

/// Texts in the languages they are written in.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WordsIn {
    /// Arabic.
    pub(super) ar: Option<String>,
    /// French.
    pub(super) fr: Option<String>,
    /// English.
    pub(super) en: Option<String>,
}

/// All of a product's content; what is left out is taken out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ContentIn {
    /// The version that was read.
    pub(super) version: i32,
    /// Code of the category.
    pub(super) category: Option<String>,
    /// Its name.
    pub(super) name: WordsIn,
    /// What there is to say about it.
    pub(super) description: WordsIn,
    /// Code of the region it comes from, where it is not the cooperative's.
    pub(super) origin_region: Option<String>,
    /// The place it comes from.
    pub(super) origin_place: Option<String>,
    /// What is in it.
    pub(super) ingredients: WordsIn,
    /// Codes of the allergens in it; an empty list says that there are none.
    pub(super) allergens: Option<Vec<String>>,
    /// Code of the label it carries.
    pub(super) label: Option<String>,
    /// Number of the label's certificate.
    pub(super) label_number: Option<String>,
    /// `standard` (if not said), `perishable` or `custom`.
    pub(super) withdrawal: Option<String>,
}

/// A size to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SizeIn {
    /// Thousandths of the unit.
    pub(super) amount_thousandths: i64,
    /// One of `g`, `kg`, `ml`, `L`, `piece`, `pair`.
    pub(super) unit: String,
    /// What tells it apart besides.
    #[serde(default)]
    pub(super) name: WordsIn,
    /// Its price, in centimes of a dirham.
    pub(super) price_minor: i64,
    /// How many there are.
    pub(super) on_hand: i64,
    /// What a parcel with one piece weighs, in grams.
    pub(super) parcel_g: i64,
}

/// Another price.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PriceIn {
    /// The version of the size that was read.
    pub(super) version: i32,
    /// The price, in centimes of a dirham.
    pub(super) price_minor: i64,
}

/// A count.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CountIn {
    /// How many there are, promised ones included.
    pub(super) on_hand: i64,
    /// The number that was read before counting; if it is no longer that, the answer is 409.
    #[serde(default)]
    pub(super) seen: Option<i64>,
}

/// A product in the list.
pub(super) fn own(row: product::Row) -> OwnProduct {
    OwnProduct {
        id: row.product.id.to_string(),
        name: row.name.into(),
        state: row.product.state.code(),
        content_state: row.revision.map(|(_, state)| state.code()),
        listed: row.product.listed,
        left: row.left,
    }
}

/// What an administrator wants changed, as the API shows it.
pub(super) fn remark_out(remark: Remark) -> RemarkOut {
    RemarkOut {
        field: remark.field,
        reason: remark.reason,
        note: remark.note,
    }
}

/// A size as the API shows it.
pub(super) fn size_out(variant: &Variant) -> SizeOut {
    SizeOut {
        id: variant.id.to_string(),
        amount: variant.amount.into(),
        name: variant.name.clone().into(),
        price_minor: variant.price_minor,
        on_hand: variant.on_hand,
        reserved: variant.reserved,
        parcel_g: variant.parcel_g,
        version: variant.version,
    }
}

/// Content as the API shows it.
pub(super) fn content_out(content: Content) -> ContentOut {
    ContentOut {
        category: content.category_code,
        name: content.name.into(),
        description: content.description.into(),
        origin_region: content.origin_region_iso,
        origin_place: content.origin_place,
        ingredients: content.ingredients.into(),
        allergens: content.allergens,
        label: content.label_code,
        label_number: content.label_number,
        withdrawal: content.withdrawal.code(),
    }
}

/// Content as it was sent, made clean.
pub(super) fn content_in(asked: ContentIn) -> Result<Content, Failure> {
    let withdrawal = match asked.withdrawal.as_deref() {
        None => Withdrawal::Standard,
        Some(code) => Withdrawal::from_code(code).ok_or_else(|| unknown("withdrawal"))?,
    };
    Ok(Content {
        category_code: asked.category,
        name: words(asked.name, 80, "name", false)?,
        description: words(asked.description, 3000, "description", true)?,
        origin_region_iso: asked.origin_region,
        origin_place: line(asked.origin_place, "origin_place")?,
        ingredients: words(asked.ingredients, 1000, "ingredients", true)?,
        allergens: asked.allergens,
        label_code: asked.label,
        label_number: line(asked.label_number, "label_number")?,
        withdrawal,
    })
}

fn line(typed: Option<String>, field: &'static str) -> Result<Option<String>, Failure> {
    text::optional_line(&typed.unwrap_or_default(), 80).map_err(|_| unknown(field))
}

/// Texts made clean; of one line, or of several.
pub(super) fn words(typed: WordsIn, max: usize, field: &'static str, several: bool) -> Result<Texts, Failure> {
    let clean = if several {
        text::optional_paragraph
    } else {
        text::optional_line
    };
    let mut texts = Texts::default();
    for (locale, written) in [(Locale::Ar, typed.ar), (Locale::Fr, typed.fr), (Locale::En, typed.en)] {
        let text = clean(&written.unwrap_or_default(), max).map_err(|_| unknown(field))?;
        texts.put(locale, text);
    }
    Ok(texts)
}
