//! Everything that is written is read again.

use std::io::Cursor;

use domain::source::Source;
use expect_test::expect;

use super::*;
use crate::import::tests::{Account, file, import};
use crate::model::{Medium, Stamp};

fn plays() -> Vec<Play> {
    let long = Play {
        source: "spotify".into(),
        at: 1_682_935_410_000,
        stamp: Stamp::End,
        zone: Some("Europe/Lisbon".into()),
        played_ms: Some(210_000),
        duration_ms: Some(245_000),
        title: "=Duet, \"live\"".into(),
        artists: vec!["One".into(), "Two".into()],
        album: Some("Pairs".into()),
        album_artist: Some("One".into()),
        uri: Some("spotify:track:1".into()),
        recording_mbid: Some("33333333-3333-4333-8333-333333333333".into()),
        artist_mbids: vec!["11111111-1111-4111-8111-111111111111".into()],
        genres: vec!["quiet".into()],
        began: Some("clickrow".into()),
        ended: Some("trackdone".into()),
        skipped: Some(false),
        loved: Some(true),
        player: Some("linux".into()),
        country: Some("PT".into()),
        ..Play::default()
    };
    let kept = Play {
        source: "listenbrainz".into(),
        at: 1_685_613_600_000,
        title: "Solo".into(),
        artists: vec!["Two".into()],
        uri: Some("msid:00000000-0000-4000-8000-000000000002".into()),
        ..Play::default()
    };
    let short = Play { played_ms: Some(1000), ..long.clone() };
    let private = Play { private: Some(true), ..kept.clone() };
    let episode = Play { medium: Medium::Episode, ..kept.clone() };
    let nobody = Play { artists: Vec::new(), grain: 60, ..kept.clone() };
    vec![long, kept, short, private, episode, nobody]
}

fn listens(plays: &[Play]) -> (Vec<u8>, Vec<String>) {
    let (mut listens, mut out) = (Listens::default(), Vec::new());
    for play in plays {
        listens.play(play, Said::default()).unwrap();
    }
    let left_out = listens.finish(&mut out).unwrap();
    (out, left_out)
}

#[test]
fn a_table() {
    let mut out = Vec::new();
    let mut table = Table::new(&mut out).unwrap();
    for play in &plays()[..2] {
        table.play(play, Said { hidden: play.source == "spotify", apart: false }).unwrap();
    }
    table.finish().unwrap();
    expect![[r#"
        began,title,artists,album,album_artist,played_ms,duration_ms,medium,source,stamp,stamp_is,stamp_grain_s,zone,uri,recording_mbid,release_mbid,artist_mbids,genres,reason_start,reason_end,skipped,shuffle,offline,private,loved,player,country,hidden
        2023-05-01T10:00:00Z,"'=Duet, ""live""",One; Two,Pairs,One,210000,245000,music,spotify,2023-05-01T10:03:30Z,end,0,Europe/Lisbon,spotify:track:1,33333333-3333-4333-8333-333333333333,,11111111-1111-4111-8111-111111111111,quiet,clickrow,trackdone,false,,,,true,linux,PT,true
        2023-06-01T10:00:00Z,Solo,Two,,,,,music,listenbrainz,2023-06-01T10:00:00Z,start,0,,msid:00000000-0000-4000-8000-000000000002,,,,,,,,,,,,,,
    "#]].assert_eq(&String::from_utf8(out).unwrap());
}

#[test]
fn lines_come_back_as_they_were() {
    let mut out = Vec::new();
    for play in plays() {
        line(&play, Said { hidden: true, apart: false }, &mut out).unwrap();
    }
    let account = import("plays-jsonl", &file("everkept-2026-03-01.jsonl", out));
    assert_eq!(account.plays, plays());
    assert!(account.problems.is_empty());
}

#[test]
fn listens_are_for_what_counts() {
    let (_, left_out) = listens(&plays());
    expect![[r#"
        1 left out: no artist is known
        1 left out: no music
        1 left out: played in a private session
        1 left out: too short to count as a listen"#]]
    .assert_eq(&left_out.join("\n"));
}

#[test]
fn listens_come_back_and_go_out_the_same() {
    let (zip, _) = listens(&plays());
    let source = Source::from_reader("listens.zip", Box::new(Cursor::new(zip.clone()))).unwrap();
    let names: Vec<_> = source.files().iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["listens/2023/5.jsonl", "listens/2023/6.jsonl", "user.json"]);
    let account = import("listenbrainz", &source);
    expect![[r#"
        listenbrainz 2023-05-01T10:00:00Z "=Duet, \"live\""
          album "Pairs"
          album_artist "One"
          artist_mbids ["11111111-1111-4111-8111-111111111111"]
          artists ["One","Two"]
          duration_ms 245000
          genres ["quiet"]
          played_ms 210000
          player "linux"
          recording_mbid "33333333-3333-4333-8333-333333333333"
          uri "spotify:track:1"
        listenbrainz 2023-06-01T10:00:00Z "Solo"
          artists ["Two"]
          uri "msid:00000000-0000-4000-8000-000000000002"
    "#]]
    .assert_eq(&account.told());
    let (again, left_out) = listens(&account.plays);
    assert!(left_out.is_empty());
    let texts = |zip: Vec<u8>| {
        let source = Source::from_reader("a.zip", Box::new(Cursor::new(zip))).unwrap();
        let read = |name: &str| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut source.read(name).unwrap(), &mut text).unwrap();
            text
        };
        names.iter().map(|name| read(name)).collect::<Vec<_>>()
    };
    assert_eq!(texts(zip), texts(again));
}

#[test]
fn a_long_month_is_packed_and_whole() {
    let play = &plays()[1];
    let many: Vec<Play> =
        (0..2000).map(|second| Play { at: play.at + second * 1000, ..play.clone() }).collect();
    let (zip, _) = listens(&many);
    let source = Source::from_reader("listens.zip", Box::new(Cursor::new(zip))).unwrap();
    let mut account = Account::default();
    (crate::import::tests::importer("listenbrainz").parse)(&source, &mut account).unwrap();
    assert!(account.plays == many, "{} plays came back", account.plays.len());
}
