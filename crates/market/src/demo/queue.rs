//! Listings beside the products on sale: one in every state that the queue and the sellers' pages
//! know.

use super::{
    Stage,
    cast::Cast,
    offering::{self, Offering},
    story::{Listed, Listing},
};
use crate::Error;
use catalogue::{
    moderation::{self, NewRemark},
    product,
    revision::Content,
};
use kernel::Tx;

/// Hours between a decision and what its story says came after.
const LATER: i64 = 20;

/// Writes them all.
pub(super) async fn fill(tx: &Tx, stage: &Stage, cast: &mut Cast) -> Result<(), Error> {
    for listing in &stage.story.script.listings {
        write(tx, stage, cast, listing).await?;
    }
    Ok(())
}

async fn write(tx: &Tx, stage: &Stage, cast: &mut Cast, listing: &Listing) -> Result<(), Error> {
    let seller = cast.seller(&listing.coop)?;
    let office = offering::office(cast);
    let mint = stage.mint(listing.hours_ago);
    // Times in the story are those of the last step.
    let waits = matches!(listing.state, Listed::Submitted | Listed::Draft);
    let decided = if waits {
        listing.hours_ago - LATER
    } else {
        listing.hours_ago
    };
    let offering = Offering {
        seller,
        picture: &listing.picture,
        content: content(listing),
        variants: vec![offering::size(&listing.size, 10)?],
        hours_ago: decided,
    };
    let drafted = offering.draft(tx, stage, cast).await?;
    let id = drafted.revision;
    match listing.state {
        Listed::Draft => {}
        Listed::Submitted => {
            offering::submit(tx, stage, seller, id, decided).await?;
        }
        Listed::ChangesRequested => {
            let version = offering::submit(tx, stage, seller, id, decided).await?;
            moderation::request_changes(tx, &mint, &office, id, version, &remarks(listing)).await?;
        }
        Listed::Rejected => {
            let version = offering::submit(tx, stage, seller, id, decided).await?;
            moderation::reject(tx, &mint, &office, id, version, &remarks(listing), None).await?;
        }
        Listed::Paused => {
            offering::publish(tx, stage, (seller, &office), id, decided).await?;
            let mint = stage.mint(decided / 2);
            product::pause(tx, &mint, seller.cooperative, seller.person, drafted.product).await?;
        }
        Listed::Suspended => {
            offering::publish(tx, stage, (seller, &office), id, decided).await?;
            let reason = listing.reason.clone().unwrap_or_default();
            let mint = stage.mint(decided / 2);
            product::suspend(tx, &mint, cast.administrator, drafted.product, reason).await?;
        }
    }
    Ok(())
}

fn content(listing: &Listing) -> Content {
    Content {
        category_code: Some(listing.category.clone()),
        name: listing.name.clone(),
        description: listing.description.clone(),
        ingredients: listing.ingredients.clone(),
        allergens: listing.allergens.clone(),
        ..Content::default()
    }
}

fn remarks(listing: &Listing) -> Vec<NewRemark> {
    let remark = |remark: &super::story::Remark| NewRemark {
        field: remark.field.clone(),
        reason: remark.reason.clone(),
        note: remark.note.clone(),
    };
    listing.remarks.iter().map(remark).collect()
}
