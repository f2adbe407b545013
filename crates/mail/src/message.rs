//! What is sent, and to whom.

use crate::{EmailAddress, MailError};
use kernel::{Locale, Phone};
use serde::{Deserialize, Serialize};

/// Longest SMS, in characters: seven parts in Arabic letters.
pub const SMS_MOST: usize = 480;
/// Longest subject and longest name of a person, in characters.
const LINE_MOST: usize = 200;
/// Longest text of an e-mail, in bytes.
const TEXT_MOST: usize = 1 << 20;

/// A finished message. Made when the thing it tells of happens, kept in the job, sent later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The same however often it is sent: letters, digits, `.`, `_` and `-`, at most 64.
    pub id: String,
    /// To whom.
    pub to: Recipient,
    /// The language it is written in.
    pub locale: Locale,
    /// The subject of an e-mail; an SMS has none and leaves it out.
    #[serde(default)]
    pub subject: String,
    /// The text; all of an SMS, at most [`SMS_MOST`] characters then.
    pub text: String,
    /// The same as a page, for an e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// Somebody who can be written to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Recipient {
    /// By e-mail.
    Email {
        /// Where.
        address: EmailAddress,
        /// The name shown with the address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// By SMS.
    Phone(Phone),
}

impl Message {
    /// Refuses what would break out of a header or a file name, and what is too long.
    pub(crate) fn check(&self) -> Result<(), MailError> {
        check_id(&self.id)?;
        match &self.to {
            Recipient::Email { name, .. } => {
                check_line("the subject", &self.subject)?;
                check_line("the name", name.as_deref().unwrap_or_default())?;
                let length = self.text.len() + self.html.as_deref().map_or(0, str::len);
                within("the text", length, TEXT_MOST)
            }
            Recipient::Phone(_) => {
                let inner = |c: char| c.is_control() && c != '\n';
                if self.text.trim().is_empty() || self.text.chars().any(inner) {
                    return Err(refused("the text is empty or holds control characters"));
                }
                within("the text", self.text.chars().count(), SMS_MOST)
            }
        }
    }
}

fn check_id(id: &str) -> Result<(), MailError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if (1..=64).contains(&id.len()) && id.chars().all(plain) && !id.starts_with('.') {
        Ok(())
    } else {
        Err(refused("the id is not plain"))
    }
}

fn check_line(what: &str, text: &str) -> Result<(), MailError> {
    if text
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
    {
        return Err(refused(&format!("{what} holds control characters")));
    }
    within(what, text.chars().count(), LINE_MOST)
}

fn within(what: &str, length: usize, most: usize) -> Result<(), MailError> {
    if length <= most {
        Ok(())
    } else {
        Err(refused(&format!("{what} is longer than {most}")))
    }
}

fn refused(why: &str) -> MailError {
    MailError::Permanent(why.to_owned())
}
