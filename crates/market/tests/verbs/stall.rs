//! A market with something to buy, and a buyer who knows the way.

use kernel::{
    Locale, Phone,
    ids::{CartId, CooperativeId, PersonId, SellerOrderId, VariantId},
};
use market::{
    Error,
    actor::{Administrator, Seller},
    buying::{self, Ordered, Ordering, Place},
    idempotency::Once,
};
use order::{
    Order, Quote,
    cart::{Buyer, Quantity},
};
use std::collections::BTreeMap;
use testkit::{TestDb, TestMarket};

/// A market with cooperatives and their products.
pub(crate) struct Stall {
    pub(crate) market: TestMarket,
    pub(crate) seller: PersonId,
    pub(crate) administrator: Administrator,
    pub(crate) cooperatives: Vec<CooperativeId>,
    /// The variants of each cooperative.
    pub(crate) variants: Vec<Vec<VariantId>>,
}

/// So many cooperatives with so many products each, `on_hand` pieces of every product at 85 dirhams.
pub(crate) async fn stall(db: TestDb, cooperatives: u32, products: u32, on_hand: i64) -> Stall {
    let market = TestMarket::on(db).await;
    let made = market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mint = testkit::mint(77);
                let mut people = Vec::new();
                for number in [11, 12] {
                    let contact = identity::Contact::Phone(Phone::stored(format!("+2126610000{number}")));
                    people.push(identity::person::meet(tx, &mint, &contact, Locale::Fr).await?.id);
                }
                let (seller, administrator) = (people[0], people[1]);
                let (mut ids, mut variants) = (Vec::new(), Vec::new());
                for number in 1..=cooperatives {
                    let id = catalogue::samples::cooperative(tx, &mint, administrator, number).await?;
                    identity::role::join(tx, seller, id, identity::Role::Owner, mint.now).await?;
                    let mut own = Vec::new();
                    for product in 0..products {
                        let name = format!("Huile {number}.{product}");
                        let people = (seller, administrator);
                        own.push(
                            catalogue::samples::product(tx, &mint, id, people, &name, on_hand)
                                .await?
                                .1,
                        );
                    }
                    ids.push(id);
                    variants.push(own);
                }
                Ok::<_, Error>((seller, administrator, ids, variants))
            })
        })
        .await
        .unwrap();
    let (seller, administrator, cooperatives, variants) = made;
    Stall {
        market,
        seller,
        administrator: Administrator { person: administrator },
        cooperatives,
        variants,
    }
}

/// A buyer; the number makes the telephone.
pub(crate) fn buyer(number: u32) -> Buyer {
    Buyer {
        name: "Salma Idrissi".to_owned(),
        phone: format!("+2126620{number:05}"),
        email: None,
    }
}

/// Casablanca: twenty dirhams up to one kilogram, twenty-five up to five.
pub(crate) fn casablanca() -> Place {
    Place {
        town: "Casablanca".to_owned(),
        province: Some("MA-CAS".to_owned()),
        address: "12, rue des Orangers".to_owned(),
        landmark: None,
        postcode: None,
    }
}

impl Stall {
    /// Acting for one of the cooperatives.
    pub(crate) fn acting(&self, index: usize) -> Seller {
        Seller {
            person: self.seller,
            cooperative: self.cooperatives[index],
            role: identity::Role::Owner,
        }
    }

    /// A cart with these lines, whose buyer has said everything.
    pub(crate) async fn cart(&self, number: u32, lines: &[(VariantId, i64)]) -> CartId {
        let cart = buying::open_cart(&self.market, Locale::Fr).await.unwrap();
        for (variant, quantity) in lines {
            // A moment later each, so that the lines stay in this order.
            self.market.clock.advance(1);
            buying::put_line(&self.market, cart, *variant, Quantity::Exactly(*quantity))
                .await
                .unwrap();
        }
        buying::complete(&self.market, cart, (buyer(number), None), casablanca(), BTreeMap::new())
            .await
            .unwrap();
        cart
    }

    /// The same, with its offer.
    pub(crate) async fn quoted(&self, number: u32, lines: &[(VariantId, i64)]) -> Quote {
        let cart = self.cart(number, lines).await;
        buying::quote(&self.market, cart).await.unwrap()
    }

    /// Accepts an offer.
    pub(crate) async fn place(&self, key: &str, quote: &Quote) -> Result<Once<Ordered>, Error> {
        buying::place_order(
            &self.market,
            key,
            Ordering {
                quote: quote.id,
                terms_accepted: true,
                method: order::Method::Cash,
            },
        )
        .await
    }

    /// An order of two pieces of the first product of each cooperative.
    pub(crate) async fn order(&self, number: u32) -> Order {
        let lines: Vec<_> = self.variants.iter().map(|own| (own[0], 2)).collect();
        let quote = self.quoted(number, &lines).await;
        let placed = self.place(&format!("key-{number}"), &quote).await.unwrap().value;
        self.read(&placed).await
    }

    /// An order as it stands.
    pub(crate) async fn read(&self, placed: &Ordered) -> Order {
        order::order::get_order(&self.market.db, placed.id).await.unwrap()
    }

    /// A part as it stands.
    pub(crate) async fn part(&self, id: SellerOrderId) -> order::SellerOrder {
        order::order::get_for_notice(&self.market.db, id).await.unwrap().part
    }

    /// (on hand, free) of the first product of a cooperative.
    pub(crate) async fn stock(&self, cooperative: usize) -> (i64, i64) {
        let variant = self.variants[cooperative][0];
        let offer = catalogue::offer::list(&self.market.db, &[variant])
            .await
            .unwrap()
            .remove(0);
        let all = catalogue::variant::list_for_product(&self.market.db, offer.product)
            .await
            .unwrap();
        let row = all.into_iter().find(|row| row.id == variant).unwrap();
        (row.on_hand, row.on_hand - row.reserved)
    }

    /// Rows of a table.
    pub(crate) async fn count(&self, table: &str) -> i64 {
        use kernel::Read;
        use sea_orm::{ConnectionTrait, Statement};
        let sql = format!("select count(*) as n from {table}");
        let statement = Statement::from_string(self.market.db.backend(), sql);
        let row = self.market.db.reader().query_one_raw(statement).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    }

    /// What the office reads from now on: its administrator has a telephone.
    pub(crate) async fn office_reads(&self) {
        self.sql("update person set is_administrator = true where phone = '+212661000012'")
            .await;
    }

    /// How many messages say these words, of all that were sent.
    pub(crate) async fn said(&self, words: &str) -> usize {
        self.market.run_jobs().await;
        let all = self.market.outbox.all();
        all.iter().filter(|one| one.message.text.contains(words)).count()
    }

    /// Another price for the first product of a cooperative.
    pub(crate) async fn reprice(&self, cooperative: usize, price_minor: i64) {
        self.sql(&format!("update variant set price_minor = {price_minor} where id in (select v.id from variant v join product p on p.id = v.product_id join cooperative c on c.id = p.cooperative_id where c.register_number = '{}/2021')", cooperative + 1)).await;
    }

    /// Anything that happens to the market between two steps of a buyer.
    pub(crate) async fn sql(&self, sql: &str) {
        use sea_orm::{ConnectionTrait, Statement};
        let statement = Statement::from_string(self.market.db.backend(), sql);
        self.market
            .db
            .write(move |tx| {
                Box::pin(async move {
                    Ok::<_, Error>(
                        tx.writer()
                            .execute_raw(statement)
                            .await
                            .map_err(kernel::StoreError::from)?,
                    )
                })
            })
            .await
            .unwrap();
    }
}
