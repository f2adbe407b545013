//! The walk of money: somebody buys from two cooperatives by card, one part is cancelled and given back, the other
//! delivered, closed and paid out, and both cooperatives read their statements, in Arabic and in French.
#![cfg(test)]

mod pay_out;

use browser_tests::{Driver, Neighbour, Person, Screen, Site};
use kernel::{Texts, time::DAY};
use testkit::printed::{pdf_text, plain};

const ARGAN: &str = "+212685000031";
const SOAP: &str = "+212685000032";
const BUYER: &str = "+212 6 61 23 45 67";

/// Two cooperatives, and what the market earns of what they sell.
async fn settle(site: &Site) -> [Neighbour; 2] {
    let argan = Neighbour::settle(site, 5, ARGAN).await;
    let soap = Neighbour::settle(site, 6, SOAP).await;
    let mut oil = Neighbour::soap();
    oil.name = Texts::new("زيت أركان", "Huile d’argan", "");
    argan.offer(site, oil).await;
    soap.offer(site, Neighbour::soap()).await;
    let five = ledger::commission::Rate {
        bps: 500,
        fixed_minor: 0,
        vat_bps: 2000,
    };
    market::money::open_rule(site, &argan.office, ledger::rule::For::Market, five, None)
        .await
        .expect("a rule");
    [argan, soap]
}

/// Puts one of each into the cart and pays them with the card of the demonstration; gives the number.
async fn buys(site: &Site, buyer: &Person) -> String {
    for name in ["Huile d’argan", "Savon noir"] {
        buyer.open("/products").await;
        buyer.wait_for("ul.grid li.card:nth-of-type(2)").await;
        buyer.choose(name).await;
        if name == "Savon noir" {
            buyer.look_twice("product").await;
        }
        buyer.must_see("94 DH").await;
        buyer.press("form[action$=\"/cart/lines\"] button.main").await;
    }
    buyer.press("main a.button.main").await;
    buyer.fill("name", "Salma Idrissi").await;
    buyer.fill("phone", BUYER).await;
    buyer.send().await;
    buyer.fill("town", "Agadir").await;
    buyer.fill("address", "12, rue des Orangers").await;
    buyer.send().await;
    buyer.send().await;
    buyer.tick("terms", "yes").await;
    buyer.tick("payment", "card").await;
    buyer.send().await;
    if buyer.path().await.ends_with("/pay") {
        buyer.press("main a.button.main").await;
    }
    buyer.look("provider").await;
    buyer.press("button[value=pay]").await;
    site.settle().await;
    buyer.reload().await;
    buyer.look_twice("order-paid").await;
    buyer.must_see("Paiement par carte").await;
    buyer.words("main h1 bdi").await
}

/// The buyer cancels the soap, whose price goes back to the card.
async fn cancels(site: &Site, buyer: &Person) {
    let first = buyer.words("section.panel[id^=part]").await;
    let nth = if first.contains("Savon noir") { 1 } else { 2 };
    let own = format!("section.panel[id^=part]:has([lang]):nth-of-type({nth})");
    buyer.click(&format!("{own} details.no-print summary")).await;
    buyer.press(&format!("{own} button.danger")).await;
    site.settle().await;
    site.run_jobs().await;
    buyer.reload().await;
    buyer.look("order-given-back").await;
}

/// The other cooperative delivers; after the time for withdrawal its money is its own.
async fn delivers(site: &Site, seller: &Person, root: &str) {
    seller.open(&format!("{}{root}/orders", site.base)).await;
    seller.press("main section.panel h2 a").await;
    for step in ["accept", "pack"] {
        seller.press(&format!("form[action$=\"/{step}\"] button")).await;
    }
    seller.fill("carrier", "Amana").await;
    seller.press("form[action$=\"/ship\"] button").await;
    seller.press("form[action$=\"/deliver\"] button").await;
    site.settle().await;
    site.clock.advance(9 * DAY);
    site.run_jobs().await;
}

/// Where a cooperative's pages begin, without the language.
fn root(of: &Neighbour, lang: &str) -> String {
    format!("/{lang}/sell/{}", of.seller.cooperative)
}

/// The statement of a month as somebody reads it on screen and on paper, in a language.
async fn reads(site: &Site, person: &Person, of: &Neighbour, lang: &'static str) -> String {
    person.open(&format!("{}{}/money", site.base, root(of, lang))).await;
    let pdf = person.fetch("a[href*=\"/statement.pdf\"]").await;
    let xlsx = person.fetch("a[href*=\"/statement.xlsx\"]").await;
    assert!(xlsx.starts_with(b"PK"));
    person.keep(&format!("statement-{lang}.pdf"), &pdf);
    pdf_text(&pdf)
}

fn says(text: &str, all: &[&str]) {
    for one in all {
        assert!(text.contains(&plain(one)), "{one}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_cooperatives_sell_by_card_are_paid_out_and_read_their_statements_in_arabic_and_french() {
    // Two people for what is paid out, however little it is.
    let site = Site::open_with(|settings| settings.payouts.second_person_above = 100).await;
    let driver = Driver::start();
    let [argan, soap] = settle(&site).await;
    let sit = async |name: &str, lang, screen| Person::sit(&driver, &site, "money", name, lang, screen, true).await;
    let buyer = sit("buyer", "fr", Screen::Laptop).await;
    let number = buys(&site, &buyer).await;
    cancels(&site, &buyer).await;
    buyer.leave().await;
    let seller = sit("seller", "ar", Screen::Phone).await;
    seller.sign_in(&site, ARGAN).await;
    delivers(&site, &seller, &root(&argan, "ar")).await;
    seller.leave().await;
    let reference = pay_out::goes(&driver, &site, &argan).await;
    // By then the session is old.
    let seller = sit("seller-again", "ar", Screen::Phone).await;
    seller.sign_in(&site, ARGAN).await;
    let desk = format!("{}{}", site.base, root(&argan, "ar"));
    seller.open(&format!("{desk}/money")).await;
    seller.must_see("ما توصّلتم به").await;
    seller.look_twice("money").await;
    pay_out::arrived(&seller, &desk, &number, &reference).await;
    // 85 dirhams and 35 of delivery, of which the market takes 4.25 and 0.85.
    let arabic = reads(&site, &seller, &argan, "ar").await;
    says(
        &arabic,
        &[
            "كشف الحساب",
            "الرصيد",
            &number,
            "120,00",
            "4,25",
            "0,85",
            "114,90",
            "بنككم",
            "−114,90",
        ],
    );
    let french = reads(&site, &seller, &argan, "fr").await;
    says(
        &french,
        &[
            "Relevé de compte",
            "Vente livrée",
            "Virement à votre banque",
            "Personne ne doit rien",
            &number,
            "120,00",
            "4,25",
            "0,85",
            "114,90",
            "−114,90",
        ],
    );
    seller.leave().await;
    let neighbour = sit("neighbour", "fr", Screen::Laptop).await;
    neighbour.sign_in(&site, SOAP).await;
    let french = reads(&site, &neighbour, &soap, "fr").await;
    says(
        &french,
        &["Annulée, rendue au client", "−120,00", "Personne ne doit rien", &number],
    );
    neighbour.look_twice("money").await;
    let arabic = reads(&site, &neighbour, &soap, "ar").await;
    says(&arabic, &["كشف الحساب", "−120,00", &number]);
    neighbour.leave().await;
    let checked = market::money::check(&site).await.expect("a check");
    assert_eq!(checked.broken, None);
    site.assert_sound();
}
