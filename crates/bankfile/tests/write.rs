//! Files for the bank: what is written is what was ordered, the same each time, and stands as the schema wants it.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it is wrong"
)]

use bankfile::write::{Account, Error, MOST, Order, Transfer, csv, pain001};
use kernel::{Currency, Micros, Money, registration::Rib};
use proptest::prelude::*;
use quick_xml::{Reader, events::Event};

fn account(holder: &str, rib: &str) -> Account {
    Account {
        holder: holder.to_owned(),
        rib: Rib::parse(rib).unwrap(),
    }
}

fn order() -> Order {
    let transfer = |reference: &str, minor, holder: &str| Transfer {
        reference: reference.to_owned(),
        amount: Money::mad(minor),
        creditor: account(holder, "011519000001205000534921"),
        purpose: "Souk des coopératives, novembre".to_owned(),
    };
    Order {
        message: "0192f0c4a3b27c3e8d1f5a6b7c8d9e0f".to_owned(),
        made_at: Micros(1_795_910_400_000_000),
        day: "2026-11-30".to_owned(),
        debtor: account("Association du Souk", "310810101402900442310133"),
        transfers: vec![
            transfer("POABCDEFG2", 1_180_050, "Coopérative Tislit n° 1"),
            transfer("POABCDEFG3", 5, "=Coopérative «Amal» & sœurs"),
        ],
    }
}

#[test]
fn the_xml_is_as_agreed_with_the_bank() {
    let xml = pain001(&order()).unwrap();
    insta::assert_snapshot!(String::from_utf8(xml.clone()).unwrap());
    assert_eq!(pain001(&order()).unwrap(), xml, "the same order, the same bytes");
}

#[test]
fn the_table_is_as_agreed_with_the_bank() {
    insta::assert_snapshot!(String::from_utf8(csv(&order()).unwrap()).unwrap().replace('\r', "␍"));
}

/// The children of each element of pain.001.001.03 that we write, in the order of its schema, and whether it must be
/// there; `*` for one that may come again.
const SCHEMA: &[(&str, &[(&str, &str)])] = &[
    ("Document", &[("CstmrCdtTrfInitn", "1")]),
    ("CstmrCdtTrfInitn", &[("GrpHdr", "1"), ("PmtInf", "*")]),
    (
        "GrpHdr",
        &[
            ("MsgId", "1"),
            ("CreDtTm", "1"),
            ("Authstn", "?"),
            ("NbOfTxs", "1"),
            ("CtrlSum", "?"),
            ("InitgPty", "1"),
            ("FwdgAgt", "?"),
        ],
    ),
    ("InitgPty", &[("Nm", "?"), ("PstlAdr", "?"), ("Id", "?")]),
    (
        "PmtInf",
        &[
            ("PmtInfId", "1"),
            ("PmtMtd", "1"),
            ("BtchBookg", "?"),
            ("NbOfTxs", "?"),
            ("CtrlSum", "?"),
            ("PmtTpInf", "?"),
            ("ReqdExctnDt", "1"),
            ("PoolgAdjstmntDt", "?"),
            ("Dbtr", "1"),
            ("DbtrAcct", "1"),
            ("DbtrAgt", "1"),
            ("DbtrAgtAcct", "?"),
            ("UltmtDbtr", "?"),
            ("ChrgBr", "?"),
            ("CdtTrfTxInf", "*"),
        ],
    ),
    ("Dbtr", &[("Nm", "?"), ("PstlAdr", "?"), ("Id", "?")]),
    ("DbtrAcct", &[("Id", "1"), ("Tp", "?"), ("Ccy", "?"), ("Nm", "?")]),
    ("DbtrAgt", &[("FinInstnId", "1"), ("BrnchId", "?")]),
    (
        "FinInstnId",
        &[
            ("BIC", "?"),
            ("ClrSysMmbId", "?"),
            ("Nm", "?"),
            ("PstlAdr", "?"),
            ("Othr", "?"),
        ],
    ),
    (
        "CdtTrfTxInf",
        &[
            ("PmtId", "1"),
            ("PmtTpInf", "?"),
            ("Amt", "1"),
            ("XchgRateInf", "?"),
            ("ChrgBr", "?"),
            ("ChqInstr", "?"),
            ("UltmtDbtr", "?"),
            ("IntrmyAgt1", "?"),
            ("CdtrAgt", "?"),
            ("CdtrAgtAcct", "?"),
            ("Cdtr", "?"),
            ("CdtrAcct", "?"),
            ("UltmtCdtr", "?"),
            ("InstrForCdtrAgt", "?"),
            ("InstrForDbtrAgt", "?"),
            ("Purp", "?"),
            ("RgltryRptg", "?"),
            ("Tax", "?"),
            ("RltdRmtInf", "?"),
            ("RmtInf", "?"),
        ],
    ),
    ("PmtId", &[("InstrId", "?"), ("EndToEndId", "1")]),
    ("Amt", &[("InstdAmt", "1")]),
    ("Cdtr", &[("Nm", "?"), ("PstlAdr", "?"), ("Id", "?")]),
    ("CdtrAcct", &[("Id", "1"), ("Tp", "?"), ("Ccy", "?"), ("Nm", "?")]),
    ("Id", &[("IBAN", "?"), ("Othr", "?")]),
    ("Othr", &[("Id", "1"), ("SchmeNm", "?"), ("Issr", "?")]),
    ("SchmeNm", &[("Cd", "?"), ("Prtry", "?")]),
    ("RmtInf", &[("Ustrd", "*"), ("Strd", "*")]),
];

/// Longest text of an element.
const LONGEST: &[(&str, usize)] = &[
    ("MsgId", 35),
    ("PmtInfId", 35),
    ("InstrId", 35),
    ("EndToEndId", 35),
    ("Nm", 140),
    ("Ustrd", 140),
    ("Prtry", 35),
    ("NbOfTxs", 15),
];

/// Walks a file, and says what of it is not as the schema wants it.
fn faults(xml: &[u8]) -> Vec<String> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().trim_text(true);
    let mut open: Vec<(String, Vec<String>, String)> = Vec::new();
    let mut found = Vec::new();
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).unwrap() {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                if let Some((_, children, _)) = open.last_mut() {
                    children.push(name.clone());
                }
                open.push((name, Vec::new(), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, _, all)) = open.last_mut() {
                    all.push_str(&text);
                }
            }
            // An apostrophe and its like, written as what stands for it.
            Event::GeneralRef(_) => {
                if let Some((_, _, all)) = open.last_mut() {
                    all.push('&');
                }
            }
            Event::End(_) => {
                let (name, children, text) = open.pop().unwrap();
                found.extend(element(&name, &children, &text));
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    assert!(open.is_empty());
    found
}

fn element(name: &str, children: &[String], text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if children.is_empty() {
        let longest = LONGEST
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(140, |(_, most)| *most);
        if text.is_empty() || text.chars().count() > longest {
            found.push(format!("{name}: {text:?}"));
        }
        return found;
    }
    let Some((_, known)) = SCHEMA.iter().find(|(known, _)| *known == name) else {
        return vec![format!("{name} is not known")];
    };
    let mut at = 0;
    for child in children {
        match known.iter().position(|(known, _)| known == child) {
            Some(place) if place < at => found.push(format!("{name}: {child} comes too late")),
            Some(place) => at = place + usize::from(known[place].1 != "*"),
            None => found.push(format!("{name}: {child} is not known")),
        }
    }
    let missing = known
        .iter()
        .filter(|(child, many)| *many != "?" && !children.iter().any(|c| c == child));
    let optional = ["RmtInf"];
    found.extend(
        missing
            .filter(|_| !optional.contains(&name))
            .map(|(child, _)| format!("{name}: no {child}")),
    );
    found
}

#[test]
fn every_element_stands_where_the_schema_wants_it() {
    assert_eq!(faults(&pain001(&order()).unwrap()), Vec::<String>::new());
}

#[test]
fn what_no_bank_would_take_is_refused() {
    let with = |change: fn(&mut Order)| {
        let mut order = order();
        change(&mut order);
        (pain001(&order).err(), csv(&order).err())
    };
    let both = |error| (Some(error), Some(error));
    assert_eq!(with(|order| order.transfers.clear()), both(Error::Count));
    assert_eq!(
        with(|order| order.transfers = vec![order.transfers[0].clone(); MOST + 1]),
        both(Error::Count)
    );
    assert_eq!(
        with(|order| order.transfers[0].amount = Money::mad(0)),
        both(Error::Amount)
    );
    assert_eq!(
        with(|order| order.transfers[0].amount = Money::mad(i64::MAX)),
        both(Error::Amount)
    );
    assert_eq!(
        with(|order| {
            order.transfers[0].amount = Money {
                minor: 1,
                currency: Currency::Eur,
            };
        }),
        both(Error::Amount)
    );
    assert_eq!(
        with(|order| order.transfers[0].reference = "x".repeat(36)),
        both(Error::Id)
    );
    assert_eq!(with(|order| order.message = "<1>".to_owned()), both(Error::Id));
    assert_eq!(
        with(|order| order.debtor.holder = "سوق".to_owned()).0,
        Some(Error::Name)
    );
}

proptest! {
    /// Whatever a name holds, the file is sound, its sum is right, and a table has no formula.
    #[test]
    fn a14_any_name_makes_a_sound_file(holder in ".{1,80}", purpose in ".{0,200}", amounts in prop::collection::vec(1_i64..1_000_000_000, 1..20)) {
        let mut order = order();
        let model = order.transfers[0].clone();
        order.transfers = amounts.iter().map(|minor| Transfer {
            amount: Money::mad(*minor),
            creditor: Account { holder: holder.clone(), ..model.creditor.clone() },
            purpose: purpose.clone(),
            ..model.clone()
        }).collect();
        match pain001(&order) {
            Ok(xml) => {
                prop_assert_eq!(faults(&xml), Vec::<String>::new());
                let sum: i64 = amounts.iter().sum();
                let sum = format!("<CtrlSum>{}.{:02}</CtrlSum>", sum / 100, sum % 100);
                prop_assert_eq!(String::from_utf8(xml).unwrap().matches(&sum).count(), 2);
            }
            Err(error) => prop_assert_eq!(error, Error::Name),
        }
        let table = csv(&order).unwrap();
        let text = String::from_utf8(table).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut rows = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
        let mut count = 0;
        for row in rows.records() {
            for cell in row.unwrap().iter() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']), "{cell:?}");
            }
            count += 1;
        }
        prop_assert_eq!(count, amounts.len());
    }
}
