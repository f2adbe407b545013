//! Every route of the door, asked by everybody who might, for what is theirs, somebody else's and
//! nobody's. What must come back follows from the table's own line.

use crate::town::{House, Town};
use axum::{
    body::Body,
    http::{Method, StatusCode, header::HOST},
};
use gateway::routes::{Access, Row, table};
use http_tests::{Client, Reply, app};
use identity::Scope;
use testkit::{Backend, database::fresh};

/// Whose things a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Things {
    /// The cooperative's own.
    Own,
    /// The cooperative is right and everything below it is another's.
    Foreign,
    /// The cooperative is right and nothing below it exists.
    Absent,
    /// There is no such cooperative.
    Nowhere,
}

/// Looks like an id and is none.
const NOTHING: &str = "0192f0c4a3b27c3e8d1f5a6b7c8d9e0f";

/// The path of a line with its parameters filled in.
fn path(row: &Row, things: Things, own: &House, other: &House) -> String {
    let mut path = row.path.to_owned();
    let cooperative = match things {
        Things::Nowhere => NOTHING.to_owned(),
        _ => own.id.to_string(),
    };
    let house = match things {
        Things::Own => Some(own),
        Things::Foreign => Some(other),
        Things::Absent | Things::Nowhere => None,
    };
    let id = |of: fn(&House) -> String| house.map_or_else(|| NOTHING.to_owned(), of);
    let action = if row.path.contains("listing") {
        "claim"
    } else {
        "accept"
    };
    // Sellers call their part of an order an order.
    let known = [
        ("{lang}", "fr".to_owned()),
        ("{cooperative}", cooperative),
        ("{product}", id(|h| h.product.to_string())),
        ("{revision}", id(|h| h.revision.to_string())),
        ("{listing}", id(|h| h.revision.to_string())),
        ("{variant}", id(|h| h.variant.to_string())),
        ("{size}", id(|h| h.variant.to_string())),
        ("{person}", id(|h| h.person.to_string())),
        ("{order}", id(|h| h.part.clone())),
        ("{part}", id(|h| h.part.clone())),
        ("{cart}", id(|h| h.cart.clone())),
        (
            "{number}",
            house.map_or_else(|| "TZ-000000".to_owned(), |h| h.order.number.clone()),
        ),
        ("{action}", action.to_owned()),
        ("{kind}", "sales".to_owned()),
        ("{version}", "1".to_owned()),
        ("{after}", "0".to_owned()),
    ];
    for (name, value) in known {
        path = path.replace(name, &value);
    }
    while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
        path.replace_range(from..=to, NOTHING);
    }
    path
}

/// Whether a line names anything below its cooperative that belongs to it.
fn names_things(row: &Row) -> bool {
    [
        "{product}",
        "{variant}",
        "{order}",
        "{size}",
        "{revision}",
        "{listing}",
        "{part}",
        "{payout}",
        "{invoice}",
    ]
    .iter()
    .any(|name| row.path.contains(name))
}

/// The town has none of these: what is behind them is looked at where there are some.
fn is_made(row: &Row) -> bool {
    !["{payout}", "{invoice}"].iter().any(|name| row.path.contains(name))
}

/// There is an application to correct only after it was refused, and a return only of what was delivered: those have
/// tests of their own.
fn only_when_refused(row: &Row) -> bool {
    row.path.ends_with("/application") || row.path.contains("{return}")
}

async fn ask(client: &Client, row: &Row, path: &str) -> Reply {
    // A copy: what an answer does to the cookies is nothing to the next question.
    let mut client = client.clone();
    if row.method == Method::GET {
        client.get(path).await
    } else if row.path.starts_with("/api/") {
        client.json(row.method.clone(), path, &serde_json::json!({})).await
    } else {
        let form = Some("application/x-www-form-urlencoded");
        client.send(row.method.clone(), path, form, Body::empty()).await
    }
}

/// What holds for every answer.
fn sound(reply: &Reply, who: &str, row: &Row, path: &str) {
    let at = format!("{who}: {} {path}", row.method);
    assert!(reply.status.as_u16() < 500, "{at}: {} {}", reply.status, reply.body);
    let header = |name: &str| {
        let value = reply.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_else(|| panic!("{at}: no {name}")).to_owned()
    };
    assert!(
        header("content-security-policy").starts_with("default-src 'none'"),
        "{at}"
    );
    assert_eq!(header("x-content-type-options"), "nosniff", "{at}");
    assert_eq!(header("referrer-policy"), "same-origin", "{at}");
    assert!(header("strict-transport-security").contains("max-age="), "{at}");
    if row.access != Access::Public {
        assert_eq!(header("cache-control"), "no-store", "{at}");
    }
}

fn asks_to_sign_in(reply: &Reply) -> bool {
    reply.status == StatusCode::SEE_OTHER && reply.location().is_some_and(|to| to.starts_with("/fr/sign-in?next="))
}

/// The lines in an order that leaves things standing until they were asked for: reading first, what
/// ends something last.
fn rows(town: &Town) -> Vec<Row> {
    let mut rows = table(&app(&town.market));
    rows.sort_by_key(|row| {
        let ends = ["/leave", "/archive", "/end", "/retire", "/suspend"];
        (
            row.method != Method::GET,
            row.path.ends_with("/sign-out"),
            ends.iter().any(|end| row.path.contains(end)),
        )
    });
    assert!(rows.len() > 100, "{} routes", rows.len());
    rows
}

fn is_token(access: Access) -> bool {
    matches!(
        access,
        Access::SellerToken | Access::AdministratorToken | Access::AnyToken
    )
}

const EVERYTHING: [Things; 4] = [Things::Own, Things::Foreign, Things::Absent, Things::Nowhere];

async fn town() -> Town {
    Town::build(fresh(Backend::Sqlite).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_a_guest_and_a_buyer_without_an_account_see_the_public_routes_alone() {
    let town = town().await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    for (who, client) in [("guest", town.guest()), ("buyer", town.buyer().await)] {
        for row in rows(&town) {
            for things in EVERYTHING {
                let path = path(&row, things, own, other);
                let reply = ask(&client, &row, &path).await;
                sound(&reply, who, &row, &path);
                let at = format!("{who}: {} {path}: {}", row.method, reply.status);
                match row.access {
                    Access::Public => {
                        assert_ne!(reply.status, StatusCode::UNAUTHORIZED, "{at}");
                        assert!(!asks_to_sign_in(&reply), "{at}");
                    }
                    access if is_token(access) => assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{at}"),
                    _ => assert!(asks_to_sign_in(&reply), "{at}"),
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_a_stranger_gets_the_same_answer_for_another_cooperative_as_for_none() {
    let town = town().await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    let strangers = [
        ("nobody", town.nobody().await),
        ("another cooperative", town.member(1).await),
        ("a suspended cooperative", town.member(2).await),
        ("administrator", town.administrator().await),
    ];
    for (who, client) in &strangers {
        for row in rows(&town) {
            if !matches!(row.access, Access::Member | Access::Seller) {
                continue;
            }
            let nowhere = path(&row, Things::Nowhere, own, other);
            let absent = ask(client, &row, &nowhere).await;
            sound(&absent, who, &row, &nowhere);
            assert_eq!(absent.status, StatusCode::NOT_FOUND, "{who}: {} {nowhere}", row.method);
            for things in [Things::Own, Things::Foreign, Things::Absent] {
                let path = path(&row, things, own, other);
                let reply = ask(client, &row, &path).await;
                sound(&reply, who, &row, &path);
                assert_eq!(reply.status, StatusCode::NOT_FOUND, "{who}: {} {path}", row.method);
                assert_eq!(reply.body, absent.body, "{who}: {} {path}", row.method);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a2_a_member_gets_the_same_answer_for_anothers_things_as_for_none() {
    let town = town().await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    let client = town.member(0).await;
    for row in rows(&town) {
        if !matches!(row.access, Access::Member | Access::Seller) {
            continue;
        }
        if names_things(&row) {
            let (there, nowhere) = (
                path(&row, Things::Foreign, own, other),
                path(&row, Things::Absent, own, other),
            );
            let (foreign, absent) = (ask(&client, &row, &there).await, ask(&client, &row, &nowhere).await);
            sound(&foreign, "member", &row, &there);
            let told = |reply: &Reply, path: &str| reply.body.replace(path, "PATH");
            assert_eq!(foreign.status, absent.status, "{} {there}", row.method);
            assert!(
                foreign.status.is_client_error(),
                "{} {there}: {}",
                row.method,
                foreign.status
            );
            assert_eq!(
                told(&foreign, &there),
                told(&absent, &nowhere),
                "{} {there}",
                row.method
            );
            if row.method == Method::GET {
                assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{there}");
            }
        }
        let path = path(&row, Things::Own, own, other);
        let reply = ask(&client, &row, &path).await;
        sound(&reply, "member", &row, &path);
        assert!(!asks_to_sign_in(&reply), "{} {path}", row.method);
        if row.method == Method::GET && !only_when_refused(&row) && is_made(&row) {
            assert_ne!(reply.status, StatusCode::NOT_FOUND, "{path}");
            assert_ne!(reply.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_a_suspended_cooperative_reads_and_sells_nothing() {
    let town = town().await;
    let (own, other) = (&town.houses[2], &town.houses[1]);
    let client = town.member(2).await;
    for row in rows(&town) {
        let path = path(&row, Things::Own, own, other);
        match row.access {
            Access::Seller => {
                let reply = ask(&client, &row, &path).await;
                sound(&reply, "suspended", &row, &path);
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{} {path}", row.method);
            }
            Access::Member => {
                let reply = ask(&client, &row, &path).await;
                sound(&reply, "suspended", &row, &path);
                if row.method == Method::GET && !only_when_refused(&row) && is_made(&row) {
                    assert_ne!(reply.status, StatusCode::NOT_FOUND, "{path}");
                }
            }
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_the_office_is_not_there_for_anybody_else() {
    let town = town().await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    let others = [
        ("nobody", town.nobody().await),
        ("member", town.member(0).await),
        ("a suspended cooperative", town.member(2).await),
    ];
    for row in rows(&town) {
        if row.access != Access::Administrator {
            continue;
        }
        for (who, client) in &others {
            for things in EVERYTHING {
                let path = path(&row, things, own, other);
                let reply = ask(client, &row, &path).await;
                sound(&reply, who, &row, &path);
                assert_eq!(reply.status, StatusCode::NOT_FOUND, "{who}: {} {path}", row.method);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_an_administrator_reaches_the_office_and_nothing_breaks_there() {
    let town = town().await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    let client = town.administrator().await;
    for row in rows(&town) {
        if row.access != Access::Administrator {
            continue;
        }
        for things in EVERYTHING {
            let path = path(&row, things, own, other);
            let reply = ask(&client, &row, &path).await;
            sound(&reply, "administrator", &row, &path);
            assert!(!asks_to_sign_in(&reply), "{} {path}", row.method);
            assert!(
                !reply.location().is_some_and(|to| to.contains("/factor")),
                "{} {path}",
                row.method
            );
            let known = things == Things::Own && !path.contains(NOTHING);
            if row.method == Method::GET && known {
                assert_ne!(reply.status, StatusCode::NOT_FOUND, "{path}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_before_the_second_factor_an_administrator_can_only_give_it() {
    let town = town().await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    let client = town.half_an_administrator().await;
    let mut led = 0;
    for row in rows(&town) {
        if row.access == Access::Public || row.access == Access::Unsettled || is_token(row.access) {
            continue;
        }
        let path = path(&row, Things::Own, own, other);
        let reply = ask(&client, &row, &path).await;
        sound(&reply, "half an administrator", &row, &path);
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{} {path}", row.method);
        let to = reply.location().unwrap();
        assert!(
            to.starts_with("/fr/account/factor?next="),
            "{} {path}: {to}",
            row.method
        );
        led += 1;
    }
    assert!(led > 50, "{led} routes");
    let page = client.clone().get("/fr/account/factor?next=%2Ffr%2Fadmin").await;
    assert_eq!(page.status, StatusCode::OK, "it is a page and leads nowhere else");
    assert_eq!(page.field("next").as_deref(), Some("/fr/admin"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a1_whoever_signed_in_reaches_their_account_and_nothing_breaks_there() {
    let town = town().await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    for (who, client) in [("nobody", town.nobody().await), ("member", town.member(0).await)] {
        for row in rows(&town) {
            if !matches!(row.access, Access::SignedIn | Access::Unsettled | Access::Public) {
                continue;
            }
            for things in [Things::Own, Things::Absent] {
                let path = path(&row, things, own, other);
                let reply = ask(&client, &row, &path).await;
                sound(&reply, who, &row, &path);
                // The last line of the walk ends the session.
                if row.access != Access::Public && !row.path.ends_with("/sign-out") {
                    assert!(!asks_to_sign_in(&reply), "{who}: {} {path}", row.method);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a2_a_token_opens_its_own_cooperative_alone() {
    let town = town().await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    let (member, office) = (town.member(0).await, town.administrator().await);
    let seller = town.program(&member, Scope::Cooperative(own.id)).await;
    let administrator = town.program(&office, Scope::Administrator).await;
    for row in rows(&town) {
        let (right, wrong) = match row.access {
            Access::SellerToken => (&seller, Some(&administrator)),
            Access::AdministratorToken => (&administrator, Some(&seller)),
            Access::AnyToken => (&seller, None),
            _ => continue,
        };
        for things in EVERYTHING {
            let path = path(&row, things, own, other);
            if let Some(wrong) = wrong {
                let reply = ask(wrong, &row, &path).await;
                sound(&reply, "wrong token", &row, &path);
                assert_eq!(reply.status, StatusCode::NOT_FOUND, "{} {path}", row.method);
            }
            let session = ask(&member, &row, &path).await;
            assert_eq!(
                session.status,
                StatusCode::UNAUTHORIZED,
                "a session is no token: {path}"
            );
        }
        if row.access == Access::SellerToken && names_things(&row) {
            let there = path(&row, Things::Foreign, own, other);
            let foreign = ask(right, &row, &there).await;
            let absent = ask(right, &row, &path(&row, Things::Absent, own, other)).await;
            sound(&foreign, "token", &row, &there);
            assert_eq!(foreign.status, absent.status, "{} {there}", row.method);
            assert!(foreign.status.is_client_error(), "{} {there}", row.method);
            assert_eq!(foreign.body, absent.body, "{} {there}", row.method);
        }
        let path = path(&row, Things::Own, own, other);
        let reply = ask(right, &row, &path).await;
        sound(&reply, "token", &row, &path);
        assert_ne!(reply.status, StatusCode::UNAUTHORIZED, "{} {path}", row.method);
        if row.method == Method::GET && !only_when_refused(&row) && is_made(&row) {
            assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a8_nothing_changes_on_the_word_of_another_site() {
    let town = town().await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    let clients = [town.guest(), town.member(0).await, town.administrator().await];
    for row in rows(&town) {
        if row.method == Method::GET {
            continue;
        }
        let path = path(&row, Things::Own, own, other);
        for client in &clients {
            let mut client = client.clone();
            client.headers.push(("sec-fetch-site".into(), "cross-site".into()));
            let reply = ask(&client, &row, &path).await;
            sound(&reply, "another site", &row, &path);
            // A provider's page posts the buyer's browser back to there, and it only leads on to the order.
            let wanted = if row.path.ends_with("/pay/back") {
                StatusCode::SEE_OTHER
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(reply.status, wanted, "{} {path}", row.method);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a15_a_foreign_host_is_answered_by_no_route() {
    use tower::ServiceExt;
    let town = town().await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    for row in rows(&town) {
        let path = path(&row, Things::Own, own, other);
        for (hosts, wanted) in [
            (vec!["evil.example"], StatusCode::MISDIRECTED_REQUEST),
            (vec!["market.example", "evil.example"], StatusCode::BAD_REQUEST),
            (vec![], StatusCode::BAD_REQUEST),
        ] {
            let mut request = axum::http::Request::builder().method(row.method.clone()).uri(&path);
            for host in hosts {
                request = request.header(HOST, host);
            }
            let request = request.body(Body::empty()).unwrap();
            let response = town.router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), wanted, "{} {path}", row.method);
        }
    }
}
