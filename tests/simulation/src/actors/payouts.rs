//! Payouts: the office drafts, approves and exports them, and the bank does what stands in its files; its own book has what
//! it was told and what it did. It tells late or not at all, so that the office does not know what happened; and some of what
//! it did comes back later, because an account is closed.

use crate::{Broken, actors::Subject, chance::Dice, world::World};
use kernel::ids::{CooperativeId, PayoutFileId, PayoutId};
use market::{Error, payouts};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A verb about payouts after so many steps in a thousand, while there is something to do.
const OFTEN: u32 = 60;

pub(crate) struct Transfers {
    dice: Dice,
    /// Files that the bank has taken.
    files: BTreeSet<PayoutFileId>,
    pub(crate) book: BTreeMap<PayoutId, Transfer>,
}

/// What the bank did.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transfer {
    pub(crate) to: CooperativeId,
    pub(crate) minor: i64,
    pub(crate) done: bool,
    /// Whether the office can see it.
    told: bool,
    /// Whether the other bank will not keep it.
    bounces: bool,
    /// Whether it came back.
    pub(crate) back: bool,
    /// Whether the office can see that it came back.
    told_back: bool,
}

/// A payout as our database has it.
#[derive(Clone, Debug)]
pub(crate) struct Payout {
    pub(crate) id: PayoutId,
    pub(crate) cooperative: CooperativeId,
    pub(crate) state: String,
    pub(crate) minor: i64,
    pub(crate) file: Option<PayoutFileId>,
}

impl Payout {
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.state.as_str(), "paid" | "failed" | "returned" | "cancelled")
    }
}

impl Transfers {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed, 7),
            files: BTreeSet::new(),
            book: BTreeMap::new(),
        }
    }

    /// What each cooperative was paid, and has.
    pub(crate) fn paid(&self) -> BTreeMap<CooperativeId, i64> {
        let mut paid = BTreeMap::new();
        for transfer in self.book.values().filter(|transfer| transfer.done && !transfer.back) {
            *paid.entry(transfer.to).or_default() += transfer.minor;
        }
        paid
    }

    /// Whether somebody of the office has something to do about a payout.
    fn is_to_do(&self, payout: &Payout) -> bool {
        let came_back = || self.book.get(&payout.id).is_some_and(|transfer| transfer.told_back);
        payout.is_open() || (payout.state == "paid" && came_back())
    }

    /// Some of what was done comes back; the office hears of some of that.
    fn some_comes_back(&mut self) -> Vec<(PayoutId, i64)> {
        let mut back = Vec::new();
        for (id, transfer) in self.book.iter_mut().filter(|(_, transfer)| transfer.bounces) {
            if !transfer.back {
                transfer.back = self.dice.hits(100);
                back.extend(transfer.back.then_some((*id, transfer.minor)));
            } else if !transfer.told_back {
                transfer.told_back = self.dice.hits(400);
            }
        }
        back
    }

    /// In the end what has to come back did, and the office hears of everything.
    fn all_is_told(&mut self) -> Vec<(PayoutId, i64)> {
        let mut back = Vec::new();
        for (id, transfer) in &mut self.book {
            transfer.told = true;
            back.extend((transfer.bounces && !transfer.back).then_some((*id, transfer.minor)));
            transfer.back = transfer.bounces;
            transfer.told_back = transfer.bounces;
        }
        back
    }
}

impl World {
    /// Now and then, and by dice of its own, so that seeds in which nothing is paid out stay as they were.
    pub(crate) async fn perhaps_a_payout(&mut self) -> Result<(), Broken> {
        let is_idle = !self.state.is_payable && self.payouts_to_do().is_empty();
        if is_idle || !self.transfers.dice.hits(OFTEN) {
            return Ok(());
        }
        self.a_payout().await
    }

    async fn a_payout(&mut self) -> Result<(), Broken> {
        self.the_bank_works()?;
        let open = self.payouts_to_do();
        let number = self.transfers.dice.below(open.len() + 1);
        let Some(payout) = open.get(number) else {
            return self.payouts_are_drafted().await;
        };
        let twice = self.transfers.dice.hits(150);
        for _ in 0..=u32::from(twice) {
            self.payout_goes_on(payout).await?;
        }
        Ok(())
    }

    fn payouts_to_do(&self) -> Vec<Payout> {
        let all = self.state.payouts.iter();
        all.filter(|one| self.transfers.is_to_do(one)).cloned().collect()
    }

    async fn payouts_are_drafted(&mut self) -> Result<(), Broken> {
        let who = self.transfers.dice.below(2);
        let (market, by) = (Arc::clone(&self.market), self.ground.cast.administrators[who]);
        let verb = async move { payouts::draft_payouts(&market, &by).await };
        self.begin("office drafts payouts".to_owned(), verb, |world, answer| {
            world.may_be("drafts", &answer)
        })
        .await
    }

    /// The bank takes the files that it was not given before, does most of what stands in them, and tells of some of it.
    fn the_bank_works(&mut self) -> Result<(), Broken> {
        let written = self.state.payouts.iter().filter_map(|payout| payout.file);
        let new: BTreeSet<PayoutFileId> = written.filter(|file| !self.transfers.files.contains(file)).collect();
        for payout in self
            .state
            .payouts
            .iter()
            .filter(|one| one.file.is_some_and(|file| new.contains(&file)))
        {
            let done = !self.transfers.dice.hits(150);
            let transfer = Transfer {
                to: payout.cooperative,
                minor: payout.minor,
                done,
                told: false,
                bounces: done && self.transfers.dice.hits(80),
                back: false,
                told_back: false,
            };
            self.trace.say(format_args!("bank    {}: {transfer:?}", payout.id));
            if done {
                let subject = Some(Subject::Payout(payout.id));
                self.account
                    .moves(self.clock.world(), -payout.minor, "VIR EMIS", subject);
            }
            if self.transfers.book.insert(payout.id, transfer).is_some() {
                return Err(Broken::new("I10 a payout goes to the bank once", payout.id.to_string()));
            }
        }
        self.transfers.files.extend(new);
        for transfer in self.transfers.book.values_mut() {
            if !transfer.told {
                transfer.told = self.transfers.dice.hits(400);
            }
        }
        let back = self.transfers.some_comes_back();
        self.it_is_on_the_account(back);
        Ok(())
    }

    fn it_is_on_the_account(&mut self, back: Vec<(PayoutId, i64)>) {
        for (id, minor) in back {
            let subject = Some(Subject::Payout(id));
            self.account.moves(self.clock.world(), minor, "RETOUR VIR", subject);
        }
    }

    async fn payout_goes_on(&mut self, payout: &Payout) -> Result<(), Broken> {
        let told = self
            .transfers
            .book
            .get(&payout.id)
            .copied()
            .filter(|transfer| transfer.told);
        let step = match (payout.state.as_str(), told) {
            ("draft", _) if self.transfers.dice.hits(100) => "cancel",
            ("draft", _) => "approve",
            ("approved", _) => "export",
            ("submitted" | "unknown", Some(transfer)) if transfer.done => "pay",
            ("submitted" | "unknown", Some(_)) => "fail",
            ("submitted", None) => "doubt",
            ("paid", Some(transfer)) if transfer.told_back => "return",
            _ => return Ok(()),
        };
        let who = self.transfers.dice.below(2);
        let (market, by, id) = (
            Arc::clone(&self.market),
            self.ground.cast.administrators[who],
            payout.id,
        );
        // A page keeps its key, whoever presses twice; the same page opened again has another.
        let key = format!("{step}-{id}-{}", self.transfers.dice.below(3));
        let verb = async move {
            match step {
                "cancel" => payouts::cancel_payout(&market, &by, &key, id).await.map(drop),
                "approve" => payouts::approve_payout(&market, &by, &key, id).await.map(drop),
                "export" => payouts::export_payouts(&market, &by, &key, vec![id]).await.map(drop),
                "pay" => payouts::mark_paid(&market, &by, &key, id).await.map(drop),
                "fail" => {
                    let reason = "Compte clos".to_owned();
                    payouts::fail_payout(&market, &by, &key, id, reason).await.map(drop)
                }
                "return" => {
                    let reason = "Compte clos".to_owned();
                    payouts::payout_came_back(&market, &by, &key, id, reason)
                        .await
                        .map(drop)
                }
                _ => payouts::mark_unknown(&market, &by, &key, id).await.map(drop),
            }
        };
        self.begin(
            format!("office: {step} {id}"),
            verb,
            move |world, answer: Result<(), Error>| world.may_be(step, &answer),
        )
        .await
    }

    /// In the end everything is paid out that can be, and the bank tells of all of it.
    pub(crate) async fn payouts_are_finished(&mut self) -> Result<(), Broken> {
        if self.state.is_payable {
            self.payouts_are_drafted().await?;
        }
        for round in 0..16 {
            self.the_bank_works()?;
            if round > 4 {
                let back = self.transfers.all_is_told();
                self.it_is_on_the_account(back);
            }
            for payout in self.payouts_to_do() {
                self.payout_goes_on(&payout).await?;
            }
        }
        Ok(())
    }
}
