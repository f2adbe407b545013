//! Pictures for the tests, honest and hostile, made from nothing.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::{
    io::{Cursor, Write as _},
    path::Path,
    time::Duration,
};

use bytes::Bytes;
use flate2::{Compression, Crc, write::ZlibEncoder};
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat, Rgb, RgbImage, codecs::jpeg::JpegEncoder,
};
use media::{Developed, Error, Refusal, Workshop};

/// A word that hostile and talkative files carry and no output may.
pub(crate) const SECRET: &[u8] = b"GPS-of-the-house-33.5731N";

/// The workshop with the real child. Tests share two cores, so patience is long.
pub(crate) fn workshop() -> Workshop {
    Workshop::new(env!("CARGO_BIN_EXE_photo-worker"), [] as [&str; 0], 2).with_patience(Duration::from_secs(120))
}

/// Develops in the real child.
pub(crate) async fn develop(original: impl Into<Bytes>) -> Result<Developed, Error> {
    workshop().develop(original.into()).await
}

/// The refusal that the real child gives.
pub(crate) async fn refusal(original: impl Into<Bytes>) -> Refusal {
    match develop(original).await {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Four coloured quarters: red, green above; blue, white below.
pub(crate) fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([230, 20, 20]),
        (false, true) => Rgb([20, 200, 20]),
        (true, false) => Rgb([20, 20, 230]),
        (false, false) => Rgb([240, 240, 240]),
    })
}

/// Something with texture, so that a cut or a flip of a bit matters.
pub(crate) fn texture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77);
        let noise = (noise ^ (noise >> 13)).wrapping_mul(0xC2B2_AE3D) >> 27;
        Rgb([
            (x % 200 + noise) as u8,
            (y % 200 + noise) as u8,
            ((x + y) % 200 + noise) as u8,
        ])
    })
}

pub(crate) fn encode(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

pub(crate) fn jpeg(picture: &RgbImage) -> Vec<u8> {
    jpeg_with(picture, None)
}

/// A JPEG with EXIF: an orientation, and the secret where a camera writes its owner.
pub(crate) fn jpeg_with(picture: &RgbImage, orientation: Option<u8>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 92);
    if let Some(orientation) = orientation {
        encoder.set_exif_metadata(exif(orientation)).unwrap();
    }
    encoder
        .write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .unwrap();
    out
}

pub(crate) fn exif(orientation: u8) -> Vec<u8> {
    let mut tags = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tags.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tags.extend([0x82, 0x98, 0, 2, 0, 0, 0, SECRET.len() as u8, 0, 0, 0, 38]);
    tags.extend([0, 0, 0, 0]);
    tags.extend(SECRET);
    tags
}

/// A segment right after the start of a JPEG.
pub(crate) fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap();
    [&jpeg[..2], &[0xFF, marker], &length.to_be_bytes(), body, &jpeg[2..]].concat()
}

/// A PNG from chunks, checksums included.
pub(crate) fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1A\n".to_vec();
    for (name, body) in chunks {
        let mut crc = Crc::new();
        crc.update(*name);
        crc.update(body);
        out.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        out.extend(*name);
        out.extend(*body);
        out.extend(crc.sum().to_be_bytes());
    }
    out
}

/// The header chunk's body.
pub(crate) fn ihdr(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[depth, colour, 0, 0, 0],
    ]
    .concat()
}

/// This many zero bytes, squeezed.
pub(crate) fn zeros(count: usize) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
    let block = vec![0; 1 << 20];
    let mut left = count;
    while left > 0 {
        let part = left.min(block.len());
        out.write_all(&block[..part]).unwrap();
        left -= part;
    }
    out.finish().unwrap()
}

/// A black PNG of any size, as small as a bomb is.
pub(crate) fn black_png(width: u32, height: u32, depth: u8, colour: u8, extra: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let samples = [1, 0, 3, 1, 2, 0, 4][usize::from(colour)];
    let row = width as usize * samples * usize::from(depth) / 8 + 1;
    let (header, body) = (ihdr(width, height, depth, colour), zeros(row * height as usize));
    let mut chunks: Vec<(&[u8; 4], &[u8])> = vec![(b"IHDR", &header)];
    chunks.extend(extra);
    chunks.extend([(b"IDAT", body.as_slice()), (b"IEND", b"")]);
    png(&chunks)
}

/// Waits until no process with the id in this file is alive.
pub(crate) async fn process_is_gone(pid_file: &Path) -> bool {
    for _ in 0..100 {
        let pid = std::fs::read_to_string(pid_file).unwrap_or_default();
        if !pid.is_empty() && !Path::new(&format!("/proc/{}", pid.trim())).exists() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}
