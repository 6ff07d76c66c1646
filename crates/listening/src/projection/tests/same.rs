//! Which plays are one, and what their words and days are: mistakes that were mended.

use super::*;
use crate::api::{Count, EditSettings};
use crate::model::Stamp;

const NOW_MS: i64 = 1_769_896_800_000;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 1440 * MINUTE_MS;

/// A play of one track by a source, minutes after a moment, of a length in minutes.
fn play(source: &str, minute: i64, length: Option<u32>) -> Play {
    Play {
        source: source.to_owned(),
        at: NOW_MS + minute * MINUTE_MS,
        played_ms: length.map(|minutes| minutes * 60_000),
        title: "The Sea".to_owned(),
        artists: vec!["One".to_owned()],
        ..Play::default()
    }
}

fn ending(mut play: Play) -> Play {
    play.at += i64::from(play.played_ms.unwrap_or(0));
    Play { stamp: Stamp::End, ..play }
}

/// One by one, in both orders, and all at once.
fn in_any_order(plays: &[Play]) -> BTreeSet<String> {
    let [forth, back, once] = [World::new(), World::new(), World::new()];
    plays.iter().for_each(|play| forth.import(vec![play.clone()]));
    plays.iter().rev().for_each(|play| back.import(vec![play.clone()]));
    once.import(plays.to_vec());
    for world in [&forth, &back] {
        assert_eq!(world.said(), once.said());
        assert_eq!(world.tables(), once.tables());
        world.check();
    }
    once.said()
}

/// How many plays count.
fn counted(said: &BTreeSet<String>) -> usize {
    said.iter().filter(|line| line.contains("counts 1")).count()
}

#[test]
fn an_hour_that_one_source_ends_and_another_begins_is_one_play() {
    let plays = [play("listenbrainz", 0, Some(60)), ending(play("spotify", 0, Some(60)))];
    assert_eq!(counted(&in_any_order(&plays)), 1);
}

#[test]
fn a_play_of_half_a_day_stands_for_itself() {
    let plays = [play("listenbrainz", 0, Some(720)), ending(play("spotify", 0, Some(720)))];
    assert_eq!(counted(&in_any_order(&plays)), 2);
}

#[test]
fn what_comes_to_the_far_end_of_a_chain_is_seen_at_the_other() {
    // Without the second minute every play of the first source is untimed, and the other's stand.
    let plays = [
        play("spotify", 0, Some(3)),
        play("spotify", 14, None),
        play("spotify", 28, None),
        play("spotify", 42, None),
        play("listenbrainz", 42, Some(3)),
    ];
    assert_eq!(counted(&in_any_order(&plays)), 4);
    assert_eq!(counted(&in_any_order(&plays[1..])), 3);
}

#[test]
fn what_is_evidence_is_never_evidence_of_evidence() {
    let plays = [
        play("spotify", 9, Some(3)),
        Play { at: NOW_MS + 5_000, ..play("maloja", 0, Some(3)) },
        play("lastfm", 0, None),
        Play { at: NOW_MS - 7_000, ..play("listenbrainz", 0, None) },
    ];
    let said = in_any_order(&plays);
    let kept = said.iter().find(|line| line.contains("by maloja:")).expect("a play");
    assert!(kept.contains("same , counts 1"), "who knows the length stands for itself: {kept}");
}

#[test]
fn a_length_of_nothing_and_no_length_are_two_spellings() {
    let nothing = |minute, duration, album: Option<&str>| Play {
        duration_ms: duration,
        album: album.map(str::to_owned),
        ..play("spotify", minute, Some(3))
    };
    let plays = [
        nothing(0, Some(0), None),
        nothing(200, None, None),
        nothing(400, None, Some("")),
        nothing(600, None, None),
    ];
    let said = in_any_order(&plays);
    assert_eq!(said.iter().filter(|line| line.starts_with("spelling")).count(), 3);
}

#[test]
fn names_with_signs_that_nobody_writes_are_counted_alike_when_counted_anew() {
    let world = World::new();
    let strange = vec!["One\u{1f}Two".to_owned(), String::new(), "\u{1f}".to_owned()];
    world.import(vec![Play { artists: strange, ..play("spotify", 0, Some(3)) }]);
    let before = world.said();
    for count in [Count::All, Count::Half] {
        let request = EditSettings { count: Some(count), ..EditSettings::default() };
        world.try_write(move |cx| api::edit_settings(cx, request));
    }
    assert_eq!(world.said(), before);
    let (before, after) = world.store.rebuild().expect("the tables are made anew");
    assert_eq!(before, after);
}

#[test]
fn the_first_day_is_found_again_though_a_source_tells_of_weeks() {
    let world = World::new();
    let first = Play { at: NOW_MS - 20 * DAY_MS, ..play("spotify", 0, Some(3)) };
    let weeks = Play { at: NOW_MS + 25 * DAY_MS, ..ending(play("spotify", 0, Some(40 * 1440))) };
    world.import(vec![first.clone(), weeks]);
    world.check();
    world.retract(first, true);
    world.check();
}
