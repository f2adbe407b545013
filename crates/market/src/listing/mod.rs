//! Listing: a cooperative prepares what it sells and sends it in; administrators decide. Prices and
//! stocks change at once, words and photos after a decision.

mod arrange_photos;
mod change_variant;
mod count_stock;
mod decide_listing;
mod develop_photo;
mod draft_product;
mod save_revision;
mod shelve_product;
mod submit_listing;
mod suspend_product;
mod sweep_photos;
mod upload_photo;

pub use arrange_photos::arrange_photos;
pub use change_variant::{Terms, add_variant, change_price, change_variant, reorder_variants, retire_variant};
pub use count_stock::count_stock;
pub use decide_listing::{approve_listing, claim_listing, reject_listing, release_claim, request_changes};
pub use develop_photo::{Develop, develop_photo};
pub use draft_product::{draft_product, open_revision};
pub use save_revision::save_revision;
pub use shelve_product::{archive_product, pause_product, resume_product};
pub use submit_listing::{submit_listing, withdraw_listing};
pub use suspend_product::{lift_suspension, suspend_product};
pub use sweep_photos::sweep_photos;
pub use upload_photo::{Received, receive_photo, upload_photos};
