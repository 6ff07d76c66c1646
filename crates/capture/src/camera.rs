//! The machine's camera, on desktops. Phones have theirs in the web view (see [`crate::page`]).
//!
//! A thread of its own opens the device, decodes each picture, shrinks it, and queues it. Two pictures
//! wait at most: an older one is of no use to whoever watches.

#[cfg(any(target_os = "linux", target_os = "macos", target_os = "windows"))]
mod desktop;
#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
mod elsewhere;
#[cfg(any(target_os = "linux", target_os = "macos", target_os = "windows"))]
mod format;

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use base::error::{Code, Error, Result};
use base::sense::Frame;
use serde::Serialize;

use crate::devices::Device;
use crate::queue::{Queue, STALL};
use crate::source::{Event, Source};
use crate::worker::Worker;
#[cfg(any(target_os = "linux", target_os = "macos", target_os = "windows"))]
use desktop as native;
#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
use elsewhere as native;

/// Pictures that wait at most.
const QUEUE: u64 = 2;

/// A camera that wakes up gives its first picture within a second or two; on a Mac the person is asked
/// first.
const OPEN_WAIT: Duration = Duration::from_secs(if cfg!(target_os = "macos") { 60 } else { 10 });

/// Which camera. Size and rate are not asked for: pictures are of 640 by 480, 30 a second, or as near
/// as the camera comes, and never wider than [`crate::picture::WIDTH_MAX`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CameraWish {
    /// A [`Device::id`]; none: the first.
    pub device: Option<String>,
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// The device's [`Device::id`].
    pub id: String,
    /// Its name.
    pub name: String,
    /// Pixels in a row, as the camera gives them.
    pub width: u32,
    /// Rows, as the camera gives them.
    pub height: u32,
    /// Pictures a second that it promises; the dark makes them fewer.
    pub fps: u32,
    /// How a picture comes: `YUYV`, `MJPEG`.
    pub format: String,
}

/// An open camera. Dropping it closes the device.
pub struct Camera {
    opened: Opened,
    queue: Arc<Queue<Frame>>,
    _worker: Worker,
}

/// The cameras that there are.
///
/// # Errors
/// `Internal` when the system does not list them.
pub fn list() -> Result<Vec<Device>> {
    native::list()
}

/// Opens a camera; returns when it gives pictures.
///
/// # Errors
/// `NotFound` when there is none (or no such one), `Denied` when the system refuses, `Conflict` when
/// another program holds it, `Unsupported` when it has no format that is read here or the platform has
/// no cameras for programs, `Internal` when it breaks.
pub fn open(wish: &CameraWish) -> Result<Camera> {
    let queue = Arc::new(Queue::new(QUEUE, |_| 1, STALL));
    let (tell, told) = mpsc::channel();
    let (inner, device) = (queue.clone(), wish.device.clone());
    let worker = Worker::start("camera", move |stop| {
        native::hold(device.as_deref(), &inner, &tell, stop);
    })?;
    let opened = match told.recv_timeout(OPEN_WAIT) {
        Ok(opened) => opened?,
        Err(RecvTimeoutError::Timeout) => {
            let message = format!("the camera gave nothing for {} s", OPEN_WAIT.as_secs());
            return Err(Error::new(Code::Internal, message).at("camera"));
        }
        Err(RecvTimeoutError::Disconnected) => {
            return Err(Error::new(Code::Internal, "opening the camera broke off").at("camera"));
        }
    };
    Ok(Camera { opened, queue, _worker: worker })
}

impl Camera {
    /// What was opened.
    pub fn opened(&self) -> &Opened {
        &self.opened
    }
}

impl Source<Frame> for Camera {
    fn next(&mut self, timeout: Duration) -> Result<Event<Frame>> {
        Ok(self.queue.next(timeout))
    }
}
