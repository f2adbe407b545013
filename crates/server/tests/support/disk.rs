//! A disk that can be full.

use super::Place;
use std::{ffi::OsString, fs, path::PathBuf, process::Command};

/// A disk of which the test says when it is full.
pub(crate) struct Disk {
    library: PathBuf,
    mark: PathBuf,
}

impl Disk {
    /// Builds the library that stands between the binary and the kernel.
    pub(crate) fn new(place: &Place) -> Self {
        let disk = Self {
            library: place.data().join("full_disk.so"),
            mark: place.data().join("full"),
        };
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/full_disk.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&disk.library)
            .args([source, "-ldl"])
            .status();
        assert!(
            built.is_ok_and(|status| status.success()),
            "the C compiler builds {source}"
        );
        disk
    }

    pub(crate) fn environment(&self) -> [(&'static str, OsString); 2] {
        [
            ("LD_PRELOAD", self.library.clone().into()),
            ("TIWIZI_TEST_FULL", self.mark.clone().into()),
        ]
    }

    pub(crate) fn fill(&self) {
        fs::write(&self.mark, "").expect("a mark");
    }

    pub(crate) fn empty(&self) {
        fs::remove_file(&self.mark).expect("no mark");
    }
}
