//! References of transfers: one for each thing, and each found again.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

use kernel::ids::{OrderId, PayoutId};
use payment::reference::{self, About, Reference};
use testkit::{TestDb, on_both};
use uuid::Uuid;

async fn issue(db: &TestDb, seed: u64, about: About, subject: u128) -> Reference {
    db.write(move |tx| {
        Box::pin(async move {
            let id = OrderId(Uuid::from_u128(subject));
            reference::issue(tx, &testkit::mint(seed), about, id).await
        })
    })
    .await
    .unwrap()
}

on_both! {
    /// However often it is asked for.
    async fn a_thing_keeps_its_reference(db: TestDb) {
        let first = issue(&db, 1, About::Order, 1).await;
        assert_eq!(issue(&db, 2, About::Order, 1).await, first);
        assert_ne!(issue(&db, 3, About::Part, 1).await, first);
        let found = reference::find(&*db, &first).await.unwrap().unwrap();
        assert_eq!((found.about, found.subject), (About::Order, Uuid::from_u128(1)));
        let own = reference::find_of(&*db, About::Order, OrderId(Uuid::from_u128(1))).await.unwrap();
        assert_eq!(own, Some(first.clone()));
        assert_eq!(reference::find_of(&*db, About::Payout, PayoutId(Uuid::from_u128(1))).await.unwrap(), None);
        let many = reference::list_of(&*db, About::Order, &[OrderId(Uuid::from_u128(1)), OrderId(Uuid::from_u128(2))]).await.unwrap();
        assert_eq!(many.len(), 1);
    }

    /// The same chance again: another one is drawn.
    async fn a_reference_that_is_taken_is_not_given_out_again(db: TestDb) {
        let first = issue(&db, 1, About::Order, 1).await;
        let second = issue(&db, 1, About::Order, 2).await;
        assert_ne!(first, second);
        let wording = format!("VIR {second} ET {}", first.as_str());
        let found = reference::list(&*db, &reference::scan(&wording)).await.unwrap();
        assert_eq!(found.iter().map(|issued| &issued.reference).collect::<Vec<_>>(), [&second, &first]);
    }
}
