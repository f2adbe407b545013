//! Money: each step of a part on delivery is in the books, to the centime.

use crate::stall::{Stall, buyer, casablanca, stall};
use kernel::{Currency, Money, ids::SellerOrderId, time::DAY};
use ledger::{Account, MarketEvent, commission::Rate, rule, statement::Period};
use market::{Error, buying, money::Broken, selling};
use order::Way;
use payment::Holder;
use std::collections::BTreeMap;
use testkit::{TestDb, on_both};

/// Five per cent for the market, and the tax on it.
const FIVE: Rate = Rate {
    bps: 500,
    fixed_minor: 0,
    vat_bps: 2000,
};

async fn open_rule(stall: &Stall, what: rule::For, rate: Rate) {
    let by = stall.administrator;
    market::money::open_rule(&stall.market, &by, what, rate, None)
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

/// The cooperative pays some of its commission into the market's account.
async fn settle(stall: &Stall, minor: i64) {
    let (mint, cooperative) = (stall.market.mint(), stall.cooperatives[0]);
    let id = mint.id();
    let event = MarketEvent::CommissionSettled { id, cooperative, minor };
    let posting = ledger::event::of_market(Currency::Mad, &event).unwrap().unwrap();
    let db = &stall.market.db;
    db.write(move |tx| Box::pin(async move { Ok::<_, Error>(ledger::post(tx, &mint, None, &posting).await?) }))
        .await
        .unwrap();
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
        open_rule(&stall, rule::For::Market, FIVE).await;
        let part = shipped(&stall, 1).await;
        let sale = sold(&stall, part).await;
        assert_eq!((sale.goods_minor, sale.delivery_minor, sale.commission_minor, sale.vat_minor), (17_000, 2_000, 850, 170));
        // What was sold is frozen: another rule changes nothing.
        open_rule(&stall, rule::For::Cooperative(stall.cooperatives[0]), Rate { bps: 5000, ..FIVE }).await;
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
        for (number, holder, account) in [(1, Holder::Cooperative, "cash_cooperative"), (2, Holder::Carrier, "cash_carrier")] {
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
        // What the office has is not the cooperative's to take.
        let part = shipped(&stall, 5).await;
        selling::deliver(market, &seller, part, None, Holder::Platform).await.unwrap();
        let refused = selling::remit(market, &seller, part).await;
        assert!(matches!(refused, Err(market::Error::Payment(payment::Error::NotNow { .. }))), "{refused:?}");
        assert_eq!(books(&stall).await["cash_platform"], 19_000);
        assert_eq!(ledger::check(&market.db).await.unwrap(), None);
    }

    /// Less than was due.
    async fn a_short_part_owes_the_whole_commission_and_is_closed_when_its_cash_came(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        open_rule(&stall, rule::For::Market, FIVE).await;
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
        open_rule(&stall, rule::For::Market, FIVE).await;
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
            open_rule(&stall, scope.clone(), rate).await;
            let number = u32::try_from(percent).unwrap() + 1;
            let sale = sold(&stall, stall.order(number).await.parts[0].id).await;
            assert_eq!(sale.commission_minor, i64::from(percent) * 170, "{scope:?}");
            // An earlier one of a wider scope does not come back with a later day.
            open_rule(&stall, rule::For::Market, Rate { bps: 4900, ..FIVE }).await;
            if scope == rule::For::Market {
                continue;
            }
            let sale = sold(&stall, stall.order(number + 10).await.parts[0].id).await;
            assert_eq!(sale.commission_minor, i64::from(percent) * 170, "{scope:?}");
        }
    }

    /// Rules come and go.
    async fn a_rule_is_made_and_ended_by_somebody_and_for_something_that_exists(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let (market, by) = (&stall.market, stall.administrator);
        let open = async |what, rate, from| market::money::open_rule(market, &by, what, rate, from).await;
        let nobody = kernel::ids::CooperativeId(uuid::Uuid::from_u128(9));
        let nothing = kernel::ids::ProductId(uuid::Uuid::from_u128(9));
        for what in [rule::For::Category("gold".to_owned()), rule::For::Cooperative(nobody), rule::For::Product(nothing)] {
            let refused = open(what, FIVE, None).await;
            assert!(matches!(refused, Err(Error::Catalogue(catalogue::Error::NotFound(_)))));
        }
        let past = open(rule::For::Market, FIVE, Some(market.now().plus(-1))).await;
        assert!(matches!(past, Err(Error::Ledger(ledger::Error::Rule))));
        let tomorrow = open(rule::For::Market, FIVE, Some(market.now().plus(DAY))).await.unwrap();
        assert_eq!(sold(&stall, stall.order(1).await.parts[0].id).await.commission_minor, 0);
        market.clock.advance(DAY);
        assert_eq!(sold(&stall, stall.order(2).await.parts[0].id).await.commission_minor, 850);
        market::money::end_rule(market, &by, tomorrow).await.unwrap();
        let again = market::money::end_rule(market, &by, tomorrow).await;
        assert!(matches!(again, Err(Error::Ledger(ledger::Error::Unknown))));
        market.clock.advance(1);
        assert_eq!(sold(&stall, stall.order(3).await.parts[0].id).await.commission_minor, 0);
        let rules = rule::list_all(&market.db).await.unwrap();
        assert_eq!((rules.len(), rules[0].by, rules[0].ended_by), (1, Some(by.person), Some(by.person)));
    }

    /// Month by month.
    async fn a_statement_has_what_was_delivered_in_its_time_and_its_sums_are_those_of_its_lines(db: TestDb) {
        let stall = stall(db, 2, 1, 50).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        open_rule(&stall, rule::For::Market, FIVE).await;
        let begun = market.now();
        let (mut parts, mut times) = (Vec::new(), Vec::new());
        for (number, paid) in [(1, None), (2, Some(Money::mad(4_000))), (3, None)] {
            let part = shipped(&stall, number).await;
            let holder = if number == 3 { Holder::Platform } else { Holder::Carrier };
            selling::deliver(market, &seller, part, paid, holder).await.unwrap();
            parts.push(part);
            times.push(market.now());
            market.clock.advance(DAY);
        }
        shipped(&stall, 4).await;
        selling::remit(market, &seller, parts[0]).await.unwrap();
        let find = async |seller: &market::actor::Seller, from: i64, until: i64, after: Option<&str>| {
            let period = Period { from: begun.plus(from), until: begun.plus(until) };
            market::money::find_statement(market, seller, period, after, kernel::Limit::new(2)).await.unwrap()
        };
        let all = find(&seller, 0, 9 * DAY, None).await;
        assert_eq!((all.sums.parts, all.sums.goods, all.sums.delivery, all.sums.paid), (3, 51_000, 6_000, 42_000));
        assert_eq!((all.sums.fee.commission, all.sums.fee.vat, all.sums.net()), (2_550, 510, 42_000 - 3_060));
        // Two on the first page, the latest first, and one on the next.
        let second = find(&seller, 0, 9 * DAY, all.lines.next.as_deref()).await;
        assert_eq!((second.lines.items.len(), second.lines.next.clone()), (1, None));
        let lines: Vec<_> = all.lines.items.iter().chain(&second.lines.items).collect();
        assert_eq!(lines.iter().map(|line| line.entry.sale.part.id).collect::<Vec<_>>(), parts.iter().rev().copied().collect::<Vec<_>>());
        assert_eq!(lines.iter().map(|line| line.entry.net_minor()).sum::<i64>(), all.sums.net());
        assert_eq!(lines[1].entry.missing_minor(), 15_000);
        let number = order::order::get_for_notice(&market.db, parts[2]).await.unwrap().head.number;
        assert_eq!(lines[0].number, number);
        // A moment belongs to the time that begins with it.
        assert_eq!(find(&seller, DAY, 2 * DAY, None).await.sums.parts, 1);
        assert_eq!(find(&seller, 9 * DAY, 10 * DAY, None).await.sums, Default::default());
        let now = all.overview;
        assert_eq!((now.with_carriers, now.with_market, now.reached()), (4_000, 19_000, 19_000));
        assert_eq!((now.owed, now.settled()), (3_060, 0));
        // Another's is another's.
        let other = find(&stall.acting(1), 0, 9 * DAY, None).await;
        assert_eq!((other.overview, other.sums.parts), (Default::default(), 0));
        // Some of it is settled: what is left is owed since the second delivery.
        settle(&stall, 1_500).await;
        let now = find(&seller, 0, 9 * DAY, None).await.overview;
        assert_eq!((now.owed, now.settled()), (1_560, 1_500));
        let owing = ledger::report::owing(&market.db).await.unwrap();
        assert_eq!(owing.len(), 1);
        assert_eq!((owing[0].cooperative, owing[0].minor, owing[0].since), (seller.cooperative, 1_560, times[1]));
        let cash = ledger::report::cash(&market.db, times[1].plus(1)).await.unwrap();
        let cash: Vec<_> = cash.into_iter().map(|one| (one.kind.code(), one.parts, one.minor, one.old_minor, one.since)).collect();
        assert_eq!(cash, [("cash_carrier", 1, 4_000, 4_000, times[1]), ("cash_platform", 1, 19_000, 0, times[2])]);
        let kinds = ledger::report::by_kind(&market.db).await.unwrap();
        let kinds: Vec<_> = kinds.into_iter().map(|one| (one.kind.code(), one.amount.minor, one.accounts)).collect();
        assert_eq!(kinds, [("bank", 1_500, 1), ("cash_carrier", 4_000, 1), ("cash_cooperative", 19_000, 1), ("cash_platform", 19_000, 1), ("commission", 2_550, 1), ("commission_due", 1_560, 1), ("own_sales", 42_000, 1), ("vat", 510, 1)]);
    }

    /// Each way of being wrong, on a market that was right.
    async fn the_check_of_money_names_the_first_row_that_is_wrong(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        open_rule(&stall, rule::For::Market, FIVE).await;
        let part = shipped(&stall, 1).await;
        selling::deliver(market, &seller, part, None, Holder::Carrier).await.unwrap();
        let other = shipped(&stall, 2).await;
        for how in ["refused", "declined"] {
            end(&stall, how.len() as u32, how).await;
        }
        let checked = market::money::check(market).await.unwrap();
        assert_eq!((checked.parts, checked.broken), (4, None));
        let broken = async |wrong: &str, right: &str| {
            stall.sql(wrong).await;
            let broken = market::money::check(market).await.unwrap().broken;
            stall.sql(right).await;
            assert_eq!(market::money::check(market).await.unwrap().broken, None, "{right}");
            broken.unwrap()
        };
        let paid = broken("update payment set collected_minor = collected_minor - 1 where collected_minor > 0", "update payment set collected_minor = collected_minor + 1 where collected_minor > 0").await;
        assert_eq!(paid, Broken::Paid { part, payment: 18_999, ledger: 19_000 });
        let held = broken("update payment set holder = 'cooperative' where holder = 'carrier'", "update payment set holder = 'carrier' where holder = 'cooperative'").await;
        assert_eq!(held, Broken::Holder { part, holder: "cooperative", account: "cash_carrier", minor: 19_000 });
        let state = broken("update seller_order set state = 'delivered' where state = 'shipped'", "update seller_order set state = 'shipped' where id in (select seller_order_id from sale where state = 'open')").await;
        assert_eq!(state, Broken::State { part: other, order: "delivered", ledger: "open" });
        let price = broken("update commission set commission_minor = commission_minor + 1 where seller_order_id in (select seller_order_id from sale where state = 'open')", "update commission set commission_minor = commission_minor - 1 where seller_order_id in (select seller_order_id from sale where state = 'open')").await;
        assert_eq!(price, Broken::Differs(other));
        let account = broken("update account set debits_minor = debits_minor + 1 where kind = 'cash_carrier'", "update account set debits_minor = debits_minor - 1 where kind = 'cash_carrier'").await;
        assert!(matches!(account, Broken::Ledger(ledger::Broken::Account { .. })));
        // What the schema itself refuses is not tried: a part of which the frozen lines are gone.
        stall.sql("delete from commission where seller_order_id in (select seller_order_id from sale where state = 'open')").await;
        let gone = market::money::check(market).await.unwrap().broken.unwrap();
        assert_eq!(gone, Broken::NotFrozen(other));
        assert!(gone.to_string().contains(&other.to_string()));
    }
}
