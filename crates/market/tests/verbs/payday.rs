//! What was sold by card and is final, and payouts of it, for tests of those.

use crate::{
    card::{bought, on, pass, press},
    stall::{Stall, stall},
};
use kernel::{
    Phone,
    ids::{CooperativeId, PayoutId, SellerOrderId},
    time::DAY,
};
use ledger::{
    Account,
    commission::Rate,
    payout::{self, State},
    rule,
};
use market::{
    Error,
    actor::Administrator,
    money,
    paying::Button,
    payouts::{self, Draft},
    selling,
};
use payment::Holder;
use std::sync::Arc;
use testkit::TestDb;

/// What a cooperative gets of two pieces at 85 dirhams and 20 of delivery, less five per cent of the goods and the tax.
pub(crate) const SHARE: i64 = 19_000 - 1_020;

/// A stall whose market takes five per cent.
pub(crate) async fn market(db: TestDb, cooperatives: u32) -> Arc<Stall> {
    let stall = stall(db, cooperatives, 1, 1_000).await;
    let rate = Rate {
        bps: 500,
        fixed_minor: 0,
        vat_bps: 2000,
    };
    money::open_rule(&stall.market, &stall.administrator, rule::For::Market, rate, None)
        .await
        .unwrap();
    Arc::new(stall)
}

/// An order by card of which every cooperative's part is delivered, and cannot be given back any more.
pub(crate) async fn earned(stall: &Stall, number: u32) -> Vec<SellerOrderId> {
    let bought = bought(stall, number).await;
    let session = bought.session(stall).await;
    press(stall, &session, Button::Pay);
    pass(stall, 1, true).await;
    let mut parts = Vec::new();
    for index in 0..stall.cooperatives.len() {
        deliver(stall, index, bought.part(index)).await;
        parts.push(bought.part(index));
    }
    stall.market.clock.advance(8 * DAY);
    selling::close_due(&stall.market).await.unwrap();
    parts
}

pub(crate) async fn deliver(stall: &Stall, index: usize, part: SellerOrderId) {
    let (market, seller) = (&stall.market, stall.acting(index));
    selling::accept(market, &seller, part).await.unwrap();
    selling::pack(market, &seller, part).await.unwrap();
    selling::ship(market, &seller, part, "Amana".to_owned(), None)
        .await
        .unwrap();
    selling::deliver(market, &seller, part, None, Holder::Cooperative)
        .await
        .unwrap();
}

pub(crate) async fn draft(stall: &Stall, index: usize) -> Draft {
    payouts::draft_payout(&stall.market, &stall.administrator, stall.cooperatives[index])
        .await
        .unwrap()
}

pub(crate) async fn drafted(stall: &Stall, index: usize) -> PayoutId {
    match draft(stall, index).await {
        Draft::Drafted(id) => id,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn state(stall: &Stall, id: PayoutId) -> State {
    payout::find(&stall.market.db, id).await.unwrap().unwrap().state
}

/// Another administrator.
pub(crate) async fn colleague(stall: &Stall) -> Administrator {
    let made = stall.market.db.write(|tx| {
        Box::pin(async move {
            let contact = identity::Contact::Phone(Phone::stored("+212661000019".to_owned()));
            Ok::<_, Error>(
                identity::person::meet(tx, &testkit::mint(99), &contact, kernel::Locale::Fr)
                    .await?
                    .id,
            )
        })
    });
    Administrator {
        person: made.await.unwrap(),
    }
}

/// A payout that stands in a file.
pub(crate) async fn submitted(stall: &Stall, key: &str) -> PayoutId {
    let (market, by) = (&stall.market, &stall.administrator);
    let id = drafted(stall, 0).await;
    payouts::approve_payout(market, by, &format!("{key}-a"), id)
        .await
        .unwrap();
    payouts::export_payouts(market, by, &format!("{key}-e"), Vec::new())
        .await
        .unwrap();
    id
}

pub(crate) async fn available(stall: &Stall, id: CooperativeId) -> i64 {
    on(stall, Account::Available(id)).await
}

/// All money is accounted for, payouts and invoices too.
pub(crate) async fn sound(stall: &Stall) {
    assert_eq!(money::check(&stall.market).await.unwrap().broken, None);
}
