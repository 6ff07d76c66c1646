//! A program that falls over again and again begins without what runs in the background.

use serde_json::{Value, json};
use testkit::face::{Face, Http};
use testkit::http::Server;

fn safe(http: &Http) -> Value {
    http.call("vault.status", &json!({})).expect("a status")["safe"].clone()
}

/// Whether anything but the server's own port listens: the endpoint for scrobblers is on.
fn listens(http: &Http) -> Value {
    http.call("scrobbling.status", &json!({})).expect("a status")["listening"].clone()
}

#[test]
fn r_three_kills_in_a_row_make_the_next_start_safe_until_the_person_says_so() {
    let mut http = Http::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let number = port.local_addr().expect("an address").port();
    drop(port);
    http.call("scrobbling.set", &json!({ "on": true, "port": number })).expect("it is on");
    assert_eq!((safe(&http), listens(&http)), (Value::Null, json!(true)));

    for start in 2..=3 {
        http.kill_and_restart();
        assert_eq!(safe(&http), Value::Null, "start {start}");
        assert_eq!(listens(&http), true, "start {start}");
    }
    http.kill_and_restart();
    assert_eq!(safe(&http), "crashes", "three fell over");
    assert_eq!(listens(&http), false, "nothing runs beside the vault");
    // What is kept can be read and written as always.
    let entry = json!({ "title": "Still here" });
    http.call("journal.create_entry", &entry).expect("an entry");
    let state = http.call("doctor.state", &json!({})).expect("a state");
    assert_eq!((&state["safe"], &state["ended_well"]), (&json!("crashes"), &json!(false)));

    let status = http.call("vault.start_normally", &json!({})).expect("it starts");
    assert_eq!(status["safe"], Value::Null);
    assert_eq!(listens(&http), true, "what was on runs again");
    http.kill_and_restart();
    assert_eq!(safe(&http), Value::Null, "what was before counts no more");
}

#[test]
fn r_an_end_as_it_should_be_breaks_the_row_and_safe_mode_can_be_asked_for() {
    let mut http = Http::new();
    for _ in 0..2 {
        http.kill_and_restart();
    }
    let pid = http.server.pid().to_string();
    let told = std::process::Command::new("kill").args(["-TERM", &pid]).status();
    assert!(told.is_ok_and(|status| status.success()), "kill works here");
    http.server.wait();
    http.restart_after_kill();
    assert_eq!(safe(&http), Value::Null, "the third one ended as it should");
    let state = http.call("doctor.state", &json!({})).expect("a state");
    assert_eq!(state["ended_well"], true);

    http.server.kill();
    http.server = Server::start_safely(&http.vault());
    assert_eq!(safe(&http), "asked");
}
