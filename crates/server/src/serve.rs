//! Serving: the listener, the jobs, the cache's watch, and an orderly end.

use crate::{
    assemble::{self, Open},
    cli::Serve,
    commands::say,
    config::Config,
};
use anyhow::Context;
use gateway::{App, Limits};
use market::Market;
use std::{sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Serves until SIGTERM or SIGINT, then finishes what is under way.
///
/// # Errors
/// A sentence that says why it could not start.
pub(crate) async fn serve(config: Config, options: Serve) -> anyhow::Result<()> {
    config.check_serving()?;
    let Open { market, lock } = assemble::open(&config).await?;
    let listener = TcpListener::bind(config.server.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", config.server.listen))?;
    let app = App::new(
        Arc::new(market),
        gateway::Config {
            hosts: config.hosts(),
            trusted_proxies: config.server.trusted_proxies.clone(),
        },
    );
    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    stop_on_signal(stop.clone())?;
    let limits = Limits {
        connections: config.server.connections,
        per_address: config.server.connections_per_address,
        ..Limits::default()
    };
    let (public, listen) = (&config.market.public_url, config.server.listen);
    say(&match format!("http://{listen}") == *public {
        true => format!("Tiwizi is open at {public}"),
        false => format!("Tiwizi is open at {public}, and listens on {listen} for the proxy in front"),
    });
    for doubt in config.doubts() {
        tracing::warn!("{doubt}");
    }
    let with_demo = !config.is_production() && !options.no_demo;
    let demo = app.clone();
    let welcomed = CancellationToken::new();
    let welcome = welcomed.clone().drop_guard();
    tasks.spawn(async move {
        let _welcome = welcome;
        if with_demo && let Err(error) = crate::commands::welcome(demo.market()).await {
            tracing::error!(%error, "the demo could not be loaded");
        }
    });
    let watch = tokio::spawn(gateway::watch_changes(app.clone()));
    let console = tokio::spawn(show_messages(app.clone()));
    let payments = tokio::spawn(send_payments(app.clone(), welcomed.clone()));
    if config.jobs.with_serve && !options.no_work {
        let (worker, stop) = (app.clone(), stop.clone());
        tasks.spawn(async move {
            // The demo plays weeks of orders: nothing that comes round by itself may meddle with them.
            welcomed.cancelled().await;
            market::jobs::run(worker.shared(), stop).await;
        });
    }
    tasks.spawn(crate::backup::go_round(config.clone(), app.shared(), stop.clone()));
    let router = gateway::router(app.clone());
    gateway::serve(listener, router, app.clone(), limits, stop).await?;
    watch.abort();
    console.abort();
    payments.abort();
    tasks.close();
    tasks.wait().await;
    app.market().db.clone().close().await;
    drop(lock);
    Ok(())
}

/// In a demo: every message on the console as it leaves, so that whoever tries the market sees the
/// codes. A real market keeps no recent messages, and nothing is shown.
async fn show_messages(app: App) {
    let mut last = None;
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let recent = app.market().mailer.recent();
        let fresh = recent
            .iter()
            .take_while(|delivered| Some(&delivered.message.id) != last.as_ref());
        for delivered in fresh.collect::<Vec<_>>().into_iter().rev() {
            say(&market::demo::line(delivered));
        }
        last = recent.first().map(|delivered| delivered.message.id.clone());
    }
}

/// In a demo: the messages of the provider that moves no money, as they fall due. A real market has no such provider.
async fn send_payments(app: App, welcomed: CancellationToken) {
    if app.market().ways.fake().is_none() {
        return;
    }
    // Its books know no earlier hour than the last one they saw.
    welcomed.cancelled().await;
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        if let Err(error) = market::paying::send_messages(app.market()).await {
            tracing::warn!(%error, "the demo's payment provider");
        }
    }
}

/// Runs only the jobs, until SIGTERM or SIGINT.
///
/// # Errors
/// A sentence that says why it could not start.
pub(crate) async fn work(config: Config) -> anyhow::Result<()> {
    let Open { market, lock } = assemble::open(&config).await?;
    let stop = CancellationToken::new();
    stop_on_signal(stop.clone())?;
    let market: Arc<Market> = Arc::new(market);
    tokio::join!(
        market::jobs::run(Arc::clone(&market), stop.clone()),
        crate::backup::go_round(config, Arc::clone(&market), stop),
    );
    market.db.clone().close().await;
    drop(lock);
    Ok(())
}

fn stop_on_signal(stop: CancellationToken) -> anyhow::Result<()> {
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        tokio::select! { _ = term.recv() => {}, _ = interrupt.recv() => {} }
        stop.cancel();
    });
    Ok(())
}
