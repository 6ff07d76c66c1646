//! Several devices of one life: each does what it does offline, and in whatever order they hear of each
//! other, they show the same.

use proptest::prelude::*;

use super::random::{Thing, cases, put_thing, thing};
use super::*;

/// Three devices: two that know the same accounts and rows, and one that hears of everything late.
struct Devices([World; 3]);

fn hear(to: &World, from: &World) {
    let known = to.store.read(|cx| cx.log_vector()).expect("a vector");
    let rows = from.store.read(|cx| cx.log_after(&known, usize::MAX)).expect("rows");
    let write = Write::new("take in").step(Step::None);
    to.store.write(write, move |cx| cx.take_in(&rows)).expect("rows are taken in");
}

impl Devices {
    fn new() -> Devices {
        let devices = Devices([World::device(7), World::device(8), World::device(9)]);
        let [one, two, _] = &devices.0;
        one.account(id(1), "Checking", "asset");
        one.account(id(2), "Savings", "asset");
        one.account(id(20), "Food", "expense");
        one.account(id(21), "Fun", "expense");
        one.import(vec![told()]);
        hear(two, one);
        devices
    }

    /// Both do something without hearing of each other; then all hear of all, in both orders.
    fn apart(&self, one: impl FnOnce(&World), two: impl FnOnce(&World)) -> BTreeSet<String> {
        let [a, b, late] = &self.0;
        one(a);
        two(b);
        let (from_a, from_b) = (a.said(), b.said());
        hear(a, b);
        hear(b, a);
        hear(late, b);
        assert_eq!(a.said(), b.said(), "apart they said {from_a:#?} and {from_b:#?}");
        assert_eq!(a.said(), late.said(), "one that hears late shows the same");
        for world in &self.0 {
            world.check();
        }
        a.said()
    }
}

fn told() -> Row {
    row(id(1), "a", "2026-03-02", -1000)
}

fn count(said: &BTreeSet<String>, table: &str) -> usize {
    said.iter().filter(|line| line.starts_with(table)).count()
}

fn splits(world: &World, first: i64) {
    let parts = format!(
        r#"[{{"category":"{}","minor":{first},"note":""}},{{"category":"","minor":{},"note":""}}]"#,
        id(20),
        -1000 - first
    );
    world.note(&told(), "splits", Some(parts.into()));
}

#[test]
fn the_same_file_on_two_devices_is_told_once_and_twins_stay_two() {
    let devices = Devices::new();
    let twin = |k| Row { k, ..row(id(1), "twin", "2026-03-05", -10) };
    let half = vec![twin(0), row(id(1), "b", "2026-03-05", -20)];
    let whole = vec![twin(0), twin(1), row(id(1), "b", "2026-03-05", -20)];
    let said = devices.apart(|world| world.import(half), |world| world.import(whole));
    assert_eq!(count(&said, "finance_txn:"), 4);
    assert_eq!(devices.0[2].balance(id(1)), -1040);
}

#[test]
fn two_categories_become_one_on_every_device() {
    let devices = Devices::new();
    let say = |number: u8| {
        move |world: &World| {
            world.note(&told(), "category", Some(id(number).to_string().into()));
        }
    };
    devices.apart(say(20), say(21));
    let world = &devices.0[2];
    assert_eq!(world.balance(id(20)) + world.balance(id(21)), 1000);
}

#[test]
fn a_category_here_and_a_note_there_both_stay() {
    let devices = Devices::new();
    devices.apart(
        |world| world.note(&told(), "category", Some(id(20).to_string().into())),
        |world| world.note(&told(), "note", Some("lunch".into())),
    );
    let world = &devices.0[2];
    let txn = world.of(&told());
    assert_eq!((world.balance(id(20)), world.shown(txn, "note").as_str()), (1000, "lunch"));
}

#[test]
fn two_splits_are_never_mixed() {
    let devices = Devices::new();
    let said = devices.apart(|world| splits(world, -700), |world| splits(world, -100));
    assert_eq!(count(&said, "finance_split:"), 2);
    let food = devices.0[2].balance(id(20));
    assert!(food == 700 || food == 100, "{food}");
}

#[test]
fn parts_go_before_a_category_that_was_said_elsewhere() {
    let devices = Devices::new();
    devices.apart(
        |world| splits(world, -700),
        |world| world.note(&told(), "category", Some(id(21).to_string().into())),
    );
    assert_eq!(devices.0[0].balance(id(20)), 700);
}

#[test]
fn what_was_thrown_away_stays_away_though_it_was_edited_or_imported_elsewhere() {
    let devices = Devices::new();
    devices.apart(
        |world| world.note(&told(), "hidden", Some(true.into())),
        |world| {
            world.note(&told(), "note", Some("lunch".into()));
            world.import(vec![told()]);
        },
    );
    let world = &devices.0[2];
    assert_eq!(world.balance(id(1)), 0);
    assert_eq!(world.shown(world.of(&told()), "note"), "lunch", "what was said is not lost");
}

#[test]
fn an_own_one_that_was_thrown_away_keeps_what_was_said_elsewhere() {
    let devices = Devices::new();
    let [one, two, _] = &devices.0;
    one.own(id(40), "2026-03-02", -5);
    hear(two, one);
    devices.apart(
        |world| world.trash(id(40), true),
        |world| world.put(&TXN, id(40), fields([("note", "words".into())])),
    );
    assert_eq!(devices.0[1].balance(id(1)), -1000);
    devices.apart(|_| {}, |world| world.trash(id(40), false));
    assert_eq!(devices.0[2].shown(id(40), "note"), "words");
}

#[test]
fn a_rule_that_changes_while_another_device_imports_says_the_same_everywhere() {
    let devices = Devices::new();
    let when = r#"{"on":"text","field":"raw","op":"contains","value":"shop"}"#;
    let set = |number| format!(r#"{{"set":"category","id":"{}"}}"#, id(number));
    let [one, two, _] = &devices.0;
    one.rule(id(60), 1, when, &set(20));
    hear(two, one);
    devices.apart(
        |world| world.rule(id(60), 1, when, &set(21)),
        |world| world.import(vec![row(id(1), "b", "2026-03-05", -20)]),
    );
    assert_eq!(devices.0[1].balance(id(21)), 1020);
}

#[test]
fn the_same_match_on_two_devices_is_one_and_undoing_it_is_heard() {
    let devices = Devices::new();
    let [one, two, late] = &devices.0;
    let again = Row { format: "csv".into(), ..row(id(1), "again", "2026-03-03", -1000) };
    one.import(vec![again.clone()]);
    hear(two, one);
    let join = |world: &World| {
        let (a, b) = (world.of(&told()), world.of(&again));
        let key = format!("{}/{}/same", a.min(b), a.max(b));
        let edge = world.store.read(|cx| Ok(cx.natural_id(MATCH.name, 0, &key)));
        world.join(edge.expect("an id"), a, b, "same");
    };
    devices.apart(join, join);
    assert_eq!((late.balance(id(1)), count(&late.said(), "finance_match:")), (-1000, 1));
    devices.apart(|_| {}, |world| drop(world.undo()));
    // Both had made the match; one took its own back, so that word holds.
    assert_eq!(one.balance(id(1)), late.balance(id(1)));
}

#[test]
fn matches_that_chain_over_devices_have_one_that_speaks_for_all() {
    let devices = Devices::new();
    let [one, two, late] = &devices.0;
    let others: Vec<Row> = ["b", "c"].map(|key| row(id(1), key, "2026-03-03", -1000)).to_vec();
    one.import(others.clone());
    hear(two, one);
    let ids = [one.of(&told()), one.of(&others[0]), one.of(&others[1])];
    devices.apart(
        |world| world.join(id(50), ids[0], ids[1], "same"),
        |world| world.join(id(51), ids[1], ids[2], "same"),
    );
    assert_eq!(late.balance(id(1)), -1000);
    let first = ids.iter().min().copied();
    let speakers = ids.iter().map(|txn| late.shown_id(*txn, "same").or(Some(*txn)));
    assert!(speakers.into_iter().all(|speaker| speaker == first));
}

#[test]
fn both_begin_the_same_record_and_each_keeps_its_field() {
    let devices = Devices::new();
    devices.apart(
        |world| world.put(&ACCOUNT, id(2), fields([("opening_minor", 500.into())])),
        |world| world.put(&ACCOUNT, id(2), fields([("name", "Nest egg".into())])),
    );
    assert_eq!(devices.0[2].balance(id(2)), 500);
    assert!(devices.0[2].said().iter().any(|line| line.contains("Nest egg")));
}

#[test]
fn budgets_that_are_moved_on_two_devices_both_count_and_a_typed_amount_is_one() {
    let devices = Devices::new();
    let moved = |world: &World, number, minor: i64| {
        let source_and_target =
            [("from", Value::from(id(20).to_string())), ("to", id(21).to_string().into())];
        let mut told = fields(source_and_target);
        told.extend(fields([("month", "2026-03".into()), ("minor", minor.into())]));
        told.extend(fields([("currency", "EUR".into())]));
        world.put(&MOVE, id(number), told);
    };
    let typed = |world: &World, minor: i64| {
        let budget = [("category", id(20).to_string().into()), ("set/2026-03", Value::from(minor))];
        world.put(&BUDGET, id(40), fields(budget));
    };
    let said = devices.apart(
        |world| {
            moved(world, 41, 500);
            typed(world, 10_000);
        },
        |world| {
            moved(world, 42, 700);
            typed(world, 20_000);
        },
    );
    assert_eq!(count(&said, "finance_move:"), 2);
    assert_eq!(count(&said, "finance_budgeted:"), 1);
}

/// What one device does: something, or hearing of another.
fn deed() -> impl Strategy<Value = (usize, Result<Thing, usize>)> {
    let what = prop_oneof![
        4 => thing().prop_map(Ok),
        1 => (0..3_usize).prop_map(Err),
    ];
    (0..3_usize, what)
}

/// Three vaults are slow to make: fewer lives.
fn fewer() -> ProptestConfig {
    let cases = cases();
    ProptestConfig { cases: cases.cases / 4, ..cases }
}

proptest! {
    #![proptest_config(fewer())]

    #[test]
    fn whatever_each_does_and_hears_all_come_to_show_the_same(
        deeds in prop::collection::vec(deed(), 1..30),
    ) {
        let devices = [World::device(7), World::device(8), World::device(9)];
        for (at, what) in deeds {
            match what {
                Ok(thing) => put_thing(&devices[at], thing),
                Err(other) if other != at => hear(&devices[at], &devices[other]),
                Err(_) => {}
            }
        }
        for (to, from) in [(0, 1), (0, 2), (1, 0), (2, 0)] {
            hear(&devices[to], &devices[from]);
        }
        prop_assert_eq!(devices[0].said(), devices[1].said());
        prop_assert_eq!(devices[0].said(), devices[2].said());
        devices[1].check();
    }
}
