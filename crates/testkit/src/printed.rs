//! Reading what was printed: the text of a PDF as Poppler finds it, and what is in the sheets of an XLSX.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    process::{Command, Stdio},
};

/// The text of a PDF, line by line as it stands on its pages, without marks of direction and with every
/// space an ordinary one.
///
/// # Panics
/// When it is no PDF, or `pdftotext` (Debian's poppler-utils) is not there.
pub fn pdf_text(bytes: &[u8]) -> String {
    assert!(bytes.starts_with(b"%PDF-"), "not a PDF");
    let mut child = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils");
    let mut input = child.stdin.take().expect("its input");
    let all = bytes.to_vec();
    let writing = std::thread::spawn(move || input.write_all(&all));
    let output = child.wait_with_output().expect("its output");
    writing.join().expect("a writer").expect("all of it is read");
    assert!(output.status.success(), "pdftotext refuses it");
    plain(&String::from_utf8_lossy(&output.stdout))
}

/// A text without marks of direction, with every space an ordinary one.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .map(|c| if matches!(c, '\u{a0}' | '\u{202f}') { ' ' } else { c })
        .collect()
}

/// The files in an XLSX, by their names.
///
/// # Panics
/// When it is none.
pub fn xlsx_files(bytes: &[u8]) -> BTreeMap<String, String> {
    let number = |at: usize, many: usize| {
        let bytes = bytes.get(at..at + many).expect("a whole archive");
        bytes
            .iter()
            .rev()
            .fold(0_usize, |sum, byte| sum * 256 + usize::from(*byte))
    };
    let end = bytes.len() - 22;
    assert_eq!(number(end, 4), 0x0605_4b50, "the end of an archive");
    let (count, mut at) = (number(end + 10, 2), number(end + 16, 4));
    let mut files = BTreeMap::new();
    for _ in 0..count {
        assert_eq!(number(at, 4), 0x0201_4b50, "an entry");
        let (method, packed) = (number(at + 10, 2), number(at + 20, 4));
        let (name, more, note) = (number(at + 28, 2), number(at + 30, 2), number(at + 32, 2));
        let local = number(at + 42, 4);
        let title = String::from_utf8_lossy(&bytes[at + 46..at + 46 + name]).into_owned();
        let begins = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        let body = &bytes[begins..begins + packed];
        let mut text = String::new();
        if method == 0 {
            text = String::from_utf8_lossy(body).into_owned();
        } else {
            flate2::read::DeflateDecoder::new(body)
                .read_to_string(&mut text)
                .expect("a packed text");
        }
        files.insert(title, text);
        at += 46 + name + more + note;
    }
    files
}
