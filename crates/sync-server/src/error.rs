//! What can go wrong: a request is refused, or the server itself has trouble.

use sync_protocol::wire::{Problem, ProblemCode, Text};

/// The result of everything here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request's fault; goes to the client as it is.
    #[error("{}", .0.message.0)]
    Refused(Problem),
    /// SQLite's.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL's.
    #[error("the database failed: {0}")]
    Postgres(#[from] sqlx::Error),
    /// The folder's or S3's.
    #[error("the store of files failed: {0}")]
    Blobs(#[from] object_store::Error),
    /// The system's.
    #[error("{doing}: {source}")]
    Io {
        /// What was attempted.
        doing: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// What was stored is not as it was written.
    #[error("what is stored cannot be read: {0}")]
    Stored(String),
    /// Settings that make no sense together.
    #[error("{0}")]
    Settings(String),
    /// The server is ending.
    #[error("the server is ending")]
    Ending,
}

impl Error {
    /// A refusal.
    pub(crate) fn refused(code: ProblemCode, message: impl Into<String>) -> Error {
        Error::Refused(Problem { code, message: text(message), retry_ms: None })
    }

    /// A refusal that ends by itself.
    pub(crate) fn wait(code: ProblemCode, message: impl Into<String>, retry_ms: u64) -> Error {
        Error::Refused(Problem { code, message: text(message), retry_ms: Some(retry_ms) })
    }

    /// Something is not there.
    pub(crate) fn not_found(what: &str) -> Error {
        Error::refused(ProblemCode::NotFound, format!("there is no such {what}"))
    }

    /// A failure of the system, with what was attempted.
    pub(crate) fn io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Error {
        let doing = doing.into();
        move |source| Error::Io { doing, source }
    }
}

/// A request that cannot be believed or read.
impl From<sync_protocol::error::Error> for Error {
    fn from(error: sync_protocol::error::Error) -> Error {
        use sync_protocol::error::Fault;
        let code = match error.fault() {
            Fault::Newer { what: "message", .. } => ProblemCode::Version,
            _ => ProblemCode::Invalid,
        };
        Error::refused(code, error.to_string())
    }
}

/// Words of a problem, cut to what a message holds.
pub(crate) fn text<const MAX: usize>(words: impl Into<String>) -> Text<MAX> {
    let mut words = words.into();
    while MAX < words.len() {
        words.pop();
    }
    Text(words)
}
