//! The interface as it is served.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use testkit::face::Http;
use testkit::http::Server;

/// A value of the head as it was sent. `testkit` answers heads in small letters, which hashes are not.
fn policy(server: &Server) -> (String, String) {
    let answer = crate::live::exchange(server, "GET", "/", b"");
    let text = String::from_utf8_lossy(&answer).into_owned();
    let policy = text.lines().find_map(|line| line.strip_prefix("content-security-policy: "));
    (policy.expect("every answer has a policy").to_owned(), text.clone())
}

#[test]
fn t2_the_page_may_run_what_it_was_built_with_and_nothing_else() {
    let http = Http::new();
    let (policy, page) = policy(&http.server);
    if !page.contains("id=\"csp-nonce\"") {
        assert!(
            page.contains("npm run build"),
            "without an interface the page says how to build it"
        );
        return;
    }
    let inline = page.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next());
    let hash = BASE64.encode(&Sha256::digest(inline.expect("the page starts the interface")));
    assert!(policy.contains(&format!("script-src 'self' 'sha256-{hash}';")), "{policy}");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
    let nonce = nonce.expect("the policy has a nonce");
    assert!(page.contains(&format!("<style id=\"csp-nonce\" nonce=\"{nonce}\">")));
    assert!(!self::policy(&http.server).0.contains(nonce), "each page has its own nonce");
}

#[test]
fn t2_every_answer_has_the_headers_that_keep_others_out() {
    let http = Http::new();
    let refused = http.server.request("GET", "/", "", b"").expect("the server answers");
    let called = http.server.post("/call/journal.streak", "{}");
    for answer in [refused, called, http.server.get("/"), http.server.get("/media/00")] {
        for header in [
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "cross-origin-opener-policy: same-origin",
            "content-security-policy: default-src 'none';",
            "cache-control: no-store",
        ] {
            assert!(answer.head.contains(header), "{header} is in\n{}", answer.head);
        }
    }
}

#[test]
fn an_address_of_the_interface_is_its_page_and_a_lost_file_is_not() {
    let http = Http::new();
    let page = http.server.get("/journal/calendar");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("text/html"));
    assert_eq!(http.server.get("/_app/immutable/gone.js").status, 404);
    for outside in ["/../Cargo.toml", "/..%2fCargo.toml", "/_app/../../package.json"] {
        let answer = http.server.get(outside);
        assert!(!String::from_utf8_lossy(&answer.body).contains("everkept-ui"), "{outside}");
        assert!(!String::from_utf8_lossy(&answer.body).contains("[workspace]"), "{outside}");
    }
    let posted = http.server.post("/journal", "{}");
    assert_eq!(posted.status, 405);
}

#[test]
fn a_file_of_the_interface_is_sent_once() {
    let http = Http::new();
    let icon = http.server.get("/favicon.svg");
    let Some(tag) = icon.head.lines().find_map(|line| line.strip_prefix("etag: ")) else {
        assert!(icon.head.contains("text/html"), "only without an interface is there no icon");
        return;
    };
    let head = format!("authorization: Bearer {}\r\nif-none-match: {tag}\r\n", http.server.token);
    let again = http.server.request("GET", "/favicon.svg", &head, b"").expect("the server answers");
    assert_eq!((again.status, again.body.len()), (304, 0));
}
