//! Weights, distances and times: whole SI units inside, what people write at the edges.

use domain::wire;

wire! {
    /// What a set of an exercise is measured in.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Measured {
        /// Weight and repetitions.
        WeightReps,
        /// Repetitions with the own body, and perhaps added weight.
        Reps,
        /// Time.
        Time,
        /// Distance and time.
        DistanceTime,
        /// Weight and time.
        WeightTime,
        /// Weight and distance.
        WeightDistance,
    }
}

impl Measured {
    /// Every one.
    pub(crate) const ALL: [Measured; 6] = [
        Measured::WeightReps,
        Measured::Reps,
        Measured::Time,
        Measured::DistanceTime,
        Measured::WeightTime,
        Measured::WeightDistance,
    ];

    /// Its word in a record.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Measured::WeightReps => "weight_reps",
            Measured::Reps => "reps",
            Measured::Time => "time",
            Measured::DistanceTime => "distance_time",
            Measured::WeightTime => "weight_time",
            Measured::WeightDistance => "weight_distance",
        }
    }

    /// What a word says.
    pub(crate) fn read(word: &str) -> Option<Measured> {
        Measured::ALL.into_iter().find(|measured| measured.word() == word)
    }
}

/// A unit that people write, and how much of it is a whole SI unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Its sign: `kg`.
    pub(crate) sign: &'static str,
    /// Millionths of the whole SI unit (mg, mm) in it.
    micros: i128,
}

/// A kilogram.
pub(crate) const KG: Unit = Unit { sign: "kg", micros: 1_000_000_000_000 };
/// An avoirdupois pound: 0.45359237 kg (International Yard and Pound Agreement, 1959).
pub(crate) const LB: Unit = Unit { sign: "lb", micros: 453_592_370_000 };
/// A kilometer.
pub(crate) const KM: Unit = Unit { sign: "km", micros: 1_000_000_000_000 };
/// An international mile: 1609.344 m (the same agreement).
pub(crate) const MI: Unit = Unit { sign: "mi", micros: 1_609_344_000_000 };
/// A meter.
pub(crate) const M: Unit = Unit { sign: "m", micros: 1_000_000_000 };
/// A centimeter.
pub(crate) const CM: Unit = Unit { sign: "cm", micros: 10_000_000 };
/// An inch: 25.4 mm (the same agreement).
pub(crate) const INCH: Unit = Unit { sign: "in", micros: 25_400_000 };

/// The longest number that is read, digits: more do not fit any body or way.
const DIGITS_MAX: usize = 12;

impl Unit {
    /// A decimal number (`81.4`, `81,4`) of this unit as whole SI units, rounded half up; `None` when it
    /// is no such number or too large. Never through a binary fraction.
    pub(crate) fn read(self, text: &str) -> Option<i64> {
        let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let long = whole.len() + part.len() > DIGITS_MAX;
        if whole.is_empty() || long || !digits(whole) || !digits(part) {
            return None;
        }
        if part.is_empty() && text.len() > whole.len() {
            return None;
        }
        let number: i128 = [whole, part].concat().parse().ok()?;
        let scale = 10_i128.pow(u32::try_from(part.len()).ok()?) * 1_000_000;
        i64::try_from((number * self.micros + scale / 2).div_euclid(scale)).ok()
    }

    /// So many whole SI units as a decimal number of this unit, with at most `decimals` of them and no
    /// zeros at the end.
    pub(crate) fn show(self, value: i64, decimals: u32) -> String {
        let scale = 10_i128.pow(decimals);
        let scaled = i128::from(value) * 1_000_000 * scale;
        let rounded = (scaled.abs() + self.micros / 2) / self.micros;
        let sign = if value < 0 && rounded != 0 { "-" } else { "" };
        let (whole, part) = (rounded / scale, rounded % scale);
        if part == 0 {
            return format!("{sign}{whole}");
        }
        let part = format!("{part:0width$}", width = decimals as usize);
        format!("{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

/// `25:10`, `1:02:03`: a time as it is written, milliseconds.
pub(crate) fn read_clock(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split(':').collect();
    let plain = |part: &&str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(plain) || parts.last()?.len() != 2 {
        return None;
    }
    let mut seconds = 0;
    for (place, part) in parts.iter().enumerate() {
        let number: i64 = part.parse().ok()?;
        if place > 0 && number > 59 {
            return None;
        }
        seconds = seconds * 60 + number;
    }
    Some(seconds * 1000)
}

/// `25:10`, `1:02:03`.
pub(crate) fn show_clock(ms: i64) -> String {
    let seconds = (ms + 500).div_euclid(1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        hours => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_written_is_exact() {
        assert_eq!(KG.read("81.4"), Some(81_400_000));
        assert_eq!(KG.read("81,4"), Some(81_400_000));
        assert_eq!(LB.read("185"), Some(83_914_588));
        assert_eq!(LB.show(83_914_588, 2), "185");
        assert_eq!(MI.read("26.2"), Some(42_164_813));
        assert_eq!(KM.read("5"), Some(5_000_000));
        assert_eq!(CM.read("92.5"), Some(925));
        assert_eq!(INCH.show(925, 1), "36.4");
        assert_eq!(KG.show(-1_250_000, 2), "-1.25");
        assert_eq!(KG.show(-1, 2), "0");
        for wrong in ["", ".", "5.", ".5", "-1", "1e3", "1.2.3", "9999999999999", "٣"] {
            assert_eq!(KG.read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn clocks_are_read_and_shown() {
        for (text, ms) in [("25:10", 1_510_000), ("1:02:03", 3_723_000), ("0:59", 59_000)] {
            assert_eq!(read_clock(text), Some(ms));
            assert_eq!(show_clock(ms), text);
        }
        for wrong in ["25", "25:1", "25:60", "1:60:00", ":10", "1:2:3:4", "a:bc"] {
            assert_eq!(read_clock(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_number_of_two_decimals_comes_back_in_its_unit(hundredths in 0..100_000_i64) {
            let text = KG.show(hundredths * 10_000, 2);
            for unit in [KG, LB, KM, MI] {
                let value = unit.read(&text).expect("a number");
                prop_assert_eq!(unit.show(value, 2), text.clone());
            }
        }
    }
}
