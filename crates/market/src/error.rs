//! Why a verb refused: what a noun refused, or one of the market's own reasons.

use kernel::{Fault, Kind, StoreError};

/// A refusal of a verb.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A person, session or code.
    #[error(transparent)]
    Identity(#[from] identity::Error),
    /// A cooperative, product or stock.
    #[error(transparent)]
    Catalogue(#[from] catalogue::Error),
    /// A cart, quote or order.
    #[error(transparent)]
    Order(#[from] order::Error),
    /// A payment.
    #[error(transparent)]
    Payment(#[from] payment::Error),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// A photo.
    #[error(transparent)]
    Media(#[from] media::Error),
    /// A printed paper.
    #[error(transparent)]
    Paper(#[from] paper::Error),
    /// The queue.
    #[error(transparent)]
    Job(#[from] job::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The same idempotency key came with another request.
    #[error("the key was used for another request")]
    KeyReused,
    /// The market is not what the quote says any more.
    #[error("the market has changed since the quote")]
    QuoteChanged(Box<crate::buying::QuoteChanged>),
    /// The sales conditions were not accepted.
    #[error("the terms were not accepted")]
    TermsNotAccepted,
    /// What is to be bought is not for sale.
    #[error("it is not for sale")]
    NotOnSale,
    /// The buyer has not said who buys, or where it goes.
    #[error("the buyer has not said {0}")]
    DetailsMissing(&'static str),
    /// The town is not on the list: its province must be said.
    #[error("the province must be said")]
    ProvinceNeeded,
    /// The market does not take this way to pay.
    #[error("this way to pay is not offered")]
    NotOffered,
    /// The order costs more than may be paid in cash.
    #[error("more than may be paid in cash")]
    CashCeiling,
    /// The buyer's telephone has to answer before it orders in cash.
    #[error("the telephone must be proven")]
    CodeNeeded,
    /// The telephone has as many orders under way as it may.
    #[error("too many orders under way")]
    TooManyOpen,
    /// It is not theirs to receive or to give.
    #[error("not theirs to hand over")]
    NotYours,
    /// Nothing is delivered without the buyer's code.
    #[error("the buyer's code is needed")]
    DeliveryCodeNeeded,
    /// That is not the buyer's code.
    #[error("not the buyer's code")]
    WrongDeliveryCode,
    /// No such provider of payments.
    #[error("no such provider of payments")]
    NoProvider,
    /// A message that the provider did not sign.
    #[error("the message is not the provider's")]
    NotBelieved,
    /// The provider does not answer; what was asked may have happened.
    #[error("the provider does not answer: {0}")]
    NoAnswer(String),
    /// The market was restored from a backup, and nobody has released it yet.
    #[error("the market was restored from a backup and is not released yet")]
    Quarantined,
    /// The same, to somebody who would send money out: perhaps it was sent after the backup.
    #[error("the market was restored from a backup: no money leaves it before it is released")]
    MoneyHeld,
    /// A bank's file that cannot be read: nothing of it was imported.
    #[error("the bank's file cannot be read: {} faults", .0.len())]
    BankFile(Vec<bankfile::read::Fault>),
    /// A bank's file about an account that is not the market's.
    #[error("the file is about another account")]
    OtherAccount,
    /// The market has no bank account of its own.
    #[error("the market has no bank account")]
    NoBankAccount,
    /// Money of the bank does not fit what it is said to be for.
    #[error("it does not fit: {0}")]
    DoesNotFit(&'static str),
    /// The cooperative has given another bank account since the payout was drafted.
    #[error("the cooperative's bank account has changed since")]
    AccountChanged,
    /// No payout is approved.
    #[error("no payout is approved")]
    NothingToExport,
    /// This market is no demonstration.
    #[error("the demo belongs into a demonstration only")]
    NoDemo,
    /// No role of the demonstration is called so, or it needs no code.
    #[error("no such role; the one that needs a code is {0}")]
    NoDemoRole(&'static str),
    /// Something that was written by us could not be read back.
    #[error("stored data cannot be read: {0}")]
    Unreadable(String),
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl Error {
    fn inner(&self) -> Option<&dyn Fault> {
        Some(match self {
            Self::Identity(e) => e,
            Self::Catalogue(e) => e,
            Self::Order(e) => e,
            Self::Payment(e) => e,
            Self::Ledger(e) => e,
            Self::Media(e) => e,
            Self::Paper(e) => e,
            Self::Job(e) => e,
            Self::Store(e) => e,
            _ => return None,
        })
    }
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::KeyReused
            | Self::TermsNotAccepted
            | Self::DetailsMissing(_)
            | Self::ProvinceNeeded
            | Self::NotOffered
            | Self::BankFile(_)
            | Self::OtherAccount
            | Self::CashCeiling
            | Self::CodeNeeded
            | Self::DeliveryCodeNeeded
            | Self::WrongDeliveryCode
            | Self::NotBelieved => Kind::Invalid,
            Self::QuoteChanged(_)
            | Self::NotOnSale
            | Self::DoesNotFit(_)
            | Self::NoBankAccount
            | Self::AccountChanged
            | Self::NothingToExport
            | Self::TooManyOpen => Kind::Conflict,
            Self::NoDemo | Self::NotYours => Kind::Forbidden,
            Self::NoDemoRole(_) | Self::NoProvider => Kind::NotFound,
            Self::NoAnswer(_) | Self::Quarantined | Self::MoneyHeld => Kind::Unavailable,
            Self::Unreadable(_) => Kind::Broken,
            other => other.inner().map_or(Kind::Broken, Fault::kind),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::KeyReused => "market.key_reused",
            Self::QuoteChanged(_) => "market.quote_changed",
            Self::TermsNotAccepted => "market.terms_not_accepted",
            Self::NotOnSale => "market.not_on_sale",
            Self::DetailsMissing(_) => "market.details_missing",
            Self::ProvinceNeeded => "market.province_needed",
            Self::NotOffered => "market.not_offered",
            Self::CashCeiling => "market.cash_ceiling",
            Self::CodeNeeded => "market.code_needed",
            Self::TooManyOpen => "market.too_many_open",
            Self::NotYours => "market.not_yours",
            Self::DeliveryCodeNeeded => "market.delivery_code_needed",
            Self::WrongDeliveryCode => "market.wrong_delivery_code",
            Self::NoProvider => "market.no_provider",
            Self::NotBelieved => "market.not_believed",
            Self::NoAnswer(_) => "market.no_answer",
            Self::Quarantined => "market.quarantined",
            Self::MoneyHeld => "market.money_held",
            Self::BankFile(_) => "market.bank_file",
            Self::OtherAccount => "market.other_account",
            Self::NoBankAccount => "market.no_bank_account",
            Self::DoesNotFit(_) => "market.does_not_fit",
            Self::AccountChanged => "market.account_changed",
            Self::NothingToExport => "market.nothing_to_export",
            Self::NoDemo => "market.no_demo",
            Self::NoDemoRole(_) => "market.no_demo_role",
            Self::Unreadable(_) => "market.unreadable",
            other => other.inner().map_or("market.broken", Fault::code),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::TermsNotAccepted => return Some("terms"),
            Self::ProvinceNeeded => return Some("province"),
            Self::NotOffered | Self::CashCeiling => return Some("payment"),
            Self::CodeNeeded => return Some("digits"),
            Self::DeliveryCodeNeeded | Self::WrongDeliveryCode => return Some("delivery_code"),
            Self::BankFile(_) | Self::OtherAccount => return Some("file"),
            Self::DoesNotFit(_) => return Some("number"),
            _ => {}
        }
        self.inner().and_then(Fault::field)
    }
}
