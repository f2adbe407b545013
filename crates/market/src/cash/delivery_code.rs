//! The code that a buyer gives to whoever hands the goods over: four digits, computed from the market's key as the
//! links to orders are, and stored nowhere.

use crate::{Key, Market};
use kernel::{ids::SellerOrderId, text::western_digits};
use subtle::ConstantTimeEq;

/// Four digits: short enough to be said at a door, and tried too seldom to be guessed.
const CODES: u64 = 10_000;

/// The code of a part; nothing where this market has none. For its buyer's eyes.
pub fn delivery_code(market: &Market, part: SellerOrderId) -> Option<String> {
    (market.settings.cash.delivery_code != super::Asking::Off).then(|| spell(&market.key, part))
}

fn spell(key: &Key, part: SellerOrderId) -> String {
    let bytes = key.derive("delivery code", part.0.as_bytes());
    let number = bytes
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{:04}", number % CODES)
}

/// Whether what was typed is the code of a part, in constant time and in any digits.
pub(crate) fn is_right(key: &Key, part: SellerOrderId, typed: &str) -> bool {
    let digits: String = western_digits(typed)
        .chars()
        .filter(char::is_ascii_digit)
        .take(12)
        .collect();
    spell(key, part).as_bytes().ct_eq(digits.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_code_is_four_digits_of_its_own_part_and_key_in_any_script() {
        let (key, part) = (Key::new([7; 32]), SellerOrderId(Uuid::from_u128(5)));
        let code = spell(&key, part);
        assert!(code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit()));
        assert_eq!(code, spell(&key, part));
        let others = (6..40).map(|n| spell(&key, SellerOrderId(Uuid::from_u128(n))));
        assert!(others.filter(|other| *other == code).count() < 3);
        assert_ne!(code, spell(&Key::new([8; 32]), part));
        let arabic: String = code
            .chars()
            .map(|c| char::from_u32(u32::from(c) - u32::from('0') + 0x660).unwrap_or(c))
            .collect();
        for typed in [code.clone(), arabic, format!(" {} {} ", &code[..2], &code[2..])] {
            assert!(is_right(&key, part, &typed), "{typed}");
        }
        for typed in ["", "0", "00000", &format!("{code}0"), "abcd"] {
            assert!(!is_right(&key, part, typed), "{typed}");
        }
    }
}
