//! Every version of a record, what changed between them, and the way back.

use base::error::Result;
use base::id::AnyId;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};
use store::history::{self, By, Version};
use store::record::Value;
use store::store::Write;
use ts_rs::TS;

use crate::app::App;
use crate::domains;
use crate::system::system;
use crate::system::writer::{DeviceNames, Writer};

system! { COMMANDS "history":
    /// Every version, oldest first.
    read versions(OfRecord) -> Vec<VersionRow>, reads &["*"];
    /// What changed between two versions; left out: from nothing, to now.
    read diff(Between) -> Difference, reads &["*"];
    /// What other devices changed of late, the latest first.
    read elsewhere(ListElsewhere) -> Vec<ElsewhereRow>, reads &["*"];
    /// Makes a record what it was; the way there stays in its history.
    write restore(ToVersion) -> ();
}

/// Names a record.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfRecord {
    /// The record.
    id: AnyId,
}

/// One version of a record.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct VersionRow {
    /// What the other commands take.
    version: String,
    /// When, RFC 3339.
    at: String,
    /// Who made it.
    writer: Writer,
    /// How many operations.
    changes: u32,
}

/// How much of what other devices changed.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct ListElsewhere {
    /// At most 500.
    #[serde(default)]
    limit: Option<u32>,
}

/// Changes to one kind that one other device made, one soon after the other.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct ElsewhereRow {
    /// The last of them, by that device's clock, RFC 3339.
    at: String,
    /// Who made them.
    writer: Writer,
    /// The kind.
    kind: String,
    /// How many records were changed; 0 where only facts were told.
    records: u32,
}

/// Two versions of a record.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct Between {
    /// The record.
    id: AnyId,
    /// The earlier version.
    #[serde(default)]
    from: Option<String>,
    /// The later version.
    #[serde(default)]
    to: Option<String>,
}

/// What changed.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct Difference {
    /// The prose, piece by piece.
    text: Vec<TextPart>,
    /// The other fields that differ.
    fields: Vec<FieldChange>,
}

/// A piece of prose.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct TextPart {
    /// `same`, `insert` or `delete`.
    #[ts(type = "\"same\" | \"insert\" | \"delete\"")]
    op: String,
    /// The piece.
    text: String,
}

/// A field that differs.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct FieldChange {
    /// Its name.
    name: String,
    /// Its value before.
    before: Option<String>,
    /// Its value after.
    after: Option<String>,
}

/// A record and one of its versions.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToVersion {
    /// The record.
    id: AnyId,
    /// The version.
    version: String,
}

fn versions(app: &App, request: OfRecord) -> Result<Vec<VersionRow>> {
    let versions = app.vault()?.store.read(|cx| history::versions(cx, request.id))?;
    let names = DeviceNames::of(app)?;
    Ok(versions.into_iter().map(|version| row(version, &names)).collect())
}

fn row(version: Version, names: &DeviceNames) -> VersionRow {
    VersionRow {
        at: Timestamp::from_second(version.at_secs).unwrap_or_default().to_string(),
        writer: names.writer(&version.by),
        changes: u32::try_from(version.ops).unwrap_or(u32::MAX),
        version: version.version,
    }
}

const ELSEWHERE: u32 = 100;
const ELSEWHERE_MAX: u32 = 500;

fn elsewhere(app: &App, request: ListElsewhere) -> Result<Vec<ElsewhereRow>> {
    let limit = request.limit.unwrap_or(ELSEWHERE).min(ELSEWHERE_MAX);
    let found = app.vault()?.store.read(|cx| history::elsewhere(cx, limit as usize))?;
    if found.is_empty() {
        return Ok(Vec::new()); // Of a single device the usual answer: no look at a list of them.
    }
    let names = DeviceNames::of(app)?;
    let rows = found.into_iter().map(|one| ElsewhereRow {
        at: Timestamp::from_millisecond(one.at_ms).unwrap_or_default().to_string(),
        writer: names.writer(&By::Device(one.device)),
        kind: one.kind,
        records: u32::try_from(one.records).unwrap_or(u32::MAX),
    });
    Ok(rows.collect())
}

fn diff(app: &App, request: Between) -> Result<Difference> {
    let (kind, before, after) = app.vault()?.store.read(|cx| {
        let now = cx.record(request.id)?;
        let at = |version: &Option<String>| match version {
            Some(version) => history::at(cx, request.id, version).map(Some),
            None => Ok(None),
        };
        let before = at(&request.from)?.unwrap_or_default();
        let after = at(&request.to)?.unwrap_or(now.fields);
        Ok((now.kind, before, after))
    })?;
    let prose = domains::schema().kind(&kind).map_or(&[][..], |kind| kind.prose);
    let mut difference = Difference { text: Vec::new(), fields: Vec::new() };
    for name in prose {
        let (old, new) = (store::record::text(&before, name), store::record::text(&after, name));
        difference.text.extend(text_parts(old, new));
    }
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    for name in names.into_iter().filter(|name| !prose.contains(&name.as_str())) {
        let (old, new) = (before.get(name).map(shown), after.get(name).map(shown));
        if old != new {
            difference.fields.push(FieldChange { name: name.clone(), before: old, after: new });
        }
    }
    Ok(difference)
}

/// A value as text.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}

fn text_parts(old: &str, new: &str) -> Vec<TextPart> {
    let mut parts: Vec<TextPart> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let op = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Insert => "insert",
            ChangeTag::Delete => "delete",
        };
        match parts.last_mut().filter(|part| part.op == op) {
            Some(part) => part.text.push_str(change.value()),
            None => parts.push(TextPart { op: op.into(), text: change.value().into() }),
        }
    }
    parts
}

fn restore(app: &App, request: ToVersion) -> Result<()> {
    let write = Write::new("history.restore");
    app.vault()?.store.write(write, move |cx| cx.restore_version(request.id, &request.version))
}
