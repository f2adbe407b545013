//! The market's bank account. Buyers send money to it, rightly and wrongly; the office brings statements late, twice and
//! overlapping, decides about what is nobody's, and sends money back. The bank's own book has every line, and whose it is.

use crate::{Broken, chance::Dice, ground::BUYERS, world::World};
use kernel::{
    Micros,
    ids::{BankLineId, OrderId, PayoutId, RefundId},
    registration::Rib,
    time::DAY,
};
use market::{
    Error,
    actor::Administrator,
    banking::{
        self, Upload,
        read::{Format, Mapping},
    },
    paying,
    refunding::{self, Paying, Wish},
};
use payment::{About, refund::State};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    sync::Arc,
};

/// Something at the bank after so many steps in a thousand, while there is something to do.
const OFTEN: u32 = 150;
const RIB: &str = "310810101402900442310133";
/// How the words of a line begin that a buyer sent, and of one that the office sent back.
const RECEIVED: &str = "VIR RECU";
const SENT_BACK: &str = "VIR EMIS RETOUR";

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Order(OrderId),
    Refund(RefundId),
    Payout(PayoutId),
}

/// A line of the account, as the bank has it.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    at: Micros,
    /// Below zero it went.
    pub(crate) minor: i64,
    words: String,
    /// Whose reference stands behind the words.
    refers_to: Option<Subject>,
    /// The order that it is for, whatever it says.
    pub(crate) order: Option<OrderId>,
}

pub(crate) struct Account {
    dice: Dice,
    pub(crate) book: Vec<Moved>,
    /// Orders for which somebody sent money, and how many had come before.
    paid: BTreeMap<OrderId, usize>,
    /// Refunds that the bank did, those of them that another bank will not keep, and those that came back.
    sent: BTreeSet<RefundId>,
    bouncing: BTreeMap<RefundId, (OrderId, i64)>,
    came_back: BTreeSet<RefundId>,
    /// Lines that it sent back.
    returned: BTreeSet<BankLineId>,
    /// Lines that stood in a statement which was taken; what is new is brought sooner or later.
    brought: usize,
}

/// A refund that the office pays by hand, or that a provider did not do, as our database has it.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) id: RefundId,
    pub(crate) order: OrderId,
    pub(crate) state: String,
    pub(crate) way: String,
    pub(crate) minor: i64,
    /// Whether another came in its place.
    pub(crate) followed: bool,
}

/// A line that somebody has to decide about.
#[derive(Clone, Debug)]
pub(crate) struct Odd {
    pub(crate) id: BankLineId,
    pub(crate) state: String,
    pub(crate) words: String,
    pub(crate) minor: i64,
}

impl Task {
    fn stands(&self, state: State) -> bool {
        self.state == state.code()
    }

    /// Whether somebody has something to do about it.
    fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "requested" | "submitted") || (self.stands(State::Failed) && !self.followed)
    }
}

impl Account {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed, 8),
            book: Vec::new(),
            paid: BTreeMap::new(),
            sent: BTreeSet::new(),
            bouncing: BTreeMap::new(),
            came_back: BTreeSet::new(),
            returned: BTreeSet::new(),
            brought: 0,
        }
    }

    /// Whether somebody pays by transfer.
    pub(crate) fn is_wanted(&mut self) -> bool {
        self.dice.hits(300)
    }

    pub(crate) fn moves(&mut self, at: Micros, minor: i64, words: &str, refers_to: Option<Subject>) {
        let order = None;
        self.book.push(Moved {
            at,
            minor,
            words: words.to_owned(),
            refers_to,
            order,
        });
    }

    fn moves_for(&mut self, order: OrderId, at: Micros, minor: i64, words: &str, refers_to: Option<Subject>) {
        self.moves(at, minor, words, refers_to);
        if let Some(line) = self.book.last_mut() {
            line.order = Some(order);
        }
    }

    /// All that is on the account.
    pub(crate) fn balance(&self) -> i64 {
        self.book.iter().map(|line| line.minor).sum()
    }
}

impl World {
    /// Now and then, and by dice of its own.
    pub(crate) async fn perhaps_at_the_bank(&mut self) -> Result<(), Broken> {
        let is_owed = self.state.office_tasks.iter().any(Task::is_open);
        let is_idle = self.orders_by_transfer().is_empty() && self.account.brought == self.account.book.len();
        // Who is owed something asks for it.
        let (often, kinds) = if is_owed { (3 * OFTEN, 20) } else { (OFTEN, 10) };
        if (is_idle && !is_owed) || !self.account.dice.hits(often) {
            return Ok(());
        }
        match self.account.dice.below(kinds) {
            0..=2 => self.somebody_transfers(),
            3 | 4 => self.a_statement_is_brought().await?,
            5 => self.somebody_decides(false).await?,
            6 => self.the_office_says_that_it_came().await?,
            7 if self.account.dice.hits(200) => self.a_buyer_gives_up().await?,
            _ => self.a_refund_goes_on().await?,
        }
        self.the_bank_sends();
        self.some_bounces(false);
        Ok(())
    }

    fn orders_by_transfer(&self) -> Vec<OrderId> {
        let all = self.state.attempts.values();
        let ours = all.filter(|attempt| attempt.provider == paying::BANK && self.orders.contains_key(&attempt.order));
        ours.map(|attempt| attempt.order).collect()
    }

    /// A buyer sends what is asked for, mostly; to the centime, mostly; with the reference, mostly.
    fn somebody_transfers(&mut self) {
        let bot = BUYERS - 1;
        let mut wanted = self.orders_by_transfer();
        let again = self.account.dice.hits(60);
        wanted.retain(|id| {
            let is_bot = self.orders.get(id).is_some_and(|known| known.buyer == bot);
            !is_bot && self.account.paid.contains_key(id) == again
        });
        let Some(order) = self.account.dice.pick(&wanted) else {
            return;
        };
        let Some(known) = self.orders.get(&order) else { return };
        let due = self.state.attempts.values().find(|attempt| attempt.order == order);
        let Some(due) = due.map(|attempt| attempt.amount) else {
            return;
        };
        let at = self.clock.world();
        let account = &mut self.account;
        let before = account.paid.len();
        let number = *account.paid.entry(order).or_insert(before);
        let words = format!("{RECEIVED} SALMA {} ACHAT {number}", known.buyer);
        let (minor, refers_to) = match account.dice.below(20) {
            0 => (account.dice.between(1, due + 500), Some(Subject::Order(order))),
            1 | 2 => (due, None),
            3 => (due - 1, Some(Subject::Order(order))),
            _ => (due, Some(Subject::Order(order))),
        };
        let twice = account.dice.hits(60);
        for _ in 0..=u32::from(twice) {
            account.moves_for(order, at, minor.max(1), &words, refers_to);
        }
        self.trace
            .say(format_args!("bank    {minor} comes for {order}, {refers_to:?}"));
    }

    async fn a_buyer_gives_up(&mut self) -> Result<(), Broken> {
        let orders = self.orders_by_transfer();
        let Some(order) = self.account.dice.pick(&orders) else {
            return Ok(());
        };
        let Some(known) = self.orders.get(&order).cloned() else {
            return Ok(());
        };
        let market = Arc::clone(&self.market);
        let verb = async move { paying::give_up(&market, &known.number, &known.token).await };
        self.begin(format!("buyer gives {order} up"), verb, |world, answer| {
            world.may_be("give up", &answer)
        })
        .await
    }

    /// Somebody has seen in the bank's pages what a statement will show.
    async fn the_office_says_that_it_came(&mut self) -> Result<(), Broken> {
        let came: Vec<OrderId> = (self.account.book.iter())
            .filter_map(|line| {
                let order = line.order.filter(|_| line.minor > 0)?;
                let mut due = self.state.attempts.values();
                let fits =
                    due.any(|one| one.order == order && one.amount == line.minor && one.provider == paying::BANK);
                (fits && line.refers_to == Some(Subject::Order(order))).then_some(order)
            })
            .collect();
        let Some(order) = self.account.dice.pick(&came) else {
            return Ok(());
        };
        let Some(known) = self.orders.get(&order).cloned() else {
            return Ok(());
        };
        let (market, by) = (Arc::clone(&self.market), self.a_person());
        let verb = async move { paying::confirm_transfer(&market, &by, &known.number).await };
        self.begin(format!("office says that {order} is paid"), verb, |world, answer| {
            world.may_be("said", &answer)
        })
        .await
    }

    fn a_person(&mut self) -> Administrator {
        self.ground.cast.administrators[self.account.dice.below(2)]
    }

    /// The lines of some days up to now: mostly a few that were brought before, and what is new.
    async fn a_statement_is_brought(&mut self) -> Result<(), Broken> {
        let days = self.account.dice.between(0, 4);
        let now = self.clock.world();
        let first_new = self.account.book.get(self.account.brought).map(|line| line.at);
        let from = now.plus(-days * DAY).min(first_new.unwrap_or(now)).calendar_day();
        if self.account.book.iter().all(|line| line.at.calendar_day() < from) {
            return Ok(());
        }
        let bytes = self.statement(&from).await?;
        let lines = self.account.book.len();
        let twice = self.account.dice.hits(150);
        for _ in 0..=u32::from(twice) {
            let (market, by) = (Arc::clone(&self.market), self.a_person());
            let upload = Upload {
                name: format!("{from}.csv"),
                bytes: bytes.clone(),
                format: Format::Csv(Mapping::default()),
            };
            let verb = async move { banking::import_file(&market, &by, upload).await };
            self.begin(
                format!("office brings the statement since {from}"),
                verb,
                move |world, answer| {
                    // What was not taken, or never answered, is brought again.
                    if answer.is_ok() {
                        world.account.brought = world.account.brought.max(lines);
                    }
                    world.may_be("statement", &answer)
                },
            )
            .await?;
        }
        Ok(())
    }

    /// Whole days, as a bank writes them.
    async fn statement(&self, from: &str) -> Result<Vec<u8>, Broken> {
        let mut text = "Date;Libelle;Debit;Credit\n".to_owned();
        for line in &self.account.book {
            let day = line.at.calendar_day();
            if day.as_str() < from {
                continue;
            }
            let written = match line.refers_to {
                Some(subject) => self.reference(subject).await?,
                None => String::new(),
            };
            let mut parts = day.split('-');
            let mut part = || parts.next().unwrap_or_default();
            let (year, month, day) = (part(), part(), part());
            let whole = line.minor.abs();
            let amount = format!("{},{:02}", whole / 100, whole % 100);
            let (went, came) = if line.minor < 0 {
                (amount, String::new())
            } else {
                (String::new(), amount)
            };
            // Writing into memory does not fail.
            let _ = writeln!(text, "{day}/{month}/{year};{} {written};{went};{came}", line.words);
        }
        Ok(text.into_bytes())
    }

    async fn reference(&self, subject: Subject) -> Result<String, Broken> {
        let db = &self.market.db;
        let found = match subject {
            Subject::Order(id) => payment::reference::find_of(db, About::Order, id).await,
            Subject::Refund(id) => payment::reference::find_of(db, About::Refund, id).await,
            Subject::Payout(id) => payment::reference::find_of(db, About::Payout, id).await,
        };
        let found = found.map_err(|error| Broken::new("the simulation's own question", error.to_string()))?;
        let found = found.ok_or_else(|| Broken::new("what is transferred has a reference", format!("{subject:?}")))?;
        Ok(found.to_string())
    }

    /// Somebody of the office decides about a line that found nothing; `finally` nothing is guessed any more.
    async fn somebody_decides(&mut self, finally: bool) -> Result<(), Broken> {
        let odd: Vec<Odd> = self.state.odd_lines.clone();
        let number = self.account.dice.below(odd.len());
        let Some(line) = odd.get(number) else { return Ok(()) };
        let (market, by, id) = (Arc::clone(&self.market), self.a_person(), line.id);
        let is_buyers = line.words.starts_with(RECEIVED);
        if line.state == "suspense" && is_buyers {
            // Somebody rings the buyer, and is told what it was for.
            let asked = self.account.dice.hits(600) && !finally;
            let whose = self.whose(line).filter(|_| asked);
            if let Some((order, known)) = whose.and_then(|id| Some((id, self.orders.get(&id)?.clone()))) {
                let verb = async move { banking::assign(&market, &by, id, &known.number).await };
                return self
                    .begin(format!("office: line {id} pays {order}"), verb, |world, answer| {
                        world.may_be("assign", &answer)
                    })
                    .await;
            }
            let verb = async move { banking::send_back(&market, &by, id).await };
            return self
                .begin(format!("office sends line {id} back"), verb, |world, answer| {
                    world.may_be("send back", &answer)
                })
                .await;
        }
        if line.state == "unexplained" && line.words.starts_with(SENT_BACK) {
            let sent = &self.account.returned;
            let waiting =
                |other: &&Odd| other.state == "to_return" && other.minor == -line.minor && sent.contains(&other.id);
            let Some(came) = odd.iter().find(waiting).map(|other| other.id) else {
                return Ok(());
            };
            let verb = async move { banking::explain_return(&market, &by, id, came).await };
            return self
                .begin(format!("office: line {id} sent {came} back"), verb, |world, answer| {
                    world.may_be("explain", &answer)
                })
                .await;
        }
        Ok(())
    }

    /// The order that a buyer's line is for.
    fn whose(&self, line: &Odd) -> Option<OrderId> {
        let begins = |moved: &Moved| line.words.strip_prefix(moved.words.as_str());
        let is_it = |moved: &&Moved| {
            moved.minor == line.minor && begins(moved).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        self.account.book.iter().find(is_it)?.order
    }

    /// The bank does what the office told it to: lines of suspense go back, and refunds to accounts, of which some bounce.
    fn the_bank_sends(&mut self) {
        let at = self.clock.world();
        for line in self.state.odd_lines.clone() {
            if line.state == "to_return" && self.account.returned.insert(line.id) {
                let order = self.whose(&line);
                self.account.moves(at, -line.minor, SENT_BACK, None);
                if let Some(moved) = self.account.book.last_mut() {
                    moved.order = order;
                }
                self.trace.say(format_args!("bank    {} goes back", line.minor));
            }
        }
        for task in self.state.office_tasks.clone() {
            let is_sent = task.way == "account" && task.stands(State::Submitted);
            if is_sent && self.account.sent.insert(task.id) {
                let subject = Some(Subject::Refund(task.id));
                self.account
                    .moves_for(task.order, at, -task.minor, "VIR EMIS REMBOURSEMENT", subject);
                self.trace.say(format_args!("bank    {} is sent", task.id));
                // One of an order at most: what is said of it could be said of the other.
                let others = self.state.office_tasks.iter().filter(|other| other.order == task.order);
                let bounced = |other: &Task| {
                    self.account.came_back.contains(&other.id) || self.account.bouncing.contains_key(&other.id)
                };
                if !others.clone().any(bounced) && self.account.dice.hits(400) {
                    self.account.bouncing.insert(task.id, (task.order, task.minor));
                }
            }
        }
    }

    /// Some of what does not stay with the other bank is on the account again; `all` of it in the end.
    fn some_bounces(&mut self, all: bool) {
        let at = self.clock.world();
        for (id, (order, minor)) in self.account.bouncing.clone() {
            if all || self.account.dice.hits(250) {
                self.account.bouncing.remove(&id);
                self.account.came_back.insert(id);
                let subject = Some(Subject::Refund(id));
                self.account
                    .moves_for(order, at, minor, "RETOUR VIR REMBOURSEMENT", subject);
                self.trace.say(format_args!("bank    {id} comes back"));
            }
        }
    }

    /// A refund that the office pays: its buyer says how, somebody pays, somebody sees that it arrived, or that it came back.
    async fn a_refund_goes_on(&mut self) -> Result<(), Broken> {
        let mut tasks = self.state.office_tasks.clone();
        tasks.retain(|task| {
            task.is_open() || (task.stands(State::Succeeded) && self.account.came_back.contains(&task.id))
        });
        let number = self.account.dice.below(tasks.len());
        let Some(task) = tasks.get(number) else { return Ok(()) };
        let twice = self.account.dice.hits(120);
        for _ in 0..=u32::from(twice) {
            self.refund_goes_on(task).await?;
        }
        Ok(())
    }

    async fn refund_goes_on(&mut self, task: &Task) -> Result<(), Broken> {
        let id = task.id;
        let Some(known) = self.orders.get(&task.order).cloned() else {
            return Ok(());
        };
        let came_back = self.account.came_back.contains(&id);
        let step = match (task.state.as_str(), task.way.as_str()) {
            ("requested", "unsaid") | ("failed", _) => "choose",
            ("requested", "account") => "send",
            ("requested", "cash") => "cash",
            ("submitted" | "succeeded", "account") if came_back => "came back",
            ("submitted", "account") if self.account.sent.contains(&id) => "confirm",
            _ => return Ok(()),
        };
        let (one, other) = (self.a_person(), self.a_person());
        let in_cash = self.account.dice.hits(250);
        let seen = State::of(&task.state).unwrap_or(State::Submitted);
        let market = Arc::clone(&self.market);
        let verb = async move {
            match step {
                "choose" => {
                    let wish = if in_cash {
                        Wish::Cash
                    } else {
                        Wish::Account(Rib::stored(RIB.to_owned()))
                    };
                    refunding::choose_way(&market, &known.number, &known.token, id, wish)
                        .await
                        .map(drop)
                }
                "confirm" => refunding::confirm_refund(&market, &one, id).await,
                "came back" => refunding::refund_came_back(&market, &one, id, seen).await,
                _ => {
                    let code = refunding::refund_code(&market, id);
                    let pay = async || match step {
                        "cash" => refunding::hand_out_cash(&market, Paying::Office(one), id, &code).await,
                        _ => refunding::send_transfer(&market, Paying::Office(one), id, None).await,
                    };
                    match pay().await {
                        Err(Error::Payment(payment::Error::SecondPerson)) => {
                            refunding::approve_refund(&market, &other, id).await?;
                            pay().await
                        }
                        done => done,
                    }
                }
            }
        };
        self.begin(
            format!("refund {id}: {step}"),
            verb,
            move |world, answer: Result<(), Error>| world.may_be(step, &answer),
        )
        .await
    }

    /// In the end every line was brought, nobody's money is left, and whoever is owed something has it.
    pub(crate) async fn the_bank_is_finished(&mut self) -> Result<(), Broken> {
        for round in 0..6 {
            self.the_bank_sends();
            self.some_bounces(round > 2);
            if self.account.brought < self.account.book.len() {
                self.a_statement_is_brought().await?;
            }
            for _ in 0..self.state.odd_lines.len() {
                self.somebody_decides(true).await?;
            }
            for task in self.state.office_tasks.clone() {
                if task.is_open() || (task.stands(State::Succeeded) && self.account.came_back.contains(&task.id)) {
                    self.refund_goes_on(&task).await?;
                }
            }
        }
        Ok(())
    }
}
