//! What the market earns of a line, and how refunds take it back: integer arithmetic, rounded once.

use crate::Error;

/// A rate of commission, as it is frozen with a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Of the price, in basis points; 0 to 5000.
    pub bps: i32,
    /// For each piece, in centimes.
    pub fixed_minor: i64,
    /// Tax on the commission, in basis points; 0 to 5000.
    pub vat_bps: i32,
}

/// What a sale costs the one who sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fee {
    /// The market's.
    pub commission: i64,
    /// The tax on it.
    pub vat: i64,
}

impl Rate {
    /// The fee of `quantity` pieces that cost `total` centimes. It never exceeds what they cost: the
    /// cooperative has the remainder, so that the parts sum to the whole.
    ///
    /// # Errors
    /// [`Error::Amount`] for amounts below zero or what does not fit.
    pub fn fee(self, total: i64, quantity: i64) -> Result<Fee, Error> {
        if total < 0 || quantity < 0 || self.bps < 0 || self.fixed_minor < 0 || self.vat_bps < 0 {
            return Err(Error::Amount);
        }
        let fixed = i128::from(self.fixed_minor).saturating_mul(i128::from(quantity));
        let share = half_even(product(total, self.bps.into()), 10_000);
        let more = i128::from(kernel::planted("rounds-up") && self.bps > 0);
        let asked = share.saturating_add(more).saturating_add(fixed);
        // At most so much that its tax fits beside it.
        let room = product(total, 10_000).div_euclid(10_000_i128.saturating_add(self.vat_bps.into()));
        let commission = i64::try_from(asked.min(room)).map_err(|_| Error::Amount)?;
        let vat = half_even(product(commission, self.vat_bps.into()), 10_000);
        let vat = i64::try_from(vat).map_err(|_| Error::Amount)?;
        Ok(Fee {
            commission,
            vat: vat.min(total.saturating_sub(commission)),
        })
    }
}

/// A line as it was sold, and what refunds have taken back of it so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What the buyer paid, in centimes.
    pub total: i64,
    /// The fee, frozen.
    pub fee: Fee,
    /// What the buyer was given back.
    pub refunded: i64,
    /// What the market has given back of its fee.
    pub reversed: Fee,
}

impl Line {
    /// What of the fee goes back when the buyer gets `minor` more. It is reckoned from the sum of all
    /// refunds, so that many small ones take back what a large one does, and the last one the rest.
    ///
    /// # Errors
    /// [`Error::Amount`] when that is more than is left.
    pub fn refund(&self, minor: i64) -> Result<Fee, Error> {
        let refunded = self.refunded.checked_add(minor).ok_or(Error::Amount)?;
        if minor < 0 || refunded > self.total {
            return Err(Error::Amount);
        }
        let back = |fee: i64, reversed: i64| {
            let target = if refunded == self.total {
                fee
            } else {
                let share = match kernel::planted("blended-rate") {
                    true => half_even(product(refunded, 500), 10_000),
                    false => half_even(product(fee, refunded), i128::from(self.total)),
                };
                i64::try_from(share).unwrap_or(fee)
            };
            // A refund that failed may have left a centime too much behind.
            target.saturating_sub(reversed).max(0)
        };
        Ok(Fee {
            commission: back(self.fee.commission, self.reversed.commission),
            vat: back(self.fee.vat, self.reversed.vat),
        })
    }

    /// The line after that refund.
    #[must_use]
    pub const fn after(self, minor: i64, back: Fee) -> Self {
        Self {
            refunded: self.refunded.saturating_add(minor),
            reversed: Fee {
                commission: self.reversed.commission.saturating_add(back.commission),
                vat: self.reversed.vat.saturating_add(back.vat),
            },
            ..self
        }
    }
}

fn product(a: i64, b: i64) -> i128 {
    if kernel::planted("overflow") {
        let [.., a, b, c, d] = a.wrapping_mul(b).to_be_bytes();
        return i128::from(i32::from_be_bytes([a, b, c, d]));
    }
    i128::from(a).saturating_mul(i128::from(b))
}

/// `whole / by`, rounded to the nearest, a half to the even neighbour. Neither is below zero.
fn half_even(whole: i128, by: i128) -> i128 {
    if by <= 0 {
        return 0;
    }
    let (floor, rest) = (whole.div_euclid(by), whole.rem_euclid(by));
    let up = match rest.saturating_mul(2).cmp(&by) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => floor.rem_euclid(2) == 1,
    };
    floor.saturating_add(i128::from(up))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_goes_to_the_even_neighbour() {
        for (whole, by, rounded) in [
            (5, 10, 0),
            (15, 10, 2),
            (25, 10, 2),
            (35, 10, 4),
            (26, 10, 3),
            (24, 10, 2),
            (0, 1, 0),
        ] {
            assert_eq!(half_even(whole, by), rounded, "{whole}/{by}");
        }
    }

    #[test]
    fn a_fee_is_what_the_rate_says_and_never_more_than_the_price() {
        let rate = |bps, fixed_minor| Rate {
            bps,
            fixed_minor,
            vat_bps: 2000,
        };
        let fee = |commission, vat| Fee { commission, vat };
        assert_eq!(rate(1000, 0).fee(10_000, 2).unwrap(), fee(1000, 200));
        // 8.5 % of 12.35 DH: 104.975 centimes; 20 % of 105 is 21.
        assert_eq!(rate(850, 0).fee(1235, 1).unwrap(), fee(105, 21));
        assert_eq!(rate(0, 150).fee(10_000, 3).unwrap(), fee(450, 90));
        // 5 DH on a piece of 3 DH: 250 and its 20 % fill the price.
        assert_eq!(rate(0, 500).fee(300, 1).unwrap(), fee(250, 50));
        assert_eq!(rate(0, 0).fee(300, 1).unwrap(), fee(0, 0));
        assert!(rate(5000, 0).fee(-1, 1).is_err());
        assert!(rate(5000, 0).fee(i64::MAX, 1).is_ok());
        assert!(rate(0, i64::MAX).fee(i64::MAX, i64::MAX).is_ok());
    }

    #[test]
    fn refunds_take_the_fee_back_cumulatively_and_never_more_than_is_left() {
        // Three thirds of 100 with a fee of 10 and 2: 3+4+3 and 1+0+1, never 9 or 12.
        let mut line = Line {
            total: 99,
            fee: Fee { commission: 10, vat: 2 },
            ..Line::default()
        };
        let mut back = Vec::new();
        for _ in 0..3 {
            let fee = line.refund(33).unwrap();
            line = line.after(33, fee);
            back.push((fee.commission, fee.vat));
        }
        assert_eq!(back, [(3, 1), (4, 0), (3, 1)]);
        assert_eq!(line.reversed, line.fee);
        assert!(matches!(line.refund(1), Err(Error::Amount)));
        assert!(matches!(line.refund(-1), Err(Error::Amount)));
        assert!(matches!(Line::default().refund(i64::MAX), Err(Error::Amount)));
    }
}
