//! Mood: how a person says they are, a dot on a field and a few words, kept as it was said.
//!
//! A check-in is a place between unpleasant and pleasant, calm and energetic, with words, own factors
//! and a note. What models make of a face, a voice or a text lies in lanes beside it ([`lanes`]) and
//! never leaves. What is deliberately not here: guessing how somebody feels, a score, advice, and what
//! the insights make of the daily series. Start reading at `record`, then `model`, then `api`.

mod agenda;
mod api;
mod capture;
mod demo;
mod export;
mod import;
mod lanes;
mod model;
mod own;
mod projection;
mod record;
mod search;
mod series;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use base::day::Span;
use base::error::Result;
use domain::command::{Command, Nothing};
use domain::export::Exporter;
use domain::import::{Imported, ImportedMood, Sink};
use domain::retention::Trace;
use domain::series::Series;
use domain::view::{AgendaItem, Draft};
use domain::{DemoLife, Domain, commands};
use store::project::Projection;
use store::read::ReadCx;
use store::record::{Kind, Record, RecordKind, SearchDoc};

use crate::api::*;
use crate::own::SelfReports;
use crate::record::{CHECKIN, FACTOR, READING, RECORDS, SETTINGS, WHO5, WORD};

commands! { "mood":
    /// Check-ins of today, and the latest of all.
    read today(Nothing) -> MoodToday, reads SAID;
    /// A check-in.
    read checkin(CheckInRef) -> CheckIn, reads SAID;
    /// Check-ins around a session.
    read around(AroundSession) -> Vec<CheckIn>, reads SAID;
    /// Words near a place, the nearest first.
    read words(WordsNear) -> Vec<MoodWord>, reads &[&WORD];
    /// Factors in their order, archived ones last.
    read factors(Nothing) -> Vec<MoodFactor>, reads &[&FACTOR, &CHECKIN];
    /// Days that have something, the latest first.
    read timeline(MoodTimelineOf) -> MoodTimeline, reads &[&CHECKIN, &READING, &SETTINGS];
    /// A year, day by day.
    read year(MoodYearOf) -> MoodYear, reads SAID;
    /// How moods lay over the last days.
    read span(LastDays) -> MoodSpan, reads SAID;
    /// Moods of days with each factor beside those of days without it.
    read by_factor(MoodByFactorOf) -> MoodByFactor, reads &[&CHECKIN, &FACTOR, &SETTINGS];
    /// Words that were used in the last days, the most used first.
    read own_words(LastDays) -> Vec<OwnWord>, reads SAID;
    /// The WHO-5 questionnaire, and how it was answered.
    read who5(Nothing) -> Who5Sheet, reads &[&WHO5, &SETTINGS];
    /// How moods are counted.
    read settings(Nothing) -> MoodSettings, reads &[&SETTINGS];
    /// Writes a check-in.
    write check_in(NewCheckIn) -> CheckIn;
    /// Changes a check-in.
    write edit(EditCheckIn) -> CheckIn;
    /// Throws a check-in away.
    write remove(CheckInRef) -> ();
    /// Makes an own word, or changes one.
    write save_word(SaveMoodWord) -> MoodWord;
    /// Throws an own word away; check-ins that have it keep it.
    write remove_word(MoodWordRef) -> ();
    /// Makes a factor, or changes one.
    write save_factor(SaveMoodFactor) -> MoodFactor;
    /// Offers a factor no longer, or again.
    write archive_factor(ArchiveMoodFactor) -> ();
    /// Puts factors into an order.
    write order_factors(OrderMoodFactors) -> ();
    /// Keeps what a model read, because the person asked for it or took it.
    write note_reading(NewReading) -> ReadingRef;
    /// Throws readings away.
    write forget_readings(ForgetReadings) -> ReadingsForgotten;
    /// Keeps answers to the WHO-5.
    write answer_who5(NewWho5) -> Who5Ref;
    /// Throws answers to the WHO-5 away.
    write remove_who5(Who5Ref) -> ();
    /// Changes how moods are counted.
    write edit_settings(EditMoodSettings) -> ();
}

/// What a person said, and how its days are counted.
static SAID: &[&dyn Kind] = &[&CHECKIN, &SETTINGS];

/// Mood.
pub struct Mood;

impl Domain for Mood {
    fn name(&self) -> &'static str {
        "mood"
    }

    fn commands(&self) -> &'static [Command] {
        COMMANDS
    }

    fn records(&self) -> &'static [&'static RecordKind] {
        RECORDS
    }

    fn projection(&self) -> Option<&'static Projection> {
        Some(&projection::PROJECTION)
    }

    fn agenda(&self, cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
        agenda::agenda(&SelfReports::of(cx)?, span)
    }

    fn search(&self, record: &Record) -> Option<SearchDoc> {
        search::search(record)
    }

    fn series(&self) -> &'static [Series] {
        series::SERIES
    }

    fn exporters(&self) -> &'static [Exporter] {
        export::EXPORTERS
    }

    fn capture(&self, text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
        capture::capture(text, cx)
    }

    fn mood(&self, mood: &ImportedMood) -> Option<Imported> {
        import::imported(mood)
    }

    fn traces(&self) -> &'static [Trace] {
        std::slice::from_ref(&lanes::READINGS)
    }

    fn demo(&self, life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
        demo::demo(life, sink)
    }
}
