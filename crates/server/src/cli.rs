//! The command line.

use clap::{Args, Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf};

/// A market for the local products of cooperatives.
#[derive(Debug, Parser)]
#[command(name = "tiwizi", version, about)]
pub(crate) struct Cli {
    /// A file whose keys override the defaults (see config/default.toml).
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where the database, photos and messages lie.
    #[arg(long, global = true, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// What to do; `serve` when nothing is said.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the market: migrates, loads the demo on an empty development database, and runs the jobs too.
    Serve(Serve),
    /// Run only the jobs: messages, photos, reminders.
    Work,
    /// Bring the database up to date and stop.
    Migrate,
    /// The demo market.
    Demo {
        /// What about it.
        #[command(subcommand)]
        action: Demo,
    },
    /// Administrators.
    Admin {
        /// What about them.
        #[command(subcommand)]
        action: Admin,
    },
    /// Look whether everything that serving needs is there; `check money`: whether all money is accounted for.
    Check {
        /// What to look at instead.
        #[command(subcommand)]
        what: Option<Check>,
    },
    /// Back the market up into a directory while it serves; nothing is named a backup before it was restored in a test.
    Backup {
        /// Where the sets lie.
        directory: PathBuf,
        /// Leave the secret key out: then a restore needs it from elsewhere.
        #[arg(long)]
        without_key: bool,
    },
    /// Restore a backup into an empty data directory; the market is in quarantine afterwards.
    Restore(Restore),
    /// Develop one photo from standard input (the market starts this itself).
    #[command(hide = true)]
    PhotoWorker,
}

/// How to serve.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Serve {
    /// The address and port to listen on.
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
    /// Do not load the demo market into an empty database.
    #[arg(long)]
    pub(crate) no_demo: bool,
    /// Leave the jobs to another process.
    #[arg(long)]
    pub(crate) no_work: bool,
}

/// How to restore.
#[derive(Clone, Debug, Args)]
pub(crate) struct Restore {
    /// The directory of the sets (then the newest is meant), or one set.
    #[arg(required_unless_present = "release")]
    pub(crate) directory: Option<PathBuf>,
    /// Only prove that it can be restored, and touch nothing.
    #[arg(long)]
    pub(crate) check: bool,
    /// End the quarantine of a market that was restored.
    #[arg(long, conflicts_with_all = ["directory", "check"])]
    pub(crate) release: bool,
    /// With --release: never send the messages that waited.
    #[arg(long, requires = "release")]
    pub(crate) discard_messages: bool,
}

/// What can be looked at.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Check {
    /// Reckon all money again; ends with an error that names the first wrong row. The market may go on.
    Money,
}

/// The demo market.
#[derive(Debug, Subcommand)]
pub(crate) enum Demo {
    /// Load it into an empty database.
    Load,
    /// Print a current second-factor code of a demo role.
    Code {
        /// The role: `administrator`.
        role: String,
    },
}

/// Administrators.
#[derive(Debug, Subcommand)]
pub(crate) enum Admin {
    /// Print a one-time link that makes an administrator.
    Invite {
        /// The language of the page it opens: ar, fr or en.
        #[arg(long, default_value = "ar")]
        lang: kernel::Locale,
    },
    /// Forget an administrator's second factor, so that they set it up anew.
    ResetFactor {
        /// Their e-mail or telephone.
        who: String,
    },
}
