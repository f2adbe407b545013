//! Puts a market together from its configuration.

use crate::{config::Config, lock::Lock};
use anyhow::{Context, bail, ensure};
use kernel::{db::Options, registration::Rib, time::DAY};
use mail::{
    Body, EmailAddress, EmailTransport, Gateway, Mailer, Sender, Settings as MailSettings, SmsTransport, Smtp, Tls,
};
use market::{
    Key, Market, Operator, Settings, SystemChance, SystemClock,
    paying::{BankAccount, Card, Transfer, Ways},
};
use migrations::Migrator;
use psp::fake::Fake;
use sea_orm_migration::MigratorTrait;
use std::{
    fs,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
    sync::Arc,
    time::Duration,
};

/// What papers of a demonstration name it by: its common identifier passes the check, and none of them was ever given out.
const DEMO_ICE: &str = "999000000000102";
const DEMO_TAX_NUMBER: &str = "99900001";
const DEMO_LICENCE_NUMBER: &str = "99900002";

/// The bank account of a demonstration: the digits pass the check, and no bank has such a number.
const DEMO_RIB: &str = "999780000012345678901251";

/// A market that is open, and the lock that keeps others out.
pub(crate) struct Open {
    pub(crate) market: Market,
    pub(crate) lock: Option<Lock>,
}

/// Opens the market: data directory, lock, database brought up to date, stores, transports.
///
/// # Errors
/// A sentence that says what is missing.
pub(crate) async fn open(config: &Config) -> anyhow::Result<Open> {
    let lock = lock(config)?;
    let market = market(config).await?;
    if lock.is_some() {
        // Nobody else works on this database, so a lease in it is that of a process which was killed.
        let released = market
            .db
            .write(|tx| Box::pin(async move { job::release_all(tx).await }));
        released.await.context("the jobs of the last process")?;
    }
    Ok(Open { market, lock })
}

/// Makes the data directory. What people told the market in confidence lies in it, so other users of the
/// machine may not enter.
///
/// # Errors
/// A sentence with its path.
pub(crate) fn private(data: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(data).with_context(|| format!("{} cannot be made", data.display()))?;
    let mode = fs::metadata(data)?.permissions().mode();
    if mode & 0o007 != 0 {
        let closed = fs::Permissions::from_mode(mode & 0o7770);
        if let Err(error) = fs::set_permissions(data, closed) {
            tracing::warn!(%error, "{} is open to every user of this machine", data.display());
        }
    }
    Ok(())
}

/// Takes the data directory for this process alone, where it holds the database.
fn lock(config: &Config) -> anyhow::Result<Option<Lock>> {
    private(&config.data)?;
    config
        .database_url()
        .starts_with("sqlite:")
        .then(|| Lock::take(&config.data))
        .transpose()
}

/// The market without the lock, for commands of a moment beside a process that serves: SQLite lets
/// one write after the other.
///
/// # Errors
/// A sentence that says what is missing.
pub(crate) async fn market(config: &Config) -> anyhow::Result<Market> {
    private(&config.data)?;
    let mut options = Options::new(config.database_url());
    options.connections = config.database.connections;
    migrate(&options).await?;
    let db = options.open().await.context("the database cannot be opened")?;
    let demo = !config.is_production();
    let mail = mail_settings(config)?;
    let mailer = if demo {
        Mailer::with_recent(&mail)
    } else {
        Mailer::new(&mail)
    }
    .context("the mail transport")?;
    let key = key(&config.data)?;
    let program = std::env::current_exe().context("the path of this program")?;
    let market = Market {
        db,
        settings: Settings {
            public_url: config.market.public_url.clone(),
            name: match config.market.name.as_str() {
                "" => "Tiwizi".to_owned(),
                name => name.to_owned(),
            },
            demo,
            show_share: config.market.show_share,
            operator: operator(config),
            payouts: config.payout.clone(),
            refund_second_above: config.refund.second_person_above_minor,
            goods_within: i64::from(config.refund.goods_within_days.clamp(1, 90)) * DAY,
            cash: config.cash.clone(),
        },
        ways: transfers(config, ways(config, &key)?)?,
        key,
        queue: job::Queue::new(),
        photos: media::Store::directory(config.data.join("photos")).context("the photo store")?,
        workshop: media::Workshop::new(program, ["photo-worker"], config.photos.at_once),
        mailer: Arc::new(mailer),
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
    };
    if !demo && market::demo::is_lived_in(&market).await? {
        bail!(
            "the database holds people of a demonstration (+2126850000xx): their telephones belong to nobody, and their \
             codes are public. Give production a database of its own: another --data, or another database.url."
        );
    }
    Ok(market)
}

/// Whether the ways to pay can be offered as they are configured; opens nothing.
///
/// # Errors
/// A sentence that names the key which is wrong.
pub(crate) fn check_ways(config: &Config) -> anyhow::Result<()> {
    let card = chosen(config)?;
    configured(config, card)?;
    transfers(config, Ways::default()).map(drop)
}

/// Who takes cards.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taker {
    Nobody,
    Fake,
    Stripe,
    Cmi,
}

/// The provider that moves no money belongs into a demonstration.
fn chosen(config: &Config) -> anyhow::Result<Taker> {
    Ok(match (config.pay.card.as_str(), config.is_production()) {
        ("auto", true) | ("none", _) => Taker::Nobody,
        ("fake", true) => bail!(
            "pay.card is \"fake\": its payments move no money, so a market in production would give its goods away. \
             Set it to \"none\", \"stripe\" or \"cmi\"."
        ),
        ("auto" | "fake", false) => Taker::Fake,
        ("stripe", _) => Taker::Stripe,
        ("cmi", _) => Taker::Cmi,
        (other, _) => bail!("pay.card is \"{other}\"; it can be auto, none, fake, stripe or cmi"),
    })
}

/// Every real provider whose keys are there: the chosen one must be, and comes first. The others are asked about what was
/// begun with them before another was chosen.
fn configured(config: &Config, chosen: Taker) -> anyhow::Result<Vec<Card>> {
    let (stripe, cmi) = (&config.pay.stripe, &config.pay.cmi);
    if config.is_production() {
        let modes = [(Taker::Stripe, stripe.live, "stripe"), (Taker::Cmi, cmi.live, "cmi")];
        for (taker, live, name) in modes {
            ensure!(
                chosen != taker || live,
                "pay.{name}.live is false: in production its payments would move no money, and goods would be given away"
            );
        }
    }
    let mut cards = Vec::new();
    if chosen == Taker::Stripe || !stripe.secret_key.is_empty() {
        ensure!(
            !stripe.secret_key.is_empty(),
            "pay.card is \"stripe\" and pay.stripe.secret_key is empty"
        );
        ensure!(
            !stripe.webhook_secrets.is_empty(),
            "pay.stripe.webhook_secrets is empty: nothing that Stripe tells could be believed"
        );
        let settings = psp::stripe::Settings {
            api_url: stripe.api_url.clone(),
            page_url: stripe.page_url.clone(),
            account: (!stripe.account.is_empty()).then(|| stripe.account.clone()),
            ..psp::stripe::Settings::new(stripe.secret_key.clone(), stripe.webhook_secrets.clone(), stripe.live)
        };
        let provider = psp::stripe::Stripe::new(&settings).context("pay.stripe")?;
        cards.push(Card {
            provider: Arc::new(psp::Bounded(provider)),
            live: stripe.live,
        });
    }
    if chosen == Taker::Cmi || !cmi.store_key.is_empty() {
        for (key, is_empty) in [
            ("gateway_url", cmi.gateway_url.is_empty()),
            ("client_id", cmi.client_id.is_empty()),
            ("store_key", cmi.store_key.is_empty()),
        ] {
            ensure!(!is_empty, "pay.cmi.{key} is empty, and CMI cannot take cards without");
        }
        let settings = psp::cmi::Settings {
            gateway_url: cmi.gateway_url.clone(),
            client_id: cmi.client_id.clone(),
            store_key: cmi.store_key.clone(),
            live: cmi.live,
        };
        let card = Card {
            provider: Arc::new(psp::cmi::Cmi::new(settings).context("pay.cmi")?),
            live: cmi.live,
        };
        let at = if chosen == Taker::Cmi { 0 } else { cards.len() };
        cards.insert(at, card);
    }
    Ok(cards)
}

fn ways(config: &Config, key: &Key) -> anyhow::Result<Ways> {
    let chosen = chosen(config)?;
    let cards = configured(config, chosen)?;
    Ok(match chosen {
        Taker::Nobody => Ways::with_cards(cards).without_new_cards(),
        Taker::Stripe | Taker::Cmi => Ways::with_cards(cards),
        Taker::Fake => {
            let settings = psp::fake::Settings {
                page_url: format!("{}/demo/pay", config.market.public_url),
                secret: psp::Secret::new(key.token("fake provider", b"")),
                endings: true,
            };
            let fake =
                Fake::open(settings, &config.data.join("fake-provider")).context("the demo's payment provider")?;
            Ways::with_fake(Arc::new(fake)).and(cards)
        }
    })
}

/// Who runs the market. In a demonstration that does not say, somebody whom no office knows.
fn operator(config: &Config) -> Operator {
    let mut operator = config.operator.clone();
    if !config.is_production() && operator.name.is_empty() && operator.ice.is_empty() {
        DEMO_ICE.clone_into(&mut operator.ice);
        DEMO_TAX_NUMBER.clone_into(&mut operator.tax_number);
        DEMO_LICENCE_NUMBER.clone_into(&mut operator.licence_number);
    }
    operator
}

/// Payment by bank transfer, and the market's own account.
fn transfers(config: &Config, ways: Ways) -> anyhow::Result<Ways> {
    let pay = &config.pay;
    let account = match (pay.rib.trim(), pay.account_name.trim()) {
        // What a demonstration pays out goes from an account, too.
        ("", "") if !config.is_production() => Some(BankAccount {
            rib: Rib::parse(DEMO_RIB).context("the account of the demonstration")?,
            holder: "Tiwizi".to_owned(),
        }),
        ("", "") => None,
        ("", _) => bail!("pay.account_name is set and pay.rib is empty"),
        (_, "") => bail!("pay.rib is set and pay.account_name is empty: whose account is it?"),
        (rib, holder) => Some(BankAccount {
            rib: Rib::parse(rib).context("pay.rib is not 24 digits that pass their check")?,
            holder: holder.to_owned(),
        }),
    };
    let keep = i64::from(pay.transfer_days.clamp(1, 30)) * DAY;
    let collected = Transfer::Collected { keep };
    let transfer = match pay.transfer.as_str() {
        "auto" if !config.is_production() => collected,
        "auto" | "none" => Transfer::None,
        "direct" => Transfer::Direct { keep },
        "collected" if account.is_none() || pay.rib.trim().is_empty() => {
            bail!("pay.transfer is \"collected\" and pay.rib is empty: buyers would have no account to pay into")
        }
        "collected" => collected,
        other => bail!("pay.transfer is \"{other}\"; it can be auto, none, direct or collected"),
    };
    Ok(ways.and_transfers(transfer, account))
}

/// Brings the database up to date. A database newer than this program is refused.
///
/// # Errors
/// When a step fails; the schema is then the one before or after it, never between.
pub(crate) async fn migrate(options: &Options) -> anyhow::Result<()> {
    let connection = options.connect().await.context("the database cannot be reached")?;
    let known: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
    Migrator::install(&connection).await?;
    for applied in Migrator::get_migration_models(&connection).await? {
        if !known.contains(&applied.version) {
            bail!(
                "the database is newer than this program (it has {}): use the newer program",
                applied.version
            );
        }
    }
    Migrator::up(&connection, None)
        .await
        .context("the database cannot be brought up to date")?;
    connection.close().await?;
    Ok(())
}

/// The market's secret: made at the first start, readable by its owner alone.
fn key(data: &Path) -> anyhow::Result<Key> {
    let path = data.join("secret.key");
    match fs::read(&path) {
        Ok(bytes) => {
            let bytes: [u8; 32] = bytes
                .try_into()
                .map_err(|_| anyhow::anyhow!("{} is not 32 bytes", path.display()))?;
            Ok(Key::new(bytes))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut bytes = [0; 32];
            kernel::Chance::fill(&SystemChance, &mut bytes);
            let mut file = fs::OpenOptions::new()
                .create_new(true)
                .write(true)
                .mode(0o600)
                .open(&path)
                .with_context(|| format!("{} cannot be made", path.display()))?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            Ok(Key::new(bytes))
        }
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

fn mail_settings(config: &Config) -> anyhow::Result<MailSettings> {
    let (mail, sms) = (&config.mail, &config.sms);
    let outbox = config.data.join("outbox");
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let email = match mail.transport.as_str() {
        "directory" => EmailTransport::Directory(outbox.clone()),
        "smtp" => EmailTransport::Smtp(Smtp {
            host: mail.host.clone(),
            port: mail.port,
            tls: match mail.tls.as_str() {
                "starttls" => Tls::Starttls,
                "implicit" => Tls::Implicit,
                "none" => Tls::None,
                other => bail!("mail.tls is \"{other}\"; it can be starttls, implicit or none"),
            },
            user: some(&mail.user),
            password: mail.password.clone(),
            timeout: Duration::from_secs(15),
        }),
        other => bail!("mail.transport is \"{other}\"; it can be directory or smtp"),
    };
    let sms = match sms.transport.as_str() {
        "directory" => SmsTransport::Directory(outbox),
        "http" => SmsTransport::Gateway(Gateway {
            url: sms.url.clone(),
            body: match sms.body.as_str() {
                "json" => Body::Json,
                "form" => Body::Form,
                other => bail!("sms.body is \"{other}\"; it can be json or form"),
            },
            to_field: sms.to_field.clone(),
            text_field: sms.text_field.clone(),
            sender: some(&sms.sender_field).map(|field| (field, sms.sender.clone())),
            reference_field: some(&sms.reference_field),
            key: some(&sms.key_header).map(|header| (header, sms.key.clone())),
        }),
        other => bail!("sms.transport is \"{other}\"; it can be directory or http"),
    };
    let address = EmailAddress::parse(&mail.from_address).context("mail.from_address")?;
    Ok(MailSettings {
        email,
        sms,
        from: Sender {
            address,
            name: some(&mail.from_name),
        },
    })
}
