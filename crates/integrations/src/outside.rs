//! What the connectors need of the program around them: a memory, a place for secrets, and somebody who
//! takes in what they fetch.

use std::sync::Arc;

use base::env::Env;
use base::error::{Error, Result};
use zeroize::Zeroizing;

/// What was taken in of one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TakenIn {
    /// Rows that are new.
    pub added: u64,
    /// Rows that were there already.
    pub already_here: u64,
}

/// Keeps state under a name for this device alone: it is not synced. Calls may block.
pub trait Memory: Send + Sync + 'static {
    /// What was last saved under the key.
    ///
    /// # Errors
    /// When it cannot be read.
    fn load(&self, key: &str) -> Result<Option<String>>;
    /// Saves it; durable when this returns.
    ///
    /// # Errors
    /// When it cannot be written.
    fn save(&self, key: &str, value: &str) -> Result<()>;
}

/// Keeps tokens and keys of this device: the system's keyring. Never synced. Calls may block.
pub trait Secrets: Send + Sync + 'static {
    /// The secret of that name, if there is one.
    ///
    /// # Errors
    /// `Unsupported` without a keyring, `Denied` when it stays locked.
    fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>>;
    /// Keeps it, in place of what was there; durable when this returns.
    ///
    /// # Errors
    /// As `get`.
    fn set(&self, name: &str, secret: &str) -> Result<()>;
    /// Forgets it; it is no error that there is none.
    ///
    /// # Errors
    /// As `get`.
    fn delete(&self, name: &str) -> Result<()>;
}

/// Takes pages in. The same page again must add nothing: after a crash it comes again. Calls may block.
pub trait Intake: Send + Sync + 'static {
    /// Takes in a page in a format that one of the importers reads (`spotify-recent`, `listenbrainz`,
    /// `lastfm`). `name` is a file's name for messages. It is on the disk when this returns.
    ///
    /// # Errors
    /// When it could not be read or kept; then the page is fetched again later.
    fn take_in(&self, format: &str, name: &str, bytes: Vec<u8>) -> Result<TakenIn>;
}

/// The program around the connectors.
#[derive(Clone)]
pub struct Outside {
    /// Time and randomness.
    pub env: Arc<dyn Env>,
    /// This device's state.
    pub memory: Arc<dyn Memory>,
    /// This device's secrets.
    pub secrets: Arc<dyn Secrets>,
    /// Who takes in what was fetched.
    pub intake: Arc<dyn Intake>,
}

impl Outside {
    /// Now, Unix milliseconds.
    pub(crate) fn now_ms(&self) -> i64 {
        self.env.now().as_millisecond()
    }

    /// `bytes` random bytes as text that may stand in an address.
    pub(crate) fn random_text(&self, bytes: usize) -> Zeroizing<String> {
        let mut random = Zeroizing::new(vec![0; bytes]);
        self.env.fill(&mut random);
        Zeroizing::new(data_encoding::BASE64URL_NOPAD.encode(&random))
    }
}

/// Runs what may block beside the tasks.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(broken) => Err(Error::internal("waiting for a blocking call", broken)),
    }
}
