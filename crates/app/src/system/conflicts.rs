//! What several devices have said differently at once, and the choice between it.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::wire;
use jiff::Timestamp;
use store::conflict::{self, Conflicted};
use store::read::ReadCx;
use store::record::Value;
use store::store::Write;

use super::history;
use super::writer::{DeviceNames, Writer};
use crate::app::App;
use crate::system::system;

system! { COMMANDS "records":
    /// Records with fields for which several devices have said different things at once; the newest first.
    read conflicts(ConflictsOf) -> Vec<RecordConflict>, reads &["*"];
    /// Ends conflicts of one record, each by one of the values that were said; one step of undo.
    write choose(ChosenValues) -> ();
}

wire! {
    /// Which conflicts.
    pub(crate) struct ConflictsOf {
        /// Of this record alone; left out: of all.
        #[serde(default)]
        #[ts(optional)]
        pub(crate) id: Option<AnyId>,
    }

    /// A record of which fields wait for a choice.
    #[derive(Eq)]
    pub(crate) struct RecordConflict {
        /// The record.
        pub(crate) id: AnyId,
        /// Its kind.
        pub(crate) kind: String,
        /// Its title, or how its text begins; may be empty.
        pub(crate) title: String,
        /// The day it belongs to; empty when it has none.
        pub(crate) day: String,
        /// The fields.
        pub(crate) fields: Vec<FieldConflict>,
    }

    /// A field with several values.
    #[derive(Eq)]
    pub(crate) struct FieldConflict {
        /// Its name.
        pub(crate) field: String,
        /// What devices said of it, the earliest first.
        pub(crate) values: Vec<SaidValue>,
    }

    /// One of the values.
    #[derive(Eq)]
    pub(crate) struct SaidValue {
        /// What `records.choose` takes; the same on every device.
        pub(crate) told: String,
        /// The value as text; of a record that it names, what that is called.
        pub(crate) value: String,
        /// Who said it.
        pub(crate) writer: Writer,
        /// When, by the clock of who said it, RFC 3339.
        pub(crate) at: String,
        /// Whether it is the one that holds now.
        pub(crate) holds: bool,
    }

    /// Choices for one record.
    pub(crate) struct ChosenValues {
        /// The record.
        pub(crate) id: AnyId,
        /// A value for each field, at most 100.
        pub(crate) choices: Vec<ChosenValue>,
    }

    /// A choice.
    #[derive(Eq)]
    pub(crate) struct ChosenValue {
        /// The field.
        pub(crate) field: String,
        /// The value's `told`.
        pub(crate) told: String,
    }
}

/// Records in one answer: each of them is opened.
const RECORDS_MAX: u32 = 100;
/// Fields in one request; more than any record has in conflict at once.
const CHOICES_MAX: usize = 100;

fn conflicts(app: &App, request: ConflictsOf) -> Result<Vec<RecordConflict>> {
    let vault = app.vault()?;
    let found = vault.store.read(|cx| conflict::list(cx, request.id, RECORDS_MAX))?;
    if found.is_empty() {
        return Ok(Vec::new()); // The usual answer costs no look at the devices.
    }
    let names = DeviceNames::of(app)?;
    vault.store.read(|cx| found.into_iter().map(|one| record(cx, one, &names)).collect())
}

fn record(cx: &ReadCx<'_>, found: Conflicted, names: &DeviceNames) -> Result<RecordConflict> {
    let mut fields = Vec::new();
    for field in found.fields {
        let mut values = Vec::new();
        let last = field.told.len().saturating_sub(1);
        for (at, told) in field.told.into_iter().enumerate() {
            values.push(SaidValue {
                value: words(cx, &told.value)?,
                writer: names.writer(&told.by),
                at: Timestamp::from_second(told.at_secs).unwrap_or_default().to_string(),
                told: told.told,
                holds: at == last,
            });
        }
        values.sort_by(|a, b| (&a.at, &a.told).cmp(&(&b.at, &b.told)));
        fields.push(FieldConflict { field: field.name, values });
    }
    let Conflicted { id, kind, title, day, .. } = found;
    Ok(RecordConflict { id, kind, title, day, fields })
}

/// A value for people: of a record that it names, what that is called.
fn words(cx: &ReadCx<'_>, value: &Value) -> Result<String> {
    let shown = history::shown(value);
    let Ok(id) = shown.parse::<AnyId>() else { return Ok(shown) };
    let Some(named) = cx.find(id)? else { return Ok(shown) };
    Ok(["name", "title", "payee", "text"]
        .into_iter()
        .map(|key| named.text(key))
        .find(|text| !text.is_empty())
        .map_or(shown, str::to_owned))
}

fn choose(app: &App, request: ChosenValues) -> Result<()> {
    let ChosenValues { id, choices } = request;
    if choices.is_empty() || CHOICES_MAX < choices.len() {
        let words = format!("between one and {CHOICES_MAX} choices at once");
        return Err(Error::invalid("choices", words));
    }
    app.vault()?.store.write(Write::new("records.choose"), move |cx| {
        choices.iter().try_for_each(|choice| cx.choose(id, &choice.field, &choice.told))
    })
}
