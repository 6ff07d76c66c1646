//! The figures of a whole session, each over the time in which it is known.

use base::sense::{Estimate, Source, Unknown};
use inference::signal::Origin;
use inference::signal::adherence::{
    Phase, Target, adherence, onsets, phase_at, phase_locking, rate_error,
};

use super::series::median;
use super::{Measuring, chest};
use crate::model::figure::Figure;
use crate::model::program::PhaseKind;
use crate::model::summary::Summary;
use crate::model::timeline::{Placed, Timeline};

/// How adherence is told.
const ADHERENCE: Origin = Origin { source: Source::Microphone, model: "adherence", version: "1" };
/// A breath is heard when air came in so often, and as often went out: fewer are a door and a chair.
const BREATHS_MIN: usize = 3;
/// A run that is interrupted by something else for less is one run, milliseconds.
const FLICKER_MS: i64 = 300;
/// A run that is shorter is none, milliseconds.
const RUN_MS_MIN: i64 = 300;
/// The share of the time that must be known for a figure of the whole.
const KNOWN_MIN: f64 = 0.5;
/// The share of a breath that may be unknown while it counts as one.
const BREATH_UNKNOWN_MAX: f64 = 0.25;
/// A breath is at least and at most so many times as long as the pacer's, or some were missed between.
const BREATH_TIMES: (f64, f64) = (0.4, 1.8);
/// Points at which phases are compared, a second.
const LOCKING_STEP_MS: i64 = 200;

/// All figures after so many milliseconds.
pub(super) fn summary(of: &Measuring, end_ms: i64) -> Summary {
    let target = of.practice.program.as_ref().and_then(|program| program.per_minute());
    let during = breathing(of, end_ms);
    let rate_error = match (during.value, target) {
        (Some(rate), Some(target)) => match rate_error(rate as f32, target as f32) {
            Some(error) => Figure::known(&during, error.into()),
            None => Figure::unknown(during.source, &during.model, Unknown::Unsure, during.coverage),
        },
        (None, _) | (_, None) => Figure {
            value: None,
            unknown: during.unknown.or(Some(Unknown::TooShort)),
            ..during.clone()
        },
    };
    let (whole, lag_secs, known_secs) = told_match(of, (0, end_ms));
    let halves = [(0, end_ms / 2), (end_ms / 2, end_ms)].map(|half| told_match(of, half).0);
    let [matched_first, matched_second] = halves;
    let heard = of.heard_ms.is_some();
    let secs = end_ms as f64 / 1000.0;
    let faces = of.points.iter().filter(|point| point.face == Some(true)).count();
    let looked = of.points.iter().any(|point| point.face.is_some());
    let share = |part: f64| if secs > 0.0 { (part / secs).clamp(0.0, 1.0) } else { 0.0 };
    let face_secs = faces as f64 * super::STEP_MS as f64 / 1000.0;
    Summary {
        secs,
        cycles: of.practice.cycles_done(end_ms),
        breathing_before: of.before.clone().unwrap_or_else(|| {
            Figure::unknown(Source::Microphone, "breath_sound", Unknown::TooShort, 0.0)
        }),
        breathing_during: during,
        target_per_minute: target,
        matched: whole,
        lag_secs,
        known_secs,
        matched_first,
        matched_second,
        rate_error,
        locking: locking(of, end_ms),
        inhale_secs: length(of, Phase::Inhale, end_ms),
        exhale_secs: length(of, Phase::Exhale, end_ms),
        pulse: of.pulse.figure(end_ms, Source::Camera, "pulse"),
        stillness: of.stillness.figure(end_ms, Source::Camera, "stillness"),
        face_share: looked.then(|| share(face_secs)),
        heard_share: heard.then(|| share(known_ms(&of.phases, end_ms) as f64 / 1000.0)),
    }
}

/// The rate by the sensor that knew it longer.
fn breathing(of: &Measuring, end_ms: i64) -> Figure {
    let by_sight = of.by_sound.known_secs() < of.by_sight.known_secs()
        || of.by_sound.reason().is_none() && of.by_sound.known_secs() == 0;
    let sight = || of.by_sight.figure(end_ms, Source::Camera, "chest_flow");
    match by_sight {
        true if of.by_sight.known_secs() > 0 || of.heard_ms.is_none() => sight(),
        true | false => of.by_sound.figure(end_ms, Source::Microphone, "breath_sound"),
    }
}

/// Adherence within a part of the session: figure, lag and known seconds, as the window shows it.
fn told_match(of: &Measuring, part: (i64, i64)) -> (Figure, f64, f64) {
    let why = of.by_sound.reason().unwrap_or(Unknown::TooShort);
    let nothing = |why| (Figure::unknown(Source::Microphone, "adherence", why, 0.0), 0.0, 0.0);
    if of.heard_ms.is_none() {
        return nothing(Unknown::Lost);
    }
    let Some(timeline) = &of.timeline else { return nothing(Unknown::TooShort) };
    let (estimate, lag, known) = matched(&of.phases, timeline, part);
    let figure = Figure::of(&estimate);
    // "Too little is known" has a reason of its own, and that one is told.
    let figure = match figure.unknown {
        Some(Unknown::Unsure) => Figure { unknown: Some(why), ..figure },
        Some(_) | None => figure,
    };
    (figure, lag, known)
}

/// Adherence within a part of the session (from and to, milliseconds), its lag and its known seconds. Holds
/// until a tap and what follows them are left out: nobody can be late there.
pub(super) fn matched(
    phases: &[(i64, Phase)],
    timeline: &Timeline,
    (from, to): (i64, i64),
) -> (Estimate<f32>, f64, f64) {
    let observed = observed(phases, timeline, (from, to));
    let targets: Vec<Target> = timeline
        .phases
        .iter()
        .map(|placed| Target { start_us: placed.start_ms * 1000, phase: asked(placed) })
        .collect();
    let told = adherence(&observed, &targets, to * 1000, ADHERENCE);
    let breaths = |phase| observed.iter().filter(|(_, one)| *one == phase).count();
    let few = breaths(Phase::Inhale).min(breaths(Phase::Exhale)) < BREATHS_MIN;
    let matched = match few {
        true => ADHERENCE.unknown(Unknown::Unsure, 0.0, told.matched.coverage),
        false => told.matched,
    };
    (matched, told.lag_secs.into(), told.known_secs.into())
}

/// What was observed in a part of the session, microseconds.
fn observed(
    phases: &[(i64, Phase)],
    timeline: &Timeline,
    (from, to): (i64, i64),
) -> Vec<(i64, Phase)> {
    let free = |placed: &&Placed| matches!(placed.kind, PhaseKind::FreeHold | PhaseKind::Recovery);
    let free: Vec<(i64, i64)> = timeline
        .phases
        .iter()
        .filter(free)
        .map(|placed| (placed.start_ms, placed.end_ms.unwrap_or(i64::MAX)))
        .collect();
    let mut cuts: Vec<i64> = vec![from];
    cuts.extend(phases.iter().map(|(at, _)| *at));
    cuts.extend(free.iter().flat_map(|(start, end)| [*start, *end]));
    cuts.retain(|cut| (from..to).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    let at = |ms: i64| {
        if free.iter().any(|(start, end)| (*start..*end).contains(&ms)) {
            return Phase::Unknown;
        }
        let next = phases.partition_point(|(at, _)| *at <= ms);
        next.checked_sub(1).map_or(Phase::Unknown, |at| phases[at].1)
    };
    let mut observed: Vec<(i64, Phase)> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        let phase = at(cut);
        if observed.last().is_none_or(|(_, last)| *last != phase) {
            observed.push((cut * 1000, phase));
        }
    }
    observed
}

fn asked(placed: &Placed) -> Phase {
    match placed.kind {
        PhaseKind::Inhale | PhaseKind::Inhale2 => Phase::Inhale,
        PhaseKind::Exhale => Phase::Exhale,
        PhaseKind::HoldIn | PhaseKind::HoldOut => Phase::Pause,
        PhaseKind::FreeHold | PhaseKind::Recovery => Phase::Unknown,
    }
}

/// Milliseconds in which a phase is known.
fn known_ms(phases: &[(i64, Phase)], end_ms: i64) -> i64 {
    let ends = phases.iter().skip(1).map(|(at, _)| *at).chain([end_ms]);
    let known = phases.iter().zip(ends).filter(|((_, phase), _)| *phase != Phase::Unknown);
    known.map(|((at, _), end)| (end.min(end_ms) - at).max(0)).sum()
}

/// The median length of breaths in or out that were heard from their beginning to their end.
fn length(of: &Measuring, wanted: Phase, end_ms: i64) -> Figure {
    let unknown = |why| Figure::unknown(Source::Microphone, "breath_runs", why, 0.0);
    if of.heard_ms.is_none() {
        return unknown(Unknown::Lost);
    }
    // Two breaths in on top of each other are one for the ear, or two: nobody could say which was meant.
    let twice = of.timeline.iter().flat_map(|timeline| &timeline.phases);
    if twice.into_iter().any(|placed| placed.kind == PhaseKind::Inhale2) {
        return unknown(Unknown::Unsure);
    }
    let runs = smooth(&of.phases, end_ms);
    let known = |at: usize| runs.get(at).is_some_and(|run| run.2 != Phase::Unknown);
    let lengths: Vec<f64> = runs
        .iter()
        .enumerate()
        .filter(|(at, run)| {
            run.2 == wanted && at.checked_sub(1).is_some_and(known) && known(at + 1)
        })
        .map(|(_, run)| (run.1 - run.0) as f64 / 1000.0)
        .collect();
    let coverage = known_ms(&of.phases, end_ms) as f64 / (end_ms as f64).max(1.0);
    if lengths.len() < BREATHS_MIN {
        let why = of.by_sound.reason().unwrap_or(Unknown::TooShort);
        return Figure { coverage: coverage.clamp(0.0, 1.0), ..unknown(why) };
    }
    let like = Figure {
        quality: coverage.clamp(0.0, 1.0),
        coverage: coverage.clamp(0.0, 1.0),
        ..unknown(Unknown::Unsure)
    };
    Figure::known(&like, median(&lengths))
}

/// Runs of one phase, from, to and which, without those that are too short to be one.
fn smooth(phases: &[(i64, Phase)], end_ms: i64) -> Vec<(i64, i64, Phase)> {
    let ends = phases.iter().skip(1).map(|(at, _)| *at).chain([end_ms]);
    let mut runs: Vec<(i64, i64, Phase)> = Vec::new();
    for (&(from, phase), to) in phases.iter().zip(ends) {
        let moves = matches!(phase, Phase::Inhale | Phase::Exhale);
        if moves && to - from < RUN_MS_MIN {
            continue;
        }
        match runs.last_mut() {
            Some(last) if last.2 == phase && from - last.1 < FLICKER_MS => last.1 = to,
            Some(_) | None => runs.push((from, to, phase)),
        }
    }
    // A short pause within a breath is none.
    let mut merged: Vec<(i64, i64, Phase)> = Vec::new();
    for run in runs {
        let is_flicker =
            matches!(run.2, Phase::Pause | Phase::Unknown) && run.1 - run.0 < FLICKER_MS;
        match merged.last_mut() {
            Some(last) if last.2 == run.2 => last.1 = run.1,
            Some(_) if is_flicker => {}
            Some(_) | None => merged.push(run),
        }
    }
    merged
}

/// How constant the distance between the breath's phase and the pacer's was.
fn locking(of: &Measuring, end_ms: i64) -> Figure {
    let Some(timeline) = of.timeline.as_ref().filter(|_| of.pacer_hz().is_some()) else {
        return Figure::unknown(Source::Microphone, "phase_locking", Unknown::TooShort, 0.0);
    };
    let asked: Vec<i64> = timeline
        .phases
        .iter()
        .filter(|placed| placed.kind == PhaseKind::Inhale && placed.start_ms <= end_ms)
        .map(|placed| placed.start_ms * 1000)
        .collect();
    let cycle_ms = of.pacer_hz().map_or(0.0, |hz| 1000.0 / hz);
    let by_sound = heard_breaths(of, end_ms, cycle_ms);
    let sound = locked(&by_sound, &asked, end_ms, Source::Microphone);
    if sound.value.is_some() || of.sighting_secs() == 0 {
        let why = of.by_sound.reason();
        return match (sound.value, why) {
            (None, Some(why)) => Figure { unknown: Some(why), ..sound },
            (Some(_), _) | (None, None) => sound,
        };
    }
    // A chest that sways with a photo in somebody's hand has peaks, too: its rate must be known as breath.
    let total_secs = (end_ms / 1000).max(1);
    if (of.by_sight.known_secs() as f64) < KNOWN_MIN * total_secs as f64 {
        let why = of.by_sight.reason().unwrap_or(Unknown::Unsure);
        return Figure::unknown(Source::Camera, "phase_locking", why, 0.0);
    }
    let runs = chest::onsets(&of.chest);
    let by_sight: Vec<(i64, i64)> = runs
        .iter()
        .flat_map(|run| run.windows(2).map(|pair| (pair[0], pair[1])))
        .filter(|(from, to)| is_breath_long((to - from) as f64, cycle_ms))
        .collect();
    locked(&by_sight, &asked, end_ms, Source::Camera)
}

fn is_breath_long(ms: f64, cycle_ms: f64) -> bool {
    (BREATH_TIMES.0 * cycle_ms..=BREATH_TIMES.1 * cycle_ms).contains(&ms)
}

/// Breaths that were heard from one breath in to the next: from and to, milliseconds.
fn heard_breaths(of: &Measuring, end_ms: i64, cycle_ms: f64) -> Vec<(i64, i64)> {
    let runs: Vec<(i64, Phase)> =
        smooth(&of.phases, end_ms).iter().map(|(from, _, phase)| (from * 1000, *phase)).collect();
    let onsets = onsets(&runs);
    onsets
        .windows(2)
        .map(|pair| (pair[0] / 1000, pair[1] / 1000))
        .filter(|(from, to)| {
            let part: Vec<(i64, Phase)> = clipped(&of.phases, (*from, *to));
            let known = known_ms(&part, *to) as f64 / ((to - from) as f64).max(1.0);
            1.0 - BREATH_UNKNOWN_MAX <= known && is_breath_long((to - from) as f64, cycle_ms)
        })
        .collect()
}

fn clipped(phases: &[(i64, Phase)], (from, to): (i64, i64)) -> Vec<(i64, Phase)> {
    let first = phases.partition_point(|(at, _)| *at <= from);
    let before = first.checked_sub(1).map_or(Phase::Unknown, |at| phases[at].1);
    let inside = phases[first..].iter().take_while(|(at, _)| *at < to).copied();
    std::iter::once((from, before)).chain(inside).collect()
}

/// The phase-locking value of breaths (from and to) with what was asked for, both in milliseconds but
/// `asked`, which is in microseconds.
fn locked(breaths: &[(i64, i64)], asked: &[i64], end_ms: i64, source: Source) -> Figure {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for (from, to) in breaths {
        let mut at = *from;
        while at < *to {
            let part = (at - from) as f64 / ((to - from) as f64).max(1.0);
            if let Some(asked) = phase_at(asked, at * 1000) {
                ours.push(std::f64::consts::TAU * part);
                theirs.push(asked);
            }
            at += LOCKING_STEP_MS;
        }
    }
    let coverage = (ours.len() as f64 * LOCKING_STEP_MS as f64 / (end_ms as f64).max(1.0)).min(1.0);
    let unknown = |why| Figure::unknown(source, "phase_locking", why, coverage);
    match phase_locking(&ours, &theirs) {
        Some(value) if BREATHS_MIN <= breaths.len() && KNOWN_MIN <= coverage => {
            let like = Figure { quality: coverage, ..unknown(Unknown::Unsure) };
            Figure::known(&like, value.into())
        }
        Some(_) => unknown(Unknown::Unsure),
        None => unknown(Unknown::TooShort),
    }
}

impl Measuring {
    /// Seconds in which a camera told of a breath, or why there was none.
    fn sighting_secs(&self) -> usize {
        self.points.iter().filter(|point| point.face.is_some()).count() / 5
    }
}
