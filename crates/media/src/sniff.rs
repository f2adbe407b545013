//! The look at the door: format by content, size of the file, size of the picture, all from the first bytes.
//! Nothing is decoded or decompressed here, so this may run in the serving process.

use crate::{error::Refusal, header};

/// The largest file, in bytes: 10 MB.
pub const LARGEST_FILE: usize = 10_000_000;
/// The most pixels: 40 megapixels.
pub const LARGEST_PIXELS: u64 = 40_000_000;
/// The shortest side that is worth showing, in pixels.
pub const SMALLEST_SIDE: u32 = 100;

/// A format that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, whatever its name said.
    Jpeg,
    /// PNG, still.
    Png,
    /// WebP, still.
    WebP,
}

/// Says what the file is, or why it will not be developed. The name it came with plays no part.
///
/// # Errors
/// A [`Refusal`]: another format, too large, too many pixels by its own header, too small, animated, cut short.
pub fn sniff(bytes: &[u8]) -> Result<Format, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > LARGEST_FILE {
        return Err(Refusal::TooLarge);
    }
    let format = recognise(bytes)?;
    let (width, height) = match format {
        Format::Jpeg => header::jpeg(bytes),
        Format::Png => header::png(bytes),
        Format::WebP => header::webp(bytes),
    }?;
    check_size(width, height)?;
    Ok(format)
}

/// The limits on pixels, for the header here and again for what the decoder says in the child.
pub(crate) fn check_size(width: u32, height: u32) -> Result<(), Refusal> {
    if u64::from(width) * u64::from(height) > LARGEST_PIXELS {
        return Err(Refusal::TooManyPixels);
    }
    if width.min(height) < SMALLEST_SIDE {
        return Err(Refusal::TooSmall);
    }
    Ok(())
}

fn recognise(bytes: &[u8]) -> Result<Format, Refusal> {
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return Ok(Format::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        return Ok(Format::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Format::WebP);
    }
    if is_heic(bytes) {
        return Err(Refusal::Heic);
    }
    if is_svg(bytes) {
        return Err(Refusal::Svg);
    }
    Err(Refusal::NotAPicture)
}

/// The ISO container with a brand of HEIF pictures. AVIF lives in the same container, but no setting of a
/// telephone leads to it, so it gets the sentence of unknown files.
fn is_heic(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];
    let brand = bytes.get(8..12).unwrap_or_default();
    let compatible = bytes.get(16..64.min(bytes.len())).unwrap_or_default();
    bytes.get(4..8) == Some(b"ftyp") && BRANDS.contains(&brand) && !compatible.chunks(4).any(|brand| brand == b"avif")
}

/// An `<svg` within the first kilobyte of something that begins like a text with markup.
fn is_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..1024.min(bytes.len())).unwrap_or_default();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    start.starts_with(b"<") && start.windows(4).any(|four| four.eq_ignore_ascii_case(b"<svg"))
}
