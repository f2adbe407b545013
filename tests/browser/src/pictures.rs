//! Photographs for tests: plain JPEG files with something to see in them.

use image::{ImageFormat, Rgb, RgbImage};
use std::path::{Path, PathBuf};

/// Writes a photograph of so many pixels and gives its path. Different seeds look different.
pub fn photograph(directory: &Path, seed: u32, width: u32, height: u32) -> PathBuf {
    let byte = |value: u32| u8::try_from(value % 256).unwrap_or(0);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let tile = (x / 80 + y / 80 + seed) % 4;
        Rgb([
            byte(120 + tile * 30 + x / 16),
            byte(90 + y / 12 + seed * 40),
            byte(60 + tile * 20 + seed * 25),
        ])
    });
    let path = directory.join(format!("photo-{seed}.jpg"));
    picture
        .save_with_format(&path, ImageFormat::Jpeg)
        .expect("a photograph");
    path
}
