//! Who buys, who receives, where it goes and how: kept with the cart as the buyer says it, so that
//! nothing is asked twice.

use crate::{Error, Market};
use catalogue::place;
use kernel::{
    Read,
    ids::{CartId, CooperativeId},
};
use order::{
    Details, Way,
    cart::{self, Address, Buyer, Recipient},
};
use std::collections::BTreeMap;

/// Where it goes, as the buyer wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The town in any of its spellings, or one that is not on the list.
    pub town: String,
    /// The province; only needed where the town is not on the list.
    pub province: Option<String>,
    /// Street, quarter, village.
    pub address: String,
    /// What stands nearby.
    pub landmark: Option<String>,
    /// Five digits.
    pub postcode: Option<String>,
}

/// Keeps who buys and, where it is somebody else, who receives.
///
/// # Errors
/// [`order::Error::NoCart`]; when the database refuses.
pub async fn name_buyer(
    market: &Market,
    cart: CartId,
    buyer: Buyer,
    recipient: Option<Recipient>,
) -> Result<(), Error> {
    keep(market, cart, move |details| {
        details.buyer = Some(buyer);
        details.recipient = recipient;
    })
    .await
}

/// Keeps where it goes. A known town fixes province and region; a name that several towns share, or
/// an unknown one, needs the province.
///
/// # Errors
/// [`Error::ProvinceNeeded`], [`order::Error::NotServed`] for a province that does not exist,
/// [`order::Error::NoCart`]; when the database refuses.
pub async fn say_where(market: &Market, cart: CartId, place: Place) -> Result<(), Error> {
    let address = locate(&market.db, place).await?;
    keep(market, cart, move |details| details.address = Some(address)).await
}

/// Keeps how each cooperative's part goes.
///
/// # Errors
/// [`order::Error::NoCart`]; when the database refuses.
pub async fn choose_ways(market: &Market, cart: CartId, ways: BTreeMap<CooperativeId, Way>) -> Result<(), Error> {
    keep(market, cart, move |details| details.ways = ways).await
}

/// Keeps everything at once, as the API says it.
///
/// # Errors
/// As [`name_buyer`] and [`say_where`].
pub async fn complete(
    market: &Market,
    cart: CartId,
    (buyer, recipient): (Buyer, Option<Recipient>),
    place: Place,
    ways: BTreeMap<CooperativeId, Way>,
) -> Result<(), Error> {
    let address = locate(&market.db, place).await?;
    let said = Details {
        buyer: Some(buyer),
        recipient,
        address: Some(address),
        ways,
    };
    keep(market, cart, move |details| *details = said).await
}

async fn locate(db: &impl Read, place: Place) -> Result<Address, Error> {
    let places = place::load(db).await?;
    let province_iso = match (places.town_named(&place.town), place.province) {
        (Some(town), _) => town.province_iso.clone(),
        (None, Some(province)) => province,
        (None, None) => return Err(Error::ProvinceNeeded),
    };
    let region = places.region_of(&province_iso).ok_or(order::Error::NotServed)?;
    Ok(Address {
        region_iso: region.iso.clone(),
        province_iso,
        town: place.town,
        address: place.address,
        landmark: place.landmark,
        postcode: place.postcode,
    })
}

/// Changes what is kept; saying the same again changes nothing, so that an offer stays valid.
async fn keep(market: &Market, id: CartId, change: impl FnOnce(&mut Details) + Send + 'static) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut details = cart::get_cart(tx, id).await?.details;
                let before = details.clone();
                change(&mut details);
                if details != before {
                    cart::keep_details(tx, &mint, id, &details).await?;
                }
                Ok(())
            })
        })
        .await
}
