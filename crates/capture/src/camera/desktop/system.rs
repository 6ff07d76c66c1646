//! What nokhwa does not say: stable names, which nodes are cameras, and why something failed.

use std::fs;
use std::path::Path;

use nokhwa::utils::{CameraIndex, CameraInfo};

/// Where Linux links devices by maker and serial number.
const BY_ID: &str = "/dev/v4l/by-id";

/// Why the system failed, as far as anybody can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Not allowed.
    Refused,
    /// Somebody else has it.
    Busy,
    /// It is not there any more.
    Gone,
    /// Anything else.
    Other,
}

impl Failure {
    /// Reads the system's number out of nokhwa's words.
    ///
    /// nokhwa keeps nothing of a failure but its text. Numbers in it are the system's own and not
    /// translated: `(os error 16)` as the standard library writes it, `(0x80070005)` as Windows does.
    pub(crate) fn of(words: &str) -> Failure {
        match number(words, "(os error ", 10) {
            // EPERM, EACCES.
            Some(1 | 13) => return Failure::Refused,
            // EBUSY.
            Some(16) => return Failure::Busy,
            // ENOENT, EIO (what USB says when the cable goes), ENXIO, ENODEV.
            Some(2 | 5 | 6 | 19) => return Failure::Gone,
            _ => {}
        }
        match number(words, "(0x", 16) {
            // E_ACCESSDENIED.
            Some(0x8007_0005) => Failure::Refused,
            // ERROR_SHARING_VIOLATION, MF_E_HW_MFT_FAILED_START_STREAMING,
            // MF_E_VIDEO_RECORDING_DEVICE_PREEMPTED.
            Some(0x8007_0020 | 0xC00D_3704 | 0xC00D_3EA3) => Failure::Busy,
            // ERROR_DEVICE_NOT_CONNECTED, MF_E_VIDEO_RECORDING_DEVICE_INVALIDATED.
            Some(0x8007_048F | 0xC00D_3EA2) => Failure::Gone,
            _ => Failure::Other,
        }
    }
}

/// The last number that stands behind `start`.
fn number(words: &str, start: &str, radix: u32) -> Option<u32> {
    let (_, rest) = words.rsplit_once(start)?;
    let (digits, _) = rest.split_once(')')?;
    u32::from_str_radix(digits, radix).ok()
}

/// A name that stays when the machine starts again: the system's own where there is one.
pub(crate) fn id(node: &CameraInfo) -> String {
    // AVFoundation and Media Foundation keep theirs here; V4L2 leaves it empty.
    let own = node.misc();
    if !own.is_empty() {
        return own;
    }
    let Ok(index) = node.index().as_index() else { return node.index().to_string() };
    by_id(Path::new(BY_ID), index).unwrap_or_else(|| format!("video{index}"))
}

fn by_id(folder: &Path, index: u32) -> Option<String> {
    let node = format!("video{index}");
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let target = fs::read_link(entry.path()).ok()?;
            (target.file_name()?.to_str()? == node)
                .then(|| entry.file_name().to_str().map(str::to_owned))?
        })
        .collect();
    names.sort();
    names.into_iter().next()
}

/// Whether pictures come from it. A USB camera has a second node for data about its pictures.
pub(crate) fn is_capture(index: &CameraIndex) -> bool {
    let Ok(index) = index.as_index() else { return true };
    let part = fs::read_to_string(format!("/sys/class/video4linux/video{index}/index"));
    !part.is_ok_and(|part| part.trim() != "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_apart_by_the_systems_numbers() {
        for (words, failure) in [
            (
                "Could not open device 0: V4L2 Error: Permission denied (os error 13)",
                Failure::Refused,
            ),
            ("Could not open device stream: Ressource belegt (os error 16)", Failure::Busy),
            ("Could not capture frame: No such device (os error 19)", Failure::Gone),
            ("Could not capture frame: Zugriff verweigert (0x80070005)", Failure::Refused),
            ("Could not capture frame (0xC00D3704)", Failure::Busy),
            ("Could not capture frame: (os error 99999999999)", Failure::Other),
            ("(os error ", Failure::Other),
            ("", Failure::Other),
        ] {
            assert_eq!(Failure::of(words), failure, "{words}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_camera_is_known_by_its_makers_name() {
        let folder = tempfile::tempdir().expect("a temp folder can be made");
        let link = |name: &str, node: &str| {
            std::os::unix::fs::symlink(format!("../../{node}"), folder.path().join(name))
                .expect("a link can be made");
        };
        link("usb-Maker_Camera_123-video-index1", "video1");
        link("usb-Maker_Camera_123-video-index0", "video0");
        let name = by_id(folder.path(), 0);
        assert_eq!(name.as_deref(), Some("usb-Maker_Camera_123-video-index0"));
        assert_eq!(by_id(folder.path(), 2), None);
        assert_eq!(by_id(Path::new("/nowhere"), 0), None);
    }
}
