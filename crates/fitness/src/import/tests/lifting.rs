use expect_test::expect;

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
    expect![[r#"
        fitness.exercise 1970-01-01T00:00:00Z name:bench press barbell
          kind weight_reps
          name Bench Press (Barbell)
        fitness.exercise 1970-01-01T00:00:00Z name:plank
          kind time
          name Plank
        fitness.exercise 1970-01-01T00:00:00Z name:treadmill
          kind distance_time
          name Treadmill
        fitness.exercise 1970-01-01T00:00:00Z name:zercher thing
          kind reps
          name Zercher Thing
        fitness.workout 2025-06-22T18:05:00Z hevy:2025-06-22T18:05:00|Push 💪
          end 1750612200000
          ex/8a4c16cc/exercise 000000000000ca869fec60a7f6ba4c3a
          ex/8a4c16cc/group b
          ex/8a4c16cc/order 2
          ex/a60d9f22/exercise 000000000000719063f668ff978fcdee
          ex/a60d9f22/group b
          ex/a60d9f22/order 3
          ex/b10a3f65/exercise 00000000000029cb21063de1a3dfe88f
          ex/b10a3f65/note Elbows in
          ex/b10a3f65/order 1
          name Push 💪
          note Slow start
          set/04fb4a07/done 1750608300000
          set/04fb4a07/ex 8a4c16cc
          set/04fb4a07/kind failure
          set/04fb4a07/order 1
          set/04fb4a07/reps 12
          set/0e5c645f/done 1750608300000
          set/0e5c645f/ex b10a3f65
          set/0e5c645f/kind warmup
          set/0e5c645f/mg 40000000
          set/0e5c645f/order 1
          set/0e5c645f/reps 10
          set/0e5c645f/text 40 kg
          set/0e5c645f/unit kg
          set/1270acbf/done 1750608300000
          set/1270acbf/ex a60d9f22
          set/1270acbf/kind work
          set/1270acbf/ms 90000
          set/1270acbf/order 1
          set/e7774c5a/done 1750608300000
          set/e7774c5a/ex b10a3f65
          set/e7774c5a/kind work
          set/e7774c5a/mg 82500000
          set/e7774c5a/order 2
          set/e7774c5a/reps 5
          set/e7774c5a/rpe_x2 17
          set/e7774c5a/text 82.5 kg
          set/e7774c5a/unit kg
          source hevy
          sport strength
          start 1750608300000
          zone Europe/Berlin
        fitness.workout 2025-06-24T07:00:00Z hevy:2025-06-24T07:00:00|Cardio
          end 1750743060000
          ex/6cbf606f/exercise 000000000000d8a9ef1a88a09bcbee9f
          ex/6cbf606f/order 1
          name Cardio
          set/dbd7fb2d/done 1750741200000
          set/dbd7fb2d/ex 6cbf606f
          set/dbd7fb2d/kind work
          set/dbd7fb2d/mm 5250000
          set/dbd7fb2d/ms 1800000
          set/dbd7fb2d/order 1
          set/dbd7fb2d/text 5.25 km
          set/dbd7fb2d/unit km
          source hevy
          sport strength
          start 1750741200000
          zone Europe/Berlin
        problem workouts.csv, line 7: has no date that can be read
        notice 4 new exercises, by the names in the table
    "#]]
    .assert_eq(&account.told());
}

#[test]
fn a_table_of_strong_asks_for_units() {
    let account = import("strong", &file("strong.csv", STRONG));
    expect![[r#"
        fitness.exercise 1970-01-01T00:00:00Z name:pull up assisted
          kind weight_reps
          name Pull Up (Assisted)
        fitness.exercise 1970-01-01T00:00:00Z name:running
          kind distance_time
          name Running
        fitness.exercise 1970-01-01T00:00:00Z name:squat barbell
          kind weight_reps
          name Squat (Barbell)
        fitness.workout 2024-01-05T17:30:12Z strong:2024-01-05T17:30:12|Legs
          end 1704476112000
          ex/346b3e65/exercise 0000000000003aea973dde68c7904c4f
          ex/346b3e65/order 2
          ex/a139c30c/exercise 000000000000cd1168da0ce2fa349378
          ex/a139c30c/order 3
          ex/bc7950cd/exercise 0000000000008a77034fa89460dacb85
          ex/bc7950cd/note Deep
          ex/bc7950cd/order 1
          name Legs
          note Good day
          set/201bb32c/done 1704472212000
          set/201bb32c/ex a139c30c
          set/201bb32c/kind work
          set/201bb32c/order 1
          set/201bb32c/reps 8
          set/201bb32c/text -20 kg
          set/201bb32c/unit kg
          set/262e06fd/done 1704472212000
          set/262e06fd/ex bc7950cd
          set/262e06fd/kind work
          set/262e06fd/mg 102500000
          set/262e06fd/order 2
          set/262e06fd/reps 5
          set/262e06fd/rpe_x2 18
          set/262e06fd/text 102,5 kg
          set/262e06fd/unit kg
          set/46997b48/done 1704472212000
          set/46997b48/ex bc7950cd
          set/46997b48/kind warmup
          set/46997b48/mg 60000000
          set/46997b48/order 1
          set/46997b48/reps 5
          set/46997b48/text 60 kg
          set/46997b48/unit kg
          set/baed1760/done 1704472212000
          set/baed1760/ex 346b3e65
          set/baed1760/kind work
          set/baed1760/mm 2500000
          set/baed1760/ms 900000
          set/baed1760/order 1
          set/baed1760/text 2,5 km
          set/baed1760/unit km
          source strong
          sport strength
          start 1704472212000
          zone Europe/Berlin
        asked weight_unit (60) ["kg", "lb"] Some("kg")
        asked distance_unit (2,5) ["km", "mi", "m"] Some("km")
        skipped 1 rests and notes between sets
        notice 3 new exercises, by the names in the table
        notice 1 weights and distances that are no amounts are kept as words
    "#]]
    .assert_eq(&account.told());
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
