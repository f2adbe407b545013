//! One listing, from its draft to where the story wants it.

use super::{Stage, cast::Cast, picture};
use crate::{Error, actor::Seller};
use catalogue::{
    moderation::{self, Moderator},
    photo::{self, Developed},
    product,
    revision::{self, Content},
    variant::{self, Amount, NewVariant, Unit},
};
use kernel::{
    Texts, Tx,
    ids::{ProductId, RevisionId, VariantId},
};

use super::story::Size;

/// Hours between a draft and the moment it is sent in, and from there to its approval.
const WRITING: i64 = 6;
const WAITING: i64 = 20;

/// What is to be listed.
pub(super) struct Offering<'a> {
    pub(super) seller: Seller,
    /// The drawing.
    pub(super) picture: &'a str,
    pub(super) content: Content,
    pub(super) variants: Vec<NewVariant>,
    /// When it is on sale, were it approved: hours before the end of the story.
    pub(super) hours_ago: i64,
}

/// What came of it.
pub(super) struct Drafted {
    pub(super) product: ProductId,
    pub(super) revision: RevisionId,
    pub(super) variants: Vec<VariantId>,
}

impl Offering<'_> {
    /// Writes it down as a draft.
    pub(super) async fn draft(self, tx: &Tx, stage: &Stage, cast: &mut Cast) -> Result<Drafted, Error> {
        let mint = stage.mint(self.hours_ago + WAITING + WRITING);
        let Seller {
            person, cooperative, ..
        } = self.seller;
        let (product, revision) = product::draft(tx, &mint, cooperative, person).await?;
        revision::save(tx, &mint, cooperative, revision, 1, self.content).await?;
        let key = picture::key(self.picture)?;
        let photo = photo::register(tx, &mint, cooperative, Some(person), key.as_str()).await?;
        photo::develop(tx, photo, &promised()).await?;
        revision::add_photos(tx, &mint, cooperative, revision, &[photo]).await?;
        cast.photos.push((photo, self.picture.to_owned()));
        let mut variants = Vec::with_capacity(self.variants.len());
        for new in self.variants {
            variants.push(variant::add(tx, &mint, cooperative, person, product, new).await?);
        }
        Ok(Drafted {
            product,
            revision,
            variants,
        })
    }
}

/// What the drawing will be: an approval wants a photo that is ready, and this one is, almost. It has
/// no files yet, so nobody is shown it.
fn promised() -> Developed {
    Developed {
        width: i32::try_from(picture::SIDE).unwrap_or(i32::MAX),
        height: i32::try_from(picture::SIDE).unwrap_or(i32::MAX),
        placeholder: picture::PAPER.to_owned(),
        sizes: Vec::new(),
    }
}

/// Sends a revision in; `hours_ago` is when it was, or would have been, decided.
pub(super) async fn submit(
    tx: &Tx,
    stage: &Stage,
    seller: Seller,
    id: RevisionId,
    hours_ago: i64,
) -> Result<i32, Error> {
    let mint = stage.mint(hours_ago + WAITING);
    revision::submit(tx, &mint, seller.cooperative, seller.person, id).await?;
    version(tx, seller, id).await
}

/// Sends a revision in, and the office approves it.
pub(super) async fn publish(
    tx: &Tx,
    stage: &Stage,
    (seller, moderator): (Seller, &Moderator),
    id: RevisionId,
    hours_ago: i64,
) -> Result<(), Error> {
    let version = submit(tx, stage, seller, id, hours_ago).await?;
    Ok(moderation::approve(tx, &stage.mint(hours_ago), moderator, id, version).await?)
}

/// The next revision of a product, with another description; it is not sent in yet.
pub(super) async fn rewrite(
    tx: &Tx,
    stage: &Stage,
    seller: Seller,
    product: ProductId,
    (description, hours_ago): (Texts, i64),
) -> Result<RevisionId, Error> {
    let mint = stage.mint(hours_ago + WAITING + WRITING);
    let open = revision::open(tx, &mint, seller.cooperative, seller.person, product).await?;
    let content = Content {
        description,
        ..open.content
    };
    revision::save(tx, &mint, seller.cooperative, open.id, open.version, content).await?;
    Ok(open.id)
}

async fn version(tx: &Tx, seller: Seller, id: RevisionId) -> Result<i32, Error> {
    let found = revision::find_for_cooperative(tx, seller.cooperative, id).await?;
    Ok(found.ok_or(catalogue::Error::NotFound("revision"))?.version)
}

/// The office, as it decides on listings.
pub(super) fn office(cast: &Cast) -> Moderator {
    Moderator {
        person: cast.administrator,
        cooperatives: Vec::new(),
    }
}

/// One size of a product.
pub(super) fn size(of: &Size, on_hand: i64) -> Result<NewVariant, Error> {
    Ok(NewVariant {
        amount: amount(&of.unit, of.net_quantity.saturating_mul(1_000))?,
        name: Texts::default(),
        price_minor: of.price_centimes,
        on_hand,
        parcel_g: of.ship_weight_g,
    })
}

/// An amount in the unit people would say it in: 500 g rather than 0.5 kg, 1 kg rather than 1000 g.
pub(super) fn amount(unit: &str, thousandths: i64) -> Result<Amount, Error> {
    let (unit, thousandths) = match unit {
        "kg" if thousandths < 1_000 => ("g", thousandths.saturating_mul(1_000)),
        "L" if thousandths < 1_000 => ("ml", thousandths.saturating_mul(1_000)),
        "g" if thousandths >= 1_000_000 => ("kg", thousandths / 1_000),
        "ml" if thousandths >= 1_000_000 => ("L", thousandths / 1_000),
        _ => (unit, thousandths),
    };
    let unit = Unit::from_code(unit).ok_or_else(|| super::cast::missing(unit))?;
    Amount::new(thousandths, unit).ok_or(catalogue::Error::Invalid("amount").into())
}
