//! Generated code is committed, so a stale copy must fail.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Finding;

/// Where the TypeScript view of the commands lies.
pub(crate) const FOLDER: &str = "ui/src/lib/api";

/// Whether a file says in its first lines that a machine wrote it.
pub(crate) fn is_generated(text: &str) -> bool {
    text.lines().take(3).any(|line| line.contains("@generated") || line.contains("Do not edit"))
}

/// Files that differ from what the program writes now (`fresh`, by path inside [`FOLDER`]), that are
/// missing, or that it no longer writes.
///
/// # Errors
/// When the folder is there and cannot be read.
pub(crate) fn check(root: &Path, fresh: &BTreeMap<PathBuf, String>) -> Result<Vec<Finding>> {
    let folder = root.join(FOLDER);
    let mut findings = Vec::new();
    for (name, wanted) in fresh {
        let file = format!("{FOLDER}/{}", name.display());
        match fs::read_to_string(folder.join(name)) {
            // A clone on Windows may have other line ends.
            Ok(found) if found.replace("\r\n", "\n") == *wanted => {}
            Ok(found) => {
                let line =
                    1 + found.lines().zip(wanted.lines()).take_while(|(a, b)| a == b).count();
                findings.push(Finding::new(file, line, "is stale: `cargo xtask codegen`"));
            }
            Err(_) => findings.push(Finding::new(file, 0, "is missing: `cargo xtask codegen`")),
        }
    }
    if folder.is_dir() {
        for entry in
            fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?
        {
            let path = entry?.path();
            let Some(name) = path.file_name().map(PathBuf::from) else { continue };
            let left_over = !fresh.contains_key(&name)
                && fs::read_to_string(&path).is_ok_and(|text| is_generated(&text));
            if left_over {
                findings.push(Finding::new(
                    format!("{FOLDER}/{}", name.display()),
                    0,
                    "is no longer written: remove it",
                ));
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_with(committed: &[(&str, &str)]) -> Vec<String> {
        let dir = tempfile::tempdir().expect("a temp folder can be made");
        let folder = dir.path().join(FOLDER);
        fs::create_dir_all(&folder).expect("a folder can be made");
        for (name, text) in committed {
            fs::write(folder.join(name), text).expect("a file can be written");
        }
        let fresh =
            BTreeMap::from([(PathBuf::from("types.ts"), "// @generated\ntype A = 1\n".to_owned())]);
        let findings = check(dir.path(), &fresh).expect("the folder can be read");
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_current_copy_passes_beside_files_that_people_write() {
        assert!(
            check_with(&[("types.ts", "// @generated\ntype A = 1\n"), ("live.ts", "let a\n")])
                .is_empty()
        );
    }

    #[test]
    fn a_stale_copy_is_found_at_the_line_that_differs() {
        let found = check_with(&[("types.ts", "// @generated\ntype A = 2\n")]);
        assert_eq!(found, ["ui/src/lib/api/types.ts:2: is stale: `cargo xtask codegen`"]);
    }

    #[test]
    fn a_missing_and_a_left_over_file_are_found() {
        let found = check_with(&[("old.ts", "// @generated\n")]);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
