//! The registry of typed ids. A link to another crate's thing is one of these in Rust and a foreign
//! key in the migration; a `ProductId` cannot be handed over where an `OrderId` is meant.

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// Anything that is an id: made from 128 bits by [`crate::Mint`].
pub trait Id: Copy + Send + Sync + 'static {
    /// Wraps the bits.
    fn from_uuid(value: Uuid) -> Self;
    /// The bits.
    fn uuid(self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl Id for $name {
            fn from_uuid(value: Uuid) -> Self { Self(value) }
            fn uuid(self) -> Uuid { self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}", self.0.simple()) }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::parse_str(text).map(Self) }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> { Err(DbErr::ConvertFromU64(stringify!($name))) }
        }
    )*};
}

ids! {
    /// A human being with an identity here.
    PersonId,
    /// One sign-in on one device.
    SessionId,
    /// A one-time code that was sent.
    CodeId,
    /// A bearer token of the API.
    TokenId,
    /// A one-time invitation.
    InviteId,
    /// A cooperative: the seller.
    CooperativeId,
    /// What a cooperative sells.
    ProductId,
    /// A proposed or approved content of a product.
    RevisionId,
    /// A size or weight of a product, with a price and a stock.
    VariantId,
    /// A photo, whatever product shows it.
    PhotoId,
    /// A basket.
    CartId,
    /// A frozen offer: prices, delivery and terms version.
    QuoteId,
    /// A buyer's order.
    OrderId,
    /// The share of one cooperative in an order.
    SellerOrderId,
    /// A line of an order.
    LineId,
    /// A parcel that leaves.
    ShipmentId,
    /// A payment for (a part of) an order.
    PaymentId,
    /// One try to pay an order with a provider.
    AttemptId,
    /// Something that must happen afterwards.
    JobId,
    /// A row of a history: movements, events, remarks.
    EventId,
    /// A delivery zone of the tariff.
    ZoneId,
    /// A version of a legal text.
    LegalTextId,
    /// An account of the ledger.
    AccountId,
    /// A rule of commission.
    RuleId,
    /// Money that goes back to a buyer.
    RefundId,
    /// Money that goes to a cooperative.
    PayoutId,
    /// Transfers to cooperatives in one file for the bank.
    PayoutFileId,
    /// An invoice for the market's commission.
    InvoiceId,
    /// Cash that went from one to another.
    RemittanceId,
    /// Cash that was given up.
    LossId,
    /// A charge-back that a buyer's bank asks for.
    DisputeId,
    /// Goods that a buyer gives back.
    ReturnId,
    /// A statement of a bank that was imported.
    BankFileId,
    /// A line of a bank's statement.
    BankLineId,
}
