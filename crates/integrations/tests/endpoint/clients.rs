//! What real programs send, written after their public documentation and source.

use serde_json::{Value, json};

use crate::world::{Ask, NOW, TOKEN, World};

async fn taken(body: Value) -> Value {
    let world = World::new().await;
    let answer = world.submit(&body).await;
    assert_eq!((answer.status, answer.json()), (200, json!({ "status": "ok" })), "{body}");
    world.backend.only()
}

#[tokio::test]
async fn web_scrobbler_sends_the_length_in_seconds_and_where_it_played() {
    // It is given the whole address, `.../1/submit-listens`, and takes no answer but `status: ok`.
    let track = json!({
        "artist_name": "Nadia",
        "track_name": "Hier encore",
        "release_name": "Le soir",
        "additional_info": {
            "submission_client": "Web Scrobbler",
            "submission_client_version": "3.17.0",
            "music_service_name": "Spotify",
            "origin_url": "https://open.spotify.com/track/x",
            "release_artist_name": "Nadia",
            "spotify_id": "https://open.spotify.com/track/x",
            "duration": 215,
        },
    });
    let listen = json!({ "listened_at": NOW - 300, "track_metadata": track });
    assert_eq!(taken(json!({ "listen_type": "single", "payload": [listen] })).await, listen);
    let now = json!({ "listen_type": "playing_now", "payload": [{ "track_metadata": track }] });
    let world = World::new().await;
    assert_eq!(world.submit(&now).await.json(), json!({ "status": "ok" }));
    assert_eq!(world.backend.kept(), [], "what plays now is not kept");
    // What it could not send is sent later, up to fifty at a time.
    let listens: Vec<Value> = (0..50)
        .map(|index| json!({ "listened_at": NOW - 9_000 + index, "track_metadata": track }))
        .collect();
    let import = json!({ "listen_type": "import", "payload": listens });
    assert_eq!(world.submit(&import).await.status, 200);
    assert_eq!(world.backend.kept().len(), 50);
}

#[tokio::test]
async fn pano_scrobbler_sends_milliseconds_and_wants_an_id_of_what_plays() {
    let info = json!({
        "duration_ms": 213_000,
        "submission_client": "Pano Scrobbler",
        "submission_client_version": "4.0",
    });
    let track = json!({
        "artist_name": "YOASOBI",
        "release_name": "アイドル",
        "track_name": "アイドル",
        "additional_info": info,
    });
    let listen = json!({ "listened_at": NOW - 100, "track_metadata": track });
    assert_eq!(taken(json!({ "listen_type": "single", "payload": [listen] })).await, listen);
    let world = World::new().await;
    let now = json!({ "listen_type": "playing_now", "payload": [{ "track_metadata": track }] });
    let answer = world.post("/1/submit-listens?return_msid=true", &now.to_string()).await.json();
    let id = answer["recording_msid"].as_str().expect("an id").to_owned();
    assert_eq!(id.len(), 36);
    let again = world.post("/1/submit-listens?return_msid=true", &now.to_string()).await.json();
    assert_eq!(again["recording_msid"], json!(id), "the same track has the same id");
}

#[tokio::test]
async fn navidrome_sends_all_ids_and_asks_for_its_token_with_a_body() {
    let info = json!({
        "submission_client": "navidrome",
        "submission_client_version": "0.58.0",
        "tracknumber": 1,
        "artist_names": ["Nadia", "Karim"],
        "artist_mbids": ["7e84f845-ac16-41fe-9ff8-df12eb32af55"],
        "recording_mbid": "9f42783a-423b-4ed6-8a10-fdf4cb44456f",
        "release_mbid": "f1c1d1e0-0000-4000-8000-000000000001",
        "release_group_mbid": "f1c1d1e0-0000-4000-8000-000000000002",
        "duration_ms": 142_200,
    });
    let track = json!({
        "artist_name": "Nadia • Karim",
        "track_name": "Hier encore",
        "release_name": "Le soir",
        "additional_info": info,
    });
    let listen = json!({ "listened_at": NOW - 100, "track_metadata": track });
    assert_eq!(taken(json!({ "listen_type": "single", "payload": [listen] })).await, listen);
    let world = World::new().await;
    let ask = Ask { body: b"{}".to_vec(), ..Ask::get("/1/validate-token") };
    let answer = world.http().await.ask(&ask).await.json();
    let right =
        json!({ "code": 200, "message": "Token valid.", "valid": true, "user_name": "nadia" });
    assert_eq!(answer, right);
}

#[tokio::test]
async fn multi_scrobbler_and_mpd_scrobblers_use_the_other_address_and_lower_case() {
    let world = World::new().await;
    let listen = json!({
        "listened_at": NOW - 50,
        "track_metadata": {
            "artist_name": "Nadia",
            "track_name": "Hier encore",
            "additional_info": {
                "media_player": "MPD",
                "submission_client": "multi-scrobbler",
                "duration": "142",
                "tags": ["chanson"],
                "artist_mbids": ["7e84f845-ac16-41fe-9ff8-df12eb32af55", ""],
                "release_mbid": "",
                "recording_mbid": null,
            },
        },
    });
    let body = json!({ "listen_type": "single", "payload": [listen] }).to_string();
    let ask = Ask::post("/apis/listenbrainz/1/submit-listens", &body)
        .header("Authorization", format!("token {TOKEN}"));
    assert_eq!(world.http().await.ask(&ask).await.status, 200);
    let info = &world.backend.only()["track_metadata"]["additional_info"];
    assert_eq!(info["duration"], json!(142), "a number that is a text becomes a number");
    assert_eq!(info["artist_mbids"], json!(["7e84f845-ac16-41fe-9ff8-df12eb32af55"]));
    assert!(info.get("release_mbid").is_none() && info.get("recording_mbid").is_none());
}

#[tokio::test]
async fn curl_without_a_type_of_its_own_is_understood() {
    let world = World::new().await;
    let body = json!({ "listen_type": "single", "payload": [{
        "listened_at": (NOW - 60).to_string(),
        "track_metadata": { "artist_name": "  Nadia ", "track_name": "\tHier encore\n" },
    }] });
    let ask = Ask::post("/1/submit-listens", &body.to_string())
        .header("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(world.http().await.ask(&ask).await.status, 200);
    let expected = json!({
        "listened_at": NOW - 60,
        "track_metadata": { "artist_name": "Nadia", "track_name": "Hier encore" },
    });
    assert_eq!(world.backend.only(), expected);
}
