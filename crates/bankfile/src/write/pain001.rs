//! pain.001.001.03: one message, one payment information, its transfers.

use super::{Account, Error, Order, Transfer, amount, plain, sum};
use kernel::Micros;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::io;

/// Longest name that every bank takes.
const NAME: usize = 70;
/// Longest text of a transfer.
const TEXT: usize = 140;
const SPACE: &str = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03";

/// The file as XML.
///
/// # Errors
/// [`Error`] for what no bank would take.
pub fn pain001(order: &Order) -> Result<Vec<u8>, Error> {
    let total = amount(sum(order)?);
    let count = order.transfers.len().to_string();
    let names = std::iter::once(&order.debtor).chain(order.transfers.iter().map(|transfer| &transfer.creditor));
    if names.into_iter().any(|account| plain(&account.holder, NAME).is_empty()) {
        return Err(Error::Name);
    }
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let written = xml
        .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
        .and_then(|()| write(&mut xml, order, &count, &total));
    written.map_err(|_| Error::Text)?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

type Xml = Writer<Vec<u8>>;

fn write(xml: &mut Xml, order: &Order, count: &str, total: &str) -> io::Result<()> {
    let document = xml.create_element("Document").with_attribute(("xmlns", SPACE));
    document.write_inner_content(|xml| {
        within(xml, "CstmrCdtTrfInitn", |xml| {
            within(xml, "GrpHdr", |xml| {
                text(xml, "MsgId", &order.message)?;
                text(xml, "CreDtTm", &moment(order.made_at))?;
                text(xml, "NbOfTxs", count)?;
                text(xml, "CtrlSum", total)?;
                within(xml, "InitgPty", |xml| name(xml, &order.debtor))
            })?;
            within(xml, "PmtInf", |xml| {
                text(xml, "PmtInfId", &format!("{}-1", order.message))?;
                text(xml, "PmtMtd", "TRF")?;
                text(xml, "BtchBookg", "false")?;
                text(xml, "NbOfTxs", count)?;
                text(xml, "CtrlSum", total)?;
                text(xml, "ReqdExctnDt", &order.day)?;
                within(xml, "Dbtr", |xml| name(xml, &order.debtor))?;
                within(xml, "DbtrAcct", |xml| account(xml, &order.debtor))?;
                // The first digits of a RIB name its bank; the element is required all the same.
                within(xml, "DbtrAgt", |xml| {
                    within(xml, "FinInstnId", |xml| {
                        within(xml, "Othr", |xml| text(xml, "Id", "NOTPROVIDED"))
                    })
                })?;
                for one in &order.transfers {
                    within(xml, "CdtTrfTxInf", |xml| transfer(xml, one))?;
                }
                Ok(())
            })
        })
    })?;
    Ok(())
}

fn transfer(xml: &mut Xml, one: &Transfer) -> io::Result<()> {
    within(xml, "PmtId", |xml| {
        text(xml, "InstrId", &one.reference)?;
        text(xml, "EndToEndId", &one.reference)
    })?;
    within(xml, "Amt", |xml| {
        xml.create_element("InstdAmt")
            .with_attribute(("Ccy", one.amount.currency.code()))
            .write_text_content(BytesText::new(&amount(one.amount)))?;
        Ok(())
    })?;
    within(xml, "Cdtr", |xml| name(xml, &one.creditor))?;
    within(xml, "CdtrAcct", |xml| account(xml, &one.creditor))?;
    let purpose = plain(&format!("{} {}", one.reference, one.purpose), TEXT);
    within(xml, "RmtInf", |xml| text(xml, "Ustrd", &purpose))
}

fn name(xml: &mut Xml, of: &Account) -> io::Result<()> {
    text(xml, "Nm", &plain(&of.holder, NAME))
}

fn account(xml: &mut Xml, of: &Account) -> io::Result<()> {
    within(xml, "Id", |xml| {
        within(xml, "Othr", |xml| {
            text(xml, "Id", of.rib.as_str())?;
            within(xml, "SchmeNm", |xml| text(xml, "Prtry", "RIB"))
        })
    })
}

fn within(xml: &mut Xml, element: &str, inner: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    xml.create_element(element).write_inner_content(inner)?;
    Ok(())
}

fn text(xml: &mut Xml, element: &str, content: &str) -> io::Result<()> {
    xml.create_element(element)
        .write_text_content(BytesText::new(content))?;
    Ok(())
}

/// A moment in UTC to the second, without anything that knows calendars: the days since 1970 are counted out.
fn moment(at: Micros) -> String {
    let seconds = at.seconds();
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date(days);
    let (hour, minute, second) = (rest / 3_600, rest % 3_600 / 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Year, month and day of a day since 1970: years begin in March here, so that leap days stand at their ends.
fn date(days: i64) -> (i64, i64, i64) {
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_calendars_have_them() {
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_910_400, "2026-11-29T00:00:00Z"),
            (4_102_444_799, "2099-12-31T23:59:59Z"),
        ] {
            assert_eq!(moment(Micros(seconds * 1_000_000)), written);
        }
    }
}
