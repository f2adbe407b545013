//! Files that are not photos: each gets its own refusal, at the door where the first bytes are enough.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod support;

use image::ImageFormat;
use kernel::{Fault, Kind};
use media::{Error, LARGEST_FILE, Refusal, sniff};
use support::*;

#[test]
fn the_door_accepts_jpeg_png_and_webp_by_content() {
    let picture = texture(120, 100);
    assert_eq!(sniff(&jpeg(&picture)), Ok(media::Format::Jpeg));
    assert_eq!(
        sniff(&encode(picture.clone(), ImageFormat::Png)),
        Ok(media::Format::Png)
    );
    assert_eq!(sniff(&encode(picture, ImageFormat::WebP)), Ok(media::Format::WebP));
}

#[test]
fn a17_other_formats_and_scripts_are_refused_whatever_their_name() {
    let cases: &[(&[u8], Refusal)] = &[
        (b"", Refusal::Empty),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Refusal::Heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Refusal::Heic),
        (b"\0\0\0\x1CftypavifAAAAavifmif1miaf", Refusal::NotAPicture),
        (b"\0\0\0\x1Cftypmif1AAAAavifmif1miaf", Refusal::NotAPicture),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            Refusal::Svg,
        ),
        (
            b"\xEF\xBB\xBF <?xml version='1.0'?>\n<!-- a --><SVG></SVG>",
            Refusal::Svg,
        ),
        (b"GIF89a\x01\0\x01\0\0\0\0;", Refusal::NotAPicture),
        (b"%PDF-1.7\n", Refusal::NotAPicture),
        (b"II*\0\x08\0\0\0", Refusal::NotAPicture),
        (b"BM\x36\0\0\0", Refusal::NotAPicture),
        (b"<!doctype html><script>alert(1)</script>", Refusal::NotAPicture),
        (b"#!/bin/sh\nrm -rf /\n", Refusal::NotAPicture),
        (b"PK\x03\x04", Refusal::NotAPicture),
        (b"\x7FELF", Refusal::NotAPicture),
        (b"\xFF", Refusal::NotAPicture),
    ];
    for (bytes, expected) in cases {
        assert_eq!(sniff(bytes), Err(*expected), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a17_a_pixel_bomb_is_refused_from_its_header() {
    let header = ihdr(30_000, 30_000, 8, 6);
    assert_eq!(
        sniff(&png(&[(b"IHDR", &header), (b"IDAT", b"")])),
        Err(Refusal::TooManyPixels)
    );

    let mut photo = jpeg(&texture(120, 100));
    let frame = photo.windows(2).position(|pair| pair == b"\xFF\xC0").unwrap();
    photo[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert_eq!(sniff(&photo), Err(Refusal::TooManyPixels));

    let canvas = b"RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\x7F\0\xFF\x7F\0";
    assert_eq!(sniff(canvas), Err(Refusal::TooManyPixels));
}

#[test]
fn a17_a_file_over_ten_megabytes_is_refused_before_anything_is_read() {
    let mut photo = jpeg(&texture(120, 100));
    photo.resize(LARGEST_FILE, 0);
    assert!(sniff(&photo).is_ok());
    photo.push(0);
    assert_eq!(sniff(&photo), Err(Refusal::TooLarge));
}

#[test]
fn a17_an_animation_is_refused() {
    let canvas = b"RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0\xC7\0\0\xC7\0\0";
    assert_eq!(sniff(canvas), Err(Refusal::Animated));
    let moving = black_png(200, 200, 8, 2, &[(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0])]);
    assert_eq!(sniff(&moving), Err(Refusal::Animated));
}

#[test]
fn a_picture_too_small_to_show_is_refused() {
    for (width, height) in [(1, 1), (99, 400), (400, 99)] {
        assert_eq!(sniff(&jpeg(&texture(width, height))), Err(Refusal::TooSmall));
    }
    assert!(sniff(&jpeg(&texture(100, 100))).is_ok());
}

#[tokio::test]
async fn a17_a_strip_that_no_page_can_show_is_refused() {
    assert_eq!(refusal(jpeg(&texture(100, 12_000))).await, Refusal::TooSmall);
}

#[tokio::test]
async fn a17_a_file_that_was_cut_is_refused_wherever_it_was_cut() {
    let picture = texture(300, 300);
    for whole in [
        jpeg(&picture),
        encode(picture.clone(), ImageFormat::Png),
        encode(picture.clone(), ImageFormat::WebP),
    ] {
        for keep in [
            20,
            whole.len() / 10,
            whole.len() / 2,
            whole.len() * 9 / 10,
            whole.len() - 20,
        ] {
            assert_eq!(
                refusal(whole[..keep].to_vec()).await,
                Refusal::Broken,
                "{keep} of {}",
                whole.len()
            );
        }
    }
}

#[tokio::test]
async fn a17_damage_at_any_place_gives_a_photo_or_a_refusal_and_never_more() {
    let picture = texture(160, 120);
    let workshop = workshop();
    for whole in [
        jpeg_with(&picture, Some(6)),
        encode(picture.clone(), ImageFormat::Png),
        encode(picture.clone(), ImageFormat::WebP),
    ] {
        for round in 1..=40_usize {
            let mut damaged = whole.clone();
            for hit in 1..=round % 5 + 1 {
                let place = round.wrapping_mul(7_919).wrapping_mul(hit * hit + 3) % damaged.len();
                damaged[place] = damaged[place].wrapping_add((round * 37 + hit) as u8 | 1);
            }
            match workshop.develop(damaged.into()).await {
                Ok(_) | Err(Error::Refused(_)) => {}
                Err(other) => panic!("round {round}: {other}"),
            }
        }
    }
}

#[tokio::test]
async fn a17_the_child_checks_again_what_the_door_checked() {
    assert_eq!(refusal(Vec::new()).await, Refusal::NotAPicture);
    assert_eq!(refusal(&b"<svg/>"[..]).await, Refusal::Svg);
    assert_eq!(refusal(vec![0; LARGEST_FILE + 5]).await, Refusal::TooLarge);
    let header = ihdr(30_000, 30_000, 8, 6);
    assert_eq!(
        refusal(png(&[(b"IHDR", &header), (b"IDAT", b"")])).await,
        Refusal::TooManyPixels
    );
}

#[test]
fn every_refusal_is_the_files_fault_and_belongs_to_the_photo_field() {
    for refusal in Refusal::ALL {
        assert_eq!(refusal.kind(), Kind::Invalid);
        assert_eq!(refusal.field(), Some("photo"));
        assert_eq!(Error::from(refusal).code(), refusal.code());
    }
}
