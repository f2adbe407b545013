//! Administrators decide on submitted revisions. Nobody decides on a listing of a cooperative they
//! belong to, and the cooperative is told in its people's languages.

use crate::{
    Error, Market,
    actor::Administrator,
    notices::{self, Notice},
};
use catalogue::moderation::{self, Moderator, NewRemark};
use identity::role;
use kernel::{Tx, ids::RevisionId};

/// Says that this administrator is looking at it, so that nobody else begins.
///
/// # Errors
/// `catalogue::Error::{Claimed, OwnListing, Refused, NotFound}`.
pub async fn claim_listing(market: &Market, by: Administrator, id: RevisionId) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let moderator = moderator(tx, by).await?;
                Ok(moderation::claim(tx, &mint, &moderator, id).await?)
            })
        })
        .await
}

/// Leaves it to the others.
///
/// # Errors
/// When the database refuses.
pub async fn release_claim(market: &Market, by: Administrator, id: RevisionId) -> Result<(), Error> {
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let moderator = moderator(tx, by).await?;
                Ok(moderation::unclaim(tx, &moderator, id).await?)
            })
        })
        .await
}

/// Accepts a revision: buyers see it from now on. `version` is the one the administrator looked at.
///
/// # Errors
/// `catalogue::Error::{OwnListing, Claimed, Refused, Stale, Incomplete, NotFound}`.
pub async fn approve_listing(market: &Market, by: Administrator, id: RevisionId, version: i32) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let moderator = moderator(tx, by).await?;
                moderation::approve(tx, &mint, &moderator, id, version).await?;
                notices::tell(&queue, tx, &mint, &[Notice::ListingApproved { revision: id }]).await
            })
        })
        .await
}

/// Asks for changes, each tied to a field.
///
/// # Errors
/// `catalogue::Error::{OwnListing, Claimed, Refused, Stale, Invalid, TooMany, NotFound}`.
pub async fn request_changes(
    market: &Market,
    by: Administrator,
    id: RevisionId,
    version: i32,
    remarks: Vec<NewRemark>,
) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let moderator = moderator(tx, by).await?;
                moderation::request_changes(tx, &mint, &moderator, id, version, &remarks).await?;
                notices::tell(&queue, tx, &mint, &[Notice::ListingChanges { revision: id }]).await
            })
        })
        .await
}

/// Says no, with reasons.
///
/// # Errors
/// `catalogue::Error::{OwnListing, Claimed, Refused, Stale, Invalid, TooMany, NotFound}`.
pub async fn reject_listing(
    market: &Market,
    by: Administrator,
    id: RevisionId,
    version: i32,
    remarks: Vec<NewRemark>,
    note: Option<String>,
) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let moderator = moderator(tx, by).await?;
                moderation::reject(tx, &mint, &moderator, id, version, &remarks, note).await?;
                notices::tell(&queue, tx, &mint, &[Notice::ListingRejected { revision: id }]).await
            })
        })
        .await
}

async fn moderator(tx: &Tx, by: Administrator) -> Result<Moderator, Error> {
    let memberships = role::list_for_person(tx, by.person).await?;
    Ok(Moderator {
        person: by.person,
        cooperatives: memberships.into_iter().map(|(cooperative, _)| cooperative).collect(),
    })
}
