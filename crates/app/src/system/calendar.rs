//! What crosses all domains: search, the calendar, quick capture.

use base::day::{Day, Span};
use base::error::{Error, Result};
use base::id::AnyId;
use domain::view::{AgendaItem, Draft, Named};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::read::ReadCx;
use store::search::{self, Query};
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

system! { SEARCH "search":
    /// Full text over every domain, best first.
    read find(Find) -> Found, reads &["*"];
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

/// What to look for.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct Find {
    /// Words, the last one perhaps unfinished; `"a phrase"`; `-without`.
    text: String,
    /// Only these kinds.
    #[serde(default)]
    kinds: Option<Vec<String>>,
    /// Only with this tag.
    #[serde(default)]
    tag: Option<String>,
    /// Not before this day.
    #[serde(default)]
    from: Option<Day>,
    /// Not after this day.
    #[serde(default)]
    to: Option<Day>,
    /// How many, at most 200.
    #[serde(default)]
    limit: Option<u32>,
}

/// What was found.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct Found {
    /// Best first.
    hits: Vec<SearchHit>,
    /// Whether there are more.
    more: bool,
}

/// One thing that was found.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct SearchHit {
    /// Its kind.
    kind: String,
    /// Its id.
    id: AnyId,
    /// Its day.
    day: String,
    /// Its title.
    title: String,
    /// Text around the hits.
    snippet: Vec<SnippetPart>,
}

/// A piece of a snippet.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct SnippetPart {
    /// The text.
    text: String,
    /// Whether it is what was looked for.
    hit: bool,
}

/// One typed line.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    /// As typed.
    text: String,
}

/// Names that are shown beside what full text finds: a few, because a person who wants more of them
/// looks on their own page.
const NAMED_MAX: usize = 5;

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

fn find(app: &App, request: Find) -> Result<Found> {
    let query = Query {
        text: request.text,
        kinds: request.kinds.unwrap_or_default(),
        tag: request.tag,
        from: request.from.map(|day| day.to_string()),
        to: request.to.map(|day| day.to_string()),
        limit: request.limit.unwrap_or(50) as usize,
    };
    let (found, more, named) = app.vault()?.store.read(|cx| {
        let (found, more) = search::find(cx, &query)?;
        Ok((found, more, named(cx, &query)?))
    })?;
    let found = found.into_iter().map(|hit| SearchHit {
        kind: hit.kind,
        id: hit.id,
        day: hit.day,
        title: hit.title,
        snippet: snippet(&hit.snippet),
    });
    let wanted = query.text.trim().to_lowercase();
    // Who types the beginning of a name wants its page; other names come after what was written.
    let (mut hits, after): (Vec<SearchHit>, Vec<SearchHit>) = named
        .into_iter()
        .map(|named| SearchHit {
            kind: named.kind,
            id: named.id,
            day: String::new(),
            title: named.title,
            snippet: snippet(&named.note),
        })
        .partition(|hit| hit.title.to_lowercase().starts_with(&wanted));
    hits.extend(found);
    hits.extend(after);
    Ok(Found { hits, more })
}

/// What domains find by name; only when neither days nor a tag are asked for, which names have not.
fn named(cx: &ReadCx<'_>, query: &Query) -> Result<Vec<Named>> {
    if query.tag.is_some() || query.from.is_some() || query.to.is_some() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for domain in DOMAINS {
        let prefix = format!("{}.", domain.name());
        if query.kinds.is_empty() || query.kinds.iter().any(|kind| kind.starts_with(&prefix)) {
            all.extend(domain.find(cx, &query.text, NAMED_MAX.min(query.limit))?);
        }
    }
    all.retain(|named: &Named| query.kinds.is_empty() || query.kinds.contains(&named.kind));
    Ok(all)
}

fn snippet(marked: &str) -> Vec<SnippetPart> {
    let part = |text: &str, hit| SnippetPart { text: text.replace('\u{2}', ""), hit };
    let mut parts = Vec::new();
    for (index, piece) in marked.split('\u{1}').enumerate() {
        match piece.split_once('\u{2}').filter(|_| index > 0) {
            Some((hit, rest)) => parts.extend([part(hit, true), part(rest, false)]),
            None => parts.push(part(piece, false)),
        }
    }
    parts.retain(|part| !part.text.is_empty());
    parts
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
