//! What a seed stands on: a copy of a database that was migrated and furnished once, in memory, and a market opened on it
//! as often as it crashes.

use crate::{baton::Baton, clock::TwoClocks, provider::Bank};
use identity::Role;
use kernel::{
    Db, Locale, Phone,
    db::Options,
    ids::{CartId, CooperativeId, PersonId, VariantId},
    registration::Rib,
    time::DAY,
};
use mail::Outbox;
use market::{
    Error, Market,
    actor::{Administrator, Seller},
    buying::{self, Place},
    paying::{BankAccount, Card, Transfer, Ways},
};
use order::cart::Buyer;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    thread,
};
use tempfile::TempDir;
use testkit::{Backend, FixedClock, NOON, SeededChance};

/// Buyers, the last of whom is the bot.
pub(crate) const BUYERS: u32 = 6;

/// Whose each product is, how many there are and what one costs: few, so that people want the same; prices that do not
/// divide well, and one that is too much for 32 bits once it is multiplied by a rate.
const GOODS: &[(usize, i64, i64)] = &[
    (0, 1, 8_500),
    (0, 3, 3_333),
    (1, 2, 12_345),
    (1, 1, 1_500_000),
    (2, 2, 999),
];

/// Everybody and everything that a seed finds.
#[derive(Clone, Debug)]
pub(crate) struct Cast {
    pub(crate) seller: PersonId,
    pub(crate) administrators: [Administrator; 2],
    pub(crate) cooperatives: Vec<CooperativeId>,
    pub(crate) goods: Vec<Good>,
    pub(crate) carts: Vec<CartId>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Good {
    pub(crate) variant: VariantId,
    pub(crate) cooperative: CooperativeId,
}

impl Cast {
    /// Acting for a cooperative.
    pub(crate) fn acting(&self, cooperative: CooperativeId) -> Seller {
        Seller {
            person: self.seller,
            cooperative,
            role: Role::Owner,
        }
    }
}

pub(crate) fn buyer(number: u32) -> Buyer {
    Buyer {
        name: format!("Salma {number}"),
        phone: format!("+2126620{number:05}"),
        email: None,
    }
}

struct Template {
    bytes: Vec<u8>,
    cast: Cast,
}

/// Made once in a process.
fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let made = thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(furnish())
        });
        made.join().expect("the first market is furnished")
    })
}

/// The folder that lies in memory, where there is one.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = match memory.is_dir() {
        true => TempDir::with_prefix_in("tiwizi-simulation-", memory),
        false => TempDir::with_prefix("tiwizi-simulation-"),
    };
    made.expect("a folder")
}

async fn furnish() -> Template {
    let database = testkit::database::fresh(Backend::Sqlite).await;
    let folder = folder();
    let market = testkit::market(testkit::Ground {
        db: database.db(),
        public_url: "https://market.example".to_owned(),
        ways: Ways::cash(),
        photos: folder.path().join("photos"),
        worker: PathBuf::new(),
        outbox: Outbox::new(),
        clock: Arc::new(FixedClock::at(NOON)),
        chance: Arc::new(SeededChance::new(99)),
    });
    let mut cast = people_and_goods(&market).await;
    for number in 0..BUYERS {
        let cart = buying::open_cart(&market, Locale::Fr).await.expect("a cart");
        let place = Place {
            town: "Casablanca".to_owned(),
            province: Some("MA-CAS".to_owned()),
            address: "12, rue des Orangers".to_owned(),
            landmark: None,
            postcode: None,
        };
        buying::complete(&market, cart, (buyer(number), None), place, BTreeMap::new())
            .await
            .expect("a buyer");
        cast.carts.push(cart);
    }
    let whole = folder.path().join("whole.sqlite");
    let connection = database.options().connect().await.expect("the file opens");
    let sql = format!("vacuum into '{}'", whole.display());
    let written = connection.execute_raw(Statement::from_string(DbBackend::Sqlite, sql));
    written.await.expect("a copy of the file");
    Template {
        bytes: fs::read(whole).expect("the copy"),
        cast,
    }
}

async fn people_and_goods(market: &Market) -> Cast {
    let made = market.db.write(move |tx| {
        Box::pin(async move {
            let mint = testkit::mint(77);
            let mut people = Vec::new();
            for number in 11..14 {
                let contact = identity::Contact::Phone(Phone::stored(format!("+2126610000{number}")));
                people.push(identity::person::meet(tx, &mint, &contact, Locale::Fr).await?.id);
            }
            let (seller, first, second) = (people[0], people[1], people[2]);
            let mut cooperatives = Vec::new();
            for number in 1..=3 {
                let id = catalogue::samples::cooperative(tx, &mint, first, number).await?;
                identity::role::join(tx, seller, id, Role::Owner, mint.now).await?;
                cooperatives.push(id);
            }
            let mut goods = Vec::new();
            for (number, (owner, pieces, price)) in GOODS.iter().enumerate() {
                let cooperative = cooperatives[*owner];
                let name = format!("Huile {number}");
                let (_, variant) =
                    catalogue::samples::product(tx, &mint, cooperative, (seller, first), &name, *pieces).await?;
                catalogue::variant::change_price(tx, &mint, cooperative, seller, variant, 1, *price).await?;
                goods.push(Good { variant, cooperative });
            }
            Ok::<_, Error>(Cast {
                seller,
                administrators: [Administrator { person: first }, Administrator { person: second }],
                cooperatives,
                goods,
                carts: Vec::new(),
            })
        })
    });
    made.await.expect("people and goods")
}

/// What outlives a crash.
pub(crate) struct Ground {
    folder: TempDir,
    baton: Arc<Baton>,
    pub(crate) bank: Arc<Bank>,
    pub(crate) clock: TwoClocks,
    pub(crate) outbox: Outbox,
    pub(crate) cast: Cast,
    chance: Arc<SeededChance>,
}

impl Ground {
    pub(crate) fn new(seed: u64, baton: Arc<Baton>, bank: Arc<Bank>, clock: TwoClocks) -> Self {
        let template = template();
        let folder = folder();
        fs::write(folder.path().join("market.sqlite"), &template.bytes).expect("room in memory");
        Self {
            folder,
            baton,
            bank,
            clock,
            outbox: Outbox::new(),
            cast: template.cast.clone(),
            chance: Arc::new(SeededChance::new(seed ^ (1 << 40))),
        }
    }

    /// The market as a process finds it that has just started.
    pub(crate) async fn open(&self) -> Arc<Market> {
        let mut options = Options::new(format!(
            "sqlite://{}",
            self.folder.path().join("market.sqlite").display()
        ));
        options.connections = 2;
        options.gate = Some(Arc::clone(&self.baton) as Arc<dyn kernel::db::Gate>);
        let db = options.open().await.expect("the file opens");
        let card = Card {
            provider: Arc::clone(&self.bank) as Arc<dyn psp::Provider>,
            live: false,
        };
        let account = BankAccount {
            rib: Rib::stored("310810101402900442310133".to_owned()),
            holder: "Le marché".to_owned(),
        };
        let mut market = testkit::market(testkit::Ground {
            db,
            public_url: "https://market.example".to_owned(),
            ways: Ways::with_cards(vec![card]).and_transfers(Transfer::Collected { keep: 3 * DAY }, Some(account)),
            photos: self.folder.path().join("photos"),
            worker: PathBuf::new(),
            outbox: self.outbox.clone(),
            clock: Arc::new(self.clock.clone()),
            chance: Arc::clone(&self.chance) as Arc<dyn kernel::Chance>,
        });
        // Small enough that something is paid out, and that now and then it takes two.
        market.settings.payouts.minimum = 10;
        market.settings.payouts.second_person_above = 60;
        Arc::new(market)
    }
}

/// Ends what a process held of the database.
pub(crate) async fn close(market: Arc<Market>) {
    let db: Db = market.db.clone();
    drop(market);
    db.close().await;
}
