//! The choices of whoever runs the market: which way messages leave, and from whom.

use crate::{EmailAddress, Gateway, Outbox, Smtp};
use std::{fmt, path::PathBuf};

/// Everything a mailer needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How e-mails leave.
    pub email: EmailTransport,
    /// How SMS leave.
    pub sms: SmsTransport,
    /// From whom e-mails are.
    pub from: Sender,
}

/// The sender of every e-mail. Message-IDs end in the address's domain.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The address, which also gets the bounces.
    pub address: EmailAddress,
    /// The name of the market.
    pub name: Option<String>,
}

/// How e-mails leave.
#[derive(Clone, Debug)]
pub enum EmailTransport {
    /// Through a relay.
    Smtp(Smtp),
    /// Into a directory, one `.eml` file each.
    Directory(PathBuf),
    /// Into memory.
    Memory(Outbox),
}

/// How SMS leave.
#[derive(Clone, Debug)]
pub enum SmsTransport {
    /// Through the HTTP interface of a provider.
    Gateway(Gateway),
    /// Into a directory, one `.txt` file each.
    Directory(PathBuf),
    /// Into memory.
    Memory(Outbox),
}

/// A value that no log and no error shows.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(String);

impl Secret {
    /// Hides a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Whether a host is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
