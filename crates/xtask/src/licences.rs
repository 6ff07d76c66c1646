//! `licences`: whose work is in the programs, for the page of licences and as a bill of materials.
//!
//! Only what ships: crates that are linked into a program of the Linux packages, npm packages whose code
//! reaches the page, models and fonts. What only builds, tests or runs at compile time is left out. Two
//! runs on one clone write the same text. Start reading at [`parts`].

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::{place, shell};

mod assets;
mod bom;
mod crates;
pub(crate) mod current;
mod npm;
mod texts;

use texts::Texts;

/// What the page of licences loads when it is opened: packed, because most of it is the same few texts.
const PAGE_FILE: &str = "ui/static/licences.gzip";
/// The bill of materials, in the build folder.
const BOM_FILE: &str = "everkept.cdx.json";

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// Everkept itself.
    Own,
    Crate,
    Npm,
    Model,
    Font,
}

/// One thing that ships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Part {
    kind: Kind,
    name: String,
    version: String,
    /// An SPDX expression, or nothing when the package names none.
    licence: Option<String>,
    /// Where it comes from, an address or a package.
    from: Option<String>,
    /// Places in the list of texts.
    texts: Vec<usize>,
    #[serde(skip)]
    hash: Option<Hash>,
    /// Places in the list of parts that it is linked with, by kind, name and version.
    #[serde(skip)]
    needs: Vec<Key>,
}

/// What names a part.
type Key = (Kind, String, String);

/// A digest of what was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hash {
    /// `SHA-256` or `SHA-512`.
    alg: &'static str,
    /// Hexadecimal.
    content: String,
}

impl Part {
    fn key(&self) -> Key {
        (self.kind, self.name.clone(), self.version.clone())
    }
}

/// What the page loads.
#[derive(Serialize)]
struct Page<'a> {
    parts: &'a [Part],
    texts: &'a [String],
}

/// Writes the page's file, what tells whether it is current, and the bill of materials.
pub(crate) fn run() -> Result<()> {
    let root = place::root();
    let (parts, texts) = parts(&root)?;
    let page = serde_json::to_vec(&Page { parts: &parts, texts: texts.all() })?;
    let packed = pack(&page)?;
    write(&root.join(PAGE_FILE), &packed)?;
    write(&root.join(current::FILE), current::digest(&root)?.as_bytes())?;
    let bom = serde_json::to_vec_pretty(&bom::of(&parts))?;
    write(&place::target().join(BOM_FILE), &bom)?;
    let (count, texts) = (parts.len(), texts.all().len());
    println!("{count} parts, {texts} texts, {} bytes, packed {}", page.len(), packed.len());
    for part in parts.iter().filter(|part| part.texts.is_empty()) {
        println!("no text in the package: {} {}", part.name, part.version);
    }
    Ok(())
}

/// Everything that ships, in the order of its names; the same things give the same list.
fn parts(root: &Path) -> Result<(Vec<Part>, Texts)> {
    let mut texts = Texts::default();
    let mut parts = crates::linked(root, &mut texts)?;
    parts.extend(npm::in_the_page(root, &mut texts)?);
    parts.extend(assets::models(root, &mut texts)?);
    parts.extend(assets::fonts(root, &mut texts)?);
    parts.sort_by_cached_key(|part| {
        (part.kind != Kind::Own, part.name.to_lowercase(), part.version.clone(), part.kind)
    });
    parts.dedup_by_key(|part| part.key());
    texts.in_order_of(&mut parts);
    Ok((parts, texts))
}

/// Packs by Node, which the interface needs anyway; a library here would be one more for a fresh machine.
/// The head tells no time and no system; another Node may still pack the same text into other bytes.
const PACK: &str = "const [from, to] = process.argv.slice(1); const fs = require('node:fs'); \
    const packed = require('node:zlib').gzipSync(fs.readFileSync(from), { level: 9 }); \
    packed[9] = 255; fs.writeFileSync(to, packed);";

/// The bytes as gzip.
fn pack(bytes: &[u8]) -> Result<Vec<u8>> {
    let [from, to] = ["licences.json", "licences.gzip"].map(|name| place::target().join(name));
    write(&from, bytes)?;
    let mut command = shell::program("node");
    command.args(["-e", PACK]).args([&from, &to]);
    shell::output(command)?;
    fs::read(&to).with_context(|| format!("reading {}", to.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}
