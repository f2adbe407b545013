//! Width and height from the headers of the three formats, in constant memory, and the two things the decoders
//! forgive but a shop should not: a file that was cut short and a picture that moves.

use crate::error::Refusal;

type Size = Result<(u32, u32), Refusal>;

/// Walks the segments of a JPEG to its frame header, then looks for the end marker: the decoder paints what is
/// missing of a cut file grey, and half a grey photo is worse than a sentence.
pub(crate) fn jpeg(bytes: &[u8]) -> Size {
    let mut size = None;
    let mut rest = bytes.get(2..).ok_or(Refusal::Broken)?;
    loop {
        let (marker, length, after) = jpeg_segment(rest)?;
        let body = after.get(..length).ok_or(Refusal::Broken)?;
        rest = after.get(length..).ok_or(Refusal::Broken)?;
        match marker {
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let height = be16(body, 3)?;
                let width = be16(body, 5)?;
                size = Some((u32::from(width), u32::from(height)));
            }
            0xDA => break,
            _ => {}
        }
    }
    // Inside entropy-coded data a marker cannot appear by chance: FF is always followed by 00 there.
    if !rest.windows(2).any(|pair| pair == b"\xFF\xD9") {
        return Err(Refusal::Broken);
    }
    size.filter(|(width, height)| *width > 0 && *height > 0)
        .ok_or(Refusal::Broken)
}

/// One segment: its marker, the length of its body (with the two length bytes), and the bytes from its body on.
fn jpeg_segment(bytes: &[u8]) -> Result<(u8, usize, &[u8]), Refusal> {
    let mut rest = bytes.strip_prefix(b"\xFF").ok_or(Refusal::Broken)?;
    while let Some(fewer) = rest.strip_prefix(b"\xFF") {
        rest = fewer;
    }
    let (marker, after) = rest.split_first().ok_or(Refusal::Broken)?;
    if matches!(marker, 0x00 | 0xD0..=0xD9) {
        return Err(Refusal::Broken);
    }
    let length = usize::from(be16(after, 0)?);
    if length < 2 {
        return Err(Refusal::Broken);
    }
    Ok((*marker, length, after))
}

/// The first chunk of a PNG is its header; an animation announces itself before the first pixels.
pub(crate) fn png(bytes: &[u8]) -> Size {
    let mut rest = bytes.get(8..).ok_or(Refusal::Broken)?;
    if rest.get(4..8) != Some(b"IHDR") {
        return Err(Refusal::Broken);
    }
    let (width, height) = (be32(rest, 8)?, be32(rest, 12)?);
    if width == 0 || height == 0 {
        return Err(Refusal::Broken);
    }
    loop {
        let length = usize::try_from(be32(rest, 0)?).map_err(|_| Refusal::Broken)?;
        match rest.get(4..8) {
            Some(b"IDAT") => return Ok((width, height)),
            Some(b"acTL") => return Err(Refusal::Animated),
            _ => {}
        }
        // Four bytes each of length, name and checksum surround the body.
        let next = length.checked_add(12).ok_or(Refusal::Broken)?;
        rest = rest.get(next..).ok_or(Refusal::Broken)?;
    }
}

/// The three kinds of WebP: lossy, lossless, and extended, which has a canvas and flags.
pub(crate) fn webp(bytes: &[u8]) -> Size {
    let announced = usize::try_from(le32(bytes, 4)?).map_err(|_| Refusal::Broken)?;
    if bytes.len() < announced.saturating_add(8) {
        return Err(Refusal::Broken);
    }
    match bytes.get(12..16) {
        Some(b"VP8 ") if bytes.get(23..26) == Some(b"\x9D\x01\x2A") => Ok((
            u32::from(le16(bytes, 26)? & 0x3FFF),
            u32::from(le16(bytes, 28)? & 0x3FFF),
        )),
        Some(b"VP8L") if bytes.get(20) == Some(&0x2F) => {
            let packed = le32(bytes, 21)?;
            Ok(((packed & 0x3FFF) + 1, ((packed >> 14) & 0x3FFF) + 1))
        }
        Some(b"VP8X") => {
            let flags = *bytes.get(20).ok_or(Refusal::Broken)?;
            if flags & 0x02 != 0 {
                return Err(Refusal::Animated);
            }
            Ok((le24(bytes, 24)? + 1, le24(bytes, 27)? + 1))
        }
        _ => Err(Refusal::Broken),
    }
}

fn be16(bytes: &[u8], at: usize) -> Result<u16, Refusal> {
    take(bytes, at).map(u16::from_be_bytes)
}

fn be32(bytes: &[u8], at: usize) -> Result<u32, Refusal> {
    take(bytes, at).map(u32::from_be_bytes)
}

fn le16(bytes: &[u8], at: usize) -> Result<u16, Refusal> {
    take(bytes, at).map(u16::from_le_bytes)
}

fn le24(bytes: &[u8], at: usize) -> Result<u32, Refusal> {
    let [low, middle, high] = take(bytes, at)?;
    Ok(u32::from_le_bytes([low, middle, high, 0]))
}

fn le32(bytes: &[u8], at: usize) -> Result<u32, Refusal> {
    take(bytes, at).map(u32::from_le_bytes)
}

fn take<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], Refusal> {
    bytes
        .get(at..)
        .and_then(|rest| rest.first_chunk::<N>())
        .copied()
        .ok_or(Refusal::Broken)
}
