//! Puts everything under `frontend/` that is served or spoken into the binary: words, styles,
//! scripts, icons, fonts. It only lists the files; `words` and `assets` give them their meaning.

use std::{env, fmt::Write as _, fs, io, path::Path};

fn main() -> io::Result<()> {
    let frontend = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend");
    let mut code = String::new();
    for (table, folder, endings, text) in [
        ("STYLES", "styles", &["css"][..], true),
        ("SCRIPTS", "scripts", &["js"][..], true),
        ("ICONS", "icons", &["svg"][..], true),
        ("IMAGES", "icons", &["png"][..], false),
        ("FONTS", "fonts", &["woff2"][..], false),
    ] {
        list(&mut code, table, &frontend.join(folder), endings, text)?;
    }
    for locale in ["ar", "fr", "en", "zgh"] {
        let folder = frontend.join("locales").join(locale);
        list(
            &mut code,
            &format!("WORDS_{}", locale.to_uppercase()),
            &folder,
            &["ftl"],
            true,
        )?;
    }
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&out).join("files.rs"), code)
}

/// Writes `static TABLE: &[(file stem, content)]`, in the order of the names.
fn list(code: &mut String, table: &str, folder: &Path, endings: &[&str], text: bool) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if endings.contains(&ending) {
            files.push(path.canonicalize()?);
        }
    }
    // By stem, so that a binary search by name finds them.
    files.sort_by(|a, b| a.file_stem().cmp(&b.file_stem()));
    let (kind, include) = if text {
        ("&str", "include_str!")
    } else {
        ("&[u8]", "include_bytes!")
    };
    let _ = writeln!(code, "pub(crate) static {table}: &[(&str, {kind})] = &[");
    for path in files {
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        let _ = writeln!(code, "    ({stem:?}, {include}({path:?})),");
    }
    code.push_str("];\n");
    Ok(())
}
