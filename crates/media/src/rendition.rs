//! What a photo becomes: its key, the ladder of sizes, the names of the files and their bytes.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The widths of the WebP set, in pixels.
const LADDER: [u32; 5] = [160, 320, 640, 1024, 1600];
/// The width of the one JPEG, for mails, sharing and print.
const JPEG: u32 = 1024;
/// No rendition is taller: WebP itself ends at 16 383.
const TALLEST: u64 = 8_000;
/// Part of every key: when the pipeline changes what it makes, this changes, and so do the addresses, which
/// browsers were told to keep for ever.
const PIPELINE: &[u8] = b"photo/1\n";

/// The widths at which a photo of this size (after orientation) exists as WebP, smallest first: the ladder as far
/// as it goes without enlarging, never empty for a picture that was accepted. A page builds its `srcset` from it.
pub fn widths(width: u32, height: u32) -> Vec<u32> {
    let fits = |rung: u32| u64::from(rung) * u64::from(height) <= TALLEST * u64::from(width);
    let mut found: Vec<u32> = LADDER
        .into_iter()
        .filter(|rung| *rung <= width && fits(*rung))
        .collect();
    if found.is_empty() && fits(width) {
        found.push(width);
    }
    found
}

/// The real width of the file that is named `…-1024.jpg`: narrower when the photo is.
pub fn jpeg_width(width: u32, height: u32) -> u32 {
    let widest = widths(width, height).into_iter().filter(|rung| *rung <= JPEG).max();
    widest.unwrap_or(width)
}

/// The height that goes with `rung`, rounded, never zero.
pub(crate) fn height_at(rung: u32, width: u32, height: u32) -> u32 {
    let (rung, width, height) = (u64::from(rung), u64::from(width.max(1)), u64::from(height));
    u32::try_from((rung * height + width / 2) / width)
        .unwrap_or(u32::MAX)
        .max(1)
}

/// The address of a photo: 32 hexadecimal digits of the SHA-256 of its original and of the pipeline's version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// The key of this original.
    pub fn of(original: &[u8]) -> Self {
        let digest = Sha256::new().chain_update(PIPELINE).chain_update(original).finalize();
        Self(hex::encode(digest.get(..16).unwrap_or_default()))
    }

    /// Reads a key; anything but 32 small hexadecimal digits is none.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        plain.then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two folders that the files of this photo lie in.
    pub(crate) fn folder(&self) -> String {
        format!(
            "{}/{}",
            self.0.get(..2).unwrap_or_default(),
            self.0.get(2..4).unwrap_or_default()
        )
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// How a rendition is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// For pages.
    WebP,
    /// For mails, sharing and print.
    Jpeg,
}

impl Encoding {
    /// What `Content-Type` says.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::WebP => "image/webp",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// The name of a file of a set: `{key}-{width}.webp` or `{key}-1024.jpg`. A value of this type can be looked up
/// safely: it has no separators and only known shapes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    key: Key,
    width: u32,
    encoding: Encoding,
}

impl Name {
    /// The WebP of `key` at `width`, one of [`widths`].
    pub fn webp(key: &Key, width: u32) -> Self {
        Self {
            key: key.clone(),
            width,
            encoding: Encoding::WebP,
        }
    }

    /// The JPEG of `key`.
    pub fn jpeg(key: &Key) -> Self {
        Self {
            key: key.clone(),
            width: JPEG,
            encoding: Encoding::Jpeg,
        }
    }

    /// Reads a name from an address; anything that this crate would not have written is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (key, rest) = text.split_once('-')?;
        let (digits, extension) = rest.split_once('.')?;
        let width: u32 = digits.parse().ok().filter(|width| (1..=1600).contains(width))?;
        let encoding = match extension {
            "webp" => Encoding::WebP,
            "jpg" if width == JPEG => Encoding::Jpeg,
            _ => return None,
        };
        let name = Self {
            key: Key::parse(key)?,
            width,
            encoding,
        };
        // `+160` and `0160` are numbers too; only the one spelling names a file.
        (name.to_string() == text).then_some(name)
    }

    /// The photo it belongs to.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// How the bytes are encoded, which is what `Content-Type` must say.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let extension = match self.encoding {
            Encoding::WebP => "webp",
            Encoding::Jpeg => "jpg",
        };
        write!(out, "{}-{}.{extension}", self.key, self.width)
    }
}

/// One finished picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// How it is encoded.
    pub encoding: Encoding,
    /// The file.
    pub bytes: Bytes,
}

impl Rendition {
    /// The name of this picture in the set of `key`.
    pub fn name(&self, key: &Key) -> Name {
        match self.encoding {
            Encoding::WebP => Name::webp(key, self.width),
            Encoding::Jpeg => Name::jpeg(key),
        }
    }
}

/// A developed photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Developed {
    /// The width of the original after orientation, in pixels.
    pub width: u32,
    /// The height of the original after orientation, in pixels.
    pub height: u32,
    /// What to show before the picture arrives: its mean colour as `#rrggbb`, a space, and its thumbhash in base64.
    /// About 45 characters. [`colour`] gives the first part, which fits an SVG attribute without any style.
    pub placeholder: String,
    /// The pictures: WebP from small to large, then the JPEG.
    pub renditions: Vec<Rendition>,
}

/// The mean colour of a placeholder, as `#rrggbb`.
pub fn colour(placeholder: &str) -> &str {
    placeholder.split(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_never_enlarges_and_is_never_empty() {
        assert_eq!(widths(4000, 3000), [160, 320, 640, 1024, 1600]);
        assert_eq!(widths(1600, 100), [160, 320, 640, 1024, 1600]);
        assert_eq!(widths(1599, 1599), [160, 320, 640, 1024]);
        assert_eq!(widths(120, 100), [120]);
        assert_eq!(jpeg_width(4000, 3000), 1024);
        assert_eq!(jpeg_width(800, 600), 640);
        assert_eq!(jpeg_width(120, 100), 120);
        assert_eq!(height_at(160, 16_000, 40), 1);
    }

    #[test]
    fn a_strip_that_no_page_can_show_has_no_ladder() {
        assert_eq!(widths(200, 9_000), [160]);
        assert_eq!(widths(100, 9_000), [] as [u32; 0]);
    }

    #[test]
    fn a_name_is_read_back_as_it_was_written_and_nothing_else_is_a_name() {
        let key = Key::of(b"an original");
        for name in [Name::webp(&key, 160), Name::webp(&key, 137), Name::jpeg(&key)] {
            assert_eq!(Name::parse(&name.to_string()), Some(name));
        }
        for bad in [
            "",
            "../../../etc/passwd",
            "..%2f..%2fetc%2fpasswd",
            &format!("{key}"),
            &format!("{key}-160"),
            &format!("{key}-160.png"),
            &format!("{key}-160.webp/"),
            &format!("{key}-160.webp.."),
            &format!("{key}-+160.webp"),
            &format!("{key}-0160.webp"),
            &format!("{key}-9000.webp"),
            &format!("{key}-640.jpg"),
            &format!("{key}-0.webp"),
            &format!("/{key}-160.webp"),
            &format!("{}-160.webp", key.as_str().to_uppercase()),
            &format!("../{}-160.webp", key.as_str().get(3..).unwrap()),
            &format!("{key}-160.webp\0"),
        ] {
            assert_eq!(Name::parse(bad), None, "{bad}");
        }
    }
}
