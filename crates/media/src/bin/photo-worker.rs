//! The child alone, for tests: production runs the same function as a hidden subcommand of `tiwizi`.

use std::process::ExitCode;

fn main() -> ExitCode {
    media::worker::child_main()
}
