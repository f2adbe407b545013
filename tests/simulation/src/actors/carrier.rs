//! The carrier: it has parcels, takes cash at doors, and says to the cooperatives what happened. What it says is not
//! always what happened; its own book has both.

use crate::{chance::Dice, world::World};
use kernel::ids::SellerOrderId;
use std::collections::BTreeMap;

pub(crate) struct Carrier {
    pub(crate) dice: Dice,
    pub(crate) book: BTreeMap<SellerOrderId, Trip>,
}

/// What became of a parcel, and what the carrier says of it.
#[derive(Clone, Debug)]
pub(crate) struct Trip {
    /// Cash that it took, in centimes.
    pub(crate) took: i64,
    pub(crate) says: Said,
    /// Whether the buyer has the goods.
    pub(crate) delivered: bool,
    /// Whether it handed over what it says that it took.
    pub(crate) handed_over: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// It was taken, and so much was paid.
    Delivered(i64),
    /// It was not taken.
    Refused,
    /// It is lost.
    Lost,
}

impl Carrier {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed, 4),
            book: BTreeMap::new(),
        }
    }

    pub(crate) fn forget_what_was_under_way(&mut self) {
        // It is another company: our crash is nothing to it.
    }
}

impl World {
    /// The carrier is at somebody's door, or at a cooperative's with cash.
    pub(crate) fn the_carrier(&mut self) {
        let carrier = &mut self.carrier;
        let waiting: Vec<(SellerOrderId, i64, bool)> = (self.state.parts.iter())
            .filter(|part| part.state == "shipped" && !carrier.book.contains_key(&part.id))
            .map(|part| (part.id, part.total, part.is_prepaid()))
            .collect();
        if let Some((part, due, is_prepaid)) = carrier.dice.pick(&waiting) {
            let trip = self.a_trip(if is_prepaid { 0 } else { due });
            self.trace.say(format_args!("carrier {part}: {trip:?}"));
            self.carrier.book.insert(part, trip);
            return;
        }
        let dishonest = self.rates.dishonest;
        let with_cash: Vec<SellerOrderId> = (self.carrier.book.iter())
            .filter(|(_, trip)| !trip.handed_over && matches!(trip.says, Said::Delivered(paid) if paid > 0))
            .map(|(part, _)| *part)
            .collect();
        if let Some(part) = self.carrier.dice.pick(&with_cash)
            && !self.carrier.dice.hits(dishonest)
        {
            self.trace.say(format_args!("carrier hands the cash of {part} over"));
            if let Some(trip) = self.carrier.book.get_mut(&part) {
                trip.handed_over = true;
            }
        }
    }

    fn a_trip(&mut self, due: i64) -> Trip {
        let dishonest = self.rates.dishonest;
        let dice = &mut self.carrier.dice;
        let trip = |took, says, delivered| Trip {
            took,
            says,
            delivered,
            handed_over: false,
        };
        match dice.below(10) {
            0 => return trip(0, Said::Refused, false),
            1 => return trip(0, Said::Lost, false),
            2 if due > 0 => {
                // The buyer has not enough at home.
                let paid = dice.between(0, due);
                return trip(paid, Said::Delivered(paid), true);
            }
            _ => {}
        }
        if due > 0 && dice.hits(dishonest) {
            let says = match dice.below(2) {
                0 => Said::Refused,
                _ => Said::Delivered(dice.between(0, due)),
            };
            return trip(due, says, true);
        }
        trip(due, Said::Delivered(due), true)
    }
}
