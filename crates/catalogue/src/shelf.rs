//! What the public sees: lists of products, the page of one, cooperatives and their pages. Only listed
//! products of verified cooperatives are ever here, and only what may be printed about the sellers.

mod card;
mod cooperative;
mod product;

pub use card::{Address, Card, Query, Shot, Sort, addresses, count, list, tallies};
pub use cooperative::{CooperativeCard, Maker, find_cooperative, list_cooperatives};
pub use product::{ProductPage, Size, Stock, find_product, newest};
