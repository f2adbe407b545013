//! Addresses of products and cooperatives in words. One that was public once leads to its thing for
//! ever; which of them is the current one, the product or cooperative says itself.

use crate::{Error, entity};
use kernel::{
    Read, Tx,
    ids::{CooperativeId, ProductId},
};
use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};

/// Longest address made from a name, in characters.
const LENGTH: usize = 60;
/// How many things may share a name before the id is added to the address.
const NAMESAKES: usize = 9;

/// What an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum SlugKind {
    /// A product.
    #[sea_orm(string_value = "product")]
    Product,
    /// A cooperative.
    #[sea_orm(string_value = "cooperative")]
    Cooperative,
}

/// The product that an address leads to or ever led to.
///
/// # Errors
/// When the database refuses.
pub async fn find_product(db: &impl Read, slug: &str) -> Result<Option<ProductId>, Error> {
    Ok(find(db, SlugKind::Product, slug).await?.map(ProductId))
}

/// The cooperative that an address leads to or ever led to.
///
/// # Errors
/// When the database refuses.
pub async fn find_cooperative(db: &impl Read, slug: &str) -> Result<Option<CooperativeId>, Error> {
    Ok(find(db, SlugKind::Cooperative, slug).await?.map(CooperativeId))
}

async fn find(db: &impl Read, kind: SlugKind, slug: &str) -> Result<Option<Uuid>, Error> {
    let row = entity::slug::Entity::find_by_id((kind, slug.to_owned()))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| row.target))
}

/// The address for a name: the name's own when it is free or already leads here, else with a number,
/// else with the id. It is written down, so that it leads here from now on.
pub(crate) async fn settle(tx: &Tx, kind: SlugKind, target: Uuid, name: &str) -> Result<String, Error> {
    use entity::slug::Column as C;
    let base = kernel::text::slug(name, LENGTH);
    let candidates = candidates(&base);
    let taken = entity::slug::Entity::find()
        .filter(C::Kind.eq(kind))
        .filter(C::Slug.is_in(candidates.clone()))
        .all(tx.reader())
        .await?;
    let free = candidates
        .into_iter()
        .find_map(|candidate| match taken.iter().find(|row| row.slug == candidate) {
            None => Some((candidate, false)),
            Some(row) if row.target == target => Some((candidate, true)),
            Some(_) => None,
        });
    match free {
        Some((slug, true)) => Ok(slug),
        Some((slug, false)) if insert(tx, kind, target, &slug).await? => Ok(slug),
        // Every numbered one is taken, or another transaction was faster: the id makes it ours alone.
        _ => {
            let slug = format!("{base}-{}", target.simple()).trim_start_matches('-').to_owned();
            insert(tx, kind, target, &slug).await?;
            Ok(slug)
        }
    }
}

fn candidates(base: &str) -> Vec<String> {
    if base.is_empty() {
        return Vec::new();
    }
    let numbered = (2..=NAMESAKES).map(|number| format!("{base}-{number}"));
    std::iter::once(base.to_owned()).chain(numbered).collect()
}

async fn insert(tx: &Tx, kind: SlugKind, target: Uuid, slug: &str) -> Result<bool, Error> {
    let row = entity::slug::ActiveModel {
        kind: Set(kind),
        slug: Set(slug.to_owned()),
        target: Set(target),
    };
    let rows = entity::slug::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.writer())
        .await?;
    Ok(rows == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_letters_has_no_address_of_its_own() {
        assert!(candidates("").is_empty());
        assert_eq!(candidates("argan").get(1).map(String::as_str), Some("argan-2"));
    }
}
