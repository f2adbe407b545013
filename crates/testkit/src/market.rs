//! A whole market for a test: a fresh database, a clock that stands still, messages in memory,
//! photos in a temporary directory, and the real photo worker.

use crate::{Backend, FixedClock, NOON, SeededChance, TestDb, database};
use kernel::{Chance, Db, time::Clock};
use mail::{EmailAddress, EmailTransport, Mailer, Outbox, Sender, Settings as MailSettings, SmsTransport};
use market::{
    Key, Market, Operator, Settings,
    paying::{BankAccount, Transfer, Ways},
};
use psp::fake::Fake;
use std::{
    ops::Deref,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};
use tempfile::TempDir;

/// A market and the strings that a test pulls. It goes away when dropped.
pub struct TestMarket {
    market: Arc<Market>,
    /// The clock: it stands at [`NOON`] until the test moves it.
    pub clock: FixedClock,
    /// Every e-mail and SMS that was sent.
    pub outbox: Outbox,
    /// The provider of card payments, with books in memory.
    pub fake: Arc<Fake>,
    /// The database behind it.
    pub database: TestDb,
    directory: TempDir,
}

impl Deref for TestMarket {
    type Target = Market;
    fn deref(&self) -> &Market {
        &self.market
    }
}

impl TestMarket {
    /// A market on an empty, migrated database, with demo telephones allowed.
    pub async fn open(backend: Backend) -> Self {
        Self::on(database::fresh(backend).await).await
    }

    /// A market on a given database.
    pub async fn on(database: TestDb) -> Self {
        Self::at(database, "https://market.example").await
    }

    /// A market on a given database that people reach at `public_url`.
    pub async fn at(database: TestDb, public_url: &str) -> Self {
        crate::init();
        let directory = TempDir::with_prefix("tiwizi-test-").expect("a temporary directory");
        let clock = FixedClock::at(NOON);
        let outbox = Outbox::new();
        let fake = psp::fake::Settings {
            page_url: format!("{public_url}/demo/pay"),
            secret: psp::Secret::new("a secret of tests alone"),
            endings: true,
        };
        let fake = Arc::new(Fake::in_memory(fake).expect("a provider"));
        let market = market(Ground {
            db: database.db(),
            public_url: public_url.to_owned(),
            ways: Ways::with_fake(Arc::clone(&fake)).and_transfers(Transfer::None, Some(account())),
            photos: directory.path().join("photos"),
            worker: photo_worker(),
            outbox: outbox.clone(),
            clock: Arc::new(clock.clone()),
            chance: Arc::new(SeededChance::new(1)),
        });
        Self {
            market: Arc::new(market),
            clock,
            outbox,
            fake,
            database,
            directory,
        }
    }

    /// The market, to keep.
    pub fn shared(&self) -> Arc<Market> {
        Arc::clone(&self.market)
    }

    /// The same market with a part of it changed: a mail server that is away, a clock that breaks.
    pub fn altered(&self, change: impl FnOnce(&mut Market)) -> Arc<Market> {
        let mut market = Market {
            db: self.db.clone(),
            settings: self.settings.clone(),
            key: self.key.clone(),
            ways: self.ways.clone(),
            queue: self.queue.clone(),
            photos: self.photos.clone(),
            workshop: media::Workshop::new(photo_worker(), Vec::<String>::new(), 1),
            mailer: Arc::clone(&self.mailer),
            clock: Arc::clone(&self.market.clock),
            chance: Arc::clone(&self.chance),
        };
        change(&mut market);
        Arc::new(market)
    }

    /// Where photos and messages of this market lie.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Runs every job that is due, and what those leave behind, until nothing is due.
    pub async fn run_jobs(&self) {
        let runner = market::jobs::runner(self.shared());
        while runner.run_due().await.expect("the queue can be read") > 0 {}
    }

    /// The last six-digit code that was sent to a telephone or address.
    pub fn last_code(&self, to: &str) -> Option<String> {
        let sent = self.outbox.all();
        let message = sent
            .iter()
            .rev()
            .find(|delivered| format!("{:?}", delivered.message.to).contains(to))?;
        let text: String = message
            .message
            .text
            .chars()
            .filter(|c| !matches!(c, '\u{2066}'..='\u{2069}'))
            .collect();
        text.split(|c: char| !c.is_ascii_digit())
            .find(|digits| digits.len() == 6)
            .map(str::to_owned)
    }
}

/// The bank account of a market of tests.
fn account() -> BankAccount {
    BankAccount {
        rib: kernel::registration::Rib::parse("310810101402900442310133").expect("it passes its check"),
        holder: "Test office".to_owned(),
    }
}

/// What a market of tests stands on.
pub struct Ground {
    /// Its database.
    pub db: Db,
    /// Where people reach it.
    pub public_url: String,
    /// How buyers pay.
    pub ways: Ways,
    /// Where photos lie.
    pub photos: PathBuf,
    /// The program that develops photos; it need not be there where none is developed.
    pub worker: PathBuf,
    /// Where every message goes.
    pub outbox: Outbox,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub chance: Arc<dyn Chance>,
}

/// A market for tests, with demo telephones allowed.
///
/// # Panics
/// When its folder of photos cannot be made.
pub fn market(ground: Ground) -> Market {
    let outbox = ground.outbox;
    let settings = MailSettings {
        email: EmailTransport::Memory(outbox.clone()),
        sms: SmsTransport::Memory(outbox),
        from: Sender {
            address: EmailAddress::parse("market@tiwizi.example").expect("an address"),
            name: Some("Tiwizi".to_owned()),
        },
    };
    Market {
        db: ground.db,
        settings: Settings {
            public_url: ground.public_url,
            name: "Tiwizi".to_owned(),
            demo: true,
            show_share: true,
            operator: Operator {
                name: "Test office".to_owned(),
                address: "Casablanca".to_owned(),
                phone: "+212522000000".to_owned(),
                email: "office@tiwizi.example".to_owned(),
                cndp: "D-TEST/2026".to_owned(),
                ice: "001234567000012".to_owned(),
                tax_number: "12345678".to_owned(),
                licence_number: "34567890".to_owned(),
                ..Operator::default()
            },
            // Tests that want the schedule say so: none of the others is to be surprised on a Monday.
            payouts: market::Payouts {
                day: market::PayDay::Off,
                ..market::Payouts::default()
            },
            refund_second_above: 200_000,
            goods_within: 14 * kernel::time::DAY,
            cash: market::Cash::default(),
        },
        key: Key::new([7; 32]),
        ways: ground.ways,
        queue: job::Queue::new(),
        photos: media::Store::directory(ground.photos).expect("a photo store"),
        workshop: media::Workshop::new(ground.worker, Vec::<String>::new(), 1),
        mailer: Arc::new(Mailer::with_recent(&settings).expect("a mailer")),
        clock: ground.clock,
        chance: ground.chance,
    }
}

/// The worker that develops photos: built with the tests of `media`, or now.
fn photo_worker() -> PathBuf {
    let executable = std::env::current_exe().expect("the path of this test");
    let directory = executable.ancestors().nth(2).expect("a target directory").to_owned();
    let worker = directory.join("photo-worker");
    if !worker.exists() {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--package", "media", "--bin", "photo-worker"]);
        if directory.ends_with("release") {
            build.arg("--release");
        }
        let built = build
            .arg("--target-dir")
            .arg(directory.parent().expect("a target directory"))
            .status();
        assert!(
            built.is_ok_and(|status| status.success()),
            "the photo worker can be built"
        );
    }
    worker
}
