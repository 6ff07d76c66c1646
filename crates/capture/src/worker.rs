//! A thread that holds a device open, and closes it when nobody wants it any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::Thread;
use std::time::{Duration, Instant};

use base::error::{Error, Result};

/// How long closing may take before it goes on behind the caller's back. A camera looks up after each
/// picture, at most a tenth of a second even in the dark; a driver that hangs must not hang the person.
const CLOSE_WAIT: Duration = Duration::from_secs(2);

/// Tells the thread that it is time to end.
#[derive(Clone)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Whether the thread should end.
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Sleeps until the thread should end, at most `longest`; whether it should.
    pub(crate) fn wait(&self, longest: Duration) -> bool {
        let start = Instant::now();
        while !self.is_set() {
            let left = longest.saturating_sub(start.elapsed());
            if left.is_zero() {
                return false;
            }
            std::thread::park_timeout(left);
        }
        true
    }
}

/// The thread. Dropping it ends it and waits until the device is closed.
pub(crate) struct Worker {
    name: &'static str,
    stop: Stop,
    thread: Thread,
    // Nothing is ever sent: its other end goes when the thread does.
    ended: Receiver<()>,
}

impl Worker {
    /// Starts the thread.
    ///
    /// # Errors
    /// `Internal` when the system gives no thread.
    pub(crate) fn start(
        name: &'static str,
        body: impl FnOnce(&Stop) + Send + 'static,
    ) -> Result<Worker> {
        let stop = Stop(Arc::new(AtomicBool::new(false)));
        let (alive, ended) = mpsc::channel::<()>();
        let inner = stop.clone();
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                let _alive = alive;
                body(&inner);
            })
            .map_err(|error| {
                Error::internal(format!("starting the thread of the {name}"), error)
            })?;
        Ok(Worker { name, stop, thread: thread.thread().clone(), ended })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.0.store(true, Ordering::Release);
        self.thread.unpark();
        if self.ended.recv_timeout(CLOSE_WAIT) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!(device = self.name, "the device does not close; its driver hangs");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropping_waits_until_the_device_is_closed() {
        let closed = Arc::new(AtomicBool::new(false));
        let inner = closed.clone();
        let worker = Worker::start("test", move |stop| {
            assert!(stop.wait(Duration::from_secs(60)), "it is told to stop at once");
            inner.store(true, Ordering::Release);
        });
        drop(worker.expect("a thread can be started"));
        assert!(closed.load(Ordering::Acquire));
    }
}
