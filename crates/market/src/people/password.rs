//! Passwords: setting, forgetting, checking. Hashing (argon2id, 19 MiB, two passes) happens on
//! threads of its own, two at a time and outside any transaction; when too many wait, people are
//! asked to come back, so that a flood of sign-ins cannot starve the shop.

use super::fresh;
use crate::{Error, Market};
use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use identity::Session;
use kernel::StoreError;
use std::sync::{
    LazyLock,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Semaphore;

/// How many are hashed at once.
static HASHING: Semaphore = Semaphore::const_new(2);
/// How many wait or are hashed.
static WAITING: AtomicUsize = AtomicUsize::new(0);
/// How many may wait: some seconds of work.
const MOST: usize = 64;

/// Sets a password. Every other session of the person ends: whoever knew the old one is out.
///
/// # Errors
/// [`identity::Error::FreshCodeNeeded`], or why the password is refused.
pub async fn set_password(market: &Market, session: &Session, password: &str) -> Result<(), Error> {
    fresh(session, market.now())?;
    let about = [
        session.name.as_str(),
        session.phone.as_ref().map_or("", |phone| phone.as_str()),
        session.email.as_ref().map_or("", |email| email.as_str()),
        market.settings.name.as_str(),
    ];
    identity::password::check(password, session.is_administrator, &about)?;
    let salt: [u8; 16] = market.mint().bytes();
    let hash = hash(password.to_owned(), salt).await?;
    keep(market, session, Some(hash)).await
}

/// Forgets the password: from now on only codes open.
///
/// # Errors
/// [`identity::Error::FreshCodeNeeded`].
pub async fn forget_password(market: &Market, session: &Session) -> Result<(), Error> {
    fresh(session, market.now())?;
    keep(market, session, None).await
}

async fn keep(market: &Market, session: &Session, hash: Option<String>) -> Result<(), Error> {
    let (person, session) = (session.person, session.id);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                identity::person::keep_password(tx, person, hash).await?;
                identity::session::end_all(tx, person, Some(session)).await?;
                Ok::<(), Error>(())
            })
        })
        .await
}

/// Whether a password fits a hash. Without a hash the work is the same and the answer is no.
pub(super) async fn fits(password: String, hash: Option<String>) -> Result<bool, Error> {
    // A hash of nothing anybody knows, with the parameters of real ones.
    static NOBODY: LazyLock<String> = LazyLock::new(|| digest("", &[0; 16]).unwrap_or_default());
    on_a_thread(move || {
        let real = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let parsed = PasswordHash::new(&hash).ok();
        let fits = parsed.is_some_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        fits && real
    })
    .await
}

async fn hash(password: String, salt: [u8; 16]) -> Result<String, Error> {
    let hashed = on_a_thread(move || digest(&password, &salt)).await?;
    hashed.ok_or_else(|| Error::Unreadable("a password could not be hashed".to_owned()))
}

fn digest(password: &str, salt: &[u8]) -> Option<String> {
    let hash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .ok()?;
    Some(hash.to_string())
}

async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let _place = Place::take()?;
    let stopped = |error: String| Error::Store(StoreError::Unavailable(error.into()));
    let _turn = HASHING.acquire().await.map_err(|error| stopped(error.to_string()))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| stopped(error.to_string()))
}

/// A place in the queue before the two threads.
struct Place;

impl Place {
    fn take() -> Result<Self, Error> {
        let before = WAITING.fetch_add(1, Ordering::SeqCst);
        let place = Self;
        if before < MOST {
            Ok(place)
        } else {
            Err(identity::Error::Limited { retry_after: 5 }.into())
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::SeqCst);
    }
}
