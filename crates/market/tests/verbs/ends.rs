//! What ends when nothing comes: the transfer of a buyer whose part was accepted, the goods of a return that was.

use crate::stall::{Stall, stall};
use kernel::{
    Fault, Kind,
    ids::{ReturnId, SellerOrderId},
    registration::Rib,
    time::{DAY, HOUR},
};
use market::{
    Error, Market, buying,
    paying::{self, BankAccount, Transfer},
    quarantine::{self, Waiting},
    returning::{self, Asking, Deciding},
    selling,
};
use order::{Event, Method, Order, State, goods_return, returning::Stage, status::CancelledBy};
use payment::{Holder, State as Paid};
use std::{collections::BTreeMap, sync::Arc};
use testkit::{TestDb, on_both};

/// A market whose cooperatives are paid on their own accounts.
fn direct(stall: &Stall) -> Arc<Market> {
    stall.market.altered(|market| {
        let account = BankAccount {
            rib: Rib::parse("310810101402900442310133").unwrap(),
            holder: "Office du marché".to_owned(),
        };
        let transfer = Transfer::Direct { keep: 3 * DAY };
        market.ways = market.ways.clone().and_transfers(transfer, Some(account));
    })
}

/// Ordered by transfer, two pieces of each cooperative.
async fn ordered(stall: &Stall, market: &Market, number: u32) -> Order {
    let lines: Vec<_> = stall.variants.iter().map(|own| (own[0], 2)).collect();
    let quote = stall.quoted(number, &lines).await;
    let ordering = buying::Ordering {
        quote: quote.id,
        terms_accepted: true,
        method: Method::Transfer,
    };
    let placed = buying::place_order(market, &format!("key-{number}"), ordering)
        .await
        .unwrap();
    stall.read(&placed.value).await
}

async fn again(market: &Market, order: &Order) -> Order {
    order::order::get_order(&market.db, order.head.id).await.unwrap()
}

async fn paid(market: &Market, part: SellerOrderId) -> Paid {
    let found = payment::payment::find_for_seller_order(&market.db, part).await.unwrap();
    found.unwrap().state
}

/// Some hours later the jobs come round.
async fn pass(stall: &Stall, market: &Market, hours: i64) {
    stall.market.clock.advance(hours * HOUR);
    selling::give_up_unpaid(market).await.unwrap();
    selling::remind_unpaid(market).await.unwrap();
}

/// An order in cash that was delivered, and its key.
async fn delivered(stall: &Stall, number: u32) -> (Order, String) {
    let order = stall.order(number).await;
    let (market, seller, part) = (&stall.market, stall.acting(0), order.parts[0].id);
    selling::accept(market, &seller, part).await.unwrap();
    selling::pack(market, &seller, part).await.unwrap();
    selling::ship(market, &seller, part, "Amana".to_owned(), None)
        .await
        .unwrap();
    selling::deliver(market, &seller, part, None, Holder::Cooperative)
        .await
        .unwrap();
    (order.clone(), buying::order_token(market, order.head.id))
}

/// One piece of it is to go back.
async fn asked(stall: &Stall, order: &Order, token: &str, key: &str) -> ReturnId {
    let part = &order.parts[0];
    let asking = Asking {
        part: part.id,
        pieces: BTreeMap::from([(part.lines[0].variant, 1)]),
        reason: None,
    };
    let number = &order.head.number;
    let asked = returning::ask_return(&stall.market, key, number, token, asking)
        .await
        .unwrap();
    asked.value
}

async fn find(stall: &Stall, id: ReturnId) -> order::Return {
    goods_return::get(&stall.market.db, id).await.unwrap()
}

async fn end(stall: &Stall, id: ReturnId) -> Result<(), Error> {
    returning::end_return(&stall.market, &stall.administrator, id, "Aucun colis".to_owned()).await
}

/// Some hours later the job of returns comes round.
async fn come_round(stall: &Stall, hours: i64) {
    stall.market.clock.advance(hours * HOUR);
    returning::do_due(&stall.market).await.unwrap();
}

async fn sound(market: &Market) {
    assert_eq!(market::money::check(market).await.unwrap().broken, None);
}

on_both! {
    /// Three days from the acceptance, reminded a day before; what is over is over for the cooperative too.
    async fn an_accepted_part_that_is_never_paid_gives_its_goods_back(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let market = direct(&stall);
        let order = ordered(&stall, &market, 1).await;
        let (part, seller) = (order.parts[0].id, stall.acting(0));
        assert_eq!(stall.part(part).await.kept_until(), None, "nobody has accepted");
        stall.market.clock.advance(HOUR);
        for _ in 0..2 {
            selling::accept(&market, &seller, part).await.unwrap();
            stall.market.clock.advance(HOUR);
        }
        let until = stall.part(part).await.kept_until().unwrap();
        assert_eq!(until, stall.market.now().plus(3 * DAY - 2 * HOUR));
        let to_pay = paying::list_to_pay(&market, &again(&market, &order).await).await.unwrap();
        assert_eq!(to_pay.iter().map(|one| one.until).collect::<Vec<_>>(), [Some(until), None]);
        let before = stall.count("job where kind = 'notice'").await;
        pass(&stall, &market, 45).await;
        assert!(stall.part(part).await.happened(Event::RemindPay).is_none());
        for _ in 0..2 {
            pass(&stall, &market, 1).await;
        }
        assert!(stall.part(part).await.happened(Event::RemindPay).is_some());
        assert_eq!(stall.count("job where kind = 'notice'").await, before + 2, "once, buyer and cooperative");
        // Packed meanwhile: its goods have not left.
        selling::pack(&market, &seller, part).await.unwrap();
        pass(&stall, &market, 22).await;
        assert_eq!(stall.part(part).await.state, State::Packed);
        assert_eq!(stall.stock(0).await, (10, 8));
        pass(&stall, &market, 1).await;
        let now = stall.part(part).await;
        assert_eq!((now.state, now.cancelled_by), (State::Cancelled, Some(CancelledBy::Overdue)));
        assert_eq!((stall.stock(0).await, paid(&market, part).await), ((10, 10), Paid::Void));
        let told = stall.count("job where kind = 'notice'").await;
        pass(&stall, &market, 1).await;
        assert_eq!(stall.count("job where kind = 'notice'").await, told);
        // The cooperative still sees it, and cannot say any more that it was paid.
        let seen = order::order::find_for_cooperative(&market.db, seller.cooperative, part).await.unwrap();
        assert!(seen.is_some());
        let late = selling::confirm_transfer(&market, &seller, part).await.unwrap_err();
        assert_eq!(late.kind(), Kind::Conflict, "{late:?}");
        assert!(paying::list_to_pay(&market, &again(&market, &order).await).await.unwrap().iter().all(|one| one.part != Some(part)));
        sound(&market).await;
        stall.market.run_jobs().await;
        let words: Vec<String> = stall.market.outbox.all().into_iter().map(|sent| sent.message.subject).collect();
        assert!(words.iter().any(|text| text.contains("le virement n’est pas venu")), "{words:?}");
    }

    /// Paid before it was accepted, or after; sent without having been paid; paid in cash.
    async fn what_is_paid_or_has_left_is_not_given_up(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let market = direct(&stall);
        let order = ordered(&stall, &market, 1).await;
        let (first, second) = (order.parts[0].id, order.parts[1].id);
        selling::confirm_transfer(&market, &stall.acting(0), first).await.unwrap();
        selling::accept(&market, &stall.acting(0), first).await.unwrap();
        assert_eq!(stall.part(first).await.kept_until(), None);
        selling::accept(&market, &stall.acting(1), second).await.unwrap();
        assert!(stall.part(second).await.kept_until().is_some());
        selling::confirm_transfer(&market, &stall.acting(1), second).await.unwrap();
        assert_eq!(stall.part(second).await.kept_until(), None);
        let sent = ordered(&stall, &market, 2).await.parts[0].id;
        let seller = stall.acting(0);
        selling::accept(&market, &seller, sent).await.unwrap();
        selling::pack(&market, &seller, sent).await.unwrap();
        selling::ship(&market, &seller, sent, "Amana".to_owned(), None).await.unwrap();
        let cash = stall.order(3).await.parts[0].id;
        selling::accept(&market, &seller, cash).await.unwrap();
        assert_eq!(stall.part(cash).await.kept_until(), None);
        pass(&stall, &market, 24 * 30).await;
        for (part, state) in [(first, State::Accepted), (second, State::Accepted), (sent, State::Shipped), (cash, State::Accepted)] {
            assert_eq!(stall.part(part).await.state, state);
        }
        sound(&market).await;
    }

    /// The last minute: the cooperative presses while the job comes round.
    async fn of_the_end_and_the_cooperative_that_confirms_one_wins(db: TestDb) {
        let stall = stall(db, 1, 1, 20).await;
        let market = direct(&stall);
        let seller = stall.acting(0);
        let mut parts = Vec::new();
        for number in 1..=6 {
            let part = ordered(&stall, &market, number).await.parts[0].id;
            selling::accept(&market, &seller, part).await.unwrap();
            parts.push(part);
        }
        stall.market.clock.advance(4 * DAY);
        for part in &parts {
            let (confirmed, given_up) = tokio::join!(
                selling::confirm_transfer(&market, &seller, *part),
                selling::give_up_unpaid(&market),
            );
            given_up.unwrap();
            let (state, money) = (stall.part(*part).await.state, paid(&market, *part).await);
            let expected = match &confirmed {
                Ok(()) => (State::Accepted, Paid::Collected),
                Err(_) => (State::Cancelled, Paid::Void),
            };
            assert_eq!((state, money), expected, "{confirmed:?}");
        }
        let kept = stall.count("seller_order where state = 'accepted'").await;
        assert_eq!(stall.stock(0).await, (20, 20 - 2 * kept));
        sound(&market).await;
    }

    /// While the market was in quarantine nobody could pay.
    async fn who_waited_through_a_quarantine_has_a_day_to_pay(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let market = direct(&stall);
        let part = ordered(&stall, &market, 1).await.parts[0].id;
        selling::accept(&market, &stall.acting(0), part).await.unwrap();
        quarantine::begin(&market, market.now()).await.unwrap();
        stall.market.clock.advance(5 * DAY);
        quarantine::release(&market, None, Waiting::Send).await.unwrap();
        pass(&stall, &market, 23).await;
        assert_eq!(stall.part(part).await.state, State::Accepted);
        pass(&stall, &market, 2).await;
        assert_eq!(stall.part(part).await.state, State::Cancelled);
    }

    /// Fourteen days, some more of the office's, and the end: nothing is paid back, and the part is closed after all.
    async fn an_accepted_return_whose_goods_never_come_is_the_offices_to_end(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let (market, office, seller) = (&stall.market, stall.administrator, stall.acting(0));
        stall.office_reads().await;
        let (order, token) = delivered(&stall, 1).await;
        let id = asked(&stall, &order, &token, "one").await;
        returning::accept_return(market, &seller, id).await.unwrap();
        assert_eq!(find(&stall, id).await.due_at, Some(market.now().plus(14 * DAY)));
        assert_eq!(end(&stall, id).await.unwrap_err().kind(), Kind::Conflict, "nothing is missing yet");
        come_round(&stall, 14 * 24 - 1).await;
        assert_eq!(find(&stall, id).await.stage, Stage::Accepted);
        for _ in 0..2 {
            come_round(&stall, 1).await;
        }
        assert_eq!(find(&stall, id).await.stage, Stage::NotReceived);
        let listed = goods_return::list_not_received(&market.db).await.unwrap();
        assert_eq!(listed.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
        market.run_jobs().await;
        let subjects: Vec<String> = market.outbox.take().into_iter().map(|sent| sent.message.subject).collect();
        let missing = subjects.iter().filter(|text| text.contains("n’est pas arrivé"));
        assert_eq!(missing.count(), 2, "buyer and cooperative: {subjects:?}");
        let office_knows = subjects.iter().filter(|text| text.contains("Des produits ne sont pas revenus"));
        assert_eq!(office_knows.count(), 1, "{subjects:?}");
        for _ in 0..2 {
            returning::reopen_return(market, &office, id).await.unwrap();
        }
        assert_eq!(find(&stall, id).await.due_at, Some(market.now().plus(14 * DAY)));
        come_round(&stall, 14 * 24).await;
        assert_eq!(find(&stall, id).await.stage, Stage::NotReceived, "it is said once more");
        assert_eq!(stall.said(&format!("/admin/returns/{id}")).await, 1, "to the office too");
        selling::close_due(market).await.unwrap();
        assert_eq!(stall.part(order.parts[0].id).await.state, State::Delivered, "something is open");
        for _ in 0..2 {
            end(&stall, id).await.unwrap();
        }
        let now = find(&stall, id).await;
        assert_eq!((now.stage, now.words.as_deref(), now.refund), (Stage::Ended, Some("Aucun colis"), None));
        assert_eq!(stall.part(order.parts[0].id).await.lines[0].returned, 0);
        let late = returning::receive_return(market, &seller, id).await.unwrap_err();
        assert_eq!(late.kind(), Kind::Conflict);
        selling::close_due(market).await.unwrap();
        assert_eq!(stall.part(order.parts[0].id).await.state, State::Closed);
        sound(market).await;
    }

    /// The goods after all, or the buyer who keeps them: as if nothing had been missing. Silence that accepts waits as long.
    async fn goods_that_were_missed_may_still_come_or_be_kept(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        let (first, token) = delivered(&stall, 1).await;
        let (second, other) = delivered(&stall, 2).await;
        let (back, kept) = (asked(&stall, &first, &token, "one").await, asked(&stall, &second, &other, "two").await);
        // Reminded after two days, and accepted by silence after four.
        for _ in 0..2 {
            come_round(&stall, 48).await;
        }
        assert_eq!(find(&stall, back).await.due_at, Some(market.now().plus(14 * DAY)));
        come_round(&stall, 14 * 24).await;
        assert_eq!(find(&stall, back).await.stage, Stage::NotReceived);
        returning::receive_return(market, &seller, back).await.unwrap();
        let deciding = Deciding { restock: true, ..Deciding::default() };
        returning::refund_return(market, &seller, back, deciding).await.unwrap();
        assert_eq!(find(&stall, back).await.stage, Stage::Refunded);
        returning::withdraw_return(market, &second.head.number, &other, kept).await.unwrap();
        assert_eq!(find(&stall, kept).await.stage, Stage::Withdrawn);
        for id in [back, kept] {
            assert_eq!(end(&stall, id).await.unwrap_err().kind(), Kind::Conflict);
        }
        sound(market).await;
    }
}
