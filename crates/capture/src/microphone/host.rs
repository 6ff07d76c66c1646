//! The system's side of sound: which devices, and which of them is meant.

use std::str::FromStr as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base::error::{Code, Error, Result};
use cpal::traits::{DeviceTrait as _, HostTrait as _};
use cpal::{DeviceId, ErrorKind, Host};

use crate::devices::Device;

/// The one connection to the sound server. PulseAudio's client ends its thread only with its server, so
/// that a connection for each look at the list would leave a thread behind each time.
static HOST: Mutex<Option<Host>> = Mutex::new(None);

/// The name that PulseAudio gives to what a speaker plays, offered as if it were a microphone.
const MONITOR: &str = ".monitor";

/// The devices that can be asked for.
pub(crate) fn list() -> Result<Vec<Device>> {
    let host = host();
    let host = host.as_ref().expect("host() fills it");
    let default = host.default_input_device().and_then(|device| device.id().ok());
    let devices = host.input_devices().map_err(|error| opening(&error))?;
    Ok(devices
        .filter_map(|device| {
            let id = device.id().ok()?;
            let name = device.description().ok()?.name().to_owned();
            let is_default = default.as_ref() == Some(&id);
            (!is_monitor(&id)).then(|| Device { id: id.to_string(), name, is_default })
        })
        .collect())
}

/// The device with this id, or the default one.
pub(crate) fn find(wished: Option<&str>) -> Result<cpal::Device> {
    let none = |message: String| Error::new(Code::NotFound, message).at("microphone");
    let host = host();
    let host = host.as_ref().expect("host() fills it");
    let device = match wished {
        Some(text) => {
            let id = DeviceId::from_str(text).ok();
            id.and_then(|id| host.device_by_id(&id))
                .ok_or_else(|| none(format!("there is no microphone {text}")))?
        }
        None => host.default_input_device().ok_or_else(|| none("there is no microphone".into()))?,
    };
    // Where no microphone is, PulseAudio's default is what the speakers play.
    if device.id().is_ok_and(|id| is_monitor(&id)) {
        return Err(none("there is no microphone, only what the machine itself plays".into()));
    }
    Ok(device)
}

/// Whether a device that was opened has gone without a word.
///
/// PulseAudio then moves the stream to another source, and if there is no other to what the speaker
/// plays: sound goes on, and it is not the microphone's. Other systems report a loss by themselves.
pub(crate) fn is_gone(id: &str) -> bool {
    let Ok(id) = DeviceId::from_str(id) else { return false };
    if !is_server(id.host()) {
        return false;
    }
    let host = host();
    let host = host.as_ref().expect("host() fills it");
    host.device_by_id(&id).is_none()
}

/// The error of opening a device, by what a person can do about it.
pub(crate) fn opening(error: &cpal::Error) -> Error {
    let (code, message) = match error.kind() {
        ErrorKind::PermissionDenied => (Code::Denied, "the system refuses the microphone"),
        ErrorKind::DeviceBusy => (Code::Conflict, "another program holds the microphone"),
        ErrorKind::DeviceNotAvailable => (Code::NotFound, "there is no such microphone any more"),
        ErrorKind::HostUnavailable => (Code::NotFound, "no sound server answers"),
        ErrorKind::UnsupportedConfig | ErrorKind::UnsupportedOperation => {
            (Code::Unsupported, "the microphone has no format that can be read")
        }
        _ => (Code::Internal, "the microphone cannot be opened"),
    };
    Error::new(code, message).at("microphone").because(error.clone())
}

fn is_monitor(id: &DeviceId) -> bool {
    is_server(id.host()) && id.id().ends_with(MONITOR)
}

/// The host that is kept, made anew when its server is gone or another one has come.
fn host() -> MutexGuard<'static, Option<Host>> {
    let mut kept = HOST.lock().unwrap_or_else(PoisonError::into_inner);
    let stands = kept.as_ref().is_some_and(|host| is_server(host.id()) && host.devices().is_ok());
    if !stands {
        *kept = Some(cpal::default_host());
    }
    kept
}

#[cfg(target_os = "linux")]
fn is_server(host: cpal::HostId) -> bool {
    host == cpal::HostId::PulseAudio
}

#[cfg(not(target_os = "linux"))]
fn is_server(_: cpal::HostId) -> bool {
    false
}
