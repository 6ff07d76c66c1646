//! One walk through listening that every face answers alike.

use std::sync::Arc;

use base::env::FixedEnv;
use expect_test::expect;
use serde_json::json;
use testkit::face::{CommandLine, Face, Http, InProcess};
use testkit::script;

/// A row of Spotify's extended history.
fn row(ended: &str, ms: u32, title: &str, artist: &str, album: &str) -> String {
    format!(
        r#"{{"ts":"{ended}","platform":"linux","ms_played":{ms},"conn_country":"PT","ip_addr":"192.0.2.7","master_metadata_track_name":"{title}","master_metadata_album_artist_name":"{artist}","master_metadata_album_album_name":"{album}","spotify_track_uri":"spotify:track:{title}","reason_start":"clickrow","reason_end":"trackdone","shuffle":false,"skipped":false,"offline":false,"incognito_mode":false}}"#
    )
}

const SCRIPT: &str = r##"
    import.preview {"path": "$path"} | /added
    import.run {"path": "$path"} | /added
    import.run {"path": "$path"} | /already_here
    listening.overview {"range": {}} | /plays
    listening.overview {"range": {}} | /uncounted
    listening.overview {"range": {"from": "2026-02-01", "to": "2026-02-01"}} | /ms
    listening.top {"scope": "track", "range": {}} | /items/0/name
    listening.top {"scope": "artist", "range": {}, "by": "time"} | /items/1/plays
    listening.track {"id": "$sea"} | /latest/0/time
    listening.track {"id": "$sea"} | /rank
    listening.track {"id": "0000000000000000"}
    heard = listening.add_play {"title": "The Sea", "artists": ["One"], "at_ms": 1770066000000}
    listening.track {"id": "$sea"} | /plays
    listening.play {"id": "$heard"} | /evidence/0/source
    listening.overview {"range": {}} | /plays
    listening.edit_play {"id": "$heard", "hidden": true}
    listening.play {"id": "$heard"} | /hidden
    listening.overview {"range": {}} | /plays
    undo.undo {} | /label
    listening.overview {"range": {}} | /plays
    listening.merge {"scope": "artist", "from": "$two", "into": "$one"}
    listening.merge {"scope": "artist", "from": "$two", "into": "$one"}
    listening.artist {"id": "$two"} | /name
    listening.artist {"id": "$one"} | /plays
    listening.merges {} | /0/from/name
    listening.unmerge {"scope": "artist", "from": "$two"}
    listening.artist {"id": "$two"} | /plays
    calm = listening.create_list {"name": "Calm", "feeling": "calm"}
    listening.set_listed {"list": "$calm", "track": "$sea", "on": true}
    listening.list {"id": "$calm"} | /items/0/name
    listening.list {"id": "$calm"} | /ms
    listening.create_list {"name": " "}
    listening.edit_settings {"count": "all", "zone": "Asia/Tokyo"}
    listening.overview {"range": {}} | /plays
    listening.overview {"range": {"from": "2026-02-02", "to": "2026-02-02"}} | /plays
    listening.edit_settings {"zone": "Nowhere"}
    listening.top {"scope": "track", "range": {"from": "2026-02-02", "to": "2026-02-01"}}
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {} | /label
    undo.undo {}
    listening.overview {"range": {}} | /plays
    listening.lists {} | /0
    listening.sources {} | /0
    doctor.check {"rebuild": true} | /findings
    doctor.check {} | /counts
"##;

#[test]
fn plays_are_imported_looked_at_hidden_merged_listed_and_undone_on_every_face() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("Streaming_History_Audio_2026_0.json");
    let rows = [
        row("2026-02-01T20:03:20Z", 200_000, "The Sea", "One", "Water"),
        row("2026-02-01T20:06:40Z", 200_000, "Hills", "Two", "Land"),
        row("2026-02-01T20:07:10Z", 30_000, "the  sea", "ONE", "Water"),
        row("2026-02-01T20:07:15Z", 5_000, "Hills", "Two", "Land"),
        row("2026-02-01T23:00:00Z", 200_000, "The Sea", "One", "Water"),
    ];
    std::fs::write(&file, format!("[{}]", rows.join(","))).expect("a file");
    let path = file.to_string_lossy();
    // Ids are made of names: on every face the same.
    let env = || Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/London", 7));
    let known = InProcess::new(env());
    known.call("import.run", &json!({ "path": path })).expect("imported");
    let id = |scope: &str, name: &str| {
        let top = known.call("listening.top", &json!({ "scope": scope, "range": {} }));
        let items = top.expect("a ranking")["items"].clone();
        let found = items.as_array().into_iter().flatten().find(|row| row["name"] == name);
        found.and_then(|row| row["id"].as_str()).expect("it is ranked").to_owned()
    };
    let script = SCRIPT
        .replace("$path", &path)
        .replace("$sea", &id("track", "The Sea"))
        .replace("$one", &id("artist", "One"))
        .replace("$two", &id("artist", "Two"));
    let faces: [Box<dyn Face>; 3] =
        [Box::new(InProcess::new(env())), Box::new(CommandLine::new()), Box::new(Http::new())];
    for face in faces {
        expect![[r#"
            5
            5
            5
            4
            1
            630000
            "The Sea"
            1
            "22:56"
            1
            NotFound
            4
            "by hand"
            5
            true
            4
            "listening.edit_play"
            5
            Conflict
            "One"
            5
            "Two"
            1
            "The Sea"
            0
            Invalid (name)
            6
            6
            Invalid (zone)
            Invalid (range)
            "listening.edit_settings"
            "listening.set_listed"
            "listening.create_list"
            "listening.unmerge"
            "listening.merge"
            "listening.add_play"
            "import.run"
            0
            null
            null
            []
            {}
        "#]]
        .assert_eq(&script::run(&*face, &script));
    }
}
