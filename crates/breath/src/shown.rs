//! What breath shows outside of its own pages: sessions on the calendar, what search knows of them.

use base::day::Span;
use base::error::Result;
use base::id::AnyId;
use domain::view::AgendaItem;
use jiff::Timestamp;
use store::params;
use store::read::ReadCx;
use store::record::{Record, SearchDoc};

use crate::model::course::COURSES;
use crate::model::session::{Practice, PracticeKind};
use crate::model::shipped::Shipped;
use crate::model::{day, day_number, local_day, zone_of};
use crate::projection::{Stage, kind_of};
use crate::record::{HRV, PATTERN, SESSION};

/// What was practiced, in words.
pub(crate) fn title(kind: PracticeKind, pattern: &str, name: &str, course: &str) -> String {
    let course = COURSES.iter().find(|one| one.id == course);
    match (kind, Shipped::find(pattern)) {
        (PracticeKind::Meditation, _) => {
            course.map_or_else(|| "Meditation".to_owned(), |course| course.title.to_owned())
        }
        (PracticeKind::Breathing, Some(shipped)) => shipped.name.to_owned(),
        (PracticeKind::Breathing, None) if name.is_empty() => "Breathing".to_owned(),
        (PracticeKind::Breathing, None) => name.to_owned(),
    }
}

/// Minutes in words: `5 min`; below one `40 s`.
pub(crate) fn length(ms: i64) -> String {
    match (ms + 30_000) / 60_000 {
        0 => format!("{} s", ms / 1000),
        minutes => format!("{minutes} min"),
    }
}

/// Sessions that count, in the order of days.
pub(crate) fn agenda(cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
    let clock = |at_ms: i64, zone: &str| {
        let at = Timestamp::from_millisecond(at_ms).ok()?.to_zoned(zone_of(zone));
        Some(at.strftime("%H:%M").to_string())
    };
    cx.sql().rows(
        "SELECT id, kind, day, start_ms, end_ms, zone, pattern, name, course, practiced_ms
         FROM breath_session WHERE state = ?1 AND day BETWEEN ?2 AND ?3
         ORDER BY day, start_ms, id",
        params![Stage::Done as i64, day_number(span.first), day_number(span.last)],
        |row| {
            let (kind, zone) = (kind_of(row.int(1)?), row.text(5)?);
            let id: AnyId = row.id(0)?;
            let title = title(kind, row.text_here(6)?, row.text_here(7)?, row.text_here(8)?);
            Ok(AgendaItem {
                domain: "breath".into(),
                kind: SESSION.name.into(),
                id,
                date: day(row.int(2)?)?,
                time: clock(row.int(3)?, &zone),
                end: row.opt_int(4)?.and_then(|end| clock(end, &zone)),
                title: format!("{title}, {}", length(row.int(9)?)),
                done: true,
                money: None,
            })
        },
    )
}

/// What search knows of a record: own patterns, sessions and readings with what is noted.
pub(crate) fn search(record: &Record) -> Option<SearchDoc> {
    let said = |key: &str| record.text(key).to_owned();
    match record.kind.as_str() {
        kind if kind == PATTERN.name => {
            let doc = SearchDoc {
                title: said("name"),
                body: said("note"),
                extra: "breathing pattern".into(),
                ..SearchDoc::default()
            };
            Some(doc).filter(|doc| !doc.title.is_empty())
        }
        kind if kind == SESSION.name => {
            let practice = Practice::of(&record.fields);
            Some(SearchDoc {
                day: local_day(practice.began_ms(), &practice.zone).to_string(),
                title: title(
                    practice.kind,
                    &practice.pattern,
                    &practice.name,
                    record.text("course"),
                ),
                body: said("note"),
                extra: practice.kind.word().to_owned(),
            })
        }
        kind if kind == HRV.name => Some(SearchDoc {
            day: local_day(record.int("at").unwrap_or(0), record.text("zone")).to_string(),
            title: "Heart-rate variability".into(),
            body: said("note"),
            extra: said("source"),
        })
        .filter(|doc| !doc.body.is_empty() || record.trashed_ms.is_some()),
        _ => None,
    }
}
