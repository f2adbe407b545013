//! What the market does in a second, each figure beside a limit measured in the same run.
//!
//! `cargo xtask bench` builds the binary `tiwizi` in release, fills ten thousand products, starts the
//! binary as it is run (all layers on, a process of its own) and prints tables. Nothing here passes or
//! fails: goals stand beside the figures, and who reads them judges. The load comes from this process
//! on one thread; the bare server it is compared with is another process, treated the same.
#![allow(
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "it measures and prints, and stops when its ground is missing"
)]

mod bare;
mod beside;
mod door;
mod ground;
mod load;
mod market;
mod process;
mod report;

use anyhow::{Context, bail};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// How long and how much.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// How long one cell of a table is measured.
    cell: Duration,
    /// Products to fill.
    products: usize,
    /// Orders in a cell with one, sixteen and sixty-four buyers.
    orders: [usize; 3],
}

/// Connections, buyers: the columns of every table.
pub(crate) const AT_ONCE: [usize; 3] = [1, 16, 64];

const HELP: &str = "\
cargo xtask bench [-- OPTIONS]
  --quick        a second for each cell, two thousand products
  --sqlite       leave PostgreSQL out
  --program P    measure this binary; build none
PostgreSQL is measured where TIWIZI_TEST_POSTGRES names one, as `cargo xtask bench` sees to.";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["bare", size] = words.as_slice() {
        return bare::serve(size.parse().context("a number of bytes")?);
    }
    let mut effort = Effort {
        cell: Duration::from_secs(2),
        products: 10_000,
        orders: [400, 1500, 2500],
    };
    let mut postgres = std::env::var_os("TIWIZI_TEST_POSTGRES").is_some();
    let mut program = None;
    let mut rest = words.into_iter();
    while let Some(word) = rest.next() {
        match word {
            "--program" => program = rest.next().map(PathBuf::from),
            "--quick" => {
                effort = Effort {
                    cell: Duration::from_secs(1),
                    products: 2_000,
                    orders: [200, 600, 1000],
                };
            }
            "--sqlite" => postgres = false,
            _ => bail!("{HELP}"),
        }
    }
    testkit::init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let began = Instant::now();
    report::machine();
    let program = program.map_or_else(process::build, Ok)?;
    runtime.block_on(async {
        door::sqlite(&program, &effort).await?;
        if postgres {
            door::postgres(&program, &effort).await?;
        } else {
            println!("\nPostgreSQL is left out: TIWIZI_TEST_POSTGRES names none.");
        }
        anyhow::Ok(())
    })?;
    println!("\nThe whole took {} s.", began.elapsed().as_secs());
    Ok(())
}
