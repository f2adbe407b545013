//! Puts a market together from its configuration.

use crate::{config::Config, lock::Lock};
use anyhow::{Context, bail};
use kernel::db::Options;
use mail::{
    Body, EmailAddress, EmailTransport, Gateway, Mailer, Sender, Settings as MailSettings, SmsTransport, Smtp, Tls,
};
use market::{Key, Market, Settings, SystemChance, SystemClock, paying::Ways};
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
            operator: config.operator.clone(),
            refund_second_above: config.refund.second_person_above_minor,
        },
        ways: ways(config, &key)?,
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

/// The ways to pay. The provider that moves no money belongs into a demonstration.
fn ways(config: &Config, key: &Key) -> anyhow::Result<Ways> {
    let card = match (config.pay.card.as_str(), config.is_production()) {
        ("auto", true) => "none",
        ("auto", false) => "fake",
        (other, _) => other,
    };
    match card {
        "none" => Ok(Ways::cash()),
        "fake" if config.is_production() => bail!(
            "pay.card is \"fake\": its payments move no money, so a market in production would give its goods away. \
             Set it to \"none\"."
        ),
        "fake" => {
            let settings = psp::fake::Settings {
                page_url: format!("{}/demo/pay", config.market.public_url),
                secret: psp::Secret::new(key.token("fake provider", b"")),
                endings: true,
            };
            let fake =
                Fake::open(settings, &config.data.join("fake-provider")).context("the demo's payment provider")?;
            Ok(Ways::with_fake(Arc::new(fake)))
        }
        other => bail!("pay.card is \"{other}\"; it can be auto, fake or none"),
    }
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
