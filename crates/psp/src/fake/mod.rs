//! A provider of our own, for demos and tests, with **its own books**: what it knows comes from what it was asked and
//! what was pressed on its page, never from the market's database. They can therefore be compared.
//!
//! * Pure: every moment and every random byte comes in. Nothing sleeps; what takes time lies ahead, and is true once
//!   the caller's time has come. Its clock never goes back while it is open, whatever the caller's does.
//! * Append-only: facts in memory, or in a file that is flushed before anybody is answered.
//! * Idempotent by our ids of attempts and refunds; the same id with another amount is refused.
//! * Behaving as told: for one attempt ([`Fake::tell`]), by a button of its page ([`Button`]), or, where the host allows
//!   it, by the last two digits of the buyer's telephone or of the amount ([`Behaviour::by_ending`]).
//! * Telling: a host sends what is [`Fake::due`], signed by [`Fake::sign`], and says by [`Fake::sent`] whether it was
//!   heard. A test may take [`Fake::messages`] and lose, repeat and shuffle them.
//!
//! It moves no money, so it must not be switched on where money is meant: that is the configuration's to refuse.

mod behaviour;
mod book;
mod fact;
mod journal;
mod page;
mod session;

pub use behaviour::{Behaviour, Calls, Delivery, Outcome, Refunds};
pub use page::{Button, Page, Pressed};

use crate::{
    Answer, Attempt, Can, Failure, Headers, Message, Name, Provider, Refund, Refunded, Rejected, Secret, SetupError,
    Start, Started, Truth, signature,
};
use book::Decision;
use fact::{Call, Fact};
use journal::Books;
use kernel::{Micros, Mint};
use std::{
    io,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// The header with the signature of a message.
pub const HEADER: &str = "Fake-Signature";

/// What the host decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the hosted page is; the session's id is appended after a slash.
    pub page_url: String,
    /// The key that messages are signed with, at least 16 bytes.
    pub secret: Secret,
    /// Whether the last two digits of telephones and amounts choose behaviours.
    pub endings: bool,
}

/// The provider.
#[derive(Debug)]
pub struct Fake {
    settings: Settings,
    books: Mutex<Books>,
}

/// A message that should leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The message's id.
    pub event: String,
    /// Which copy of it: 0, or 1 where it is told twice.
    pub copy: u32,
    /// Where it goes.
    pub url: String,
    /// Since when it is due.
    pub at: Micros,
    /// What it says.
    pub message: Message,
}

impl Due {
    /// The bytes to send and to sign.
    pub fn body(&self) -> Vec<u8> {
        serde_json::to_vec(&self.message).unwrap_or_default()
    }
}

impl Fake {
    /// A provider that keeps its books in memory.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn in_memory(settings: Settings) -> Result<Self, SetupError> {
        Self::with_books(settings, Books::default())
    }

    /// A provider that keeps its books in a directory, which several processes may share.
    ///
    /// # Errors
    /// When a setting cannot be used, or the books cannot be read.
    pub fn open(settings: Settings, directory: &Path) -> Result<Self, SetupError> {
        let books = Books::open(directory).map_err(|error| SetupError::new("fake provider's books", error))?;
        Self::with_books(settings, books)
    }

    fn with_books(settings: Settings, books: Books) -> Result<Self, SetupError> {
        if settings.secret.reveal().len() < 16 {
            return Err(SetupError::new("fake provider's secret", "too short"));
        }
        Ok(Self {
            settings,
            books: Mutex::new(books),
        })
    }

    /// Makes an attempt be treated so from now on; it need not have been started.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn tell(&self, attempt: &str, behaviour: Behaviour, now: Micros) -> io::Result<()> {
        let attempt = attempt.to_owned();
        self.with(now, |_, _| ((), vec![Fact::Told { attempt, behaviour }]))
    }

    /// The page of a session, if there is such a session.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn page(&self, session: &str, now: Micros) -> io::Result<Option<Page>> {
        self.with(now, |book, now| (book.page(session, now), Vec::new()))
    }

    /// A button of the page was pressed: once paid, it may be pressed for ever without a second payment.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn press(&self, session: &str, button: Button, now: Micros) -> io::Result<Pressed> {
        self.with(now, |book, now| book.press(session, button, now))
    }

    /// The buyer's bank takes so many minor units back; gives the id of the dispute.
    ///
    /// # Errors
    /// When so much was not captured, or is back already.
    pub fn dispute(&self, attempt: &str, minor: i64, now: Micros) -> Result<String, Failure> {
        self.with(now, |book, now| book.dispute(attempt, minor, now))
            .map_err(unknown)?
    }

    /// A dispute ends.
    ///
    /// # Errors
    /// When there is none, or it ended otherwise.
    pub fn decide(&self, dispute: &str, won: bool, now: Micros) -> Result<(), Failure> {
        self.with(now, |book, now| book.decide(dispute, won, now))
            .map_err(unknown)?
    }

    /// The whole books: what the provider holds to be true of each attempt.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn truths(&self, now: Micros) -> io::Result<Vec<Truth>> {
        self.with(now, |book, now| (book.truths(now), Vec::new()))
    }

    /// What has to be sent now, and was not heard yet.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn due(&self, now: Micros) -> io::Result<Vec<Due>> {
        self.with(now, |book, now| (book.due(now), Vec::new()))
    }

    /// Every message there has ever been until now, heard or not, whatever the behaviour says of telling it.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn messages(&self, now: Micros) -> io::Result<Vec<Due>> {
        self.with(now, |book, now| (book.messages(now), Vec::new()))
    }

    /// A copy of a message left, and was heard (a status from 200 to 299) or not.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn sent(&self, due: &Due, heard: bool, now: Micros) -> io::Result<()> {
        self.with(now, |_, at| {
            let fact = Fact::Sent {
                event: due.event.clone(),
                copy: due.copy,
                at,
                heard,
            };
            ((), vec![fact])
        })
    }

    /// The value of the header [`HEADER`] for a body that leaves now.
    pub fn sign(&self, body: &[u8], now: Micros) -> String {
        signature::sign(&self.settings.secret, body, now)
    }

    /// Blocks for one flush of the disk where the books lie in a file.
    fn with<T>(&self, now: Micros, decide: impl FnOnce(&book::Book, Micros) -> Decision<T>) -> io::Result<T> {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        books.with(now, decide)
    }

    /// One call, as the attempt's behaviour has it.
    fn call<T>(
        &self,
        attempt: &str,
        call: Call,
        now: Micros,
        obey: impl FnOnce(&book::Book, Micros) -> Decision<Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let answered = self.with(now, |book, now| {
            book.call(attempt, call, &book.behaviour(attempt), || obey(book, now))
        });
        answered.map_err(unknown)?
    }

    fn open_session(&self, attempt: &Attempt, mint: &Mint) -> Result<String, Failure> {
        let letters = mint.letters::<26>();
        let opened = self.with(mint.now, |book, now| {
            let id = &attempt.attempt;
            let ending = if self.settings.endings && !book.was_told(id) {
                by_ending(attempt)
            } else {
                None
            };
            let behaviour = ending.clone().unwrap_or_else(|| book.behaviour(id));
            let told = ending.map(|behaviour| Fact::Told {
                attempt: id.clone(),
                behaviour,
            });
            let (answer, facts) = book.call(id, Call::Start, &behaviour, || book.start(attempt, &letters, now));
            (answer, told.into_iter().chain(facts).collect())
        });
        opened.map_err(unknown)?
    }
}

impl Provider for Fake {
    fn name(&self) -> &'static str {
        "fake"
    }

    fn can(&self) -> Can {
        Can {
            look_up: true,
            refund: true,
            expire: true,
            capture: true,
        }
    }

    fn start<'a>(&'a self, attempt: &'a Attempt, mint: &'a Mint) -> Answer<'a, Started> {
        Box::pin(async move {
            let session = self.open_session(attempt, mint)?;
            let url = format!("{}/{session}", self.settings.page_url.trim_end_matches('/'));
            Ok(Started {
                session: Some(session),
                go: Start::Redirect(url),
            })
        })
    }

    fn look_up<'a>(&'a self, payment: &'a Name, mint: &'a Mint) -> Answer<'a, Option<Truth>> {
        Box::pin(async move {
            let id = &payment.attempt;
            self.call(id, Call::LookUp, mint.now, |book, now| {
                (Ok(book.truth(id, now)), Vec::new())
            })
        })
    }

    fn refund<'a>(&'a self, refund: &'a Refund, mint: &'a Mint) -> Answer<'a, Refunded> {
        Box::pin(async move {
            let id = &refund.of.attempt;
            self.call(id, Call::Refund, mint.now, |book, now| book.refund(refund, now))
        })
    }

    fn expire<'a>(&'a self, payment: &'a Name, mint: &'a Mint) -> Answer<'a, Option<Truth>> {
        Box::pin(async move {
            let id = &payment.attempt;
            self.call(id, Call::Expire, mint.now, |book, now| {
                let (truth, facts) = book.expire(id, now);
                (Ok(truth), facts)
            })
        })
    }

    /// All of it, whenever it was begun: its books are small.
    fn list<'a>(&'a self, _: Micros, mint: &'a Mint) -> Answer<'a, Option<Vec<Truth>>> {
        Box::pin(async move { self.truths(mint.now).map(Some).map_err(unknown) })
    }

    fn verify(&self, headers: &Headers<'_>, body: &[u8], now: Micros) -> Result<Message, Rejected> {
        signature::check(headers, HEADER, body, std::slice::from_ref(&self.settings.secret), now)?;
        serde_json::from_slice(body).map_err(|_| Rejected::Malformed("not a message"))
    }
}

/// By the telephone, else by the amount.
fn by_ending(attempt: &Attempt) -> Option<Behaviour> {
    let phone = attempt.buyer.phone.as_ref().and_then(|phone| {
        let digits = phone.as_str();
        digits.get(digits.len().checked_sub(2)?..)?.parse().ok()
    });
    let amount = u8::try_from(attempt.amount.minor % 100).ok();
    let asked = |ending: Option<u8>| ending.and_then(Behaviour::by_ending);
    asked(phone).or_else(|| asked(amount))
}

/// The books failed: what was asked may be in them or not.
fn unknown(error: io::Error) -> Failure {
    Failure::Unknown(format!("the books: {error}"))
}
