//! Sessions that are over: lists, details, what is noted of them, and those written down afterward.

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::session::{SessionState, Stamp};
use domain::wire;
use jiff::Timestamp;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, MEDIA_PREFIX, Record, Value};
use store::sql::Row;
use store::write::WriteCx;

use super::live::{CourseDay, course_of};
use super::patterns::base;
use super::{check, zone_name};
use crate::model::coaching::coaching;
use crate::model::program::{PhaseKind, Program};
use crate::model::session::{
    Ambient, Bells, Feeling, Practice, PracticeKind, TraceKeep, ambient, bells, feeling,
};
use crate::model::summary::{Coaching, Summary};
use crate::model::{day, local_day};
use crate::projection::{Stage, kind_number, kind_of};
use crate::record::SESSION;

wire! {
    /// Names a session.
    #[derive(Copy)]
    pub(crate) struct SessionRef {
        /// The session.
        pub(crate) id: AnyId,
    }

    /// Which sessions, the latest first.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ListSessions {
        /// Those that are older than this one: what a page named as `next`.
        pub(crate) before: Option<AnyId>,
        /// How many, at most 200; 50 without.
        pub(crate) limit: Option<u32>,
        /// Of this kind only.
        pub(crate) kind: Option<PracticeKind>,
    }

    /// A session in a list.
    pub(crate) struct SessionRow {
        /// The session.
        pub(crate) id: AnyId,
        /// What it is.
        pub(crate) kind: PracticeKind,
        /// What was breathed: a shipped pattern's word or an own one's id; empty for a meditation.
        pub(crate) pattern: String,
        /// The own pattern's name at the time.
        pub(crate) name: String,
        /// Its day, where the person was.
        pub(crate) day: Day,
        /// When it began, Unix milliseconds.
        pub(crate) at: i64,
        /// How long was practiced, milliseconds.
        pub(crate) practiced_ms: i64,
        /// How many breaths were gone through.
        pub(crate) cycles: u32,
        /// The share of the known time in which breath and pacer matched; null: not measured.
        pub(crate) matched: Option<f64>,
        /// Breaths a minute; null: not measured.
        pub(crate) rate: Option<f64>,
        /// The day of a course.
        pub(crate) course: Option<CourseDay>,
    }

    /// Some sessions.
    pub(crate) struct SessionPage {
        /// The sessions.
        pub(crate) items: Vec<SessionRow>,
        /// Where the next page begins; null: there is none.
        pub(crate) next: Option<AnyId>,
        /// How many there are of the kind.
        pub(crate) count: u32,
    }

    /// What is kept of the curve of a session.
    pub(crate) struct TraceState {
        /// How long.
        pub(crate) keep: TraceKeep,
        /// Until when, Unix milliseconds; null: without an end, or there is none.
        pub(crate) until: Option<i64>,
        /// Whether it is there.
        pub(crate) present: bool,
    }

    /// A session with all that is known of it.
    pub(crate) struct SessionOut {
        /// The session.
        pub(crate) id: AnyId,
        /// What it is.
        pub(crate) kind: PracticeKind,
        /// What was breathed: a shipped pattern's word or an own one's id; empty for a meditation.
        pub(crate) pattern: String,
        /// The own pattern's name at the time.
        pub(crate) name: String,
        /// What was breathed; null for a meditation.
        pub(crate) program: Option<Program>,
        /// Its day, where the person was.
        pub(crate) day: Day,
        /// When it began, Unix milliseconds.
        pub(crate) at: i64,
        /// When it ended, Unix milliseconds; null: it goes on.
        pub(crate) ended_at: Option<i64>,
        /// Where the person was: an IANA name.
        pub(crate) zone: String,
        /// How it stands.
        pub(crate) state: SessionState,
        /// How long it was to be; null: open.
        pub(crate) planned_ms: Option<i64>,
        /// How long was practiced, milliseconds, pauses left out.
        pub(crate) practiced_ms: i64,
        /// The same in minutes.
        pub(crate) minutes: f64,
        /// How many breaths were gone through.
        pub(crate) cycles_done: u32,
        /// How many breaths the program has.
        pub(crate) cycles_planned: u32,
        /// How often something came in between.
        pub(crate) interruptions: u32,
        /// How long the holds until a tap were, milliseconds, in their order.
        pub(crate) holds_ms: Vec<i64>,
        /// Whether a clock was set meanwhile: instants may be off, lengths are not.
        pub(crate) stepped: bool,
        /// What was measured; null: nothing.
        pub(crate) summary: Option<Summary>,
        /// What rules say about it, each from measured numbers; at most three.
        pub(crate) coaching: Vec<Coaching>,
        /// How one felt before.
        pub(crate) mood_before: Option<Feeling>,
        /// How one felt after.
        pub(crate) mood_after: Option<Feeling>,
        /// What is noted.
        pub(crate) note: String,
        /// What is kept of its curve.
        pub(crate) trace: TraceState,
        /// The day of a course.
        pub(crate) course: Option<CourseDay>,
        /// When bells sounded.
        pub(crate) bells: Option<Bells>,
        /// What sounded behind it.
        pub(crate) ambient: Ambient,
    }

    /// A session that was not live.
    #[ts(optional_fields)]
    pub(crate) struct NewSession {
        /// What it was.
        pub(crate) kind: PracticeKind,
        /// What was breathed.
        #[serde(default)]
        pub(crate) pattern: Option<String>,
        /// How long, 1 to 240.
        pub(crate) minutes: u32,
        /// When it began, Unix milliseconds; null: it ended now.
        #[serde(default)]
        pub(crate) at: Option<i64>,
        /// What is noted.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// What is noted of a session.
    pub(crate) struct NoteSession {
        /// The session.
        pub(crate) id: AnyId,
        /// All of the note.
        pub(crate) text: String,
    }

    /// When one feels so.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum FeelWhen {
        /// Before the session.
        Before,
        /// After it.
        After,
    }

    /// How one feels before or after a session.
    #[ts(optional_fields)]
    pub(crate) struct FeelSession {
        /// The session.
        pub(crate) id: AnyId,
        /// When.
        pub(crate) when: FeelWhen,
        /// How; null: take it back.
        #[serde(default)]
        pub(crate) feeling: Option<Feeling>,
    }
}

/// Sessions on a page without and with a limit.
const PAGE: u32 = 50;
const PAGE_MAX: u32 = 200;
/// The longest session that is written down afterward, minutes.
const MINUTES_MAX: i64 = 240;

/// The record of a session.
///
/// # Errors
/// `NotFound`, also when the id is another kind of record's.
pub(crate) fn session_record(cx: &ReadCx<'_>, id: AnyId) -> Result<Record> {
    let found = cx.find(id)?.filter(|record| record.kind == SESSION.name);
    let found = found.filter(|record| record.trashed_ms.is_none());
    found.ok_or_else(|| Error::not_found("session", id).at("id"))
}

/// Puts a feeling into fields.
///
/// # Errors
/// `Invalid` at `valence`, `energy` or `words`.
pub(crate) fn write_feeling(feeling: &Feeling, prefix: &str, fields: &mut Fields) -> Result<()> {
    for (key, value) in [("valence", feeling.valence), ("energy", feeling.energy)] {
        let value = check::within(value.into(), -100, 100, key)?;
        fields.insert(format!("{prefix}{key}"), value.into());
    }
    for word in check::words(&feeling.words)? {
        fields.insert(format!("{prefix}word/{word}"), true.into());
    }
    Ok(())
}

pub(crate) fn session(cx: &ReadCx<'_>, request: SessionRef) -> Result<SessionOut> {
    let record = session_record(cx, request.id)?;
    let practice = Practice::of(&record.fields);
    let state = practice.state();
    let goes_on = matches!(state, SessionState::Active | SessionState::Paused);
    let now = goes_on.then(|| Stamp::now(cx.env()));
    let practiced_ms = practice.practiced_ms(now);
    let timeline = practice.timeline();
    let holds = timeline.iter().flat_map(|timeline| &timeline.phases);
    let holds = holds.filter(|placed| placed.kind == PhaseKind::FreeHold);
    let holds_ms = holds.filter_map(|hold| Some(hold.end_ms? - hold.start_ms)).collect();
    let summary = Summary::of(&record.fields);
    Ok(SessionOut {
        id: record.id,
        kind: practice.kind,
        day: local_day(practice.began_ms(), &practice.zone),
        at: practice.began_ms(),
        ended_at: practice.ended_ms(),
        state,
        planned_ms: practice.planned_ms,
        practiced_ms,
        minutes: practiced_ms as f64 / 60_000.0,
        cycles_done: practice.cycles_done(practiced_ms),
        cycles_planned: practice.program.as_ref().map_or(0, Program::cycles),
        interruptions: practice.interruptions.len() as u32,
        holds_ms,
        stepped: practice.session.stepped,
        coaching: summary
            .as_ref()
            .map(|summary| coaching(summary, practice.program.as_ref().and_then(lengths)))
            .unwrap_or_default(),
        summary,
        mood_before: feeling(&record.fields, "before/"),
        mood_after: feeling(&record.fields, "after/"),
        note: record.text("note").to_owned(),
        trace: trace_state(&record, &practice),
        course: course_of(&record),
        bells: bells(&record.fields),
        ambient: ambient(&record.fields),
        pattern: practice.pattern,
        name: practice.name,
        program: practice.program,
        zone: practice.zone,
    })
}

/// How long breaths in and out are, seconds, where a program asks for one length of each.
fn lengths(program: &Program) -> Option<(f64, f64)> {
    let one = |kind: PhaseKind| {
        let phases = program.rounds.iter().flat_map(|round| &round.phases);
        let mut lengths: Vec<i64> =
            phases.filter(|phase| phase.kind == kind).filter_map(|phase| phase.ms).collect();
        lengths.sort_unstable();
        lengths.dedup();
        match lengths.as_slice() {
            [only] => Some(*only as f64 / 1000.0),
            _ => None,
        }
    };
    one(PhaseKind::Inhale).zip(one(PhaseKind::Exhale))
}

fn trace_state(record: &Record, practice: &Practice) -> TraceState {
    let keep = TraceKeep::read(record.text("trace_keep"));
    let present = record.fields.contains_key(&format!("{MEDIA_PREFIX}{}", record.text("trace")));
    let until = keep.until(practice.ended_ms().unwrap_or(practice.began_ms()));
    TraceState { keep, until: until.filter(|_| present), present }
}

const COLUMNS: &str = "id, kind, pattern, name, day, start_ms, practiced_ms, cycles, matched, rate,
    course, course_day";

fn read_row(row: &Row<'_>) -> Result<SessionRow> {
    let (course, course_day) = (row.text(10)?, row.opt_int(11)?);
    let course_day = course_day.and_then(|day| u32::try_from(day).ok());
    Ok(SessionRow {
        id: row.id(0)?,
        kind: kind_of(row.int(1)?),
        pattern: row.text(2)?,
        name: row.text(3)?,
        day: day(row.int(4)?)?,
        at: row.int(5)?,
        practiced_ms: row.int(6)?,
        cycles: u32::try_from(row.int(7)?).unwrap_or(0),
        matched: row.opt_real(8)?,
        rate: row.opt_real(9)?,
        course: course_day.filter(|_| !course.is_empty()).map(|day| CourseDay { id: course, day }),
    })
}

pub(crate) fn sessions(cx: &ReadCx<'_>, request: ListSessions) -> Result<SessionPage> {
    let limit = request.limit.unwrap_or(PAGE);
    let limit = check::within(limit.into(), 1, PAGE_MAX.into(), "limit")?;
    let kind = request.kind.map(kind_number);
    let before = match request.before {
        None => None,
        Some(id) => {
            let query = "SELECT start_ms FROM breath_session WHERE id = ?1";
            let at = cx.sql().first(query, params![id], |row| row.int(0))?;
            Some(at.ok_or_else(|| Error::not_found("session", id).at("before"))?)
        }
    };
    let mut items = cx.sql().rows(
        &format!(
            "SELECT {COLUMNS} FROM breath_session
             WHERE state = ?1 AND (?2 IS NULL OR kind = ?2)
                 AND (?3 IS NULL OR (start_ms, id) < (?3, ?4))
             ORDER BY start_ms DESC, id DESC LIMIT ?5"
        ),
        params![Stage::Done as i64, kind, before, request.before, limit + 1],
        read_row,
    )?;
    let count = cx.sql().number(
        "SELECT count(*) FROM breath_session WHERE state = ?1 AND (?2 IS NULL OR kind = ?2)",
        params![Stage::Done as i64, kind],
    )?;
    let more = limit < items.len() as i64;
    items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = items.last().filter(|_| more).map(|row| row.id);
    Ok(SessionPage { items, next, count: u32::try_from(count).unwrap_or(u32::MAX) })
}

pub(crate) fn add_session(cx: &mut WriteCx<'_>, request: NewSession) -> Result<SessionRef> {
    let minutes = check::within(request.minutes.into(), 1, MINUTES_MAX, "minutes")?;
    let length_ms = minutes * 60_000;
    let start = match request.at {
        Some(at) => {
            let latest = Timestamp::MAX.as_millisecond() - length_ms;
            check::within(at, Timestamp::MIN.as_millisecond(), latest, "at")?
        }
        None => cx.read().now().as_millisecond() - length_ms,
    };
    let mut fields = Fields::from([
        ("kind".to_owned(), Value::from(request.kind.word())),
        ("zone".to_owned(), zone_name(cx).into()),
        ("start".to_owned(), start.into()),
        ("end".to_owned(), (start + length_ms).into()),
    ]);
    match (request.kind, &request.pattern) {
        (PracticeKind::Meditation, Some(_)) => {
            return Err(Error::invalid("pattern", "a meditation has no pattern"));
        }
        (_, None) => {}
        (PracticeKind::Breathing, Some(id)) => {
            let base = base(&cx.read(), id)?;
            fields.insert("pattern".to_owned(), base.pattern.id.into());
            if !base.pattern.shipped {
                fields.insert("name".to_owned(), base.pattern.name.into());
            }
        }
    }
    if let Some(note) = &request.note {
        fields.insert("note".to_owned(), check::note(note)?.into());
    }
    let id = cx.new_id();
    cx.create(&SESSION, id, fields)?;
    Ok(SessionRef { id })
}

pub(crate) fn delete_session(cx: &mut WriteCx<'_>, request: SessionRef) -> Result<()> {
    session_record(&cx.read(), request.id)?;
    cx.trash(request.id)
}

pub(crate) fn note(cx: &mut WriteCx<'_>, request: NoteSession) -> Result<()> {
    session_record(&cx.read(), request.id)?;
    let text = check::note(&request.text)?;
    cx.edit(request.id, &Changes::from([("note".to_owned(), Some(text.into()))])).map(drop)
}

pub(crate) fn feel(cx: &mut WriteCx<'_>, request: FeelSession) -> Result<()> {
    let record = session_record(&cx.read(), request.id)?;
    let prefix = match request.when {
        FeelWhen::Before => "before/",
        FeelWhen::After => "after/",
    };
    let mut fields = Fields::new();
    if let Some(feeling) = &request.feeling {
        write_feeling(feeling, prefix, &mut fields)?;
    }
    let mut changes: Changes =
        record.members(prefix).map(|member| (format!("{prefix}{member}"), None)).collect();
    changes.extend(fields.into_iter().map(|(key, value)| (key, Some(value))));
    cx.edit(request.id, &changes).map(drop)
}
