//! Curves are kept as long as the person wants, and then nothing of them is left.

use base::sense::{Estimate, Source, Told};
use domain::command::Nothing;
use inference::signal::adherence::Phase;
use serde_json::json;

use super::super::{BeginSession, begin, complete, live, session};
use super::*;
use crate::measure::{self, Hearing, Measuring};
use crate::testing::World;

/// A session that was heard for five minutes.
fn measured(world: &World) -> AnyId {
    let request: BeginSession =
        serde_json::from_value(json!({ "kind": "breathing", "pattern": "coherent_5", "minutes": 5,
            "microphone": true }))
        .expect("a request");
    let id = world.write(move |cx| begin(cx, request)).id;
    let mut measuring = world.read(|cx| Measuring::begin(cx, id));
    world.env.pass_ms(300_000);
    for at_ms in (0..300_000).step_by(50) {
        let phase = if at_ms / 5_000 % 2 == 0 { Phase::Inhale } else { Phase::Exhale };
        let breathing = Estimate {
            told: Told::Value(6.1),
            quality: 0.8,
            coverage: 1.0,
            source: Source::Microphone,
            model: "breath_sound",
            version: "1",
        };
        let hearing = Hearing {
            phase: Some(phase),
            breath_db: Some(9.0),
            speech: None,
            breathing: Some(breathing),
        };
        measuring.heard(at_ms, hearing);
    }
    assert_eq!(world.read(|cx| live(cx, Nothing {})).map(|live| live.elapsed_ms), Some(300_000));
    let finished = measuring.finish(300_000);
    world.write(move |cx| complete(cx, SessionRef { id }));
    assert!(world.write(move |cx| measure::keep(cx, &finished)));
    id
}

fn hash(world: &World, id: AnyId) -> ContentHash {
    let record = world.read(|cx| cx.record(id));
    record.text("trace").parse().expect("a hash")
}

/// Whether the file of a curve is there, or its plain bytes are in any file of the vault.
fn is_left(world: &World, hash: &ContentHash) -> bool {
    let plain = b"everkept breath trace";
    let found = |path: &std::path::PathBuf| {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(plain.len()).any(|part| part == plain)
    };
    let named = world.store.blobs().disk_name(hash);
    let files = world.files();
    files.iter().any(found) || files.iter().any(|path| path.to_string_lossy().contains(&named))
}

#[test]
fn thirty_days_on_the_curve_is_gone_and_its_figures_are_there() {
    let world = World::new();
    let id = measured(&world);
    let shown = world.read(|cx| session(cx, SessionRef { id }));
    let before = shown.summary.expect("it was measured");
    assert!(before.matched.value.is_some_and(|matched| 0.99 < matched), "{:?}", before.matched);
    assert!((before.breathing_during.value.expect("known") - 6.1).abs() < 1e-6);
    assert_eq!((shown.trace.keep, shown.trace.present), (TraceKeep::Days30, true));
    let points = world.read(|cx| trace(cx, SessionRef { id }));
    assert_eq!((points.len(), points[30].heard), (1_500, HeardPhase::Exhale));
    assert_eq!(points[0].level, Some(95.0 / 254.0));
    let hash = hash(&world, id);
    world.env.pass_ms(29 * 86_400_000);
    assert_eq!(world.let_go(), 0);
    assert!(is_left(&world, &hash));
    world.env.pass_ms(2 * 86_400_000);
    assert_eq!(world.let_go(), 1);
    let world = world.killed();
    assert!(!is_left(&world, &hash), "nothing of it is on the disk");
    assert_eq!(world.read(|cx| trace(cx, SessionRef { id })), []);
    let after = world.read(|cx| session(cx, SessionRef { id }));
    assert_eq!(after.summary, Some(before), "what was figured stays");
    assert_eq!((after.trace.present, after.trace.until), (false, None));
    assert_eq!(world.let_go(), 0);
    world.check();
}

#[test]
fn a_curve_stays_as_long_as_is_said_or_goes_at_once() {
    let world = World::new();
    let (year, always, gone) = (measured(&world), measured(&world), measured(&world));
    for (id, keep) in [(year, TraceKeep::Year1), (always, TraceKeep::Always)] {
        world.write(move |cx| keep_trace(cx, KeepTrace { id, keep }));
    }
    // Equal curves are one file: it goes with the last session that holds it.
    world.write(move |cx| keep_trace(cx, KeepTrace { id: gone, keep: TraceKeep::None }));
    assert_eq!(world.read(|cx| trace(cx, SessionRef { id: gone })), []);
    assert_eq!(world.read(|cx| trace(cx, SessionRef { id: year })).len(), 1_500);
    world.env.pass_ms(300 * 86_400_000);
    assert_eq!(world.let_go(), 0);
    world.env.pass_ms(70 * 86_400_000);
    assert_eq!(world.let_go(), 0, "another session holds the same");
    assert_eq!(world.read(|cx| trace(cx, SessionRef { id: year })), []);
    let hash = hash(&world, always);
    world.write(move |cx| keep_trace(cx, KeepTrace { id: always, keep: TraceKeep::None }));
    assert!(!is_left(&world, &hash), "it went at once");
    world.check();
}

#[test]
fn another_device_lets_go_of_its_copy() {
    let (phone, desk) = (World::device(7), World::device(8));
    let id = measured(&phone);
    let hash = hash(&phone, id);
    desk.hear(&phone);
    let bytes = phone.read(|cx| attached(cx, &hash.to_string(), BYTES_MAX)).expect("it is there");
    desk.store.blobs().put(&mut bytes.as_slice(), BYTES_MAX).expect("a copy");
    assert_eq!(desk.read(|cx| trace(cx, SessionRef { id })).len(), 1_500);
    phone.write(move |cx| keep_trace(cx, KeepTrace { id, keep: TraceKeep::None }));
    desk.hear(&phone);
    assert_eq!(desk.let_go(), 1);
    assert!(!is_left(&desk, &hash));
}

#[test]
fn who_wants_none_has_none_and_less_does_not_take_the_place_of_more() {
    let world = World::new();
    let none = super::super::EditBreathSettings { keep: Some(TraceKeep::None) };
    world.write(move |cx| super::super::edit_settings(cx, none));
    let id = measured(&world);
    let shown = world.read(|cx| session(cx, SessionRef { id }));
    assert_eq!((shown.trace.keep, shown.trace.present), (TraceKeep::None, false));
    assert!(shown.summary.is_some());
    let record = world.read(|cx| cx.record(id));
    let practice = crate::model::session::Practice::of(&record.fields);
    let little = Measuring::of(id, practice).finish(10_000);
    assert!(!world.write(move |cx| measure::keep(cx, &little)));
    assert_eq!(world.read(|cx| session(cx, SessionRef { id })).summary, shown.summary);
    world.check();
}
