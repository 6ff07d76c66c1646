//! Every command of the registry, asked with too much, too deep, of the wrong kind, of no meaning: an error with
//! a code, and nothing changed.

use std::fs;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::SystemTime;

use app::app::App;
use base::env::FixedEnv;
use base::error::{Code, Error};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};
use testkit::face::{Face, InProcess};
use testkit::requests::{self, Known, WAITING, Words, odd, registry};

/// Commands that are only asked what they must refuse: one takes seconds each time, the other erases the vault
/// once its passphrase is as plausible as all others.
const NOT_ASKED: [&str; 2] = ["import.demo", "vault.erase"];

fn face() -> InProcess {
    InProcess::new(Arc::new(FixedEnv::at("2026-03-01T10:00:00Z", "Europe/London", 7)))
}

fn call(face: &InProcess, name: &str, request: Value) -> Value {
    face.call(name, &request).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Asks, whatever way the command is asked.
fn ask(app: &App, command: &Known, request: &RawValue) -> Result<(), Error> {
    let answer = match command.access.as_str() {
        "body" => app.call_with_body(&command.name, request, &mut &b"\x89PNG no picture"[..]),
        "stream" => app.stream(&command.name, request, &mut |_| ControlFlow::Break(())),
        _ => app.call(&command.name, request),
    };
    answer.map(drop)
}

/// Lengths and times of the database's files: whatever is written shows in one of them.
fn written(face: &InProcess) -> Vec<Option<(u64, SystemTime)>> {
    let names = ["everkept.db", "everkept.db-wal"];
    let about = |name| {
        let file = fs::metadata(face.dir.path().join("vault").join(name)).ok()?;
        Some((file.len(), file.modified().ok()?))
    };
    names.into_iter().map(about).collect()
}

/// What an error must not tell: where things lie, and how they are asked for.
fn tells_too_much(message: &str, face: &InProcess) -> bool {
    let vault = face.app.dir().to_string_lossy().into_owned();
    let words = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", ".rs:", "panicked", "sqlite"];
    message.contains(&vault) || words.iter().any(|word| message.contains(word))
}

/// The vault is open again, whatever the last request came to.
fn open_again(face: &InProcess, words: &str) {
    if call(face, "vault.status", json!({}))["state"] != "open" {
        call(face, "vault.unlock", json!({ "recovery_words": words }));
    }
}

fn recovery_words(face: &InProcess) -> String {
    let told = call(face, "vault.recovery_words", json!({}));
    let words = told["recovery_words"].as_array().expect("words").iter();
    words.map(|word| word.as_str().expect("a word")).collect::<Vec<_>>().join(" ")
}

#[test]
fn t5_an_odd_request_is_an_error_with_a_code_and_changes_nothing() {
    let face = face();
    let entry = json!({ "title": "A walk", "body": "by the sea" });
    let id = call(&face, "journal.create_entry", entry)["id"].clone();
    let words = recovery_words(&face);
    let nowhere = face.dir.path().join("nowhere/at all").to_string_lossy().into_owned();
    let plausible = Words { text: "a word", place: &nowhere, id: id.as_str().expect("an id") };
    let mut wrong = Vec::new();
    let (mut asked, mut refused) = (0, 0);
    for command in registry(&face) {
        let name = command.name.as_str();
        if NOT_ASKED.contains(&name) || WAITING.contains(&name) {
            continue;
        }
        for request in odd(&command.request, &plausible) {
            let text = to_raw_value(&request).expect("JSON has a text");
            let stood = written(&face);
            let answer = ask(&face.app, &command, &text);
            let stands = written(&face);
            asked += 1;
            open_again(&face, &words);
            let Err(error) = answer else { continue };
            refused += 1;
            let shown: String = text.get().chars().take(200).collect();
            let message = error.wire().message;
            if error.code() == Code::Internal || tells_too_much(&message, &face) {
                wrong.push(format!("{name} {shown}\n    {:?}: {message:.300}", error.code()));
            }
            if stands != stood {
                wrong.push(format!("{name} {shown}\n    erred and wrote: {message:.300}"));
            }
        }
    }
    let health = call(&face, "doctor.check", json!({}));
    assert_eq!(health["ok"], true, "{health}");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked < refused * 2, "most of what is odd is refused: {refused} of {asked}");
}

#[test]
fn t5_every_command_refuses_what_is_no_request_of_it() {
    let face = face();
    let mut requests = requests::refused_by_all();
    requests.push(json!({ "a": "a".repeat(domain::command::REQUEST_BYTES_MAX) }));
    let requests: Vec<Box<RawValue>> =
        requests.iter().map(|request| to_raw_value(request).expect("JSON")).collect();
    let mut taken = Vec::new();
    for command in registry(&face) {
        for request in &requests {
            let code = ask(&face.app, &command, request).err().map(|error| error.code());
            if code != Some(Code::Invalid) {
                taken.push(format!("{} {:.80}: {code:?}", command.name, request.get()));
            }
        }
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
}
