//! Matches: which transactions are one, and which are two legs of a transfer.

use std::collections::{BTreeSet, HashMap};

use base::error::Result;
use base::id::AnyId;
use store::params;
use store::record::Record;
use store::sql::{Sql, Tables};

/// What a match says that the tables follow from; `not` only silences an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// Both are one transaction.
    Same,
    /// One is the other leg of the other.
    Transfer,
}

/// The matches around some transactions, looked up when they are asked for.
pub(super) struct Links<'a> {
    sql: Sql<'a>,
    known: HashMap<AnyId, Vec<(AnyId, Link)>>,
    /// Whether `known` holds every match that there is.
    complete: bool,
}

/// From so many transactions on, all matches are read at once.
const READ_ALL_FROM: usize = 64;

impl<'a> Links<'a> {
    /// For as many transactions as are about to be asked for.
    pub(super) fn new(sql: Sql<'a>, asked: usize) -> Result<Links<'a>> {
        let mut links = Links { sql, known: HashMap::new(), complete: false };
        let none = sql.first("SELECT 1 FROM finance_match LIMIT 1", &[], |_| Ok(()))?.is_none();
        links.complete = none || asked >= READ_ALL_FROM;
        if !none && links.complete {
            let known = &mut links.known;
            sql.each("SELECT a, b, kind FROM finance_match", &[], |row| {
                let (a, b): (AnyId, AnyId) = (row.id(0)?, row.id(1)?);
                if let Some(link) = link(&row.text(2)?) {
                    known.entry(a).or_default().push((b, link));
                    known.entry(b).or_default().push((a, link));
                }
                Ok(())
            })?;
        }
        Ok(links)
    }

    /// Whether there are none at all.
    pub(super) fn is_empty(&self) -> bool {
        self.complete && self.known.is_empty()
    }

    fn of(&mut self, id: AnyId) -> Result<&[(AnyId, Link)]> {
        if !self.complete && !self.known.contains_key(&id) {
            let found = self.sql.rows(
                "SELECT b, kind FROM finance_match WHERE a = ?1
                 UNION ALL SELECT a, kind FROM finance_match WHERE b = ?1",
                params![id],
                |row| Ok((row.id(0)?, link(&row.text(1)?))),
            )?;
            let found = found.into_iter().filter_map(|(id, link)| Some((id, link?))).collect();
            self.known.insert(id, found);
        }
        Ok(self.known.get(&id).map_or(&[], Vec::as_slice))
    }

    /// The ids at the other ends of a transaction's matches of one kind, sorted.
    pub(super) fn ends(&mut self, id: AnyId, link: Link) -> Result<BTreeSet<AnyId>> {
        let ends = self.of(id)?.iter().filter(|(_, of)| *of == link);
        Ok(ends.map(|(end, _)| *end).collect())
    }

    /// All ids that are one with this one, itself too, sorted; some may not be there.
    pub(super) fn component(&mut self, id: AnyId) -> Result<BTreeSet<AnyId>> {
        let mut found = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            for end in self.ends(next, Link::Same)? {
                if found.insert(end) {
                    open.push(end);
                }
            }
        }
        Ok(found)
    }
}

fn link(kind: &str) -> Option<Link> {
    match kind {
        "same" => Some(Link::Same),
        "transfer" => Some(Link::Transfer),
        _ => None,
    }
}

/// Writes a match; answers the transactions that it is about and was about.
pub(super) fn put(tables: Tables<'_>, record: &Record) -> Result<Vec<AnyId>> {
    let mut touched = take(tables, record)?;
    let ends = (record.text("a").parse::<AnyId>().ok(), record.text("b").parse::<AnyId>().ok());
    let (Some(a), Some(b)) = ends else { return Ok(touched) };
    tables.run(
        "INSERT INTO finance_match (n, id, a, b, kind) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![record.n, record.id, a, b, record.text("kind")],
    )?;
    touched.extend([a, b]);
    Ok(touched)
}

/// Takes a match out; answers the transactions that it was about.
pub(super) fn take(tables: Tables<'_>, record: &Record) -> Result<Vec<AnyId>> {
    let was = tables.sql().first(
        "SELECT a, b FROM finance_match WHERE n = ?1",
        params![record.n],
        |row| Ok(vec![row.id(0)?, row.id(1)?]),
    )?;
    tables.run("DELETE FROM finance_match WHERE n = ?1", params![record.n])?;
    Ok(was.unwrap_or_default())
}
