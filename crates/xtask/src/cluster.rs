//! A PostgreSQL of our own: in a temporary directory, on loopback only, run by an unprivileged user,
//! and gone with us however we end.

use crate::{Outcome, shell};
use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const START: Duration = Duration::from_secs(60);

/// Settings of a cluster that lives for minutes.
const SETTINGS: [&str; 6] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    "jit=off",
    "log_min_messages=warning",
    "log_statement=none",
];

/// For tests. Without `fsync` the cluster would not survive a power cut, and need not: the tests ask
/// whether the logic is right; what reaches a disk is tested on SQLite, whose flushes are ours. The
/// bench goes without these: the flush is what it measures.
const HASTE: [&str; 3] = ["fsync=off", "full_page_writes=off", "autovacuum=off"];

/// The folder of the newest PostgreSQL's programs, where Debian puts them.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|folder| folder.join("bin/initdb").is_file())
        .max_by_key(|folder| folder.file_name()?.to_str()?.parse::<u32>().ok())
        .map(|folder| folder.join("bin"))
}

/// A running cluster; dropping it stops it and removes its files.
pub(crate) struct Cluster {
    port: u16,
    server: Child,
    watchman: Watchman,
}

impl Cluster {
    /// Makes a cluster for tests and waits until it answers.
    pub(crate) fn start() -> Outcome<Self> {
        Self::start_with(&HASTE)
    }

    /// Makes a cluster that keeps what it is told, as a real one does.
    pub(crate) fn start_durable() -> Outcome<Self> {
        Self::start_with(&[])
    }

    fn start_with(settings: &[&str]) -> Outcome<Self> {
        let programs = programs().ok_or("PostgreSQL is not installed")?;
        let owner = Owner::pick()?;
        let home = std::env::temp_dir().join(format!("tiwizi-postgres-{}", std::process::id()));
        shell::must(owner.command("mkdir").args(["-m", "700"]).arg(&home))?;
        let mut watchman = Watchman::new(&home)?;
        let data = home.join("data");
        let mut initdb = owner.command(programs.join("initdb"));
        initdb.args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        shell::must(initdb.arg("--pgdata").arg(&data))?;

        // Between our looking for a free port and the server's taking it, somebody else may come.
        let mut failure = String::new();
        for _ in 0..5 {
            let port = free_port()?;
            let mut server = serve(&owner, &programs, &data, port, settings)?;
            watchman.guard(server.id())?;
            match until_ready(&mut server, &programs, port) {
                Ok(()) => {
                    return Ok(Self { port, server, watchman });
                }
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    /// The address of the administration database; its role may create databases.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.watchman.dismiss();
        self.server.wait().ok();
    }
}

fn free_port() -> Outcome<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|socket| socket.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("no free port on loopback: {error}"))
}

fn serve(owner: &Owner, programs: &Path, data: &Path, port: u16, settings: &[&str]) -> Outcome<Child> {
    let mut server = owner.command(programs.join("postgres"));
    server.arg("-D").arg(data).args(["-p", &port.to_string()]);
    for setting in SETTINGS.iter().chain(settings) {
        server.args(["-c", setting]);
    }
    // Its log would drown the tests' own output, and refused statements are part of them.
    server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    server
        .spawn()
        .map_err(|error| format!("postgres does not start: {error}"))
}

fn until_ready(server: &mut Child, programs: &Path, port: u16) -> Outcome {
    let start = Instant::now();
    while start.elapsed() < START {
        if let Ok(Some(status)) = server.try_wait() {
            return Err(format!("postgres stopped at once: {status}"));
        }
        let mut ready = Command::new(programs.join("pg_isready"));
        ready.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
        if shell::output(&mut ready).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    server.kill().ok();
    Err("postgres did not answer within a minute".to_owned())
}

/// Whose processes the cluster's are.
enum Owner {
    Ourselves,
    Other { user: &'static str, group: String },
}

impl Owner {
    fn pick() -> Outcome<Self> {
        if !shell::is_root() {
            return Ok(Self::Ourselves);
        }
        let group = |user| shell::output(Command::new("id").args(["-g", user]));
        for user in ["postgres", "nobody"] {
            if let Ok(group) = group(user) {
                let group = group.trim().to_owned();
                return Ok(Self::Other { user, group });
            }
        }
        Err("PostgreSQL refuses to run as root, and there is no user postgres or nobody".to_owned())
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = match self {
            Self::Ourselves => Command::new(program),
            Self::Other { user, group } => {
                let mut setpriv = Command::new("setpriv");
                setpriv.args([&format!("--reuid={user}"), &format!("--regid={group}")]);
                setpriv.args(["--clear-groups", "--"]).arg(program);
                setpriv
            }
        };
        // The owner may not be allowed to stand where we stand.
        command.current_dir("/");
        command
    }
}

/// A shell that waits for the end of its input, which comes when we end in any way (Ctrl-C, a panic,
/// `kill -9`), then stops the server and removes the directory.
struct Watchman {
    shell: Child,
    line: Option<ChildStdin>,
}

impl Watchman {
    const SCRIPT: &'static str = r#"
        trap '' INT TERM HUP
        server=
        while read -r word; do server=$word; done
        if [ -n "$server" ]; then
            kill -INT "$server" 2>/dev/null
            tries=0
            while kill -0 "$server" 2>/dev/null && [ -e "$1/data/postmaster.pid" ] && [ $tries -lt 100 ]; do
                sleep 0.1; tries=$((tries + 1))
            done
            kill -0 "$server" 2>/dev/null && [ $tries -ge 100 ] && kill -QUIT "$server" 2>/dev/null
        fi
        rm -rf -- "$1""#;

    fn new(home: &Path) -> Outcome<Self> {
        let mut shell = Command::new("sh")
            .args(["-c", Self::SCRIPT, "watchman"])
            .arg(home)
            .current_dir("/")
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| format!("sh: {error}"))?;
        let line = shell.stdin.take();
        Ok(Self { shell, line })
    }

    fn guard(&mut self, server: u32) -> Outcome {
        use std::io::Write;
        let line = self.line.as_mut().ok_or("the watchman has left")?;
        writeln!(line, "{server}").map_err(|error| format!("the watchman does not listen: {error}"))
    }

    fn dismiss(&mut self) {
        self.line.take();
        self.shell.wait().ok();
    }
}

impl Drop for Watchman {
    fn drop(&mut self) {
        self.dismiss();
    }
}
