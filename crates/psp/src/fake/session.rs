//! One session: where it stood at a moment, and what there is to tell of it.

use super::{
    Outcome,
    fact::{DisputeRow, RefundRow},
};
use crate::{Amount, Attempt, Claim, Claimed, Dispute, Happened, Message, Refunded, Standing, Truth};
use kernel::{Micros, Money};

/// What the provider knows of one attempt.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub id: String,
    pub payment: String,
    pub attempt: Attempt,
    pub tries: Vec<Try>,
    pub ended: Option<Micros>,
    pub refunds: Vec<RefundRow>,
    pub disputes: Vec<DisputeRow>,
}

/// One press of the button.
#[derive(Clone, Debug)]
pub(super) struct Try {
    pub pressed_at: Micros,
    pub decided_at: Micros,
    pub outcome: Outcome,
}

impl Session {
    pub(super) fn standing(&self, now: Micros) -> Standing {
        let is_captured = |a: &Try| a.outcome == Outcome::Succeed && a.decided_at <= now;
        if self.tries.iter().any(is_captured) {
            Standing::Captured
        } else if self.tries.iter().any(|a| a.decided_at > now) {
            Standing::Processing
        } else if self.over_at() <= now {
            Standing::Expired
        } else {
            Standing::Open
        }
    }

    /// Whether the last try was refused.
    pub(super) fn refused(&self, now: Micros) -> bool {
        let is_refused = |a: &Try| a.outcome == Outcome::Refuse && a.decided_at <= now;
        self.standing(now) == Standing::Open && self.tries.last().is_some_and(is_refused)
    }

    fn over_at(&self) -> Micros {
        self.ended
            .unwrap_or(self.attempt.open_until)
            .min(self.attempt.open_until)
    }

    /// What may still be given back or taken back, in minor units.
    pub(super) fn left(&self, now: Micros) -> i64 {
        let captured = match self.standing(now) {
            Standing::Captured => self.attempt.amount.minor,
            _ => 0,
        };
        let refunds = self.refunds.iter().filter(|r| claim(r, now) != Claim::Failed);
        let disputes = self.disputes.iter().filter(|d| claimed(d, now) != Claimed::Won);
        let gone: i64 = refunds
            .map(|r| r.amount.minor)
            .chain(disputes.map(|d| d.amount.minor))
            .fold(0, i64::saturating_add);
        captured.saturating_sub(gone)
    }

    fn money(&self, minor: i64) -> Amount {
        Amount::from(Money {
            minor,
            ..self.attempt.amount
        })
    }

    /// What was given back altogether at a moment.
    fn refunded(&self, at: Micros) -> Amount {
        let done = self.refunds.iter().filter(|r| claim(r, at) == Claim::Done);
        self.money(done.map(|r| r.amount.minor).fold(0, i64::saturating_add))
    }

    /// What was given back altogether when this refund was done. Of what happened at the same moment only what was
    /// asked for before counts: what was told once must not change.
    fn refunded_with(&self, which: usize, at: Micros) -> Amount {
        let is_before = |i: usize, moment: Micros| moment < at || (moment == at && i <= which);
        let done = self.refunds.iter().enumerate().filter(|(i, row)| {
            is_before(*i, row.done_at) && !row.fails_at.is_some_and(|fails_at| is_before(*i, fails_at))
        });
        self.money(done.map(|(_, row)| row.amount.minor).fold(0, i64::saturating_add))
    }

    pub(super) fn truth(&self, now: Micros) -> Truth {
        let standing = self.standing(now);
        let captured = match standing {
            Standing::Captured => self.attempt.amount.minor,
            _ => 0,
        };
        Truth {
            attempt: self.attempt.attempt.clone(),
            session: Some(self.id.clone()),
            payment: (!self.tries.is_empty()).then(|| self.payment.clone()),
            live: false,
            standing,
            asked: self.attempt.amount.into(),
            captured: self.money(captured),
            refunded: self.refunded(now),
            refunds: self.refunds.iter().map(|row| refunded(row, now)).collect(),
            disputes: self
                .disputes
                .iter()
                .map(|row| Dispute {
                    dispute: row.dispute.clone(),
                    amount: row.amount.into(),
                    state: claimed(row, now),
                })
                .collect(),
        }
    }

    /// Everything that there is to tell until now, in the order in which it happened.
    pub(super) fn messages(&self, now: Micros) -> Vec<Message> {
        let mut told: Vec<(Micros, String, Happened)> = Vec::new();
        for (i, a) in self.tries.iter().enumerate() {
            told.push((a.pressed_at, format!("{i}p"), Happened::Processing));
            let decided = match a.outcome {
                Outcome::Succeed => Happened::Captured(self.attempt.amount.into()),
                Outcome::Refuse => Happened::Failed {
                    code: "card_declined".to_owned(),
                },
            };
            told.push((a.decided_at, format!("{i}d"), decided));
        }
        // A try that is under way when the time is up is decided first.
        let last = self.tries.iter().map(|a| a.decided_at).max().unwrap_or_default();
        if !self.tries.iter().any(|a| a.outcome == Outcome::Succeed) {
            told.push((self.over_at().max(last), "x".to_owned(), Happened::Expired));
        }
        self.tell_refunds(&mut told);
        self.tell_disputes(&mut told);
        told.retain(|(at, ..)| *at <= now);
        told.sort_by_key(|(at, ..)| *at);
        told.into_iter()
            .map(|(at, key, happened)| self.message(at, &key, happened))
            .collect()
    }

    fn tell_refunds(&self, told: &mut Vec<(Micros, String, Happened)>) {
        for (i, row) in self.refunds.iter().enumerate() {
            let so_far = Happened::RefundedSoFar(self.refunded_with(i, row.done_at));
            told.push((row.done_at, format!("{}d", row.reference), so_far));
            let failed = || Happened::RefundFailed {
                refund: Some(row.refund.clone()),
                reference: row.reference.clone(),
                amount: row.amount.into(),
            };
            if let Some(at) = row.fails_at {
                told.push((at, format!("{}f", row.reference), failed()));
            }
            for (turn, at) in row.turns.iter().enumerate() {
                let happened = match turn % 2 {
                    0 => Happened::RefundedSoFar(self.refunded(*at)),
                    _ => failed(),
                };
                told.push((*at, format!("{}t{turn}", row.reference), happened));
            }
        }
    }

    fn tell_disputes(&self, told: &mut Vec<(Micros, String, Happened)>) {
        for row in &self.disputes {
            let (dispute, amount) = (|| row.dispute.clone(), || Amount::from(row.amount));
            let opened = Happened::DisputeOpened {
                dispute: dispute(),
                amount: amount(),
            };
            told.push((row.at, format!("{}o", row.dispute), opened));
            if let Some((won, at)) = row.decided {
                let (dispute, amount) = (dispute(), amount());
                let decided = if won {
                    Happened::DisputeWon { dispute, amount }
                } else {
                    Happened::DisputeLost { dispute, amount }
                };
                told.push((at, format!("{}c", row.dispute), decided));
            }
        }
    }

    fn message(&self, at: Micros, key: &str, happened: Happened) -> Message {
        Message {
            event: format!("fe_{}_{key}", self.id),
            attempt: Some(self.attempt.attempt.clone()),
            session: Some(self.id.clone()),
            payment: (!self.tries.is_empty()).then(|| self.payment.clone()),
            account: None,
            live: false,
            at: Some(at),
            happened,
        }
    }
}

/// A refund as the caller is told of it.
pub(super) fn refunded(row: &RefundRow, now: Micros) -> Refunded {
    Refunded {
        refund: Some(row.refund.clone()),
        reference: row.reference.clone(),
        amount: row.amount.into(),
        state: claim(row, now),
    }
}

fn claim(row: &RefundRow, now: Micros) -> Claim {
    if row.turns.iter().filter(|at| **at <= now).count() % 2 == 1 {
        Claim::Done
    } else if row.fails_at.is_some_and(|at| at <= now) {
        Claim::Failed
    } else if row.done_at <= now {
        Claim::Done
    } else {
        Claim::Pending
    }
}

fn claimed(row: &DisputeRow, now: Micros) -> Claimed {
    match row.decided {
        Some((true, at)) if at <= now => Claimed::Won,
        Some((false, at)) if at <= now => Claimed::Lost,
        _ => Claimed::Open,
    }
}
