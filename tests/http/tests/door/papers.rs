//! Statements as people fetch them: on the page, as PDF and as a sheet, their own and nobody else's.

use crate::town::Town;
use axum::http::StatusCode;
use http_tests::Reply;
use identity::Scope;
use kernel::Locale;
use payment::Holder;
use testkit::{
    TestDb, on_both,
    printed::{pdf_text, plain, xlsx_files},
};
use view::month::Month;

const FIVE: [(&str, &str); 7] = [
    ("scope", "market"),
    ("category", ""),
    ("address", ""),
    ("how", "percent"),
    ("amount", "5"),
    ("vat", "20"),
    ("from", ""),
];

fn is_file(reply: &Reply, kind: &str, name: &str) {
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let header = |name: &str| reply.headers[name].to_str().unwrap();
    assert_eq!(header("content-type"), kind);
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(
        header("content-disposition"),
        format!("attachment; filename=\"{name}\"")
    );
    assert!(!reply.headers.contains_key("content-encoding"));
}

/// What a statement holds as PDF.
const LINES: usize = 2_000;

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

on_both! {
    async fn a_cooperative_prints_its_statement_and_the_sums_on_paper_are_those_of_the_ledger(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let mut office = town.administrator().await;
        assert_eq!(office.post("/fr/admin/commission", &FIVE).await.status, StatusCode::SEE_OTHER);
        own.deliver(&town, Holder::Carrier).await;
        let house = town.sell_again(own).await;
        house.deliver(&town, Holder::Carrier).await;
        let mut member = town.member(0).await;
        let month = Month::of(town.market.now());
        let slug = catalogue::cooperative::get(&town.market.db, own.id).await.unwrap().slug;
        let account = market::money::find_account_of_cooperative(&town.market, own.id, month, None, 100).await.unwrap();
        assert_eq!((account.lines.len(), account.sums.closing(), account.sums.turnover.kept()), (2, -1_020, 36_980));
        let page = member.get(&format!("/fr/sell/{}/money", own.id)).await;
        for link in page.links("/statement.") {
            assert_eq!(member.get(&link).await.status, StatusCode::OK, "{link}");
        }
        assert_eq!(page.links("/statement.").len(), 2);
        let amount = |locale, minor| plain(&view::format::amount(locale, minor));
        for (locale, words) in [(Locale::Ar, ["كشف الحساب", "عليكم للسوق"]), (Locale::Fr, ["Relevé de compte", "Vous devez au marché"]), (Locale::En, ["Statement of account", "You owe the market"])] {
            let path = format!("/{locale}/sell/{}/money/statement", own.id);
            let pdf = member.get(&format!("{path}.pdf?month={}", month.code())).await;
            is_file(&pdf, "application/pdf", &format!("statement-{slug}-{}.pdf", month.code()));
            let text = pdf_text(&pdf.bytes);
            let figures = [19_000, 850, 170, 17_980, 38_000, 36_980, -1_020].map(|minor| amount(locale, minor));
            for must in words.iter().map(|word| (*word).to_owned()).chain(figures).chain([own.order.number.clone(), house.order.number.clone(), "1 / 1".to_owned()]) {
                assert!(text.contains(&must), "{locale} {must}: {text}");
            }
            assert_eq!(member.get(&format!("{path}.pdf?month={}", month.code())).await.bytes, pdf.bytes);
            // The page says the same, and the sheet too.
            let shown = plain(&member.get(&format!("/{locale}/sell/{}/money?month={}", own.id, month.code())).await.body);
            for minor in [19_000, 850, 170, 17_980, 36_980, -1_020] {
                assert!(shown.contains(&amount(locale, minor)), "{locale} {minor}: {shown}");
            }
            let xlsx = member.get(&format!("{path}.xlsx?month={}", month.code())).await;
            is_file(&xlsx, SHEET, &format!("statement-{slug}-{}.xlsx", month.code()));
            let files = xlsx_files(&xlsx.bytes);
            for figure in ["190", "8.5", "1.7", "179.8", "380", "369.8", "-10.2"] {
                assert!(files["xl/worksheets/sheet1.xml"].contains(&format!("<v>{figure}</v>")), "{locale} {figure}");
            }
        }
        // A month without anything, one that is none, one to come.
        for odd in ["?month=2025-01", "?month=soup", "?month=2199-12", "?month=%00&month=x", ""] {
            for ending in ["pdf", "xlsx"] {
                let reply = member.get(&format!("/ar/sell/{}/money/statement.{ending}{odd}", own.id)).await;
                assert_eq!(reply.status, StatusCode::OK, "{odd}");
            }
        }
        let empty = pdf_text(&member.get(&format!("/fr/sell/{}/money/statement.pdf?month=2025-01", own.id)).await.bytes);
        assert!(empty.contains("Personne ne doit rien") && empty.contains("janvier 2025"), "{empty}");
    }

    async fn a_month_with_more_lines_than_a_paper_holds_is_said_so_and_its_sheet_has_all(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        assert_eq!(town.administrator().await.post("/fr/admin/commission", &FIVE).await.status, StatusCode::SEE_OTHER);
        let house = town.sell_again(own).await;
        house.deliver(&town, Holder::Carrier).await;
        // The same sale, told again and again.
        let more = format!("(with recursive c(n) as (select 1 union all select n + 1 from c where n < {LINES}) select n from c) x");
        town.sql(&format!("insert into posting select 'more:' || n, kind, order_id, seller_order_id, cooperative_id, person_id, digest, at from posting, {more} where kind = 'earned'")).await;
        town.sql(&format!("insert into transfer select 'more:' || n, t.position, t.debit_account, t.credit_account, t.amount_minor, t.currency from posting p join transfer t on t.posting_id = p.id, {more} where p.kind = 'earned' and p.id not like 'more:%'")).await;
        let mut member = town.member(0).await;
        for (lang, words) in [("ar", "خذوا ملف Excel"), ("fr", "Prenez le fichier Excel"), ("en", "Take the Excel file")] {
            let pdf = member.get(&format!("/{lang}/sell/{}/money/statement.pdf", own.id)).await;
            assert_eq!(pdf.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(plain(&pdf.body).contains(words), "{}", pdf.body);
        }
        let xlsx = member.get(&format!("/fr/sell/{}/money/statement.xlsx", own.id)).await;
        let files = xlsx_files(&xlsx.bytes);
        assert!(files["xl/worksheets/sheet1.xml"].matches("<row ").count() > LINES);
        let page = member.get(&format!("/fr/sell/{}/money", own.id)).await;
        assert!(page.body.contains("after="), "page after page");
    }

    async fn nobody_prints_a_statement_of_somebody_else_but_the_office(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        own.deliver(&town, Holder::Carrier).await;
        let mut stranger = town.member(1).await;
        for ending in ["pdf", "xlsx"] {
            let reply = stranger.get(&format!("/fr/sell/{}/money/statement.{ending}", own.id)).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND);
            assert_eq!(town.guest().get(&format!("/fr/sell/{}/money/statement.{ending}", own.id)).await.status, StatusCode::SEE_OTHER);
            assert_eq!(stranger.get(&format!("/fr/admin/cooperatives/{}/statement.{ending}", own.id)).await.status, StatusCode::NOT_FOUND);
        }
        let mut office = town.administrator().await;
        let page = office.get(&format!("/fr/admin/cooperatives/{}", own.id)).await;
        let links = page.links("/statement.");
        assert_eq!(links.len(), 2, "{}", page.body);
        for link in &links {
            assert_eq!(office.get(link).await.status, StatusCode::OK, "{link}");
        }
        assert!(pdf_text(&office.get(&links[0]).await.bytes).contains(&own.order.number));
        let nowhere = kernel::ids::CooperativeId(kernel::ids::Id::uuid(own.product));
        assert_eq!(office.get(&format!("/fr/admin/cooperatives/{nowhere}/statement.pdf")).await.status, StatusCode::NOT_FOUND);
    }

    async fn programs_read_and_print_the_same(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        own.deliver(&town, Holder::Carrier).await;
        let member = town.member(0).await;
        let mut program = town.program(&member, Scope::Cooperative(own.id)).await;
        let read = program.get("/api/v1/seller/statement?limit=1").await;
        assert_eq!(read.status, StatusCode::OK, "{}", read.body);
        let read = read.json();
        assert_eq!((read["opening_minor"].as_i64(), read["closing_minor"].as_i64(), read["sold_minor"].as_i64(), read["with_carriers_minor"].as_i64()), (Some(0), Some(0), Some(19_000), Some(19_000)));
        let first = &read["items"][0];
        assert_eq!((first["what"].as_str(), first["number"].as_str(), first["kept_minor"].as_i64()), (Some("sold"), Some(own.order.number.as_str()), Some(19_000)));
        let pdf = program.get("/api/v1/seller/statement.pdf?lang=fr").await;
        assert!(pdf_text(&pdf.bytes).contains("Relevé de compte"));
        assert_eq!(program.get("/api/v1/seller/statement.xlsx").await.headers["content-type"], SHEET);
        for wrong in ["statement?month=soup", "statement.pdf?lang=soup", "statement.pdf?month=13", "statement.xlsx?x=1"] {
            let refused = program.get(&format!("/api/v1/seller/{wrong}")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        let office = town.administrator().await;
        let mut office = town.program(&office, Scope::Administrator).await;
        let at = format!("/api/v1/admin/cooperatives/{}", own.id);
        assert_eq!(office.get(&format!("{at}/statement")).await.json()["sold_minor"].as_i64(), Some(19_000));
        assert!(pdf_text(&office.get(&format!("{at}/statement.pdf?lang=en")).await.bytes).contains("Statement of account"));
        assert_eq!(program.get(&format!("{at}/statement")).await.status, StatusCode::NOT_FOUND);
    }
}

on_both! {
    async fn product_and_order_say_what_reaches_the_cooperative_and_pages_follow_the_rules(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let mut guest = town.guest();
        let path = guest.get("/fr/products").await.links("/fr/products/").remove(0);
        let says = |reply: &Reply, words: &str| assert!(plain(&reply.body).contains(words), "{words}: {}", reply.body);
        says(&guest.get(&path).await, "100 DH vont à la coopérative");
        says(&guest.get(&path).await, "Le marché ne prend rien.");
        let sequence = async || catalogue::change::sequence(&town.market.db).await.unwrap();
        let before = sequence().await;
        let mut office = town.administrator().await;
        assert_eq!(office.post("/fr/admin/commission", &FIVE).await.status, StatusCode::SEE_OTHER);
        // What is kept in memory is dropped, here and in every process.
        assert_eq!(sequence().await, before + 1);
        says(&guest.get(&path).await, "94 DH vont à la coopérative");
        says(&guest.get(&path).await, "6 DH vont au marché, dont 1 DH de TVA.");
        says(&guest.get(&path.replace("/fr/", "/en/")).await, "94 MAD");
        // A rule to come drops them again on the day it begins.
        let tomorrow = view::month::day_of(town.market.now().plus(kernel::time::DAY));
        let later = [("scope", "market"), ("category", ""), ("address", ""), ("how", "percent"), ("amount", "10"), ("vat", "20"), ("from", tomorrow.as_str())];
        assert_eq!(office.post("/fr/admin/commission", &later).await.status, StatusCode::SEE_OTHER);
        let before = sequence().await;
        town.market.clock.advance(kernel::time::DAY);
        town.market.run_jobs().await;
        assert!(sequence().await > before);
        says(&guest.get(&path).await, "88 DH vont à la coopérative");
        // What was ordered before keeps what was agreed then.
        let order = town.buyer().await.get(&format!("/fr/orders/{}", own.order.number)).await;
        says(&order, "100 DH vont à la coopérative");
        assert_eq!(market::money::check(&town.market).await.unwrap().broken, None);
    }
}
