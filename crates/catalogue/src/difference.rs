//! What differs between two texts, word by word, so that an administrator sees at once what a
//! cooperative changed since the last approval.

/// A stretch of text that stayed, went or came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both texts.
    Same(String),
    /// Only in the text before.
    Gone(String),
    /// Only in the text after.
    New(String),
}

/// Words beyond this are compared as a whole, to bound the work.
const WORDS: usize = 600;

/// Compares two texts word by word. Put together, the `Same` and `Gone` pieces are the words of the
/// text before, the `Same` and `New` ones those of the text after.
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    let old: Vec<&str> = before.split_whitespace().collect();
    let new: Vec<&str> = after.split_whitespace().collect();
    if old.len() > WORDS || new.len() > WORDS {
        return whole(before, after);
    }
    let lengths = common(&old, &new);
    let length = |i: usize, j: usize| lengths.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0);
    let (mut i, mut j) = (0, 0);
    let mut pieces = Pieces::default();
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => {
                pieces.push(Kind::Same, a);
                i += 1;
                j += 1;
            }
            (Some(a), Some(_)) if length(i + 1, j) >= length(i, j + 1) => {
                pieces.push(Kind::Gone, a);
                i += 1;
            }
            (Some(a), None) => {
                pieces.push(Kind::Gone, a);
                i += 1;
            }
            (_, Some(b)) => {
                pieces.push(Kind::New, b);
                j += 1;
            }
            (None, None) => return pieces.done,
        }
    }
}

fn whole(before: &str, after: &str) -> Vec<Piece> {
    if before == after {
        return vec![Piece::Same(after.to_owned())];
    }
    vec![Piece::Gone(before.to_owned()), Piece::New(after.to_owned())]
}

/// The length of the longest common run of words from each pair of places on.
fn common(old: &[&str], new: &[&str]) -> Vec<Vec<u16>> {
    let mut rows = vec![vec![0; new.len() + 1]];
    for a in old.iter().rev() {
        let below = rows.last().cloned().unwrap_or_default();
        let mut row = vec![0; new.len() + 1];
        for (j, b) in new.iter().enumerate().rev() {
            let at = |row: &[u16], j: usize| row.get(j).copied().unwrap_or(0);
            let value = if a == b {
                at(&below, j + 1).saturating_add(1)
            } else {
                at(&below, j).max(at(&row, j + 1))
            };
            if let Some(cell) = row.get_mut(j) {
                *cell = value;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Gone,
    New,
}

#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
}

impl Pieces {
    /// Adds a word to the last piece when that is of the same kind.
    fn push(&mut self, kind: Kind, word: &str) {
        let last = self.done.last_mut().and_then(|piece| match (kind, piece) {
            (Kind::Same, Piece::Same(text)) | (Kind::Gone, Piece::Gone(text)) | (Kind::New, Piece::New(text)) => {
                Some(text)
            }
            _ => None,
        });
        if let Some(text) = last {
            text.push(' ');
            text.push_str(word);
            return;
        }
        let text = word.to_owned();
        self.done.push(match kind {
            Kind::Same => Piece::Same(text),
            Kind::Gone => Piece::Gone(text),
            Kind::New => Piece::New(text),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_word_stands_between_what_stayed() {
        let same = |text: &str| Piece::Same(text.to_owned());
        assert_eq!(
            words("Huile d'argan pure 250 ml", "Huile d'argan torréfiée 250 ml"),
            [
                same("Huile d'argan"),
                Piece::Gone("pure".into()),
                Piece::New("torréfiée".into()),
                same("250 ml")
            ]
        );
        assert_eq!(words("a b", "a b"), [same("a b")]);
        assert_eq!(words("", "a"), [Piece::New("a".into())]);
        assert_eq!(words("a", ""), [Piece::Gone("a".into())]);
        assert!(words("", "").is_empty());
    }

    #[test]
    fn very_long_texts_are_compared_as_a_whole() {
        let long = "a ".repeat(WORDS + 1);
        assert_eq!(words(&long, "b").len(), 2);
    }
}
