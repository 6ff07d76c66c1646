//! Scripts: commands and what to show of their answers.
//!
//! ```text
//! walk = journal.create_entry {"title": "A walk", "date": "2026-03-01"}
//! journal.entry {"id": "$walk"} | /title
//! ```
//!
//! `name =` keeps the reply's `id` for `$name`; `| /pointer` (RFC 6901) shows one part of the reply, and
//! only shown parts and errors are compared: the same on every face, whatever ids it makes.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::face::Face;

/// Runs a script; answers what it shows, a line for each `|` and each error.
///
/// # Panics
/// When a line cannot be read: a mistake in the test.
pub fn run(face: &dyn Face, script: &str) -> String {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut shown = String::new();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, line) = match line.split_once(" = ") {
            Some((name, rest)) if !name.contains(' ') => (Some(name), rest),
            _ => (None, line),
        };
        let (call, pointer) = match line.rsplit_once(" | ") {
            Some((call, pointer)) => (call, Some(pointer)),
            None => (line, None),
        };
        let (command, request) = call.split_once(' ').unwrap_or((call, "{}"));
        let mut request = request.to_owned();
        for (name, id) in names.iter().rev() {
            request = request.replace(&format!("${name}"), id);
        }
        let request: Value = serde_json::from_str(&request)
            .unwrap_or_else(|error| panic!("the script's line {line:?} has no JSON: {error}"));
        match face.call(command, &request) {
            Ok(reply) => {
                if let Some(name) = name {
                    let id = reply["id"].as_str().expect("a named line answers an id");
                    names.insert(name.to_owned(), id.to_owned());
                }
                if let Some(pointer) = pointer {
                    let part = reply.pointer(pointer).unwrap_or(&Value::Null);
                    shown.push_str(&format!("{part}\n"));
                }
            }
            Err(error) => {
                let field = error["field"].as_str().map(|field| format!(" ({field})"));
                let code = error["code"].as_str().unwrap_or("no code");
                shown.push_str(&format!("{code}{}\n", field.unwrap_or_default()));
            }
        }
    }
    shown
}
