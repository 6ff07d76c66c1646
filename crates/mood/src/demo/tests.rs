use std::collections::BTreeSet;

use domain::command::Nothing;

use super::*;
use crate::api::*;
use crate::testing::World;

fn life(seed: u64) -> DemoLife {
    let last_day = "2026-11-20".parse().expect("a day");
    DemoLife { seed, last_day, now_ms: 1_795_215_600_000 } // 2026-11-20T23:00:00Z
}

fn ids() -> Vec<AnyId> {
    (1..).take(FACTORS.len()).map(|number| AnyId::from_bytes([number; 16])).collect()
}

#[test]
fn the_year_is_the_same_for_the_same_seed_and_has_gaps() {
    let year = |seed| {
        let life = life(seed);
        let records = Year::new(&life, ids()).lived();
        records
            .iter()
            .map(|one| format!("{} {:?}", one.natural_key, one.fields))
            .collect::<Vec<_>>()
    };
    assert_eq!(year(7), year(7));
    assert_ne!(year(7), year(8));
    let life = life(7);
    let records = Year::new(&life, ids()).lived();
    let keys: BTreeSet<&str> = records.iter().map(|one| one.natural_key.as_str()).collect();
    assert_eq!(keys.len(), records.len(), "no key twice");
    assert!(keys.iter().all(|key| !key.contains("2026-02-05")), "a silent week");
    assert!(records.iter().all(|one| one.at_ms <= life.now_ms), "nothing is told ahead of time");
}

#[test]
fn over_the_real_store_the_pages_have_something_to_say() {
    let world = World::new();
    world.env.set("2026-11-20T23:00:00Z");
    world.import(|sink| demo(&life(7), sink));
    let year = world.read(|cx| year(cx, MoodYearOf { year: 2026 }));
    assert_eq!(year.days.len(), 365);
    assert!((200..=300).contains(&year.known), "{} days of the year are known", year.known);
    assert_eq!(year.years, [2025, 2026]);
    let february = |day: &&MoodPixel| day.day.date().month() == 2 && day.count > 0;
    let lows: Vec<f64> = year.days.iter().filter(february).filter_map(|day| day.valence).collect();
    assert!(lows.iter().sum::<f64>() < 0.0, "a hard month: {lows:?}");
    let sheet = world.read(|cx| who5(cx, Nothing {}));
    assert!(sheet.answered.len() >= 10 && sheet.answered.iter().all(|one| one.score <= 100));
    let beside = world.read(|cx| by_factor(cx, MoodByFactorOf { days: 365, axis: None }));
    assert_eq!(beside.factors.len(), FACTORS.len());
    let named = |name: &str| {
        let found = beside.factors.iter().find(|one| one.factor.name == name);
        found.expect("a factor of this life")
    };
    assert!(named("Slept well").difference.is_some_and(|more| more > 5.0));
    assert!(named("Headache").difference.is_some_and(|more| more < 0.0));
    assert_eq!(named("Coffee").split.map(f64::trunc), Some(2.0));
    let words = world.read(|cx| own_words(cx, LastDays { days: 365 }));
    assert!(words.len() > 30 && words[0].count > 5, "{}", words.len());
    let page = world.read(|cx| timeline(cx, MoodTimelineOf::default()));
    assert_eq!(page.days.len(), 14);
    assert!(page.days.iter().all(|day| day.lanes.is_empty()), "nobody asked a model");
    world.check();
}
