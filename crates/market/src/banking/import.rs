//! An administrator imports a statement of the market's bank.

use super::matching;
use crate::{Error, Market, actor::Administrator};
use bankfile::read::{self, Fault, Format, Mapping, Statement, What};
use job::NewJob;
use kernel::{Currency, ids::BankFileId, registration::Rib};
use payment::bank::{self, NewFile, NewLine};
use sha2::{Digest, Sha256};

/// The longest name of a file that is kept, in characters.
const NAME: usize = 120;

/// A file that is to be read.
#[derive(Clone, Debug)]
pub struct Upload {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// How it is written.
    pub format: Format,
}

/// A statement that is here now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Which.
    pub file: BankFileId,
    /// Whether this very file was imported before: nothing was done then.
    pub again: bool,
}

/// Imports a statement, and looks at its new lines. A file that cannot be read wholly, or is about another account,
/// changes nothing.
///
/// # Errors
/// [`Error::BankFile`] with what is wrong, line by line; [`Error::OtherAccount`]; [`Error::NoBankAccount`]; when the
/// database refuses.
pub async fn import_file(market: &Market, by: &Administrator, upload: Upload) -> Result<Imported, Error> {
    let account = market.ways.account().ok_or(Error::NoBankAccount)?.rib.clone();
    let Upload { name, bytes, format } = upload;
    let mapping = match &format {
        Format::Csv(mapping) => Some(serde_json::to_string::<Mapping>(mapping)?),
        Format::Camt053 => None,
    };
    // Megabytes of text are not read on a thread that others wait for.
    let read = tokio::task::spawn_blocking(move || (hex::encode(Sha256::digest(&bytes)), read::read(&bytes, &format)));
    let (digest, statement) = read.await.map_err(|error| Error::Unreadable(error.to_string()))?;
    let statement = statement.map_err(Error::BankFile)?;
    if statement
        .account
        .as_deref()
        .is_some_and(|said| !is_same(said, &account))
    {
        return Err(Error::OtherAccount);
    }
    let tomorrow = market.now().day_begins(1).calendar_day();
    not_to_come(&statement, &tomorrow)?;
    let lines = lines(&statement)?;
    let file = NewFile {
        digest,
        name: name.chars().filter(|c| !c.is_control()).take(NAME).collect(),
        format: if mapping.is_some() {
            bank::Format::Csv
        } else {
            bank::Format::Camt053
        },
        mapping,
        account: account.as_str().to_owned(),
        currency: Currency::Mad,
        closing: closing(&statement)?,
    };
    let imported = keep(market, by, file, lines).await?;
    if !imported.again {
        matching::match_new(market).await?;
    }
    Ok(imported)
}

async fn keep(market: &Market, by: &Administrator, file: NewFile, lines: Vec<NewLine>) -> Result<Imported, Error> {
    let (mint, queue, person) = (market.mint(), market.queue.clone(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Some(id) = bank::import(tx, &mint, person, &file, &lines).await? else {
                    let known = bank::find_file_of(tx, &file.digest).await?;
                    let file = known.ok_or(payment::Error::Edited)?;
                    return Ok(Imported { file, again: true });
                };
                let job = NewJob::now(&mint, "bank.match", serde_json::to_value(id)?).once(format!("bank:{id}"));
                queue.enqueue(tx, &mint, &[job]).await?;
                Ok(Imported { file: id, again: false })
            })
        })
        .await
}

/// Whether an account as a file says it, a RIB or an IBAN of Morocco, is this one.
fn is_same(said: &str, account: &Rib) -> bool {
    let iban = said.strip_prefix("MA").filter(|_| said.len() == 28);
    iban.and_then(|rest| rest.get(2..)).unwrap_or(said) == account.as_str()
}

/// Refuses days that have not come: a mapping that takes the month for the day would put money there. Tomorrow is let pass,
/// for a bank whose clocks are elsewhere.
fn not_to_come(statement: &Statement, tomorrow: &str) -> Result<(), Error> {
    let days = statement.lines.iter().map(|line| (line.row, line.booked_on.as_str()));
    let closing = statement.closing.iter().map(|closing| (0, closing.on.as_str()));
    let faults: Vec<Fault> = days
        .chain(closing)
        // Days are written so that they sort as they come.
        .filter(|(_, day)| *day > tomorrow)
        .take(read::FAULTS)
        .map(|(row, day)| Fault {
            row,
            what: What::ToCome,
            text: day.to_owned(),
        })
        .collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(Error::BankFile(faults))
}

/// The lines; where the file says nothing, they are in the account's currency.
fn lines(statement: &Statement) -> Result<Vec<NewLine>, Error> {
    let line = |line: &read::Line| NewLine {
        row: line.row,
        booked_on: line.booked_on.as_str().to_owned(),
        minor: line.minor,
        currency: line.currency.clone().unwrap_or_else(|| Currency::Mad.code().to_owned()),
        wording: line.wording.clone(),
        party: line.party.clone(),
        party_account: line.party_account.clone(),
        bank_id: line.bank_id.clone(),
    };
    Ok(statement.lines.iter().map(line).collect())
}

fn closing(statement: &Statement) -> Result<Option<(String, i64)>, Error> {
    let Some(closing) = &statement.closing else {
        return Ok(None);
    };
    if closing
        .currency
        .as_deref()
        .is_some_and(|currency| currency != Currency::Mad.code())
    {
        let fault = Fault {
            row: 0,
            what: What::Currency,
            text: closing.currency.clone().unwrap_or_default(),
        };
        return Err(Error::BankFile(vec![fault]));
    }
    Ok(Some((closing.on.as_str().to_owned(), closing.minor)))
}
