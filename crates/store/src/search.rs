//! Full-text search over every domain.

use base::error::{Error, Result};
use base::id::AnyId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Attempt;
use crate::meaning;
use crate::read::ReadCx;
use crate::record::SearchDoc;
use crate::sql::Param;

/// What to look for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words; the last one may be unfinished. `"a phrase"` and `-word` are understood.
    pub text: String,
    /// Only these kinds; empty: all.
    pub kinds: Vec<String>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Not before this day.
    pub from: Option<String>,
    /// Not after this day.
    pub to: Option<String>,
    /// How many hits.
    pub limit: usize,
}

/// One thing that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: AnyId,
    /// The day that it belongs to.
    pub day: String,
    /// Its title.
    pub title: String,
    /// Text around the hits; a hit stands between U+0001 and U+0002.
    pub snippet: String,
}

/// What stands before a tag in [`SearchDoc::extra`] (`xtag:sea`), so that a tag is told from a word.
pub const TAG: &str = "xtag";

/// How many of the newest matches are weighed against each other. A word that stands in every entry
/// of ten years would otherwise cost a ranking of all of them for a page of fifty.
const RANKED_MAX: i64 = 400;

/// Hits, best first, and whether there are more.
///
/// # Errors
/// `Internal` when the index is damaged.
pub fn find(cx: &ReadCx<'_>, query: &Query) -> Result<(Vec<Hit>, bool)> {
    let Some(words) = fts_query(&query.text) else { return Ok((Vec::new(), false)) };
    let kinds = serde_json::to_string(&query.kinds)
        .map_err(|error| Error::internal("preparing a search", error))?;
    let matching = match &query.tag {
        Some(tag) => format!("{words} AND extra : {}", quoted(&format!("{TAG} {tag}"))),
        None => words,
    };
    // The newest matches are found through the index in document order; only those are ranked, and
    // only those that are shown are quoted from.
    let sql = "WITH match AS MATERIALIZED (
             SELECT rowid AS n, bm25(search_fts, 8.0, 1.0, 2.0) AS score
             FROM search_fts WHERE search_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2)
         SELECT n, kind.name, id, day, title FROM match JOIN search_doc USING (n) JOIN kind USING (k)
         WHERE day >= ?3 AND day <= ?4
             AND (?6 = '[]' OR kind.name IN (SELECT value FROM json_each(?6)))
         ORDER BY score, day DESC LIMIT ?5";
    let wide = query.from.is_some() || query.to.is_some() || !query.kinds.is_empty();
    let ranked = if wide { i64::MAX } else { RANKED_MAX };
    let limit = i64::try_from(query.limit.clamp(1, 200)).unwrap_or(200);
    let params = [
        Param::from(matching.as_str()),
        Param::from(ranked),
        Param::from(query.from.as_deref().unwrap_or("")),
        Param::from(query.to.as_deref().unwrap_or("9999-99-99")),
        Param::from(limit + 1),
        Param::from(kinds.as_str()),
    ];
    let mut hits = cx.sql().rows(sql, &params, |row| {
        let hit = Hit {
            kind: row.text(1)?,
            id: row.id(2)?,
            day: row.text(3)?,
            title: row.text(4)?,
            snippet: String::new(),
        };
        Ok((row.int(0)?, hit))
    })?;
    let more = hits.len() as i64 > limit;
    hits.truncate(query.limit.clamp(1, 200));
    for (n, hit) in &mut hits {
        let quoted = cx.sql().first(
            "SELECT snippet(search_fts, -1, char(1), char(2), '…', 24) FROM search_fts
             WHERE search_fts MATCH ?1 AND rowid = ?2",
            &[Param::from(matching.as_str()), Param::from(*n)],
            |row| row.text(0),
        )?;
        hit.snippet = quoted.unwrap_or_default();
    }
    Ok((hits.into_iter().map(|(_, hit)| hit).collect(), more))
}

/// What the person typed as an FTS5 query: every word must occur, the last one as a beginning.
/// `None` when there is nothing to look for.
fn fts_query(text: &str) -> Option<String> {
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    let mut rest = text.trim();
    let unfinished = !text.ends_with([' ', '"']);
    while !rest.is_empty() {
        let negative = rest.starts_with('-') && rest.len() > 1;
        if negative {
            rest = &rest[1..];
        }
        let (word, after, phrase) = match rest.strip_prefix('"') {
            Some(phrase) => match phrase.split_once('"') {
                Some((phrase, after)) => (phrase, after, true),
                None => (phrase, "", true),
            },
            None => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                (&rest[..end], &rest[end..], false)
            }
        };
        rest = after.trim_start();
        if !word.chars().any(char::is_alphanumeric) {
            continue;
        }
        let mut term = quoted(word);
        if rest.is_empty() && unfinished && !phrase && !negative {
            term.push('*');
        }
        if negative { unwanted.push(term) } else { wanted.push(term) }
    }
    if wanted.is_empty() {
        return None;
    }
    let mut query = wanted.join(" AND ");
    for term in unwanted {
        query = format!("({query}) NOT {term}");
    }
    Some(format!("({query})"))
}

/// One term of a query: full-text search reads a query as a C string, which a NUL would end.
fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace(['"', '\0'], ""))
}

/// Writes, replaces or (with `None`) removes what search knows of one thing.
pub(crate) fn put(
    db: &Connection,
    n: i64,
    id: AnyId,
    k: i64,
    found: Option<&SearchDoc>,
) -> Result<()> {
    let old: Option<(String, String, String)> = db
        .prepare_cached("SELECT title, body, extra FROM search_doc WHERE n = ?1")
        .and_then(|mut statement| {
            statement.query_row([n], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
        })
        .attempt("reading the search index")?;
    if let Some((title, body, extra)) = &old {
        db.prepare_cached(
            "INSERT INTO search_fts (search_fts, rowid, title, body, extra)
             VALUES ('delete', ?1, ?2, ?3, ?4)",
        )
        .and_then(|mut statement| statement.execute(params![n, title, body, extra]))
        .attempt("updating the search index")?;
    }
    if old.is_some() && n % 2 == 0 {
        let words = found.map(|found| (found.title.as_str(), found.body.as_str()));
        meaning::words_are(db, n, words)?;
    }
    let Some(found) = found else {
        if old.is_some() {
            db.prepare_cached("DELETE FROM search_doc WHERE n = ?1")
                .and_then(|mut statement| statement.execute([n]))
                .attempt("updating the search index")?;
        }
        return Ok(());
    };
    db.prepare_cached(
        "INSERT OR REPLACE INTO search_doc (n, id, k, day, title, body, extra)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )
    .and_then(|mut statement| {
        statement.execute(params![
            n,
            id.as_bytes(),
            k,
            found.day,
            found.title,
            found.body,
            found.extra
        ])
    })
    .attempt("updating the search index")?;
    db.prepare_cached("INSERT INTO search_fts (rowid, title, body, extra) VALUES (?1, ?2, ?3, ?4)")
        .and_then(|mut statement| {
            statement.execute(params![n, found.title, found.body, found.extra])
        })
        .attempt("updating the search index")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::fts_query;

    #[test]
    fn words_phrases_and_exclusions_become_a_query() {
        assert_eq!(fts_query("lake swi").as_deref(), Some("(\"lake\" AND \"swi\"*)"));
        assert_eq!(
            fts_query("\"old friend\" -work ").as_deref(),
            Some("((\"old friend\") NOT \"work\")")
        );
        assert_eq!(fts_query("a\"b OR c").as_deref(), Some("(\"ab\" AND \"OR\" AND \"c\"*)"));
        assert_eq!(fts_query(" -- \" ").as_deref(), None);
        assert_eq!(fts_query("-only"), None, "an exclusion alone finds nothing");
    }
}
