//! A look at the markup of a page, as a browser reads it: is there anything that the market's own templates
//! do not write? It knows tags and quoted attributes, which is all that they consist of.

use serde_json::Value;

/// Elements that no template of the market has.
const FOREIGN: [&str; 12] = [
    "iframe", "object", "embed", "base", "marquee", "math", "frame", "applet", "audio", "xmp", "noembed", "animate",
];
/// Attributes that hold an address.
const ADDRESSES: [&str; 7] = ["href", "src", "action", "formaction", "srcset", "data", "poster"];
/// What an address must not begin with.
const DANGEROUS: [&str; 3] = ["javascript:", "vbscript:", "data:text"];

/// A tag of a page: its name in lower case and its attributes, still escaped.
struct Tag<'a> {
    name: String,
    attributes: Vec<(String, &'a str)>,
}

/// What on a page could run a script that is not the market's.
pub fn dangers(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if rest.starts_with(['?']) || (rest.starts_with('!') && !rest.to_ascii_lowercase().starts_with("!doctype"))
            {
                found.push(format!("a comment or declaration: <{}", start(rest)));
            }
            continue;
        }
        let before = rest;
        let Some((tag, after)) = read(rest) else {
            found.push(format!("a tag that does not end: <{}", start(before)));
            continue;
        };
        rest = after;
        judge(&tag, &mut found);
        if tag.name == "script" || tag.name == "style" {
            let end = format!("</{}>", tag.name);
            let Some(closed) = rest.find(&end) else {
                found.push(format!("a {} that does not end", tag.name));
                break;
            };
            if tag.name == "script" {
                data(&tag, &rest[..closed], &mut found);
            }
            rest = &rest[closed + end.len()..];
        }
    }
    found
}

fn judge(tag: &Tag<'_>, found: &mut Vec<String>) {
    if FOREIGN.contains(&tag.name.as_str()) {
        found.push(format!("<{}>", tag.name));
    }
    for (name, value) in &tag.attributes {
        let value = value.trim().to_ascii_lowercase();
        if name.starts_with("on") || name == "srcdoc" || (name == "http-equiv" && value == "refresh") {
            found.push(format!("<{} {name}={}>", tag.name, start(&value)));
        }
        if ADDRESSES.contains(&name.as_str()) && DANGEROUS.iter().any(|scheme| value.starts_with(scheme)) {
            found.push(format!("<{} {name}={}>", tag.name, start(&value)));
        }
    }
}

/// A script of a page is a file of the market's, or data that ends where it should.
fn data(tag: &Tag<'_>, content: &str, found: &mut Vec<String>) {
    let attribute = |name: &str| {
        tag.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| *value)
    };
    match (attribute("src"), attribute("type")) {
        (Some(file), _) if file.starts_with("/a/") && content.is_empty() => {}
        (None, Some("application/ld+json")) => {
            if serde_json::from_str::<Value>(content).is_err() || content.contains('<') {
                found.push(format!("data that is broken: {content}"));
            }
        }
        _ => found.push(format!("a script: {}", start(content))),
    }
}

/// The tag that begins here, behind its `<`, and what follows it.
fn read(text: &str) -> Option<(Tag<'_>, &str)> {
    let ends = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>';
    let end = text.find(ends)?;
    let mut tag = Tag {
        name: text[..end].to_ascii_lowercase(),
        attributes: Vec::new(),
    };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some((tag, after));
        }
        let end = rest.find(|c: char| ends(c) || c == '=')?;
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next()?;
            if quote == '"' || quote == '\'' {
                let close = after[1..].find(quote)? + 1;
                value = &after[1..close];
                rest = &after[close + 1..];
            } else {
                let close = after.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
                value = &after[..close];
                rest = &after[close..];
            }
        }
        tag.attributes.push((name, value));
    }
}

fn start(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::hostile::MARKUP;

    #[test]
    fn a_plain_page_is_harmless() {
        let page = "<!doctype html><html lang=\"fr\"><head><style>a > b {}</style>\
                    <script src=\"/a/x.js\" defer></script><script type=\"application/ld+json\">{\"a\":\"\\u003c\"}</script>\
                    </head><body><a href='/fr'>1 &#60; 2</a><input value=\"&#34; onfocus=x\" disabled></body></html>";
        assert_eq!(dangers(page), [] as [String; 0]);
    }

    /// Most of the texts are seen in one of the places where a page can forget to escape them; the others need
    /// a second decoding, a template or a browser.
    #[test]
    fn a_page_that_forgets_to_escape_is_seen() {
        let seen = |text: &&str| {
            let places = [
                format!("<p>{text}</p>"),
                format!("<input value=\"{text}\">"),
                format!("<a href=\"{text}\">x</a>"),
                format!("<input value='{text}'>"),
                format!("<script type=\"application/ld+json\">{{\"a\":\"{text}\"}}</script>"),
            ];
            places.iter().any(|page| !dangers(page).is_empty())
        };
        let missed: Vec<&&str> = MARKUP.iter().filter(|text| !seen(text)).collect();
        assert!(missed.len() <= 16, "{} of {}: {missed:#?}", missed.len(), MARKUP.len());
    }
}
