//! Requests made from the registry's own schemas: plausible ones, and such as no face of ours would send. A
//! new command is asked by itself.

use serde_json::{Value, json};

use crate::face::Face;

/// Longer than any title, shorter than what a request may be.
const LONG: usize = 300_000;
/// Deeper than any request, shallower than what the reader of JSON refuses for every command alike.
const DEEP: usize = 100;
/// How deep a plausible request goes where its schema refers to itself.
const PLAUSIBLY_DEEP: usize = 8;
/// Parts that name a place on this computer.
const PLACES: [&str; 3] = ["path", "folder", "into"];

/// Streams that stay open as long as somebody watches them, or until another device comes.
pub const WAITING: [&str; 6] = [
    "senses.watch_camera",
    "senses.listen",
    "voice.record",
    "breath.measure",
    "sync.invite",
    "sync.join",
];

/// A command as `help.commands` tells it.
pub struct Known {
    /// `journal.entries`.
    pub name: String,
    /// `read`, `write`, `body` or `stream`.
    pub access: String,
    /// The JSON Schema of its request.
    pub request: Value,
}

/// Every command of the program.
///
/// # Panics
/// When the program does not tell: a mistake in it.
pub fn registry(face: &dyn Face) -> Vec<Known> {
    let told = face.call("help.commands", &json!({})).expect("it tells what it can be asked");
    let word = |command: &Value, key: &str| command[key].as_str().expect("a word").to_owned();
    let commands = told.as_array().expect("commands").iter();
    commands
        .map(|command| Known {
            name: word(command, "name"),
            access: word(command, "access"),
            request: command["request"].clone(),
        })
        .collect()
}

/// What a plausible request says where it may say anything.
pub struct Words<'a> {
    /// In every text without a form of its own.
    pub text: &'a str,
    /// In every part that names a place on this computer.
    pub place: &'a str,
    /// In every part that names a record.
    pub id: &'a str,
}

impl Words<'_> {
    /// A request with all of its parts, each of its kind.
    pub fn request(&self, schema: &Value) -> Value {
        self.of(schema, schema, 0)
    }

    /// The same with nothing that may be left out of it.
    pub fn short_request(&self, schema: &Value) -> Value {
        let mut whole = self.request(schema);
        let needed = schema["required"].as_array();
        if let Some(parts) = whole.as_object_mut() {
            parts.retain(|name, _| {
                needed.is_some_and(|needed| needed.iter().any(|one| one == name))
            });
        }
        whole
    }

    fn of(&self, root: &Value, schema: &Value, depth: usize) -> Value {
        if PLAUSIBLY_DEEP < depth {
            return Value::Null;
        }
        if let Some(name) = schema["$ref"].as_str().and_then(|at| at.rsplit('/').next()) {
            return self.of(root, &root["$defs"][name], depth + 1);
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        if let Some(first) = schema["enum"].as_array().and_then(|words| words.first()) {
            return first.clone();
        }
        let choices = ["anyOf", "oneOf", "allOf"].iter().find_map(|key| schema[*key].as_array());
        if let Some(first) = choices.and_then(|choices| choices.first()) {
            return self.of(root, first, depth + 1);
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds.first().and_then(Value::as_str),
            kind => kind.as_str(),
        };
        match kind {
            Some("string") => match schema["format"].as_str() {
                Some("uuid") => json!(self.id),
                Some("date") => json!("2026-03-01"),
                _ => json!(self.text),
            },
            Some("integer") => json!(schema["minimum"].as_i64().unwrap_or(0).max(1)),
            Some("number") => json!(1.5),
            Some("boolean") => json!(true),
            Some("array") => json!([self.of(root, &schema["items"], depth + 1)]),
            Some("object") => {
                let parts = schema["properties"].as_object().into_iter().flatten();
                parts
                    .map(|(name, part)| match PLACES.contains(&name.as_str()) {
                        true => (name.clone(), json!(self.place)),
                        false => (name.clone(), self.of(root, part, depth + 1)),
                    })
                    .collect()
            }
            _ => Value::Null,
        }
    }
}

/// What stands in the place of any part of a request, or of the whole.
fn oddities() -> Vec<Value> {
    let deep = (0..DEEP).fold(json!([]), |inner, _| json!([inner]));
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!(0.1),
        json!(""),
        json!("\u{0}\u{202e}\u{feff}"),
        json!("'; DROP TABLE doc; --"),
        json!("-262143-01-01"),
        json!("9999-12-31"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!("ä".repeat(LONG / 2)),
        json!([]),
        json!([[], {}, 0, ""]),
        json!(vec![0; 20_000]),
        json!({ "": { "": null }, "__proto__": { "id": 1 } }),
        deep,
    ]
}

/// Whole requests that every command must refuse.
pub fn refused_by_all() -> Vec<Value> {
    let mut odd = oddities();
    // A list of the parts in order is a form that the reader of JSON takes; some lists fit a request.
    odd.retain(|odd| !odd.is_array());
    odd.push(json!({ "no_such_part": 1 }));
    odd
}

/// A plausible request, and the same with each of its parts made odd in every way. Places on this computer are
/// only made odd by kind: what is written or read stays where `words` says.
pub fn odd(schema: &Value, words: &Words<'_>) -> Vec<Value> {
    let plausible = words.request(schema);
    let oddities = oddities();
    let mut parts = Vec::new();
    pointers(&plausible, "", &mut parts);
    let mut all = Vec::new();
    for part in parts {
        let is_place = part.rsplit('/').next().is_some_and(|name| PLACES.contains(&name));
        for odd in oddities.iter().filter(|odd| !(is_place && odd.is_string())) {
            let mut question = plausible.clone();
            *question.pointer_mut(&part).expect("it was found there") = odd.clone();
            all.push(question);
        }
    }
    all.push(plausible);
    all
}

/// Where the parts of a value are, as JSON pointers.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(parts) => parts.iter().map(|(name, part)| (name.clone(), part)).collect(),
        Value::Array(parts) => {
            parts.iter().enumerate().map(|(n, part)| (n.to_string(), part)).collect()
        }
        _ => return,
    };
    for (name, part) in parts {
        let at = format!("{at}/{name}");
        pointers(part, &at, found);
        found.push(at);
    }
}
