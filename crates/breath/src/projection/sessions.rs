//! Sessions as rows.

use base::error::Result;
use domain::session::SessionState;
use store::params;
use store::record::{MEDIA_PREFIX, Record};
use store::sql::Tables;

use crate::model::session::{Practice, PracticeKind, TraceKeep};
use crate::model::{day_number, local_day};

/// How a session stands: `breath_session.state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It goes on or stands still.
    Going = 1,
    /// It counts.
    Done = 2,
    /// It does not count.
    Discarded = 3,
}

/// A kind as tables hold it.
pub(crate) fn kind_number(kind: PracticeKind) -> i64 {
    match kind {
        PracticeKind::Breathing => 0,
        PracticeKind::Meditation => 1,
    }
}

/// The kind of a number.
pub(crate) fn kind_of(number: i64) -> PracticeKind {
    match number {
        1 => PracticeKind::Meditation,
        _ => PracticeKind::Breathing,
    }
}

/// Writes the row of a session.
pub(super) fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    let practice = Practice::of(&record.fields);
    let stage = match practice.state() {
        SessionState::Active | SessionState::Paused => Stage::Going,
        SessionState::Completed => Stage::Done,
        SessionState::Idle | SessionState::Discarded => Stage::Discarded,
    };
    let practiced_ms = practice.practiced_ms(None);
    let trace = data_encoding::HEXLOWER.decode(record.text("trace").as_bytes()).ok();
    let trace = trace.filter(|hash| hash.len() == 32);
    let kept = record.fields.contains_key(&format!("{MEDIA_PREFIX}{}", record.text("trace")));
    let ended = practice.ended_ms();
    let until = TraceKeep::read(record.text("trace_keep"))
        .until(ended.unwrap_or(practice.began_ms()))
        .filter(|_| kept);
    tables
        .run(
            "INSERT INTO breath_session (n, id, kind, state, day, start_ms, end_ms, zone, pattern,
                 name, practiced_ms, planned_ms, cycles, interruptions, course, course_day, matched,
                 rate, trace, kept, until_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                 ?19, ?20, ?21)",
            params![
                record.n,
                record.id,
                kind_number(practice.kind),
                stage as i64,
                day_number(local_day(practice.began_ms(), &practice.zone)),
                practice.began_ms(),
                ended,
                practice.zone.as_str(),
                practice.pattern.as_str(),
                practice.name.as_str(),
                practiced_ms,
                practice.planned_ms,
                practice.cycles_done(practiced_ms),
                practice.interruptions.len() as i64,
                record.text("course"),
                record.int("course_day"),
                record.real("matched"),
                record.real("rate"),
                trace,
                kept,
                until
            ],
        )
        .map(drop)
}
