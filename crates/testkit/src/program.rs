//! Finding and starting the built program.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::face::PASSPHRASE;

/// The built `everkept-server`: beside this test's own folder, or where `EVERKEPT_SERVER_BIN` says.
///
/// # Panics
/// When it is not built.
pub fn server_path() -> PathBuf {
    if let Some(path) = std::env::var_os("EVERKEPT_SERVER_BIN") {
        return path.into();
    }
    built("everkept-server")
}

/// The built `everkept`: beside this test's own folder, or where `EVERKEPT_BIN` says.
///
/// # Panics
/// When it is not built.
pub fn path() -> PathBuf {
    if let Some(path) = std::env::var_os("EVERKEPT_BIN") {
        return path.into();
    }
    built("everkept")
}

fn built(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a running test has a path");
    let folder = test.parent().and_then(Path::parent).expect("tests lie in target/debug/deps");
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is not built: cargo build --workspace --bins", path.display());
    path
}

/// The program with a vault, its passphrase and `--json`, its own data and no keyring.
pub fn everkept(vault: &Path) -> Command {
    let mut command = Command::new(path());
    command
        .env_remove("EVERKEPT_VAULT")
        .env("EVERKEPT_PASSPHRASE", PASSPHRASE)
        .env("EVERKEPT_LOG", "debug")
        .env("XDG_STATE_HOME", vault.with_file_name("state"))
        .env("XDG_CONFIG_HOME", vault.with_file_name("config"))
        .arg("--vault")
        .arg(vault)
        .args(["--json", "--no-keyring"]);
    command
}
