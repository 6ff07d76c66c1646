//! Who gets in, and who does not.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use serde_json::Value;
use testkit::face::{CommandLine, Http};
use testkit::http::{Answer, Server};
use testkit::program;

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn request(server: &Server, path: &str, head: &str) -> Answer {
    server.request("GET", path, head, b"").expect("the server answers")
}

#[test]
fn n1_without_the_token_nothing_answers() {
    let http = Http::new();
    for path in
        ["/", "/index.html", "/favicon.svg", "/events", "/media/00", "/thumb/00", "/export/archive"]
    {
        assert_eq!(request(&http.server, path, "").status, 401, "{path}");
    }
    let json = "content-type: application/json\r\n";
    let call = http.server.request("POST", "/call/journal.streak", json, b"{}");
    let call = call.expect("the server answers");
    assert_eq!(call.status, 401);
    let error: Value = serde_json::from_slice(&call.body).expect("a program reads JSON");
    assert_eq!(error["error"]["code"], "Denied");
    let page = request(&http.server, "/", "accept: text/html\r\n");
    assert_eq!(page.status, 401);
    assert!(
        String::from_utf8_lossy(&page.body).contains("everkept serve"),
        "a person reads a page"
    );
    for wrong in ["/?token=", "/?token=0000", "/?token=%00"] {
        assert_eq!(request(&http.server, wrong, "").status, 401, "{wrong}");
    }
    let wrong = format!("authorization: Bearer {}\r\n", "0".repeat(64));
    assert_eq!(request(&http.server, "/", &wrong).status, 401);
}

#[test]
fn the_token_becomes_a_cookie_that_opens_everything() {
    let http = Http::new();
    let token = &http.server.token;
    assert_eq!(token.len(), 64, "32 bytes in hexadecimal");
    let entered = request(&http.server, &format!("/?token={token}"), "");
    assert_eq!((entered.status, header(&entered, "location")), (303, Some("/")));
    let cookie = header(&entered, "set-cookie").expect("a cookie");
    assert_eq!(cookie, format!("everkept={token}; httponly; samesite=strict; path=/"));
    let head = format!("cookie: other=1; everkept={token}\r\n");
    assert_eq!(request(&http.server, "/", &head).status, 200);
}

#[test]
fn n1_another_host_or_origin_is_turned_away_even_with_the_token() {
    let http = Http::new();
    let bearer = format!("authorization: Bearer {}\r\n", http.server.token);
    let port = http.server.host.rsplit(':').next().expect("an address has a port");
    let status = |more: &str| request(&http.server, "/", &format!("{bearer}{more}")).status;
    assert_eq!(status(""), 200);
    assert_eq!(status(&format!("host: localhost:{port}\r\n")), 200);
    assert_eq!(status(&format!("origin: http://{}\r\n", http.server.host)), 200);
    for foreign in [
        "host: evil.example\r\n".to_owned(),
        format!("host: evil.example:{port}\r\n"),
        "host: 127.0.0.1\r\n".to_owned(),
        "host: 127.0.0.1:1\r\n".to_owned(),
        "origin: http://evil.example\r\n".to_owned(),
        format!("origin: https://127.0.0.1:{port}\r\n"),
        format!("origin: http://localhost:{port}\r\n"),
        "origin: http://127.0.0.1:1\r\n".to_owned(),
        "origin: null\r\n".to_owned(),
    ] {
        assert_eq!(status(&foreign), 403, "{foreign}");
    }
    let from_elsewhere = format!("{bearer}sec-fetch-site: same-site\r\n");
    assert_eq!(
        request(&http.server, "/events", &from_elsewhere).status,
        403,
        "another port's page"
    );
}

#[test]
fn n1_a_form_of_another_page_is_no_request() {
    let http = Http::new();
    let head =
        format!("authorization: Bearer {}\r\ncontent-type: text/plain\r\n", http.server.token);
    let form = http.server.request("POST", "/call/trash.empty", &head, b"{}");
    assert_eq!(form.expect("the server answers").status, 415);
}

#[test]
fn s8_a_closed_vault_answers_with_its_code() {
    let line = CommandLine::new();
    let server = Server::start(&line.vault());
    assert_eq!(server.post("/call/vault.lock", "{}").status, 200);
    assert_eq!(server.post("/call/journal.streak", "{}").status, 423);
    assert_eq!(server.get(&format!("/media/{}", "0".repeat(64))).status, 423);
    assert_eq!(server.get("/export/archive").status, 423);
    let wrong = server.post("/call/vault.unlock", r#"{"passphrase": "wrong"}"#);
    assert_eq!(wrong.status, 423);
    let open = format!("{{\"passphrase\": \"{}\"}}", testkit::face::PASSPHRASE);
    assert_eq!(server.post("/call/vault.unlock", &open).status, 200);
    assert_eq!(server.post("/call/journal.streak", "{}").status, 200);
    assert_eq!(server.post("/call/journal.nothing", "{}").status, 404);
    assert_eq!(server.post("/call/journal.entry", "{}").status, 400);
    assert_eq!(server.post("/call/journal.entries", "{").status, 400);
    // The vault belongs to the server as long as it is open.
    let beside = line.command().args(["call", "journal.streak"]).output().expect("it starts");
    assert!(String::from_utf8_lossy(&beside.stderr).contains("Conflict"));
}

#[test]
fn a_folder_without_a_vault_is_served_so_that_one_can_be_made() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let server = Server::start(&folder.path().join("vault"));
    let status = server.post("/call/vault.status", "{}");
    assert!(String::from_utf8_lossy(&status.body).contains("\"absent\""));
    assert_eq!(server.post("/call/journal.streak", "{}").status, 404);
}

/// Unix only: another system has other ways to end a program.
#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_end_closes_its_streams_and_its_vault() {
    use std::os::unix::fs::PermissionsExt;
    let line = CommandLine::new();
    let token_file = line.vault().with_file_name("token");
    let mut child = line
        .command()
        .args(["serve", "--token-file"])
        .arg(&token_file)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = String::new();
    let stdout = child.stdout.take().expect("it was piped");
    BufReader::new(stdout).read_line(&mut first).expect("it prints its address");
    let said: Value = serde_json::from_str(&first).expect("it prints JSON");
    let token = std::fs::read_to_string(&token_file).expect("it wrote the token");
    assert_eq!(said["token"], token);
    let mode = std::fs::metadata(&token_file).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "nobody else reads it");

    let host = said["address"].as_str().and_then(|address| address.strip_prefix("http://"));
    let events = crate::live::open(host.expect("an address"), &token, "GET", "/events", b"");
    let mut events = BufReader::new(events);
    // It has begun: a server that ends before it has read a request resets the connection.
    crate::live::line_with(&mut events, "content-type");
    let ended = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(ended.is_ok_and(|ended| ended.success()));
    events.read_to_end(&mut Vec::new()).expect("the stream ends when the server does");
    assert!(
        child.wait().is_ok_and(|ended| ended.success()),
        "an ending that was asked for is no failure"
    );
    assert!(!token_file.exists(), "the token is good for nothing now");
    line.run(&["call", "journal.streak"]);
}

#[test]
fn the_address_is_the_first_line_for_a_person_too() {
    let line = CommandLine::new();
    let mut child = Command::new(program::path())
        .args(["--no-keyring", "serve", "--vault"])
        .arg(line.vault())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = String::new();
    let stdout = child.stdout.take().expect("it was piped");
    BufReader::new(stdout).read_line(&mut first).expect("it prints its address");
    child.kill().and_then(|()| child.wait()).expect("it was running");
    assert!(first.starts_with("http://127.0.0.1:") && first.contains("/?token="), "{first}");
}
