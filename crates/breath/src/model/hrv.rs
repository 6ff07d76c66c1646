//! Intervals between heart beats, and what they tell.

use base::sense::{Source, Unknown};
use domain::wire;
use inference::signal::hrv::hrv;
use inference::signal::rhythm::rhythm;
use store::record::{Fields, Value, text};

use super::figure::Figure;

wire! {
    /// What intervals between heart beats tell. Each figure has the time that it needs: the rate 10 s,
    /// variability 60 s, bands 5 minutes, rhythm 64 s.
    pub(crate) struct HrvFigures {
        /// Beats a minute.
        pub(crate) heart_rate: Figure,
        /// The standard deviation of the intervals, milliseconds.
        pub(crate) sdnn: Figure,
        /// The root of the mean squared difference of neighbors, milliseconds.
        pub(crate) rmssd: Figure,
        /// The share of neighbors that differ by more than 50 ms, percent.
        pub(crate) pnn50: Figure,
        /// Power at 0.04 to 0.15 Hz, ms². At six breaths a minute breathing itself lies in it.
        pub(crate) lf: Figure,
        /// Power at 0.15 to 0.4 Hz, ms².
        pub(crate) hf: Figure,
        /// The first over the second. It rises with slow breathing by itself.
        pub(crate) lf_hf: Figure,
        /// The share of the variation that goes in one rhythm, 0 to 1: the median of windows of 64 s.
        pub(crate) rhythm: Figure,
        /// The share of beats that were kept, 0 to 1.
        pub(crate) beats_kept: f64,
    }
}

/// Intervals of one reading, at most: a day and a half of beats.
pub(crate) const BEATS_MAX: usize = 200_000;
/// The longest text of intervals, bytes: `1234.5` and a line's end each.
pub(crate) const TEXT_BYTES_MAX: u64 = 2 << 20;
/// Windows of rhythm begin so far apart, seconds.
const RHYTHM_STEP_SECS: f64 = 30.0;
/// Windows of rhythm that are looked at, at most: two hours.
const RHYTHM_WINDOWS_MAX: usize = 240;
/// The prefix of its fields.
const PREFIX: &str = "fig/";

impl HrvFigures {
    /// What intervals (milliseconds, in the order of time) tell.
    pub(crate) fn of(rr_ms: &[f64]) -> HrvFigures {
        let told = hrv(rr_ms);
        HrvFigures {
            heart_rate: Figure::of(&told.heart_rate),
            sdnn: Figure::of(&told.sdnn_ms),
            rmssd: Figure::of(&told.rmssd_ms),
            pnn50: Figure::of(&told.pnn50),
            lf: Figure::of(&told.lf_ms2),
            hf: Figure::of(&told.hf_ms2),
            lf_hf: Figure::of(&told.lf_hf),
            rhythm: typical_rhythm(rr_ms),
            beats_kept: told.heart_rate.coverage.into(),
        }
    }

    fn figures(&self) -> [(&'static str, &Figure); 8] {
        [
            ("heart_rate", &self.heart_rate),
            ("sdnn", &self.sdnn),
            ("rmssd", &self.rmssd),
            ("pnn50", &self.pnn50),
            ("lf", &self.lf),
            ("hf", &self.hf),
            ("lf_hf", &self.lf_hf),
            ("rhythm", &self.rhythm),
        ]
    }

    /// Their fields in a reading's record.
    pub(crate) fn fields(&self) -> Fields {
        let figures = self.figures().into_iter();
        let mut fields: Fields = figures
            .map(|(name, figure)| (format!("{PREFIX}{name}"), Value::Text(figure.text())))
            .collect();
        fields.insert("kept".to_owned(), Value::Real(self.beats_kept));
        for (name, figure) in [("rmssd", &self.rmssd), ("heart_rate", &self.heart_rate)] {
            if let Some(value) = figure.value {
                fields.insert(name.to_owned(), Value::Real(value));
            }
        }
        fields
    }

    /// Those of a record; what is not there is unknown.
    pub(crate) fn read(fields: &Fields) -> HrvFigures {
        let figure = |name: &str| {
            let known = Figure::read(text(fields, &format!("{PREFIX}{name}")));
            known.unwrap_or_else(|| Figure::unknown(Source::Strap, name, Unknown::TooShort, 0.0))
        };
        HrvFigures {
            heart_rate: figure("heart_rate"),
            sdnn: figure("sdnn"),
            rmssd: figure("rmssd"),
            pnn50: figure("pnn50"),
            lf: figure("lf"),
            hf: figure("hf"),
            lf_hf: figure("lf_hf"),
            rhythm: figure("rhythm"),
            beats_kept: match fields.get("kept") {
                Some(Value::Real(kept)) => *kept,
                _ => 0.0,
            },
        }
    }
}

/// The median of rhythm over windows; unknown when it is so in most of them.
fn typical_rhythm(rr_ms: &[f64]) -> Figure {
    let (mut secs, mut due) = (0.0, 0.0);
    let mut ends = Vec::new();
    for (at, ms) in rr_ms.iter().enumerate() {
        secs += if ms.is_finite() { ms.clamp(0.0, 60_000.0) / 1000.0 } else { 0.0 };
        // The first window ends when it is full.
        if 64.0 + due <= secs && ends.len() < RHYTHM_WINDOWS_MAX {
            ends.push(at + 1);
            due += RHYTHM_STEP_SECS;
        }
    }
    if ends.is_empty() {
        return Figure::of(&rhythm(rr_ms));
    }
    let windows: Vec<Figure> = ends.iter().map(|end| Figure::of(&rhythm(&rr_ms[..*end]))).collect();
    let mut known: Vec<f64> = windows.iter().filter_map(|window| window.value).collect();
    let (all, found) = (windows.len(), known.len());
    let Some(unknown) = windows.iter().find(|window| window.value.is_none()) else {
        known.sort_by(f64::total_cmp);
        return Figure::known(&windows[0], known[found / 2]);
    };
    if found * 2 < all {
        return unknown.clone();
    }
    known.sort_by(f64::total_cmp);
    let like = Figure { coverage: found as f64 / all as f64, ..unknown.clone() };
    Figure::known(&like, known[found / 2])
}

/// Intervals as the text of an attachment: milliseconds, one a line.
pub(crate) fn write_rr(rr_ms: &[f64]) -> String {
    rr_ms.iter().map(|ms| format!("{}\n", (ms * 10.0).round() / 10.0)).collect()
}

/// The intervals of such a text.
pub(crate) fn read_rr(text: &str) -> Vec<f64> {
    let numbers = text.lines().filter_map(|line| line.trim().parse::<f64>().ok());
    numbers.filter(|ms| ms.is_finite()).take(BEATS_MAX).collect()
}

/// How long they are, seconds.
pub(crate) fn secs(rr_ms: &[f64]) -> f64 {
    rr_ms.iter().map(|ms| ms.clamp(0.0, 60_000.0)).sum::<f64>() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 80 intervals, 67.8 s: see the sums in the test.
    fn hand() -> Vec<f64> {
        [800.0, 860.0, 830.0, 900.0].repeat(20)
    }

    #[test]
    fn figures_are_those_of_the_formulas_by_hand() {
        let told = HrvFigures::of(&hand());
        let near = |figure: &Figure, truth: f64| {
            let value = figure.value.expect("long enough");
            assert!((value - truth).abs() < 1e-6, "{value} instead of {truth}");
        };
        // Mean 847.5: 60,000 over it. Squares around it 20 (47.5² + 12.5² + 17.5² + 52.5²) over 79.
        near(&told.heart_rate, 60_000.0 / 847.5);
        near(&told.sdnn, (20.0 * (2256.25 + 156.25 + 306.25 + 2756.25) / 79.0_f64).sqrt());
        // Differences 60, -30, 70 (20 times each) and -100 (19 times).
        near(&told.rmssd, ((20.0 * (3600.0 + 900.0 + 4900.0) + 19.0 * 10_000.0) / 79.0_f64).sqrt());
        near(&told.pnn50, 100.0 * 59.0 / 79.0);
        assert_eq!(told.lf_hf.unknown, Some(Unknown::TooShort), "five minutes are needed");
        assert_eq!(HrvFigures::read(&told.fields()), told, "they come back from the record");
    }

    #[test]
    fn what_is_too_short_ectopic_or_constant_is_unknown() {
        let short = HrvFigures::of(&[800.0; 20]);
        assert_eq!(short.heart_rate.value, Some(75.0), "16 s are enough for a rate");
        assert_eq!(short.rmssd.unknown, Some(Unknown::TooShort));
        assert_eq!(short.rhythm.unknown, Some(Unknown::TooShort));
        let ectopic: Vec<f64> =
            (0..400).map(|at| if at % 5 == 0 { 400.0 } else { 850.0 }).collect();
        let ectopic = HrvFigures::of(&ectopic);
        for figure in [&ectopic.sdnn, &ectopic.rmssd, &ectopic.lf_hf, &ectopic.rhythm] {
            assert_eq!(figure.unknown, Some(Unknown::Ectopic));
        }
        let constant = HrvFigures::of(&[850.0; 400]);
        assert_eq!(constant.rhythm.unknown, Some(Unknown::Unsure));
        for figure in [&constant.sdnn, &constant.rmssd, &constant.pnn50, &constant.lf_hf] {
            assert_eq!(figure.unknown, Some(Unknown::Unsure), "no heart is a clock");
        }
        assert_eq!(HrvFigures::of(&[]).heart_rate.unknown, Some(Unknown::TooShort));
    }

    #[test]
    fn intervals_come_back_from_their_text() {
        let given = [812.5, 799.0, 1001.2];
        assert_eq!(read_rr(&write_rr(&given)), given);
        assert_eq!(read_rr("812\nnot a number\nNaN\n\n 799 "), [812.0, 799.0]);
    }
}
