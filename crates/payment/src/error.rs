//! What can go wrong with payments.

use kernel::{Fault, Kind, StoreError};

/// A refusal or failure of this crate.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// No such payment.
    #[error("no such payment")]
    NoPayment,
    /// More than is due, or less than nothing.
    #[error("not an amount that can have been paid")]
    Amount,
    /// The payment cannot do this from where it stands.
    #[error("a payment that is {from} cannot {event}")]
    NotNow {
        /// Where it stands.
        from: &'static str,
        /// What was asked.
        event: &'static str,
    },
    /// Somebody else has moved it meanwhile.
    #[error("somebody else has changed it meanwhile")]
    Edited,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NoPayment => Kind::NotFound,
            Self::Amount => Kind::Invalid,
            Self::NotNow { .. } | Self::Edited => Kind::Conflict,
            Self::Store(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoPayment => "payment.no_payment",
            Self::Amount => "payment.amount",
            Self::NotNow { .. } => "payment.not_now",
            Self::Edited => "payment.edited",
            Self::Store(error) => error.code(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Amount => Some("amount"),
            _ => None,
        }
    }
}
