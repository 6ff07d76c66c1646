//! Texts of licences: found in a package, kept once however many packages carry them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Part;

/// What files with a licence are called, in small letters.
const NAMES: [&str; 6] = ["license", "licence", "unlicense", "copying", "copyright", "notice"];
/// Endings of files that are called so and hold something else.
const OTHER: [&str; 8] = ["rs", "toml", "py", "js", "ts", "json", "html", "tmpl"];
/// Folders of a package that do not ship.
const UNSHIPPED: [&str; 7] =
    ["tests", "test", "examples", "benches", "fuzz", "target", "node_modules"];
/// A file that only points to another one is as long as that.
const POINTER_MAX: usize = 40;

/// The texts, each once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: Vec<String>,
    /// By their words alone: many differ only in how lines break.
    known: BTreeMap<String, usize>,
}

impl Texts {
    /// All of them.
    pub(super) fn all(&self) -> &[String] {
        &self.all
    }

    /// The place of a text.
    pub(super) fn add(&mut self, text: &str) -> usize {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        *self.known.entry(words).or_insert_with(|| {
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            self.all.push(lines.join("\n").trim_matches('\n').to_owned());
            self.all.len() - 1
        })
    }

    /// A file, whatever it is called.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn file(&mut self, path: &Path) -> Result<usize> {
        let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        Ok(self.add(&String::from_utf8_lossy(&bytes)))
    }

    /// The texts that a package carries, those of what it has taken in among them.
    ///
    /// # Errors
    /// When its folder cannot be read.
    pub(super) fn of_package(&mut self, folder: &Path) -> Result<Vec<usize>> {
        let mut files = Vec::new();
        collect(folder, 1, &mut files)?;
        files.sort();
        let mut found = Vec::new();
        for file in files {
            let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
            let text = String::from_utf8_lossy(&bytes);
            if text.trim().len() <= POINTER_MAX {
                continue;
            }
            let place = self.add(&text);
            if !found.contains(&place) {
                found.push(place);
            }
        }
        Ok(found)
    }

    /// Puts the texts into the order in which the parts name them, whatever order they were found in.
    pub(super) fn in_order_of(&mut self, parts: &mut [Part]) {
        let mut to: BTreeMap<usize, usize> = BTreeMap::new();
        for part in parts.iter_mut() {
            for place in &mut part.texts {
                let next = to.len();
                *place = *to.entry(*place).or_insert(next);
            }
        }
        let mut ordered = vec![String::new(); to.len()];
        for (from, to) in to {
            ordered[to] = std::mem::take(&mut self.all[from]);
        }
        self.all = ordered;
        self.known.clear();
    }
}

fn collect(folder: &Path, below: usize, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name =
            path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
        if path.is_dir() {
            if 0 < below && !UNSHIPPED.contains(&name.as_str()) {
                collect(&path, below - 1, files)?;
            }
        } else if is_licence(&name) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether a file of this name, in small letters, holds a licence.
fn is_licence(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    NAMES.iter().any(|known| name.starts_with(known))
        && !ending.is_some_and(|ending| OTHER.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_their_lines_only_are_one() {
        let mut texts = Texts::default();
        assert_eq!(texts.add("Permission is\nhereby granted\n"), 0);
        assert_eq!(texts.add("Permission is hereby\n  granted"), 0);
        assert_eq!(texts.add("Permission is not granted"), 1);
        assert_eq!(texts.all()[0], "Permission is\nhereby granted");
    }

    #[test]
    fn licences_are_known_by_their_names_also_of_what_was_taken_in() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let put = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        };
        put("LICENSE-MIT", "Permission is hereby granted, free of charge, to any person");
        put("zstd/COPYING", "GNU GENERAL PUBLIC LICENSE, and many words after it");
        put("license.rs", "fn licence() { it_is_code_and_no_licence_at_all() }");
        put("LICENSE-APACHE", "../LICENSE-APACHE");
        put("tests/LICENSE", "A licence of a file that only tests read, and nobody ships");
        put("a/b/LICENSE", "Too deep to be looked for, since nothing was ever found there");
        let mut texts = Texts::default();
        let found = texts.of_package(folder.path()).expect("it is read");
        assert_eq!(found, [0, 1]);
        assert!(texts.all()[1].starts_with("GNU"), "{:?}", texts.all());
    }
}
