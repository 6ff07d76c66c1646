//! A report is published: who has the link reads it, the server does not, and it ends when it should.

use super::*;

/// What anybody gets from the server for a link, as `(status, body)`.
fn fetch(link: &str) -> (u16, Vec<u8>) {
    let (address, _) = link.split_once('#').expect("a key");
    let (host, name) = address
        .strip_prefix("http://")
        .and_then(|address| address.split_once("/s/"))
        .expect("an address of a share");
    let answer = testkit::http::ask(host, "GET", &format!("/v1/shares/{name}"), "", &[]);
    let answer = answer.expect("an answer");
    (answer.status, answer.body)
}

/// The page behind a link is the same whatever the link, loads nothing from elsewhere, and counts no view.
fn viewer(endpoint: &Endpoint, address: &str) {
    let host = endpoint.url.trim_start_matches("http://");
    let path = address.trim_start_matches(&endpoint.url);
    let page = testkit::http::ask(host, "GET", path, "", &[]).expect("an answer");
    assert_eq!(page.status, 200);
    for head in [
        "content-security-policy: default-src 'none'; script-src 'nonce-",
        "referrer-policy: no-referrer",
        "cache-control: no-store",
        "x-content-type-options: nosniff",
    ] {
        assert!(page.head.contains(head), "{head} in {}", page.head);
    }
    let text = String::from_utf8(page.body).expect("a text");
    assert!(!text.contains("http://") && !text.contains("https://"), "it names no other address");
    assert!(!text.contains("{nonce}") && !text.contains("{script}"), "it is filled in");
}

#[test]
fn a_published_page_is_read_by_its_link_alone_and_ends() {
    let endpoint = Endpoint::new();
    let laptop = first(&endpoint);
    let html = format!("<!doctype html><title>{MARKER}</title>{}", MARKER.repeat(2000));
    let publish = |more: Value| {
        let mut request = json!({ "title": format!("Sea {MARKER}"), "html": html, "days": 7 });
        request.as_object_mut().expect("an object").extend(more.as_object().expect("one").clone());
        laptop.call("shares.publish", &request)
    };
    let share = publish(json!({ "views": 2 })).expect("published");
    let link = share["link"].as_str().expect("a link").to_owned();
    assert!(link.starts_with(&format!("{}/s/", endpoint.url)), "{link}");
    let list = || call(&laptop, "shares.list", &json!({}));
    assert_eq!(list(), json!([share.clone()]), "the list tells what publishing told");

    let (status, sealed) = fetch(&link);
    assert_eq!((status, &sealed[..4]), (200, b"EKP\x01".as_slice()));
    assert_eq!(list()[0]["views"], 1);
    let (address, key) = link.split_once('#').expect("a key");
    viewer(&endpoint, address);
    for path in endpoint.files() {
        let bytes = std::fs::read(&path).expect("a file");
        for word in [MARKER, key] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "the server keeps {word} in {}", path.display());
        }
    }
    assert_eq!(fetch(&link).0, 200, "the second of two views");
    assert_eq!(fetch(&link).0, 404, "used up");
    assert_eq!(list()[0]["views"], 2, "that it was used up is told");

    let share = publish(json!({})).expect("published");
    let link = share["link"].as_str().expect("a link").to_owned();
    assert_eq!(fetch(&link).0, 200);
    call(&laptop, "shares.take_back", &json!({ "share": share["share"] }));
    assert_eq!(fetch(&link).0, 404, "taken back");
    call(&laptop, "shares.take_back", &json!({ "share": share["share"] }));
    assert_eq!(list().as_array().map(Vec::len), Some(1), "the used up one alone");

    for (more, field) in [
        (json!({ "days": 0 }), "days"),
        (json!({ "days": 400 }), "days"),
        (json!({ "views": 0 }), "views"),
        (json!({ "title": " " }), "title"),
        (json!({ "html": "" }), "html"),
    ] {
        let error = publish(more).expect_err("refused");
        assert_eq!((&error["code"], &error["field"]), (&json!("Invalid"), &json!(field)));
    }
}

#[test]
fn another_device_sees_what_is_published_and_may_take_it_back_but_has_no_link() {
    let endpoint = Endpoint::new();
    let laptop = first(&endpoint);
    let phone = join_by_invitation(&laptop, "Phone");
    let request = json!({ "title": "Sea", "html": "<p>Sea</p>", "days": 1 });
    let share = call(&laptop, "shares.publish", &request);
    let told = call(&phone, "shares.list", &json!({}));
    let mut expected = share.clone();
    (expected["title"], expected["link"]) = (Value::Null, Value::Null);
    assert_eq!(told, json!([expected]));
    call(&phone, "shares.take_back", &json!({ "share": share["share"] }));
    assert_eq!(fetch(share["link"].as_str().expect("a link")).0, 404);
    assert_eq!(call(&laptop, "shares.list", &json!({})), json!([]), "and forgets the link");
}

#[test]
fn without_sync_nothing_is_published() {
    let device = Http::new();
    let request = json!({ "title": "Sea", "html": "<p>Sea</p>", "days": 1 });
    let error = device.call("shares.publish", &request).expect_err("there is no server");
    assert_eq!(error["code"], "NotFound");
}
