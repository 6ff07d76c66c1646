//! Samples of one source after another, gathered by day; handed over when there are many.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::Result;

use super::intake::Intake;
use super::told::{day_at, night_of};
use crate::model::sample::{Sample, Samples, What};

/// Samples that are held at once: some twenty megabytes.
const HELD_MAX: usize = 500_000;

/// Kind, source and day.
type Key = (What, String, Day);

/// Samples by kind, source and day.
#[derive(Default)]
pub(super) struct Gathered {
    days: BTreeMap<Key, (Option<i32>, Vec<Sample>)>,
    count: usize,
}

impl Gathered {
    /// Takes a sample; `offset_s` is where it was.
    pub(super) fn push(
        &mut self,
        (what, source): (What, &str),
        offset_s: Option<i32>,
        sample: Sample,
        intake: &mut Intake<'_>,
    ) -> Result<()> {
        // Ids hold the time from 1970 on; a clock that was never set is left out.
        if sample.start <= 0 || sample.end < sample.start {
            intake.sink.skipped("measurements at a time that cannot be");
            return Ok(());
        }
        let day = match what {
            What::Sleep => night_of(sample.start, offset_s, &intake.zone),
            _ => day_at(sample.start, offset_s, &intake.zone),
        };
        let (_, samples) =
            self.days.entry((what, source.to_owned(), day)).or_insert((offset_s, Vec::new()));
        samples.push(sample);
        self.count += 1;
        if self.count >= HELD_MAX { self.hand_over(intake) } else { Ok(()) }
    }

    /// Hands over what there is.
    pub(super) fn hand_over(&mut self, intake: &mut Intake<'_>) -> Result<()> {
        self.count = 0;
        for ((what, source, day), (offset_s, samples)) in std::mem::take(&mut self.days) {
            intake.samples(Samples::new(what, &source, day, offset_s, samples))?;
        }
        Ok(())
    }
}
