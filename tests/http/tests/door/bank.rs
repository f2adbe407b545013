//! Bank transfers through the door: the buyer's pages, the cooperative's, the office's, programs.

use crate::{
    buyer::{self, browser},
    town::Town,
    words::mentions,
};
use axum::http::{Method, StatusCode};
use gateway::{App, Config};
use http_tests::{Client, Reply};
use kernel::time::DAY;
use market::{buying, paying::Transfer};
use serde_json::json;
use testkit::{TestDb, on_both};

/// A town whose market takes transfers.
async fn town(db: TestDb, transfer: Transfer) -> Town {
    let mut town = Town::build(db).await;
    let market = town.market.altered(|market| {
        let account = market.ways.account().cloned();
        market.ways = market.ways.clone().and_transfers(transfer, account);
    });
    let config = Config {
        hosts: vec!["market.example".to_owned()],
        trusted_proxies: Vec::new(),
    };
    town.router = gateway::router(App::new(market, config));
    town
}

/// Chooses the transfer on the last page of the checkout; gives the order's page.
async fn order(client: &mut Client) -> (String, Reply) {
    let (_, order) = buyer::order(client, "bank_transfer").await;
    let shown = client.get(&order).await;
    (order, shown)
}

/// The reference on the page: two groups of four.
fn reference(reply: &Reply) -> String {
    let pieces = reply.body.split(['<', '>']);
    let is_one = |text: &&str| text.len() == 9 && text.parse::<payment::Reference>().is_ok();
    pieces.into_iter().find(is_one).unwrap().to_owned()
}

/// The amount on the page that is to be transferred.
fn total(reply: &Reply) -> String {
    let amount = reply.body.replace(['\u{a0}', '\u{202f}'], " ");
    amount
        .split("Montant: ")
        .nth(1)
        .unwrap()
        .split(" DH")
        .next()
        .unwrap()
        .to_owned()
}

/// A buyer's; the market's is another.
const RIB: &str = "230780012345678901234503";

const MAPPING: [(&str, &str); 10] = [
    ("format", "csv"),
    ("delimiter", "semicolon"),
    ("encoding", "utf8"),
    ("dates", "day_first"),
    ("decimal", "comma"),
    ("head", "1"),
    ("date", "1"),
    ("wording", "2"),
    ("debit", "3"),
    ("credit", "4"),
];

pub(crate) async fn import(office: &mut Client, text: &str) -> Reply {
    let files = [("file", "releve.csv", text.as_bytes())];
    office.upload("/fr/admin/bank", &MAPPING, &files).await
}

async fn sound(town: &Town) {
    assert_eq!(market::money::check(&town.market).await.unwrap().broken, None);
}

on_both! {
    /// Ordered, told how, imported, paid; the same file again; a stranger's money.
    async fn a_transfer_finds_its_order_through_the_office(db: TestDb) {
        let town = town(db, Transfer::Collected { keep: 3 * DAY }).await;
        let mut buyer = browser(&town).await;
        let (order, page) = order(&mut buyer).await;
        assert!(mentions(&page, "310 810 1014029004423101 33") && mentions(&page, "Test office"));
        let (reference, total) = (reference(&page), total(&page));
        let mut office = town.administrator().await;
        assert!(mentions(&office.get("/fr/admin/bank").await, "310 810 1014029004423101 33"));
        let file = format!("Date;Libellé;Débit;Crédit\n02/11/2026;VIR {reference};;{total}\n02/11/2026;INCONNU;;7,00\n");
        let done = import(&mut office, &file).await;
        let at = done.location().unwrap().to_owned();
        assert!(mentions(&office.get(&at).await, "A payé une commande"));
        let again = import(&mut office, &file).await;
        assert_eq!(again.location(), Some(at.as_str()));
        assert!(mentions(&buyer.get(&order).await, "En attente de réponse"));
        // What is nobody's is sent back, and nobody can give it to an order that it does not fit.
        let page = office.get("/fr/admin/bank").await;
        assert!(mentions(&page, "INCONNU") && mentions(&page, "Pas de référence"));
        let (assign, back) = (page.actions("/assign").remove(0), page.actions("/back").remove(0));
        let number = order.rsplit('/').next().unwrap();
        for (number, why) in [(number, "Cela ne correspond pas"), ("TZ-000000", "Aucune commande")] {
            let refused = office.post(&assign, &[("number", number)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains(why), "{}", refused.body);
            assert!(refused.body.contains(&format!("value=\"{number}\"")), "{}", refused.body);
            let field = refused.body.split("aria-describedby=\"number-").nth(1).unwrap().split('"').next().unwrap();
            assert!(refused.body.contains(&format!("id=\"number-{field}\"")), "{}", refused.body);
        }
        assert!(mentions(&office.post_and_follow(&back, &[]).await, "C’est fait"));
        assert!(mentions(&office.post_and_follow(&back, &[]).await, "Quelqu’un a décidé avant vous"));
        sound(&town).await;
    }

    /// Nobody has to wait three days to be rid of an order; whoever paid all the same has it, and can still cancel.
    async fn a_buyer_gives_up_what_was_to_be_transferred(db: TestDb) {
        let town = town(db, Transfer::Collected { keep: 3 * DAY }).await;
        let mut buyer = browser(&town).await;
        let (order, page) = order(&mut buyer).await;
        assert!(mentions(&page, "Si le virement est déjà fait, gardez la commande"));
        let gone = buyer.post_and_follow(&page.actions("/pay/give-up")[0], &[]).await;
        assert!(gone.actions("/pay/give-up").is_empty() && !mentions(&gone, &reference(&page)), "{}", gone.body);
        let mut office = town.administrator().await;
        let file = format!("h\n02/11/2026;VIR {};;{}\n", reference(&page), total(&page));
        let imported = import(&mut office, &file).await;
        assert!(mentions(&office.get(imported.location().unwrap()).await, "A payé une commande"));
        assert_eq!(buyer.get(&order).await.actions("/cancel").len(), 2);
        sound(&town).await;
    }

    /// One confirms that it arrived while another reads that it is on its way; it comes back in truth; the buyer is asked
    /// again. What was paid for a part that is cancelled stands with what goes back, and not with the part.
    async fn a_transfer_to_a_buyer_that_comes_back_is_owed_again(db: TestDb) {
        let town = town(db, Transfer::Collected { keep: 3 * DAY }).await;
        let (mut buyer, mut office) = (browser(&town).await, town.administrator().await);
        let (order, page) = order(&mut buyer).await;
        let file = format!("h\n02/11/2026;VIR {};;{}\n", reference(&page), total(&page));
        import(&mut office, &file).await;
        let paid = buyer.get(&order).await;
        assert_eq!(paid.body.matches("Payé\u{a0}:").count(), 2, "{}", paid.body);
        let gone = buyer.post_and_follow(&paid.actions("/cancel")[0], &[]).await;
        assert_eq!(gone.body.matches("Payé\u{a0}:").count(), 1, "{}", gone.body);
        buyer.post(&gone.links("/refunds/")[0], &[("way", "account"), ("rib", RIB)]).await;
        let path = office.get("/fr/admin/trouble").await.links("/admin/refunds/")[0].clone();
        let sent = office.post_and_follow(&format!("{path}/send"), &[("note", "")]).await;
        assert_eq!(sent.field("seen").as_deref(), Some("submitted"), "{}", sent.body);
        office.post(&format!("{path}/confirm"), &[]).await;
        let back = format!("{path}/came-back");
        let late = office.post_and_follow(&back, &[("seen", "submitted")]).await;
        assert!(mentions(&late, "Quelque chose a changé entre-temps") && late.field("seen").as_deref() == Some("succeeded"));
        let failed = office.post_and_follow(&back, &[("seen", "succeeded")]).await;
        assert!(mentions(&failed, "Le virement n’est pas arrivé") && failed.actions("/again").is_empty(), "{}", failed.body);
        let anew = office.post_and_follow(&failed.actions("/by-hand")[0], &[]).await;
        assert!(mentions(&anew, "L’acheteur doit dire comment il veut l’argent"), "{}", anew.body);
        assert!(!buyer.get(&order).await.links("/refunds/").is_empty());
        sound(&town).await;
        // That was a mistake, seen before anybody paid once more.
        let arrived = office.post_and_follow(&failed.actions("/arrived")[0], &[]).await;
        assert!(mentions(&arrived, "Il n’y a rien à faire") && arrived.actions("/arrived").is_empty(), "{}", arrived.body);
        assert_eq!(arrived.actions("/came-back").len(), 1, "{}", arrived.body);
        assert!(buyer.get(&order).await.links("/refunds/").is_empty(), "nobody is asked for an account");
        sound(&town).await;
    }

    /// Nothing is imported of a file that cannot be read, and the page says why.
    async fn a_malformed_statement_is_refused_line_by_line(db: TestDb) {
        let town = town(db, Transfer::None).await;
        let mut office = town.administrator().await;
        let refused = import(&mut office, "h\n02/11/2026;A;;1,00\n28/13/2026;B;;1,00\n02/11/2026;<script>;;x\n").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        // What is put into a sentence is kept apart by marks that nobody sees.
        let seen = refused.body.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "");
        assert!(seen.contains("Ligne 3") && seen.contains("28/13/2026"), "{seen}");
        assert!(!seen.contains("<script>;"), "{seen}");
        assert_eq!(town.count("bank_line").await, 0);
        let nothing = office.upload("/fr/admin/bank", &MAPPING, &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let odd = office.upload("/fr/admin/bank", &[("format", "pdf")], &[("file", "a", b"x")]).await;
        assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
        let camt = office.upload("/fr/admin/bank", &[("format", "camt053")], &[("file", "a.xml", b"<!DOCTYPE a><a/>")]).await;
        assert_eq!(camt.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    /// Each cooperative on its own account; the first says that the money came.
    async fn a_cooperative_confirms_a_direct_transfer_on_its_page(db: TestDb) {
        let town = town(db, Transfer::Direct { keep: 3 * DAY }).await;
        let mut buyer = browser(&town).await;
        let (order, page) = order(&mut buyer).await;
        assert_eq!(page.body.matches("<textarea").count(), 2);
        let mut member = town.member(0).await;
        let list = member.get(&format!("/fr/sell/{}/orders", town.houses[0].id)).await;
        let mut confirmed = 0;
        for link in list.links("/orders/") {
            let one = member.get(&link).await;
            for action in one.actions("/transferred") {
                assert!(mentions(&one, "la référence du virement est"));
                let after = member.post_and_follow(&action, &[]).await;
                assert!(after.actions("/transferred").is_empty());
                confirmed += 1;
            }
        }
        assert_eq!(confirmed, 1);
        assert_eq!(buyer.get(&order).await.body.matches("<textarea").count(), 1);
        sound(&town).await;
    }

    /// Both pages say until when; then the part is over on both.
    async fn both_pages_say_until_when_a_direct_transfer_is_waited_for(db: TestDb) {
        let town = town(db, Transfer::Direct { keep: 3 * DAY }).await;
        let mut buyer = browser(&town).await;
        let (order, page) = order(&mut buyer).await;
        assert!(!mentions(&page, "La coopérative garde vos produits jusqu’au"));
        let mut member = town.member(0).await;
        let list = member.get(&format!("/fr/sell/{}/orders", town.houses[0].id)).await;
        let mut link = String::new();
        for one in list.links("/orders/") {
            if !member.get(&one).await.actions("/transferred").is_empty() {
                link = one;
            }
        }
        let accepted = member.post_and_follow(&format!("{link}/accept"), &[]).await;
        assert!(mentions(&accepted, "Les produits sont gardés jusqu’au"));
        assert!(mentions(&buyer.get(&order).await, "La coopérative garde vos produits jusqu’au"));
        town.market.clock.advance(3 * DAY);
        market::selling::give_up_unpaid(&town.market).await.unwrap();
        let over = member.get(&link).await;
        assert!(mentions(&over, "Annulée, le virement n’est pas venu") && mentions(&over, "votre stock est rétabli"));
        assert!(over.actions("/transferred").is_empty());
        assert!(mentions(&buyer.get(&order).await, "Annulée, le virement n’est pas venu"));
        sound(&town).await;
    }

    /// What a program reads of it.
    async fn a_program_orders_by_transfer_and_reads_where_to_pay(db: TestDb) {
        let town = town(db, Transfer::Collected { keep: DAY }).await;
        let client = browser(&town).await;
        let cart = client.cookie("cart").unwrap().to_owned();
        let quote = buying::quote(&town.market, cart.parse().unwrap()).await.unwrap();
        let mut program = town.guest();
        program.headers.push(("idempotency-key".to_owned(), "one".to_owned()));
        let asked = json!({ "quote": quote.id.to_string(), "terms_accepted": true, "payment": "bank_transfer" });
        let placed = program.json(Method::POST, "/api/v1/orders", &asked).await;
        assert_eq!(placed.status, StatusCode::CREATED, "{}", placed.body);
        let placed = placed.json();
        assert_eq!(placed["payment"], "bank_transfer");
        let (number, token) = (placed["number"].as_str().unwrap(), placed["token"].as_str().unwrap());
        let read = program.get(&format!("/api/v1/orders/{number}?token={token}")).await.json();
        let transfer = &read["payment"]["transfers"][0];
        assert_eq!((&transfer["rib"], &transfer["amount_minor"]), (&json!("310810101402900442310133"), &placed["total_minor"]));
        assert!(transfer["reference"].as_str().unwrap().parse::<payment::Reference>().is_ok());
    }
}
