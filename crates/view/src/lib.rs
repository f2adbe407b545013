//! What people see and read: the words of every language, money and dates as they are written,
//! the frame of a page, forms as they were filled, and the files that pages load.
//!
//! It knows no noun of the market and does no input or output: numbers, names and addresses come
//! in, text and HTML go out. Templates live in `frontend/templates`; the pages themselves belong
//! to the gateway.

pub mod assets;
pub mod band;
pub mod chrome;
pub mod form;
pub mod format;
pub mod legal;
pub mod mail_text;
pub mod month;
pub mod parts;
pub mod safe;
pub mod words;

pub use chrome::{Chrome, Tone, Viewer};
pub use form::{FieldError, Form};
pub use safe::SafeHtml;
pub use words::Arg;

/// The files of `frontend/`, listed by the build script.
mod files {
    include!(concat!(env!("OUT_DIR"), "/files.rs"));
}
