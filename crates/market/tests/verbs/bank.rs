//! Payment by bank transfer: what the bank's statements say pays what it was sent for, exactly and once; everything else
//! waits for somebody who looks.

use crate::{
    card::{self, ALL, Bought, PART, on, pass, press},
    invoices,
    stall::{Stall, stall},
};
use bankfile::read::{Format, Mapping, What};
use kernel::{
    Currency, Locale, Money,
    ids::BankLineId,
    registration::Rib,
    time::{DAY, HOUR},
};
use ledger::{Account, Psp};
use market::{
    Error, Market,
    actor::Administrator,
    banking::{self, Imported, Upload},
    buying, money,
    paying::{self, BankAccount, Button, Transfer},
    selling,
};
use order::{Method, OrderState};
use payment::{
    Holder, Standing,
    bank::{self, Reason, State},
    refund,
};
use std::sync::Arc;
use testkit::{TestDb, on_both};

const RIB: &str = "310810101402900442310133";

fn taking(stall: &Stall, transfer: Transfer) -> Arc<Market> {
    stall.market.altered(|market| {
        let account = BankAccount {
            rib: Rib::parse(RIB).unwrap(),
            holder: "Office du marché".to_owned(),
        };
        market.ways = market.ways.clone().and_transfers(transfer, Some(account));
    })
}

fn collecting(stall: &Stall) -> Arc<Market> {
    taking(stall, Transfer::Collected { keep: 3 * DAY })
}

async fn bought(stall: &Stall, market: &Market, number: u32) -> Bought {
    let lines: Vec<_> = stall.variants.iter().map(|own| (own[0], 2)).collect();
    let quote = stall.quoted(number, &lines).await;
    let ordering = buying::Ordering {
        quote: quote.id,
        terms_accepted: true,
        method: Method::Transfer,
    };
    let placed = buying::place_order(market, &format!("key-{number}"), ordering)
        .await
        .unwrap()
        .value;
    Bought {
        token: buying::order_token(market, placed.id),
        order: stall.read(&placed).await,
    }
}

async fn reference(market: &Market, bought: &Bought) -> String {
    let to_pay = paying::list_to_pay(market, &bought.order).await.unwrap();
    assert_eq!(
        (to_pay.len(), to_pay[0].rib.as_str(), to_pay[0].amount.minor),
        (1, RIB, ALL)
    );
    to_pay[0].reference.to_string()
}

/// A statement with these lines: day, words, what went, what came.
fn statement(lines: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let mut text = "Date;Libelle;Debit;Credit\n".to_owned();
    for (day, words, went, came) in lines {
        text.push_str(&format!("{day};{words};{went};{came}\n"));
    }
    text.into_bytes()
}

async fn import(stall: &Stall, market: &Market, bytes: Vec<u8>) -> Result<Imported, Error> {
    let upload = Upload {
        name: "releve.csv".to_owned(),
        bytes,
        format: Format::Csv(Mapping::default()),
    };
    banking::import_file(market, &stall.administrator, upload).await
}

/// What became of each line of a file.
async fn outcome(market: &Market, imported: Imported) -> Vec<(i32, bool, State, Option<Reason>)> {
    let rows = bank::list_rows(&market.db, imported.file).await.unwrap();
    rows.iter()
        .map(|row| (row.row, row.known, row.line.state, row.line.reason))
        .collect()
}

async fn only_line(market: &Market, imported: Imported) -> BankLineId {
    bank::list_rows(&market.db, imported.file).await.unwrap()[0].line.id
}

async fn sound(market: &Market) {
    assert_eq!(market::money::check(market).await.unwrap().broken, None);
}

on_both! {
    /// It keeps goods for days: a stock is not taken with a made-up number.
    async fn many_pieces_by_transfer_are_kept_only_for_a_telephone_that_answered(db: TestDb) {
        let stall = stall(db, 1, 1, 100).await;
        let market = stall.market.altered(|market| {
            market.ways = collecting(&stall).ways.clone();
            market.settings.cash.code_above_pieces = 20;
        });
        for (number, pieces, is_placed) in [(1, 20, true), (2, 21, false)] {
            let quote = stall.quoted(number, &[(stall.variants[0][0], pieces)]).await;
            let ordering = buying::Ordering { quote: quote.id, terms_accepted: true, method: Method::Transfer };
            match buying::place_order(&market, &format!("key-{number}"), ordering).await {
                Ok(_) => assert!(is_placed, "{pieces} pieces"),
                Err(error) => assert!(!is_placed && matches!(error, Error::CodeNeeded), "{error}"),
            }
        }
        assert_eq!(stall.stock(0).await, (100, 80));
    }

    /// The main walk of a transfer to the market.
    async fn a_transfer_of_exactly_the_amount_pays_the_order_and_its_cooperatives_hear_of_it_then(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let market = collecting(&stall);
        let bought = bought(&stall, &market, 1).await;
        assert_eq!(bought.order.state(), OrderState::Unpaid);
        assert_eq!(stall.stock(0).await, (10, 8));
        assert_eq!(stall.count("job where kind = 'notice'").await, 1, "the buyer is told how");
        let going = paying::start_payment(&market, &bought.order.head.number, &bought.token, Locale::Fr).await.unwrap();
        assert_eq!(going, paying::Going::Back, "no card is asked for");
        let reference = reference(&market, &bought).await;
        let words = format!("VIR RECU DE M ALAMI /{}/ COMMANDE", reference.to_lowercase());
        let imported = import(&stall, &market, statement(&[("02/11/2026", &words, "", "380,00")])).await.unwrap();
        assert_eq!(outcome(&market, imported).await, [(2, false, State::Settled, None)]);
        let order = bought.read(&stall).await;
        assert_eq!(order.state(), OrderState::Waiting);
        assert_eq!(stall.count("job where kind = 'notice'").await, 4);
        assert_eq!((on(&stall, Account::Bank).await, on(&stall, Account::Clearing(order.head.id)).await), (ALL, ALL));
        let attempt = bought.attempt(&stall).await;
        assert_eq!((attempt.provider.as_str(), attempt.state), ("bank", Standing::Captured));
        assert!(paying::list_to_pay(&market, &order).await.unwrap().is_empty());
        // One part is cancelled: its money waits for a person who sends it.
        buying::cancel_part(&market, &order.head.number, &bought.token, bought.part(0)).await.unwrap();
        let refunds = refund::list_of_order(&market.db, order.head.id).await.unwrap();
        assert_eq!((refunds.len(), refunds[0].state, refunds[0].amount.minor), (1, refund::State::Requested, PART));
        stall.market.clock.advance(HOUR);
        paying::check_due(&market).await.unwrap();
        // The other arrives: nothing is taken at the door, and nobody hands over what the bank has.
        let (seller, part) = (stall.acting(1), bought.part(1));
        selling::accept(&market, &seller, part).await.unwrap();
        selling::pack(&market, &seller, part).await.unwrap();
        selling::ship(&market, &seller, part, "Amana".to_owned(), None).await.unwrap();
        selling::deliver(&market, &seller, part, None, Holder::Carrier).await.unwrap();
        assert!(selling::remit(&market, &seller, part).await.is_err());
        stall.market.clock.advance(8 * DAY);
        selling::close_due(&market).await.unwrap();
        assert_eq!(on(&stall, Account::Available(stall.cooperatives[1])).await, PART);
        sound(&market).await;
    }

    /// The same file, a line twice, and yesterday's lines again.
    async fn what_the_bank_says_twice_happens_once(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let market = collecting(&stall);
        let bought = bought(&stall, &market, 1).await;
        let words = reference(&market, &bought).await;
        let first = ("01/11/2026", words.as_str(), "", "380,00");
        let bytes = statement(&[first, ("01/11/2026", "FRAIS", "12,50", "")]);
        let once = import(&stall, &market, bytes.clone()).await.unwrap();
        let again = import(&stall, &market, bytes).await.unwrap();
        assert_eq!((again.file, again.again), (once.file, true));
        let unexplained = Some(Reason::NoReference);
        assert_eq!(outcome(&market, once).await, [(2, false, State::Settled, None), (3, false, State::Unexplained, unexplained)]);
        // The next day's statement goes back to the day before, and has a new line in between.
        let next = import(&stall, &market, statement(&[first, ("02/11/2026", "INCONNU", "", "5,00"), ("01/11/2026", "Frais", "12,50", "")])).await.unwrap();
        assert_eq!(outcome(&market, next).await, [
            (2, true, State::Settled, None), (3, false, State::Suspense, unexplained), (4, true, State::Unexplained, unexplained),
        ]);
        assert_eq!(on(&stall, Account::Bank).await, ALL + 500);
        // Twice in one file: two transfers, of which the second is nobody's.
        let twice = import(&stall, &market, statement(&[first, first])).await.unwrap();
        assert_eq!(outcome(&market, twice).await, [(2, true, State::Settled, None), (3, false, State::Suspense, Some(Reason::Second))]);
        assert_eq!(stall.count("posting where kind = 'captured'").await, 1);
        assert_eq!(on(&stall, Account::Suspense).await, ALL + 500);
        sound(&market).await;
    }

    /// No reference, an unknown one, a wrong centime, another currency, and an order that was given up for cash.
    async fn p7_whatever_does_not_fit_to_the_centime_waits_in_suspense(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        let market = collecting(&stall);
        let (one, two) = (bought(&stall, &market, 1).await, bought(&stall, &market, 2).await);
        let (own, other) = (reference(&market, &one).await, reference(&market, &two).await);
        let both = format!("{own} {other}");
        let bytes = statement(&[
            ("02/11/2026", "VIREMENT SANS MOTIF", "", "380,00"),
            ("02/11/2026", "REF 2222-2222", "", "380,00"),
            ("02/11/2026", &both, "", "380,00"),
            ("02/11/2026", &own, "", "379,99"),
            ("02/11/2026", &own, "", "380,01"),
            ("02/11/2026", &own, "380,00", ""),
        ]);
        let imported = import(&stall, &market, bytes).await.unwrap();
        let reasons: Vec<_> = outcome(&market, imported).await.into_iter().map(|(.., state, reason)| (state, reason.unwrap())).collect();
        assert_eq!(reasons, [
            (State::Suspense, Reason::NoReference), (State::Suspense, Reason::Unknown), (State::Suspense, Reason::Several),
            (State::Suspense, Reason::Amount), (State::Suspense, Reason::Amount), (State::Unexplained, Reason::NotOurs),
        ]);
        let mapping = Mapping { currency: Some(5), ..Mapping::default() };
        let bytes = format!("h\n02/11/2026;{own};;380,00;EUR\n02/11/2026;{own};;380,00;USD\n").into_bytes();
        let upload = Upload { name: "euro.csv".to_owned(), bytes, format: Format::Csv(mapping) };
        let imported = banking::import_file(&market, &stall.administrator, upload).await.unwrap();
        assert_eq!(outcome(&market, imported).await, [
            (2, false, State::Suspense, Some(Reason::Currency)), (3, false, State::Unexplained, Some(Reason::Currency)),
        ]);
        assert_eq!(one.read(&stall).await.state(), OrderState::Unpaid);
        assert_eq!(on(&stall, Account::Suspense).await, 5 * ALL);
        let euros = ledger::balance::find(&market.db, Account::Suspense, Currency::Eur).await.unwrap();
        assert_eq!(euros.minor, ALL);
        // The buyer changes over to cash, and pays all the same.
        assert!(paying::pay_in_cash(&market, &two.order.head.number, &two.token).await.unwrap());
        let imported = import(&stall, &market, statement(&[("03/11/2026", &other, "", "380,00")])).await.unwrap();
        assert_eq!(outcome(&market, imported).await, [(2, false, State::Suspense, Some(Reason::Ended))]);
        sound(&market).await;
    }

    /// Nobody paid in three days.
    async fn p5_a_late_transfer_takes_the_order_up_again_while_its_goods_are_there(db: TestDb) {
        let stall = stall(db, 2, 1, 4).await;
        let market = collecting(&stall);
        let (one, two) = (bought(&stall, &market, 1).await, bought(&stall, &market, 2).await);
        let (first, second) = (reference(&market, &one).await, reference(&market, &two).await);
        stall.market.clock.advance(3 * DAY - HOUR);
        paying::lapse_due(&market).await.unwrap();
        assert_eq!(one.read(&stall).await.state(), OrderState::Unpaid);
        stall.market.clock.advance(2 * HOUR);
        paying::lapse_due(&market).await.unwrap();
        assert_eq!((one.read(&stall).await.state(), stall.stock(0).await), (OrderState::Cancelled, (4, 4)));
        let imported = import(&stall, &market, statement(&[("06/11/2026", &first, "", "380,00")])).await.unwrap();
        assert_eq!(outcome(&market, imported).await, [(2, false, State::Settled, None)]);
        assert_eq!((one.read(&stall).await.state(), stall.stock(0).await), (OrderState::Waiting, (4, 2)));
        // Somebody else has the goods of the other.
        let quote = stall.quoted(3, &[(stall.variants[1][0], 1)]).await;
        stall.place("other", &quote).await.unwrap();
        let imported = import(&stall, &market, statement(&[("06/11/2026", &second, "", "380,00")])).await.unwrap();
        assert_eq!(outcome(&market, imported).await, [(2, false, State::Suspense, Some(Reason::Ended))]);
        assert_eq!(two.read(&stall).await.state(), OrderState::Cancelled);
        assert_eq!(stall.count("job where dedupe like 'notice:too-late:%'").await, 1);
        assert_eq!(on(&stall, Account::Suspense).await, ALL);
        sound(&market).await;
    }

    /// The queue stood still while one was paid and another given up.
    async fn nobody_is_told_late_that_a_transfer_came_which_did_not(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let market = collecting(&stall);
        let (one, two) = (bought(&stall, &market, 1).await, bought(&stall, &market, 2).await);
        paying::confirm_transfer(&market, &stall.administrator, &one.order.head.number).await.unwrap();
        assert!(paying::give_up(&market, &two.order.head.number, &two.token).await.unwrap());
        stall.market.run_jobs().await;
        assert_eq!(stall.said(&format!("virement reçu pour la commande {}", one.order.head.number)).await, 1);
        assert_eq!(stall.said(&two.order.head.number).await, 0);
    }

    /// It came when nobody had the goods any more; then they were there again.
    async fn what_somebody_sees_is_the_line_that_waits_in_suspense(db: TestDb) {
        let stall = stall(db, 2, 1, 4).await;
        let market = collecting(&stall);
        let one = bought(&stall, &market, 1).await;
        let words = reference(&market, &one).await;
        assert!(paying::give_up(&market, &one.order.head.number, &one.token).await.unwrap());
        stall.sql("update variant set reserved = on_hand").await;
        let imported = import(&stall, &market, statement(&[("03/11/2026", &words, "", "380,00")])).await.unwrap();
        assert_eq!(outcome(&market, imported).await, [(2, false, State::Suspense, Some(Reason::Ended))]);
        stall.sql("update variant set reserved = 0").await;
        for _ in 0..2 {
            paying::confirm_transfer(&market, &stall.administrator, &one.order.head.number).await.unwrap();
        }
        assert_eq!(outcome(&market, imported).await, [(2, false, State::Assigned, Some(Reason::Ended))]);
        assert_eq!((on(&stall, Account::Bank).await, on(&stall, Account::Suspense).await), (ALL, 0), "once");
        assert_eq!(one.read(&stall).await.state(), OrderState::Waiting);
        sound(&market).await;
    }

    /// Two of them at once, and once each.
    async fn two_administrators_who_assign_a_line_at_once_assign_it_once(db: TestDb) {
        let stall = Arc::new(stall(db, 2, 1, 100).await);
        let market = collecting(&stall);
        let bought = bought(&stall, &market, 1).await;
        let imported = import(&stall, &market, statement(&[("02/11/2026", "SANS MOTIF", "", "380,00")])).await.unwrap();
        let line = only_line(&market, imported).await;
        let tries: Vec<_> = (0..2).map(|_| {
            let (market, number, by) = (Arc::clone(&market), bought.order.head.number.clone(), stall.administrator);
            tokio::spawn(async move { banking::assign(&market, &by, line, &number).await })
        }).collect();
        let mut done = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => done += 1,
                Err(error) => assert!(matches!(error, Error::Payment(payment::Error::NotNow { .. })), "{error:?}"),
            }
        }
        assert_eq!(done, 1);
        assert_eq!(bought.read(&stall).await.state(), OrderState::Waiting);
        assert_eq!((on(&stall, Account::Suspense).await, on(&stall, Account::Bank).await), (0, ALL));
        assert_eq!(on(&stall, Account::Clearing(bought.order.head.id)).await, ALL);
        sound(&market).await;
        // One that does not fit stays where it is.
        let other = self::bought(&stall, &market, 2).await;
        let imported = import(&stall, &market, statement(&[("02/11/2026", "SANS MOTIF", "", "380,01")])).await.unwrap();
        let line = only_line(&market, imported).await;
        let refused = banking::assign(&market, &stall.administrator, line, &other.order.head.number).await;
        assert!(matches!(refused, Err(Error::DoesNotFit("amount"))), "{refused:?}");
        assert_eq!(bank::find(&market.db, line).await.unwrap().unwrap().state, State::Suspense);
        sound(&market).await;
    }

    /// Somebody sends it with the bank, and the statement shows it.
    async fn money_that_is_sent_back_leaves_suspense_when_the_statement_shows_it(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let market = collecting(&stall);
        let by = stall.administrator;
        let imported = import(&stall, &market, statement(&[("02/11/2026", "ERREUR", "", "50,00")])).await.unwrap();
        let came = only_line(&market, imported).await;
        banking::send_back(&market, &by, came).await.unwrap();
        assert!(banking::send_back(&market, &by, came).await.is_err(), "once");
        assert_eq!(on(&stall, Account::Suspense).await, 5_000);
        sound(&market).await;
        let imported = import(&stall, &market, statement(&[("03/11/2026", "RETOUR", "50,00", ""), ("03/11/2026", "FRAIS", "1,00", "")])).await.unwrap();
        let rows = bank::list_rows(&market.db, imported.file).await.unwrap();
        let refused = banking::explain_return(&market, &by, rows[1].line.id, came).await;
        assert!(matches!(refused, Err(Error::DoesNotFit("amount"))), "{refused:?}");
        assert!(banking::explain_fee(&market, &by, came).await.is_err(), "it came");
        banking::explain_return(&market, &by, rows[0].line.id, came).await.unwrap();
        assert!(banking::explain_return(&market, &by, rows[0].line.id, came).await.is_err(), "once");
        assert_eq!((on(&stall, Account::Suspense).await, on(&stall, Account::Bank).await), (0, 0));
        sound(&market).await;
        banking::explain_fee(&market, &by, rows[1].line.id).await.unwrap();
        assert!(banking::explain_fee(&market, &by, rows[1].line.id).await.is_err(), "once");
        assert_eq!((on(&stall, Account::ProviderFee).await, on(&stall, Account::Bank).await), (100, -100));
        let differences = market::money::reconcile(&market).await.unwrap().differences;
        assert_eq!(differences, [], "our bank is the bank's");
        sound(&market).await;
    }

    /// A person was faster than the statement, and pressed twice.
    async fn what_a_person_confirmed_is_not_paid_again_by_its_line(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let market = collecting(&stall);
        let bought = bought(&stall, &market, 1).await;
        let words = reference(&market, &bought).await;
        for _ in 0..2 {
            paying::confirm_transfer(&market, &stall.administrator, &bought.order.head.number).await.unwrap();
        }
        assert_eq!((bought.read(&stall).await.state(), on(&stall, Account::Bank).await), (OrderState::Waiting, ALL));
        let line = ("02/11/2026", words.as_str(), "", "380,00");
        let imported = import(&stall, &market, statement(&[line, line])).await.unwrap();
        assert_eq!(outcome(&market, imported).await, [(2, false, State::Settled, None), (3, false, State::Suspense, Some(Reason::Second))]);
        assert_eq!((on(&stall, Account::Bank).await, on(&stall, Account::Suspense).await), (2 * ALL, ALL));
        let cash = stall.order(7).await;
        let refused = paying::confirm_transfer(&market, &stall.administrator, &cash.head.number).await;
        assert!(matches!(refused, Err(Error::DoesNotFit("not_ours"))), "{refused:?}");
        sound(&market).await;
    }

    /// Malformed, of another account, or without an account of ours.
    async fn a_file_that_cannot_be_read_changes_nothing_and_says_why_line_by_line(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let market = collecting(&stall);
        let wrong = statement(&[("02/11/2026", "A", "", "1,00"), ("99/11/2026", "B", "", "1,00"), ("02/11/2026", "C", "", "x")]);
        match import(&stall, &market, wrong.clone()).await {
            Err(Error::BankFile(faults)) => {
                let named: Vec<_> = faults.iter().map(|fault| (fault.row, fault.what)).collect();
                assert_eq!(named, [(3, What::Date), (4, What::Amount)]);
            }
            other => panic!("{other:?}"),
        }
        // Tomorrow is let pass, for other clocks; a day of next month is another day misread.
        let early = statement(&[("04/11/2026", "A", "", "1,00"), ("11/12/2026", "B", "", "1,00")]);
        match import(&stall, &market, early).await {
            Err(Error::BankFile(faults)) => {
                let named: Vec<_> = faults.iter().map(|fault| (fault.row, fault.what, fault.text.as_str())).collect();
                assert_eq!(named, [(3, What::ToCome, "2026-12-11")]);
            }
            other => panic!("{other:?}"),
        }
        let camt = "<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>MA64000000000000000000000000</IBAN></Id></Acct></Stmt></BkToCstmrStmt></Document>";
        let upload = Upload { name: "x".to_owned(), bytes: camt.as_bytes().to_vec(), format: Format::Camt053 };
        let refused = banking::import_file(&market, &stall.administrator, upload.clone()).await;
        assert!(matches!(refused, Err(Error::OtherAccount)), "{refused:?}");
        let own = Upload { bytes: camt.replace("MA64000000000000000000000000", &format!("MA64{RIB}")).into_bytes(), ..upload };
        assert!(banking::import_file(&market, &stall.administrator, own).await.is_ok(), "an IBAN is the RIB in it");
        let without = stall.market.altered(|market| market.ways = paying::Ways::cash());
        assert!(matches!(import(&stall, &without, wrong).await, Err(Error::NoBankAccount)));
        assert_eq!((stall.count("bank_line").await, stall.count("bank_file").await, stall.count("posting").await), (0, 1, 0));
    }

    /// A double click, fifty times.
    async fn fifty_equal_imports_at_once_have_one_effect(db: TestDb) {
        let stall = Arc::new(stall(db, 2, 1, 100).await);
        let market = collecting(&stall);
        let bought = bought(&stall, &market, 1).await;
        let words = reference(&market, &bought).await;
        let bytes = statement(&[("02/11/2026", &words, "", "380,00"), ("02/11/2026", "X", "", "1,00")]);
        let imports: Vec<_> = (0..50).map(|_| {
            let (stall, market, bytes) = (Arc::clone(&stall), Arc::clone(&market), bytes.clone());
            tokio::spawn(async move { import(&stall, &market, bytes).await.unwrap() })
        }).collect();
        let mut files = std::collections::BTreeSet::new();
        for one in imports {
            files.insert(one.await.unwrap().file);
        }
        assert_eq!((files.len(), stall.count("bank_line").await, stall.count("bank_row").await), (1, 2, 2));
        assert_eq!((on(&stall, Account::Bank).await, on(&stall, Account::Suspense).await), (ALL + 100, 100));
        sound(&market).await;
    }

    /// The process died between keeping the file and looking at its lines.
    async fn lines_that_were_kept_are_looked_at_after_a_crash(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let market = collecting(&stall);
        let imported = import(&stall, &market, statement(&[("02/11/2026", "X", "5,00", "")])).await.unwrap();
        stall.sql("update bank_line set state = 'new', reason = null").await;
        stall.market.run_jobs().await;
        assert_eq!(outcome(&market, imported).await, [(2, false, State::Unexplained, Some(Reason::NoReference))]);
    }

    /// Each cooperative on its own account.
    async fn a_cooperative_says_itself_that_a_direct_transfer_came(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let market = taking(&stall, Transfer::Direct { keep: 3 * DAY });
        let bought = bought(&stall, &market, 1).await;
        assert_eq!(bought.order.state(), OrderState::Waiting);
        let to_pay = paying::list_to_pay(&market, &bought.order).await.unwrap();
        let own: Vec<_> = to_pay.iter().map(|one| (one.part, one.amount.minor)).collect();
        assert_eq!(own, [(Some(bought.part(0)), PART), (Some(bought.part(1)), PART)]);
        assert_ne!(to_pay[0].reference, to_pay[1].reference);
        assert_ne!(to_pay[0].rib.as_str(), RIB);
        let stranger = selling::confirm_transfer(&market, &stall.acting(1), bought.part(0)).await;
        assert!(matches!(stranger, Err(Error::Order(order::Error::NoOrder))));
        for _ in 0..2 {
            selling::confirm_transfer(&market, &stall.acting(0), bought.part(0)).await.unwrap();
        }
        assert_eq!(on(&stall, Account::CashCooperative(stall.cooperatives[0])).await, PART);
        assert_eq!(paying::list_to_pay(&market, &bought.read(&stall).await).await.unwrap().len(), 1);
        sound(&market).await;
        // It is no cash that somebody could hand over.
        let remitted = selling::remit(&market, &stall.acting(0), bought.part(0)).await;
        assert!(matches!(remitted, Err(Error::Payment(payment::Error::NotNow { .. }))), "{remitted:?}");
        // It cannot deliver after all: what it was paid is owed back, by its own hand.
        selling::decline(&market, &stall.acting(0), bought.part(0), "rupture".to_owned()).await.unwrap();
        let refunds = refund::list_of_order(&market.db, bought.order.head.id).await.unwrap();
        assert_eq!((refunds.len(), refunds[0].amount.minor), (1, PART));
        assert_eq!(on(&stall, Account::RefundPayable(bought.order.head.id)).await, PART);
        // The other is paid after it left.
        let (seller, part) = (stall.acting(1), bought.part(1));
        selling::accept(&market, &seller, part).await.unwrap();
        selling::pack(&market, &seller, part).await.unwrap();
        selling::ship(&market, &seller, part, "Amana".to_owned(), None).await.unwrap();
        selling::deliver(&market, &seller, part, None, Holder::Carrier).await.unwrap();
        selling::confirm_transfer(&market, &seller, part).await.unwrap();
        assert_eq!(on(&stall, Account::CashCooperative(stall.cooperatives[1])).await, PART);
        sound(&market).await;
        // A transfer for a part that reaches the market is nobody's.
        let words = to_pay[1].reference.to_string();
        let imported = import(&stall, &market, statement(&[("02/11/2026", &words, "", "190,00")])).await.unwrap();
        assert_eq!(outcome(&market, imported).await, [(2, false, State::Suspense, Some(Reason::NotOurs))]);
        let cash = stall.order(9).await;
        let refused = selling::confirm_transfer(&market, &stall.acting(0), cash.parts[0].id).await;
        assert!(matches!(refused, Err(Error::DoesNotFit(_))), "{refused:?}");
    }

    /// Commission that somebody saw on the bank's pages, and then the statement: once for each time that it was said.
    async fn commission_that_somebody_saw_is_not_settled_again_by_its_line(db: TestDb) {
        let stall = invoices::market(db, 1).await;
        let market = collecting(&stall);
        invoices::sale(&stall, 1).await;
        invoices::next_month(&stall).await;
        money::raise_invoices(&market).await.unwrap();
        let found = invoices::all(&stall, true).await[0].clone();
        let (id, due) = (found.id, Account::CommissionDue(stall.cooperatives[0]));
        let (whole, words) = (found.open_minor(), found.reference.clone());
        let says = async |key: &str, minor: i64| {
            money::settle_invoice(&market, &stall.administrator, key, id, Money::mad(minor)).await.unwrap();
        };
        let shows = async |day: &str, minor: i64| {
            let amount = format!("{},{:02}", minor / 100, minor % 100);
            let imported = import(&stall, &market, statement(&[(day, &words, "", &amount)])).await.unwrap();
            let (bank, owed) = (on(&stall, Account::Bank).await, on(&stall, due).await);
            sound(&market).await;
            (outcome(&market, imported).await[0].2, bank, owed)
        };
        says("some", 400).await;
        assert_eq!(shows("01/11/2026", 400).await, (State::Applied, 400, whole - 400), "it was said");
        assert_eq!(shows("02/11/2026", 400).await, (State::Applied, 800, whole - 800), "another of just so much");
        says("rest", whole - 800).await;
        assert_eq!(shows("03/11/2026", whole - 800).await, (State::Applied, whole, 0));
        let again = shows("03/10/2026", whole - 800).await;
        assert_eq!(again, (State::Suspense, 2 * whole - 800, 0), "and once more, which is too much");
    }

    /// A large sum is no fee because one person says so.
    async fn a_large_fee_of_the_bank_takes_two_people(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let market = stall.market.altered(|market| {
            market.ways = collecting(&stall).ways.clone();
            market.settings.refund_second_above = 10_000;
        });
        let lines = [("02/11/2026", "FRAIS", "100,01", ""), ("02/11/2026", "FRAIS TENUE", "33,00", "")];
        let imported = import(&stall, &market, statement(&lines)).await.unwrap();
        let rows = bank::list_rows(&market.db, imported.file).await.unwrap();
        let (large, small) = (rows[0].line.id, rows[1].line.id);
        let (one, other) = (&stall.administrator, &Administrator { person: stall.seller });
        assert!(banking::explain_fee(&market, one, small).await.unwrap());
        for _ in 0..2 {
            assert!(!banking::explain_fee(&market, one, large).await.unwrap(), "the same person again");
        }
        assert_eq!((on(&stall, Account::ProviderFee).await, outcome(&market, imported).await[0].2), (3_300, State::Unexplained));
        assert!(banking::explain_fee(&market, other, large).await.unwrap());
        assert!(banking::explain_fee(&market, one, large).await.is_err(), "once");
        assert_eq!(on(&stall, Account::ProviderFee).await, 13_301);
        sound(&market).await;
    }

    /// A provider of cards pays what it holds, less its fee, in one sum for many buyers.
    async fn what_a_card_provider_pays_into_the_bank_leaves_its_account(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        let market = collecting(&stall);
        let bought = card::bought(&stall, 1).await;
        press(&stall, &bought.session(&stall).await, Button::Pay);
        pass(&stall, 1, true).await;
        let holds = Account::Provider(Psp::Fake);
        assert_eq!(on(&stall, holds).await, ALL);
        let lines = [("02/11/2026", "REGLEMENT CARTES", "", "300,00"), ("03/11/2026", "REGLEMENT CARTES", "", "70,00"), ("03/11/2026", "REMISE", "", "50,00")];
        let imported = import(&stall, &market, statement(&lines)).await.unwrap();
        let rows = bank::list_rows(&market.db, imported.file).await.unwrap();
        let (by, first, last) = (&stall.administrator, rows[0].line.id, rows[1].line.id);
        let large = banking::provider_paid(&market, by, rows[2].line.id, Psp::Fake, 10_001).await;
        assert!(matches!(large, Err(Error::DoesNotFit("fee"))), "{large:?}");
        for (psp, fee) in [(Psp::Fake, ALL - 30_000 + 1), (Psp::Fake, -1), (Psp::Fake, i64::MAX), (Psp::Stripe, 0)] {
            let wrong = banking::provider_paid(&market, by, first, psp, fee).await;
            assert!(matches!(wrong, Err(Error::DoesNotFit("amount"))), "{wrong:?}");
        }
        let fee = ALL - 37_000;
        let (one, other) = tokio::join!(
            banking::provider_paid(&market, by, first, Psp::Fake, 0),
            banking::provider_paid(&market, by, first, Psp::Fake, 0),
        );
        assert!(one.is_ok() ^ other.is_ok(), "{one:?} {other:?}");
        banking::provider_paid(&market, by, last, Psp::Fake, fee).await.unwrap();
        let now = [holds, Account::Bank, Account::ProviderFee, Account::Suspense].map(|account| on(&stall, account));
        assert_eq!(futures_util::future::join_all(now).await, [0, 42_000, fee, 5_000]);
        let compared = money::reconcile(&market).await.unwrap();
        assert!(compared.differences.is_empty(), "{compared:?}");
        sound(&market).await;
    }

    /// Without an account there is nowhere to pay.
    async fn a_market_without_an_account_takes_no_transfers(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let market = stall.market.altered(|market| {
            market.ways = market.ways.clone().and_transfers(Transfer::Collected { keep: DAY }, None);
        });
        let quote = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        let ordering = buying::Ordering { quote: quote.id, terms_accepted: true, method: Method::Transfer };
        assert!(matches!(buying::place_order(&market, "key", ordering).await, Err(Error::NotOffered)));
    }
}
