//! From a name and JSON to a command and back, the same for every face.

use std::any::Any;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use base::error::{Code, Error, Result};
use domain::command::{Command, Run};
use serde_json::value::RawValue;
use store::reserve;
use store::store::Write;

use crate::app::App;
use crate::crash;
use crate::domains::{self, DOMAINS};
use crate::system::{self, SystemCommand, SystemRun};
use crate::timings::Ended;

/// A command by its name.
pub(crate) enum Named {
    Domain(&'static Command),
    System(&'static SystemCommand),
}

impl Named {
    fn name(&self) -> &'static str {
        match self {
            Named::Domain(command) => command.name,
            Named::System(command) => command.name,
        }
    }
}

/// Every command, those of the house first.
pub(crate) fn all() -> impl Iterator<Item = Named> {
    let own = system::commands().map(Named::System);
    own.chain(DOMAINS.iter().flat_map(|domain| domain.commands()).map(Named::Domain))
}

fn find(name: &str) -> Result<Named> {
    let command = domains::of(name)
        .and_then(|domain| domain.commands().iter().find(|command| command.name == name))
        .map(Named::Domain);
    command
        .or_else(|| system::commands().find(|command| command.name == name).map(Named::System))
        .ok_or_else(|| Error::new(Code::NotFound, format!("there is no command {name:?}")))
}

impl App {
    /// Runs one command. Blocks: call it from a thread that may.
    ///
    /// # Errors
    /// The command's own; `NotFound` for a name that there is not; `Internal` when it panicked.
    pub fn call(&self, name: &str, payload: &RawValue) -> Result<Box<RawValue>> {
        self.run(name, payload, |command| match command {
            Named::Domain(command) => self.domain(command, payload),
            Named::System(command) => match command.run {
                SystemRun::Plain(body) => body(self, payload),
                SystemRun::Body(_) => {
                    Err(Error::invalid("body", format!("{name} needs a body of bytes")))
                }
                SystemRun::Stream(body) => body(self, payload, &mut |_| ControlFlow::Continue(())),
            },
        })
    }

    /// Runs a command that takes bytes beside its request: `media.add`, `import.upload`.
    ///
    /// # Errors
    /// As [`App::call`]; `Invalid` when the command takes no bytes.
    pub fn call_with_body(
        &self,
        name: &str,
        payload: &RawValue,
        body: &mut dyn std::io::Read,
    ) -> Result<Box<RawValue>> {
        self.run(name, payload, |command| match command {
            Named::System(SystemCommand { run: SystemRun::Body(run), .. }) => {
                run(self, payload, body)
            }
            Named::System(_) | Named::Domain(_) => {
                Err(Error::invalid("body", format!("{name} takes no bytes")))
            }
        })
    }

    /// Runs a command that reports while it works; `emit` answers `Break` to cancel.
    ///
    /// # Errors
    /// As [`App::call`].
    pub fn stream(
        &self,
        name: &str,
        payload: &RawValue,
        emit: &mut dyn FnMut(Box<RawValue>) -> ControlFlow<()>,
    ) -> Result<Box<RawValue>> {
        self.run(name, payload, |command| match command {
            Named::System(SystemCommand { run: SystemRun::Stream(run), .. }) => {
                run(self, payload, emit)
            }
            Named::System(_) | Named::Domain(_) => {
                Err(Error::invalid("command", format!("{name} does not report while it works")))
            }
        })
    }

    fn domain(&self, command: &'static Command, payload: &RawValue) -> Result<Box<RawValue>> {
        let vault = self.vault()?;
        match command.run {
            Run::Read { body, .. } => vault.store.read(|cx| body(cx, payload)),
            Run::Write { body } => {
                self.touch();
                let payload = payload.to_owned();
                vault.store.write(Write::new(command.name), move |cx| body(cx, &payload))
            }
        }
    }

    /// Finds, times and guards: a panic in one command is one failed command.
    fn run(
        &self,
        name: &str,
        payload: &RawValue,
        run: impl FnOnce(Named) -> Result<Box<RawValue>>,
    ) -> Result<Box<RawValue>> {
        let command = find(name)?;
        let known = command.name();
        crash::note(known);
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| run(command)))
            .unwrap_or_else(|panic| Err(from_panic(name, &*panic)));
        // Names, codes and times only: never what was written.
        let ms = begun.elapsed().as_secs_f64() * 1000.0;
        let at = self.config.env.now().to_string();
        let code = outcome.as_ref().err().map(Error::code);
        self.timings.add(Ended { at, command: known, ms, code });
        match &outcome {
            Ok(_) => {
                tracing::debug!(command = name, ms, "done");
                self.audit_command(name, payload);
            }
            Err(error) => {
                tracing::info!(command = name, ms, code = ?error.code(), "failed");
                if reserve::is_full(error) {
                    self.announce("vault");
                }
            }
        }
        outcome
    }
}

fn from_panic(name: &str, panic: &(dyn Any + Send)) -> Error {
    let words = panic
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    tracing::error!(command = name, "panicked");
    Error::internal(format!("{name} failed by a mistake in Everkept; nothing was changed"), words)
}
