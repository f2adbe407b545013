//! Pictures: the drawings in `frontend/demo`, painted and then developed like a seller's photo.

use super::{Told, cast::missing};
use crate::{
    Error, Market,
    idempotency::Claim,
    listing::{Develop, develop_photo},
};
use catalogue::photo;
use job::NewJob;
use kernel::{ids::PhotoId, time::SECOND};
use media::Key;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};
use serde::{Deserialize, Serialize};

/// Pixels along each side of a painted picture.
pub(super) const SIDE: u32 = 1_600;
/// The colour of the paper that they are drawn on.
pub(super) const PAPER: &str = "#fbf7ef";

macro_rules! drawings {
    ($($name:literal),* $(,)?) => {
        /// Every drawing by its name.
        const DRAWINGS: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../../../frontend/demo/", $name, ".svg")))),*];
    };
}

drawings![
    "amandes-tafraout-500",
    "amlou-amande-250",
    "amlou-cacahuete-400",
    "babouches-cuir-tafraout",
    "capres-safi-200",
    "clementines-berkane-5kg",
    "confiture-figue-barbarie-300",
    "cornes-gazelle-500",
    "couscous-orge-1kg",
    "cumin-beldi-rhamna-200",
    "dattes-aziza-figuig-500",
    "dattes-majhoul-1kg",
    "eau-rose-kelaa-250",
    "fibule-argent-tiznit",
    "figues-nabout-taounate-500",
    "fromage-chevre-chefchaouen-150",
    "huile-argan-alimentaire-250",
    "huile-argan-cosmetique-100",
    "huile-olive-ouezzane-1l",
    "huile-olive-tyout-500",
    "huile-pepins-figue-barbarie-30",
    "lentilles-zaer-1kg",
    "miel-arbousier-250",
    "miel-euphorbe-tadla-500",
    "miel-romarin-oriental-500",
    "nappe-brodee-fes",
    "olives-noires-ridees-500",
    "panier-doum",
    "pommes-midelt-5kg",
    "poulpe-huile-olive-200",
    "ras-el-hanout-100",
    "romarin-oriental-100",
    "safran-taliouine-1g",
    "savon-beldi-eucalyptus-250",
    "savon-lait-chamelle-100",
    "sirop-dattes-350",
    "tajine-terre-cuite-28",
    "tapis-taznakht-120x180",
    "thym-zaatar-100",
    "verveine-50",
];

/// What the job is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// The photo that is to show it.
    pub photo: PhotoId,
    /// The drawing.
    pub drawing: String,
}

fn drawing(name: &str) -> Result<&'static [u8], Error> {
    let found = DRAWINGS.iter().find(|(known, _)| *known == name);
    found.map(|(_, svg)| *svg).ok_or_else(|| missing(name))
}

/// The address of the photo of a drawing: that of the drawing itself, known before it is painted.
pub(super) fn key(name: &str) -> Result<Key, Error> {
    Ok(Key::of(drawing(name)?))
}

/// Orders every picture, and with it ends the story. Until one is there, pages show what they show in
/// place of a photo.
pub(super) async fn order(market: &Market, photos: Vec<(PhotoId, String)>, claim: Claim) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut jobs = Vec::with_capacity(photos.len());
                // The newest products stand first on every list. One a second: whoever signs in meanwhile has not to wait
                // for a code until all of them are drawn.
                for (turn, (photo, drawing)) in (0..).zip(photos.into_iter().rev()) {
                    photo::renew(tx, photo).await?;
                    let payload = serde_json::to_value(Draw { photo, drawing })?;
                    let at = mint.now.plus(SECOND.saturating_mul(turn));
                    jobs.push(NewJob::now(&mint, "demo.picture", payload).at(at));
                }
                queue.enqueue(tx, &mint, &jobs).await?;
                claim.finish(tx, &Told::Whole).await
            })
        })
        .await
}

/// Paints one picture and develops it. It may run twice.
///
/// # Errors
/// When the disk, the workshop or the database fails: the job is tried again.
pub async fn draw_picture(
    market: &Market,
    Draw {
        photo: id,
        drawing: name,
    }: Draw,
) -> Result<(), Error> {
    if photo::find_developing(&market.db, id).await?.is_none() {
        return Ok(());
    }
    let key = key(&name)?;
    if market.photos.facts(&key).await?.is_none() {
        let svg = drawing(&name)?;
        let painted = tokio::task::spawn_blocking(move || paint(svg)).await;
        let png = painted.map_err(|error| Error::Unreadable(error.to_string()))??;
        market.photos.put_incoming(&key, png.into()).await?;
    }
    develop_photo(market, Develop { photo: id }).await
}

/// A drawing as a PNG of [`SIDE`] pixels on each side.
#[allow(clippy::float_arithmetic)] // the scale of a picture, no money
fn paint(svg: &[u8]) -> Result<Vec<u8>, Error> {
    let unreadable = |error: &dyn std::fmt::Display| Error::Unreadable(error.to_string());
    let tree = Tree::from_data(svg, &Options::default()).map_err(|error| unreadable(&error))?;
    let mut canvas = Pixmap::new(SIDE, SIDE).ok_or_else(|| missing("canvas"))?;
    let scale = Transform::from_scale(side() / tree.size().width(), side() / tree.size().height());
    resvg::render(&tree, scale, &mut canvas.as_mut());
    canvas.encode_png().map_err(|error| unreadable(&error))
}

#[allow(clippy::cast_precision_loss)] // a small whole number
const fn side() -> f32 {
    SIDE as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawing_can_be_painted() {
        for (name, svg) in DRAWINGS {
            let tree = Tree::from_data(svg, &Options::default()).unwrap();
            assert!(tree.size().width() > 0.0, "{name}");
        }
        let png = paint(drawing("safran-taliouine-1g").unwrap()).unwrap();
        assert_eq!(media::sniff(&png), Ok(media::Format::Png));
    }
}
