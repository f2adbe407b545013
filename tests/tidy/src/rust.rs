//! Rust as far as tidiness needs it: the text literals of a file with what stands before them.

/// A text literal.
#[derive(Clone, Debug)]
pub struct Literal {
    /// What it says, with escapes as they are written.
    pub text: String,
    /// Where it begins.
    pub at: usize,
    /// Up to eighty bytes of code before it.
    pub before: String,
}

/// The file without what is compiled for tests only: by the custom of the house the tests of a file
/// stand at its foot.
pub fn without_tests(text: &str) -> &str {
    text.find("\n#[cfg(test)]").map_or(text, |at| &text[..at])
}

/// Every text literal outside of comments.
pub fn literals(text: &str) -> Vec<Literal> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += text[at..].find('\n').unwrap_or(text.len() - at);
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at += text[at..].find("*/").map_or(text.len() - at, |end| end + 2);
            }
            b'\'' => at += after_quote(&text[at..]),
            b'r' if is_raw(bytes, at) => {
                let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
                let start = at + 2 + hashes;
                let close = format!("\"{}", "#".repeat(hashes));
                let end = text[start..].find(&close).map_or(text.len(), |end| start + end);
                found.push(literal(text, start, end));
                at = end + close.len();
            }
            b'"' => {
                let mut end = at + 1;
                while end < bytes.len() && bytes[end] != b'"' {
                    end += if bytes[end] == b'\\' { 2 } else { 1 };
                }
                found.push(literal(text, at + 1, end.min(bytes.len())));
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn literal(text: &str, start: usize, end: usize) -> Literal {
    let mut from = start.saturating_sub(81);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    Literal {
        text: text[start..end].to_owned(),
        at: start,
        before: text[from..start - 1].to_owned(),
    }
}

/// Bytes of a character literal, or of the quote alone where it begins a lifetime.
fn after_quote(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some(_)) => rest[2..].find('\'').map_or(1, |end| {
            // `'\''` closes with the second quote.
            if rest[2..].starts_with('\'') { 4 } else { end + 3 }
        }),
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 1,
    }
}

fn is_raw(bytes: &[u8], at: usize) -> bool {
    let inside_word =
        at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_') && bytes[at - 1] != b'b';
    let rest = &bytes[at + 1..];
    let hashes = rest.iter().take_while(|byte| **byte == b'#').count();
    !inside_word && rest.get(hashes) == Some(&b'"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_found_wherever_it_stands_and_nothing_else_is() {
        let text = "let a = \"one\"; // \"no\"\nlet b = 'x'; let c = '\"'; let d: &'static str = r#\"tw\"o\"#; f('\\'', \"th\\\"ree\")";
        let found: Vec<String> = literals(text).into_iter().map(|literal| literal.text).collect();
        assert_eq!(found, ["one", "tw\"o", "th\\\"ree"]);
    }
}
