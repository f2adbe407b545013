//! The office: it sets the commission, stops cooperatives and lets them go on, and has tried again what was given up.

use crate::{Broken, world::World};
use ledger::{commission::Rate, rule::For};
use market::{aside, money, people};
use std::sync::Arc;

impl World {
    /// An administrator does something.
    pub(crate) async fn the_office(&mut self) -> Result<(), Broken> {
        match self.dice.below(6) {
            0 => self.suspend_or_reinstate().await,
            1 => self.try_again().await,
            _ => self.set_commission().await,
        }
    }

    /// A rate that does not divide well, or an amount for each piece; from now on.
    pub(crate) async fn set_commission(&mut self) -> Result<(), Broken> {
        let vat_bps = self.dice.pick(&[2000, 1000, 0]).unwrap_or_default();
        let rate = if self.dice.hits(750) {
            Rate {
                bps: i32::try_from(self.dice.between(0, 2_500)).unwrap_or_default(),
                fixed_minor: 0,
                vat_bps,
            }
        } else {
            Rate {
                bps: 0,
                fixed_minor: self.dice.between(1, 2_000),
                vat_bps,
            }
        };
        let number = self.dice.below(self.ground.cast.cooperatives.len() + 2);
        let what = self
            .ground
            .cast
            .cooperatives
            .get(number)
            .map_or(For::Market, |id| For::Cooperative(*id));
        let (market, by) = (Arc::clone(&self.market), self.ground.cast.administrators[0]);
        let said = format!("office takes {rate:?} of {what:?}");
        let verb = async move { money::open_rule(&market, &by, what, rate, None).await };
        self.begin(said, verb, |world, answer| world.may_be("rule", &answer))
            .await
    }

    /// What the queue gave up while a server was away too long goes back into it.
    pub(crate) async fn try_again(&mut self) -> Result<(), Broken> {
        let market = Arc::clone(&self.market);
        let verb = async move { aside::try_again(&market, None).await };
        self.begin("office: try again".to_owned(), verb, |world, answer| {
            world.may_be("try again", &answer)
        })
        .await
    }

    async fn suspend_or_reinstate(&mut self) -> Result<(), Broken> {
        let number = self.dice.below(self.ground.cast.cooperatives.len());
        let id = self.ground.cast.cooperatives[number];
        let (market, by) = (Arc::clone(&self.market), self.ground.cast.administrators[0]);
        let verb = async move {
            let found = catalogue::cooperative::get(&market.db, id).await?;
            let decision = match found.state {
                catalogue::cooperative::CooperativeState::Suspended => people::Decision::Reinstate,
                _ => people::Decision::Suspend("Les papiers manquent".to_owned()),
            };
            people::decide_cooperative(&market, by, id, found.version, decision).await
        };
        let said = format!("office suspends or reinstates {number}");
        self.begin(said, verb, |world, answer| world.may_be("suspend", &answer))
            .await
    }
}
