//! chromedriver, started on a port of its own choice, and the browsers it opens.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use thirtyfour::{CapabilitiesHelper, ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

/// A chromedriver of one test. It and its browsers go when it is dropped.
pub struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    /// Starts one.
    ///
    /// # Panics
    /// When there is no chromedriver on this machine; the sentence says what to do.
    pub fn start() -> Self {
        let program = tool("TIWIZI_TEST_CHROMEDRIVER", "/usr/bin/chromedriver");
        let mut child = Command::new(program)
            .args(["--port=0", "--allowed-ips=127.0.0.1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .filter_map(|line| line.split("on port ").nth(1)?.trim_end_matches('.').trim().parse().ok())
            // At first it repeats the zero it was given.
            .find(|port| *port != 0)
            .expect("chromedriver names its port");
        // Whoever stops reading stops it at last: its pipe would be full.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port }
    }

    /// Opens a browser with nothing in its profile, and scripts switched off where told.
    pub(crate) async fn open(&self, profile: &TempDir, scripts: bool, language: &str) -> WebDriver {
        let mut wanted = DesiredCapabilities::chrome();
        wanted
            .set_binary(&tool("TIWIZI_TEST_CHROMIUM", "/usr/bin/chromium"))
            .expect("a capability");
        for flag in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-extensions",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
            &format!("--user-data-dir={}", profile.path().display()),
            &format!("--lang={language}"),
        ] {
            wanted.add_arg(flag).expect("a flag");
        }
        if !scripts {
            let prefs = serde_json::json!({ "profile.managed_default_content_settings.javascript": 2 });
            wanted.add_experimental_option("prefs", prefs).expect("a preference");
        }
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All).expect("a log");
        // A dialog that a page opens stays, so that a test sees it.
        wanted.set("unhandledPromptBehavior", "ignore").expect("a capability");
        let url = format!("http://127.0.0.1:{}", self.port);
        WebDriver::builder(url, wanted)
            .request_timeout(Duration::from_secs(60))
            .await
            .expect("Chromium opens")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked politely it closes its browsers; killed it would leave them behind.
        if let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) {
            stream.set_read_timeout(Some(Duration::from_secs(5))).ok();
            write!(
                stream,
                "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
                self.port
            )
            .ok();
            stream.read_to_end(&mut Vec::new()).ok();
        }
        for _ in 0..50 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn tool(variable: &str, usual: &str) -> String {
    let named = env::var(variable).ok().filter(|path| !path.is_empty());
    let path = named.unwrap_or_else(|| usual.to_owned());
    assert!(
        fs::exists(&path).unwrap_or(false),
        "There is no {} on this machine: run the tests with `cargo xtask test`, which installs it and sets {variable}.",
        Path::new(&path).file_name().unwrap_or_default().display(),
    );
    path
}
