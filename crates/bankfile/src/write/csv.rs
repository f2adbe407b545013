//! The same transfers as a table, for banks and people that take no XML.

use super::{Error, Order, amount, sum};

/// What stands in the first row.
const HEAD: [&str; 7] = ["reference", "holder", "rib", "amount", "currency", "day", "purpose"];

/// The file as a table: UTF-8 with the mark by which spreadsheets know it, separated by semicolons, as French ones
/// expect. A cell that a spreadsheet would take for a formula begins with an apostrophe; an account stands in its
/// groups, so that none takes it for a number and rounds it.
///
/// # Errors
/// [`Error`] for what no bank would take.
pub fn csv(order: &Order) -> Result<Vec<u8>, Error> {
    sum(order)?;
    let mut rows = csv::WriterBuilder::new()
        .delimiter(b';')
        .quote_style(csv::QuoteStyle::NonNumeric)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::from("\u{feff}".as_bytes()));
    rows.write_record(HEAD).map_err(|_| Error::Text)?;
    for one in &order.transfers {
        let row = [
            defused(&one.reference),
            defused(&one.creditor.holder),
            one.creditor.rib.grouped(),
            amount(one.amount),
            one.amount.currency.code().to_owned(),
            order.day.clone(),
            defused(&one.purpose),
        ];
        rows.write_record(row).map_err(|_| Error::Text)?;
    }
    rows.into_inner().map_err(|_| Error::Text)
}

/// A text that no spreadsheet computes.
fn defused(text: &str) -> String {
    let text: String = text.chars().map(|c| if c == '\0' { ' ' } else { c }).collect();
    let dangerous = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    };
    let first = text.trim_start_matches(' ').chars().next();
    if text.starts_with(dangerous) || first.is_some_and(dangerous) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a14_a_cell_that_is_a_formula_is_defused() {
        for bad in [
            "=1+1", "+2", "-3", "@sum", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", "  =1",
        ] {
            assert!(defused(bad).starts_with('\''), "{bad:?}");
        }
        for good in ["Coopérative Tislit", "PO-1", "تعاونية", ""] {
            assert_eq!(defused(good), good);
        }
    }
}
