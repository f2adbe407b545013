//! What nobody owns goes: photos that stand in no revision, files without a photo.

use crate::{Error, Market};
use catalogue::photo;
use kernel::time::DAY;
use std::collections::HashSet;

/// Forgets unused photos a day after they were sent, and every file that no photo names.
///
/// # Errors
/// When the disk or the database fails; the next round takes the rest.
pub async fn sweep_photos(market: &Market) -> Result<(), Error> {
    let before = market.now().plus(-DAY);
    loop {
        let gone: Result<u64, Error> = market
            .db
            .write(move |tx| Box::pin(async move { Ok(photo::forget_unused(tx, before).await?) }))
            .await;
        if gone? == 0 {
            break;
        }
    }
    let db = &market.db;
    let swept = market
        .photos
        .sweep(before, |keys: Vec<media::Key>| async move {
            let names: Vec<String> = keys.iter().map(|key| key.as_str().to_owned()).collect();
            let live = photo::list_live_keys(db, &names).await?;
            let alive: HashSet<media::Key> = keys.into_iter().filter(|key| live.contains(key.as_str())).collect();
            Ok::<_, Error>(alive)
        })
        .await?;
    tracing::debug!(?swept, "photos were swept");
    Ok(())
}
