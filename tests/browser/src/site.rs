//! The market that people look at.

use gateway::{App, Config, Limits};
use kernel::time::{MINUTE, SECOND};
use market::Settings;
use std::{
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};
use testkit::{Backend, TestMarket, database};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// A market behind the real listener.
pub struct Site {
    market: TestMarket,
    /// Where it is, without a slash at the end.
    pub base: String,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    findings: Arc<Mutex<Vec<String>>>,
}

impl Deref for Site {
    type Target = TestMarket;
    fn deref(&self) -> &TestMarket {
        &self.market
    }
}

impl Site {
    /// An empty market: the reference data of the migrations and nothing else.
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// An empty market whose pages follow other settings.
    pub async fn open_with(change: impl FnOnce(&mut Settings)) -> Self {
        testkit::init();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        // By its name: browsers keep cookies of secure pages on this host alone without https.
        let host = format!("localhost:{}", listener.local_addr().expect("its address").port());
        let base = format!("http://{host}");
        let database = database::fresh(Backend::Sqlite).await;
        let market = TestMarket::at(database, &base).await;
        let app = App::new(
            market.altered(|market| change(&mut market.settings)),
            Config {
                hosts: vec![host],
                trusted_proxies: Vec::new(),
            },
        );
        let stop = CancellationToken::new();
        let router = gateway::router(app.clone());
        let serving = {
            let (app, stop) = (app.clone(), stop.clone());
            tokio::spawn(async move {
                gateway::serve(listener, router, app, Limits::default(), stop)
                    .await
                    .expect("serving");
            })
        };
        let watching = tokio::spawn(gateway::watch_changes(app));
        Self {
            market,
            base,
            stop,
            tasks: vec![serving, watching],
            findings: Arc::default(),
        }
    }

    /// Does what is due (messages, photos), and lets some time pass: codes and limits count it.
    pub async fn settle(&self) {
        self.run_jobs().await;
        self.clock.advance(5 * SECOND);
    }

    /// Lets the limits on sign-in forget.
    pub fn rest(&self) {
        self.clock.advance(61 * MINUTE);
    }

    /// The six digits that an authenticator shows for `secret` (base 32) now. Time moves on first,
    /// because a code counts once.
    pub fn digits(&self, secret: &str) -> String {
        self.clock.advance(30 * SECOND);
        let secret = secret.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>();
        let bytes = totp_rs::Secret::try_from_base32(&secret).expect("a secret in base 32");
        let totp = totp_rs::Builder::new().with_secret(bytes).build().expect("a secret");
        let now = u64::try_from(kernel::time::Clock::now(&self.clock).seconds()).expect("a time after 1970");
        totp.generate(now).to_string()
    }

    pub(crate) fn findings(&self) -> Arc<Mutex<Vec<String>>> {
        Arc::clone(&self.findings)
    }

    /// Fails with everything that was found wrong on the pages people looked at.
    ///
    /// # Panics
    /// When anything was.
    pub fn assert_sound(&self) {
        let found = std::mem::take(&mut *self.findings.lock().unwrap_or_else(PoisonError::into_inner));
        let mut list: Vec<String> = found;
        list.dedup();
        assert!(
            list.is_empty(),
            "{} things are wrong on the pages:\n\n{}\n",
            list.len(),
            list.join("\n\n")
        );
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop.cancel();
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}
