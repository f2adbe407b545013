//! Messages kept in memory: the whole transport in a test, the last ones of a demo market.

use crate::{MailError, Message};
use kernel::Micros;
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Messages that are kept; older ones fall out.
const MOST: usize = 10_000;
/// Messages that a demo market shows.
const RECENT: usize = 200;

/// A message that has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// The message.
    pub message: Message,
    /// When.
    pub at: Micros,
}

/// A bounded shelf of messages, newest last. A clone is the same shelf.
#[derive(Clone, Debug)]
pub struct Outbox {
    messages: Arc<Mutex<VecDeque<Delivered>>>,
    most: usize,
    away: Arc<AtomicBool>,
}

impl Default for Outbox {
    fn default() -> Self {
        Self::holding(MOST)
    }
}

impl Outbox {
    /// An empty shelf.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn recent() -> Self {
        Self::holding(RECENT)
    }

    fn holding(most: usize) -> Self {
        Self {
            messages: Arc::default(),
            most,
            away: Arc::default(),
        }
    }

    /// Every message on it, oldest first.
    pub fn all(&self) -> Vec<Delivered> {
        self.lock().iter().cloned().collect()
    }

    /// Takes every message off, oldest first.
    pub fn take(&self) -> Vec<Delivered> {
        self.lock().drain(..).collect()
    }

    /// Whether it takes nothing, as a mail server that is away, until it is told otherwise.
    pub fn stay_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    pub(crate) fn put(&self, message: &Message, at: Micros) -> Result<(), MailError> {
        if self.away.load(Ordering::SeqCst) {
            return Err(MailError::Temporary("away".to_owned()));
        }
        let mut messages = self.lock();
        if messages.len() >= self.most {
            messages.pop_front();
        }
        messages.push_back(Delivered {
            message: message.clone(),
            at,
        });
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Delivered>> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Recipient;
    use kernel::{Locale, Phone};

    #[test]
    fn the_oldest_fall_out() {
        let shelf = Outbox::recent();
        for n in 0..RECENT + 5 {
            let message = Message {
                id: n.to_string(),
                to: Recipient::Phone(Phone::stored("+212685000001".into())),
                locale: Locale::Ar,
                subject: String::new(),
                text: "نص".into(),
                html: None,
            };
            shelf.put(&message, Micros(0)).unwrap();
        }
        let all = shelf.clone().take();
        assert_eq!(all.len(), RECENT);
        assert_eq!(all[0].message.id, "5");
        assert!(shelf.all().is_empty());
    }
}
