//! The real binary on a directory of its own, started and stopped like an operator would, or worse.
#![allow(dead_code)] // each test file uses a part of it

pub(crate) mod books;
pub(crate) mod buying;
pub(crate) mod disk;
pub(crate) mod furnish;
pub(crate) mod office;

use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use testkit::{TestDb, database::Backend};

/// A directory for one market.
pub(crate) struct Place {
    directory: TempDir,
    port: u16,
    /// Its database, where that is not a file in the directory.
    server: Option<TestDb>,
}

/// A market that runs; killed when dropped.
pub(crate) struct Running {
    child: Child,
    /// Where it listens: `http://127.0.0.1:port`.
    pub(crate) url: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        testkit::init();
        Self {
            directory: TempDir::with_prefix("tiwizi-process-").expect("a directory"),
            port: free_port(),
            server: None,
        }
    }

    /// With its data in this database.
    pub(crate) async fn on(backend: Backend) -> Self {
        let mut place = Self::new();
        if backend == Backend::Postgres {
            place.server = Some(testkit::database::fresh(backend).await);
        }
        place
    }

    pub(crate) fn data(&self) -> &Path {
        self.directory.path()
    }

    /// The binary with this place's data and port.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tiwizi"));
        command
            .args(arguments)
            .arg("--data")
            .arg(self.data().join("data"))
            .env("TIWIZI__SERVER__LISTEN", format!("127.0.0.1:{}", self.port))
            // Many large orders come from one telephone and one address here.
            .env("TIWIZI__CASH__OPEN_ORDERS_PER_PHONE", "-1")
            .env("TIWIZI__CASH__CODE_AFTER_ORDERS", "-1")
            .env("TIWIZI__CASH__CODE_ABOVE", "-1")
            .env("TIWIZI__CASH__CODE_ABOVE_PIECES", "-1")
            .env("TIWIZI__CASH__CEILING", "-1")
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null());
        if let Some(server) = &self.server {
            command.env("TIWIZI__DATABASE__URL", server.options().url);
        }
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the binary starts")
    }

    /// Starts serving and waits for the first answer.
    pub(crate) fn serve(&self, arguments: &[&str]) -> Running {
        self.serve_with(arguments, &[])
    }

    /// The same, with something in its environment.
    pub(crate) fn serve_with(&self, arguments: &[&str], environment: &[(&str, OsString)]) -> Running {
        let mut all = vec!["serve"];
        all.extend(arguments);
        let mut child = self
            .command(&all)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let stdout = child.stdout.take().expect("its output");
        let mut lines = BufReader::new(stdout).lines();
        let opened = lines.next().and_then(Result::ok).unwrap_or_default();
        assert!(
            opened.contains("open at"),
            "it did not open: {opened}{}",
            rest(&mut child)
        );
        std::thread::spawn(move || lines.for_each(drop));
        let stderr = child.stderr.take().expect("its log");
        std::thread::spawn(move || BufReader::new(stderr).lines().for_each(drop));
        let running = Running {
            child,
            url: format!("http://127.0.0.1:{}", self.port),
        };
        running.wait_until_ready();
        running
    }
}

/// A port that stays free until the market takes it, also between a stop and the next start: below
/// the range from which the system gives out ports, and never the same twice in one process.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 10_000 + u16::try_from(std::process::id() % 1_000).unwrap_or(0) * 20;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 2_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

fn rest(child: &mut Child) -> String {
    let mut text = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_string(&mut text).ok();
    }
    text
}

impl Running {
    fn wait_until_ready(&self) {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            if std::net::TcpStream::connect(self.url.trim_start_matches("http://")).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{} does not answer", self.url);
    }

    /// The answer to a GET, headers and all.
    pub(crate) fn read(&self, path: &str) -> String {
        let host = self.url.trim_start_matches("http://");
        let mut stream = std::net::TcpStream::connect(host).expect("it listens");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .expect("it reads");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("it answers");
        text
    }

    /// Sends a signal by name: `TERM`, `KILL`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .arg(format!("-{name}"))
            .arg(self.child.id().to_string())
            .status();
        assert!(sent.is_ok_and(|status| status.success()), "the signal is sent");
    }

    /// Waits for its end and says whether it ended well.
    pub(crate) fn wait(&mut self) -> bool {
        self.child.wait().expect("it ends").success()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
