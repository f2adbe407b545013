//! The configuration: the defaults compiled in, then a file, then the environment, then the command line.

use crate::cli::{Cli, Command};
use anyhow::{Context, bail, ensure};
use config::{Environment, File, FileFormat};
use market::{Operator, Payouts};
use serde::Deserialize;
use std::{
    io::IsTerminal,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};
use tracing_subscriber::EnvFilter;

const DEFAULTS: &str = include_str!("../../../config/default.toml");

/// Everything the operator can decide.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) profile: Profile,
    pub(crate) market: Market,
    pub(crate) operator: Operator,
    pub(crate) server: Server,
    pub(crate) database: Database,
    pub(crate) photos: Photos,
    pub(crate) jobs: Jobs,
    pub(crate) mail: Mail,
    pub(crate) sms: Sms,
    pub(crate) pay: Pay,
    pub(crate) refund: Refund,
    pub(crate) backup: Backup,
    pub(crate) payout: Payouts,
    pub(crate) cash: market::Cash,
    pub(crate) log: Log,
    /// From the command line.
    #[serde(skip)]
    pub(crate) data: PathBuf,
}

/// What kind of market this is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub(crate) enum Profile {
    Development,
    Production,
}

impl TryFrom<String> for Profile {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "development" => Ok(Self::Development),
            "production" => Ok(Self::Production),
            other => Err(format!("profile is \"{other}\"; it can be development or production")),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Market {
    pub(crate) name: String,
    pub(crate) name_ar: String,
    pub(crate) public_url: String,
    pub(crate) show_share: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Server {
    pub(crate) listen: SocketAddr,
    #[serde(deserialize_with = "addresses")]
    pub(crate) trusted_proxies: Vec<IpAddr>,
    pub(crate) connections: usize,
    pub(crate) connections_per_address: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) connections: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Photos {
    pub(crate) at_once: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Jobs {
    pub(crate) with_serve: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    pub(crate) transport: String,
    pub(crate) from_address: String,
    pub(crate) from_name: String,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: String,
    pub(crate) user: String,
    #[serde(deserialize_with = "secret")]
    pub(crate) password: mail::Secret,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sms {
    pub(crate) transport: String,
    pub(crate) url: String,
    pub(crate) body: String,
    pub(crate) to_field: String,
    pub(crate) text_field: String,
    pub(crate) sender_field: String,
    pub(crate) sender: String,
    pub(crate) reference_field: String,
    pub(crate) key_header: String,
    #[serde(deserialize_with = "secret")]
    pub(crate) key: mail::Secret,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pay {
    pub(crate) card: String,
    pub(crate) transfer: String,
    pub(crate) transfer_days: u32,
    pub(crate) rib: String,
    pub(crate) account_name: String,
    pub(crate) stripe: Stripe,
    pub(crate) cmi: Cmi,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stripe {
    pub(crate) live: bool,
    #[serde(deserialize_with = "key")]
    pub(crate) secret_key: psp::Secret,
    #[serde(deserialize_with = "keys")]
    pub(crate) webhook_secrets: Vec<psp::Secret>,
    pub(crate) account: String,
    pub(crate) api_url: String,
    pub(crate) page_url: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cmi {
    pub(crate) live: bool,
    pub(crate) gateway_url: String,
    pub(crate) client_id: String,
    #[serde(deserialize_with = "key")]
    pub(crate) store_key: psp::Secret,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refund {
    pub(crate) second_person_above_minor: i64,
    pub(crate) goods_within_days: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Backup {
    pub(crate) directory: PathBuf,
    pub(crate) every_minutes: u32,
    pub(crate) hourly: usize,
    pub(crate) daily: usize,
    pub(crate) monthly: usize,
    pub(crate) with_key: bool,
}

impl Backup {
    /// How often, in microseconds.
    pub(crate) fn every(&self) -> i64 {
        i64::from(self.every_minutes).saturating_mul(kernel::time::MINUTE)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) filter: String,
    pub(crate) format: String,
}

fn secret<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<mail::Secret, D::Error> {
    String::deserialize(deserializer).map(mail::Secret::new)
}

fn key<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<psp::Secret, D::Error> {
    String::deserialize(deserializer).map(psp::Secret::new)
}

fn keys<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<psp::Secret>, D::Error> {
    let all = Listed::deserialize(deserializer)?.read();
    Ok(all.into_iter().map(psp::Secret::new).collect())
}

fn addresses<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<IpAddr>, D::Error> {
    let all = Listed::deserialize(deserializer)?.read();
    all.iter()
        .map(|one| one.parse().map_err(serde::de::Error::custom))
        .collect()
}

/// Several words: a list in a file; in the environment, with commas between them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Listed {
    Many(Vec<String>),
    One(String),
}

impl Listed {
    fn read(self) -> Vec<String> {
        match self {
            Self::Many(all) => all,
            Self::One(line) => {
                let all = line.split(',').map(str::trim).filter(|one| !one.is_empty());
                all.map(str::to_owned).collect()
            }
        }
    }
}

impl Config {
    /// Reads and checks it.
    ///
    /// # Errors
    /// A sentence that names the key which is wrong.
    pub(crate) fn load(cli: &Cli) -> anyhow::Result<Self> {
        let mut builder = config::Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(path) = &cli.config {
            builder = builder.add_source(File::from(path.as_path()).format(FileFormat::Toml));
        }
        // Everything stays text until its field reads it: a bank account of digits is no number.
        let environment = Environment::with_prefix("TIWIZI")
            .prefix_separator("__")
            .separator("__");
        let mut config: Self = builder
            .add_source(environment)
            .build()
            .and_then(config::Config::try_deserialize)
            .context("the configuration cannot be read")?;
        config.data.clone_from(&cli.data);
        if let Some(Command::Serve(serve)) = &cli.command
            && let Some(listen) = serve.listen
        {
            config.server.listen = listen;
        }
        config.check()?;
        Ok(config)
    }

    fn check(&mut self) -> anyhow::Result<()> {
        if self.market.public_url.is_empty() {
            self.market.public_url = format!("http://{}", self.server.listen);
        }
        let url = self.market.public_url.trim_end_matches('/').to_owned();
        ensure!(
            url.starts_with("https://") || url.starts_with("http://"),
            "market.public_url must begin with https:// (or http:// on loopback)"
        );
        self.market.public_url = url;
        let database = &self.database.url;
        ensure!(
            database.is_empty()
                || ["sqlite:", "postgres://", "postgresql://"]
                    .iter()
                    .any(|kind| database.starts_with(kind)),
            "database.url must begin with postgres:// (or be empty, for a SQLite file in the data directory)"
        );
        for (key, value) in [
            ("server.connections", self.server.connections),
            ("server.connections_per_address", self.server.connections_per_address),
            ("database.connections", self.database.connections as usize),
            ("photos.at_once", self.photos.at_once),
            ("backup.every_minutes", self.backup.every_minutes as usize),
        ] {
            ensure!(value > 0, "{key} is 0: nothing would ever be answered");
        }
        for (key, dirhams) in [
            ("payout.minimum", self.payout.minimum),
            ("payout.second_person_above", self.payout.second_person_above),
        ] {
            ensure!((0..=10_000_000).contains(&dirhams), "{key} is no amount of dirhams");
        }
        ensure!(
            (1..=365).contains(&self.payout.unknown_after_days),
            "payout.unknown_after_days is no number of days from 1 to 365"
        );
        ensure!(
            self.mail.transport != "smtp" || !self.mail.host.is_empty(),
            "mail.transport is \"smtp\" and mail.host is empty"
        );
        ensure!(
            self.sms.transport != "http" || !self.sms.url.is_empty(),
            "sms.transport is \"http\" and sms.url is empty"
        );
        Ok(())
    }

    /// What serving needs beyond [`Config::load`].
    ///
    /// # Errors
    /// When the address is reachable from elsewhere and the public address is not https: browsers
    /// would send no cookie, so nobody could buy or sign in.
    pub(crate) fn check_serving(&self) -> anyhow::Result<()> {
        let loopback = self.server.listen.ip().is_loopback();
        let https = self.market.public_url.starts_with("https://");
        if !loopback && !https {
            bail!(
                "{} is reachable from elsewhere, and market.public_url is not https: browsers would send no cookie. \
                 Set market.public_url to the https address of the proxy in front, or listen on 127.0.0.1.",
                self.server.listen
            );
        }
        if self.is_production() {
            ensure!(https || loopback, "production needs an https market.public_url");
            ensure!(
                !self.operator.name.is_empty(),
                "production needs operator.name: the law wants it on every page"
            );
            let operator = &self.operator;
            for (key, value) in [
                ("operator.name", &operator.name),
                ("operator.address", &operator.address),
                ("operator.phone", &operator.phone),
                ("operator.email", &operator.email),
                ("operator.cndp", &operator.cndp),
                ("operator.ice", &operator.ice),
                ("operator.tax_number", &operator.tax_number),
                ("operator.licence_number", &operator.licence_number),
                ("operator.trade_number", &operator.trade_number),
            ] {
                ensure!(!value.contains('…'), "{key} still holds the … of the example");
            }
        }
        Ok(())
    }

    /// Whether this is a real market.
    pub(crate) fn is_production(&self) -> bool {
        self.profile == Profile::Production
    }

    /// What will disappoint, although it works.
    pub(crate) fn doubts(&self) -> Vec<String> {
        let silent = self.mail.transport == "directory" && self.sms.transport == "directory";
        let silent = silent && self.is_production();
        let doubt = "Neither mail.transport nor sms.transport sends anything: codes and notices become files in the \
                     data directory, and nobody who does not read them there can sign in.";
        let no_backup = self.is_production() && self.backup.directory.as_os_str().is_empty();
        let lost = "backup.directory is empty: nothing is backed up by itself, and what is lost stays lost.";
        let doubts = [silent.then_some(doubt), no_backup.then_some(lost)];
        let mut doubts: Vec<String> = doubts.into_iter().flatten().map(str::to_owned).collect();
        let missing = self.operator.missing_on_invoices();
        if self.is_production() && !missing.is_empty() {
            let missing = missing.join(", ");
            doubts.push(format!(
                "Empty: {missing}. The law wants it on every invoice (CGI, art. 145), and invoices for commission are issued \
                 without it."
            ));
        }
        doubts
    }

    /// The file of a SQLite database.
    pub(crate) fn sqlite_file(&self) -> PathBuf {
        let url = self.database_url();
        let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
        PathBuf::from(path.split('?').next().unwrap_or(path))
    }

    /// The database's address.
    pub(crate) fn database_url(&self) -> String {
        if self.database.url.is_empty() {
            format!("sqlite://{}", self.data.join("market.sqlite").display())
        } else {
            self.database.url.clone()
        }
    }

    /// The values of `Host` that are answered.
    pub(crate) fn hosts(&self) -> Vec<String> {
        let public = self
            .market
            .public_url
            .split("://")
            .nth(1)
            .unwrap_or("")
            .to_ascii_lowercase();
        let mut hosts = vec![public];
        let listen = self.server.listen;
        hosts.push(listen.to_string());
        if listen.ip().is_loopback() {
            hosts.extend([
                format!("localhost:{}", listen.port()),
                format!("127.0.0.1:{}", listen.port()),
            ]);
        }
        hosts
    }

    /// Starts logging to standard error.
    pub(crate) fn start_log(&self) {
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(&self.log.filter));
        let log = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(std::io::stderr().is_terminal())
            .with_writer(std::io::stderr);
        // Only a second start in one process fails, and there is none.
        let _ = match self.log.format.as_str() {
            "json" => log.json().try_init(),
            _ => log.with_target(false).try_init(),
        };
    }
}
