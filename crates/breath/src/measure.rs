//! What camera and microphone tell of a session while it goes on, and what it comes to in the end.
//!
//! [`Measuring`] takes what was heard and seen with the session's own milliseconds and knows no sensor, clock
//! or store; [`keep`] writes its end into the session's record. Nothing of sound or pictures is kept: phases,
//! and five points of a curve a second. What is deliberately not here: opening a sensor, and asking whether
//! it may be opened (`app`). Where nothing could be read there is a gap, and no figure is made of a gap.

mod chest;
mod clock;
mod figures;
mod keeping;
mod series;
pub(crate) mod trace;

use base::error::Result;
use base::id::AnyId;
use base::sense::{Estimate, Source, Unknown};
use domain::session::{SessionState, Stamp};
use domain::wire;
use inference::signal::adherence::Phase;
use store::read::ReadCx;

pub use self::clock::SensorClock;
pub use self::keeping::keep;
use self::series::Series;
use self::trace::{Point, STEP_MS};
use crate::model::figure::Figure;
use crate::model::program::PhaseKind;
use crate::model::session::{OPEN_MS_MAX, Practice};
use crate::model::summary::Summary;
use crate::model::timeline::Timeline;

wire! {
    /// Where in a breath somebody was heard to be.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum HeardPhase {
        /// Air comes in.
        Inhale,
        /// Air goes out.
        Exhale,
        /// Neither: which of the holds it is cannot be heard.
        Pause,
        /// It could not be told.
        Unknown,
    }

    /// What is known of a session at an instant.
    #[ts(rename = "BreathMeasured")]
    #[schemars(rename = "BreathMeasured")]
    pub struct Measured {
        /// Milliseconds of the session, pauses left out.
        pub(crate) elapsed_ms: i64,
        /// What the pacer asks for; null: nothing.
        pub(crate) target: Option<PhaseKind>,
        /// Where in a breath somebody was heard to be.
        pub(crate) heard: HeardPhase,
        /// How loud the breath is above the room, 0 to 1 (24 dB or more); null: not known.
        pub(crate) level: Option<f64>,
        /// How full the chest is beside the last half minute, 0 to 1; null: not seen.
        pub(crate) chest: Option<f64>,
        /// Breaths a minute.
        pub(crate) breathing: Figure,
        /// Heart beats a minute.
        pub(crate) pulse: Figure,
        /// How still the head is, 0 to 100.
        pub(crate) stillness: Figure,
        /// Whether a face is seen; null: no camera looks.
        pub(crate) face: Option<bool>,
        /// How likely somebody speaks, 0 to 1; null: not known.
        pub(crate) speech: Option<f64>,
        /// The share of the known time of the last minute in which breath and pacer matched; null: too
        /// little is known.
        pub(crate) matched: Option<f64>,
    }
}

/// What a microphone told of 50 ms.
#[derive(Debug, Clone)]
pub struct Hearing {
    /// Where in a breath it is; `None`: that may not be told.
    pub phase: Option<Phase>,
    /// How far the breath is above the room, decibels.
    pub breath_db: Option<f32>,
    /// How likely somebody speaks, 0 to 1.
    pub speech: Option<f32>,
    /// Breaths a minute over the last minute; `None`: that may not be told.
    pub breathing: Option<Estimate<f32>>,
}

/// What a camera told of a frame.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// Whether a face is seen.
    pub face: bool,
    /// How far the chest is down against the head, pixels.
    pub chest: Option<f32>,
    /// Breaths a minute over the last minute; `None`: that may not be told, like the others.
    pub breathing: Option<Estimate<f32>>,
    /// Heart beats a minute.
    pub pulse: Option<Estimate<f32>>,
    /// How still, 0 to 100.
    pub stillness: Option<Estimate<f32>>,
}

/// A breath this much above the room is drawn at full height, decibels.
const LEVEL_DB: f32 = 24.0;
/// What was last told is shown for so long, milliseconds.
const STALE_MS: i64 = 1_500;
/// Between two things heard there are 50 ms; a longer hole than this is one, milliseconds.
const HOLE_MS: i64 = 300;
/// Phases that are kept, at most: one change every tenth of a second over four hours.
const PHASES_MAX: usize = 150_000;
/// The window of the live match, milliseconds.
const LIVE_MATCH_MS: i64 = 60_000;

/// The newest word of a sensor.
struct Newest<T> {
    at_ms: i64,
    told: T,
}

/// A session that is being measured.
pub struct Measuring {
    id: AnyId,
    practice: Practice,
    timeline: Option<Timeline>,
    /// Phases as they were heard: each from its instant to the next one's.
    // Invariant: instants rise; neighbors differ.
    phases: Vec<(i64, Phase)>,
    heard_ms: Option<i64>,
    /// The curve, one point every 200 ms of the session.
    points: Vec<Point>,
    /// How far down the chest was in the points, pixels.
    chest: Vec<Option<f32>>,
    hearing: Option<Newest<Hearing>>,
    sighting: Option<Newest<Sighting>>,
    by_sound: Series,
    by_sight: Series,
    pulse: Series,
    stillness: Series,
    /// What was known of the breath before the pacer began.
    before: Option<Figure>,
    /// Up to when it was measured.
    end_ms: i64,
}

/// What a session came to.
pub struct Finished {
    pub(crate) id: AnyId,
    pub(crate) summary: Summary,
    pub(crate) trace: Vec<u8>,
}

impl Measuring {
    /// Begins to measure a session.
    ///
    /// # Errors
    /// `NotFound`, `Conflict` when it does not go on.
    pub fn begin(cx: &ReadCx<'_>, id: AnyId) -> Result<Measuring> {
        let (_, practice) = crate::api::goes_on(cx, id)?;
        Ok(Measuring::of(id, practice))
    }

    /// Measures a session.
    pub(crate) fn of(id: AnyId, practice: Practice) -> Measuring {
        Measuring {
            id,
            timeline: practice.timeline(),
            practice,
            phases: vec![(0, Phase::Unknown)],
            heard_ms: None,
            points: Vec::new(),
            chest: Vec::new(),
            hearing: None,
            sighting: None,
            by_sound: Series::default(),
            by_sight: Series::default(),
            pulse: Series::default(),
            stillness: Series::default(),
            before: None,
            end_ms: 0,
        }
    }

    /// Hears what happened to the session: it was paused, tapped, ended.
    ///
    /// # Errors
    /// `NotFound` when it was thrown away.
    pub fn refresh(&mut self, cx: &ReadCx<'_>) -> Result<()> {
        let record = crate::api::session_record(cx, self.id)?;
        self.practice = Practice::of(&record.fields);
        self.timeline = self.practice.timeline();
        Ok(())
    }

    /// The session.
    pub fn id(&self) -> AnyId {
        self.id
    }

    /// Milliseconds of the session at an instant, pauses left out; no more than it has.
    pub fn elapsed_ms(&self, now: Stamp) -> i64 {
        self.practice.practiced_ms(Some(now))
    }

    /// Whether it goes on: neither stands still nor is over.
    pub fn runs(&self) -> bool {
        self.practice.session.state == SessionState::Active
    }

    /// Whether it was completed or discarded.
    pub fn is_over(&self) -> bool {
        matches!(self.practice.session.state, SessionState::Completed | SessionState::Discarded)
    }

    /// Breaths a second that the pacer asks for.
    pub fn pacer_hz(&self) -> Option<f64> {
        let program = self.practice.program.as_ref()?;
        program.per_minute().map(|rate| rate / 60.0)
    }

    /// Takes what was heard at so many milliseconds of the session.
    pub fn heard(&mut self, at_ms: i64, hearing: Hearing) {
        let at_ms = at_ms.clamp(0, OPEN_MS_MAX);
        if !self.runs() {
            self.settle(hearing.breathing.as_ref());
            self.hearing = Some(Newest { at_ms, told: hearing });
            return;
        }
        if self.heard_ms.is_some_and(|last| last + HOLE_MS < at_ms) {
            self.silence();
        }
        let phase = hearing.phase.unwrap_or(Phase::Unknown);
        self.phase(at_ms, phase);
        self.heard_ms = Some(self.heard_ms.map_or(at_ms, |last| last.max(at_ms)));
        self.by_sound.push(at_ms, hearing.breathing.as_ref());
        let level = level(hearing.breath_db);
        if let Some(point) = self.point(at_ms) {
            point.heard = phase;
            point.level = level.map(|level| (level * 254.0) as u8);
        }
        self.hearing = Some(Newest { at_ms, told: hearing });
        self.end_ms = self.end_ms.max(at_ms);
    }

    /// Takes what was seen at so many milliseconds of the session.
    pub fn seen(&mut self, at_ms: i64, sighting: Sighting) {
        let at_ms = at_ms.clamp(0, OPEN_MS_MAX);
        if !self.runs() {
            self.settle(sighting.breathing.as_ref());
            self.sighting = Some(Newest { at_ms, told: sighting });
            return;
        }
        self.by_sight.push(at_ms, sighting.breathing.as_ref());
        self.pulse.push(at_ms, sighting.pulse.as_ref());
        self.stillness.push(at_ms, sighting.stillness.as_ref());
        let (face, chest) = (sighting.face, sighting.chest.filter(|chest| chest.is_finite()));
        if let Some(point) = self.point(at_ms) {
            point.face = Some(face);
            let at = (at_ms / STEP_MS) as usize;
            if let Some(slot) = self.chest.get_mut(at) {
                *slot = chest.filter(|_| face);
            }
        }
        self.sighting = Some(Newest { at_ms, told: sighting });
        self.end_ms = self.end_ms.max(at_ms);
    }

    /// A sensor gives nothing any more: from its last word on nothing is known.
    pub fn lost(&mut self, source: Source) {
        match source {
            Source::Microphone => {
                self.silence();
                self.hearing = None;
            }
            Source::Camera => self.sighting = None,
            Source::Text | Source::Photo | Source::Strap => {}
        }
    }

    /// What is known at so many milliseconds of the session.
    pub fn now(&self, elapsed_ms: i64) -> Measured {
        let placed = self.timeline.as_ref().and_then(|timeline| timeline.at(elapsed_ms));
        let hearing = self.hearing.as_ref().filter(|newest| elapsed_ms <= newest.at_ms + STALE_MS);
        let hearing = hearing.map(|newest| &newest.told);
        let sighting =
            self.sighting.as_ref().filter(|newest| elapsed_ms <= newest.at_ms + STALE_MS);
        let sighting = sighting.map(|newest| &newest.told);
        let figure = |source, model, told: Option<&Estimate<f32>>| match told {
            Some(estimate) => Figure::of(estimate),
            None => Figure::unknown(source, model, Unknown::Lost, 0.0),
        };
        let by_sound = hearing.and_then(|hearing| hearing.breathing.as_ref());
        let by_sight = sighting.and_then(|sighting| sighting.breathing.as_ref());
        let known = |told: &&Estimate<f32>| told.value().is_some();
        let breathing = by_sound.filter(known).or(by_sight.filter(known)).or(by_sound).or(by_sight);
        Measured {
            elapsed_ms,
            target: placed.map(|placed| placed.kind),
            heard: hearing.map_or(HeardPhase::Unknown, |hearing| {
                shown(hearing.phase.unwrap_or(Phase::Unknown))
            }),
            level: hearing.and_then(|hearing| level(hearing.breath_db)).map(f64::from),
            chest: chest::fullness(&self.chest, elapsed_ms).filter(|_| sighting.is_some()),
            breathing: figure(Source::Microphone, "breath_sound", breathing),
            pulse: figure(Source::Camera, "pulse", sighting.and_then(|told| told.pulse.as_ref())),
            stillness: figure(
                Source::Camera,
                "stillness",
                sighting.and_then(|told| told.stillness.as_ref()),
            ),
            face: sighting.map(|sighting| sighting.face),
            speech: hearing.and_then(|hearing| hearing.speech).map(f64::from),
            matched: self.live_match(elapsed_ms),
        }
    }

    /// What it came to after so many milliseconds of the session.
    pub fn finish(mut self, end_ms: i64) -> Finished {
        let end_ms = end_ms.clamp(0, OPEN_MS_MAX);
        if self.heard_ms.is_some_and(|last| last + HOLE_MS < end_ms) {
            self.silence();
        }
        let points = usize::try_from(end_ms / STEP_MS).unwrap_or(0);
        self.points.truncate(points);
        self.chest.truncate(points);
        let full = chest::normal(&self.chest);
        for (point, full) in self.points.iter_mut().zip(full) {
            point.chest = full;
        }
        let summary = figures::summary(&self, end_ms);
        Finished { id: self.id, summary, trace: trace::write(&self.points) }
    }

    /// What is known of the breath while the session stands still before its first breath.
    fn settle(&mut self, breathing: Option<&Estimate<f32>>) {
        let Some(breathing) = breathing else { return };
        if self.end_ms < STALE_MS && (breathing.value().is_some() || self.before.is_none()) {
            self.before = Some(Figure::of(breathing));
        }
    }

    /// Nothing is known from the last word of the microphone on.
    fn silence(&mut self) {
        if let Some(last) = self.heard_ms {
            self.phase(last + 50, Phase::Unknown);
        }
    }

    fn phase(&mut self, at_ms: i64, phase: Phase) {
        let (last_ms, last) = self.phases.last().copied().unwrap_or((0, Phase::Unknown));
        if last == phase || at_ms < last_ms || PHASES_MAX <= self.phases.len() {
            return;
        }
        if at_ms == last_ms {
            self.phases.pop();
        }
        self.phases.push((at_ms, phase));
    }

    /// The point of the curve at an instant; those that were left out before it are gaps.
    fn point(&mut self, at_ms: i64) -> Option<&mut Point> {
        let at = usize::try_from(at_ms / STEP_MS).ok()?;
        while self.points.len() <= at {
            let at_ms = self.points.len() as i64 * STEP_MS;
            let target = self.timeline.as_ref().and_then(|timeline| timeline.at(at_ms));
            self.points.push(Point::gap(target.map(|placed| placed.kind)));
            self.chest.push(None);
        }
        self.points.get_mut(at)
    }

    /// The match over the last minute.
    fn live_match(&self, elapsed_ms: i64) -> Option<f64> {
        let timeline = self.timeline.as_ref()?;
        let from = (elapsed_ms - LIVE_MATCH_MS).max(0);
        figures::matched(&self.phases, timeline, (from, elapsed_ms))
            .0
            .value()
            .map(|v| f64::from(*v))
    }
}

fn level(breath_db: Option<f32>) -> Option<f32> {
    breath_db.filter(|db| db.is_finite()).map(|db| (db / LEVEL_DB).clamp(0.0, 1.0))
}

/// A phase as it is shown.
pub(crate) fn shown(phase: Phase) -> HeardPhase {
    match phase {
        Phase::Inhale => HeardPhase::Inhale,
        Phase::Exhale => HeardPhase::Exhale,
        Phase::Pause => HeardPhase::Pause,
        Phase::Unknown => HeardPhase::Unknown,
    }
}

#[cfg(test)]
mod tests;
