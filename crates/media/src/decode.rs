//! From bytes to RGB pixels, within limits and with as few copies as the formats allow: the picture is decoded
//! straight into one buffer, and deeper or wider pixels are packed inside that buffer.

use std::io::Cursor;

use image::{ColorType, ImageDecoder, ImageFormat, ImageReader, Limits, metadata::Orientation};

use crate::{
    error::Refusal,
    sniff::{Format, check_size},
};

/// What one decoder may allocate beside its output, in bytes; profiles and texts that inflate end here.
const DECODER_MEMORY: u64 = 384 << 20;

/// Pixels as they lie in the file, three bytes each, and the turn that makes them upright.
pub(crate) struct Raw {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgb: Vec<u8>,
    pub(crate) orientation: Orientation,
}

/// Decodes one still picture; transparency becomes white paper.
pub(crate) fn decode(bytes: &[u8], format: Format) -> Result<Raw, Refusal> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Refusal::Broken)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    // A tag that cannot be read is no reason to refuse the pixels.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let colour = decoder.color_type();
    let size = usize::try_from(decoder.total_bytes()).map_err(|_| Refusal::TooManyPixels)?;
    let mut pixels = vec![0; size];
    decoder.read_image(&mut pixels).map_err(|_| Refusal::Broken)?;
    Ok(Raw {
        width,
        height,
        rgb: to_rgb(pixels, colour)?,
        orientation,
    })
}

fn to_rgb(pixels: Vec<u8>, colour: ColorType) -> Result<Vec<u8>, Refusal> {
    Ok(match colour {
        ColorType::Rgb8 => pixels,
        ColorType::Rgba8 => pack(pixels, |[r, g, b, a]: [u8; 4]| over_white([r, g, b], a)),
        ColorType::Rgb16 => pack(pixels, |p: [u8; 6]| {
            [high(p[0], p[1]), high(p[2], p[3]), high(p[4], p[5])]
        }),
        ColorType::Rgba16 => pack(pixels, |p: [u8; 8]| {
            over_white([high(p[0], p[1]), high(p[2], p[3]), high(p[4], p[5])], high(p[6], p[7]))
        }),
        ColorType::L8 => spread(&pixels, |[l]: [u8; 1]| [l; 3]),
        ColorType::La8 => spread(&pixels, |[l, a]: [u8; 2]| over_white([l; 3], a)),
        ColorType::L16 => spread(&pixels, |[x, y]: [u8; 2]| [high(x, y); 3]),
        ColorType::La16 => spread(&pixels, |p: [u8; 4]| {
            over_white([high(p[0], p[1]); 3], high(p[2], p[3]))
        }),
        _ => return Err(Refusal::Broken),
    })
}

/// The high byte of a sample of 16 bits in this machine's order.
fn high(first: u8, second: u8) -> u8 {
    let [_, high] = u16::from_ne_bytes([first, second]).to_le_bytes();
    high
}

fn over_white(rgb: [u8; 3], alpha: u8) -> [u8; 3] {
    let alpha = u32::from(alpha);
    rgb.map(|sample| {
        let mixed = u32::from(sample) * alpha + 255 * (255 - alpha);
        u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
    })
}

/// Packs pixels of `N` ≥ 3 bytes into three, in place: a picture of 40 megapixels at 16 bits leaves no room for two.
fn pack<const N: usize>(mut pixels: Vec<u8>, convert: impl Fn([u8; N]) -> [u8; 3]) -> Vec<u8> {
    let count = pixels.len() / N;
    for index in 0..count {
        let Some(wide) = pixels
            .get(index * N..)
            .and_then(|rest| rest.first_chunk::<N>())
            .copied()
        else {
            break;
        };
        if let Some(narrow) = pixels.get_mut(index * 3..).and_then(|rest| rest.first_chunk_mut::<3>()) {
            *narrow = convert(wide);
        }
    }
    // Not shrunk: an allocator may do that by copying, and then both would be there.
    pixels.truncate(count * 3);
    pixels
}

/// Widens grey pixels of `N` bytes to three.
fn spread<const N: usize>(pixels: &[u8], convert: impl Fn([u8; N]) -> [u8; 3]) -> Vec<u8> {
    let mut rgb = Vec::with_capacity(pixels.len() / N * 3);
    for pixel in pixels.chunks_exact(N) {
        if let Some(pixel) = pixel.first_chunk::<N>() {
            rgb.extend_from_slice(&convert(*pixel));
        }
    }
    rgb
}
