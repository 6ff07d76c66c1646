//! `run`: from a clone to a diary, in a window where there is one.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::setup::{self, Purpose};
use crate::{place, shell};

/// Sets up, builds and starts the window; with no display, the loopback server, which prints its
/// address. `args` go to the program.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let display = place::has_display();
    setup::all(if display { Purpose::Window } else { Purpose::Serve })?;
    let name = if display { place::WINDOW } else { place::CLI };
    build(&[name])?;
    let vault = vault()?;
    let mut program = shell::program(place::debug_binary(name));
    program.env("EVERKEPT_VAULT", &vault);
    if !display {
        eprintln!("no display here, so the diary is served on a loopback address; Ctrl+C ends it");
        program.arg("serve");
    }
    program.args(args);
    shell::run(program)
}

/// Builds programs of the workspace for development.
///
/// # Errors
/// When cargo fails.
pub(crate) fn build(binaries: &[&str]) -> Result<()> {
    let mut args = vec!["build"];
    args.extend(place::WORKSPACE);
    for name in binaries {
        args.extend(["--bin", name]);
    }
    shell::run(shell::cargo(args))
}

/// The person's vault: `EVERKEPT_VAULT`, else where the installed program keeps it.
fn vault() -> Result<PathBuf> {
    let var =
        |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if let Some(chosen) = var("EVERKEPT_VAULT") {
        return Ok(chosen);
    }
    let data = if cfg!(windows) {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        var("XDG_DATA_HOME").or_else(|| var("HOME").map(|home| home.join(".local/share")))
    };
    Ok(data
        .context("there is no home folder to keep a vault in; set EVERKEPT_VAULT")?
        .join("everkept"))
}
