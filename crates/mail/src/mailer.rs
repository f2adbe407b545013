//! The one path by which messages leave.

use crate::{
    Delivered, EmailTransport, MailError, Message, Outbox, Recipient, Sender, Settings, SetupError, SmsTransport,
    directory, email, gateway::Provider, smtp::Relay,
};
use kernel::{Micros, Phone};
use std::{path::PathBuf, sync::Arc};

/// Sends messages. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    inner: Arc<Inner>,
}

struct Inner {
    emails: Emails,
    texts: Texts,
    from: Sender,
    recent: Option<Outbox>,
}

enum Emails {
    Relay(Box<Relay>),
    Directory(PathBuf),
    Memory(Outbox),
}

enum Texts {
    Provider(Box<Provider>),
    Directory(PathBuf),
    Memory(Outbox),
}

impl Mailer {
    /// Sets the transports up; nothing is connected to yet.
    ///
    /// # Errors
    /// When a setting cannot be used, so that the market refuses to start instead of losing messages.
    pub fn new(settings: &Settings) -> Result<Self, SetupError> {
        Self::open(settings, None)
    }

    /// The same, and keeps the last 200 messages in memory. Only for a demo market, where everybody
    /// may read them.
    ///
    /// # Errors
    /// As [`Mailer::new`].
    pub fn with_recent(settings: &Settings) -> Result<Self, SetupError> {
        Self::open(settings, Some(Outbox::recent()))
    }

    fn open(settings: &Settings, recent: Option<Outbox>) -> Result<Self, SetupError> {
        let from = settings.from.clone();
        if from.name.as_deref().unwrap_or_default().chars().any(char::is_control) {
            return Err(SetupError::value("mail from name", "control characters"));
        }
        let emails = match &settings.email {
            EmailTransport::Smtp(smtp) => Emails::Relay(Box::new(Relay::open(smtp, from.address.domain())?)),
            EmailTransport::Directory(path) => Emails::Directory(path.clone()),
            EmailTransport::Memory(outbox) => Emails::Memory(outbox.clone()),
        };
        let texts = match &settings.sms {
            SmsTransport::Gateway(gateway) => Texts::Provider(Box::new(Provider::open(gateway)?)),
            SmsTransport::Directory(path) => Texts::Directory(path.clone()),
            SmsTransport::Memory(outbox) => Texts::Memory(outbox.clone()),
        };
        let inner = Inner {
            emails,
            texts,
            from,
            recent,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Hands a message to its transport; `at` is the date it bears.
    ///
    /// # Errors
    /// [`MailError::Temporary`] when trying again makes sense, [`MailError::Permanent`] when not.
    pub async fn send(&self, message: &Message, at: Micros) -> Result<(), MailError> {
        message.check()?;
        match &message.to {
            Recipient::Email { address, name } => {
                let email = email::build(message, address, name.as_deref(), &self.inner.from, at)?;
                match &self.inner.emails {
                    Emails::Relay(relay) => relay.send(email).await?,
                    Emails::Directory(path) => {
                        directory::write(path, &message.id, "eml", email.formatted()).await?;
                    }
                    Emails::Memory(outbox) => outbox.put(message, at)?,
                }
            }
            Recipient::Phone(to) => match &self.inner.texts {
                Texts::Provider(provider) => provider.send(message, to).await?,
                Texts::Directory(path) => {
                    directory::write(path, &message.id, "txt", file(message, to)).await?;
                }
                Texts::Memory(outbox) => outbox.put(message, at)?,
            },
        }
        if let Some(recent) = &self.inner.recent {
            recent.put(message, at)?;
        }
        Ok(())
    }

    /// The last messages that left, newest first; none unless the mailer was made
    /// [`Mailer::with_recent`].
    pub fn recent(&self) -> Vec<Delivered> {
        let mut all = self.inner.recent.as_ref().map(Outbox::all).unwrap_or_default();
        all.reverse();
        all
    }
}

fn file(message: &Message, to: &Phone) -> Vec<u8> {
    format!("To: {to}\n\n{}\n", message.text).into_bytes()
}
