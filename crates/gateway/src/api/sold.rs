//! What the API says of offers and orders: lines, sums, sellers, addresses.

use super::shapes::{Amount, Words};
use order::{Totals, cart, order::Line as Sold, quote};
use serde::Serialize;
use utoipa::ToSchema;

/// Goods, delivery and both, in centimes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sum {
    /// The goods.
    #[schema(example = 17000)]
    goods_minor: i64,
    /// Their delivery.
    #[schema(example = 2500)]
    delivery_minor: i64,
    /// Both.
    #[schema(example = 19500)]
    total_minor: i64,
    /// Always `MAD`.
    #[schema(example = "MAD")]
    currency: &'static str,
}

impl From<Totals> for Sum {
    fn from(totals: Totals) -> Self {
        Self {
            goods_minor: totals.goods_minor,
            delivery_minor: totals.delivery_minor,
            total_minor: totals.total_minor,
            currency: kernel::Currency::Mad.code(),
        }
    }
}

/// So many pieces of a variant at one price.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Line {
    /// The variant.
    variant: String,
    /// Its product.
    product: String,
    /// The product's name.
    name: Words,
    /// What tells the variant apart besides its amount.
    variant_name: Words,
    /// How much one piece is.
    amount: Amount,
    /// The price of one, in centimes.
    unit_price_minor: i64,
    /// Pieces.
    quantity: i64,
    /// The price of all, in centimes.
    total_minor: i64,
    /// `standard` (seven days to send it back), `perishable` or `custom`.
    withdrawal: String,
}

impl From<&Sold> for Line {
    fn from(line: &Sold) -> Self {
        Self {
            variant: line.variant.to_string(),
            product: line.product.to_string(),
            name: line.name.clone().into(),
            variant_name: line.variant_name.clone().into(),
            amount: Amount {
                thousandths: line.amount,
                unit: unit(&line.unit),
            },
            unit_price_minor: line.unit_price_minor,
            quantity: line.quantity,
            total_minor: line.total_minor,
            withdrawal: line.withdrawal.clone(),
        }
    }
}

/// The unit as the catalogue writes it.
fn unit(stored: &str) -> &'static str {
    ["g", "kg", "ml", "L", "pair"]
        .into_iter()
        .find(|unit| *unit == stored)
        .unwrap_or("piece")
}

/// Who sells, as law 31-08 art. 29 and law 112-12 art. 11 want it said.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Seller {
    /// The cooperative's name.
    name: Words,
    /// Its slug.
    slug: String,
    /// Its seat.
    seat: String,
    /// Its number in the local register of cooperatives.
    register_number: String,
    /// The place of that register.
    register_place: String,
    /// Its common identifier of enterprises.
    ice: Option<String>,
    /// Its food authorisation.
    onssa: Option<String>,
    /// Its telephone.
    phone: String,
    /// Its e-mail.
    email: Option<String>,
}

impl From<&quote::Seller> for Seller {
    fn from(seller: &quote::Seller) -> Self {
        Self {
            name: seller.name.clone().into(),
            slug: seller.slug.clone(),
            seat: seller.seat.clone(),
            register_number: seller.register_number.clone(),
            register_place: seller.register_place.clone(),
            ice: seller.ice.clone(),
            onssa: seller.onssa.clone(),
            phone: seller.phone.clone(),
            email: seller.email.clone(),
        }
    }
}

/// A person and their telephone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Contact {
    /// The name.
    name: String,
    /// The telephone, in the international form.
    phone: String,
}

impl From<&cart::Recipient> for Contact {
    fn from(recipient: &cart::Recipient) -> Self {
        Self {
            name: recipient.name.clone(),
            phone: recipient.phone.clone(),
        }
    }
}

impl From<&cart::Buyer> for Contact {
    fn from(buyer: &cart::Buyer) -> Self {
        Self {
            name: buyer.name.clone(),
            phone: buyer.phone.clone(),
        }
    }
}

/// Where it goes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Place {
    /// The region (ISO 3166-2).
    region: String,
    /// The province (ISO 3166-2).
    province: String,
    /// The town.
    town: String,
    /// Street, quarter, village.
    address: String,
    /// What stands nearby.
    landmark: Option<String>,
    /// Five digits.
    postcode: Option<String>,
}

impl From<&cart::Address> for Place {
    fn from(address: &cart::Address) -> Self {
        Self {
            region: address.region_iso.clone(),
            province: address.province_iso.clone(),
            town: address.town.clone(),
            address: address.address.clone(),
            landmark: address.landmark.clone(),
            postcode: address.postcode.clone(),
        }
    }
}
