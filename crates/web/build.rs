//! Packs what the program serves: style sheets and scripts are slimmed, named by their content and compressed once,
//! here, and the translation files are listed, so that a new file in `assets/` or `locales/` needs no registration.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?);
    let root = PathBuf::from(
        env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| io::Error::other("no manifest folder"))?,
    );
    fs::write(out.join("assets.rs"), pack_assets(&root.join("assets"), &out)?)?;
    fs::write(out.join("locales.rs"), list_locales(&root.join("locales"))?)?;
    Ok(())
}

fn pack_assets(folder: &Path, out: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut table = String::from("&[\n");
    for path in files(folder)? {
        println!("cargo::rerun-if-changed={}", path.display());
        let name = name_of(&path)?;
        let (stem, kind) =
            name.rsplit_once('.').ok_or_else(|| io::Error::other(format!("{name}: no extension")))?;
        let (mime, body) = match kind {
            "css" => ("text/css; charset=utf-8", slim_css(&fs::read_to_string(&path)?).into_bytes()),
            "js" => ("text/javascript; charset=utf-8", slim_js(&fs::read_to_string(&path)?).into_bytes()),
            "svg" => ("image/svg+xml", fs::read(&path)?),
            other => return Err(io::Error::other(format!("{name}: no content type for .{other}"))),
        };
        let digest = short_digest(&body);
        let served = format!("{stem}.{digest}.{kind}");
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&body)?;
        let (plain, packed) = (out.join(&served), out.join(format!("{served}.gz")));
        fs::write(&plain, &body)?;
        fs::write(&packed, gzip.finish()?)?;
        let (plain, packed) = (text_of(&plain)?, text_of(&packed)?);
        let content = format!("plain: include_bytes!({plain:?}), gzip: include_bytes!({packed:?})");
        writeln!(table, "    Asset {{ name: {name:?}, served: {served:?}, mime: {mime:?}, {content} }},")
            .map_err(io::Error::other)?;
    }
    Ok(table + "]\n")
}

fn list_locales(folder: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut table = String::from("&[\n");
    for language in files(folder)? {
        let tag = name_of(&language)?;
        println!("cargo::rerun-if-changed={}", language.display());
        for path in files(&language)? {
            println!("cargo::rerun-if-changed={}", path.display());
            let name = name_of(&path)?;
            let path = text_of(&path)?;
            writeln!(table, "    ({tag:?}, {name:?}, include_str!({path:?})),").map_err(io::Error::other)?;
        }
    }
    Ok(table + "]\n")
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    found.sort();
    Ok(found)
}

fn name_of(path: &Path) -> io::Result<String> {
    let name = path.file_name().and_then(|n| n.to_str());
    name.map(str::to_owned).ok_or_else(|| io::Error::other("a file name that is not UTF-8"))
}

fn text_of(path: &Path) -> io::Result<&str> {
    path.to_str().ok_or_else(|| io::Error::other("a path that is not UTF-8"))
}

/// Enough of the content's digest to tell two versions of a file apart.
fn short_digest(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    digest.iter().take(6).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Drops comments, line breaks and the spaces around braces and semicolons; strings stay as they are.
fn slim_css(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut quote = None;
    while let Some(c) = rest.next() {
        if let Some(q) = quote {
            out.push(c);
            if c == q {
                quote = None;
            }
            continue;
        }
        match c {
            '"' | '\'' => {
                quote = Some(c);
                out.push(c);
            }
            '/' if rest.peek() == Some(&'*') => {
                let mut last = ' ';
                rest.next();
                for d in rest.by_ref() {
                    if last == '*' && d == '/' {
                        break;
                    }
                    last = d;
                }
            }
            c if c.is_whitespace() => {
                if !out.ends_with([' ', '{', '}', ';', ',']) && !out.is_empty() {
                    out.push(' ');
                }
            }
            '{' | '}' | ';' => {
                if out.ends_with(' ') || (c == '}' && out.ends_with(';')) {
                    out.pop();
                }
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Drops indentation and whole-line comments. Our modules hold no multi-line strings.
fn slim_js(js: &str) -> String {
    let lines = js.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with("//"));
    lines.fold(String::with_capacity(js.len()), |out, line| out + line + "\n")
}
