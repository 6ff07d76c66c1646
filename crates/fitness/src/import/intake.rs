//! What files told, on its way to the sink: in batches that are large enough to be quick and small
//! enough to be held, each original kept beside.

use std::io::Read;

use base::error::{Code, Error, Result};
use domain::import::{Imported, ImportedMedia, Sink};
use domain::source::Source;
use jiff::tz::TimeZone;
use store::record::{Fields, Value};

use super::told::Told;
use crate::model::activity::{Activity, TrackFact};
use crate::model::sample::Samples;
use crate::model::track::Track;
use crate::record::{ACTIVITY, FILE, SAMPLES, TRACK};

/// Facts in one batch, which is one transaction and at most one row of the log.
const ACTIVITIES: usize = 500;
const SAMPLES_AT_ONCE: usize = 1000;
/// Bytes of tracks or samples in one batch: a row of the log is unpacked as a whole to read one fact.
const BATCH_BYTES: usize = 2 << 20;
/// The largest file that is kept as it came, beside what was read of it.
pub(super) const ORIGINAL_BYTES_MAX: u64 = 128 << 20;

/// One import.
pub(super) struct Intake<'s> {
    pub(super) sink: &'s mut dyn Sink,
    /// Where the person is: days of what has no offset.
    pub(super) zone: TimeZone,
    activities: Vec<Activity>,
    tracks: Vec<TrackFact>,
    samples: Vec<Samples>,
    bytes: usize,
    found: u64,
    is_single: bool,
    /// The first reason for which something could not be read.
    broken: Option<String>,
}

impl<'s> Intake<'s> {
    /// Begins with what the source itself left out: links, dangerous names, locked files.
    pub(super) fn new(source: &Source, sink: &'s mut dyn Sink) -> Intake<'s> {
        for refused in source.refused() {
            sink.problem(&refused.name, &format!("left out: {}", refused.why));
        }
        let zone = sink.now().map_or(TimeZone::UTC, |now| now.time_zone().clone());
        Intake {
            sink,
            zone,
            activities: Vec::new(),
            tracks: Vec::new(),
            samples: Vec::new(),
            bytes: 0,
            found: 0,
            is_single: source.files().len() == 1,
            broken: None,
        }
    }

    /// Keeps a file as it came; answers its content hash.
    pub(super) fn keep(&mut self, name: &str, bytes: &[u8]) -> Result<String> {
        self.keep_from(name, &mut &*bytes)
    }

    /// The same from a reader.
    pub(super) fn keep_from(&mut self, name: &str, bytes: &mut dyn Read) -> Result<String> {
        let base = name.rsplit('/').next().unwrap_or(name);
        let media = ImportedMedia { name: base.to_owned(), ..ImportedMedia::default() };
        let taken = self.sink.media(&media, bytes)?;
        let hash = taken.target.trim_start_matches("media:").to_owned();
        let fields = Fields::from([
            ("name".to_owned(), Value::from(base)),
            (taken.key, Value::from(taken.value)),
        ]);
        // The id follows from the content alone: whoever imports the file makes the same record.
        self.sink.record(Imported { kind: &FILE, natural_key: hash.clone(), at_ms: 0, fields })?;
        Ok(hash)
    }

    /// Takes in what a file told; `hash` is that of the file.
    pub(super) fn take(&mut self, file: &str, told: Told, hash: &str) -> Result<()> {
        let is_empty = told.is_empty();
        for (place, what) in &told.problems {
            let place = if self.is_single { place.clone() } else { format!("{file}: {place}") };
            self.sink.problem(&place, what);
        }
        if is_empty {
            let why = told
                .problems
                .first()
                .map_or("it holds no activity and no measurement", |(_, why)| why);
            self.broken.get_or_insert_with(|| format!("{file}: {why}"));
            if told.problems.is_empty() {
                self.sink.problem(file, why);
            }
        }
        for (what, count) in told.lost {
            (0..count).for_each(|_| self.sink.lost(&what));
        }
        for (what, count) in told.notices {
            (0..count).for_each(|_| self.sink.notice(&what));
        }
        for (mut activity, track) in told.activities {
            hash.clone_into(&mut activity.file);
            self.activity(activity, &track)?;
        }
        for samples in told.samples {
            self.samples(samples)?;
        }
        Ok(())
    }

    /// One activity with its track.
    pub(super) fn activity(&mut self, activity: Activity, track: &Track) -> Result<()> {
        self.found += 1;
        if !track.is_empty() {
            let bytes = track.encode();
            self.bytes += bytes.len();
            let (key, start) = (activity.key(), activity.start);
            self.tracks.push(TrackFact { activity: key, start, bytes: bytes.into() });
        }
        self.activities.push(activity);
        if self.activities.len() >= ACTIVITIES || self.bytes >= BATCH_BYTES {
            self.hand_over()?;
        }
        Ok(())
    }

    /// What one source said of one day.
    pub(super) fn samples(&mut self, samples: Samples) -> Result<()> {
        self.found += 1;
        self.bytes += samples.packed.len();
        self.samples.push(samples);
        if self.samples.len() >= SAMPLES_AT_ONCE || self.bytes >= BATCH_BYTES {
            self.hand_over()?;
        }
        Ok(())
    }

    /// A row of a table became a record.
    pub(super) fn record(&mut self, imported: Imported) -> Result<()> {
        self.found += 1;
        self.sink.record(imported).map(drop)
    }

    /// Something could not be read at all.
    pub(super) fn broken(&mut self, place: &str, why: &str) {
        self.sink.problem(place, why);
        self.broken.get_or_insert_with(|| format!("{place}: {why}"));
    }

    fn hand_over(&mut self) -> Result<()> {
        self.bytes = 0;
        let (activities, tracks) =
            (std::mem::take(&mut self.activities), std::mem::take(&mut self.tracks));
        let samples = std::mem::take(&mut self.samples);
        if !activities.is_empty() {
            self.sink.facts(&ACTIVITY, &activities)?;
        }
        if !tracks.is_empty() {
            self.sink.facts(&TRACK, &tracks)?;
        }
        if !samples.is_empty() {
            self.sink.facts(&SAMPLES, &samples)?;
        }
        Ok(())
    }

    /// So many bytes of all were read.
    pub(super) fn progress(&mut self, done: u64, all: u64) -> Result<()> {
        self.sink.progress((done as f64 / all.max(1) as f64).min(1.0))
    }

    /// Hands over what is left.
    ///
    /// # Errors
    /// `Invalid` when nothing at all could be read; the sink's own.
    pub(super) fn finish(mut self, source: &Source) -> Result<()> {
        self.hand_over()?;
        if let Some(why) = self.broken.filter(|_| self.found == 0) {
            let message = format!("nothing of {} can be read: {why}", source.name());
            return Err(Error::new(Code::Invalid, message).at(source.name()));
        }
        self.sink.progress(1.0)
    }
}
