//! One step: somebody does something, a verb that rested goes on, time passes, or something breaks.

use crate::{Broken, world::World};
use kernel::time::{DAY, HOUR, MINUTE, SECOND};

/// Verbs that are under way at once.
const AT_ONCE: usize = 5;
/// How long the busy days of a seed are: shorter than answers to repeated requests are kept.
const LONGEST: i64 = 25 * DAY;

#[derive(Clone, Copy)]
enum Move {
    GoOn,
    Buyer,
    Press,
    Letter,
    Cooperative,
    Carrier,
    Jobs,
    Time,
    Office,
    Return,
    Crash,
    Clock,
    Mail,
}

impl World {
    pub(crate) async fn step(&mut self) -> Result<(), Broken> {
        let resting = u32::try_from(self.tasks.len()).unwrap_or(0);
        let crowded = self.tasks.len() >= AT_ONCE;
        let unless = |is: bool, weight: u32| if is { 0 } else { weight };
        let moves = [
            (resting * 120, Move::GoOn),
            (unless(crowded, 420), Move::Buyer),
            (90, Move::Press),
            (unless(crowded, 100), Move::Letter),
            (unless(crowded, 200), Move::Cooperative),
            (60, Move::Carrier),
            (unless(crowded, 90), Move::Jobs),
            (120, Move::Time),
            (unless(crowded, 15), Move::Office),
            (unless(crowded, 60), Move::Return),
            (self.rates.crash, Move::Crash),
            (self.rates.jump, Move::Clock),
            (self.rates.mail, Move::Mail),
        ];
        if !crowded {
            self.perhaps_a_payout().await?;
            self.perhaps_at_the_bank().await?;
        }
        match self.dice.choose(&moves) {
            Some(Move::GoOn) => {
                let number = self.dice.below(self.tasks.len());
                self.resume(number).await
            }
            Some(Move::Buyer) => self.a_buyer().await,
            Some(Move::Press) => {
                self.press();
                Ok(())
            }
            Some(Move::Letter) => self.a_letter().await,
            Some(Move::Cooperative) => self.a_cooperative().await,
            Some(Move::Carrier) => {
                self.the_carrier();
                Ok(())
            }
            Some(Move::Jobs) => self.run_jobs().await,
            Some(Move::Time) => {
                self.time_passes();
                Ok(())
            }
            Some(Move::Office) => self.the_office().await,
            Some(Move::Return) => self.a_return().await,
            Some(Move::Crash) => self.crash().await,
            Some(Move::Clock) => {
                self.the_clock_is_set();
                Ok(())
            }
            Some(Move::Mail) => {
                self.mail_is_away = !self.mail_is_away;
                self.ground.outbox.stay_away(self.mail_is_away);
                self.trace.say(format_args!("mail    away: {}", self.mail_is_away));
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn time_passes(&mut self) {
        let spans = [
            (40, (1, 30 * SECOND)),
            (35, (MINUTE, 10 * MINUTE)),
            (12, (20 * MINUTE, HOUR)),
            (8, (3 * HOUR, 14 * HOUR)),
            (5, (DAY, 4 * DAY)),
        ];
        let (low, high) = self.dice.choose(&spans).unwrap_or((1, SECOND));
        let mut by = self.dice.between(low, high);
        let since = self.clock.world().since(testkit::NOON);
        if since + by > LONGEST {
            by = by.min(10 * MINUTE);
        }
        self.wait(by);
    }

    /// Somebody sets our clock wrong, or right.
    fn the_clock_is_set(&mut self) {
        let wrong = match self.clock.wrong_by() {
            0 => self
                .dice
                .pick(&[HOUR, -HOUR, 2 * MINUTE, -2 * MINUTE, DAY, -DAY])
                .unwrap_or(0),
            _ => 0,
        };
        self.clock.set_wrong(wrong);
        self.stalls += 1;
        self.trace.say(format_args!("clock   wrong by {} s", wrong / SECOND));
    }
}
