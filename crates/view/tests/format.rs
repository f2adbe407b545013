//! Money, dates and amounts as people write them.
#![cfg(test)]

use kernel::{Currency, Locale, Micros, Money, time::DAY};
use view::format::{date, date_time, machine_time, money, number, size, unit_price, weight};

/// 23 November 2026, 13:05 UTC.
const AFTERNOON: Micros = Micros(1_795_439_100_000_000);

#[test]
fn money_is_written_as_each_language_writes_it() {
    let price = Money::mad(125_050);
    assert_eq!(money(Locale::Ar, price), "1\u{202f}250,50\u{a0}درهم");
    assert_eq!(money(Locale::Fr, price), "1\u{202f}250,50\u{a0}DH");
    assert_eq!(money(Locale::En, price), "1,250.50\u{a0}MAD");
    assert_eq!(money(Locale::Zgh, price), money(Locale::Fr, price));
    assert_eq!(money(Locale::Fr, Money::mad(13_000)), "130\u{a0}DH");
    assert_eq!(money(Locale::Fr, Money::mad(12_050)), "120,50\u{a0}DH");
    assert_eq!(money(Locale::Fr, Money::mad(5)), "0,05\u{a0}DH");
    assert_eq!(money(Locale::Fr, Money::mad(-1250)), "−12,50\u{a0}DH");
    assert_eq!(money(Locale::Ar, Money::mad(-1250)), "\u{200f}\u{200e}−12,50\u{a0}درهم");
    let euros = Money {
        minor: 1990,
        currency: Currency::Eur,
    };
    assert_eq!(money(Locale::Fr, euros), "19,90\u{a0}€");
}

#[test]
fn money_never_holds_an_ordinary_space_and_never_loses_a_centime() {
    for locale in Locale::ALL {
        for minor in [0, 1, 99, 100, 101, 1_000_000, 123_456_789, i64::MAX, i64::MIN] {
            let text = money(locale, Money::mad(minor));
            assert!(!text.contains(' '), "{text}");
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let wanted = if minor % 100 == 0 {
                (minor / 100).unsigned_abs().to_string()
            } else {
                format!("{:03}", minor.unsigned_abs())
            };
            assert_eq!(digits, wanted);
        }
    }
}

#[test]
fn dates_are_in_moroccos_time_and_words() {
    assert_eq!(date(Locale::Ar, AFTERNOON), "23\u{a0}نونبر 2026");
    assert_eq!(date(Locale::Fr, AFTERNOON), "23\u{a0}novembre 2026");
    assert_eq!(date(Locale::En, AFTERNOON), "23\u{a0}November 2026");
    // 10 July 2025, 23:30 UTC: an hour later in Morocco, and so the next day.
    assert_eq!(
        date_time(Locale::Fr, Micros(1_752_190_200_000_000)),
        "11\u{a0}juillet 2025 à 00:30"
    );
    // 10 March 2025, 23:30 UTC: Ramadan, when the clocks stand at UTC.
    assert_eq!(
        date_time(Locale::Ar, Micros(1_741_649_400_000_000)),
        "10\u{a0}مارس 2025 على الساعة 23:30"
    );
    assert_eq!(machine_time(AFTERNOON), "2026-11-23T13:05:00Z");
    assert_eq!(date(Locale::Fr, Micros(1_798_804_800_000_000)), "1er\u{a0}janvier 2027");
}

#[test]
fn every_month_has_a_name() {
    for locale in Locale::ALL {
        for month in 0..12 {
            let text = date(locale, Micros(AFTERNOON.0 + month * 31 * DAY));
            assert!(!text.contains("month-"), "{text}");
            assert_eq!(text.split(['\u{a0}', ' ']).filter(|part| !part.is_empty()).count(), 3);
        }
    }
}

#[test]
fn a_moment_outside_the_calendar_is_nothing() {
    assert_eq!(date(Locale::Fr, Micros(i64::MAX)), "");
    assert_eq!(date_time(Locale::Fr, Micros(i64::MIN)), "");
}

#[test]
fn amounts_have_their_unit() {
    assert_eq!(weight(Locale::Fr, 480), "480\u{a0}g");
    assert_eq!(weight(Locale::Ar, 1200), "1,2\u{a0}كغ");
    assert_eq!(weight(Locale::En, 12_345), "12.345\u{a0}kg");
    assert_eq!(size(Locale::Fr, 1500, "L"), "1,5\u{a0}L");
    assert_eq!(size(Locale::Fr, 250_000, "ml"), "250\u{a0}ml");
    assert_eq!(size(Locale::Ar, 2000, "piece"), "قطعتان");
    assert_eq!(size(Locale::Fr, 1000, "pair"), "1\u{a0}paire");
    assert_eq!(number(Locale::Fr, 2026), "2026");
    assert_eq!(number(Locale::Fr, 12_000), "12\u{202f}000");
    assert_eq!(number(Locale::En, 12_000), "12,000");
}

#[test]
fn the_price_of_a_kilogram_or_litre_is_rounded_half_up() {
    let price = |minor, amount, unit| unit_price(Locale::Fr, Money::mad(minor), amount, unit);
    assert_eq!(price(13_000, 250_000, "ml").as_deref(), Some("520\u{a0}DH/L"));
    assert_eq!(price(1000, 3000, "kg").as_deref(), Some("3,33\u{a0}DH/kg"));
    assert_eq!(price(1, 2_000_000, "g").as_deref(), Some("0,01\u{a0}DH/kg"));
    assert_eq!(price(4500, 1000, "g").as_deref(), Some("45\u{202f}000\u{a0}DH/kg"));
    assert_eq!(price(4500, 1000, "piece"), None);
    assert_eq!(price(4500, 0, "g"), None);
    assert_eq!(price(i64::MAX, 1, "g"), None);
}
