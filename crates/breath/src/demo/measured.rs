//! Figures and curves of sessions that a made-up microphone heard: by the very code that figures real ones.

use base::id::AnyId;
use base::sense::{Estimate, Source, Told, Unknown};
use domain::session::{Session, SessionState, Stamp};
use inference::signal::adherence::Phase;

use super::Dice;
use crate::measure::{Finished, Hearing, Measuring, Sighting};
use crate::model::program::{PhaseKind, Program};
use crate::model::session::{Practice, PracticeKind};
use crate::model::timeline::{Timeline, Told as Changed};

/// What a made-up session of so many milliseconds came to.
pub(super) fn of(program: &Program, ms: i64, camera: bool, dice: &mut Dice) -> Finished {
    let timeline = Timeline::of(program, &Changed::default());
    let mut measuring = Measuring::of(AnyId::from_bytes([0; 16]), practice(program));
    let lag_ms = dice.between(100.0, 700.0) as i64;
    let follows = dice.between(0.72, 0.97);
    let asked = program.per_minute().unwrap_or(6.0) as f32;
    let rate = asked * dice.between(0.96, 1.2) as f32;
    // A gap: a car, a word to somebody.
    let gap = dice.between(0.2, 0.8) * ms as f64;
    let gap = gap as i64..(gap + dice.between(5_000.0, 40_000.0)) as i64;
    let mut strays = false;
    for step in 0..ms / 50 {
        let at_ms = step * 50;
        if step % 20 == 0 {
            strays = follows < dice.unit();
        }
        let placed = timeline.at((at_ms - lag_ms).max(0));
        let asked = placed.map_or(Phase::Pause, |placed| match placed.kind {
            PhaseKind::Inhale | PhaseKind::Inhale2 => Phase::Inhale,
            PhaseKind::Exhale => Phase::Exhale,
            _ => Phase::Pause,
        });
        let phase = match (gap.contains(&at_ms) || at_ms < 6_000, strays) {
            (true, _) => Phase::Unknown,
            (false, true) => Phase::Pause,
            (false, false) => asked,
        };
        let loud = match phase {
            Phase::Inhale => 9.0,
            Phase::Exhale => 14.0,
            Phase::Pause | Phase::Unknown => 1.5,
        };
        let swell = placed.map_or(0.0, |placed| {
            let length = placed.end_ms.map_or(1, |end| end - placed.start_ms).max(1);
            let part = (at_ms - lag_ms - placed.start_ms) as f64 / length as f64;
            (part.clamp(0.0, 1.0) * std::f64::consts::PI).sin()
        });
        let breathing = match at_ms {
            ..25_000 => estimate(Source::Microphone, "breath_sound", None),
            _ => estimate(Source::Microphone, "breath_sound", Some(rate)),
        };
        let breath_db = Some((loud * swell + dice.between(0.0, 1.5)) as f32);
        measuring.heard(
            at_ms,
            Hearing {
                phase: Some(phase),
                breath_db,
                speech: Some(0.02),
                breathing: Some(breathing),
            },
        );
        if camera && step % 2 == 0 {
            let full = fullness(&timeline, at_ms - lag_ms);
            measuring.seen(at_ms, sighting(full, rate, at_ms, dice));
        }
    }
    measuring.finish(ms)
}

fn practice(program: &Program) -> Practice {
    let since = Stamp { at_ms: 0, boot: 0, up_ms: 0 };
    Practice {
        kind: PracticeKind::Breathing,
        pattern: String::new(),
        name: String::new(),
        program: Some(program.clone()),
        planned_ms: program.total_ms(),
        zone: String::new(),
        told: Changed::default(),
        interruptions: Vec::new(),
        session: Session {
            state: SessionState::Active,
            began_ms: Some(0),
            ended_ms: None,
            settled_ms: 0,
            since: Some(since),
            spans: Vec::new(),
            stepped: false,
        },
        wrote: None,
    }
}

fn estimate(source: Source, model: &'static str, value: Option<f32>) -> Estimate<f32> {
    let told = value.map_or(Told::Unknown(Unknown::TooShort), Told::Value);
    Estimate { told, quality: 0.8, coverage: 0.9, source, model, version: "1" }
}

/// How full the chest is, 0 to 1.
fn fullness(timeline: &Timeline, at_ms: i64) -> f64 {
    let Some(placed) = timeline.at(at_ms.max(0)) else { return 0.0 };
    let length = placed.end_ms.map_or(1, |end| end - placed.start_ms).max(1);
    let part = ((at_ms - placed.start_ms) as f64 / length as f64).clamp(0.0, 1.0);
    let eased = (1.0 - (part * std::f64::consts::PI).cos()) / 2.0;
    match placed.kind {
        PhaseKind::Inhale => eased * 0.85,
        PhaseKind::Inhale2 => 0.85 + eased * 0.15,
        PhaseKind::HoldIn | PhaseKind::Recovery => 0.9,
        PhaseKind::Exhale => 0.9 * (1.0 - eased),
        PhaseKind::HoldOut | PhaseKind::FreeHold => 0.0,
    }
}

fn sighting(full: f64, rate: f32, at_ms: i64, dice: &mut Dice) -> Sighting {
    let known = 30_000 < at_ms;
    let of = |model, value: f32| Some(estimate(Source::Camera, model, known.then_some(value)));
    Sighting {
        face: !dice.percent(4.0),
        chest: Some((10.0 - 4.0 * full + dice.between(-0.2, 0.2)) as f32),
        breathing: of("chest_flow", rate),
        pulse: of("pos", 64.0 + 3.0 * (at_ms as f32 / 60_000.0).sin()),
        stillness: of("stillness", 71.0),
    }
}

/// Intervals of a heart at rest over so many seconds, milliseconds.
pub(super) fn intervals(dice: &mut Dice, secs: f64) -> Vec<f64> {
    let (mean, swing) = (dice.between(880.0, 1010.0), dice.between(18.0, 55.0));
    let hz = dice.between(0.17, 0.26);
    let (mut at, mut rr_ms) = (0.0, Vec::new());
    while at < secs {
        let breath = swing * (std::f64::consts::TAU * hz * at).sin();
        let slow = 0.5 * swing * (std::f64::consts::TAU * 0.09 * at).sin();
        let ms = mean + breath + slow + dice.between(-14.0, 14.0);
        at += ms / 1000.0;
        rr_ms.push(ms);
    }
    rr_ms
}
