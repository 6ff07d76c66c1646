//! A session that goes on: begun, paused, tapped, stretched, ended.
//!
//! Elapsed time is computed from events, never counted ([`domain::session`]). What is written while it goes
//! on are events too, each a field of its own, so that two devices never take anything from each other.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::session::{Happening, SessionEvent, SessionState, Stamp};
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Record, Value};
use store::write::WriteCx;

use super::patterns::{base, conflict};
use super::sessions::{SessionRef, session_record, write_feeling};
use super::{check, zone_name};
use crate::model::course;
use crate::model::plan::MINUTES_MAX;
use crate::model::program::{Gate, Program};
use crate::model::session::{Ambient, Bells, Feeling, Practice, PracticeKind, ambient, bells};
use crate::model::timeline::stretch_max;
use crate::projection::Stage;
use crate::record::SESSION;

wire! {
    /// A day of a course.
    #[derive(Eq)]
    pub(crate) struct CourseDay {
        /// The course.
        pub(crate) id: String,
        /// The day, from 1.
        pub(crate) day: u32,
    }

    /// What begins.
    #[ts(optional_fields)]
    pub(crate) struct BeginSession {
        /// What it is.
        pub(crate) kind: PracticeKind,
        /// What is breathed; only for breathing, and needed there.
        #[serde(default)]
        pub(crate) pattern: Option<String>,
        /// About how long, 1 to 60 (meditation: 1 to 240; null: until it is ended).
        #[serde(default)]
        pub(crate) minutes: Option<u32>,
        /// How many cycles; goes before minutes.
        #[serde(default)]
        pub(crate) cycles: Option<u32>,
        /// The day of a course that is done with it.
        #[serde(default)]
        pub(crate) course: Option<CourseDay>,
        /// Whether a camera shall look.
        #[serde(default)]
        pub(crate) camera: bool,
        /// Whether a microphone shall hear.
        #[serde(default)]
        pub(crate) microphone: bool,
        /// Whether the pace may become slower with the breath.
        #[serde(default)]
        pub(crate) adaptive: bool,
        /// Whether the words before long holds were read.
        #[serde(default)]
        pub(crate) gate_seen: bool,
        /// When bells sound.
        #[serde(default)]
        pub(crate) bells: Option<Bells>,
        /// What sounds behind it.
        #[serde(default)]
        pub(crate) ambient: Option<Ambient>,
        /// How one feels.
        #[serde(default)]
        pub(crate) mood_before: Option<Feeling>,
    }

    /// How much longer cycles are than the program says.
    #[derive(Copy, Eq)]
    pub(crate) struct Stretch {
        /// The first cycle for which it holds, over all rounds, from 0; it holds until another one is named.
        pub(crate) cycle: u32,
        /// Milliseconds; 0: as the program says.
        pub(crate) ms: i64,
    }

    /// Makes cycles longer.
    pub(crate) struct StretchCycle {
        /// The session.
        pub(crate) id: AnyId,
        /// The first cycle for which it holds, over all rounds, from 0; not one that is over.
        pub(crate) cycle: u32,
        /// By how much they are longer than the program says, milliseconds: at most 200 more than the cycles
        /// before them, and 0 at any time.
        pub(crate) ms: i64,
    }

    /// The session that goes on. Where in the program it stands follows from `program`, `taps`, `stretches`
    /// and the elapsed time alone.
    pub(crate) struct Live {
        /// The session.
        pub(crate) id: AnyId,
        /// What it is.
        pub(crate) kind: PracticeKind,
        /// What is breathed: a shipped pattern's word or an own one's id; empty for a meditation.
        pub(crate) pattern: String,
        /// The own pattern's name.
        pub(crate) name: String,
        /// What is breathed; null for a meditation.
        pub(crate) program: Option<Program>,
        /// How long all of it is with what was tapped and stretched so far; null: open, or a hold waits for
        /// its tap.
        pub(crate) total_ms: Option<i64>,
        /// What must have been read.
        pub(crate) gate: Gate,
        /// Whether it goes on or stands still.
        pub(crate) state: SessionState,
        /// How long it has gone on now, pauses left out; milliseconds.
        pub(crate) elapsed_ms: i64,
        /// When it began, Unix milliseconds.
        pub(crate) began_at: i64,
        /// When holds until a tap were ended, elapsed milliseconds, in their order.
        pub(crate) taps: Vec<i64>,
        /// How much longer cycles are, in their order.
        pub(crate) stretches: Vec<Stretch>,
        /// Whether a camera shall look.
        pub(crate) camera: bool,
        /// Whether a microphone shall hear.
        pub(crate) microphone: bool,
        /// Whether the pace may become slower with the breath.
        pub(crate) adaptive: bool,
        /// How often something came in between.
        pub(crate) interruptions: u32,
        /// The day of a course.
        pub(crate) course: Option<CourseDay>,
        /// When bells sound.
        pub(crate) bells: Option<Bells>,
        /// What sounds behind it.
        pub(crate) ambient: Ambient,
    }
}

/// The longest meditation that is planned, minutes.
const MEDITATION_MINUTES_MAX: u32 = 240;
/// Things that came in between, and taps, at most: a session has hardly a dozen.
const EVENTS_MAX: usize = 500;

/// The session that goes on: the one begun last.
fn going(cx: &ReadCx<'_>) -> Result<Option<Record>> {
    let id: Option<AnyId> = cx.sql().first(
        "SELECT id FROM breath_session WHERE state = ?1 ORDER BY start_ms DESC, id DESC LIMIT 1",
        params![Stage::Going as i64],
        |row| row.id(0),
    )?;
    id.map(|id| cx.record(id)).transpose()
}

/// A session as it is shown while it goes on.
fn shown(cx: &ReadCx<'_>, record: &Record) -> Live {
    let practice = Practice::of(&record.fields);
    let mut stretches: Vec<Stretch> = practice
        .told
        .stretches
        .iter()
        .map(|(cycle, ms)| Stretch { cycle: *cycle, ms: *ms })
        .collect();
    stretches.sort_by_key(|stretch| stretch.cycle);
    Live {
        id: record.id,
        kind: practice.kind,
        total_ms: practice.total_ms(),
        gate: practice.program.as_ref().map_or(Gate::None, Program::gate),
        state: practice.session.state,
        elapsed_ms: practice.session.elapsed_ms(Stamp::now(cx.env())),
        began_at: practice.began_ms(),
        taps: practice.told.taps.clone(),
        stretches,
        camera: record.flag("camera"),
        microphone: record.flag("microphone"),
        adaptive: record.flag("adaptive"),
        interruptions: practice.interruptions.len() as u32,
        course: course_of(record),
        bells: bells(&record.fields),
        ambient: ambient(&record.fields),
        pattern: practice.pattern,
        name: practice.name,
        program: practice.program,
    }
}

/// The day of a course that a session belongs to.
pub(crate) fn course_of(record: &Record) -> Option<CourseDay> {
    let id = record.text("course");
    let day = u32::try_from(record.int("course_day")?).ok()?;
    (!id.is_empty()).then(|| CourseDay { id: id.to_owned(), day })
}

pub(crate) fn live(cx: &ReadCx<'_>, _: Nothing) -> Result<Option<Live>> {
    Ok(going(cx)?.map(|record| shown(cx, &record)))
}

pub(crate) fn begin(cx: &mut WriteCx<'_>, request: BeginSession) -> Result<Live> {
    end_what_is_over(cx)?;
    let mut fields = Fields::from([
        ("kind".to_owned(), Value::from(request.kind.word())),
        ("zone".to_owned(), zone_name(cx).into()),
        ("ambient".to_owned(), request.ambient.unwrap_or_default().word().into()),
    ]);
    match request.kind {
        PracticeKind::Breathing => breathing_fields(&cx.read(), &request, &mut fields)?,
        PracticeKind::Meditation => meditation_fields(&request, &mut fields)?,
    }
    for (key, on) in [
        ("camera", request.camera),
        ("microphone", request.microphone),
        ("adaptive", request.adaptive && request.kind == PracticeKind::Breathing),
        ("gate_seen", request.gate_seen),
    ] {
        if on {
            fields.insert(key.to_owned(), Value::Bool(true));
        }
    }
    if let Some(bells) = request.bells {
        fields.insert("bell/start".to_owned(), bells.start.into());
        fields.insert("bell/end".to_owned(), bells.end.into());
        if let Some(every) = bells.every_minutes {
            let most = i64::from(MEDITATION_MINUTES_MAX);
            let every = check::within(every.into(), 1, most, "bells")?;
            fields.insert("bell/every_minutes".to_owned(), every.into());
        }
    }
    if let Some(feeling) = &request.mood_before {
        write_feeling(feeling, "before/", &mut fields)?;
    }
    let event = SessionEvent::now(cx.read().env(), Happening::Start);
    fields.insert(event.key(), event.value());
    let id = cx.new_id();
    cx.create(&SESSION, id, fields)?;
    let cx = cx.read();
    Ok(shown(&cx, &cx.record(id)?))
}

/// A session whose program was over long before it was ended is ended now, as it was. One that goes on
/// stands in the way.
fn end_what_is_over(cx: &mut WriteCx<'_>) -> Result<()> {
    let Some(record) = going(&cx.read())? else { return Ok(()) };
    let practice = Practice::of(&record.fields);
    let elapsed_ms = practice.session.elapsed_ms(Stamp::now(cx.read().env()));
    if practice.counted_ms(elapsed_ms) == elapsed_ms {
        return Err(conflict(format!("the session {} goes on; end it first", record.id)));
    }
    happen(cx, &record, Happening::Complete)
}

fn breathing_fields(cx: &ReadCx<'_>, request: &BeginSession, fields: &mut Fields) -> Result<()> {
    let Some(id) = &request.pattern else {
        return Err(Error::invalid("pattern", "a pattern to breathe after is needed"));
    };
    let base = base(cx, id)?;
    if base.pattern.gate == Gate::Holds && !request.gate_seen {
        let message = "the words before long holds were not read yet";
        return Err(Error::invalid("gate_seen", message));
    }
    let planned = base.plan(request.minutes, request.cycles)?;
    fields.insert("pattern".to_owned(), base.pattern.id.into());
    fields.insert("program".to_owned(), planned.program.text().into());
    if !base.pattern.shipped {
        fields.insert("name".to_owned(), base.pattern.name.into());
    }
    if let Some(total_ms) = planned.program.total_ms() {
        fields.insert("planned_ms".to_owned(), total_ms.into());
    }
    Ok(())
}

fn meditation_fields(request: &BeginSession, fields: &mut Fields) -> Result<()> {
    if request.pattern.is_some() {
        return Err(Error::invalid("pattern", "a meditation has no pattern"));
    }
    let mut minutes = request.minutes;
    if let Some(course) = &request.course {
        let day = course::find(&course.id, course.day)
            .ok_or_else(|| Error::not_found("day of a course", &course.id).at("course"))?;
        minutes = minutes.or(Some(day.minutes));
        fields.insert("course".to_owned(), course.id.as_str().into());
        fields.insert("course_day".to_owned(), i64::from(course.day).into());
    }
    if let Some(minutes) = minutes {
        let minutes = check::within(minutes.into(), 1, MEDITATION_MINUTES_MAX.into(), "minutes")?;
        fields.insert("planned_ms".to_owned(), (minutes * 60_000).into());
    }
    Ok(())
}

/// The session of an id that goes on, with its record.
///
/// # Errors
/// `NotFound`, `Conflict` when it is over.
pub(crate) fn goes_on(cx: &ReadCx<'_>, id: AnyId) -> Result<(Record, Practice)> {
    let record = session_record(cx, id)?;
    let practice = Practice::of(&record.fields);
    match practice.session.state {
        SessionState::Active | SessionState::Paused => Ok((record, practice)),
        SessionState::Idle | SessionState::Completed | SessionState::Discarded => {
            Err(conflict("this session does not go on").at("id"))
        }
    }
}

fn happen(cx: &mut WriteCx<'_>, record: &Record, happening: Happening) -> Result<()> {
    let event = SessionEvent::now(cx.read().env(), happening);
    cx.edit(record.id, &Changes::from([(event.key(), Some(event.value()))])).map(drop)
}

pub(crate) fn pause(cx: &mut WriteCx<'_>, request: SessionRef) -> Result<()> {
    let (record, _) = goes_on(&cx.read(), request.id)?;
    happen(cx, &record, Happening::Pause)
}

pub(crate) fn resume(cx: &mut WriteCx<'_>, request: SessionRef) -> Result<()> {
    let (record, _) = goes_on(&cx.read(), request.id)?;
    happen(cx, &record, Happening::Resume)
}

pub(crate) fn complete(cx: &mut WriteCx<'_>, request: SessionRef) -> Result<()> {
    let (record, _) = goes_on(&cx.read(), request.id)?;
    happen(cx, &record, Happening::Complete)
}

pub(crate) fn discard(cx: &mut WriteCx<'_>, request: SessionRef) -> Result<()> {
    let (record, _) = goes_on(&cx.read(), request.id)?;
    happen(cx, &record, Happening::Discard)
}

/// The name of a field that marks an instant of a session.
fn instant_key(cx: &ReadCx<'_>, prefix: &str, elapsed_ms: i64) -> String {
    let mut nonce = [0; 4];
    cx.env().fill(&mut nonce);
    format!("{prefix}/{elapsed_ms:08}-{}", data_encoding::HEXLOWER.encode(&nonce))
}

fn mark(cx: &mut WriteCx<'_>, record: &Record, prefix: &str, elapsed_ms: i64) -> Result<()> {
    let marked = record.members(&format!("{prefix}/")).count();
    if EVENTS_MAX <= marked {
        return Err(conflict(format!("this session has {EVENTS_MAX} of these already")).at("id"));
    }
    let key = instant_key(&cx.read(), prefix, elapsed_ms);
    cx.edit(record.id, &Changes::from([(key, Some(Value::Bool(true)))])).map(drop)
}

pub(crate) fn tap(cx: &mut WriteCx<'_>, request: SessionRef) -> Result<Live> {
    let (record, practice) = goes_on(&cx.read(), request.id)?;
    let elapsed_ms = practice.session.elapsed_ms(Stamp::now(cx.read().env()));
    let timeline = practice.timeline();
    let waits = timeline.and_then(|timeline| timeline.at(elapsed_ms).copied());
    if !waits.is_some_and(|placed| placed.end_ms.is_none() && placed.start_ms < elapsed_ms) {
        return Err(conflict("no hold waits for a tap").at("id"));
    }
    mark(cx, &record, "tap", elapsed_ms)?;
    let cx = cx.read();
    Ok(shown(&cx, &cx.record(record.id)?))
}

pub(crate) fn interrupt(cx: &mut WriteCx<'_>, request: SessionRef) -> Result<()> {
    let (record, practice) = goes_on(&cx.read(), request.id)?;
    let elapsed_ms = practice.session.elapsed_ms(Stamp::now(cx.read().env()));
    mark(cx, &record, "interrupt", elapsed_ms)
}

pub(crate) fn stretch(cx: &mut WriteCx<'_>, request: StretchCycle) -> Result<Live> {
    let (record, practice) = goes_on(&cx.read(), request.id)?;
    let elapsed_ms = practice.session.elapsed_ms(Stamp::now(cx.read().env()));
    let Some(timeline) = practice.timeline().filter(|_| record.flag("adaptive")) else {
        return Err(conflict("the pace of this session does not change").at("id"));
    };
    let now = timeline.at(elapsed_ms).map_or(u32::MAX, |placed| placed.cycle);
    let cycles = practice
        .program
        .as_ref()
        .map_or(0, |program| program.rounds.iter().map(|round| round.cycles).sum());
    if request.cycle < now || cycles <= request.cycle {
        return Err(conflict(format!("cycle {} is not to come", request.cycle)).at("cycle"));
    }
    let before = practice.told.stretches.iter().filter(|(cycle, _)| *cycle < request.cycle).max();
    let most = stretch_max(before.map_or(0, |(_, ms)| *ms));
    let ms = check::within(request.ms, 0, most, "ms")?;
    let key = format!("stretch/{}", request.cycle);
    cx.edit(record.id, &Changes::from([(key, Some(ms.into()))]))?;
    let cx = cx.read();
    Ok(shown(&cx, &cx.record(record.id)?))
}

// Breathing is planned within an hour; the bound of meditations is another one on purpose.
const _: () = assert!(MINUTES_MAX < MEDITATION_MINUTES_MAX);

#[cfg(test)]
mod tests;
