//! Whatever was done can be undone, all the way back.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::env::{Env, FixedEnv};
use serde_json::{Value, json};
use testkit::face::{Face, InProcess};
use testkit::requests::{Known, Words, registry};

/// Steps that are done and undone.
const STEPS: usize = 200;
/// Tries after which a script that comes to fewer steps is a mistake of the test.
const TRIES_MAX: usize = 20_000;
/// What writes and is no step: each with its reason.
const NO_STEP: [&str; 0] = [];

fn call(face: &InProcess, name: &str, request: Value) -> Value {
    face.call(name, &request).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn digest(face: &InProcess) -> String {
    let health = call(face, "doctor.check", json!({ "digest": true }));
    assert_eq!(health["ok"], true, "{health}");
    health["digest"].as_str().expect("a digest").to_owned()
}

/// Numbers that follow from the seed.
struct Dice<'a>(&'a FixedEnv);

impl Dice<'_> {
    fn below(&self, end: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % end as u64).expect("it is below a usize")
    }

    fn one_of<'b, T>(&self, all: &'b [T]) -> &'b T {
        &all[self.below(all.len())]
    }
}

/// Domains' commands that write, and those that throw away and bring back.
fn writes(face: &InProcess) -> Vec<Known> {
    let house = ["trash.put", "trash.restore"];
    let own = ["journal.", "mood.", "finance.", "fitness.", "breath.", "listening."];
    let mut all = registry(face);
    all.retain(|command| {
        let domain = own.iter().any(|domain| command.name.starts_with(domain));
        command.access == "write"
            && !NO_STEP.contains(&command.name.as_str())
            && (domain || house.contains(&command.name.as_str()))
    });
    all
}

/// A request of the command with words and names of records that are drawn; sometimes with all of its parts.
fn drawn(command: &Known, dice: &Dice<'_>, ids: &[String]) -> Value {
    let text =
        *dice.one_of(&["sea", "A walk", "12.50", "EUR", "#3b82f6", "08:30", "Europe/London", "10"]);
    let id = dice.one_of(ids).as_str();
    let words = Words { text, place: "/nowhere/at/all", id };
    let mut request = match dice.below(2) {
        0 => words.request(&command.request),
        _ => words.short_request(&command.request),
    };
    // One part more or less finds what a whole request never reaches.
    if let Some(parts) = request.as_object_mut() {
        let names: Vec<String> = parts.keys().cloned().collect();
        if 1 < names.len() && dice.below(3) == 0 {
            parts.remove(dice.one_of(&names));
        }
    }
    request
}

#[test]
fn e10_two_hundred_steps_undone_leave_what_was_there_before() {
    let env = Arc::new(FixedEnv::at("2026-03-01T10:00:00Z", "Europe/London", 41));
    let face = InProcess::new(Arc::clone(&env) as Arc<dyn Env>);
    let entry = json!({ "title": "Before all of it", "body": "by the sea" });
    let mut ids =
        vec![call(&face, "journal.create_entry", entry)["id"].as_str().expect("an id").to_owned()];
    let start = digest(&face);
    let (commands, dice) = (writes(&face), Dice(&env));
    let steps = |face: &InProcess| call(face, "undo.list", json!({ "limit": 500 }));
    let before = steps(&face).as_array().expect("steps").len();
    let mut done: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tries = 0;
    while done.values().sum::<usize>() < STEPS {
        tries += 1;
        assert!(tries < TRIES_MAX, "only {done:?}");
        let command = dice.one_of(&commands);
        env.pass_ms(61_000);
        let Ok(reply) = face.call(&command.name, &drawn(command, &dice, &ids)) else { continue };
        *done.entry(command.name.as_str()).or_default() += 1;
        if let Some(id) = reply["id"].as_str() {
            ids.push(id.to_owned());
        }
    }
    assert!(25 < done.len(), "of many kinds: {done:?}");
    let end = digest(&face);
    assert_ne!(end, start);
    let made = steps(&face).as_array().expect("steps").len() - before;
    for number in 0..made {
        let undone = call(&face, "undo.undo", json!({}));
        assert!(undone["label"].is_string(), "step {number} of {made}");
    }
    assert_eq!(digest(&face), start, "after {done:?}");
    for _ in 0..made {
        call(&face, "undo.redo", json!({}));
    }
    assert_eq!(digest(&face), end, "and the way on is the same");
}
