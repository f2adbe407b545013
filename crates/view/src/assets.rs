//! Everything served under `/a/`: scripts, fonts, the market's own icon, the web manifest.
//!
//! Names carry a hash of the content (`/a/form.3f2a91c0.js`), so answers may be cached for ever.
//! The style sheet is not a file: it stands in each page, and its hash in the content policy.
//! Compressed forms are made once, when an asset is first asked for.

use crate::files;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::Write as _,
    sync::{LazyLock, OnceLock},
};

/// One file under `/a/`.
pub struct Asset {
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// The bytes as they are.
    pub plain: &'static [u8],
    squeezed: OnceLock<(Vec<u8>, Vec<u8>)>,
}

impl Asset {
    /// The bytes in brotli, when that helps.
    pub fn brotli(&self) -> Option<&[u8]> {
        self.smaller(&self.squeezed().0)
    }

    /// The bytes in gzip, when that helps.
    pub fn gzip(&self) -> Option<&[u8]> {
        self.smaller(&self.squeezed().1)
    }

    fn squeezed(&self) -> &(Vec<u8>, Vec<u8>) {
        self.squeezed.get_or_init(|| match self.content_type {
            "font/woff2" | "image/png" => (Vec::new(), Vec::new()),
            _ => (brotli(self.plain), gzip(self.plain)),
        })
    }

    fn smaller<'a>(&self, squeezed: &'a [u8]) -> Option<&'a [u8]> {
        (!squeezed.is_empty() && squeezed.len() < self.plain.len()).then_some(squeezed)
    }
}

struct Assets {
    /// `form.js` → `/a/form.3f2a91c0.js`.
    urls: BTreeMap<String, String>,
    /// `form.3f2a91c0.js` → the file.
    files: BTreeMap<String, Asset>,
}

impl Assets {
    fn add(&mut self, name: &str, content_type: &'static str, plain: &'static [u8]) {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let hashed = format!("{stem}.{}.{ending}", short_hash(plain));
        self.urls.insert(name.to_owned(), format!("/a/{hashed}"));
        let asset = Asset {
            content_type,
            plain,
            squeezed: OnceLock::new(),
        };
        self.files.insert(hashed, asset);
    }
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let mut assets = Assets {
        urls: BTreeMap::new(),
        files: BTreeMap::new(),
    };
    for (name, font) in files::FONTS {
        assets.add(&format!("{name}.woff2"), "font/woff2", font);
    }
    for (name, script) in files::SCRIPTS {
        assets.add(
            &format!("{name}.js"),
            "text/javascript; charset=utf-8",
            script.as_bytes(),
        );
    }
    // The other drawings stand inside the pages.
    for (name, drawing) in files::ICONS.iter().filter(|(name, _)| *name == "favicon") {
        assets.add(&format!("{name}.svg"), "image/svg+xml", drawing.as_bytes());
    }
    for (name, image) in files::IMAGES {
        assets.add(&format!("{name}.png"), "image/png", image);
    }
    let manifest: &'static str = Box::leak(manifest(&assets).into_boxed_str());
    assets.add("app.webmanifest", "application/manifest+json", manifest.as_bytes());
    assets
});

static STYLE: LazyLock<String> = LazyLock::new(|| {
    let mut css = String::new();
    for (_, sheet) in files::STYLES {
        css.push_str(&without_comments(sheet));
    }
    for (name, address) in &ASSETS.urls {
        css = css.replace(&format!("url({name})"), &format!("url({address})"));
    }
    css
});

static STYLE_CSP: LazyLock<String> =
    LazyLock::new(|| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(STYLE.as_bytes()))));

/// The whole style sheet, as it stands between `<style>` and `</style>` of every page.
pub fn style() -> &'static str {
    &STYLE
}

/// The source expression that lets the style sheet through the content policy: `'sha256-…'`.
pub fn style_csp_hash() -> &'static str {
    &STYLE_CSP
}

/// The address of a file by its plain name (`form.js` → `/a/form.3f2a91c0.js`); empty when there
/// is none, which a test forbids.
pub fn url(name: &str) -> &'static str {
    ASSETS.urls.get(name).map_or("", String::as_str)
}

/// Plain names of all files.
pub fn names() -> impl Iterator<Item = &'static str> {
    ASSETS.urls.keys().map(String::as_str)
}

/// Names with their hash, as they stand behind `/a/`, and the files.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Asset)> {
    ASSETS.files.iter().map(|(name, asset)| (name.as_str(), asset))
}

/// The file that stands behind `/a/` and this path.
pub fn get(path: &str) -> Option<&'static Asset> {
    ASSETS.files.get(path)
}

/// The drawing `frontend/icons/{name}.svg`.
pub fn drawing(name: &str) -> Option<&'static str> {
    let at = files::ICONS.binary_search_by_key(&name, |(stem, _)| stem).ok()?;
    files::ICONS.get(at).map(|(_, svg)| svg.trim())
}

/// Names of all drawings.
pub fn drawings() -> impl Iterator<Item = &'static str> {
    files::ICONS.iter().map(|(name, _)| *name)
}

/// Brotli at its best, for bytes that are kept and sent many times.
pub fn brotli(plain: &[u8]) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 20,
        size_hint: plain.len(),
        ..Default::default()
    };
    let mut out = Vec::with_capacity(plain.len() / 3);
    match brotli::BrotliCompress(&mut &*plain, &mut out, &params) {
        Ok(_) => out,
        Err(_) => Vec::new(),
    }
}

/// Gzip at its best, for bytes that are kept and sent many times.
pub fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    match encoder.write_all(plain) {
        Ok(()) => encoder.finish().unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .take(5)
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The sheet without comments, indentation and empty lines; nothing cleverer, since brotli does
/// the rest.
fn without_comments(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    // What only people need is left out: a page carries its style, and every byte of it travels.
    let mut text = lines.concat();
    for (wide, narrow) in [
        (" {", "{"),
        ("{ ", "{"),
        (" }", "}"),
        ("; ", ";"),
        (";}", "}"),
        (": ", ":"),
        (", ", ","),
        (" > ", ">"),
    ] {
        text = text.replace(wide, narrow);
    }
    text
}

fn manifest(assets: &Assets) -> String {
    let icons: Vec<_> = [("icon-192.png", "192x192"), ("icon-512.png", "512x512")]
        .into_iter()
        .filter_map(|(name, sizes)| Some((assets.urls.get(name)?, sizes)))
        .flat_map(|(src, sizes)| {
            ["any", "maskable"].map(
                |purpose| serde_json::json!({ "src": src, "sizes": sizes, "type": "image/png", "purpose": purpose }),
            )
        })
        .collect();
    let name = crate::words::say(kernel::Locale::Fr, "site-name");
    serde_json::json!({
        "id": "/", "name": name, "short_name": name, "start_url": "/", "scope": "/",
        "display": "standalone", "lang": "ar", "dir": "auto", "theme_color": "#0b5d4a", "background_color": "#fbf7ef", "icons": icons,
    })
    .to_string()
}
