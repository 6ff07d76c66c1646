//! Arrows point downward: who may name whom, read from what cargo says of the workspace.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Finding;
use crate::shell;

/// What `cargo metadata --no-deps` says, as far as the rules ask.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    packages: Vec<Package>,
    metadata: Rules,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    kind: Option<Kind>,
    /// Set when it is a crate of the workspace.
    path: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Dev,
    Build,
}

/// `[workspace.metadata]` of the root manifest.
#[derive(Debug, Deserialize)]
struct Rules {
    layers: BTreeMap<String, u32>,
    domains: Vec<String>,
}

/// Which of our crates may name an outside one (a trailing `*` stands for any ending), and why.
const OWNERS: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["store", "sync-server"], "SQL is the store's, and the endpoint's"),
    ("sqlx", &["sync-server"], "PostgreSQL is the endpoint's"),
    ("automerge", &["store"], "documents are the store's"),
    ("keyring", &["store"], "keys are the store's"),
    ("tauri*", &["everkept"], "a domain must run without a window"),
    ("axum", &["cli", "integrations", "sync-server"], "only `serve` and the endpoints listen"),
    ("clap", &["cli", "sync-server"], "only the command lines parse arguments"),
    ("anyhow", &["cli", "xtask"], "a library says which error"),
    ("cpal", &["capture"], "the microphone has one door"),
    ("nokhwa", &["capture"], "the camera has one door"),
    ("tract*", &["inference"], "models have one door"),
    (
        "reqwest",
        &["integrations", "sync-client", "sync-server"],
        "the network has two doors, and the endpoint asks S3",
    ),
    (
        "tokio",
        &["app", "cli", "everkept", "it", "sync-client", "sync-server", "integrations", "testkit"],
        "commands are plain functions",
    ),
];

/// What xtask itself may need: it is built before any system package is there.
const XTASK_NEEDS: [&str; 3] = ["anyhow", "serde", "serde_json"];

/// The one crate that lower ones may name in their tests.
const FOR_TESTS: &str = "testkit";

/// Asks cargo about the workspace in `root`.
///
/// # Errors
/// When a manifest is broken or the layer table is missing.
pub(crate) fn metadata(root: &Path) -> Result<Metadata> {
    let mut command = shell::cargo(["metadata", "--no-deps", "--format-version", "1", "--offline"]);
    command.current_dir(root);
    let text = shell::output(command)?;
    serde_json::from_str(&text).context("reading [workspace.metadata] layers and domains")
}

/// Arrows that point upward or sideways, and outside crates named by the wrong one of ours.
pub(crate) fn check(metadata: &Metadata) -> Vec<Finding> {
    let layers = &metadata.metadata.layers;
    let mut findings = Vec::new();
    for package in &metadata.packages {
        let mut report =
            |words: String| findings.push(Finding::new(short(&package.manifest_path), 0, words));
        let Some(&layer) = layers.get(&package.name) else {
            report(format!("`{}` is missing in [workspace.metadata.layers]", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            if let Some(words) = verdict(&metadata.metadata, package, layer, dependency) {
                report(words);
            }
        }
    }
    for name in
        layers.keys().filter(|name| !metadata.packages.iter().any(|package| package.name == **name))
    {
        findings.push(Finding::new(
            "Cargo.toml",
            0,
            format!("[workspace.metadata.layers] names `{name}`, which is no member"),
        ));
    }
    findings
}

fn verdict(
    rules: &Rules,
    package: &Package,
    layer: u32,
    dependency: &Dependency,
) -> Option<String> {
    let (from, to) = (package.name.as_str(), dependency.name.as_str());
    let is_domain = |name: &str| rules.domains.iter().any(|domain| domain == name);
    if is_domain(from) && is_domain(to) {
        return Some(format!(
            "the domain `{from}` names the domain `{to}`: what crosses domains crosses as data"
        ));
    }
    if dependency.path.is_some() {
        let in_tests = dependency.kind == Some(Kind::Dev) && to == FOR_TESTS;
        let below = rules.layers.get(to).is_some_and(|&other| other < layer);
        return (!below && !in_tests).then(|| {
            format!("`{from}` (layer {layer}) may not name `{to}`: arrows point downward")
        });
    }
    if from == "xtask" && dependency.kind != Some(Kind::Dev) && !XTASK_NEEDS.contains(&to) {
        return Some(format!(
            "xtask may not need `{to}`: it is the first thing that a fresh machine builds"
        ));
    }
    let (_, owners, why) = OWNERS.iter().find(|(pattern, _, _)| matches(pattern, to))?;
    // Tests may drive what they test.
    let allowed = owners.contains(&from) || dependency.kind == Some(Kind::Dev);
    (!allowed)
        .then(|| format!("`{from}` may not name `{to}`, only {} may: {why}", owners.join(", ")))
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

/// `crates/a/Cargo.toml` of an absolute path.
fn short(manifest: &str) -> String {
    let parts: Vec<_> = manifest.split(['/', '\\']).collect();
    let keep = if 3 <= parts.len() && parts[parts.len() - 3] == "crates" { 3 } else { 2 };
    parts[parts.len().saturating_sub(keep)..].join("/")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A workspace on the disk whose crates have these dependencies, as cargo itself reads it.
    fn check_workspace(crates: &[(&str, &str)]) -> Vec<String> {
        let dir = tempfile::tempdir().expect("a temp folder can be made");
        let write = |path: &str, text: &str| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().expect("a file lies in a folder"))
                .expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        };
        let layers =
            "base = 0\nstore = 1\ndomain = 2\njournal = 3\nmood = 3\napp = 4\ntestkit = 6\n";
        let layers: String = layers
            .lines()
            .filter(|line| crates.iter().any(|(name, _)| line.starts_with(name)))
            .map(|line| format!("{line}\n"))
            .collect();
        write(
            "Cargo.toml",
            &format!(
                "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n[workspace.metadata]\n\
                 domains = [\"journal\", \"mood\"]\n[workspace.metadata.layers]\n{layers}"
            ),
        );
        for (name, dependencies) in crates {
            write(
                &format!("crates/{name}/Cargo.toml"),
                &format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n{dependencies}"),
            );
            write(&format!("crates/{name}/src/lib.rs"), "");
        }
        let metadata = metadata(dir.path()).expect("cargo reads the workspace of this test");
        check(&metadata).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arrows_that_point_downward_pass() {
        let found = check_workspace(&[
            ("base", ""),
            (
                "store",
                "[dependencies]\nbase = { path = \"../base\" }\nrusqlite = \"1\"\n[dev-dependencies]\ntestkit = { path = \"../testkit\" }\n",
            ),
            ("testkit", "[dependencies]\nstore = { path = \"../store\" }\n"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_domain_that_names_another_is_found() {
        let found = check_workspace(&[
            ("journal", ""),
            ("mood", "[dev-dependencies]\njournal = { path = \"../journal\" }\n"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("the domain `mood` names the domain `journal`"), "{found:?}");
        assert!(found[0].starts_with("crates/mood/Cargo.toml"), "{found:?}");
    }

    #[test]
    fn a_crossed_layer_is_found() {
        let found = check_workspace(&[
            ("store", "[dependencies]\napp = { path = \"../app\" }\n"),
            ("app", ""),
        ]);
        assert!(found[0].contains("`store` (layer 1) may not name `app`"), "{found:?}");
    }

    #[test]
    fn an_outside_crate_has_one_door() {
        let found = check_workspace(&[(
            "journal",
            "[dependencies]\nrusqlite = \"1\"\ntauri-build = \"2\"\n",
        )]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].contains("may not name `rusqlite`, only store, sync-server may"),
            "{found:?}"
        );
    }

    #[test]
    fn a_crate_outside_the_table_is_found() {
        let found = check_workspace(&[("stray", "")]);
        assert!(
            found[0].contains("`stray` is missing in [workspace.metadata.layers]"),
            "{found:?}"
        );
    }
}
