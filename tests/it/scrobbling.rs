//! The endpoint for players, through a real `everkept serve`.

use std::net::TcpListener;

use serde_json::{Value, json};
use testkit::face::{Face, Http, PASSPHRASE};
use testkit::http::{Answer, ask};

/// 2026-03-01T21:04:05Z.
const EVENING: i64 = 1_772_399_045;

struct Player {
    host: String,
    token: String,
}

impl Player {
    fn submit(&self, title: &str, at: i64) -> std::io::Result<Answer> {
        let head =
            format!("content-type: application/json\r\nauthorization: Token {}\r\n", self.token);
        let listen = json!({ "listened_at": at, "track_metadata": {
            "artist_name": "Ann Artist", "track_name": title, "release_name": "An Album" } });
        let body = json!({ "listen_type": "single", "payload": [listen] });
        ask(&self.host, "POST", "/1/submit-listens", &head, body.to_string().as_bytes())
    }

    fn status(&self, title: &str, at: i64) -> u16 {
        self.submit(title, at).expect("it answers").status
    }

    fn get(&self, path: &str) -> Value {
        let head = format!("authorization: Token {}\r\n", self.token);
        let answer = ask(&self.host, "GET", path, &head, b"").expect("it answers");
        serde_json::from_slice(&answer.body).expect("JSON")
    }
}

fn call(http: &Http, name: &str, request: Value) -> Value {
    http.call(name, &request).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn titles(http: &Http) -> Vec<String> {
    let plays = call(http, "listening.plays", json!({ "uncounted": true }));
    let rows = plays["items"].as_array().expect("rows");
    rows.iter().map(|row| row["track"]["name"].as_str().expect("a name").to_owned()).collect()
}

/// Served, the endpoint on, and a player that has a token.
fn listening() -> (Http, Player) {
    let http = Http::new();
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = free.local_addr().expect("it is bound").port();
    drop(free);
    let status = call(&http, "scrobbling.set", json!({ "on": true, "port": port }));
    assert_eq!((&status["on"], &status["listening"]), (&json!(true), &json!(true)));
    assert_eq!(status["address"], format!("http://127.0.0.1:{port}"));
    let added = call(&http, "scrobbling.add_client", json!({ "name": "A player" }));
    let token = added["token"].as_str().expect("a token").to_owned();
    (http, Player { host: format!("127.0.0.1:{port}"), token })
}

#[test]
fn a_player_submits_and_what_it_plays_is_kept() {
    let (http, player) = listening();
    assert_eq!(player.status("One", EVENING), 200);
    assert_eq!(player.status("Two", EVENING + 300), 200);
    assert_eq!(player.status("One", EVENING), 200, "what is here already is no error");
    assert_eq!(titles(&http), ["Two", "One"], "and comes once");
    let steps = call(&http, "undo.list", json!({}));
    assert_eq!(steps, json!([]), "what arrives by itself is no step of the person's");

    assert_eq!(player.get("/1/user/everkept/listen-count")["payload"]["count"], 2);
    let listens = player.get("/1/user/everkept/listens?count=1");
    let listen = &listens["payload"]["listens"][0];
    assert_eq!(listen["listened_at"], EVENING + 300);
    assert_eq!(listen["track_metadata"]["track_name"], "Two");
    assert_eq!(listen["track_metadata"]["artist_name"], "Ann Artist");
    assert_eq!(listens["payload"]["oldest_listen_ts"], EVENING);
    let later = player.get(&format!("/1/user/everkept/listens?min_ts={EVENING}"));
    assert_eq!(later["payload"]["count"], 1, "bounds are exclusive");
    let earlier = player.get(&format!("/1/user/everkept/listens?max_ts={}", EVENING + 300));
    assert_eq!(earlier["payload"]["listens"][0]["listened_at"], EVENING);
}

#[test]
fn only_a_known_token_from_an_allowed_page_gets_in() {
    let (http, player) = listening();
    let stranger = Player { host: player.host.clone(), token: "of nobody".into() };
    assert_eq!(stranger.status("One", EVENING), 401);
    let page = format!(
        "content-type: application/json\r\nauthorization: Token {}\r\norigin: https://example.org\r\n",
        player.token
    );
    let body = json!({ "listen_type": "single", "payload": [{ "listened_at": EVENING,
        "track_metadata": { "artist_name": "Ann", "track_name": "From a page" } }] });
    let from_page = || {
        let body = body.to_string();
        ask(&player.host, "POST", "/1/submit-listens", &page, body.as_bytes()).expect("it answers")
    };
    assert_eq!(from_page().status, 403);
    let clients = call(&http, "scrobbling.clients", json!({}));
    assert_eq!(clients[0]["refused"], json!(["https://example.org"]), "the person can see who");
    let allow = json!({ "name": "A player", "origin": "https://example.org", "allowed": true });
    call(&http, "scrobbling.allow_origin", allow);
    assert_eq!(from_page().status, 200);
    let clients = call(&http, "scrobbling.clients", json!({}));
    assert_eq!(clients[0]["origins"], json!(["https://example.org"]));
    assert_eq!(clients[0]["refused"], json!([]));
    assert!(!clients.to_string().contains(&player.token), "the token was shown once");

    call(&http, "scrobbling.remove_client", json!({ "name": "A player" }));
    assert_eq!(player.status("Two", EVENING), 401, "its token is good for nothing now");
    assert_eq!(titles(&http), ["From a page"], "what it submitted stays");
}

#[test]
fn a_locked_vault_asks_for_patience_and_one_that_is_off_is_silent() {
    let (http, player) = listening();
    assert_eq!(player.status("One", EVENING), 200);
    call(&http, "vault.lock", json!({}));
    assert_eq!(player.status("Two", EVENING + 300), 503, "the player keeps it");
    call(&http, "vault.unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(player.status("Two", EVENING + 300), 200, "and submits it again");
    assert_eq!(titles(&http), ["Two", "One"]);

    let status = call(&http, "scrobbling.set", json!({ "on": false }));
    assert_eq!((&status["on"], &status["listening"]), (&json!(false), &json!(false)));
    assert!(player.submit("Three", EVENING).is_err(), "nobody is there");
}

#[test]
fn it_listens_again_after_a_restart() {
    let (mut http, player) = listening();
    http.kill_and_restart();
    assert_eq!(player.status("One", EVENING), 200);
    let taken =
        json!({ "port": http.server.host.rsplit(':').next().and_then(|p| p.parse::<u16>().ok()) });
    let error = http.call("scrobbling.set", &taken).expect_err("the port is taken");
    assert_eq!((&error["code"], &error["field"]), (&json!("Conflict"), &json!("port")));
    assert_eq!(player.status("Two", EVENING + 300), 200, "what listened goes on");
}

#[test]
fn a_program_that_asks_as_last_fm_does_is_let_in_by_the_person() {
    let (http, player) = listening();
    let get = |query: &str| -> Value {
        let path = format!("/2.0/?format=json&api_key=abc&api_sig=00&{query}");
        let answer = ask(&player.host, "GET", &path, "", b"").expect("it answers");
        serde_json::from_slice(&answer.body).expect("JSON")
    };
    let token = get("method=auth.getToken")["token"].as_str().expect("a token").to_owned();
    let session = format!("method=auth.getSession&token={token}");
    assert_eq!(get(&session)["error"], 14, "the person has said nothing yet");
    let waiting = &call(&http, "scrobbling.status", json!({}))["waiting"][0];
    assert_eq!((&waiting["api_key"], &waiting["token"]), (&json!("abc"), &json!(token)));
    call(&http, "scrobbling.approve", json!({ "token": token, "name": "Old player" }));
    let key = get(&session)["session"]["key"].as_str().expect("a key").to_owned();
    let form = format!(
        "method=track.scrobble&format=json&api_key=abc&api_sig=00&sk={key}&artist=Ann&track=Old&timestamp={EVENING}"
    );
    let head = "content-type: application/x-www-form-urlencoded\r\n";
    let answer = ask(&player.host, "POST", "/2.0/", head, form.as_bytes()).expect("it answers");
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    assert_eq!(titles(&http), ["Old"]);
}
