//! Invoices for commission: once a month, for what every cooperative earned on its own account until its end.

use crate::{
    Error, Market, Operator,
    notices::{self, Notice},
    rows,
};
use catalogue::cooperative::{self, Cooperative};
use kernel::{
    Currency, Locale, Mint, Texts, Tx,
    ids::{CooperativeId, InvoiceId},
    time::DAY,
};
use ledger::invoice::{self, Party};
use payment::reference::{self, About};
use view::month::Month;

/// How long after it was issued an invoice is due.
const TERM: i64 = 30 * DAY;

/// Raises the invoices of the month that is over, for everybody who has commission in none yet. It may run late, twice,
/// or beside itself: each commission is asked for once. Says how many were raised now.
///
/// # Errors
/// When the database refuses. What was raised until then stays.
pub async fn raise_invoices(market: &Market) -> Result<usize, Error> {
    let this = Month::of(market.now());
    let mut raised = 0_usize;
    for cooperative in invoice::list_uninvoiced(&market.db, this.begins()).await? {
        let done = rows::go_on(
            raise(market, cooperative, this).await,
            cooperative,
            "raising an invoice",
        )?;
        raised = raised.saturating_add(usize::from(done.flatten().is_some()));
    }
    Ok(raised)
}

async fn raise(market: &Market, cooperative: CooperativeId, this: Month) -> Result<Option<InvoiceId>, Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    let issuer = issuer(market);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let own = cooperative::get(tx, cooperative).await?;
                let raised = write(tx, &mint, &own, issuer, this).await?;
                if let Some(invoice) = raised {
                    notices::tell(&queue, tx, &mint, &[Notice::InvoiceRaised { invoice }]).await?;
                }
                Ok(raised)
            })
        })
        .await
}

async fn write(
    tx: &Tx,
    mint: &Mint,
    own: &Cooperative,
    issuer: Party,
    this: Month,
) -> Result<Option<InvoiceId>, Error> {
    let id = mint.id();
    let new = invoice::New {
        id,
        cooperative: own.id,
        currency: Currency::Mad,
        month: this.before().code(),
        until: this.begins(),
        year: Month::of(mint.now).year().into(),
        issuer,
        customer: customer(own),
        due_at: mint.now.plus(TERM),
    };
    if !invoice::raise(tx, mint, &new).await? {
        return Ok(None);
    }
    let reference = reference::issue(tx, mint, About::Invoice, id).await?;
    invoice::refer(tx, id, &reference.to_string()).await?;
    Ok(Some(id))
}

fn issuer(market: &Market) -> Party {
    let operator: &Operator = &market.settings.operator;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let name = some(&operator.name).unwrap_or_else(|| market.settings.name.clone());
    let mut names = Texts::default();
    names.put(Locale::Fr, Some(name));
    Party {
        name: names,
        seat: operator.address.clone(),
        ice: some(&operator.ice),
        tax_number: some(&operator.tax_number),
        licence_number: some(&operator.licence_number),
        trade_number: some(&operator.trade_number),
        phone: some(&operator.phone),
        email: some(&operator.email),
        rib: market.ways.account().map(|account| account.rib.as_str().to_owned()),
        ..Party::default()
    }
}

fn customer(own: &Cooperative) -> Party {
    let seat = own.address.iter().map(String::as_str).chain([own.town.as_str()]);
    Party {
        name: own.name.clone(),
        seat: seat.collect::<Vec<_>>().join(", "),
        register_number: Some(own.register_number.clone()),
        register_place: Some(own.register_place.clone()),
        ice: own.ice.as_ref().map(|ice| ice.as_str().to_owned()),
        phone: Some(own.phone.as_str().to_owned()),
        email: own.email.clone(),
        ..Party::default()
    }
}
