//! Calling other programs: announced on one line, in the right folder, with a clean environment.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::place;

/// What `cargo run` tells xtask about xtask. Build scripts that watch these (ring is one) would run
/// again at every change of caller if they were passed on.
const OWN_TO_XTASK: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];

/// A program to run in the root of the clone, with the build folder set.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(place::root()).env("CARGO_TARGET_DIR", place::target());
    for (key, _) in std::env::vars_os() {
        if key.to_str().is_some_and(|key| OWN_TO_XTASK.iter().any(|prefix| key.starts_with(prefix)))
        {
            command.env_remove(key);
        }
    }
    command
}

/// Cargo, the same one that runs xtask.
pub(crate) fn cargo<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>) -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args);
    command
}

/// npm, npx and other scripts of Node, which are `.cmd` files on Windows.
pub(crate) fn node_script<I: AsRef<OsStr>>(
    name: &str,
    folder: &Path,
    args: impl IntoIterator<Item = I>,
) -> Command {
    let mut command = program(if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() });
    command.current_dir(folder).args(args);
    command
}

/// Runs a program to its end; its output goes to the terminal.
///
/// # Errors
/// When it cannot start or does not end with 0.
pub(crate) fn run(mut command: Command) -> Result<()> {
    let line = describe(&command);
    eprintln!("  $ {line}");
    let status = command.status().with_context(|| format!("starting {line}"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Runs a program silently and gives its standard output.
///
/// # Errors
/// When it cannot start or does not end with 0; then its standard error is in the message.
pub(crate) fn output(mut command: Command) -> Result<String> {
    let line = describe(&command);
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("starting {line}"))?;
    if !output.status.success() {
        bail!(
            "`{line}` ended with {}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program starts and ends with 0, silently.
pub(crate) fn succeeds(mut command: Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Like [`run`], and keeps the lines that `keep` picks, for a summary after pages of output.
///
/// # Errors
/// When it cannot start or does not end with 0.
pub(crate) fn run_keeping(
    mut command: Command,
    keep: fn(&str) -> bool,
) -> (Vec<String>, Result<()>) {
    let line = describe(&command);
    eprintln!("  $ {line}");
    let mut child = match command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => return (Vec::new(), Err(error).with_context(|| format!("starting {line}"))),
    };
    let from_stderr = child
        .stderr
        .take()
        .map(|stream| thread::spawn(move || pass_on(stream, std::io::stderr(), keep)));
    let mut kept = child
        .stdout
        .take()
        .map(|stream| pass_on(stream, std::io::stdout(), keep))
        .unwrap_or_default();
    if let Some(reader) = from_stderr {
        kept.extend(reader.join().unwrap_or_default());
    }
    let result = match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(anyhow::anyhow!("`{line}` ended with {status}")),
        Err(error) => Err(error).with_context(|| format!("waiting for {line}")),
    };
    (kept, result)
}

fn pass_on(from: impl Read, mut to: impl Write, keep: fn(&str) -> bool) -> Vec<String> {
    let mut kept = Vec::new();
    for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
        let text = String::from_utf8_lossy(&line);
        // A closed terminal must not end the tests.
        let _ = writeln!(to, "{text}");
        if keep(&text) {
            kept.push(text.trim().to_owned());
        }
    }
    kept
}

/// The command as a person would type it, without the paths of this machine's tools.
fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|part| {
            let part = part.to_string_lossy();
            if part.contains(' ') { format!("'{part}'") } else { part.into_owned() }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_is_an_error_that_names_it() {
        let error = output(cargo(["no-such-verb-of-cargo"])).expect_err("cargo has no such verb");
        assert!(error.to_string().contains("no-such-verb-of-cargo"), "{error}");
    }

    #[test]
    fn kept_lines_come_back_from_either_stream() {
        let (kept, result) = run_keeping(cargo(["--version"]), |line| line.starts_with("cargo "));
        assert!(result.is_ok());
        assert_eq!(kept.len(), 1);
    }
}
