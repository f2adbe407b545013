//! Which passwords are allowed. Hashing them is `market`'s: it is slow and happens outside any transaction.

use crate::Error;

/// The longest password, in bytes: more would only be work for the hash.
pub const MAX: usize = 128;
/// The shortest password of a member, in characters.
pub const MIN: usize = 8;
/// The shortest password of an administrator, in characters.
pub const MIN_ADMINISTRATOR: usize = 15;

/// What everybody tries first, in the languages of the market; compared without case.
const COMMON: &str = include_str!("password_common.txt");
/// What guessers put together: first names, towns, teams, words of every day, in both scripts.
const KNOWN: &str = include_str!("password_known.txt");
/// The rows and columns that fingers walk along, on the keyboards that are sold here.
const WALKS: &str = include_str!("password_walks.txt");
/// What one known piece is worth beside a letter that nobody can foresee.
const PIECE: usize = 3;
/// What a password with known pieces in it must be worth.
const ENOUGH: usize = 8;

/// Checks a new password. No rule about kinds of characters: length, and neither what everybody tries
/// first, nor names, towns, teams, years and walks on the keyboard put together, nor what stands on
/// the person's own page (`about`: name, telephone, e-mail).
///
/// # Errors
/// [`Error::ShortPassword`], [`Error::LongPassword`], [`Error::WeakPassword`].
pub fn check(password: &str, administrator: bool, about: &[&str]) -> Result<(), Error> {
    let min = if administrator { MIN_ADMINISTRATOR } else { MIN };
    if password.len() > MAX {
        return Err(Error::LongPassword);
    }
    if password.chars().count() < min {
        return Err(Error::ShortPassword { min });
    }
    let folded = kernel::text::western_digits(&password.to_lowercase());
    let guessed = common(&folded) || monotonous(&folded) || personal(&folded, about);
    if guessed || foreseen(&folded) || foreseen(&unmasked(&folded)) {
        return Err(Error::WeakPassword);
    }
    Ok(())
}

/// A common password, also with digits and signs hung on either end.
fn common(folded: &str) -> bool {
    let core = folded.trim_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    COMMON
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .any(|line| line == folded || (line == core && line.chars().any(char::is_alphabetic)))
}

/// With the letters that digits and signs stand for: `p4ssw0rd`, `c@s@`.
fn unmasked(folded: &str) -> String {
    folded
        .chars()
        .map(|c| match c {
            '@' | '4' => 'a',
            '0' => 'o',
            '1' | '!' => 'i',
            '3' | '€' => 'e',
            '$' | '5' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

/// Put together from known pieces with too little besides: `hassan1985`, `Raja-1949!`, `azerty2026`.
/// Whatever is not a known piece counts letter by letter, a repeated one once; a password without
/// known pieces is long enough as it is.
fn foreseen(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    let (mut rest, mut pieces, mut others) = (letters.as_slice(), 0_usize, 0_usize);
    let mut before = None;
    while let Some((first, tail)) = rest.split_first() {
        let known = word(rest).max(walk(rest)).max(year(rest));
        if known > 0 {
            pieces += 1;
            rest = rest.get(known..).unwrap_or_default();
        } else {
            others += usize::from(before != Some(*first) && !first.is_whitespace());
            rest = tail;
        }
        before = Some(*first);
    }
    pieces > 0 && pieces * PIECE + others < ENOUGH
}

/// How many letters the longest known word at this place has.
fn word(letters: &[char]) -> usize {
    [COMMON, KNOWN]
        .into_iter()
        .flat_map(str::split_whitespace)
        .filter(|word| word.chars().any(char::is_alphabetic) && begins(letters, word))
        .map(|word| word.chars().count())
        .filter(|length| *length >= 4)
        .max()
        .unwrap_or(0)
}

fn begins(letters: &[char], word: &str) -> bool {
    let mut letters = letters.iter();
    word.chars().all(|letter| letters.next() == Some(&letter))
}

/// How many keys of a walk begin here, forwards or back: four, or three digits, at least.
fn walk(letters: &[char]) -> usize {
    let longest = WALKS
        .split_whitespace()
        .flat_map(|row| {
            let row: Vec<char> = row.chars().collect();
            let back: Vec<char> = row.iter().rev().copied().collect();
            [row, back]
        })
        .map(|row| {
            (0..row.len())
                .map(|from| {
                    let steps = row.iter().skip(from).zip(letters);
                    steps.take_while(|(key, letter)| key == letter).count()
                })
                .max()
                .unwrap_or(0)
        })
        .max()
        .unwrap_or(0);
    let digits = letters.iter().take(longest).all(char::is_ascii_digit);
    if longest >= if digits { 3 } else { 4 } {
        longest
    } else {
        0
    }
}

/// Four if a year that people have in mind begins here.
fn year(letters: &[char]) -> usize {
    let digits: String = letters.iter().take(4).collect();
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    if year && digits.bytes().all(|b| b.is_ascii_digit()) {
        4
    } else {
        0
    }
}

/// At most three different characters, or each one the next of the one before.
fn monotonous(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    let mut different = letters.clone();
    different.sort_unstable();
    different.dedup();
    let steps = |by: i64| {
        letters
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if i64::from(u32::from(*b)) - i64::from(u32::from(*a)) == by))
    };
    different.len() <= 3 || steps(1) || steps(-1)
}

/// Little more than something everybody can read about the person.
fn personal(folded: &str, about: &[&str]) -> bool {
    about
        .iter()
        .flat_map(|fact| fact.split(|c: char| c.is_whitespace() || c == '@' || c == '+'))
        .map(str::to_lowercase)
        .filter(|fact| fact.chars().count() >= 4)
        .any(|fact| folded.contains(&fact) && folded.chars().count() < fact.chars().count() + 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_kinds_of_characters_do_not() {
        assert!(check("thé à la menthe", false, &[]).is_ok());
        assert!(check("زيتون الجبل", false, &[]).is_ok());
        assert!(matches!(
            check("menthe7", false, &[]),
            Err(Error::ShortPassword { min: 8 })
        ));
        assert!(matches!(
            check("thé à menthe", true, &[]),
            Err(Error::ShortPassword { min: 15 })
        ));
        assert!(check(&"ab7x".repeat(32), false, &[]).is_ok());
        assert!(matches!(
            check(&"ab7x".repeat(33), false, &[]),
            Err(Error::LongPassword)
        ));
    }

    #[test]
    fn a_known_piece_with_enough_besides_is_allowed() {
        for good in [
            "k7x9m2qp",
            "hassan-kv7x2q",
            "quatre chèvres et demie",
            "le raja joue mal au vent",
            "حصان فوق السطح الأخضر",
            "ruelle1956tambour",
        ] {
            assert!(check(good, false, &[]).is_ok(), "{good}");
        }
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for weak in [
            "password",
            "Password123!",
            "12345678",
            "٠١٢٣٤٥٦٧٨",
            "azertyuiop",
            "bismillah",
            "aaaaaaaa",
            "motdepasse1",
            "tiwizi2026",
            "maroc1956",
            "abcdefghij",
        ] {
            assert!(matches!(check(weak, false, &[]), Err(Error::WeakPassword)), "{weak}");
        }
        for weak in [
            "hassan1985",
            "Raja-1949!",
            "fatimazahra2000",
            "WydadCasa",
            "casablanca2026!!",
            "C@s@bl4nc@",
            "p4ssw0rd2024",
            "azerty2026",
            "khadija123",
            "1234fatima",
            "poiuytreza",
            "marrakech-1990",
            "محمد1980",
            "الرجاء2024",
            "inchallah1",
        ] {
            assert!(matches!(check(weak, false, &[]), Err(Error::WeakPassword)), "{weak}");
        }
        assert!(matches!(
            check("fatima99", false, &["Fatima Idrissi"]),
            Err(Error::WeakPassword)
        ));
        assert!(matches!(
            check("212612345678", false, &["+212612345678"]),
            Err(Error::WeakPassword)
        ));
    }
}
