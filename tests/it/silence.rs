//! Nothing listens and nothing is sent unless the person turned it on.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;

use serde_json::json;
use testkit::face::{Face, Http};

/// The sockets of a process that speak to anybody: `tcp LISTEN 7F000001:1F90`, `udp ...`.
fn sockets(pid: u32) -> BTreeSet<String> {
    let mut own = BTreeSet::new();
    for entry in fs::read_dir(format!("/proc/{pid}/fd")).expect("the process runs").flatten() {
        let Ok(target) = fs::read_link(entry.path()) else { continue };
        let target = target.to_string_lossy().into_owned();
        own.extend(
            target.strip_prefix("socket:[").map(|inode| inode.trim_end_matches(']').to_owned()),
        );
    }
    let mut found = BTreeSet::new();
    for table in ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"] {
        let text = fs::read_to_string(format!("/proc/{pid}/net/{table}")).unwrap_or_default();
        for line in text.lines().skip(1) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [_, local, remote, state, .., inode] = words[..10] else { continue };
            // A request of this test may still be closing: what matters is who was called.
            let is_ours = remote.starts_with("0100007F:") && state != "0A";
            if own.contains(inode) && !is_ours {
                found.insert(format!("{table} {local} {state}"));
            }
        }
    }
    found
}

fn listener(port: &str) -> BTreeSet<String> {
    let port: u16 = port.parse().expect("a port");
    BTreeSet::from([format!("tcp 0100007F:{port:04X} 0A")])
}

#[test]
fn a1_nothing_but_the_server_itself_has_a_socket() {
    let http = Http::new();
    let (_, port) = http.server.host.rsplit_once(':').expect("a port");
    for account in http.call("accounts.list", &json!({})).expect("a list").as_array().expect("rows")
    {
        assert_eq!((&account["state"], &account["next_run"]), (&json!("off"), &json!(null)));
    }
    assert_eq!(http.call("scrobbling.status", &json!({})).expect("a status")["on"], false);
    assert_eq!(http.call("playing.status", &json!({})).expect("a status")["on"], false);
    assert_eq!(sockets(http.server.pid()), listener(port), "in the beginning");

    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let other = free.local_addr().expect("it is bound").port();
    drop(free);
    let on = json!({ "on": true, "port": other });
    http.call("scrobbling.set", &on).expect("it listens");
    let mut both = listener(port);
    both.extend(listener(&other.to_string()));
    assert_eq!(sockets(http.server.pid()), both, "the endpoint, once it is turned on");
    http.call("scrobbling.set", &json!({ "on": false })).expect("it ends");
    assert_eq!(sockets(http.server.pid()), listener(port), "and not when it is turned off");
}
