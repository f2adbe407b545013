//! CAMT.053, the *bank to customer statement* of ISO 20022. The versions differ in where a few things stand (a name in a
//! `Pty`, a state in a `Cd`); whatever of it is there is taken.

use super::{
    Closing, FAULTS, Fault, Line, MOST, Statement, What,
    text::{self, Day, Encoding},
    xml::{self, Node},
};

pub(super) fn read(bytes: &[u8]) -> Result<Statement, Vec<Fault>> {
    let text = decode(bytes).ok_or_else(|| Fault::whole(What::Letters))?;
    let tree = xml::read(&text).map_err(|fault| vec![fault])?;
    let message = tree.at(&["Document", "BkToCstmrStmt"]);
    let message = message.ok_or_else(|| Fault::whole(What::NoStatement))?;
    let (mut found, mut faults) = (Statement::default(), Vec::new());
    let mut any = false;
    for statement in message.all("Stmt") {
        any = true;
        read_statement(statement, &mut found, &mut faults);
        if found.lines.len() > MOST {
            return Err(Fault::whole(What::TooLarge));
        }
    }
    if !any {
        return Err(Fault::whole(What::NoStatement));
    }
    faults.truncate(FAULTS);
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// UTF-8, or what the first line says.
fn decode(bytes: &[u8]) -> Option<String> {
    text::decode(bytes, Encoding::Utf8).or_else(|| {
        let head: String = bytes
            .iter()
            .take(200)
            .map(|byte| char::from(*byte).to_ascii_lowercase())
            .collect();
        let western = ["iso-8859-1", "iso-8859-15", "windows-1252"];
        let declared = western.iter().any(|name| head.contains(name));
        if declared {
            text::decode(bytes, Encoding::Windows1252)
        } else {
            None
        }
    })
}

fn read_statement(statement: &Node, found: &mut Statement, faults: &mut Vec<Fault>) {
    let named = statement
        .said(&["Acct", "Id", "IBAN"])
        .or_else(|| statement.said(&["Acct", "Id", "Othr", "Id"]));
    let Some(account) = named.and_then(text::account) else {
        faults.push(Fault::new(statement.row, What::Accounts, ""));
        return;
    };
    let known = found.account.get_or_insert_with(|| account.clone());
    if *known != account {
        faults.push(Fault::new(statement.row, What::Accounts, &account));
        return;
    }
    for entry in statement.all("Ntry") {
        let state = entry.said(&["Sts", "Cd"]).or_else(|| entry.said(&["Sts"]));
        // What is only announced is on the next statement, or never.
        if state.is_some_and(|state| state != "BOOK") {
            continue;
        }
        match lines(entry) {
            Ok(lines) => found.lines.extend(lines.into_iter().filter(|line| line.minor != 0)),
            Err(fault) => faults.push(fault),
        }
    }
    for balance in statement.all("Bal") {
        if balance.said(&["Tp", "CdOrPrtry", "Cd"]) == Some("CLBD") {
            match closing(balance) {
                Ok(closing) if found.closing.as_ref().is_none_or(|known| known.on <= closing.on) => {
                    found.closing = Some(closing);
                }
                Ok(_) => {}
                Err(fault) => faults.push(fault),
            }
        }
    }
}

fn closing(balance: &Node) -> Result<Closing, Fault> {
    let (minor, currency) = amount(balance, balance.at(&["Amt"]))?;
    Ok(Closing {
        on: day(balance, "Dt").ok_or_else(|| Fault::new(balance.row, What::Date, ""))?,
        minor,
        currency,
    })
}

/// The day of an element, which has a time in it at some banks.
fn day(of: &Node, name: &str) -> Option<Day> {
    Day::iso(of.said(&[name, "Dt"]).or_else(|| of.said(&[name, "DtTm"]))?)
}

/// An amount with the sign that its element says, and its currency.
fn amount(of: &Node, amount: Option<&Node>) -> Result<(i64, Option<String>), Fault> {
    let wrong = |what, text: &str| Fault::new(of.row, what, text);
    let amount = amount.ok_or_else(|| wrong(What::Amount, ""))?;
    let minor = text::amount(&amount.text, '.').filter(|minor| *minor >= 0);
    let minor = minor.ok_or_else(|| wrong(What::Amount, &amount.text))?;
    let currency = match amount.currency.as_deref() {
        Some(name) => Some(text::currency(name).ok_or_else(|| wrong(What::Currency, name))?),
        None => None,
    };
    match of.said(&["CdtDbtInd"]) {
        Some("CRDT") => Ok((minor, currency)),
        Some("DBIT") => Ok((minor.saturating_neg(), currency)),
        other => Err(wrong(What::Amount, other.unwrap_or_default())),
    }
}

/// The lines of an entry: more than one, where the bank booked several together, says what each was, and they add up.
fn lines(entry: &Node) -> Result<Vec<Line>, Fault> {
    let (minor, currency) = amount(entry, entry.at(&["Amt"]))?;
    let booked_on = day(entry, "BookgDt").or_else(|| day(entry, "ValDt"));
    let whole = Line {
        row: entry.row,
        booked_on: booked_on.ok_or_else(|| Fault::new(entry.row, What::Date, ""))?,
        minor,
        currency,
        wording: String::new(),
        party: None,
        party_account: None,
        bank_id: entry.said(&["AcctSvcrRef"]).and_then(|name| text::some(name, 140)),
    };
    let details: Vec<&Node> = entry
        .all("NtryDtls")
        .flat_map(|details| details.all("TxDtls"))
        .collect();
    if let [_, _, ..] = details.as_slice() {
        let split: Option<Vec<Line>> = (1_u32..)
            .zip(&details)
            .map(|(nth, detail)| part(entry, detail, nth, &whole))
            .collect();
        let sum = |lines: &[Line]| lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.minor));
        if let Some(split) = split.filter(|lines| sum(lines) == minor) {
            return Ok(split);
        }
    }
    Ok(vec![described(entry, &details, whole)])
}

/// One of several that were booked together.
fn part(entry: &Node, detail: &Node, nth: u32, whole: &Line) -> Option<Line> {
    let stated = detail
        .at(&["Amt"])
        .or_else(|| detail.at(&["AmtDtls", "TxAmt", "Amt"]))?;
    let minor = text::amount(&stated.text, '.').filter(|minor| *minor >= 0)?;
    let currency = stated.currency.as_deref().and_then(text::currency);
    if currency.is_some() && currency != whole.currency {
        return None;
    }
    let went = match detail.said(&["CdtDbtInd"]) {
        Some(way) => way == "DBIT",
        None => whole.minor < 0,
    };
    let own = detail.said(&["Refs", "AcctSvcrRef"]).map(str::to_owned);
    let line = Line {
        row: detail.row,
        minor: if went { minor.saturating_neg() } else { minor },
        bank_id: own.or_else(|| whole.bank_id.as_ref().map(|name| format!("{name}/{nth}"))),
        ..whole.clone()
    };
    Some(described(entry, &[detail], line))
}

/// The line with its words and its counterparty.
fn described(entry: &Node, details: &[&Node], mut line: Line) -> Line {
    let mut words: Vec<&str> = Vec::new();
    for detail in details {
        let free = detail.all("RmtInf").flat_map(|remittance| remittance.all("Ustrd"));
        words.extend(free.map(|words| words.text.trim()));
        let structured = detail.all("RmtInf").flat_map(|remittance| remittance.all("Strd"));
        words.extend(structured.filter_map(|structured| structured.said(&["CdtrRefInf", "Ref"])));
        words.extend(detail.said(&["Refs", "EndToEndId"]).filter(|id| *id != "NOTPROVIDED"));
        words.extend(detail.said(&["AddtlTxInf"]));
    }
    words.extend(entry.said(&["AddtlNtryInf"]));
    words.dedup();
    line.wording = text::clean(&words.join(" "), 1_000);
    if let [detail] = details {
        let (party, account) = if line.minor < 0 {
            ("Cdtr", "CdtrAcct")
        } else {
            ("Dbtr", "DbtrAcct")
        };
        let name = detail.said(&["RltdPties", party, "Nm"]);
        let name = name.or_else(|| detail.said(&["RltdPties", party, "Pty", "Nm"]));
        line.party = name.and_then(|name| text::some(name, 140));
        let number = detail.said(&["RltdPties", account, "Id", "IBAN"]);
        let number = number.or_else(|| detail.said(&["RltdPties", account, "Id", "Othr", "Id"]));
        line.party_account = number.and_then(text::account);
        if line.bank_id.is_none() {
            line.bank_id = detail
                .said(&["Refs", "AcctSvcrRef"])
                .and_then(|name| text::some(name, 140));
        }
    }
    line
}
