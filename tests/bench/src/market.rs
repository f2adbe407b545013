//! The market in this process, for what is measured without HTTP.

use ::market::{Key, Market, Operator, Settings, SystemChance, SystemClock};
use anyhow::Context;
use kernel::db::Options;
use mail::{EmailAddress, EmailTransport, Mailer, Outbox, Sender, SmsTransport};
use std::{path::Path, sync::Arc};

/// A market on a migrated database; its files lie in `data`, its messages stay in memory.
///
/// # Errors
/// When the database cannot be opened.
pub(crate) async fn assemble(options: &Options, data: &Path) -> anyhow::Result<Market> {
    let outbox = Outbox::new();
    let mail = mail::Settings {
        email: EmailTransport::Memory(outbox.clone()),
        sms: SmsTransport::Memory(outbox),
        from: Sender {
            address: EmailAddress::parse("market@tiwizi.example").context("an address")?,
            name: None,
        },
    };
    Ok(Market {
        db: options.clone().open().await?,
        settings: Settings {
            public_url: "https://market.example".to_owned(),
            name: "Tiwizi".to_owned(),
            demo: false,
            operator: Operator::default(),
            refund_second_above: 200_000,
            goods_within: 14 * kernel::time::DAY,
            show_share: true,
            payouts: market::Payouts::default(),
            cash: market::Cash::default(),
        },
        key: Key::new([7; 32]),
        ways: market::paying::Ways::cash(),
        queue: job::Queue::new(),
        photos: media::Store::directory(data.join("photos")).context("the photo store")?,
        workshop: media::Workshop::new(data.join("nobody"), Vec::<String>::new(), 1),
        mailer: Arc::new(Mailer::new(&mail).context("the mailer")?),
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
    })
}
