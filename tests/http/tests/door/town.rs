//! A market with everybody in it: three cooperatives with a product and an order each, one of them
//! suspended, their members, an administrator, and somebody who only signed in.

use crate::buyer;
use axum::{Router, http::StatusCode};
use catalogue::{product, revision, samples};
use http_tests::{Client, door};
use identity::{Contact, Role, Scope};
use kernel::{
    Locale,
    ids::{CooperativeId, PersonId, ProductId, RevisionId, SellerOrderId, VariantId},
};
use market::{
    Error,
    actor::Seller,
    buying::{self, Ordered, Ordering},
    selling,
};
use payment::Holder;
use sea_orm::{ConnectionTrait, Statement};
use testkit::{TestDb, TestMarket};

/// The members of the cooperatives, in their order; then the office, then a person who belongs nowhere.
const TELEPHONES: [&str; 5] = [
    "+212685000021",
    "+212685000022",
    "+212685000023",
    "+212685000024",
    "+212685000025",
];
const OFFICE: usize = 3;
const NOBODY: usize = 4;

/// What belongs to one cooperative.
pub(crate) struct House {
    pub(crate) id: CooperativeId,
    pub(crate) product: ProductId,
    pub(crate) revision: RevisionId,
    pub(crate) variant: VariantId,
    pub(crate) person: PersonId,
    pub(crate) cart: String,
    pub(crate) order: Ordered,
    pub(crate) token: String,
    pub(crate) part: String,
}

pub(crate) struct Town {
    pub(crate) market: TestMarket,
    pub(crate) router: Router,
    pub(crate) houses: Vec<House>,
    pub(crate) office: PersonId,
}

impl House {
    /// Its member, acting for it.
    pub(crate) fn seller(&self) -> Seller {
        Seller {
            person: self.person,
            cooperative: self.id,
            role: Role::Owner,
        }
    }

    /// Its part goes to the buyer, who pays this one.
    pub(crate) async fn deliver(&self, town: &Town, paid: Holder) {
        self.deliver_part(town, self.part.parse().unwrap(), paid).await;
    }

    /// The same with another part of its.
    pub(crate) async fn deliver_part(&self, town: &Town, part: SellerOrderId, paid: Holder) {
        let (market, seller) = (&town.market, self.seller());
        selling::accept(market, &seller, part).await.unwrap();
        selling::pack(market, &seller, part).await.unwrap();
        selling::ship(market, &seller, part, "Amana".to_owned(), None)
            .await
            .unwrap();
        selling::deliver(market, &seller, part, None, paid).await.unwrap();
    }
}

impl Town {
    pub(crate) async fn build(db: TestDb) -> Self {
        let market = TestMarket::on(db).await;
        let key = market.key.clone();
        let (people, places) = market
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let mint = testkit::mint(77);
                    let mut people = Vec::new();
                    for phone in TELEPHONES {
                        let contact = Contact::parse(phone, true).unwrap();
                        people.push(identity::person::meet(tx, &mint, &contact, Locale::Fr).await?.id);
                    }
                    let office = people[OFFICE];
                    identity::person::promote(tx, office).await?;
                    market::people::factor::install(tx, &mint, &key, office, &[7; 20]).await?;
                    let mut places = Vec::new();
                    for number in 1..=3_u32 {
                        let person = people[number as usize - 1];
                        let id = samples::cooperative(tx, &mint, office, number).await?;
                        identity::role::join(tx, person, id, Role::Owner, mint.now).await?;
                        let name = format!("Huile {number}");
                        let (product, variant) = samples::product(tx, &mint, id, (person, office), &name, 50).await?;
                        places.push((id, product, variant));
                    }
                    Ok::<_, Error>((people, places))
                })
            })
            .await
            .unwrap();
        let mut houses = Vec::new();
        for (number, (id, product, variant)) in places.into_iter().enumerate() {
            houses.push(house(&market, people[number], id, product, variant).await);
        }
        suspend(&market, people[OFFICE], houses[2].id).await;
        // What they are told about it must not come between a person and their code.
        market.run_jobs().await;
        Self {
            router: door(&market),
            market,
            houses,
            office: people[OFFICE],
        }
    }

    pub(crate) fn guest(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// Somebody without an account who has a cart and an order of the first cooperative.
    pub(crate) async fn buyer(&self) -> Client {
        let mut client = self.guest();
        let own = &self.houses[0];
        client.set_cookie("cart", &own.cart);
        let opened = client
            .get(&format!("/fr/orders/{}?t={}", own.order.number, own.token))
            .await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        client
    }

    /// The member of a cooperative.
    pub(crate) async fn member(&self, house: usize) -> Client {
        self.signed_in(TELEPHONES[house]).await
    }

    /// Another order of what a cooperative sells.
    pub(crate) async fn sell_again(&self, own: &House) -> House {
        let order = order(&self.market, own.variant).await;
        let whole = order::order::get_order(&self.market.db, order.id).await.unwrap();
        House {
            id: own.id,
            product: own.product,
            revision: own.revision,
            variant: own.variant,
            person: own.person,
            cart: own.cart.clone(),
            token: buying::order_token(&self.market, order.id),
            part: whole.parts[0].id.to_string(),
            order,
        }
    }

    /// Somebody who signed in and belongs nowhere.
    pub(crate) async fn nobody(&self) -> Client {
        self.signed_in(TELEPHONES[NOBODY]).await
    }

    /// The administrator before the second factor.
    pub(crate) async fn half_an_administrator(&self) -> Client {
        self.signed_in(TELEPHONES[OFFICE]).await
    }

    /// The administrator, second factor included.
    pub(crate) async fn administrator(&self) -> Client {
        let mut client = self.half_an_administrator().await;
        let digits = market::people::factor::demo_digits(&self.market, self.office).await;
        let (digits, _) = digits.unwrap().unwrap();
        let given = client
            .post("/fr/account/factor", &[("code", &digits), ("next", "")])
            .await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
        client
    }

    /// A program that acts for whoever is signed in as `client`.
    pub(crate) async fn program(&self, client: &Client, scope: Scope) -> Client {
        let cookie = client.cookie("session").unwrap();
        let found = identity::session::find_by_token(&self.market.db, cookie, self.market.now()).await;
        let session = found.unwrap().unwrap();
        let made = market::people::make_token(&self.market, &session, scope, "Test".to_owned()).await;
        Client::with_token(self.router.clone(), made.unwrap().1.reveal())
    }

    async fn signed_in(&self, contact: &str) -> Client {
        let mut client = self.guest();
        // What they are told about anything else must not come after the code.
        self.market.run_jobs().await;
        let code = client
            .post_and_follow("/fr/sign-in", &[("contact", contact), ("next", "")])
            .await;
        assert_eq!(code.status, StatusCode::OK, "{}", code.body);
        self.market.run_jobs().await;
        let (id, digits) = (code.field("c").unwrap(), self.market.last_code(contact).unwrap());
        client
            .post("/fr/sign-in/code", &[("c", &id), ("next", ""), ("code", &digits)])
            .await;
        assert!(client.cookie("session").is_some());
        client
    }

    /// Does something to the database that no verb would.
    pub(crate) async fn sql(&self, sql: &str) {
        use sea_orm::ConnectionTrait;
        let statement = Statement::from_string(self.market.db.backend(), sql);
        let done = self.market.db.write(move |tx| {
            Box::pin(async move {
                let done = tx.writer().execute_raw(statement).await;
                Ok::<_, market::Error>(done.map_err(kernel::StoreError::from)?)
            })
        });
        done.await.unwrap();
    }

    /// Rows of a table.
    pub(crate) async fn count(&self, table: &str) -> i64 {
        use kernel::Read;
        let sql = format!("select count(*) as n from {table}");
        let statement = Statement::from_string(self.market.db.backend(), sql);
        let row = self.market.db.reader().query_one_raw(statement).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    }
}

/// An order of the cooperative's product, another cart, and an edit that waits for the office.
async fn house(
    market: &TestMarket,
    person: PersonId,
    id: CooperativeId,
    product: ProductId,
    variant: VariantId,
) -> House {
    let seller = Seller {
        person,
        cooperative: id,
        role: Role::Owner,
    };
    let order = order(market, variant).await;
    let cart = cart(market, variant).await;
    let open = market::listing::open_revision(market, seller, product).await.unwrap();
    market::listing::submit_listing(market, seller, open.id).await.unwrap();
    let newest = revision::get_newest_for_cooperative(&market.db, id, product)
        .await
        .unwrap();
    assert!(product::get(&market.db, product).await.unwrap().listed);
    let whole = order::order::get_order(&market.db, order.id).await.unwrap();
    House {
        id,
        product,
        revision: newest.id,
        variant,
        person,
        cart: cart.to_string(),
        token: buying::order_token(market, order.id),
        part: whole.parts[0].id.to_string(),
        order,
    }
}

async fn cart(market: &TestMarket, variant: VariantId) -> kernel::ids::CartId {
    buyer::basket(market, &[(variant, 2)], ("Salma Idrissi", "+212662000001")).await
}

async fn order(market: &TestMarket, variant: VariantId) -> Ordered {
    let cart = cart(market, variant).await;
    let quote = buying::quote(market, cart).await.unwrap();
    let ordering = Ordering {
        quote: quote.id,
        terms_accepted: true,
        method: order::Method::Cash,
    };
    let placed = buying::place_order(market, &format!("key-{cart}"), ordering).await;
    placed.unwrap().value
}

async fn suspend(market: &TestMarket, office: PersonId, id: CooperativeId) {
    let version = catalogue::cooperative::get(&market.db, id).await.unwrap().version;
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mint = testkit::mint(78);
                catalogue::cooperative::suspend(tx, &mint, office, id, version, "papers".to_owned()).await
            })
        })
        .await
        .unwrap();
}
