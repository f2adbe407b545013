//! Goods that come back, through the door: the buyer's pages from the link in the mail, the cooperative's, the office's.

use crate::town::Town;
use axum::http::StatusCode;
use http_tests::{Client, Reply};
use kernel::{ids::SellerOrderId, time::DAY};
use market::{refunding, returning};
use order::goods_return;
use payment::{Holder, refund};
use testkit::{TestDb, on_both};

/// A buyer's; the market's is another.
const RIB: &str = "230 780 0123456789012345 03";

/// The buyer of a delivered order in cash, and the order's address.
async fn delivered(town: &Town) -> (Client, String) {
    let own = &town.houses[0];
    own.deliver(town, Holder::Cooperative).await;
    (town.buyer().await, format!("/fr/orders/{}", own.order.number))
}

/// The name of the field for the pieces of the first line.
fn pieces(page: &Reply) -> String {
    let start = page.body.find("name=\"pieces_").unwrap() + 6;
    page.body[start..].split('"').next().unwrap().to_owned()
}

async fn sound(town: &Town) {
    assert_eq!(market::money::check(&town.market).await.unwrap().broken, None);
}

on_both! {
    /// Asked twice with one key, decided twice at once, paid twice: one return, one refund, one centime each.
    async fn p11_a_return_goes_its_way_once_whatever_is_pressed_twice(db: TestDb) {
        let town = Town::build(db).await;
        let (mut buyer, order) = delivered(&town).await;
        let own = &town.houses[0];
        let shown = buyer.get(&order).await;
        let form = shown.links("/return")[0].clone();
        assert!(shown.body.contains("loi 31-08"), "the deadline is shown");
        let page = buyer.get(&form).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let (key, field) = (page.field("key").unwrap(), pieces(&page));
        let none = buyer.post(&form, &[("key", &key), (field.as_str(), "0")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing chosen");
        let fields = [("key", key.as_str()), (field.as_str(), "1"), ("reason", "Trop <b>sucré</b>")];
        for _ in 0..2 {
            assert_eq!(buyer.post(&form, &fields).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(town.count("goods_return").await, 1);
        let after = buyer.get(&order).await;
        assert!(after.body.contains("Votre retour") && after.actions("/withdraw").len() == 1);

        let mut member = town.member(0).await;
        let list = member.get(&format!("/fr/sell/{}/returns", own.id)).await;
        let root = list.links("/returns/").into_iter().find(|link| !link.contains('?')).unwrap();
        assert!(member.get(&root).await.body.contains("Trop &#60;b&#62;sucré"));
        // A right is refused with a reason of the list and words, or not at all.
        let bare = member.post(&format!("{root}/refuse"), &[("refusal", "mood"), ("words", "")]).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        for step in ["accept", "accept", "receive", "receive"] {
            assert_eq!(member.post(&format!("{root}/{step}"), &[]).await.status, StatusCode::SEE_OTHER, "{step}");
        }
        let (mut one, mut two) = (member.clone(), member.clone());
        let (path, decision) = (format!("{root}/refund"), [("restock", "yes")]);
        let both = tokio::join!(one.post(&path, &decision), two.post(&path, &decision));
        assert_eq!((both.0.status, both.1.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        let number: SellerOrderId = own.part.parse().unwrap();
        let returns = goods_return::list_of_part(&town.market.db, number).await.unwrap();
        let refunds = refund::list_of_parts(&town.market.db, &[number]).await.unwrap();
        assert_eq!((returns.len(), refunds.len()), (1, 1));
        sound(&town).await;

        // The buyer says where to, with a wrong account first.
        let owed = buyer.get(&order).await;
        let say = owed.links("/refunds/")[0].clone();
        let wrong = buyer.post(&say, &[("way", "account"), ("rib", "310810101402900442310134")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("Ce RIB n’est pas juste"));
        let ours = buyer.post(&say, &[("way", "account"), ("rib", "310810101402900442310133")]).await;
        assert!(ours.status == StatusCode::UNPROCESSABLE_ENTITY && ours.body.contains("le compte du marché"));
        let cash = buyer.post_and_follow(&say, &[("way", "cash"), ("rib", "")]).await;
        let code = refunding::refund_code(&town.market, refunds[0].id);
        assert!(cash.body.contains(&code), "the buyer is shown the code");
        let theirs = member.get(&root).await;
        assert!(!theirs.body.contains(&code), "the cooperative is not");
        let bad = member.post(&format!("{root}/pay"), &[("code", "12")]).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Changed their mind: to an account, which the cooperative reads and no list shows.
        assert_eq!(buyer.post(&say, &[("way", "account"), ("rib", RIB)]).await.status, StatusCode::SEE_OTHER);
        assert!(member.get(&root).await.body.contains(RIB));
        let seen = buyer.get(&order).await.body;
        assert!(!seen.contains("230 780") && !seen.contains("0123456789012345"));
        for _ in 0..2 {
            assert_eq!(member.post(&format!("{root}/pay"), &[]).await.status, StatusCode::SEE_OTHER);
        }
        assert!(buyer.get(&order).await.body.contains("vous ont été rendus"));
        assert_eq!(refund::find(&town.market.db, refunds[0].id).await.unwrap().unwrap().state, refund::State::Succeeded);
        sound(&town).await;
    }

    /// Another's order, another's return, and the office.
    async fn a_return_and_a_refund_are_their_owners_alone(db: TestDb) {
        let town = Town::build(db).await;
        let (mut buyer, order) = delivered(&town).await;
        let form = buyer.get(&order).await.links("/return")[0].clone();
        let page = buyer.get(&form).await;
        let (key, field) = (page.field("key").unwrap(), pieces(&page));
        let mut guest = town.guest();
        let fields = [("key", key.as_str()), (field.as_str(), "1")];
        assert_eq!(guest.post(&form, &fields).await.status, StatusCode::NOT_FOUND);
        buyer.post(&form, &fields).await;
        let own = &town.houses[0];
        let part: SellerOrderId = own.part.parse().unwrap();
        let id = goods_return::list_of_part(&town.market.db, part).await.unwrap()[0].id;
        let mut other = town.member(1).await;
        let foreign = format!("/fr/sell/{}/returns/{id}", town.houses[1].id);
        assert_eq!(other.get(&foreign).await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.post(&format!("{foreign}/accept"), &[]).await.status, StatusCode::NOT_FOUND);
        // The buyer keeps it, twice.
        let keep = buyer.get(&order).await.actions("/withdraw")[0].clone();
        assert_eq!(guest.post(&keep, &[]).await.status, StatusCode::NOT_FOUND);
        for _ in 0..2 {
            assert_eq!(buyer.post(&keep, &[]).await.status, StatusCode::SEE_OTHER);
        }
        let mut office = town.administrator().await;
        let trouble = office.get("/fr/admin/trouble").await;
        assert_eq!(trouble.status, StatusCode::OK);
        assert!(trouble.body.contains("Personne n’attend d’argent"));
        sound(&town).await;
    }

    /// Nobody sent anything: the office reads who says what, and ends it in words that the buyer reads.
    async fn the_office_ends_a_return_whose_goods_never_came(db: TestDb) {
        let town = Town::build(db).await;
        let (mut buyer, order) = delivered(&town).await;
        let form = buyer.get(&order).await.links("/return")[0].clone();
        let page = buyer.get(&form).await;
        let (key, field) = (page.field("key").unwrap(), pieces(&page));
        buyer.post(&form, &[("key", key.as_str()), (field.as_str(), "1")]).await;
        let own = &town.houses[0];
        let part: SellerOrderId = own.part.parse().unwrap();
        let id = goods_return::list_of_part(&town.market.db, part).await.unwrap()[0].id;
        let mut member = town.member(0).await;
        let root = format!("/fr/sell/{}/returns/{id}", own.id);
        let accepted = member.post_and_follow(&format!("{root}/accept"), &[]).await;
        assert!(accepted.body.contains("Les produits devraient être là avant le"), "{}", accepted.body);
        assert!(buyer.get(&order).await.body.contains("pour qu’ils y soient avant le"));
        let mut office = town.administrator().await;
        let theirs = format!("/fr/admin/returns/{id}");
        let early = office.get(&theirs).await;
        assert!(early.status == StatusCode::OK && early.actions("/end").is_empty());
        town.market.clock.advance(14 * DAY);
        returning::do_due(&town.market).await.unwrap();
        // They signed in long ago.
        let (mut office, mut member) = (town.administrator().await, town.member(0).await);
        assert!(office.get("/fr/admin/trouble").await.links("/admin/returns/").contains(&theirs));
        assert!(buyer.get(&order).await.body.contains("n’a pas reçu les produits"));
        let missing = member.get(&root).await;
        assert!(missing.body.contains("ne sont pas venus à temps") && missing.actions("/receive").len() == 1);
        for mut stranger in [town.guest(), buyer.clone(), member.clone()] {
            let refused = stranger.post(&format!("{theirs}/end"), &[("words", "x")]).await;
            assert_ne!(refused.status, StatusCode::OK);
            assert!(!stranger.get(&theirs).await.body.contains("Y mettre fin"));
        }
        let bare = office.post(&format!("{theirs}/end"), &[("words", " ")]).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        let again = office.post_and_follow(&format!("{theirs}/reopen"), &[]).await;
        assert!(again.body.contains("C’est noté") && again.actions("/end").is_empty());
        town.market.clock.advance(14 * DAY);
        returning::do_due(&town.market).await.unwrap();
        let mut office = town.administrator().await;
        let words = [("words", "La poste n’a <b>aucun</b> colis")];
        for _ in 0..2 {
            assert_eq!(office.post(&format!("{theirs}/end"), &words).await.status, StatusCode::SEE_OTHER);
        }
        let told = buyer.get(&order).await;
        assert!(told.body.contains("le marché a mis fin à votre retour"), "{}", told.body);
        assert!(told.body.contains("n’a &#60;b&#62;aucun"));
        let mut member = town.member(0).await;
        assert!(member.get(&root).await.body.contains("Les mots du marché"));
        assert!(!office.get("/fr/admin/trouble").await.body.contains(&theirs));
        sound(&town).await;
    }
}
