//! What the tests need besides Rust and a C compiler, and how it gets onto a Debian machine.

use crate::{Outcome, cluster, shell};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Something that the tests use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    Postgres,
    Chromium,
    Driver,
    /// Without it, Arabic is drawn as boxes and every width measured in the browser is wrong.
    ArabicFont,
    /// For Stripe's own library, by which the stand-in for Stripe is checked.
    Python,
    /// Reads the text of papers.
    PdfText,
}

impl Tool {
    pub(crate) const ALL: [Self; 6] = [
        Self::Postgres,
        Self::Chromium,
        Self::Driver,
        Self::ArabicFont,
        Self::Python,
        Self::PdfText,
    ];

    fn package(self) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::Chromium => "chromium",
            Self::Driver => "chromium-driver",
            Self::ArabicFont => "fonts-noto-core",
            Self::Python => "python3-venv",
            Self::PdfText => "poppler-utils",
        }
    }

    fn is_here(self) -> bool {
        match self {
            Self::Postgres => cluster::programs().is_some(),
            Self::Chromium => chromium().is_some(),
            Self::Driver => driver().is_some(),
            Self::ArabicFont => Path::new("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf").is_file(),
            // Debian's python3 alone cannot fill a new environment.
            Self::Python => shell::output(Command::new("python3").args(["-c", "import venv, ensurepip"])).is_ok(),
            Self::PdfText => shell::find("pdftotext").is_some(),
        }
    }
}

/// The browser for the journeys: the one named by the caller, else the one on the path.
pub(crate) fn chromium() -> Option<String> {
    named("TIWIZI_TEST_CHROMIUM", "chromium")
}

/// The program that drives it.
pub(crate) fn driver() -> Option<String> {
    named("TIWIZI_TEST_CHROMEDRIVER", "chromedriver")
}

/// The version of Stripe's library for Python.
const STRIPE: &str = "16.1.0";

/// A python3 with Stripe's library, in an environment of its own below `target`; the one named by the caller, if any.
pub(crate) fn stripe_python() -> Option<String> {
    if let Ok(named) = std::env::var("TIWIZI_TEST_STRIPE_PYTHON") {
        return Some(named);
    }
    let python = stripe_environment().join("bin/python");
    python.is_file().then(|| python.to_string_lossy().into_owned())
}

fn stripe_environment() -> PathBuf {
    shell::root().join(format!("target/tools/stripe-{STRIPE}"))
}

/// Installs Stripe's library from PyPI, where it is not yet.
pub(crate) fn install_stripe() -> Outcome {
    let has_it = |python: String| shell::output(Command::new(python).args(["-c", "import stripe"])).is_ok();
    if stripe_python().is_some_and(has_it) {
        return Ok(());
    }
    println!("installing Stripe's library for Python");
    let folder = stripe_environment();
    let python = folder.join("bin/python");
    shell::must(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    shell::must(Command::new(python).args(["-m", "pip", "install", "-q", &format!("stripe=={STRIPE}")])).map(drop)
}

fn named(variable: &str, program: &str) -> Option<String> {
    let found = || shell::find(program).map(|path| path.to_string_lossy().into_owned());
    std::env::var(variable).ok().or_else(found)
}

/// Installs what is missing through apt, or says the one line to run.
pub(crate) fn install(wanted: &[Tool]) -> Outcome {
    let missing = |tools: &[Tool]| -> Vec<&'static str> {
        let tools = tools.iter().filter(|tool| !tool.is_here());
        tools.map(|tool| tool.package()).collect()
    };
    let packages = missing(wanted);
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    let by_hand = format!("{list} missing; please run: sudo apt-get update && sudo apt-get install -y {list}");
    if shell::find("apt-get").is_none() {
        return Err(format!(
            "missing, and this machine has no apt-get: {list} (names as in Debian)"
        ));
    }
    let prefix: &[&str] = if shell::is_root() {
        &["env"]
    } else if shell::output(Command::new("sudo").args(["-n", "true"])).is_ok() {
        &["sudo", "-n", "env"]
    } else {
        return Err(by_hand);
    };
    println!("installing {list}");
    apt(prefix, &["update", "-q"])?;
    apt(
        prefix,
        &[&["install", "-q", "-y", "--no-install-recommends"], packages.as_slice()].concat(),
    )?;
    match missing(wanted).join(" ") {
        still if still.is_empty() => Ok(()),
        still => Err(format!(
            "apt installed them, but they are not where they should be: {still}"
        )),
    }
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Outcome {
    let mut words = prefix.iter().copied();
    let program = words.next().unwrap_or("env");
    let status = Command::new(program)
        .args(words)
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(arguments)
        .status()
        .map_err(|error| format!("apt-get: {error}"))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("apt-get {} failed", arguments.join(" "))),
    }
}

/// Adds a component of the Rust toolchain that a minimal installation lacks.
pub(crate) fn component(name: &str, subcommand: &str) -> Outcome {
    if shell::output(&mut shell::cargo([subcommand, "--version"])).is_ok() {
        return Ok(());
    }
    println!("adding {name} to the toolchain");
    shell::must(shell::command("rustup").args(["component", "add", name]))
        .map(drop)
        .map_err(|error| format!("{name} is missing and could not be added: {error}"))
}
