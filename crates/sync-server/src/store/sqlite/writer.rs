//! One thread writes. What waits shares a transaction; each piece of work has its own savepoint.

use std::thread;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::error::{Error, Result};

/// Pieces of work in one transaction.
const TOGETHER: usize = 256;

/// Pieces of work that may wait before who asks is held up.
const WAITING: usize = 1024;

/// Hands work to the thread. It ends when this is dropped.
pub(super) struct Writer(mpsc::Sender<Box<dyn Work>>);

/// Something to be done inside of a transaction, and answered after it.
trait Work: Send {
    /// Does it; whether its writes stand.
    fn run(&mut self, db: &Connection) -> bool;
    /// Answers, when the transaction was committed or was not.
    fn answer(self: Box<Self>, committed: bool);
}

struct Job<F, T> {
    work: Option<F>,
    found: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<F, T> Work for Job<F, T>
where
    F: FnOnce(&Connection) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, db: &Connection) -> bool {
        self.found = self.work.take().map(|work| work(db));
        matches!(self.found, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, committed: bool) {
        let found = match self.found {
            Some(Err(error)) => Err(error),
            Some(Ok(found)) if committed => Ok(found),
            _ => Err(Error::Stored("the transaction was not written".to_owned())),
        };
        // Who asked may have gone.
        drop(self.reply.send(found));
    }
}

impl Writer {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system has no thread.
    pub(super) fn start(mut db: Connection) -> Result<Writer> {
        let (sender, mut waiting) = mpsc::channel::<Box<dyn Work>>(WAITING);
        let loops = move || {
            let mut batch = Vec::new();
            while let Some(first) = waiting.blocking_recv() {
                batch.push(first);
                while batch.len() < TOGETHER {
                    let Ok(next) = waiting.try_recv() else { break };
                    batch.push(next);
                }
                write(&mut db, &mut batch);
            }
        };
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(loops)
            .map_err(Error::io("starting the thread that writes"))?;
        Ok(Writer(sender))
    }

    /// Does something inside of a transaction; answers when it is on the disk.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let job = Job { work: Some(work), found: None, reply };
        self.0.send(Box::new(job)).await.map_err(|_| Error::Ending)?;
        answer.await.map_err(|_| Error::Ending)?
    }
}

fn write(db: &mut Connection, batch: &mut Vec<Box<dyn Work>>) {
    let committed = transaction(db, batch);
    if let Err(error) = &committed {
        tracing::error!(%error, "a transaction failed");
    }
    for work in batch.drain(..) {
        work.answer(committed.is_ok());
    }
}

fn transaction(db: &mut Connection, batch: &mut [Box<dyn Work>]) -> rusqlite::Result<()> {
    let mut all = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for work in batch {
        let mut one = all.savepoint()?;
        if !work.run(&one) {
            one.rollback()?;
        }
        one.commit()?;
    }
    all.commit()
}
