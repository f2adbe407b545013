//! Where money lies, and on which account that is.

use crate::{
    Error,
    account::{Account, Kind, Psp},
};
use kernel::ids::CooperativeId;

/// Where money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Till {
    /// With a provider of card payments.
    Provider(Psp),
    /// On the market's bank account.
    Bank,
    /// With a carrier of the cooperative.
    Carrier,
    /// With the cooperative: in its hands, or on its own account.
    Cooperative,
    /// In the market's office.
    Platform,
    /// Held back, because a buyer's bank disputes.
    Disputes,
}

impl Till {
    pub(crate) const fn account(self, cooperative: CooperativeId) -> Account {
        match self {
            Self::Provider(psp) => Account::Provider(psp),
            Self::Bank => Account::Bank,
            Self::Carrier => Account::CashCarrier(cooperative),
            Self::Cooperative => Account::CashCooperative(cooperative),
            Self::Platform => Account::CashPlatform,
            Self::Disputes => Account::Disputes,
        }
    }

    /// Its account, where it is the market's own.
    ///
    /// # Errors
    /// [`Error::NotNow`] for a carrier's and a cooperative's, which are a part's.
    pub const fn own(self) -> Result<Account, Error> {
        match self {
            Self::Provider(psp) => Ok(Account::Provider(psp)),
            Self::Bank => Ok(Account::Bank),
            Self::Platform => Ok(Account::CashPlatform),
            Self::Disputes => Ok(Account::Disputes),
            Self::Carrier | Self::Cooperative => Err(Error::NotNow("not a till of the market")),
        }
    }

    /// The kind of its account.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Provider(_) => Kind::Provider,
            Self::Bank => Kind::Bank,
            Self::Carrier => Kind::CashCarrier,
            Self::Cooperative => Kind::CashCooperative,
            Self::Platform => Kind::CashPlatform,
            Self::Disputes => Kind::Disputes,
        }
    }

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Provider(psp) => psp.code(),
            Self::Bank => "bank",
            Self::Carrier => "carrier",
            Self::Cooperative => "cooperative",
            Self::Platform => "platform",
            Self::Disputes => "disputes",
        }
    }
}
