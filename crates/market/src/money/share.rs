//! What reaches a cooperative of each 100 dirhams that are paid for its products: by the rules in force, for
//! what is on sale; as it was frozen, for what was sold. Delivery is not in it.

use crate::{Error, Market};
use kernel::{
    Money,
    ids::{CooperativeId, ProductId, SellerOrderId},
};
use ledger::{
    commission::Fee,
    rule::{self, Sold},
};
use std::collections::BTreeMap;

/// 100 dirhams in centimes, and who gets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The cooperative.
    pub cooperative: i64,
    /// The market.
    pub commission: i64,
    /// The state, of the market's.
    pub vat: i64,
}

impl Share {
    /// How 100 dirhams are shared as `total` is, of which the market's fee is `fee`; nothing where nothing
    /// is paid.
    pub fn of(total: i64, fee: Fee) -> Option<Self> {
        let kept = total.checked_sub(fee.commission)?.checked_sub(fee.vat)?;
        if total <= 0 || kept < 0 {
            return None;
        }
        // Weights are small numbers: a very large amount is shared like its thousandth.
        let scale = if total > i64::from(u32::MAX) { 1_000_000 } else { 1 };
        let weight = |minor: i64| u32::try_from(minor / scale).unwrap_or(u32::MAX);
        let parts = Money::mad(10_000).split(&[weight(kept), weight(fee.commission), weight(fee.vat)]);
        match parts.as_slice() {
            [cooperative, commission, vat] => Some(Self {
                cooperative: cooperative.minor,
                commission: commission.minor,
                vat: vat.minor,
            }),
            _ => None,
        }
    }
}

/// What reaches the cooperative of 100 dirhams for a product, by the rules in force: for the price at which it is
/// least. Nothing where the market does not show it. `categories` has the product's own first, then those
/// above.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_share_of_product(
    market: &Market,
    (product, cooperative): (ProductId, CooperativeId),
    categories: &[String],
    prices: &[i64],
) -> Result<Option<Share>, Error> {
    if !market.settings.show_share {
        return Ok(None);
    }
    let rules = rule::list_in_force(&market.db, market.now()).await?;
    let sold = Sold {
        product,
        cooperative,
        categories,
    };
    let rate = rule::choose(&rules, &sold).map(|rule| rule.rate).unwrap_or_default();
    let mut shares = Vec::new();
    for price in prices {
        shares.extend(Share::of(*price, rate.fee(*price, 1)?));
    }
    Ok(shares.into_iter().min_by_key(|share| share.cooperative))
}

/// What reaches each cooperative of 100 dirhams of its products in an order, as it was frozen when it was placed.
/// Nothing where the market does not show it.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_shares_of_parts(
    market: &Market,
    parts: &[SellerOrderId],
) -> Result<BTreeMap<SellerOrderId, Share>, Error> {
    if !market.settings.show_share {
        return Ok(BTreeMap::new());
    }
    let share = |sale: ledger::Sale| {
        let fee = Fee {
            commission: sale.commission_minor,
            vat: sale.vat_minor,
        };
        Some((sale.part.id, Share::of(sale.goods_minor, fee)?))
    };
    let sales = ledger::sale::list(&market.db, parts).await?;
    Ok(sales.into_iter().filter_map(share).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_dirhams_are_shared_to_the_centime() {
        let fee = |commission, vat| Fee { commission, vat };
        let of = |total, commission, vat| Share::of(total, fee(commission, vat)).unwrap();
        assert_eq!(
            of(17_000, 850, 170),
            Share {
                cooperative: 9_400,
                commission: 500,
                vat: 100
            }
        );
        assert_eq!(
            of(1, 0, 0),
            Share {
                cooperative: 10_000,
                commission: 0,
                vat: 0
            }
        );
        for total in [3, 700, 8_551, i64::from(u32::MAX) + 7, 9_000_000_000_000] {
            let share = of(total, total / 3, total / 7);
            assert_eq!(share.cooperative + share.commission + share.vat, 10_000, "{total}");
        }
        assert_eq!(Share::of(0, fee(0, 0)), None);
        assert_eq!(Share::of(10, fee(9, 2)), None);
    }
}
