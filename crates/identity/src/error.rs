//! Why identity refused.

use kernel::{Fault, Kind, StoreError};

/// A refusal. What a stranger may learn from it is the same for known and unknown people.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// There is no such person, session, token, member or invitation.
    #[error("no such person")]
    Unknown,
    /// The telephone or e-mail address belongs to another person.
    #[error("the {0} belongs to somebody else")]
    Taken(&'static str),
    /// What was typed is neither a telephone number nor an e-mail address.
    #[error("neither a telephone number nor an e-mail address")]
    NoContact,
    /// Too often; come back after so many seconds.
    #[error("too often; again in {retry_after} s")]
    Limited {
        /// Seconds until it may be tried again.
        retry_after: i64,
    },
    /// The code is not the one that was sent.
    #[error("wrong code")]
    WrongCode,
    /// The code was used, is too old or was tried too often.
    #[error("the code is no longer good")]
    SpentCode,
    /// The telephone or e-mail address and the password do not belong together.
    #[error("wrong name or password")]
    WrongPassword,
    /// The password is too short.
    #[error("the password is shorter than {min} characters")]
    ShortPassword {
        /// The fewest characters allowed.
        min: usize,
    },
    /// The password is longer than 128 bytes.
    #[error("the password is too long")]
    LongPassword,
    /// The password is one that everybody tries first.
    #[error("the password is easy to guess")]
    WeakPassword,
    /// The invitation was used or is too old.
    #[error("the invitation is no longer good")]
    SpentInvite,
    /// A cooperative keeps at least one person who answers for it.
    #[error("the last owner cannot leave")]
    LastOwner,
    /// The last administrator cannot be shut out.
    #[error("the last administrator cannot be suspended")]
    LastAdministrator,
    /// Only somebody who answers for the cooperative may do this.
    #[error("only an owner may do this")]
    OwnerOnly,
    /// The person must prove once more who they are.
    #[error("a fresh code is needed")]
    FreshCodeNeeded,
    /// An administrator must give the second factor first.
    #[error("the second factor is needed")]
    FactorNeeded,
    /// A second factor exists already.
    #[error("a second factor is set up already")]
    FactorExists,
    /// So many tokens, sessions or members are enough.
    #[error("no more than {max}")]
    TooMany {
        /// The bound.
        max: u64,
    },
    /// The database could not do it.
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
            Self::Taken(_) | Self::LastOwner | Self::LastAdministrator | Self::FactorExists | Self::TooMany { .. } => {
                Kind::Conflict
            }
            Self::Limited { .. } => Kind::Limited,
            Self::OwnerOnly | Self::FreshCodeNeeded | Self::FactorNeeded => Kind::Forbidden,
            Self::NoContact
            | Self::WrongCode
            | Self::SpentCode
            | Self::WrongPassword
            | Self::ShortPassword { .. }
            | Self::LongPassword
            | Self::WeakPassword
            | Self::SpentInvite => Kind::Invalid,
            Self::Store(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "identity.unknown",
            Self::Taken(_) => "identity.taken",
            Self::NoContact => "identity.no_contact",
            Self::Limited { .. } => "identity.limited",
            Self::WrongCode => "identity.wrong_code",
            Self::SpentCode => "identity.spent_code",
            Self::WrongPassword => "identity.wrong_password",
            Self::ShortPassword { .. } => "identity.short_password",
            Self::LongPassword => "identity.long_password",
            Self::WeakPassword => "identity.weak_password",
            Self::SpentInvite => "identity.spent_invite",
            Self::LastOwner => "identity.last_owner",
            Self::LastAdministrator => "identity.last_administrator",
            Self::OwnerOnly => "identity.owner_only",
            Self::FreshCodeNeeded => "identity.fresh_code_needed",
            Self::FactorNeeded => "identity.factor_needed",
            Self::FactorExists => "identity.factor_exists",
            Self::TooMany { .. } => "identity.too_many",
            Self::Store(error) => error.code(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Taken(field) => Some(field),
            Self::NoContact => Some("contact"),
            Self::WrongCode | Self::SpentCode => Some("code"),
            Self::WrongPassword | Self::ShortPassword { .. } | Self::LongPassword | Self::WeakPassword => {
                Some("password")
            }
            _ => None,
        }
    }
}
