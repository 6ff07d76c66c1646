//! Attachments and exports as they are served.

use serde_json::Value;
use testkit::face::Http;
use testkit::http::{Answer, Server};

/// Takes a file in; answers its hash.
fn add(server: &Server, name: &str, bytes: &[u8]) -> String {
    let request = format!("{{\"name\": \"{name}\"}}");
    let answer = server.try_post_bytes("/call/media.add", &request, bytes).expect("it answers");
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    let reply: Value = serde_json::from_slice(&answer.body).expect("it answers JSON");
    reply["ok"]["hash"].as_str().expect("an attachment has a hash").to_owned()
}

fn ranged(server: &Server, hash: &str, range: &str) -> Answer {
    let head = format!("authorization: Bearer {}\r\nrange: {range}\r\n", server.token);
    server.request("GET", &format!("/media/{hash}"), &head, b"").expect("the server answers")
}

/// The smallest WAV file that is one: silence.
fn wav(seconds: u32) -> Vec<u8> {
    let data = 8000 * seconds;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + data).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    for part in [16_u32.to_le_bytes(), [1, 0, 1, 0], 8000_u32.to_le_bytes(), 8000_u32.to_le_bytes()]
    {
        bytes.extend(part);
    }
    bytes.extend([1, 0, 8, 0]);
    bytes.extend(b"data");
    bytes.extend(data.to_le_bytes());
    bytes.extend((0..data).map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1]));
    bytes
}

#[test]
fn a_recording_is_played_from_any_place() {
    let http = Http::new();
    let sound = wav(90);
    let hash = add(&http.server, "memo.wav", &sound);
    let whole = http.server.get(&format!("/media/{hash}"));
    assert_eq!((whole.status, &whole.body), (200, &sound));
    assert!(whole.head.contains("content-type: audio/"), "{}", whole.head);
    assert!(whole.head.contains("accept-ranges: bytes"));
    assert!(!whole.head.contains("content-disposition"), "a window may play it");
    // The range crosses the pieces in which an attachment is encrypted.
    let part = ranged(&http.server, &hash, "bytes=262000-263000");
    assert_eq!((part.status, part.body.as_slice()), (206, &sound[262_000..=263_000]));
    let size = sound.len();
    assert!(part.head.contains(&format!("content-range: bytes 262000-263000/{size}")));
    let tail = ranged(&http.server, &hash, "bytes=-10");
    assert_eq!((tail.status, tail.body.as_slice()), (206, &sound[size - 10..]));
    let beyond = ranged(&http.server, &hash, &format!("bytes={size}-"));
    assert_eq!(beyond.status, 416);
    assert!(beyond.head.contains(&format!("content-range: bytes */{size}")));
}

#[test]
fn what_could_hold_a_program_is_only_downloaded_whatever_it_is_called() {
    let http = Http::new();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let html = b"<!doctype html><script>alert(1)</script>";
    let files: [(&str, &[u8]); 3] = [("a.svg", svg), ("photo.png", html), ("a.pdf", b"%PDF-1.7\n")];
    for (name, bytes) in files {
        let hash = add(&http.server, name, bytes);
        let answer = http.server.get(&format!("/media/{hash}?name=a.png&mime=image/png"));
        assert_eq!(answer.status, 200);
        assert!(
            answer.head.contains("content-type: application/octet-stream"),
            "{name}: {}",
            answer.head
        );
        assert!(answer.head.contains("content-disposition: attachment"), "{name}");
        assert_eq!(
            http.server.get(&format!("/thumb/{hash}?size=96")).status,
            404,
            "{name} is no picture"
        );
    }
    assert_eq!(http.server.get("/media/no-hash").status, 400);
    assert_eq!(http.server.get(&format!("/media/{}", "0".repeat(64))).status, 404);
}

#[test]
fn everything_is_downloaded_under_a_name_with_the_day() {
    let http = Http::new();
    http.server.post("/call/journal.create_entry", r#"{"title": "A walk", "date": "2026-03-01"}"#);
    for (format, begins) in [("archive", "PK"), ("html", "<!"), ("pdf", "%PDF")] {
        let answer = http.server.get(&format!("/export/{format}"));
        assert_eq!(answer.status, 200);
        assert!(answer.body.starts_with(begins.as_bytes()), "{format}");
        assert!(answer.head.contains("attachment; filename=\"everkept-"), "{}", answer.head);
    }
    assert_eq!(http.server.get("/export/docx").status, 400);
}
