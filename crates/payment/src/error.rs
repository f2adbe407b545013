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
    /// No such refund, or it is somebody else's.
    #[error("no such refund")]
    NoRefund,
    /// Above the limit a second person has to agree first.
    #[error("a second person has to agree")]
    SecondPerson,
    /// The buyer has not said how they want it, or it was said otherwise meanwhile.
    #[error("it is not paid this way")]
    OtherWay,
    /// Not the code that the buyer was shown.
    #[error("not the code")]
    Code,
    /// Not a bank account.
    #[error("not a bank account")]
    Account,
    /// Somebody else has moved it meanwhile.
    #[error("somebody else has changed it meanwhile")]
    Edited,
    /// The cash was handed over before, or waits to be confirmed; or it was given up before, or is asked to be.
    #[error("it was handed over before, or waits")]
    Waiting,
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
            Self::NoPayment | Self::NoRefund => Kind::NotFound,
            Self::Amount | Self::Code | Self::Account => Kind::Invalid,
            Self::NotNow { .. } | Self::SecondPerson | Self::OtherWay | Self::Edited | Self::Waiting => Kind::Conflict,
            Self::Store(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoPayment => "payment.no_payment",
            Self::Amount => "payment.amount",
            Self::NotNow { .. } => "payment.not_now",
            Self::NoRefund => "payment.no_refund",
            Self::SecondPerson => "payment.second_person",
            Self::OtherWay => "payment.other_way",
            Self::Code => "payment.code",
            Self::Account => "payment.account",
            Self::Edited => "payment.edited",
            Self::Waiting => "payment.waiting",
            Self::Store(error) => error.code(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Amount => Some("amount"),
            Self::Code => Some("code"),
            Self::Account => Some("rib"),
            _ => None,
        }
    }
}
