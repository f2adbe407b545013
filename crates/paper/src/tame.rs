//! Texts that people typed, made harmless for paper: nothing turns the line around, nothing is endless.

use serde_json::Value;

/// Characters of one text. Whoever typed more meant no name.
const MOST: usize = 400;

/// Letters that may stand together: longer words are broken.
const LONGEST_WORD: usize = 28;

/// Where a word may be broken and nothing is shown.
const BREAK: char = '\u{200b}';

/// All texts of a value, except under the keys that are not for reading.
pub(crate) fn all(value: &mut Value) {
    match value {
        Value::String(typed) => *typed = words(typed),
        Value::Array(items) => items.iter_mut().for_each(all),
        Value::Object(fields) => {
            for (name, value) in fields {
                if name != "band" {
                    all(value);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A text as it may stand on a line, with places where long words break.
fn words(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    let mut run = 0_usize;
    for c in line(typed).chars() {
        run = if c.is_whitespace() { 0 } else { run.saturating_add(1) };
        if run > LONGEST_WORD {
            text.push(BREAK);
            run = 1;
        }
        text.push(c);
    }
    text
}

/// A text without what cannot be seen and turns others around, and not longer than a paper bears.
/// Isolates that our own sentences are made with stay where each is closed.
pub(crate) fn line(typed: &str) -> String {
    let mut text: String = typed.chars().filter(|c| !is_unruly(*c)).take(MOST).collect();
    if typed.chars().nth(MOST).is_some() {
        text.push('…');
    }
    if !is_paired(&text) {
        text.retain(|c| !matches!(c, '\u{2066}'..='\u{2069}'));
    }
    text
}

fn is_unruly(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}');
    let unseen = matches!(c, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    c.is_control() || turns || unseen || matches!(c, '\u{2028}' | '\u{2029}')
}

fn is_paired(text: &str) -> bool {
    let mut open = 0_i32;
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open = open.saturating_add(1),
            '\u{2069}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open < 0 {
            return false;
        }
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_text_around_is_left_out_and_paired_isolates_stay() {
        assert_eq!(line("a\u{202e}b\u{0}c\nd\u{200b}"), "abcd");
        assert_eq!(line("\u{2068}نساء\u{2069} 5"), "\u{2068}نساء\u{2069} 5");
        assert_eq!(line("\u{2069}a\u{2067}"), "a");
        assert_eq!(line("\u{2067}a"), "a");
        assert_eq!(line(&"x".repeat(1000)).chars().count(), MOST + 1);
    }

    #[test]
    fn a_word_without_end_is_broken_and_others_are_not() {
        assert_eq!(words("تعاونية النساء Coopérative"), "تعاونية النساء Coopérative");
        let broken = words(&"ب".repeat(100));
        assert!(broken.split(BREAK).all(|part| part.chars().count() <= LONGEST_WORD));
        assert_eq!(broken.replace(BREAK, ""), "ب".repeat(100));
    }
}
