//! The one error that crosses the command edge, and its few codes.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong, in as few words as the window acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub enum Code {
    /// No such record, file, command or vault.
    NotFound,
    /// The request or the file cannot be understood; `field` says where.
    Invalid,
    /// The vault is locked, or the passphrase does not open it.
    Locked,
    /// It is there already, or changed meanwhile.
    Conflict,
    /// It needs a network that is not there.
    Offline,
    /// Not allowed: no consent, no grant, wrong token.
    Denied,
    /// A format, version or platform that this build does not speak.
    Unsupported,
    /// A bug or a broken disk: the message says what was attempted.
    Internal,
}

/// An error as every face of the program shows it: `{code, message, field}`.
pub struct Error(Box<Inner>);

struct Inner {
    code: Code,
    message: String,
    field: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The result of everything that can fail for a reason that a person may read.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with a code and a message that names what was attempted with which thing.
    pub fn new(code: Code, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { code, message: message.into(), field: None, source: None }))
    }

    /// A request that breaks a rule; `field` is the name of the offending part of the request.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Error {
        Error::new(Code::Invalid, message).at(field)
    }

    /// Nothing of that kind has this id.
    pub fn not_found(what: &str, id: impl fmt::Display) -> Error {
        Error::new(Code::NotFound, format!("there is no {what} {id}"))
    }

    /// A bug or a broken disk, with the lower error kept as its source.
    pub fn internal(
        attempted: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Error {
        Error::new(Code::Internal, attempted).because(source)
    }

    /// Keeps the lower error; it is shown after the message.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        self.0.source = Some(source.into());
        self
    }

    /// Names the field, file or line that the error is about.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Error {
        self.0.field = Some(field.into());
        self
    }

    /// The code that callers branch on.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The message without its source.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The field, file or line, if one is to blame.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The form that goes over the wire.
    pub fn wire(&self) -> WireError {
        WireError { code: self.0.code, message: self.to_string(), field: self.0.field.clone() }
    }
}

/// An error as JSON: `{"code": "Invalid", "message": "...", "field": "date"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct WireError {
    /// What went wrong.
    pub code: Code,
    /// What was attempted and with which thing.
    pub message: String,
    /// The field, file or line to blame.
    pub field: Option<String>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match &self.0.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({self}, field: {:?})", self.0.code, self.0.field)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
