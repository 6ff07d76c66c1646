//! Which cameras and microphones there are. Nothing is opened to find out, so no light goes on.

use base::error::Result;
use serde::Serialize;

use crate::{camera, microphone};

/// A device that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Device {
    /// What it is asked for by; stays the same when the program or the machine starts again, as far as
    /// the system has such a name.
    pub id: String,
    /// What a person knows it by.
    pub name: String,
    /// Whether it is the one that is taken when none is asked for.
    pub is_default: bool,
}

/// The machine's devices. One kind that cannot be listed does not hide the other.
#[derive(Debug)]
pub struct Devices {
    /// The cameras, or why they cannot be told.
    pub cameras: Result<Vec<Device>>,
    /// The microphones, or why they cannot be told. What the machine itself plays is none.
    pub microphones: Result<Vec<Device>>,
}

/// Looks for the devices.
pub fn devices() -> Devices {
    Devices { cameras: camera::list(), microphones: microphone::list() }
}
