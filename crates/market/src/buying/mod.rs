//! What a buyer does: fill a cart, say who buys and where it goes, get an offer, accept it, look
//! after the order, cancel a part of it. None of it needs an account.

mod cancel_order;
mod cart;
mod find_order;
mod forget_carts;
mod offer;
mod place_order;
mod quote;
mod save_details;
mod token;

pub use cancel_order::cancel_part;
pub use cart::{Basket, BasketLine, BasketPart, find_basket, open_cart, put_line, remove_line};
pub use find_order::{find_order, open_order};
pub use forget_carts::{CART_LIFE, forget_carts};
pub use offer::{Change, QuoteChanged};
pub use place_order::{Ordered, Ordering, place_order, place_order_from};
pub use quote::quote;
pub use save_details::{Place, choose_ways, complete, name_buyer, say_where};
pub use token::order_token;
