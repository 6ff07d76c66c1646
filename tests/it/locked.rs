//! A locked vault: what answers, and that nothing opens it but its key.

use std::sync::Arc;

use base::env::FixedEnv;
use expect_test::expect;
use serde_json::json;
use testkit::face::{Face, InProcess, PASSPHRASE};
use testkit::requests::{Words, registry};

#[test]
fn s10_nothing_opens_a_locked_vault_but_its_key() {
    let face = InProcess::new(Arc::new(FixedEnv::at("2026-03-01T10:00:00Z", "Europe/London", 7)));
    let call = |name: &str, request: serde_json::Value| {
        face.call(name, &request).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let id = call("journal.create_entry", json!({ "title": "For nobody else" }))["id"].clone();
    let place = face.dir.path().join("nowhere").to_string_lossy().into_owned();
    let words = Words { text: "a word", place: &place, id: id.as_str().expect("an id") };
    call("vault.lock", json!({}));
    let mut answers = Vec::new();
    for command in registry(&face) {
        // A request of its own for what could be a gate: yes to all, and no secret.
        let whole = words.request(&command.request);
        for request in [words.short_request(&command.request), whole] {
            match face.call(&command.name, &request) {
                Ok(reply) => {
                    let told = reply.to_string();
                    assert!(!told.contains("For nobody else"), "{} tells {told}", command.name);
                    answers.push(command.name.clone());
                }
                Err(error) => assert_ne!(error["code"], "Internal", "{}: {error}", command.name),
            }
            let state = call("vault.status", json!({}))["state"].clone();
            assert_eq!(state, "locked", "{} {request} opened it", command.name);
        }
    }
    answers.dedup();
    // All that a locked vault answers; whatever is added here must be nobody's secret.
    expect![[r#"
        vault.status
        vault.lock
        vault.start_normally
        vault.active
        senses.devices
        senses.models
        senses.state
        senses.close
        series.list
        import.formats
        inbox.jot
        export.formats
        help.commands"#]]
    .assert_eq(&answers.join("\n"));
    // After these guesses the next one waits; the words do not.
    let refused = face.call("vault.unlock", &json!({})).expect_err("without any key");
    assert_eq!(refused["code"], "Locked", "{refused}");
    let wrong = face.call("vault.unlock", &json!({ "passphrase": PASSPHRASE.to_uppercase() }));
    assert!(wrong.is_err(), "{wrong:?}");
}
