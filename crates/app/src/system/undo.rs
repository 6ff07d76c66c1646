//! Undo and redo.

use base::error::Result;
use domain::command::Nothing;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::store::{Origin, Write};
use store::undo::{self, UndoStep};
use store::write::Step;
use ts_rs::TS;

use crate::app::App;
use crate::system::system;

system! { COMMANDS "undo":
    /// Undoes the last step; null when there is none.
    write undo(Nothing) -> Option<StepRow>;
    /// Redoes what was undone last; null when there is none.
    write redo(Nothing) -> Option<StepRow>;
    /// Undoes one step, whatever came after it.
    write step(OneStep) -> StepRow;
    /// The latest steps, newest first.
    read list(ListSteps) -> Vec<StepRow>, reads &["*"];
}

/// One undo step.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct StepRow {
    /// Its number.
    step: i64,
    /// The command that made it.
    label: String,
    /// When, RFC 3339.
    at: String,
    /// Whether it is undone.
    undone: bool,
    /// How many records and facts it touched.
    items: i64,
}

/// Names a step.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OneStep {
    /// Its number.
    step: i64,
}

/// How many steps.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct ListSteps {
    /// At most 500.
    #[serde(default)]
    limit: Option<u32>,
}

fn row(step: UndoStep) -> StepRow {
    StepRow {
        step: step.n,
        label: step.label,
        at: Timestamp::from_millisecond(step.at_ms).unwrap_or_default().to_string(),
        undone: step.undone,
        items: step.items,
    }
}

fn write(label: &'static str) -> Write {
    Write::new(label).step(Step::None).origin(Origin::Undo)
}

fn undo(app: &App, _: Nothing) -> Result<Option<StepRow>> {
    let step = app.vault()?.store.write(write("undo.undo"), |cx| cx.undo())?;
    Ok(step.map(row))
}

fn redo(app: &App, _: Nothing) -> Result<Option<StepRow>> {
    let step = app.vault()?.store.write(write("undo.redo"), |cx| cx.redo())?;
    Ok(step.map(row))
}

fn step(app: &App, request: OneStep) -> Result<StepRow> {
    app.vault()?.store.write(write("undo.step"), move |cx| cx.undo_step(request.step)).map(row)
}

fn list(app: &App, request: ListSteps) -> Result<Vec<StepRow>> {
    let limit = request.limit.unwrap_or(50).min(500) as usize;
    let steps = app.vault()?.store.read(|cx| undo::steps(cx, limit))?;
    Ok(steps.into_iter().map(row).collect())
}
