//! It is decided what is paid back of goods that came back: all of it, or the pieces that came whole.

use crate::{
    Error, Market,
    actor::Seller,
    notices::{self, Notice},
    paying,
};
use catalogue::stock::{self, Portion};
use kernel::{
    Mint, Tx,
    ids::{LineId, ReturnId, VariantId},
};
use order::{
    Return, SellerOrder,
    goods_return::{self, Said},
    history::By,
    order::Moved,
    returning::{Move, Stage},
};
use std::collections::BTreeMap;

/// What is decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deciding {
    /// Pieces of each variant that are paid back; what is not named is paid back whole.
    pub pieces: BTreeMap<VariantId, i64>,
    /// Whether the goods can be sold again; else they are written off.
    pub restock: bool,
    /// Why not all of it is paid back: the buyer reads it.
    pub words: Option<String>,
}

/// Pays back what came back, with the delivery when nothing of the part is left with the buyer. What was paid by card
/// goes back the way it came; else the buyer is asked how they want it. Where nothing is left of what was paid, the return
/// ends without a refund.
///
/// # Errors
/// [`order::Error::NoReturn`] for another cooperative's; [`order::Error::NotNow`] before the goods are back;
/// [`order::Error::ReturnPieces`] for more than came back, or nothing; [`order::Error::ReturnWords`] for less than came
/// back without words; when the database refuses.
pub async fn refund_return(market: &Market, seller: &Seller, id: ReturnId, deciding: Deciding) -> Result<(), Error> {
    let (mint, queue, seller) = (market.mint(), market.queue.clone(), *seller);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = goods_return::find_for_cooperative(tx, seller.cooperative, id).await?;
                let found = found.ok_or(order::Error::NoReturn)?;
                let mut by = By::cooperative(seller.person);
                by.note.clone_from(&deciding.words);
                settle(tx, &mint, &queue, &found, &deciding, &by).await?;
                Ok(())
            })
        })
        .await
}

/// Decides, once: whoever decides later moves nothing.
pub(super) async fn settle(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    found: &Return,
    deciding: &Deciding,
    by: &By,
) -> Result<Moved, Error> {
    goods_return::hold_part(tx, found.part).await?;
    let found = &goods_return::get(tx, found.id).await?;
    if found.stage == Stage::Refunded {
        return Ok(Moved::Before);
    }
    if found.stage != Stage::Received {
        return Err(order::Error::NotNow {
            from: found.stage.code(),
            event: Move::Refund.code(),
        }
        .into());
    }
    let pieces = decided(found, deciding)?;
    let part = order::order::get_for_notice(tx, found.part).await?.part;
    let whole = is_whole(tx, found, &part, &pieces).await?;
    let owed = paying::owe(tx, mint, queue, &part, &minors(found, &pieces)?, whole).await?;
    let said = Said {
        paid_back: Some((owed.minor, owed.refund)),
        ..Said::default()
    };
    // Two who decide at once: one of them loses here, with everything it wrote.
    if goods_return::advance(tx, mint, found.id, Move::Refund, by, said).await? == Moved::Before {
        return Err(order::Error::Edited.into());
    }
    goods_return::settle(tx, found.id, &pieces).await?;
    if deciding.restock {
        let portion = |piece: &goods_return::Piece| Portion {
            variant: piece.variant,
            quantity: piece.quantity,
            seller_order: found.part,
        };
        let portions: Vec<Portion> = found.lines.iter().map(portion).collect();
        stock::take_back(tx, mint, &portions).await?;
    }
    let mut told = vec![Notice::BuyerReturn {
        goods_return: found.id,
        step: "refunded".to_owned(),
    }];
    if let Some(refund) = owed.refund.filter(|_| owed.by_hand) {
        told.push(Notice::BuyerRefund {
            refund,
            step: "choose".to_owned(),
        });
    }
    notices::tell(queue, tx, mint, &told).await?;
    Ok(Moved::Now)
}

/// How many pieces of each line are paid back.
fn decided(found: &Return, deciding: &Deciding) -> Result<Vec<(LineId, i64)>, Error> {
    let known = |variant: &VariantId| found.lines.iter().any(|piece| piece.variant == *variant);
    let mut pieces = Vec::with_capacity(found.lines.len());
    let mut less = false;
    for piece in &found.lines {
        let count = deciding.pieces.get(&piece.variant).copied().unwrap_or(piece.quantity);
        if !(0..=piece.quantity).contains(&count) {
            return Err(order::Error::ReturnPieces.into());
        }
        less |= count < piece.quantity;
        pieces.push((piece.line, count));
    }
    if !deciding.pieces.keys().all(known) || pieces.iter().all(|(_, count)| *count == 0) {
        return Err(order::Error::ReturnPieces.into());
    }
    if less && deciding.words.is_none() {
        return Err(order::Error::ReturnWords.into());
    }
    Ok(pieces)
}

fn minors(found: &Return, pieces: &[(LineId, i64)]) -> Result<Vec<(LineId, i64)>, Error> {
    let mut minors = Vec::new();
    for (piece, (line, count)) in found.lines.iter().zip(pieces) {
        let minor = piece.unit_price_minor.checked_mul(*count).ok_or(order::Error::Amount)?;
        if minor > 0 {
            minors.push((*line, minor));
        }
    }
    Ok(minors)
}

/// Whether nothing of the part is left with its buyer: then its delivery goes back too (law 31-08 art. 37).
async fn is_whole(tx: &Tx, found: &Return, part: &SellerOrder, pieces: &[(LineId, i64)]) -> Result<bool, Error> {
    let mut back = pieces.iter().fold(0_i64, |sum, (_, count)| sum.saturating_add(*count));
    for other in goods_return::list_of_part(tx, found.part).await? {
        if other.id != found.id {
            let counts = other.lines.iter().filter_map(|piece| piece.refunded);
            back = counts.fold(back, i64::saturating_add);
        }
    }
    let sold = part
        .lines
        .iter()
        .fold(0_i64, |sum, line| sum.saturating_add(line.quantity));
    Ok(back == sold)
}
