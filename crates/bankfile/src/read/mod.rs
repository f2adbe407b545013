//! Statements of an account: lines of money that came and went, and what was there in the end. A file is read wholly or
//! not at all: whatever cannot be read is named line by line, and then there is no statement.

mod camt;
mod csv;
mod text;
mod xml;

pub use self::csv::{Amount, Dates, Decimal, Delimiter, Mapping};
pub use self::text::{Day, Encoding};

/// The largest file that is looked at, in bytes.
pub const LARGEST: usize = 4 * 1024 * 1024;
/// The most lines of one file.
pub const MOST: usize = 5_000;
/// The most faults of one file that are named.
pub const FAULTS: usize = 100;

/// How a file is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Values between delimiters, in the columns that somebody named.
    Csv(Mapping),
    /// ISO 20022 *bank to customer statement*, in any version.
    Camt053,
}

/// What a bank says of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The account, where the file names it: digits and capital letters alone.
    pub account: Option<String>,
    /// What happened, in the order of the file. What moved nothing is left out.
    pub lines: Vec<Line>,
    /// What was there in the end, where the file says it.
    pub closing: Option<Closing>,
}

/// Money that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it stands in the file, counted in lines from 1.
    pub row: u32,
    /// The day on which the bank booked it.
    pub booked_on: Day,
    /// How much in hundredths; below zero it went.
    pub minor: i64,
    /// In which currency: three letters, or nothing where the file says nothing.
    pub currency: Option<String>,
    /// Whatever words there are.
    pub wording: String,
    /// Who sent it, or got it.
    pub party: Option<String>,
    /// From or to which account.
    pub party_account: Option<String>,
    /// The bank's own name of it.
    pub bank_id: Option<String>,
}

/// What was on the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// At the end of which day.
    pub on: Day,
    /// How much in hundredths; below zero it was overdrawn.
    pub minor: i64,
    /// In which currency, where the file says it.
    pub currency: Option<String>,
}

/// Something in a file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, counted in lines from 1; 0 for the whole file.
    pub row: u32,
    /// What is wrong.
    pub what: What,
    /// What stands there, cut short.
    pub text: String,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// There is nothing in it.
    Empty,
    /// It is larger than is looked at, or has more lines.
    TooLarge,
    /// Its letters are not in the encoding that it is said to have.
    Letters,
    /// It is no XML, or has what no bank sends: a document type, an entity of its own.
    Xml,
    /// It is XML, and no statement.
    NoStatement,
    /// It speaks of more than one account.
    Accounts,
    /// The line has fewer columns than were named.
    Columns,
    /// No day.
    Date,
    /// A day that has not come: no bank has booked on it.
    ToCome,
    /// No amount.
    Amount,
    /// No currency.
    Currency,
}

impl What {
    /// The name in keys of sentences and in the API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::Letters => "letters",
            Self::Xml => "xml",
            Self::NoStatement => "no_statement",
            Self::Accounts => "accounts",
            Self::Columns => "columns",
            Self::Date => "date",
            Self::ToCome => "to_come",
            Self::Amount => "amount",
            Self::Currency => "currency",
        }
    }
}

impl Fault {
    fn new(row: u32, what: What, text: &str) -> Self {
        Self {
            row,
            what,
            text: text::clean(text, 80),
        }
    }

    fn whole(what: What) -> Vec<Self> {
        vec![Self::new(0, what, "")]
    }
}

/// Reads a file.
///
/// # Errors
/// Everything that is wrong with it, the first hundred faults; there is at least one then.
pub fn read(bytes: &[u8], format: &Format) -> Result<Statement, Vec<Fault>> {
    if bytes.len() > LARGEST {
        return Err(Fault::whole(What::TooLarge));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::whole(What::Empty));
    }
    match format {
        Format::Csv(mapping) => self::csv::read(bytes, mapping),
        Format::Camt053 => camt::read(bytes),
    }
}
