//! Anything that can be done to plays, in any order.

use std::collections::BTreeMap;

use base::day::Day;
use proptest::prelude::*;
use store::store::Write;
use store::write::Step;

use super::*;
use crate::api::{By, Count, EditSettings, Merge, OfRange, Range, Scope, TopOf, Unmerge};
use crate::model::{Medium, Stamp, album_number, artist_number, from_hex, hex, track_number};

/// Lives in the test; `EVERKEPT_CASES=2000` is the long form.
pub(super) fn cases() -> ProptestConfig {
    let cases = std::env::var("EVERKEPT_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(32),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Two hours before a month ends, in UTC.
const BEGIN_MS: i64 = 1_769_896_800_000;
const SOURCES: [&str; 3] = ["spotify", "listenbrainz", "lastfm"];
/// Titles, artists and album: the first four are one track, the last two another.
const SPELLINGS: [(&str, &[&str], Option<&str>); 6] = [
    ("The Sea", &["One"], Some("Water")),
    ("the sea", &["ONE", "Two"], Some("water")),
    ("The Sea (feat. Two)", &["One"], None),
    ("The  Sea", &["One feat. Two", "One"], Some("Shore")),
    ("Hills", &["Two"], Some("Land")),
    ("hills", &["Two", "One"], None),
];

/// What one source tells of something that was heard.
fn told() -> impl Strategy<Value = Play> {
    let when = (0..SOURCES.len(), -14_i64..15, 0..3_u8, any::<u8>());
    let length = prop_oneof![
        4 => Just(Some(200_000)),
        3 => Just(None),
        2 => prop::sample::select(vec![Some(0), Some(29_000), Some(31_000), Some(1_300_000)]),
        1 => prop::sample::select(vec![Some(2_400_000), Some(5_000_000), Some(9_000_000)]),
    ];
    let zone =
        prop::sample::select(vec![None, None, Some("Asia/Tokyo"), Some("-09:30"), Some("x")]);
    let bits = prop::collection::vec(prop::bool::weighted(0.2), 7);
    (when, length, zone, bits).prop_map(|((source, off, stamp, pick), ms, zone, bits)| Play {
        source: SOURCES[source].to_owned(),
        at: off * 1000,
        stamp: [Stamp::Start, Stamp::End, Stamp::Unknown][usize::from(stamp)],
        grain: if bits[0] { 60 } else { 0 },
        zone: zone.map(str::to_owned),
        played_ms: ms,
        duration_ms: (pick % 2 == 0).then_some(200_000),
        medium: if bits[1] && bits[2] { Medium::Episode } else { Medium::Music },
        album_artist: bits[3].then(|| "Two".to_owned()),
        uri: bits[4].then(|| "spotify:track:1".to_owned()),
        ended: bits[5].then(|| "trackdone".to_owned()),
        skipped: (pick % 3 == 0).then_some(pick % 2 == 0),
        private: bits[6].then_some(true),
        ..Play::default()
    })
}

/// Something that was heard, as one to three sources tell it.
fn heard() -> impl Strategy<Value = Vec<Play>> {
    let when = prop_oneof![6 => 0..90 * 60_i64, 3 => 0..7 * 3600_i64, 1 => 0..500 * 86_400_i64];
    let track = (0..2_usize, prop::collection::vec(0..3_usize, 3));
    let tellers = prop::collection::vec(told(), 1..4);
    (when, track, tellers).prop_map(|(second, (track, spelt), tellers)| {
        let tell = |(mut play, spelt): (Play, usize)| {
            let spelling = if track == 0 { spelt } else { 3 + spelt };
            let (title, artists, album) = SPELLINGS[spelling];
            play.title = title.to_owned();
            play.artists = artists.iter().map(|name| (*name).to_owned()).collect();
            play.album = album.map(str::to_owned);
            play.at += BEGIN_MS + second * 1000;
            // A source that does not say what its instant is gives the end now and then.
            let late = play.stamp == Stamp::End || play.stamp == Stamp::Unknown && spelt == 1;
            if late {
                play.at += i64::from(play.played_ms.unwrap_or(200_000));
            }
            if play.grain == 60 {
                play.at -= play.at % 60_000;
            }
            play
        };
        tellers.into_iter().zip(spelt).map(tell).collect()
    })
}

/// A few evenings, without two rows that are the same by their key.
pub(super) fn history() -> impl Strategy<Value = Vec<Play>> {
    prop::collection::vec(heard(), 1..14).prop_map(|heard| {
        let mut keys = BTreeSet::new();
        let mut plays: Vec<Play> = heard.into_iter().flatten().collect();
        plays.retain(|play| {
            let mut key = String::new();
            play.natural_key(&mut key);
            keys.insert(key)
        });
        plays
    })
}

/// Something that a person or an import does. Numbers choose among what there is.
#[derive(Debug, Clone)]
enum Deed {
    /// By hand, or by itself: then it is no step of undo.
    Import {
        from: usize,
        len: usize,
        backwards: bool,
        arrives: bool,
    },
    Undo,
    Redo,
    UndoStep(i64),
    Note {
        play: usize,
        apart: bool,
        on: bool,
    },
    Retract {
        play: usize,
        on: bool,
    },
    Settings {
        count: usize,
        private: bool,
        zone: usize,
    },
    Merge {
        scope: usize,
        from: usize,
        into: usize,
    },
    Unmerge {
        scope: usize,
        from: usize,
    },
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = || 0..40_usize;
    prop_oneof![
        6 => (n(), 1..20_usize, any::<bool>(), prop::bool::weighted(0.3)).prop_map(
            |(from, len, backwards, arrives)| Deed::Import { from, len, backwards, arrives }
        ),
        4 => Just(Deed::Undo),
        3 => Just(Deed::Redo),
        1 => (1..20_i64).prop_map(Deed::UndoStep),
        3 => (n(), any::<bool>(), any::<bool>())
            .prop_map(|(play, apart, on)| Deed::Note { play, apart, on }),
        2 => (n(), prop::bool::weighted(0.7)).prop_map(|(play, on)| Deed::Retract { play, on }),
        2 => (0..3_usize, any::<bool>(), 0..3_usize)
            .prop_map(|(count, private, zone)| Deed::Settings { count, private, zone }),
        2 => (0..3_usize, 0..6_usize, 0..6_usize)
            .prop_map(|(scope, from, into)| Deed::Merge { scope, from, into }),
        1 => (0..3_usize, 0..6_usize).prop_map(|(scope, from)| Deed::Unmerge { scope, from }),
    ]
}

fn entity(scope: usize, spelling: usize) -> (Scope, String) {
    let (title, artists, album) = SPELLINGS[spelling];
    match scope {
        0 => (Scope::Artist, hex(artist_number(artists[artists.len() - 1]))),
        1 => (Scope::Album, hex(album_number(album.unwrap_or("Water"), artists[0]))),
        _ => (Scope::Track, hex(track_number(title, artists))),
    }
}

fn act(world: &World, pool: &[Play], deed: Deed) {
    let play = |number: usize| pool[number % pool.len()].clone();
    match deed {
        Deed::Import { from, len, backwards, arrives } => {
            let mut plays: Vec<Play> = (from..from + len.min(pool.len())).map(play).collect();
            if backwards {
                plays.reverse();
            }
            if arrives {
                world.arrive(plays);
            } else {
                world.import(plays);
            }
        }
        Deed::Undo => drop(world.undo()),
        Deed::Redo => drop(world.redo()),
        Deed::UndoStep(step) => {
            // There may be no such step, or it is undone already.
            let write = Write::new("undo").step(Step::None);
            let undone = world.store.write(write, move |cx| cx.undo_step(step));
            if let Err(error) = undone {
                assert_ne!(error.code(), Code::Internal, "{error}");
            }
        }
        Deed::Note { play: number, apart, on } => {
            world.note(play(number), if apart { "apart" } else { "hidden" }, on);
        }
        Deed::Retract { play: number, on } => world.retract(play(number), on),
        Deed::Settings { count, private, zone } => {
            let request = EditSettings {
                count: Some([Count::Half, Count::End, Count::All][count]),
                private: Some(private),
                zone: Some(["Europe/Lisbon", "Asia/Kolkata", "America/St_Johns"][zone].to_owned()),
            };
            world.try_write(move |cx| api::edit_settings(cx, request));
        }
        Deed::Merge { scope, from, into } => {
            let ((scope, from), (_, into)) = (entity(scope, from), entity(scope, into));
            world.try_write(move |cx| api::merge(cx, Merge { scope, from, into }));
        }
        Deed::Unmerge { scope, from } => {
            let (scope, from) = entity(scope, from);
            world.try_write(move |cx| api::unmerge(cx, Unmerge { scope, from }));
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn whatever_is_done_the_tables_say_what_the_facts_say(
        pool in history(),
        deeds in prop::collection::vec(deed(), 1..18),
    ) {
        let world = World::new();
        world.import(pool[..pool.len() / 2].to_vec());
        for (number, deed) in deeds.into_iter().enumerate() {
            act(&world, &pool, deed);
            if number % 3 == 0 {
                world.check();
            }
        }
        world.check();
    }
}

/// Rankings and figures over a range are those of its plays.
fn check_range(world: &World, from: Day, to: Day) {
    let number = |day: Day| day.to_string().replace('-', "").parse::<i64>().expect("a number");
    let range = Range { from: Some(from), to: Some(to) };
    let read = world.store.read(|cx| {
        let wanted = naive::between(cx, number(from)..=number(to))?;
        let mut found = BTreeMap::new();
        for (n, scope) in [(1, Scope::Artist), (2, Scope::Album), (3, Scope::Track)] {
            let top = TopOf { scope, range, by: By::Time, offset: 0, limit: None };
            for row in api::top(cx, top)?.items {
                let number = from_hex(&row.what.id).expect("an id");
                let ms = i64::try_from(row.amount.ms).expect("a length");
                let sum = [i64::from(row.amount.plays), ms, i64::from(row.amount.untimed)];
                found.insert((n, number), sum);
            }
        }
        assert_eq!(found, wanted, "rankings from {from} to {to}");
        let overview = api::overview(cx, OfRange { range })?;
        let many = |scope: i64| wanted.keys().filter(|(of, _)| *of == scope).count();
        let counts = [overview.artists, overview.albums, overview.tracks];
        assert_eq!(counts.map(|count| count as usize), [many(1), many(2), many(3)]);
        let tracks = wanted.iter().filter(|((of, _), _)| *of == 3);
        let plays: i64 = tracks.map(|(_, sum)| sum[0]).sum();
        assert_eq!(i64::from(overview.amount.plays), plays, "plays from {from} to {to}");
        let hours = api::clock(cx, OfRange { range })?.hours;
        let hours: u32 = hours.iter().map(|hour| hour.amount.plays).sum();
        assert_eq!(i64::from(hours), plays, "hours from {from} to {to}");
        Ok(())
    });
    read.expect("figures can be read");
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn figures_over_any_days_are_those_of_their_plays(
        plays in history(), off in 0..460_i32, spans in prop::collection::vec(0..500_i32, 3),
    ) {
        let world = World::new();
        world.import(plays);
        let first: Day = "2026-01-01".parse().expect("a day");
        let from = first.plus(off);
        for span in spans.into_iter().chain([0, 364]) {
            check_range(&world, from, from.plus(span));
            check_range(&world, first, first.plus(span));
        }
    }
}
