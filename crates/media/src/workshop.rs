//! The parent's side: one child per photo, one photo at a time, and an end to everything.

use std::{
    ffi::OsString,
    io,
    os::unix::process::ExitStatusExt as _,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use bytes::Bytes;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::{Child, Command},
    sync::Semaphore,
    time::timeout,
};

use crate::{
    error::{Error, Refusal},
    frame,
    rendition::Developed,
};

/// How long one photo may take, from start to end of its child.
const PATIENCE: Duration = Duration::from_secs(20);
/// The signals of a child that ran into its own limits or its own fault: the file's doing, so a refusal.
const CPU_SPENT: i32 = 24;
/// The signals by which somebody else ends a child: the file may be fine, so the job tries again.
const FROM_OUTSIDE: [i32; 5] = [1, 2, 3, 9, 15];

/// Where photos are developed.
#[derive(Debug)]
pub struct Workshop {
    program: PathBuf,
    arguments: Vec<OsString>,
    places: Semaphore,
    patience: Duration,
}

impl Workshop {
    /// A workshop whose children run `program` with `arguments` (the same binary with its hidden subcommand), at most
    /// `concurrency` at once (at least one).
    pub fn new<A: Into<OsString>>(
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = A>,
        concurrency: usize,
    ) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            places: Semaphore::new(concurrency.max(1)),
            patience: PATIENCE,
        }
    }

    /// The same workshop with another limit of wall time for each photo; 20 seconds when not said.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Develops one original in a child of its own and leaves no process behind, however it ends. Dropping the
    /// future ends the child.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file is at fault; [`Error::Workshop`] when the child could not do its work and
    /// the same photo may succeed later.
    pub async fn develop(&self, original: Bytes) -> Result<Developed, Error> {
        // The semaphore is never closed, so waiting cannot fail.
        let _place = self
            .places
            .acquire()
            .await
            .map_err(|closed| Error::Workshop(io::Error::other(closed)))?;
        let mut child = self.spawn().map_err(Error::Workshop)?;
        match timeout(self.patience, converse(&mut child, original)).await {
            Ok(Ok((status, answer))) => judge(status, answer),
            Ok(Err(error)) => {
                end(&mut child).await;
                Err(Error::Workshop(error))
            }
            Err(_elapsed) => {
                end(&mut child).await;
                Err(Refusal::Timeout.into())
            }
        }
    }

    fn spawn(&self) -> io::Result<Child> {
        Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            // An allocator that reserves a gigabyte of addresses at start would already stand above the limit.
            .env("MIMALLOC_ARENA_RESERVE", "0")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    }
}

/// Hands the original over and listens at the same time, so that neither side waits for the other.
async fn converse(child: &mut Child, original: Bytes) -> io::Result<(ExitStatus, Bytes)> {
    let (Some(mut into), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::Error::other("the child has no pipes"));
    };
    let hand_over = async move {
        // A child that has seen enough closes its end; what it answers is what counts.
        let _ = into.write_all(&original).await;
        let _ = into.shutdown().await;
    };
    let listen = async move {
        let mut answer = Vec::new();
        from.take(frame::LARGEST_ANSWER)
            .read_to_end(&mut answer)
            .await
            .map(|_| Bytes::from(answer))
    };
    let ((), answer) = tokio::join!(hand_over, listen);
    let answer = answer?;
    let status = child.wait().await?;
    Ok((status, answer))
}

/// What the end of the child says about the file.
fn judge(status: ExitStatus, answer: Bytes) -> Result<Developed, Error> {
    match status.signal() {
        _ if status.success() => Ok(frame::read(answer)?),
        Some(CPU_SPENT) => Err(Refusal::Timeout.into()),
        Some(signal) if FROM_OUTSIDE.contains(&signal) => Err(Error::Workshop(io::Error::other(format!(
            "the child was ended by signal {signal}"
        )))),
        None if status.code() == Some(1) => Err(Error::Workshop(io::Error::other(
            "the child could not confine itself or use its pipes",
        ))),
        signal => {
            tracing::warn!(?signal, code = ?status.code(), "a photo ended its worker");
            Err(Refusal::Broken.into())
        }
    }
}

async fn end(child: &mut Child) {
    if let Err(error) = child.kill().await {
        tracing::warn!(%error, "a photo worker could not be ended");
    }
}
