//! The color of the skin and of what is behind the head.

use base::sense::{Estimate, Picture, Source, Told, Unknown};

use super::{Face, Landmarks, part};
use crate::signal::Origin;
use crate::signal::pulse::{self, Window};
use crate::signal::skin::{Color, FOREHEAD, LEFT_CHEEK, RIGHT_CHEEK, hull};
use crate::signal::trace::Trace;

pub(super) const ORIGIN: Origin = Origin { source: Source::Camera, model: "pos", version: "1" };

/// The share of the window in which the face must have been seen.
const COVERAGE_MIN: f32 = 0.85;
/// Pixels that a mean of skin needs: below, a pulse drowns in the sensor's noise.
const SKIN_PIXELS_MIN: u64 = 300;
/// Skin of which more than this share is at the end of a channel's range tells nothing.
const CLIPPED_MAX: f64 = 0.3;
/// Pixels that the background needs.
const BACKGROUND_PIXELS_MIN: u64 = 400;
/// Rounds in a row that must say the same before a pulse is shown, and how far they may differ, beats a minute.
const ROUNDS: usize = 3;
const ROUNDS_DIFFER_MAX: f32 = 5.0;

/// Follows colors.
pub(super) struct Colors {
    /// Red, green, blue of the skin; the head across and down in eye distances.
    skin: Trace<5>,
    background: Trace<3>,
    is_poor: bool,
    rounds: Vec<f32>,
}

impl Colors {
    pub(super) fn new() -> Colors {
        let window = pulse::SECS + 1.0;
        Colors {
            skin: Trace::new(window),
            background: Trace::new(window),
            is_poor: false,
            rounds: Vec::new(),
        }
    }

    pub(super) fn look(&mut self, at_us: i64, picture: &Picture, points: &Landmarks, face: &Face) {
        let mut skin = Color::default();
        skin.add_polygon(picture, &hull(&part(points, FOREHEAD)));
        skin.add_polygon(picture, &hull(&part(points, LEFT_CHEEK)));
        skin.add_polygon(picture, &hull(&part(points, RIGHT_CHEEK)));
        let clipped = skin.clipped as f64 / skin.pixels.max(1) as f64;
        self.is_poor = skin.pixels < SKIN_PIXELS_MIN || clipped > CLIPPED_MAX;
        if let (Some([r, g, b]), false) = (skin.mean(), self.is_poor) {
            let [x, y] = face.middle.map(|side| f64::from(side / face.eyes));
            self.skin.push(at_us, [r, g, b, x, y]);
        }
        let mut behind = Color::default();
        for sides in face.beside() {
            behind.add_rectangle(picture, sides);
        }
        if let (Some(color), true) = (behind.mean(), behind.pixels >= BACKGROUND_PIXELS_MIN) {
            self.background.push(at_us, color);
        }
    }

    /// Beats a minute.
    pub(super) fn pulse(&mut self, pacer_hz: Option<f64>) -> Estimate<f32> {
        let coverage = self.skin.coverage(pulse::SECS);
        let unknown = |why, quality| ORIGIN.unknown(why, quality, coverage);
        if self.is_poor {
            self.rounds.clear();
            return unknown(Unknown::PoorLight, 0.0);
        }
        let even = self.skin.even(pulse::SECS, pulse::RATE_HZ);
        let Some(even) = even.filter(|even| even.secs() >= pulse::SECS_MIN) else {
            return unknown(Unknown::TooShort, 0.0);
        };
        if coverage < COVERAGE_MIN {
            self.rounds.clear();
            let why =
                if even.secs() < 0.9 * pulse::SECS { Unknown::TooShort } else { Unknown::NoFace };
            return unknown(why, 0.0);
        }
        let behind = self.background.even(pulse::SECS, pulse::RATE_HZ);
        let [r, g, b, x, y] = &even.channels;
        let window = Window {
            skin: [r, g, b],
            background: behind
                .as_ref()
                .map(|even| [0, 1, 2].map(|channel| even.channels[channel].as_slice())),
            head: [x, y],
            camera_hz: self.skin.rate_hz(),
            pacer_hz,
        };
        let (told, quality) = pulse::judge(&window);
        match told {
            Told::Value(rate) if self.is_lasting(rate) => ORIGIN.value(rate, quality, coverage),
            Told::Value(_) => unknown(Unknown::Unsure, quality),
            Told::Unknown(why) => {
                self.rounds.clear();
                unknown(why, quality)
            }
        }
    }

    /// Whether the last rounds said the same.
    fn is_lasting(&mut self, rate: f32) -> bool {
        self.rounds.retain(|before| (before - rate).abs() <= ROUNDS_DIFFER_MAX);
        self.rounds.push(rate);
        let first = self.rounds.len().saturating_sub(ROUNDS);
        self.rounds.drain(..first);
        self.rounds.len() == ROUNDS
    }
}
