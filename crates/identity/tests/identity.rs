//! Identity on both databases: who is found, what a code or link is good for, how often, and who is left out.
#![cfg(test)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use identity::{
    Contact, Error, Opened, Role, Scope, Secret,
    code::{self, Purpose, Tried},
    factor, invite, person, role,
    session::{self, Kind, Proof},
    throttle, token,
};
use kernel::{
    Locale, Micros, Mint,
    ids::{CodeId, CooperativeId, PersonId},
    time::{DAY, HOUR, MINUTE, SECOND},
};
use sea_orm::{ConnectionTrait, Statement};
use testkit::{NOON, TestDb, mint, mint_at, on_both};

const PEPPER: [u8; 32] = [7; 32];
const BY_CODE: Proof = Proof {
    code: true,
    factor: false,
};

/// Runs some writes in one transaction.
macro_rules! write {
    ($db:expr, |$tx:ident| $work:expr) => {
        $db.write(move |$tx| Box::pin(async move { $work.await })).await
    };
}

fn phone(n: u32) -> Contact {
    Contact::parse(&format!("+2126850000{n:02}"), true).unwrap()
}

async fn somebody(db: &TestDb, n: u32) -> PersonId {
    let mint = mint(u64::from(n) + 1000);
    write!(db, |tx| person::meet(tx, &mint, &phone(n), Locale::Fr))
        .unwrap()
        .id
}

async fn administrator(db: &TestDb, n: u32) -> PersonId {
    let id = somebody(db, n).await;
    write!(db, |tx| person::promote(tx, id)).unwrap();
    id
}

async fn open(db: &TestDb, mint: Mint, id: PersonId, proof: Proof) -> Opened {
    write!(db, |tx| session::open(tx, &mint, id, proof, "Firefox, Android", None)).unwrap()
}

/// A cooperative that exists as far as foreign keys care.
async fn cooperative(db: &TestDb, n: u64) -> CooperativeId {
    let id: CooperativeId = mint(n).id();
    let sql = "insert into cooperative (id, slug, state, name_ar, name_fr, region_iso, province_iso, town, \
        register_number, register_place, rib, phone, contact_name, collects, applied_at, updated_at, version) \
        select $1, $2, 'verified', 'ت', 'C', region_iso, iso, 'T', '1', 'T', '1', '1', 'N', $3, 1, 1, 1 from province limit 1";
    write!(db, |tx| async move {
        let values = [id.into(), format!("c{n}").into(), true.into()];
        let backend = tx.writer().get_database_backend();
        tx.writer()
            .execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await?;
        Ok::<_, Error>(())
    })
    .unwrap();
    id
}

async fn ask(db: &TestDb, seed: u64, contact: Contact) -> code::Issued {
    let mint = mint(seed);
    write!(db, |tx| code::issue(tx, &mint, &PEPPER, &contact, Purpose::SignIn)).unwrap()
}

async fn attempt(db: &TestDb, id: CodeId, typed: &str, now: Micros) -> Tried {
    let typed = typed.to_owned();
    write!(db, |tx| code::try_digits(tx, &PEPPER, id, Purpose::SignIn, &typed, now)).unwrap()
}

fn wrong(digits: &Secret) -> &'static str {
    if digits.reveal() == "000000" {
        "111111"
    } else {
        "000000"
    }
}

on_both! {
    /// One contact is one person.
    async fn whoever_proves_a_contact_is_one_person_even_twice_at_once(db: TestDb) {
        let (a, b) = tokio::join!(
            db.write(|tx| Box::pin(async move { person::meet(tx, &mint(1), &phone(1), Locale::Ar).await })),
            db.write(|tx| Box::pin(async move { person::meet(tx, &mint(2), &phone(1), Locale::Fr).await })),
        );
        assert_eq!(a.unwrap().id, b.unwrap().id);
    }

    /// A contact cannot be taken over.
    async fn a_contact_of_somebody_else_cannot_be_taken(db: TestDb) {
        let (first, second) = (somebody(&db, 1).await, somebody(&db, 2).await);
        assert!(matches!(write!(db, |tx| person::reach(tx, second, &phone(1))), Err(Error::Taken("contact"))));
        write!(db, |tx| person::reach(tx, first, &phone(1))).unwrap();
        let email = Contact::parse("Amina@Example.ma", false).unwrap();
        write!(db, |tx| person::reach(tx, first, &email)).unwrap();
        let found = person::find_by_contact(&db, &Contact::parse("amina@example.ma", false).unwrap()).await.unwrap();
        assert_eq!(found.unwrap().id, first);
    }

    /// The cookie is the secret; the row holds a hash.
    async fn a3_a_session_is_found_by_its_cookie_alone_and_by_nothing_after_its_end(db: TestDb) {
        let id = somebody(&db, 1).await;
        let coop = cooperative(&db, 1).await;
        write!(db, |tx| role::join(tx, id, coop, Role::Owner, NOON)).unwrap();
        let opened = open(&db, mint(5), id, BY_CODE).await;
        let found = session::find_by_token(&db, opened.secret.reveal(), NOON).await.unwrap().unwrap();
        assert_eq!((found.id, found.person, found.kind), (opened.id, id, Kind::Member));
        assert_eq!(found.memberships, vec![(coop, Role::Owner)]);
        assert!(found.is_settled() && !found.is_administrators() && found.is_fresh(NOON));
        assert!(!found.is_fresh(NOON.plus(session::FRESH)));
        let rows = db.reader_rows("select token_hash from session").await;
        assert!(!rows[0].contains(opened.secret.reveal()) && rows[0].len() == 64);
        for forged in ["", "a", &"a".repeat(43), &rows[0], &"é".repeat(30)] {
            assert_eq!(session::find_by_token(&db, forged, NOON).await.unwrap(), None);
        }
        assert!(write!(db, |tx| session::end(tx, id, opened.id)).unwrap());
        assert_eq!(session::find_by_token(&db, opened.secret.reveal(), NOON).await.unwrap(), None);
    }

    /// 90 days for members; 12 hours and 30 silent minutes for administrators.
    async fn a3_sessions_end_by_age_and_administrators_also_by_silence(db: TestDb) {
        let (member, office) = (somebody(&db, 1).await, administrator(&db, 2).await);
        let a = open(&db, mint(5), member, BY_CODE).await;
        let b = open(&db, mint(6), office, Proof { code: true, factor: true }).await;
        let find = async |opened: &Opened, now| session::find_by_token(&db, opened.secret.reveal(), now).await.unwrap();
        assert!(find(&a, NOON.plus(90 * DAY - 1)).await.is_some());
        assert!(find(&a, NOON.plus(90 * DAY)).await.is_none());
        assert!(find(&b, NOON.plus(30 * MINUTE - 1)).await.unwrap().is_administrators());
        assert!(find(&b, NOON.plus(30 * MINUTE)).await.is_none());
        let mut now = NOON;
        while now.since(NOON) < 12 * HOUR - 20 * MINUTE {
            now = now.plus(20 * MINUTE);
            let id = b.id;
            assert!(find(&b, now).await.unwrap().wants_touch(now));
            write!(db, |tx| session::touch(tx, id, now)).unwrap();
            assert!(!find(&b, now).await.unwrap().wants_touch(now));
        }
        assert!(find(&b, NOON.plus(12 * HOUR - 1)).await.is_some());
        assert!(find(&b, NOON.plus(12 * HOUR)).await.is_none());
    }

    /// Proving more makes a new session.
    async fn a3_a_new_proof_ends_the_old_session_and_suspension_ends_all(db: TestDb) {
        let id = administrator(&db, 1).await;
        administrator(&db, 2).await;
        let before = open(&db, mint(5), id, BY_CODE).await;
        assert!(before.wants_factor);
        let half = session::find_by_token(&db, before.secret.reveal(), NOON).await.unwrap().unwrap();
        assert!(!half.is_settled() && !half.is_administrators());
        let (mint, old) = (mint(6), before.id);
        let after = write!(db, |tx| session::open(tx, &mint, id, Proof { code: true, factor: true }, "", Some(old))).unwrap();
        assert_eq!(session::find_by_token(&db, before.secret.reveal(), NOON).await.unwrap(), None);
        assert!(session::find_by_token(&db, after.secret.reveal(), NOON).await.unwrap().is_some());
        write!(db, |tx| person::suspend(tx, id, NOON)).unwrap();
        assert_eq!(session::find_by_token(&db, after.secret.reveal(), NOON).await.unwrap(), None);
        assert!(matches!(write!(db, |tx| person::meet(tx, &mint_at(NOON, 9), &phone(1), Locale::Ar)), Err(Error::Unknown)));
    }

    /// One cannot saw off the branch.
    async fn the_last_administrator_stays(db: TestDb) {
        let (a, b) = (administrator(&db, 1).await, administrator(&db, 2).await);
        let (first, second) = tokio::join!(
            db.write(move |tx| Box::pin(async move { person::suspend(tx, a, NOON).await })),
            db.write(move |tx| Box::pin(async move { person::suspend(tx, b, NOON).await })),
        );
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
        assert_eq!(person::count_administrators(&db).await.unwrap(), 1);
    }

    /// A person's devices are bounded.
    async fn the_oldest_of_too_many_sessions_makes_room(db: TestDb) {
        let id = somebody(&db, 1).await;
        let first = open(&db, mint_at(NOON, 1), id, BY_CODE).await;
        for n in 2..=25 {
            open(&db, mint_at(NOON.plus(i64::try_from(n).unwrap()), n), id, BY_CODE).await;
        }
        assert_eq!(session::list_for_person(&db, id, NOON.plus(SECOND)).await.unwrap().len(), 20);
        assert_eq!(session::find_by_token(&db, first.secret.reveal(), NOON).await.unwrap(), None);
    }

    /// Ten minutes, five tries, once.
    async fn a4_a_code_is_good_once_for_ten_minutes_and_five_tries(db: TestDb) {
        let issued = ask(&db, 1, phone(1)).await;
        assert!(matches!(attempt(&db, issued.id, wrong(&issued.digits), NOON).await, Tried::Wrong));
        assert_eq!(attempt(&db, issued.id, issued.digits.reveal(), NOON).await, Tried::Right(phone(1)));
        assert_eq!(attempt(&db, issued.id, issued.digits.reveal(), NOON).await, Tried::Spent);

        let issued = ask(&db, 2, phone(1)).await;
        assert_eq!(attempt(&db, issued.id, issued.digits.reveal(), NOON.plus(code::LASTS)).await, Tried::Spent);

        let issued = ask(&db, 3, phone(1)).await;
        for _ in 0..code::TRIES {
            assert_eq!(attempt(&db, issued.id, wrong(&issued.digits), NOON).await, Tried::Wrong);
        }
        assert_eq!(attempt(&db, issued.id, issued.digits.reveal(), NOON).await, Tried::Spent);
    }

    /// Codes belong to their form.
    async fn a4_nobody_uses_up_the_tries_of_somebody_elses_code(db: TestDb) {
        let (mine, theirs) = (ask(&db, 1, phone(1)).await, ask(&db, 2, phone(1)).await);
        for _ in 0..10 {
            attempt(&db, theirs.id, wrong(&theirs.digits), NOON).await;
        }
        if mine.digits != theirs.digits {
            let other = ask(&db, 3, phone(1)).await;
            assert_eq!(attempt(&db, other.id, mine.digits.reveal(), NOON).await, Tried::Wrong);
        }
        assert_eq!(attempt(&db, mine.id, mine.digits.reveal(), NOON).await, Tried::Right(phone(1)));
    }

    /// A code for one thing opens no other, and the digits are nowhere.
    async fn a_code_opens_only_what_it_was_asked_for_and_is_stored_as_a_hash(db: TestDb) {
        let issued = ask(&db, 1, phone(1)).await;
        let (id, digits) = (issued.id, issued.digits.reveal().to_owned());
        let typed = digits.clone();
        let tried = write!(db, |tx| code::try_digits(tx, &PEPPER, id, Purpose::Confirm, &typed, NOON)).unwrap();
        assert_eq!(tried, Tried::Spent);
        let typed = digits.clone();
        let tried = write!(db, |tx| code::try_digits(tx, &[8; 32], id, Purpose::SignIn, &typed, NOON)).unwrap();
        assert_eq!(tried, Tried::Wrong);
        assert!(!db.reader_rows("select code_hash from sign_in_code").await[0].contains(&digits));
    }

    /// Two at once: one wins.
    async fn a_code_that_is_entered_twice_at_once_opens_once(db: TestDb) {
        let issued = ask(&db, 1, phone(1)).await;
        let tries = (0..4).map(|_| attempt(&db, issued.id, issued.digits.reveal(), NOON));
        let tried = futures(tries).await;
        assert_eq!(tried.iter().filter(|t| matches!(t, Tried::Right(_))).count(), 1);
    }

    /// Windows count every try.
    async fn a4_a_throttle_counts_every_try_and_opens_again(db: TestDb) {
        let hit = async |now| write!(db, |tx| throttle::hit(tx, "a", MINUTE, 3, now));
        for _ in 0..3 {
            hit(NOON).await.unwrap();
        }
        let Err(Error::Limited { retry_after }) = hit(NOON.plus(10 * SECOND)).await else { panic!("not limited") };
        assert!((1..=60).contains(&retry_after));
        hit(NOON.plus(MINUTE)).await.unwrap();
        write!(db, |tx| throttle::hit(tx, "b", MINUTE, 3, NOON)).unwrap();
        let many = (0..20).map(|_| async { db.write(|tx| Box::pin(async move { throttle::hit(tx, "c", MINUTE, 7, NOON).await })).await });
        assert_eq!(futures(many).await.iter().filter(|r| r.is_ok()).count(), 7);
        assert!(write!(db, |tx| identity::forget(tx, NOON.plus(DAY))).unwrap() >= 3);
    }

    /// Each step once, never backwards.
    async fn each_step_of_an_authenticator_is_good_once(db: TestDb) {
        let id = administrator(&db, 1).await;
        write!(db, |tx| factor::propose(tx, id, "sealed")).unwrap();
        assert!(!write!(db, |tx| factor::use_step(tx, id, 5)).unwrap());
        write!(db, |tx| factor::confirm(tx, id, 10, NOON)).unwrap();
        assert!(matches!(write!(db, |tx| factor::propose(tx, id, "another")), Err(Error::FactorExists)));
        assert!(!write!(db, |tx| factor::use_step(tx, id, 10)).unwrap());
        assert!(write!(db, |tx| factor::use_step(tx, id, 11)).unwrap());
        assert!(!write!(db, |tx| factor::use_step(tx, id, 9)).unwrap());
        let twice = (0..4).map(|_| async { db.write(move |tx| Box::pin(async move { factor::use_step(tx, id, 12).await })).await });
        assert_eq!(futures(twice).await.into_iter().filter(|r| *r.as_ref().unwrap()).count(), 1);
    }

    /// Ten codes, each once; a reset takes everything away.
    async fn each_recovery_code_is_good_once_and_a_reset_ends_everything(db: TestDb) {
        let id = administrator(&db, 1).await;
        let opened = open(&db, mint(3), id, BY_CODE).await;
        let mint = mint(4);
        let codes = write!(db, |tx| factor::give_recovery_codes(tx, &mint, &PEPPER, id)).unwrap();
        assert_eq!(codes.len(), 10);
        let typed = codes[0].reveal().to_lowercase().replace('-', " ");
        let again = typed.clone();
        assert!(write!(db, |tx| factor::use_recovery_code(tx, &PEPPER, id, &typed, NOON)).unwrap());
        assert!(!write!(db, |tx| factor::use_recovery_code(tx, &PEPPER, id, &again, NOON)).unwrap());
        assert_eq!(factor::recovery_codes_left(&db, id).await.unwrap(), 9);
        write!(db, |tx| factor::reset(tx, id)).unwrap();
        assert_eq!(factor::recovery_codes_left(&db, id).await.unwrap(), 0);
        assert!(factor::find(&db, id).await.unwrap().is_none());
        assert_eq!(session::find_by_token(&db, opened.secret.reveal(), NOON).await.unwrap(), None);
    }

    /// A link works once.
    async fn a6_an_invitation_is_good_once_and_looking_at_it_uses_nothing_up(db: TestDb) {
        let (owner, guest) = (somebody(&db, 1).await, somebody(&db, 2).await);
        let coop = cooperative(&db, 1).await;
        let m = mint(8);
        let secret = write!(db, |tx| invite::issue(tx, &m, invite::To::Cooperative(coop), Some(owner))).unwrap();
        for _ in 0..3 {
            let seen = invite::find_by_token(&db, secret.reveal(), NOON).await.unwrap().unwrap();
            assert_eq!(seen.to, invite::To::Cooperative(coop));
        }
        assert!(invite::find_by_token(&db, secret.reveal(), NOON.plus(invite::MEMBER)).await.unwrap().is_none());
        let text = secret.reveal().to_owned();
        let twice = (0..4).map(|_| {
            let text = text.clone();
            async { db.write(move |tx| Box::pin(async move { invite::accept(tx, &text, guest, NOON).await })).await }
        });
        assert_eq!(futures(twice).await.iter().filter(|r| r.is_ok()).count(), 1);
        assert!(invite::find_by_token(&db, secret.reveal(), NOON).await.unwrap().is_none());
        let m = mint(9);
        let secret = write!(db, |tx| invite::issue(tx, &m, invite::To::Cooperative(coop), Some(owner))).unwrap();
        let open = invite::list_open(&db, coop, NOON).await.unwrap();
        let stranger = cooperative(&db, 2).await;
        let id = open[0].id;
        assert!(matches!(write!(db, |tx| invite::withdraw(tx, stranger, id, NOON)), Err(Error::Unknown)));
        write!(db, |tx| invite::withdraw(tx, coop, id, NOON)).unwrap();
        assert!(invite::find_by_token(&db, secret.reveal(), NOON).await.unwrap().is_none());
    }

    /// Somebody always answers for a cooperative.
    async fn a_cooperative_keeps_an_owner_even_when_two_leave_at_once(db: TestDb) {
        let (a, b) = (somebody(&db, 1).await, somebody(&db, 2).await);
        let coop = cooperative(&db, 1).await;
        for id in [a, b] {
            write!(db, |tx| role::join(tx, id, coop, Role::Owner, NOON)).unwrap();
        }
        let (first, second) = tokio::join!(
            db.write(move |tx| Box::pin(async move { role::leave(tx, a, coop).await })),
            db.write(move |tx| Box::pin(async move { role::leave(tx, b, coop).await })),
        );
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
        let left = role::list_for_cooperative(&db, coop).await.unwrap();
        let last = left[0].person_id;
        assert!(matches!(write!(db, |tx| role::appoint(tx, last, coop, Role::Member)), Err(Error::LastOwner)));
        assert_eq!(role::find(&db, last, coop).await.unwrap(), Some(Role::Owner));
    }

    /// A token acts only while its person may.
    async fn a_token_opens_only_while_its_person_may_act(db: TestDb) {
        let (id, other) = (somebody(&db, 1).await, somebody(&db, 2).await);
        let coop = cooperative(&db, 1).await;
        for (who, as_role) in [(id, Role::Member), (other, Role::Owner)] {
            write!(db, |tx| role::join(tx, who, coop, as_role, NOON)).unwrap();
        }
        let m = mint(4);
        let (token, secret) = write!(db, |tx| token::make(tx, &m, id, Scope::Cooperative(coop), "stock")).unwrap();
        assert!(secret.reveal().starts_with("tzw_"));
        let found = token::find_by_secret(&db, secret.reveal()).await.unwrap().unwrap();
        assert_eq!((found.cooperative, found.role), (Some(coop), Some(Role::Member)));
        assert!(!write!(db, |tx| token::revoke(tx, other, token, NOON)).unwrap());
        write!(db, |tx| role::leave(tx, id, coop)).unwrap();
        assert!(token::find_by_secret(&db, secret.reveal()).await.unwrap().is_none());
        write!(db, |tx| role::join(tx, id, coop, Role::Member, NOON)).unwrap();
        assert!(token::find_by_secret(&db, secret.reveal()).await.unwrap().is_some());
        assert!(write!(db, |tx| token::revoke(tx, id, token, NOON)).unwrap());
        assert!(token::find_by_secret(&db, secret.reveal()).await.unwrap().is_none());
        let m = mint(6);
        let (_, office) = write!(db, |tx| token::make(tx, &m, id, Scope::Administrator, "office")).unwrap();
        assert!(token::find_by_secret(&db, office.reveal()).await.unwrap().is_none());
        write!(db, |tx| person::promote(tx, id)).unwrap();
        assert!(token::find_by_secret(&db, office.reveal()).await.unwrap().is_some());
    }

    /// Administrators find people.
    async fn people_are_found_by_name_and_by_telephone_as_it_is_written(db: TestDb) {
        let id = somebody(&db, 42).await;
        somebody(&db, 43).await;
        write!(db, |tx| person::rename(tx, id, "Fatima Idrissi")).unwrap();
        for text in ["Fatima", "06 85 00 00 42", "+212685000042"] {
            let found = person::list(&db, false, text, None, kernel::Limit::default()).await.unwrap();
            assert_eq!(found.items.iter().map(|p| p.id).collect::<Vec<_>>(), vec![id], "{text}");
        }
        let first = person::list(&db, false, "", None, kernel::Limit::new(1)).await.unwrap();
        let after = first.next.unwrap().parse().unwrap();
        let second = person::list(&db, false, "", Some(after), kernel::Limit::new(1)).await.unwrap();
        assert_ne!(first.items[0].id, second.items[0].id);
    }
}

/// All of them at once.
async fn futures<T: Send>(all: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pinned: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<T>> = pinned.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, slot) in pinned.iter_mut().zip(&mut done) {
            if slot.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(cx)
            {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// The first column of a query, as text.
trait Rows {
    async fn reader_rows(&self, sql: &str) -> Vec<String>;
}

impl Rows for TestDb {
    async fn reader_rows(&self, sql: &str) -> Vec<String> {
        use kernel::Read;
        let statement = Statement::from_string(self.db().backend(), sql);
        let rows = self.reader().query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }
}
