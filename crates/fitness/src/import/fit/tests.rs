//! FIT files written here after Garmin's "FIT Protocol", and what is read of them.

mod writer;

use expect_test::expect;
use jiff::tz::TimeZone;

pub(crate) use self::writer::{File, Value, run};
use super::build::read;
use super::profile::message;
use crate::api::{BodyMeasure, BodyTrendOf, NewMeasure, add_measure, body_trend};
use crate::import::tests::{file, fixture, import, take_in};
use crate::import::told::Told;
use crate::model::track::Column;
use crate::testing::World;

pub(crate) fn told(bytes: &[u8]) -> Told {
    read(bytes, &TimeZone::UTC)
}

#[test]
fn a_run_with_laps_pauses_beats_and_a_developers_field() {
    let account = import("fit", &file("run.fit", fixture!("run.fit")));
    expect![[r#"
        fit trail_run 2026-02-14 2026-02-14T10:40:00Z
          device "3861234"
          elapsed_ms 59000
          figured ["distance","ascent","descent","heart","heart_max","speed_max","timer"]
          laps [{"at_ms":0,"elapsed_ms":20000,"totals":{"distance_mm":56000,"heart_bpm":131,"timer_ms":20000}},{"at_ms":20000,"elapsed_ms":39000,"totals":{"distance_mm":25200,"heart_bpm":131,"timer_ms":9000}}]
          maker "Garmin Loop"
          offset_s 7200
          points 30
          raw "running/trail"
          totals {"ascent_mm":0,"descent_mm":0,"distance_mm":165200,"heart_bpm":129,"heart_max_bpm":139,"speed_max":2800,"timer_ms":29000}
          | Latitude 525000000 .. 525014836
          | Longitude 133999810 .. 133999810
          | Altitude 35000 .. 36000
          | Heart - .. 139
          | Speed 2800 .. 2800
          | Distance 0 .. 165200
          | Form [W] [60000, 61000, 62000, 63000, 64000, 65000, 66000, 67000, 68000, 69000, 70000, 71000, 72000, 73000, 74000, 75000, 76000, 77000, 78000, 79000, 110000, 111000, 112000, 113000, 114000, 115000, 116000, 117000, 118000, 119000]
          | paused 20000 .. 50000
          | beats [502, 498, 505]
    "#]].assert_eq(&account.told());
}

/// The fixture is what the writer writes; to write it anew, empty it and run this test.
#[test]
fn the_fixture_is_what_the_writer_writes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/run.fit");
    if std::fs::metadata(path).is_ok_and(|meta| meta.len() == 0) {
        std::fs::write(path, run(false)).expect("a fixture is written");
    }
    assert_eq!(std::fs::read(path).expect("a fixture"), run(false));
}

#[test]
fn both_orders_of_bytes_tell_the_same() {
    let (little, big) = (told(&run(false)), told(&run(true)));
    assert_eq!(little.activities, big.activities);
    assert_eq!(little.problems, big.problems);
    assert!(little.problems.is_empty(), "{:?}", little.problems);
}

#[test]
fn every_part_of_a_file_keeps_its_good_prefix() {
    let whole = run(false);
    let all = told(&whole);
    let (_, track) = &all.activities[0];
    for cut in 0..whole.len() - 2 {
        let part = told(&whole[..cut]);
        assert!(!part.problems.is_empty(), "what is missing is said (cut at {cut})");
        for (activity, points) in &part.activities {
            assert_eq!(points.at_ms, track.at_ms[..points.len()], "cut at {cut}");
            let heart = points.column(Column::Heart);
            assert!(heart.is_empty() || *heart == track.column(Column::Heart)[..points.len()]);
            assert_eq!(activity.cut.map(|cut| cut as usize), Some(points.len()));
            assert!(!activity.missing.is_empty());
        }
        assert!(part.activities.len() <= 1);
    }
    let late = told(&whole[..whole.len() - 40]);
    assert_eq!(late.activities[0].1.len(), track.len(), "all points were before the cut");
}

#[test]
fn changed_bytes_are_noticed_by_the_checksum() {
    let mut bytes = run(false);
    let place = bytes.len() - 3;
    bytes[place] ^= 1;
    let told = told(&bytes);
    assert_eq!(told.problems.len(), 1, "{:?}", told.problems);
    let missing = &told.activities[0].0.missing;
    assert!(missing[0].starts_with("its checksum is wrong"), "{missing:?}");
}

#[test]
fn a_length_of_nothing_is_that_of_a_device_that_died() {
    let mut bytes = run(false);
    bytes[4..8].fill(0);
    let told = told(&bytes);
    assert_eq!(told.activities.len(), 1);
    assert_eq!(told.activities[0].1.len(), 30, "what it wrote is there");
    assert!(!told.problems.is_empty(), "that it was not ended is said");
}

#[test]
fn files_that_follow_each_other_are_all_read() {
    let mut second = File::activity(false, 99, 1_140_000_000);
    second.records(0, 3);
    let bytes = [run(false), second.finish()].concat();
    let told = told(&bytes);
    assert_eq!(told.activities.len(), 2);
    assert_eq!(told.activities[1].0.device, "99");
    let behind = [run(false), b"rubbish that is no file".to_vec()].concat();
    let rubbish = super::build::read(&behind, &TimeZone::UTC);
    assert_eq!(rubbish.activities.len(), 1);
    assert!(rubbish.problems[0].1.starts_with("what follows"), "{:?}", rubbish.problems);
}

#[test]
fn compressed_headers_count_time_on() {
    let mut fit = File::activity(false, 7, 1_140_000_000);
    fit.define(2, message::RECORD, &[(253, 4, 0x86), (3, 1, 0x02)], &[]);
    fit.message(2, &[Value::U32(1_140_000_000), Value::U8(100)]);
    fit.define(3, message::RECORD, &[(3, 1, 0x02)], &[]);
    let base = 1_140_000_000_u32 & 0x1f;
    for step in [5_u32, 20, 31, 40] {
        let offset = ((base + step) & 0x1f) as u8;
        fit.compressed(3, offset, &[Value::U8(101)]);
    }
    let told = told(&fit.finish());
    assert_eq!(told.activities[0].1.at_ms, [0, 5000, 20_000, 31_000, 40_000]);
}

#[test]
fn a_multisport_session_is_its_parts() {
    let mut fit = File::activity(false, 7, 1_140_000_000);
    fit.records(0, 10);
    fit.session(0, 5, (5, 18));
    fit.session(5, 5, (2, 0));
    let told = told(&fit.finish());
    let parts: Vec<_> = told
        .activities
        .iter()
        .map(|(part, track)| {
            (part.sport.as_str(), part.child, part.elapsed_ms, track.at_ms.clone())
        })
        .collect();
    let second: Vec<i64> = (0..5).map(|second| second * 1000).collect();
    assert_eq!(parts, [("open_water_swim", 0, 5000, second.clone()), ("ride", 1, 5000, second)],);
}

#[test]
fn a_watch_that_is_worn_all_day_and_a_scale() {
    let mut fit = File::new(false);
    fit.file_id(32, 5, 1_140_000_000);
    fit.define(1, message::MONITORING_INFO, &[(253, 4, 0x86), (0, 4, 0x86)], &[]);
    fit.message(1, &[Value::U32(1_140_000_000), Value::U32(1_140_003_600)]);
    fit.define(2, message::MONITORING, &[(253, 4, 0x86), (5, 1, 0x00), (3, 4, 0x86)], &[]);
    for (at, steps) in [(60, 20), (120, 90), (180, 90), (240, 130)] {
        fit.message(2, &[Value::U32(1_140_000_000 + at), Value::U8(6), Value::U32(steps)]);
    }
    fit.define(3, message::MONITORING, &[(26, 2, 0x84), (27, 1, 0x02)], &[]);
    fit.message(3, &[Value::U16(((1_140_000_000_u32 + 300) & 0xffff) as u16), Value::U8(61)]);
    fit.define(4, message::WEIGHT_SCALE, &[(253, 4, 0x86), (0, 2, 0x84), (1, 2, 0x84)], &[]);
    fit.message(4, &[Value::U32(1_140_000_400), Value::U16(7250), Value::U16(1815)]);
    let account = import("fit", &file("day.fit", fit.finish()));
    expect![[r#"
        2026-02-14 steps fit:5: 2026-02-14T10:41:00Z+0 20, 2026-02-14T10:41:00Z+60000 70, 2026-02-14T10:43:00Z+60000 40
        2026-02-14 heart fit:5: 2026-02-14T10:45:00Z+0 61
        2026-02-14 weight fit:5: 2026-02-14T10:46:40Z+0 72500000
        2026-02-14 body_fat fit:5: 2026-02-14T10:46:40Z+0 182
    "#]].assert_eq(&account.told());
}

#[test]
fn a_number_wider_than_any_field_is_left_out() {
    let mut fit = File::new(false);
    fit.file_id(32, 5, 1_140_000_000);
    // Calories as a 64-bit number, beside steps.
    let fields = [(253, 4, 0x86), (5, 1, 0x00), (3, 4, 0x86), (19, 8, 0x8f)];
    fit.define(2, message::MONITORING, &fields, &[]);
    let huge = [Value::U32(u32::MAX - 1), Value::U32(i32::MAX as u32)];
    fit.message(2, &[Value::U32(1_140_000_060), Value::U8(6), Value::U32(20), huge[0], huge[1]]);
    let account = import("fit", &file("day.fit", fit.finish()));
    expect![[r#"
        2026-02-14 steps fit:5: 2026-02-14T10:41:00Z+0 20
    "#]]
    .assert_eq(&account.told());
}

#[test]
fn the_trend_of_the_body_knows_what_a_scale_told() {
    let world = World::new();
    let mut fit = File::new(false);
    fit.file_id(9, 5, 1_140_000_000);
    fit.define(4, message::WEIGHT_SCALE, &[(253, 4, 0x86), (0, 2, 0x84)], &[]);
    fit.message(4, &[Value::U32(1_140_000_400), Value::U16(7250)]);
    fit.message(4, &[Value::U32(1_140_090_000), Value::U16(7300)]);
    take_in(&world, &file("scale.fit", fit.finish()));
    let values = |world: &World| {
        let of = BodyTrendOf { what: BodyMeasure::Weight, from: None, to: None };
        let trend = world.read(|cx| body_trend(cx, of));
        trend.points.iter().map(|point| point.value).collect::<Vec<_>>()
    };
    assert_eq!(values(&world), [72_500_000, 73_000_000]);
    // 2026-02-15T11:40:00Z is the scale's second day: what a person wrote of it holds.
    let own = NewMeasure {
        what: BodyMeasure::Weight,
        value: 72_000_000,
        at_ms: Some(1_771_155_600_000),
        unit: Some("kg".into()),
        text: None,
        note: None,
    };
    world.write(move |cx| add_measure(cx, own));
    assert_eq!(values(&world), [72_500_000, 72_000_000]);
}
