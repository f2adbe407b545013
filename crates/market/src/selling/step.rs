//! One step of a part, with everything that follows from it.

use crate::{
    Error, Market,
    actor::Seller,
    notices::{self, Notice},
    paying,
};
use catalogue::stock::{self, Portion};
use kernel::{Mint, Tx, ids::SellerOrderId};
use order::{Event, SellerOrder, State, history::By, order::Moved, status::Goods};

/// A step of a cooperative that needs nothing but the part.
pub(crate) async fn by_cooperative(
    market: &Market,
    seller: &Seller,
    id: SellerOrderId,
    event: Event,
    by: By,
) -> Result<(), Error> {
    let (mint, queue, cooperative) = (market.mint(), market.queue.clone(), seller.cooperative);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = order::order::find_for_cooperative(tx, cooperative, id).await?;
                let part = found.ok_or(order::Error::NoOrder)?.part;
                take(tx, &mint, &queue, &part, event, &by).await?;
                Ok(())
            })
        })
        .await
}

/// Moves a part, and then its goods, its money and its people. A step that was made before moves
/// nothing.
pub(crate) async fn take(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    part: &SellerOrder,
    event: Event,
    by: &By,
) -> Result<Moved, Error> {
    let moved = order::order::advance(tx, mint, part.id, event, by).await?;
    if moved == Moved::Before {
        return Ok(moved);
    }
    if matches!(event, Event::Deliver | Event::HandOver) && notices::was_never_confirmed(tx, part.order).await? {
        order::order::extend(tx, part.id, mint.now).await?;
    }
    match event.goods() {
        Goods::Stay => {}
        Goods::Release if event == Event::Lapse && kernel::planted("restore-forgets") => {}
        Goods::Release => stock::release(tx, mint, &portions(part)).await?,
        Goods::Leave => stock::ship(tx, mint, &portions(part)).await?,
    }
    match event {
        _ if matches!(event, Event::Refuse | Event::Lose) || event.cancelled_by().is_some() => {
            // What was paid by card goes back; what was to be paid on delivery is not due.
            if !paying::give_part_back(tx, mint, queue, part, by.person).await? {
                match event {
                    Event::Refuse => payment::payment::refuse(tx, mint, part.id, by.person).await?,
                    _ => payment::payment::void(tx, mint, part.id, by.person).await?,
                }
            }
            ledger::sale::cancelled(tx, mint, by.person, part.id).await?;
        }
        Event::Close => ledger::sale::closed(tx, mint, by.person, part.id).await?,
        _ => {}
    }
    notices::tell(queue, tx, mint, &told(part.id, event)).await?;
    Ok(moved)
}

/// The goods of a part.
pub(crate) fn portions(part: &SellerOrder) -> Vec<Portion> {
    let portion = |line: &order::order::Line| Portion {
        variant: line.variant,
        quantity: line.quantity,
        seller_order: part.id,
    };
    part.lines.iter().map(portion).collect()
}

/// Who is told: the buyer of each step they would ask about; the cooperative of what it did not do
/// itself.
fn told(part: SellerOrderId, event: Event) -> Vec<Notice> {
    let buyer = |state: State| Notice::BuyerStep {
        seller_order: part,
        event: state.code().to_owned(),
    };
    let cooperative = Notice::SellerCancelled { seller_order: part };
    match event {
        Event::Cancel => vec![cooperative],
        Event::Expire | Event::Stop | Event::Overdue => vec![buyer(State::Cancelled), cooperative],
        Event::Decline => vec![buyer(State::Cancelled)],
        Event::Accept => vec![buyer(State::Accepted)],
        Event::Pack => vec![buyer(State::Packed)],
        Event::Ship => vec![buyer(State::Shipped)],
        Event::Deliver | Event::HandOver => vec![buyer(State::Delivered)],
        Event::Refuse => vec![buyer(State::Refused)],
        Event::Lose => vec![buyer(State::Lost)],
        _ => Vec::new(),
    }
}
