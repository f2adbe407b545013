//! What is sold, by whom, and where places are: cooperatives, the products they list, the revisions
//! administrators decide on, photos, variants and their stock, and the reference data of the market.
//!
//! What always holds:
//! * A product shows the revision that was approved last; a newer one waits beside it.
//! * At most one revision of a product is open (draft, submitted or changes requested).
//! * `0 ≤ reserved ≤ on_hand` for every variant, and every change of either is a movement row.
//! * A status changes only through [`status`]; every change of one is an event row.
//! * Whoever decides on a listing does not belong to its cooperative.
//! * An address that was public once leads to its product or cooperative for ever ([`slug`]).
//! * When a public page could show something else, the change sequence moves ([`change`]).
//!
//! It does not know who signed in, what an order is, how pictures are made, or any HTTP.

mod amount;
mod application;
mod content;
mod error;
mod event;
mod projection;
mod version;

pub(crate) mod entity;

pub mod application_draft;
pub mod change;
pub mod cooperative;
pub mod difference;
pub mod moderation;
pub mod offer;
pub mod photo;
pub mod place;
pub mod product;
pub mod revision;
pub mod samples;
pub mod shelf;
pub mod slug;
pub mod status;
pub mod stock;
pub mod taxonomy;
pub mod variant;

pub use error::{Error, Gap};
