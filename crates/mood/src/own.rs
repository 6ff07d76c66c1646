//! What a person said, and nothing else: the only way in which the calendar, the search, the daily
//! numbers and the exports reach into mood.
//!
//! [`SelfReports`] holds the vault and lends out check-ins. What models read ([`crate::lanes`]) has no
//! way through it: there is no method that answers a reading, the field is private, and the functions
//! that write files or series take a `SelfReports`, never the vault. So a share of readings is not
//! forbidden here but cannot be written down.

use std::collections::HashMap;

use base::day::{Day, Span};
use base::error::Result;
use base::id::AnyId;
use store::params;
use store::read::ReadCx;
use store::sql::{Param, Row};

use crate::api::settings::day_start;
use crate::model::checkin::Around;
use crate::model::day::{DayStart, local_ms};

/// A check-in as the tables hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// Its number, for joins.
    pub(crate) n: i64,
    /// The check-in.
    pub(crate) id: AnyId,
    /// When, Unix milliseconds.
    pub(crate) at_ms: i64,
    /// What the clock on the wall showed.
    pub(crate) local_ms: i64,
    /// Where.
    pub(crate) zone: String,
    /// How pleasant, -100 to 100.
    pub(crate) valence: Option<i64>,
    /// How energetic, -100 to 100.
    pub(crate) energy: Option<i64>,
    /// What was noted.
    pub(crate) note: String,
    /// The session it was said around.
    pub(crate) of: Option<(AnyId, Around)>,
    /// Where it was brought in from.
    pub(crate) source: String,
    /// Its words.
    pub(crate) words: Vec<String>,
    /// Its factors.
    pub(crate) factors: Vec<(AnyId, i64)>,
}

/// What a person said.
pub(crate) struct SelfReports<'a> {
    cx: &'a ReadCx<'a>,
    start: DayStart,
}

const COLUMNS: &str = "n, id, at_ms, local_ms, zone, valence, energy, note, session, side, source";

impl<'a> SelfReports<'a> {
    /// Of a vault.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn of(cx: &'a ReadCx<'a>) -> Result<SelfReports<'a>> {
        Ok(SelfReports { cx, start: day_start(cx.sql())? })
    }

    /// When days begin.
    pub(crate) fn start(&self) -> DayStart {
        self.start
    }

    /// The day that it is now for moods.
    pub(crate) fn today(&self) -> Day {
        let zone = self.cx.env().zone();
        let name = zone.iana_name().unwrap_or("UTC");
        self.start.day(local_ms(self.cx.now().as_millisecond(), name))
    }

    /// Check-ins of some days of moods, the first first.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn of_days(&self, span: Span) -> Result<Vec<Said>> {
        self.between(self.start.first_ms(span.first), self.start.end_ms(span.last))
    }

    /// Check-ins between two local moments, the second one excluded; the first first.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn between(&self, from_local: i64, to_local: i64) -> Result<Vec<Said>> {
        let params = params![from_local, to_local];
        self.list("local_ms >= ?1 AND local_ms < ?2 ORDER BY local_ms, id", params)
    }

    /// Every check-in, the first first; a page of them at a time.
    ///
    /// # Errors
    /// Those of the store, or of `each`.
    pub(crate) fn each(&self, mut each: impl FnMut(&Said) -> Result<()>) -> Result<()> {
        const PAGE: i64 = 1000; // A life of check-ins in little memory.
        let (mut at, mut id) = (i64::MIN, AnyId::from_bytes([0; 16]));
        loop {
            let page = self.list(
                "(at_ms, id) > (?1, ?2) ORDER BY at_ms, id LIMIT ?3",
                params![at, id, PAGE],
            )?;
            let Some(last) = page.last() else { return Ok(()) };
            (at, id) = (last.at_ms, last.id);
            page.iter().try_for_each(&mut each)?;
        }
    }

    /// One check-in.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn one(&self, id: AnyId) -> Result<Option<Said>> {
        Ok(self.list("id = ?1", params![id])?.pop())
    }

    /// The last check-in.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn last(&self) -> Result<Option<Said>> {
        Ok(self.list("TRUE ORDER BY at_ms DESC, id DESC LIMIT 1", &[])?.pop())
    }

    /// Check-ins around a session, the first first.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn around(&self, session: AnyId) -> Result<Vec<Said>> {
        self.list("session = ?1 ORDER BY at_ms, id LIMIT 100", params![session])
    }

    /// The names of factors, archived ones too.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn factor_names(&self) -> Result<Vec<(AnyId, String)>> {
        self.cx.sql().rows("SELECT id, name FROM mood_factor ORDER BY position, n", &[], |row| {
            Ok((row.id(0)?, row.text(1)?))
        })
    }

    fn list(&self, which: &str, params: &[Param]) -> Result<Vec<Said>> {
        let query = format!("SELECT {COLUMNS} FROM mood_checkin WHERE {which}");
        let mut found = self.cx.sql().rows(&query, params, read)?;
        self.fill(&mut found)?;
        Ok(found)
    }

    /// Words and factors of check-ins.
    fn fill(&self, found: &mut [Said]) -> Result<()> {
        let places: HashMap<i64, usize> =
            found.iter().enumerate().map(|(at, said)| (said.n, at)).collect();
        let sql = self.cx.sql();
        // A few by their number; of many the tables are read in their own order, once.
        let (low, high) = match (places.keys().min(), places.keys().max()) {
            (Some(low), Some(high)) => (*low, *high),
            _ => return Ok(()),
        };
        sql.each(
            "SELECT checkin, word FROM mood_said WHERE checkin BETWEEN ?1 AND ?2",
            params![low, high],
            |row| {
                if let Some(said) = places.get(&row.int(0)?).and_then(|at| found.get_mut(*at)) {
                    said.words.push(row.text(1)?);
                }
                Ok(())
            },
        )?;
        sql.each(
            "SELECT checkin, factor, value FROM mood_marked WHERE checkin BETWEEN ?1 AND ?2",
            params![low, high],
            |row| {
                if let Some(said) = places.get(&row.int(0)?).and_then(|at| found.get_mut(*at)) {
                    said.factors.push((row.id(1)?, row.int(2)?));
                }
                Ok(())
            },
        )
    }
}

fn read(row: &Row<'_>) -> Result<Said> {
    let side = Around::read(row.text_here(9)?);
    Ok(Said {
        n: row.int(0)?,
        id: row.id(1)?,
        at_ms: row.int(2)?,
        local_ms: row.int(3)?,
        zone: row.text(4)?,
        valence: row.opt_int(5)?,
        energy: row.opt_int(6)?,
        note: row.text(7)?,
        of: row.opt_id(8)?.zip(side),
        source: row.text(10)?,
        words: Vec::new(),
        factors: Vec::new(),
    })
}
