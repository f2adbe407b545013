//! A market in which people typed scripts into every field, looked at with a real Chromium by a buyer, a
//! seller and the office: nothing runs, nothing becomes markup, and the policy of the pages is not even
//! asked.
#![cfg(test)]

use browser_tests::{Driver, Person, Screen, Site};
use std::{fs, time::Duration};
use testkit::hostile::{self, Hostile, MARKUP};

/// Puts each text into places that do not escape it, and counts the texts that ran in one of them.
const UNPROTECTED: &str = r#"<!doctype html><meta charset="utf-8"><title>0</title><body><script>
const texts = TEXTS;
const places = [
  (text) => `<body>${text}`,
  (text) => `<body><input value="${text}"><img alt='${text}'>`,
  (text) => `<body><script>try { var a = '${text}' } catch (e) {}<\/script><script>var b = "${text}"<\/script>`,
];
const frames = texts.map((text) => places.map((place) => {
  const frame = document.createElement("iframe");
  frame.srcdoc = place(text);
  document.body.append(frame);
  return frame;
}));
setInterval(() => {
  const ran = (frame) => { try { return frame.contentWindow.__xss !== undefined } catch { return false } };
  document.title = frames.filter((places) => places.some(ran)).length;
}, 200);
</script>"#;

/// The texts are worth the walk: this many of them run where nobody escapes them. The others need a press of
/// a key, a template of another kind, or a second decoding.
const BITE: usize = 60;

async fn texts_run_where_nobody_escapes_them(site: &Site, guest: &Person) {
    let texts = serde_json::to_string(&MARKUP.as_slice())
        .unwrap()
        .replace('<', "\\u003c");
    let page = site.directory().join("unprotected.html");
    fs::write(&page, UNPROTECTED.replace("TEXTS", &texts)).unwrap();
    guest.open_file(&page).await;
    let mut ran = 0;
    for _ in 0..60 {
        tokio::time::sleep(Duration::from_millis(250)).await;
        ran = guest.title().await.parse().unwrap_or(ran);
        if ran >= BITE {
            return;
        }
    }
    panic!("only {ran} of {} texts run where nobody escapes them", MARKUP.len());
}

/// Opens pages, each of which must be unharmed; says how many showed a hostile text.
async fn walk(person: &Person, paths: impl IntoIterator<Item = String>) -> usize {
    let mut shown = 0;
    for path in paths {
        person.open(&path).await;
        shown += usize::from(person.must_be_unharmed().await);
    }
    shown
}

async fn buys(guest: &Person, hostile: &Hostile) -> usize {
    let mut shown = walk(guest, ["", "/products", "/cooperatives", "/demo"].map(str::to_owned)).await;
    for (list, page) in [("/products", "products"), ("/cooperatives", "cooperatives")] {
        guest.open(list).await;
        let links = guest.links(&format!("/{}/{page}/", guest.lang)).await;
        assert!(links.len() >= 4, "{links:?}");
        shown += walk(guest, links).await;
    }
    for order in &hostile.orders {
        guest.open(&format!("/orders/{}?t={}", order.number, order.token)).await;
        shown += usize::from(guest.must_be_unharmed().await);
        shown += walk(guest, [format!("/orders/{}/receipt", order.number)]).await;
    }
    shown
}

async fn sells(site: &Site, seller: &Person, hostile: &Hostile) -> usize {
    seller.sign_in(site, hostile::SELLER).await;
    let house = hostile.cooperatives[0];
    let mut paths = vec![
        "/account".to_owned(),
        format!("/sell/{house}"),
        format!("/sell/{house}/products"),
    ];
    let (changed, product, _) = &hostile.listings[1];
    for step in ["", "/words", "/facts", "/price", "/check"] {
        paths.push(format!("/sell/{changed}/products/{product}{step}"));
    }
    for order in &hostile.orders {
        paths.push(format!("/sell/{}/orders/{}", order.cooperative, order.part));
    }
    walk(seller, paths).await
}

async fn decides(site: &Site, office: &Person, hostile: &Hostile) -> usize {
    office.sign_in(site, hostile::OFFICE).await;
    let digits = market::people::factor::demo_digits(site, hostile.office).await;
    office.fill("code", &digits.unwrap().unwrap().0).await;
    office.send().await;
    let mut paths: Vec<String> = ["", "/cooperatives", "/orders", "/people"]
        .map(|page| format!("/admin{page}"))
        .into();
    paths.push(format!("/admin/listings/{}", hostile.listings[0].2));
    paths.extend(
        hostile
            .cooperatives
            .iter()
            .skip(3)
            .map(|id| format!("/admin/cooperatives/{id}")),
    );
    paths.extend(
        hostile
            .products
            .iter()
            .take(2)
            .map(|(_, id)| format!("/admin/products/{id}")),
    );
    walk(office, paths).await
}

async fn reads_mail(site: &Site, reader: &Person) -> usize {
    let sent = site.outbox.all();
    let mails = sent.iter().filter_map(|sent| sent.message.html.as_ref());
    let mut shown = 0;
    for (number, html) in mails.filter(|html| html.contains("__xss")).take(8).enumerate() {
        let file = site.directory().join(format!("mail-{number}.html"));
        fs::write(&file, html).unwrap();
        reader.open_file(&file).await;
        shown += usize::from(reader.must_be_unharmed().await);
    }
    shown
}

#[tokio::test(flavor = "multi_thread")]
async fn a9_nothing_that_people_type_runs_in_a_browser() {
    let site = Site::open().await;
    let hostile = hostile::settle(&site).await;
    let driver = Driver::start();
    let sit = async |name, lang| Person::sit(&driver, &site, "hostile", name, lang, Screen::Laptop, true).await;
    let guest = sit("guest", "ar").await;
    let bought = buys(&guest, &hostile).await;
    assert!(bought >= 20, "only {bought} public pages showed a hostile text");
    let read = reads_mail(&site, &guest).await;
    assert!(read >= 5, "only {read} messages showed one");
    let seller = sit("seller", "fr").await;
    let sold = sells(&site, &seller, &hostile).await;
    assert!(sold >= 8, "only {sold} pages of the seller showed one");
    seller.leave().await;
    let office = sit("office", "ar").await;
    let decided = decides(&site, &office, &hostile).await;
    assert!(decided >= 7, "only {decided} pages of the office showed one");
    office.leave().await;
    texts_run_where_nobody_escapes_them(&site, &guest).await;
    guest.leave().await;
}
