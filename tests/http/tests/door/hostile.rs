//! Texts and file names of people who mean harm: they come out as the text they are, on every page, in
//! every message, in every piece of JSON, and never become the name of a file.

use axum::{Router, body::Body, http::Method, http::StatusCode};
use http_tests::{Client, Reply, door, markup::dangers};
use serde_json::Value;
use std::path::{Path, PathBuf};
use testkit::{
    Backend, TestDb, TestMarket,
    database::fresh,
    hostile::{self, Hostile, MARKUP},
    on_both,
};

async fn signed_in(market: &TestMarket, router: &Router, contact: &str) -> Client {
    let mut client = Client::new(router.clone());
    let code = client
        .post_and_follow("/fr/sign-in", &[("contact", contact), ("next", "")])
        .await;
    market.run_jobs().await;
    let (id, digits) = (code.field("c").unwrap(), market.last_code(contact).unwrap());
    client
        .post("/fr/sign-in/code", &[("c", &id), ("next", ""), ("code", &digits)])
        .await;
    assert!(client.cookie("session").is_some());
    client
}

async fn administrator(market: &TestMarket, router: &Router, hostile: &Hostile) -> Client {
    let mut client = signed_in(market, router, hostile::OFFICE).await;
    let digits = market::people::factor::demo_digits(market, hostile.office).await;
    let (digits, _) = digits.unwrap().unwrap();
    let given = client
        .post("/fr/account/factor", &[("code", &digits), ("next", "")])
        .await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    client
}

/// Pages that were looked at, and how many of them showed a hostile text.
#[derive(Default)]
struct Tour {
    pages: usize,
    shown: usize,
}

impl Tour {
    async fn visit(&mut self, client: &mut Client, paths: impl IntoIterator<Item = String>) {
        for path in paths {
            let reply = client.get(&path).await;
            assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
            assert_harmless(&reply, &path);
            self.pages += 1;
            self.shown += usize::from(reply.body.contains("__xss"));
        }
    }
}

fn assert_harmless(reply: &Reply, at: &str) {
    let kind = reply.headers["content-type"].to_str().unwrap();
    assert!(kind.starts_with("text/html"), "{at}: {kind}");
    assert!(
        reply.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("script-src 'self';")
    );
    assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{at}");
    assert_eq!(dangers(&reply.body), [] as [String; 0], "{at}: {}", reply.body);
}

async fn slugs(guest: &mut Client, path: &str) -> Vec<String> {
    let list = guest.get(path).await;
    assert_eq!(list.headers["content-type"], "application/json", "JSON is never a page");
    let slugs = list.json()["items"].as_array().unwrap().clone();
    slugs
        .iter()
        .map(|item| item["slug"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn a9_what_people_type_is_text_on_every_page(db: TestDb) {
        let market = TestMarket::on(db).await;
        let hostile = hostile::settle(&market).await;
        let router = door(&market);
        let mut tour = Tour::default();

        let mut guest = Client::new(router.clone());
        let products = slugs(&mut guest, "/api/v1/products?limit=100").await;
        assert!(products.len() >= 18, "{}", products.len());
        let houses = slugs(&mut guest, "/api/v1/cooperatives?limit=100").await;
        let public = ["/ar", "/fr/products", "/en/cooperatives", "/ar/products?sort=price"].map(str::to_owned);
        tour.visit(&mut guest, public).await;
        for lang in ["ar", "fr"] {
            tour.visit(&mut guest, products.iter().map(|slug| format!("/{lang}/products/{slug}"))).await;
            tour.visit(&mut guest, houses.iter().map(|slug| format!("/{lang}/cooperatives/{slug}"))).await;
        }
        tour.visit(&mut guest, ["/fr/demo".to_owned(), "/ar/demo".to_owned()]).await;
        for order in &hostile.orders {
            let path = format!("/fr/orders/{}", order.number);
            let opened = guest.get(&format!("{path}?t={}", order.token)).await;
            assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
            tour.visit(&mut guest, [path.clone(), format!("{path}/receipt")]).await;
        }

        let mut seller = signed_in(&market, &router, hostile::SELLER).await;
        tour.visit(&mut seller, ["/fr/account", "/ar/account/tokens"].map(str::to_owned)).await;
        for house in &hostile.cooperatives[..5] {
            tour.visit(&mut seller, ["", "/members", "/money"].map(|page| format!("/fr/sell/{house}{page}"))).await;
        }
        for (house, product) in hostile.products.iter().map(|(house, product)| (house, product)).take(4) {
            let root = format!("/fr/sell/{house}/products");
            tour.visit(&mut seller, [root.clone(), format!("{root}/{product}")]).await;
        }
        for (house, product, _) in &hostile.listings[1..] {
            let root = format!("/ar/sell/{house}/products/{product}");
            let steps = ["photos", "category", "price", "stock", "words", "facts", "check"];
            tour.visit(&mut seller, steps.map(|step| format!("{root}/{step}"))).await;
        }
        for order in &hostile.orders {
            let root = format!("/fr/sell/{}/orders", order.cooperative);
            tour.visit(&mut seller, [format!("{root}?tab=over"), format!("{root}/{}", order.part)]).await;
        }

        let mut office = administrator(&market, &router, &hostile).await;
        let admin = ["", "/cooperatives", "/orders", "/people", "/tariffs", "/legal", "/money", "/commission"];
        tour.visit(&mut office, admin.map(|page| format!("/fr/admin{page}"))).await;
        tour.visit(&mut office, hostile.cooperatives.iter().map(|id| format!("/ar/admin/cooperatives/{id}"))).await;
        tour.visit(&mut office, [format!("/fr/admin/listings/{}", hostile.listings[0].2)]).await;
        tour.visit(&mut office, hostile.products.iter().take(3).map(|(_, id)| format!("/fr/admin/products/{id}"))).await;
        assert!(tour.shown >= 90, "only {} of {} pages showed a hostile text", tour.shown, tour.pages);
    }

    async fn a9_what_people_type_is_text_in_every_message(db: TestDb) {
        let market = TestMarket::on(db).await;
        hostile::settle(&market).await;
        let sent = market.outbox.all();
        let mut shown = 0;
        for message in sent.iter().map(|delivered| &delivered.message) {
            assert!(!message.subject.chars().any(char::is_control), "{}", message.subject);
            if let Some(html) = &message.html {
                assert_eq!(dangers(html), [] as [String; 0], "{html}");
                shown += usize::from(html.contains("__xss"));
            }
        }
        assert!(shown >= 12, "only {shown} of {} messages showed a hostile text", sent.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a9_what_is_sent_back_in_a_form_a_search_or_an_error_is_text() {
    let market = TestMarket::on(fresh(Backend::Sqlite).await).await;
    let mut guest = Client::new(door(&market));
    for text in MARKUP
        .iter()
        .copied()
        .chain(["a\u{0}<script>__xss=1</script>", "<scr\u{0}ipt>__xss=1</script>"])
    {
        let query: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in [
            format!("/fr/products?q={query}"),
            format!("/ar/products?min={query}&max={query}"),
            format!("/fr/products/{query}"),
            format!("/fr/orders/find?number={query}"),
            format!("/fr/sign-in?next={query}"),
            format!("/{query}"),
        ] {
            let reply = guest.get(&path).await;
            assert!(!reply.status.is_server_error(), "{path}: {}", reply.status);
            if reply.location().is_none() {
                assert_harmless(&reply, &path);
            }
        }
        let forms: [(&str, &[(&str, &str)]); 3] = [
            ("/fr/sign-in", &[("contact", text), ("next", text)]),
            (
                "/ar/sign-in/password",
                &[("contact", text), ("password", "x"), ("next", text)],
            ),
            ("/fr/orders/find", &[("number", text), ("phone", text)]),
        ];
        for (path, fields) in forms {
            let reply = guest.post(path, fields).await;
            assert!(reply.status.is_client_error(), "{path} {text}: {}", reply.status);
            assert_harmless(&reply, &format!("{path} {text}"));
        }
        let asked: Value = serde_json::json!({ "quantity": text, text: 1 });
        let reply = guest.json(Method::PUT, "/api/v1/carts/x/lines/y", &asked).await;
        assert_eq!(reply.headers["content-type"], "application/problem+json");
    }
}

/// Names of files that mean harm where they become one: `a19` tells them from others.
const NAMES: [&str; 22] = [
    "../../../../../../tmp/a19.png",
    "..\\..\\..\\windows\\a19.png",
    "/etc/a19.png",
    "/tmp/a19.png",
    "....//....//a19.png",
    "%2e%2e%2f%2e%2e%2fa19.png",
    "..%c0%af..%c0%afa19.png",
    "a19.png\u{0}.exe",
    "a19\u{0}/../a19.png",
    "a19.php.png",
    "a19.png.php",
    "a19.html",
    "a19.svg",
    "a19\u{202e}gnp.exe",
    "\u{202e}gnp.91a",
    "صورة\u{2066}a19.png",
    "~/a19.png",
    "a19.png;rm -rf a19",
    "$(touch a19)",
    "|a19",
    "CON",
    ".htaccess",
];

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| match entry.path() {
            path if path.is_dir() => files_under(&path),
            path => vec![path],
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a19_the_name_a_file_comes_with_is_never_the_name_it_is_kept_under() {
    let market = TestMarket::on(fresh(Backend::Sqlite).await).await;
    let hostile = hostile::settle(&market).await;
    let router = door(&market);
    let mut seller = signed_in(&market, &router, hostile::SELLER).await;
    let root = format!("/fr/sell/{}/products", hostile.cooperatives[0]);
    let long = format!("{}a19.png", "é".repeat(3_000));
    let mut kept = 0;
    for (shade, name) in (0..).zip(NAMES.into_iter().chain([long.as_str()])) {
        let begun = seller.post(&root, &[]).await;
        let photos = begun.location().unwrap().to_owned();
        let good = testkit::png(160, 120, shade);
        let sent = seller.upload(&photos, &[], &[("photos", name, &good)]).await;
        // A header that cannot be read is refused with the whole form.
        assert!(
            sent.status == StatusCode::SEE_OTHER || sent.status.is_client_error(),
            "{name}: {}",
            sent.status
        );
        kept += usize::from(sent.status == StatusCode::SEE_OTHER);
        let refused = seller.upload(&photos, &[], &[("photos", name, b"<?php a19")]).await;
        assert!(refused.status.is_client_error(), "{name}: {}", refused.status);
        assert_harmless(&refused, name);
        assert!(
            !refused.body.contains(['\u{202e}', '\u{0}']),
            "{name} turns nothing around"
        );
    }
    assert!(kept >= 18, "only {kept} were taken");
    market.run_jobs().await;
    let files = files_under(market.directory());
    assert!(files.len() >= kept, "{}", files.len());
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let stem = name.split(['-', '.']).next().unwrap();
        assert!(
            stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{}",
            file.display()
        );
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        assert!(["webp", "jpg", "json", ""].contains(&end), "{name}");
    }
    for place in ["/tmp", "/etc", ".", ".."] {
        let stray = std::fs::read_dir(place).into_iter().flatten().flatten();
        let stray: Vec<_> = stray
            .filter(|entry| entry.file_name().to_string_lossy().contains("a19"))
            .collect();
        assert!(stray.is_empty(), "{stray:?}");
    }

    let mut guest = Client::new(router);
    for name in [
        "../../secret.key",
        "..%2f..%2fsecret.key",
        "%2e%2e/%2e%2e/etc/passwd",
        "incoming/0192f0c4a3b27c3e8d1f5a6b7c8d9e0f",
        "0192f0c4a3b27c3e8d1f5a6b7c8d9e0f.json",
        "0192f0c4a3b27c3e8d1f5a6b7c8d9e0f-160.webp%00.html",
        "..\\..\\secret.key",
    ] {
        for folder in ["media", "a"] {
            let reply = guest
                .send(Method::GET, &format!("/{folder}/{name}"), None, Body::empty())
                .await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "/{folder}/{name}");
        }
    }
}
