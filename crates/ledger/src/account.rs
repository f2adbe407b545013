//! Who holds money, or is owed some: the closed list of accounts, and on which side each one grows.

use crate::Error;
use kernel::ids::{CooperativeId, OrderId};
use std::fmt;

kernel::text_enum! {
    /// The kinds of accounts.
    Kind {
        /// What a cooperative can be paid out.
        Available = "available",
        /// The market's bank account.
        Bank = "bank",
        /// Cash with the carriers of a cooperative.
        CashCarrier = "cash_carrier",
        /// Cash with a cooperative.
        CashCooperative = "cash_cooperative",
        /// Cash in the market's office.
        CashPlatform = "cash_platform",
        /// What an order's buyer paid and nobody has earned.
        Clearing = "clearing",
        /// What the market earned.
        Commission = "commission",
        /// Commission and its tax that a cooperative owes for what it sold on its own account.
        CommissionDue = "commission_due",
        /// What a provider holds back while a bank disputes.
        Disputes = "disputes",
        /// What a cooperative sold on its own account, until the market stops following the cash.
        OwnSales = "own_sales",
        /// What is on its way to a cooperative's bank and not confirmed.
        PayingOut = "paying_out",
        /// What a cooperative earned and buyers may still give back.
        Pending = "pending",
        /// What a provider of card payments holds for the market.
        Provider = "provider",
        /// What providers cost.
        ProviderFee = "provider_fee",
        /// What an order's buyer is to get back.
        RefundPayable = "refund_payable",
        /// What was paid for delivery by a cooperative, until nobody can give it back.
        Shipping = "shipping",
        /// Money that belongs to nobody known.
        Suspense = "suspense",
        /// Tax on the commission, owed to the state.
        Vat = "vat",
        /// What the market gave up.
        WriteOff = "write_off",
    }
}

kernel::text_enum! {
    /// Providers of card payments.
    Psp {
        /// Stripe.
        Stripe = "stripe",
        /// CMI.
        Cmi = "cmi",
        /// The one for demonstrations and tests.
        Fake = "fake",
    }
}

/// On which side an account grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What is held, owed to the market, or spent.
    Debit,
    /// What is owed to others, or earned.
    Credit,
}

impl Kind {
    /// Where it grows.
    pub const fn side(self) -> Side {
        match self {
            Self::Bank
            | Self::CashCarrier
            | Self::CashCooperative
            | Self::CashPlatform
            | Self::CommissionDue
            | Self::Disputes
            | Self::Provider
            | Self::ProviderFee
            | Self::WriteOff => Side::Debit,
            Self::Available
            | Self::Clearing
            | Self::Commission
            | Self::OwnSales
            | Self::PayingOut
            | Self::Pending
            | Self::RefundPayable
            | Self::Shipping
            | Self::Suspense
            | Self::Vat => Side::Credit,
        }
    }
}

/// An account: a kind, and whose. Whoever moves several moves them in this order; those that everybody
/// moves stand last, so that they are held for the shortest time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is what its kind says")]
pub enum Account {
    Available(CooperativeId),
    CashCarrier(CooperativeId),
    CashCooperative(CooperativeId),
    Clearing(OrderId),
    OwnSales(CooperativeId),
    PayingOut(CooperativeId),
    Pending(CooperativeId),
    Shipping(CooperativeId),
    CommissionDue(CooperativeId),
    RefundPayable(OrderId),
    CashPlatform,
    Bank,
    Commission,
    Disputes,
    Provider(Psp),
    ProviderFee,
    Suspense,
    Vat,
    WriteOff,
}

impl Account {
    /// Its kind.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Available(_) => Kind::Available,
            Self::Bank => Kind::Bank,
            Self::CashCarrier(_) => Kind::CashCarrier,
            Self::CashCooperative(_) => Kind::CashCooperative,
            Self::CashPlatform => Kind::CashPlatform,
            Self::Clearing(_) => Kind::Clearing,
            Self::Commission => Kind::Commission,
            Self::CommissionDue(_) => Kind::CommissionDue,
            Self::Disputes => Kind::Disputes,
            Self::OwnSales(_) => Kind::OwnSales,
            Self::PayingOut(_) => Kind::PayingOut,
            Self::Pending(_) => Kind::Pending,
            Self::Provider(_) => Kind::Provider,
            Self::ProviderFee => Kind::ProviderFee,
            Self::RefundPayable(_) => Kind::RefundPayable,
            Self::Shipping(_) => Kind::Shipping,
            Self::Suspense => Kind::Suspense,
            Self::Vat => Kind::Vat,
            Self::WriteOff => Kind::WriteOff,
        }
    }

    /// The cooperative it belongs to, where it does.
    pub const fn cooperative(self) -> Option<CooperativeId> {
        match self {
            Self::Available(id)
            | Self::CashCarrier(id)
            | Self::CashCooperative(id)
            | Self::CommissionDue(id)
            | Self::OwnSales(id)
            | Self::PayingOut(id)
            | Self::Pending(id)
            | Self::Shipping(id) => Some(id),
            _ => None,
        }
    }

    /// Whose it is, as it is stored: an id, a provider, or nothing for the market's own.
    pub fn owner(self) -> String {
        match self {
            Self::Available(id)
            | Self::CashCarrier(id)
            | Self::CashCooperative(id)
            | Self::CommissionDue(id)
            | Self::OwnSales(id)
            | Self::PayingOut(id)
            | Self::Pending(id)
            | Self::Shipping(id) => id.to_string(),
            Self::Clearing(id) | Self::RefundPayable(id) => id.to_string(),
            Self::Provider(psp) => psp.code().to_owned(),
            Self::Bank
            | Self::CashPlatform
            | Self::Commission
            | Self::Disputes
            | Self::ProviderFee
            | Self::Suspense
            | Self::Vat
            | Self::WriteOff => String::new(),
        }
    }

    /// The account that was stored so.
    ///
    /// # Errors
    /// [`Error::Stored`] for what no account is called.
    pub fn stored(kind: Kind, owner: &str) -> Result<Self, Error> {
        let wrong = || Error::Stored(format!("{}:{owner}", kind.code()));
        let cooperative = || owner.parse::<CooperativeId>().map_err(|_| wrong());
        let order = || owner.parse::<OrderId>().map_err(|_| wrong());
        Ok(match kind {
            Kind::Available => Self::Available(cooperative()?),
            Kind::Bank => Self::Bank,
            Kind::CashCarrier => Self::CashCarrier(cooperative()?),
            Kind::CashCooperative => Self::CashCooperative(cooperative()?),
            Kind::CashPlatform => Self::CashPlatform,
            Kind::Clearing => Self::Clearing(order()?),
            Kind::Commission => Self::Commission,
            Kind::CommissionDue => Self::CommissionDue(cooperative()?),
            Kind::Disputes => Self::Disputes,
            Kind::OwnSales => Self::OwnSales(cooperative()?),
            Kind::PayingOut => Self::PayingOut(cooperative()?),
            Kind::Pending => Self::Pending(cooperative()?),
            Kind::Provider => Self::Provider(Psp::of(owner).ok_or_else(wrong)?),
            Kind::ProviderFee => Self::ProviderFee,
            Kind::RefundPayable => Self::RefundPayable(order()?),
            Kind::Shipping => Self::Shipping(cooperative()?),
            Kind::Suspense => Self::Suspense,
            Kind::Vat => Self::Vat,
            Kind::WriteOff => Self::WriteOff,
        })
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let owner = self.owner();
        f.write_str(self.kind().code())?;
        if owner.is_empty() {
            Ok(())
        } else {
            write!(f, ":{owner}")
        }
    }
}
