//! The pages of the office that runs the market.

mod legal;
mod orders;
mod tariff;

use crate::routes::Table;

/// The routes of the office.
pub(crate) fn routes(table: &mut Table) {
    legal::routes(table);
    orders::routes(table);
    tariff::routes(table);
}
