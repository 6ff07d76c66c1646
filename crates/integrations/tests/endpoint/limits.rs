//! Every limit of ListenBrainz, refused in its words; and what is just inside of it, taken.

use serde_json::{Map, Value, json};

use crate::world::{NOW, World, listen, single};

/// A single listen with one field of its track changed.
fn track(name: &str, value: Value) -> Value {
    let mut listen = listen(NOW, "Hier encore");
    listen["track_metadata"][name] = value;
    single(listen)
}

fn info(fields: Value) -> Value {
    track("additional_info", fields)
}

fn without(name: &str) -> Value {
    let mut listen = listen(NOW, "Hier encore");
    listen["track_metadata"].as_object_mut().expect("a track").remove(name);
    single(listen)
}

async fn check(cases: Vec<(Value, &str)>) {
    let world = World::new().await;
    for (body, words) in cases {
        let answer = world.submit(&body).await;
        let body: String = body.to_string().chars().take(200).collect();
        if words.is_empty() {
            assert_eq!(answer.status, 200, "{body}: {}", answer.body);
        } else {
            assert_eq!(answer.error(400), words, "{body}");
        }
    }
}

#[tokio::test]
async fn documents() {
    let world = World::new().await;
    let answer = world.post("/1/submit-listens", "{\"payload\"").await;
    assert!(answer.error(400).starts_with("Cannot parse JSON document: "));
    let both = json!([listen(NOW, "a"), listen(NOW, "b")]);
    let one = json!([listen(NOW, "a")]);
    let many = "JSON document contains more than listen for a single/playing_now. \
                It should contain only one.";
    let kind = "JSON document requires a valid listen_type key.";
    let invalid = "Invalid JSON document submitted.";
    let listens: Vec<Value> = (0..1_001).map(|index| listen(NOW - index, "a")).collect();
    check(vec![
        (
            json!([]),
            "Invalid JSON document submitted. Top level of JSON document should be a json object.",
        ),
        (json!({}), invalid),
        (json!({ "listen_type": "single" }), invalid),
        (json!({ "payload": one }), invalid),
        (
            json!({ "listen_type": "single", "payload": {} }),
            "The payload in the JSON document should be a list of listens.",
        ),
        (
            json!({ "listen_type": "import", "payload": [] }),
            "JSON document does not contain any listens",
        ),
        (json!({ "listen_type": "singles", "payload": one }), kind),
        (json!({ "listen_type": 1, "payload": one }), kind),
        (json!({ "listen_type": "single", "payload": both }), many),
        (json!({ "listen_type": "playing_now", "payload": both }), many),
        (json!({ "listen_type": "import", "payload": both }), ""),
        (
            json!({ "listen_type": "import", "payload": listens }),
            "Too many listens. You may not submit more than 1000 listens at once.",
        ),
        (json!({ "listen_type": "import", "payload": listens[..1_000] }), ""),
        (
            json!({ "listen_type": "import", "payload": [null] }),
            "Listen is empty and cannot be validated.",
        ),
        (json!({ "listen_type": "import", "payload": [7] }), invalid),
    ])
    .await;
}

#[tokio::test]
async fn sizes() {
    let world = World::new().await;
    // The body is held against the number of listens, as there.
    let padded = |bytes: usize| {
        let empty = single(listen(NOW, "")).to_string();
        single(listen(NOW, &"x".repeat(bytes - empty.len()))).to_string()
    };
    assert_eq!(world.post("/1/submit-listens", &padded(10_240)).await.status, 200);
    assert_eq!(
        world.post("/1/submit-listens", &padded(10_241)).await.error(400),
        "JSON document is too large. Each listens may not be larger than 10240 bytes."
    );
    let one = listen(NOW, &"x".repeat(10_100)).to_string();
    let listens = vec![one; 1_000].join(",");
    let mut import = format!("{{\"listen_type\":\"import\",\"payload\":[{listens}]}}");
    import += &" ".repeat(10_240_000 - import.len());
    assert_eq!(world.post("/1/submit-listens", &import).await.status, 200, "to the last byte");
    import.push(' ');
    assert_eq!(
        world.post("/1/submit-listens", &import).await.error(400),
        "Payload too large. Payload cannot exceed 10240000 bytes"
    );
    assert_eq!(world.backend.kept().len(), 1_001);
}

#[tokio::test]
async fn instants() {
    let at = |at: Value| {
        single(json!({
            "listened_at": at,
            "track_metadata": { "artist_name": "a", "track_name": "b" },
        }))
    };
    let high = "Value for key listened_at is too high.";
    let low = "Value for key listened_at is too low. listened_at timestamp should be greater than \
               1033410600 (2002-10-01 00:00:00 UTC).";
    let int = "JSON document must contain an int value for listened_at.";
    let mut none = at(json!(0));
    none["payload"][0].as_object_mut().expect("a listen").remove("listened_at");
    check(vec![
        (at(json!(NOW + 3_599)), ""),
        (at(json!(NOW + 3_600)), high),
        (at(json!(u64::MAX)), high),
        (at(json!(1e300)), high),
        (at(json!(1_033_430_400)), ""),
        (at(json!(1_033_430_399)), low),
        (at(json!(-1)), low),
        (at(json!(NOW.to_string())), ""),
        (at(json!(1.5e9)), ""),
        (at(json!("yesterday")), int),
        (at(json!(null)), int),
        (at(json!([NOW])), int),
        (none, "JSON document must contain the key listened_at at the top level."),
    ])
    .await;
}

#[tokio::test]
async fn keys_of_a_listen() {
    let mut more = listen(NOW, "a");
    more["track_name"] = json!("a");
    let now = |listen: Value| json!({ "listen_type": "playing_now", "payload": [listen] });
    let mut only = listen(NOW, "a");
    only.as_object_mut().expect("a listen").remove("listened_at");
    let mut only_more = only.clone();
    only_more["client"] = json!("a");
    let missing = "JSON document must contain the key track_metadata at the top level.";
    check(vec![
        (single(more), "JSON document may only contain listened_at and track_metadata top level keys"),
        (single(json!({ "listened_at": NOW })), missing),
        (single(json!({ "listened_at": NOW, "track_metadata": null })), "JSON document may not have track_metadata with null value."),
        (single(json!({ "listened_at": NOW, "track_metadata": 5 })), "track_metadata must be a json object."),
        (now(only), ""),
        (now(listen(NOW, "a")), "JSON document must not contain listened_at while submitting playing_now."),
        (now(only_more), "JSON document may only contain track_metadata as top level key when submitting playing_now."),
        (now(json!({})), missing),
    ])
    .await;
}

#[tokio::test]
async fn texts() {
    check(vec![
        (
            without("track_name"),
            "JSON document does not contain required field track_metadata.track_name.",
        ),
        (
            without("artist_name"),
            "JSON document does not contain required field track_metadata.artist_name.",
        ),
        (track("track_name", json!("  ")), "field track_metadata.track_name is empty."),
        (track("artist_name", json!("")), "field track_metadata.artist_name is empty."),
        (track("release_name", json!("\n")), "field track_metadata.release_name is empty."),
        (track("artist_name", json!(["a"])), "track_metadata.artist_name must be a single string."),
        (track("track_name", json!(7)), "track_metadata.track_name must be a single string."),
        (
            track("release_name", json!(null)),
            "track_metadata.release_name must be a single string.",
        ),
        (track("track_name", json!("a\u{0}b")), "a\u{0}b contains a unicode null"),
        (info(json!({ "artist_names": ["a\u{0}"] })), "a\u{0} contains a unicode null"),
        (info(json!({ "a": { "b": [{ "c": "\u{0}" }] } })), "\u{0} contains a unicode null"),
        (info(json!("text")), "track_metadata.additional_info must be a json object."),
    ])
    .await;
}

#[tokio::test]
async fn tags_lengths_and_ids() {
    let tags = |count: usize, chars: usize| info(json!({ "tags": vec!["ä".repeat(chars); count] }));
    let only =
        |name: &str, value: Value| info(Value::Object(Map::from_iter([(name.to_owned(), value)])));
    let invalid = "Value for duration is invalid, should be a positive integer.";
    let invalid_ms = "Value for duration_ms is invalid, should be a positive integer.";
    let id = "9f42783a-423b-4ed6-8a10-fdf4cb44456f";
    check(vec![
        (tags(50, 64), ""),
        (tags(51, 1), "JSON document may not contain more than 50 items in track_metadata.additional_info.tags."),
        (tags(1, 65), "JSON document may not contain track_metadata.additional_info.tags longer than 64 characters."),
        (only("duration", json!(2_073_600)), ""),
        (only("duration", json!(2_073_601)), "Value for duration is too large, max permitted value is 2073600"),
        (only("duration_ms", json!(2_073_600_000_u64)), ""),
        (only("duration_ms", json!(2_073_600_001_u64)), "Value for duration_ms is too large, max permitted value is 2073600000"),
        (only("duration", json!(0)), invalid),
        (only("duration", json!(-1)), invalid),
        (only("duration", json!("3:20")), invalid),
        (only("duration_ms", json!(null)), invalid_ms),
        (only("duration_ms", json!("200000")), ""),
        (info(json!({ "duration": 200, "duration_ms": 200_000 })), "JSON document should not contain both duration and duration_ms."),
        (only("recording_mbid", json!(id)), ""),
        (only("recording_mbid", json!("nonsense")), "recording_mbid MBID format invalid."),
        (only("release_mbid", json!(7)), "release_mbid MBID format invalid."),
        (only("release_group_mbid", json!("x")), "release_group_mbid MBID format invalid."),
        (only("track_mbid", json!("")), ""),
        (only("artist_mbids", json!([id, "", null])), ""),
        (only("artist_mbids", json!([id, "x"])), "artist_mbids MBID format invalid."),
        (only("artist_mbids", json!("x")), "artist_mbids MBID format invalid."),
        (only("work_mbids", json!([7])), "work_mbids MBID format invalid."),
    ])
    .await;
}

#[tokio::test]
async fn one_bad_listen_and_nothing_of_its_import_is_kept() {
    let world = World::new().await;
    let body = json!({ "listen_type": "import", "payload": [listen(NOW, "a"), listen(5, "b")] });
    world.submit(&body).await.error(400);
    assert_eq!(world.backend.kept(), []);
}
