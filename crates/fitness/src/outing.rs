//! Outings that nobody made: a believable run or ride with its track, and what a watch would measure
//! over days. Equal seeds give equal outings. The demo year and benches are made of them.
//!
//! A way is a closed curve around a place: its distance from the middle is a sum of waves. Speed falls
//! where it climbs, the heart follows with a delay, and both tremble.

pub(crate) mod days;

use std::f64::consts::TAU;

use base::day::Day;

use crate::model::activity::Activity;
use crate::model::geo::Place;
use crate::model::sport::{Class, class_of};
use crate::model::track::{Column, Track};

/// One outing to be made.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Which.
    pub(crate) seed: u64,
    /// `run`, `ride`, `walk`.
    pub(crate) sport: String,
    /// When it begins, Unix milliseconds.
    pub(crate) start: i64,
    /// Its local day and how far that is east of UTC, seconds.
    pub(crate) day: Day,
    /// Seconds east of UTC.
    pub(crate) offset_s: i32,
    /// How long it takes.
    pub(crate) elapsed_ms: i64,
    /// How far it is.
    pub(crate) distance_mm: i64,
    /// Milliseconds between points.
    pub(crate) step_ms: i64,
}

/// In the middle of the ways: a park with water around it (no one lives there).
const MIDDLE: Place = Place { latitude: 52.5145, longitude: 13.3501 };
/// Meters of a degree of latitude.
const DEGREE_M: f64 = 111_195.0;
/// A loop is no longer than this; longer ways go around several times.
const LOOP_M: f64 = 8_000.0;
/// Corners of the loop.
const CORNERS: usize = 720;
/// The most points of an outing.
const POINTS_MAX: i64 = 200_000;

/// Dice that come out the same for the same seed (SplitMix64, Steele et al. 2014).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From -1 to 1, the middle more often.
    pub(crate) fn swing(&mut self) -> f64 {
        let share = |roll: u64| (roll >> 11) as f64 / (1_u64 << 53) as f64;
        share(self.roll()) + share(self.roll()) - 1.0
    }

    /// Between two numbers, the second one excluded.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap_or(0).max(1);
        low + i64::try_from(self.roll() % width).unwrap_or(0)
    }
}

/// A loop: places at equal parts of an angle, and the way up to each.
struct Loop {
    corners: Vec<(f64, f64)>,
    ways: Vec<f64>,
    hills: [(f64, f64); 3],
}

impl Loop {
    fn new(dice: &mut Dice, length_m: f64) -> Loop {
        let waves: Vec<(f64, f64, f64)> =
            (2..6).map(|n| (f64::from(n), 0.22 * dice.swing(), TAU * dice.swing())).collect();
        let radius = |angle: f64| {
            1.0 + waves.iter().map(|(n, high, shift)| high * (n * angle + shift).sin()).sum::<f64>()
        };
        let corner = |at: usize| {
            let angle = TAU * at as f64 / CORNERS as f64;
            (radius(angle) * angle.cos(), radius(angle) * angle.sin())
        };
        let mut corners: Vec<(f64, f64)> = (0..=CORNERS).map(corner).collect();
        let mut ways = vec![0.0];
        for pair in corners.windows(2) {
            let last = ways.last().copied().unwrap_or(0.0);
            ways.push(last + (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1));
        }
        let scale = length_m / ways.last().copied().unwrap_or(1.0);
        corners.iter_mut().for_each(|(x, y)| (*x, *y) = (*x * scale, *y * scale));
        ways.iter_mut().for_each(|way| *way *= scale);
        let hills = [1.0, 2.0, 5.0].map(|n| (n, dice.swing()));
        Loop { corners, ways, hills }
    }

    /// Meters east and north of the middle, so far along.
    fn at(&self, way: f64) -> (f64, f64) {
        let around = way.rem_euclid(self.length());
        let next = self.ways.partition_point(|known| *known <= around).clamp(1, CORNERS);
        let (from, to) = (self.ways[next - 1], self.ways[next]);
        let part = if to > from { (around - from) / (to - from) } else { 0.0 };
        let ((ax, ay), (bx, by)) = (self.corners[next - 1], self.corners[next]);
        (ax + (bx - ax) * part, ay + (by - ay) * part)
    }

    fn length(&self) -> f64 {
        self.ways.last().copied().unwrap_or(1.0)
    }

    /// Meters above the lowest, so far along.
    fn height(&self, way: f64) -> f64 {
        let angle = TAU * way / self.length();
        40.0 + self
            .hills
            .iter()
            .map(|(n, shift)| 8.0 / n * (n * angle + shift * TAU).sin())
            .sum::<f64>()
    }
}

/// Makes an outing: what a watch would tell of it.
pub(crate) fn outing(plan: &Plan) -> (Activity, Track) {
    let mut dice = Dice::new(plan.seed ^ plan.start.unsigned_abs());
    let whole_m = plan.distance_mm as f64 / 1000.0;
    let rounds = (whole_m / LOOP_M).ceil().max(1.0);
    let around = Loop::new(&mut dice, whole_m / rounds);
    let steps = (plan.elapsed_ms / plan.step_ms.max(1)).clamp(1, POINTS_MAX);
    let ways = ways(&around, whole_m, steps, &mut dice);
    let is_ride = class_of(&plan.sport) == Class::Wheel;
    let mut track = Track::default();
    let mut effort = 0.0_f64;
    let mut heart = 96.0;
    for (step, way) in (0..=steps).zip(&ways) {
        track.push(plan.elapsed_ms * step / steps);
        let next = ways.get(usize::try_from(step + 1).unwrap_or(0)).copied().unwrap_or(*way);
        let seconds = (plan.elapsed_ms as f64 / 1000.0 / steps as f64).max(0.001);
        let speed = (next - way) / seconds;
        let slope = (around.height(way + 5.0) - around.height(*way)) / 5.0;
        let wanted = 1.0 + slope * 6.0 + 0.06 * dice.swing();
        effort += (wanted - effort) * (seconds / 20.0).min(1.0);
        let tired = step as f64 / steps as f64;
        heart += (122.0 + 24.0 * effort + 9.0 * tired - heart) * (seconds / 45.0).min(1.0);
        let (east, north) = around.at(*way);
        let narrow = MIDDLE.latitude.to_radians().cos();
        let degrees = |meters: f64, of: f64| ((of + meters) * 1e7).round() as i64;
        let (jitter_e, jitter_n) = (0.8 * dice.swing(), 0.8 * dice.swing());
        let latitude = degrees((north + jitter_n) / DEGREE_M, MIDDLE.latitude);
        let longitude = degrees((east + jitter_e) / DEGREE_M / narrow, MIDDLE.longitude);
        track.set(Column::Latitude, latitude);
        track.set(Column::Longitude, longitude);
        // A barometer's fifth of a meter.
        track.set(Column::Altitude, (around.height(*way) * 5.0).round() as i64 * 200);
        track.set(Column::Heart, (heart + dice.swing()).round() as i64);
        track.set(Column::Speed, (speed * 1000.0).round() as i64);
        track.set(Column::Distance, (way * 1000.0).round() as i64);
        let cadence = if is_ride { 86.0 } else { 84.0 } + 3.0 * dice.swing();
        track.set(Column::Cadence, cadence.round() as i64);
        if is_ride {
            let watts = 165.0 + 120.0 * (effort - 1.0) + 25.0 * dice.swing();
            track.set(Column::Power, watts.max(0.0).round() as i64);
        }
    }
    (told(plan, &track), track)
}

/// The way up to each step: slower where it climbs, trembling, and in all as far as is wanted.
fn ways(around: &Loop, whole_m: f64, steps: i64, dice: &mut Dice) -> Vec<f64> {
    let mut ways = vec![0.0];
    let mut drift = 0.0_f64;
    for step in 0..steps {
        let rough = whole_m * step as f64 / steps as f64;
        let slope = (around.height(rough + 5.0) - around.height(rough)) / 5.0;
        drift = (drift + 0.02 * dice.swing()).clamp(-0.08, 0.08);
        let pace = (1.0 - slope * 3.0 + drift).clamp(0.5, 1.6);
        ways.push(ways.last().copied().unwrap_or(0.0) + pace);
    }
    let scale = whole_m / ways.last().copied().unwrap_or(1.0).max(1e-9);
    ways.iter().map(|way| way * scale).collect()
}

fn told(plan: &Plan, track: &Track) -> Activity {
    let mut activity = Activity::new("fit", "demo watch", plan.start, plan.day);
    plan.sport.clone_into(&mut activity.sport);
    plan.sport.clone_into(&mut activity.raw);
    activity.maker = "A watch".to_owned();
    activity.offset_s = Some(plan.offset_s);
    activity.elapsed_ms = plan.elapsed_ms;
    activity.totals.timer_ms = Some(plan.elapsed_ms);
    activity.totals.distance_mm = Some(plan.distance_mm);
    // A kilocalorie for each kilogram (of 70) and kilometer on foot, a third of it on wheels.
    let kilometers = plan.distance_mm / 1_000_000;
    let share = if class_of(&plan.sport) == Class::Wheel { 3 } else { 1 };
    activity.totals.energy_j = Some(kilometers * 70 * 4184 / share);
    crate::import::fill(&mut activity, track);
    activity.describe(track);
    activity
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::splits::splits;
    use crate::model::way::{along_positions_mm, way_mm};

    fn plan(sport: &str) -> Plan {
        Plan {
            seed: 7,
            sport: sport.to_owned(),
            start: 1_772_348_400_000,
            day: "2026-03-01".parse().expect("a day"),
            offset_s: 3600,
            elapsed_ms: 3_000_000,
            distance_mm: 10_000_000,
            step_ms: 1000,
        }
    }

    #[test]
    fn an_outing_is_believable_and_the_same_for_the_same_seed() {
        let (activity, track) = outing(&plan("run"));
        assert_eq!((activity.clone(), track.clone()), outing(&plan("run")));
        assert_ne!(track, outing(&Plan { seed: 8, ..plan("run") }).1);
        let way = way_mm(&track);
        assert!((way.last().copied().unwrap_or(0) - 10_000_000).abs() < 10, "as far as wanted");
        let positions = along_positions_mm(&track).last().copied().unwrap_or(0.0);
        assert!(
            (9.7e6..12.5e6).contains(&positions),
            "the places are where the way is: {positions}"
        );
        let splits = splits(&track, &way, 1_000_000);
        assert!(splits.iter().all(|one| (240_000..370_000).contains(&one.time_ms)), "{splits:?}");
        let ascent = activity.totals.ascent_mm.unwrap_or(0);
        assert!((10_000..200_000).contains(&ascent), "{ascent}");
        assert!((130..165).contains(&activity.totals.heart_bpm.unwrap_or(0)), "{activity:?}");
    }

    #[test]
    fn a_ride_has_power() {
        let (activity, track) =
            outing(&Plan { distance_mm: 60_000_000, elapsed_ms: 7_200_000, ..plan("ride") });
        assert!(track.has(Column::Power));
        assert!((120..220).contains(&activity.totals.power_w.unwrap_or(0)), "{activity:?}");
    }
}
