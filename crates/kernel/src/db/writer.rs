//! How verbs become durable: shared flushes on SQLite, plain transactions on PostgreSQL.

use super::{Effect, Options, StoreError, Tx, Work};
use futures_util::FutureExt;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};
use tokio::sync::{mpsc, oneshot, watch};

/// Verbs that may share one flush. Sixty-four take some tens of milliseconds.
const BATCH: usize = 64;
/// Verbs that may wait for the writer; more are told to come back.
const WAITING: usize = 4096;

/// Takes verbs to the disk.
#[derive(Clone)]
pub(super) enum Writer {
    /// SQLite: a queue to the one task that writes.
    Shared {
        queue: mpsc::Sender<Box<dyn Member>>,
        /// Ends when that task has.
        ended: watch::Receiver<()>,
    },
    /// PostgreSQL: the pool.
    Plain(DatabaseConnection),
}

impl Writer {
    pub(super) fn shared(connection: DatabaseConnection, options: Options, statements: Arc<AtomicU64>) -> Self {
        let (sender, queue) = mpsc::channel(WAITING);
        let line = Line {
            connection: Some(connection),
            options,
            statements,
        };
        let (running, ended) = watch::channel(());
        tokio::spawn(async move {
            write_batches(line, queue).await;
            drop(running);
        });
        Self::Shared { queue: sender, ended }
    }

    pub(super) fn plain(pool: DatabaseConnection) -> Self {
        Self::Plain(pool)
    }

    pub(super) async fn write<T, E, F>(&self, verb: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a Tx) -> Work<'a, T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match self {
            Self::Shared { queue, .. } => {
                let (reply, answer) = oneshot::channel();
                let call = Call {
                    verb: Some(verb),
                    outcome: None,
                    reply,
                };
                queue
                    .try_send(Box::new(call))
                    .map_err(|_| E::from(StoreError::Unavailable("the writer's queue is full".into())))?;
                answer
                    .await
                    .unwrap_or_else(|_| Err(StoreError::Lost("the writer stopped".into()).into()))
            }
            // In a task of its own, so that a caller who goes away cannot cut it in the middle.
            Self::Plain(pool) => tokio::spawn(plain(pool.clone(), verb))
                .await
                .unwrap_or_else(|error| Err(StoreError::Panicked(error.to_string().into()).into())),
        }
    }

    pub(super) async fn close(self) {
        if let Self::Shared { queue, mut ended } = self {
            drop(queue);
            // Other clones may live on in tasks that are ending; the writer ends with the last one.
            tokio::time::timeout(Duration::from_secs(5), ended.changed()).await.ok();
        }
    }
}

async fn plain<T, E, F>(pool: DatabaseConnection, verb: F) -> Result<T, E>
where
    F: for<'a> FnOnce(&'a Tx) -> Work<'a, T, E> + Send + 'static,
    E: From<StoreError>,
{
    let begun = pool.begin_with_options(TransactionOptions::default()).await;
    let tx = Tx::new(begun.map_err(StoreError::from)?);
    let outcome = guarded(verb, &tx).await;
    match outcome {
        Ok(value) => {
            let effects = tx.take_effects();
            tx.commit().await.map_err(StoreError::from)?;
            run_effects(effects);
            Ok(value)
        }
        Err(error) => {
            if let Err(error) = tx.rollback().await {
                tracing::warn!(%error, "rolling back");
            }
            Err(error)
        }
    }
}

/// Runs a verb so that its panic is an error like any other.
async fn guarded<T, E, F>(verb: F, tx: &Tx) -> Result<T, E>
where
    F: for<'a> FnOnce(&'a Tx) -> Work<'a, T, E>,
    E: From<StoreError>,
{
    let work = AssertUnwindSafe(async { verb(tx).await });
    work.catch_unwind().await.unwrap_or_else(|panic| {
        let text = panic_text(panic.as_ref());
        tracing::error!(panic = %text, "a verb panicked");
        Err(StoreError::Panicked(text.into()).into())
    })
}

/// Runs what had to wait for the commit. The work is on the disk by now: an effect that panics changes
/// neither the answer nor anybody else's.
fn run_effects(effects: Vec<Effect>) {
    for effect in effects {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(effect)) {
            tracing::error!(panic = %panic_text(panic.as_ref()), "an effect after a commit panicked");
        }
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown".to_owned())
}

/// A verb in a batch, whatever it returns.
pub(super) trait Member: Send {
    /// Does the work and keeps the outcome; says whether it is to be stored.
    fn run<'a>(&'a mut self, tx: &'a Tx) -> futures_util::future::BoxFuture<'a, bool>;
    /// Tells the caller: the outcome if the batch is on the disk, else why it is not.
    fn answer(self: Box<Self>, flushed: Result<(), StoreError>);
}

struct Call<T, E, F> {
    verb: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Member for Call<T, E, F>
where
    F: for<'a> FnOnce(&'a Tx) -> Work<'a, T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run<'a>(&'a mut self, tx: &'a Tx) -> futures_util::future::BoxFuture<'a, bool> {
        async move {
            if let Some(verb) = self.verb.take() {
                self.outcome = Some(guarded(verb, tx).await);
            }
            matches!(self.outcome, Some(Ok(_)))
        }
        .boxed()
    }

    fn answer(self: Box<Self>, flushed: Result<(), StoreError>) {
        let outcome = match (flushed, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(StoreError::Lost("the verb did not run".into()).into()),
            (Err(error), _) => Err(error.into()),
        };
        // Nobody there any more: the work is done all the same.
        self.reply.send(outcome).ok();
    }
}

/// Members of one outer transaction, in the order in which they ran.
#[derive(Default)]
struct Batch {
    members: Vec<Box<dyn Member>>,
    effects: Vec<Effect>,
}

impl Batch {
    fn answer(self, flushed: &Result<(), StoreError>) {
        if flushed.is_ok() {
            run_effects(self.effects);
        }
        for member in self.members {
            member.answer(flushed.clone());
        }
    }
}

/// The connection that writes; none after a lost transaction, because what state the old one is in is
/// anybody's guess.
struct Line {
    connection: Option<DatabaseConnection>,
    options: Options,
    statements: Arc<AtomicU64>,
}

impl Line {
    async fn begin(&mut self) -> Result<DatabaseTransaction, StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.options.connect_counted(&self.statements).await?,
        };
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let begun = connection.begin_with_options(immediate).await;
        self.connection = Some(connection);
        Ok(begun?)
    }

    async fn close(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.close().await.ok();
        }
    }
}

async fn write_batches(mut line: Line, mut queue: mpsc::Receiver<Box<dyn Member>>) {
    while let Some(first) = queue.recv().await {
        let outer = match line.begin().await {
            Ok(outer) => outer,
            Err(error) => {
                // Everybody who waits now has waited for the same lock. Take them out before the first
                // hears of it, or whoever tries again at once would be refused without waiting.
                let mut waiting = vec![first];
                waiting.extend(std::iter::from_fn(|| queue.try_recv().ok()));
                for member in waiting {
                    member.answer(Err(error.clone()));
                }
                continue;
            }
        };
        let mut batch = Batch::default();
        let mut next = Some(first);
        let mut lost = None;
        while let Some(mut member) = next.take() {
            let ran = in_savepoint(&outer, member.as_mut(), &mut batch.effects).await;
            batch.members.push(member);
            if let Err(error) = ran {
                lost = Some(error);
                break;
            }
            if batch.members.len() < BATCH {
                next = queue.try_recv().ok();
            }
        }
        let ended = match lost {
            None => outer.commit().await,
            Some(error) => {
                outer.rollback().await.ok();
                Err(error)
            }
        };
        let flushed = ended.map_err(|error| StoreError::Lost(error.to_string().into()));
        if let Err(error) = &flushed {
            tracing::error!(%error, members = batch.members.len(), "a batch was lost");
            line.close().await;
        }
        batch.answer(&flushed);
    }
    line.close().await;
}

/// Runs one member in a savepoint of its own. An error means that the outer transaction is gone.
async fn in_savepoint(
    outer: &DatabaseTransaction,
    member: &mut dyn Member,
    effects: &mut Vec<Effect>,
) -> Result<(), DbErr> {
    let tx = Tx::new(outer.begin_with_options(TransactionOptions::default()).await?);
    if member.run(&tx).await {
        let after = tx.take_effects();
        tx.commit().await?;
        effects.extend(after);
        Ok(())
    } else {
        tx.rollback().await
    }
}
