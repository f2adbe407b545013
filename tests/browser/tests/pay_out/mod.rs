//! How what a cooperative earned reaches its bank, as three people see it on their pages: one of the office prepares the
//! payout, another one lets it go and gives it to the bank, and the cooperative reads that it came.

use crate::says;
use browser_tests::{Driver, Neighbour, Person, Screen, Site};
use kernel::time::MINUTE;
use testkit::printed::{pdf_text, plain};

const FIRST: &str = "+212685000041";
const SECOND: &str = "+212685000042";

/// What the cooperative is paid: 120 dirhams, less the commission and its tax.
const AMOUNT: &str = "114.90";

/// The payout of the only cooperative that has earned something; gives what the bank's statement calls it.
pub(crate) async fn goes(driver: &Driver, site: &Site, whose: &Neighbour) -> String {
    let sit = async |name: &str, lang, screen| Person::sit(driver, site, "money", name, lang, screen, true).await;
    let first = sit("office", "fr", Screen::Laptop).await;
    first.take_office(site, FIRST).await;
    let (path, reference) = is_prepared(&first, whose).await;
    let second = sit("colleague", "ar", Screen::Phone).await;
    second.take_office(site, SECOND).await;
    is_approved(site, &second, &path).await;
    let file = is_exported(&second, &reference).await;
    second.leave().await;
    site.settle().await;
    hears(site, &reference);
    site.clock.advance(10 * MINUTE);
    is_seen_by_the_bank(&first, &path, &reference).await;
    first.leave().await;
    assert!(
        file.contains(&reference),
        "the bank is given the words that its statement shows"
    );
    reference
}

/// One of the office drafts it, and may not let it go alone: above the limit another one must.
async fn is_prepared(office: &Person, whose: &Neighbour) -> (String, String) {
    office.open("/admin/money").await;
    office.press("main a[href$=\"/admin/payouts\"]").await;
    office.must_see("En attente d’un versement").await;
    office.must_see("114,90 DH").await;
    office.look_twice("payouts-waiting").await;
    for (path, step) in [("/admin/cash", "cash"), ("/admin/aside", "aside")] {
        office.open(path).await;
        office.look_twice(step).await;
    }
    office.open("/admin/payouts").await;
    let own = format!(
        "form[action$=\"/payouts/draft\"]:has([value=\"{}\"]) button",
        whose.seller.cooperative
    );
    office.press(&own).await;
    office.must_see("Préparé").await;
    office.look_twice("payout-draft").await;
    assert_eq!(
        office.count("form[action$=\"/approve\"]").await,
        0,
        "not by who prepared it"
    );
    office.must_see("une deuxième personne doit l’approuver").await;
    (below_language(&office.path().await), office.words("main h1 bdi").await)
}

/// A second person reads the lines and approves.
async fn is_approved(site: &Site, colleague: &Person, path: &str) {
    colleague.open(path).await;
    colleague.must_see("114,90").await;
    colleague.press("form[action$=\"/approve\"] button").await;
    colleague.look_twice("payout-approved").await;
    site.settle().await;
}

/// The file for the bank: written once, downloaded as XML and as a table; gives the XML.
async fn is_exported(colleague: &Person, reference: &str) -> String {
    colleague.open("/admin/payouts").await;
    colleague.look("payouts-approved").await;
    colleague.press("form[action$=\"/export\"] button").await;
    colleague.look_twice("payouts-exported").await;
    assert_eq!(colleague.count("form[action$=\"/export\"]").await, 0, "it goes once");
    let xml = colleague.fetch("main ul.lines a[href$=\"/xml\"]").await;
    let csv = colleague.fetch("main ul.lines a[href$=\"/csv\"]").await;
    colleague.keep("payouts.xml", &xml);
    colleague.keep("payouts.csv", &csv);
    let (xml, csv) = (String::from_utf8(xml), String::from_utf8(csv));
    let (xml, csv) = (xml.expect("a text"), csv.expect("a text"));
    for one in [
        "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03",
        "<NbOfTxs>1</NbOfTxs>",
        &format!("<CtrlSum>{AMOUNT}</CtrlSum>"),
        &format!("<InstdAmt Ccy=\"MAD\">{AMOUNT}</InstdAmt>"),
        "310810101402900442310133",
        reference,
    ] {
        assert!(xml.contains(one), "{one}: {xml}");
    }
    assert!(csv.contains(AMOUNT) && csv.contains(reference), "{csv}");
    xml
}

/// The bank's statement of the same day names it, and the payout is paid for sure.
async fn is_seen_by_the_bank(office: &Person, path: &str, reference: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("releve.csv");
    let text = format!("Date;Libellé;Débit;Crédit\n12/11/2026;VIREMENT EMIS {reference};114,90;\n");
    std::fs::write(&file, text).expect("a statement");
    office.open("/admin/bank").await;
    office.look("bank").await;
    office.attach("file", &[file]).await;
    office.press("form[enctype] button.main").await;
    office.look("bank-read").await;
    office.open(path).await;
    office.must_see("Payé").await;
    office.look_twice("payout-paid").await;
    assert_eq!(
        office.count("form[action$=\"/paid\"]").await,
        0,
        "there is nothing left to do"
    );
    office.open("/admin/payouts").await;
    office.must_see("Rien n’attend.").await;
    office.look("payouts-paid").await;
}

/// Its cooperative is told once, when it leaves.
fn hears(site: &Site, reference: &str) {
    let all = site.outbox.all();
    let told: Vec<String> = all
        .iter()
        .map(|one| plain(&one.message.text))
        .filter(|text| text.contains(reference))
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    for text in told {
        says(&text, &["114,90 DH", "en route"]);
    }
}

/// The cooperative finds on its desk what it has received, down to the order.
pub(crate) async fn arrived(seller: &Person, root: &str, number: &str, reference: &str) {
    seller.open(&format!("{root}/money")).await;
    seller.press("main a[href$=\"/payouts\"]").await;
    seller.must_see("114,90").await;
    seller.look_twice("payouts").await;
    seller.press("main a.choice").await;
    seller.must_see(number).await;
    seller.must_see(reference).await;
    seller.look_twice("payout").await;
    let slip = seller.fetch("main a[href$=\"/slip.pdf\"]").await;
    seller.keep("slip-ar.pdf", &slip);
    says(&pdf_text(&slip), &["إشعار بتحويل", number, reference, "114,90"]);
}

/// A path without its language.
fn below_language(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    path.get(3..).unwrap_or_default().to_owned()
}
