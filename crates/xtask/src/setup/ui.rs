//! The interface: its npm packages and its build, both skipped when nothing changed.
//!
//! The stamps lie in `node_modules`, so that they go when what they speak of goes.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{place, shell};

/// What the build writes or what others own; everything else in `ui` is a source.
const NOT_SOURCES: [&str; 6] =
    ["node_modules", "dist", ".svelte-kit", "test-results", "paraglide", "project.inlang/cache"];

/// Runs `npm ci` when the lock file is not the one of the last time.
///
/// # Errors
/// When npm fails.
pub(crate) fn ensure_packages() -> Result<()> {
    ensure_packages_in(&place::ui())
}

/// [`ensure_packages`] for another folder with a lock file.
pub(crate) fn ensure_packages_in(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = hash_of(&fs::read(&lock).with_context(|| format!("reading {}", lock.display()))?);
    let stamp = Stamp::new(folder, "everkept-packages");
    if stamp.holds(wanted) {
        return Ok(());
    }
    shell::run(shell::node_script("npm", folder, ["ci", "--no-audit", "--no-fund"]))?;
    stamp.write(wanted)
}

/// Builds `ui/dist` when a source is not the one of the last time.
///
/// # Errors
/// When the build fails.
pub(crate) fn ensure_built() -> Result<()> {
    let ui = place::ui();
    let wanted = hash_of_sources(&ui)?;
    let stamp = Stamp::new(&ui, "everkept-build");
    if stamp.holds(wanted) && ui.join("dist/index.html").is_file() {
        return Ok(());
    }
    shell::run(shell::node_script("npm", &ui, ["run", "build"]))?;
    // The build itself may write a source (the compiled messages), so the stamp is of what is there now.
    stamp.write(hash_of_sources(&ui)?)
}

struct Stamp(PathBuf);

impl Stamp {
    fn new(folder: &Path, name: &str) -> Stamp {
        Stamp(folder.join("node_modules").join(format!(".{name}")))
    }

    fn holds(&self, wanted: u64) -> bool {
        fs::read_to_string(&self.0).is_ok_and(|found| found == wanted.to_string())
    }

    fn write(&self, wanted: u64) -> Result<()> {
        fs::write(&self.0, wanted.to_string())
            .with_context(|| format!("writing {}", self.0.display()))
    }
}

/// A hash of names and contents of all sources below `folder`.
fn hash_of_sources(folder: &Path) -> Result<u64> {
    let mut files = BTreeMap::new();
    collect(folder, &mut files)?;
    let mut hasher = DefaultHasher::new();
    for (path, content) in files {
        path.strip_prefix(folder).unwrap_or(&path).hash(&mut hasher);
        content.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if NOT_SOURCES.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            let content = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            files.insert(path, content);
        }
    }
    Ok(())
}

fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_added_or_renamed_source_changes_the_hash_and_a_built_file_does_not() {
        let dir = tempfile::tempdir().expect("a temp folder can be made");
        let write = |name: &str, text: &str| {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("a file lies in a folder"))
                .expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        };
        write("src/a.ts", "1");
        let first = hash_of_sources(dir.path()).expect("the folder can be read");
        write("dist/a.js", "1");
        write("node_modules/x/index.js", "1");
        assert_eq!(hash_of_sources(dir.path()).expect("the folder can be read"), first);
        write("src/a.ts", "2");
        let second = hash_of_sources(dir.path()).expect("the folder can be read");
        assert_ne!(second, first);
        write("src/b.ts", "2");
        assert_ne!(hash_of_sources(dir.path()).expect("the folder can be read"), second);
    }
}
