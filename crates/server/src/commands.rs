//! What each command does beside serving.

use crate::{
    assemble, backup,
    cli::{Admin, Check, Cli, Command, Demo, Restore, Serve},
    config::Config,
    serve,
};
use anyhow::{bail, ensure};
use kernel::db::Options;
use market::Market;
use std::{io::Write, path::Path};

/// Does what the command line asks.
///
/// # Errors
/// A sentence for whoever typed it.
pub(crate) async fn run(cli: Cli, config: Config) -> anyhow::Result<()> {
    let command = cli.command.unwrap_or(Command::Serve(Serve::default()));
    if !matches!(command, Command::Restore(_)) {
        backup::refuse_half_restored(&config.data)?;
    }
    match command {
        Command::Serve(options) => serve::serve(config, options).await,
        Command::Work => serve::work(config).await,
        Command::Migrate => migrate(&config).await,
        Command::Check { what: None } => check(&config).await,
        Command::Check {
            what: Some(Check::Money),
        } => check_money(&config).await,
        Command::Demo { action } => demo(&config, action).await,
        Command::Admin { action } => admin(&config, action).await,
        Command::Backup { directory, without_key } => back_up(config, &directory, without_key).await,
        Command::Restore(how) => restore(&config, how).await,
        Command::PhotoWorker => bail!("the photo worker starts before the configuration is read"),
    }
}

async fn migrate(config: &Config) -> anyhow::Result<()> {
    assemble::private(&config.data)?;
    let url = config.database_url();
    let _lock = url
        .starts_with("sqlite")
        .then(|| crate::lock::Lock::take(&config.data))
        .transpose()?;
    assemble::migrate(&Options::new(url)).await?;
    say("The database is up to date.");
    Ok(())
}

async fn check(config: &Config) -> anyhow::Result<()> {
    config.check_serving()?;
    assemble::check_ways(config)?;
    for doubt in config.doubts() {
        say(&format!("Mind: {doubt}"));
    }
    if config.database.url.is_empty() && !config.data.join("market.sqlite").exists() {
        say(&format!(
            "The configuration is in order. There is no database in {} yet: `tiwizi serve` or `tiwizi migrate` makes one.",
            config.data.display()
        ));
        return Ok(());
    }
    let market = assemble::market(config).await?;
    say("Configuration, database and stores are in order.");
    market.db.close().await;
    Ok(())
}

async fn check_money(config: &Config) -> anyhow::Result<()> {
    let market = assemble::market(config).await?;
    let checked = market::money::check(&market).await?;
    market.db.close().await;
    if let Some(broken) = checked.broken {
        bail!("money is not accounted for: {broken}");
    }
    say(&format!(
        "All money is accounted for: {} parts of orders.",
        checked.parts
    ));
    Ok(())
}

async fn back_up(mut config: Config, directory: &Path, without_key: bool) -> anyhow::Result<()> {
    config.backup.with_key &= !without_key;
    let made = backup::make(&config, directory, false).await?;
    say(&format!(
        "Backed up to {}: {} bytes, {} files of pictures{}.",
        made.path.display(),
        made.bytes,
        made.pictures,
        match made.proven {
            true => "; restored in a test, everything in order",
            false => "; read to its end, but not restored in a test: the server allows no second database",
        }
    ));
    if made.lost > 0 {
        say(&format!("Mind: {} pictures were lost before.", made.lost));
    }
    say(match made.with_key {
        true => "The secret key is in it: whoever can read it can read everything.",
        false => "The secret key is not in it: keep secret.key elsewhere, or second factors and links are lost.",
    });
    Ok(())
}

async fn restore(config: &Config, how: Restore) -> anyhow::Result<()> {
    match how.directory {
        Some(directory) if how.check => backup::check(config, &directory).await,
        Some(directory) => backup::restore(config, &directory).await,
        None => {
            let waiting = match how.discard_messages {
                true => market::quarantine::Waiting::Discard,
                false => market::quarantine::Waiting::Send,
            };
            backup::release(config, waiting).await
        }
    }
}

async fn demo(config: &Config, action: Demo) -> anyhow::Result<()> {
    ensure!(!config.is_production(), "the production profile knows no demo");
    match action {
        Demo::Load => {
            let open = assemble::open(config).await?;
            let loaded = market::demo::load(&open.market).await?;
            ensure!(
                loaded,
                "the database is not empty: the demo is loaded into an empty one only"
            );
            say("The demo market is loaded.");
        }
        Demo::Code { role } => say(&market::demo::code(&market::SystemClock, &role)?),
    }
    Ok(())
}

async fn admin(config: &Config, action: Admin) -> anyhow::Result<()> {
    let market = assemble::market(config).await?;
    match action {
        Admin::Invite { lang } => {
            let link = market::people::invite_administrator(&market, lang).await?;
            say("Open this link once, within 24 hours, to become an administrator:");
            say(&link);
        }
        Admin::ResetFactor { who } => {
            market::people::factor::reset(&market, &who).await?;
            say("The second factor is forgotten; they set it up anew when they next sign in.");
        }
    }
    market.db.close().await;
    Ok(())
}

/// Loads the demo into an empty database, and says how to sign in wherever the demo is.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn welcome(market: &Market) -> anyhow::Result<()> {
    market::demo::load(market).await?;
    for line in market::demo::how_to_sign_in(market).await? {
        say(&line);
    }
    Ok(())
}

/// A line on standard output; who closed it does not want to know.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A line on standard error.
pub(crate) fn say_error(line: &str) {
    let _ = writeln!(std::io::stderr(), "tiwizi: {line}");
}
