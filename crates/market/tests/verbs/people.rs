//! People on both databases: signing in, proving oneself, applying, inviting, deciding. Tests whose
//! name begins with an id hold a row of the project's list of attacks.

use identity::{Contact, Error as Refusal, Opened, Role, Scope, Session, session};
use kernel::{
    Locale, Phone, Texts,
    ids::{CodeId, CooperativeId, PersonId},
    registration::{Ice, Rib},
    time::{DAY, HOUR, MINUTE, SECOND},
};
use market::{
    Error, Market, Settings,
    actor::{Administrator, Seller},
    people::{self, Decision, Origin, factor::Given},
};
use std::{net::Ipv4Addr, sync::Arc};
use testkit::{TestDb, TestMarket, on_both};

const AMINA: &str = "+212685000001";
const BRAHIM: &str = "+212685000002";
const OFFICE: &str = "+212685000003";

fn from(n: u32) -> Origin {
    Origin {
        address: Some(Ipv4Addr::from(0x0a00_0000 + n).into()),
        locale: Locale::Fr,
        device: "Firefox".to_owned(),
    }
}

async fn session_of(m: &Market, opened: &Opened) -> Option<Session> {
    session::find_by_token(&m.db, opened.secret.reveal(), m.now())
        .await
        .unwrap()
}

/// Signs in by a code, as a person would.
async fn enter(m: &TestMarket, contact: &str) -> Opened {
    let asked = people::request_code(m, &from(1), contact).await.unwrap();
    m.run_jobs().await;
    let sent_to = Contact::parse(contact, true).unwrap();
    let digits = m.last_code(sent_to.as_str()).unwrap();
    people::sign_in(m, &from(1), asked.code, &digits, None).await.unwrap()
}

async fn signed_in(m: &TestMarket, contact: &str) -> Session {
    let opened = enter(m, contact).await;
    session_of(m, &opened).await.unwrap()
}

/// An administrator with a second factor, which they have given.
async fn administrator(m: &TestMarket) -> Session {
    let guest = signed_in(m, OFFICE).await;
    let link = people::invite_administrator(m, Locale::Fr).await.unwrap();
    let token = link.rsplit('/').next().unwrap();
    let accepted = people::accept_invite(m, &from(1), &guest, token).await.unwrap();
    let half = session_of(m, &accepted.opened.unwrap()).await.unwrap();
    assert!(!half.is_settled());
    people::factor::set_up(m, &half).await.unwrap();
    let (digits, _) = people::factor::demo_digits(m, half.person).await.unwrap().unwrap();
    let (opened, codes) = people::factor::confirm_set_up(m, &from(1), &half, &digits)
        .await
        .unwrap();
    assert_eq!(codes.len(), 10);
    let whole = session_of(m, &opened).await.unwrap();
    assert!(whole.is_administrators());
    whole
}

fn application(name: &str) -> catalogue::cooperative::Application {
    catalogue::cooperative::Application {
        name: Texts {
            ar: Some(format!("تعاونية {name}")),
            fr: Some(format!("Coopérative {name}")),
            en: None,
        },
        region_iso: "MA-09".to_owned(),
        province_iso: "MA-TAR".to_owned(),
        town: "Taliouine".to_owned(),
        address: None,
        register_number: "12/2020".to_owned(),
        register_place: "Taroudant".to_owned(),
        ice: Ice::parse("999000001000076").ok(),
        onssa: None,
        rib: Rib::parse("310810101402900442310133").unwrap(),
        phone: Phone::parse(AMINA, true).unwrap(),
        email: None,
        contact_name: "Amina Ait Ali".to_owned(),
        founded: Some(2009),
        member_count: Some(30),
        women_count: Some(30),
    }
}

async fn applied(m: &TestMarket, session: &Session, name: &str) -> CooperativeId {
    people::apply(m, session, application(name), name).await.unwrap().value
}

fn owner(session: &Session, cooperative: CooperativeId) -> Seller {
    Seller {
        person: session.person,
        cooperative,
        role: Role::Owner,
    }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Identity(refusal)) => refusal,
        other => panic!("not refused by identity: {other:?}"),
    }
}

/// The same market as it runs in earnest: no demo telephones, no patience with floods.
fn earnest(m: &TestMarket) -> Market {
    Market {
        settings: Settings {
            demo: false,
            ..m.settings.clone()
        },
        db: m.db.clone(),
        key: m.key.clone(),
        ways: m.ways.clone(),
        queue: m.queue.clone(),
        photos: m.photos.clone(),
        workshop: media::Workshop::new("/nowhere", Vec::<String>::new(), 1),
        mailer: m.mailer.clone(),
        clock: Arc::new(m.clock.clone()),
        chance: m.chance.clone(),
    }
}

/// A person with a password, in a market run in earnest.
async fn with_password(m: &TestMarket, strict: &Market, contact: &str, password: &str) -> PersonId {
    let asked = people::request_code(strict, &from(9), contact).await.unwrap();
    m.run_jobs().await;
    let opened = people::sign_in(strict, &from(9), asked.code, &m.last_code(contact).unwrap(), None)
        .await
        .unwrap();
    let session = session_of(strict, &opened).await.unwrap();
    people::set_password(strict, &session, password).await.unwrap();
    session.person
}

on_both! {
    async fn a_code_signs_in_whoever_has_it_and_makes_a_person_once(db: TestDb) {
        let m = TestMarket::on(db).await;
        let first = signed_in(&m, AMINA).await;
        let second = signed_in(&m, "06 85 00 00 01").await;
        assert_eq!(first.person, second.person);
        assert_ne!(first.id, second.id);
        assert!(first.is_fresh(m.now()) && first.is_settled() && first.memberships.is_empty());
    }

    async fn a3_signing_in_ends_the_session_the_browser_had_and_signing_out_ends_it_at_once(db: TestDb) {
        let m = TestMarket::on(db).await;
        let planted = enter(&m, BRAHIM).await;
        let asked = people::request_code(&m, &from(1), AMINA).await.unwrap();
        m.run_jobs().await;
        let digits = m.last_code(AMINA).unwrap();
        let opened = people::sign_in(&m, &from(1), asked.code, &digits, Some(planted.id)).await.unwrap();
        assert_ne!(planted.secret, opened.secret);
        assert!(session_of(&m, &planted).await.is_none());
        let session = session_of(&m, &opened).await.unwrap();
        people::sign_out(&m, &session).await.unwrap();
        assert!(session_of(&m, &opened).await.is_none());
    }

    async fn a3_a_fresh_code_and_a_second_factor_each_change_the_session(db: TestDb) {
        let m = TestMarket::on(db).await;
        let before = enter(&m, AMINA).await;
        let session = session_of(&m, &before).await.unwrap();
        m.clock.advance(HOUR);
        assert!(!session.is_fresh(m.now()));
        let asked = people::request_confirmation(&m, &from(1), &session).await.unwrap();
        m.run_jobs().await;
        let after = people::confirm(&m, &from(1), &session, asked.code, &m.last_code(AMINA).unwrap()).await.unwrap();
        assert!(session_of(&m, &before).await.is_none());
        assert!(session_of(&m, &after).await.unwrap().is_fresh(m.now()));
    }

    async fn a3_a_new_password_and_a_suspension_end_the_other_sessions(db: TestDb) {
        let m = TestMarket::on(db).await;
        let (lost, here) = (enter(&m, AMINA).await, enter(&m, AMINA).await);
        let session = session_of(&m, &here).await.unwrap();
        people::set_password(&m, &session, "les figues de ma tante").await.unwrap();
        assert!(session_of(&m, &lost).await.is_none());
        assert!(session_of(&m, &here).await.is_some());
        let office = Administrator { person: administrator(&m).await.person };
        people::suspend_person(&m, office, session.person).await.unwrap();
        assert!(session_of(&m, &here).await.is_none());
        let asked = people::request_code(&m, &from(1), AMINA).await.unwrap();
        m.run_jobs().await;
        let digits = m.last_code(AMINA).unwrap();
        assert!(matches!(refusal(people::sign_in(&m, &from(1), asked.code, &digits, None).await), Refusal::SpentCode));
        let password = people::sign_in_with_password(&m, &from(1), AMINA, "les figues de ma tante", None).await;
        assert!(matches!(refusal(password), Refusal::WrongPassword));
    }

    async fn a2_what_a_person_may_do_is_read_anew_for_each_request(db: TestDb) {
        let m = TestMarket::on(db).await;
        let amina = signed_in(&m, AMINA).await;
        let cooperative = applied(&m, &amina, "Safran").await;
        let opened = enter(&m, BRAHIM).await;
        let brahim = session_of(&m, &opened).await.unwrap();
        let link = people::invite_member(&m, &amina, owner(&amina, cooperative), Locale::Ar).await.unwrap();
        people::accept_invite(&m, &from(2), &brahim, link.rsplit('/').next().unwrap()).await.unwrap();
        let brahim = session_of(&m, &opened).await.unwrap();
        assert_eq!(brahim.role_in(cooperative), Some(Role::Member));
        let member = Seller { person: brahim.person, cooperative, role: Role::Member };
        assert!(matches!(refusal(people::invite_member(&m, &brahim, member, Locale::Ar).await), Refusal::OwnerOnly));
        let rib = Rib::parse("310810101402900442310133").unwrap();
        assert!(matches!(refusal(people::change_rib(&m, &brahim, member, 1, rib).await), Refusal::OwnerOnly));
        assert!(matches!(refusal(people::remove_member(&m, &brahim, member, amina.person).await), Refusal::OwnerOnly));
        assert!(matches!(refusal(people::make_token(&m, &brahim, Scope::Administrator, "x".to_owned()).await), Refusal::Unknown));
        people::remove_member(&m, &amina, owner(&amina, cooperative), brahim.person).await.unwrap();
        assert_eq!(session_of(&m, &opened).await.unwrap().role_in(cooperative), None);
    }

    async fn a4_ten_thousand_guesses_from_a_hundred_addresses_open_nothing_and_shut_nobody_out(db: TestDb) {
        let m = TestMarket::on(db).await;
        let strict = Arc::new(earnest(&m));
        let victim = "+212612345678";
        let person = with_password(&m, &strict, victim, "les figues de ma tante").await;
        let mut attackers = Vec::new();
        for address in 100..200 {
            let strict = Arc::clone(&strict);
            attackers.push(tokio::spawn(async move {
                let mut tried = 0;
                for n in 0..100 {
                    let guess = format!("guess number {n} of {address}");
                    let outcome = people::sign_in_with_password(&strict, &from(address), victim, &guess, None).await;
                    match refusal(outcome) {
                        Refusal::WrongPassword => tried += 1,
                        Refusal::Limited { .. } => {}
                        other => panic!("{other:?}"),
                    }
                }
                tried
            }));
        }
        let mut tried = 0;
        for attacker in attackers {
            tried += attacker.await.unwrap();
        }
        assert!(tried <= 40, "{tried} guesses were looked at");
        let asked = people::request_code(&strict, &from(9), victim).await.unwrap();
        m.run_jobs().await;
        let opened = people::sign_in(&strict, &from(9), asked.code, &m.last_code(victim).unwrap(), None).await.unwrap();
        assert_eq!(opened.person, person);
        m.clock.advance(HOUR);
        let back = people::sign_in_with_password(&strict, &from(9), victim, "les figues de ma tante", None).await;
        assert_eq!(back.unwrap().person, person);
    }

    async fn a4_one_address_cannot_use_up_what_a_telephone_may_ask_for(db: TestDb) {
        let m = TestMarket::on(db).await;
        let strict = earnest(&m);
        let village = from(77);
        for n in 0..100 {
            people::request_code(&strict, &village, &format!("+2126111{n:05}")).await.unwrap();
        }
        let full = people::request_code(&strict, &village, "+212612345678").await;
        assert!(matches!(refusal(full), Refusal::Limited { .. }));
        for _ in 0..6 {
            people::request_code(&strict, &from(78), "+212612345678").await.unwrap();
        }
        let enough = people::request_code(&strict, &from(79), "+212612345678").await;
        assert!(matches!(refusal(enough), Refusal::Limited { retry_after: 1..=901 }));
    }

    async fn a5_known_and_unknown_contacts_get_the_same_answers(db: TestDb) {
        let m = TestMarket::on(db).await;
        enter(&m, AMINA).await;
        for contact in [AMINA, BRAHIM] {
            let asked = people::request_code(&m, &from(1), contact).await.unwrap();
            let shown = identity::code::find_contact(&m.db, asked.code, m.now()).await.unwrap().unwrap();
            assert_eq!(shown.as_str(), contact);
            let wrong = people::sign_in(&m, &from(1), asked.code, "000000", None).await;
            assert!(matches!(refusal(wrong), Refusal::WrongCode), "{contact}");
            let wrong = people::sign_in_with_password(&m, &from(1), contact, "no such password", None).await;
            assert!(matches!(refusal(wrong), Refusal::WrongPassword), "{contact}");
        }
        let nothing = people::sign_in(&m, &from(1), CodeId(uuid::Uuid::nil()), "000000", None).await;
        assert!(matches!(refusal(nothing), Refusal::SpentCode));
    }

    async fn a6_links_begin_with_the_configured_address_and_codes_are_sent_a_few_times_only(db: TestDb) {
        let m = TestMarket::on(db).await;
        let link = people::invite_administrator(&m, Locale::Ar).await.unwrap();
        assert!(link.starts_with("https://market.example/ar/invite/"));
        let strict = earnest(&m);
        for _ in 0..6 {
            people::request_code(&strict, &from(1), "amina@example.ma").await.unwrap();
        }
        assert!(matches!(refusal(people::request_code(&strict, &from(2), "Amina@Example.MA").await), Refusal::Limited { .. }));
    }

    async fn a6_a_code_of_one_person_confirms_nothing_for_another(db: TestDb) {
        let m = TestMarket::on(db).await;
        let (amina, brahim) = (signed_in(&m, AMINA).await, signed_in(&m, BRAHIM).await);
        let asked = people::request_confirmation(&m, &from(1), &brahim).await.unwrap();
        m.run_jobs().await;
        let digits = m.last_code(BRAHIM).unwrap();
        assert!(matches!(refusal(people::confirm(&m, &from(1), &amina, asked.code, &digits).await), Refusal::SpentCode));
        let asked = people::request_contact(&m, &from(1), &amina, BRAHIM).await.unwrap();
        m.run_jobs().await;
        let digits = m.last_code(BRAHIM).unwrap();
        assert!(matches!(refusal(people::prove_contact(&m, &from(1), &amina, asked.code, &digits).await), Refusal::Taken(_)));
    }

    async fn a7_a_flood_of_passwords_waits_or_is_asked_to_come_back_and_long_ones_are_not_hashed(db: TestDb) {
        let m = TestMarket::on(db).await;
        let shared = m.shared();
        let long = people::sign_in_with_password(&m, &from(1), AMINA, &"x".repeat(129), None).await;
        assert!(matches!(refusal(long), Refusal::WrongPassword));
        let flood: Vec<_> = (0..150)
            .map(|n| {
                let m = Arc::clone(&shared);
                let contact = format!("somebody{n}@example.ma");
                tokio::spawn(async move {
                    refusal(people::sign_in_with_password(&m, &from(n), &contact, "a wrong password", None).await)
                })
            })
            .collect();
        catalogue::place::load(&m.db).await.unwrap();
        for each in flood {
            assert!(matches!(each.await.unwrap(), Refusal::WrongPassword | Refusal::Limited { .. }));
        }
    }

    async fn a_password_must_be_hard_to_guess_and_needs_a_fresh_code(db: TestDb) {
        let m = TestMarket::on(db).await;
        let session = signed_in(&m, AMINA).await;
        assert!(matches!(refusal(people::set_password(&m, &session, "azerty1234").await), Refusal::WeakPassword));
        assert!(matches!(refusal(people::set_password(&m, &session, "court").await), Refusal::ShortPassword { min: 8 }));
        m.clock.advance(HOUR);
        let stale = people::set_password(&m, &session, "les figues de ma tante").await;
        assert!(matches!(refusal(stale), Refusal::FreshCodeNeeded));
    }

    async fn administrators_open_nothing_before_the_second_factor_and_each_step_opens_once(db: TestDb) {
        let m = TestMarket::on(db).await;
        let person = administrator(&m).await.person;
        let (first, second) = (signed_in(&m, OFFICE).await, signed_in(&m, OFFICE).await);
        assert!(!first.is_settled() && first.has_factor);
        assert!(matches!(refusal(people::rename(&m, &first, "X".to_owned()).await), Refusal::FactorNeeded));
        assert!(matches!(refusal(people::factor::set_up(&m, &first).await), Refusal::FactorExists));
        m.clock.advance(2 * MINUTE);
        let (digits, _) = people::factor::demo_digits(&m, person).await.unwrap().unwrap();
        let given = || Given::Digits(digits.clone());
        let whole = people::factor::give(&m, &from(1), &first, given()).await.unwrap();
        assert!(session_of(&m, &whole).await.unwrap().is_administrators());
        assert!(matches!(refusal(people::factor::give(&m, &from(1), &second, given()).await), Refusal::WrongCode));
        people::factor::reset(&m, OFFICE).await.unwrap();
        assert!(session_of(&m, &whole).await.is_none());
        assert!(!signed_in(&m, OFFICE).await.has_factor);
    }

    async fn a_recovery_code_opens_once_where_the_telephone_is_lost(db: TestDb) {
        let m = TestMarket::on(db).await;
        let whole = administrator(&m).await;
        let codes = people::factor::renew_recovery_codes(&m, &whole).await.unwrap();
        let given = || Given::RecoveryCode(codes[3].reveal().to_owned());
        let (first, second) = (signed_in(&m, OFFICE).await, signed_in(&m, OFFICE).await);
        people::factor::give(&m, &from(1), &first, given()).await.unwrap();
        assert!(matches!(refusal(people::factor::give(&m, &from(1), &second, given()).await), Refusal::WrongCode));
    }

    async fn guessing_the_second_factor_is_stopped(db: TestDb) {
        let m = TestMarket::on(db).await;
        administrator(&m).await;
        let strict = earnest(&m);
        let half = signed_in(&m, OFFICE).await;
        let mut limited = 0;
        for n in 0..14 {
            let given = Given::Digits(format!("{n:06}"));
            limited += i32::from(matches!(refusal(people::factor::give(&strict, &from(1), &half, given).await), Refusal::Limited { .. }));
        }
        assert!(limited >= 3);
    }

    async fn an_application_sent_twice_is_one_cooperative_whose_owner_is_who_sent_it(db: TestDb) {
        let m = TestMarket::on(db).await;
        let opened = enter(&m, AMINA).await;
        let session = session_of(&m, &opened).await.unwrap();
        let first = people::apply(&m, &session, application("Safran"), "key").await.unwrap();
        let again = people::apply(&m, &session, application("Safran"), "key").await.unwrap();
        assert_eq!((first.value, true), (again.value, again.replayed));
        let session = session_of(&m, &opened).await.unwrap();
        assert_eq!(session.memberships, vec![(first.value, Role::Owner)]);
        assert_eq!(session.name, "Amina Ait Ali");
        assert!(matches!(people::apply(&m, &session, application("Autre"), "key").await, Err(Error::KeyReused)));
    }

    async fn a_cooperative_is_verified_or_refused_with_a_reason_and_is_told(db: TestDb) {
        let m = TestMarket::on(db).await;
        let session = signed_in(&m, AMINA).await;
        let (good, bad) = (applied(&m, &session, "Safran").await, applied(&m, &session, "Argan").await);
        let office = Administrator { person: administrator(&m).await.person };
        people::decide_cooperative(&m, office, good, 1, Decision::Verify).await.unwrap();
        people::decide_cooperative(&m, office, bad, 1, Decision::Refuse("Le registre est illisible".to_owned())).await.unwrap();
        let twice = people::decide_cooperative(&m, office, good, 1, Decision::Verify).await;
        assert!(matches!(twice, Err(Error::Catalogue(_))));
        m.outbox.take();
        m.run_jobs().await;
        assert_eq!(m.outbox.all().len(), 2);
        let refused = catalogue::cooperative::get(&m.db, bad).await.unwrap();
        assert_eq!(refused.decision_reason.as_deref(), Some("Le registre est illisible"));
        people::reapply(&m, &session, owner(&session, bad), refused.version, application("Argan vrai")).await.unwrap();
        let waiting = catalogue::cooperative::get(&m.db, bad).await.unwrap();
        assert_eq!(waiting.state, catalogue::status::CooperativeState::Applied);
    }

    async fn the_bank_account_changes_only_after_a_fresh_code(db: TestDb) {
        let m = TestMarket::on(db).await;
        let session = signed_in(&m, AMINA).await;
        let cooperative = applied(&m, &session, "Safran").await;
        let rib = || Rib::parse("310810101402900442310133").unwrap();
        m.clock.advance(HOUR);
        let stale = people::change_rib(&m, &session, owner(&session, cooperative), 1, rib()).await;
        assert!(matches!(refusal(stale), Refusal::FreshCodeNeeded));
        let fresh = signed_in(&m, AMINA).await;
        people::change_rib(&m, &fresh, owner(&fresh, cooperative), 1, rib()).await.unwrap();
    }

    async fn codes_are_sent_sealed_and_stand_in_no_row(db: TestDb) {
        use kernel::Read;
        use sea_orm::{ConnectionTrait, Statement};
        let m = TestMarket::on(db).await;
        let asked = people::request_code(&m, &from(1), AMINA).await.unwrap();
        let statement = Statement::from_string(m.db.backend(), "select payload from job");
        let rows = m.db.reader().query_all_raw(statement).await.unwrap();
        let payload: String = rows[0].try_get_by_index(0).unwrap();
        m.run_jobs().await;
        let digits = m.last_code(AMINA).unwrap();
        assert!(!payload.contains(&digits) && !payload.contains(AMINA));
        m.clock.advance(11 * MINUTE);
        let late = people::sign_in(&m, &from(1), asked.code, &digits, None).await;
        assert!(matches!(refusal(late), Refusal::SpentCode));
    }

    async fn what_is_over_is_forgotten(db: TestDb) {
        let m = TestMarket::on(db).await;
        enter(&m, AMINA).await;
        m.clock.advance(100 * DAY + SECOND);
        let now = m.now();
        let gone = m.db.write(move |tx| Box::pin(async move { identity::forget(tx, now).await })).await.unwrap();
        assert!(gone >= 3);
        let contact = Contact::parse(AMINA, true).unwrap();
        assert!(identity::person::find_by_contact(&m.db, &contact).await.unwrap().is_some());
    }
}
