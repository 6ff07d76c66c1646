//! What is written reads back as it was.

use crate::import::tests::{file, fixture, import, take_in};
use crate::testing::World;

use super::*;

fn written(world: &World, format: &str) -> Vec<u8> {
    let exporter = EXPORTERS.iter().find(|one| one.format == format).expect("a format");
    world.read(|cx| {
        let mut out = Vec::new();
        (exporter.write)(cx, &mut out)?;
        Ok(out)
    })
}

#[test]
fn a_gpx_comes_back() {
    let world = World::new();
    take_in(&world, &file("run.gpx", fixture!("run.gpx")));
    let before = import("gpx", &file("run.gpx", fixture!("run.gpx")));
    let after = import("gpx", &file("out.gpx", written(&world, "gpx")));
    let (one, other) = (&before.activities[0], &after.activities[0]);
    assert_eq!((one.start, &one.name, &one.note), (other.start, &other.name, &other.note));
    assert_eq!(
        (one.elapsed_ms - 5000, one.totals.heart_bpm),
        (other.elapsed_ms, other.totals.heart_bpm)
    );
    let (one, other) = (before.track(one), after.track(other));
    assert_eq!(one.part(0, 5, 0).at_ms, other.at_ms, "all but the point without a place");
    assert_eq!(one.part(0, 5, 0).pauses, other.pauses, "pauses are segments");
    for column in crate::model::track::Column::ALL {
        let both = [&one, &other]
            .map(|track| (0..5).map(|point| track.get(column, point)).collect::<Vec<_>>());
        assert_eq!(both[0], both[1], "{column:?}");
    }
}

#[test]
fn a_tcx_comes_back() {
    let world = World::new();
    take_in(&world, &file("brick.tcx", fixture!("brick.tcx")));
    let before = import("tcx", &file("brick.tcx", fixture!("brick.tcx")));
    let after = import("tcx", &file("out.tcx", written(&world, "tcx")));
    assert_eq!(before.activities.len(), after.activities.len());
    for (one, other) in before.activities.iter().zip(&after.activities) {
        assert_eq!(
            (one.start, &one.sport, one.elapsed_ms),
            (other.start, &other.sport, other.elapsed_ms)
        );
        assert_eq!(one.totals.distance_mm, other.totals.distance_mm);
        assert_eq!(one.totals.timer_ms, other.totals.timer_ms);
        assert_eq!(before.track(one), after.track(other));
    }
}
