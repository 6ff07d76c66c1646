//! What programs ask.

use serde_json::{Value, json};

use crate::world::{Ask, NOW, TOKEN, World, listen};

async fn filled() -> World {
    let world = World::new().await;
    let listens: Vec<Value> = (0..30).map(|index| listen(NOW - index, "a")).collect();
    world.submit(&json!({ "listen_type": "import", "payload": listens })).await;
    world
}

fn instants(answer: &Value) -> Vec<i64> {
    let listens = answer["payload"]["listens"].as_array().expect("listens").iter();
    listens.map(|listen| NOW - listen["listened_at"].as_i64().expect("an instant")).collect()
}

#[tokio::test]
async fn tokens() {
    let world = World::new().await;
    let valid =
        json!({ "code": 200, "message": "Token valid.", "valid": true, "user_name": "nadia" });
    let invalid = json!({ "code": 200, "message": "Token invalid.", "valid": false });
    let ask = async |path: &str, header: Option<String>| {
        let mut ask = Ask::get(path);
        ask.headers.retain(|(name, _)| *name != "Authorization");
        ask.headers.extend(header.map(|header| ("Authorization", header)));
        world.http().await.ask(&ask).await
    };
    let path = "/1/validate-token";
    assert_eq!(ask(path, Some(format!("Token {TOKEN}"))).await.json(), valid);
    assert_eq!(ask(path, Some(format!("token {TOKEN}"))).await.json(), valid);
    assert_eq!(ask(&format!("{path}?token={TOKEN}"), None).await.json(), valid);
    let other = ask(path, Some("Token nonsense".to_owned())).await;
    assert_eq!((other.status, other.json()), (200, invalid), "an unknown token is no error");
    let none = ask(path, None).await;
    assert_eq!(none.error(400), "You need to provide an Authorization token.");
}

#[tokio::test]
async fn listens_are_paged_newest_first() {
    let world = filled().await;
    let ask = async |query: &str| world.get(&format!("/1/user/Nadia/listens?{query}")).await;
    let all = ask("").await.json();
    assert_eq!(all["payload"]["count"], 25);
    assert_eq!(all["payload"]["latest_listen_ts"], NOW);
    assert_eq!(all["payload"]["oldest_listen_ts"], NOW - 29);
    assert_eq!(instants(&all)[..3], [0, 1, 2]);
    let first = &all["payload"]["listens"][0];
    assert_eq!(first["user_name"], "nadia");
    assert_eq!(first["track_metadata"]["additional_info"], json!({}));
    assert_eq!(instants(&ask(&format!("max_ts={}&count=2", NOW - 5)).await.json()), [6, 7]);
    assert_eq!(instants(&ask(&format!("min_ts={}&count=2", NOW - 5)).await.json()), [3, 4]);
    let both = format!("min_ts={}&max_ts={}", NOW - 9, NOW - 5);
    assert_eq!(instants(&ask(&both).await.json()), [6, 7, 8]);
    assert_eq!(instants(&ask("count=5000").await.json()).len(), 30);
    assert_eq!(instants(&ask("count=0").await.json()).len(), 0);
    for (query, words) in [
        ("count=x", "Invalid count argument: x"),
        ("count=-1", "Number of items requested should be positive"),
        ("max_ts=yes", "Invalid max_ts argument: yes"),
        ("max_ts=5&min_ts=9", "max_ts should be greater than min_ts"),
        ("max_ts=5&min_ts=5", "min_ts should be less than max_ts"),
    ] {
        assert_eq!(ask(query).await.error(400), words);
    }
}

#[tokio::test]
async fn the_count_and_people_who_are_not_there() {
    let world = filled().await;
    let count = world.get("/apis/listenbrainz/1/user/nadia/listen-count").await.json();
    assert_eq!(count, json!({ "payload": { "count": 30 } }));
    for path in ["listens", "listen-count", "playing-now"] {
        let answer = world.get(&format!("/1/user/karim/{path}")).await;
        assert_eq!(answer.error(404), "Cannot find user: karim");
    }
    world.get("/1/user/nadia/nothing").await.error(404);
}

#[tokio::test]
async fn how_far_an_import_came_only_grows() {
    let world = World::new().await;
    let latest = async || {
        world.get("/1/latest-import?user_name=nadia").await.json()["latest_import"].as_i64()
    };
    assert_eq!(latest().await, Some(0));
    for (body, status) in [
        ("{\"ts\": 1700000000}", 200),
        ("{\"ts\": 1600000000}", 200),
        ("{\"ts\": \"1500000000\"}", 200),
        ("{}", 200),
        ("{\"ts\": \"now\"}", 400),
        ("7", 400),
        ("", 400),
    ] {
        assert_eq!(world.post("/1/latest-import", body).await.status, status, "{body}");
    }
    assert_eq!(latest().await, Some(1_700_000_000));
}
