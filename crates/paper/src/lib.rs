//! Papers that people keep: a statement, an invoice, a slip, as PDF to print and as XLSX to reckon with.
//!
//! * One [`Paper`] in, bytes out; both files say the same. The same paper always gives the same bytes.
//! * What is on a paper comes in as data and is printed as text: nothing that somebody typed is ever read
//!   as markup or as a formula. The look is in `frontend/papers/`, with the fonts.
//! * Every paper has a bound ([`LINES`], [`ROWS`]), and at most two are set at the same time, away from the
//!   threads that answer people.
//!
//! It knows no noun of the market and not one word: labels, names and amounts arrive as they are to be
//! read. It does no input or output.

mod data;
mod error;
mod press;
mod sheet;
mod tame;

pub use data::{Amount, Cell, Column, Day, Fact, Figure, Holds, Paper, Party, Row, Weight};
pub use error::Error;

/// Lines that a PDF may have, besides those around them: some sixty pages.
pub const LINES: usize = 2_000;

/// Lines that a sheet may have, besides those around them.
pub const ROWS: usize = 20_000;

/// Rows before and behind the lines: balances and sums.
const AROUND: usize = 10;

/// The paper as PDF.
///
/// # Errors
/// [`Error::TooLong`] for more lines than [`LINES`]; [`Error::Busy`] when too many are being set; and when
/// it cannot be set, which is a fault of ours.
pub async fn pdf(paper: Paper) -> Result<Vec<u8>, Error> {
    if paper.rows.len() > LINES + AROUND {
        return Err(Error::TooLong);
    }
    press::run(move || press::print(&paper)).await
}

/// The paper as XLSX.
///
/// # Errors
/// As [`pdf`], with [`ROWS`].
pub async fn xlsx(paper: Paper) -> Result<Vec<u8>, Error> {
    if paper.rows.len() > ROWS + AROUND {
        return Err(Error::TooLong);
    }
    press::run(move || sheet::write(&paper)).await
}
