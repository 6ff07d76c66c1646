//! Sums: gathered in memory over a batch, then written once.

use std::collections::{BTreeMap, HashMap};

use base::error::Result;
use store::params;
use store::sql::Tables;

use super::packed::{Change, Turns};
use super::part::{self, Of, Parts, name_number};
use super::row::{Row, Spelling, flag};
use super::{EVER, buckets, firsts, scope};
use crate::model::artist_number;

/// Keys here are hashes of names already: the quickest hasher will do.
type Map<K, V> = HashMap<K, V, rustc_hash::FxBuildHasher>;

/// How often and how long, as a difference.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    plays: i64,
    ms: i64,
    untimed: i64,
}

impl Amount {
    fn add(&mut self, row: &Row, sign: i64) {
        self.plays += sign;
        self.ms += sign * row.ms.unwrap_or(0);
        self.untimed += sign * i64::from(row.ms.is_none());
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct DayAmount {
    amount: Amount,
    uncounted: i64,
    skip_known: i64,
    skipped: i64,
    sessions: i64,
}

/// What a batch changes.
#[derive(Default)]
pub(super) struct Sums {
    spellings: Map<i64, Spelling>,
    /// Plays more (or fewer) in a spelling.
    spelled: Map<i64, i64>,
    sources: BTreeMap<i64, String>,
    /// Source and month: plays told, and of them evidence of another source's.
    told: BTreeMap<(i64, i64), (i64, i64)>,
    /// By scope, month and number; years and ever follow from them.
    sums: Map<(i64, i64, i64), Change>,
    hours: BTreeMap<(i64, i64, i64), Amount>,
    days: BTreeMap<i64, DayAmount>,
}

/// The weekday of a day (20260301), 1 Monday to 7 Sunday.
fn weekday(day: i64) -> i64 {
    // Sakamoto's rule; Sunday is 0.
    const SHIFT: [i64; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let (year, month, date) = (day / 10_000, day / 100 % 100, day % 100);
    let year = if month < 3 { year - 1 } else { year };
    let shift = usize::try_from(month - 1).ok().and_then(|month| SHIFT.get(month)).unwrap_or(&0);
    match (year + year / 4 - year / 100 + year / 400 + shift + date).rem_euclid(7) {
        0 => 7,
        weekday => weekday,
    }
}

impl Sums {
    /// Nothing yet, with room for so many plays.
    pub(super) fn for_plays(plays: usize) -> Sums {
        // A track, an album and an artist each; some twice in a month.
        let sums = Map::with_capacity_and_hasher(plays * 2, rustc_hash::FxBuildHasher);
        Sums { sums, ..Sums::default() }
    }

    /// Notes a spelling that may be new.
    pub(super) fn spelling(&mut self, number: i64, spelling: Spelling) {
        self.spellings.insert(number, spelling);
    }

    /// A source told one more play (or one fewer) in a spelling.
    pub(super) fn told(&mut self, spelling: i64, source: i64, name: &str, sign: i64) {
        *self.spelled.entry(spelling).or_default() += sign;
        self.sources.entry(source).or_insert_with(|| name.to_owned());
    }

    /// Counts a play, or takes it off.
    pub(super) fn count(&mut self, row: &Row, of: &Of, sign: i64) {
        let told = self.told.entry((row.source, row.day / 100)).or_default();
        told.0 += sign;
        told.1 += sign * i64::from(row.same.is_some());
        if row.same.is_some() {
            return; // Evidence of another play is counted there.
        }
        let day = self.days.entry(row.day).or_default();
        day.skip_known += sign * i64::from(row.has(flag::SKIP_KNOWN));
        day.skipped += sign * i64::from(row.has(flag::SKIPPED));
        if !row.has(flag::COUNTS) {
            day.uncounted += sign;
            return;
        }
        day.sessions += sign * i64::from(row.has(flag::OPENS));
        day.amount.add(row, sign);
        let month = row.day / 100;
        self.hours.entry((month, weekday(row.day), row.minute / 60)).or_default().add(row, sign);
        let first = u32::try_from(row.day).ok();
        let one = Change {
            plays: sign,
            ms: sign * row.ms.unwrap_or(0),
            untimed: sign * i64::from(row.ms.is_none()),
            came: first.filter(|_| sign > 0),
            went: first.filter(|_| sign < 0),
            entity: 0,
        };
        for (scope, entity) in &of.counts_for {
            let sum = self.sums.entry((*scope, month, *entity));
            sum.or_insert(Change::of(*entity)).add(&one);
        }
    }

    /// Writes everything.
    pub(super) fn apply(self, tables: Tables<'_>, parts: &mut Parts) -> Result<()> {
        let Sums { spellings, spelled, sources, told, sums, hours, days } = self;
        apply_days(tables, &days)?;
        apply_hours(tables, &hours)?;
        apply_sums(tables, sums, parts)?;
        apply_spellings(tables, &spellings, spelled)?;
        apply_told(tables, sources, &told)
    }
}

fn apply_told(
    tables: Tables<'_>,
    sources: BTreeMap<i64, String>,
    told: &BTreeMap<(i64, i64), (i64, i64)>,
) -> Result<()> {
    for (source, name) in sources {
        tables.run(
            "INSERT OR IGNORE INTO listening_source (source, name) VALUES (?1, ?2)",
            params![source, name],
        )?;
    }
    for ((source, month), (plays, evidence)) in told {
        tables.run(
            "INSERT INTO listening_told (source, month, plays, evidence) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET plays = plays + excluded.plays,
                 evidence = evidence + excluded.evidence",
            params![*source, *month, *plays, *evidence],
        )?;
        if *plays < 0 {
            tables.run(
                "DELETE FROM listening_told WHERE source = ?1 AND month = ?2 AND plays = 0",
                params![*source, *month],
            )?;
            tables.run(
                "DELETE FROM listening_source WHERE source = ?1
                 AND NOT EXISTS (SELECT 1 FROM listening_told WHERE source = ?1)",
                params![*source],
            )?;
        }
    }
    Ok(())
}

/// Writes the sums of months, years and ever.
fn apply_sums(
    tables: Tables<'_>,
    sums: Map<(i64, i64, i64), Change>,
    parts: &mut Parts,
) -> Result<()> {
    let mut all: Vec<(i64, i64, Change)> =
        sums.into_iter().map(|((scope, month, _), change)| (scope, month, change)).collect();
    let mut lost = Vec::new();
    // From the shortest to the longest: a first day is looked for in months that are up to date.
    let periods: [fn(i64) -> i64; 3] = [|month| month, |month| month / 100, |_| EVER];
    for period_of in periods {
        all.iter_mut().for_each(|(_, period, _)| *period = period_of(*period));
        all.sort_unstable_by_key(|(scope, period, change)| (*scope, *period, change.entity));
        all.dedup_by(|next, kept| {
            let same = (next.0, next.1, next.2.entity) == (kept.0, kept.1, kept.2.entity);
            if same {
                kept.2.add(&next.2);
            }
            same
        });
        for of_period in all.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some((scope, period, _)) = of_period.first() else { continue };
            let changes = of_period.iter().map(|(.., change)| *change);
            let changes: Vec<Change> = match *period {
                EVER => changes.collect(),
                _ => changes.map(|change| Change { came: None, went: None, ..change }).collect(),
            };
            let turns = buckets::apply(tables, *scope, *period, &changes)?;
            lost.extend(turns.lost.into_iter().map(|entity| (*scope, entity)));
        }
    }
    firsts::find(tables, lost, parts)
}

fn apply_days(tables: Tables<'_>, days: &BTreeMap<i64, DayAmount>) -> Result<()> {
    for (day, sum) in days {
        tables.run(
            "INSERT INTO listening_day
                 (day, plays, ms, untimed, uncounted, skip_known, skipped, sessions)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT DO UPDATE SET plays = plays + excluded.plays, ms = ms + excluded.ms,
                 untimed = untimed + excluded.untimed, uncounted = uncounted + excluded.uncounted,
                 skip_known = skip_known + excluded.skip_known,
                 skipped = skipped + excluded.skipped, sessions = sessions + excluded.sessions",
            params![
                *day,
                sum.amount.plays,
                sum.amount.ms,
                sum.amount.untimed,
                sum.uncounted,
                sum.skip_known,
                sum.skipped,
                sum.sessions
            ],
        )?;
        tables.run(
            "DELETE FROM listening_day WHERE day = ?1 AND plays = 0 AND uncounted = 0",
            params![*day],
        )?;
    }
    Ok(())
}

fn apply_hours(tables: Tables<'_>, hours: &BTreeMap<(i64, i64, i64), Amount>) -> Result<()> {
    for ((month, weekday, hour), sum) in hours {
        tables.run(
            "INSERT INTO listening_hour (month, weekday, hour, plays, ms, untimed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET plays = plays + excluded.plays, ms = ms + excluded.ms,
                 untimed = untimed + excluded.untimed",
            params![*month, *weekday, *hour, sum.plays, sum.ms, sum.untimed],
        )?;
        if sum.plays < 0 {
            tables.run(
                "DELETE FROM listening_hour
                 WHERE month = ?1 AND weekday = ?2 AND hour = ?3 AND plays = 0",
                params![*month, *weekday, *hour],
            )?;
        }
    }
    Ok(())
}

fn apply_spellings(
    tables: Tables<'_>,
    spellings: &Map<i64, Spelling>,
    spelled: Map<i64, i64>,
) -> Result<()> {
    let mut changes = Vec::with_capacity(spelled.len());
    let mut names: Map<&str, i64> = Map::default();
    for (number, plays) in spelled {
        changes.push(Change { plays, ..Change::of(number) });
        for name in spellings.get(&number).iter().flat_map(|spelling| &spelling.artists) {
            *names.entry(name).or_default() += plays;
        }
    }
    let turns = apply_plays(tables, scope::SPELLING, changes)?;
    for number in turns.came {
        if let Some(spelling) = spellings.get(&number) {
            insert_spelling(tables, number, spelling)?;
        }
    }
    for number in turns.gone {
        tables.run("DELETE FROM listening_spelling WHERE spelling = ?1", params![number])?;
        for artist in spellings.get(&number).iter().flat_map(|spelling| &spelling.artists) {
            tables.run(
                "DELETE FROM listening_credit WHERE artist = ?1 AND spelling = ?2",
                params![artist_number(artist), number],
            )?;
        }
    }
    apply_names(tables, names)
}

/// Writes plays of spellings or names: of which there is nothing else to sum.
fn apply_plays(tables: Tables<'_>, scope: i64, mut changes: Vec<Change>) -> Result<Turns> {
    changes.retain(|change| change.plays != 0);
    changes.sort_unstable_by_key(|change| change.entity);
    buckets::apply(tables, scope, EVER, &changes)
}

/// Counts the plays under each name of an artist.
fn apply_names(tables: Tables<'_>, names: Map<&str, i64>) -> Result<()> {
    let mut texts: Map<i64, &str> = Map::default();
    let mut changes = Vec::with_capacity(names.len());
    for (name, plays) in names {
        let number = name_number(name);
        texts.insert(number, name);
        changes.push(Change { plays, ..Change::of(number) });
    }
    let turns = apply_plays(tables, scope::NAME, changes)?;
    let came = "INSERT OR IGNORE INTO listening_artist (artist, name) VALUES (?1, ?2)";
    let gone = "DELETE FROM listening_artist WHERE artist = ?1 AND name = ?2";
    for (sql, numbers) in [(came, turns.came), (gone, turns.gone)] {
        for name in numbers.iter().filter_map(|number| texts.get(number)) {
            tables.run(sql, params![artist_number(name), *name])?;
        }
    }
    Ok(())
}

fn insert_spelling(tables: Tables<'_>, number: i64, spelling: &Spelling) -> Result<()> {
    tables.run(
        "INSERT INTO listening_spelling (spelling, title, artists, album, album_artist,
             duration_ms, uri, medium, track, album_number)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            number,
            &spelling.title,
            part::join(&spelling.artists),
            spelling.album.as_deref(),
            spelling.album_artist.as_deref(),
            spelling.duration_ms,
            spelling.uri.as_deref(),
            spelling.medium as i64,
            spelling.track,
            spelling.album_number
        ],
    )?;
    for artist in &spelling.artists {
        tables.run(
            "INSERT OR IGNORE INTO listening_credit (artist, spelling) VALUES (?1, ?2)",
            params![artist_number(artist), number],
        )?;
    }
    Ok(())
}
