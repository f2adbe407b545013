//! Measures the whole path of one photo of twelve megapixels, as a telephone makes it (turned, with a place in its
//! tags): processor time and peak memory of the child, each beside the yardstick that it must stay under.
//!
//! `cargo run --release -p media --example twelve_megapixels [-- PHOTO.jpg]`; without a photo it draws one. With
//! `KEEP=DIR` it also writes the photo and its set there, to be looked at.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::{
    error::Error,
    fs,
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use image::{ExtendedColorType, ImageEncoder as _, codecs::jpeg::JpegEncoder};
use media::{Key, Workshop, worker};

/// The allocator of the real binary, since it is the memory of the real child that counts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: u64 = 10;
/// What sharp (libvips) takes for the five WebP files on a quiet machine, decoding included.
const CPU_MILLIS: u64 = 470;
const PEAK_KIB: u64 = 150 * 1_000_000 / 1024;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("photo-worker") {
        return worker::child_main();
    }
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn measure() -> Result<(), Box<dyn Error>> {
    let photo = match std::env::args().nth(1) {
        Some(path) => fs::read(path)?,
        None => draw_photo(4000, 3000)?,
    };
    println!("photo: {} KB", photo.len() / 1000);
    let workshop = Workshop::new(std::env::current_exe()?, ["photo-worker"], 1);
    let photo = bytes::Bytes::from(photo);
    let developed = workshop.develop(photo.clone()).await?;
    if let Ok(folder) = std::env::var("KEEP") {
        keep(Path::new(&folder), &photo, &developed)?;
    }
    for file in &developed.renditions {
        println!(
            "  {:>4} × {:<4} {:?} {} KB",
            file.width,
            file.height,
            file.encoding,
            file.bytes.len() / 1000
        );
    }

    let watch = Watch::start();
    let (before, start) = (children_ticks()?, Instant::now());
    for _ in 0..ROUNDS {
        workshop.develop(photo.clone()).await?;
    }
    // The kernel counts processor time in hundredths of a second.
    let cpu = (children_ticks()? - before) * 10 / ROUNDS;
    let wall = start.elapsed().as_millis() / u128::from(ROUNDS);
    let peak = watch.stop();
    println!("processor time, whole set: {cpu} ms (yardstick: {CPU_MILLIS} ms for the WebP files alone)");
    println!("wall time: {wall} ms");
    println!(
        "peak memory: {} MB (yardstick: {} MB)",
        peak * 1024 / 1_000_000,
        PEAK_KIB * 1024 / 1_000_000
    );
    Ok(())
}

fn keep(folder: &Path, photo: &[u8], developed: &media::Developed) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("original.jpg"), photo)?;
    let key = Key::of(photo);
    for file in &developed.renditions {
        fs::write(folder.join(file.name(&key).to_string()), &file.bytes)?;
    }
    Ok(())
}

/// Processor time of all children that ended, in the kernel's ticks.
fn children_ticks() -> Result<u64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name in brackets may hold spaces; the sixteenth and seventeenth fields count what children used.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let field = |at: usize| {
        fields
            .get(at)
            .and_then(|text| text.parse::<u64>().ok())
            .ok_or("no such field")
    };
    Ok(field(13)? + field(14)?)
}

/// Follows the high-water mark of the children while they live.
struct Watch {
    stop: Arc<AtomicBool>,
    peak: Arc<AtomicU64>,
    thread: std::thread::JoinHandle<()>,
}

impl Watch {
    fn start() -> Self {
        let (stop, peak) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (until, highest) = (stop.clone(), peak.clone());
        let thread = std::thread::spawn(move || {
            while !until.load(Ordering::Relaxed) {
                highest.fetch_max(children_peak().unwrap_or(0), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        Self { stop, peak, thread }
    }

    fn stop(self) -> u64 {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.thread.join();
        self.peak.load(Ordering::Relaxed)
    }
}

/// The highest peak among the children that live now, in KiB.
fn children_peak() -> std::io::Result<u64> {
    let mut highest = 0;
    for task in fs::read_dir("/proc/self/task")? {
        let children = fs::read_to_string(task?.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace() {
            let read = |what: &str| fs::read_to_string(format!("/proc/{child}/{what}")).unwrap_or_default();
            // Before it has become the worker, a child still counts its parent's memory.
            if !read("cmdline").contains("photo-worker") {
                continue;
            }
            let status = read("status");
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let peak = line
                .and_then(|line| line.split_whitespace().next())
                .and_then(|text| text.parse().ok());
            highest = highest.max(peak.unwrap_or(0));
        }
    }
    Ok(highest)
}

/// Something like a market stall at noon: soft light, surfaces with texture, hard edges and the noise of a sensor.
fn draw_photo(width: u32, height: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut pixels = Vec::with_capacity(width as usize * height as usize * 3);
    for y in 0..height {
        for x in 0..width {
            let surface = (x / 500 + y / 500 * 7).wrapping_mul(2_654_435_761) >> 24;
            let texture = [256, 64, 16]
                .iter()
                .map(|cell| soft_noise(x, y, *cell) * cell.ilog2() / 20)
                .sum::<u32>();
            let light = 60 + x * 60 / width + y * 40 / height;
            let grain = scramble(x, y, 9) & 15;
            for (channel, share) in [3, 2, 1].into_iter().enumerate() {
                let tint = surface.rotate_left(channel as u32 * 3) & 63;
                let level = light + tint + texture * share / 4 + grain;
                pixels.push(u8::try_from(level.min(255)).unwrap_or(u8::MAX));
            }
        }
    }
    let mut photo = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut photo, 90);
    encoder.set_exif_metadata(telephone_tags())?;
    encoder.write_image(&pixels, width, height, ExtendedColorType::Rgb8)?;
    Ok(photo)
}

/// Noise between the corners of a grid, 0 to 255.
fn soft_noise(x: u32, y: u32, cell: u32) -> u32 {
    let (left, top, across, down) = (x / cell, y / cell, x % cell, y % cell);
    let corner = |x, y| scramble(x, y, cell) & 255;
    let mix = |from: u32, to: u32, at: u32| (from * (cell - at) + to * at) / cell;
    let above = mix(corner(left, top), corner(left + 1, top), across);
    let below = mix(corner(left, top + 1), corner(left + 1, top + 1), across);
    mix(above, below, down)
}

fn scramble(x: u32, y: u32, seed: u32) -> u32 {
    let mixed = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77) ^ seed.wrapping_mul(0xC2B2_AE3D);
    (mixed ^ (mixed >> 15)).wrapping_mul(0x2C1B_3C6D) >> 11
}

/// EXIF in its shortest form: orientation 6 (turn right) and a latitude.
fn telephone_tags() -> Vec<u8> {
    let mut tags = b"MM\0*\0\0\0\x08".to_vec();
    tags.extend(b"\0\x02");
    tags.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    tags.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26");
    tags.extend(b"\0\0\0\0");
    tags.extend(b"\0\x02");
    tags.extend(b"\0\x01\0\x02\0\0\0\x02N\0\0\0");
    tags.extend(b"\0\x02\0\x05\0\0\0\x03\0\0\0\x44");
    tags.extend(b"\0\0\0\0");
    tags.extend([33_u32, 1, 59, 1, 30, 1].iter().flat_map(|number| number.to_be_bytes()));
    tags
}
