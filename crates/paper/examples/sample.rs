//! Writes sample papers for looking at: `cargo run -p paper --example sample -- DIRECTORY [ROWS]`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "an example says what it does")]

#[path = "../tests/sample/mod.rs"]
mod sample;

use kernel::Locale;
use std::{env, fs, path::PathBuf, time::Instant};

#[tokio::main]
async fn main() {
    let mut args = env::args().skip(1);
    let directory = PathBuf::from(args.next().unwrap_or_else(|| "sample-papers".to_owned()));
    let rows = args.next().and_then(|n| n.parse().ok()).unwrap_or(40);
    fs::create_dir_all(&directory).unwrap();
    for locale in Locale::COMPLETE {
        let begun = Instant::now();
        let pdf = paper::pdf(sample::statement(locale, rows)).await.unwrap();
        println!(
            "{locale}: {rows} rows, {} bytes of PDF in {:?}",
            pdf.len(),
            begun.elapsed()
        );
        fs::write(directory.join(format!("{locale}.pdf")), pdf).unwrap();
        let begun = Instant::now();
        let xlsx = paper::xlsx(sample::statement(locale, rows)).await.unwrap();
        println!("{locale}: {} bytes of XLSX in {:?}", xlsx.len(), begun.elapsed());
        fs::write(directory.join(format!("{locale}.xlsx")), xlsx).unwrap();
    }
    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        println!(
            "{}",
            status
                .lines()
                .find(|line| line.starts_with("VmHWM"))
                .unwrap_or_default()
        );
    }
}
