//! Sizes: a file or function past its bound is two things under one name.
//!
//! Exceptions stand in `crates/xtask/tidy-allow.txt`, one a line: rule, place, size, reason. The list
//! only shrinks: a listed thing may not grow, its number follows it down, and a line that is no
//! longer needed is itself a finding.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Finding, Source, rust};

const RUST_FILE_LINES_MAX: usize = 600;
const RUST_FUNCTION_LINES_MAX: usize = 70;
const SVELTE_FILE_LINES_MAX: usize = 300;
const SCRIPT_FILE_LINES_MAX: usize = 600;

/// How many lines the list may hold. Lower it with every line that goes; it never rises.
const ALLOWED_MAX: usize = 0;

const ALLOW_FILE: &str = "crates/xtask/tidy-allow.txt";

/// Sizes that are let past, by rule and place, such as `("function", "crates/a/src/b.rs:name")`.
pub(crate) type Allowed = BTreeMap<(String, String), usize>;

/// Reads the list of exceptions.
///
/// # Errors
/// When a line has not all four parts, or the list grew.
pub(crate) fn allowed(root: &Path) -> Result<Allowed> {
    let text = fs::read_to_string(root.join(ALLOW_FILE))
        .with_context(|| format!("reading {ALLOW_FILE}"))?;
    let allowed = parse(&text)?;
    if ALLOWED_MAX < allowed.len() {
        bail!(
            "{ALLOW_FILE} holds {} exceptions and may hold {ALLOWED_MAX}; it only shrinks",
            allowed.len()
        );
    }
    Ok(allowed)
}

fn parse(text: &str) -> Result<Allowed> {
    let mut allowed = Allowed::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut parts = line.splitn(4, ' ');
        match (parts.next(), parts.next(), parts.next().map(str::parse), parts.next()) {
            (Some(rule), Some(place), Some(Ok(size)), Some(reason))
                if !reason.trim().is_empty() =>
            {
                allowed.insert((rule.to_owned(), place.to_owned()), size);
            }
            _ => bail!("{ALLOW_FILE}: not `rule place size reason`: {line}"),
        }
    }
    Ok(allowed)
}

/// Files and functions that are too long and not listed, and list lines that no longer fit.
pub(crate) fn check(sources: &[Source], allowed: &Allowed) -> Vec<Finding> {
    let mut over: BTreeMap<(String, String), Oversize> = BTreeMap::new();
    for source in sources {
        for oversize in oversizes(source) {
            over.insert((oversize.rule.to_owned(), oversize.place.clone()), oversize);
        }
    }
    let mut findings = Vec::new();
    for (key, oversize) in &over {
        let limit = allowed.get(key).copied();
        if let Some(words) = oversize.verdict(limit) {
            findings.push(Finding::new(&oversize.file, oversize.line, words));
        }
    }
    for (rule, place) in allowed.keys().filter(|key| !over.contains_key(*key)) {
        findings.push(Finding::new(
            ALLOW_FILE,
            0,
            format!("`{rule} {place}` is within its bound now: remove the line"),
        ));
    }
    findings
}

struct Oversize {
    rule: &'static str,
    place: String,
    file: String,
    line: usize,
    size: usize,
    bound: usize,
}

impl Oversize {
    fn verdict(&self, limit: Option<usize>) -> Option<String> {
        let Oversize { rule, size, bound, place, .. } = self;
        match limit {
            None => Some(format!(
                "{rule} {place} has {size} lines, the bound is {bound}: find the second thing in it"
            )),
            Some(limit) if limit < *size => {
                Some(format!("{rule} {place} grew from {limit} to {size} lines"))
            }
            Some(limit) if *size < limit => {
                Some(format!("{rule} {place} shrank: write {size} in {ALLOW_FILE}"))
            }
            Some(_) => None,
        }
    }
}

fn oversizes(source: &Source) -> Vec<Oversize> {
    let bound = match source.ending() {
        "rs" => RUST_FILE_LINES_MAX,
        "svelte" => SVELTE_FILE_LINES_MAX,
        "ts" | "mjs" | "js" => SCRIPT_FILE_LINES_MAX,
        _ => return Vec::new(),
    };
    let mut over = Vec::new();
    let size = source.text.lines().count();
    if bound < size && !super::generated::is_generated(&source.text) {
        let (file, place) = (source.path.clone(), source.path.clone());
        over.push(Oversize { rule: "file", place, file, line: 0, size, bound });
    }
    if source.is_rust() {
        let functions = rust::functions(&source.text);
        let long =
            functions.into_iter().filter(|function| RUST_FUNCTION_LINES_MAX < function.lines);
        over.extend(long.map(|function| Oversize {
            rule: "function",
            place: format!("{}:{}", source.path, function.name),
            file: source.path.clone(),
            line: function.line,
            size: function.lines,
            bound: RUST_FUNCTION_LINES_MAX,
        }));
    }
    over
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: Source, list: &str) -> Vec<String> {
        let allowed = parse(list).expect("the list of this test is well formed");
        check(&[source], &allowed).into_iter().map(|finding| finding.words).collect()
    }

    #[test]
    fn a_file_that_outgrows_its_bound_is_found() {
        let found = words(Source::new("crates/a/src/b.rs", "//\n".repeat(601)), "");
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("has 601 lines, the bound is 600"), "{found:?}");
        assert!(words(Source::new("crates/a/src/b.rs", "//\n".repeat(600)), "").is_empty());
        assert_eq!(words(Source::new("ui/src/A.svelte", "<p />\n".repeat(301)), "").len(), 1);
    }

    #[test]
    fn a_function_that_outgrows_its_bound_is_found() {
        let text = format!("fn long() {{\n{}}}\n", "    step();\n".repeat(69));
        let found = words(Source::new("crates/a/src/b.rs", text), "");
        assert!(found[0].contains("crates/a/src/b.rs:long has 71 lines"), "{found:?}");
    }

    #[test]
    fn the_list_of_exceptions_only_shrinks() {
        let source = |lines| Source::new("a.rs", "//\n".repeat(lines));
        let list = "file a.rs 650 a table of regular items\n";
        assert!(words(source(650), list).is_empty(), "a listed file may stay as it is");
        assert!(words(source(651), list)[0].contains("grew"), "it may not grow");
        assert!(words(source(640), list)[0].contains("write 640"), "its number follows it down");
        assert!(words(source(600), list)[0].contains("remove the line"), "and then the line goes");
    }

    #[test]
    fn an_exception_needs_a_reason() {
        assert!(parse("file a.rs 650\n").is_err());
    }
}
