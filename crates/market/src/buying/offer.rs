//! What a cart costs at this moment, and how two such offers differ.

use super::cart::{Basket, BasketLine, BasketPart, fill};
use crate::Error;
use catalogue::{cooperative::Cooperative, place::ends_in};
use kernel::{
    Money, Read, Texts,
    ids::{CooperativeId, VariantId},
};
use order::{
    Quote, Totals, Way, Zone,
    cart::{Buyer, Cart, Recipient},
    quote::{Line, Offer, Part, Seller},
    terms::{self, LegalKind},
    totals,
};
use serde::Serialize;

/// The market is not what the quote says any more.
#[derive(Clone, Debug)]
pub struct QuoteChanged {
    /// What changed, at least one thing.
    pub changes: Vec<Change>,
    /// What can be ordered instead; `None` when nothing of it is left.
    pub quote: Option<Quote>,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Change {
    /// A price.
    Price {
        /// Of which variant.
        variant: VariantId,
        /// Its product.
        name: Texts,
        /// Before, in centimes.
        old_minor: i64,
        /// Now, in centimes.
        new_minor: i64,
    },
    /// Something cannot be bought any more.
    Gone {
        /// Which variant.
        variant: VariantId,
        /// Its product.
        name: Texts,
    },
    /// What delivery costs.
    Delivery {
        /// By which cooperative.
        cooperative: CooperativeId,
        /// Its name.
        name: Texts,
        /// Before, in centimes.
        old_minor: i64,
        /// Now, in centimes.
        new_minor: i64,
    },
    /// The sales conditions.
    Terms {
        /// The version that was in force.
        old: i32,
        /// The version in force.
        new: i32,
    },
    /// The half hour is over.
    Expired,
}

/// What to do about lines that cannot be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// Refuse.
    Refuse,
    /// Offer the rest.
    LeaveOut,
}

/// What a cart costs at this moment.
pub(super) async fn make(db: &impl Read, cart: Cart, gone: Gone) -> Result<Offer, Error> {
    let (buyer, recipient) = people(&cart)?;
    let address = cart.details.address.clone().ok_or(Error::DetailsMissing("where"))?;
    let mut basket = fill(db, cart).await?;
    check(&mut basket, gone)?;
    let ids: Vec<CooperativeId> = basket.parts.iter().map(|part| part.cooperative).collect();
    let cooperatives = catalogue::cooperative::list_by_ids(db, &ids).await?;
    let zone = order::delivery::find_zone_of_province(db, &address.province_iso).await?;
    let mut parts = Vec::with_capacity(basket.parts.len());
    for part in &basket.parts {
        let seller = cooperatives
            .iter()
            .find(|cooperative| cooperative.id == part.cooperative)
            .ok_or(Error::NotOnSale)?;
        parts.push(part_of(
            part,
            seller,
            basket.cart.details.way(part.cooperative),
            zone.as_ref(),
        )?);
    }
    Ok(Offer {
        cart_version: basket.cart.version,
        locale: basket.cart.locale,
        buyer,
        recipient,
        address,
        totals: Totals::sum(parts.iter().map(|part| part.totals)).map_err(order::Error::from)?,
        parts,
        terms_version: terms::current_version(db, LegalKind::Sales).await?,
    })
}

fn people(cart: &Cart) -> Result<(Buyer, Recipient), Error> {
    let missing = || Error::DetailsMissing("who");
    let buyer = cart.details.buyer.clone().ok_or_else(missing)?;
    let recipient = cart.details.receiver().ok_or_else(missing)?;
    Ok((buyer, recipient))
}

fn check(basket: &mut Basket, gone: Gone) -> Result<(), Error> {
    if gone == Gone::LeaveOut {
        for part in &mut basket.parts {
            part.lines.retain(BasketLine::is_orderable);
        }
        basket.parts.retain(|part| !part.lines.is_empty());
    }
    for line in basket.lines() {
        if !line.offer.on_sale {
            return Err(Error::NotOnSale);
        }
        if line.offer.available < line.quantity {
            return Err(catalogue::Error::OutOfStock {
                variant: line.offer.variant,
            }
            .into());
        }
    }
    if basket.parts.is_empty() {
        return Err(order::Error::CartEmpty.into());
    }
    Ok(())
}

fn part_of(part: &BasketPart, seller: &Cooperative, wanted: Way, zone: Option<&Zone>) -> Result<Part, Error> {
    // A cooperative that stopped receiving people delivers instead.
    let way = if part.collects { wanted } else { Way::Door };
    let lines: Vec<Line> = part.lines.iter().map(line_of).collect();
    let weight_g =
        totals::weight(lines.iter().map(|line| (line.parcel_g, line.quantity))).map_err(order::Error::from)?;
    let (delivery, days) = delivery(way, zone, weight_g)?;
    let totals = Totals::of(lines.iter().map(|line| line.total_minor), delivery).map_err(order::Error::from)?;
    Ok(Part {
        cooperative: part.cooperative,
        seller: seller_of(seller),
        way,
        lines,
        totals,
        weight_g,
        days_min: days.0,
        days_max: days.1,
    })
}

/// What a parcel costs and how many days it takes; what is collected costs nothing.
pub(super) fn delivery(way: Way, zone: Option<&Zone>, weight_g: i64) -> Result<(Money, (i32, i32)), Error> {
    match way {
        Way::Collect => Ok((Money::ZERO, (0, 0))),
        Way::Door => {
            let zone = zone.ok_or(order::Error::NotServed)?;
            Ok((zone.price(weight_g)?, (zone.days_min, zone.days_max)))
        }
    }
}

fn line_of(line: &BasketLine) -> Line {
    let offer = &line.offer;
    Line {
        variant: offer.variant,
        product: offer.product,
        name: offer.product_name.clone(),
        variant_name: offer.variant_name.clone(),
        amount: offer.amount.thousandths,
        unit: offer.amount.unit.code().to_owned(),
        photo_key: offer.photo_key.clone(),
        unit_price_minor: offer.price_minor,
        quantity: line.quantity,
        total_minor: line.total.minor,
        parcel_g: offer.parcel_g,
        withdrawal: offer.withdrawal.code().to_owned(),
    }
}

fn seller_of(cooperative: &Cooperative) -> Seller {
    Seller {
        name: cooperative.name.clone(),
        slug: cooperative.slug.clone(),
        seat: seat(cooperative.address.as_deref(), &cooperative.town),
        region_iso: cooperative.region_iso.clone(),
        register_number: cooperative.register_number.clone(),
        register_place: cooperative.register_place.clone(),
        ice: cooperative.ice.as_ref().map(|ice| ice.as_str().to_owned()),
        onssa: cooperative.onssa.clone(),
        phone: cooperative.phone.as_str().to_owned(),
        email: cooperative.email.clone(),
        contact_name: cooperative.contact_name.clone(),
    }
}

/// An address and its town, with the comma of its letters; the town once, where the address ends with it.
fn seat(address: Option<&str>, town: &str) -> String {
    let Some(address) = address else { return town.to_owned() };
    if ends_in(address, town) {
        return address.to_owned();
    }
    let arabic = address.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
    format!("{address}{}{town}", if arabic { "، " } else { ", " })
}

/// How `new` differs from `old`, in what a buyer must agree to.
pub(super) fn differences(old: &Offer, new: Option<&Offer>) -> Vec<Change> {
    let mut changes = Vec::new();
    for line in old.lines() {
        let now = new.and_then(|offer| offer.lines().find(|other| other.variant == line.variant));
        match now {
            None => changes.push(Change::Gone {
                variant: line.variant,
                name: line.name.clone(),
            }),
            Some(now) if now.unit_price_minor != line.unit_price_minor => changes.push(Change::Price {
                variant: line.variant,
                name: line.name.clone(),
                old_minor: line.unit_price_minor,
                new_minor: now.unit_price_minor,
            }),
            Some(_) => {}
        }
    }
    let Some(new) = new else { return changes };
    for part in &old.parts {
        let now = new.parts.iter().find(|other| other.cooperative == part.cooperative);
        if let Some(now) = now.filter(|now| now.totals.delivery_minor != part.totals.delivery_minor) {
            changes.push(Change::Delivery {
                cooperative: part.cooperative,
                name: part.seller.name.clone(),
                old_minor: part.totals.delivery_minor,
                new_minor: now.totals.delivery_minor,
            });
        }
    }
    if old.terms_version != new.terms_version {
        changes.push(Change::Terms {
            old: old.terms_version,
            new: new.terms_version,
        });
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::seat;

    #[test]
    fn a_seat_names_its_town_once_and_is_set_as_its_letters_are() {
        assert_eq!(seat(Some("12, rue des Orangers"), "Safi"), "12, rue des Orangers, Safi");
        assert_eq!(seat(Some("شارع 1"), "أزيلال"), "شارع 1، أزيلال");
        assert_eq!(
            seat(Some("Quartier Al Massira, Tafraout"), "Tafraout"),
            "Quartier Al Massira, Tafraout"
        );
        assert_eq!(seat(None, "Tafraout"), "Tafraout");
    }
}
