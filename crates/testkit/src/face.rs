//! The faces of the program, behind one trait, so that one script runs on all.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use app::app::{App, Config};
use base::env::Env;
use serde_json::Value;
use serde_json::value::to_raw_value;
use store::keyfile::Strength;
use tempfile::TempDir;

use crate::http::Server;
use crate::program::{self, Stop};

/// The passphrase of every test's vault.
pub const PASSPHRASE: &str = "correct horse battery staple";

/// Something that answers commands: `Err` is the wire's error object.
pub trait Face {
    /// Calls one command.
    fn call(&self, command: &str, request: &Value) -> Result<Value, Value>;
}

/// The app in this process.
pub struct InProcess {
    /// The app, with an open vault.
    pub app: Arc<App>,
    /// The vault's folder; gone when this is dropped.
    pub dir: TempDir,
}

impl InProcess {
    /// A new vault, open.
    ///
    /// # Panics
    /// When the folder cannot be made: the test cannot run.
    pub fn new(env: Arc<dyn Env>) -> InProcess {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let app = App::new(Config {
            dir: dir.path().join("vault"),
            env,
            strength: Strength::Floor,
            keyring: false,
        });
        app.create(PASSPHRASE).expect("a new vault");
        InProcess { app, dir }
    }
}

impl Face for InProcess {
    fn call(&self, command: &str, request: &Value) -> Result<Value, Value> {
        let payload = to_raw_value(request).expect("JSON has a text");
        match self.app.call(command, &payload) {
            Ok(reply) => Ok(serde_json::from_str(reply.get()).expect("a reply is JSON")),
            Err(error) => Err(serde_json::to_value(error.wire()).expect("an error is JSON")),
        }
    }
}

/// The command line: a process for each command.
pub struct CommandLine {
    dir: TempDir,
}

impl Default for CommandLine {
    fn default() -> CommandLine {
        CommandLine::new()
    }
}

impl CommandLine {
    /// A new vault.
    ///
    /// # Panics
    /// When it cannot be made: the test cannot run.
    pub fn new() -> CommandLine {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let line = CommandLine { dir };
        let made = line.command().arg("init").output().expect("the program starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        line
    }

    /// The vault's folder.
    pub fn vault(&self) -> std::path::PathBuf {
        self.dir.path().join("vault")
    }

    /// The program with vault, passphrase and `--json`.
    pub fn command(&self) -> Command {
        program::everkept(&self.vault())
    }

    /// Runs named words of the command line; answers what it printed.
    ///
    /// # Panics
    /// When it fails.
    pub fn run(&self, words: &[&str]) -> Value {
        let output = self.command().args(words).output().expect("the program starts");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {error}");
        serde_json::from_slice(&output.stdout).expect("it prints JSON")
    }
}

impl Face for CommandLine {
    fn call(&self, command: &str, request: &Value) -> Result<Value, Value> {
        let output = self
            .command()
            .args(["call", command, &request.to_string()])
            .output()
            .expect("the program starts");
        if output.status.success() {
            return Ok(serde_json::from_slice(&output.stdout).expect("it prints JSON"));
        }
        assert_eq!(output.status.code(), Some(1), "a failed command ends with 1");
        Err(serde_json::from_slice(&output.stderr).expect("its error is JSON"))
    }
}

/// The loopback server.
pub struct Http {
    /// The running server.
    pub server: Server,
    line: CommandLine,
}

impl Default for Http {
    fn default() -> Http {
        Http::new()
    }
}

impl Http {
    /// A new vault, served.
    pub fn new() -> Http {
        let line = CommandLine::new();
        Http { server: Server::start(&line.vault()), line }
    }

    /// The vault's folder.
    pub fn vault(&self) -> std::path::PathBuf {
        self.line.vault()
    }

    /// Ends the server without asking it, and starts it again.
    pub fn kill_and_restart(&mut self) {
        self.server.kill();
        self.restart_after_kill();
    }

    /// Ends the server without asking it, and starts it to be killed at a place. It may be gone when this returns.
    pub fn restart_until(&mut self, stop: Stop) {
        self.server.kill();
        if let Some(server) = Server::start_until(&self.line.vault(), stop) {
            self.server = server;
        }
    }

    /// Starts the server again after somebody killed it.
    pub fn restart_after_kill(&mut self) {
        let vault: &Path = &self.line.vault();
        self.server = Server::start(vault);
    }
}

impl Face for Http {
    fn call(&self, command: &str, request: &Value) -> Result<Value, Value> {
        self.server.call(command, request)
    }
}

impl Face for Server {
    fn call(&self, command: &str, request: &Value) -> Result<Value, Value> {
        let answer = self.post(&format!("/call/{command}"), &request.to_string());
        let body: Value = serde_json::from_slice(&answer.body).expect("it answers JSON");
        match body.get("ok") {
            Some(reply) => Ok(reply.clone()),
            None => Err(body["error"].clone()),
        }
    }
}
