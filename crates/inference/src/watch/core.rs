//! From frames with known points of a face to breath, pulse and stillness.

use base::sense::{Estimate, Picture, Source, Unknown};

use self::body::Body;
use self::color::Colors;
use crate::signal::stillness::{self, HeadTrace};
use crate::signal::trace::Trace;
use crate::signal::{Origin, skin};

mod body;
mod color;

/// The 468 points of a face: x and y in pixels of the picture, and z, which is not used.
pub type Landmarks = [[f32; 3]; 468];

/// Microseconds between two rounds of figures.
const ROUND_US: i64 = 1_000_000;
/// Seconds over which presence and breathing are looked at.
const MINUTE_SECS: f64 = 60.0;
/// Seconds of settling, and of stillness after it.
const STILLNESS_SECS: f64 = 30.0;
/// A camera whose pictures are the same in this share of the last seconds is stuck.
const FROZEN: f64 = 0.9;
const FROZEN_SECS: f64 = 3.0;
/// Outer corners of the eyes, and points that no expression moves: bridge and root of the nose.
const EYES: [usize; 2] = [33, 263];
const STEADY: [usize; 6] = [33, 133, 362, 263, 6, 168];

/// What a camera is watched for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WatchOptions {
    /// Breaths a second of a pacer that lights the same screen.
    pub pacer_hz: Option<f64>,
    /// The person's own speed while settling, from an earlier time; measured in the first 30 s otherwise.
    pub settling_speed: Option<f64>,
    /// Whether the expression is looked at twice a second.
    pub expression: bool,
}

/// The figures after a frame: those of [`super::Seen`] that need no model.
#[derive(Debug, Clone, PartialEq)]
pub struct Signs {
    /// Frames a second.
    pub fps: f32,
    /// The share of the last minute in which a face was seen, 0 to 1.
    pub present: f32,
    /// Breaths a minute.
    pub breathing: Estimate<f32>,
    /// Heart beats a minute.
    pub pulse: Estimate<f32>,
    /// How still the head is held, 0 to 100.
    pub stillness: Estimate<f32>,
    /// The speed while settling, once measured.
    pub settling_speed: Option<f64>,
    /// How far the chest is down against the head, in pixels since the face was found.
    pub chest: Option<f32>,
}

/// Where a face is and how large.
#[derive(Debug, Clone, Copy)]
struct Face {
    /// Left, top, right, bottom of its points.
    sides: [f32; 4],
    /// The mean of points that no expression moves.
    middle: [f32; 2],
    /// The distance of the outer corners of the eyes.
    eyes: f32,
}

/// Watches frames whose faces are already found.
pub struct WatchCore {
    options: WatchOptions,
    last_us: Option<i64>,
    round_us: Option<i64>,
    /// 1 where a face was seen.
    seen: Trace<1>,
    /// 1 where a frame was the same as the one before.
    same: Trace<1>,
    head: HeadTrace,
    body: Body,
    colors: Colors,
    signs: Signs,
    lost: Unknown,
}

impl WatchCore {
    /// One that has seen nothing yet.
    pub fn new(options: WatchOptions) -> WatchCore {
        let nothing = |origin: Origin| origin.unknown(Unknown::TooShort, 0.0, 0.0);
        WatchCore {
            options,
            last_us: None,
            round_us: None,
            seen: Trace::new(MINUTE_SECS),
            same: Trace::new(FROZEN_SECS),
            head: HeadTrace::new(STILLNESS_SECS + 5.0),
            body: Body::new(MINUTE_SECS),
            colors: Colors::new(),
            signs: Signs {
                fps: 0.0,
                present: 0.0,
                breathing: nothing(body::ORIGIN),
                pulse: nothing(color::ORIGIN),
                stillness: nothing(STILLNESS),
                settling_speed: options.settling_speed,
                chest: None,
            },
            lost: Unknown::NoFace,
        }
    }

    /// Faces cannot be found, because their models are not installed: that is the reason for what is unknown.
    pub fn no_model(&mut self) {
        self.lost = Unknown::NoModel;
    }

    /// Whether a time is not after the last frame's.
    pub fn is_old(&self, at_us: i64) -> bool {
        // A clock that steps back by a minute is another clock.
        self.last_us.is_some_and(|last| at_us <= last && last.saturating_sub(at_us) < 60_000_000)
    }

    /// Takes a frame and the points of the face in it. Figures are found anew once a second.
    pub fn push(&mut self, at_us: i64, picture: &Picture, points: Option<&Landmarks>) -> Signs {
        if self.is_old(at_us) {
            return self.signs.clone();
        }
        self.last_us = Some(at_us);
        let face = points.and_then(Face::of);
        self.seen.push(at_us, [f64::from(u8::from(face.is_some()))]);
        let is_same = self.body.look(at_us, picture, face.as_ref());
        self.same.push(at_us, [f64::from(u8::from(is_same))]);
        if let (Some(face), Some(points), false) = (&face, points, is_same) {
            let [x, y] = face.middle.map(f64::from);
            self.head.push(at_us, [x, y, f64::from(face.eyes)]);
            self.colors.look(at_us, picture, points, face);
        }
        self.signs.chest = self.body.chest().filter(|_| face.is_some());
        if self.round_us.is_none_or(|last| !(0..ROUND_US).contains(&at_us.saturating_sub(last))) {
            self.round_us = Some(at_us);
            self.round();
        }
        self.signs.clone()
    }

    fn round(&mut self) {
        self.signs.fps = self.seen.rate_hz() as f32;
        self.signs.present = self.seen.mean() as f32;
        self.signs.stillness = self.stillness();
        self.signs.breathing = self.body.rate();
        self.signs.pulse = self.colors.pulse(self.options.pacer_hz);
        let why = if self.same.secs() > FROZEN_SECS / 2.0 && self.same.mean() > FROZEN {
            Some(Unknown::NotAlive)
        } else if self.seen.newest().is_none_or(|(_, [seen])| seen < 0.5) {
            Some(self.lost)
        } else {
            None
        };
        let Some(why) = why else { return };
        for estimate in
            [&mut self.signs.breathing, &mut self.signs.pulse, &mut self.signs.stillness]
        {
            estimate.told = base::sense::Told::Unknown(why);
            estimate.quality = 0.0;
        }
    }

    fn stillness(&mut self) -> Estimate<f32> {
        if self.signs.settling_speed.is_none() && self.head.secs() >= STILLNESS_SECS {
            self.signs.settling_speed =
                stillness::speed(&self.head, STILLNESS_SECS).map(|(speed, _)| speed);
        }
        stillness::stillness(&self.head, STILLNESS_SECS, self.signs.settling_speed)
    }
}

const STILLNESS: Origin = Origin { source: Source::Camera, model: "stillness", version: "1" };

impl Face {
    /// `None` when the points are no face: not finite, or without any size.
    fn of(points: &Landmarks) -> Option<Face> {
        let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for point in points {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
        let [a, b] = EYES.map(|eye| points[eye]);
        let eyes = (a[0] - b[0]).hypot(a[1] - b[1]);
        let mean = |axis: usize| {
            STEADY.iter().map(|&point| points[point][axis]).sum::<f32>() / STEADY.len() as f32
        };
        let sides = [low[0], low[1], high[0], high[1]];
        let middle = [mean(0), mean(1)];
        let is_finite = points.iter().flatten().all(|value| value.is_finite());
        (is_finite && eyes > 1.0 && eyes < 1e5).then_some(Face { sides, middle, eyes })
    }

    /// What is behind the head: on both sides of it, above the shoulders; left, top, right, bottom.
    fn beside(&self) -> [[f32; 4]; 2] {
        let [left, top, right, _] = self.sides;
        let (width, height) = (self.width(), self.height());
        let (from, to) = (top - 0.3 * height, top + 0.5 * height);
        [
            [left - 1.2 * width, from, left - 0.5 * width, to],
            [right + 0.5 * width, from, right + 1.2 * width, to],
        ]
    }

    fn width(&self) -> f32 {
        self.sides[2] - self.sides[0]
    }

    fn height(&self) -> f32 {
        self.sides[3] - self.sides[1]
    }
}

/// Points of a part of the face.
fn part<const N: usize>(points: &Landmarks, which: [usize; N]) -> Vec<skin::Point> {
    which.iter().map(|&point| [points[point][0], points[point][1]]).collect()
}
