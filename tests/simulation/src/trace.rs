//! What happened, in lines: kept where somebody wants to read them, and always as a fingerprint.

use std::{fmt::Write, hash::Hasher};

#[derive(Debug, Default)]
pub(crate) struct Trace {
    fingerprint: Fingerprint,
    lines: Option<Vec<String>>,
    line: String,
}

impl Trace {
    pub(crate) fn new(keeps: bool) -> Self {
        Self {
            lines: keeps.then(Vec::new),
            ..Self::default()
        }
    }

    pub(crate) fn say(&mut self, said: std::fmt::Arguments<'_>) {
        self.line.clear();
        self.line.write_fmt(said).ok();
        self.fingerprint.write(self.line.as_bytes());
        if let Some(lines) = &mut self.lines {
            lines.push(self.line.clone());
        }
    }

    pub(crate) fn fingerprint(&self) -> u64 {
        self.fingerprint.finish()
    }

    pub(crate) fn take_lines(&mut self) -> Vec<String> {
        self.lines.take().unwrap_or_default()
    }
}

/// FNV-1a: the standard library's hasher may change with the compiler, and a fingerprint is written into tests.
#[derive(Debug)]
struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fingerprint {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
