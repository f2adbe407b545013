//! The binary `tiwizi`: reads the configuration, opens the market, and serves it.

mod assemble;
mod backup;
mod cli;
mod commands;
mod config;
mod lock;
mod serve;

use clap::Parser;
use std::process::ExitCode;

// Mistakes that are planted for the simulation to find are never part of a market.
const _: () = assert!(!kernel::PLANTED);

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    if matches!(cli.command, Some(cli::Command::PhotoWorker)) {
        // A child that sees one hostile file: no configuration, no database, no network.
        return media::worker::child_main();
    }
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            commands::say_error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: cli::Cli) -> anyhow::Result<()> {
    rustls::crypto::ring::default_provider().install_default().ok();
    let config = config::Config::load(&cli)?;
    config.start_log();
    if !config.market.name.is_empty() {
        view::words::name_market(&config.market.name, &config.market.name_ar);
    }
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(commands::run(cli, config))
}
