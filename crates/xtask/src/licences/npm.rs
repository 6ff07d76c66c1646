//! Packages of npm whose code, style or type is in the page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::texts::Texts;
use super::{Hash, Kind, Part};

/// Packages that the manifest has for building and that leave code or style of their own in the page, with
/// those of their dependencies that do, too: what runs a component, what moves between pages and reads
/// what they say of themselves, what picks a message, what makes every browser begin alike.
const LEFT_BY_TOOLS: [&str; 7] = [
    "svelte",
    "clsx",
    "esm-env",
    "@sveltejs/kit",
    "devalue",
    "@inlang/paraglide-js",
    "tailwindcss",
];

#[derive(Debug, Deserialize)]
struct Lock {
    packages: BTreeMap<String, Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    version: Option<String>,
    license: Option<String>,
    integrity: Option<String>,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
}

/// Those packages; the folder `node_modules` has their texts.
///
/// # Errors
/// When `npm ci` was not run, or the lock file names a package that is not there.
pub(super) fn in_the_page(root: &Path, texts: &mut Texts) -> Result<Vec<Part>> {
    let ui = root.join("ui");
    let lock = ui.join("package-lock.json");
    let text = fs::read_to_string(&lock).with_context(|| format!("reading {}", lock.display()))?;
    let lock: Lock = serde_json::from_str(&text).context("reading ui/package-lock.json")?;
    let mut parts = Vec::new();
    for path in reached(&lock)? {
        let package = &lock.packages[&path];
        let folder = ui.join(&path);
        if !folder.is_dir() {
            bail!("ui/{path} is not there: `npm ci` in ui first");
        }
        let needs = package.dependencies.keys().map(|name| resolve(&lock, &path, name));
        let needs = needs.collect::<Result<Vec<_>>>()?;
        parts.push(Part {
            kind: Kind::Npm,
            name: name_of(&path).to_owned(),
            version: version_of(&lock, &path)?,
            licence: package.license.clone(),
            from: homepage(&folder)?,
            texts: texts.of_package(&folder)?,
            hash: package.integrity.as_deref().map(hash).transpose()?,
            needs: needs
                .iter()
                .map(|path| Ok((Kind::Npm, name_of(path).to_owned(), version_of(&lock, path)?)))
                .collect::<Result<_>>()?,
        });
    }
    Ok(parts)
}

/// Paths in the lock file of what the page's own dependencies need, and of what tools leave in it.
fn reached(lock: &Lock) -> Result<BTreeSet<String>> {
    let own = lock.packages.get("").context("the lock file begins with our own package")?;
    let mut waiting: Vec<String> =
        own.dependencies.keys().map(|name| resolve(lock, "", name)).collect::<Result<_>>()?;
    let mut reached: BTreeSet<String> =
        LEFT_BY_TOOLS.iter().map(|name| resolve(lock, "", name)).collect::<Result<_>>()?;
    while let Some(path) = waiting.pop() {
        if !reached.insert(path.clone()) {
            continue;
        }
        for name in lock.packages[&path].dependencies.keys() {
            waiting.push(resolve(lock, &path, name)?);
        }
    }
    Ok(reached)
}

/// The path of a package as another one finds it: in its own folder first, then further out.
fn resolve(lock: &Lock, from: &str, name: &str) -> Result<String> {
    let mut folder = from;
    loop {
        let path = match folder {
            "" => format!("node_modules/{name}"),
            folder => format!("{folder}/node_modules/{name}"),
        };
        if lock.packages.contains_key(&path) {
            return Ok(path);
        }
        match folder.rfind("/node_modules/") {
            Some(end) => folder = &folder[..end],
            None if folder.is_empty() => bail!("the lock file has no {name}, which {from} needs"),
            None => folder = "",
        }
    }
}

fn name_of(path: &str) -> &str {
    path.rsplit_once("node_modules/").map_or(path, |(_, name)| name)
}

fn version_of(lock: &Lock, path: &str) -> Result<String> {
    lock.packages[path].version.clone().with_context(|| format!("{path} has no version"))
}

/// `sha512-` and Base64, as hexadecimal.
fn hash(integrity: &str) -> Result<Hash> {
    let coded = integrity.strip_prefix("sha512-").context("npm's digests are SHA-512")?;
    let (mut bits, mut held, mut content) = (0_u32, 0, String::new());
    for letter in coded.bytes().filter(|letter| *letter != b'=') {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => bail!("{integrity} is not Base64"),
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        while 4 <= held {
            held -= 4;
            let digit = (bits >> held) & 15;
            content.extend(char::from_digit(digit, 16));
        }
    }
    // Whole bytes: what is held of the last letter is padding.
    content.truncate(content.len() / 2 * 2);
    Ok(Hash { alg: "SHA-512", content })
}

#[derive(Debug, Deserialize)]
struct Manifest {
    homepage: Option<String>,
}

fn homepage(folder: &Path) -> Result<Option<String>> {
    let path = folder.join("package.json");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let manifest: Manifest =
        serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    Ok(manifest.homepage)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lock {
        serde_json::from_str(
            r#"{ "packages": {
                "": { "dependencies": { "a": "1" } },
                "node_modules/a": { "version": "1.0.0", "dependencies": { "b": "2", "c": "1" } },
                "node_modules/a/node_modules/b": { "version": "2.0.0", "dependencies": { "c": "1" } },
                "node_modules/b": { "version": "1.0.0" },
                "node_modules/c": { "version": "1.0.0" },
                "node_modules/tool": { "version": "9.0.0", "dependencies": { "b": "1" } }
            } }"#,
        )
        .expect("a lock file")
    }

    #[test]
    fn a_package_is_found_where_node_finds_it() {
        let lock = lock();
        let find = |from: &str, name: &str| resolve(&lock, from, name).expect("it is there");
        assert_eq!(find("node_modules/a", "b"), "node_modules/a/node_modules/b");
        assert_eq!(find("node_modules/a/node_modules/b", "c"), "node_modules/c");
        assert_eq!(find("node_modules/tool", "b"), "node_modules/b");
        assert!(resolve(&lock, "node_modules/a", "d").is_err());
    }

    #[test]
    fn a_digest_of_npm_is_written_in_hexadecimal() {
        let found = hash("sha512-AAECAwT/").expect("a digest");
        assert_eq!(found.content, "00010203 04ff".replace(' ', ""));
        assert_eq!(hash("sha512-//8=").expect("a digest").content, "ffff");
    }
}
