//! Listing through the pages, without scripts: a cooperative goes from a photo to the shelf, an
//! administrator sends it back once and then approves it.

use axum::http::StatusCode;
use http_tests::{Client, Reply, door};
use kernel::{Locale, Phone, ids::CooperativeId};
use testkit::{Backend, TestMarket};

const SELLER: &str = "+212685000001";
const STRANGER: &str = "+212685000002";
const OFFICE: &str = "+212685000003";

/// Signs in through the pages.
async fn signed_in(m: &TestMarket, contact: &str) -> Client {
    let mut client = Client::new(door(m));
    let code = client
        .post_and_follow("/fr/sign-in", &[("contact", contact), ("next", "")])
        .await;
    assert_eq!(code.status, StatusCode::OK, "{}", code.body);
    m.run_jobs().await;
    let (id, digits) = (code.field("c").unwrap(), m.last_code(contact).unwrap());
    client
        .post("/fr/sign-in/code", &[("c", &id), ("next", ""), ("code", &digits)])
        .await;
    client
}

/// A verified cooperative with one member, another one, and an administrator with a second factor.
async fn market() -> (TestMarket, CooperativeId, CooperativeId) {
    let m = TestMarket::open(Backend::Sqlite).await;
    let key = m.key.clone();
    let made =
        m.db.write(move |tx| {
            Box::pin(async move {
                let mint = testkit::mint(77);
                let mut people = Vec::new();
                for phone in [SELLER, STRANGER, OFFICE] {
                    let contact = identity::Contact::Phone(Phone::stored(phone.to_owned()));
                    people.push(identity::person::meet(tx, &mint, &contact, Locale::Fr).await?.id);
                }
                identity::person::promote(tx, people[2]).await?;
                market::people::factor::install(tx, &mint, &key, people[2], &[7; 20]).await?;
                let mut ids = Vec::new();
                for (number, person) in [(1, people[0]), (2, people[1])] {
                    let id = catalogue::samples::cooperative(tx, &mint, people[2], number).await?;
                    identity::role::join(tx, person, id, identity::Role::Owner, mint.now).await?;
                    ids.push(id);
                }
                Ok::<_, market::Error>((ids[0], ids[1]))
            })
        })
        .await
        .unwrap();
    (m, made.0, made.1)
}

/// Signs in as the administrator, second factor included.
async fn office(m: &TestMarket) -> Client {
    let mut client = signed_in(m, OFFICE).await;
    let contact = identity::Contact::parse(OFFICE, true).unwrap();
    let person = identity::person::find_by_contact(&m.db, &contact)
        .await
        .unwrap()
        .unwrap()
        .id;
    let (digits, _) = market::people::factor::demo_digits(m, person).await.unwrap().unwrap();
    let given = client
        .post("/fr/account/factor", &[("code", &digits), ("next", "")])
        .await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    client
}

fn went(reply: &Reply, to: &str) {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    assert!(
        reply.location().unwrap().ends_with(to),
        "{:?} instead of {to}",
        reply.location()
    );
}

async fn seen(client: &mut Client, path: &str) -> Reply {
    let reply = client.get(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
    reply
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_goes_from_a_photo_to_the_shelf_through_the_pages() {
    let (m, cooperative, other) = market().await;
    let mut seller = signed_in(&m, SELLER).await;
    let home = format!("/fr/sell/{cooperative}");
    seen(&mut seller, &home).await;
    seen(&mut seller, &format!("{home}/products")).await;

    // A draft, and a page that says what lacks.
    let begun = seller.post(&format!("{home}/products"), &[]).await;
    went(&begun, "/photos");
    let root = begun.location().unwrap().trim_end_matches("/photos").to_owned();
    for step in ["photos", "category", "price", "stock", "words", "facts", "check"] {
        for language in ["ar", "fr", "en"] {
            seen(
                &mut seller,
                &format!("/{language}{}/{step}", root.strip_prefix("/fr").unwrap()),
            )
            .await;
        }
    }
    let sent = seller.post(&format!("{root}/check"), &[]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.body.contains("then=check"));

    // Photos: what is none gets a sentence, what is one is kept.
    let photos = format!("{root}/photos");
    let none = seller.upload(&photos, &[("then", "")], &[("photos", "", b"")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let large = vec![0xff; 10_000_001];
    let refused = seller.upload(&photos, &[], &[("photos", "grand.jpg", &large)]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.body.contains("grand.jpg"));
    let png = testkit::png(200, 150, 3);
    let both = [
        ("photos", "a.png", png.as_slice()),
        ("photos", "x.svg", b"<svg xmlns='x'></svg>".as_slice()),
    ];
    let mixed = seller.upload(&photos, &[], &both).await;
    assert_eq!(mixed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mixed.body.contains("SVG") && mixed.body.contains("x.svg"));
    let second = testkit::png(220, 150, 9);
    went(
        &seller.upload(&photos, &[], &[("photos", "b.png", &second)]).await,
        "/photos",
    );
    m.run_jobs().await;
    let shown = seen(&mut seller, &photos).await;
    assert_eq!(shown.body.matches("-160.webp 160w").count(), 2, "{}", shown.body);
    let at = shown.body.find("name=\"first\" value=\"").unwrap() + 20;
    let first = shown.body[at..at + 32].to_owned();
    went(
        &seller
            .post(&format!("{photos}/arrange"), &[("first", &first), ("then", "")])
            .await,
        "/photos",
    );
    // While photos are being prepared the page looks again by itself; afterwards it has no reason to.
    let third = testkit::png(240, 150, 90);
    went(
        &seller.upload(&photos, &[], &[("photos", "c.png", &third)]).await,
        "/photos",
    );
    let waiting = seen(&mut seller, &photos).await;
    assert!(waiting.body.contains("/progress.") && waiting.body.contains("id=\"progress\" role=\"status\"><div"));
    m.run_jobs().await;
    let done = seen(&mut seller, &photos).await;
    assert!(!done.body.contains("/progress.") && done.body.contains("id=\"progress\" role=\"status\"></div>"));
    // Any photo moves by one place, either way; at the end it stays.
    let order = |page: &Reply| -> Vec<String> {
        let ids = page.body.split("name=\"remove\" value=\"").skip(1);
        ids.map(|rest| rest[..32].to_owned()).collect()
    };
    let [a, b, c] = order(&done).try_into().unwrap();
    assert_eq!(a, first);
    for (way, photo, wanted) in [
        ("earlier", &c, [&a, &c, &b]),
        ("earlier", &c, [&c, &a, &b]),
        ("earlier", &c, [&c, &a, &b]),
        ("later", &a, [&c, &b, &a]),
        ("later", &a, [&c, &b, &a]),
        ("later", &c, [&b, &c, &a]),
    ] {
        let fields = [(way, photo.as_str()), ("then", "")];
        went(&seller.post(&format!("{photos}/arrange"), &fields).await, "/photos");
        let now = order(&seen(&mut seller, &photos).await);
        assert_eq!(now.iter().collect::<Vec<_>>(), wanted, "{way}");
    }
    let remove = [("remove", c.as_str()), ("then", "")];
    went(&seller.post(&format!("{photos}/arrange"), &remove).await, "/photos");

    // What is it, what does it cost, how many are there?
    let page = seen(&mut seller, &format!("{root}/category?in=oils")).await;
    let version = page.field("version").unwrap();
    let wrong = seller
        .post(
            &format!("{root}/category"),
            &[("version", &version), ("category", "nothing")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stale = seller
        .post(
            &format!("{root}/category"),
            &[("version", "0"), ("category", "argan-food")],
        )
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let saved = seller
        .post(
            &format!("{root}/category"),
            &[("version", &version), ("category", "argan-food")],
        )
        .await;
    went(&saved, "/price");
    let bad = [("amount", "0"), ("unit", "ml"), ("price", "-5"), ("parcel", "1.5")];
    let wrong = seller.post(&format!("{root}/price"), &bad).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("amount-error")
            && wrong.body.contains("price-error")
            && wrong.body.contains("parcel-error")
    );
    assert_eq!(wrong.field("price").unwrap(), "-5");
    let good = [
        ("amount", "250"),
        ("unit", "ml"),
        ("price", "85,50"),
        ("parcel", "480"),
        ("name", ""),
    ];
    went(&seller.post(&format!("{root}/price"), &good).await, "/price");
    let page = seen(&mut seller, &format!("{root}/price")).await;
    let size = page.links("/sizes/").pop().unwrap();
    let edit = seen(&mut seller, &size).await;
    assert_eq!(
        (edit.field("price").unwrap(), edit.field("amount").unwrap()),
        ("85,50".to_owned(), "250".to_owned())
    );
    let version = edit.field("version").unwrap();
    let terms = [
        ("version", version.as_str()),
        ("amount", "500"),
        ("unit", "ml"),
        ("price", "150"),
        ("parcel", "800"),
        ("name_ar", ""),
        ("name_fr", "Grande"),
        ("name_en", ""),
    ];
    went(&seller.post(&size, &terms).await, "/price");
    assert_eq!(seller.post(&size, &terms).await.status, StatusCode::CONFLICT);
    let page = seen(&mut seller, &format!("{root}/stock")).await;
    let at = page.body.find("name=\"count-").unwrap() + 6;
    let count = page.body[at..at + 38].to_owned();
    let wrong = seller.post(&format!("{root}/stock"), &[(&count, "-1")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    went(
        &seller
            .post(
                &format!("{root}/stock"),
                &[(&count, "12"), (&count.replace("count", "seen"), "0")],
            )
            .await,
        "/words",
    );

    // Words and facts.
    let version = seen(&mut seller, &format!("{root}/words"))
        .await
        .field("version")
        .unwrap();
    let wrong = seller
        .post(
            &format!("{root}/words"),
            &[("version", &version), ("name_fr", "a\u{202e}b")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let words = [
        ("version", version.as_str()),
        ("name_fr", "Huile d'argan"),
        ("description_fr", "Pressée à froid."),
        ("name_ar", "زيت أركان"),
    ];
    went(&seller.post(&format!("{root}/words"), &words).await, "/facts");
    let version = seen(&mut seller, &format!("{root}/facts"))
        .await
        .field("version")
        .unwrap();
    let wrong = [
        ("version", version.as_str()),
        ("allergens", "none"),
        ("allergens", "nuts"),
        ("withdrawal", "standard"),
    ];
    assert_eq!(
        seller.post(&format!("{root}/facts"), &wrong).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let facts = [
        ("version", version.as_str()),
        ("allergens", "none"),
        ("withdrawal", "standard"),
        ("origin_place", "Tafraout"),
    ];
    went(&seller.post(&format!("{root}/facts"), &facts).await, "/check");
    let check = seen(&mut seller, &format!("{root}/check")).await;
    assert!(!check.body.contains("id=\"errors\""), "{}", check.body);
    let sent = seller.post_and_follow(&format!("{root}/check"), &[]).await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(sent.body.contains("role=\"status\""), "the page says that it was sent");
    went(&seller.get(&photos).await, &root);

    // Somebody else's product is as absent as one that never was.
    let mut stranger = signed_in(&m, STRANGER).await;
    let foreign = root.replace(&cooperative.to_string(), &other.to_string());
    for (mine, absent) in [(
        foreign.clone(),
        foreign.replace(&foreign[foreign.len() - 6..], "000000"),
    )] {
        for step in ["", "/photos", "/check", "/stock"] {
            let (one, two) = (
                stranger.get(&format!("{mine}{step}")).await,
                stranger.get(&format!("{absent}{step}")).await,
            );
            assert_eq!((one.status, two.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        }
    }
    assert_eq!(stranger.get(&root).await.status, StatusCode::NOT_FOUND);

    // The office asks for a change, the seller sees it beside the field, and then it is approved.
    let mut office = office(&m).await;
    let queue = seen(&mut office, "/fr/admin").await;
    let case = queue.links("/admin/listings/").pop().unwrap();
    let page = seen(&mut office, &case).await;
    went(&office.post(&format!("{case}/claim"), &[]).await, &case);
    let version = page.field("version").unwrap();
    let nothing = office
        .post(&case, &[("version", &version), ("decision", "changes")])
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let change = [
        ("version", version.as_str()),
        ("decision", "changes"),
        ("reason", "name.unclear"),
        ("note_name", "Grillée ou non ?"),
    ];
    went(&office.post(&case, &change).await, "/fr/admin");
    assert!(seen(&mut seller, &root).await.body.contains("Grillée ou non"));
    let words = seen(&mut seller, &format!("{root}/words")).await;
    assert!(words.body.contains("id=\"said-name\"") && words.body.contains("Grillée ou non"));
    let version = words.field("version").unwrap();
    let better = [
        ("version", version.as_str()),
        ("name_fr", "Huile d'argan grillée"),
        ("description_fr", "Pressée à froid."),
        ("name_ar", "زيت أركان محمص"),
    ];
    seller.post(&format!("{root}/words"), &better).await;
    went(&seller.post(&format!("{root}/check"), &[]).await, &root);
    let version = seen(&mut office, &case).await.field("version").unwrap();
    went(
        &office
            .post(&case, &[("version", &version), ("decision", "approve")])
            .await,
        "/fr/admin",
    );
    assert_eq!(
        office
            .post(&case, &[("version", &version), ("decision", "approve")])
            .await
            .status,
        StatusCode::CONFLICT
    );
    let public = seen(&mut seller, &root).await.links("/fr/products/").pop().unwrap();
    assert!(
        seen(&mut Client::new(door(&m)), &public)
            .await
            .body
            .contains("argan grillée")
    );

    // An edit waits beside what is on sale; the office sees what changed.
    let version = seen(&mut seller, &format!("{root}/words"))
        .await
        .field("version")
        .unwrap();
    let edited = [
        ("version", version.as_str()),
        ("name_fr", "Huile d'argan torréfiée"),
        ("description_fr", "Pressée à froid."),
    ];
    went(&seller.post(&format!("{root}/words"), &edited).await, "/facts");
    went(&seller.post(&format!("{root}/check"), &[]).await, &root);
    assert!(
        seen(&mut Client::new(door(&m)), &public)
            .await
            .body
            .contains("argan grillée")
    );
    let case = seen(&mut office, "/fr/admin")
        .await
        .links("/admin/listings/")
        .pop()
        .unwrap();
    let page = seen(&mut office, &case).await;
    assert!(
        page.body.contains("<del>grillée</del>") && page.body.contains("<ins>torréfiée</ins>"),
        "{}",
        page.body
    );
    went(&seller.post(&format!("{root}/withdraw"), &[]).await, &root);

    // Off the shelf and back again.
    went(&seller.post(&format!("{root}/pause"), &[]).await, &root);
    assert_eq!(
        seller.post(&format!("{root}/pause"), &[]).await.status,
        StatusCode::CONFLICT
    );
    went(&seller.post(&format!("{root}/resume"), &[]).await, &root);
    let found = office
        .get(&format!("/fr/admin/products?address=https://market.example{public}"))
        .await;
    let product = found.location().unwrap().to_owned();
    seen(&mut office, &product).await;
    let empty = office.post(&format!("{product}/suspend"), &[("reason", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    went(
        &office
            .post(&format!("{product}/suspend"), &[("reason", "Une plainte")])
            .await,
        &product,
    );
    assert!(seen(&mut seller, &root).await.body.contains("Une plainte"));
    assert_eq!(Client::new(door(&m)).get(&public).await.status, StatusCode::NOT_FOUND);
    went(&office.post(&format!("{product}/lift"), &[]).await, &product);
    seen(&mut seller, &format!("{root}/archive")).await;
    went(&seller.post(&format!("{root}/archive"), &[]).await, "/products");
    assert_eq!(seller.get(&root).await.status, StatusCode::NOT_FOUND);
}
