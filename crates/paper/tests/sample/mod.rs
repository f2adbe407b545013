//! A statement with made-up lines, in a reader's language.
#![allow(dead_code, unreachable_pub, reason = "each user needs a part of it")]

use kernel::Locale;
use paper::{Amount, Cell, Column, Day, Fact, Figure, Holds, Paper, Party, Row, Weight};

fn say(locale: Locale, ar: &str, fr: &str, en: &str) -> String {
    match locale {
        Locale::Ar => ar,
        Locale::Fr | Locale::Zgh => fr,
        Locale::En => en,
    }
    .to_owned()
}

pub fn amount(minor: i64) -> Amount {
    let whole = minor.unsigned_abs() / 100;
    let grouped = if whole < 1000 {
        whole.to_string()
    } else {
        format!("{}\u{202f}{:03}", whole / 1000, whole % 1000)
    };
    let sign = if minor < 0 { "−" } else { "" };
    Amount {
        text: format!("{sign}{grouped},{:02}", minor.unsigned_abs() % 100),
        minor,
    }
}

fn day(n: usize) -> Day {
    let day = u8::try_from(n % 28 + 1).unwrap_or(1);
    Day {
        text: format!("{day:02}/11/2026"),
        year: 2026,
        month: 11,
        day,
    }
}

fn fact(label: String, value: &str, code: bool) -> Fact {
    Fact {
        label,
        value: value.to_owned(),
        code,
    }
}

/// A statement of so many lines.
pub fn statement(locale: Locale, lines: usize) -> Paper {
    let t = |ar, fr, en| say(locale, ar, fr, en);
    let text = |text: String, code: &str| Cell::Text {
        text,
        code: code.to_owned(),
    };
    let money = |minor| Cell::Amount(amount(minor));
    let mut rows = vec![Row {
        weight: Weight::Edge,
        cells: vec![
            Cell::Day(day(0)),
            text(t("الرصيد في البداية", "Solde au début", "Opening balance"), ""),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            money(45_050),
        ],
    }];
    let mut balance = 45_050;
    for n in 0..lines {
        let code = format!("TZ-{:06}", 482_910 + n);
        let row = if n % 5 == 4 {
            balance -= 30_000;
            vec![
                Cell::Day(day(n)),
                text(
                    t("تحويل إلى بنككم", "Virement vers votre banque", "Transfer to your bank"),
                    "",
                ),
                money(-30_000),
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
                money(-30_000),
                money(balance),
            ]
        } else {
            balance += 17_900;
            vec![
                Cell::Day(day(n)),
                text(t("بيع", "Vente", "Sale"), &code),
                money(19_000),
                money(900),
                money(200),
                money(17_900),
                money(17_900),
                money(balance),
            ]
        };
        rows.push(Row {
            weight: Weight::Plain,
            cells: row,
        });
    }
    rows.push(Row {
        weight: Weight::Sum,
        cells: vec![
            Cell::Empty,
            text(t("المجموع", "Total", "Total"), ""),
            money(1_234_500),
            money(45_000),
            money(9_000),
            money(1_180_500),
            money(1_000),
            Cell::Empty,
        ],
    });
    rows.push(Row {
        weight: Weight::Edge,
        cells: vec![
            Cell::Day(day(27)),
            text(t("الرصيد في النهاية", "Solde à la fin", "Closing balance"), ""),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            money(balance),
        ],
    });
    let column = |label, holds| Column { label, holds };
    let dirhams = |minor| format!("{}\u{a0}{}", amount(minor).text, t("درهم", "DH", "MAD"));
    Paper {
        locale,
        title: t("كشف الحساب", "Relevé de compte", "Statement of account"),
        subtitle: t("نونبر 2026", "novembre 2026", "November 2026"),
        facts: vec![fact(t("إلى غاية", "Arrêté au", "As of"), "30/11/2026", true)],
        issuer: Party {
            role: String::new(),
            name: t("تيويزي", "Tiwizi", "Tiwizi"),
            facts: vec![
                fact(String::new(), "Association Tiwizi pour les produits du terroir", false),
                fact(String::new(), "12, rue des Orangers, Agadir", false),
                fact(t("الهاتف", "Téléphone", "Telephone"), "05 28 00 00 00", true),
                fact(t("البريد", "Courriel", "E-mail"), "marche@tiwizi.example", true),
            ],
        },
        holder: Party {
            role: t("التعاونية", "Coopérative", "Cooperative"),
            name: t(
                "تعاونية تيسليت للأركان",
                "Coopérative Tislit d’argan",
                "Tislit argan cooperative",
            ),
            facts: vec![
                fact(
                    t(
                        "سجل التعاونيات",
                        "Registre des coopératives",
                        "Register of cooperatives",
                    ),
                    "123/2021, Agadir",
                    true,
                ),
                fact("ICE".to_owned(), "999000001000075", true),
                fact(
                    t("المقر", "Siège", "Seat"),
                    &t("دوار تيزي، بيوكرى", "Douar Tizi, Biougra", "Douar Tizi, Biougra"),
                    false,
                ),
                fact("RIB".to_owned(), "310 810 1014029004423101 33", true),
            ],
        },
        band: BAND.to_owned(),
        figures: vec![
            Figure {
                label: t("بيع للزبناء", "Vendu aux clients", "Sold to customers"),
                value: dirhams(1_234_500),
                strong: false,
            },
            Figure {
                label: t("العمولة وضريبتها", "Commission et TVA", "Commission and VAT"),
                value: dirhams(54_000),
                strong: false,
            },
            Figure {
                label: t("حُوّل إليكم", "Viré chez vous", "Paid out to you"),
                value: dirhams(240_000),
                strong: false,
            },
            Figure {
                label: t("يبقى لكم عند السوق", "Le marché vous doit", "The market owes you"),
                value: dirhams(balance),
                strong: true,
            },
        ],
        columns: vec![
            column(t("التاريخ", "Date", "Date"), Holds::Day),
            column(t("البيان", "Opération", "What happened"), Holds::Text),
            column(t("المبلغ", "Montant", "Amount"), Holds::Amount),
            column(t("العمولة", "Commission", "Commission"), Holds::Amount),
            column(t("الضريبة", "TVA", "VAT"), Holds::Short),
            column(t("نصيبكم", "Vous gardez", "You keep"), Holds::Amount),
            column(t("على الحساب", "Sur le compte", "On account"), Holds::Amount),
            column(t("الرصيد", "Solde", "Balance"), Holds::Amount),
        ],
        rows,
        notes: vec![t(
            "جميع المبالغ بالدرهم.",
            "Tous les montants sont en dirhams.",
            "All amounts are in dirhams.",
        )],
        page: t("صفحة", "Page", "Page"),
        day: day(27),
    }
}

/// A band as pages have it.
const BAND: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"840\" height=\"24\" viewBox=\"0 0 840 24\"><path fill=\"#0b5d4a\" d=\"M0 0h840v24H0z\"/><g transform=\"translate(8 0)\"><path fill=\"#e3a72f\" d=\"M6 6h12v12h-12zM12 3.5l8.5 8.5-8.5 8.5-8.5-8.5z\"/></g></svg>";
