//! Transfers for the bank, as pain.001 or as a table. The same order gives the same bytes, so that a file which was
//! handed over can be made again and compared, and the bank knows a repetition by its message id.
//!
//! It is pain.001.001.03, of 2009: the version that French-speaking banks describe in their guides and that Moroccan
//! banks took over with them; every later one is read by fewer of them, and adds nothing that a transfer in dirhams
//! within the country needs. An account is its RIB, because Morocco's clearing wants the 24 digits and no IBAN.

mod csv;
mod pain001;

pub use self::csv::csv;
pub use pain001::pain001;

use kernel::{Micros, Money, registration::Rib};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Most transfers of one file.
pub const MOST: usize = 500;

/// Transfers from one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What the bank knows the file by, at most 32 letters and digits: the same for the same file.
    pub message: String,
    /// When it was made.
    pub made_at: Micros,
    /// On which day it is to be carried out: `2026-11-30`.
    pub day: String,
    /// Whose account pays.
    pub debtor: Account,
    /// The transfers, at least one.
    pub transfers: Vec<Transfer>,
}

/// An account and who holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The holder.
    pub holder: String,
    /// Its number.
    pub rib: Rib,
}

/// One transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// What both statements show; at most 35 letters and digits.
    pub reference: String,
    /// How much.
    pub amount: Money,
    /// Who gets it.
    pub creditor: Account,
    /// What it is for, as the cooperative reads it.
    pub purpose: String,
}

/// Why an order cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No transfer, or more than a file holds.
    #[error("a file holds 1 to {MOST} transfers")]
    Count,
    /// Nothing, less than nothing, two currencies, or a sum that does not fit.
    #[error("the amounts cannot be written into one file")]
    Amount,
    /// A reference or message id that a bank would cut or refuse.
    #[error("an id is not 1 to 35 letters and digits")]
    Id,
    /// A name of which nothing is left in the letters that banks take.
    #[error("a name cannot be written in the letters of banks")]
    Name,
    /// The text could not be built.
    #[error("the file could not be written")]
    Text,
}

/// What every form of a file needs: the sum, and that all of it can be written.
///
/// # Errors
/// See [`Error`].
fn sum(order: &Order) -> Result<Money, Error> {
    let first = order.transfers.first().ok_or(Error::Count)?;
    if order.transfers.len() > MOST {
        return Err(Error::Count);
    }
    if !is_id(&order.message, 32) {
        return Err(Error::Id);
    }
    let mut total = Money {
        minor: 0,
        currency: first.amount.currency,
    };
    for transfer in &order.transfers {
        if transfer.amount.minor <= 0 {
            return Err(Error::Amount);
        }
        if !is_id(&transfer.reference, 35) {
            return Err(Error::Id);
        }
        total = total.plus(transfer.amount).map_err(|_| Error::Amount)?;
    }
    Ok(total)
}

fn is_id(text: &str, most: usize) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=most).contains(&text.len()) && text.bytes().all(plain)
}

/// An amount as banks write it: `1234.50`.
fn amount(of: Money) -> String {
    format!("{}.{:02}", of.minor.div_euclid(100), of.minor.rem_euclid(100))
}

/// A text in the letters that every bank takes: the accents are left off, what has no such letter becomes a space.
fn plain(text: &str, most: usize) -> String {
    let mut found = String::new();
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        let letter = match c {
            c if c.is_ascii_alphanumeric() || "/-?:().,'+".contains(c) => c,
            '’' | '‘' => '\'',
            '–' | '—' => '-',
            'œ' | 'Œ' => {
                found.push('o');
                'e'
            }
            _ => ' ',
        };
        if letter != ' ' || !(found.is_empty() || found.ends_with(' ')) {
            found.push(letter);
        }
    }
    found.chars().take(most).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_in_the_letters_of_banks() {
        for (name, written) in [
            ("Coopérative Tislit n° 5 (Fès)", "Cooperative Tislit n 5 (Fes)"),
            (
                "L’Œuvre d’Aït Ali – Kelâat M'Gouna",
                "L'oeuvre d'Ait Ali - Kelaat M'Gouna",
            ),
            ("  A <b>& \"B\"  ", "A b B"),
            ("تعاونية", ""),
        ] {
            assert_eq!(plain(name, 70), written, "{name}");
        }
        assert_eq!(plain(&"x".repeat(99), 70).len(), 70);
    }
}
