//! Photos: what a seller sends becomes a fixed set of small, clean pictures with content-addressed names.
//!
//! * [`sniff()`] looks at the first bytes only and refuses at the door what will never be a photo.
//! * [`Workshop`] develops an original in a child process of the same binary ([`worker::child_main`]), under limits
//!   of memory, processor time, wall time and output, so that a hostile file can only end its own child.
//! * [`Store`] keeps originals that wait (`incoming`, never served) and finished sets, and sweeps what nobody owns.
//!
//! Invariants: no byte of an original is ever served, everything is encoded again from pixels, so no tag survives;
//! a set is complete on disk before [`Store::put_all`] returns, so a row never points to a missing file.
//!
//! It knows no product, no row and no clock: `market` decides when to develop, what is alive and what time it is.

mod decode;
mod develop;
mod error;
mod frame;
mod header;
mod rendition;
mod sniff;
mod store;
mod sweep;
pub mod worker;
mod workshop;

pub use error::{Error, Refusal};
pub use rendition::{Developed, Encoding, Key, Name, Rendition, colour, jpeg_width, widths};
pub use sniff::{Format, LARGEST_FILE, LARGEST_PIXELS, SMALLEST_SIDE, sniff};
pub use store::{Facts, Store};
pub use sweep::Swept;
pub use workshop::Workshop;
