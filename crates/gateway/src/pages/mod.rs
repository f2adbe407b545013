//! Pages for people, one module an area; each names its own routes.

use crate::routes::Table;

/// Writes the routes of every area into the table.
pub(crate) fn routes(table: &mut Table) {
    let _ = table;
}
