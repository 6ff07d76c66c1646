//! Crates that are linked into the programs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::texts::Texts;
use super::{Hash, Kind, Part};
use crate::{place, shell};

/// The system that packages are made for (`cargo xtask release`).
const TARGET: &str = "x86_64-unknown-linux-gnu";
/// The packages of this workspace that are programs which ship.
const PROGRAMS: [&str; 3] = ["cli", "everkept", "sync-server"];

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    license_file: Option<PathBuf>,
    repository: Option<String>,
    /// Nothing for what is in this clone.
    source: Option<String>,
    manifest_path: PathBuf,
    targets: Vec<Target>,
}

#[derive(Debug, Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Debug, Deserialize)]
struct EdgeKind {
    /// Nothing for what is linked; `build` and `dev` are not.
    kind: Option<String>,
}

/// What is linked: crates of others, and Everkept itself as one.
pub(super) fn linked(root: &Path, texts: &mut Texts) -> Result<Vec<Part>> {
    let args = ["metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET];
    let mut command = shell::cargo(args);
    command.args(&place::WORKSPACE[1..]);
    let text = shell::output(command)?;
    let metadata: Metadata = serde_json::from_str(&text).context("what `cargo metadata` says")?;
    let sums = checksums(&root.join("Cargo.lock"))?;
    let packages: BTreeMap<&str, &Package> =
        metadata.packages.iter().map(|package| (package.id.as_str(), package)).collect();
    let nodes: BTreeMap<&str, &Node> =
        metadata.resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let mut parts = Vec::new();
    let mut own = BTreeSet::new();
    for id in reached(&packages, &nodes) {
        let package = packages[id];
        let needs = neighbors(&packages, nodes[id]).map(key).collect::<BTreeSet<_>>();
        if package.source.is_none() {
            own.extend(needs);
            continue;
        }
        let folder = package.manifest_path.parent().context("a manifest lies in a folder")?;
        let mut found = texts.of_package(folder)?;
        if let Some(file) = &package.license_file
            && found.is_empty()
        {
            found.push(texts.file(&folder.join(file))?);
        }
        let sum = sums.get(&(package.name.clone(), package.version.clone()));
        parts.push(Part {
            kind: Kind::Crate,
            name: package.name.clone(),
            version: package.version.clone(),
            licence: package.license.as_deref().map(expression),
            from: package.repository.clone(),
            texts: found,
            hash: sum.map(|sum| Hash { alg: "SHA-256", content: sum.clone() }),
            needs: needs.into_iter().collect(),
        });
    }
    parts.push(everkept(root, texts, &packages, own)?);
    Ok(parts)
}

/// Everkept itself, and what its own crates need of others.
fn everkept(
    root: &Path,
    texts: &mut Texts,
    packages: &BTreeMap<&str, &Package>,
    needs: BTreeSet<super::Key>,
) -> Result<Part> {
    let window =
        packages.values().find(|package| package.name == "everkept" && package.source.is_none());
    let window = window.context("the window's package is called everkept")?;
    Ok(Part {
        kind: Kind::Own,
        name: "Everkept".into(),
        version: window.version.clone(),
        licence: window.license.clone(),
        from: window.repository.clone(),
        texts: vec![texts.file(&root.join("LICENSE"))?],
        hash: None,
        needs: needs.into_iter().filter(|(kind, ..)| *kind == Kind::Crate).collect(),
    })
}

fn key(package: &Package) -> super::Key {
    let kind = if package.source.is_none() { Kind::Own } else { Kind::Crate };
    (kind, package.name.clone(), package.version.clone())
}

/// All that a program is linked with.
fn reached<'a>(
    packages: &BTreeMap<&'a str, &'a Package>,
    nodes: &BTreeMap<&'a str, &'a Node>,
) -> BTreeSet<&'a str> {
    let is_program =
        |package: &&&Package| package.source.is_none() && PROGRAMS.contains(&package.name.as_str());
    let mut waiting: Vec<&str> =
        packages.values().filter(is_program).map(|package| package.id.as_str()).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            waiting.extend(neighbors(packages, nodes[id]).map(|package| package.id.as_str()));
        }
    }
    reached
}

/// What a package is linked with. A macro works while it is compiled and stays behind.
fn neighbors<'a>(
    packages: &BTreeMap<&'a str, &'a Package>,
    node: &'a Node,
) -> impl Iterator<Item = &'a Package> {
    let linked = |edge: &&Edge| edge.dep_kinds.iter().any(|kind| kind.kind.is_none());
    let macros = |package: &Package| {
        package.targets.iter().any(|target| target.kind.iter().any(|kind| kind == "proc-macro"))
    };
    node.deps
        .iter()
        .filter(linked)
        .filter_map(|edge| packages.get(edge.pkg.as_str()).copied())
        .filter(move |package| !macros(package))
}

/// As SPDX writes it: older manifests write a stroke for "or".
fn expression(licence: &str) -> String {
    licence.split('/').map(str::trim).collect::<Vec<_>>().join(" OR ")
}

/// What the registry says of each package's file, by name and version.
fn checksums(lock: &Path) -> Result<BTreeMap<(String, String), String>> {
    let text =
        std::fs::read_to_string(lock).with_context(|| format!("reading {}", lock.display()))?;
    Ok(packages_of_lock(&text)
        .filter_map(|block| {
            let of = |name: &str| value(block, name).map(str::to_owned);
            Some(((of("name")?, of("version")?), of("checksum")?))
        })
        .collect())
}

/// The packages of a `Cargo.lock`, each as its lines.
pub(super) fn packages_of_lock(text: &str) -> impl Iterator<Item = &str> {
    text.split("[[package]]").skip(1)
}

/// The value of `name = "value"` in such lines.
pub(super) fn value<'a>(block: &'a str, name: &str) -> Option<&'a str> {
    block.lines().find_map(|line| {
        let (key, value) = line.split_once(" = ")?;
        (key == name).then(|| value.trim().trim_matches('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_ways_to_write_a_licence_are_brought_to_the_one_of_today() {
        assert_eq!(expression("MIT/Apache-2.0"), "MIT OR Apache-2.0");
        assert_eq!(expression("MIT OR Apache-2.0"), "MIT OR Apache-2.0");
    }

    #[test]
    fn a_lock_file_is_read_by_its_packages() {
        let lock = "version = 4\n\n[[package]]\nname = \"ab\"\nversion = \"1.0.0\"\nchecksum = \"cd\"\n\n\
                    [[package]]\nname = \"own\"\nversion = \"0.1.0\"\n";
        let found: Vec<_> = packages_of_lock(lock)
            .map(|block| (value(block, "name"), value(block, "checksum")))
            .collect();
        assert_eq!(found, [(Some("ab"), Some("cd")), (Some("own"), None)]);
    }
}
