//! The pages of the office that runs the market.

mod about;
mod aside;
mod backups;
mod bank;
mod cash;
mod commission;
mod cooperatives;
pub(crate) mod invoices;
mod legal;
mod listing;
mod mapping;
mod money;
mod order;
mod order_money;
mod orders;
pub(crate) mod payout;
pub(crate) mod payouts;
mod people;
mod product;
mod queue;
mod returns;
mod tariff;
mod trouble;

use crate::routes::Table;

/// The routes of the office.
pub(crate) fn routes(table: &mut Table) {
    aside::routes(table);
    backups::routes(table);
    bank::routes(table);
    cash::routes(table);
    commission::routes(table);
    cooperatives::routes(table);
    legal::routes(table);
    listing::routes(table);
    money::routes(table);
    invoices::routes(table);
    payouts::routes(table);
    orders::routes(table);
    people::routes(table);
    product::routes(table);
    queue::routes(table);
    returns::routes(table);
    tariff::routes(table);
    trouble::routes(table);
}
