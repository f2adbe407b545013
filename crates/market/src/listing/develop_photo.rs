//! The job that turns an original into a photo. It may run twice, and every step of it can be
//! repeated: files are on the disk before the row says so, and the original goes last.

use crate::{Error, Market};
use catalogue::photo::{self, Developed};
use kernel::{Fault, ids::PhotoId};
use media::{Facts, Key};
use serde::{Deserialize, Serialize};

/// What the job is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Develop {
    /// The photo.
    pub photo: PhotoId,
}

/// Develops one photo, or writes down why it cannot be used.
///
/// # Errors
/// When the disk, the workshop or the database fails: the job is tried again.
pub async fn develop_photo(market: &Market, Develop { photo: id }: Develop) -> Result<(), Error> {
    let Some(photo) = photo::find_developing(&market.db, id).await? else {
        return Ok(());
    };
    let Some(key) = Key::parse(&photo.key) else {
        return refuse(market, id, media::Refusal::Broken.code()).await;
    };
    match make(market, &key).await {
        Ok(facts) => accept(market, id, &facts).await?,
        Err(Error::Media(media::Error::Refused(refusal))) => refuse(market, id, refusal.code()).await?,
        Err(error) => return Err(error),
    }
    market.photos.remove_incoming(&key).await?;
    Ok(())
}

/// The files of a photo, made now or by an earlier run.
async fn make(market: &Market, key: &Key) -> Result<Facts, Error> {
    let Some(original) = market.photos.get_incoming(key).await? else {
        // The same picture came twice, and the other one's job is done with it.
        let facts = market.photos.facts(key).await?;
        return facts.ok_or_else(|| media::Error::from(media::Refusal::Broken).into());
    };
    let developed = market.workshop.develop(original).await?;
    market.photos.put_all(key, &developed).await?;
    Ok(Facts::from(&developed))
}

async fn accept(market: &Market, id: PhotoId, facts: &Facts) -> Result<(), Error> {
    let developed = Developed {
        width: i32::try_from(facts.width).unwrap_or(i32::MAX),
        height: i32::try_from(facts.height).unwrap_or(i32::MAX),
        placeholder: facts.placeholder.clone(),
        sizes: media::widths(facts.width, facts.height),
    };
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(photo::develop(tx, id, &developed).await?) }))
        .await
}

async fn refuse(market: &Market, id: PhotoId, code: &'static str) -> Result<(), Error> {
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(photo::refuse(tx, id, code).await?) }))
        .await
}
