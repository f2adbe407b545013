//! A cooperative's own pages.

mod cash;
mod category;
mod check;
mod desk;
mod home;
mod money;
mod orders;
mod payouts;
mod photos;
mod price;
mod products;
mod returns;
mod stock;
mod way;
mod words;

pub(crate) use orders::proven;
pub(crate) use way::picture;

use crate::routes::Table;

/// The routes of a cooperative's pages.
pub(crate) fn routes(table: &mut Table) {
    home::routes(table);
    products::routes(table);
    photos::routes(table);
    category::routes(table);
    price::routes(table);
    stock::routes(table);
    words::routes(table);
    check::routes(table);
    orders::routes(table);
    returns::routes(table);
    money::routes(table);
    cash::routes(table);
    payouts::routes(table);
}
