//! Statements as banks send them, and files that are none.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

use bankfile::read::{Amount, Dates, Decimal, Delimiter, Encoding, FAULTS, Format, Mapping, What, read};
use proptest::prelude::*;

fn french() -> Mapping {
    Mapping {
        balance: Some(5),
        ..Mapping::default()
    }
}

fn whats(bytes: &[u8], format: &Format) -> Vec<(u32, What)> {
    let faults = read(bytes, format).unwrap_err();
    faults.into_iter().map(|fault| (fault.row, fault.what)).collect()
}

#[test]
fn a_french_csv_with_two_columns_of_amounts_is_read() {
    let file = "Date;Libellé;Débit;Crédit;Solde\r\n\
                27/11/2026;VIR RECU M ALAMI 7K3M-9QXX;;380,00;1 380,00\r\n\
                \r\n\
                28/11/2026;\"FRAIS; TENUE DE COMPTE\";-12,50;;1 367,50\r\n\
                29/11/2026;EXTOURNE;;-9,00;1 358,50\r\n";
    let statement = read(file.as_bytes(), &Format::Csv(french())).unwrap();
    let seen: Vec<_> = statement
        .lines
        .iter()
        .map(|line| (line.row, line.booked_on.as_str(), line.minor, line.wording.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (2, "2026-11-27", 38_000, "VIR RECU M ALAMI 7K3M-9QXX"),
            (4, "2026-11-28", -1_250, "FRAIS; TENUE DE COMPTE"),
            (5, "2026-11-29", -900, "EXTOURNE")
        ]
    );
    let closing = statement.closing.unwrap();
    assert_eq!((closing.on.as_str(), closing.minor), ("2026-11-29", 135_850));
}

#[test]
fn an_english_csv_in_windows_letters_and_without_a_head_is_read() {
    let mapping = Mapping {
        delimiter: Delimiter::Comma,
        encoding: Encoding::Windows1252,
        head: 0,
        date: 2,
        dates: Dates::MonthFirst,
        amount: Amount::Signed(4),
        decimal: Decimal::Point,
        wording: vec![3, 6],
        currency: Some(5),
        party: Some(7),
        party_account: Some(8),
        bank_id: Some(1),
        account: Some(9),
        balance: None,
    };
    let file = b"A1,11/28/2026,Transfer,\"1,234.50\",mad,Coop\xe9rative,Amal,310 810 1014029004423101 33,MA64 0111\n\
                 A2,11/27/2026,Fee,-3.00,MAD,,,,ma640111\n";
    let statement = read(file, &Format::Csv(mapping.clone())).unwrap();
    assert_eq!(statement.account.as_deref(), Some("MA640111"));
    let first = &statement.lines[0];
    assert_eq!((first.minor, first.wording.as_str()), (123_450, "Transfer Coopérative"));
    assert_eq!(
        (first.party.as_deref(), first.party_account.as_deref()),
        (Some("Amal"), Some("310810101402900442310133"))
    );
    assert_eq!(
        (first.bank_id.as_deref(), first.currency.as_deref()),
        (Some("A1"), Some("MAD"))
    );
    let other = String::from_utf8_lossy(file).replace("ma640111", "MA999");
    assert_eq!(whats(other.as_bytes(), &Format::Csv(mapping)), [(2, What::Accounts)]);
}

#[test]
fn each_line_that_cannot_be_read_is_named() {
    let file = "Date;Libelle;Debit;Credit\n\
                31/02/2026;a;;1,00\n\
                28/11/2026;b;;dix\n\
                28/11/2026;c;1,00;1,00\n\
                28/11/2026;d\n\
                28/11/2026;e;;\n\
                28/11/2026;f;;5,00\n\
                28/11/2026;g;;0,00\n";
    let wrong = whats(file.as_bytes(), &Format::Csv(Mapping::default()));
    assert_eq!(
        wrong,
        [
            (2, What::Date),
            (3, What::Amount),
            (4, What::Amount),
            (5, What::Columns),
            (6, What::Amount)
        ]
    );
}

#[test]
fn what_is_no_statement_at_all_is_said_once() {
    let csv = Format::Csv(Mapping::default());
    assert_eq!(whats(b" \n ", &csv), [(0, What::Empty)]);
    assert_eq!(whats(b"Date;Libelle;Debit;Credit\n", &csv), [(0, What::Empty)]);
    assert_eq!(
        whats(
            "Date;Libellé\n"
                .as_bytes()
                .strip_suffix(b"\n")
                .map(|_| b"\xff\xfe".as_slice())
                .unwrap(),
            &csv
        ),
        [(0, What::Letters)]
    );
    assert_eq!(whats(&vec![b'a'; 5_000_000], &csv), [(0, What::TooLarge)]);
    let many = "28/11/2026;a;;1,00\n".repeat(5_002);
    assert_eq!(whats(many.as_bytes(), &csv), [(0, What::TooLarge)]);
    let wrong = "x;y;z;w\n".repeat(1_000);
    assert_eq!(whats(wrong.as_bytes(), &csv).len(), FAULTS);
    assert_eq!(
        whats(b"<Document><Other/></Document>", &Format::Camt053),
        [(0, What::NoStatement)]
    );
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt>";
const TAIL: &str = "</BkToCstmrStmt></Document>";

fn old() -> String {
    format!(
        "{HEAD}<Stmt><Id>1</Id><Acct><Id><IBAN>MA64310810101402900442310133</IBAN></Id></Acct>\
         <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"MAD\">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-27</Dt></Dt></Bal>\
         <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"MAD\">1367.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-28</Dt></Dt></Bal>\n\
         <Ntry><Amt Ccy=\"MAD\">380.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-28</Dt></BookgDt><AcctSvcrRef>B1</AcctSvcrRef>\
         <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Nm>M. Alami &amp; fils</Nm></Dbtr><DbtrAcct><Id><Othr><Id>011780000000000000000000</Id></Othr></Id></DbtrAcct></RltdPties>\
         <RmtInf><Ustrd>COMMANDE 7K3M</Ustrd><Ustrd>9QXX</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n\
         <Ntry><Amt Ccy=\"MAD\">12.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2026-11-28T09:00:00</DtTm></BookgDt><AddtlNtryInf>FRAIS</AddtlNtryInf></Ntry>\n\
         <Ntry><Amt Ccy=\"MAD\">99.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2026-11-28</Dt></BookgDt></Ntry></Stmt>{TAIL}"
    )
}

#[test]
fn camt_053_is_read_in_its_old_and_its_new_shape() {
    let statement = read(old().as_bytes(), &Format::Camt053).unwrap();
    assert_eq!(statement.account.as_deref(), Some("MA64310810101402900442310133"));
    assert_eq!(statement.closing.as_ref().unwrap().minor, 136_750);
    let first = &statement.lines[0];
    assert_eq!(
        (first.minor, first.wording.as_str(), first.bank_id.as_deref()),
        (38_000, "COMMANDE 7K3M 9QXX", Some("B1"))
    );
    assert_eq!(first.party.as_deref(), Some("M. Alami & fils"));
    assert_eq!(first.party_account.as_deref(), Some("011780000000000000000000"));
    assert_eq!(
        (statement.lines.len(), statement.lines[1].minor, statement.lines[1].row),
        (2, -1_250, 4)
    );
    let new = old()
        .replace("camt.053.001.02", "camt.053.001.08")
        .replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")
        .replace("<Sts>PDNG</Sts>", "<Sts><Cd>PDNG</Cd></Sts>")
        .replace(
            "<Dbtr><Nm>M. Alami &amp; fils</Nm></Dbtr>",
            "<Dbtr><Pty><Nm>M. Alami &#38; fils</Nm></Pty></Dbtr>",
        );
    assert_eq!(read(new.as_bytes(), &Format::Camt053).unwrap(), statement);
    let prefixed = old()
        .replace("</", "</c:")
        .replace("<c:", "\u{1}")
        .replace('\u{1}', "<c:");
    assert!(
        read(prefixed.as_bytes(), &Format::Camt053).is_err(),
        "half a prefix is no XML"
    );
}

#[test]
fn transfers_that_were_booked_together_are_lines_of_their_own_where_they_add_up() {
    let entry = |first: &str| {
        format!(
            "{HEAD}<Stmt><Acct><Id><IBAN>MA1</IBAN></Id></Acct><Ntry><Amt Ccy=\"MAD\">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-28</Dt></BookgDt><AcctSvcrRef>B7</AcctSvcrRef>\
             <NtryDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy=\"MAD\">{first}</Amt></TxAmt></AmtDtls><RmtInf><Ustrd>A</Ustrd></RmtInf></TxDtls>\
             <TxDtls><Amt Ccy=\"MAD\">20.00</Amt><RmtInf><Ustrd>B</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt>{TAIL}"
        )
    };
    let lines = read(entry("10.00").as_bytes(), &Format::Camt053).unwrap().lines;
    let seen: Vec<_> = lines
        .iter()
        .map(|line| (line.minor, line.wording.as_str(), line.bank_id.as_deref()))
        .collect();
    assert_eq!(seen, [(1_000, "A", Some("B7/1")), (2_000, "B", Some("B7/2"))]);
    let lines = read(entry("11.00").as_bytes(), &Format::Camt053).unwrap().lines;
    assert_eq!(
        (lines.len(), lines[0].minor, lines[0].wording.as_str()),
        (1, 3_000, "A B")
    );
}

#[test]
fn entities_depth_and_broken_xml_are_refused() {
    let bomb =
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Document>&b;</Document>";
    assert_eq!(whats(bomb.as_bytes(), &Format::Camt053), [(1, What::Xml)]);
    let own = old().replace("&amp;", "&evil;");
    assert_eq!(whats(own.as_bytes(), &Format::Camt053)[0].1, What::Xml);
    let deep = "<a>".repeat(100_000);
    assert_eq!(whats(deep.as_bytes(), &Format::Camt053)[0].1, What::TooLarge);
    for cut in [30, 200, 600] {
        let part: String = old().chars().take(cut).collect();
        assert!(read(part.as_bytes(), &Format::Camt053).is_err(), "{cut}");
    }
    let odd = old()
        .replace("380.00", "-380.00")
        .replace("2026-11-28T09:00:00", "yesterday");
    assert_eq!(
        whats(odd.as_bytes(), &Format::Camt053),
        [(3, What::Amount), (4, What::Date)]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_break_the_readers(bytes in prop::collection::vec(any::<u8>(), 0..400), cut in 0_usize..1_400) {
        let _ = read(&bytes, &Format::Camt053);
        let _ = read(&bytes, &Format::Csv(Mapping::default()));
        let mut spoilt = old().into_bytes();
        let at = cut.min(spoilt.len());
        spoilt.splice(at..at, bytes);
        let _ = read(&spoilt, &Format::Camt053);
    }
}
