//! What is exported comes back the same into an empty vault.

use serde_json::{Value, json};
use testkit::face::{CommandLine, Face, Http};

#[test]
fn a_year_exported_imports_to_an_equal_digest() {
    let first = CommandLine::new();
    let demo = first.run(&["demo", "--seed", "7"]);
    assert!(demo["added"].as_u64().is_some_and(|added| added > 300), "{demo}");
    let page = first.call("journal.entries", &json!({ "limit": 1 })).expect("entries");
    let thrown = page["items"][0]["id"].clone();
    first.call("trash.put", &json!({ "ids": [thrown] })).expect("one lies in the trash");
    let before = first.run(&["doctor", "--digest"]);
    assert_eq!(before["ok"], true, "{before}");

    let out = tempfile::tempdir().expect("a folder");
    let zip = out.path().join("all.zip").to_string_lossy().into_owned();
    let folder = out.path().join("all").to_string_lossy().into_owned();
    first.run(&["export", &zip]);
    first.run(&["export", &folder]);
    for path in [&zip, &folder] {
        let second = CommandLine::new();
        let preview = second.run(&["import", path, "--dry-run"]);
        assert_eq!(preview["format"], "everkept");
        assert_eq!(second.run(&["doctor"])["counts"], json!({}), "a dry run writes nothing");
        let report = second.run(&["import", path]);
        assert_eq!(report["added"], preview["added"]);
        assert_eq!(report["problems"], json!([]));
        let after = second.run(&["doctor", "--digest"]);
        assert_eq!(after["ok"], true, "{after}");
        assert_eq!(after["digest"], before["digest"], "{path}");
        assert_eq!(after["counts"], before["counts"]);
        let again = second.run(&["import", path]);
        assert_eq!(again["added"], 0, "the same archive adds nothing");
        second.call("undo.step", &json!({ "step": report["step"] })).expect("undone");
        assert_eq!(second.run(&["doctor"])["counts"], json!({}), "undo takes all of it back");
    }
}

const SEALED_BY: &str = "a passphrase of the archive";

/// An import that the command line refuses; its error.
fn refused(line: &CommandLine, path: &str, passphrase: Option<&str>) -> Value {
    let mut command = line.command();
    command.args(["import", path]);
    if let Some(passphrase) = passphrase {
        command.env("EVERKEPT_ARCHIVE_PASSPHRASE", passphrase);
    }
    let output = command.output().expect("the program starts");
    assert_eq!(output.status.code(), Some(1), "it is refused");
    serde_json::from_slice(&output.stderr).expect("its error is JSON")
}

#[test]
fn m8_an_encrypted_archive_imports_to_an_equal_digest_by_its_passphrase_only() {
    let first = CommandLine::new();
    first.run(&["demo", "--seed", "7"]);
    let before = first.run(&["doctor", "--digest"]);
    let out = tempfile::tempdir().expect("a folder");
    let (sealed, words) = (out.path().join("all.zip.age"), out.path().join("words"));
    std::fs::write(&words, SEALED_BY).expect("a file");
    let (path, words) = (sealed.to_string_lossy(), words.to_string_lossy());
    let exported = first.run(&["export", &path, "--archive-passphrase-file", &words]);
    assert_eq!(exported["format"], "sealed_archive");
    let names: Vec<_> = std::fs::read_dir(out.path()).expect("the folder").flatten().collect();
    assert_eq!(names.len(), 2, "nothing else was left there: {names:?}");
    let bytes = std::fs::read(&sealed).expect("the archive");
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "), "as age writes it");
    let plain = [&b"everkept.json"[..], b"journal.entry", b"PK\x01\x02"];
    assert!(!plain.iter().any(|part| bytes.windows(part.len()).any(|window| window == *part)));

    let second = CommandLine::new();
    for passphrase in [None, Some("another one")] {
        let error = refused(&second, &path, passphrase);
        assert_eq!((&error["code"], &error["field"]), (&json!("Locked"), &json!("passphrase")));
    }
    // Altered in the middle, and cut off: all of it is looked at before any of it is believed.
    let broken = out.path().join("broken.zip.age");
    let mut altered = bytes.clone();
    altered[bytes.len() / 2] ^= 1;
    for content in [&altered[..], &bytes[..bytes.len() - 1], &bytes[..bytes.len() / 3]] {
        std::fs::write(&broken, content).expect("a file");
        let error = refused(&second, &broken.to_string_lossy(), Some(SEALED_BY));
        assert_eq!(error["code"], "Invalid", "{error}");
        assert_eq!(error["field"], "broken.zip.age");
        assert!(
            error["message"].as_str().is_some_and(|words| words.contains("at byte")),
            "{error}"
        );
    }
    assert_eq!(second.run(&["doctor"])["counts"], json!({}), "nothing was changed");

    let open = ["--archive-passphrase-file", &*words];
    let preview = second.run(&[&["import", &*path, "--dry-run"], &open[..]].concat());
    assert_eq!(second.run(&["doctor"])["counts"], json!({}), "a dry run writes nothing");
    let report = second.run(&[&["import", &*path], &open[..]].concat());
    assert_eq!((&report["added"], &report["problems"]), (&preview["added"], &json!([])));
    let after = second.run(&["doctor", "--digest"]);
    assert_eq!((&after["ok"], &after["digest"]), (&json!(true), &before["digest"]));
    assert_eq!(after["counts"], before["counts"]);
}

#[test]
fn m8_an_encrypted_archive_is_downloaded_and_uploaded_without_its_passphrase_in_an_address() {
    let http = Http::new();
    http.call("journal.create_entry", &json!({ "title": "A walk" })).expect("an entry");
    let ask = json!({ "passphrase": SEALED_BY });
    let ticket = http.call("export.prepare", &ask).expect("a ticket")["ticket"].clone();
    let path = format!("/export/sealed_archive?ticket={}", ticket.as_str().expect("a text"));
    let answer = http.server.get(&path);
    assert_eq!(answer.status, 200);
    assert!(answer.head.contains(".zip.age"), "{}", answer.head);
    assert_eq!(http.server.get(&path).status, 404, "a ticket is good once");

    let other = Http::new();
    let name = json!({ "name": "all.zip.age" }).to_string();
    let uploaded = other.server.try_post_bytes("/call/import.upload", &name, &answer.body);
    let uploaded: Value =
        serde_json::from_slice(&uploaded.expect("it answers").body).expect("JSON");
    let upload = uploaded["ok"]["upload"].clone();
    let error = other.call("import.run", &json!({ "upload": upload })).expect_err("it is sealed");
    assert_eq!((&error["code"], &error["field"]), (&json!("Locked"), &json!("passphrase")));
    let open = json!({ "upload": upload, "passphrase": SEALED_BY });
    assert_eq!(other.call("import.run", &open).expect("it opens")["added"], 1);
}

#[test]
fn an_export_overwrites_nothing_and_leaves_nothing_half() {
    let line = CommandLine::new();
    line.call("journal.create_entry", &json!({ "title": "A walk" })).expect("an entry");
    let out = tempfile::tempdir().expect("a folder");
    std::fs::write(out.path().join("mine.txt"), "mine").expect("a file");
    let folder = out.path().to_string_lossy().into_owned();
    let refused = line.command().args(["export", &folder]).output().expect("it runs");
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(std::fs::read_dir(out.path()).expect("the folder").count(), 1);
}
