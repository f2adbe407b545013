//! Approved payouts are written into a file for the bank. What stands in it is frozen: made again, it is the same to
//! the byte, and the bank knows it by the same message id.

use crate::{
    Error, Market,
    actor::Administrator,
    idempotency::{Claim, Once},
    notices::{self, Notice},
    quarantine,
};
use bankfile::write::{self, Account, Order, Transfer};
use kernel::{
    Limit,
    ids::{PayoutFileId, PayoutId},
};
use ledger::payout::{self, State, file};
use view::month;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// pain.001, which banks read.
    Xml,
    /// A table.
    Csv,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Writes approved payouts into a new file: these, or all of them where none is named. Their cooperatives are told.
///
/// # Errors
/// [`Error::MoneyHeld`]; [`Error::NoBankAccount`] while the market has none; [`Error::NothingToExport`]; [`ledger::Error::NotNow`] for one
/// that is not approved, or that somebody else writes into a file at the same moment; [`Error::KeyReused`]; when the
/// database refuses.
pub async fn export_payouts(
    market: &Market,
    by: &Administrator,
    key: &str,
    ids: Vec<PayoutId>,
) -> Result<Once<PayoutFileId>, Error> {
    let account = market.ways.account().ok_or(Error::NoBankAccount)?;
    let (name, rib) = (account.holder.clone(), account.rib.clone());
    let claim = Claim::new(format!("person:{}", by.person), key, &("export", &ids))?;
    let (mint, queue, person) = (market.mint(), market.queue.clone(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(value) = claim.begin(tx, mint.now).await? {
                    return Ok(Once { value, replayed: true });
                }
                quarantine::pass_out(tx).await?;
                let ids = if ids.is_empty() { approved(tx).await? } else { ids };
                if ids.is_empty() {
                    return Err(Error::NothingToExport);
                }
                let made = file::make(tx, &mint, person, (&name, &rib), &ids).await?;
                let value = made.ok_or(Error::NothingToExport)?;
                let told: Vec<Notice> = file::find(tx, value)
                    .await?
                    .map(|(_, payouts)| payouts)
                    .unwrap_or_default()
                    .iter()
                    .map(|one| Notice::PayoutSent { payout: one.id })
                    .collect();
                notices::tell(&queue, tx, &mint, &told).await?;
                claim.finish(tx, &value).await?;
                Ok(Once { value, replayed: false })
            })
        })
        .await
}

async fn approved(tx: &kernel::Tx) -> Result<Vec<PayoutId>, Error> {
    let mut found = Vec::new();
    let mut after: Option<String> = None;
    while found.len() < file::MOST {
        let page = payout::list(tx, &[State::Approved], after.as_deref(), Limit::new(100)).await?;
        found.extend(page.items.iter().map(|one| one.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    found.truncate(file::MOST);
    Ok(found)
}

/// The file as it is handed to the bank: the same bytes whenever it is asked for.
///
/// # Errors
/// [`Error::MoneyHeld`]; [`ledger::Error::Unknown`]; [`Error::Unreadable`] where it holds what no bank takes; when the database cannot
/// answer.
pub async fn write_file(market: &Market, id: PayoutFileId, format: Format) -> Result<Written, Error> {
    quarantine::pass_out(&market.db).await?;
    let (found, payouts) = file::find(&market.db, id).await?.ok_or(ledger::Error::Unknown)?;
    let purpose = market.settings.name.clone();
    let order = Order {
        message: found.id.to_string(),
        made_at: found.made_at,
        day: month::day_of(found.made_at),
        debtor: Account {
            holder: found.debtor_name,
            rib: found.debtor_rib,
        },
        transfers: payouts
            .into_iter()
            .map(|one| Transfer {
                reference: one.reference,
                amount: one.amount,
                creditor: Account {
                    holder: one.holder,
                    rib: one.rib,
                },
                purpose: purpose.clone(),
            })
            .collect(),
    };
    let (bytes, ending) = match format {
        Format::Xml => (write::pain001(&order), "xml"),
        Format::Csv => (write::csv(&order), "csv"),
    };
    let tail: String = found.id.to_string().chars().skip(24).collect();
    Ok(Written {
        name: format!("virements-{}-{tail}.{ending}", order.day),
        bytes: bytes.map_err(|error| Error::Unreadable(error.to_string()))?,
    })
}
