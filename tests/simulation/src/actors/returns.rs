//! What comes back after it was delivered: buyers withdraw, cooperatives accept, receive and decide, and cash goes back by
//! hand against the buyer's code. Some goods never come: the office ends their returns.

use crate::{Broken, snapshot::Back, world::World};
use kernel::ids::{CooperativeId, RefundId, ReturnId, SellerOrderId, VariantId};
use market::{
    refunding::{self, Paying, Wish},
    returning::{self, Asking, Deciding},
};
use std::{collections::BTreeMap, sync::Arc};

/// A return as our database has it.
#[derive(Clone, Debug)]
pub(crate) struct Return {
    pub(crate) id: ReturnId,
    pub(crate) cooperative: CooperativeId,
    pub(crate) state: String,
    /// Pieces that come back of each variant.
    pub(crate) pieces: BTreeMap<VariantId, i64>,
}

impl Return {
    pub(crate) fn is_open(&self) -> bool {
        matches!(
            self.state.as_str(),
            "requested" | "accepted" | "received" | "not_received"
        )
    }

    /// Whether its buyer never sends the goods, whatever they said.
    fn is_never_sent(&self) -> bool {
        self.id.0.as_bytes().last().is_some_and(|byte| byte % 12 == 0)
    }
}

impl World {
    /// Something about returns, or about money that is given back by hand.
    pub(crate) async fn a_return(&mut self) -> Result<(), Broken> {
        let open: Vec<Return> = self
            .state
            .returns
            .iter()
            .filter(|found| found.is_open())
            .cloned()
            .collect();
        let tasks = self.state.tasks.clone();
        let number = self.dice.below(open.len() + tasks.len() + 2);
        if let Some(found) = open.get(number) {
            let twice = self.dice.hits(150);
            for _ in 0..=u32::from(twice) {
                self.return_goes_on(found, false).await?;
            }
            return Ok(());
        }
        if let Some(task) = number.checked_sub(open.len()).and_then(|number| tasks.get(number)) {
            return self.cash_goes_back(task).await;
        }
        self.somebody_withdraws().await
    }

    async fn somebody_withdraws(&mut self) -> Result<(), Broken> {
        let delivered: Vec<SellerOrderId> = (self.state.parts.iter())
            .filter(|part| part.state == "delivered" && self.orders.contains_key(&part.order))
            .map(|part| part.id)
            .collect();
        let Some(part) = self.dice.pick(&delivered) else {
            return Ok(());
        };
        let Some(order) = self.state.part(part).map(|part| part.order) else {
            return Ok(());
        };
        let Some(known) = self.orders.get(&order).cloned() else {
            return Ok(());
        };
        let mut pieces = BTreeMap::new();
        for line in self.state.lines.iter().filter(|line| line.part == part) {
            let some = self.dice.between(0, line.quantity);
            if some > 0 {
                pieces.insert(line.variant, some);
            }
        }
        let key = format!("return-{part}-{}", self.dice.below(3));
        let twice = self.dice.hits(150);
        for _ in 0..=u32::from(twice) {
            let asking = Asking {
                part,
                pieces: pieces.clone(),
                reason: None,
            };
            let (market, known, key) = (Arc::clone(&self.market), known.clone(), key.clone());
            let what = format!("buyer gives {pieces:?} of {part} back");
            let verb = async move { returning::ask_return(&market, &key, &known.number, &known.token, asking).await };
            self.begin(what, verb, |world, answer| world.may_be("return", &answer))
                .await?;
        }
        Ok(())
    }

    /// One step of a return; `wholly` where all of it is paid back.
    pub(crate) async fn return_goes_on(&mut self, found: &Return, wholly: bool) -> Result<(), Broken> {
        let (market, seller, id) = (
            Arc::clone(&self.market),
            self.ground.cast.acting(found.cooperative),
            found.id,
        );
        let state = found.state.clone();
        if found.is_never_sent() && matches!(state.as_str(), "accepted" | "not_received") {
            return self.the_office_ends(found).await;
        }
        let mut deciding = Deciding {
            restock: self.dice.hits(600),
            ..Deciding::default()
        };
        if !wholly && self.dice.hits(300) {
            deciding.words = Some("Une pièce est ouverte".to_owned());
            for (variant, pieces) in &found.pieces {
                deciding.pieces.insert(*variant, self.dice.between(0, *pieces));
            }
        }
        let verb = async move {
            match state.as_str() {
                "requested" => returning::accept_return(&market, &seller, id).await,
                // What was given up may still come.
                "accepted" | "not_received" => returning::receive_return(&market, &seller, id).await,
                _ => returning::refund_return(&market, &seller, id, deciding).await,
            }
        };
        let what = format!("cooperative: return {id} after {}", found.state);
        self.begin(what, verb, |world, answer| world.may_be("return", &answer))
            .await
    }

    /// Goods that never come: nothing happens until time has said so, and then the office ends it.
    async fn the_office_ends(&mut self, found: &Return) -> Result<(), Broken> {
        if found.state == "accepted" {
            return Ok(());
        }
        let (market, by, id) = (Arc::clone(&self.market), self.ground.cast.administrators[0], found.id);
        let words = "Le colis n’est jamais arrivé".to_owned();
        let verb = async move { returning::end_return(&market, &by, id, words).await };
        let what = format!("office ends return {id}");
        self.begin(what, verb, |world, answer| world.may_be("return", &answer))
            .await
    }

    /// A refund in cash: the buyer says so, and the cooperative hands it out against the code.
    pub(crate) async fn cash_goes_back(&mut self, task: &Back) -> Result<(), Broken> {
        let id: RefundId = task.id;
        let Some(known) = self.orders.get(&task.order).cloned() else {
            return Ok(());
        };
        let (market, by) = (Arc::clone(&self.market), self.ground.cast.acting(task.cooperative));
        if task.way == "unsaid" {
            let verb = async move { refunding::choose_way(&market, &known.number, &known.token, id, Wish::Cash).await };
            let what = format!("buyer wants {id} in cash");
            return self
                .begin(what, verb, |world, answer| world.may_be("way", &answer))
                .await;
        }
        let code = refunding::refund_code(&market, id);
        let verb = async move { refunding::hand_out_cash(&market, Paying::Cooperative(by), id, &code).await };
        let what = format!("cooperative hands {id} out");
        self.begin(what, verb, |world, answer| world.may_be("cash back", &answer))
            .await
    }

    /// In the end nothing is on its way back.
    pub(crate) async fn returns_are_finished(&mut self) -> Result<(), Broken> {
        for _ in 0..3 {
            let open: Vec<Return> = self
                .state
                .returns
                .iter()
                .filter(|found| found.is_open())
                .cloned()
                .collect();
            for found in open {
                self.return_goes_on(&found, true).await?;
            }
            for task in self.state.tasks.clone() {
                self.cash_goes_back(&task).await?;
            }
        }
        Ok(())
    }
}
