use domain::command::Nothing;
use domain::retention::Forgotten;
use store::params;

use super::*;
use crate::api::{
    DaysOf, RankSource, SamplesOf, days, edit_settings, rank_source, samples, sources,
};
use crate::import::tests::{file, fixture, take_in};
use crate::testing::World;

fn only(world: &World) -> AnyId {
    let found = world.read(|cx| {
        cx.sql()
            .first("SELECT id FROM fitness_session WHERE same IS NULL", params![], |row| row.id(0))
    });
    found.expect("an activity")
}

#[test]
fn an_activity_is_told_with_all_that_its_track_tells() {
    let world = World::new();
    take_in(&world, &file("run.fit", fixture!("run.fit")));
    let id = only(&world);
    let shown = world.read(|cx| activity(cx, ActivityRef { id }));
    assert_eq!((shown.row.sport.as_str(), shown.row.zone.as_str()), ("trail_run", "+02:00"));
    assert_eq!((shown.laps.len(), shown.evidence.len()), (2, 1));
    assert!(shown.evidence[0].speaks && shown.evidence[0].file.len() == 64, "the file is kept");
    let told = shown.track.expect("a track");
    assert_eq!(told.kilometers.len(), 1, "165 meters are a part of the first");
    assert_eq!(told.pauses, [(20_000, 50_000)]);
    assert_eq!(told.zones, None, "nothing is known of the person");
    let columns = world.read(|cx| track(cx, TrackOf { id, points_max: Some(10) }));
    assert_eq!(columns.count, 30);
    let names: Vec<&str> = columns.columns.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["altitude", "heart", "speed", "Form"]);
    for column in &columns.columns {
        assert!(column.points.len() <= 10 && column.points.len() == column.values.len());
        assert_eq!(column.at_ms.len(), column.way_mm.len());
    }
    let line = columns.line.expect("a line");
    assert!(line.latitude.len() == line.points.len() && line.points.len() <= 10);
    assert_eq!(line.breaks.iter().filter(|broken| **broken).count(), 1);
    world.write(|cx| {
        edit_settings(
            cx,
            crate::api::EditFitnessSettings { heart_max: Some(190), ..Default::default() },
        )
    });
    let zones = world.read(|cx| activity(cx, ActivityRef { id })).track.and_then(|told| told.zones);
    let zones = zones.expect("zones");
    assert_eq!((zones.bounds[0], zones.origin), (95, ZoneOrigin::Highest));
    assert_eq!(zones.times_ms.iter().sum::<i64>(), 26_000, "each second with a heart before it");
}

#[test]
fn what_a_person_says_lies_beside_and_is_undone() {
    let world = World::new();
    take_in(&world, &file("run.fit", fixture!("run.fit")));
    let id = only(&world);
    world.write(move |cx| {
        edit_activity(
            cx,
            EditActivity {
                id,
                name: Some(" In the woods ".into()),
                note: Some("Mud".into()),
                sport: Some("hike".into()),
                rpe_x2: Some(13),
                tags: Some(vec!["woods".into()]),
                hidden: None,
            },
        )
    });
    let shown = world.read(|cx| activity(cx, ActivityRef { id }));
    assert_eq!((shown.row.name.as_str(), shown.row.sport.as_str()), ("In the woods", "hike"));
    assert_eq!((shown.note.as_str(), shown.row.rpe_x2), ("Mud", Some(13)));
    assert_eq!(shown.tags, ["woods"]);
    world.check();
    let nobody = AnyId::from_bytes([9; 16]);
    world.refused(move |cx| separate_activity(cx, ActivityRef { id: nobody }));
    world.undo();
    assert_eq!(world.read(|cx| activity(cx, ActivityRef { id })).row.sport, "trail_run");
    let exported =
        world.read(|cx| export_activity(cx, ExportActivity { id, format: ActivityFormat::Gpx }));
    assert_eq!(exported.name, "2026-02-14 trail_run.gpx");
    assert!(exported.text.contains("<gpxtpx:hr>139</gpxtpx:hr>"));
}

#[test]
fn product_t2_a_track_and_its_file_go_and_what_was_figured_stays() {
    let world = World::new();
    take_in(&world, &file("run.fit", fixture!("run.fit")));
    let id = only(&world);
    let shown = |world: &World| world.read(|cx| activity(cx, ActivityRef { id }));
    let before = shown(&world);
    let start = before.row.start_ms;
    let forget = |world: &World, until| world.write(move |cx| (TRACKS.forget)(cx, until));
    let held = |world: &World| world.read(TRACKS.held);
    assert_eq!((held(&world).count, held(&world).oldest_ms), (1, Some(start)));
    assert_eq!(forget(&world, start).count, 0, "what began then is not older");
    assert_eq!(shown(&world), before);
    let gone = forget(&world, start + 1);
    assert_eq!((gone.count, held(&world).count), (1, 0));
    let files: Vec<String> = gone.files.iter().map(ToString::to_string).collect();
    assert_eq!(files, [before.evidence[0].file.clone()], "nothing else needs the file");
    let figures = TrackFigures { let_go: true, ..before.track.clone().expect("a track") };
    let told = || TrackOf { id, points_max: None };
    let as_it_stays = |world: &World| {
        let after = shown(world);
        assert_eq!(after.track.as_ref(), Some(&figures));
        assert_eq!((&after.totals, &after.laps), (&before.totals, &before.laps));
        assert_eq!(after.evidence[0].file, "", "the file cannot be opened any more");
        let columns = world.read(|cx| track(cx, told()));
        assert_eq!((columns.count, columns.line), (0, None));
        world.check();
    };
    as_it_stays(&world);
    let other = World::device(8);
    other.hear(&world);
    as_it_stays(&other);
    // The same file brings back neither.
    take_in(&world, &file("run.fit", fixture!("run.fit")));
    as_it_stays(&world);
}

#[test]
fn a_file_stays_as_long_as_it_tells_of_something_younger() {
    let world = World::new();
    take_in(&world, &file("brick.tcx", fixture!("brick.tcx")));
    let starts: Vec<i64> = world.read(|cx| {
        cx.sql()
            .rows("SELECT start_ms FROM fitness_session ORDER BY start_ms", &[], |row| row.int(0))
    });
    assert!(starts.len() > 1, "several in one file");
    let forget = |until| world.write(move |cx| (TRACKS.forget)(cx, until));
    assert_eq!(forget(starts[0] + 1), Forgotten { count: 1, files: Vec::new() });
    assert_eq!(forget(i64::MAX).files.len(), 1);
}

#[test]
fn days_have_one_source_that_speaks_and_it_can_be_chosen() {
    let world = World::new();
    take_in(&world, &file("export.xml", fixture!("health.xml")));
    let of = |what: &str| DaysOf {
        from: "2026-03-01".parse().expect("a day"),
        to: "2026-03-03".parse().expect("a day"),
        what: what.into(),
    };
    let steps = |world: &World| {
        let shown = world.read(|cx| days(cx, of("steps"))).days;
        let day = shown.into_iter().next().expect("a day");
        (day.figure.value, day.ranked, day.others.len())
    };
    let first = steps(&world);
    assert_eq!(first, (300, false, 1), "equal time: the first by name");
    world.write(|cx| {
        rank_source(
            cx,
            RankSource { what: "steps".into(), source: "apple:Watch & Co".into(), rank: Some(1) },
        )
    });
    assert_eq!(steps(&world), (350, true, 1));
    let night = world.read(|cx| {
        let (day, what) = ("2026-03-02".parse()?, "sleep".to_owned());
        samples(cx, SamplesOf { day, what, source: None })
    });
    let stages: Vec<(&str, i64)> =
        night.stages.iter().map(|one| (one.stage.as_str(), one.ms)).collect();
    assert_eq!(stages, [("light", 7_800_000), ("deep", 3_600_000)]);
    let known = world.read(|cx| sources(cx, Nothing {}));
    assert!(known.iter().any(|one| one.what == "steps" && one.rank == Some(1)), "{known:?}");
    assert_eq!(world.unread(|cx| days(cx, of("luck"))), base::error::Code::Invalid);
    let sleep =
        crate::series::SERIES.iter().find(|one| one.name == "fitness.sleep").expect("a series");
    let points = world.read(|cx| {
        let span = base::day::Span { first: "2026-03-01".parse()?, last: "2026-03-05".parse()? };
        (sleep.points)(cx, span)
    });
    assert_eq!(points.len(), 1);
    assert!((points[0].value - 190.0).abs() < 1e-9);
    world.check();
}
