use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn last_day() -> Day {
    "2026-11-20".parse().expect("a date")
}

fn told() -> Vec<DemoEntry> {
    year(7, last_day()).collect()
}

#[test]
fn the_year_is_a_whole_one() {
    let year = told();
    assert!((400..=445).contains(&year.len()), "about 420 entries, not {}", year.len());
    assert!(year.is_sorted_by_key(|entry| (entry.date, entry.time)), "oldest first");
    let days: BTreeSet<_> = year.iter().map(|entry| entry.date).collect();
    assert!((270..=330).contains(&days.len()), "some days stay empty: {} are not", days.len());
    let titled = year.iter().filter(|entry| !entry.title.is_empty()).count();
    assert!((year.len() / 4..year.len() / 2).contains(&titled), "a third has a title: {titled}");
    let words = |entry: &DemoEntry| entry.body.split_whitespace().count();
    let long = year.iter().filter(|entry| words(entry) > 750).count();
    assert!((15..=40).contains(&long), "some are long: {long}");
    let short = year.iter().filter(|entry| words(entry) < 20).count();
    assert!((50..=150).contains(&short), "some are a line: {short}");
    for day in days {
        let notes = year.iter().filter(|entry| entry.date == day && entry.daily_note).count();
        assert!(notes <= 1, "{day} has one daily note at most");
    }
    assert_eq!(fixed::days().len(), 24, "every fixed day can be read");
}

#[test]
fn no_two_entries_read_the_same() {
    let year = told();
    let bodies: BTreeSet<_> = year.iter().map(|entry| &entry.body).collect();
    assert_eq!(bodies.len(), year.len());
    let mut sentences: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &year {
        for sentence in entry.body.split(['.', '\n']).filter(|text| text.split(' ').count() > 9) {
            *sentences.entry(sentence.trim()).or_default() += 1;
        }
    }
    let most = sentences.values().max().copied().unwrap_or(0);
    let again = sentences.values().filter(|count| **count > 1).count();
    assert!(most <= 6, "a sentence comes back {most} times");
    assert!(again * 6 < sentences.len(), "{again} of {} sentences come back", sentences.len());
    for entry in &year {
        assert!(!entry.body.contains(['{', '}', '|', '<']), "a rule is left open: {}", entry.body);
    }
}

#[test]
fn pictures_are_pictures_of_a_modest_size() {
    let year = told();
    let photos: Vec<_> = year.iter().flat_map(|entry| &entry.photos).collect();
    assert!((50..=110).contains(&photos.len()), "about 70 pictures, not {}", photos.len());
    let names: BTreeSet<_> = photos.iter().map(|photo| &photo.name).collect();
    assert_eq!(names.len(), photos.len(), "no two have one name");
    for photo in photos {
        assert!(image::load_from_memory(&photo.jpeg).is_ok(), "{photo:?} can be read");
        let size = photo.jpeg.len() / 1000;
        assert!((20..=160).contains(&size), "{photo:?} is a modest file");
    }
}

#[test]
fn a_seed_is_a_year() {
    let some = |seed| {
        let entries = year(seed, last_day()).take(40);
        entries.map(|entry| format!("{entry:?}")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(some(7), some(7));
    assert_ne!(some(7), some(8));
}
