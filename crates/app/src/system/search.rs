//! Search over every domain: by words, by names, and by meaning where the person wants that.

use std::collections::HashMap;

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::view::Named;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::meaning::{self, Meaning, Near};
use store::read::ReadCx;
use store::search::{self, Query};
use ts_rs::TS;

use crate::app::App;
use crate::domains::DOMAINS;
use crate::system::system;
use crate::system::words::LIKENESS_MIN;

system! { COMMANDS "search":
    /// Full text over every domain, best first; and what means the same, where that may be read.
    read find(Find) -> Found, reads &["*"];
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
    /// Whether it has other words that mean nearly the same.
    by_meaning: bool,
}

/// A piece of a snippet.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct SnippetPart {
    /// The text.
    text: String,
    /// Whether it is what was looked for.
    hit: bool,
}

/// Names that are shown beside what full text finds: a few, because a person who wants more of them
/// looks on their own page.
const NAMED_MAX: usize = 5;

/// What is near in meaning at most: beyond these, likeness is chance.
const NEAR_MAX: usize = 30;

/// A shorter text is the beginning of a word, not a meaning.
const MEANING_CHARS_MIN: usize = 6;

/// How slowly a place in a list loses its worth when two lists are put together: reciprocal rank fusion
/// (Cormack, Clarke and Buettcher 2009), with the constant of that paper.
const FUSION: f32 = 60.0;

fn find(app: &App, request: Find) -> Result<Found> {
    let query = Query {
        text: request.text,
        kinds: request.kinds.unwrap_or_default(),
        tag: request.tag,
        from: request.from.map(|day| day.to_string()),
        to: request.to.map(|day| day.to_string()),
        limit: request.limit.unwrap_or(50) as usize,
    };
    let meaning = wanted_meaning(app, &query)?;
    let (found, more, near, named) = app.vault()?.store.read(|cx| {
        let (found, more) = search::find(cx, &query)?;
        let near = meaning.as_ref().map_or(Ok(Vec::new()), |meaning| near(cx, &query, meaning))?;
        Ok((found, more, near, named(cx, &query)?))
    })?;
    let found = found.into_iter().map(|hit| SearchHit {
        kind: hit.kind,
        id: hit.id,
        day: hit.day,
        title: hit.title,
        snippet: snippet(&hit.snippet),
        by_meaning: false,
    });
    let found = together(found.collect(), near, query.limit);
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
            by_meaning: false,
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

/// What the query means, when that may be read and it asks for no exact words.
fn wanted_meaning(app: &App, query: &Query) -> Result<Option<Meaning>> {
    let text = query.text.trim();
    let exact = text.contains('"') || text.split_whitespace().any(|word| word.starts_with('-'));
    if exact || query.tag.is_some() || text.chars().count() < MEANING_CHARS_MIN {
        return Ok(None);
    }
    app.meaning_of(text)
}

fn near(cx: &ReadCx<'_>, query: &Query, wanted: &Meaning) -> Result<Vec<Near>> {
    let mut near = meaning::nearest(cx, wanted, None, NEAR_MAX)?;
    near.retain(|near| {
        LIKENESS_MIN <= near.likeness
            && (query.kinds.is_empty() || query.kinds.contains(&near.kind))
            && query.from.as_ref().is_none_or(|from| *from <= near.day)
            && query.to.as_ref().is_none_or(|to| near.day <= *to)
    });
    Ok(near)
}

/// Two rankings as one: what stands high in either stands high.
fn together(found: Vec<SearchHit>, near: Vec<Near>, limit: usize) -> Vec<SearchHit> {
    if near.is_empty() {
        return found;
    }
    let worth = |rank: usize| 1.0 / (FUSION + rank as f32 + 1.0);
    let mut places: HashMap<AnyId, usize> = HashMap::new();
    let mut all: Vec<(f32, SearchHit)> = Vec::with_capacity(found.len() + near.len());
    for (rank, hit) in found.into_iter().enumerate() {
        places.insert(hit.id, all.len());
        all.push((worth(rank), hit));
    }
    for (rank, near) in near.into_iter().enumerate() {
        if let Some(place) = places.get(&near.id) {
            all[*place].0 += worth(rank);
            continue;
        }
        let hit = SearchHit {
            kind: near.kind,
            id: near.id,
            day: near.day,
            title: near.title,
            snippet: snippet(&near.beginning),
            by_meaning: true,
        };
        all.push((worth(rank), hit));
    }
    // Stable: of equals, words come before meaning.
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    all.truncate(limit.max(1));
    all.into_iter().map(|(_, hit)| hit).collect()
}
