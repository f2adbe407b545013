//! Signing in, applying, deciding, inviting, tokens: through the pages, as people do it without scripts.

use axum::http::StatusCode;
use http_tests::{Client, Reply, door};
use kernel::Locale;
use market::people;
use testkit::{Backend, TestMarket};

const AMINA: &str = "+212685000001";
const OFFICE: &str = "+212685000003";

/// Signs in through the pages and returns the page it leads to.
async fn sign_in(m: &TestMarket, client: &mut Client, contact: &str, next: &str) -> Reply {
    let code = client
        .post_and_follow("/fr/sign-in", &[("contact", contact), ("next", next)])
        .await;
    assert_eq!(code.status, StatusCode::OK, "{}", code.body);
    m.run_jobs().await;
    let digits = m.last_code(contact).unwrap();
    let (id, next) = (code.field("c").unwrap(), code.field("next").unwrap_or_default());
    client
        .post("/fr/sign-in/code", &[("c", &id), ("next", &next), ("code", &digits)])
        .await
}

/// Everything that a form carries along.
fn carried<'a>(reply: &Reply, names: &[&'a str]) -> Vec<(&'a str, String)> {
    names
        .iter()
        .filter_map(|name| Some((*name, reply.field(name)?)))
        .collect()
}

const ALL: [&str; 18] = [
    "key",
    "version",
    "name_ar",
    "name_fr",
    "contact_name",
    "phone",
    "email",
    "province",
    "town",
    "address",
    "register_number",
    "register_place",
    "onssa",
    "ice",
    "rib",
    "founded",
    "member_count",
    "women_count",
];

/// Fills one page of the application over what it carries.
async fn fill(client: &mut Client, page: &Reply, step: &str, go: &str, typed: &[(&str, &str)]) -> Reply {
    let before = carried(page, &ALL);
    let mut fields: Vec<(&str, &str)> = vec![("step", step), ("go", go)];
    fields.extend(
        before
            .iter()
            .filter(|(n, _)| !typed.iter().any(|(t, _)| t == n))
            .map(|(n, v)| (*n, v.as_str())),
    );
    fields.extend(typed);
    let reply = client.post("/fr/join", &fields).await;
    // A page that is right leads on by a redirect, so that a reload sends nothing again.
    match reply
        .location()
        .filter(|to| to.starts_with("/fr/join"))
        .map(str::to_owned)
    {
        Some(next) => client.get(&next).await,
        None => reply,
    }
}

const RIB: &str = "310 810 1014029004423101 33";

/// Applies through the pages; the path of the cooperative's own pages.
async fn apply(client: &mut Client) -> String {
    let first = client.get("/fr/join").await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.body);
    let wrong = fill(
        client,
        &first,
        "0",
        "next",
        &[("name_ar", "Safran"), ("name_fr", "a\u{202e}b")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.field("name_ar").unwrap(), "Safran");
    let who = [
        ("name_ar", "تعاونية الزعفران"),
        ("name_fr", "Coopérative Safran"),
        ("contact_name", "Amina"),
    ];
    let second = fill(client, &wrong, "0", "next", &who).await;
    assert_eq!(second.status, StatusCode::OK, "{}", second.body);
    let place = [
        ("province", "MA-TAR"),
        ("town", "Taliouine"),
        ("register_number", "12/2020"),
        ("register_place", "Taroudant"),
    ];
    let third = fill(client, &second, "1", "next", &place).await;
    assert_eq!(third.status, StatusCode::OK, "{}", third.body);
    let bad = fill(
        client,
        &third,
        "2",
        "next",
        &[("rib", "310 810 1014029004423101 34"), ("ice", "12")],
    )
    .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.body.contains("rib-error") && bad.body.contains("ice-error"));
    let back = fill(client, &bad, "2", "back", &[]).await;
    assert_eq!(back.field("town").unwrap(), "Taliouine");
    // A dead battery: whoever comes back finds what they wrote, where they left off.
    let resumed = client.get("/fr/join").await;
    assert_eq!(resumed.field("step").as_deref(), Some("2"), "{}", resumed.body);
    assert!(resumed.body.contains("Nous avons gardé"), "{}", resumed.body);
    assert_eq!(
        client.get("/ar/join?step=0").await.field("name_fr").unwrap(),
        "Coopérative Safran"
    );
    assert_eq!(
        client.get("/fr/join?step=3").await.field("step").as_deref(),
        Some("2"),
        "no page ahead of what is right"
    );
    let check = fill(client, &bad, "2", "next", &[("rib", RIB), ("ice", "999000001000076")]).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.body);
    assert!(check.body.contains("ICE"), "a doubtful ICE is shown and does not stop");
    let sent = fill(client, &check, "3", "send", &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let twice = fill(client, &check, "3", "send", &[]).await;
    assert_eq!(sent.location(), twice.location(), "the same application is sent once");
    let fresh = client.get("/fr/join").await;
    assert_eq!(fresh.field("step").as_deref(), Some("0"));
    assert_eq!(
        fresh.field("name_fr").as_deref(),
        Some(""),
        "the next application is another"
    );
    sent.location().unwrap().to_owned()
}

/// Becomes an administrator through the pages.
async fn administer(m: &TestMarket, client: &mut Client) {
    let link = people::invite_administrator(m, Locale::Fr).await.unwrap();
    let seen = client.get(&link).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    let path = link.strip_prefix("https://market.example").unwrap();
    let signed = sign_in(m, client, OFFICE, path).await;
    assert_eq!(signed.location(), Some(path));
    let before = client.cookie("session").unwrap().to_owned();
    let accepted = client.post(path, &[]).await;
    assert_eq!(accepted.location(), Some("/fr/account/factor"), "{}", accepted.body);
    assert_ne!(client.cookie("session").unwrap(), before);
    let setup = client.get("/fr/account/factor").await;
    assert!(
        setup.body.contains("otpauth://totp/") && setup.body.contains("<svg class=\"qr\""),
        "{}",
        setup.body
    );
    let person = identity::person::find_by_contact(&m.db, &identity::Contact::parse(OFFICE, true).unwrap()).await;
    let person = person.unwrap().unwrap().id;
    let wrong = client.post("/fr/account/factor/set-up", &[("code", "12")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (digits, _) = people::factor::demo_digits(m, person).await.unwrap().unwrap();
    let codes = client.post("/fr/account/factor/set-up", &[("code", &digits)]).await;
    assert_eq!(codes.status, StatusCode::OK, "{}", codes.body);
    assert_eq!(codes.body.matches("<li><code").count(), 10);
    assert_eq!(client.get(path).await.status, StatusCode::GONE, "the link is used up");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cooperative_joins_and_an_administrator_verifies_it_through_the_pages() {
    let m = TestMarket::open(Backend::Sqlite).await;
    let (mut amina, mut office) = (Client::new(door(&m)), Client::new(door(&m)));
    assert!(amina.get("/fr/join").await.body.contains("/fr/sign-in?next="));
    let signed = sign_in(&m, &mut amina, AMINA, "/fr/join").await;
    assert_eq!(signed.location(), Some("/fr/join"), "{}", signed.body);
    let root = apply(&mut amina).await;

    administer(&m, &mut office).await;
    let list = office.get("/fr/admin/cooperatives").await;
    let page = list.links("/fr/admin/cooperatives/").pop().unwrap();
    let shown = office.get(&page).await;
    assert!(shown.body.contains("Coopérative Safran") && shown.body.contains("310810101402900442310133"));
    let version = shown.field("version").unwrap();
    let decide = format!("{page}/decide");
    let mute = office
        .post(
            &decide,
            &[("version", &version), ("decision", "refuse"), ("reason", " ")],
        )
        .await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = [
        ("version", version.as_str()),
        ("decision", "refuse"),
        ("reason", "Le RIB n’est pas au nom de la coopérative"),
    ];
    let refused = office.post_and_follow(&decide, &refused).await;
    assert_eq!(refused.status, StatusCode::OK, "{}", refused.body);

    let members = amina.get(&format!("{root}/members")).await;
    assert!(members.body.contains("Le RIB n’est pas au nom"), "{}", members.body);
    let correct = amina.get(&format!("{root}/application")).await;
    assert_eq!(correct.field("name_fr").unwrap(), "Coopérative Safran");
    let before = carried(&correct, &ALL);
    let mut fields: Vec<(&str, &str)> = vec![("step", "3"), ("go", "send")];
    fields.extend(before.iter().map(|(n, v)| (*n, v.as_str())));
    let first = [
        ("step", "0"),
        ("go", "next"),
        ("name_fr", "Coopérative Safran de Taliouine"),
    ];
    let mut first: Vec<(&str, &str)> = first.to_vec();
    first.extend(
        before
            .iter()
            .filter(|(n, _)| *n != "name_fr")
            .map(|(n, v)| (*n, v.as_str())),
    );
    let second = amina.post(&format!("{root}/application"), &first).await;
    assert_eq!(
        second.location(),
        Some(format!("{root}/application?step=1").as_str()),
        "{}",
        second.body
    );
    let kept = amina.get(&format!("{root}/application?step=0")).await;
    assert_eq!(
        kept.field("name_fr").as_deref(),
        Some("Coopérative Safran de Taliouine")
    );
    let again = amina.post(&format!("{root}/application"), &fields).await;
    assert_eq!(again.location(), Some(root.as_str()), "{}", again.body);

    let stale = office
        .post(&decide, &[("version", &version), ("decision", "verify")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let version = office.get(&page).await.field("version").unwrap();
    let verified = office
        .post(&decide, &[("version", &version), ("decision", "verify")])
        .await;
    assert_eq!(verified.status, StatusCode::SEE_OTHER, "{}", verified.body);
    assert_eq!(office.get("/fr/admin/people?q=Amina").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_account_opens_in_every_language() {
    let m = TestMarket::open(Backend::Sqlite).await;
    let mut amina = Client::new(door(&m));
    sign_in(&m, &mut amina, AMINA, "").await;
    let root = apply(&mut amina).await;
    let root = root.strip_prefix("/fr").unwrap();
    for lang in ["ar", "fr", "en", "zgh"] {
        for page in [
            "/account",
            "/account/confirm",
            "/account/contact",
            "/account/password",
            "/account/tokens",
            "/join",
        ] {
            let reply = amina.get(&format!("/{lang}{page}")).await;
            assert_eq!(reply.status, StatusCode::OK, "{lang}{page}: {}", reply.body);
        }
        for page in ["/members", "/bank", "/contact", "/story"] {
            let reply = amina.get(&format!("/{lang}{root}{page}")).await;
            assert_eq!(reply.status, StatusCode::OK, "{lang}{page}: {}", reply.body);
        }
        let mut stranger = Client::new(door(&m));
        for page in ["/sign-in", "/sign-in/code?c=1", "/sign-in/password", "/join"] {
            let reply = stranger.get(&format!("/{lang}{page}")).await;
            assert_eq!(reply.status, StatusCode::OK, "{lang}{page}: {}", reply.body);
        }
        assert_eq!(
            stranger.get(&format!("/{lang}/invite/unknown")).await.status,
            StatusCode::GONE
        );
        assert_eq!(
            stranger.get(&format!("/{lang}{root}/members")).await.status,
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(amina.get("/fr/account/factor").await.status, StatusCode::NOT_FOUND);
    assert_eq!(amina.get("/fr/admin/cooperatives").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a3_the_cookie_changes_at_sign_in_and_dies_at_sign_out() {
    let m = TestMarket::open(Backend::Sqlite).await;
    let mut amina = Client::new(door(&m));
    amina.set_cookie("session", &"a".repeat(43));
    sign_in(&m, &mut amina, AMINA, "").await;
    let cookie = amina.cookie("session").unwrap().to_owned();
    assert_ne!(cookie, "a".repeat(43));
    assert_eq!(amina.get("/fr/account").await.status, StatusCode::OK);
    amina.post("/fr/sign-out", &[]).await;
    assert_eq!(amina.cookie("session"), None);
    amina.set_cookie("session", &cookie);
    assert_eq!(amina.get("/fr/account").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a5_pages_say_the_same_to_known_and_unknown_contacts() {
    let m = TestMarket::open(Backend::Sqlite).await;
    let mut amina = Client::new(door(&m));
    sign_in(&m, &mut amina, AMINA, "").await;
    let mut pages = Vec::new();
    for contact in [AMINA, "+212685000077"] {
        let mut stranger = Client::new(door(&m));
        let code = stranger.post_and_follow("/fr/sign-in", &[("contact", contact)]).await;
        let id = code.field("c").unwrap();
        let fields = [("contact", contact), ("password", "no such password")];
        let password = stranger.post("/fr/sign-in/password", &fields).await;
        let shown = identity::Contact::parse(contact, true).unwrap().display();
        let plain = |reply: &Reply| {
            (
                reply.status,
                reply
                    .body
                    .replace(&id, "ID")
                    .replace(&shown, "TO")
                    .replace(contact, "TO"),
            )
        };
        pages.push((plain(&code), plain(&password)));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a6_opening_an_invitation_uses_nothing_up_and_the_host_header_makes_no_link() {
    let m = TestMarket::open(Backend::Sqlite).await;
    let mut amina = Client::new(door(&m));
    sign_in(&m, &mut amina, AMINA, "").await;
    let root = apply(&mut amina).await;
    let made = amina.post(&format!("{root}/members/invite"), &[]).await;
    let at = made.body.find("https://market.example/fr/invite/").expect("a link");
    let link = made.body[at..].split(['<', '"', '%']).next().unwrap().to_owned();
    let mut scanner = Client::new(door(&m));
    for _ in 0..3 {
        assert_eq!(scanner.get(&link).await.status, StatusCode::OK);
    }
    let path = link.strip_prefix("https://market.example").unwrap();
    let mut brahim = Client::new(door(&m));
    sign_in(&m, &mut brahim, "+212685000002", path).await;
    let joined = brahim.post(path, &[]).await;
    assert_eq!(joined.location(), Some(root.as_str()), "{}", joined.body);
    assert_eq!(scanner.get(&link).await.status, StatusCode::GONE);
    let members = brahim.get(&format!("{root}/members")).await;
    assert!(!members.body.contains("/members/invite"), "a member invites nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn a13_signing_in_leads_only_to_places_of_this_market() {
    let m = TestMarket::open(Backend::Sqlite).await;
    for bad in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/%09//evil",
    ] {
        let mut amina = Client::new(door(&m));
        let signed = sign_in(&m, &mut amina, AMINA, bad).await;
        assert_eq!(signed.location(), Some("/fr/account"), "{bad}");
        let page = amina.get(&format!("/fr/sign-in?next={bad}")).await;
        assert_eq!(page.location(), Some("/fr/account"), "{bad}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_shown_once_and_says_who_it_is_until_it_is_revoked() {
    let m = TestMarket::open(Backend::Sqlite).await;
    let mut amina = Client::new(door(&m));
    sign_in(&m, &mut amina, AMINA, "").await;
    let root = apply(&mut amina).await;
    let cooperative = root.rsplit('/').next().unwrap();
    let made = amina
        .post("/fr/account/tokens", &[("name", "stock"), ("scope", cooperative)])
        .await;
    let at = made.body.find("tzw_").expect("the token");
    let token = &made.body[at..at + 47];
    let list = amina.get("/fr/account/tokens").await;
    assert!(!list.body.contains("tzw_") && list.body.contains("stock"));
    let mut program = Client::with_token(door(&m), token);
    let me = program.get("/api/v1/me").await.json();
    assert_eq!(
        (me["scope"].as_str(), me["cooperative"].as_str()),
        (Some("cooperative"), Some(cooperative))
    );
    assert_eq!(me["role"], "owner");
    let revoke = list.actions("/revoke").pop().unwrap();
    amina.post(&revoke, &[]).await;
    assert_eq!(program.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
    let other = amina
        .post("/fr/account/tokens", &[("name", "x"), ("scope", "administrator")])
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn sensitive_pages_ask_for_a_fresh_code_and_come_back() {
    let m = TestMarket::open(Backend::Sqlite).await;
    let mut amina = Client::new(door(&m));
    sign_in(&m, &mut amina, AMINA, "").await;
    let root = apply(&mut amina).await;
    m.clock.advance(kernel::time::HOUR);
    let bank = format!("{root}/bank");
    let asked = amina.get(&bank).await;
    let confirm = asked.location().unwrap().to_owned();
    assert!(confirm.starts_with("/fr/account/confirm?next="));
    let page = amina.get(&confirm).await;
    let next = page.field("next").unwrap();
    assert_eq!(next, bank);
    let code = amina.post_and_follow("/fr/account/confirm", &[("next", &next)]).await;
    m.run_jobs().await;
    let (id, digits) = (code.field("c").unwrap(), m.last_code(AMINA).unwrap());
    let before = amina.cookie("session").unwrap().to_owned();
    let done = amina
        .post(
            "/fr/account/confirm/code",
            &[("c", &id), ("next", &next), ("code", &digits)],
        )
        .await;
    assert_eq!(done.location(), Some(bank.as_str()), "{}", done.body);
    assert_ne!(amina.cookie("session").unwrap(), before);
    let form = amina.get(&bank).await;
    let version = form.field("version").unwrap();
    let wrong = amina.post(&bank, &[("version", &version), ("rib", "1234")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = amina.post(&bank, &[("version", &version), ("rib", RIB)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_that_is_being_written_is_its_writers_alone_and_is_forgotten_in_time() {
    let m = TestMarket::open(Backend::Sqlite).await;
    let (mut amina, mut brahim) = (Client::new(door(&m)), Client::new(door(&m)));
    sign_in(&m, &mut amina, AMINA, "").await;
    sign_in(&m, &mut brahim, "+212685000002", "").await;
    let who = [
        ("name_ar", "تعاونية الزعفران"),
        ("name_fr", "Coopérative Safran"),
        ("contact_name", "Amina"),
        ("phone", "0612345678"),
    ];
    let first = amina.get("/fr/join").await;
    let second = fill(&mut amina, &first, "0", "next", &who).await;
    assert_eq!(second.field("step").as_deref(), Some("1"), "{}", second.body);
    // Going back keeps what is not right yet, but no text that is none.
    let typed = [("town", "Taliouine"), ("register_number", "1\u{202e}2")];
    let back = fill(&mut amina, &second, "1", "back", &typed).await;
    assert_eq!(back.field("name_fr").as_deref(), Some("Coopérative Safran"));
    let again = amina.get("/fr/join?step=1").await;
    assert_eq!(again.field("town").as_deref(), Some("Taliouine"));
    assert_eq!(again.field("register_number").as_deref(), Some(""));
    let other = brahim.get("/fr/join").await;
    assert_eq!(other.field("name_fr").as_deref(), Some(""));
    // A ticked box that is unticked later is not ticked any more.
    let place = [
        ("province", "MA-TAR"),
        ("register_number", "1/2"),
        ("register_place", "Taroudant"),
    ];
    let papers = fill(&mut amina, &again, "1", "next", &place).await;
    let ticked = fill(
        &mut amina,
        &papers,
        "2",
        "back",
        &[("sells_food", "yes"), ("onssa", "")],
    )
    .await;
    assert_eq!(ticked.field("step").as_deref(), Some("1"));
    let ticked = |body: &str| {
        body.split("name=\"sells_food\"")
            .nth(1)
            .unwrap()
            .split('>')
            .next()
            .unwrap()
            .contains(" checked")
    };
    assert!(ticked(&amina.get("/fr/join?step=2").await.body));
    fill(&mut amina, &papers, "2", "back", &[]).await;
    assert!(!ticked(&amina.get("/fr/join?step=2").await.body));
    m.clock.advance(91 * kernel::time::DAY);
    m.run_jobs().await;
    let mut amina = Client::new(door(&m));
    sign_in(&m, &mut amina, AMINA, "").await;
    assert_eq!(amina.get("/fr/join").await.field("name_fr").as_deref(), Some(""));
}
