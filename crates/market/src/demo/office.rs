//! What the office of the story did about money: it paid cooperatives out, raised invoices, and read its bank's
//! statements, in which some lines say clearly what they are and some do not.

use super::{Stage, cast::Cast};
use crate::{
    Error, Market,
    actor::Administrator,
    banking::{self, Upload},
    idempotency::Claim,
    money, paying, payouts,
};
use bankfile::read::{Format, Mapping};
use kernel::{
    Limit, Micros,
    ids::{OrderId, PayoutFileId},
    time::{DAY, HOUR},
};
use ledger::{
    invoice::{self, Which},
    payout::{self, State},
};
use order::{Method, Order};
use payment::{About, attempt, reference};
use std::fmt::Write as _;
use view::{
    format::short_date,
    month::{Month, day_of},
};

/// Something that the office did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Payouts are put together.
    Draft(u8),
    /// They are approved, and written into a file for the bank.
    Export(u8),
    /// All but the first are approved.
    Approve,
    /// Nobody can find out what the bank did with the first.
    Doubt,
    /// Invoices for the month that is over.
    Invoice(u8),
    /// The bank's statement of the last days.
    Statement(u8),
    /// A buyer's bank takes the money for a card back.
    Dispute,
}

/// When it did so.
pub(super) fn days(stage: &Stage) -> Vec<(Micros, Act)> {
    let this = Month::of(stage.now);
    let mut days: Vec<(Micros, Act)> = vec![
        (stage.at(470), Act::Draft(1)),
        (stage.at(469), Act::Export(1)),
        (stage.at(440), Act::Statement(1)),
        (stage.at(166), Act::Draft(2)),
        (stage.at(165), Act::Export(2)),
        (stage.at(60), Act::Dispute),
        (stage.at(50), Act::Doubt),
        (stage.at(29), Act::Draft(3)),
        (stage.at(28), Act::Approve),
        (stage.at(7), Act::Statement(2)),
    ];
    let firsts = [(this.before().begins(), 1), (this.begins(), 2)];
    days.extend(firsts.map(|(at, turn)| (at.plus(6 * HOUR), Act::Invoice(turn))));
    days
}

/// Does it once: a loader that was killed does it again from its beginning, under the same keys.
pub(super) async fn act(market: &Market, stage: &Stage, cast: &Cast, act: Act) -> Result<(), Error> {
    let claim = Claim::new("demo", format!("office-{act:?}"), &())?;
    if claim.find::<()>(&market.db).await?.is_some() {
        return Ok(());
    }
    let by = Administrator {
        person: cast.administrator,
    };
    if market.ways.account().is_some() {
        play(market, stage, &by, act).await?;
    }
    let now = market.now();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                claim.begin::<()>(tx, now).await?;
                claim.finish(tx, &()).await
            })
        })
        .await
}

async fn play(market: &Market, stage: &Stage, by: &Administrator, act: Act) -> Result<(), Error> {
    match act {
        Act::Draft(_) => payouts::draft_payouts(market, by).await.map(drop),
        Act::Export(turn) => {
            approve(market, by, 0).await?;
            match payouts::export_payouts(market, by, &format!("demo-export-{turn}"), Vec::new()).await {
                Err(Error::NothingToExport) => Ok(()),
                other => other.map(drop),
            }
        }
        Act::Approve => approve(market, by, 1).await,
        Act::Doubt => {
            let sent = list(market, State::Submitted).await?;
            let Some(first) = sent.first() else { return Ok(()) };
            payouts::mark_unknown(market, by, &format!("demo-doubt-{}", first.id), first.id)
                .await
                .map(drop)
        }
        Act::Invoice(_) => money::raise_invoices(market).await.map(drop),
        Act::Statement(turn) => import(market, stage, by, turn).await,
        Act::Dispute => dispute(market).await,
    }
}

async fn list(market: &Market, state: State) -> Result<Vec<payout::Payout>, Error> {
    Ok(payout::list(&market.db, &[state], None, Limit::new(100)).await?.items)
}

async fn approve(market: &Market, by: &Administrator, but: usize) -> Result<(), Error> {
    for draft in list(market, State::Draft).await?.iter().skip(but) {
        let key = format!("demo-approve-{}", draft.id);
        match payouts::approve_payout(market, by, &key, draft.id).await {
            // Above what one person decides alone: it waits for a second one.
            Err(Error::Ledger(ledger::Error::SecondPerson)) => {}
            other => other.map(drop)?,
        }
    }
    Ok(())
}

/// The buyer of the last order that was paid by card says to the bank that it was not them.
async fn dispute(market: &Market) -> Result<(), Error> {
    let Some(fake) = market.ways.fake() else { return Ok(()) };
    for order in orders(market).await? {
        let attempts = attempt::list_of_order(&market.db, order.head.id).await?;
        let taken = attempts
            .into_iter()
            .find(|one| one.provider == "fake" && one.state == payment::Standing::Captured && one.refunded_minor == 0);
        if let Some(taken) = taken {
            let asked = fake.dispute(&taken.id.to_string(), taken.amount.minor, market.now());
            // A second time it is refused: it is disputed already.
            return match asked {
                Ok(_) => paying::look_up(market, &taken).await,
                Err(_) => Ok(()),
            };
        }
    }
    Ok(())
}

/// Orders of the story, the last one first.
async fn orders(market: &Market) -> Result<Vec<Order>, Error> {
    Ok(order::order::list_all(&market.db, None, None, Limit::new(100))
        .await?
        .items)
}

/// A statement: day, words, what went, what came.
struct Paper(String);

impl Paper {
    fn line(&mut self, at: Micros, words: &str, minor: i64) {
        let (debit, credit) = match minor {
            ..0 => (amount(minor), String::new()),
            _ => (String::new(), amount(minor)),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{};{words};{debit};{credit}", short_date(at));
    }
}

fn amount(minor: i64) -> String {
    let minor = minor.unsigned_abs();
    format!("{},{:02}", minor / 100, minor % 100)
}

async fn import(market: &Market, stage: &Stage, by: &Administrator, turn: u8) -> Result<(), Error> {
    let (from, until) = match turn {
        1 => (stage.at(24 * 60), stage.at(440)),
        _ => (stage.at(440), stage.at(7)),
    };
    let mut paper = Paper("Date;Libellé;Débit;Crédit\n".to_owned());
    for order in orders(market).await?.into_iter().rev() {
        if order.head.method == Method::Transfer && order.head.placed_at > from && order.head.placed_at <= until {
            transfer(
                market,
                &mut paper,
                order.head.id,
                order.head.placed_at,
                order.totals.total_minor,
            )
            .await?;
        }
    }
    sent(market, &mut paper, (from, until)).await?;
    if turn == 2 {
        let raised = invoice::list(&market.db, Which::default(), None, Limit::new(1)).await?;
        if let Some(first) = raised.items.first() {
            // A part of it: the invoice stays open.
            let words = format!("VIR RECU COOPERATIVE COMMISSION {}", first.reference);
            paper.line(stage.at(50), &words, first.total_minor / 2);
        }
        paper.line(stage.at(74), "VIR RECU MME LAHLOU KENZA COMMANDE MIEL", 24_000);
        paper.line(stage.at(30), "FRAIS TENUE DE COMPTE", -3_300);
    }
    let upload = Upload {
        name: format!("releve-{}.csv", day_of(until)),
        bytes: paper.0.into_bytes(),
        format: Format::Csv(Mapping::default()),
    };
    banking::import_file(market, by, upload).await?;
    // A loader that was killed between the two imports the file again, which does nothing.
    banking::match_new(market).await
}

/// The transfer of a buyer, a day later. Who buys from two cooperatives without having been heard of forgot ten dirhams.
async fn transfer(market: &Market, paper: &mut Paper, id: OrderId, at: Micros, total: i64) -> Result<(), Error> {
    let Some(known) = reference::find_of(&market.db, About::Order, id).await? else {
        return Ok(());
    };
    let order = order::order::get_order(&market.db, id).await?;
    let name = &order.head.buyer.name;
    let is_short = order.state() == order::OrderState::Unpaid && order.parts.len() > 1;
    let came = if is_short { total.saturating_sub(1_000) } else { total };
    paper.line(at.plus(DAY), &format!("VIR RECU {name} {known}"), came);
    Ok(())
}

/// What the bank did of the files it got: all of it, but for what nobody can find out about.
async fn sent(market: &Market, paper: &mut Paper, (from, until): (Micros, Micros)) -> Result<(), Error> {
    for file in payout::file::list(&market.db, Limit::new(20)).await? {
        if file.made_at <= from || file.made_at > until {
            continue;
        }
        for one in in_file(market, file.id).await? {
            if one.state != State::Unknown {
                let words = format!("VIR EMIS {} {}", one.holder, one.reference);
                paper.line(file.made_at.plus(DAY), &words, one.amount.minor.saturating_neg());
            }
        }
    }
    Ok(())
}

async fn in_file(market: &Market, id: PayoutFileId) -> Result<Vec<payout::Payout>, Error> {
    let found = payout::file::find(&market.db, id).await?;
    Ok(found.map(|(_, payouts)| payouts).unwrap_or_default())
}
