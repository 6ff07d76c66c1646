//! What is written to the terminal: answers on standard output, everything else on standard error.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use base::error::{Code, Error, Result};
use serde::Serialize;

/// How answers are written.
#[derive(Clone, Copy)]
pub(crate) struct Out {
    pub(crate) json: bool,
}

impl Out {
    /// One answer, as one line of JSON.
    ///
    /// # Errors
    /// `Denied` when standard output cannot be written.
    pub(crate) fn value(self, answer: &impl Serialize) -> Result<()> {
        let mut text = serde_json::to_vec(answer)
            .map_err(|source| Error::internal("writing the answer as JSON", source))?;
        text.push(b'\n');
        written(io::stdout().lock().write_all(&text))
    }

    /// Lines for a person. What could steer a terminal is taken out: imported text is not trusted.
    ///
    /// # Errors
    /// `Denied` when standard output cannot be written.
    pub(crate) fn line(self, text: impl Display) -> Result<()> {
        written(writeln!(io::stdout().lock(), "{}", harmless(&text.to_string())))
    }

    /// A line beside the answer. Nobody reading it is no error.
    pub(crate) fn note(self, text: impl Display) {
        drop(writeln!(io::stderr().lock(), "{}", harmless(&text.to_string())));
    }

    /// How far something is, on one line that is written over; nothing when nobody watches.
    pub(crate) fn progress(self, fraction: f64, found: u64) {
        let mut err = io::stderr().lock();
        if !self.json && err.is_terminal() {
            let percent = (fraction.clamp(0.0, 1.0) * 100.0).round();
            drop(write!(err, "\r\x1b[K{percent:>3} %  {found} found\r"));
        }
    }

    /// The one line of a failure: `Code: message (field)`, or the error as JSON.
    pub(crate) fn failure(self, error: &Error) {
        let wire = error.wire();
        let line = if self.json {
            serde_json::to_string(&wire).unwrap_or_default()
        } else {
            let field = wire.field.map(|field| format!(" ({field})")).unwrap_or_default();
            format!("{:?}: {}{field}", wire.code, wire.message.replace('\n', " "))
        };
        self.note(line);
    }
}

/// A reader who went away has had enough: `everkept commands | head` is no failure.
fn written(outcome: io::Result<()>) -> Result<()> {
    match outcome {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(Code::Denied, "writing to standard output").because(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

fn harmless(text: &str) -> String {
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
    text.chars().map(|c| if steers(c) { '\u{FFFD}' } else { c }).collect()
}
