//! What can go wrong with the queue itself.

use kernel::{Fault, Kind, StoreError};

/// A failure of the queue; failures *of* a job are [`crate::Failure`].
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The database could not take or give the rows.
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
            Self::Store(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
        }
    }
}
