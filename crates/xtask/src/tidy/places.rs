//! Where files lie: modules that are reached, fixtures that say where they come from, and nothing
//! that works on one machine only.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{Finding, Source, rust};

/// Folders of somebody's machine, which no clone has.
const MACHINE_FOLDERS: [&str; 3] = ["/root/", "/home/", "/Users/"];

/// Modules that nothing reaches, files called `mod.rs`, and paths that leave the clone.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let rust: BTreeMap<&str, &str> = sources
        .iter()
        .filter(|source| source.is_rust())
        .map(|source| (source.path.as_str(), source.text.as_str()))
        .collect();
    let mut findings = Vec::new();
    for source in sources {
        if source.path.ends_with("/mod.rs") {
            findings.push(Finding::new(
                &source.path,
                0,
                "a module is foo.rs beside foo/, not foo/mod.rs",
            ));
        } else if source.is_rust() && !is_reached(&source.path, &rust) {
            findings.push(Finding::new(&source.path, 0, "no module names this file: it is dead"));
        }
        check_paths(source, &mut findings);
    }
    findings
}

/// Whether the file is a root, or its parent module declares it.
fn is_reached(path: &str, rust: &BTreeMap<&str, &str>) -> bool {
    let Some((folder, file)) = path.rsplit_once('/') else { return true };
    let name = file.trim_end_matches(".rs");
    if matches!(name, "lib" | "main" | "build" | "mod") || folder.ends_with("/bin") {
        return true;
    }
    let parents = [
        format!("{folder}/lib.rs"),
        format!("{folder}/main.rs"),
        format!("{folder}.rs"),
        format!("{folder}/mod.rs"),
    ];
    let mut known = parents.iter().filter_map(|parent| rust.get(parent.as_str())).peekable();
    // A folder without a root holds tests or examples, each its own program.
    known.peek().is_none() || known.any(|text| declares(text, name))
}

fn declares(text: &str, name: &str) -> bool {
    let declaration = format!("mod {name};");
    let block = format!("mod {name} {{");
    rust::code_lines(text)
        .iter()
        .any(|line| line.code.contains(&declaration) || line.code.contains(&block))
}

fn check_paths(source: &Source, findings: &mut Vec<Finding>) {
    // Code handles paths of other machines, and its tests show it hostile ones; what configures,
    // builds and explains must hold in every clone.
    let spoken = matches!(
        source.ending(),
        "toml" | "json" | "md" | "mjs" | "js" | "yml" | "sh" | "html" | "css"
    );
    if !spoken {
        return;
    }
    let depth = source.path.matches('/').count();
    for (index, line) in source.text.lines().enumerate() {
        let climbs = depth < longest_climb(line);
        let machine = MACHINE_FOLDERS.iter().any(|folder| {
            line.match_indices(folder).any(|(at, _)| {
                !line[..at].ends_with(|char: char| char.is_alphanumeric() || "._-~}".contains(char))
            })
        });
        if climbs || machine {
            findings.push(Finding::new(&source.path, index + 1, "this path leaves the clone"));
        }
    }
}

/// How many `../` follow one another at most.
fn longest_climb(line: &str) -> usize {
    let mut longest = 0;
    let mut rest = line;
    while let Some(at) = rest.find("../") {
        let run =
            rest.as_bytes()[at..].chunks_exact(3).take_while(|chunk| *chunk == b"../").count();
        longest = longest.max(run);
        rest = &rest[at + 3 * run..];
    }
    longest
}

/// Every folder of fixtures says in `ORIGIN.md` where its files come from and under which license.
///
/// # Errors
/// When the folder is there and cannot be read.
pub(crate) fn check_fixtures(root: &Path) -> Result<Vec<Finding>> {
    let folder = root.join("tests/fixtures");
    let mut findings = Vec::new();
    if !folder.is_dir() {
        return Ok(findings);
    }
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.file_type()?.is_dir() {
            findings.push(Finding::new(
                format!("tests/fixtures/{name}"),
                0,
                "a fixture lies in the folder of its format",
            ));
        } else if !entry.path().join("ORIGIN.md").is_file() {
            findings.push(Finding::new(
                format!("tests/fixtures/{name}"),
                0,
                "ORIGIN.md is missing: where do these files come from?",
            ));
        }
    }
    findings.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(sources: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<_> = sources.iter().map(|(path, text)| Source::new(path, *text)).collect();
        check(&sources).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_module_that_nothing_names_is_dead() {
        let found = files(&[
            ("crates/a/src/lib.rs", "mod b;\n"),
            ("crates/a/src/b.rs", "// mod c;\n"),
            ("crates/a/src/b/c.rs", ""),
        ]);
        assert_eq!(found, ["crates/a/src/b/c.rs: no module names this file: it is dead"]);
    }

    #[test]
    fn mod_rs_is_found() {
        assert_eq!(
            files(&[("crates/a/src/lib.rs", "mod b;\n"), ("crates/a/src/b/mod.rs", "")]).len(),
            1
        );
    }

    #[test]
    fn a_path_that_leaves_the_clone_is_found() {
        assert_eq!(files(&[("README.md", "see ../notes\n")]).len(), 1);
        assert_eq!(files(&[("ui/vite.config.js", "\"../../x\"\n")]).len(), 1);
        assert_eq!(
            files(&[("ui/README.md", "see ../crates and https://a.example/home/x\n")]).len(),
            0
        );
        assert_eq!(files(&[("Cargo.toml", "path = \"/home/ada/x\"\n")]).len(), 1);
    }

    #[test]
    fn fixtures_without_an_origin_are_found() {
        let dir = tempfile::tempdir().expect("a temp folder can be made");
        let folder = dir.path().join("tests/fixtures");
        fs::create_dir_all(folder.join("jrnl")).expect("a folder can be made");
        fs::create_dir_all(folder.join("daylio")).expect("a folder can be made");
        fs::write(folder.join("daylio/ORIGIN.md"), "ours").expect("a file can be written");
        let found = check_fixtures(dir.path()).expect("the folder can be read");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].file, "tests/fixtures/jrnl");
    }
}
