//! The buyer's telephone answers before an order in cash: a code goes there and comes back. It is bound to the cart
//! for which it was asked, and counted and throttled like every other code.

use crate::{
    Error, Market,
    people::{Asked, Origin, limits, pepper, request_code::send_about},
};
use identity::{
    Contact,
    code::{self, Purpose},
};
use kernel::{
    Phone,
    ids::{CodeId, QuoteId},
};
use order::{Quote, proof};

/// Sends a code to the telephone of an offer's buyer.
///
/// # Errors
/// [`order::Error::NoQuote`]; [`identity::Error::Limited`]; when the database refuses.
pub async fn request_code(market: &Market, origin: &Origin, quote: QuoteId) -> Result<Asked, Error> {
    let quote = quote_of(market, quote).await?;
    let (cart, phone) = (quote.cart, quote.offer.buyer.phone);
    let contact = Contact::Phone(Phone::stored(phone));
    send_about(market, origin, contact, Purpose::Cash, Some(cart)).await
}

/// Takes the digits that came back: for an hour, the telephone is proven for one order of this cart.
///
/// # Errors
/// [`identity::Error::WrongCode`]; [`identity::Error::SpentCode`], also for a code of another cart;
/// [`identity::Error::Limited`]; [`order::Error::NoQuote`]; when the database refuses.
pub async fn prove(market: &Market, origin: &Origin, quote: QuoteId, code: CodeId, typed: &str) -> Result<(), Error> {
    let quote = quote_of(market, quote).await?;
    limits::count(market, limits::trying(origin)).await?;
    let (now, pepper, typed) = (market.now(), pepper(market), typed.to_owned());
    let tried = market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let tried = code::try_digits(tx, &pepper, code, Purpose::Cash, &typed, now).await?;
                let contact = match tried.proven() {
                    Ok(contact) => contact,
                    // The try is kept: this is no error to the transaction.
                    Err(refusal) => return Ok::<_, Error>(Err(refusal)),
                };
                let fits = contact.as_str() == quote.offer.buyer.phone
                    && proof::prove(tx, now, code, quote.cart, contact.as_str()).await?;
                Ok(if fits { Ok(()) } else { Err(identity::Error::SpentCode) })
            })
        })
        .await?;
    Ok(tried?)
}

async fn quote_of(market: &Market, id: QuoteId) -> Result<Quote, Error> {
    let quote = order::quote::find_quote(&market.db, id).await?;
    Ok(quote.ok_or(order::Error::NoQuote)?)
}
