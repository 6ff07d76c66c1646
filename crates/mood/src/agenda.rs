//! Check-ins on the calendar. They stand at the hour of the clock, as calendars do: what is said at
//! half past one at night stands on that date, though it counts for the day before.

use base::day::Span;
use base::error::Result;
use domain::view::AgendaItem;

use crate::model::day::{calendar_day, clock, midnight_ms};
use crate::own::{Said, SelfReports};

/// What the person said between two days, in the order of days.
pub(crate) fn agenda(own: &SelfReports<'_>, span: Span) -> Result<Vec<AgendaItem>> {
    let said = own.between(midnight_ms(span.first), midnight_ms(span.last.plus(1)))?;
    Ok(said.iter().map(item).collect())
}

fn item(said: &Said) -> AgendaItem {
    AgendaItem {
        domain: "mood".into(),
        kind: "mood.checkin".into(),
        id: said.id,
        date: calendar_day(said.local_ms),
        time: Some(clock(said.local_ms)),
        end: None,
        title: title(said.words.iter().map(String::as_str)),
        done: true,
        money: None,
    }
}

/// `Calm, tired`; without words, what it is.
pub(crate) fn title<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words = words.collect::<Vec<_>>().join(", ");
    let mut chars = words.chars();
    match chars.next() {
        None => "Check-in".to_owned(),
        Some(first) => first.to_uppercase().chain(chars).collect(),
    }
}
