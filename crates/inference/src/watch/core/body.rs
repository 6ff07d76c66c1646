//! The chest against the head.

use std::collections::VecDeque;

use base::sense::{Estimate, Picture, Source, Told, Unknown};

use super::Face;
use crate::signal::filter::{Filter, detrend};
use crate::signal::flow::{Gray, motion};
use crate::signal::rate::{self, Curve};
use crate::signal::trace::Trace;
use crate::signal::{Origin, deviation};

pub(super) const ORIGIN: Origin =
    Origin { source: Source::Camera, model: "chest_minus_head_flow", version: "1" };

/// The rate at which the curve is judged, samples a second.
const RATE_HZ: f64 = 10.0;
/// A figure is shown only if the breath's power against the rest is above this, decibels (on a recording whose one
/// half showed the breath and the other did not, they had more and -6.5).
const SNR_DB_MIN: f64 = -3.0;
/// A step larger than this from one frame to the next, in eye distances, is no breath and cannot be followed.
const STEP_MAX: f32 = 0.06;
/// The share of the time that must be left.
const COVERAGE_MIN: f32 = 0.6;
/// A chest that moves less than this, in eye distances, is not seen to move (the living sway by more).
const STILL: f64 = 0.002;
/// The chest must move against the head by at least this share of what the head itself moves: of two parts that
/// move as one, nothing but errors is left.
const AGAINST_MIN: f64 = 0.08;
/// And by at least so many times what is behind moves: a photo moves with its wall, a camera on a lap with all.
const BEHIND_MIN: f64 = 1.5;
/// Rounds (of a second) in a row that must say the same before a rate is shown, and by which share they may differ.
const ROUNDS: usize = 8;
const ROUNDS_DIFFER_MAX: f32 = 0.1;
/// Below the points' lowest one by so many heights of the face begins and ends the chest; so many widths on each
/// side of it.
const CHEST: (f32, f32, f32) = (0.35, 1.25, 0.7);
/// A chest of which less than this share of its height is in the picture cannot be read.
const CHEST_SHARE_MIN: f32 = 0.3;

/// Follows the chest and the head.
pub(super) struct Body {
    window_secs: f64,
    before: Option<(i64, Gray)>,
    /// Downward in eye distances since the beginning: chest, head, how much the head has grown, and what is behind.
    moved: Trace<4>,
    at: [f64; 4],
    pixels: f32,
    /// 1 where the motion was too large.
    hasty: Trace<1>,
    is_in_sight: bool,
    rounds: VecDeque<f32>,
}

impl Body {
    pub(super) fn new(window_secs: f64) -> Body {
        Body {
            window_secs,
            before: None,
            moved: Trace::new(window_secs),
            at: [0.0; 4],
            pixels: 0.0,
            hasty: Trace::new(window_secs),
            is_in_sight: true,
            rounds: VecDeque::new(),
        }
    }

    /// Compares a frame with the one before; whether both are the very same picture.
    pub(super) fn look(&mut self, at_us: i64, picture: &Picture, face: Option<&Face>) -> bool {
        let gray = Gray::of(picture);
        if let Some((_, before)) = &self.before
            && *before == gray
        {
            return true;
        }
        if let (Some(face), Some((_, before))) = (face, &self.before) {
            let chest = chest(face, picture.height() as f32);
            self.is_in_sight = chest.is_some();
            let head = motion(before, &gray, face.sides);
            let chest = chest.and_then(|sides| motion(before, &gray, sides));
            if let (Some(chest), Some(head)) = (chest, head) {
                let steps = [chest.down, head.down].map(|down| down / face.eyes);
                let is_hasty = steps.iter().any(|step| step.abs() > STEP_MAX);
                self.hasty.push(at_us, [f64::from(u8::from(is_hasty))]);
                if !is_hasty {
                    self.at[0] += f64::from(steps[0]);
                    self.at[1] += f64::from(steps[1]);
                    self.at[2] += f64::from(head.growth);
                    self.at[3] += f64::from(behind(before, &gray, face) / face.eyes);
                    self.pixels += chest.down - head.down;
                    self.moved.push(at_us, self.at);
                }
            }
        }
        self.before = Some((at_us, gray));
        false
    }

    /// How far the chest is down against the head, in pixels.
    pub(super) fn chest(&self) -> Option<f32> {
        self.moved.newest().map(|_| self.pixels)
    }

    /// Breaths a minute; to be asked once a second.
    pub(super) fn rate(&mut self) -> Estimate<f32> {
        let now = self.rate_now();
        let Told::Value(rate) = now.told else {
            self.rounds.clear();
            return now;
        };
        self.rounds.retain(|before| (before - rate).abs() <= ROUNDS_DIFFER_MAX * rate);
        self.rounds.push_back(rate);
        if self.rounds.len() > ROUNDS {
            self.rounds.pop_front();
        }
        match self.rounds.len() {
            ROUNDS => now,
            _ => ORIGIN.unknown(Unknown::Unsure, now.quality, now.coverage),
        }
    }

    fn rate_now(&self) -> Estimate<f32> {
        let coverage = self.moved.coverage(self.hasty.secs().max(rate::SECS_MIN));
        let unknown = |why, quality| ORIGIN.unknown(why, quality, coverage);
        if !self.is_in_sight {
            return unknown(Unknown::Unsure, 0.0);
        }
        let Some(even) = self.moved.even(self.window_secs, RATE_HZ) else {
            return unknown(Unknown::TooShort, 0.0);
        };
        if self.hasty.mean() > f64::from(1.0 - COVERAGE_MIN) {
            return unknown(Unknown::Moving, 0.0);
        }
        if even.secs() < rate::SECS_MIN {
            return unknown(Unknown::TooShort, 0.0);
        }
        if coverage < COVERAGE_MIN {
            return unknown(Unknown::Unsure, 0.0);
        }
        let [chest, head, growth, behind] = &even.channels;
        let against: Vec<f64> = chest.iter().zip(head).map(|(chest, head)| chest - head).collect();
        let breath = without(against, growth);
        if deviation(chest).max(deviation(head)) < STILL {
            return unknown(Unknown::NotAlive, 0.0);
        }
        let (told, quality) = rate::judge(&breath, RATE_HZ);
        let as_one = AGAINST_MIN * band_deviation(head);
        if band_deviation(&breath) < as_one.max(BEHIND_MIN * band_deviation(behind)) {
            return unknown(Unknown::Moving, quality);
        }
        let is_weak = |rate: f32| {
            Curve::new(&breath, RATE_HZ)
                .is_none_or(|curve| curve.snr_db(f64::from(rate)) < SNR_DB_MIN)
        };
        match told {
            Told::Value(rate) if !is_weak(rate) => ORIGIN.value(rate, quality, coverage),
            Told::Unknown(Unknown::TooShort) => unknown(Unknown::TooShort, quality),
            Told::Value(_) | Told::Unknown(_) => unknown(Unknown::Unsure, quality),
        }
    }
}

/// How far what is behind the head moved down, in pixels: the side that shows more. 0 for a plain wall.
fn behind(before: &Gray, after: &Gray, face: &Face) -> f32 {
    let sides = face.beside().map(|sides| motion(before, after, sides));
    let clearest = sides.into_iter().flatten().max_by(|a, b| a.energy.total_cmp(&b.energy));
    clearest.map_or(0.0, |motion| motion.down)
}

/// Where the chest is: below the chin; `None` when too little of it is in the picture.
fn chest(face: &Face, height: f32) -> Option<[f32; 4]> {
    let (top, bottom) =
        (face.sides[3] + CHEST.0 * face.height(), face.sides[3] + CHEST.1 * face.height());
    let aside = CHEST.2 * face.width();
    let in_sight = (bottom.min(height) - top) / (bottom - top);
    (in_sight >= CHEST_SHARE_MIN)
        .then(|| [face.sides[0] - aside, top, face.sides[2] + aside, bottom.min(height)])
}

/// A curve without what another one explains: the chest moves against the head when the head comes nearer, too,
/// as every photo in a hand does. Both within the band of breathing.
fn without(mut curve: Vec<f64>, other: &[f64]) -> Vec<f64> {
    let (own, other) = (band(&curve), band(other));
    let power: f64 = other.iter().map(|value| value * value).sum();
    let both: f64 = own.iter().zip(&other).map(|(a, b)| a * b).sum();
    if power > 0.0 {
        let share = both / power;
        curve.iter_mut().zip(&other).for_each(|(value, other)| *value -= share * other);
    }
    curve
}

/// A curve within the band of breathing.
fn band(row: &[f64]) -> Vec<f64> {
    let mut row = row.to_vec();
    detrend(&mut row);
    Filter::band_pass(0.05, 1.0, RATE_HZ).apply(&row)
}

fn band_deviation(row: &[f64]) -> f64 {
    deviation(&band(row))
}
