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

/// A place at which a program is killed: before the `nth` call of the kernel's `call` in one of its threads.
#[derive(Debug, Clone, Copy)]
pub struct Stop {
    /// `fdatasync`, `pwrite64`, `sendto`.
    pub call: &'static str,
    /// Counted from 1, in each thread by itself.
    pub nth: u32,
}

impl Stop {
    /// The same command, which does not get further than this. strace watches it as a grandchild, so the process
    /// that is started is the program itself.
    pub fn of(self, command: &Command) -> Command {
        let mut stopped = Command::new("strace");
        stopped.args(["-D", "-f", "-qq", "-o", "/dev/null", "-e"]);
        stopped.arg(format!("trace={}", self.call)).arg("-e");
        stopped.arg(format!("inject={}:signal=SIGKILL:when={}", self.call, self.nth));
        stopped.arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => stopped.env(name, value),
                None => stopped.env_remove(name),
            };
        }
        stopped
    }
}
