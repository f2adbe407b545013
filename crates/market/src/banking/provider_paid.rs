//! A provider of card payments pays what it holds into the market's bank, less what it keeps for its work: one line of the
//! statement for many buyers, without a reference of ours.

use super::suspense;
use crate::{Error, Market, actor::Administrator};
use kernel::ids::{BankLineId, EventId};
use ledger::{Account, MarketEvent, Psp, Till, balance};
use payment::bank::{self, Decision, State};

/// A fee up to here is not compared with the sum, in centimes: 100 DH.
const LITTLE: i64 = 10_000;

/// Says that a line in suspense is what a provider paid, and how much it had kept of that as its fee, in centimes: both leave
/// its account. Of two administrators who do it at once, one does.
///
/// # Errors
/// [`Error::DoesNotFit`] for more than the provider holds by our books, for a fee that is below zero, or more than a tenth
/// of the whole and than 100 DH, which is a typing error or no fee, and for a currency that the market does not know; [`payment::Error::NotNow`] when somebody decided about the line before; when the database refuses.
pub async fn provider_paid(
    market: &Market,
    by: &Administrator,
    id: BankLineId,
    psp: Psp,
    fee_minor: i64,
) -> Result<(), Error> {
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let line = bank::lock(tx, id).await?;
                let decision = Decision {
                    person: Some(person),
                    ..Decision::default()
                };
                bank::decide(tx, &mint, id, &[State::Suspense], State::Applied, decision).await?;
                let money = line.money().ok_or(Error::DoesNotFit("currency"))?;
                let whole = money.minor.checked_add(fee_minor).filter(|_| fee_minor >= 0);
                let whole = whole.ok_or(Error::DoesNotFit("amount"))?;
                balance::hold(tx, Account::Provider(psp), money.currency).await?;
                let holds = balance::find(tx, Account::Provider(psp), money.currency).await?;
                if whole > holds.minor {
                    return Err(Error::DoesNotFit("amount"));
                }
                if fee_minor > whole.div_euclid(10).max(LITTLE) {
                    return Err(Error::DoesNotFit("fee"));
                }
                suspense::out(tx, &mint, person, &line).await?;
                let id = EventId(id.0);
                let minor = money.minor;
                let paid = MarketEvent::ProviderPaid { id, psp, minor };
                ledger::post_event(tx, &mint, Some(person), money.currency, &paid).await?;
                if fee_minor > 0 {
                    let kept = MarketEvent::Fee {
                        id,
                        from: Till::Provider(psp),
                        minor: fee_minor,
                    };
                    ledger::post_event(tx, &mint, Some(person), money.currency, &kept).await?;
                }
                Ok(())
            })
        })
        .await
}
