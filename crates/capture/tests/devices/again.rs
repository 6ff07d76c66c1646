//! A test that runs itself again, in an environment that was made for it.

use std::process::{Command, Output};

/// Set in the child.
const CHILD: &str = "EVERKEPT_TEST_CHILD";

/// Whether this is the child.
pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Runs the test `name` of this program again with more variables.
pub(crate) fn run(name: &str, variables: &[(&str, &std::ffi::OsStr)]) {
    let program = std::env::current_exe().expect("a test knows its own program");
    let output = Command::new(program)
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .envs(variables.iter().copied())
        .output()
        .expect("a test can start itself");
    let said = String::from_utf8_lossy(&output.stdout);
    // A name that is wrong runs nothing, and nothing does not fail.
    let is_run = said.contains("test result: ok. 1 passed");
    assert!(
        output.status.success() && is_run,
        "{name}, run again, failed:\n{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Runs a program that a package brings; says which when it is missing.
pub(crate) fn program(command: &mut Command, package: &str) -> Output {
    command.output().unwrap_or_else(|error| panic!("{} of {package}: {error}", name(command)))
}

/// The program's name, for messages.
pub(crate) fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
