//! What the demo market consists of, read from `frontend/demo`: the catalogue, and the script of what
//! happens to it.

use crate::Error;
use kernel::{Locale, Texts};
use serde::Deserialize;
use std::collections::BTreeMap;

const CATALOGUE: &str = include_str!("../../../../frontend/demo/demo-catalogue.json");
const SCRIPT: &str = include_str!("../../../../frontend/demo/demo-story.json");

/// All of it.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) catalogue: Catalogue,
    pub(super) script: Script,
}

impl Story {
    pub(super) fn read() -> Result<Self, Error> {
        Ok(Self {
            catalogue: serde_json::from_str(CATALOGUE)?,
            script: serde_json::from_str(SCRIPT)?,
        })
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Catalogue {
    pub(super) cooperatives: Vec<Seller>,
    pub(super) products: Vec<Good>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Seller {
    pub(super) id: String,
    pub(super) name: Texts,
    pub(super) region_iso: String,
    pub(super) province_iso: String,
    pub(super) town: Texts,
    pub(super) founded: i32,
    pub(super) members: i32,
    pub(super) women_members: i32,
    pub(super) demo_identifiers: Identifiers,
    pub(super) story: Texts,
}

#[derive(Debug, Deserialize)]
pub(super) struct Identifiers {
    pub(super) ice: String,
    pub(super) rib: String,
    pub(super) local_register: Register,
    pub(super) onssa: Option<String>,
    pub(super) phone_e164: String,
    pub(super) email: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Register {
    pub(super) court_fr: String,
    pub(super) number: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Good {
    pub(super) id: i64,
    pub(super) slug: String,
    pub(super) coop: String,
    pub(super) subcategory: String,
    pub(super) region_iso: String,
    pub(super) name: Texts,
    pub(super) description: Texts,
    #[serde(flatten)]
    pub(super) size: Size,
    pub(super) shelf_life_months: Option<f64>,
    pub(super) label: Option<Label>,
    pub(super) allergens: Vec<String>,
}

/// How much it is and what it costs.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Size {
    pub(super) unit: String,
    pub(super) net_quantity: i64,
    pub(super) price_centimes: i64,
    pub(super) ship_weight_g: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Label {
    #[serde(rename = "type")]
    pub(super) kind: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Script {
    pub(super) administrator: Office,
    /// Who answers for each cooperative.
    pub(super) owners: BTreeMap<String, Owner>,
    pub(super) members: Vec<Member>,
    pub(super) applicants: Vec<Applicant>,
    pub(super) ingredients: BTreeMap<String, Texts>,
    /// Products that come in named sizes.
    pub(super) sizes: BTreeMap<String, Vec<NamedSize>>,
    pub(super) sold_out: Vec<String>,
    pub(super) last_unit: Vec<String>,
    /// Prices that were raised lately, in centimes.
    pub(super) price_before: BTreeMap<String, i64>,
    /// Products whose description was once shorter.
    pub(super) revised: BTreeMap<String, Texts>,
    /// Products on sale whose next revision waits.
    pub(super) updates: BTreeMap<String, Update>,
    pub(super) listings: Vec<Listing>,
    pub(super) buyers: BTreeMap<String, Buyer>,
    pub(super) orders: Vec<Order>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Office {
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) locale: Locale,
}

#[derive(Debug, Deserialize)]
pub(super) struct Owner {
    pub(super) name: String,
    pub(super) locale: Locale,
    pub(super) address: String,
    /// Whether buyers may collect there.
    pub(super) collects: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) locale: Locale,
    pub(super) cooperatives: Vec<String>,
}

/// A cooperative that is not, or no longer, verified.
#[derive(Debug, Deserialize)]
pub(super) struct Applicant {
    pub(super) name: Texts,
    pub(super) region_iso: String,
    pub(super) province_iso: String,
    pub(super) town: String,
    pub(super) register_number: String,
    pub(super) register_place: String,
    pub(super) ice: Option<String>,
    pub(super) rib: String,
    pub(super) onssa: Option<String>,
    pub(super) phone: String,
    pub(super) contact: String,
    pub(super) locale: Locale,
    pub(super) hours_ago: i64,
    pub(super) state: Decided,
    pub(super) reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Decided {
    Applied,
    Refused,
    Suspended,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct NamedSize {
    pub(super) name: Texts,
    pub(super) price_centimes: i64,
    pub(super) ship_weight_g: i64,
    pub(super) on_hand: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Update {
    pub(super) hours_ago: i64,
    pub(super) description: Texts,
}

/// A listing beside the forty products, for the queue.
#[derive(Debug, Deserialize)]
pub(super) struct Listing {
    pub(super) coop: String,
    pub(super) picture: String,
    pub(super) category: String,
    pub(super) state: Listed,
    pub(super) hours_ago: i64,
    pub(super) name: Texts,
    pub(super) description: Texts,
    pub(super) ingredients: Texts,
    pub(super) allergens: Option<Vec<String>>,
    #[serde(flatten)]
    pub(super) size: Size,
    #[serde(default)]
    pub(super) remarks: Vec<Remark>,
    pub(super) reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Listed {
    Draft,
    Submitted,
    ChangesRequested,
    Rejected,
    Paused,
    Suspended,
}

#[derive(Debug, Deserialize)]
pub(super) struct Remark {
    pub(super) field: String,
    pub(super) reason: Option<String>,
    pub(super) note: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Buyer {
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) email: Option<String>,
    pub(super) locale: Locale,
}

#[derive(Debug, Deserialize)]
pub(super) struct Order {
    pub(super) hours_ago: i64,
    pub(super) buyer: String,
    pub(super) recipient: Option<Recipient>,
    pub(super) town: String,
    pub(super) address: String,
    pub(super) landmark: Option<String>,
    /// How it is paid.
    #[serde(default)]
    pub(super) pay: Pay,
    /// Product, which of its sizes, how many.
    pub(super) lines: Vec<(String, usize, i64)>,
    /// How the part of each cooperative went.
    pub(super) parts: BTreeMap<String, Course>,
    /// What a cooperative that declined said.
    pub(super) reason: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Recipient {
    pub(super) name: String,
    pub(super) phone: String,
}

/// How an order is paid. What the market does not offer is paid in cash instead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Pay {
    #[default]
    Cash,
    /// By card, at once.
    Card,
    /// By transfer, which somebody of the office sees on the bank's page two hours later.
    Transfer,
    /// By transfer, which nobody has spoken of: the bank's statement shows it, or it is still awaited.
    Awaited,
}

/// How a part went, by where it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Course {
    New,
    /// New, and its cooperative was reminded.
    Reminded,
    Accepted,
    Packed,
    /// Packed, to be collected.
    Waiting,
    Shipped,
    Delivered,
    Collected,
    Closed,
    /// Cancelled by the buyer.
    Withdrawn,
    /// Cancelled by the cooperative.
    Declined,
    /// Cancelled because nobody answered.
    Silent,
    Refused,
    Lost,
    /// Refused, and back on the shelf.
    Returned,
    /// Lost, and given up.
    WrittenOff,
    /// Delivered, and the buyer asked to give it back.
    Asked,
    /// The goods may come back.
    Agreed,
    /// They are back.
    Back,
    /// And their price is given back.
    GivenBack,
}
