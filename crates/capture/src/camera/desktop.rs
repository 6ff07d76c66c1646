//! Cameras by nokhwa: V4L2, AVFoundation, Media Foundation.

mod system;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::time::Instant;

use base::error::{Code, Error, Result};
use base::sense::{Frame, Picture};
use nokhwa::utils::{ApiBackend, CameraIndex, RequestedFormat, RequestedFormatType};
use nokhwa::{Camera, NokhwaError};

use super::{Opened, format};
use crate::devices::Device;
use crate::queue::{EndsQueue, Queue};
use crate::source::{Loss, Lost};
use crate::worker::Stop;

/// After so many damaged pictures without a whole one, one second of them, the camera is broken.
const DAMAGED_MAX: u32 = 30;

/// A camera that nokhwa knows.
struct Found {
    index: CameraIndex,
    device: Device,
}

/// The cameras that can be asked for.
pub(crate) fn list() -> Result<Vec<Device>> {
    Ok(find_all()?.into_iter().map(|found| found.device).collect())
}

/// Opens a camera, tells what came of it, and holds it until it is time to stop.
pub(crate) fn hold(
    device: Option<&str>,
    queue: &Queue<Frame>,
    tell: &Sender<Result<Opened>>,
    stop: &Stop,
) {
    let _ends = EndsQueue(queue);
    let start = Instant::now();
    let (mut camera, first, opened) = match open(device) {
        Ok(opened) => opened,
        Err(error) => {
            // Nobody waits any more for an error that comes too late.
            let _ = tell.send(Err(error));
            return;
        }
    };
    let at_us = |at: Instant| at.duration_since(start).as_micros() as i64;
    queue.push(Frame { at_us: at_us(Instant::now()), picture: first });
    if tell.send(Ok(opened)).is_err() {
        return;
    }
    let mut damaged = 0;
    while !stop.is_set() {
        let buffer = match camera.frame() {
            Ok(buffer) => buffer,
            Err(error) => {
                queue.end(Some(lost(&error)));
                return;
            }
        };
        let at_us = at_us(Instant::now());
        if let Some(picture) = format::read(&buffer) {
            damaged = 0;
            queue.push(Frame { at_us, picture });
            continue;
        }
        damaged += 1;
        queue.count_dropped(1);
        if DAMAGED_MAX <= damaged {
            let words = format!("{damaged} damaged pictures, one after the other");
            queue.end(Some(Lost::new(Loss::Broken, words)));
            return;
        }
    }
}

/// Opens the camera and takes the first picture: only then it is known whether anybody else holds it.
fn open(wished: Option<&str>) -> Result<(Camera, Picture, Opened)> {
    ask()?;
    let found = find(wished)?;
    let any = RequestedFormat::with_formats(RequestedFormatType::None, &format::FORMATS);
    let mut camera = Camera::new(found.index, any).map_err(|error| opening(&error))?;
    let formats = camera.compatible_camera_formats().map_err(|error| opening(&error))?;
    let chosen = format::choose(&formats).ok_or_else(|| {
        let message = format!("{} has no format that can be read", found.device.name);
        Error::new(Code::Unsupported, message).at("camera")
    })?;
    // Asking again for what is set already fails with some drivers.
    if camera.camera_format() != chosen {
        let exact = RequestedFormatType::Exact(chosen);
        let exact = RequestedFormat::with_formats(exact, &format::FORMATS);
        camera.set_camera_requset(exact).map_err(|error| opening(&error))?;
    }
    camera.open_stream().map_err(|error| opening(&error))?;
    let first = first(&mut camera)?;
    let set = camera.camera_format();
    let opened = Opened {
        id: found.device.id,
        name: found.device.name,
        width: set.width(),
        height: set.height(),
        fps: set.frame_rate(),
        format: set.format().to_string(),
    };
    Ok((camera, first, opened))
}

/// The first whole picture; the ones before it may be damaged while the camera wakes up.
fn first(camera: &mut Camera) -> Result<Picture> {
    for _ in 0..DAMAGED_MAX {
        let buffer = camera.frame().map_err(|error| opening(&error))?;
        if let Some(picture) = format::read(&buffer) {
            return Ok(picture);
        }
    }
    Err(Error::new(Code::Internal, "the camera gives only damaged pictures").at("camera"))
}

/// On a Mac nothing is given before the person has said yes to the system.
fn ask() -> Result<()> {
    let (tell, told) = std::sync::mpsc::channel();
    nokhwa::nokhwa_initialize(move |allowed| {
        // Whoever asked may have given up.
        let _ = tell.send(allowed);
    });
    match told.recv_timeout(super::OPEN_WAIT) {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => {
            Err(Error::new(Code::Denied, "the system refuses the camera").at("camera"))
        }
    }
}

fn find(wished: Option<&str>) -> Result<Found> {
    let none = |message: String| Error::new(Code::NotFound, message).at("camera");
    let mut found = find_all()?.into_iter();
    match wished {
        Some(id) => found
            .find(|found| found.device.id == id)
            .ok_or_else(|| none(format!("there is no camera {id}"))),
        None => found.next().ok_or_else(|| none("there is no camera".to_owned())),
    }
}

/// All cameras, the default one first.
fn find_all() -> Result<Vec<Found>> {
    // The list of V4L2 devices takes names in /dev for numbers and panics where they are none.
    let listed = catch_unwind(AssertUnwindSafe(|| nokhwa::query(ApiBackend::Auto)));
    let failed = |message: String| Error::new(Code::Internal, message).at("camera");
    let mut nodes = match listed {
        Ok(Ok(nodes)) => nodes,
        Ok(Err(error)) => return Err(failed("the cameras cannot be listed".into()).because(error)),
        Err(_) => return Err(failed("the list of cameras has names that are none".into())),
    };
    nodes.sort_by_key(|node| node.index().as_index().unwrap_or(u32::MAX));
    let mut found: Vec<Found> = nodes
        .into_iter()
        .filter(|node| system::is_capture(node.index()))
        .map(|node| {
            let id = system::id(&node);
            let device = Device { id, name: node.human_name(), is_default: false };
            Found { index: node.index().clone(), device }
        })
        .collect();
    if let Some(first) = found.first_mut() {
        first.device.is_default = true;
    }
    Ok(found)
}

/// The error of opening a camera, by what a person can do about it.
fn opening(error: &NokhwaError) -> Error {
    let (code, message) = match system::Failure::of(&error.to_string()) {
        system::Failure::Refused => (Code::Denied, "the system refuses the camera"),
        system::Failure::Busy => (Code::Conflict, "another program holds the camera"),
        system::Failure::Gone => (Code::NotFound, "there is no such camera any more"),
        system::Failure::Other => (Code::Internal, "the camera cannot be opened"),
    };
    Error::new(code, message).at("camera").because(error.clone())
}

fn lost(error: &NokhwaError) -> Lost {
    let words = error.to_string();
    let loss = match system::Failure::of(&words) {
        system::Failure::Gone => Loss::Unplugged,
        // Taken away by another program or by the person's own switch.
        system::Failure::Refused | system::Failure::Busy => Loss::Stalled,
        system::Failure::Other => Loss::Broken,
    };
    Lost::new(loss, words)
}
