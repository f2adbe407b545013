//! What lists show of a product, written down beside it: whether buyers see it, its cheapest price,
//! whether it is in stock, and the words that a search may hit. Nothing else writes these columns.

use crate::{
    Error, change, cooperative, entity,
    product::{self, ProductState},
    revision,
    status::CooperativeState,
    variant,
};
use kernel::{
    Mint, Read, Texts, Tx,
    ids::{CooperativeId, ProductId},
};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbBackend, QueryOrder, QuerySelect, Statement, Value, entity::prelude::*,
};
use std::collections::BTreeSet;

use entity::product::{ActiveModel, Column as C, Entity};

/// Writes down what lists show of a product, and moves the change sequence when buyers see it or
/// just saw it. Call it after everything else that a verb does to the product.
///
/// # Errors
/// When the database refuses.
pub async fn project(tx: &Tx, mint: &Mint, id: ProductId) -> Result<(), Error> {
    hold(tx, &BTreeSet::from([id])).await?;
    let product = product::any(tx, id).await?;
    let cooperative = cooperative::get(tx, product.cooperative_id).await?;
    let shown = match product.approved_revision_id {
        Some(revision) => revision::find(tx, revision).await?,
        None => None,
    };
    let variants = variant::list_for_product(tx, id).await?;
    let listed = product.state == ProductState::OnSale
        && cooperative.state == CooperativeState::Verified
        && shown.is_some()
        && !variants.is_empty();
    let was_listed = product.listed;
    let listed_at = product.listed_at.or(listed.then_some(mint.now));
    let mut row = ActiveModel {
        listed: Set(listed),
        listed_at: Set(listed_at),
        price_minor: Set(variants.iter().map(|variant| variant.price_minor).min()),
        available: Set(variants.iter().any(|variant| variant.left() > 0)),
        ..Default::default()
    };
    if let Some(revision) = shown {
        let content = revision.content;
        row.search_text = Set(Some(search_text(tx, &content, &cooperative.name).await?));
        row.region_iso = Set(Some(content.origin_region_iso.unwrap_or(cooperative.region_iso)));
        row.category_code = Set(content.category_code);
        row.label_code = Set(content.label_code);
    }
    Entity::update_many()
        .set(row)
        .filter(C::Id.eq(id))
        .exec(tx.writer())
        .await?;
    if listed || was_listed {
        change::touch(tx).await
    } else {
        Ok(())
    }
}

/// [`project`] for all the products of a cooperative whose state changed: one statement decides
/// which of them buyers see.
///
/// # Errors
/// When the database refuses.
pub async fn project_cooperative(tx: &Tx, mint: &Mint, id: CooperativeId) -> Result<(), Error> {
    let sql = "update product set listed = (state = 'on_sale' and exists (select 1 from cooperative c \
               where c.id = product.cooperative_id and c.state = 'verified')), \
               listed_at = coalesce(listed_at, $2) \
               where cooperative_id = $1 and approved_revision_id is not null";
    let backend = tx.writer().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [id.into(), mint.now.into()]);
    tx.writer().execute_raw(statement).await?;
    change::touch(tx).await
}

/// Says anew which of some products are in stock, after their stocks changed.
pub(crate) async fn refresh_availability(tx: &Tx, products: &BTreeSet<ProductId>) -> Result<(), Error> {
    hold(tx, products).await?;
    let places: Vec<String> = (1..=products.len()).map(|place| format!("${place}")).collect();
    let sql = format!(
        "update product set available = exists (select 1 from variant v where v.product_id = product.id \
         and v.retired_at is null and v.on_hand > v.reserved) where id in ({})",
        places.join(", ")
    );
    let values: Vec<Value> = products.iter().map(|id| (*id).into()).collect();
    let backend = tx.writer().get_database_backend();
    tx.writer()
        .execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    Ok(())
}

/// On PostgreSQL, holds products in the order of their ids, so that what is read of them and their
/// variants next is the latest. SQLite has one writer.
async fn hold(tx: &Tx, products: &BTreeSet<ProductId>) -> Result<(), Error> {
    if tx.writer().get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    Entity::find()
        .filter(C::Id.is_in(products.iter().copied()))
        .order_by_asc(C::Id)
        .lock_exclusive()
        .all(tx.writer())
        .await?;
    Ok(())
}

/// Everything a plain search may hit, folded.
async fn search_text(tx: &Tx, content: &revision::Content, cooperative: &Texts) -> Result<String, Error> {
    let category = match &content.category_code {
        Some(code) => {
            entity::category::Entity::find_by_id(code.clone())
                .one(tx.reader())
                .await?
        }
        None => None,
    };
    let mut words: Vec<String> = Vec::new();
    words.extend(content.name.iter().map(|(_, text)| text.to_owned()));
    words.extend(cooperative.iter().map(|(_, text)| text.to_owned()));
    words.extend(category.into_iter().flat_map(|row| [row.ar, row.fr, row.en]));
    words.extend(content.origin_place.clone());
    Ok(kernel::text::fold(&words.join(" ")))
}
