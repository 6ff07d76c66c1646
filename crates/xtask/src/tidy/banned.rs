//! Calls that have no place, or one place only.

use super::{Finding, Source, rust};

/// A call, the crates that may make it, whether tests may, and what to do instead.
struct Ban {
    call: &'static str,
    allowed: &'static [&'static str],
    in_tests: bool,
    instead: &'static str,
}

/// The system's clock and dice are read in one place, so that a test can fix them.
const CLOCK_CRATES: &[&str] = &["crates/app", "crates/sync-server", "crates/xtask"];
const CLOCK: &str = "time and randomness come in through base::env::Env";
const TERMINAL_CRATES: &[&str] = &["crates/cli", "crates/xtask"];
const TERMINAL: &str = "a library does not print; return it, or trace it";

const fn clock(call: &'static str) -> Ban {
    Ban { call, allowed: CLOCK_CRATES, in_tests: true, instead: CLOCK }
}

const fn terminal(call: &'static str) -> Ban {
    Ban { call, allowed: TERMINAL_CRATES, in_tests: true, instead: TERMINAL }
}

const fn nowhere(call: &'static str, instead: &'static str) -> Ban {
    Ban { call, allowed: &[], in_tests: false, instead }
}

const BANS: &[Ban] = &[
    clock("SystemTime::now"),
    clock("Timestamp::now"),
    clock("Zoned::now"),
    clock("thread_rng"),
    clock("rand::rng("),
    clock("rand::random"),
    terminal("println!("),
    terminal("print!("),
    Ban {
        call: ".unwrap()",
        allowed: &[],
        in_tests: true,
        instead: "say why it holds by expect, or return the error",
    },
    nowhere("dbg!(", "take it out before it is committed"),
    nowhere("todo!(", "what is not there yet answers Unsupported"),
    nowhere("unimplemented!(", "what is not there yet answers Unsupported"),
    nowhere("#[ignore", "assert what happens today and say that it is wrong"),
];

/// The only file of the interface that knows the window's own packages.
const WINDOW_BRIDGE: &str = "ui/src/lib/platform/tauri.ts";

/// Lines that make a banned call.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let test_files = test_files(sources);
    for source in sources {
        if source.is_rust() {
            let is_test =
                source.is_test() || test_files.iter().any(|file| source.path.starts_with(file));
            check_rust(source, is_test, &mut findings);
        } else if matches!(source.ending(), "ts" | "svelte") && source.path != WINDOW_BRIDGE {
            let imports =
                source.text.lines().enumerate().filter(|(_, line)| line.contains("@tauri-apps/"));
            findings.extend(imports.map(|(index, _)| {
                Finding::new(
                    &source.path,
                    index + 1,
                    format!("only {WINDOW_BRIDGE} imports @tauri-apps"),
                )
            }));
        }
    }
    findings
}

/// Where modules lie that are declared under `#[cfg(test)]`: the starts of their paths.
fn test_files(sources: &[Source]) -> Vec<String> {
    let rust = sources.iter().filter(|source| source.is_rust());
    rust.flat_map(|source| {
        let stem = source.path.trim_end_matches(".rs");
        let folder = match stem.rsplit_once('/') {
            Some((folder, "lib" | "main")) => folder,
            _ => stem,
        };
        let names = rust::test_modules(&source.text).into_iter();
        names
            .flat_map(|name| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/")])
            .collect::<Vec<_>>()
    })
    .collect()
}

fn check_rust(source: &Source, is_test: bool, findings: &mut Vec<Finding>) {
    // Cargo reads what a build script prints.
    let is_test = is_test || source.path.ends_with("/build.rs");
    for line in rust::code_lines(&source.text) {
        for ban in BANS {
            let excused = ban.allowed.contains(&source.crate_folder())
                || (ban.in_tests && (is_test || line.in_test));
            if !excused && names(&line.code, ban.call) {
                findings.push(Finding::new(
                    &source.path,
                    line.number,
                    format!("{} is banned here: {}", ban.call, ban.instead),
                ));
            }
        }
        if has_string_error(&line.code) {
            findings.push(Finding::new(
                &source.path,
                line.number,
                "an error that is a String cannot be branched on: use base::error::Error",
            ));
        }
    }
}

/// Whether the call stands there as its own word: `eprint!(` is no `print!(` when that is asked.
fn names(code: &str, call: &str) -> bool {
    code.match_indices(call).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !call.starts_with(|char: char| char.is_alphanumeric())
            || !before.is_some_and(|char| char.is_alphanumeric() && char != 'e' || char == '_')
    })
}

/// `Result<..., String>`.
fn has_string_error(code: &str) -> bool {
    code.match_indices("Result<").any(|(at, start)| {
        let mut depth = 0usize;
        let mut last_comma = None;
        let inside = &code[at + start.len()..];
        for (index, char) in inside.char_indices() {
            match char {
                '<' | '(' | '[' => depth += 1,
                '>' if depth == 0 => {
                    return last_comma
                        .is_some_and(|comma: usize| inside[comma + 1..index].trim() == "String");
                }
                '>' | ')' | ']' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => last_comma = Some(index),
                _ => {}
            }
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<usize> {
        check(&[Source::new(path, text)]).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn the_clock_is_read_in_one_place() {
        let call = "let now = jiff::Timestamp::now();\n";
        assert_eq!(found("crates/journal/src/model.rs", call), [1]);
        assert!(found("crates/app/src/env.rs", call).is_empty());
        assert!(found("tests/it/main.rs", call).is_empty());
    }

    #[test]
    fn unwrap_is_for_tests() {
        let text = "fn a() {\n    b.unwrap();\n}\n#[cfg(test)]\nmod tests {\n    fn c() {\n        d.unwrap();\n    }\n}\n";
        assert_eq!(found("crates/store/src/doc.rs", text), [2]);
        assert!(found("crates/store/src/doc.rs", "a.unwrap_or(1);\n").is_empty());
    }

    #[test]
    fn a_file_that_is_only_compiled_for_tests_is_one() {
        let lib = Source::new("crates/store/src/lib.rs", "#[cfg(test)]\nmod samples;\n");
        let samples = Source::new("crates/store/src/samples.rs", "a.unwrap();\n");
        assert!(check(&[lib, samples]).is_empty());
    }

    #[test]
    fn only_terminal_programs_print() {
        assert_eq!(found("crates/app/src/lib.rs", "println!(\"a\");\neprintln!(\"b\");\n"), [1, 2]);
        assert!(found("crates/cli/src/main.rs", "println!(\"a\");\n").is_empty());
    }

    #[test]
    fn a_skipped_test_is_found_even_in_tests() {
        assert_eq!(found("tests/it/main.rs", "#[ignore]\nfn a() {}\n"), [1]);
    }

    #[test]
    fn a_string_is_no_error_type() {
        assert_eq!(found("crates/store/src/a.rs", "fn a() -> Result<(), String> {\n"), [1]);
        assert!(
            found("crates/store/src/a.rs", "fn a() -> Result<BTreeMap<String, String>> {\n")
                .is_empty()
        );
        assert!(found("crates/store/src/a.rs", "fn a() -> Result<String> {\n").is_empty());
    }

    #[test]
    fn only_one_file_knows_the_window() {
        let import = "import { invoke } from \"@tauri-apps/api/core\";\n";
        assert_eq!(found("ui/src/routes/today/+page.svelte", import), [1]);
        assert!(found(WINDOW_BRIDGE, import).is_empty());
    }
}
