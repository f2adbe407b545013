//! A message as an e-mail: headers that cannot be broken out of, and a body in one or two forms.

use crate::{EmailAddress, MailError, Message, Sender};
use kernel::Micros;
use lettre::{
    Message as Email,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};
use std::time::{Duration, SystemTime};

/// Builds the e-mail. Its date is the moment of sending; its Message-ID is the message's own.
pub(crate) fn build(
    message: &Message,
    address: &EmailAddress,
    name: Option<&str>,
    from: &Sender,
    at: Micros,
) -> Result<Email, MailError> {
    message.check()?;
    let date = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(at.0).unwrap_or_default());
    let builder = Email::builder()
        .from(mailbox(&from.address, from.name.as_deref()))
        .to(mailbox(address, name))
        .subject(message.subject.as_str())
        .date(date)
        .message_id(Some(format!("<{}@{}>", message.id, from.address.domain())))
        // Keeps out-of-office replies away (RFC 3834).
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", message.locale.code()));
    let built = match &message.html {
        Some(html) => builder.multipart(MultiPart::alternative_plain_html(message.text.clone(), html.clone())),
        None => builder.singlepart(SinglePart::plain(message.text.clone())),
    };
    built.map_err(|error| MailError::Permanent(error.to_string()))
}

fn mailbox(address: &EmailAddress, name: Option<&str>) -> Mailbox {
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    Mailbox::new(name.map(str::to_owned), address.inner())
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
