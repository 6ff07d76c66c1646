use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn last_day() -> Day {
    "2026-11-20".parse().expect("a date")
}

/// The year, its pictures left white: drawing takes far longer than telling.
fn told(seed: u64) -> Vec<DemoEntry> {
    Life::new(seed, last_day(), |_, _, _, _| Vec::new()).collect()
}

#[test]
fn the_year_is_a_whole_one() {
    let year = told(7);
    assert!((400..=445).contains(&year.len()), "about 420 entries, not {}", year.len());
    assert!(year.is_sorted_by_key(|entry| (entry.date, entry.time)), "oldest first");
    let days: BTreeSet<_> = year.iter().map(|entry| entry.date).collect();
    assert!((270..=330).contains(&days.len()), "some days stay empty: {} are not", days.len());
    let titled = year.iter().filter(|entry| !entry.title.is_empty()).count();
    assert!((year.len() / 4..year.len() / 2).contains(&titled), "a third has a title: {titled}");
    let words = |entry: &DemoEntry| entry.body.split_whitespace().count();
    let long = year.iter().filter(|entry| words(entry) > 700).count();
    assert!((6..=15).contains(&long), "some are long: {long}");
    let short = year.iter().filter(|entry| words(entry) < 20).count();
    assert!((50..=150).contains(&short), "some are a line: {short}");
    for day in days {
        let notes = year.iter().filter(|entry| entry.date == day && entry.daily_note).count();
        assert!(notes <= 1, "{day} has one daily note at most");
    }
    assert_eq!(fixed::days().len(), 25, "every fixed day can be read");
}

#[test]
fn no_two_entries_read_the_same() {
    let year = told(7);
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
    assert!(most <= 5, "a sentence comes back {most} times");
    assert!(again * 4 < sentences.len(), "{again} of {} sentences come back", sentences.len());
    for entry in &year {
        assert!(!entry.body.contains(['{', '}', '|', '<']), "a rule is left open: {}", entry.body);
    }
}

#[test]
fn every_scene_is_a_picture_of_a_modest_size() {
    use super::scene::{Scene, draw};
    let scenes = [
        Scene::Hills,
        Scene::Sea,
        Scene::River,
        Scene::Wood,
        Scene::Sky,
        Scene::Town,
        Scene::Table,
    ];
    for scene in scenes {
        let jpeg = draw(scene, 5, 19, &mut words::Dice::new(7));
        assert!(image::load_from_memory(&jpeg).is_ok(), "{scene:?} can be read");
        assert!((15..=160).contains(&(jpeg.len() / 1000)), "{scene:?}: {} bytes", jpeg.len());
    }
}

#[test]
fn pictures_are_spread_over_the_year() {
    let year = told(7);
    let photos: Vec<_> = year.iter().flat_map(|entry| &entry.photos).collect();
    assert!((50..=110).contains(&photos.len()), "about 70 pictures, not {}", photos.len());
    let names: BTreeSet<_> = photos.iter().map(|photo| &photo.name).collect();
    assert_eq!(names.len(), photos.len(), "no two have one name");
}

#[test]
fn a_seed_is_a_year() {
    let all = |seed| format!("{:?}", told(seed));
    assert_eq!(all(7), all(7));
    assert_ne!(all(7), all(8));
}
