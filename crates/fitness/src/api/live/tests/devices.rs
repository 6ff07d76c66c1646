//! Several devices of one life: a phone, a watch, and one that hears of everything late.

use super::*;

struct Devices([World; 3]);

impl Devices {
    /// A workout with one exercise, known to phone and watch.
    fn new() -> (Devices, AnyId, String) {
        let devices = Devices([World::device(7), World::device(8), World::device(9)]);
        let [phone, watch, _] = &devices.0;
        let id = start(phone, StartWorkout::default());
        let exercise = phone.exercise("bench_press");
        let add = AddWorkoutExercise { workout: id, exercise, after: None, sets: Some(1) };
        let key = phone.write(move |cx| add_exercise(cx, add)).key;
        watch.hear(phone);
        (devices, id, key)
    }

    /// Everyone hears of everyone, in an order of their own; what they show is equal.
    fn meet(&self) {
        let [phone, watch, late] = &self.0;
        phone.hear(watch);
        late.hear(watch);
        late.hear(phone);
        watch.hear(late);
        phone.hear(late);
        let shown = |world: &World| world.read(|cx| going(cx, Nothing {}));
        assert_eq!(shown(phone), shown(watch));
        assert_eq!(shown(phone), shown(late));
        for world in &self.0 {
            world.check();
        }
    }
}

fn add(world: &World, workout: AnyId, key: &str, kg: i64) -> String {
    let request = AddSet { workout, key: key.to_owned(), set: Some(set(kg, 5)) };
    world.write(move |cx| add_set(cx, request)).set
}

#[test]
fn sets_of_two_devices_all_stay_in_order() {
    let (devices, id, key) = Devices::new();
    let [phone, watch, late] = &devices.0;
    for kg in [60, 62, 64] {
        add(phone, id, &key, kg);
        add(watch, id, &key, kg + 1);
    }
    devices.meet();
    let sets = live(late).exercises[0].sets.clone();
    let kg: Vec<i64> = sets.iter().filter_map(|set| set.mg).map(|mg| mg / KG).collect();
    assert_eq!(kg.len(), 6, "{kg:?}");
    let of = |even: bool| kg.iter().copied().filter(move |kg| (kg % 2 == 0) == even);
    assert!(of(true).is_sorted() && of(false).is_sorted(), "each keeps its order: {kg:?}");
    // Pairs have the same place; their keys decide, alike everywhere.
    assert!(kg.chunks(2).all(|pair| pair[0] / 2 == pair[1] / 2), "{kg:?}");
    let next = add(late, id, &key, 70);
    assert_eq!(live(late).exercises[0].sets.last().map(|set| set.key.clone()), Some(next));
}

#[test]
fn a_set_that_is_added_elsewhere_brings_its_exercise_back() {
    let (devices, id, key) = Devices::new();
    let [phone, watch, late] = &devices.0;
    let gone = WorkoutExerciseRef { workout: id, key: key.clone() };
    phone.write(move |cx| remove_exercise(cx, gone));
    add(watch, id, &key, 61);
    devices.meet();
    let shown = live(late).exercises;
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].sets.iter().filter_map(|set| set.mg).collect::<Vec<_>>(), [61 * KG]);
}

#[test]
fn a_set_that_was_taken_out_here_and_changed_there_stays_out_whole() {
    let (devices, id, key) = Devices::new();
    let [phone, watch, late] = &devices.0;
    let made = add(phone, id, &key, 60);
    watch.hear(phone);
    let gone = SetRef { workout: id, set: made.clone() };
    phone.write(move |cx| remove_set(cx, gone));
    finish(watch, id, &made, set(65, 5));
    devices.meet();
    assert_eq!(live(late).exercises[0].sets.len(), 1, "only the first set is left");
}

#[test]
fn figures_of_one_set_that_were_said_apart_both_hold() {
    let (devices, id, key) = Devices::new();
    let [phone, watch, late] = &devices.0;
    let made = add(phone, id, &key, 60);
    watch.hear(phone);
    finish(phone, id, &made, SetInput { reps: Some(4), ..SetInput::default() });
    let rpe = SetInput { rpe_x2: Some(18), ..SetInput::default() };
    let edit = EditSet { workout: id, set: made.clone(), to: Some(rpe), forget: None };
    watch.write(move |cx| edit_set(cx, edit));
    devices.meet();
    let shown = live(late).exercises[0].sets[1].clone();
    assert_eq!((shown.reps, shown.rpe_x2, shown.done_ms.is_some()), (Some(4), Some(18), true));
}

#[test]
fn completed_on_one_device_it_is_over_though_the_other_paused() {
    let (devices, id, key) = Devices::new();
    let [phone, watch, late] = &devices.0;
    for world in &devices.0 {
        world.env.pass_ms(600_000);
    }
    watch.write(move |cx| pause_workout(cx, WorkoutRef { id }));
    let made = add(phone, id, &key, 60);
    finish(phone, id, &made, set(60, 5));
    complete(phone, id);
    devices.meet();
    assert_eq!(late.read(|cx| going(cx, Nothing {})), None);
    let done = late.read(|cx| workout(cx, WorkoutRef { id }));
    assert_eq!((done.row.sets, done.row.elapsed_ms), (1, Some(600_000)));
}

#[test]
fn two_that_were_begun_apart_are_both_there() {
    let (devices, _, _) = Devices::new();
    let [_, watch, late] = &devices.0;
    late.env.pass_ms(60_000);
    let other = start(late, StartWorkout::default());
    devices.meet();
    let shown = live(watch);
    assert_eq!((shown.id, shown.others.len()), (other, 1));
}
