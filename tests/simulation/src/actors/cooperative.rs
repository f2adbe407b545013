//! Cooperatives: they answer, pack, send, write down what the carrier says, count their stock, change prices. They
//! double-click too.

use crate::{Broken, actors::Said, snapshot::Part, world::World};
use kernel::Money;
use market::{Error, listing, selling};
use payment::Holder;
use std::sync::Arc;

impl World {
    /// A cooperative does something about a part.
    pub(crate) async fn a_cooperative(&mut self) -> Result<(), Broken> {
        let open: Vec<usize> = (0..self.state.parts.len())
            .filter(|number| self.can_be_done(&self.state.parts[*number]))
            .collect();
        let Some(number) = self.dice.pick(&open) else {
            return match self.dice.hits(300) {
                true => self.a_shelf().await,
                false => Ok(()),
            };
        };
        let part = self.state.parts[number].clone();
        if self.dice.hits(80) {
            return self.a_shelf().await;
        }
        let declines = self.dice.hits(150);
        self.step_on(&part, declines).await?;
        if self.dice.hits(60) {
            // Pressed twice.
            self.step_on(&part, declines).await?;
        }
        Ok(())
    }

    /// Whether there is something for the cooperative to do.
    pub(crate) fn can_be_done(&self, part: &Part) -> bool {
        match part.state.as_str() {
            "new" | "accepted" | "packed" | "refused" | "lost" => true,
            "shipped" => self.carrier.book.contains_key(&part.id),
            "delivered" | "closed" => {
                let trip = self.carrier.book.get(&part.id);
                part.holder.as_deref() == Some("carrier")
                    && trip.is_some_and(|trip| trip.handed_over)
                    && part.paid != "remitted"
            }
            _ => false,
        }
    }

    pub(crate) async fn step_on(&mut self, part: &Part, declines: bool) -> Result<(), Broken> {
        let (market, seller, id) = (
            Arc::clone(&self.market),
            self.ground.cast.acting(part.cooperative),
            part.id,
        );
        let said = self.carrier.book.get(&part.id).map(|trip| trip.says);
        let (is_prepaid, restock) = (part.is_prepaid(), self.dice.hits(700));
        let step = match (part.state.as_str(), said) {
            ("new" | "accepted", _) if declines => "decline",
            ("new", _) => "accept",
            ("accepted", _) => "pack",
            ("packed", _) => "ship",
            ("shipped", Some(Said::Delivered(_))) => "deliver",
            ("shipped", Some(Said::Refused)) => "refuse",
            ("shipped", Some(Said::Lost)) => "lose",
            ("refused" | "lost", _) => "take back",
            ("delivered" | "closed", _) => "remit",
            _ => return Ok(()),
        };
        let verb = async move {
            match (step, said) {
                ("decline", _) => selling::decline(&market, &seller, id, "Nous n'en avons plus".to_owned()).await,
                ("accept", _) => selling::accept(&market, &seller, id).await,
                ("pack", _) => selling::pack(&market, &seller, id).await,
                ("ship", _) => selling::ship(&market, &seller, id, "Barid".to_owned(), None).await,
                ("deliver", Some(Said::Delivered(paid))) => {
                    let paid = (!is_prepaid).then(|| Money::mad(paid));
                    selling::deliver(&market, &seller, id, paid, Holder::Carrier).await
                }
                ("refuse", _) => selling::refuse_at_door(&market, &seller, id).await,
                ("lose", _) => selling::lose(&market, &seller, id).await,
                ("take back", _) => selling::take_back(&market, &seller, id, restock).await,
                _ => selling::remit(&market, &seller, id).await,
            }
        };
        self.begin(
            format!("cooperative: {step} {id}"),
            verb,
            move |world, answer: Result<(), Error>| world.may_be(step, &answer),
        )
        .await
    }

    /// It looks after its shelf: counts it anew, or changes a price.
    async fn a_shelf(&mut self) -> Result<(), Broken> {
        let number = self.dice.below(self.ground.cast.goods.len());
        let good = self.ground.cast.goods[number];
        let seller = self.ground.cast.acting(good.cooperative);
        let Some(shelf) = self.state.variants.get(&good.variant).copied() else {
            return Ok(());
        };
        let market = Arc::clone(&self.market);
        if self.dice.hits(600) {
            // Never more than a few, or nobody would have to hurry.
            let counted = (shelf.reserved + self.dice.between(0, 2)).min(4).max(shelf.reserved);
            let verb =
                async move { listing::count_stock(&market, seller, good.variant, counted, Some(shelf.on_hand)).await };
            let what = format!("cooperative counts {counted} of {number}");
            return self
                .begin(what, verb, |world, answer| world.may_be("count", &answer))
                .await;
        }
        let price = (shelf.price + self.dice.between(-50, 50)).max(100);
        let verb = async move { listing::change_price(&market, seller, good.variant, shelf.version, price).await };
        let what = format!("cooperative asks {price} for {number}");
        self.begin(what, verb, |world, answer| world.may_be("price", &answer))
            .await
    }
}
