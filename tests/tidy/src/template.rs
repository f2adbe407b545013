//! Templates as far as tidiness needs them: expressions apart from markup.

/// Stands where an expression stood, so that an attribute made of one is not empty.
pub const EXPRESSION: char = '\u{1}';

/// The code of a template: what stands in `{{ }}` and `{% %}`, with where it begins.
pub fn expressions(text: &str) -> Vec<(usize, String)> {
    split(text).0
}

/// The markup of a template: comments gone, [`EXPRESSION`] for each `{{ }}`, nothing for each `{% %}`.
/// Lines stay where they are.
pub fn markup(text: &str) -> String {
    split(text).1
}

fn split(text: &str) -> (Vec<(usize, String)>, String) {
    let (mut code, mut markup) = (Vec::new(), String::new());
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        markup.push_str(&text[at..open]);
        let close = match text[open..].chars().nth(1) {
            Some('#') => "#}",
            Some('%') => "%}",
            Some('{') => "}}",
            _ => {
                markup.push('{');
                at = open + 1;
                continue;
            }
        };
        let end = text[open..].find(close).map_or(text.len(), |end| open + end);
        let inside = &text[(open + 2).min(end)..end];
        match close {
            "}}" => {
                code.push((open, inside.to_owned()));
                markup.push(EXPRESSION);
            }
            "%}" => code.push((open, inside.to_owned())),
            _ => {}
        }
        markup.extend(inside.chars().filter(|c| *c == '\n'));
        at = (end + 2).min(text.len());
    }
    markup.push_str(&text[at..]);
    (code, markup)
}

/// A piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// What stands between tags.
    Text(String),
    /// A tag without its brackets.
    Tag(String),
}

/// The pieces of [`markup`], each with where it begins. The insides of `<style>` are left out.
pub fn pieces(markup: &str) -> Vec<(usize, Piece)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < markup.len() {
        let open = markup[at..].find('<').map_or(markup.len(), |open| at + open);
        if open > at {
            found.push((at, Piece::Text(markup[at..open].to_owned())));
        }
        if open == markup.len() {
            break;
        }
        let close = end_of_tag(markup, open);
        found.push((open, Piece::Tag(markup[open + 1..close].to_owned())));
        at = (close + 1).min(markup.len());
        if markup[open..].starts_with("<style") {
            at = markup[at..].find("</style").map_or(markup.len(), |end| at + end);
        }
    }
    found
}

/// Where the tag that opens at `open` closes; a `>` in an attribute does not close it.
fn end_of_tag(markup: &str, open: usize) -> usize {
    let mut quoted = false;
    for (at, byte) in markup.bytes().enumerate().skip(open) {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at,
            _ => {}
        }
    }
    markup.len()
}

/// The attributes of a tag with their values.
pub fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some(equals) = rest.find("=\"") {
        let name = rest[..equals]
            .rsplit(|c: char| c.is_whitespace() || c == EXPRESSION || c == '"')
            .next();
        let value = &rest[equals + 2..];
        let end = value.find('"').unwrap_or(value.len());
        found.push((name.unwrap_or_default().to_ascii_lowercase(), value[..end].to_owned()));
        rest = value.get(end + 1..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_and_markup_are_told_apart() {
        let text = "{# no #}<a href=\"{{ c.url(\"/x\") }}\" title=\"Hi\">{% if a > b %}Text{% endif %}</a>";
        let code: Vec<String> = expressions(text)
            .into_iter()
            .map(|(_, code)| code.trim().to_owned())
            .collect();
        assert_eq!(code, ["c.url(\"/x\")", "if a > b", "endif"]);
        let pieces = pieces(&markup(text));
        let Some((_, Piece::Tag(tag))) = pieces.first() else {
            panic!("a tag first: {pieces:?}")
        };
        assert_eq!(
            attributes(tag),
            [
                ("href".to_owned(), "\u{1}".to_owned()),
                ("title".to_owned(), "Hi".to_owned())
            ]
        );
        assert_eq!(pieces[1].1, Piece::Text("Text".to_owned()));
    }
}
