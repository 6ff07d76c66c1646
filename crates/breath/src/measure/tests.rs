//! A session that is measured from sounds and sights with a known breath, and from what is none.

use std::path::Path;
use std::sync::Arc;

use base::sense::{Picture, Sound, Unknown};
use domain::session::{Session, SessionState, Stamp};
use inference::listen::{Listen, ListenOptions};
use inference::models::Models;
use inference::signal::breath_sound::RATE_HZ;
use inference::watch::{Landmarks, WatchCore, WatchOptions};
use proptest::prelude::*;
use synth::clip::{Clip, Script, Spot};
use synth::sound::{self, Breathing};

use super::*;
use crate::model::program::{Phase as Asked, Program, Round, Route};
use crate::model::session::PracticeKind;
use crate::model::timeline::Told;

/// A session that runs.
fn practice(program: &str) -> Practice {
    let program = Program::read(program).expect("a program");
    Practice {
        kind: PracticeKind::Breathing,
        pattern: String::new(),
        name: String::new(),
        planned_ms: program.total_ms(),
        program: Some(program),
        zone: String::new(),
        told: Told::default(),
        interruptions: Vec::new(),
        session: Session {
            state: SessionState::Active,
            began_ms: Some(0),
            ended_ms: None,
            settled_ms: 0,
            since: Some(Stamp { at_ms: 0, boot: 0, up_ms: 0 }),
            spans: Vec::new(),
            stepped: false,
        },
        wrote: None,
    }
}

fn measuring(program: &str) -> Measuring {
    Measuring::of(AnyId::from_bytes([1; 16]), practice(program))
}

/// Lets a microphone hear a sound up to a second of the session.
fn hear(measuring: &mut Measuring, sound: &Sound, until_secs: f64) {
    let mut listen = Listen::new(Arc::new(Models::none()), ListenOptions::default());
    for piece in sound::pieces(sound, 1600) {
        if until_secs * 1e6 <= piece.at_us as f64 {
            measuring.lost(Source::Microphone);
            break;
        }
        for heard in listen.push(&piece).expect("16 kHz") {
            let hearing = Hearing {
                phase: Some(heard.phase),
                breath_db: heard.breath_db,
                speech: heard.speech,
                breathing: Some(heard.breathing),
            };
            measuring.heard(heard.at_us / 1000, hearing);
        }
    }
}

fn breath(per_min: f64, secs: f64) -> sound::Breath {
    sound::breath(Breathing { seed: 3, rate: RATE_HZ, secs, per_min, uneven: 0.03, snr_db: 12.0 })
}

/// A session whose program asks for what a made breath does, pauses too.
fn follow(breath: &sound::Breath) -> Measuring {
    let ms = |secs: f64| (secs * 1000.0).round() as i64;
    let asked = |kind, from: i64, to: i64| Asked { kind, ms: Some(to - from), route: Route::Any };
    let round = |phases| Round { cycles: 1, phases };
    let mut rounds = Vec::new();
    let mut at = 0;
    for pair in breath.parts.chunks(2) {
        let mut phases = Vec::new();
        for part in pair {
            let (from, to) = (ms(part.start_secs), ms(part.end_secs));
            if at < from {
                let held = if part.inhale { PhaseKind::HoldOut } else { PhaseKind::HoldIn };
                match phases.is_empty() {
                    true => rounds.push(round(vec![asked(held, at, from)])),
                    false => phases.push(asked(held, at, from)),
                }
            }
            let kind = if part.inhale { PhaseKind::Inhale } else { PhaseKind::Exhale };
            phases.push(asked(kind, from, to));
            at = to;
        }
        rounds.push(round(phases));
    }
    let mut practice = practice("1:in5000n,ex5000n");
    let program = Program { rounds };
    practice.planned_ms = program.total_ms();
    practice.program = Some(program);
    Measuring::of(AnyId::from_bytes([1; 16]), practice)
}

#[test]
fn a_breath_that_follows_is_matched_with_its_rate_and_lag() {
    let breath = breath(8.0, 150.0);
    let mut measuring = follow(&breath);
    hear(&mut measuring, &breath.sound, 150.0);
    let live = measuring.now(149_900);
    assert_ne!(live.heard, HeardPhase::Unknown, "{live:?}");
    assert!(live.matched.is_some_and(|matched| 0.8 < matched), "{live:?}");
    let summary = measuring.finish(150_000).summary;
    let rate = summary.breathing_during.value.expect("it is heard");
    assert!((rate - breath.per_min).abs() < 1.0, "{rate} instead of {}", breath.per_min);
    assert!(0.6 < summary.breathing_during.coverage, "{:?}", summary.breathing_during);
    let matched = summary.matched.value.expect("most of it is known");
    assert!(0.8 < matched, "{matched}, lag {}", summary.lag_secs);
    assert!(summary.lag_secs <= 0.5, "{}", summary.lag_secs);
    assert!(100.0 < summary.known_secs && summary.known_secs <= 150.0);
    assert!(summary.heard_share.is_some_and(|share| 0.7 < share), "{:?}", summary.heard_share);
    let locking = summary.locking.value.expect("breaths are heard one after the other");
    assert!(0.9 < locking, "{locking}");
    let inhale: Vec<f64> = breath
        .parts
        .iter()
        .filter(|part| part.inhale)
        .map(|part| part.end_secs - part.start_secs)
        .collect();
    let truth = series::median(&inhale);
    let told = summary.inhale_secs.value.expect("breaths in are heard");
    assert!((told - truth).abs() < 0.5, "{told} instead of {truth}");
    assert_eq!(summary.pulse.value, None);
    assert_eq!(summary.face_share, None, "no camera looked");
}

#[test]
fn another_breath_than_the_pacers_is_not_matched() {
    let breath = breath(11.0, 120.0);
    let mut measuring = measuring("12:in5000n,ex5000n");
    hear(&mut measuring, &breath.sound, 120.0);
    let summary = measuring.finish(120_000).summary;
    let rate = summary.breathing_during.value.expect("it is heard");
    assert!((rate - breath.per_min).abs() < 1.0);
    let error = summary.rate_error.value.expect("both rates are known");
    assert!((error - (rate - 6.0) / 6.0).abs() < 1e-6, "{error}");
    assert!(summary.matched.value.is_none_or(|matched| matched < 0.7), "{:?}", summary.matched);
    assert!(summary.locking.value.is_none_or(|locking| locking < 0.5), "{:?}", summary.locking);
}

#[test]
fn a_sound_that_ends_half_way_leaves_a_gap_and_no_figure_is_made_of_it() {
    let breath = breath(8.0, 150.0);
    let mut measuring = follow(&breath);
    hear(&mut measuring, &breath.sound, 60.0);
    let live = measuring.now(100_000);
    assert_eq!((live.heard, live.level, live.breathing.value), (HeardPhase::Unknown, None, None));
    let finished = measuring.finish(150_000);
    let summary = finished.summary;
    assert_eq!(summary.secs, 150.0, "the session went on");
    assert!(summary.heard_share.is_some_and(|share| share < 0.42), "{:?}", summary.heard_share);
    assert_eq!(summary.matched.value, None, "less than half is known: {:?}", summary.matched);
    assert!(summary.known_secs < 61.0);
    assert_eq!(summary.matched_second.value, None);
    assert!(summary.breathing_during.coverage < 0.4, "{:?}", summary.breathing_during);
    if let Some(rate) = summary.breathing_during.value {
        assert!((rate - breath.per_min).abs() < 1.0, "what was heard is right");
    }
    let points = trace::read(&finished.trace).expect("a curve");
    assert!(points.len() <= 305, "nothing is made up after it ended: {}", points.len());
}

#[test]
fn silence_and_a_fan_are_not_measured() {
    for (sound, why) in [
        (sound::silence(120.0, RATE_HZ), Unknown::Silent),
        (sound::fan(1, 120.0, RATE_HZ), Unknown::Noise),
    ] {
        let mut measuring = measuring("12:in5000n,ex5000n");
        hear(&mut measuring, &sound, 120.0);
        let summary = measuring.finish(120_000).summary;
        for figure in [
            &summary.matched,
            &summary.breathing_during,
            &summary.rate_error,
            &summary.locking,
            &summary.inhale_secs,
            &summary.exhale_secs,
            &summary.breathing_before,
        ] {
            assert_eq!(figure.value, None, "{figure:?}");
        }
        assert_eq!(summary.breathing_during.unknown, Some(why));
        assert_eq!(summary.matched.unknown, Some(why));
        assert_eq!(summary.heard_share, Some(0.0));
        assert!(crate::model::coaching::coaching(&summary, Some((5.0, 5.0))).len() <= 1);
    }
}

/// The photo of a person, and the points of the face in it as its models told them.
fn person() -> (Picture, Landmarks) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/faces");
    let photo = image::open(folder.join("astronaut.png")).expect("the photo opens").to_rgb8();
    let picture = Picture::new(photo.width(), photo.height(), photo.into_raw());
    let json = std::fs::read(folder.join("astronaut.json")).expect("the points are there");
    let told: serde_json::Value = serde_json::from_slice(&json).expect("the points are read");
    let mesh: Vec<[f32; 3]> = serde_json::from_value(told["mesh"].clone()).expect("a mesh");
    (picture.expect("a photo has pixels"), std::array::from_fn(|point| mesh[point]))
}

fn spot(points: &Landmarks) -> Spot {
    let side = |axis: usize| {
        let row = points.iter().map(|point| point[axis]);
        (row.clone().fold(f32::MAX, f32::min), row.fold(f32::MIN, f32::max))
    };
    let ((left, right), (top, bottom)) = (side(0), side(1));
    Spot {
        face: [(left + right) / 2.0, (top + bottom) / 2.0],
        radii: [(right - left) / 2.0, (bottom - top) / 2.0],
    }
}

/// Lets a camera look at that person, who breathes as the script says, up to a second of the session.
fn look(measuring: &mut Measuring, script: Script, until_secs: f64, secs: f64) {
    let (picture, points) = person();
    let clip = Clip::new(&picture, spot(&points), script);
    let mut core = WatchCore::new(WatchOptions::default());
    for (index, frame) in clip.frames(secs).enumerate() {
        if until_secs <= clip.secs(index) {
            measuring.lost(Source::Camera);
            break;
        }
        let moved = points.map(|[x, y, z]| {
            let [x, y] = clip.head(index, [x, y]);
            [x, y, z]
        });
        let signs = core.push(frame.at_us, &frame.picture, Some(&moved));
        let sighting = Sighting {
            face: true,
            chest: signs.chest,
            breathing: Some(signs.breathing),
            pulse: Some(signs.pulse),
            stillness: Some(signs.stillness),
        };
        measuring.seen(frame.at_us / 1000, sighting);
    }
}

#[test]
fn a_chest_that_is_seen_tells_its_rate_and_a_photo_tells_nothing() {
    let script = Script { breaths_per_min: 9.0, fps: 15.0, ..Script::default() };
    let mut seen = measuring("14:in3333n,ex3333n");
    look(&mut seen, script.clone(), 90.0, 90.0);
    let live = seen.now(89_900);
    assert_eq!((live.face, live.chest.is_some()), (Some(true), true), "{live:?}");
    let summary = seen.finish(90_000).summary;
    let rate = summary.breathing_during.value.expect("it is seen");
    assert!((rate - 9.0).abs() < 1.5, "{rate}");
    assert_eq!(summary.breathing_during.source, Source::Camera);
    assert!(summary.face_share.is_some_and(|share| 0.9 < share), "{:?}", summary.face_share);
    let locking = summary.locking.value.expect("breaths are seen one after the other");
    assert!(0.8 < locking, "{locking}");
    assert_eq!(summary.matched.value, None, "phases are heard, not seen");

    let mut half = measuring("14:in3333n,ex3333n");
    look(&mut half, script, 45.0, 90.0);
    let summary = half.finish(90_000).summary;
    assert!(summary.face_share.is_some_and(|share| share < 0.52), "{:?}", summary.face_share);
    assert!(summary.breathing_during.coverage < 0.5, "{:?}", summary.breathing_during);
    assert_eq!(summary.locking.value, None, "{:?}", summary.locking);

    let mut photo = measuring("14:in3333n,ex3333n");
    let still = Script {
        fps: 15.0,
        breath_pixels: 0.0,
        pulse_depth: 0.0,
        sway_pixels: 0.0,
        ..Script::default()
    };
    look(&mut photo, still, 90.0, 90.0);
    let summary = photo.finish(90_000).summary;
    for figure in [&summary.breathing_during, &summary.pulse, &summary.locking, &summary.rate_error]
    {
        assert_eq!(figure.value, None, "{figure:?}");
    }
}

#[test]
fn what_is_known_before_the_pacer_begins_is_told_apart() {
    let mut paused = practice("12:in5000n,ex5000n");
    paused.session.state = SessionState::Paused;
    let mut measuring = Measuring::of(AnyId::from_bytes([1; 16]), paused);
    let breath = breath(13.0, 60.0);
    hear(&mut measuring, &breath.sound, 60.0);
    measuring.practice.session.state = SessionState::Active;
    let summary = measuring.finish(10_000).summary;
    let before = summary.breathing_before.value.expect("a minute was heard");
    assert!((before - breath.per_min).abs() < 1.0, "{before}");
    assert_eq!(summary.breathing_during.value, None);
}

#[test]
fn a_pause_of_the_page_is_a_gap() {
    let mut measuring = measuring("12:in5000n,ex5000n");
    let hearing =
        |phase| Hearing { phase: Some(phase), breath_db: None, speech: None, breathing: None };
    for at_ms in (0..10_000).step_by(50) {
        measuring.heard(at_ms, hearing(Phase::Inhale));
    }
    for at_ms in (30_000..40_000).step_by(50) {
        measuring.heard(at_ms, hearing(Phase::Exhale));
    }
    let finished = measuring.finish(120_000);
    assert!((finished.summary.heard_share.expect("heard") - 20.1 / 120.0).abs() < 0.01);
    let points = trace::read(&finished.trace).expect("a curve");
    assert_eq!(points[100].heard, Phase::Unknown);
    assert_eq!(points[160].heard, Phase::Exhale);
    assert_eq!(points[160].target, Some(PhaseKind::Inhale));
}

proptest! {
    #[test]
    fn any_words_of_sensors_come_to_a_summary(
        words in prop::collection::vec((0..200_000_i64, 0..4_u8, any::<bool>()), 0..60),
        end_ms in 0..200_000_i64,
    ) {
        let mut measuring = measuring("12:in5000n,ex5000n");
        for (at_ms, phase, lost) in words {
            let phase = [Phase::Inhale, Phase::Exhale, Phase::Pause, Phase::Unknown][usize::from(phase)];
            let hearing =
                Hearing { phase: Some(phase), breath_db: Some(3.0), speech: None, breathing: None };
            measuring.heard(at_ms, hearing);
            if lost {
                measuring.lost(Source::Microphone);
            }
            let now = measuring.now(at_ms);
            prop_assert!(now.matched.is_none_or(|matched| (0.0..=1.0).contains(&matched)));
        }
        let finished = measuring.finish(end_ms);
        let summary = finished.summary;
        prop_assert!(summary.matched.value.is_none_or(|matched| (0.0..=1.001).contains(&matched)));
        prop_assert!(summary.known_secs <= summary.secs + 1e-3);
        prop_assert!(summary.heard_share.is_none_or(|share| (0.0..=1.0).contains(&share)));
        prop_assert_eq!(Summary::of(&summary.fields()), Some(summary));
        prop_assert!(trace::read(&finished.trace).is_ok());
    }
}
