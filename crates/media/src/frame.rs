//! What the child writes and the parent reads: four bytes of length, a JSON header, then the files in order.
//! The parent trusts nothing in it: the child has been in the company of a stranger's file.

use std::io::Write;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use kernel::Fault;

use crate::{
    error::Refusal,
    rendition::{Developed, Encoding, Rendition, height_at, jpeg_width, widths},
};

/// The most that a child may answer, in bytes.
pub(crate) const LARGEST_ANSWER: u64 = 32 << 20;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Header {
    Refused(String),
    Developed {
        width: u32,
        height: u32,
        placeholder: String,
        files: Vec<File>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    width: u32,
    height: u32,
    encoding: Encoding,
    length: usize,
}

/// Writes the child's answer.
///
/// # Errors
/// When the pipe is gone.
pub(crate) fn write(out: &mut impl Write, answer: Result<Developed, Refusal>) -> std::io::Result<()> {
    let mut files = Vec::new();
    let header = match answer {
        Err(refusal) => Header::Refused(refusal.code().to_owned()),
        Ok(developed) => {
            files = developed.renditions;
            let list = files.iter().map(|file| File {
                width: file.width,
                height: file.height,
                encoding: file.encoding,
                length: file.bytes.len(),
            });
            Header::Developed {
                width: developed.width,
                height: developed.height,
                placeholder: developed.placeholder,
                files: list.collect(),
            }
        }
    };
    let header = serde_json::to_vec(&header)?;
    let length = u32::try_from(header.len()).map_err(std::io::Error::other)?;
    out.write_all(&length.to_be_bytes())?;
    out.write_all(&header)?;
    for file in files {
        out.write_all(&file.bytes)?;
    }
    out.flush()
}

/// Reads the child's answer; anything odd counts as a broken file.
pub(crate) fn read(mut answer: Bytes) -> Result<Developed, Refusal> {
    let length = *answer.first_chunk::<4>().ok_or(Refusal::Broken)?;
    let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| Refusal::Broken)?;
    let _ = answer.split_to(4);
    let header = answer.get(..length).ok_or(Refusal::Broken)?;
    let header = serde_json::from_slice(header).map_err(|_| Refusal::Broken)?;
    let _ = answer.split_to(length);
    match header {
        Header::Refused(code) => Err(Refusal::from_code(&code).unwrap_or(Refusal::Broken)),
        Header::Developed {
            width,
            height,
            placeholder,
            files,
        } => {
            let mut renditions = Vec::with_capacity(files.len().min(8));
            for file in files {
                if file.length > answer.len() {
                    return Err(Refusal::Broken);
                }
                let bytes = answer.split_to(file.length);
                renditions.push(Rendition {
                    width: file.width,
                    height: file.height,
                    encoding: file.encoding,
                    bytes,
                });
            }
            let developed = Developed {
                width,
                height,
                placeholder,
                renditions,
            };
            if answer.is_empty() && is_sound(&developed) {
                Ok(developed)
            } else {
                Err(Refusal::Broken)
            }
        }
    }
}

/// Exactly the pictures that this size calls for, each beginning like what it says it is, and a plain placeholder.
fn is_sound(developed: &Developed) -> bool {
    let Developed {
        width,
        height,
        placeholder,
        renditions,
    } = developed;
    let mut expected: Vec<_> = widths(*width, *height)
        .into_iter()
        .map(|rung| (rung, Encoding::WebP))
        .collect();
    expected.push((jpeg_width(*width, *height), Encoding::Jpeg));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"#+/= ".contains(&byte);
    renditions.len() == expected.len()
        && placeholder.len() < 80
        && placeholder.bytes().all(plain)
        && renditions.iter().zip(expected).all(|(file, (rung, encoding))| {
            let magic = match encoding {
                Encoding::WebP => file.bytes.starts_with(b"RIFF") && file.bytes.get(8..15) == Some(b"WEBPVP8"),
                Encoding::Jpeg => file.bytes.starts_with(b"\xFF\xD8\xFF"),
            };
            let size = file.width == rung && file.height == height_at(rung, *width, *height);
            magic && size && file.encoding == encoding
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_crosses_the_pipe() {
        let mut wire = Vec::new();
        write(&mut wire, Err(Refusal::Animated)).unwrap();
        assert_eq!(read(wire.into()), Err(Refusal::Animated));
    }

    #[test]
    fn an_answer_that_lies_is_a_broken_file() {
        let file = |encoding, bytes: &'static [u8]| Rendition {
            width: 100,
            height: 100,
            encoding,
            bytes: Bytes::from_static(bytes),
        };
        let honest = Developed {
            width: 100,
            height: 100,
            placeholder: "#aabbcc AAAA".into(),
            renditions: vec![
                file(Encoding::WebP, b"RIFF....WEBPVP8 "),
                file(Encoding::Jpeg, b"\xFF\xD8\xFF\xE0"),
            ],
        };
        let round = |developed: &Developed| {
            let mut wire = Vec::new();
            write(&mut wire, Ok(developed.clone())).unwrap();
            wire
        };
        assert_eq!(read(round(&honest).into()), Ok(honest.clone()));

        let mut longer = round(&honest);
        longer.push(0);
        assert_eq!(read(longer.into()), Err(Refusal::Broken));
        let mut shorter = round(&honest);
        shorter.pop();
        assert_eq!(read(shorter.into()), Err(Refusal::Broken));
        let mut script = honest.clone();
        script.renditions[0].bytes = Bytes::from_static(b"<script>alert(1)</script>");
        assert_eq!(read(round(&script).into()), Err(Refusal::Broken));
        let mut quoted = honest.clone();
        quoted.placeholder = "\"><script>".into();
        assert_eq!(read(round(&quoted).into()), Err(Refusal::Broken));
        let mut fewer = honest;
        fewer.renditions.pop();
        assert_eq!(read(round(&fewer).into()), Err(Refusal::Broken));
        assert_eq!(read(Bytes::from_static(b"\xFF\xFF\xFF\xFF")), Err(Refusal::Broken));
        assert_eq!(read(Bytes::new()), Err(Refusal::Broken));
    }
}
