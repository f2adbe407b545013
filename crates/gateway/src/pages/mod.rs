//! Pages for people, one module an area; each names its own routes.

pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod cart;
pub(crate) mod cash;
pub(crate) mod checkout;
pub(crate) mod demo;
pub(crate) mod legal;
pub(crate) mod lines;
pub(crate) mod order;
mod papers;
pub(crate) mod sell;
pub(crate) mod share;
pub(crate) mod shop;
pub(crate) mod webhooks;

use crate::routes::Table;

/// Writes the routes of every area into the table.
pub(crate) fn routes(table: &mut Table) {
    account::routes(table);
    admin::routes(table);
    cart::routes(table);
    checkout::routes(table);
    demo::routes(table);
    legal::routes(table);
    order::routes(table);
    sell::routes(table);
    shop::routes(table);
    webhooks::routes(table);
}
