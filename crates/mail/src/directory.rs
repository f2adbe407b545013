//! One file per message: whole or not there, and on the disk before anybody is told.

use crate::MailError;
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Writes `{id}.{ending}`; the same message again replaces its file.
pub(crate) async fn write(
    directory: &Path,
    id: &str,
    ending: &'static str,
    content: Vec<u8>,
) -> Result<PathBuf, MailError> {
    let (directory, id) = (directory.to_owned(), id.to_owned());
    let written = tokio::task::spawn_blocking(move || store(&directory, &id, ending, &content)).await;
    written
        .map_err(|error| MailError::Temporary(error.to_string()))?
        .map_err(MailError::from)
}

fn store(directory: &Path, id: &str, ending: &str, content: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(directory)?;
    let (part, whole) = (
        directory.join(format!(".{id}.part")),
        directory.join(format!("{id}.{ending}")),
    );
    let mut file = File::create(&part)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&part, &whole)?;
    File::open(directory)?.sync_all()?;
    Ok(whole)
}
