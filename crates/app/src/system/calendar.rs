//! What crosses all domains: the calendar and quick capture.

use base::day::{Day, Span};
use base::error::{Error, Result};
use domain::view::{AgendaItem, Draft};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::app::App;
use crate::domains::DOMAINS;
use crate::system::system;

system! { COMMANDS "calendar":
    /// A day, from every domain.
    read day(OfDay) -> Vec<AgendaItem>, reads &["*"];
    /// A month, from every domain.
    read month(OfAgendaMonth) -> AgendaMonth, reads &["*"];
}

system! { CAPTURE "capture":
    /// What a line could become, best guess first.
    read read(Line) -> Vec<Draft>;
}

/// Names a day.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfDay {
    /// The local day.
    date: Day,
}

/// Names a month.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfAgendaMonth {
    /// `2026-03`.
    month: String,
}

/// A month of the calendar.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct AgendaMonth {
    /// The days that have something.
    days: Vec<AgendaDay>,
}

/// A day of the calendar.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct AgendaDay {
    /// The day.
    date: Day,
    /// What it holds.
    items: Vec<AgendaItem>,
}

/// One typed line.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    /// As typed.
    text: String,
}

/// The longest line that quick capture reads, in characters: more is an entry, not a line.
const LINE_CHARS_MAX: usize = 10_000;

fn agenda(app: &App, span: Span) -> Result<Vec<AgendaItem>> {
    let mut items = app.vault()?.store.read(|cx| {
        let mut items = Vec::new();
        for domain in DOMAINS {
            items.extend(domain.agenda(cx, span)?);
        }
        Ok(items)
    })?;
    items.sort_by(|a, b| (a.date, &a.time).cmp(&(b.date, &b.time)));
    Ok(items)
}

fn day(app: &App, request: OfDay) -> Result<Vec<AgendaItem>> {
    agenda(app, Span { first: request.date, last: request.date })
}

fn month(app: &App, request: OfAgendaMonth) -> Result<AgendaMonth> {
    let first: Day = format!("{}-01", request.month).parse().map_err(|_| {
        Error::invalid("month", format!("{:?} is not a month like 2026-03", request.month))
    })?;
    let last = Day::new(first.date().last_of_month());
    let mut days: Vec<AgendaDay> = Vec::new();
    for item in agenda(app, Span { first, last })? {
        match days.last_mut().filter(|day| day.date == item.date) {
            Some(day) => day.items.push(item),
            None => days.push(AgendaDay { date: item.date, items: vec![item] }),
        }
    }
    Ok(AgendaMonth { days })
}

fn read(app: &App, request: Line) -> Result<Vec<Draft>> {
    if request.text.chars().count() > LINE_CHARS_MAX {
        return Err(Error::invalid(
            "text",
            format!("a line has at most {LINE_CHARS_MAX} characters"),
        ));
    }
    let mut drafts: Vec<Draft> = app.vault()?.store.read(|cx| {
        Ok(DOMAINS.iter().flat_map(|domain| domain.capture(&request.text, cx)).collect())
    })?;
    drafts.sort_by_key(|draft| !draft.sure);
    Ok(drafts)
}
