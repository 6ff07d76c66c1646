//! What a watch measures all day, and what a scale says: samples.

use std::collections::BTreeMap;

use base::day::Day;
use jiff::tz::TimeZone;

use super::build::instant;
use super::decode::Message;
use super::profile::message;
use crate::import::told::{day_at, night_of};
use crate::model::sample::{Sample, Samples, What, stage};

/// The most samples of one file: a watch writes some thousands a day.
const SAMPLES_MAX: usize = 2_000_000;
/// One kilocalorie in joules.
const KCAL_J: i64 = 4_184;
/// Activities whose cycles are steps (`activity_type`): running, walking.
const ON_FOOT: [u64; 2] = [1, 6];

/// Samples of one file.
#[derive(Default)]
pub(super) struct Monitor {
    samples: Vec<(What, String, Sample)>,
    /// What has been counted since midnight: by kind and activity, when and how much.
    counted: BTreeMap<(What, u64), (i64, i64)>,
    activity: u64,
    asleep: Option<(i64, i64)>,
    offset_s: Option<i32>,
    clock: Option<u32>,
}

impl Monitor {
    /// Reads a message; answers whether it was one of these.
    pub(super) fn message(&mut self, message: &Message<'_>, device: &str) -> bool {
        let source = format!("fit:{device}");
        match message.number {
            message::MONITORING => self.monitoring(message, &source),
            message::MONITORING_INFO => self.info(message),
            message::WEIGHT_SCALE => self.weight(message, &source),
            message::MONITORING_HR => {
                let heart = message.signed(1).or_else(|| message.signed(0));
                self.instant(What::RestingHeart, &source, message, heart);
            }
            message::STRESS => {
                let at = message.signed(1).and_then(instant);
                let value = message.signed(0).filter(|value| (0..=100).contains(value));
                self.push(What::Stress, &source, at, value);
            }
            message::OXYGEN => {
                let value = message.signed(0).map(|percent| percent * 10);
                self.instant(What::Oxygen, &source, message, value);
            }
            message::RESPIRATION => {
                let value = message.signed(0).filter(|value| *value > 0).map(|value| value * 10);
                self.instant(What::Breath, &source, message, value);
            }
            message::SLEEP_LEVEL => self.sleep(message, &source),
            _ => return false,
        }
        true
    }

    fn instant(&mut self, what: What, source: &str, message: &Message<'_>, value: Option<i64>) {
        self.push(what, source, message.timestamp.and_then(instant), value);
    }

    fn push(&mut self, what: What, source: &str, at: Option<i64>, value: Option<i64>) {
        let Some((at, value)) = at.zip(value) else { return };
        self.span(what, source, Sample { start: at, end: at, value });
    }

    fn span(&mut self, what: What, source: &str, sample: Sample) {
        if self.samples.len() < SAMPLES_MAX {
            self.samples.push((what, source.to_owned(), sample));
        }
    }

    fn info(&mut self, message: &Message<'_>) {
        self.clock = message.timestamp;
        self.counted.clear();
        let pair = message.timestamp.zip(message.signed(0));
        let offset = pair.map(|(utc, local)| local - i64::from(utc));
        self.offset_s =
            offset.and_then(|seconds| i32::try_from(seconds).ok()).filter(|s| s.abs() < 54_000);
    }

    fn monitoring(&mut self, message: &Message<'_>, source: &str) {
        // `timestamp_16`: the low bits of the time, which roll over.
        if let Some((clock, low)) = self.clock.zip(message.unsigned(26)) {
            let ahead = (low as u32).wrapping_sub(clock) & 0xffff;
            self.clock = Some(clock.wrapping_add(ahead));
        } else if message.timestamp.is_some() {
            self.clock = message.timestamp;
        }
        let Some(at) = self.clock.and_then(instant) else { return };
        // The type stands by itself, or in the low bits beside an intensity.
        let activity = message.unsigned(5).or(message.unsigned(24).map(|both| both & 0x1f));
        self.activity = activity.unwrap_or(self.activity);
        self.push(What::Heart, source, Some(at), message.signed(27).filter(|beats| *beats > 0));
        let on_foot = ON_FOOT.contains(&self.activity);
        // Half cycles: of steps the number itself.
        let steps = message.signed(3).filter(|_| on_foot);
        self.count(What::Steps, source, at, steps);
        self.count(
            What::Distance,
            source,
            at,
            message.signed(2).map(|centimeters| centimeters * 10),
        );
        self.count(What::Energy, source, at, message.signed(19).map(|kcal| kcal * KCAL_J));
    }

    /// What came since the last count of this day; a lower one began anew.
    fn count(&mut self, what: What, source: &str, at: i64, sum: Option<i64>) {
        let Some(sum) = sum else { return };
        let before = self.counted.insert((what, self.activity), (at, sum));
        let (since, earlier) = before.filter(|(_, earlier)| *earlier <= sum).unwrap_or((at, 0));
        if sum > earlier {
            self.span(what, source, Sample { start: since.min(at), end: at, value: sum - earlier });
        }
    }

    fn weight(&mut self, message: &Message<'_>, source: &str) {
        // Several people stand on one scale.
        let source = match message.unsigned(12) {
            Some(user) => format!("{source} user {user}"),
            None => source.to_owned(),
        };
        // The highest value means that it is still being calculated.
        let weight = message.signed(0).filter(|raw| *raw != 0xfffe);
        self.instant(What::Weight, &source, message, weight.map(|hundredths| hundredths * 10_000));
        let fat = message.signed(1).map(|hundredths| (hundredths + 5) / 10);
        self.instant(What::BodyFat, &source, message, fat);
    }

    /// Each message says the stage that begins; the next one ends it.
    fn sleep(&mut self, message: &Message<'_>, source: &str) {
        let Some(at) = message.timestamp.and_then(instant) else { return };
        if let Some((since, value)) = self.asleep.take() {
            self.span(What::Sleep, source, Sample { start: since, end: at, value });
        }
        let value = match message.unsigned(0) {
            Some(1) => stage::AWAKE,
            Some(2) => stage::LIGHT,
            Some(3) => stage::DEEP,
            Some(4) => stage::REM,
            _ => return,
        };
        self.asleep = Some((at, value));
    }

    /// The samples by kind, source and day.
    pub(super) fn finish(self, offset_s: Option<i32>, zone: &TimeZone) -> Vec<Samples> {
        let offset_s = self.offset_s.or(offset_s);
        let mut days: BTreeMap<(What, String, Day), Vec<Sample>> = BTreeMap::new();
        for (what, source, sample) in self.samples {
            let day = match what {
                What::Sleep => night_of(sample.start, offset_s, zone),
                _ => day_at(sample.start, offset_s, zone),
            };
            days.entry((what, source, day)).or_default().push(sample);
        }
        let samples = days.into_iter();
        samples
            .map(|((what, source, day), samples)| {
                Samples::new(what, &source, day, offset_s, samples)
            })
            .collect()
    }
}
