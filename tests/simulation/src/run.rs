//! Running seeds: one, or many beside one another on threads of their own.

use crate::{Broken, chance::Dice, world::World};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};

/// What a run has come to.
#[derive(Clone, Debug)]
pub struct Report {
    /// The seed.
    pub seed: u64,
    /// What must never be, and was.
    pub broken: Option<Broken>,
    /// What happened, as a number: the same for the same seed.
    pub fingerprint: u64,
    /// Steps that were made.
    pub steps: u32,
    /// Orders that were placed.
    pub orders: usize,
    /// What happened, line by line, where it was asked for.
    pub trace: Vec<String>,
}

/// Runs one seed. `bug` is the mistake to be made, where this build has any.
pub fn one(seed: u64, bug: &'static str, keeps_trace: bool) -> Report {
    plant(bug);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let ran = catch_unwind(AssertUnwindSafe(|| runtime.block_on(run(seed, keeps_trace))));
    plant("");
    ran.unwrap_or_else(|panic| Report {
        seed,
        broken: Some(Broken::new("nothing panics", text(panic.as_ref()))),
        fingerprint: 0,
        steps: 0,
        orders: 0,
        trace: Vec::new(),
    })
}

#[cfg(feature = "planted-bugs")]
fn plant(bug: &'static str) {
    kernel::plant(bug);
}

#[cfg(not(feature = "planted-bugs"))]
fn plant(bug: &'static str) {
    assert!(
        bug.is_empty(),
        "this build has no mistakes: turn the feature planted-bugs on"
    );
}

async fn run(seed: u64, keeps_trace: bool) -> Report {
    let mut world = World::new(seed, keeps_trace).await;
    let most = Dice::new(seed, 6).between(100, 240);
    let mut steps = 0;
    let mut broken = world.set_commission().await.err();
    while broken.is_none() && i64::from(steps) < most {
        steps += 1;
        broken = world.step().await.err();
    }
    if broken.is_none() {
        broken = world.end().await.err();
    }
    if let Some(broken) = &broken {
        world.trace.say(format_args!("BROKEN  {broken}"));
    }
    Report {
        seed,
        broken,
        fingerprint: world.trace.fingerprint(),
        steps,
        orders: world.orders.len(),
        trace: world.trace.take_lines(),
    }
}

fn text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic".to_owned())
}

/// Runs seeds from one on, on so many threads, and tells of each as it ends; the first that is told to stop is the last.
/// What is still running then is told of too.
pub fn many(from: u64, seeds: u64, threads: usize, bug: &'static str, tell: impl FnMut(Report) -> bool + Send) {
    let (next, stop, tell) = (AtomicU64::new(0), AtomicBool::new(false), Mutex::new(tell));
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    if number >= seeds {
                        break;
                    }
                    let report = one(from.wrapping_add(number), bug, false);
                    let goes_on = (tell.lock().unwrap_or_else(PoisonError::into_inner))(report);
                    if !goes_on {
                        stop.store(true, Ordering::SeqCst);
                    }
                }
            });
        }
    });
}
