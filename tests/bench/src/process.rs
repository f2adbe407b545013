//! The processes that are measured: the binary `tiwizi` and the bare server, and what the kernel says
//! about them.

use crate::load;
use anyhow::{Context, bail, ensure};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// The kernel counts processor time in hundredths of a second for everybody outside of it.
const TICK: Duration = Duration::from_millis(10);
const START: Duration = Duration::from_secs(20);

/// Builds the binary in release and returns where it is.
///
/// # Errors
/// When it does not compile.
pub(crate) fn build() -> anyhow::Result<PathBuf> {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--package", "server"])
        .status()?;
    ensure!(built.success(), "the server does not compile");
    let program = std::env::current_exe()?.with_file_name("tiwizi");
    ensure!(
        program.exists(),
        "{} is not there: run the bench in release",
        program.display()
    );
    Ok(program)
}

/// A server under load. It is stopped when dropped.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// From its start to its first page.
    pub(crate) first_answer: Duration,
    cache: Arc<Mutex<Counts>>,
}

/// Pages that the cache had, and pages that had to be made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) hits: u64,
    pub(crate) misses: u64,
}

impl Server {
    /// Starts the market on a database that is migrated and full, and waits for its first page.
    ///
    /// # Errors
    /// When it does not come up.
    pub(crate) async fn market(program: &Path, data: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new(program);
        command
            .arg("serve")
            .args(["--listen", &address.to_string(), "--data"])
            .arg(data);
        command
            .env("TIWIZI__PROFILE", "production")
            .env("TIWIZI__OPERATOR__NAME", "Bench");
        // Its cache tells what it had, twice a second and only when that changed.
        command.env("TIWIZI__LOG__FILTER", "warn,tiwizi=warn,gateway::cache=debug");
        if let Some(url) = database {
            command.env("TIWIZI__DATABASE__URL", url);
        }
        let start = Instant::now();
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let cache = Arc::new(Mutex::new(Counts::default()));
        let (out, err) = (child.stdout.take(), child.stderr.take());
        listen(out, Arc::clone(&cache));
        listen(err, Arc::clone(&cache));
        let page = load::get(address, "/fr");
        let first_answer = loop {
            match load::ask(address, &page).await {
                Ok((200, _)) => break start.elapsed(),
                Ok((status, body)) => bail!("the first page is {status}: {body}"),
                Err(_) if start.elapsed() > START => bail!("the market does not answer"),
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
            if let Some(ended) = child.try_wait()? {
                bail!("the market stopped at once: {ended}");
            }
        };
        Ok(Self {
            child,
            address,
            first_answer,
            cache,
        })
    }

    /// Starts the bare server with bodies of `size` bytes.
    ///
    /// # Errors
    /// When it does not come up.
    pub(crate) fn bare(size: usize) -> anyhow::Result<Self> {
        let start = Instant::now();
        let program = std::env::current_exe()?;
        let mut child = Command::new(program)
            .args(["bare", &size.to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its output")?).read_line(&mut line)?;
        let address = line.trim().parse().context("the bare server's address")?;
        Ok(Self {
            child,
            address,
            first_answer: start.elapsed(),
            cache: Arc::default(),
        })
    }

    /// Processor time that it has used.
    pub(crate) fn processor(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The name in brackets may hold anything; what follows it are numbers: user and system are the
        // twelfth and thirteenth of them.
        let numbers = stat.rsplit(')').next().unwrap_or_default();
        let ticks: u32 = numbers
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|n| n.parse::<u32>().ok())
            .sum();
        TICK * ticks
    }

    /// Resident memory in megabytes: now, and the most it ever was.
    pub(crate) fn memory(&self) -> (f64, f64) {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let megabytes = |name: &str| -> f64 {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_whitespace()
                .nth(1)
                .and_then(|n| n.parse::<f64>().ok())
                .unwrap_or(0.0)
                / 1024.0
        };
        (megabytes("VmRSS:"), megabytes("VmHWM:"))
    }

    /// What the cache has said last; it speaks within half a second.
    pub(crate) async fn cache(&self) -> Counts {
        tokio::time::sleep(Duration::from_millis(700)).await;
        *self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .is_ok_and(|status| status.success());
        let start = Instant::now();
        while asked && start.elapsed() < Duration::from_secs(5) {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Reads what a server says to its end: the cache's counts are kept, the rest is shown.
fn listen(output: Option<impl std::io::Read + Send + 'static>, cache: Arc<Mutex<Counts>>) {
    let Some(output) = output else { return };
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let plain = without_colours(&line);
            match (number(&plain, "hits="), number(&plain, "misses=")) {
                (Some(hits), Some(misses)) => {
                    *cache.lock().unwrap_or_else(PoisonError::into_inner) = Counts { hits, misses };
                }
                _ if plain.contains("WARN") || plain.contains("ERROR") || plain.starts_with("tiwizi:") => {
                    println!("    {plain}")
                }
                _ => {}
            }
        }
    });
}

fn number(line: &str, name: &str) -> Option<u64> {
    let rest = line.split(name).nth(1)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            rest.by_ref().find(|c| c.is_ascii_alphabetic());
        } else {
            plain.push(c);
        }
    }
    plain
}
