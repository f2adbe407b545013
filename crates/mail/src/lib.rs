//! Messages to people: e-mail and SMS through one path, [`Mailer::send`].
//!
//! * A [`Message`] is finished text: who writes it and in which language is the market's business. It
//!   is made to lie in a job's payload until it is sent.
//! * Its `id` comes from the job and becomes the Message-ID, the file name and the gateway's reference,
//!   so that a message that is sent twice is known to be the same one.
//! * Addresses are types that cannot hold a line break; whatever else reaches a header is refused when
//!   it does.
//! * A [`MailError`] says whether trying again makes sense.
//!
//! Which transports there are is configuration ([`EmailTransport`], [`SmsTransport`]): the directory and
//! memory transports are product code, for a demo market and for tests. It knows no templates, no
//! database and no clock.

mod address;
mod directory;
mod email;
mod error;
mod gateway;
mod mailer;
mod message;
mod outbox;
mod smtp;
mod transport;

pub use address::{EmailAddress, NotAnAddress};
pub use error::{MailError, SetupError};
pub use gateway::{Body, Gateway};
pub use mailer::Mailer;
pub use message::{Message, Recipient, SMS_MOST};
pub use outbox::{Delivered, Outbox};
pub use smtp::{Smtp, Tls};
pub use transport::{EmailTransport, Secret, Sender, Settings, SmsTransport};
