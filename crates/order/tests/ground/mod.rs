//! What the tests of orders stand on: a person, a cooperative, and things to buy.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "each test file uses a part of it"
)]

use kernel::{
    Mint, Phone, Tx, Work,
    ids::{CooperativeId, PersonId, VariantId},
};
use order::Error;
use testkit::TestDb;

/// Who there is.
pub struct Ground {
    pub seller: PersonId,
    pub administrator: PersonId,
    pub cooperative: CooperativeId,
}

/// Writes with a mint of its own.
pub async fn write<T, F>(db: &TestDb, seed: u64, verb: F) -> Result<T, Error>
where
    F: for<'a> FnOnce(&'a Tx, Mint) -> Work<'a, T, Error> + Send + 'static,
    T: Send + 'static,
{
    db.write(move |tx| verb(tx, testkit::mint(seed))).await
}

/// One verified cooperative with one member.
pub async fn ground(db: &TestDb) -> Ground {
    db.write(move |tx| {
        Box::pin(async move {
            let mint = testkit::mint(1_000_001);
            let mut people = Vec::new();
            for number in [11, 12] {
                let contact = identity::Contact::Phone(Phone::stored(format!("+2126610000{number}")));
                people.push(
                    identity::person::meet(tx, &mint, &contact, kernel::Locale::Fr)
                        .await
                        .unwrap()
                        .id,
                );
            }
            let (seller, administrator) = (people[0], people[1]);
            let cooperative = catalogue::samples::cooperative(tx, &mint, administrator, 1)
                .await
                .unwrap();
            Ok::<_, Error>(Ground {
                seller,
                administrator,
                cooperative,
            })
        })
    })
    .await
    .unwrap()
}

/// So many products on sale, ten pieces of each.
pub async fn variants(db: &TestDb, ground: &Ground, count: usize) -> Vec<VariantId> {
    let (seller, administrator, cooperative) = (ground.seller, ground.administrator, ground.cooperative);
    db.write(move |tx| {
        Box::pin(async move {
            let mint = testkit::mint(1_000_002);
            let mut variants = Vec::new();
            for number in 0..count {
                let name = format!("Huile {number}");
                let made =
                    catalogue::samples::product(tx, &mint, cooperative, (seller, administrator), &name, 10).await;
                variants.push(made.unwrap().1);
            }
            Ok::<_, Error>(variants)
        })
    })
    .await
    .unwrap()
}
