//! Where programs have no camera of their own.

use std::sync::mpsc::Sender;

use base::error::{Code, Error, Result};
use base::sense::Frame;

use super::Opened;
use crate::devices::Device;
use crate::queue::Queue;
use crate::worker::Stop;

/// None.
pub(crate) fn list() -> Result<Vec<Device>> {
    Ok(Vec::new())
}

/// Says that there is none.
pub(crate) fn hold(_: Option<&str>, queue: &Queue<Frame>, tell: &Sender<Result<Opened>>, _: &Stop) {
    queue.end(None);
    let message = "here the page has the camera, not the program";
    // Nobody waits any more for an error that comes too late.
    let _ = tell.send(Err(Error::new(Code::Unsupported, message).at("camera")));
}
