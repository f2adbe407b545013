//! A buyer withdraws: from a whole delivered part, or from some pieces of it.

use crate::{
    Error, Market, buying,
    idempotency::{Claim, Once},
    notices::{self, Notice},
};
use kernel::ids::{ReturnId, SellerOrderId, VariantId};
use order::goods_return::{self, New};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asking {
    /// Of which part.
    pub part: SellerOrderId,
    /// Pieces of each variant; none of them is none.
    pub pieces: BTreeMap<VariantId, i64>,
    /// Why, which nobody has to say.
    pub reason: Option<String>,
}

/// Writes down that the buyer gives something back, and tells both. The key makes it happen once.
///
/// # Errors
/// [`order::Error::NoOrder`] without the right token or for another order's part; [`order::Error::ReturnTooLate`],
/// [`order::Error::NotReturnable`], [`order::Error::ReturnPieces`], [`order::Error::NotNow`]; [`Error::KeyReused`]; when
/// the database refuses.
pub async fn ask_return(
    market: &Market,
    key: &str,
    number: &str,
    secret: &str,
    asking: Asking,
) -> Result<Once<ReturnId>, Error> {
    let order = buying::open_order(market, number, secret).await?;
    if !order.parts.iter().any(|part| part.id == asking.part) {
        return Err(order::Error::NoOrder.into());
    }
    let claim = Claim::new(format!("return:{}", order.head.id), key, &asking)?;
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(value) = claim.begin(tx, mint.now).await? {
                    return Ok(Once { value, replayed: true });
                }
                let new = New {
                    part: asking.part,
                    pieces: asking.pieces,
                    reason: asking.reason,
                };
                let id = goods_return::request(tx, &mint, &new).await?;
                let step = "requested".to_owned();
                let told = [
                    Notice::BuyerReturn {
                        goods_return: id,
                        step: step.clone(),
                    },
                    Notice::SellerReturn { goods_return: id, step },
                ];
                notices::tell(&queue, tx, &mint, &told).await?;
                claim.finish(tx, &id).await?;
                Ok(Once {
                    value: id,
                    replayed: false,
                })
            })
        })
        .await
}
