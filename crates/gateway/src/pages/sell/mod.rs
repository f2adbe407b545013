//! A cooperative's own pages.

mod orders;

use crate::routes::Table;

/// The routes of a cooperative's pages.
pub(crate) fn routes(table: &mut Table) {
    orders::routes(table);
}
