//! What people type, made clean: one Unicode form, no control or direction-override characters,
//! bounded length. Parse here at the door; inside, do not check again.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing was written.
    #[error("empty")]
    Empty,
    /// More than so many characters.
    #[error("longer than {max} characters")]
    TooLong {
        /// The bound, in characters.
        max: usize,
    },
    /// A control character, a private or unassigned sign.
    #[error("a character that cannot be shown")]
    Control,
    /// A character that turns the direction of the text around it (U+202A–U+202E, U+2066–U+2069).
    #[error("a character that reverses text")]
    Bidi,
}

/// A text of one line: Unicode form C, white space collapsed, 1 to `max` characters. The marks
/// that honest Arabic and Tifinagh need (joiners, left-to-right and right-to-left marks) stay out
/// of names too: they are invisible and make two names look alike.
///
/// # Errors
/// When it is empty, too long, or holds a character that cannot be shown.
pub fn line(typed: &str, max: usize) -> Result<String, TextFault> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    check(&text, max, false)
}

/// A text of several lines: like [`line()`], but line breaks stay (at most two in a row) and the
/// joiners and direction marks U+200C–U+200F and U+061C are allowed.
///
/// # Errors
/// When it is empty, too long, or holds a character that cannot be shown.
pub fn paragraph(typed: &str, max: usize) -> Result<String, TextFault> {
    let lines: Vec<String> = typed
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .split('\n')
        .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let mut text = lines.join("\n").trim().to_owned();
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    check(&text, max, true)
}

/// Like [`line()`], with `None` for an empty text.
///
/// # Errors
/// As [`line()`], save for emptiness.
pub fn optional_line(typed: &str, max: usize) -> Result<Option<String>, TextFault> {
    match line(typed, max) {
        Err(TextFault::Empty) => Ok(None),
        other => other.map(Some),
    }
}

/// Like [`paragraph`], with `None` for an empty text.
///
/// # Errors
/// As [`paragraph`], save for emptiness.
pub fn optional_paragraph(typed: &str, max: usize) -> Result<Option<String>, TextFault> {
    match paragraph(typed, max) {
        Err(TextFault::Empty) => Ok(None),
        other => other.map(Some),
    }
}

fn check(text: &str, max: usize, multiline: bool) -> Result<String, TextFault> {
    if text.len() > max.saturating_mul(8) {
        return Err(TextFault::TooLong { max });
    }
    let text: String = text.nfc().collect();
    for c in text.chars() {
        match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => return Err(TextFault::Bidi),
            '\u{200c}'..='\u{200f}' | '\u{061c}' if multiline => {}
            '\u{200b}'..='\u{200f}' | '\u{061c}' | '\u{2060}'..='\u{2065}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {
                return Err(TextFault::Control);
            }
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => return Err(TextFault::Control),
            '\n' if multiline => {}
            c if c.is_control() => return Err(TextFault::Control),
            _ => {}
        }
    }
    if text.is_empty() {
        return Err(TextFault::Empty);
    }
    if text.chars().count() > max {
        return Err(TextFault::TooLong { max });
    }
    Ok(text)
}

/// Arabic-Indic and Persian digits as 0–9; everything else as it is.
pub fn western_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{0660}'..='\u{0669}' => offset(c, '\u{0660}'),
            '\u{06f0}'..='\u{06f9}' => offset(c, '\u{06f0}'),
            _ => c,
        })
        .collect()
}

fn offset(c: char, zero: char) -> char {
    char::from_u32(u32::from('0') + u32::from(c) - u32::from(zero)).unwrap_or(c)
}

/// The form in which texts are compared when searching: lower case, without accents, vowel signs or
/// tatweel, with the Arabic letters that people interchange folded together (أإآٱ→ا, ى ئ→ي, ؤ→و,
/// ة→ه, گ ڭ→ك, ڤ→ف) and western digits. Words stay separated by single spaces.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in western_digits(text).nfd().filter(|c| !is_combining_mark(*c)) {
        let folded = match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ئ' => 'ي',
            'ؤ' => 'و',
            'ة' => 'ه',
            'گ' | 'ڭ' => 'ك',
            'ڤ' => 'ف',
            '\u{0640}' | '\u{200c}'..='\u{200f}' | '\u{061c}' => continue,
            c if c.is_alphanumeric() => c,
            _ => ' ',
        };
        if folded == ' ' {
            if !out.ends_with(' ') && !out.is_empty() {
                out.push(' ');
            }
        } else {
            out.extend(folded.to_lowercase());
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A name as it stands in an address: folded words joined by hyphens, Arabic letters kept, at most
/// `max` characters. Empty when the name holds no letter or digit.
pub fn slug(name: &str, max: usize) -> String {
    let words: String = name
        .nfc()
        .map(|c| match c {
            '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}' => '\u{0}',
            c => c,
        })
        .filter(|c| *c != '\u{0}')
        .collect();
    let latin: String = words
        .chars()
        .flat_map(|c| {
            if c.is_ascii() || ('\u{0600}'..='\u{06ff}').contains(&c) {
                vec![c]
            } else {
                c.nfd().filter(|d| !is_combining_mark(*d)).collect()
            }
        })
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let mut out = String::new();
    for word in latin.split('-').filter(|w| !w.is_empty()) {
        if out.chars().count() + word.chars().count() + 1 > max {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_direction_characters_are_refused() {
        assert_eq!(line("a\u{0}b", 10), Err(TextFault::Control));
        assert_eq!(line("a\u{202e}b", 10), Err(TextFault::Bidi));
        assert_eq!(paragraph("a\u{2066}b", 10), Err(TextFault::Bidi));
        assert_eq!(line("a\u{200b}b", 10), Err(TextFault::Control));
        assert_eq!(line("  \u{a0} ", 10), Err(TextFault::Empty));
        assert_eq!(line("abcdef", 5), Err(TextFault::TooLong { max: 5 }));
    }

    #[test]
    fn honest_names_pass_unchanged() {
        for name in [
            "زيت أركان",
            "Kelâat M'Gouna",
            "ⵜⵉⵡⵉⵣⵉ",
            "أڭادير",
            "Coopérative n° 5 (Fès)",
        ] {
            assert_eq!(line(name, 80).as_deref(), Ok(name));
        }
        assert_eq!(paragraph(" a \r\n\r\n\r\n\r\n b ", 80).as_deref(), Ok("a\n\nb"));
    }

    #[test]
    fn spellings_that_people_interchange_fold_together() {
        assert_eq!(fold("زيت أرگان"), fold("زيت اركان"));
        assert_eq!(fold("Huile d’Olive — Théière"), "huile d olive theiere");
        assert_eq!(fold("زَعْفَرَان"), "زعفران");
    }

    #[test]
    fn slugs_keep_arabic_letters() {
        assert_eq!(slug("زيت أركان للأكل", 60), "زيت-أركان-للأكل");
        assert_eq!(
            slug("Huile d'argan, 250 ml — Évasion", 60),
            "huile-d-argan-250-ml-evasion"
        );
        assert_eq!(slug("!!!", 60), "");
    }
}
