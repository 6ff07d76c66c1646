//! Scripts that every face answers alike.

use std::sync::Arc;

use base::env::FixedEnv;
use expect_test::{Expect, expect};
use testkit::face::{CommandLine, Face, Http, InProcess};
use testkit::script;

/// Runs the script on every face and compares what it shows.
fn check(script: &str, expected: &Expect) {
    let env = Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/London", 7));
    let faces: [Box<dyn Face>; 3] =
        [Box::new(InProcess::new(env)), Box::new(CommandLine::new()), Box::new(Http::new())];
    for face in faces {
        expected.assert_eq(&script::run(&*face, script));
    }
}

#[test]
fn an_entry_is_written_found_changed_and_undone_on_every_face() {
    check(
        r##"
        walk = journal.create_entry {"date": "2026-03-01", "time": "21:04", "zone": "Europe/London", "title": "A walk", "body": "By the **sea** at dusk, with [Anna](https://example.org).", "tags": ["#sea"], "people": ["Anna"]}
        journal.entry {"id": "$walk"} | /time
        journal.entries {"tag": "sea"} | /items/0/excerpt
        journal.entries {"person": "Bob"} | /total
        search.find {"text": "dus"} | /hits/0/snippet
        search.find {"text": "dusk", "tag": "sea"} | /hits/0/title
        search.find {"text": "dusk", "tag": "lake"} | /hits
        journal.edit_entry {"id": "$walk", "starred": true, "tags": ["sea", "evening"]}
        journal.entries {"starred": true} | /items/0/tags
        calendar.day {"date": "2026-03-01"} | /0/title
        undo.list {} | /0/label
        undo.undo {} | /label
        journal.entries {"starred": true} | /total
        undo.redo {} | /label
        journal.calendar {"month": "2026-03"} | /days
        trash.put {"ids": ["$walk"]}
        journal.entries {} | /total
        trash.list {} | /0/title
        trash.restore {"ids": ["$walk"]}
        journal.entries {} | /total
        doctor.check {"rebuild": true} | /findings
        "##,
        &expect![[r##"
            "21:04:00"
            "By the sea at dusk, with Anna."
            0
            [{"hit":false,"text":"By the sea at "},{"hit":true,"text":"dusk"},{"hit":false,"text":", with Anna."}]
            "A walk"
            []
            ["evening","sea"]
            "A walk"
            "journal.edit_entry"
            "journal.edit_entry"
            0
            "journal.edit_entry"
            [{"date":"2026-03-01","entries":1,"photo":null,"starred":true,"words":7}]
            0
            "A walk"
            1
            []
        "##]],
    );
}

#[test]
fn a_bad_request_is_told_by_field_and_changes_nothing() {
    check(
        r#"
        journal.create_entry {"date": "2026-13-01"}
        journal.create_entry {"time": "25:00"}
        journal.create_entry {"zone": "Europe/Nowhere"}
        journal.create_entry {"titel": "typo"}
        journal.create_entry {"journal": "00000000-0000-0000-0000-000000000000"}
        journal.entry {"id": "00000000-0000-0000-0000-000000000000"}
        journal.entry {"id": "no id"}
        no.such_command {}
        history.restore {"id": "00000000-0000-0000-0000-000000000000", "version": "zz"}
        media.add {"name": "a.png"}
        import.preview {}
        import.preview {"path": "/nowhere/at/all"}
        journal.entries {} | /total
        "#,
        &expect![[r#"
            Invalid (payload)
            Invalid (time)
            Invalid (zone)
            Invalid (payload)
            NotFound
            NotFound
            Invalid (payload)
            NotFound
            Invalid (version)
            Invalid (body)
            Invalid (path)
            NotFound (all)
            0
        "#]],
    );
}

#[test]
fn what_was_typed_on_an_older_version_merges_on_every_face() {
    let env = Arc::new(FixedEnv::at("2026-03-02T10:00:00Z", "Europe/London", 7));
    let faces: [Box<dyn Face>; 3] =
        [Box::new(InProcess::new(env)), Box::new(CommandLine::new()), Box::new(Http::new())];
    for face in faces {
        let call = |name: &str, request: serde_json::Value| {
            face.call(name, &request).unwrap_or_else(|error| panic!("{name}: {error}"))
        };
        let body = "The sea was calm.";
        let id = call("journal.create_entry", serde_json::json!({ "body": body }))["id"].clone();
        let version = call("journal.entry", serde_json::json!({ "id": id }))["version"].clone();
        let write = |body: &str| {
            call(
                "journal.write_body",
                serde_json::json!({ "id": id, "version": version, "body": body }),
            )
        };
        assert_eq!(write("Today the sea was calm.")["merged"], false);
        let reply = write("The sea was calm. We swam.");
        assert_eq!(reply["merged"], true);
        let merged = call("journal.entry", serde_json::json!({ "id": id }))["body"].clone();
        assert_eq!(reply["body"], merged, "the reply tells what was merged");
        let merged = merged.as_str().expect("a text");
        assert!(merged.starts_with("Today") && merged.ends_with("We swam."), "{merged}");
        let versions = call("history.versions", serde_json::json!({ "id": id }));
        let first = &versions[0]["version"];
        let diff = call("history.diff", serde_json::json!({ "id": id, "from": first }));
        let inserted: String = diff["text"]
            .as_array()
            .expect("parts")
            .iter()
            .filter(|part| part["op"] == "insert")
            .filter_map(|part| part["text"].as_str())
            .collect();
        assert!(inserted.contains("Today") && inserted.contains("We swam"), "{inserted}");
        call("history.restore", serde_json::json!({ "id": id, "version": first }));
        assert_eq!(call("journal.entry", serde_json::json!({ "id": id }))["body"], body);
    }
}
