//! Remote accounts through the program, against a service on loopback.

use std::sync::Arc;
use std::time::{Duration, Instant};

use base::env::FixedEnv;
use serde_json::{Value, json};
use testkit::face::{Face, Http, InProcess, PASSPHRASE};
use testkit::fake_listenbrainz::ListenBrainz;

/// 2026-03-01T10:00:00Z.
const MORNING: i64 = 1_772_359_200;

fn call(face: &dyn Face, name: &str, request: Value) -> Value {
    face.call(name, &request).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn count(face: &dyn Face) -> usize {
    let mut cursor = Value::Null;
    let mut all = Vec::new();
    loop {
        let request = json!({ "uncounted": true, "limit": 500, "cursor": cursor });
        let page = call(face, "listening.plays", request);
        all.extend(page["items"].as_array().expect("rows").iter().map(|row| row["id"].to_string()));
        cursor = page["next"].clone();
        if cursor.is_null() {
            let plays = all.len();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), plays, "no play is there twice");
            return plays;
        }
    }
}

/// A service with a listen every five minutes before the first of March.
fn service(listens: i64) -> ListenBrainz {
    let service = ListenBrainz::new();
    for index in 0..listens {
        service.listen(MORNING - index * 300, &format!("Track {index}"));
    }
    service
}

fn connect(face: &dyn Face, service: &ListenBrainz) {
    let account = json!({ "id": "listenbrainz", "user": "ann", "address": service.address });
    call(face, "accounts.set", account);
    let terms = call(face, "accounts.terms", json!({ "id": "listenbrainz" }));
    let yes = json!({ "id": "listenbrainz", "agreed": terms["version"] });
    call(face, "accounts.connect", yes);
}

fn account(face: &dyn Face) -> Value {
    let all = call(face, "accounts.list", json!({}));
    let found = all.as_array().expect("accounts").iter().find(|one| one["id"] == "listenbrainz");
    found.expect("ListenBrainz").clone()
}

#[test]
fn nothing_is_lost_and_nothing_comes_twice_when_the_service_breaks() {
    let env = Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/London", 7));
    let face = InProcess::new(Arc::clone(&env) as Arc<dyn base::env::Env>);
    let service = service(2_300);
    let id = json!({ "id": "listenbrainz" });
    connect(&face, &service);
    service.fail(1, 1);
    let ran = call(&face, "accounts.run_now", id.clone());
    assert!(ran["problem"].is_string(), "{ran}");
    assert_eq!((&ran["pages"], &ran["added"]), (&json!(1), &json!(1000)));
    assert_eq!(count(&face), 1000, "the page before stays");
    env.pass_ms(60_000);
    let ran = call(&face, "accounts.run_now", id.clone());
    assert_eq!((&ran["problem"], &ran["more"]), (&Value::Null, &json!(false)), "{ran}");
    assert_eq!(count(&face), 2_300);
    assert_eq!(account(&face)["added"], 2_300);

    service.listen(MORNING + 300, "A new one");
    env.pass_ms(60_000);
    let ran = call(&face, "accounts.run_now", id.clone());
    assert_eq!(ran["added"], 1, "{ran}");
    assert_eq!(count(&face), 2_301);
    call(&face, "accounts.fetch_all", id.clone());
    env.pass_ms(60_000);
    let ran = call(&face, "accounts.run_now", id);
    assert_eq!(ran["added"], 0, "{ran}");
    assert!(ran["already_here"].as_u64() >= Some(2_301), "all of it came again: {ran}");
    assert_eq!(count(&face), 2_301);
    assert_eq!(call(&face, "undo.list", json!({})), json!([]), "no steps of the person's");
}

#[test]
fn nothing_is_asked_before_the_terms_are_read_and_after_it_is_off() {
    let env = Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/London", 7));
    let face = InProcess::new(env);
    let service = service(3);
    let id = json!({ "id": "listenbrainz" });
    let account = json!({ "id": "listenbrainz", "user": "ann", "address": service.address });
    call(&face, "accounts.set", account);
    let error = |name: &str, request: &Value| face.call(name, request).expect_err("refused");
    let blind = error("accounts.connect", &json!({ "id": "listenbrainz", "agreed": "" }));
    assert_eq!((&blind["code"], &blind["field"]), (&json!("Invalid"), &json!("agreed")));
    assert_eq!(error("accounts.run_now", &id)["code"], "Denied");
    assert_eq!(service.asked(), 0, "nothing was sent");

    connect(&face, &service);
    assert_eq!(call(&face, "accounts.run_now", id.clone())["added"], 3);
    let asked = service.asked();
    call(&face, "accounts.disconnect", id.clone());
    assert_eq!(error("accounts.run_now", &id)["code"], "Denied");
    assert_eq!(service.asked(), asked, "nothing more was sent");
    assert_eq!(count(&face), 3, "what was fetched stays");
}

#[test]
fn keys_are_kept_in_a_keyring_or_not_at_all() {
    let env = Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/London", 7));
    let face = InProcess::new(env);
    let key = json!({ "id": "lastfm", "user": "ann", "secret": "0123" });
    let error = face.call("accounts.set", &key).expect_err("there is no keyring here");
    assert_eq!(error["code"], "Unsupported");
    let terms = call(&face, "accounts.terms", json!({ "id": "spotify" }));
    assert!(terms["points"].to_string().contains("six months"), "{terms}");
    call(&face, "accounts.set", json!({ "id": "spotify", "client_id": "abc123" }));
    let yes = json!({ "id": "spotify", "agreed": terms["version"] });
    let error = face.call("accounts.connect", &yes).expect_err("nobody waits for the browser");
    assert_eq!(error["code"], "Unsupported");
    call(&face, "accounts.disconnect", json!({ "id": "spotify" }));
}

#[test]
fn a_served_vault_fetches_by_itself_and_stops_when_it_locks() {
    let http = Http::new();
    let service = service(1_200);
    connect(&http, &service);
    let begun = Instant::now();
    while account(&http)["last_success"].is_null() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{}", account(&http));
    }
    assert_eq!(count(&http), 1_200);
    assert_eq!(account(&http)["state"], "on");
    call(&http, "vault.lock", json!({}));
    let asked = service.asked();
    let error = http.call("accounts.run_now", &json!({ "id": "listenbrainz" }));
    assert_eq!(error.expect_err("it is locked")["code"], "Locked");
    call(&http, "vault.unlock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(account(&http)["added"], 1_200, "it is remembered");
    assert_eq!(service.asked(), asked, "this hour is done");
}
