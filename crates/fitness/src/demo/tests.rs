use domain::command::Nothing;

use super::*;
use crate::api::*;
use crate::record::MEASURE;
use crate::testing::World;

fn life(seed: u64) -> DemoLife {
    let last_day = "2026-11-20".parse().expect("a day");
    DemoLife { seed, last_day, now_ms: 1_795_215_600_000 } // 2026-11-20T23:00:00Z
}

fn ids() -> [AnyId; 2] {
    [1, 2].map(|number| AnyId::from_bytes([number; 16]))
}

fn year(seed: u64) -> (Vec<Imported>, Vec<crate::outing::Plan>) {
    let exercise = |slug: &str| {
        let mut id = [0; 16];
        id.copy_from_slice(&blake3::hash(slug.as_bytes()).as_bytes()[..16]);
        AnyId::from_bytes(id)
    };
    Year::new(&life(seed), &ids(), &exercise).lived()
}

fn of<'a>(year: &'a [Imported], sport: &str) -> Vec<&'a Imported> {
    let of = |record: &&Imported| store::record::text(&record.fields, "sport") == sport;
    year.iter().filter(of).collect()
}

#[test]
fn the_year_is_a_whole_one_and_the_same_for_the_same_seed() {
    let said = |year: &[Imported]| {
        let lines = year.iter().map(|one| format!("{} {:?}", one.natural_key, one.fields));
        lines.collect::<Vec<_>>()
    };
    let (year_7, outings) = year(7);
    assert_eq!(said(&year_7), said(&year(7).0));
    assert_ne!(said(&year_7), said(&year(8).0));
    let count = |sport| of(&year_7, sport).len();
    assert!((100..=150).contains(&count("strength")), "{} times lifted", count("strength"));
    let told = |sport: &str| outings.iter().filter(|plan| plan.sport == sport).count();
    let runs = (count("run"), told("run"));
    assert!((40..=80).contains(&runs.0) && (30..=70).contains(&runs.1), "{runs:?} runs");
    assert!((8..=26).contains(&(count("ride") + told("ride"))), "{} rides", told("ride"));
    let weighed = year_7.iter().filter(|one| one.kind.name == MEASURE.name).count();
    assert!((70..=120).contains(&weighed), "{weighed} measures");
    let planned = year_7.iter().filter(|one| one.fields.contains_key("planned")).count();
    assert_eq!(planned, 3);
    let keys: std::collections::BTreeSet<_> =
        year_7.iter().map(|one| (one.kind.name, &one.natural_key)).collect();
    assert_eq!(keys.len(), year_7.len(), "no key twice");
    let away = year_7.iter().filter(|one| one.natural_key.contains("2026-05-1")).count();
    assert!(away <= 4, "{away} in the days in Portugal");
}

#[test]
fn over_the_real_store_the_lifts_grow_by_the_rules_and_the_pages_have_something_to_say() {
    let world = World::new();
    world.env.set("2026-11-20T23:00:00Z");
    let exercise = |slug: &str| world.exercise(slug);
    let mut all: Vec<Imported> = ROUTINES
        .iter()
        .enumerate()
        .map(|(place, routine)| routine_record(&life(7), place, routine, &exercise))
        .collect();
    let id_of = |one: &Imported| -> AnyId {
        world.store.natural_id(one.kind.name, one.at_ms, &one.natural_key)
    };
    let routines: Vec<AnyId> = all.iter().map(id_of).collect();
    let (written, outings) = Year::new(&life(7), &routines, &exercise).lived();
    all.extend(written);
    all.extend(goal_records(&life(7), &exercise));
    let with_ids: Vec<(AnyId, Imported)> = all.into_iter().map(|one| (id_of(&one), one)).collect();
    world.write(move |cx| {
        for (id, one) in with_ids {
            cx.import(one.kind, id, one.fields)?;
        }
        Ok(())
    });
    // Some of what the watch told; all of it is made alike.
    let told: Vec<_> = outings.iter().rev().take(2).map(crate::outing::outing).collect();
    let activities: Vec<_> = told.into_iter().map(|(activity, _)| activity).collect();
    world.write(move |cx| cx.assert_facts(&crate::record::ACTIVITY, &activities).map(drop));
    for (slug, from, to) in [("bench_press", 66, 104), ("deadlift", 95, 160)] {
        let exercise = world.exercise(slug);
        let shown = world.read(|cx| progress(cx, ProgressOf { exercise, from: None, to: None }));
        let kg = |at: usize| shown.points[at].e1rm.map_or(0, |max| max.epley_mg / 1_000_000);
        let (first, last) = (kg(0), kg(shown.points.len() - 1));
        assert!(first >= from && last <= to && last > first + 8, "{slug}: {first} to {last} kg");
        assert!(shown.e1rm_per_week_mg.is_some_and(|up| up > 100_000), "{slug} goes up");
    }
    let aims = world.read(|cx| goals(cx, Nothing {}));
    assert_eq!(aims.len(), 4);
    assert!(aims.iter().all(|goal| goal.current.is_some()), "{aims:#?}");
    let proposals = world.read(|cx| suggest(cx, SuggestOf::default()));
    assert!(proposals.len() >= 2 && proposals.iter().all(|one| !one.reasons.is_empty()));
    let planned = ListWorkouts { planned: Some(true), ..ListWorkouts::default() };
    assert_eq!(world.read(|cx| workouts(cx, planned)).items.len(), 3);
    let weight = BodyTrendOf { what: BodyMeasure::Weight, from: None, to: None };
    assert!(world.read(|cx| body_trend(cx, weight)).n > 60);
    let weeks = world.read(|cx| training_weeks(cx, FitnessRange::default()));
    assert!(weeks.longest_weeks >= 10, "{}", weeks.longest_weeks);
    assert!(world.read(|cx| records(cx, Nothing {})).len() >= 10);
    let done = "SELECT count(*) FROM fitness_session WHERE state = 2";
    assert!(world.read(|cx| cx.sql().number(done, &[])) > 150);
    world.check();
}
