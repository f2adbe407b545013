//! Messages and settings for the tests of the mailer.
#![allow(dead_code, unreachable_pub, reason = "each test file uses some of it")]

use kernel::{Locale, Micros, Phone};
use mail::{EmailAddress, EmailTransport, Mailer, Message, Outbox, Recipient, Sender, Settings, SmsTransport};
use std::path::Path;

/// 2027-01-15 08:00:00 UTC.
pub const AT: Micros = Micros(1_800_000_000_000_000);

pub fn sender() -> Sender {
    Sender {
        address: EmailAddress::parse("souk@tiwizi.example").unwrap(),
        name: Some("تيويزي".into()),
    }
}

pub fn memory() -> Settings {
    Settings {
        email: EmailTransport::Memory(Outbox::new()),
        sms: SmsTransport::Memory(Outbox::new()),
        from: sender(),
    }
}

pub fn in_directory(path: &Path) -> Mailer {
    let settings = Settings {
        email: EmailTransport::Directory(path.join("mail")),
        sms: SmsTransport::Directory(path.join("sms")),
        from: sender(),
    };
    Mailer::new(&settings).unwrap()
}

pub fn email() -> Message {
    Message {
        id: "018cc251f4007000800000000000abcd".into(),
        to: Recipient::Email {
            address: EmailAddress::parse("fatima@example.ma").unwrap(),
            name: Some("فاطمة الزهراء".into()),
        },
        locale: Locale::Ar,
        subject: "طلبكم رقم ABC-123 قد وصل".into(),
        text: "السلام عليكم،\nوصل طلبكم.\n.\nشكرا".into(),
        html: None,
    }
}

pub fn sms(text: &str) -> Message {
    Message {
        id: "sms-1".into(),
        to: Recipient::Phone(Phone::stored("+212685000001".into())),
        locale: Locale::Ar,
        subject: String::new(),
        text: text.into(),
        html: None,
    }
}
