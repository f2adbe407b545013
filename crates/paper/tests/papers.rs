//! What is printed can be read: in three languages, with the sums as they came in, whatever people are called.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

mod sample;

use kernel::{Fault, Kind, Locale};
use paper::{Cell, Error, Fact, Paper, Row};
use sample::{amount, statement};
use std::time::Duration;
use testkit::printed::{pdf_text, plain, xlsx_files};

async fn printed(paper: &Paper) -> String {
    pdf_text(&paper::pdf(paper.clone()).await.unwrap())
}

/// What somebody may be called who wants to do harm, and what is left of it.
fn hostile() -> Vec<(String, &'static str)> {
    vec![
        (
            "#panic(\"x\") $1/0$ *b* _i_ `c` @l <k> \\ [".to_owned(),
            "#panic(\"x\") $1/0$ *b* _i_ `c` @l <k> \\ [",
        ),
        ("****4242".to_owned(), "****4242"),
        ("= 1 // c /* d */ - e + f".to_owned(), "= 1 // c /* d */ - e + f"),
        ("gnp\u{202e}exe.\u{2067}\u{200f}x\u{0}".to_owned(), "gnpexe.x"),
        ("</script><svg onload=x>".to_owned(), "</script><svg onload=x>"),
        (
            "=HYPERLINK(\"http://x\",\"y\")".to_owned(),
            "=HYPERLINK(\"http://x\",\"y\")",
        ),
    ]
}

#[tokio::test]
async fn a_statement_says_the_same_in_three_languages() {
    for (locale, words) in [
        (Locale::Ar, ["كشف الحساب", "الرصيد", "العمولة", "تيسليت", "نونبر 2026"]),
        (
            Locale::Fr,
            [
                "Relevé de compte",
                "Solde au début",
                "Commission",
                "Tislit d’argan",
                "novembre 2026",
            ],
        ),
        (
            Locale::En,
            [
                "Statement of account",
                "Opening balance",
                "Commission",
                "Tislit argan",
                "November 2026",
            ],
        ),
    ] {
        let paper = statement(locale, 60);
        let text = printed(&paper).await;
        for word in words {
            assert!(text.contains(word), "{locale} {word}: {text}");
        }
        // Every number of an order, every amount, to the centime and with its sign.
        for row in &paper.rows {
            for cell in &row.cells {
                match cell {
                    Cell::Text { code, .. } => assert!(text.contains(code.as_str()), "{locale} {code}"),
                    Cell::Amount(amount) => assert!(text.contains(&plain(&amount.text)), "{locale} {}", amount.text),
                    Cell::Day(day) => assert!(text.contains(&day.text), "{locale} {}", day.text),
                    Cell::Empty => {}
                }
            }
        }
        assert_eq!(
            text.matches("−300,00").count(),
            24,
            "{locale}: twelve transfers, each in two columns"
        );
        for code in [
            "999000001000075",
            "310 810 1014029004423101 33",
            "marche@tiwizi.example",
        ] {
            assert!(text.contains(code), "{locale} {code}: {text}");
        }
        for page in ["1 / 2", "2 / 2"] {
            assert!(text.contains(page), "{locale} {page}");
        }
    }
}

#[tokio::test]
async fn the_same_paper_is_the_same_bytes() {
    let paper = statement(Locale::Ar, 7);
    assert_eq!(
        paper::pdf(paper.clone()).await.unwrap(),
        paper::pdf(paper.clone()).await.unwrap()
    );
    assert_eq!(
        paper::xlsx(paper.clone()).await.unwrap(),
        paper::xlsx(paper).await.unwrap()
    );
}

#[tokio::test]
async fn hostile_names_are_names_on_paper() {
    for (typed, left) in hostile() {
        for locale in [Locale::Ar, Locale::Fr] {
            let mut paper = statement(locale, 1);
            paper.holder.name.clone_from(&typed);
            paper.issuer.name.clone_from(&typed);
            paper.notes.push(typed.clone());
            paper.holder.facts.push(Fact {
                label: typed.clone(),
                value: typed.clone(),
                code: false,
            });
            paper.rows[1].cells[1] = Cell::Text {
                text: typed.clone(),
                code: typed.clone(),
            };
            let text = printed(&paper).await;
            if locale == Locale::Fr {
                assert!(text.contains(left), "{left}: {text}");
            }
            assert!(!text.contains('\u{0}'));
        }
    }
}

#[tokio::test]
async fn a_name_without_end_stays_on_its_page() {
    let mut paper = statement(Locale::Fr, 3);
    for name in ["x".repeat(5_000), "تعاونية ".repeat(900), "\u{1f9ff}".repeat(300)] {
        paper.holder.name.clone_from(&name);
        paper.rows[1].cells[1] = Cell::Text {
            text: name,
            code: String::new(),
        };
        let text = printed(&paper).await;
        assert!(text.contains("1 / ") && !text.contains("/ 4"), "{text}");
    }
}

#[tokio::test]
async fn a_sheet_has_numbers_and_days_and_no_formula() {
    let mut paper = statement(Locale::Ar, 4);
    for ((typed, _), row) in hostile().into_iter().zip(1..5) {
        paper.rows[row].cells[1] = Cell::Text {
            text: typed,
            code: "=1+1".to_owned(),
        };
    }
    paper.holder.name = "=HYPERLINK(\"http://x\",\"y\")".to_owned();
    paper.rows[1].cells[2] = Cell::Amount(amount(-1_234_567));
    let files = xlsx_files(&paper::xlsx(paper).await.unwrap());
    let sheet = &files["xl/worksheets/sheet1.xml"];
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{sheet}");
    assert!(
        sheet.contains("rightToLeft=\"1\"") && sheet.contains("state=\"frozen\""),
        "{sheet}"
    );
    assert!(sheet.contains("<v>-12345.67</v>"), "{sheet}");
    // The second of November 2026, as spreadsheets count days.
    assert!(sheet.contains("<v>46328</v>"), "{sheet}");
    assert!(files["xl/styles.xml"].contains("quotePrefix=\"1\""));
    let texts = &files["xl/sharedStrings.xml"];
    assert!(texts.contains("=HYPERLINK(") && !texts.contains('\u{202e}'), "{texts}");
    let other = xlsx_files(&paper::xlsx(statement(Locale::Fr, 1)).await.unwrap());
    assert!(!other["xl/worksheets/sheet1.xml"].contains("rightToLeft"));
}

/// On a single thread, which would stand still until the paper is there.
#[tokio::test]
async fn others_are_answered_while_a_paper_is_set() {
    let setting = tokio::spawn(paper::pdf(statement(Locale::Ar, 100)));
    let mut answered = 0;
    while !setting.is_finished() {
        tokio::time::sleep(Duration::from_millis(1)).await;
        answered += 1;
    }
    assert!(!setting.await.unwrap().unwrap().is_empty());
    assert!(answered > 5, "{answered}");
}

#[tokio::test]
async fn nothing_to_say_is_a_paper_and_too_much_is_refused() {
    for locale in Locale::COMPLETE {
        let mut empty = statement(locale, 0);
        empty.figures.clear();
        empty.notes.clear();
        empty.rows.clear();
        assert!(printed(&empty).await.contains("1 / 1"), "{locale}");
        assert!(!xlsx_files(&paper::xlsx(empty).await.unwrap()).is_empty());
    }
    let mut long = statement(Locale::Fr, 0);
    long.rows = vec![Row::default(); paper::LINES + 11];
    let refused = paper::pdf(long.clone()).await.unwrap_err();
    assert!(matches!(refused, Error::TooLong) && refused.kind() == Kind::Invalid);
    long.rows = vec![Row::default(); paper::ROWS + 11];
    assert!(matches!(paper::xlsx(long).await, Err(Error::TooLong)));
}
