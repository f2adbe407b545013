//! Payouts and invoices on the pages: the office prepares, approves and marks; a cooperative sees its own, and nobody
//! else's.

use crate::{
    buyer,
    town::{House, Town},
    words::says,
};
use axum::http::StatusCode;
use gateway::{App, Config};
use http_tests::{Client, Reply};
use identity::Scope;
use kernel::{
    Locale,
    time::{DAY, MINUTE},
};
use market::{
    actor::Administrator,
    buying, money,
    paying::{self, Button, Going, Start},
    payouts, selling,
};
use payment::Holder;
use std::sync::Arc;
use testkit::{
    TestDb, on_both,
    printed::{pdf_text, plain, xlsx_files},
};
use view::month::Month;

/// An order by card of two pieces, delivered and final: 190 dirhams, of which 10,20 are the market's.
async fn earned(town: &Town, house: &House) -> String {
    let market = &town.market;
    let lines = [(house.variant, 2)];
    let cart = buyer::basket(market, &lines, ("Salma Idrissi", "+212662000009")).await;
    let quote = buying::quote(market, cart).await.unwrap();
    let ordering = buying::Ordering {
        quote: quote.id,
        terms_accepted: true,
        method: order::Method::Card,
    };
    let placed = buying::place_order(market, &format!("card-{cart}"), ordering)
        .await
        .unwrap()
        .value;
    let token = buying::order_token(market, placed.id);
    let going = paying::start_payment(market, &placed.number, &token, Locale::Fr)
        .await
        .unwrap();
    let Going::To(Start::Redirect(url)) = going else {
        panic!("{going:?}")
    };
    paying::press(market, url.rsplit('/').next().unwrap(), Button::Pay).unwrap();
    market.clock.advance(MINUTE);
    paying::send_messages(market).await.unwrap();
    market.run_jobs().await;
    let part = order::order::get_order(&market.db, placed.id).await.unwrap().parts[0].id;
    house.deliver_part(town, part, Holder::Cooperative).await;
    market.clock.advance(8 * DAY);
    selling::close_due(market).await.unwrap();
    placed.number
}

async fn five_per_cent(office: &mut Client) {
    let five = [
        ("scope", "market"),
        ("category", ""),
        ("address", ""),
        ("how", "percent"),
        ("amount", "5"),
        ("vat", "20"),
        ("from", ""),
    ];
    assert_eq!(
        office.post("/fr/admin/commission", &five).await.status,
        StatusCode::SEE_OTHER
    );
}

/// Whether a paper has all of these.
fn on_paper(reply: &Reply, all: &[&str]) {
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let text = pdf_text(&reply.bytes);
    for one in all {
        assert!(text.contains(&plain(one)), "{one}: {text}");
    }
}

/// A payout that the office drafted, approved and saw paid: its page.
async fn went(town: &Town, office: &mut Client, own: &House, key: &str) -> String {
    let id = own.id.to_string();
    let drafted = office.post("/fr/admin/payouts/draft", &[("cooperative", &id)]).await;
    let path = drafted.headers["location"]
        .to_str()
        .unwrap()
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    for step in ["approve", "paid"] {
        let done = office
            .post(&format!("{path}/{step}"), &[("key", &format!("{step}-{key}"))])
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }
    assert_eq!(money::check(&town.market).await.unwrap().broken, None);
    path
}

/// Somebody of another cooperative gets no invoice of this one, wherever they look.
async fn stranger_prints_nothing(stranger: &mut Client, town: &Town, own: &House, one: &str) {
    for file in ["invoice.pdf", "invoice.xlsx"] {
        for path in [
            format!("/fr/sell/{}/invoices/{one}/{file}", town.houses[1].id),
            format!("/fr/sell/{}/invoices/{one}/{file}", own.id),
            format!("/fr/admin/invoices/{one}/{file}"),
        ] {
            assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

on_both! {
    async fn the_office_pays_a_cooperative_which_sees_what_comes_and_what_came(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        five_per_cent(&mut town.administrator().await).await;
        says(&town.administrator().await.get("/fr/admin/payouts").await, &["Rien à verser"]);
        let number = earned(&town, own).await;
        let (mut office, mut member) = (town.administrator().await, town.member(0).await);
        let list = format!("/fr/sell/{}/payouts", own.id);
        says(&member.get(&list).await, &["Vous allez recevoir", "179,80 DH", &number, "En route", "Reçu"]);
        says(&office.get("/fr/admin/payouts").await, &["En attente d’un versement", "179,80 DH", "Préparer"]);
        let id = own.id.to_string();
        for _ in 0..2 {
            let drafted = office.post_and_follow("/fr/admin/payouts/draft", &[("cooperative", &id)]).await;
            says(&drafted, &["Préparé", "À verser", "Coopérative Tislit 1", "011 519 0000012050005349 21", &number, "179,80 DH"]);
        }
        assert_eq!(town.count("payout").await, 1);
        let page = office.get("/fr/admin/payouts").await;
        says(&page, &["Préparé"]);
        let links = page.links("/fr/admin/payouts/");
        let path = links.iter().find(|link| !link.contains("files")).unwrap().clone();
        let one = path.rsplit('/').next().unwrap().to_owned();
        assert_eq!(member.get(&format!("{list}/{one}")).await.status, StatusCode::NOT_FOUND, "a draft is the office's own");
        assert_eq!(office.post(&format!("{path}/fail"), &[("key", "x"), ("reason", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(office.post(&format!("{path}/paid"), &[("key", "y")]).await.status, StatusCode::CONFLICT);
        assert_eq!(office.post(&format!("{path}/approve"), &[("key", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "no key");
        assert_eq!(office.post(&format!("{path}/dance"), &[("key", "z")]).await.status, StatusCode::NOT_FOUND);
        for _ in 0..2 {
            assert_eq!(office.post(&format!("{path}/approve"), &[("key", "a")]).await.status, StatusCode::SEE_OTHER);
        }
        says(&member.get(&format!("{list}/{one}")).await, &["En route", "179,80 DH", &number]);
        for _ in 0..2 {
            let exported = office.post_and_follow("/fr/admin/payouts/export", &[("key", "e")]).await;
            says(&exported, &["Transmis à la banque", "Fichier XML"]);
        }
        assert_eq!(town.count("payout_file").await, 1);
        let files = office.get("/fr/admin/payouts").await.links("/files/");
        let xml = office.get(files.iter().find(|link| link.ends_with("/xml")).unwrap()).await;
        assert_eq!(xml.headers["content-type"], "application/xml; charset=utf-8");
        assert!(xml.headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"virements-"));
        assert!(xml.body.contains("<CtrlSum>179.80</CtrlSum>"), "{}", xml.body);
        let csv = office.get(files.iter().find(|link| link.ends_with("/csv")).unwrap()).await;
        assert!(csv.body.contains("179.80"), "{}", csv.body);
        assert_eq!(office.get("/fr/admin/payouts/files/0192f0c4a3b27c3e8d1f5a6b7c8d9e0f/xml").await.status, StatusCode::NOT_FOUND);
        says(&office.post_and_follow(&format!("{path}/unknown"), &[("key", "u")]).await, &["Sans nouvelles de la banque"]);
        says(&office.get("/fr/admin/payouts").await, &["À regarder", "Cherchez chaque référence"]);
        let paid = office.post_and_follow(&format!("{path}/paid"), &[("key", "p")]).await;
        says(&paid, &["Payé", "Écrit dans un fichier", "Versé"]);
        assert!(!paid.body.contains("À verser"), "{}", paid.body);
        assert!(!office.get("/fr/admin/payouts").await.body.contains("À regarder"));
        says(&member.get(&list).await, &["Reçu", "179,80 DH", "0 DH"]);
        says(&member.get(&format!("/fr/sell/{}/money", own.id)).await, &["Commission déjà retenue par le marché", "10,20 DH", "Argent versé par le marché"]);
        // On paper too, for the office and for its own cooperative.
        let mut stranger = town.member(1).await;
        let reference = xml.body.split_once("<EndToEndId>").unwrap().1.split('<').next().unwrap().to_owned();
        let rib = "011 519 0000012050005349 21";
        for (lang, words) in [("ar", ["إشعار بتحويل", "بيع"]), ("fr", ["Avis de versement", "Payé"]), ("en", ["Payment slip", "Paid on"])] {
            for (client, root) in [(&mut member, format!("/{lang}/sell/{}/payouts/{one}", own.id)), (&mut office, format!("/{lang}/admin/payouts/{one}"))] {
                let page = client.get(&root).await;
                let links = page.links("/slip.");
                assert_eq!(links, [format!("{root}/slip.pdf"), format!("{root}/slip.xlsx")]);
                let pdf = client.get(&links[0]).await;
                assert_eq!(pdf.headers["content-disposition"], format!("attachment; filename=\"payout-{reference}.pdf\""));
                let amount = plain(&view::format::amount(lang.parse().unwrap(), 17_980));
                on_paper(&pdf, &[words[0], words[1], &number, &reference, rib, &amount, "001234567000012", "34567890"]);
                let xlsx = client.get(&links[1]).await;
                assert!(xlsx_files(&xlsx.bytes)["xl/worksheets/sheet1.xml"].contains("<v>179.8</v>"));
            }
        }
        // Others see nothing of it, and programs read the same.
        for file in ["slip.pdf", "slip.xlsx"] {
            let foreign = stranger.get(&format!("/fr/sell/{}/payouts/{one}/{file}", town.houses[1].id)).await;
            let office_s = stranger.get(&format!("/fr/admin/payouts/{one}/{file}")).await;
            let theirs = stranger.get(&format!("/fr/sell/{}/payouts/{one}/{file}", own.id)).await;
            assert_eq!([foreign.status, office_s.status, theirs.status], [StatusCode::NOT_FOUND; 3]);
        }
        let foreign = stranger.get(&format!("/fr/sell/{}/payouts/{one}", town.houses[1].id)).await;
        let absent = stranger.get(&format!("/fr/sell/{}/payouts/0192f0c4a3b27c3e8d1f5a6b7c8d9e0f", town.houses[1].id)).await;
        assert_eq!((foreign.status, absent.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        says(&stranger.get(&format!("/fr/sell/{}/payouts", town.houses[1].id)).await, &["Rien encore"]);
        let mut program = town.program(&member, Scope::Cooperative(own.id)).await;
        let read = program.get(&format!("/api/v1/seller/payouts/{one}")).await;
        assert_eq!(read.status, StatusCode::OK, "{}", read.body);
        assert_eq!((read.json()["payout"]["amount_minor"].as_i64(), read.json()["payout"]["state"].as_str()), (Some(17_980), Some("paid")));
        assert_eq!(read.json()["lines"][0]["number"].as_str(), Some(number.as_str()));
        assert_eq!(program.get("/api/v1/seller/payouts").await.json()["items"][0]["id"].as_str(), Some(one.as_str()));
        let mut other = town.program(&stranger, Scope::Cooperative(town.houses[1].id)).await;
        assert_eq!(other.get(&format!("/api/v1/seller/payouts/{one}")).await.status, StatusCode::NOT_FOUND);
        let mut everything = town.program(&office, Scope::Administrator).await;
        assert_eq!(everything.get(&format!("/api/v1/admin/payouts/{one}")).await.status, StatusCode::OK);
        assert_eq!(everything.get("/api/v1/admin/payouts?state=soup").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(everything.get("/api/v1/admin/payouts?state=paid").await.json()["items"].as_array().unwrap().len(), 1);
        for lang in ["ar", "en"] {
            says(&office.get(&format!("/{lang}/admin/payouts")).await, &["179"]);
            says(&office.get(&format!("/{lang}/admin/payouts/{one}")).await, &["179"]);
            says(&member.get(&format!("/{lang}/sell/{}/payouts", own.id)).await, &["179"]);
            says(&member.get(&format!("/{lang}/sell/{}/payouts/{one}", own.id)).await, &["179"]);
        }
    }

    /// By hand, and by a line of the bank's statement.
    async fn what_the_bank_sends_back_is_said_to_the_office_and_to_the_cooperative(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        five_per_cent(&mut town.administrator().await).await;
        earned(&town, own).await;
        let mut office = town.administrator().await;
        let path = went(&town, &mut office, own, "1").await;
        let one = path.rsplit('/').next().unwrap().to_owned();
        let back = format!("{path}/return");
        says(&office.get(&path).await, &["Versé", "Revenu de la banque", "Marquer revenu"]);
        let refused = office.post(&back, &[("key", "r"), ("reason", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("id=\"reason-error\""), "{}", refused.body);
        for key in ["r", "r", "again"] {
            let said = office.post_and_follow(&back, &[("key", key), ("reason", "Compte clos")]).await;
            says(&said, &["Revenu de la banque", "Compte clos", "179,80 DH"]);
            assert!(!said.body.contains("Marquer revenu"), "{}", said.body);
        }
        assert_eq!(town.count("posting where kind = 'payout_returned'").await, 1);
        let mut member = town.member(0).await;
        let list = format!("/fr/sell/{}/payouts", own.id);
        says(&member.get(&list).await, &["Revenu au marché", "Prêt pour le prochain versement", "179,80 DH"]);
        says(&member.get(&format!("{list}/{one}")).await, &["Revenu au marché", "nous l’a renvoyé", "Vérifier le RIB"]);
        for (lang, words) in [("ar", "رجع"), ("en", "Came back")] {
            says(&office.get(&format!("/{lang}/admin/payouts/{one}")).await, &[words]);
            says(&member.get(&format!("/{lang}/sell/{}/payouts/{one}", own.id)).await, &[words]);
            on_paper(&member.get(&format!("/{lang}/sell/{}/payouts/{one}/slip.pdf", own.id)).await, &[words]);
        }
        let mut program = town.program(&member, Scope::Cooperative(own.id)).await;
        assert_eq!(program.get(&format!("/api/v1/seller/payouts/{one}")).await.json()["payout"]["state"].as_str(), Some("returned"));
        // It goes out again, and the bank's statement says that it came back once more.
        let path = went(&town, &mut office, own, "2").await;
        let id: kernel::ids::PayoutId = path.rsplit('/').next().unwrap().parse().unwrap();
        let reference = money::find_payout(&town.market, id).await.unwrap().unwrap().payout.reference;
        let text = format!("Date;Libellé;Débit;Crédit\n02/11/2026;VIR {reference};179,80;\n04/11/2026;RETOUR {reference};;179,80\n");
        let mapping = [("format", "csv"), ("delimiter", "semicolon"), ("encoding", "utf8"), ("dates", "day_first"), ("decimal", "comma"),
            ("head", "1"), ("date", "1"), ("wording", "2"), ("debit", "3"), ("credit", "4")];
        let files = [("file", "releve.csv", text.as_bytes())];
        assert_eq!(office.upload("/fr/admin/bank", &mapping, &files).await.status, StatusCode::SEE_OTHER);
        says(&office.get(&path).await, &["Revenu de la banque", &format!("RETOUR {reference}"), "le marché"]);
        assert_eq!(town.count("bank_line where state = 'applied'").await, 2);
        assert_eq!(office.post(&format!("{path}/paid"), &[("key", "p")]).await.status, StatusCode::CONFLICT, "it is over");
        assert_eq!(money::check(&town.market).await.unwrap().broken, None);
    }

    /// After a restore.
    async fn no_payout_leaves_a_market_in_quarantine_and_its_office_reads_why(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        earned(&town, own).await;
        let mut office = town.administrator().await;
        let id = own.id.to_string();
        let drafted = office.post("/fr/admin/payouts/draft", &[("cooperative", &id)]).await;
        let path = drafted.headers["location"].to_str().unwrap().split('?').next().unwrap().to_owned();
        market::quarantine::begin(&town.market, town.market.now()).await.unwrap();
        for (lang, words) in [("fr", "peut-être déjà parti"), ("ar", "نسخة احتياطية"), ("en", "may have been sent already")] {
            for step in ["approve", "paid"] {
                let refused = office.post(&format!("{}/{step}", path.replace("/fr/", &format!("/{lang}/"))), &[("key", step)]).await;
                assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{}", refused.body);
                assert!(refused.body.contains(words), "{}", refused.body);
            }
            let refused = office.post(&format!("/{lang}/admin/payouts/export"), &[("key", "e")]).await;
            assert!(refused.body.contains(words), "{}", refused.body);
        }
        market::quarantine::release(&town.market, None, market::quarantine::Waiting::Discard).await.unwrap();
        assert_eq!(office.post(&format!("{path}/approve"), &[("key", "approve")]).await.status, StatusCode::SEE_OTHER);
    }

    async fn an_invoice_says_what_to_pay_where_and_with_which_reference_until_it_is_settled(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let mut office = town.administrator().await;
        five_per_cent(&mut office).await;
        let house = town.sell_again(own).await;
        house.deliver(&town, Holder::Cooperative).await;
        let now = town.market.now();
        town.market.clock.advance(Month::of(now).after().begins().since(now) + DAY);
        assert_eq!(money::raise_invoices(&town.market).await.unwrap(), 1);
        let (mut office, mut member) = (town.administrator().await, town.member(0).await);
        let page = member.get(&format!("/fr/sell/{}/invoices", own.id)).await;
        says(&page, &["10,20 DH", "À régler"]);
        let path = page.links("/invoices/").remove(0);
        let one = path.rsplit('/').next().unwrap().to_owned();
        says(&member.get(&path).await, &["À payer par virement", "10,20 DH", "310810101402900442310133", "Test office", "TVA 20 %", "1,70 DH", &house.order.number]);
        let mut stranger = town.member(1).await;
        assert_eq!(stranger.get(&format!("/fr/sell/{}/invoices/{one}", town.houses[1].id)).await.status, StatusCode::NOT_FOUND);
        // On paper, with all that the law wants, from the moment it was issued.
        stranger_prints_nothing(&mut stranger, &town, own, &one).await;
        for (lang, words) in [("ar", ["فاتورة", "التعريف الضريبي"]), ("fr", ["Facture", "Taxe professionnelle"]), ("en", ["Invoice", "Tax number (IF)"])] {
            for (client, root) in [(&mut member, format!("/{lang}/sell/{}/invoices/{one}", own.id)), (&mut office, format!("/{lang}/admin/invoices/{one}"))] {
                let page = client.get(&root).await;
                let links = page.links("/invoice.");
                assert_eq!(links, [format!("{root}/invoice.pdf"), format!("{root}/invoice.xlsx")]);
                let pdf = client.get(&links[0]).await;
                assert_eq!(pdf.headers["content-disposition"], "attachment; filename=\"invoice-2026-00001.pdf\"");
                let locale: Locale = lang.parse().unwrap();
                let [net, vat, total] = [850, 170, 1_020].map(|minor| plain(&view::format::amount(locale, minor)));
                let tax = ["2026-00001", "001234567000012", "12345678", "34567890", "Test office", "Casablanca", "310 810 1014029004423101 33"];
                on_paper(&pdf, &[&words[..], &tax[..], &[&net, &vat, &total, &house.order.number]].concat());
                assert_eq!(client.get(&links[0]).await.bytes, pdf.bytes, "an invoice never changes");
                let xlsx = client.get(&links[1]).await;
                assert!(xlsx_files(&xlsx.bytes)["xl/worksheets/sheet1.xml"].contains("<v>10.2</v>"));
            }
        }
        let list = office.get("/fr/admin/invoices").await;
        says(&list, &["10,20 DH", "Coopérative Tislit 1"]);
        let office_path = list.links("/admin/invoices/").remove(0);
        let settle = format!("{office_path}/settle");
        for wrong in ["", "beaucoup", "10,21", "0"] {
            let refused = office.post(&settle, &[("key", "w"), ("amount", wrong)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(refused.body.contains("id=\"amount-error\""), "{wrong}: {}", refused.body);
        }
        for _ in 0..2 {
            says(&office.post_and_follow(&settle, &[("key", "s"), ("amount", "10,20")]).await, &["Réglée", "Virement reçu"]);
        }
        says(&office.get("/fr/admin/invoices").await, &["Aucune facture ici"]);
        says(&office.get("/fr/admin/invoices?all=1").await, &["Réglée"]);
        says(&member.get(&path).await, &["Réglée"]);
        says(&member.get(&format!("/fr/sell/{}/money", own.id)).await, &["Vous ne devez rien au marché"]);
        let mut program = town.program(&member, Scope::Cooperative(own.id)).await;
        let read = program.get(&format!("/api/v1/seller/invoices/{one}")).await.json();
        assert_eq!((read["invoice"]["total_minor"].as_i64(), read["invoice"]["open_minor"].as_i64()), (Some(1_020), Some(0)));
        assert_eq!(program.get("/api/v1/seller/invoices").await.json()["items"].as_array().unwrap().len(), 1);
        for lang in ["ar", "en"] {
            says(&office.get(&format!("/{lang}/admin/invoices?all=1")).await, &["10"]);
            says(&office.get(&format!("/{lang}/admin/invoices/{one}")).await, &["10"]);
            says(&member.get(&format!("/{lang}/sell/{}/invoices", own.id)).await, &["10"]);
            says(&member.get(&format!("/{lang}/sell/{}/invoices/{one}", own.id)).await, &["10"]);
        }
    }

    /// Above the limit whoever prepared it reads that somebody else has to approve it; so does whoever said that it failed.
    async fn whoever_may_not_decide_about_a_payout_alone_reads_so_instead_of_a_button(db: TestDb) {
        let mut town = Town::build(db).await;
        let market = town.market.altered(|market| market.settings.payouts.second_person_above = 0);
        let config = Config { hosts: vec!["market.example".to_owned()], trusted_proxies: Vec::new() };
        town.router = gateway::router(App::new(Arc::clone(&market), config));
        let own = &town.houses[0];
        five_per_cent(&mut town.administrator().await).await;
        earned(&town, own).await;
        let mut office = town.administrator().await;
        let id = own.id.to_string();
        let drafted = office.post_and_follow("/fr/admin/payouts/draft", &[("cooperative", &id)]).await;
        says(&drafted, &["une deuxième personne doit l’approuver"]);
        assert!(drafted.actions("/approve").is_empty() && drafted.actions("/cancel").len() == 1);
        let path = drafted.actions("/cancel")[0].trim_end_matches("/cancel").to_owned();
        let other = Administrator { person: own.person };
        let payout = path.rsplit('/').next().unwrap().parse().unwrap();
        payouts::approve_payout(&market, &other, "agreed", payout).await.unwrap();
        let said = office.post_and_follow(&format!("{path}/fail"), &[("key", "f"), ("reason", "Compte clos")]).await;
        says(&said, &["une deuxième personne doit donner son accord"]);
        assert!(said.actions("/fail").is_empty());
    }
}
