//! `codegen`: the TypeScript view of the commands, written by the program that holds the commands.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::tidy::generated;
use crate::{place, run, setup, shell};

/// Writes the generated files to `ui/src/lib/api`, touching only what changed.
pub(crate) fn run() -> Result<()> {
    setup::all(setup::Purpose::Serve)?;
    run::build(&[place::CLI])?;
    let folder = place::root().join(generated::FOLDER);
    for (name, content) in generate()? {
        let path = folder.join(&name);
        if fs::read_to_string(&path).is_ok_and(|found| found == content) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        fs::write(&path, content).with_context(|| format!("writing {}", path.display()))?;
        println!("wrote {}", path.display());
    }
    for finding in check_against_clone()? {
        // What the program no longer writes is left for a person to remove.
        println!("{finding}");
    }
    Ok(())
}

/// Compares the committed files with what the built program would write.
///
/// # Errors
/// When they differ.
pub(crate) fn check() -> Result<()> {
    let findings = check_against_clone()?;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        Ok(())
    } else {
        bail!("the generated code is not current: `cargo xtask codegen`")
    }
}

fn check_against_clone() -> Result<Vec<crate::tidy::Finding>> {
    generated::check(&place::root(), &generate()?)
}

/// The files that the built program writes now, by their path inside the folder.
fn generate() -> Result<BTreeMap<PathBuf, String>> {
    let out = place::target().join("codegen");
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| format!("emptying {}", out.display()))?;
    }
    fs::create_dir_all(&out)?;
    let mut command = shell::program(place::debug_binary(place::CLI));
    command.arg("codegen").arg(&out);
    shell::output(command)?;
    let mut files = BTreeMap::new();
    collect(&out, &out, &mut files)?;
    if files.is_empty() {
        bail!("`everkept codegen` wrote no file");
    }
    Ok(files)
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root).context("a file below its folder")?.to_path_buf();
            files.insert(name, fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
