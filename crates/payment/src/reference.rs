//! What people write on a transfer, so that it is known what it is for: eight letters and digits in two groups, such as
//! `7K3M-9QXX`. None of them is easily taken for another (no 0 or O, no 1, I or L), and the last two check the others.
//!
//! Each stands for a value below 31, and of the eight values `v1 … v8` both the sum and `1·v1 + 2·v2 + … + 8·v8` are
//! divisible by 31. The columns of that are pairwise independent, because 31 is prime: whoever gets one wrong, or two, or
//! swaps two wherever they stand, writes no reference at all.

use crate::{Error, entity::bank_reference};
use kernel::{Mint, Read, Tx, ids::Id};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The letters and digits, by their value.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// How many a reference has.
const LENGTH: usize = 8;
/// References that are tried before giving up: one in a thousand is taken when there is a million.
const TRIES: u32 = 5;
/// How much of a wording is looked at, in characters: banks give at most a few hundred.
const WORDING: usize = 2_000;
/// How many references of one wording are looked up.
const MOST: usize = 16;

kernel::text_enum! {
    /// What a reference stands for.
    About {
        /// A whole order, paid to the market.
        Order = "order",
        /// A cooperative's part of an order, paid to the cooperative.
        Part = "part",
        /// Money that goes to a cooperative.
        Payout = "payout",
        /// Commission that a cooperative owes.
        Invoice = "invoice",
        /// Money that goes back to a buyer.
        Refund = "refund",
    }
}

/// A reference whose check characters fit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference(String);

/// What somebody typed is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the reference fails its check")]
pub struct BadReference;

/// A reference that was given out, and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The reference.
    pub reference: Reference,
    /// What kind of thing.
    pub about: About,
    /// Its id.
    pub subject: Uuid,
}

impl Reference {
    /// The reference of six letters or digits of the alphabet.
    fn of(data: &str) -> Option<Self> {
        let values: Vec<u32> = data.chars().map(value).collect::<Option<_>>()?;
        let (sum, weighted) = sums(&values);
        // v7 + v8 = -sum and 7·v7 + 8·v8 = -weighted.
        let last = (7 * sum + 31 - weighted) % 31;
        let before = (62 - sum - last) % 31;
        let mut whole = data.to_owned();
        for check in [before, last] {
            whole.push(char::from(*ALPHABET.get(usize::try_from(check).ok()?)?));
        }
        whole.parse().ok()
    }

    /// One that came out of the database, where only whole ones go in.
    fn stored(text: String) -> Self {
        Self(text)
    }

    /// The eight characters as they are stored, without a dash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In two groups, as people read it out.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_at_checked(LENGTH / 2) {
            Some((head, tail)) => write!(f, "{head}-{tail}"),
            None => f.write_str(&self.0),
        }
    }
}

/// As people type it: in any case, with spaces, dashes and full stops.
impl FromStr for Reference {
    type Err = BadReference;

    fn from_str(typed: &str) -> Result<Self, BadReference> {
        if typed.len() > 100 {
            return Err(BadReference);
        }
        let text = kernel::text::western_digits(typed);
        let letters = text.chars().filter(|c| !is_between(*c)).map(|c| c.to_ascii_uppercase());
        let whole: String = letters.collect();
        let values: Option<Vec<u32>> = whole.chars().map(value).collect();
        match values {
            Some(values) if values.len() == LENGTH && sums(&values) == (0, 0) => Ok(Self(whole)),
            _ => Err(BadReference),
        }
    }
}

/// What stands between letters and means nothing, invisible marks of direction included.
fn is_between(c: char) -> bool {
    c.is_whitespace() || !(c.is_alphanumeric())
}

fn value(letter: char) -> Option<u32> {
    let at = ALPHABET.iter().position(|known| char::from(*known) == letter)?;
    u32::try_from(at).ok()
}

/// The sum of the values and the sum of each times its place, both by 31.
fn sums(values: &[u32]) -> (u32, u32) {
    let places = (1..).zip(values);
    places.fold((0, 0), |(sum, weighted), (place, value)| {
        ((sum + value) % 31, (weighted + place * value) % 31)
    })
}

/// The references in what a bank says of a transfer, the first of them first. Banks put words in front, break a line in
/// the middle, and drop or add dashes and spaces; what is no letter or digit is passed over. In a hundred letters by
/// chance one in ten wordings holds eight that pass the check: whether anything was given out under them is asked of
/// [`list`].
pub fn scan(wording: &str) -> Vec<Reference> {
    let head: String = wording.chars().take(WORDING).collect();
    let text = kernel::text::western_digits(&head);
    let letters = text.chars().filter(|c| !is_between(*c)).map(|c| c.to_ascii_uppercase());
    let letters: Vec<char> = letters.collect();
    let mut found: Vec<Reference> = Vec::new();
    for window in letters.windows(LENGTH) {
        let candidate: String = window.iter().collect();
        if let Ok(reference) = candidate.parse::<Reference>()
            && !found.contains(&reference)
        {
            found.push(reference);
        }
    }
    found.truncate(MOST);
    found
}

/// What a reference was given out for.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, reference: &Reference) -> Result<Option<Issued>, Error> {
    let row = bank_reference::Entity::find_by_id(reference.as_str())
        .one(db.reader())
        .await?;
    Ok(row.map(Issued::from))
}

/// Those of some references that were given out, in the order in which they were asked for.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, references: &[Reference]) -> Result<Vec<Issued>, Error> {
    if references.is_empty() {
        return Ok(Vec::new());
    }
    let asked = references.iter().map(Reference::as_str);
    let rows = bank_reference::Entity::find()
        .filter(bank_reference::Column::Reference.is_in(asked))
        .all(db.reader())
        .await?;
    let mut issued: Vec<Issued> = rows.into_iter().map(Issued::from).collect();
    issued.sort_by_key(|known| references.iter().position(|asked| *asked == known.reference));
    Ok(issued)
}

/// The reference of a thing, if it has one.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_of(db: &impl Read, about: About, subject: impl Id) -> Result<Option<Reference>, Error> {
    let row = bank_reference::Entity::find()
        .filter(bank_reference::Column::About.eq(about))
        .filter(bank_reference::Column::Subject.eq(subject.uuid()))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| Reference::stored(row.reference)))
}

/// The references of some things of one kind.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_of(db: &impl Read, about: About, subjects: &[impl Id]) -> Result<Vec<Issued>, Error> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let rows = bank_reference::Entity::find()
        .filter(bank_reference::Column::About.eq(about))
        .filter(bank_reference::Column::Subject.is_in(subjects.iter().map(|id| id.uuid())))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Issued::from).collect())
}

/// Gives a thing its reference: the one that it has, where it was given one before.
///
/// # Errors
/// [`Error::Edited`] when no reference was free; when the database refuses.
pub async fn issue(tx: &Tx, mint: &Mint, about: About, subject: impl Id) -> Result<Reference, Error> {
    for _ in 0..TRIES {
        let Some(reference) = Reference::of(&mint.letters::<6>()) else {
            continue;
        };
        let row = bank_reference::ActiveModel {
            reference: Set(reference.as_str().to_owned()),
            about: Set(about),
            subject: Set(subject.uuid()),
            created_at: Set(mint.now),
        };
        // Taken by another thing, or this one has one already: the second look tells.
        let free = OnConflict::new().do_nothing().to_owned();
        let inserted = bank_reference::Entity::insert(row)
            .on_conflict(free)
            .exec_without_returning(tx.writer())
            .await?;
        if inserted == 1 {
            return Ok(reference);
        }
        if let Some(known) = find_of(tx, about, subject).await? {
            return Ok(known);
        }
    }
    Err(Error::Edited)
}

impl From<bank_reference::Model> for Issued {
    fn from(row: bank_reference::Model) -> Self {
        Self {
            reference: Reference::stored(row.reference),
            about: row.about,
            subject: row.subject,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A reference by its six free values.
    fn reference(values: &[usize]) -> Reference {
        let data: String = values.iter().map(|at| char::from(ALPHABET[*at])).collect();
        Reference::of(&data).unwrap()
    }

    fn six() -> impl Strategy<Value = Vec<usize>> {
        prop::collection::vec(0_usize..31, 6)
    }

    proptest! {
        #[test]
        fn a_single_wrong_character_is_noticed(values in six(), at in 0_usize..8, by in 1_usize..31) {
            let mut letters: Vec<u8> = reference(&values).as_str().bytes().collect();
            let old = ALPHABET.iter().position(|known| *known == letters[at]).unwrap();
            letters[at] = ALPHABET[(old + by) % 31];
            prop_assert_eq!(String::from_utf8(letters).unwrap().parse::<Reference>(), Err(BadReference));
        }

        #[test]
        fn two_swapped_characters_are_noticed_wherever_they_stand(values in six(), a in 0_usize..8, b in 0_usize..8) {
            let mut letters: Vec<u8> = reference(&values).as_str().bytes().collect();
            prop_assume!(letters[a] != letters[b]);
            letters.swap(a, b);
            prop_assert_eq!(String::from_utf8(letters).unwrap().parse::<Reference>(), Err(BadReference));
        }

        #[test]
        fn two_wrong_characters_are_noticed(values in six(), a in 0_usize..8, b in 0_usize..8, x in 1_usize..31, y in 1_usize..31) {
            prop_assume!(a != b);
            let mut letters: Vec<u8> = reference(&values).as_str().bytes().collect();
            for (at, by) in [(a, x), (b, y)] {
                let old = ALPHABET.iter().position(|known| *known == letters[at]).unwrap();
                letters[at] = ALPHABET[(old + by) % 31];
            }
            prop_assert_eq!(String::from_utf8(letters).unwrap().parse::<Reference>(), Err(BadReference));
        }

        #[test]
        fn it_is_found_in_any_wording(values in six(), before in "[A-Z0-9 /:.,-]{0,60}", after in "[a-z0-9 /-]{0,60}") {
            let own = reference(&values);
            for written in [own.to_string(), own.as_str().to_lowercase(), format!("{} {}", &own.as_str()[..3], &own.as_str()[3..])] {
                let wording = format!("{before} {written} {after}");
                prop_assert!(scan(&wording).contains(&own), "{}", wording);
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,200}") {
            let _ = text.parse::<Reference>();
            prop_assert!(scan(&text).len() <= MOST);
        }
    }

    #[test]
    fn it_is_read_as_people_and_banks_write_it() {
        let own = Reference::of("7K3M9Q").unwrap();
        assert_eq!(own.as_str().len(), LENGTH);
        let (head, tail) = own.as_str().split_at(4);
        for typed in [
            format!("{head}-{tail}"),
            format!(" {head} {tail} "),
            format!("{head}\u{2013}{tail}"),
            format!("\u{200f}{head}.{tail}").to_lowercase(),
        ] {
            assert_eq!(typed.parse::<Reference>().as_ref(), Ok(&own), "{typed}");
        }
        let glued = format!("VIR RECU /REF{head}{tail}/M ALAMI");
        assert_eq!(scan(&glued), std::slice::from_ref(&own));
        assert_eq!(own.to_string(), format!("{head}-{tail}"));
        for typed in ["", "7K3M", "00000000", &"7".repeat(9), &"é".repeat(80)] {
            assert_eq!(typed.parse::<Reference>(), Err(BadReference), "{typed}");
        }
    }

    #[test]
    fn nothing_easily_mistaken_is_in_the_alphabet() {
        for letter in "01ILO".chars() {
            assert_eq!(value(letter), None);
        }
        assert_eq!(
            "22222222".parse::<Reference>().map(|own| own.to_string()),
            Ok("2222-2222".to_owned())
        );
    }
}
