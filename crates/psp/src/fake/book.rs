//! The books, pure: facts go in by [`Book::apply`], and every decision is made by looking at them and says which facts
//! it adds.

use super::{
    Behaviour, Button, Calls, Delivery, Due, Outcome, Page, Pressed, Refunds,
    fact::{Call, DisputeRow, Entry, Fact, RefundRow},
    session::{self, Session, Try},
};
use crate::{Attempt, Failure, Happened, Message, Refund, Refunded, Standing, Truth, attempt::is_id};
use kernel::{
    Micros,
    time::{DAY, HOUR, SECOND},
};
use std::collections::BTreeMap;

/// Presses of one session.
const TRIES_MOST: usize = 100;
/// How long a message is repeated.
const REPEATED: i64 = 3 * DAY;

/// An answer and the facts that it rests on: they are written first.
pub(super) type Decision<T> = (T, Vec<Fact>);

#[derive(Debug, Default)]
pub(super) struct Book {
    /// By our attempt's id.
    sessions: BTreeMap<String, Session>,
    /// Attempts by the session's id.
    by_session: BTreeMap<String, String>,
    /// Attempts by the refund's and by the dispute's id.
    refunds: BTreeMap<String, String>,
    disputes: BTreeMap<String, String>,
    told: BTreeMap<String, Behaviour>,
    failed: BTreeMap<(String, Call), u32>,
    sent: BTreeMap<(String, u32), Sent>,
    latest: Micros,
}

/// What became of one copy of a message.
#[derive(Clone, Copy, Debug)]
struct Sent {
    times: u32,
    last: Micros,
    heard: bool,
}

impl Book {
    /// The moment as the provider sees it: its own clock never goes back.
    pub(super) fn now(&mut self, now: Micros) -> Micros {
        self.latest = self.latest.max(now);
        self.latest
    }

    pub(super) fn apply(&mut self, entry: Entry) {
        self.latest = self.latest.max(entry.at);
        match entry.fact {
            Fact::Told { attempt, behaviour } => {
                self.told.insert(attempt, behaviour);
            }
            Fact::Failed { attempt, call } => *self.failed.entry((attempt, call)).or_default() += 1,
            Fact::Opened {
                session,
                payment,
                attempt,
            } => self.open(session, payment, attempt),
            Fact::Tried {
                attempt,
                pressed_at,
                decided_at,
                outcome,
            } => self.change(&attempt, |s| {
                s.tries.push(Try {
                    pressed_at,
                    decided_at,
                    outcome,
                });
            }),
            Fact::Ended { attempt, at } => self.change(&attempt, |s| s.ended = Some(at)),
            Fact::Refunded { attempt, refund } => {
                self.refunds.insert(refund.refund.clone(), attempt.clone());
                self.change(&attempt, |s| s.refunds.push(refund));
            }
            Fact::Disputed { attempt, dispute } => {
                self.disputes.insert(dispute.dispute.clone(), attempt.clone());
                self.change(&attempt, |s| s.disputes.push(dispute));
            }
            Fact::Decided { dispute, won, at } => self.decided(&dispute, won, at),
            Fact::Sent { event, copy, at, heard } => self.count(event, copy, at, heard),
        }
    }

    fn open(&mut self, id: String, payment: String, attempt: Attempt) {
        self.by_session.insert(id.clone(), attempt.attempt.clone());
        let session = Session {
            id,
            payment,
            tries: Vec::new(),
            ended: None,
            refunds: Vec::new(),
            disputes: Vec::new(),
            attempt: attempt.clone(),
        };
        self.sessions.insert(attempt.attempt, session);
    }

    fn change(&mut self, attempt: &str, change: impl FnOnce(&mut Session)) {
        if let Some(session) = self.sessions.get_mut(attempt) {
            change(session);
        }
    }

    fn decided(&mut self, dispute: &str, won: bool, at: Micros) {
        let attempt = self.disputes.get(dispute).cloned().unwrap_or_default();
        self.change(&attempt, |s| {
            for row in s.disputes.iter_mut().filter(|row| row.dispute == dispute) {
                row.decided = Some((won, at));
            }
        });
    }

    fn count(&mut self, event: String, copy: u32, at: Micros, heard: bool) {
        let sent = self.sent.entry((event, copy)).or_insert(Sent {
            times: 0,
            last: at,
            heard: false,
        });
        sent.times = sent.times.saturating_add(1);
        sent.last = at;
        sent.heard |= heard;
    }

    /// How an attempt is treated.
    pub(super) fn behaviour(&self, attempt: &str) -> Behaviour {
        self.told.get(attempt).cloned().unwrap_or_default()
    }

    pub(super) fn was_told(&self, attempt: &str) -> bool {
        self.told.contains_key(attempt) || self.sessions.contains_key(attempt)
    }

    /// A call as the attempt's behaviour has it: obeyed or not, answered or not.
    pub(super) fn call<T>(
        &self,
        attempt: &str,
        call: Call,
        behaviour: &Behaviour,
        obey: impl FnOnce() -> Decision<Result<T, Failure>>,
    ) -> Decision<Result<T, Failure>> {
        let key = (attempt.to_owned(), call);
        let failed = self.failed.get(&key).copied().unwrap_or_default();
        let fact = Fact::Failed { attempt: key.0, call };
        let unknown = || Err(Failure::Unknown("timed out".to_owned()));
        match behaviour.calls {
            Calls::LoseAnswer(times) if failed < times => {
                let (_, mut facts) = obey();
                facts.push(fact);
                (unknown(), facts)
            }
            Calls::LoseRequest(times) if failed < times => (unknown(), vec![fact]),
            Calls::Away(times) if failed < times => (Err(Failure::Unavailable("nobody there".to_owned())), vec![fact]),
            _ => obey(),
        }
    }

    /// Opens a session, or finds the one of this attempt.
    pub(super) fn start(&self, attempt: &Attempt, letters: &str, now: Micros) -> Decision<Result<String, Failure>> {
        if let Some(known) = self.sessions.get(&attempt.attempt) {
            let found = if known.attempt.amount == attempt.amount {
                Ok(known.id.clone())
            } else {
                refused("the attempt was for another amount")
            };
            return (found, Vec::new());
        }
        if !is_id(&attempt.attempt) || attempt.amount.minor <= 0 {
            return (refused("no attempt"), Vec::new());
        }
        if attempt.open_until <= now {
            return (refused("already over"), Vec::new());
        }
        let session = format!("fs{letters}");
        if self.by_session.contains_key(&session) {
            return (
                Err(Failure::Unavailable("chance repeated itself".to_owned())),
                Vec::new(),
            );
        }
        let fact = Fact::Opened {
            session: session.clone(),
            payment: format!("fp{letters}"),
            attempt: attempt.clone(),
        };
        (Ok(session), vec![fact])
    }

    pub(super) fn truth(&self, attempt: &str, now: Micros) -> Option<Truth> {
        Some(self.sessions.get(attempt)?.truth(now))
    }

    pub(super) fn truths(&self, now: Micros) -> Vec<Truth> {
        self.sessions.values().map(|session| session.truth(now)).collect()
    }

    /// Ends a session that is open; the truth says how it stands then.
    pub(super) fn expire(&self, attempt: &str, now: Micros) -> Decision<Option<Truth>> {
        let Some(session) = self.sessions.get(attempt) else {
            return (None, Vec::new());
        };
        if session.standing(now) != Standing::Open {
            return (Some(session.truth(now)), Vec::new());
        }
        let ended = Session {
            ended: Some(now),
            ..session.clone()
        };
        let fact = Fact::Ended {
            attempt: attempt.to_owned(),
            at: now,
        };
        (Some(ended.truth(now)), vec![fact])
    }

    pub(super) fn refund(&self, refund: &Refund, now: Micros) -> Decision<Result<Refunded, Failure>> {
        let attempt = &refund.of.attempt;
        let Some(session) = self.sessions.get(attempt) else {
            return (refused("no such payment"), Vec::new());
        };
        if let Some(known) = self.refunds.get(&refund.refund) {
            let row = session.refunds.iter().find(|row| row.refund == refund.refund);
            let same = row.filter(|row| known == attempt && row.amount == refund.amount);
            let found = same.map(|row| session::refunded(row, now));
            return (
                found.map_or_else(|| refused("the refund was another one"), Ok),
                Vec::new(),
            );
        }
        let how = self.behaviour(attempt).refunds;
        let is_possible = is_id(&refund.refund)
            && refund.amount.currency == session.attempt.amount.currency
            && (1..=session.left(now)).contains(&refund.amount.minor);
        if how == Refunds::Refuse || !is_possible {
            return (refused("not refundable"), Vec::new());
        }
        let (done_at, fails_at) = match how {
            Refunds::Later(after) | Refunds::RefuseAndDo(after) => (now.plus(after.max(0)), None),
            Refunds::FailAfter(after) | Refunds::Waver(after) => (now, Some(now.plus(after.max(1)))),
            Refunds::Done | Refunds::Refuse => (now, None),
        };
        let row = RefundRow {
            refund: refund.refund.clone(),
            reference: format!("fr{}_{}", session.refunds.len(), session.id),
            amount: refund.amount,
            done_at,
            fails_at,
            turns: match how {
                Refunds::Waver(after) => (2..=4).map(|n| now.plus(after.max(1).saturating_mul(n))).collect(),
                _ => Vec::new(),
            },
        };
        let fact = Fact::Refunded {
            attempt: attempt.clone(),
            refund: row.clone(),
        };
        let answer = match how {
            Refunds::RefuseAndDo(_) => refused("not refundable"),
            _ => Ok(session::refunded(&row, now)),
        };
        (answer, vec![fact])
    }

    /// The buyer's bank takes money back.
    pub(super) fn dispute(&self, attempt: &str, minor: i64, now: Micros) -> Decision<Result<String, Failure>> {
        let Some(session) = self.sessions.get(attempt) else {
            return (refused("no such payment"), Vec::new());
        };
        if !(1..=session.left(now)).contains(&minor) {
            return (refused("no such amount"), Vec::new());
        }
        let dispute = format!("fd{}_{}", session.disputes.len(), session.id);
        let row = DisputeRow {
            dispute: dispute.clone(),
            amount: kernel::Money {
                minor,
                ..session.attempt.amount
            },
            at: now,
            decided: None,
        };
        let fact = Fact::Disputed {
            attempt: attempt.to_owned(),
            dispute: row,
        };
        (Ok(dispute), vec![fact])
    }

    /// The dispute is decided, once.
    pub(super) fn decide(&self, dispute: &str, won: bool, now: Micros) -> Decision<Result<(), Failure>> {
        let session = self
            .disputes
            .get(dispute)
            .and_then(|attempt| self.sessions.get(attempt));
        let row = session.and_then(|s| s.disputes.iter().find(|row| row.dispute == dispute));
        let fact = Fact::Decided {
            dispute: dispute.to_owned(),
            won,
            at: now,
        };
        match row.map(|row| row.decided) {
            Some(None) => (Ok(()), vec![fact]),
            Some(Some((before, _))) if before == won => (Ok(()), Vec::new()),
            _ => (refused("no such dispute, or decided otherwise"), Vec::new()),
        }
    }

    fn of_session(&self, session: &str) -> Option<&Session> {
        self.sessions.get(self.by_session.get(session)?)
    }

    pub(super) fn page(&self, session: &str, now: Micros) -> Option<Page> {
        let session = self.of_session(session)?;
        let standing = session.standing(now);
        Some(Page {
            session: session.id.clone(),
            description: session.attempt.description.clone(),
            amount: session.attempt.amount,
            locale: session.attempt.locale,
            standing,
            refused: session.refused(now),
            buttons: if standing == Standing::Open { Button::ALL } else { &[] },
            return_url: session.attempt.return_url.clone(),
            cancel_url: session.attempt.cancel_url.clone(),
        })
    }

    /// A button of the page. What is paid, or being decided, leads back to the shop however often it is pressed.
    pub(super) fn press(&self, session: &str, button: Button, now: Micros) -> Decision<Pressed> {
        let Some(session) = self.of_session(session) else {
            return (Pressed::Over, Vec::new());
        };
        let back = || Pressed::Go(session.attempt.return_url.clone());
        match session.standing(now) {
            _ if button == Button::Leave => return (Pressed::Go(session.attempt.cancel_url.clone()), Vec::new()),
            Standing::Open if session.tries.len() < TRIES_MOST => {}
            Standing::Captured | Standing::Processing => return (back(), Vec::new()),
            _ => return (Pressed::Over, Vec::new()),
        }
        let attempt = session.attempt.attempt.clone();
        let before = self.behaviour(&attempt);
        let behaviour = before.clone().pressed(button);
        let mut facts = Vec::new();
        // A refused card is refused this once.
        if behaviour != before && button != Button::Refuse {
            facts.push(Fact::Told {
                attempt: attempt.clone(),
                behaviour: behaviour.clone(),
            });
        }
        facts.push(Fact::Tried {
            attempt,
            pressed_at: now,
            decided_at: now.plus(behaviour.after.max(0)),
            outcome: behaviour.outcome,
        });
        let stays = behaviour.outcome == Outcome::Refuse && behaviour.after <= 0;
        (if stays { Pressed::Stay } else { back() }, facts)
    }

    /// Every message there is, heard or not and however it is told, attempt by attempt in the order of what happened.
    pub(super) fn messages(&self, now: Micros) -> Vec<Due> {
        self.sessions
            .values()
            .flat_map(|session| session.messages(now).into_iter().map(move |message| (session, message)))
            .map(|(session, message)| Due {
                event: message.event.clone(),
                copy: 0,
                url: session.attempt.callback_url.clone(),
                at: message.at.unwrap_or_default(),
                message,
            })
            .collect()
    }

    /// What is to be sent now, the longest due first.
    pub(super) fn due(&self, now: Micros) -> Vec<Due> {
        let mut due: Vec<Due> = Vec::new();
        for session in self.sessions.values() {
            let behaviour = self.behaviour(&session.attempt.attempt);
            for message in session.messages(now) {
                for (copy, delay) in (0u32..).zip(delays(behaviour.delivery, &message.happened)) {
                    due.extend(self.due_of(session, message.clone(), copy, delay));
                }
            }
        }
        due.retain(|one| one.at <= now);
        due.sort_by_key(|one| one.at);
        due
    }

    /// `None` once this copy was heard, or was repeated for long enough.
    fn due_of(&self, session: &Session, message: Message, copy: u32, delay: i64) -> Option<Due> {
        let first = message.at.unwrap_or_default().plus(delay);
        let sent = self.sent.get(&(message.event.clone(), copy));
        let at = match sent {
            Some(sent) if sent.heard => return None,
            Some(sent) => sent.last.plus(pause(sent.times)),
            None => first,
        };
        (at.since(first) <= REPEATED).then(|| Due {
            event: message.event.clone(),
            copy,
            url: session.attempt.callback_url.clone(),
            at,
            message,
        })
    }
}

/// The pause after so many times: 5 s, doubled each time, up to an hour.
fn pause(times: u32) -> i64 {
    (5 * SECOND).saturating_mul(1 << times.min(20)).min(HOUR)
}

/// The copies of a message, as microseconds after it happened.
fn delays(delivery: Delivery, happened: &Happened) -> Vec<i64> {
    match (delivery, happened) {
        (Delivery::Once, _) => vec![0],
        (Delivery::Twice, _) => vec![0, 2 * SECOND],
        (Delivery::Late(after), _) => vec![after.max(0)],
        (Delivery::OutOfOrder, Happened::Processing) => vec![90 * SECOND],
        (Delivery::OutOfOrder, Happened::Captured(_)) => vec![30 * SECOND],
        (Delivery::OutOfOrder, _) => vec![0],
        (Delivery::Never, _) => Vec::new(),
    }
}

fn refused<T>(why: &str) -> Result<T, Failure> {
    Err(Failure::Refused(why.to_owned()))
}
