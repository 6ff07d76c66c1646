//! A camera made of a clip: `tests/tools/fakecam.c`, compiled and preloaded.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base::sense::{Frame, Picture};

use super::again;

/// How the camera is.
pub(crate) struct FakeCamera {
    /// Whether there is one.
    pub(crate) is_there: bool,
    /// `ok`, `refused`, `busy`.
    pub(crate) mode: &'static str,
    /// After so many pictures the cable is pulled.
    pub(crate) frames: u32,
}

impl Default for FakeCamera {
    fn default() -> FakeCamera {
        FakeCamera { is_there: true, mode: "ok", frames: 1_000_000 }
    }
}

/// The clip's color.
pub(crate) const RGB: [u8; 3] = [190, 120, 90];

/// The clip's sides.
pub(crate) const SIDES: (u32, u32) = (320, 240);

/// Runs the test `name` again with such a camera; in the child: runs `body` with the camera's log.
pub(crate) fn with(name: &str, camera: FakeCamera, body: impl FnOnce(&Log)) {
    if again::is_child() {
        let log = std::env::var_os("FAKECAM_LOG").expect("the parent names a log");
        body(&Log(log.into()));
        return;
    }
    let folder = tempfile::tempdir().expect("a temp folder can be made");
    let clip = folder.path().join("clip.y4m");
    write_clip(&clip);
    let variables = variables(folder.path(), &camera, &clip);
    again::run(name, &variables.each_ref().map(|(key, value)| (*key, value.as_os_str())));
}

/// Puts such a camera into a folder, and gives the variables under which a program sees it. It shows the
/// y4m file `clip` again and again.
pub(crate) fn variables(
    folder: &Path,
    camera: &FakeCamera,
    clip: &Path,
) -> [(&'static str, OsString); 6] {
    let path = |name: &str| folder.join(name);
    let (dev, library) = (path("dev"), path("fakecam.so"));
    fs::create_dir(&dev).expect("a folder can be made");
    if camera.is_there {
        fs::write(dev.join("video0"), "").expect("a file can be written");
        fs::write(dev.join("name"), "Fake camera\n").expect("a file can be written");
    }
    compile(&path("fakecam.c"), &library);
    [
        ("LD_PRELOAD", library.into()),
        ("FAKECAM_DEV", dev.into()),
        ("FAKECAM_Y4M", clip.into()),
        ("FAKECAM_MODE", camera.mode.into()),
        ("FAKECAM_FRAMES", camera.frames.to_string().into()),
        ("FAKECAM_LOG", path("log").into()),
    ]
}

/// What was done to the camera.
pub(crate) struct Log(PathBuf);

impl Log {
    /// `open`, `stream on`, `stream off`, `close`, in the order of their doing.
    pub(crate) fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.0).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}

/// A second of one color at 30 pictures a second.
fn write_clip(path: &Path) {
    let pixels = (SIDES.0 * SIDES.1) as usize;
    let picture = Picture::new(SIDES.0, SIDES.1, RGB.repeat(pixels)).expect("the sides fit");
    let frames = (0..30).map(|at| Frame { at_us: at * 33_333, picture: picture.clone() });
    let mut file = fs::File::create(path).expect("a file can be made");
    synth::y4m::write(&mut file, 30.0, frames).expect("the clip can be written");
}

fn compile(source: &Path, library: &Path) {
    fs::write(source, include_str!("../tools/fakecam.c")).expect("a file can be written");
    let mut command = Command::new("cc");
    command.args(["-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-O2", "-o"]);
    command.arg(library).arg(source).arg("-ldl");
    let output = again::program(&mut command, "build-essential");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
