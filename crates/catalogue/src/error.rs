//! What the catalogue refuses.

use crate::status::Refused;
use kernel::{
    Fault, Kind, StoreError,
    ids::{PersonId, VariantId},
};

/// A refusal of the catalogue, or of the database under it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it belongs to another cooperative.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The thing's state does not allow it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Somebody changed the thing since it was shown.
    #[error("the {0} was changed meanwhile")]
    Stale(&'static str),
    /// The revision lacks what a listing needs.
    #[error("the revision is not complete: {0:?}")]
    Incomplete(Vec<Gap>),
    /// The cooperative is not verified, or no longer.
    #[error("the cooperative is not verified")]
    NotVerified,
    /// The person belongs to the cooperative whose listing is to be decided.
    #[error("nobody decides on a listing of their own cooperative")]
    OwnListing,
    /// Another administrator is looking at it.
    #[error("{0} is looking at it")]
    Claimed(PersonId),
    /// Fewer are left than were asked for.
    #[error("too few of {variant} are left")]
    OutOfStock {
        /// The variant that ran out.
        variant: VariantId,
    },
    /// The counted stock is less than what buyers already have been promised.
    #[error("{reserved} of {variant} are promised to buyers")]
    BelowReserved {
        /// The variant.
        variant: VariantId,
        /// How many are promised.
        reserved: i64,
    },
    /// A stock would no longer add up; the caller's bookkeeping is wrong.
    #[error("the stock of {0} does not add up")]
    StockMismatch(VariantId),
    /// More than a list may hold.
    #[error("at most {max} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The bound.
        max: usize,
    },
    /// A value that is out of range or names nothing.
    #[error("the {0} is not acceptable")]
    Invalid(&'static str),
    /// The last variant of a product that is on sale cannot go.
    #[error("a product on sale needs a variant")]
    LastVariant,
    /// The database could not take or give the rows.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Error {
    /// What belongs to something that is not there is not there either.
    pub(crate) fn of(self, what: &'static str) -> Self {
        match self {
            Self::NotFound(_) => Self::NotFound(what),
            other => other,
        }
    }
}

/// Something a revision still lacks before it can be submitted; each is a field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// No photo is ready.
    Photo,
    /// No category was chosen.
    Category,
    /// No variant with a price exists.
    Variant,
    /// No name in any language.
    Name,
    /// It is food and nobody said which allergens it holds.
    Allergens,
}

impl Gap {
    /// The field that has to be filled, as forms and remarks call it.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Category => "category",
            Self::Variant => "variant",
            Self::Name => "name",
            Self::Allergens => "allergens",
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound(_) => Kind::NotFound,
            Self::Incomplete(_) | Self::TooMany { .. } | Self::Invalid(_) => Kind::Invalid,
            Self::OwnListing | Self::NotVerified => Kind::Forbidden,
            Self::Refused(_)
            | Self::Stale(_)
            | Self::Claimed(_)
            | Self::OutOfStock { .. }
            | Self::BelowReserved { .. }
            | Self::LastVariant => Kind::Conflict,
            Self::StockMismatch(_) => Kind::Broken,
            Self::Store(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "catalogue.not_found",
            Self::Refused(_) => "catalogue.refused",
            Self::Stale(_) => "catalogue.stale",
            Self::Incomplete(_) => "catalogue.incomplete",
            Self::NotVerified => "catalogue.not_verified",
            Self::OwnListing => "catalogue.own_listing",
            Self::Claimed(_) => "catalogue.claimed",
            Self::OutOfStock { .. } => "catalogue.out_of_stock",
            Self::BelowReserved { .. } => "catalogue.below_reserved",
            Self::StockMismatch(_) => "catalogue.stock_mismatch",
            Self::TooMany { .. } => "catalogue.too_many",
            Self::Invalid(_) => "catalogue.invalid",
            Self::LastVariant => "catalogue.last_variant",
            Self::Store(error) => error.code(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Invalid(field) => Some(field),
            Self::BelowReserved { .. } => Some("on_hand"),
            Self::Incomplete(gaps) => gaps.first().map(|gap| gap.field()),
            _ => None,
        }
    }
}
