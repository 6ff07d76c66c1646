//! Taking plays in and out: which are the same play, which count, which begin a session.
//!
//! All three depend on a play's neighbors in time and on nothing else, so only the hours around what
//! came or went are looked at. The outcome depends on the plays that are there, never on the order in
//! which they came: tables made anew come out as they were.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use base::error::Result;
use base::id::AnyId;
use store::facts::Fact;
use store::params;
use store::sql::{Param, Sql, Tables};

use super::part::Parts;
use super::row::{Heard, Row, Zones, flag, id, row};
use super::sums::Sums;
use super::{Setting, id_at, setting};

/// Whether plays come or go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
}

const MINUTE_MS: i64 = 60_000;
/// Plays further apart than this are settled apart.
const APART_MS: i64 = 6 * 60 * MINUTE_MS;
/// How far around a run its neighbors are looked for.
const AROUND_MS: i64 = 30 * MINUTE_MS;
/// Plays of one track that begin further apart than this are not of one chain.
const CHAIN_MS: i64 = 15 * MINUTE_MS;
/// A play that began longer than this before the instant in its id stands for itself.
const LONG_MS: i64 = 120 * MINUTE_MS;
/// Two sources that tell of one play differ by at most this (clocks, the moment of submitting).
const SAME_MS: i64 = 10_000;
/// Silence that ends a session.
const SILENCE_MS: i64 = 30 * MINUTE_MS;

/// Brings every table up to date with plays that come or go.
pub(super) fn settle(tables: Tables<'_>, facts: &[Fact], way: Way) -> Result<()> {
    let setting = setting(tables.sql())?;
    let mut zones = Zones::new(&setting);
    let mut parts = Parts::new(tables.sql())?;
    let mut sums = Sums::for_plays(facts.len());
    let mut rows: Vec<Row> = Vec::with_capacity(facts.len());
    for fact in facts {
        let heard: Heard<'_> = fact.body()?;
        let row = row(fact, &heard, &mut zones);
        if !parts.knows(row.spelling) {
            let spelling = heard.spelling();
            parts.learn(row.spelling, &spelling);
            sums.spelling(row.spelling, spelling);
        }
        let sign = if way == Way::In { 1 } else { -1 };
        sums.told(row.spelling, row.source, heard.source(), sign);
        rows.push(row);
    }
    rows.sort_unstable_by_key(|row| row.id);
    let one_source = is_one_source(rows.iter()) && knows_only(tables.sql(), &rows)?;
    let mut run = Run { tables, setting, one_source, parts, sums };
    for rows in rows.chunk_by(|a, b| at(b.id) - at(a.id) <= APART_MS) {
        run.settle(rows, way)?;
    }
    let Run { mut parts, sums, .. } = run;
    sums.apply(tables, &mut parts)
}

/// The instant that an id begins with.
fn at(id: AnyId) -> i64 {
    i64::try_from(id.unix_ms()).unwrap_or(i64::MAX)
}

/// Whether all plays that there are come from the one source of these.
fn knows_only(sql: Sql<'_>, rows: &[Row]) -> Result<bool> {
    let source = rows.first().map_or(0, |row| row.source);
    let others = "SELECT count(*) FROM listening_source WHERE source <> ?1";
    Ok(sql.number(others, params![source])? == 0)
}

struct Run<'a> {
    tables: Tables<'a>,
    setting: Setting,
    /// Whether there are no two sources at all, so that no plays can be the same.
    one_source: bool,
    parts: Parts,
    sums: Sums,
}

/// What comes or goes, sorted.
struct Touched<'r>(&'r [Row]);

impl Touched<'_> {
    fn holds(&self, id: AnyId) -> bool {
        self.0.binary_search_by_key(&id, |row| row.id).is_ok()
    }
}

/// A play of the window: as it stood, and as it will stand.
struct Play {
    before: Option<Row>,
    after: Option<Row>,
}

impl Run<'_> {
    /// Settles one run of plays that lie close together, sorted.
    fn settle(&mut self, rows: &[Row], way: Way) -> Result<()> {
        let Some(last) = rows.last() else { return Ok(()) };
        let touched = Touched(rows);
        let lowest = rows.iter().map(matched_at).min().unwrap_or_default();
        let mut around = AROUND_MS;
        let (mut plays, span) = loop {
            let span = lowest - around..at(last.id) + around;
            // What began before the end may have an id after it.
            let (begin, end) = (id_at(span.start), id_at(span.end + LONG_MS));
            let plays = self.window(begin, end, &touched, way)?;
            if self.is_closed(&plays, &touched, &span)? {
                break (plays, span);
            }
            around *= 2;
        };
        self.find_same(&mut plays, &touched, &span)?;
        for after in plays.iter_mut().filter_map(|play| play.after.as_mut()) {
            after.set(flag::COUNTS, after.is_counted(&self.setting));
        }
        open_sessions(&mut plays, self.counted_before(id_at(span.start))?);
        self.write(plays)
    }

    /// The plays between two ids with what comes or goes, and the next that counts after them.
    fn window(
        &self,
        begin: AnyId,
        end: AnyId,
        touched: &Touched<'_>,
        way: Way,
    ) -> Result<Vec<Play>> {
        let sql = self.tables.sql();
        let mut here = load(sql, "id >= ?1 AND id < ?2 ORDER BY id", params![begin, end])?;
        let next = "id >= ?1 AND flags & 128 ORDER BY id LIMIT 1";
        here.extend(load(sql, next, params![end])?);
        let mut plays: Vec<Play> = here
            .into_iter()
            .map(|row| {
                let goes = way == Way::Out && touched.holds(row.id);
                Play { after: (!goes).then(|| row.clone()), before: Some(row) }
            })
            .collect();
        if way == Way::In {
            let empty = plays.is_empty();
            let come = touched.0.iter().cloned();
            plays.extend(come.map(|row| Play { before: None, after: Some(row) }));
            if !empty {
                plays.sort_by_key(Play::id);
            }
        }
        Ok(plays)
    }

    /// Whether no chain of a touched track reaches over the ends of a span. The window around it
    /// holds every play that began in it.
    fn is_closed(
        &mut self,
        plays: &[Play],
        touched: &Touched<'_>,
        span: &Range<i64>,
    ) -> Result<bool> {
        if self.one_source {
            return Ok(true);
        }
        let tracks = self.tracks(plays, touched)?;
        for row in plays.iter().map(Play::either).filter(|row| can_match(row, span)) {
            if (row.began - span.start).min(span.end - row.began) <= CHAIN_MS
                && tracks.contains(&self.parts.of(self.tables.sql(), row.spelling)?.own_track)
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The tracks of what comes or goes.
    fn tracks(&mut self, plays: &[Play], touched: &Touched<'_>) -> Result<HashSet<i64>> {
        let mut tracks = HashSet::new();
        for play in plays.iter().filter(|play| touched.holds(play.id())) {
            let spelling = play.either().spelling;
            tracks.insert(self.parts.of(self.tables.sql(), spelling)?.own_track);
        }
        Ok(tracks)
    }

    /// Says of each play of the touched tracks which other source's play it is evidence of.
    fn find_same(
        &mut self,
        plays: &mut [Play],
        touched: &Touched<'_>,
        span: &Range<i64>,
    ) -> Result<()> {
        if is_one_source(plays.iter().map(Play::either)) {
            return Ok(());
        }
        let tracks = self.tracks(plays, touched)?;
        let mut by_track: HashMap<i64, Vec<&mut Row>> = HashMap::new();
        for after in plays.iter_mut().filter_map(|play| play.after.as_mut()) {
            let track = self.parts.of(self.tables.sql(), after.spelling)?.own_track;
            if tracks.contains(&track) && can_match(after, span) {
                by_track.entry(track).or_default().push(after);
            }
        }
        for mut rows in by_track.into_values() {
            rows.sort_unstable_by_key(|row| (row.began, row.id));
            for chain in rows.chunk_by_mut(|a, b| b.began - a.began <= CHAIN_MS) {
                match_sources(chain);
            }
        }
        Ok(())
    }

    /// The end of the last play that counts before an id.
    fn counted_before(&self, begin: AnyId) -> Result<Option<i64>> {
        let last = "id < ?1 AND flags & 128 ORDER BY id DESC LIMIT 1";
        Ok(load(self.tables.sql(), last, params![begin])?.first().map(Row::ended))
    }

    fn write(&mut self, plays: Vec<Play>) -> Result<()> {
        let come = plays.iter().filter(|play| play.before.is_none());
        insert(self.tables, come.filter_map(|play| play.after.as_ref()))?;
        for Play { before, after } in plays {
            if before == after {
                continue;
            }
            for (row, sign) in [(&before, -1), (&after, 1)] {
                if let Some(row) = row {
                    self.sums.count(row, self.parts.of(self.tables.sql(), row.spelling)?, sign);
                }
            }
            match (&before, &after) {
                (Some(_), Some(row)) => {
                    self.tables.run(
                        "UPDATE listening_play SET flags = ?2, same = ?3 WHERE id = ?1",
                        params![row.id, row.flags, row.same],
                    )?;
                }
                (Some(row), None) => {
                    self.tables.run("DELETE FROM listening_play WHERE id = ?1", params![row.id])?;
                }
                (None, _) => {}
            }
        }
        Ok(())
    }
}

impl Play {
    fn either(&self) -> &Row {
        self.after.as_ref().or(self.before.as_ref()).expect("a play comes, stays or goes")
    }

    fn id(&self) -> AnyId {
        self.either().id
    }
}

fn is_one_source<'a>(mut rows: impl Iterator<Item = &'a Row>) -> bool {
    let Some(first) = rows.next() else { return true };
    rows.all(|row| row.source == first.source)
}

/// When a play began, as far as other sources' plays are looked for around it.
fn matched_at(row: &Row) -> i64 {
    if is_long(row) { at(row.id) } else { row.began }
}

fn is_long(row: &Row) -> bool {
    at(row.id).saturating_sub(row.began) > LONG_MS
}

/// Whether another source's play may be the same as this one, which began in a span.
fn can_match(row: &Row, span: &Range<i64>) -> bool {
    !row.has(flag::APART) && !is_long(row) && span.contains(&row.began)
}

/// Matches the plays of one track by several sources, one to one: the source that knows most stands
/// for itself, and each other source's play is evidence of the nearest that it can be.
fn match_sources(chain: &mut [&mut Row]) {
    for row in chain.iter_mut() {
        row.same = None;
    }
    let mut sources: Vec<(u8, i64)> = Vec::new();
    for row in chain.iter() {
        if !sources.iter().any(|(_, source)| *source == row.source) {
            let own = chain.iter().filter(|other| other.source == row.source);
            let untimed = own.clone().all(|row| row.ms.is_none());
            let coarse = own.clone().all(|row| row.has(flag::MINUTE));
            sources.push((u8::from(untimed) * 2 + u8::from(coarse), row.source));
        }
    }
    if sources.len() < 2 {
        return;
    }
    sources.sort_unstable();
    for place in 1..sources.len() {
        // Only of a source that knows more, so that no play is evidence of what is evidence itself.
        let (better, source) = (&sources[..place], sources[place].1);
        let mut taken = HashSet::new();
        for index in 0..chain.len() {
            if chain[index].source != source {
                continue;
            }
            let fits = |other: &&&mut Row| {
                better.iter().any(|(_, better)| *better == other.source)
                    && other.same.is_none()
                    && !taken.contains(&other.id)
                    && is_same(chain[index], other)
            };
            let apart = |other: &&&mut Row| ((other.began - chain[index].began).abs(), other.id);
            let found = chain.iter().filter(|other| fits(other)).min_by_key(apart);
            if let Some(main) = found.map(|row| row.id) {
                taken.insert(main);
                chain[index].same = Some(main);
            }
        }
        // What found no match stands for itself, and a later source may be evidence of it.
    }
}

/// Whether two sources may mean one play: they agree on its beginning, or one gave the end where the
/// other gave the beginning.
fn is_same(one: &Row, other: &Row) -> bool {
    let grain = |row: &Row| if row.has(flag::MINUTE) { MINUTE_MS } else { 0 };
    let slack = SAME_MS + grain(one) + grain(other);
    let near = |a: i64, b: i64| (a - b).abs() <= slack;
    near(one.began, other.began)
        || (other.ms.is_none() && near(one.ended(), other.began))
        || (one.ms.is_none() && near(other.ended(), one.began))
}

/// Says of each play that counts whether it begins a session, given the end of the last before.
fn open_sessions(plays: &mut [Play], mut ended: Option<i64>) {
    for after in plays.iter_mut().filter_map(|play| play.after.as_mut()) {
        let counts = after.has(flag::COUNTS);
        let opens = ended.is_none_or(|ended| after.began - ended > SILENCE_MS);
        after.set(flag::OPENS, counts && opens);
        if counts {
            ended = Some(after.ended());
        }
    }
}

fn insert<'r>(tables: Tables<'_>, rows: impl Iterator<Item = &'r Row>) -> Result<()> {
    tables.run_all(
        "INSERT INTO listening_play (id, began, day, minute, ms, spelling, source, flags, same)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        rows.map(|row| {
            [
                row.id.into(),
                row.began.into(),
                row.day.into(),
                row.minute.into(),
                row.ms.into(),
                row.spelling.into(),
                row.source.into(),
                row.flags.into(),
                row.same.into(),
            ]
        }),
    )
}

/// Plays by a condition.
pub(super) fn load(sql: Sql<'_>, condition: &str, params: &[Param]) -> Result<Vec<Row>> {
    let query = format!(
        "SELECT id, began, day, minute, ms, spelling, source, flags, same
         FROM listening_play WHERE {condition}"
    );
    sql.rows(&query, params, |row| {
        Ok(Row {
            id: row.id(0)?,
            began: row.int(1)?,
            day: row.int(2)?,
            minute: row.int(3)?,
            ms: row.opt_int(4)?,
            spelling: row.int(5)?,
            source: row.int(6)?,
            flags: row.int(7)?,
            same: id(row.opt_blob(8)?)?,
        })
    })
}

/// Whether each play begins a session, over all plays in their order: for counting anew.
pub(super) struct Sessions(Option<i64>);

impl Sessions {
    pub(super) fn new() -> Sessions {
        Sessions(None)
    }

    /// Sets the row's flags that depend on the settings and on what came before.
    pub(super) fn next(&mut self, row: &mut Row, setting: &Setting) {
        let counts = row.is_counted(setting);
        let opens = self.0.is_none_or(|ended| row.began - ended > SILENCE_MS);
        row.set(flag::COUNTS, counts);
        row.set(flag::OPENS, counts && opens);
        if counts {
            self.0 = Some(row.ended());
        }
    }
}
