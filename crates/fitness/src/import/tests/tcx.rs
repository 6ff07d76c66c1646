use expect_test::expect;

use super::*;

#[test]
fn a_multisport_session_is_its_parts() {
    let account = import("tcx", &file("brick.tcx", fixture!("brick.tcx")));
    expect![[r#"
        tcx ride 2026-03-01 2026-03-01T07:00:00Z
          device "3861234"
          elapsed_ms 330500
          figured ["power","power_max"]
          laps [{"at_ms":0,"elapsed_ms":330500,"totals":{"cadence":85,"distance_mm":500000,"energy_j":50208,"heart_bpm":120,"heart_max_bpm":131,"speed_max":9500,"timer_ms":60500}}]
          maker "A computer"
          note "Wind from the west"
          points 4
          raw "Biking"
          totals {"cadence":85,"distance_mm":500000,"energy_j":50208,"heart_bpm":120,"heart_max_bpm":131,"power_max_w":180,"power_w":180,"speed_max":9500,"timer_ms":60500}
          zone "Europe/Berlin"
          | Latitude 525000000 .. -
          | Longitude 134000000 .. -
          | Altitude 34000 .. -
          | Heart 110 .. 131
          | Cadence 80 .. -
          | Power 180 .. -
          | Speed 8100 .. -
          | Distance 0 .. 500000
          | paused 30000 .. 300000
        tcx run 2026-03-01 2026-03-01T07:06:00Z
          child 1
          device "3861234"
          elapsed_ms 300000
          laps [{"at_ms":0,"elapsed_ms":300000,"totals":{"cadence":86,"distance_mm":1000000,"energy_j":292880,"steps":870,"timer_ms":300000}}]
          maker "A computer"
          raw "Running"
          totals {"cadence":86,"distance_mm":1000000,"energy_j":292880,"steps":870,"timer_ms":300000}
          zone "Europe/Berlin"
    "#]].assert_eq(&account.told());
}

#[test]
fn a_file_that_breaks_off_keeps_what_stands_before() {
    let whole = fixture!("brick.tcx");
    let at = whole.windows(9).position(|window| window == b"07:05:30.").expect("the last point");
    let account = import("tcx", &file("brick.tcx", &whole[..at]));
    let activity = &account.activities[0];
    assert_eq!((activity.points, activity.cut), (3, Some(3)), "{activity:?}");
    assert_eq!(activity.totals.distance_mm, Some(250_000), "the way of its points, not of the lap");
}
