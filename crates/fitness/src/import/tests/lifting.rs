use expect_test::expect_file;

use super::*;
use crate::testing::World;

pub(super) const HEVY: &str = "\
\"title\",\"start_time\",\"end_time\",\"description\",\"exercise_title\",\"superset_id\",\"exercise_notes\",\"set_index\",\"set_type\",\"weight_kg\",\"reps\",\"distance_km\",\"duration_seconds\",\"rpe\"
\"Push \u{1f4aa}\",\"22 Jun 2025, 18:05\",\"22 Jun 2025, 19:10\",\"Slow start\",\"Bench Press (Barbell)\",,\"Elbows in\",0,\"warmup\",40,10,,,
\"Push \u{1f4aa}\",\"22 Jun 2025, 18:05\",\"22 Jun 2025, 19:10\",\"Slow start\",\"Bench Press (Barbell)\",,\"Elbows in\",1,\"normal\",82.5,5,,,8.5
\"Push \u{1f4aa}\",\"22 Jun 2025, 18:05\",\"22 Jun 2025, 19:10\",\"Slow start\",\"Zercher Thing\",1,,0,\"failure\",,12,,,
\"Push \u{1f4aa}\",\"22 Jun 2025, 18:05\",\"22 Jun 2025, 19:10\",\"Slow start\",\"Plank\",1,,0,\"normal\",,,,90,
\"Cardio\",\"2025-06-24 07:00:00\",\"2025-06-24 07:31:00\",,\"Treadmill\",,,0,\"normal\",,,5.25,1800,
\"Broken\",\"yesterday\",,,\"Plank\",,,0,\"normal\",,,,90,
";

pub(super) const STRONG: &str = "\
Date;Workout Name;Duration;Exercise Name;Set Order;Weight;Reps;Distance;Seconds;Notes;Workout Notes;RPE
2024-01-05 17:30:12;Legs;1h 5m;Squat (Barbell);W;60;5;0;0;;;
2024-01-05 17:30:12;Legs;1h 5m;Squat (Barbell);1;102,5;5;0;0;Deep;Good day;9
2024-01-05 17:30:12;Legs;1h 5m;Squat (Barbell);Rest Timer;0;0;0;180;;;
2024-01-05 17:30:12;Legs;1h 5m;Running;1;0;0;2,5;900;;;
2024-01-05 17:30:12;Legs;1h 5m;Pull Up (Assisted);1;-20;8;0;0;;;
";

#[test]
fn a_table_of_hevy() {
    let account = import("hevy", &file("workouts.csv", HEVY));
    expect_file!["../../../fixtures/hevy.told.txt"].assert_eq(&account.told());
}

#[test]
fn a_table_of_strong_asks_for_units() {
    let account = import("strong", &file("strong.csv", STRONG));
    expect_file!["../../../fixtures/strong.told.txt"].assert_eq(&account.told());
    let pounds = import_with("strong", &file("strong.csv", STRONG), &[("weight_unit", "lb")]);
    let weight = |account: &Account| {
        let workout = account.records.iter().find(|record| record.kind.name == "fitness.workout");
        let fields = &workout.expect("a workout").fields;
        let weights = fields.iter().filter(|(key, _)| key.ends_with("/mg"));
        weights.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    assert!(weight(&account).contains(&Value::Int(102_500_000)));
    assert!(weight(&pounds).contains(&Value::Int(46_493_218)), "102.5 lb, rounded to milligrams");
}

#[test]
fn rows_become_workouts_of_known_exercises_once() {
    let world = World::new();
    let source = file("workouts.csv", HEVY);
    let came = take_in(&world, &source);
    assert_eq!(came.problems, ["workouts.csv, line 7: has no date that can be read"]);
    let again = take_in(&world, &source);
    assert_eq!(again.new, 0, "{came:?} {again:?}");
    let bench = world.exercise("bench_press");
    let sets = world.read(|cx| {
        cx.sql()
            .number("SELECT count(*) FROM fitness_set WHERE exercise = ?1", store::params![bench])
    });
    assert_eq!(sets, 2);
    world.check();
}

#[test]
fn what_is_exported_comes_back() {
    let world = World::new();
    take_in(&world, &file("workouts.csv", HEVY));
    let exporter = crate::export::EXPORTERS.iter().find(|one| one.format == "fitness-sets-csv");
    let table = world.read(|cx| {
        let mut out = Vec::new();
        (exporter.expect("a format").write)(cx, &mut out)?;
        Ok(out)
    });
    let sets = |account: &Account| {
        let workouts =
            account.records.iter().filter(|record| record.kind.name == "fitness.workout");
        let all =
            workouts.flat_map(|record| &record.fields).filter(|(key, _)| key.starts_with("set/"));
        let told = all.filter(|(key, _)| !key.ends_with("/ex") && !key.ends_with("/done"));
        let mut told: Vec<String> = told
            .map(|(key, value)| format!("{} {value:?}", &key["set/12345678".len()..]))
            .collect();
        told.sort();
        told
    };
    let before = import("hevy", &file("workouts.csv", HEVY));
    let after = import("hevy", &file("out.csv", table));
    assert_eq!(sets(&before), sets(&after));
    assert_eq!(after.problems, [""; 0]);
}
