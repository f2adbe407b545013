//! Everything there is in one run: the market that may crash, those outside of it that remember, and the verbs under way.

use crate::{
    Broken,
    actors::{Account, Buyer, Carrier, Known, Transfers},
    baton::{Baton, Place},
    chance::Dice,
    clock::TwoClocks,
    faults::Rates,
    ground::{self, BUYERS, Ground},
    invariants,
    post::Post,
    provider::Bank,
    snapshot::Snapshot,
    trace::Trace,
};
use futures_util::future::BoxFuture;
use job::{Claimed, Failure, Handler, Runner};
use kernel::{
    Fault, Kind,
    ids::OrderId,
    time::{DAY, MINUTE, SECOND},
};
use market::{Error, Market};
use std::{
    collections::BTreeMap,
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};
use testkit::NOON;

/// Processes that run jobs beside one another.
const RUNNERS: usize = 2;
/// After so many steps with a write all money is reckoned again.
const RECKON: u32 = 12;
/// A verb that takes so long in real time never ends.
const STUCK: Duration = Duration::from_secs(120);

/// What follows in the world from the answer of a verb.
pub(crate) type After = Box<dyn FnOnce(&mut World) -> Result<(), Broken>>;

/// A verb under way, or a run of the jobs.
pub(crate) struct Task {
    pub(crate) what: String,
    future: Pin<Box<dyn Future<Output = After>>>,
    bears_refusal: bool,
    /// How often it rested.
    rests: u32,
    /// Which of the runners it is, if one.
    runner: Option<usize>,
}

pub(crate) struct World {
    pub(crate) dice: Dice,
    pub(crate) rates: Rates,
    pub(crate) baton: Arc<Baton>,
    pub(crate) clock: TwoClocks,
    pub(crate) bank: Arc<Bank>,
    pub(crate) ground: Ground,
    pub(crate) market: Arc<Market>,
    runners: Vec<Runner>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) buyers: Vec<Buyer>,
    pub(crate) orders: BTreeMap<OrderId, Known>,
    pub(crate) carrier: Carrier,
    pub(crate) post: Post,
    pub(crate) transfers: Transfers,
    pub(crate) account: Account,
    pub(crate) state: Snapshot,
    pub(crate) trace: Trace,
    pub(crate) crashes: u32,
    /// Times that a process stood still for longer than its leases last, so that another took its jobs.
    pub(crate) stalls: u32,
    /// Whether the verb that has just answered went through without a rest.
    pub(crate) went_through: bool,
    pub(crate) mail_is_away: bool,
    question: String,
    seen_writes: u64,
    reckon_in: u32,
}

impl World {
    pub(crate) async fn new(seed: u64, keeps_trace: bool) -> Self {
        let rates = Rates::of(seed);
        let baton = Arc::new(Baton::new(seed, rates.clone()));
        let clock = TwoClocks::at(NOON.plus(DAY));
        let bank = Arc::new(Bank::new(seed, rates.clone(), Arc::clone(&baton), clock.clone()));
        let ground = Ground::new(seed, Arc::clone(&baton), Arc::clone(&bank), clock.clone());
        let market = ground.open().await;
        let buyers = (0..BUYERS)
            .map(|number| Buyer::new(number, ground.cast.carts[number as usize]))
            .collect();
        let mut world = Self {
            dice: Dice::new(seed, 0),
            rates,
            baton,
            clock,
            bank,
            ground,
            runners: Vec::new(),
            market,
            tasks: Vec::new(),
            buyers,
            orders: BTreeMap::new(),
            carrier: Carrier::new(seed),
            post: Post::new(seed),
            transfers: Transfers::new(seed),
            account: Account::new(seed),
            state: Snapshot::default(),
            trace: Trace::new(keeps_trace),
            crashes: 0,
            stalls: 0,
            went_through: false,
            mail_is_away: false,
            question: invariants::question(),
            seen_writes: 0,
            reckon_in: RECKON,
        };
        world.hire();
        world
    }

    fn hire(&mut self) {
        for _ in 0..RUNNERS {
            let hands = Hands {
                inner: market::jobs::hands(Arc::clone(&self.market)),
                baton: Arc::clone(&self.baton),
            };
            let runner = market::jobs::runner_with(&self.market, Arc::new(hands));
            self.runners.push(runner);
        }
    }

    /// Begins a verb; what follows from its answer is done when it comes. It goes on until it rests or ends.
    pub(crate) async fn begin<T: 'static>(
        &mut self,
        what: String,
        verb: impl Future<Output = T> + 'static,
        after: impl FnOnce(&mut World, T) -> Result<(), Broken> + 'static,
    ) -> Result<(), Broken> {
        let future = Box::pin(async move {
            let answer = verb.await;
            let after: After = Box::new(move |world| after(world, answer));
            after
        });
        self.trace.say(format_args!("begins  {what}"));
        let task = Task {
            what,
            future,
            bears_refusal: true,
            rests: 0,
            runner: None,
        };
        self.go_on(task).await
    }

    /// One of the processes does all that is due; nothing, where both are at it.
    pub(crate) async fn run_jobs(&mut self) -> Result<(), Broken> {
        let is_free = |number: &usize| !self.tasks.iter().any(|task| task.runner == Some(*number));
        let Some(number) = (0..RUNNERS).find(is_free) else {
            return Ok(());
        };
        let runner = self.runners[number].clone();
        let future = Box::pin(async move {
            let done = runner.run_due().await;
            let after: After = Box::new(move |world| match done {
                Ok(done) => {
                    world.trace.say(format_args!("        {done} jobs done"));
                    Ok(())
                }
                Err(error) => Err(Broken::new("C10 the queue can be read", error.to_string())),
            });
            after
        });
        self.trace.say(format_args!("begins  jobs {number}"));
        let task = Task {
            what: format!("jobs {number}"),
            future,
            // Its own book-keeping would wait a second for the database, and seconds do not pass here.
            bears_refusal: false,
            rests: 0,
            runner: Some(number),
        };
        self.go_on(task).await
    }

    /// Time passes in the world.
    pub(crate) fn wait(&mut self, micros: i64) {
        if micros >= MINUTE && self.tasks.iter().any(|task| task.runner.is_some()) {
            self.stalls += 1;
        }
        self.clock.advance(micros);
        self.trace.say(format_args!("time    {} s", micros / SECOND));
    }

    /// Gives a verb that rests the baton.
    pub(crate) async fn resume(&mut self, number: usize) -> Result<(), Broken> {
        let task = self.tasks.remove(number);
        self.go_on(task).await
    }

    async fn go_on(&mut self, mut task: Task) -> Result<(), Broken> {
        self.baton.let_refuse(task.bears_refusal);
        let baton = Arc::clone(&self.baton);
        let moved = poll_fn(|context| match task.future.as_mut().poll(context) {
            Poll::Ready(after) => Poll::Ready(Some(after)),
            Poll::Pending if baton.is_resting() => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        });
        let Ok(moved) = tokio::time::timeout(STUCK, moved).await else {
            return Err(Broken::new("every verb ends", task.what));
        };
        match moved {
            Some(after) => {
                self.went_through = task.rests == 0;
                self.trace.say(format_args!("ends    {}", task.what));
                let (what, runner) = (task.what.clone(), task.runner);
                drop(task);
                self.look(&what, runner.is_some()).await?;
                after(self)
            }
            None => {
                let place: Place = self.baton.take_rest().unwrap_or_default();
                self.trace.say(format_args!("rests   {} {place}", task.what));
                task.rests += 1;
                task.bears_refusal = self.baton.bears_refusal();
                let what = task.what.clone();
                self.tasks.push(task);
                self.look(&what, false).await
            }
        }
    }

    /// Looks at everything that must hold, where something was written since the last time.
    pub(crate) async fn look(&mut self, after: &str, fully: bool) -> Result<(), Broken> {
        let writes = self.baton.writes();
        if writes == self.seen_writes {
            return Ok(());
        }
        self.seen_writes = writes;
        let looked = self.look_at_all(fully).await;
        looked.map_err(|broken| Broken::new(broken.rule, format!("{} (after {after})", broken.row)))
    }

    async fn look_at_all(&mut self, fully: bool) -> Result<(), Broken> {
        invariants::of_the_database(&self.market.db, &self.question).await?;
        self.state = Snapshot::take(&self.market.db).await?;
        invariants::beside_the_provider(&self.state, &self.bank)?;
        invariants::beside_the_bank(&self.state, &self.transfers)?;
        self.reckon_in = self.reckon_in.saturating_sub(if fully { 3 } else { 1 });
        if self.reckon_in == 0 {
            self.reckon_in = RECKON;
            self.reckon().await?;
        }
        Ok(())
    }

    /// The next look looks whatever was written.
    pub(crate) fn seen_anew(&mut self) {
        self.seen_writes = u64::MAX;
    }

    /// All money again, as an operator would.
    pub(crate) async fn reckon(&mut self) -> Result<(), Broken> {
        let checked = market::money::check(&self.market).await;
        let checked = checked.map_err(|error| Broken::new("all money can be reckoned", error.to_string()))?;
        match checked.broken {
            Some(broken) => Err(Broken::new("I1 I2 all money is accounted for", broken.to_string())),
            None => Ok(()),
        }
    }

    /// The process is gone: what is in memory is lost, what was committed is not.
    pub(crate) async fn crash(&mut self) -> Result<(), Broken> {
        self.crashes += 1;
        self.trace
            .say(format_args!("crash   with {} under way", self.tasks.len()));
        self.tasks.clear();
        self.runners.clear();
        for buyer in &mut self.buyers {
            buyer.forget_what_was_under_way();
        }
        self.carrier.forget_what_was_under_way();
        // No transaction is open here, so that nothing passes from the old process to the new one but the file.
        let new = self.ground.open().await;
        ground::close(std::mem::replace(&mut self.market, new)).await;
        self.hire();
        self.seen_writes = u64::MAX;
        self.look("a crash", true).await?;
        self.reckon().await
    }

    /// Whether a refusal is one that people may meet. A fault of ours is not.
    pub(crate) fn may_be<T>(&mut self, what: &str, answer: &Result<T, Error>) -> Result<(), Broken> {
        match answer {
            Ok(_) => {
                self.trace.say(format_args!("        {what}: done"));
                Ok(())
            }
            Err(error) if error.kind() == Kind::Broken => {
                Err(Broken::new("no verb breaks", format!("{what}: {error}")))
            }
            Err(error) => {
                self.trace.say(format_args!("        {what}: {}", error.code()));
                Ok(())
            }
        }
    }
}

/// Does the market's jobs, and says when the database may be busy: while one is done, not while it is settled.
struct Hands {
    inner: Arc<dyn Handler>,
    baton: Arc<Baton>,
}

impl Handler for Hands {
    fn handle<'a>(&'a self, job: &'a Claimed) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            self.baton.let_refuse(true);
            let done = self.inner.handle(job).await;
            self.baton.let_refuse(false);
            done
        })
    }
}
