//! Models and fonts: files of others that lie beside or in the programs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::texts::Texts;
use super::{Hash, Kind, Part};

#[derive(Debug, Deserialize)]
struct Manifest {
    models: Vec<Model>,
}

#[derive(Debug, Deserialize)]
struct Model {
    name: String,
    sha256: String,
    license: String,
    source: Source,
}

#[derive(Debug, Deserialize)]
struct Source {
    package: String,
    version: String,
}

/// The models, as their manifest has them.
///
/// # Errors
/// When one is under a licence whose text is not beside them.
pub(super) fn models(root: &Path, texts: &mut Texts) -> Result<Vec<Part>> {
    let folder = root.join("assets/models");
    let manifest = folder.join("manifest.json");
    let text =
        fs::read_to_string(&manifest).with_context(|| format!("reading {}", manifest.display()))?;
    let manifest: Manifest = serde_json::from_str(&text).context("reading the models' manifest")?;
    let texts_of = folder.join("LICENSES");
    let part = |model: Model| {
        let mut found = Vec::new();
        for licence in model.license.split(" AND ") {
            let file = match licence {
                "AGPL-3.0-only" => root.join("LICENSE"),
                // What is to be said of it stands in the notice.
                "CC-BY-4.0" => continue,
                "MIT" => mit(&texts_of, &model.source.package)?,
                other => texts_of.join(format!("{other}.txt")),
            };
            found.push(texts.file(&file)?);
        }
        found.push(texts.file(&texts_of.join("NOTICE.md"))?);
        Ok(Part {
            kind: Kind::Model,
            name: model.name,
            version: model.source.version,
            licence: Some(model.license),
            from: Some(model.source.package),
            texts: found,
            hash: Some(Hash { alg: "SHA-256", content: model.sha256 }),
            needs: Vec::new(),
        })
    };
    manifest.models.into_iter().map(part).collect()
}

/// Every author's own: `MIT-human.txt` for `@vladmandic/human (npm)`.
fn mit(folder: &Path, package: &str) -> Result<std::path::PathBuf> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if name.strip_prefix("MIT-").is_some_and(|author| package.contains(author)) {
            return Ok(path);
        }
    }
    bail!("assets/models/LICENSES has no MIT licence of {package}")
}

/// The fonts that documents are made with, a family each. Those of the page are packages of npm.
///
/// # Errors
/// When a font has no licence beside it, or is none.
pub(super) fn fonts(root: &Path, texts: &mut Texts) -> Result<Vec<Part>> {
    let folder = root.join("assets/fonts");
    let mut families: Vec<String> = Vec::new();
    let mut parts = Vec::new();
    let mut files: Vec<_> = fs::read_dir(&folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "ttf")) {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let family = stem.split('-').next().unwrap_or(stem);
        if families.iter().any(|known| known == family) {
            continue;
        }
        families.push(family.to_owned());
        let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        let version = revision(&bytes).with_context(|| format!("{} is no font", file.display()))?;
        parts.push(Part {
            kind: Kind::Font,
            name: spaced(family),
            version,
            licence: Some("OFL-1.1".into()),
            from: None,
            texts: vec![texts.file(&folder.join(format!("OFL-{family}.txt")))?],
            hash: None,
            needs: Vec::new(),
        });
    }
    Ok(parts)
}

/// What a font says of its own revision: `head.fontRevision`, 16.16 (OpenType 1.9.1, "head").
fn revision(font: &[u8]) -> Option<String> {
    let number = |at: usize| {
        let bytes = font.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let tables = u16::from_be_bytes(font.get(4..6)?.try_into().ok()?);
    // The list of tables follows a head of 12 bytes, with 16 bytes each: tag, sum, place, length.
    let record = (0..usize::from(tables))
        .map(|table| 12 + table * 16)
        .find(|at| font.get(*at..*at + 4) == Some(b"head"))?;
    let revision = number(usize::try_from(number(record + 8)?).ok()? + 4)?;
    let thousandths = (u64::from(revision & 0xffff) * 1000 + 0x8000) >> 16;
    Some(format!("{}.{thousandths:03}", revision >> 16))
}

/// `SourceSerif4` as people write it.
fn spaced(family: &str) -> String {
    let mut name = String::new();
    let mut before = '\0';
    for letter in family.chars() {
        let begins = letter.is_uppercase() || letter.is_ascii_digit();
        if begins && before.is_lowercase() {
            name.push(' ');
        }
        name.push(letter);
        before = letter;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_named_as_people_write_them() {
        assert_eq!(spaced("SourceSerif4"), "Source Serif 4");
        assert_eq!(spaced("Inter"), "Inter");
    }

    #[test]
    fn a_font_tells_its_revision() {
        let mut font = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        font.extend(b"head\0\0\0\0\0\0\0\x1c\0\0\0\x36");
        font.extend([0, 1, 0, 0, 0, 4, 0, 0x42]);
        assert_eq!(revision(&font).as_deref(), Some("4.001"));
        assert_eq!(revision(&font[..20]), None);
    }
}
