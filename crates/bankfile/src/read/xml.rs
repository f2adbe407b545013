//! XML as a small tree of names and texts. A document type is refused, and with it every entity but the five of XML and
//! numbered characters; depth and number of elements are bounded. Names are read without their namespace, so that every
//! version of a message reads alike.

use super::{Fault, What};
use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

/// How deep elements may stand in each other.
const DEEPEST: usize = 40;
/// How many elements there may be.
const MOST: usize = 400_000;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Its name without namespace.
    pub(super) name: String,
    /// Its currency, where it has one.
    pub(super) currency: Option<String>,
    /// Its own text.
    pub(super) text: String,
    /// The line on which it begins.
    pub(super) row: u32,
    /// What stands in it.
    pub(super) children: Vec<Self>,
}

impl Node {
    /// The elements of a name in this one.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element at the end of a path.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        match path.split_first() {
            None => Some(self),
            Some((name, rest)) => {
                let named = self.children.iter().filter(|child| child.name == *name);
                named.into_iter().find_map(|child| child.at(rest))
            }
        }
    }

    /// Its text.
    pub(super) fn said(&self, path: &[&str]) -> Option<&str> {
        let text = self.at(path)?.text.trim();
        Some(text).filter(|text| !text.is_empty())
    }
}

/// The tree of a text.
pub(super) fn read(text: &str) -> Result<Node, Fault> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Node::default()];
    let (mut count, mut row, mut counted) = (0_usize, 1_u32, 0_usize);
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position())
            .unwrap_or(text.len())
            .min(text.len());
        let passed = text.as_bytes().get(counted..at).unwrap_or_default();
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        row = row.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        counted = at;
        let wrong = |text: &str| Fault::new(row, What::Xml, text);
        match event {
            Ok(Event::Start(start)) => {
                count = count.saturating_add(1);
                if open.len() >= DEEPEST || count > MOST {
                    return Err(Fault::new(row, What::TooLarge, ""));
                }
                open.push(element(&start, row));
            }
            Ok(Event::Empty(start)) => {
                count = count.saturating_add(1);
                close(&mut open, element(&start, row)).ok_or_else(|| wrong(""))?;
            }
            Ok(Event::End(_)) => {
                let node = open.pop().ok_or_else(|| wrong(""))?;
                close(&mut open, node).ok_or_else(|| wrong(""))?;
            }
            Ok(Event::Text(words)) => say(&mut open, &words),
            Ok(Event::CData(words)) => say(&mut open, &words),
            Ok(Event::GeneralRef(reference)) => {
                let letter = character(&reference).ok_or_else(|| wrong(&reference))?;
                say(&mut open, letter.encode_utf8(&mut [0; 4]));
            }
            Ok(Event::DocType(words)) => return Err(wrong(&words)),
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            Ok(Event::Eof) => break,
            Err(error) => return Err(wrong(&error.to_string())),
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(root), true) => Ok(root),
        _ => Err(Fault::new(row, What::Xml, "")),
    }
}

fn element(start: &BytesStart<'_>, row: u32) -> Node {
    let currency = start.try_get_attribute("Ccy").ok().flatten();
    Node {
        name: start.local_name().into_inner().to_owned(),
        currency: currency.map(|attribute| attribute.value.into_owned()),
        row,
        ..Node::default()
    }
}

fn close(open: &mut [Node], node: Node) -> Option<()> {
    open.last_mut().map(|parent| parent.children.push(node))
}

fn say(open: &mut [Node], words: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(words);
    }
}

fn character(reference: &BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    Some(match &**reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}
