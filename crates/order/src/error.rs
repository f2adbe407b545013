//! What can go wrong with carts, offers and orders.

use kernel::{Fault, Kind, StoreError, money::MoneyError};

/// A refusal or failure of this crate.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// No such cart.
    #[error("no such cart")]
    NoCart,
    /// No such offer.
    #[error("no such quote")]
    NoQuote,
    /// No such order, or it is somebody else's.
    #[error("no such order")]
    NoOrder,
    /// No such delivery zone.
    #[error("no such zone")]
    NoZone,
    /// A cart holds at most [`crate::cart::LINES`] lines.
    #[error("the cart is full")]
    CartFull,
    /// A quantity is a whole number from 1 to [`crate::cart::PIECES`].
    #[error("not a quantity")]
    Quantity,
    /// There is nothing to order.
    #[error("the cart is empty")]
    CartEmpty,
    /// The cart changed meanwhile.
    #[error("the cart changed meanwhile")]
    CartChanged,
    /// The parcel is heavier than the zone's carrier takes.
    #[error("a parcel of {weight_g} g is too heavy")]
    TooHeavy {
        /// What it weighs, in grams.
        weight_g: i64,
    },
    /// Nobody delivers to this province.
    #[error("nobody delivers there")]
    NotServed,
    /// The part of the order cannot do this from where it stands.
    #[error("a part that is {from} cannot {event}")]
    NotNow {
        /// Where it stands.
        from: &'static str,
        /// What was asked.
        event: &'static str,
    },
    /// No such return, or it is somebody else's.
    #[error("no such return")]
    NoReturn,
    /// The time in which it could be given back is over.
    #[error("the time for withdrawal is over")]
    ReturnTooLate,
    /// The product spoils or was made to order, and was sold as such.
    #[error("this product cannot be given back")]
    NotReturnable,
    /// No piece is named, or more than can still be given back.
    #[error("not pieces that can be given back")]
    ReturnPieces,
    /// A right of the buyer's is refused, or cut short, with words only.
    #[error("the words are missing")]
    ReturnWords,
    /// Somebody else has edited it since it was read.
    #[error("somebody else has changed it meanwhile")]
    Edited,
    /// A tariff whose steps make no sense: none, too many, or heavier than the maximum.
    #[error("the steps of the zone make no sense")]
    Steps,
    /// The order costs more than can be counted.
    #[error("the amount is too large")]
    Amount,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stored offer that cannot be read any more.
    #[error("a stored text cannot be read: {0}")]
    Stored(String),
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl From<MoneyError> for Error {
    fn from(_: MoneyError) -> Self {
        Self::Amount
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Stored(error.to_string())
    }
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NoCart | Self::NoQuote | Self::NoOrder | Self::NoReturn | Self::NoZone => Kind::NotFound,
            Self::CartFull
            | Self::Quantity
            | Self::CartEmpty
            | Self::TooHeavy { .. }
            | Self::NotServed
            | Self::Steps
            | Self::NotReturnable
            | Self::ReturnPieces
            | Self::ReturnWords
            | Self::Amount => Kind::Invalid,
            Self::CartChanged | Self::NotNow { .. } | Self::ReturnTooLate | Self::Edited => Kind::Conflict,
            Self::Store(error) => error.kind(),
            Self::Stored(_) => Kind::Broken,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoCart => "order.no_cart",
            Self::NoQuote => "order.no_quote",
            Self::NoOrder => "order.no_order",
            Self::NoZone => "order.no_zone",
            Self::CartFull => "order.cart_full",
            Self::Quantity => "order.quantity",
            Self::CartEmpty => "order.cart_empty",
            Self::CartChanged => "order.cart_changed",
            Self::TooHeavy { .. } => "order.too_heavy",
            Self::NotServed => "order.not_served",
            Self::NotNow { .. } => "order.not_now",
            Self::NoReturn => "order.no_return",
            Self::ReturnTooLate => "order.return_too_late",
            Self::NotReturnable => "order.not_returnable",
            Self::ReturnPieces => "order.return_pieces",
            Self::ReturnWords => "order.return_words",
            Self::Edited => "order.edited",
            Self::Steps => "order.steps",
            Self::Amount => "order.amount",
            Self::Store(error) => error.code(),
            Self::Stored(_) => "order.stored",
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Quantity => Some("quantity"),
            Self::NotServed => Some("province"),
            Self::NotReturnable | Self::ReturnPieces => Some("lines"),
            Self::ReturnWords => Some("words"),
            _ => None,
        }
    }
}
