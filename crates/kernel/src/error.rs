//! What every error of the house can say about itself: its kind, which a door turns into a status,
//! and its code, which is also the key of its sentence in every language.

/// The seven ways in which something can go wrong, as far as a door is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request itself is wrong; saying it again changes nothing.
    Invalid,
    /// There is no such thing, or it is somebody else's.
    NotFound,
    /// The person may not do this.
    Forbidden,
    /// It was right to ask, but the state of the market has moved on.
    Conflict,
    /// Too often.
    Limited,
    /// Not now; the same request may succeed later.
    Unavailable,
    /// A fault of ours.
    Broken,
}

/// An error that a door can translate.
pub trait Fault: std::error::Error + Send + Sync + 'static {
    /// The kind, which decides the status.
    fn kind(&self) -> Kind;

    /// A stable name such as `catalogue.out_of_stock`; the locales hold its sentence.
    fn code(&self) -> &'static str;

    /// The form field it belongs to, where there is one.
    fn field(&self) -> Option<&'static str> {
        None
    }
}
