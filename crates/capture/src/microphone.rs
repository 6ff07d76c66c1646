//! The machine's microphone.
//!
//! A thread of its own opens the device and holds it (some systems let a stream be touched only by the
//! thread that made it). The system's callback mixes to one channel, puts a time to it and queues it;
//! the rate is changed by whoever reads, because a callback that takes long loses sound.

mod host;
mod stream;

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use base::error::{Code, Error, Result};
use base::sense::Sound;
use serde::Serialize;

use crate::devices::Device;
use crate::queue::{Queue, STALL};
use crate::resample::{self, Resampler};
use crate::source::{Event, Source};
use crate::worker::Worker;

/// The rate that breath is looked for at.
pub const RATE: u32 = 48_000;

/// So many seconds of sound wait at most.
const QUEUE_S: u64 = 4;

/// A server that does not answer within this is as good as none.
const OPEN_WAIT: Duration = Duration::from_secs(10);

/// A list takes milliseconds.
const LIST_WAIT: Duration = Duration::from_secs(5);

/// Which microphone, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MicrophoneWish {
    /// A [`Device::id`]; none: the system's default.
    pub device: Option<String>,
    /// Samples per second that are given, whatever the device has.
    pub rate: u32,
}

impl Default for MicrophoneWish {
    fn default() -> MicrophoneWish {
        MicrophoneWish { device: None, rate: RATE }
    }
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// The device's [`Device::id`].
    pub id: String,
    /// Its name.
    pub name: String,
    /// Samples per second that the device itself gives.
    pub rate: u32,
    /// Channels that are mixed to one.
    pub channels: u16,
    /// How a sample comes: `i16`, `f32`.
    pub format: String,
    /// What the system did to the sound before it came here.
    pub processing: Processing,
}

/// What the system does to the sound: leveling hides how loud a breath is, and suppression of noise
/// takes breath for noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Processing {
    /// Nobody says. So it is with every sound server and driver: they take no such wish and give no
    /// such answer.
    Unknown,
    /// A browser says what its track does.
    Told {
        /// The level is adjusted by itself.
        gain: bool,
        /// What is taken for noise is taken out.
        noise: bool,
        /// What the machine plays is taken out.
        echo: bool,
    },
}

/// An open microphone. Dropping it closes the device.
pub struct Microphone {
    opened: Opened,
    queue: Arc<Queue<Sound>>,
    resampler: Resampler,
    _worker: Worker,
}

/// The microphones that there are.
///
/// # Errors
/// `Internal` when the sound server breaks off or does not answer.
pub fn list() -> Result<Vec<Device>> {
    // A server that hangs would hang whoever asks it.
    let (tell, told) = mpsc::channel();
    let asked = std::thread::Builder::new().name("microphones".to_owned()).spawn(move || {
        // Whoever asked may have given up.
        let _ = tell.send(host::list());
    });
    asked.map_err(|error| Error::internal("asking for the microphones", error))?;
    told.recv_timeout(LIST_WAIT).unwrap_or_else(|_| {
        Err(Error::new(Code::Internal, "the sound server does not answer").at("microphone"))
    })
}

/// Opens a microphone; returns when it gives sound.
///
/// Some systems do not say that they refuse: a Mac whose person has said no gives silence.
///
/// # Errors
/// `NotFound` when there is none (or no such one, or no sound server), `Denied` when the system
/// refuses, `Conflict` when another program holds it, `Unsupported` when it has no format that is read
/// here, `Invalid` when the rate is none, `Internal` when it breaks.
pub fn open(wish: &MicrophoneWish) -> Result<Microphone> {
    resample::check_rate(wish.rate)?;
    let queue = Arc::new(Queue::new(QUEUE_S * u64::from(resample::RATE_MAX), weigh, STALL));
    let (tell, told) = mpsc::channel();
    let (inner, device) = (queue.clone(), wish.device.clone());
    let worker = Worker::start("microphone", move |stop| {
        stream::hold(device.as_deref(), &inner, &tell, stop);
    })?;
    let opened = match told.recv_timeout(OPEN_WAIT) {
        Ok(opened) => opened?,
        Err(RecvTimeoutError::Timeout) => {
            let message = format!("the microphone gave nothing for {} s", OPEN_WAIT.as_secs());
            return Err(Error::new(Code::Internal, message).at("microphone"));
        }
        Err(RecvTimeoutError::Disconnected) => {
            let message = "opening the microphone broke off";
            return Err(Error::new(Code::Internal, message).at("microphone"));
        }
    };
    queue.bound(QUEUE_S * u64::from(opened.rate));
    let resampler = Resampler::new(opened.rate, wish.rate)?;
    Ok(Microphone { opened, queue, resampler, _worker: worker })
}

impl Microphone {
    /// What was opened.
    pub fn opened(&self) -> &Opened {
        &self.opened
    }
}

impl Source<Sound> for Microphone {
    fn next(&mut self, timeout: Duration) -> Result<Event<Sound>> {
        resampled(&self.queue, &mut self.resampler, timeout)
    }
}

/// The next event of a queue of sound, at the resampler's rate.
pub(crate) fn resampled(
    queue: &Queue<Sound>,
    resampler: &mut Resampler,
    timeout: Duration,
) -> Result<Event<Sound>> {
    let deadline = std::time::Instant::now().checked_add(timeout);
    loop {
        let now = std::time::Instant::now();
        let left = deadline.map_or(timeout, |at| at.saturating_duration_since(now));
        match queue.next(left) {
            // The filter may need more than one piece before anything comes out of it.
            Event::Item(sound) => {
                if let Some(sound) = resampler.push(sound)? {
                    return Ok(Event::Item(sound));
                }
            }
            event => return Ok(event),
        }
    }
}

/// What a piece of sound weighs in a queue.
pub(crate) fn weigh(sound: &Sound) -> u64 {
    sound.samples.len() as u64
}
