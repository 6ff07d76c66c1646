//! The bounded queue between a device's own thread and whoever reads.
//!
//! A device does not wait: what is not taken in time must go somewhere. Here the oldest goes, because
//! what is told from a picture or a sound is told of now, and it is counted, because a hole that
//! nobody knows of turns into a wrong rate.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::source::{Event, Loss, Lost};

/// A device that is open and silent for so long has been lost. A suspended source of PulseAudio needs
/// up to two seconds for its first sample; cameras that wake up need about one.
pub(crate) const STALL: Duration = Duration::from_secs(5);

/// A queue of bounded weight: pictures weigh 1 each, sound weighs its samples.
// Invariant: held is the weight of items, and no more than capacity unless one item alone weighs more.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
    weigh: fn(&T) -> u64,
    stall: Duration,
}

struct State<T> {
    items: VecDeque<T>,
    capacity: u64,
    held: u64,
    dropped: u64,
    end: End,
    /// When the device last gave something, or began to; none while a person is still asked.
    heard: Option<Instant>,
}

enum End {
    Open,
    Lost(Lost),
    Ended,
}

impl<T> Queue<T> {
    /// An empty queue that holds at most `capacity`, and whose device is lost after `stall` of silence.
    pub(crate) fn new(capacity: u64, weigh: fn(&T) -> u64, stall: Duration) -> Queue<T> {
        let state = State {
            items: VecDeque::new(),
            capacity,
            held: 0,
            dropped: 0,
            end: End::Open,
            heard: None,
        };
        Queue { state: Mutex::new(state), changed: Condvar::new(), weigh, stall }
    }

    /// Adds one; the oldest make room for it. False when the queue has ended.
    pub(crate) fn push(&self, item: T) -> bool {
        let mut state = self.lock();
        if !matches!(state.end, End::Open) {
            return false;
        }
        let weight = (self.weigh)(&item);
        while state.capacity < state.held.saturating_add(weight) {
            let Some(oldest) = state.items.pop_front() else { break };
            let gone = (self.weigh)(&oldest);
            state.held -= gone;
            state.dropped += gone;
        }
        state.held += weight;
        state.items.push_back(item);
        state.heard = Some(Instant::now());
        self.changed.notify_one();
        true
    }

    /// Counts what never arrived.
    pub(crate) fn count_dropped(&self, weight: u64) {
        self.lock().dropped += weight;
        self.changed.notify_one();
    }

    /// Sets how much it may hold, once that is known.
    pub(crate) fn bound(&self, capacity: u64) {
        self.lock().capacity = capacity;
    }

    /// The device is open: from now on it is expected to give something.
    pub(crate) fn started(&self) {
        self.lock().heard = Some(Instant::now());
    }

    /// Nothing comes any more; what is in the queue is still given. The first reason holds.
    pub(crate) fn end(&self, lost: Option<Lost>) {
        let mut state = self.lock();
        if matches!(state.end, End::Open) {
            state.end = lost.map_or(End::Ended, End::Lost);
        }
        self.changed.notify_one();
    }

    /// Ends the queue from the reader's side: what is in it goes.
    pub(crate) fn abandon(&self) {
        let mut state = self.lock();
        state.items.clear();
        state.held = 0;
        state.end = End::Ended;
    }

    /// The next event: holes first, then items, then why there are no more.
    pub(crate) fn next(&self, timeout: Duration) -> Event<T> {
        let deadline = Instant::now().checked_add(timeout);
        let mut state = self.lock();
        loop {
            if state.dropped > 0 {
                return Event::Dropped(std::mem::take(&mut state.dropped));
            }
            if let Some(item) = state.items.pop_front() {
                state.held -= (self.weigh)(&item);
                return Event::Item(item);
            }
            if !matches!(state.end, End::Open) {
                return match std::mem::replace(&mut state.end, End::Ended) {
                    End::Lost(lost) => Event::Lost(lost),
                    End::Open | End::Ended => Event::End,
                };
            }
            let now = Instant::now();
            let stalled_in = state
                .heard
                .map_or(self.stall, |heard| self.stall.saturating_sub(now.duration_since(heard)));
            if stalled_in.is_zero() {
                state.end = End::Ended;
                let words = format!("nothing came for {} s", self.stall.as_secs());
                return Event::Lost(Lost::new(Loss::Stalled, words));
            }
            let left = deadline.map_or(stalled_in, |at| at.saturating_duration_since(now));
            if left.is_zero() {
                return Event::Nothing;
            }
            let woken = self.changed.wait_timeout(state, left.min(stalled_in));
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Every change of the state is whole before anything in it can panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the queue when the device's thread ends in any way, so that no reader waits for nothing.
pub(crate) struct EndsQueue<'a, T>(pub(crate) &'a Queue<T>);

impl<T> Drop for EndsQueue<'_, T> {
    fn drop(&mut self) {
        let lost = std::thread::panicking()
            .then(|| Lost::new(Loss::Broken, "the thread that reads the device panicked"));
        self.0.end(lost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_millis(5);

    fn of_two() -> Queue<u8> {
        Queue::new(2, |_| 1, STALL)
    }

    #[test]
    fn a_slow_reader_gets_the_newest_and_is_told_what_is_gone() {
        let queue = of_two();
        for item in 1..=5 {
            queue.push(item);
        }
        assert_eq!(queue.next(SOON), Event::Dropped(3));
        assert_eq!(queue.next(SOON), Event::Item(4));
        assert_eq!(queue.next(SOON), Event::Item(5));
        assert_eq!(queue.next(SOON), Event::Nothing);
    }

    #[test]
    fn what_arrived_before_the_loss_is_given_before_it() {
        let queue = of_two();
        queue.push(1);
        queue.end(Some(Lost::new(Loss::Unplugged, "gone")));
        queue.end(None);
        assert!(!queue.push(2), "nothing is taken after the end");
        assert_eq!(queue.next(SOON), Event::Item(1));
        assert_eq!(queue.next(SOON), Event::Lost(Lost::new(Loss::Unplugged, "gone")));
        assert_eq!(queue.next(SOON), Event::End);
        assert_eq!(queue.next(SOON), Event::End);
    }

    #[test]
    fn a_device_that_says_nothing_is_lost() {
        let queue: Queue<u8> = Queue::new(2, |_| 1, Duration::from_millis(20));
        assert_eq!(queue.next(Duration::from_millis(50)), Event::Nothing, "it is not open yet");
        queue.started();
        let Event::Lost(lost) = queue.next(Duration::from_secs(60)) else {
            panic!("a silent device is lost long before the reader's patience ends");
        };
        assert_eq!(lost.loss, Loss::Stalled);
        assert_eq!(queue.next(SOON), Event::End);
    }

    #[test]
    fn a_panic_in_the_devices_thread_is_a_loss() {
        let queue = of_two();
        std::thread::scope(|scope| {
            let thread = scope.spawn(|| {
                let _ends = EndsQueue(&queue);
                std::panic::resume_unwind(Box::new("as a driver might"));
            });
            assert!(thread.join().is_err());
        });
        assert!(matches!(queue.next(SOON), Event::Lost(Lost { loss: Loss::Broken, .. })));
    }

    #[test]
    fn a_longest_wait_does_not_overflow() {
        let queue = of_two();
        queue.push(1);
        assert_eq!(queue.next(Duration::MAX), Event::Item(1));
    }
}
