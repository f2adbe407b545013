//! Photos through the real child: sizes, orientation, colours, tags, bombs, and children that do not end well.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod support;

use std::time::{Duration, Instant};

use bytes::Bytes;
use image::{DynamicImage, ImageBuffer, ImageFormat, Luma, LumaA, Rgb, Rgba};
use media::{Developed, Encoding, Error, Refusal, Workshop, colour};
use support::*;

fn open(developed: &Developed, index: usize) -> image::RgbImage {
    image::load_from_memory(&developed.renditions[index].bytes)
        .unwrap()
        .into_rgb8()
}

/// The names of the quarters' colours: upper left, upper right, lower left, lower right.
fn corners(picture: &image::RgbImage) -> String {
    let (right, below) = (picture.width() * 3 / 4, picture.height() * 3 / 4);
    let (left, above) = (picture.width() / 4, picture.height() / 4);
    [(left, above), (right, above), (left, below), (right, below)]
        .map(|(x, y)| match picture.get_pixel(x, y).0.map(|sample| sample > 128) {
            [true, false, false] => 'r',
            [false, true, false] => 'g',
            [false, false, true] => 'b',
            [true, true, true] => 'w',
            _ => '?',
        })
        .iter()
        .collect()
}

#[tokio::test]
async fn a_large_photo_becomes_five_webp_and_one_jpeg() {
    let developed = develop(jpeg(&texture(2000, 1500))).await.unwrap();
    assert_eq!((developed.width, developed.height), (2000, 1500));
    let sizes: Vec<_> = developed
        .renditions
        .iter()
        .map(|file| (file.width, file.height, file.encoding))
        .collect();
    let webp = Encoding::WebP;
    assert_eq!(
        sizes,
        [
            (160, 120, webp),
            (320, 240, webp),
            (640, 480, webp),
            (1024, 768, webp),
            (1600, 1200, webp),
            (1024, 768, Encoding::Jpeg)
        ]
    );
    for (index, (width, height, _)) in sizes.into_iter().enumerate() {
        assert_eq!(open(&developed, index).dimensions(), (width, height));
    }
}

#[tokio::test]
async fn a_small_photo_is_never_enlarged() {
    let developed = develop(jpeg(&texture(120, 100))).await.unwrap();
    let widths: Vec<_> = developed.renditions.iter().map(|file| file.width).collect();
    assert_eq!(widths, [120, 120]);
}

#[tokio::test]
async fn the_same_photo_develops_to_the_same_bytes() {
    let photo = jpeg(&texture(400, 300));
    assert_eq!(develop(photo.clone()).await.unwrap(), develop(photo).await.unwrap());
}

#[tokio::test]
async fn every_orientation_is_applied_to_the_pixels() {
    let upright = ["rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"];
    for (tag, expected) in (1..=8).zip(upright) {
        let developed = develop(jpeg_with(&quarters(400, 200), Some(tag))).await.unwrap();
        let size = if tag < 5 { (400, 200) } else { (200, 400) };
        assert_eq!((developed.width, developed.height), size, "orientation {tag}");
        for index in 0..developed.renditions.len() {
            assert_eq!(corners(&open(&developed, index)), expected, "orientation {tag}");
        }
    }
}

#[tokio::test]
async fn the_placeholder_is_the_mean_colour_and_a_small_hash() {
    let picture = image::RgbImage::from_pixel(300, 200, Rgb([200, 120, 40]));
    let developed = develop(encode(picture, ImageFormat::Png)).await.unwrap();
    assert_eq!(colour(&developed.placeholder), "#c87828");
    assert!(developed.placeholder.len() < 60, "{}", developed.placeholder);
}

#[tokio::test]
async fn a17_cmyk_sixteen_bits_grey_and_transparency_all_become_plain_pictures() {
    // Left half red, right half blue, written by Pillow as CMYK.
    let developed = develop(&include_bytes!("files/cmyk.jpg")[..]).await.unwrap();
    assert_eq!(corners(&open(&developed, 0)), "rbrb");

    let deep = ImageBuffer::<Rgb<u16>, _>::from_pixel(200, 100, Rgb([51_400, 30_840, 10_280]));
    let grey = ImageBuffer::<Luma<u16>, _>::from_pixel(200, 100, Luma([40_000]));
    let clear = ImageBuffer::<Rgba<u8>, _>::from_pixel(200, 100, Rgba([0, 0, 0, 0]));
    let clear_deep = ImageBuffer::<Rgba<u16>, _>::from_pixel(200, 100, Rgba([0, 0, 0, 0]));
    let half = ImageBuffer::<LumaA<u8>, _>::from_pixel(200, 100, LumaA([0, 128]));
    let cases: [(DynamicImage, &str); 5] = [
        (deep.into(), "#c87828"),
        (grey.into(), "#9c9c9c"),
        (clear.into(), "#ffffff"),
        (clear_deep.into(), "#ffffff"),
        (half.into(), "#7f7f7f"),
    ];
    for (picture, expected) in cases {
        let developed = develop(encode(picture, ImageFormat::Png)).await.unwrap();
        assert_eq!(colour(&developed.placeholder), expected);
    }
}

#[tokio::test]
async fn a17_texts_and_profiles_that_inflate_do_no_harm() {
    // 600 MB would break the child's limit if anything inflated it.
    let bomb = zeros(600 << 20);
    let text = [b"Comment\0\0", bomb.as_slice()].concat();
    developed_or_refused(black_png(200, 200, 8, 2, &[(b"zTXt", &text)])).await;
    developed_or_refused(black_png(200, 200, 8, 2, &[(b"iCCP", &text)])).await;
    let international = [b"Comment\0\x01\0\0\0", bomb.as_slice()].concat();
    developed_or_refused(black_png(200, 200, 8, 2, &[(b"iTXt", &international)])).await;
}

async fn developed_or_refused(original: Vec<u8>) {
    match develop(original).await {
        Ok(developed) => assert_eq!(colour(&developed.placeholder), "#000000"),
        Err(Error::Refused(refusal)) => assert_eq!(refusal, Refusal::Broken),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn a17_forty_megapixels_of_sixteen_bits_fit_the_memory_of_the_child() {
    let developed = develop(black_png(8000, 5000, 16, 6, &[])).await.unwrap();
    assert_eq!((developed.width, developed.height), (8000, 5000));
}

#[tokio::test]
async fn a18_no_output_carries_a_tag() {
    let picture = texture(300, 200);
    let mut photo = jpeg_with(&picture, Some(6));
    let marked = |prefix: &[u8]| [prefix, SECRET].concat();
    photo = with_segment(&photo, 0xE1, &marked(b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>"));
    photo = with_segment(&photo, 0xED, &marked(b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x20"));
    photo = with_segment(&photo, 0xE2, &marked(b"ICC_PROFILE\0\x01\x01"));
    photo = with_segment(&photo, 0xFE, SECRET);
    let text = marked(b"GPSLatitude\0");
    let tags = exif(6);
    let talkative = black_png(200, 200, 8, 2, &[(b"tEXt", &text), (b"eXIf", &tags)]);
    for original in [photo, talkative] {
        assert!(original.windows(SECRET.len()).any(|part| part == SECRET));
        let developed = develop(original).await.unwrap();
        for file in &developed.renditions {
            assert!(!file.bytes.windows(SECRET.len()).any(|part| part == SECRET));
            match file.encoding {
                Encoding::WebP => assert_eq!(webp_chunks(&file.bytes), ["VP8 "]),
                Encoding::Jpeg => assert_eq!(jpeg_markers(&file.bytes), "E0 C0 DB C4 DA "),
            }
        }
    }
}

#[tokio::test]
async fn a17_a_picture_that_is_also_a_script_leaves_the_script_behind() {
    let script = b"*/;fetch('/steal?'+document.cookie)//</script>";
    let mut appended = jpeg(&texture(200, 150));
    appended.extend(script);
    let inside = with_segment(&jpeg(&texture(200, 150)), 0xFE, script);
    let mut archive = encode(texture(200, 150), ImageFormat::Png);
    archive.extend([b"PK\x03\x04", script.as_slice()].concat());
    for original in [appended, inside, archive] {
        for file in develop(original).await.unwrap().renditions {
            assert!(!file.bytes.windows(5).any(|part| part == b"fetch"));
        }
    }
}

#[tokio::test]
async fn a17_a_child_that_does_not_end_is_ended_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let pid_file = folder.path().join("pid");
    let script = format!("echo $$ > {}; exec sleep 600", pid_file.display());
    let workshop = Workshop::new("/bin/sh", ["-c", &script], 1).with_patience(Duration::from_millis(500));
    let start = Instant::now();
    let outcome = workshop.develop(Bytes::from_static(b"anything")).await;
    assert!(matches!(outcome, Err(Error::Refused(Refusal::Timeout))), "{outcome:?}");
    assert!(start.elapsed() < Duration::from_secs(60));
    assert!(process_is_gone(&pid_file).await);
}

#[tokio::test]
async fn a17_giving_up_on_a_photo_ends_its_child() {
    let folder = tempfile::tempdir().unwrap();
    let pid_file = folder.path().join("pid");
    let script = format!("echo $$ > {}; exec sleep 600", pid_file.display());
    let workshop = Workshop::new("/bin/sh", ["-c", &script], 1);
    let task = tokio::spawn(async move { workshop.develop(Bytes::new()).await });
    while std::fs::read_to_string(&pid_file).unwrap_or_default().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    task.abort();
    assert!(process_is_gone(&pid_file).await);
}

#[tokio::test]
async fn a_child_ended_from_outside_is_not_the_files_fault() {
    for script in ["kill -9 $$", "exit 1"] {
        let outcome = Workshop::new("/bin/sh", ["-c", script], 1).develop(Bytes::new()).await;
        assert!(matches!(outcome, Err(Error::Workshop(_))), "{script}: {outcome:?}");
    }
    let outcome = Workshop::new("/no/such/program", ["photo-worker"], 1)
        .develop(Bytes::new())
        .await;
    assert!(matches!(outcome, Err(Error::Workshop(_))));
}

#[tokio::test]
async fn a17_a_child_that_crashes_or_babbles_is_a_broken_file() {
    for script in [
        "kill -SEGV $$",
        "kill -ABRT $$",
        "exit 101",
        "exit 0",
        "cat /dev/zero",
        "echo '<script>'",
    ] {
        let outcome = Workshop::new("/bin/sh", ["-c", script], 1).develop(Bytes::new()).await;
        assert!(
            matches!(outcome, Err(Error::Refused(Refusal::Broken))),
            "{script}: {outcome:?}"
        );
    }
    let outcome = Workshop::new("/bin/sh", ["-c", "kill -XCPU $$"], 1)
        .develop(Bytes::new())
        .await;
    assert!(matches!(outcome, Err(Error::Refused(Refusal::Timeout))), "{outcome:?}");
}

#[tokio::test]
async fn a17_the_child_sees_no_environment_of_its_parent() {
    let folder = tempfile::tempdir().unwrap();
    let seen = folder.path().join("environment");
    let script = format!("env > {}", seen.display());
    let _ = Workshop::new("/bin/sh", ["-c", &script], 1).develop(Bytes::new()).await;
    let seen = std::fs::read_to_string(seen).unwrap();
    let names: Vec<_> = seen.lines().filter_map(|line| line.split('=').next()).collect();
    let harmless = ["MIMALLOC_ARENA_RESERVE", "PWD", "OLDPWD", "SHLVL", "_"];
    assert!(names.iter().all(|name| harmless.contains(name)), "{names:?}");
}

fn webp_chunks(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 12;
    while at + 8 <= bytes.len() {
        names.push(String::from_utf8_lossy(&bytes[at..at + 4]).into_owned());
        let length = u32::from_le_bytes(bytes[at + 4..at + 8].try_into().unwrap()) as usize;
        at += 8 + length + length % 2;
    }
    names
}

/// The markers up to the scan, each kind once.
fn jpeg_markers(bytes: &[u8]) -> String {
    let mut names = String::new();
    let mut at = 2;
    loop {
        let name = format!("{:02X} ", bytes[at + 1]);
        if !names.contains(&name) {
            names.push_str(&name);
        }
        if bytes[at + 1] == 0xDA {
            return names;
        }
        at += 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
    }
}
