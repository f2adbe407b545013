//! How unlucky a seed is: rates in a thousand, drawn once. Some seeds are without any fault, and some without any
//! interleaving, so that a mistake which needs neither is not hidden behind them.

use crate::chance::Dice;

#[derive(Clone, Debug, Default)]
pub(crate) struct Rates {
    /// A verb rests before or after a commit or a call, and others go on.
    pub(crate) rest: u32,
    /// The database refuses a write because it is busy.
    pub(crate) busy: u32,
    /// A provider cannot be reached, and it is known (429, no connection).
    pub(crate) away: u32,
    /// A call is lost before anything happens, and it is not known.
    pub(crate) lost_request: u32,
    /// A call is obeyed, and its answer lost (a time-out, a 5xx, garbage).
    pub(crate) lost_answer: u32,
    /// A provider has forgotten the keys of what it did more than a day ago.
    pub(crate) forgetful: bool,
    /// A provider says that a session is over, and it is paid all the same.
    pub(crate) lies: u32,
    /// It captures another amount, or another currency, than was agreed.
    pub(crate) altered: u32,
    /// It decides slowly.
    pub(crate) slow: u32,
    /// It refuses refunds of an attempt.
    pub(crate) refund_refused: u32,
    /// Refunds of an attempt come back after a while.
    pub(crate) refund_bounced: u32,
    /// Refunds of an attempt take a while.
    pub(crate) refund_slow: u32,
    /// A message is never sent.
    pub(crate) lost: u32,
    /// A message is sent again although it was heard.
    pub(crate) repeated: u32,
    /// A message is sent much later.
    pub(crate) late: u32,
    /// Somebody sends a forgery of a message.
    pub(crate) forged: u32,
    /// The provider signs what is not true.
    pub(crate) untrue: u32,
    /// The process is gone; per step.
    pub(crate) crash: u32,
    /// Our clock is set wrong, or right again; per step.
    pub(crate) jump: u32,
    /// The mail server goes away, or comes back; per step.
    pub(crate) mail: u32,
    /// The carrier does not say what happened.
    pub(crate) dishonest: u32,
}

impl Rates {
    /// The rates of a seed.
    pub(crate) fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed, 1);
        // One seed in eight is calm, one in eight calm but interleaved.
        let mood = dice.below(8);
        if mood == 0 {
            return Self::default();
        }
        let rest = dice.pick(&[80, 250, 500]).unwrap_or_default();
        if mood == 1 {
            return Self {
                rest,
                ..Self::default()
            };
        }
        let mut rate = |often: u32| match dice.below(4) {
            0 | 1 => 0,
            2 => often / 4,
            _ => often,
        };
        Self {
            rest: if rate(1) == 0 { rest / 4 } else { rest },
            busy: rate(40),
            away: rate(200),
            lost_request: rate(200),
            lost_answer: rate(200),
            forgetful: rate(1) == 1,
            lies: rate(300),
            altered: rate(200),
            slow: rate(400),
            refund_refused: rate(400),
            refund_bounced: rate(200),
            refund_slow: rate(300),
            lost: rate(500),
            repeated: rate(400),
            late: rate(300),
            forged: rate(300),
            untrue: rate(200),
            crash: rate(30),
            jump: rate(20),
            mail: rate(30),
            dishonest: rate(400),
        }
    }
}
