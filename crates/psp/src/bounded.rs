//! A provider that is not waited for longer than [`TOTAL`].

use crate::{
    Answer, Attempt, Can, Failure, Headers, Message, Name, Provider, Refund, Refunded, Rejected, Started, TOTAL, Truth,
};
use kernel::{Micros, Mint};

/// Cuts every call after [`TOTAL`]. What was cut may have happened.
pub struct Bounded<P>(pub P);

fn cut<'a, T: 'a>(answer: Answer<'a, T>) -> Answer<'a, T> {
    Box::pin(async move {
        tokio::time::timeout(TOTAL, answer)
            .await
            .unwrap_or_else(|_| Err(Failure::Unknown("no answer in time".to_owned())))
    })
}

impl<P: Provider> Provider for Bounded<P> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn can(&self) -> Can {
        self.0.can()
    }

    fn start<'a>(&'a self, attempt: &'a Attempt, mint: &'a Mint) -> Answer<'a, Started> {
        cut(self.0.start(attempt, mint))
    }

    fn look_up<'a>(&'a self, payment: &'a Name, mint: &'a Mint) -> Answer<'a, Option<Truth>> {
        cut(self.0.look_up(payment, mint))
    }

    fn refund<'a>(&'a self, refund: &'a Refund, mint: &'a Mint) -> Answer<'a, Refunded> {
        cut(self.0.refund(refund, mint))
    }

    fn expire<'a>(&'a self, payment: &'a Name, mint: &'a Mint) -> Answer<'a, Option<Truth>> {
        cut(self.0.expire(payment, mint))
    }

    fn verify(&self, headers: &Headers<'_>, body: &[u8], now: Micros) -> Result<Message, Rejected> {
        self.0.verify(headers, body, now)
    }
}
