//! Breath and calm: patterns that are breathed, sessions and what could be measured of them, meditation,
//! heart-rate variability.
//!
//! A session is a set of events ([`domain::session`]); where in its program it stands is a pure function of
//! them (`model::timeline`). What was measured is told with its source, quality and coverage, or as unknown;
//! there is no score. What is deliberately not here: cameras and microphones (`app` hands in what they
//! gave), moods (another domain), advice on health. Start reading at `model`, then `record`, then `api`.

mod api;
mod capture;
mod demo;
mod export;
mod import;
pub mod measure;
mod model;
mod projection;
mod record;
mod series;
mod shown;
#[cfg(test)]
mod testing;

use base::day::Span;
use base::error::Result;
use domain::command::{Command, Nothing};
use domain::export::Exporter;
use domain::import::{Importer, Sink};
use domain::retention::Trace;
use domain::series::Series;
use domain::view::{AgendaItem, Draft};
use domain::{DemoLife, Domain, commands};
use store::blobs::ContentHash;
use store::project::Projection;
use store::read::ReadCx;
use store::record::{Kind, Record, RecordKind, SearchDoc};
use store::write::WriteCx;

use crate::api::*;
use crate::record::{HRV, PATTERN, RECORDS, SESSION, SETTINGS};

commands! { "breath":
    /// Patterns to breathe after: favorites first, then the shipped ones, then the own ones by name.
    read patterns(Nothing) -> Vec<Pattern>, reads PATTERNS;
    /// Makes an own pattern, or changes one.
    write save_pattern(SavePattern) -> Pattern;
    /// Throws an own pattern away; sessions that followed it stay.
    write delete_pattern(PatternRef) -> ();
    /// Marks a pattern as a favorite, or no longer.
    write favorite(FavorPattern) -> ();
    /// A pattern as a program of whole cycles.
    read plan(PlanOf) -> Plan, reads PATTERNS;
    /// Begins a session. One goes on at a time.
    write begin(BeginSession) -> Live;
    /// The session that goes on.
    read live(Nothing) -> Option<Live>, reads SESSIONS;
    /// Lets the session stand still.
    write pause(SessionRef) -> ();
    /// Goes on with the session.
    write resume(SessionRef) -> ();
    /// Ends the session: what was done counts.
    write complete(SessionRef) -> ();
    /// Ends the session: it does not count.
    write discard(SessionRef) -> ();
    /// A hold until a tap is over.
    write tap(SessionRef) -> Live;
    /// Makes a cycle and those after it longer than the program says: adaptive pacing.
    write stretch(StretchCycle) -> Live;
    /// Something came in between. It is counted and nothing more.
    write interrupt(SessionRef) -> ();
    /// A session with all that is known of it.
    read session(SessionRef) -> SessionOut, reads SESSIONS;
    /// Sessions, the latest first.
    read sessions(ListSessions) -> SessionPage, reads SESSIONS;
    /// Writes a session down afterward.
    write add_session(NewSession) -> SessionRef;
    /// Throws a session away.
    write delete_session(SessionRef) -> ();
    /// Changes what is noted of a session.
    write note(NoteSession) -> ();
    /// How one feels before or after a session.
    write feel(FeelSession) -> ();
    /// Says how long the curve of a session is kept.
    write keep_trace(KeepTrace) -> ();
    /// The curve of a session, five points a second or fewer; empty: it is not kept.
    read trace(SessionRef) -> Vec<RibbonPoint>, reads SESSIONS;
    /// Days with sessions up to today, in their order.
    read trends(TrendsOf) -> Vec<TrendDay>, reads SESSIONS;
    /// How much was practiced altogether.
    read totals(Nothing) -> Totals, reads SESSIONS;
    /// Says in which rhythm one wishes to practice, and pauses it.
    write set_rhythm(SetRhythm) -> ();
    /// Courses of meditation, and how far one is in them.
    read courses(Nothing) -> Vec<CourseOut>, reads SESSIONS;
    /// A pattern as a signed text and a QR code of it, to be handed on.
    read share_pattern(PatternRef) -> SharedText, reads PATTERNS;
    /// What a text holds that somebody handed over. Nothing is written.
    read read_shared(ReadShared) -> SharedRead, reads &[];
    /// Makes an own pattern of a text that somebody handed over.
    write take_shared(ReadShared) -> Pattern;
    /// Readings of heart-rate variability, the latest first.
    read hrv_readings(Nothing) -> Vec<HrvRow>, reads &[&HRV];
    /// A reading with all that its intervals tell.
    read hrv(HrvRef) -> HrvOut, reads &[&HRV];
    /// Keeps intervals that a page read from a chest strap.
    write take_rr(TakeRr) -> HrvRef;
    /// Throws a reading away.
    write delete_hrv(HrvRef) -> ();
    /// How breath is set.
    read settings(Nothing) -> BreathSettings, reads &[&SETTINGS];
    /// Changes how breath is set.
    write edit_settings(EditBreathSettings) -> ();
}

/// What patterns are made of.
static PATTERNS: &[&dyn Kind] = &[&PATTERN, &SESSION];

/// What sessions are made of.
static SESSIONS: &[&dyn Kind] = &[&SESSION, &SETTINGS];

/// Breath and calm.
pub struct Breath;

impl Domain for Breath {
    fn name(&self) -> &'static str {
        "breath"
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
        shown::agenda(cx, span)
    }

    fn search(&self, record: &Record) -> Option<SearchDoc> {
        shown::search(record)
    }

    fn capture(&self, text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
        capture::capture(text, cx)
    }

    fn series(&self) -> &'static [Series] {
        series::SERIES
    }

    fn importers(&self) -> &'static [Importer] {
        import::IMPORTERS
    }

    fn exporters(&self) -> &'static [Exporter] {
        export::EXPORTERS
    }

    fn demo(&self, life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
        demo::demo(life, sink)
    }

    fn traces(&self) -> &'static [Trace] {
        static TRACES: [Trace; 2] = [api::CURVES, api::INTERVALS];
        &TRACES
    }

    fn let_go(&self, cx: &mut WriteCx<'_>) -> Result<Vec<ContentHash>> {
        api::let_go(cx)
    }
}
