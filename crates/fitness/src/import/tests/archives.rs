//! Archives of whole lives: Apple Health, Strava, Health Connect, Gadgetbridge.

use std::io::Write as _;

use expect_test::expect;
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::import::fit::tests::run;
use crate::testing::World;

/// A zip of these files.
fn zip_of(files: &[(&str, &[u8])]) -> Source {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(bytes).expect("its bytes");
    }
    Source::from_reader("export.zip", Box::new(zip.finish().expect("a zip"))).expect("a source")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).expect("bytes");
    out.finish().expect("a stream")
}

#[test]
fn an_export_of_apple_health() {
    let source = zip_of(&[
        ("apple_health_export/export.xml", fixture!("health.xml")),
        ("apple_health_export/workout-routes/route_1.gpx", fixture!("route.gpx")),
        ("apple_health_export/export_cda.xml", b"<ClinicalDocument/>"),
    ]);
    let account = import("apple_health", &source);
    expect![[r#"
        apple run 2026-03-01 2026-03-01T07:00:00Z
          device "Watch & Co"
          elapsed_ms 720000
          figured ["speed_max"]
          maker "Watch & Co"
          offset_s 3600
          points 2
          raw "Running"
          totals {"ascent_mm":12000,"distance_mm":2050000,"energy_j":627600,"heart_bpm":142,"heart_max_bpm":163,"speed_max":3000,"timer_ms":630000}
          zone "Europe/Berlin"
          | Latitude 525000000 .. 525000270
          | Longitude 134000000 .. 134000000
          | Altitude 34000 .. 34100
          | Speed 2900 .. 3000
          | paused 300000 .. 390000
        2026-03-01 steps apple:Ada’s iPhone: 2026-03-01T07:00:00Z+300000 100, 2026-03-01T07:10:00Z+300000 200
        2026-03-01 steps apple:Watch & Co: 2026-03-01T07:00:00Z+900000 350
        2026-03-01 heart apple:Watch & Co: 2026-03-01T22:59:30Z+0 61
        2026-03-02 heart apple:Watch & Co: 2026-03-01T23:04:30Z+0 58
        2026-03-01 weight apple:Scale: 2026-03-01T06:00:00Z+0 72801575
        2026-03-01 oxygen apple:Watch & Co: 2026-03-01T02:00:00Z+0 970
        2026-03-02 sleep apple:Watch & Co: 2026-03-01T21:50:00Z+7800000 3, 2026-03-02T00:00:00Z+3600000 4
        problem 1 records: BodyMass: a value or time that cannot be read
        lost 1 DietaryWater
        lost 1 activity rings
    "#]].assert_eq(&account.told());
}

#[test]
fn an_export_that_breaks_off_keeps_what_stands_before() {
    let whole = fixture!("health.xml");
    let at = whole.windows(8).position(|window| window == b"<Workout").expect("a workout");
    let account = import("apple_health", &file("export.xml", &whole[..at - 3]));
    assert!(!account.samples.is_empty());
    assert!(
        account.problems[0].contains("the 10 records before are kept"),
        "{:?}",
        account.problems
    );
}

#[test]
fn one_bad_letter_costs_nothing_else() {
    let mut bytes = fixture!("health.xml").to_vec();
    let whole = import("apple_health", &file("export.xml", &bytes));
    let at = bytes.windows(5).position(|window| window == b"Scale").expect("a name");
    bytes[at] = 0xff;
    let damaged = import("apple_health", &file("export.xml", &bytes));
    assert_eq!(damaged.samples.len(), whole.samples.len());
    assert!(damaged.samples.iter().any(|one| one.source == "apple:?cale"));
}

#[test]
fn overlapping_exports_show_the_same_in_any_order() {
    let whole = String::from_utf8(fixture!("health.xml").to_vec()).expect("text");
    let line = |text: &str| !text.contains("startDate=\"2026-03-01 08:10");
    let early: String =
        whole.lines().filter(|text| line(text)).map(|text| format!("{text}\n")).collect();
    let mut shown = Vec::new();
    for order in [[&early, &whole], [&whole, &early]] {
        let world = World::new();
        for text in order {
            take_in(&world, &file("export.xml", text));
        }
        world.check();
        shown.push(world.read(|cx| {
            cx.sql().rows(
                "SELECT what, day, source, value, samples FROM fitness_day ORDER BY 1, 2, 3",
                store::params![],
                |row| Ok((row.text(0)?, row.int(1)?, row.text(2)?, row.int(3)?, row.int(4)?)),
            )
        }));
    }
    assert_eq!(shown[0], shown[1]);
    let steps = shown[0].iter().filter(|row| row.0 == "steps").map(|row| row.3);
    assert_eq!(steps.collect::<Vec<_>>(), [300, 350], "each source by itself, nothing twice");
}

const ACTIVITIES: &str = "\
Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Elapsed Time,Moving Time,Distance,Elevation Gain,Average Heart Rate,Calories,Media
101,\"Feb 13, 2026, 18:40:00 PM\",Evening Run,Run,With a friend,59,0.08,140,,false,Knee fine,Shoes,activities/101.fit.gz,59.0,29.0,81.2,2.0,131,5,media/a.jpg|media/gone.jpg
102,\"Mar 1, 2026, 7:00:00 AM\",\"Weights, then tea\",Weight Training,,3600,0,,,false,,,,3600.0,3500.0,0,,,250,
103,\"Mar 2, 2026, 7:00:00 AM\",Lost,Ride,,60,1.2,,,false,,,activities/103.gpx,60.0,60.0,1200.0,,,,
";

#[test]
fn an_archive_of_strava() {
    let source = zip_of(&[
        ("activities.csv", ACTIVITIES.as_bytes()),
        ("activities/101.fit.gz", &gzip(&run(false))),
        ("media/a.jpg", b"\xff\xd8\xff\xe0 a photo"),
        ("routes/1.gpx", b"<gpx/>"),
    ]);
    let account = import("strava", &source);
    expect![[r#"
        strava run 2026-02-14 2026-02-14T10:40:00Z
          device "101"
          elapsed_ms 59000
          figured ["descent","speed_max"]
          laps [{"at_ms":0,"elapsed_ms":20000,"totals":{"distance_mm":56000,"heart_bpm":131,"timer_ms":20000}},{"at_ms":20000,"elapsed_ms":39000,"totals":{"distance_mm":25200,"heart_bpm":131,"timer_ms":9000}}]
          maker "Garmin Loop"
          name "Evening Run"
          note "With a friend\n\nKnee fine"
          offset_s 7200
          points 30
          raw "Run"
          totals {"ascent_mm":2000,"descent_mm":0,"distance_mm":81200,"energy_j":20920,"heart_bpm":131,"heart_max_bpm":140,"speed_max":2800,"timer_ms":29000}
          | Latitude 525000000 .. 525014836
          | Longitude 133999810 .. 133999810
          | Altitude 35000 .. 36000
          | Heart - .. 139
          | Speed 2800 .. 2800
          | Distance 0 .. 165200
          | Form [W] [60000, 61000, 62000, 63000, 64000, 65000, 66000, 67000, 68000, 69000, 70000, 71000, 72000, 73000, 74000, 75000, 76000, 77000, 78000, 79000, 110000, 111000, 112000, 113000, 114000, 115000, 116000, 117000, 118000, 119000]
          | paused 20000 .. 50000
          | beats [502, 498, 505]
        strava strength 2026-03-01 2026-03-01T07:00:00Z
          device "102"
          elapsed_ms 3600000
          name "Weights, then tea"
          raw "Weight Training"
          totals {"energy_j":1046000,"timer_ms":3500000}
          zone "Europe/Berlin"
        strava ride 2026-03-02 2026-03-02T07:00:00Z
          device "103"
          elapsed_ms 60000
          name "Lost"
          raw "Ride"
          totals {"distance_mm":1200000,"timer_ms":60000}
          zone "Europe/Berlin"
        lost 1 file of an activity that is not in the archive
        lost 1 photo that is not in the archive
        lost 1 route
        notice 1 photos are kept
    "#]].assert_eq(&account.told());
    assert_eq!(
        account.records.iter().filter(|record| record.kind.name == "fitness.file").count(),
        3,
        "the table, the file and the photo are kept"
    );
}

#[test]
fn a_database_of_health_connect() {
    let source = zip_of(&[("health_connect_export.db", fixture!("health_connect.db"))]);
    let account = import("health_connect", &source);
    expect![[r#"
        health_connect walk 2026-03-01 2026-03-01T07:00:00Z
          device "org.example.watch"
          elapsed_ms 3600000
          maker "org.example.watch"
          name "Round the lake"
          note "Ducks"
          offset_s 3600
          raw "79"
          totals {}
        2026-03-01 steps health_connect:org.example.walk: 2026-03-01T07:00:00Z+300000 420
        2026-03-01 steps health_connect:org.example.watch: 2026-03-01T07:00:00Z+3600000 2600
        2026-03-01 heart health_connect:org.example.watch: 2026-03-01T07:00:00Z+0 61, 2026-03-01T07:01:00Z+0 64
        2026-03-01 sleep health_connect:org.example.watch: 2026-02-28T22:00:00Z+28800000 0, 2026-02-28T22:10:00Z+13400000 3, 2026-03-01T01:53:20Z+10000000 4, 2026-03-01T04:40:00Z+1000000 1
        2026-03-01 weight health_connect:org.example.walk: 2026-03-01T06:01:40Z+0 72500000
        lost 1 hydration
    "#]].assert_eq(&account.told());
}

#[test]
fn a_database_of_gadgetbridge_with_a_way() {
    let source = zip_of(&[
        ("database/Gadgetbridge", fixture!("gadgetbridge.db")),
        ("files/run.gpx", fixture!("run.gpx")),
    ]);
    let account = import("gadgetbridge", &source);
    expect![[r#"
        gadgetbridge run 2026-03-01 2026-03-01T07:00:00Z
          device "AA:BB:CC"
          elapsed_ms 125000
          figured ["ascent","descent","heart_max","power","power_max","cadence","timer"]
          maker "Band"
          name "Pond"
          points 6
          raw "16"
          totals {"ascent_mm":0,"cadence":84,"descent_mm":0,"distance_mm":95500,"heart_bpm":131,"heart_max_bpm":118,"power_max_w":240,"power_w":240,"timer_ms":35500}
          zone "Europe/Berlin"
          | Latitude 525000000 .. -
          | Longitude 134000000 .. -
          | Altitude 34200 .. -
          | Heart 101 .. -
          | Cadence 84 .. -
          | Power - .. -
          | Temperature 3500 .. -
          | paused 30500 .. 120000
        gadgetbridge ride 2026-03-02 2026-03-02T07:03:20Z
          device "AA:BB:CC"
          elapsed_ms 1000000
          maker "Band"
          raw "128"
          totals {}
          zone "Europe/Berlin"
        2026-03-01 steps gadgetbridge:Band: 2026-03-01T07:00:00Z+60000 95, 2026-03-01T07:01:00Z+60000 110
        2026-03-01 heart gadgetbridge:Band: 2026-03-01T07:00:00Z+0 72
        2026-03-01 weight gadgetbridge:Band: 2026-03-01T06:01:40Z+0 72550000
    "#]].assert_eq(&account.told());
}
