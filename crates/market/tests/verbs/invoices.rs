//! Commission that cooperatives owe: asked for once a month, settled by transfer or kept back, and never twice.

use crate::{
    card::{bought, on, pass, press},
    stall::{Stall, stall},
};
use kernel::{
    Limit, Money,
    ids::{EventId, SellerOrderId},
    time::DAY,
};
use ledger::{Account, commission::Rate, invoice, rule};
use market::{
    Error, money,
    paying::Button,
    payouts::{self, Draft},
    selling,
};
use payment::Holder;
use std::sync::Arc;
use testkit::{TestDb, on_both};
use view::month::Month;

/// What the market takes of two pieces at 85 dirhams, with the tax on it.
const FEE: i64 = 1_020;

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

/// A part that is paid in cash, to its cooperative.
async fn sold(stall: &Stall, index: usize, part: SellerOrderId) {
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

/// An order in cash, of which every part is delivered.
pub(crate) async fn sale(stall: &Stall, number: u32) -> Vec<SellerOrderId> {
    let order = stall.order(number).await;
    for (index, part) in order.parts.iter().enumerate() {
        sold(stall, index, part.id).await;
    }
    order.parts.iter().map(|part| part.id).collect()
}

/// The first days of the next month.
pub(crate) async fn next_month(stall: &Stall) {
    let now = stall.market.now();
    let begins = Month::of(now).after().begins();
    stall.market.clock.advance(begins.since(now) + DAY);
}

async fn refund(stall: &Stall, part: SellerOrderId) {
    let lines = ledger::statement::list_frozen(&stall.market.db, &[part]).await.unwrap();
    let mint = stall.market.mint();
    let refund = ledger::refund::Refund {
        id: mint.id(),
        part,
        lines: lines.iter().map(|line| (line.line, line.total_minor)).collect(),
        delivery_minor: 0,
    };
    let db = &stall.market.db;
    db.write(move |tx| {
        Box::pin(async move { Ok::<_, Error>(ledger::refund::approved(tx, &mint, None, &refund).await?) })
    })
    .await
    .unwrap();
}

pub(crate) async fn all(stall: &Stall, open: bool) -> Vec<invoice::Invoice> {
    let which = invoice::Which {
        cooperative: None,
        open,
    };
    let page = invoice::list(&stall.market.db, which, None, Limit::new(100))
        .await
        .unwrap();
    page.items
}

/// The ledger holds, payouts and invoices with it, where money went back that no refund of an order asked for.
async fn holds(stall: &Stall) {
    let db = &stall.market.db;
    assert_eq!(ledger::check(db).await.unwrap(), None);
    assert_eq!(ledger::check::owed(db).await.unwrap(), None);
}

async fn sound(stall: &Stall) {
    assert_eq!(money::check(&stall.market).await.unwrap().broken, None);
}

on_both! {
    /// Two cooperatives, two months.
    async fn a_month_of_commission_is_asked_for_once_and_its_number_has_no_gap(db: TestDb) {
        let stall = market(db, 2).await;
        let market = &stall.market;
        let parts = sale(&stall, 1).await;
        assert_eq!(money::raise_invoices(market).await.unwrap(), 0, "the month is not over");
        next_month(&stall).await;
        let workers: Vec<_> = (0..8).map(|_| {
            let stall = Arc::clone(&stall);
            tokio::spawn(async move { money::raise_invoices(&stall.market).await.unwrap() })
        }).collect();
        let mut raised = 0;
        for worker in workers {
            raised += worker.await.unwrap();
        }
        let invoices = all(&stall, true).await;
        assert_eq!((raised, invoices.len()), (2, 2));
        assert_eq!(invoices.iter().map(|one| one.position).collect::<Vec<_>>(), [2, 1]);
        let own = invoices.iter().find(|one| one.cooperative == stall.cooperatives[0]).unwrap();
        assert_eq!((own.commission_minor, own.vat_minor, own.total_minor, own.open_minor()), (850, 170, FEE, FEE));
        assert_eq!(own.due_at, own.issued_at.plus(30 * DAY));
        let found = money::find_invoice_for_cooperative(market, &stall.acting(0), own.id).await.unwrap().unwrap();
        assert_eq!((found.lines.len(), found.lines[0].line.part, found.rates.len(), found.rates[0].vat_bps), (1, parts[0], 1, 2000));
        assert!(!found.lines[0].number.is_empty());
        // Both sides are frozen as they were.
        stall.sql("update cooperative set name_fr = 'Autre', address = 'ailleurs'").await;
        let frozen = invoice::find(&market.db, own.id).await.unwrap().unwrap();
        assert_eq!(frozen.customer.name.fr.as_deref(), Some("Coopérative Tislit 1"));
        assert_eq!((frozen.issuer.ice.as_deref(), frozen.issuer.rib.as_deref()), (Some("001234567000012"), Some("310810101402900442310133")));
        assert!(money::find_invoice_for_cooperative(market, &stall.acting(1), own.id).await.unwrap().is_none());
        market.run_jobs().await;
        let told = market.outbox.all();
        assert_eq!(told.iter().filter(|one| one.message.text.contains(&own.reference)).count(), 1);
        sound(&stall).await;
        stall.sql("update invoice_number set last = last + 1").await;
        assert!(money::check(market).await.unwrap().broken.is_some(), "a gap is seen");
    }

    /// Many workers, and some whose transaction comes to nothing after it took a number.
    async fn numbers_of_a_year_have_no_gap_whoever_raises_at_once_and_fails(db: TestDb) {
        const MANY: u32 = 9;
        let stall = market(db, MANY).await;
        sale(&stall, 1).await;
        next_month(&stall).await;
        let mut workers = Vec::new();
        for index in 0..6_usize {
            let (raising, failing) = (Arc::clone(&stall), Arc::clone(&stall));
            workers.push(tokio::spawn(async move { money::raise_invoices(&raising.market).await.unwrap() }));
            workers.push(tokio::spawn(async move {
                let (mint, own) = (failing.market.mint(), failing.cooperatives[index]);
                let month = Month::of(failing.market.now());
                let new = invoice::New { id: mint.id(), cooperative: own, currency: kernel::Currency::Mad, month: month.before().code(), until: month.begins(), year: month.year().into(), issuer: invoice::Party::default(), customer: invoice::Party::default(), due_at: mint.now };
                let failed: Result<(), Error> = failing.market.db.write(move |tx| Box::pin(async move {
                    invoice::raise(tx, &mint, &new).await?;
                    Err(Error::NothingToExport)
                })).await;
                assert!(failed.is_err());
                0
            }));
        }
        let mut raised = 0;
        for worker in workers {
            raised += worker.await.unwrap();
        }
        let mut numbers: Vec<String> = all(&stall, true).await.iter().map(invoice::Invoice::number).collect();
        numbers.sort_unstable();
        let wanted: Vec<String> = (1..=MANY).map(|number| format!("2026-{number:05}")).collect();
        assert_eq!((raised, numbers), (wanted.len(), wanted));
        sound(&stall).await;
    }

    /// By transfer: from the statement, by hand, twice, too much.
    async fn a_transfer_settles_an_invoice_once_and_never_more_than_it_is(db: TestDb) {
        let stall = market(db, 1).await;
        let (market, by, coop) = (&stall.market, &stall.administrator, stall.cooperatives[0]);
        sale(&stall, 1).await;
        next_month(&stall).await;
        money::raise_invoices(market).await.unwrap();
        let id = all(&stall, true).await[0].id;
        let bank = async |line: u128, minor: i64| {
            let (mint, line) = (market.mint(), EventId(uuid::Uuid::from_u128(line)));
            market.db.write(move |tx| Box::pin(async move { money::settled_by_bank(tx, &mint, id, line, Money::mad(minor)).await })).await
        };
        for wrong in [0, -1, FEE + 1] {
            assert!(matches!(bank(1, wrong).await, Err(Error::Ledger(ledger::Error::Amount))), "{wrong}");
        }
        assert!(bank(1, 20).await.unwrap());
        assert!(!bank(1, 20).await.unwrap(), "the same line again");
        assert!(bank(1, 21).await.is_err(), "the same line, told differently");
        let by_hand: Vec<_> = (0..50).map(|_| {
            let stall = Arc::clone(&stall);
            tokio::spawn(async move { money::settle_invoice(&stall.market, &stall.administrator, "key", id, Money::mad(FEE - 20)).await.unwrap().value })
        }).collect();
        for one in by_hand {
            assert_eq!(one.await.unwrap(), id);
        }
        let more = money::settle_invoice(market, by, "more", id, Money::mad(1)).await;
        assert!(matches!(more, Err(Error::Ledger(ledger::Error::Amount))));
        assert_eq!((on(&stall, Account::CommissionDue(coop)).await, on(&stall, Account::Bank).await), (0, FEE));
        let found = money::find_invoice(market, id).await.unwrap().unwrap();
        assert_eq!((found.invoice.open_minor(), found.settled.len()), (0, 2));
        let statement = ledger::statement::overview(&market.db, coop).await.unwrap();
        assert_eq!((statement.owed, statement.settled()), (0, FEE));
        sound(&stall).await;
    }

    /// Before it is asked for, and after.
    async fn commission_is_kept_back_from_what_the_market_collected_and_settles_the_oldest_invoice_first(db: TestDb) {
        let stall = market(db, 1).await;
        let (market, by, coop) = (&stall.market, &stall.administrator, stall.cooperatives[0]);
        sale(&stall, 1).await;
        next_month(&stall).await;
        money::raise_invoices(market).await.unwrap();
        sale(&stall, 2).await;
        let bought = bought(&stall, 9).await;
        press(&stall, &bought.session(&stall).await, Button::Pay);
        pass(&stall, 1, true).await;
        sold(&stall, 0, bought.part(0)).await;
        market.clock.advance(8 * DAY);
        selling::close_due(market).await.unwrap();
        let Draft::Drafted(id) = payouts::draft_payout(market, by, coop).await.unwrap() else { panic!() };
        let found = money::find_payout(market, id).await.unwrap().unwrap();
        assert_eq!((found.payout.lines_minor, found.payout.netted_minor, found.payout.amount.minor), (19_000 - FEE, 2 * FEE, 19_000 - 3 * FEE));
        assert_eq!(found.lines.iter().filter(|line| line.line.is_netted()).count(), 1);
        assert_eq!(on(&stall, Account::CommissionDue(coop)).await, 0);
        let invoices = all(&stall, false).await;
        assert_eq!((invoices.len(), invoices[0].open_minor()), (1, 0));
        sound(&stall).await;
        // The rest of what was kept back settles the next invoice when it is raised.
        next_month(&stall).await;
        money::raise_invoices(market).await.unwrap();
        let invoices = all(&stall, false).await;
        assert_eq!(invoices.iter().map(|one| (one.total_minor, one.open_minor())).collect::<Vec<_>>(), [(FEE, 0), (FEE, 0)]);
        market.run_jobs().await;
        assert!(market.outbox.all().iter().any(|one| one.message.text.contains("Rien à payer")));
        // A payout that fails does not bring the debt back: what was kept back is taken off the next one.
        payouts::approve_payout(market, by, "a", id).await.unwrap();
        assert!(payouts::fail_payout(market, by, "f", id, "RIB clos".to_owned()).await.unwrap().value);
        let Draft::Drafted(next) = payouts::draft_payout(market, by, coop).await.unwrap() else { panic!() };
        let next = money::find_payout(market, next).await.unwrap().unwrap();
        assert_eq!(next.payout.amount, found.payout.amount);
        sound(&stall).await;
    }

    /// After the invoice.
    async fn a_refund_after_the_invoice_is_taken_off_the_next(db: TestDb) {
        let stall = market(db, 1).await;
        let market = &stall.market;
        let parts = sale(&stall, 1).await;
        next_month(&stall).await;
        money::raise_invoices(market).await.unwrap();
        refund(&stall, parts[0]).await;
        sale(&stall, 2).await;
        sale(&stall, 3).await;
        next_month(&stall).await;
        assert_eq!(money::raise_invoices(market).await.unwrap(), 1);
        let invoices = all(&stall, true).await;
        // December's is issued in January: numbers begin anew with the year.
        let numbers: Vec<_> = invoices.iter().map(|one| (one.number(), one.total_minor)).collect();
        assert_eq!(numbers, [("2027-00001".to_owned(), FEE), ("2026-00001".to_owned(), FEE)]);
        let found = money::find_invoice(market, invoices[0].id).await.unwrap().unwrap();
        let lines: Vec<_> = found.lines.iter().map(|line| (line.line.commission_minor, line.line.vat_minor)).collect();
        assert_eq!(lines, [(-850, -170), (850, 170), (850, 170)]);
        assert!(found.lines[0].line.is_refund());
        market.clock.advance(3 * DAY);
        assert!(invoices[1].is_overdue(market.now()) && !invoices[0].is_overdue(market.now()));
        holds(&stall).await;
        // More goes back than is earned: nothing is asked for, and it waits.
        refund(&stall, found.lines[1].line.part).await;
        next_month(&stall).await;
        assert_eq!(money::raise_invoices(market).await.unwrap(), 0);
        holds(&stall).await;
    }
}
