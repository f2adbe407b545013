//! JSON for programs: the same verbs behind another face.

use crate::routes::Table;

/// Writes the routes of the API into the table.
pub(crate) fn routes(table: &mut Table) {
    let _ = table;
}
