//! An administrator says that a payout may go.

use super::once;
use crate::{Error, Market, actor::Administrator, idempotency::Once, quarantine};
use catalogue::cooperative;
use kernel::ids::PayoutId;
use ledger::payout::{self, State};

/// Approves a draft. Above what one person may decide alone it must be another one than who drafted it. Where the
/// cooperative has given another bank account since, nothing goes to the old one: it is to be drafted anew.
///
/// # Errors
/// [`Error::MoneyHeld`]; [`Error::AccountChanged`]; [`ledger::Error::SecondPerson`]; [`ledger::Error::NotCovered`] when
/// money went back to buyers since it was drafted; [`ledger::Error::NotNow`]; [`ledger::Error::Unknown`]; [`Error::KeyReused`]; when the
/// database refuses.
pub async fn approve_payout(
    market: &Market,
    by: &Administrator,
    key: &str,
    id: PayoutId,
) -> Result<Once<PayoutId>, Error> {
    let (person, alone) = (by.person, market.settings.payouts.alone_minor());
    once(market, by, key, ("approve", id, ""), move |tx, mint| {
        Box::pin(async move {
            quarantine::pass_out(tx).await?;
            let found = payout::find(tx, id).await?.ok_or(ledger::Error::Unknown)?;
            let own = cooperative::get(tx, found.cooperative).await?;
            if found.state == State::Draft && own.rib != found.rib {
                return Err(Error::AccountChanged);
            }
            payout::approve(tx, mint, person, id, alone).await?;
            Ok(id)
        })
    })
    .await
}
