//! What a source measured over a day: steps, heartbeats, sleep, weight. The body of
//! `fitness.samples`, and what a day comes to.
//!
//! The same samples may come in several facts, because exports overlap: what counts is the union with
//! equal samples dropped ([`union`]). Sources of one day are never added up. The natural keys are
//! frozen as version 1.

use base::day::Day;
use serde::{Deserialize, Serialize};
use store::facts::FactBody;

use super::track::{Reader, put_signed, put_unsigned};

/// The most samples of one fact: twelve a second for a day.
pub(crate) const SAMPLES_MAX: usize = 1_100_000;
const DAY_MS: i64 = 86_400_000;
/// A quarter of an hour: what a day is covered by.
const SLOT_MS: i64 = 900_000;

/// What samples of a kind come to in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sums {
    /// They add up: steps.
    Sum,
    /// Their mean: heart rate.
    Mean,
    /// The last counts: weight.
    Last,
    /// Stages of sleep: the minutes asleep.
    Sleep,
}

macro_rules! whats {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $unit:literal, $sums:ident;)*) => {
        /// What is measured.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum What { $($(#[$doc])* $name,)* }

        impl What {
            /// All of them.
            pub(crate) const ALL: &'static [What] = &[$(What::$name),*];

            /// The word in keys, tables and commands.
            pub(crate) const fn slug(self) -> &'static str {
                match self { $(What::$name => $slug,)* }
            }

            /// What a value counts.
            pub(crate) const fn unit(self) -> &'static str {
                match self { $(What::$name => $unit,)* }
            }

            /// What a day comes to.
            pub(crate) const fn sums(self) -> Sums {
                match self { $(What::$name => Sums::$sums,)* }
            }
        }
    };
}

whats! {
    /// Steps.
    Steps = "steps", "", Sum;
    /// Way, walked or run or ridden.
    Distance = "distance", "mm", Sum;
    /// Energy spent by moving.
    Energy = "energy", "J", Sum;
    /// Energy spent at rest.
    EnergyRest = "energy_rest", "J", Sum;
    /// Minutes of exercise, as a watch sees it.
    Exercise = "exercise", "ms", Sum;
    /// Floors climbed.
    Floors = "floors", "", Sum;
    /// Heart rate.
    Heart = "heart", "bpm", Mean;
    /// Heart rate at rest.
    RestingHeart = "resting_heart", "bpm", Last;
    /// Heart rate variability: SDNN or RMSSD, as its source has it.
    Hrv = "hrv", "us", Mean;
    /// Stages of sleep.
    Sleep = "sleep", "stage", Sleep;
    /// Weight.
    Weight = "weight", "mg", Last;
    /// Body fat.
    BodyFat = "body_fat", "permille", Last;
    /// Saturation of the blood with oxygen.
    Oxygen = "oxygen", "permille", Mean;
    /// Breaths, thousandths a minute.
    Breath = "breath", "mHz*60", Mean;
    /// Oxygen uptake, microliters per kilogram and minute.
    Vo2Max = "vo2max", "ul/kg/min", Last;
    /// Stress as a watch rates it, 0 to 100.
    Stress = "stress", "", Mean;
    /// Waist.
    Waist = "waist", "mm", Last;
}

impl What {
    /// By its word.
    pub(crate) fn of(slug: &str) -> Option<What> {
        What::ALL.iter().copied().find(|what| what.slug() == slug)
    }
}

/// Stages of sleep, as values of samples.
pub(crate) mod stage {
    /// In bed, asleep or not.
    pub(crate) const IN_BED: i64 = 0;
    /// Awake.
    pub(crate) const AWAKE: i64 = 1;
    /// Asleep, nobody knows how deep.
    pub(crate) const ASLEEP: i64 = 2;
    /// Light sleep.
    pub(crate) const LIGHT: i64 = 3;
    /// Deep sleep.
    pub(crate) const DEEP: i64 = 4;
    /// Dreams.
    pub(crate) const REM: i64 = 5;
    /// Their words.
    pub(crate) const WORDS: [&str; 6] = ["in_bed", "awake", "asleep", "light", "deep", "rem"];
}

/// One measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Sample {
    /// When it began, Unix milliseconds.
    pub(crate) start: i64,
    /// When it ended; the same for an instant.
    pub(crate) end: i64,
    /// In the unit of its kind.
    pub(crate) value: i64,
}

/// The body of `fitness.samples`: what one source said of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Samples {
    /// The slug of [`What`].
    pub(crate) what: String,
    /// `apple:iPhone of Ada`, `fit:3868`.
    pub(crate) source: String,
    /// The local day.
    pub(crate) day: Day,
    /// Seconds east of UTC, when that is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) offset_s: Option<i32>,
    /// See [`pack`].
    #[serde(with = "super::base64")]
    pub(crate) packed: serde_bytes::ByteBuf,
    /// BLAKE3 of `packed`, the first 16 bytes as hexadecimal digits.
    pub(crate) hash: String,
}

impl Samples {
    /// From samples in any order.
    pub(crate) fn new(
        what: What,
        source: &str,
        day: Day,
        offset_s: Option<i32>,
        mut samples: Vec<Sample>,
    ) -> Samples {
        samples.sort_unstable();
        samples.dedup();
        samples.truncate(SAMPLES_MAX);
        let packed = pack(&samples);
        let hash = data_encoding::HEXLOWER.encode(&blake3::hash(&packed).as_bytes()[..16]);
        Samples {
            what: what.slug().to_owned(),
            source: source.to_owned(),
            day,
            offset_s,
            packed: packed.into(),
            hash,
        }
    }
}

impl FactBody for Samples {
    fn at_ms(&self) -> i64 {
        // Noon in UTC: the day alone, so that the id does not follow from a zone.
        const NOON_S: i64 = 43_200;
        let midnight = self.day.date().at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
        midnight.map_or(0, |at| (at.timestamp().as_second() + NOON_S).max(0) * 1000)
    }

    fn natural_key(&self, out: &mut String) {
        let source = self.source.replace('|', "/");
        out.push_str(&format!("v1|{}|{}|{source}|{}", self.day, self.what, self.hash));
    }

    fn title(&self) -> String {
        self.what.clone()
    }
}

/// Samples as bytes: their number, then of each the differences to the one before of start, length and
/// value.
pub(crate) fn pack(samples: &[Sample]) -> Vec<u8> {
    let mut out = Vec::with_capacity(4 + samples.len() * 6);
    put_unsigned(&mut out, samples.len() as u64);
    let mut before = Sample { start: 0, end: 0, value: 0 };
    for sample in samples {
        put_signed(&mut out, sample.start.wrapping_sub(before.start));
        put_signed(&mut out, sample.end.wrapping_sub(sample.start));
        put_signed(&mut out, sample.value.wrapping_sub(before.value));
        before = *sample;
    }
    out
}

/// The samples in bytes; those before the damage, when there is any.
pub(crate) fn unpack(bytes: &[u8]) -> Vec<Sample> {
    let mut reader = Reader::new(bytes);
    let count = reader.count(SAMPLES_MAX).unwrap_or(0).min(bytes.len());
    let mut samples = Vec::with_capacity(count);
    let mut before = Sample { start: 0, end: 0, value: 0 };
    for _ in 0..count {
        let mut next = || reader.signed();
        let Some(((start, length), value)) = next().zip(next()).zip(next()) else { break };
        let start = before.start.wrapping_add(start);
        let (end, value) = (start.wrapping_add(length), before.value.wrapping_add(value));
        before = Sample { start, end, value };
        samples.push(before);
    }
    samples
}

/// All samples of several facts, equal ones once, in their order.
pub(crate) fn union(packed: &[Vec<u8>]) -> Vec<Sample> {
    let mut all: Vec<Sample> = packed.iter().flat_map(|bytes| unpack(bytes)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What the samples of one source come to in a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figure {
    /// The sum, mean (rounded), last value, or milliseconds asleep.
    pub(crate) value: i64,
    /// The lowest.
    pub(crate) low: i64,
    /// The highest.
    pub(crate) high: i64,
    /// How many samples.
    pub(crate) samples: i64,
    /// How many quarters of an hour have any.
    pub(crate) slots: i64,
}

/// What samples in their order come to; `None` when there are none.
pub(crate) fn figure(what: What, samples: &[Sample]) -> Option<Figure> {
    let (first, last) = (samples.first()?, samples.last()?);
    let values = samples.iter().map(|sample| sample.value);
    let sum: i128 = values.clone().map(i128::from).sum();
    let value = match what.sums() {
        Sums::Sum => i64::try_from(sum).unwrap_or(i64::MAX),
        Sums::Mean => {
            let count = samples.len() as i128;
            i64::try_from((sum * 2 + count).div_euclid(count * 2)).unwrap_or(i64::MAX)
        }
        Sums::Last => last.value,
        Sums::Sleep => asleep_ms(samples),
    };
    Some(Figure {
        value,
        low: values.clone().min().unwrap_or(0),
        high: values.max().unwrap_or(0),
        samples: i64::try_from(samples.len()).unwrap_or(i64::MAX),
        slots: slots(first.start, samples),
    })
}

/// How many quarters of an hour of the day and the half day before it have a sample.
fn slots(first: i64, samples: &[Sample]) -> i64 {
    let base = first.div_euclid(SLOT_MS);
    let mut seen = 0_u128;
    for sample in samples {
        let from = (sample.start.div_euclid(SLOT_MS) - base).clamp(0, 127);
        // An end on the border belongs to the quarter before it.
        let to = ((sample.end - 1).div_euclid(SLOT_MS) - base).clamp(from, 127);
        let width = u32::try_from(to - from + 1).unwrap_or(1);
        let bits = if width >= 128 { u128::MAX } else { (1_u128 << width) - 1 };
        seen |= bits << from;
    }
    i64::from(seen.count_ones())
}

/// Milliseconds asleep: spans may overlap, and stages may stand beside a plain `asleep`.
pub(crate) fn asleep_ms(samples: &[Sample]) -> i64 {
    spans_ms(samples.iter().filter(|sample| sample.value >= stage::ASLEEP))
}

/// Milliseconds in a stage.
pub(crate) fn stage_ms(samples: &[Sample], stage: i64) -> i64 {
    spans_ms(samples.iter().filter(|sample| sample.value == stage))
}

/// How long spans in the order of their starts take, overlaps counted once.
fn spans_ms<'s>(samples: impl Iterator<Item = &'s Sample>) -> i64 {
    let mut until = i64::MIN;
    let mut sum = 0_i64;
    for sample in samples {
        // A span is within a day and a half; what is longer is damaged.
        let end = sample.end.min(sample.start.saturating_add(DAY_MS));
        if end > until {
            sum = sum.saturating_add(end - sample.start.max(until));
            until = end;
        }
    }
    sum
}

/// The day to which sleep that begins at a local time belongs: from six in the evening on, the next
/// one, because a night is named after its morning. (Health programs differ here; this is ours.)
pub(crate) const NIGHT_SHIFT_MS: i64 = 6 * 3_600_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample(start: i64, end: i64, value: i64) -> Sample {
        Sample { start, end, value }
    }

    proptest! {
        #[test]
        fn samples_come_back_from_their_bytes(raw in prop::collection::vec((any::<i64>(), any::<i64>(), any::<i64>()), 0..50)) {
            let samples: Vec<Sample> = raw.into_iter().map(|(a, b, c)| sample(a, b, c)).collect();
            prop_assert_eq!(unpack(&pack(&samples)), samples);
        }

        #[test]
        fn any_split_of_samples_has_the_same_union(
            raw in prop::collection::vec((0_i64..50, 0_i64..9, 0_i64..5), 0..40),
            picks in prop::collection::vec(0_u8..4, 40),
        ) {
            let all: Vec<Sample> = raw.into_iter().map(|(a, b, c)| sample(a, a + b, c)).collect();
            let pick = |which: &[u8]| -> Vec<Sample> {
                all.iter().zip(&picks).filter(|(_, p)| which.contains(p)).map(|(s, _)| *s).collect()
            };
            let (one, two) = (pick(&[0, 1, 2]), pick(&[1, 2, 3]));
            let mut whole = all.clone();
            whole.sort_unstable();
            whole.dedup();
            prop_assert_eq!(&union(&[pack(&one), pack(&two)]), &whole);
            prop_assert_eq!(union(&[pack(&two), pack(&one), pack(&one)]), whole);
        }

        #[test]
        fn any_bytes_and_samples_come_to_something(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut samples = unpack(&bytes);
            samples.sort_unstable();
            samples.retain(|sample| sample.start.checked_sub(0).is_some() && sample.start.abs() < 1 << 50 && sample.end.abs() < 1 << 50);
            for what in What::ALL {
                let _ = figure(*what, &samples);
            }
        }
    }

    #[test]
    fn a_day_comes_to_what_its_kind_says() {
        const QUARTER: i64 = SLOT_MS;
        let samples = [
            sample(0, QUARTER, 10),
            sample(QUARTER, 2 * QUARTER, 15),
            sample(9 * QUARTER, 9 * QUARTER, 4),
        ];
        let steps = figure(What::Steps, &samples).expect("some");
        assert_eq!((steps.value, steps.slots, steps.samples), (29, 3, 3));
        assert_eq!((steps.low, steps.high), (4, 15));
        assert_eq!(figure(What::Heart, &samples).expect("some").value, 10);
        assert_eq!(figure(What::Weight, &samples).expect("some").value, 4);
        assert_eq!(figure(What::Steps, &[]), None);
    }

    #[test]
    fn sleep_counts_once_and_waking_not_at_all() {
        const HOUR: i64 = 3_600_000;
        let mut night = vec![
            sample(0, 8 * HOUR, stage::IN_BED),
            sample(HOUR, 4 * HOUR, stage::LIGHT),
            sample(2 * HOUR, 3 * HOUR, stage::DEEP),
            sample(4 * HOUR, 5 * HOUR, stage::AWAKE),
            sample(5 * HOUR, 7 * HOUR, stage::REM),
        ];
        night.sort_unstable();
        assert_eq!(figure(What::Sleep, &night).expect("some").value, 5 * HOUR);
        assert_eq!(stage_ms(&night, stage::AWAKE), HOUR);
    }

    #[test]
    fn natural_keys_are_frozen_as_version_1() {
        let day: Day = "2026-03-01".parse().expect("a day");
        let samples =
            Samples::new(What::Steps, "apple:a|b", day, None, vec![sample(1000, 2000, 7)]);
        let mut key = String::new();
        samples.natural_key(&mut key);
        assert_eq!(key, "v1|2026-03-01|steps|apple:a/b|ad9328f7c38e79505ace1f7902e4f026");
        assert_eq!(samples.at_ms(), 1_772_366_400_000, "noon in UTC");
    }
}
