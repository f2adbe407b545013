//! The file that the books are kept in: facts are appended and flushed to the disk before anybody is answered. Several
//! processes may have it open: each holds it alone while it decides, and reads first what the others wrote.

use super::{
    book::{Book, Decision},
    fact::Entry,
};
use kernel::Micros;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

/// The name of the file.
const NAME: &str = "journal.jsonl";

/// The books, and the file they lie in, if they do.
#[derive(Debug, Default)]
pub(super) struct Books {
    book: Book,
    journal: Option<Journal>,
}

#[derive(Debug)]
struct Journal {
    file: File,
    /// How far it is in the book.
    read: u64,
}

impl Books {
    /// Opens or begins the file in a directory and reads it.
    pub(super) fn open(directory: &Path) -> io::Result<Self> {
        fs::create_dir_all(directory)?;
        let mut options = OpenOptions::new();
        let file = options
            .read(true)
            .append(true)
            .create(true)
            .open(directory.join(NAME))?;
        // The file's name must be on the disk before its content counts.
        File::open(directory)?.sync_all()?;
        let mut books = Self {
            book: Book::default(),
            journal: Some(Journal { file, read: 0 }),
        };
        books.with(Micros::default(), |_, _| ((), Vec::new()))?;
        Ok(books)
    }

    /// Decides, writes what was decided, and only then answers.
    pub(super) fn with<T>(&mut self, now: Micros, decide: impl FnOnce(&Book, Micros) -> Decision<T>) -> io::Result<T> {
        if let Some(journal) = &self.journal {
            journal.file.lock()?;
        }
        let decided = self.alone(now, decide);
        if let Some(journal) = &self.journal {
            journal.file.unlock()?;
        }
        decided
    }

    fn alone<T>(&mut self, now: Micros, decide: impl FnOnce(&Book, Micros) -> Decision<T>) -> io::Result<T> {
        if let Some(journal) = &mut self.journal {
            for entry in journal.news()? {
                self.book.apply(entry);
            }
        }
        let at = self.book.now(now);
        let (answer, facts) = decide(&self.book, at);
        let entries: Vec<Entry> = facts.into_iter().map(|fact| Entry { at, fact }).collect();
        if let Some(journal) = &mut self.journal {
            journal.write(&entries)?;
        }
        for entry in entries {
            self.book.apply(entry);
        }
        Ok(answer)
    }
}

impl Journal {
    /// What was written since it was read last. A last line without an end was never answered for, and goes.
    fn news(&mut self) -> io::Result<Vec<Entry>> {
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(self.read))?;
        self.file.read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        if whole < bytes.len() {
            self.file.set_len(self.read.saturating_add(whole as u64))?;
        }
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let lines = lines.take(bytes.iter().filter(|byte| **byte == b'\n').count());
        let entries = lines.map(|line| serde_json::from_slice(line).map_err(io::Error::from));
        let entries = entries.collect::<io::Result<Vec<Entry>>>()?;
        self.read = self.read.saturating_add(whole as u64);
        Ok(entries)
    }

    fn write(&mut self, entries: &[Entry]) -> io::Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, entry)?;
            lines.push(b'\n');
        }
        let written = self.file.write_all(&lines).and_then(|()| self.file.sync_data());
        if written.is_err() {
            // Nobody is told of it, so nobody may find it later.
            self.file.set_len(self.read)?;
            return written;
        }
        self.read = self.read.saturating_add(lines.len() as u64);
        Ok(())
    }
}
