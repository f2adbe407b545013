//! How the provider behaves towards one attempt: what a host, a buyer or a test asked for.

use super::Button;
use kernel::time::{DAY, MINUTE};
use serde::{Deserialize, Serialize};

/// How an attempt is treated. The default is a provider as everybody wishes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Behaviour {
    /// What paying leads to.
    pub outcome: Outcome,
    /// Microseconds from paying until it is decided.
    pub after: i64,
    /// How messages arrive.
    pub delivery: Delivery,
    /// How calls are answered.
    pub calls: Calls,
    /// What becomes of refunds.
    pub refunds: Refunds,
}

/// What paying leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The money is captured.
    #[default]
    Succeed,
    /// The card is refused; the buyer may try again.
    Refuse,
}

/// How messages arrive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Once, at once, in order; again with longer and longer pauses until they are heard.
    #[default]
    Once,
    /// Twice, also when the first was heard.
    Twice,
    /// So many microseconds after it happened.
    Late(i64),
    /// What happened first is told last.
    OutOfOrder,
    /// Not at all.
    Never,
}

/// How calls are answered. Each kind of call counts for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calls {
    /// Always.
    #[default]
    Answer,
    /// The first so many are obeyed, and the answer is lost.
    LoseAnswer(u32),
    /// The first so many time out before anything happens. The caller cannot tell it from the other.
    LoseRequest(u32),
    /// The first so many find nobody there, and know it.
    Away(u32),
}

/// What becomes of refunds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refunds {
    /// They are done at once.
    #[default]
    Done,
    /// They are on their way for so many microseconds, and then done.
    Later(i64),
    /// They are done at once, and come back after so many microseconds.
    FailAfter(i64),
    /// They are refused.
    Refuse,
    /// They are refused, and done all the same after so many microseconds.
    RefuseAndDo(i64),
    /// They are done at once, come back, are done again, come back and are done for good, with so many microseconds between.
    Waver(i64),
}

impl Behaviour {
    /// The behaviour that the last two digits of a telephone or of an amount ask for.
    pub fn by_ending(ending: u8) -> Option<Self> {
        let plain = Self::default();
        Some(match ending {
            81 => plain,
            82 => Self {
                outcome: Outcome::Refuse,
                ..plain
            },
            83 => Self {
                after: 2 * MINUTE,
                ..plain
            },
            84 => plain.told(Delivery::Twice),
            85 => plain.told(Delivery::Late(10 * MINUTE)),
            86 => plain.told(Delivery::OutOfOrder),
            87 => plain.told(Delivery::Never),
            88 => plain.called(Calls::LoseAnswer(1)),
            89 => plain.called(Calls::LoseRequest(1)),
            90 => plain.called(Calls::Away(1)),
            91 => plain.refunded(Refunds::Later(2 * MINUTE)),
            92 => plain.refunded(Refunds::FailAfter(2 * MINUTE)),
            93 => plain.refunded(Refunds::Refuse),
            94 => plain.told(Delivery::Late(3 * DAY)),
            _ => return None,
        })
    }

    /// The behaviour with what a button of the page asks for.
    pub(super) fn pressed(self, button: Button) -> Self {
        match button {
            Button::Pay | Button::Leave => self,
            Button::Refuse => Self {
                outcome: Outcome::Refuse,
                ..self
            },
            Button::Slow => Self {
                after: 2 * MINUTE,
                ..self.success()
            },
            Button::Twice => self.success().told(Delivery::Twice),
            Button::Late => self.success().told(Delivery::Late(10 * MINUTE)),
            Button::OutOfOrder => self.success().told(Delivery::OutOfOrder),
            Button::Never => self.success().told(Delivery::Never),
        }
    }

    fn success(self) -> Self {
        Self {
            outcome: Outcome::Succeed,
            ..self
        }
    }

    fn told(self, delivery: Delivery) -> Self {
        Self { delivery, ..self }
    }

    fn called(self, calls: Calls) -> Self {
        Self { calls, ..self }
    }

    fn refunded(self, refunds: Refunds) -> Self {
        Self { refunds, ..self }
    }
}
