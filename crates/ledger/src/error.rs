//! What can go wrong in the ledger.

use crate::account::Account;
use kernel::{Fault, Kind, StoreError};

/// A refusal or failure of this crate.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The ledger knows no such part, line or refund.
    #[error("the ledger knows no such thing")]
    Unknown,
    /// More than was paid, sold or is left; less than nothing; not what the order costs.
    #[error("not an amount that can be posted here")]
    Amount,
    /// The part has not come so far, or is over.
    #[error("a part that is {0} cannot do this")]
    NotNow(&'static str),
    /// There is less on the account than should leave it.
    #[error("{0} does not cover it")]
    NotCovered(Account),
    /// It is above what one person may decide, and this one had a hand in it.
    #[error("a second person has to decide this")]
    SecondPerson,
    /// An event of this id was posted with another content.
    #[error("{0} was posted with another content")]
    Differs(String),
    /// Debits and credits differ, or there are none: a fault of ours.
    #[error("{0} is not a balanced set")]
    Unbalanced(String),
    /// A rule of commission that cannot be.
    #[error("not a rule of commission")]
    Rule,
    /// What is stored cannot be read: a fault of ours.
    #[error("stored: {0}")]
    Stored(String),
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
            Self::Unknown => Kind::NotFound,
            Self::Amount | Self::Rule => Kind::Invalid,
            Self::NotNow(_) | Self::NotCovered(_) | Self::SecondPerson => Kind::Conflict,
            Self::Differs(_) | Self::Unbalanced(_) | Self::Stored(_) => Kind::Broken,
            Self::Store(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "ledger.unknown",
            Self::Amount => "ledger.amount",
            Self::NotNow(_) => "ledger.not_now",
            Self::NotCovered(_) => "ledger.not_covered",
            Self::SecondPerson => "ledger.second_person",
            Self::Rule => "ledger.rule",
            Self::Differs(_) | Self::Unbalanced(_) | Self::Stored(_) => "ledger.broken",
            Self::Store(error) => error.code(),
        }
    }
}
