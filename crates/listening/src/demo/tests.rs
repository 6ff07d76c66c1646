use std::collections::{BTreeMap, BTreeSet};

use base::day::Day;

use super::*;
use crate::model::{Medium, fold};

fn year(seed: u64) -> Vec<Play> {
    let last: Day = "2026-11-20".parse().expect("a date");
    Year::new(seed, last, &Music::new(seed)).plays()
}

fn first_source(plays: &[Play]) -> Vec<&Play> {
    plays.iter().filter(|play| play.source == "spotify").collect()
}

fn local(play: &Play) -> jiff::Zoned {
    let at = jiff::Timestamp::from_millisecond(play.began_at()).expect("an instant");
    at.in_tz(play.zone.as_deref().expect("a zone")).expect("a zone that there is")
}

#[test]
fn the_year_is_a_whole_one_and_the_same_for_the_same_seed() {
    let plays = year(7);
    assert_eq!(plays, year(7));
    assert_ne!(plays, year(8));
    assert!((8_000..=12_000).contains(&plays.len()), "{} plays", plays.len());
    let own = first_source(&plays);
    for pair in own.windows(2) {
        assert!(pair[0].at <= pair[1].began_at(), "one thing at a time: {:?}", pair[1]);
    }
    let skipped = own.iter().filter(|play| play.skipped == Some(true)).count();
    assert!((own.len() / 20..own.len() / 8).contains(&skipped), "{skipped} skips");
    let days: BTreeSet<_> = own.iter().map(|play| local(play).date()).collect();
    assert!((300..360).contains(&days.len()), "{} days", days.len());
    let episodes = own.iter().filter(|play| play.medium == Medium::Episode).count();
    assert!((20..=40).contains(&episodes), "{episodes} episodes");
}

#[test]
fn favorites_come_back_and_the_taste_drifts() {
    let plays = year(7);
    let mut artists: BTreeMap<&str, usize> = BTreeMap::new();
    let mut albums: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for play in first_source(&plays) {
        let artist = play.artists[0].as_str();
        *artists.entry(artist).or_default() += 1;
        *albums.entry((artist, play.album.as_deref().unwrap_or_default())).or_default() += 1;
    }
    assert!((140..=210).contains(&artists.len()), "{} artists", artists.len());
    let most = artists.values().max().copied().unwrap_or(0);
    assert!((300..=1_600).contains(&most), "the favorite has {most} plays");
    let heavy = albums.values().filter(|plays| **plays > 100).count();
    assert!(heavy >= 8, "albums on repeat: {heavy}");
    let share = |months: std::ops::RangeInclusive<i8>, genre: &str| {
        let music = Music::new(7);
        let of = |play: &&&Play| {
            let artist = music.artists.iter().find(|artist| artist.name == play.artists[0]);
            artist.is_some_and(|artist| artist.genres.first().is_some_and(|first| first == genre))
        };
        let own = first_source(&plays);
        let then: Vec<_> =
            own.iter().filter(|play| months.contains(&local(play).month())).collect();
        then.iter().filter(|play| of(play)).count() * 100 / then.len().max(1)
    };
    assert!(share(6..=8, "highlife") > 3 * share(1..=4, "highlife"), "the summer is warm");
    assert!(share(12..=12, "folk") > share(7..=7, "folk"), "and the winter is not");
}

#[test]
fn the_quiet_weeks_of_the_journal_are_quiet_here() {
    let plays = year(7);
    let count = |from: &str, to: &str| {
        let day = |text: &str| text.parse::<jiff::civil::Date>().expect("a date");
        let within = day(from)..=day(to);
        first_source(&plays).iter().filter(|play| within.contains(&local(play).date())).count()
    };
    assert_eq!(count("2026-02-04", "2026-02-10"), 0, "the hospital");
    let low = count("2026-02-11", "2026-02-28");
    assert!((20..250).contains(&low), "{low} plays in the hard month");
    assert!(count("2026-03-10", "2026-03-31") > 3 * low, "it comes back");
    assert_eq!(count("2026-07-19", "2026-07-20"), 0, "under canvas");
    let abroad: BTreeSet<_> = first_source(&plays)
        .iter()
        .filter(|play| play.zone.as_deref() == Some("Europe/Lisbon"))
        .map(|play| local(play).date().to_string())
        .collect();
    assert!(!abroad.is_empty() && abroad.iter().all(|day| day.starts_with("2026-05-")));
}

#[test]
fn no_artist_has_two_tracks_of_one_name() {
    let music = Music::new(7);
    let mut names = BTreeSet::new();
    for artist in &music.artists {
        assert!(names.insert(fold(&artist.name)), "{} is there once", artist.name);
        assert!(!artist.albums.is_empty() && !artist.genres.is_empty(), "{}", artist.name);
        let tracks = artist.albums.iter().flat_map(|album| &album.tracks);
        let titles: BTreeSet<_> = tracks.clone().map(|track| fold(&track.title)).collect();
        assert!(titles.len() + 1 >= tracks.count(), "{} repeats itself", artist.name);
    }
}
