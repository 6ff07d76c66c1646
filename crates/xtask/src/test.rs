//! `test`: everything that must hold, in one list, with the time of each step.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::setup::{self, Purpose};
use crate::{codegen, place, run, shell, tidy};

/// Runs all steps; a failed step does not hide the ones that do not need it.
///
/// # Errors
/// When any step failed; the summary above it names which.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let fast = args.iter().any(|arg| arg == "--fast");
    let mut steps = Steps::default();
    let ui = place::ui();
    let npm = |script: &'static str| shell::run(shell::node_script("npm", &ui, ["run", script]));

    steps.must("system packages", || {
        setup::system::ensure(if fast { Purpose::Window } else { Purpose::Test })
    })?;
    steps.must("build folder", setup::claim::ensure)?;
    steps.must("npm ci", setup::ui::ensure_packages)?;
    // Before any call of cargo: the programs embed the built interface.
    steps.must("ui: build", setup::ui::ensure_built)?;
    steps.may("ui: check", || npm("check"));
    steps.may("ui: lint", || npm("lint"));
    steps.may("ui: test", || npm("test"));
    steps.may("format", || shell::run(shell::cargo(["fmt", "--all", "--check"])));
    steps.may("tidy", tidy::fast);
    steps.must("clippy", || {
        shell::run(workspace("clippy", &["--all-targets"], &["--", "--deny", "warnings"]))
    })?;
    steps.must("programs", || run::build(&[place::CLI, place::WINDOW, place::SERVER]))?;
    steps.may("generated code", codegen::check);
    let closing = steps.rust_tests();
    if !fast {
        steps.may("browser and window", end_to_end);
    }
    steps.summary(&closing)
}

/// A call of cargo with the one set of flags.
fn workspace(verb: &str, before: &[&str], after: &[&str]) -> std::process::Command {
    shell::cargo([verb].iter().chain(&place::WORKSPACE).chain(before).chain(after))
}

/// Journeys through the built programs, driven from outside by Node.
fn end_to_end() -> Result<()> {
    let folder = place::root().join("tests/e2e");
    if !folder.join("package.json").is_file() {
        bail!("tests/e2e/package.json is not there");
    }
    if folder.join("package-lock.json").is_file() {
        setup::ui::ensure_packages_in(&folder)?;
    }
    let mut command = shell::node_script("npm", &folder, ["test"]);
    command
        .env("EVERKEPT_BIN", place::debug_binary(place::CLI))
        .env("EVERKEPT_DESKTOP_BIN", place::debug_binary(place::WINDOW))
        .env("EVERKEPT_SERVER_BIN", place::debug_binary(place::SERVER));
    shell::run(command)
}

#[derive(Default)]
struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: &'static str,
    took: Duration,
    failure: Option<String>,
}

impl Steps {
    /// A step that others may fail without.
    fn may(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) {
        // The summary tells of the failure.
        let _ = self.record(name, step);
    }

    /// A step that all later ones need.
    fn must(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) -> Result<()> {
        if self.record(name, step) { Ok(()) } else { self.summary(&[]) }
    }

    fn record(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) -> bool {
        eprintln!("\n== {name}");
        let start = Instant::now();
        let failure = step().err().map(|error| format!("{error:#}"));
        if let Some(failure) = &failure {
            eprintln!("{failure}");
        }
        let passed = failure.is_none();
        self.done.push(Step { name, took: start.elapsed(), failure });
        passed
    }

    /// All Rust tests, by nextest where it is installed; gives the closing lines.
    fn rust_tests(&mut self) -> Vec<String> {
        let nextest = shell::succeeds(shell::cargo(["nextest", "--version"]));
        let command = if nextest {
            shell::cargo(["nextest", "run", "--no-fail-fast"].iter().chain(&place::WORKSPACE))
        } else {
            workspace("test", &["--lib", "--bins", "--tests", "--examples"], &["--no-fail-fast"])
        };
        let mut closing = Vec::new();
        self.may("rust tests", || {
            let (lines, result) = shell::run_keeping(command, is_closing_line);
            closing = lines;
            result
        });
        closing
    }

    fn summary(&self, closing: &[String]) -> Result<()> {
        println!("\n== summary");
        for step in &self.done {
            let word = if step.failure.is_some() { "FAILED" } else { "ok" };
            println!("{:>7.1} s  {word:<6}  {}", step.took.as_secs_f64(), step.name);
        }
        let total: Duration = self.done.iter().map(|step| step.took).sum();
        println!("{:>7.1} s          together", total.as_secs_f64());
        for line in closing {
            println!("{line}");
        }
        let failed: Vec<_> =
            self.done.iter().filter(|step| step.failure.is_some()).map(|step| step.name).collect();
        if failed.is_empty() {
            println!("all that was looked at holds");
            return Ok(());
        }
        bail!("failed: {}", failed.join(", "))
    }
}

/// `Summary [..] 312 tests run: 312 passed` of nextest, `test result: ok. 40 passed` of cargo test.
fn is_closing_line(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("Summary [")
        || (line.starts_with("test result:") && !line.contains(" 0 passed; 0 failed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_whole_and_the_later_ones_still_run() {
        let mut steps = Steps::default();
        steps.may("first", || bail!("broken"));
        let mut ran = false;
        steps.may("second", || {
            ran = true;
            Ok(())
        });
        assert!(ran, "a step that nothing needs hides no other");
        let error = steps.summary(&[]).expect_err("a failure is not forgotten");
        assert_eq!(error.to_string(), "failed: first");
    }

    #[test]
    fn a_step_that_others_need_ends_the_run() {
        let mut steps = Steps::default();
        assert!(steps.must("first", || bail!("broken")).is_err());
    }

    #[test]
    fn closing_lines_of_both_runners_are_seen() {
        assert!(is_closing_line("     Summary [   5.2s] 3 tests run: 3 passed, 0 skipped"));
        assert!(is_closing_line("test result: ok. 4 passed; 0 failed; 0 ignored"));
        assert!(!is_closing_line("test result: ok. 0 passed; 0 failed; 0 ignored"));
        assert!(!is_closing_line("test base::day ... ok"));
    }
}
