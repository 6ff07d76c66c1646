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

#[cfg(test)]
mod tests {
    use std::sync::mpsc as channel;
    use std::sync::{Mutex, PoisonError};

    use futures::future::{FutureExt, join_all};

    use super::*;

    /// A disk that takes as long as the test wants.
    struct Slow {
        /// Clients and numbers of listens, as they were handed over.
        tell: channel::Sender<(String, usize)>,
        go_on: Mutex<channel::Receiver<Result<()>>>,
    }

    impl Recorder for Slow {
        fn submit(&self, client: &str, bytes: Vec<u8>) -> Result<()> {
            let body: Value = serde_json::from_slice(&bytes).expect("JSON");
            let count = body["payload"].as_array().expect("listens").len();
            self.tell.send((client.to_owned(), count)).expect("the test listens");
            let go_on = self.go_on.lock().unwrap_or_else(PoisonError::into_inner);
            go_on.recv().expect("the test says how it went")
        }

        fn now_playing(&self, _: &str, _: Option<&Map<String, Value>>) {}
    }

    fn listens(count: usize) -> Vec<Map<String, Value>> {
        vec![Map::new(); count]
    }

    #[tokio::test]
    async fn what_waits_for_a_commit_shares_the_next() {
        let (tell, told) = channel::channel();
        let (finish, go_on) = channel::channel();
        let slow = Slow { tell, go_on: Mutex::new(go_on) };
        let (committer, thread) = Committer::begin(Arc::new(slow)).expect("a thread");
        let mut first = Box::pin(committer.commit("a", listens(1)));
        assert!((&mut first).now_or_never().is_none(), "it is not on the disk");
        assert_eq!(told.recv(), Ok(("a".to_owned(), 1)));
        let mut waiting: Vec<_> = (0..20)
            .map(|index| {
                let client = if index % 2 == 0 { "a" } else { "b" };
                Box::pin(committer.commit(client, listens(1 + index % 2)))
            })
            .collect();
        for waiting in &mut waiting {
            assert!(waiting.now_or_never().is_none(), "it waits");
        }
        finish.send(Ok(())).expect("it waits for the disk");
        first.await.expect("it is kept");
        assert_eq!(told.recv(), Ok(("a".to_owned(), 10)), "all that waited, in one commit");
        finish.send(Ok(())).expect("it waits for the disk");
        assert_eq!(told.recv(), Ok(("b".to_owned(), 20)), "and one for the other client");
        finish.send(Err(Error::new(Code::Locked, "locked"))).expect("it waits for the disk");
        let outcomes = join_all(waiting).await;
        for (index, outcome) in outcomes.into_iter().enumerate() {
            let code = outcome.err().map(|error| error.code());
            assert_eq!(code, (index % 2 == 1).then_some(Code::Locked), "each has its own answer");
        }
        drop(committer);
        thread.join().expect("the thread ends with the committer");
    }
}
