//! Running jobs: a loop that claims, runs and settles, and the same in one go for tests.

use crate::{
    Claimed, Error, Failure, Handler, NewJob, PATIENCE, Queue, backoff,
    claim::{self, Verdict},
    keep, quarantine,
};
use futures_util::FutureExt;
use kernel::{
    Chance, Db, Fault, Kind, Micros, Mint,
    time::{Clock, SECOND},
};
use std::{
    any::Any,
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Jobs that run at once in one process.
const AT_ONCE: usize = 4;
/// A handler is cut before its lease ends, so that nobody else runs the job meanwhile.
const CUT: Duration = Duration::from_secs(4 * 60);
/// How long running jobs may go on after the process was told to stop.
const GRACE: Duration = Duration::from_secs(20);
/// The longest sleep: neither other processes nor time itself ring the bell here.
const FLOOR: Duration = Duration::from_secs(1);
/// Most jobs of one [`Runner::run_due`], in case jobs enqueue jobs for ever.
const MOST: usize = 100_000;
/// Attempts that a late job still gets: the market may have been switched off for days.
const LEAST_ATTEMPTS: u32 = 10;
/// Attempts after which a job is not even started: it takes its process with it each time.
const MOST_ATTEMPTS: u32 = 1000;

/// Takes jobs from the queue and has them done. Cheap to clone; a clone is the same runner.
#[derive(Clone)]
pub struct Runner {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    queue: Queue,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    handler: Arc<dyn Handler>,
    owner: String,
    schedule: Vec<Every>,
    kinds: Kinds,
}

/// Which kinds a runner treats in their own way; the rest waits during a quarantine, and else comes in turn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kinds {
    /// Those that also run while the market is in quarantine.
    pub through: &'static [&'static str],
    /// Those that may wait while anything else is due: long work that nobody sits and waits for.
    pub last: &'static [&'static str],
}

/// A periodic job.
struct Every {
    kind: &'static str,
    period: i64,
    /// The slot that was enqueued last, so that the database is asked once per slot.
    last: AtomicI64,
}

impl Runner {
    /// A runner with a name of its own, under which it holds its leases. It also enqueues a job of
    /// each kind in `schedule` once in every period (microseconds, counted from 1970, at most 30
    /// days), however many processes do so; periods that passed while no process ran are not caught up.
    pub fn new(
        db: Db,
        queue: Queue,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        handler: Arc<dyn Handler>,
        schedule: &[(&'static str, i64)],
        kinds: Kinds,
    ) -> Self {
        let owner = Mint::new(clock.now(), Arc::clone(&chance)).letters::<12>();
        let inner = Inner {
            db,
            queue,
            clock,
            chance,
            handler,
            owner,
            schedule: schedule.iter().map(Every::new).collect(),
            kinds,
        };
        Self { inner: Arc::new(inner) }
    }

    /// Runs jobs until it is told to stop; then lets those that run come to their end for a while,
    /// and gives back the rest.
    pub async fn run_until(&self, cancel: CancellationToken) {
        let mut running = JoinSet::new();
        while !cancel.is_cancelled() {
            if let Err(error) = self.inner.start_some(&mut running).await {
                tracing::warn!(%error, "the queue cannot be reached");
            }
            // With room left nothing more was due; without, the end of a job makes some.
            tokio::select! {
                () = cancel.cancelled() => break,
                Some(_) = running.join_next() => {}
                () = self.inner.queue.rung(), if running.len() < AT_ONCE => {}
                () = tokio::time::sleep(FLOOR) => {}
            }
        }
        let all = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, all).await.is_err() {
            tracing::warn!(jobs = running.len(), "jobs did not end in time; they will run again");
        }
        running.shutdown().await;
        self.inner.release().await;
    }

    /// Runs everything that is due now, one after the other, in the order in which it is claimed, and
    /// says how many that were. For tests and simulated days; what fails is not tried twice.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn run_due(&self) -> Result<usize, Error> {
        self.inner.enqueue_periodic().await?;
        for done in 0..MOST {
            let Some(job) = self.inner.claim(1).await?.pop() else {
                return Ok(done);
            };
            let verdict = self.inner.run(&job).await;
            self.inner.settle(&job, verdict).await?;
        }
        Ok(MOST)
    }
}

impl Inner {
    /// Claims as many jobs as there is room for, and starts them.
    async fn start_some(self: &Arc<Self>, running: &mut JoinSet<()>) -> Result<(), Error> {
        self.enqueue_periodic().await?;
        let room = AT_ONCE.saturating_sub(running.len());
        if room == 0 {
            return Ok(());
        }
        // A read first: an idle market writes nothing, and on SQLite readers do not wait for the writer.
        if !keep::any_due(&self.db, self.clock.now(), self.kinds.through).await? {
            return Ok(());
        }
        let jobs = self.claim(room).await?;
        for job in jobs {
            let this = Arc::clone(self);
            running.spawn(async move { this.run_and_settle(job).await });
        }
        Ok(())
    }

    async fn run_and_settle(&self, job: Claimed) {
        let verdict = self.run(&job).await;
        if let Err(error) = self.settle(&job, verdict).await {
            tracing::error!(%error, job = %job.id, kind = job.kind, "a job that ran could not be settled; it will run again");
        }
    }

    async fn claim(&self, most: usize) -> Result<Vec<Claimed>, Error> {
        let (owner, now, kinds) = (self.owner.clone(), self.clock.now(), self.kinds);
        self.db
            .write(move |tx| Box::pin(async move { claim::claim(tx, &owner, now, most, kinds).await }))
            .await
    }

    /// Has a job done. A panic is a failure like any other.
    async fn run(&self, job: &Claimed) -> Verdict {
        if job.attempt > MOST_ATTEMPTS {
            return self.judge(
                job,
                Err(Failure::Never("too many attempts without an answer".to_owned())),
            );
        }
        let work = AssertUnwindSafe(async { self.handler.handle(job).await }).catch_unwind();
        let outcome = match tokio::time::timeout(CUT, work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panic)) => Err(Failure::Retry(format!("panicked: {}", panic_text(panic.as_ref())))),
            Err(_) => Err(Failure::Retry("took too long".to_owned())),
        };
        self.judge(job, outcome)
    }

    fn judge(&self, job: &Claimed, outcome: Result<(), Failure>) -> Verdict {
        let (id, kind, attempt) = (job.id, job.kind.as_str(), job.attempt);
        match outcome {
            Ok(()) => {
                tracing::debug!(job = %id, kind, attempt, "done");
                Verdict::Done
            }
            Err(Failure::Never(reason)) => {
                tracing::error!(job = %id, kind, attempt, reason, "a job was put aside");
                Verdict::Dead(reason)
            }
            Err(Failure::Retry(_)) if kernel::planted("failed-is-done") => Verdict::Done,
            Err(Failure::Retry(reason)) => {
                let now = self.clock.now();
                if attempt >= LEAST_ATTEMPTS && now.since(job.run_at) >= PATIENCE {
                    tracing::error!(job = %id, kind, attempt, reason, "a job was put aside after three days");
                    return Verdict::Dead(reason);
                }
                tracing::warn!(job = %id, kind, attempt, reason, "a job failed and will be tried again");
                Verdict::Again(now.plus(backoff::pause(attempt, self.chance.as_ref())), reason)
            }
        }
    }

    /// Writes the verdict down. The work is done by now, so a database that is busy is asked again
    /// rather than having the work done twice.
    async fn settle(&self, job: &Claimed, verdict: Verdict) -> Result<(), Error> {
        let verdict = Arc::new(verdict);
        let mut tries = 0;
        loop {
            let (owner, now) = (self.owner.clone(), self.clock.now());
            let (claimed, said) = (job.clone(), Arc::clone(&verdict));
            let settled = self
                .db
                .write(move |tx| Box::pin(async move { claim::settle(tx, &owner, &claimed, now, &said).await }))
                .await;
            tries += 1;
            match settled {
                Ok(true) => return Ok(()),
                Ok(false) => {
                    tracing::warn!(job = %job.id, kind = job.kind, "the lease was lost; somebody else settles the job");
                    return Ok(());
                }
                Err(error) if error.kind() == Kind::Unavailable && tries < 4 => tokio::time::sleep(FLOOR).await,
                Err(error) => return Err(error),
            }
        }
    }

    async fn release(&self) {
        let owner = self.owner.clone();
        let released = self
            .db
            .write(move |tx| Box::pin(async move { claim::release(tx, &owner).await }))
            .await;
        if let Err(error) = released {
            tracing::warn!(%error, "leases could not be given back; they end by themselves");
        }
    }

    /// Enqueues the periodic jobs whose slot has begun.
    async fn enqueue_periodic(&self) -> Result<(), Error> {
        let mint = Mint::new(self.clock.now(), Arc::clone(&self.chance));
        let begun = |every: &&Every| every.slot(mint.now) > every.last.load(Ordering::Relaxed);
        let due: Vec<&Every> = self.schedule.iter().filter(begun).collect();
        if due.is_empty() {
            return Ok(());
        }
        // What may not run now would only pile up: after the release the next period comes soon enough.
        let is_quiet = quarantine::find(&self.db).await?.is_some();
        let may = |every: &&&Every| !is_quiet || self.kinds.through.contains(&every.kind);
        let jobs: Vec<NewJob> = due.iter().filter(may).map(|every| every.job(&mint)).collect();
        let (queue, now) = (self.queue.clone(), mint.now);
        self.db
            .write(move |tx| Box::pin(async move { queue.enqueue(tx, &mint, &jobs).await }))
            .await?;
        for every in due {
            every.last.store(every.slot(now), Ordering::Relaxed);
        }
        Ok(())
    }
}

impl Every {
    fn new(&(kind, period): &(&'static str, i64)) -> Self {
        Self {
            kind,
            period: period.max(SECOND),
            last: AtomicI64::new(i64::MIN),
        }
    }

    fn slot(&self, now: Micros) -> i64 {
        now.0.div_euclid(self.period)
    }

    fn job(&self, mint: &Mint) -> NewJob {
        let slot = self.slot(mint.now);
        NewJob::now(mint, self.kind, serde_json::Value::Null).once(format!("{}:{slot}", self.kind))
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("unknown")
}
