//! Money: each step of a part on delivery is in the books, to the centime.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

mod stall;

use kernel::{Currency, Money, ids::SellerOrderId, time::DAY};
use ledger::{Account, commission::Rate, rule};
use market::{Error, Market, buying, selling};
use order::Way;
use payment::Holder;
use stall::{Stall, buyer, casablanca, stall};
use std::collections::BTreeMap;
use testkit::{TestDb, on_both};

/// Five per cent for the market, and the tax on it.
const FIVE: Rate = Rate {
    bps: 500,
    fixed_minor: 0,
    vat_bps: 2000,
};

async fn open_rule(market: &Market, what: rule::For, rate: Rate) {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok::<_, Error>(rule::open(tx, &mint, None, &what, rate, mint.now).await?) })
        })
        .await
        .unwrap();
}

/// What is on every account of the first cooperative and of the market, but zero.
async fn books(stall: &Stall) -> BTreeMap<&'static str, i64> {
    let db = &stall.market.db;
    let mut all = ledger::balance::list_of_cooperative(db, stall.cooperatives[0])
        .await
        .unwrap();
    for account in [Account::CashPlatform, Account::Commission, Account::Vat, Account::Bank] {
        let found = ledger::balance::find(db, account, Currency::Mad).await.unwrap();
        all.push(ledger::balance::Balance {
            account,
            currency: Currency::Mad,
            debits: 0,
            credits: 0,
        });
        let last = all.last_mut().unwrap();
        match account.kind().side() {
            ledger::account::Side::Debit => last.debits = found.minor,
            ledger::account::Side::Credit => last.credits = found.minor,
        }
    }
    let named = all
        .into_iter()
        .map(|one| (one.account.kind().code(), one.amount().minor));
    named.filter(|(_, minor)| *minor != 0).collect()
}

async fn sold(stall: &Stall, part: SellerOrderId) -> ledger::Sale {
    ledger::sale::find(&stall.market.db, part).await.unwrap().unwrap()
}

/// A parcel on its way: two pieces at 85 dirhams, and 20 dirhams of delivery.
async fn shipped(stall: &Stall, number: u32) -> SellerOrderId {
    let part = stall.order(number).await.parts[0].id;
    let (market, seller) = (&stall.market, stall.acting(0));
    selling::accept(market, &seller, part).await.unwrap();
    selling::pack(market, &seller, part).await.unwrap();
    selling::ship(market, &seller, part, "Amana".to_owned(), None)
        .await
        .unwrap();
    part
}

/// A part that waits at the cooperative.
async fn packed_to_collect(stall: &Stall, number: u32) -> SellerOrderId {
    stall.sql("update cooperative set collects = true").await;
    let (market, seller) = (&stall.market, stall.acting(0));
    let cart = stall.cart(number, &[(stall.variants[0][0], 2)]).await;
    let ways = BTreeMap::from([(stall.cooperatives[0], Way::Collect)]);
    buying::complete(market, cart, (buyer(number), None), casablanca(), ways)
        .await
        .unwrap();
    let quote = buying::quote(market, cart).await.unwrap();
    let placed = stall.place(&format!("key-{number}"), &quote).await.unwrap().value;
    let part = stall.read(&placed).await.parts[0].id;
    selling::accept(market, &seller, part).await.unwrap();
    selling::pack(market, &seller, part).await.unwrap();
    part
}

/// A week later nothing can be given back.
async fn close(stall: &Stall) {
    stall.market.clock.advance(8 * DAY);
    selling::close_due(&stall.market).await.unwrap();
}

/// Ends a part in one of the ways in which nobody pays.
async fn end(stall: &Stall, number: u32, how: &str) -> SellerOrderId {
    let (market, seller) = (&stall.market, stall.acting(0));
    if ["refused", "lost"].contains(&how) {
        let part = shipped(stall, number).await;
        match how {
            "refused" => selling::refuse_at_door(market, &seller, part).await.unwrap(),
            _ => selling::lose(market, &seller, part).await.unwrap(),
        }
        selling::take_back(market, &seller, part, true).await.unwrap();
        return part;
    }
    let order = stall.order(number).await;
    let part = order.parts[0].id;
    match how {
        "declined" => selling::decline(market, &seller, part, "Épuisé".to_owned())
            .await
            .unwrap(),
        "cancelled" => {
            let token = buying::order_token(market, order.head.id);
            buying::cancel_part(market, &order.head.number, &token, part)
                .await
                .unwrap();
        }
        "expired" => {
            market.clock.advance(3 * DAY);
            selling::cancel_silent(market).await.unwrap();
        }
        _ => {
            stall.sql("update cooperative set state = 'suspended'").await;
            selling::stop_unanswered(market, &stall.administrator, seller.cooperative)
                .await
                .unwrap();
            stall.sql("update cooperative set state = 'verified'").await;
        }
    }
    part
}

on_both! {
    /// Through the carrier's hands.
    async fn the_books_follow_cash_from_the_carrier_to_the_cooperative_and_keep_the_commission(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        open_rule(market, rule::For::Market, FIVE).await;
        let part = shipped(&stall, 1).await;
        let sale = sold(&stall, part).await;
        assert_eq!((sale.goods_minor, sale.delivery_minor, sale.commission_minor, sale.vat_minor), (17_000, 2_000, 850, 170));
        // What was sold is frozen: another rule changes nothing.
        open_rule(market, rule::For::Cooperative(stall.cooperatives[0]), Rate { bps: 5000, ..FIVE }).await;
        assert_eq!(books(&stall).await, BTreeMap::new());
        for _ in 0..2 {
            selling::deliver(market, &seller, part, None, Holder::Carrier).await.unwrap();
        }
        let earned = [("commission", 850), ("commission_due", 1_020), ("vat", 170)];
        let with = |more: &[(&'static str, i64)]| earned.iter().chain(more).copied().collect::<BTreeMap<_, _>>();
        assert_eq!(books(&stall).await, with(&[("cash_carrier", 19_000), ("own_sales", 19_000)]));
        for _ in 0..2 {
            selling::remit(market, &seller, part).await.unwrap();
        }
        assert_eq!(books(&stall).await, with(&[("cash_cooperative", 19_000), ("own_sales", 19_000)]));
        close(&stall).await;
        close(&stall).await;
        assert_eq!(books(&stall).await, with(&[]));
        assert_eq!(ledger::check(&market.db).await.unwrap(), None);
    }

    /// Everybody who can hold cash.
    async fn cash_is_where_its_holder_is(db: TestDb) {
        let stall = stall(db, 1, 1, 20).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        for (number, holder, account) in [(1, Holder::Platform, "cash_platform"), (2, Holder::Cooperative, "cash_cooperative"), (3, Holder::Carrier, "cash_carrier")] {
            let part = shipped(&stall, number).await;
            selling::deliver(market, &seller, part, None, holder).await.unwrap();
            assert_eq!(books(&stall).await, BTreeMap::from([(account, 19_000), ("own_sales", 19_000)]), "without a rule nothing is owed");
            selling::remit(market, &seller, part).await.unwrap();
            assert_eq!(books(&stall).await, BTreeMap::from([("cash_cooperative", 19_000), ("own_sales", 19_000)]));
            close(&stall).await;
            assert_eq!(books(&stall).await, BTreeMap::new());
        }
        // Collected at the cooperative: there is no delivery to pay.
        let part = packed_to_collect(&stall, 4).await;
        selling::hand_over(market, &seller, part, None).await.unwrap();
        assert_eq!(books(&stall).await, BTreeMap::from([("cash_cooperative", 17_000), ("own_sales", 17_000)]));
        assert_eq!(ledger::check(&market.db).await.unwrap(), None);
    }

    /// Less than was due.
    async fn a_short_part_owes_the_whole_commission_and_is_closed_when_its_cash_came(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        open_rule(market, rule::For::Market, FIVE).await;
        let part = shipped(&stall, 1).await;
        selling::deliver(market, &seller, part, Some(Money::mad(4_000)), Holder::Carrier).await.unwrap();
        let earned = [("commission", 850), ("commission_due", 1_020), ("vat", 170)];
        let with = |more: &[(&'static str, i64)]| earned.iter().chain(more).copied().collect::<BTreeMap<_, _>>();
        assert_eq!(books(&stall).await, with(&[("cash_carrier", 4_000), ("own_sales", 4_000)]));
        close(&stall).await;
        // Closed, and its cash is still on its way: it is followed until it came.
        assert_eq!(books(&stall).await, with(&[("cash_carrier", 4_000), ("own_sales", 4_000)]));
        selling::remit(market, &seller, part).await.unwrap();
        assert_eq!(books(&stall).await, with(&[]));
        assert_eq!(sold(&stall, part).await.paid_minor, 4_000);
        assert_eq!(ledger::check(&market.db).await.unwrap(), None);
    }

    /// Six ways.
    async fn a_part_that_does_not_arrive_moves_no_money_and_owes_nothing(db: TestDb) {
        let stall = stall(db, 1, 1, 20).await;
        open_rule(&stall.market, rule::For::Market, FIVE).await;
        for (how, number) in ["refused", "lost", "declined", "cancelled", "expired", "stopped"].into_iter().zip(1..) {
            let part = end(&stall, number, how).await;
            let sale = sold(&stall, part).await;
            assert_eq!((sale.state, sale.paid_minor), (ledger::sale::State::Ended, 0), "{how}");
            assert!(stall.part(part).await.state.is_over(), "{how}");
        }
        assert_eq!(books(&stall).await, BTreeMap::new());
        assert_eq!(ledger::check(&stall.market.db).await.unwrap(), None);
    }

    /// The nearest wins.
    async fn the_rule_of_the_product_before_the_cooperative_before_the_category_before_the_market(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = &stall.market;
        stall.sql("update product set category_code = (select code from category where parent_code is not null order by code limit 1)").await;
        let taxonomy = catalogue::taxonomy::load(&market.db).await.unwrap();
        let code = taxonomy.categories.iter().filter(|one| one.parent.is_some()).map(|one| one.code.clone()).min().unwrap();
        let wider = taxonomy.root_of(&code).unwrap().code.clone();
        let product = catalogue::offer::list(&market.db, &[stall.variants[0][0]]).await.unwrap().remove(0).product;
        let scopes = [
            rule::For::Market,
            rule::For::Category(wider),
            rule::For::Category(code),
            rule::For::Cooperative(stall.cooperatives[0]),
            rule::For::Product(product),
        ];
        let none = sold(&stall, stall.order(1).await.parts[0].id).await;
        assert_eq!((none.commission_minor, none.vat_minor), (0, 0));
        for (scope, percent) in scopes.into_iter().zip(1_i32..) {
            let rate = Rate { bps: percent * 100, ..FIVE };
            open_rule(market, scope.clone(), rate).await;
            let number = u32::try_from(percent).unwrap() + 1;
            let sale = sold(&stall, stall.order(number).await.parts[0].id).await;
            assert_eq!(sale.commission_minor, i64::from(percent) * 170, "{scope:?}");
            // An earlier one of a wider scope does not come back with a later day.
            open_rule(market, rule::For::Market, Rate { bps: 4900, ..FIVE }).await;
            if scope == rule::For::Market {
                continue;
            }
            let sale = sold(&stall, stall.order(number + 10).await.parts[0].id).await;
            assert_eq!(sale.commission_minor, i64::from(percent) * 170, "{scope:?}");
        }
    }
}
