//! The tables of the catalogue, one file each, without behaviour. The nouns beside them read and
//! write these rows; nobody outside the crate sees them.
#![allow(unreachable_pub, reason = "the derive of an entity makes its parts public")]

pub(crate) mod allergen;
pub(crate) mod application_draft;
pub(crate) mod category;
pub(crate) mod cooperative;
pub(crate) mod cooperative_event;
pub(crate) mod label;
pub(crate) mod listing_event;
pub(crate) mod photo;
pub(crate) mod price_change;
pub(crate) mod product;
pub(crate) mod province;
pub(crate) mod region;
pub(crate) mod remark;
pub(crate) mod revision;
pub(crate) mod revision_photo;
pub(crate) mod slug;
pub(crate) mod stock_movement;
pub(crate) mod town;
pub(crate) mod variant;
