//! A person of a picture whose points are known, in front of a camera.

use std::path::{Path, PathBuf};

use base::sense::Picture;
use inference::watch::{Landmarks, Signs, WatchCore, WatchOptions};
use serde::Deserialize;
use synth::clip::{Clip, Script, Spot};
use synth::dice::Dice;

#[derive(Deserialize)]
struct Reference {
    mesh: Vec<[f32; 3]>,
}

/// By how much a mesh trembles from frame to frame, pixels.
const TREMBLE: f64 = 0.15;

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A photo and the points of the face in it.
pub(crate) fn person() -> (Picture, Landmarks) {
    let folder = root().join("tests/fixtures/faces");
    let photo = image::open(folder.join("astronaut.png")).expect("the photo opens").to_rgb8();
    let picture = Picture::new(photo.width(), photo.height(), photo.into_raw());
    let json = std::fs::read(folder.join("astronaut.json")).expect("the points are there");
    let reference: Reference = serde_json::from_slice(&json).expect("the points are read");
    let points = std::array::from_fn(|index| reference.mesh[index]);
    (picture.expect("a photo has pixels"), points)
}

pub(crate) fn spot(points: &Landmarks) -> Spot {
    let side = |axis: usize| {
        let row = points.iter().map(|point| point[axis]);
        (row.clone().fold(f32::MAX, f32::min), row.fold(f32::MIN, f32::max))
    };
    let ((left, right), (top, bottom)) = (side(0), side(1));
    Spot {
        face: [(left + right) / 2.0, (top + bottom) / 2.0],
        radii: [(right - left) / 2.0, (bottom - top) / 2.0],
    }
}

pub(crate) fn clip(script: Script) -> Clip {
    let (picture, points) = person();
    Clip::new(&picture, spot(&points), script)
}

/// What was told once a second.
pub(crate) struct Told {
    pub(crate) signs: Vec<Signs>,
}

impl Told {
    pub(crate) fn breaths(&self) -> Vec<f32> {
        self.signs.iter().filter_map(|signs| signs.breathing.value().copied()).collect()
    }

    pub(crate) fn pulses(&self) -> Vec<f32> {
        self.signs.iter().filter_map(|signs| signs.pulse.value().copied()).collect()
    }

    pub(crate) fn last(&self) -> &Signs {
        self.signs.last().expect("the clip lasts more than a second")
    }
}

/// Watches a clip with the points of its face.
pub(crate) fn watch(script: Script, secs: f64, options: WatchOptions) -> Told {
    let (_, points) = person();
    let fps = script.fps;
    let mut dice = Dice::new(script.seed + 77);
    let clip = clip(script);
    let mut core = WatchCore::new(options);
    let mut signs = Vec::new();
    for index in 0..(secs * fps) as usize {
        let frame = clip.frame(index);
        let whole = [dice.normal(), dice.normal()].map(|by| TREMBLE * by);
        let seen = points.map(|[x, y, z]| {
            let [x, y] = clip.head(index, [x, y]);
            let own = [dice.normal(), dice.normal()].map(|by| 0.3 * TREMBLE * by);
            [x + (whole[0] + own[0]) as f32, y + (whole[1] + own[1]) as f32, z]
        });
        let now = core.push(frame.at_us, &frame.picture, Some(&seen));
        if index % (fps as usize) == 0 {
            signs.push(now);
        }
    }
    Told { signs }
}
