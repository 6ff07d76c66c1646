//! What is exported comes back the same into an empty vault.

use serde_json::json;
use testkit::face::{CommandLine, Face};

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
