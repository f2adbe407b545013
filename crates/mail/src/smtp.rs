//! E-mail through a relay, over a few connections that are kept.

use crate::{MailError, Secret, SetupError, transport::is_loopback};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message as Email, Tokio1Executor,
    transport::smtp::{
        Error, PoolConfig,
        authentication::Credentials,
        client::{Tls as Security, TlsParameters},
        extension::ClientId,
    },
};
use std::time::Duration;

/// How long a connection may take to open.
const CONNECT: Duration = Duration::from_secs(5);
/// Connections that are kept at most; each waits for the relay's answers in turn.
const CONNECTIONS: u32 = 4;

/// A relay.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port: usually 587 with [`Tls::Starttls`], 465 with [`Tls::Implicit`].
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// Who we are there.
    pub user: Option<String>,
    /// What proves it.
    pub password: Secret,
    /// How long one e-mail may take in all; usually 15 seconds.
    pub timeout: Duration,
}

/// How a connection to a relay is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// From the second command on; a relay that cannot do it is refused.
    Starttls,
    /// From the first byte on.
    Implicit,
    /// Not at all: only for a relay on this machine.
    None,
}

/// The open transport.
pub(crate) struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    timeout: Duration,
}

impl Relay {
    /// Prepares connections; none is opened yet. `name` is what we call ourselves: the sender's domain.
    pub(crate) fn open(smtp: &Smtp, name: &str) -> Result<Self, SetupError> {
        if smtp.tls == Tls::None && !is_loopback(&smtp.host) {
            return Err(SetupError::Clear(smtp.host.clone()));
        }
        let parameters = || TlsParameters::new(smtp.host.clone()).map_err(|error| SetupError::value("smtp", error));
        let security = match smtp.tls {
            Tls::Starttls => Security::Required(parameters()?),
            Tls::Implicit => Security::Wrapper(parameters()?),
            Tls::None => Security::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
            .port(smtp.port)
            .tls(security)
            .timeout(Some(CONNECT.min(smtp.timeout)))
            .hello_name(ClientId::Domain(name.to_owned()))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS));
        if let Some(user) = &smtp.user {
            builder = builder.credentials(Credentials::new(user.clone(), smtp.password.reveal().to_owned()));
        }
        Ok(Self {
            transport: builder.build(),
            timeout: smtp.timeout,
        })
    }

    /// Hands an e-mail over. Once it is accepted the relay answers for it.
    pub(crate) async fn send(&self, email: Email) -> Result<(), MailError> {
        match tokio::time::timeout(self.timeout, self.transport.send(email)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(judge(&error)),
            Err(_) => Err(MailError::Temporary("the relay took too long".to_owned())),
        }
    }
}

/// Only a refusal of *this* e-mail is final. That the relay does not accept us (530, 534, 535, 538) or
/// what we speak (50x) is a matter of configuration, and no e-mail is lost over it. Relays repeat
/// addresses in their texts, so only the code is kept.
fn judge(error: &Error) -> MailError {
    let Some(code) = error.status() else {
        return MailError::Temporary(format!("the relay cannot be used: {error}"));
    };
    let number: u16 = code.into();
    let text = format!("the relay said {number}");
    if error.is_permanent() && !matches!(number, 500..=504 | 530 | 534 | 535 | 538) {
        MailError::Permanent(text)
    } else {
        MailError::Temporary(text)
    }
}
