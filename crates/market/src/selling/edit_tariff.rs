//! An administrator edits what delivery costs. Offers made before keep their price until they are
//! ordered; then the difference is shown to the buyer.

use crate::{Error, Market, actor::Administrator};
use catalogue::change;
use kernel::ids::ZoneId;
use order::delivery::{self, ZoneTerms};

/// Replaces what a zone says, if nobody edited it since `version` was read.
///
/// # Errors
/// [`order::Error::Steps`], [`order::Error::Edited`]; when the database refuses.
pub async fn revise_zone(
    market: &Market,
    _by: &Administrator,
    zone: ZoneId,
    version: i32,
    terms: ZoneTerms,
) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                delivery::revise_zone(tx, &mint, zone, version, &terms).await?;
                // Product pages say what delivery costs.
                change::touch(tx).await?;
                Ok(())
            })
        })
        .await
}

/// Opens a zone without provinces.
///
/// # Errors
/// [`order::Error::Steps`]; when the database refuses.
pub async fn open_zone(market: &Market, _by: &Administrator, terms: ZoneTerms) -> Result<ZoneId, Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let zone = delivery::open_zone(tx, &mint, &terms).await?;
                change::touch(tx).await?;
                Ok(zone)
            })
        })
        .await
}

/// Moves provinces into a zone.
///
/// # Errors
/// [`order::Error::NoZone`], [`order::Error::NotServed`] for a province that does not exist; when the
/// database refuses.
pub async fn assign_provinces(
    market: &Market,
    _by: &Administrator,
    zone: ZoneId,
    provinces: Vec<String>,
) -> Result<(), Error> {
    let places = catalogue::place::load(&market.db).await?;
    if provinces.iter().any(|iso| places.province(iso).is_none()) {
        return Err(order::Error::NotServed.into());
    }
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                delivery::assign_provinces(tx, &mint, zone, &provinces).await?;
                change::touch(tx).await?;
                Ok(())
            })
        })
        .await
}
