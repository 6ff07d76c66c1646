use expect_test::expect;

use super::*;

#[test]
fn a_track_with_all_that_programs_add() {
    let account = import("gpx", &file("run.gpx", fixture!("run.gpx")));
    expect![[r#"
        gpx run 2026-03-01 2026-03-01T07:00:00Z
          device "A watch"
          elapsed_ms 125000
          figured ["distance","ascent","descent","heart","heart_max","power","power_max","cadence","elapsed","timer"]
          maker "A watch"
          name "Morning & mist"
          note "Cold feet"
          points 6
          raw "running"
          totals {"ascent_mm":0,"cadence":84,"descent_mm":0,"distance_mm":90134,"heart_bpm":110,"heart_max_bpm":118,"power_max_w":240,"power_w":240,"timer_ms":35500}
          zone "Europe/Berlin"
          | Latitude 525000000 .. -
          | Longitude 134000000 .. -
          | Altitude 34200 .. -
          | Heart 101 .. -
          | Cadence 84 .. -
          | Power - .. -
          | Temperature 3500 .. -
          | paused 30500 .. 120000
        problem point 6: has no place
        lost 1 route without times
        lost 1 waypoint
        notice 1 points without a time stand between their neighbors
    "#]].assert_eq(&account.told());
}

#[test]
fn an_old_file_of_a_device_without_a_clock() {
    let account = import("gpx", &file("old.gpx", fixture!("old.gpx")));
    expect![[r#"
        gpx other 2010-12-14 2010-12-14T06:17:04Z
          device "A program without a version"
          elapsed_ms 0
          figured ["distance","ascent","descent","speed_max"]
          maker "A program without a version"
          missing ["its points have no times"]
          name "Près de la mer"
          points 2
          totals {"ascent_mm":50000,"descent_mm":0,"distance_mm":11109566,"speed_max":2500}
          zone "Europe/Berlin"
          | Latitude 431000000 .. 432000000
          | Longitude -15000000 .. -15000000
          | Altitude 10000 .. 60000
          | Speed 2500 .. -
        gpx other 2010-12-14 2010-12-14T07:00:00Z
          child 1
          device "A program without a version"
          elapsed_ms 0
          figured ["distance"]
          maker "A program without a version"
          points 1
          totals {"distance_mm":0}
          zone "Europe/Berlin"
          | Latitude 432000000 .. 432000000
          | Longitude -15000000 .. -15000000
          | Altitude 60000 .. 60000
    "#]]
    .assert_eq(&account.told());
}

#[test]
fn a_file_that_breaks_off_keeps_what_stands_before() {
    let whole = fixture!("run.gpx");
    let cut = whole.len() * 3 / 4;
    let account = import("gpx", &file("run.gpx", &whole[..cut]));
    let activity = &account.activities[0];
    assert_eq!(activity.points, 3, "points that are whole are kept");
    assert!(activity.key().ends_with("|cut3"), "{}", activity.key());
    assert_eq!(activity.missing.len(), 1, "{:?}", activity.missing);
}
