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

/// Checks a new password. No rule about kinds of characters: length, and not what everybody tries
/// first, nor what stands on the person's own page (`about`: name, telephone, e-mail).
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
    if common(&folded) || monotonous(&folded) || personal(&folded, about) {
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
