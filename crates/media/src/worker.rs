//! The child: a process of the same binary that reads one original, develops it and ends.
//!
//! The binary's hidden subcommand calls [`child_main`] before it builds a runtime, reads a configuration or opens
//! anything, so that the child holds nothing worth taking: no key, no database, no socket, an empty environment.

use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

use rustix::process::{Resource, Rlimit, getrlimit, nice, setrlimit};

use crate::{develop::develop, error::Refusal, frame, sniff::LARGEST_FILE};

/// The address space of the child, in bytes.
const MEMORY: u64 = 512 << 20;
/// The processor time of the child, in seconds; a photo of 40 megapixels needs about one, and many
/// times that in a build without optimisation.
const SECONDS: u64 = if cfg!(debug_assertions) { 120 } else { 10 };

/// Reads the original from standard input and writes the framed answer to standard output.
///
/// A refusal is an answer too; only a child that cannot do its work ends with a failure.
pub fn child_main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run() -> io::Result<()> {
    confine()?;
    let mut original = Vec::new();
    let most = u64::try_from(LARGEST_FILE + 1).unwrap_or(u64::MAX);
    io::stdin().lock().take(most).read_to_end(&mut original)?;
    let answer = if original.len() > LARGEST_FILE {
        Err(Refusal::TooLarge)
    } else {
        develop(&original)
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    frame::write(&mut out, answer)?;
    out.flush()
}

/// Gives up what developing does not need: memory, time, files, and the right to open anything more.
fn confine() -> io::Result<()> {
    lower(Resource::As, MEMORY, MEMORY)?;
    // At the first limit the kernel says why it ends the child; at the second it does not.
    lower(Resource::Cpu, SECONDS, SECONDS + 1)?;
    lower(Resource::Fsize, 0, 0)?;
    lower(Resource::Core, 0, 0)?;
    lower(Resource::Nofile, 3, 3)?;
    // Visitors come before photos.
    nice(10)?;
    Ok(())
}

/// Lowers a limit, or leaves it where the machine already set it lower.
fn lower(resource: Resource, current: u64, maximum: u64) -> io::Result<()> {
    let ceiling = getrlimit(resource).maximum.unwrap_or(u64::MAX);
    let limit = Rlimit {
        current: Some(current.min(ceiling)),
        maximum: Some(maximum.min(ceiling)),
    };
    Ok(setrlimit(resource, limit)?)
}
