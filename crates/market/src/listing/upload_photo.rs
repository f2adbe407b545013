//! A cooperative sends photos. Each original is looked at and kept as it arrives, so that only one
//! lies in memory; then one transaction writes the rows and the jobs that develop them.

use super::Develop;
use crate::{Error, Market, actor::Seller};
use bytes::Bytes;
use catalogue::{photo, revision};
use job::NewJob;
use kernel::ids::{PhotoId, RevisionId};

/// An original that was kept and waits to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received(media::Key);

/// Looks at an original and keeps it. Call it for sellers only; an original that is not written down
/// afterwards is swept after a day.
///
/// # Errors
/// `media::Error::Refused` when it is no picture we take; nothing is kept then.
pub async fn receive_photo(market: &Market, original: Bytes) -> Result<Received, Error> {
    media::sniff(&original).map_err(media::Error::from)?;
    let key = media::Key::of(&original);
    market.photos.put_incoming(&key, original).await?;
    Ok(Received(key))
}

/// Adds photos that were received to an open revision; they are developed soon after.
///
/// # Errors
/// `catalogue::Error::{NotFound, Refused, TooMany, Stale}`.
pub async fn upload_photos(
    market: &Market,
    seller: Seller,
    id: RevisionId,
    received: Vec<Received>,
) -> Result<Vec<PhotoId>, Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut photos = Vec::new();
                let mut jobs = Vec::new();
                for Received(key) in &received {
                    let photo =
                        photo::register(tx, &mint, seller.cooperative, Some(seller.person), key.as_str()).await?;
                    let payload = serde_json::to_value(Develop { photo })?;
                    jobs.push(NewJob::now(&mint, "photo.develop", payload).once(format!("photo:{photo}")));
                    photos.push(photo);
                }
                revision::add_photos(tx, &mint, seller.cooperative, id, &photos).await?;
                queue.enqueue(tx, &mint, &jobs).await?;
                Ok(photos)
            })
        })
        .await
}
