//! The queue on both databases: what is stored, who runs it, how often, and what becomes of it.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

use futures_util::{FutureExt, future::BoxFuture};
use job::{Claimed, Error, Failure, Handler, Kinds, NewJob, Queue, Runner};
use kernel::{
    Db, Fault, Kind, Limit, Micros, Mint, Read,
    time::{Clock, DAY, HOUR, MINUTE, SECOND},
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use testkit::{FixedClock, SeededChance, TestDb, on_both};
use tokio_util::sync::CancellationToken;

const START: i64 = testkit::NOON.0;

/// Fails or panics as a job's payload says, and remembers what ran.
#[derive(Default)]
struct Worker {
    ran: Mutex<Vec<Claimed>>,
    gate: Option<Arc<tokio::sync::Semaphore>>,
}

impl Handler for Worker {
    fn handle<'a>(&'a self, job: &'a Claimed) -> BoxFuture<'a, Result<(), Failure>> {
        async move {
            self.ran.lock().unwrap().push(job.clone());
            if let Some(gate) = &self.gate {
                gate.acquire().await.unwrap().forget();
            }
            match job.payload["do"].as_str() {
                Some("retry") => Err(Failure::Retry("the relay is away".into())),
                Some("never") => Err(Failure::Never("no such mailbox".into())),
                Some("panic") => panic!("a bug"),
                Some("succeed the second time") if job.attempt == 1 => Err(Failure::Retry("once".into())),
                _ => Ok(()),
            }
        }
        .boxed()
    }
}

impl Worker {
    fn count(&self) -> usize {
        self.ran.lock().unwrap().len()
    }
}

/// A market that has nothing but a queue.
struct World {
    db: Db,
    queue: Queue,
    clock: FixedClock,
    chance: Arc<SeededChance>,
    worker: Arc<Worker>,
}

impl World {
    fn new(test: &TestDb) -> Self {
        Self {
            db: test.db(),
            queue: Queue::new(),
            clock: FixedClock::default(),
            chance: Arc::new(SeededChance::new(1)),
            worker: Arc::new(Worker::default()),
        }
    }

    fn runner(&self) -> Runner {
        self.runner_with(&[])
    }

    fn runner_with(&self, schedule: &[(&'static str, i64)]) -> Runner {
        Runner::new(
            self.db.clone(),
            self.queue.clone(),
            Arc::new(self.clock.clone()),
            self.chance.clone(),
            self.worker.clone(),
            schedule,
            Kinds {
                last: &["long"],
                ..Kinds::default()
            },
        )
    }

    fn mint(&self) -> Mint {
        Mint::new(self.clock.now(), self.chance.clone())
    }

    fn pass(&self, micros: i64) {
        self.clock.advance(micros);
    }

    fn job(&self, payload: Value) -> NewJob {
        NewJob::now(&self.mint(), "test", payload)
    }

    async fn enqueue(&self, jobs: Vec<NewJob>) {
        let (queue, mint) = (self.queue.clone(), self.mint());
        self.db
            .write(move |tx| Box::pin(async move { queue.enqueue(tx, &mint, &jobs).await }))
            .await
            .unwrap();
    }

    async fn failed(&self) -> Vec<job::FailedJob> {
        job::list_failed(&self.db, &[], None, Limit::new(100))
            .await
            .unwrap()
            .items
    }

    async fn purge(&self) -> u64 {
        let now = self.clock.now();
        self.db
            .write(move |tx| Box::pin(async move { job::purge(tx, now).await }))
            .await
            .unwrap()
    }
}

#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error(transparent)]
    Job(#[from] Error),
    #[error(transparent)]
    Store(#[from] kernel::StoreError),
    #[error("sold out")]
    SoldOut,
}

/// Waits for something that other tasks do.
async fn until(what: &str, check: impl Fn() -> bool) {
    for _ in 0..1000 {
        if check() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what} did not happen");
}

on_both! {
    async fn a_job_of_a_verb_that_is_refused_does_not_exist(db: TestDb) {
        let world = World::new(&db);
        let (queue, mint, job) = (world.queue.clone(), world.mint(), world.job(json!({})));
        let refused: Result<(), Refused> = world
            .db
            .write(move |tx| {
                Box::pin(async move {
                    queue.enqueue(tx, &mint, &[job]).await?;
                    Err(Refused::SoldOut)
                })
            })
            .await;
        assert!(matches!(refused, Err(Refused::SoldOut)));
        assert_eq!(job::next_due(&world.db).await.unwrap(), None);
        assert_eq!(world.runner().run_due().await.unwrap(), 0);
    }

    async fn jobs_run_once_in_the_order_in_which_they_fall_due(db: TestDb) {
        let world = World::new(&db);
        let at = |n: i64| Micros(START + n * MINUTE);
        world.enqueue(vec![
            world.job(json!({"n": 2})).at(at(-1)),
            world.job(json!({"n": 3})),
            world.job(json!({"n": 1})).at(at(-2)),
            world.job(json!({"n": 4})).at(at(5)),
        ]).await;
        assert_eq!(world.runner().run_due().await.unwrap(), 3);
        assert_eq!(world.runner().run_due().await.unwrap(), 0);
        assert_eq!(job::next_due(&world.db).await.unwrap(), Some(at(5)));
        world.pass(5 * MINUTE);
        assert_eq!(world.runner().run_due().await.unwrap(), 1);
        let ran = world.worker.ran.lock().unwrap();
        let order: Vec<i64> = ran.iter().map(|job| job.payload["n"].as_i64().unwrap()).collect();
        assert_eq!(order, [1, 2, 3, 4]);
        assert!(ran.iter().all(|job| job.attempt == 1 && job.kind == "test"));
    }

    async fn long_work_waits_for_all_that_falls_due_later(db: TestDb) {
        let world = World::new(&db);
        let long = |n: i64| NewJob::now(&world.mint(), "long", json!({"n": n})).at(Micros(START - n * MINUTE));
        world.enqueue((1..=50).map(long).collect()).await;
        world.enqueue(vec![world.job(json!({"n": 100})), world.job(json!({"n": 101}))]).await;
        assert_eq!(world.runner().run_due().await.unwrap(), 52);
        let ran = world.worker.ran.lock().unwrap();
        let order: Vec<i64> = ran.iter().map(|job| job.payload["n"].as_i64().unwrap()).collect();
        let expected: Vec<i64> = [100, 101].into_iter().chain((1..=50).rev()).collect();
        assert_eq!(order, expected);
    }

    async fn a_key_is_stored_once_even_after_its_job_is_done(db: TestDb) {
        let world = World::new(&db);
        let same = || world.job(json!({})).once("mail:order:1");
        world.enqueue(vec![same(), same(), world.job(json!({})), world.job(json!({}))]).await;
        world.enqueue(vec![same()]).await;
        world.enqueue(Vec::new()).await;
        assert_eq!(world.runner().run_due().await.unwrap(), 3);
        world.enqueue(vec![same()]).await;
        assert_eq!(world.runner().run_due().await.unwrap(), 0);
    }

    async fn many_jobs_are_stored_at_once(db: TestDb) {
        let world = World::new(&db);
        world.enqueue((0..1203).map(|n| world.job(json!({"n": n}))).collect()).await;
        let count = Statement::from_string(world.db.backend(), "select count(*) as n from job");
        let row = world.db.reader().query_one_raw(count).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "n").unwrap(), 1203);
        world.pass(7);
        assert_eq!(job::oldest_due(&world.db, world.clock.now()).await.unwrap(), Some(7));
    }

    async fn a_failed_job_waits_longer_each_time_and_then_succeeds(db: TestDb) {
        let world = World::new(&db);
        world.enqueue(vec![world.job(json!({"do": "succeed the second time"}))]).await;
        let runner = world.runner();
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(runner.run_due().await.unwrap(), 0, "it waits");
        assert_eq!(job::oldest_due(&world.db, world.clock.now()).await.unwrap(), None);
        let next = job::next_due(&world.db).await.unwrap().unwrap();
        assert!((1..=SECOND).contains(&next.since(world.clock.now())));
        world.pass(SECOND);
        assert_eq!(runner.run_due().await.unwrap(), 1);
        assert_eq!(job::next_due(&world.db).await.unwrap(), None);
        assert!(world.failed().await.is_empty());
    }

    async fn a_job_that_keeps_failing_outlives_a_long_outage_and_is_put_aside_after_three_days(db: TestDb) {
        let world = World::new(&db);
        world.enqueue(vec![world.job(json!({"do": "retry"}))]).await;
        let runner = world.runner();
        let mut tries = 0;
        while world.clock.now().0 < START + 4 * DAY {
            tries += runner.run_due().await.unwrap();
            let now = world.clock.now();
            if now.0 < START + 2 * DAY {
                assert!(world.failed().await.is_empty());
            }
            world.pass(15 * MINUTE);
        }
        assert!((200..400).contains(&tries), "{tries}");
        let failed = world.failed().await;
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].reason, "the relay is away");
        assert_eq!(failed[0].run_at, Micros(START));
        assert!((3 * DAY..3 * DAY + HOUR).contains(&failed[0].failed_at.since(Micros(START))));
        assert_eq!(job::next_due(&world.db).await.unwrap(), None);
    }

    async fn a_job_that_was_due_while_the_market_was_switched_off_still_gets_its_attempts(db: TestDb) {
        let world = World::new(&db);
        world.enqueue(vec![world.job(json!({"do": "succeed the second time"}))]).await;
        world.pass(10 * DAY);
        assert_eq!(world.runner().run_due().await.unwrap(), 1);
        world.pass(MINUTE);
        assert_eq!(world.runner().run_due().await.unwrap(), 1);
        assert!(world.failed().await.is_empty());
    }

    async fn what_can_never_succeed_is_put_aside_at_once_and_can_be_revived(db: TestDb) {
        let world = World::new(&db);
        world.enqueue(vec![world.job(json!({"do": "never"})), world.job(json!({}))]).await;
        assert_eq!(world.runner().run_due().await.unwrap(), 2);
        let failed = world.failed().await;
        assert_eq!(failed.len(), 1);
        assert_eq!((failed[0].reason.as_str(), failed[0].attempts), ("no such mailbox", 1));
        let (id, now) = (failed[0].id, world.clock.now());
        for revived in [true, false] {
            let done = world.db.write(move |tx| Box::pin(async move { job::revive(tx, id, now).await })).await;
            assert_eq!(done.unwrap(), revived);
        }
        assert_eq!(world.runner().run_due().await.unwrap(), 1);
        assert_eq!(world.failed().await.len(), 1);
        // All at once, but for some kinds.
        let kinds = [vec![world.failed().await[0].kind.clone()], vec![]];
        for (kinds, revived) in kinds.into_iter().zip([0, 1]) {
            let but: Vec<&str> = kinds.iter().map(String::as_str).collect();
            assert_eq!(job::count_failed(&world.db, &but).await.unwrap(), revived);
            let done = world.db.write(move |tx| {
                let kinds = kinds.clone();
                Box::pin(async move {
                    let but: Vec<&str> = kinds.iter().map(String::as_str).collect();
                    job::revive_all(tx, &but, now).await
                })
            });
            assert_eq!(done.await.unwrap(), revived);
        }
        assert!(world.failed().await.is_empty());
    }

    async fn c9_a_panic_is_an_attempt_and_others_go_on(db: TestDb) {
        let world = World::new(&db);
        world.enqueue(vec![world.job(json!({"do": "panic"})), world.job(json!({}))]).await;
        assert_eq!(world.runner().run_due().await.unwrap(), 2);
        world.pass(SECOND);
        assert_eq!(world.runner().run_due().await.unwrap(), 1);
        assert_eq!(world.worker.ran.lock().unwrap().last().unwrap().attempt, 2);
    }

    async fn a_job_whose_process_died_runs_again_when_its_lease_ends(db: TestDb) {
        let mut world = World::new(&db);
        world.worker = Arc::new(Worker { gate: Some(Arc::new(tokio::sync::Semaphore::new(0))), ..Worker::default() });
        world.enqueue(vec![world.job(json!({}))]).await;
        let dies = world.runner();
        let task = tokio::spawn(async move { dies.run_due().await });
        until("the first attempt", || world.worker.count() == 1).await;
        task.abort();
        task.await.unwrap_err();

        world.worker = Arc::new(Worker::default());
        let other = world.runner();
        assert_eq!(other.run_due().await.unwrap(), 0, "the lease lives");
        world.pass(job::LEASE - 1);
        assert_eq!(other.run_due().await.unwrap(), 0, "the lease lives to its last moment");
        world.pass(1);
        assert_eq!(other.run_due().await.unwrap(), 1);
        let ran = world.worker.ran.lock().unwrap();
        assert_eq!(ran[0].attempt, 2);
    }

    async fn c9_what_a_killed_process_held_can_be_given_back_unless_it_may_be_what_killed_it(db: TestDb) {
        let mut world = World::new(&db);
        world.worker = Arc::new(Worker { gate: Some(Arc::new(tokio::sync::Semaphore::new(0))), ..Worker::default() });
        world.enqueue(vec![world.job(json!({}))]).await;
        for attempt in 1..=3 {
            let (dies, worker) = (world.runner(), world.worker.clone());
            let task = tokio::spawn(async move { dies.run_due().await });
            until("the next attempt", || worker.count() == attempt).await;
            task.abort();
            task.await.unwrap_err();
            let released = world.db.write(|tx| Box::pin(async move { job::release_all(tx).await })).await.unwrap();
            assert_eq!(released, u64::from(attempt < 3), "after attempt {attempt}");
        }
        assert_eq!(world.runner().run_due().await.unwrap(), 0, "the lease lives");
    }

    async fn who_lost_the_lease_cannot_speak_for_who_has_it_now(db: TestDb) {
        let mut world = World::new(&db);
        let gate = Arc::new(tokio::sync::Semaphore::new(0));
        let slow = Arc::new(Worker { gate: Some(gate.clone()), ..Worker::default() });
        world.worker = slow.clone();
        world.enqueue(vec![world.job(json!({"do": "succeed the second time"}))]).await;
        let first = world.runner();
        let task = tokio::spawn(async move { first.run_due().await });
        until("the first attempt", || slow.count() == 1).await;
        world.pass(job::LEASE);
        world.worker = Arc::new(Worker::default());
        assert_eq!(world.runner().run_due().await.unwrap(), 1, "the second attempt succeeds");
        gate.add_permits(1);
        task.await.unwrap().unwrap();
        assert_eq!(job::next_due(&world.db).await.unwrap(), None, "the late failure of the first changed nothing");
        assert!(world.failed().await.is_empty());
    }

    async fn runners_that_run_at_once_never_run_the_same_job(db: TestDb) {
        let world = World::new(&db);
        world.enqueue((0..120).map(|n| world.job(json!({"n": n}))).collect()).await;
        let cancel = CancellationToken::new();
        let running: Vec<_> = (0..3)
            .map(|_| {
                let (runner, cancel) = (world.runner(), cancel.clone());
                tokio::spawn(async move { runner.run_until(cancel).await })
            })
            .collect();
        until("every job", || world.worker.count() >= 120).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        cancel.cancel();
        for task in running {
            task.await.unwrap();
        }
        let mut times: HashMap<i64, u32> = HashMap::new();
        for job in world.worker.ran.lock().unwrap().iter() {
            *times.entry(job.payload["n"].as_i64().unwrap()).or_default() += 1;
        }
        assert_eq!(times.len(), 120);
        assert!(times.values().all(|n| *n == 1), "{times:?}");
        assert_eq!(job::next_due(&world.db).await.unwrap(), None);
    }

    async fn the_bell_wakes_the_runner_after_the_commit(db: TestDb) {
        let world = World::new(&db);
        let cancel = CancellationToken::new();
        let (runner, stop) = (world.runner(), cancel.clone());
        let task = tokio::spawn(async move { runner.run_until(stop).await });
        for n in 1..=5 {
            world.enqueue(vec![world.job(json!({}))]).await;
            until("the job", || world.worker.count() == n).await;
        }
        cancel.cancel();
        task.await.unwrap();
    }

    async fn a_runner_that_is_told_to_stop_lets_its_jobs_come_to_their_end(db: TestDb) {
        let mut world = World::new(&db);
        let gate = Arc::new(tokio::sync::Semaphore::new(0));
        world.worker = Arc::new(Worker { gate: Some(gate.clone()), ..Worker::default() });
        world.enqueue((0..6).map(|n| world.job(json!({"n": n}))).collect()).await;
        let cancel = CancellationToken::new();
        let (runner, stop) = (world.runner(), cancel.clone());
        let task = tokio::spawn(async move { runner.run_until(stop).await });
        until("four jobs", || world.worker.count() == 4).await;
        cancel.cancel();
        tokio::time::sleep(Duration::from_millis(50)).await;
        gate.add_permits(6);
        task.await.unwrap();
        assert_eq!(world.worker.count(), 4, "four at once, and nothing new after the stop");
        world.worker = Arc::new(Worker::default());
        assert_eq!(world.runner().run_due().await.unwrap(), 2);
    }

    async fn a_periodic_job_is_enqueued_once_per_period_by_several_processes(db: TestDb) {
        let world = World::new(&db);
        let schedule = [("tidy", HOUR), ("digest", DAY)];
        let (one, two) = (world.runner_with(&schedule), world.runner_with(&schedule));
        let first = one.run_due().await.unwrap() + two.run_due().await.unwrap();
        assert_eq!(first, 2);
        let mut tidied = 0;
        for _ in 0..48 {
            world.pass(HOUR / 2);
            tidied += two.run_due().await.unwrap() + one.run_due().await.unwrap();
        }
        assert_eq!(tidied, 24 + 1, "24 hours and one new day");
        let restarted = world.runner_with(&schedule);
        assert_eq!(restarted.run_due().await.unwrap(), 0, "a restart in the same period");
        world.pass(100 * HOUR);
        assert_eq!(restarted.run_due().await.unwrap(), 2, "what was missed is not caught up");
    }

    async fn done_jobs_forget_their_payload_and_go_after_a_while(db: TestDb) {
        let world = World::new(&db);
        world.enqueue((0..700).map(|_| world.job(json!({"code": "123456"}))).collect()).await;
        world.enqueue(vec![world.job(json!({"do": "never"}))]).await;
        assert_eq!(world.runner().run_due().await.unwrap(), 701);
        world.enqueue(vec![world.job(json!({})).at(Micros(START + 90 * DAY))]).await;
        assert_eq!(world.purge().await, 0);
        world.pass(job::KEPT + 1);
        assert_eq!(world.purge().await, 500);
        assert_eq!(world.purge().await, 200);
        assert_eq!(world.purge().await, 0);
        assert_eq!(world.failed().await.len(), 1, "what was put aside stays longer");
        world.pass(job::KEPT_ASIDE - job::KEPT);
        assert_eq!(world.purge().await, 1);
        assert!(world.failed().await.is_empty());
        assert!(job::next_due(&world.db).await.unwrap().is_some(), "what waits stays");
    }
}

#[test]
fn a_payload_of_another_shape_never_succeeds() {
    let job = Claimed {
        id: testkit::mint(1).id(),
        kind: "mail".into(),
        payload: json!({"n": "seven"}),
        attempt: 1,
        run_at: Micros(START),
    };
    assert!(matches!(job.read::<HashMap<String, u32>>(), Err(Failure::Never(_))));
    assert!(job.read::<HashMap<String, String>>().is_ok());
}

#[test]
fn an_error_of_the_database_keeps_its_kind() {
    let error = Error::from(kernel::StoreError::Unavailable("busy".into()));
    assert_eq!((error.kind(), error.code()), (Kind::Unavailable, "store.unavailable"));
}
