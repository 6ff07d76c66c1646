//! Group commit: listens that arrive together reach the disk together.
//!
//! A commit costs milliseconds, whatever is in it. While one runs, submissions wait; the next takes
//! all that waited. Every answer is given after its own commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use base::error::{Code, Error, Result};
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::{mpsc, oneshot};

use super::backend::Recorder;

/// Submissions that may wait; whoever comes later waits for a place before its body is kept.
const WAITING_MAX: usize = 1_024;
/// Listens of one commit, so that a great import does not keep a single listen waiting for long.
const LISTENS_MAX: usize = 8_192;

/// A submission that waits for the disk.
struct Waiting {
    client: String,
    listens: Vec<Map<String, Value>>,
    done: oneshot::Sender<Result<()>>,
}

/// Hands listens over, many at a time.
pub(crate) struct Committer {
    queue: mpsc::Sender<Waiting>,
}

impl Committer {
    /// Begins to take listens. The thread ends when the committer is gone and all is handed over.
    ///
    /// # Errors
    /// `Internal` when the system gives no thread.
    pub(crate) fn begin(recorder: Arc<dyn Recorder>) -> Result<(Committer, JoinHandle<()>)> {
        let (queue, waiting) = mpsc::channel(WAITING_MAX);
        let thread = thread::Builder::new()
            .name("endpoint-commit".to_owned())
            .spawn(move || run(recorder.as_ref(), waiting))
            .map_err(|source| Error::internal("starting the thread of the endpoint", source))?;
        Ok((Committer { queue }, thread))
    }

    /// Returns when the listens are on the disk.
    ///
    /// # Errors
    /// What the recorder says; `Internal` when it panicked.
    pub(crate) async fn commit(
        &self,
        client: &str,
        listens: Vec<Map<String, Value>>,
    ) -> Result<()> {
        let (done, answered) = oneshot::channel();
        let ended = || Error::new(Code::Internal, "the endpoint has ended");
        let waiting = Waiting { client: client.to_owned(), listens, done };
        self.queue.send(waiting).await.map_err(|_| ended())?;
        answered.await.map_err(|_| ended())?
    }
}

fn run(recorder: &dyn Recorder, mut waiting: mpsc::Receiver<Waiting>) {
    while let Some(first) = waiting.blocking_recv() {
        let mut size = first.listens.len();
        let mut batch = vec![first];
        while size < LISTENS_MAX
            && let Ok(next) = waiting.try_recv()
        {
            size += next.listens.len();
            batch.push(next);
        }
        commit(recorder, batch);
    }
}

/// One hand-over for each client of the batch, in the order in which they came.
fn commit(recorder: &dyn Recorder, batch: Vec<Waiting>) {
    let mut groups: Vec<Group> = Vec::new();
    for Waiting { client, listens, done } in batch {
        match groups.iter_mut().find(|group| group.client == client) {
            Some(group) => {
                group.listens.extend(listens);
                group.done.push(done);
            }
            None => groups.push(Group { client, listens, done: vec![done] }),
        }
    }
    for Group { client, listens, done } in groups {
        let outcome = hand_over(recorder, &client, &listens);
        for done in done {
            // Whoever asked may be gone; its listens are kept all the same.
            let _ = done.send(match &outcome {
                Ok(()) => Ok(()),
                Err(error) => Err(Error::new(error.code(), error.message())),
            });
        }
    }
}

struct Group {
    client: String,
    listens: Vec<Map<String, Value>>,
    done: Vec<oneshot::Sender<Result<()>>>,
}

fn hand_over(recorder: &dyn Recorder, client: &str, listens: &[Map<String, Value>]) -> Result<()> {
    let bytes = body(listens)?;
    // A bug in the program must not end the thread that all submissions wait for.
    catch_unwind(AssertUnwindSafe(|| recorder.submit(client, bytes)))
        .unwrap_or_else(|_| Err(Error::new(Code::Internal, "keeping listens panicked")))
}

/// A `submit-listens` body.
///
/// # Errors
/// `Internal` when it cannot be written, which is a bug.
pub(crate) fn body(listens: &[Map<String, Value>]) -> Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Body<'a> {
        listen_type: &'static str,
        payload: &'a [Map<String, Value>],
    }
    serde_json::to_vec(&Body { listen_type: "import", payload: listens })
        .map_err(|source| Error::internal("writing listens as JSON", source))
}
