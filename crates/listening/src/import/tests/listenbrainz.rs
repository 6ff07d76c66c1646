use expect_test::expect;

use super::*;

/// One listen that was mapped, one that a player described in its own types, one of nothing, one
/// that is heard now.
pub(super) const LISTENS: [&str; 4] = [
    r#"{"inserted_at": 1682935300.5, "listened_at": 1682935200, "track_metadata": {"track_name": "Duet", "artist_name": "One feat. Two", "release_name": "Pairs", "recording_msid": "00000000-0000-4000-8000-000000000001", "additional_info": {"duration_ms": "245000", "duration_played": 200, "media_player": "Player", "submission_client": "Scrobbler", "artist_mbids": ["22222222-2222-4222-8222-222222222222", "11111111-1111-4111-8111-111111111111"], "recording_mbid": "", "tags": ["quiet", ""], "isrc": "QZ0000000001"}, "mbid_mapping": {"recording_mbid": "33333333-3333-4333-8333-333333333333", "release_mbid": "44444444-4444-4444-8444-444444444444", "artist_mbids": ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"], "artists": [{"artist_credit_name": "One", "join_phrase": " feat. ", "artist_mbid": "11111111-1111-4111-8111-111111111111"}, {"artist_credit_name": "Two", "join_phrase": "", "artist_mbid": "22222222-2222-4222-8222-222222222222"}], "caa_id": 1}}}"#,
    r#"{"listened_at": "1682935500", "recording_msid": "00000000-0000-4000-8000-000000000002", "user_name": "somebody", "track_metadata": {"track_name": "Solo", "artist_name": "One", "release_name": null, "additional_info": {"duration": 180, "artist_names": "One", "artist_mbids": null, "recording_mbid": "no id", "release_mbid": "55555555-5555-4555-8555-555555555555", "origin_url": "https://example.org/solo", "listening_from": "old player", "tags": "calm", "tracknumber": {"a": 1}}, "mbid_mapping": null}}"#,
    r#"{"listened_at": 1682935600, "track_metadata": {"track_name": " ", "artist_name": "One"}}"#,
    r#"{"playing_now": true, "track_metadata": {"track_name": "Now", "artist_name": "One"}}"#,
];

#[test]
fn an_export() {
    let lines = format!(
        "{}\n{}\n\n{{\"listened_at\": 1\n{}\n{}",
        LISTENS[0], LISTENS[1], LISTENS[2], LISTENS[3]
    );
    let source = zip_of(&[
        ("user.json", br#"{"user_id": 1, "username": "somebody"}"#),
        ("listens/2023/5.jsonl", lines.as_bytes()),
        ("feedback.jsonl", br#"{"score": 1, "track_metadata": null}"#),
        ("pinned_recording.jsonl", b""),
    ]);
    let account = import("listenbrainz", &source);
    expect![[r#"
        listenbrainz 2023-05-01T10:00:00Z "Duet"
          album "Pairs"
          artist_mbids ["11111111-1111-4111-8111-111111111111","22222222-2222-4222-8222-222222222222"]
          artists ["One","Two"]
          duration_ms 245000
          genres ["quiet"]
          played_ms 200000
          player "Player"
          recording_mbid "33333333-3333-4333-8333-333333333333"
          release_mbid "44444444-4444-4444-8444-444444444444"
          uri "msid:00000000-0000-4000-8000-000000000001"
        listenbrainz 2023-05-01T10:05:00Z "Solo"
          artists ["One"]
          duration_ms 180000
          genres ["calm"]
          player "old player"
          release_mbid "55555555-5555-4555-8555-555555555555"
          uri "https://example.org/solo"
        problem listens/2023/5.jsonl, row 4: is cut off
        skipped 1 is playing now
        skipped 1 nothing is named
        lost 1 feedback
    "#]].assert_eq(&account.told());
}

#[test]
fn every_shape_gives_the_same_plays() {
    let rows = LISTENS[..2].join(",");
    let export = import("listenbrainz", &file("1.jsonl", LISTENS[..2].join("\n")));
    let array = import("listenbrainz", &file("listens.json", format!("[{rows}]")));
    let page = format!(
        r#"{{"payload":{{"count":2,"latest_listen_ts":1,"listens":[{rows}],"user_id":"somebody"}}}}"#
    );
    let page = import("listenbrainz", &file("page.json", page));
    assert_eq!(export.plays.len(), 2);
    for other in [array, page] {
        assert_eq!((&export.plays, &export.keys), (&other.plays, &other.keys));
    }
    let empty = r#"{"payload":{"count":0,"listens":[],"user_id":"somebody"}}"#;
    assert_eq!(import("listenbrainz", &file("page.json", empty)).told(), "");
}

#[test]
fn a_listen_stays_the_same_when_it_is_mapped_later() {
    let at = LISTENS[0].find(r#", "mbid_mapping""#).unwrap();
    let unmapped = format!("{}}}}}", &LISTENS[0][..at]);
    let before = import("listenbrainz", &file("1.jsonl", unmapped));
    let after = import("listenbrainz", &file("1.jsonl", LISTENS[0]));
    assert_eq!(before.plays[0].artists, ["One feat. Two"]);
    assert_eq!(after.plays[0].artists, ["One", "Two"]);
    assert_eq!(before.keys, after.keys);
}

#[test]
fn what_a_player_submits_is_told_by_the_player() {
    let submit = |listen: &str| {
        let body = format!(r#"{{ "payload" : [ {listen} ], "listen_type": "single" }}"#);
        import("listenbrainz", &file("submit.json", body))
    };
    assert_eq!(submit(LISTENS[0]).plays[0].source, "scrobbler");
    assert_eq!(
        submit(&LISTENS[0].replace("\"Scrobbler\"", "\"Web Scrobbler\"")).plays[0].source,
        "web scrobbler"
    );
    assert_eq!(submit(&LISTENS[0].replace("submission_client", "x")).plays[0].source, "player");
    assert_eq!(submit(LISTENS[1]).plays[0].source, "scrobbler", "a program without a name");
    expect![[r#"
        skipped 1 is playing now
    "#]]
    .assert_eq(&submit(LISTENS[3]).told());
}
