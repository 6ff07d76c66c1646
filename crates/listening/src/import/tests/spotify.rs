use expect_test::expect;

use super::*;

pub(super) const EXTENDED: &str = r#"[
  {"ts": "2023-05-01T10:03:30Z", "platform": "Android OS 9 API 28 (samsung, SM-X)", "ms_played": 210000,
   "conn_country": "PT", "ip_addr": "192.0.2.7", "master_metadata_track_name": "Caf\u00e9 \"Noir\"",
   "master_metadata_album_artist_name": "The Ones", "master_metadata_album_album_name": "First",
   "spotify_track_uri": "spotify:track:1", "episode_name": null, "episode_show_name": null,
   "spotify_episode_uri": null, "reason_start": "clickrow", "reason_end": "trackdone",
   "shuffle": false, "skipped": null, "offline": false, "offline_timestamp": 1682935200,
   "incognito_mode": true},
  {"ts": "2023-05-01T11:00:00Z", "username": "somebody", "ms_played": 1800000, "conn_country": "ZZ",
   "ip_addr_decrypted": "192.0.2.7", "user_agent_decrypted": "Browser/5.0", "platform": "web_player windows 10;chrome 90;desktop",
   "master_metadata_track_name": null, "episode_name": "On Rivers", "episode_show_name": "Water",
   "spotify_episode_uri": "spotify:episode:2", "skipped": true},
  {"ts": "2023-05-01T12:00:00Z", "ms_played": 600000, "audiobook_title": "The Boat",
   "audiobook_chapter_title": "Chapter 1", "audiobook_uri": "spotify:show:3",
   "audiobook_chapter_uri": "spotify:episode:4"},
  {"ts": "2023-05-01T12:00:01Z", "ms_played": 0, "master_metadata_track_name": null},
  {"ts": "yesterday", "ms_played": 5, "master_metadata_track_name": "Lost in Time"},
  {"ts": "2023-05-01T12:01:00Z", "master_metadata_track_name": "No Length", "ms_played": "many"},
  {"ts": "2023-05-01T12:02:00Z", "master_metadata_track_name": oops},
  17,
  {"ts": "2023-05-01T12:03:00Z", "ms_played": 31000, "master_metadata_track_name": "The Last"}
]"#;

#[test]
fn extended() {
    let account = import("spotify", &file("Streaming_History_Audio_2023_1.json", EXTENDED));
    expect![[r#"
        spotify 2023-05-01T10:03:30Z "Café \"Noir\""
          album "First"
          artists ["The Ones"]
          began "clickrow"
          country "PT"
          ended "trackdone"
          offline false
          played_ms 210000
          player "Android OS 9 API 28"
          private true
          shuffle false
          stamp "end"
          uri "spotify:track:1"
        spotify 2023-05-01T11:00:00Z "On Rivers"
          artists ["Water"]
          medium "episode"
          played_ms 1800000
          player "web_player windows 10"
          skipped true
          stamp "end"
          uri "spotify:episode:2"
        spotify 2023-05-01T12:00:00Z "Chapter 1"
          artists ["The Boat"]
          medium "audiobook"
          played_ms 600000
          stamp "end"
          uri "spotify:episode:4"
        spotify 2023-05-01T12:01:00Z "No Length"
          stamp "end"
        spotify 2023-05-01T12:03:00Z "The Last"
          played_ms 31000
          stamp "end"
        problem Streaming_History_Audio_2023_1.json, row 5: has no time that can be read
        problem Streaming_History_Audio_2023_1.json, row 7: cannot be read: expected value
        problem Streaming_History_Audio_2023_1.json, row 8: cannot be read: invalid type: integer `17`, expected struct Row
        skipped 1 nothing is named
    "#]].assert_eq(&account.told());
}

#[test]
fn nothing_of_the_network_is_kept() {
    let account = import("spotify", &file("endsong_0.json", EXTENDED));
    for told in ["192.0.2.7", "Browser", "somebody", "chrome", "SM-X"] {
        assert!(!account.told().contains(told), "{told} is not stored");
    }
}

#[test]
fn the_same_files_in_a_folder_of_an_archive() {
    let video = EXTENDED.replace("spotify:track:1", "spotify:track:9");
    let source = zip_of(&[
        ("Spotify Extended Streaming History/ReadMeFirst.pdf", b"%PDF"),
        (
            "Spotify Extended Streaming History/Streaming_History_Audio_2023_1.json",
            EXTENDED.as_bytes(),
        ),
        ("Spotify Extended Streaming History/Streaming_History_Video_2023.json", video.as_bytes()),
        (
            "__MACOSX/Spotify Extended Streaming History/._Streaming_History_Audio_2023_1.json",
            b"[no",
        ),
    ]);
    let account = import("spotify", &source);
    assert_eq!(account.plays.len(), 10);
    let media: Vec<_> = account.plays.iter().map(|play| play.medium).collect();
    use crate::model::Medium::{Music, Video};
    assert_eq!((media[0], media[5]), (Music, Video));
}

#[test]
fn the_same_file_again_has_the_same_keys() {
    let first = import("spotify", &file("Streaming_History_Audio_2023_1.json", EXTENDED));
    let compact: serde_json::Value =
        serde_json::from_str(&EXTENDED.replace("oops", "null")).unwrap();
    let again = import("spotify", &file("endsong_4.json", compact.to_string()));
    assert_eq!(first.keys, again.keys);
    let each: std::collections::BTreeSet<_> = first.keys.iter().collect();
    assert_eq!(each.len(), first.keys.len());
}

#[test]
fn a_file_cut_off_keeps_what_stands_before() {
    let cut = &EXTENDED[..EXTENDED.find("\"audiobook_chapter_title\"").unwrap()];
    let account = import("spotify", &file("Streaming_History_Audio_2023_1.json", cut));
    assert_eq!(account.titles(), ["Café \"Noir\"", "On Rivers"]);
    expect!["Streaming_History_Audio_2023_1.json: row 3: the file ends here, in the middle; what stands before is kept"].assert_eq(&account.problems.join("\n"));
}

pub(super) const ACCOUNT: &str = r#"[
  {"endTime": "2023-05-01 10:03", "artistName": "The Ones", "trackName": "Café", "msPlayed": 210000},
  {"endTime": "2023-05-01 10:03", "artistName": "The Ones", "trackName": "Café", "msPlayed": 1200},
  {"endTime": "2023-05-01 10:04", "artistName": "Unknown Artist", "trackName": "Unknown Track", "msPlayed": 1},
  {"endTime": "", "artistName": "The Ones", "trackName": "Café", "msPlayed": 210000}
]"#;

#[test]
fn account_data() {
    let podcast = br#"[{"endTime": "2023-05-01 11:00", "podcastName": "Water", "episodeName": "On Rivers", "msPlayed": 1800000}]"#;
    let source = zip_of(&[
        ("MyData/StreamingHistory_music_0.json", ACCOUNT.as_bytes()),
        ("MyData/StreamingHistory_podcast_0.json", podcast),
        ("MyData/Userdata.json", br#"{"username":"somebody"}"#),
    ]);
    let account = import("spotify-account", &source);
    expect![[r#"
        spotify-account 2023-05-01T10:03:00Z "Café"
          artists ["The Ones"]
          grain 60
          played_ms 210000
          stamp "end"
        spotify-account 2023-05-01T10:03:00Z "Café"
          artists ["The Ones"]
          grain 60
          played_ms 1200
          stamp "end"
        spotify-account 2023-05-01T11:00:00Z "On Rivers"
          artists ["Water"]
          grain 60
          medium "episode"
          played_ms 1800000
          stamp "end"
        problem MyData/StreamingHistory_music_0.json, row 4: has no time that can be read
        skipped 1 nothing is named
    "#]]
    .assert_eq(&account.told());
    let each: std::collections::BTreeSet<_> = account.keys.iter().collect();
    assert_eq!(each.len(), account.keys.len(), "two plays within a minute are two");
}

pub(super) const RECENT: &str = r#"{"href":"https://api.spotify.com/v1/me/player/recently-played?limit=50",
  "items":[
    {"track":{"name":"Café","uri":"spotify:track:1","duration_ms":211000,"artists":[{"name":"The Ones"},{"name":"Guest"}],
      "album":{"name":"First","artists":[{"name":"The Ones"}]}},"played_at":"2023-05-01T10:03:30.123Z","context":null},
    {"track":null,"played_at":"2023-05-01T10:00:00.000Z","context":null},
    {"track":{"name":"When","uri":"spotify:track:2"},"played_at":null}
  ],"next":null,"cursors":{"after":"1","before":"2"},"limit":50}"#;

#[test]
fn recently_played() {
    let account = import("spotify-recent", &file("page.json", RECENT));
    expect![[r#"
        spotify-recent 2023-05-01T10:03:30.123Z "Café"
          album "First"
          album_artist "The Ones"
          artists ["The Ones","Guest"]
          duration_ms 211000
          stamp "unknown"
          uri "spotify:track:1"
        problem page.json, row 3: has no time that can be read
        skipped 1 no track is named
    "#]]
    .assert_eq(&account.told());
    let empty = r#"{"items":[],"next":null,"cursors":null,"limit":50}"#;
    assert_eq!(import_as("spotify-recent", &file("page.json", empty)).told(), "");
}
