//! Single plays: lists of them, who told them, and what a person says about them.

use base::error::{Error, Result};
use jiff::Timestamp;
use store::params;
use store::read::ReadCx;
use store::record::Value;
use store::sql::Row;
use store::write::WriteCx;

use super::amounts::instants;
use super::looking::{Days, Names, count, day};
use super::*;
use crate::model::{Medium, Play, Stamp, artist_number, hex, zone_of};
use crate::projection::{flag, id_at, medium, month_bounds, scope, setting, split};
use crate::record::PLAY;

wire! {
    /// Which plays, latest first.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ListPlays {
        /// Not before this day.
        pub(crate) from: Option<Day>,
        /// Not after this day.
        pub(crate) to: Option<Day>,
        /// Also those that do not count.
        pub(crate) uncounted: Option<bool>,
        /// Where the last page ended.
        pub(crate) cursor: Option<String>,
        /// How many, at most 500; 50 without.
        pub(crate) limit: Option<u32>,
    }

    /// One page of plays.
    pub(crate) struct PlayPage {
        /// The plays.
        pub(crate) items: Vec<PlayRow>,
        /// Where the next page begins; null after the last.
        pub(crate) next: Option<String>,
    }

    /// Names a play.
    pub(crate) struct PlayRef {
        /// The play.
        pub(crate) id: AnyId,
    }

    /// A play with all that is known of it.
    pub(crate) struct PlayDetail {
        /// As it stands in lists.
        #[serde(flatten)]
        pub(crate) row: PlayRow,
        /// What each source told.
        pub(crate) evidence: Vec<Evidence>,
        /// Whether a person said that it is never one with another source's play.
        pub(crate) apart: bool,
        /// Whether a person left it out of every figure.
        pub(crate) hidden: bool,
    }

    /// What one source told of a play.
    pub(crate) struct Evidence {
        /// The play as it told it.
        pub(crate) id: AnyId,
        /// The source.
        pub(crate) source: String,
        /// The instant that it gives, RFC 3339 in the zone where it was heard.
        pub(crate) at: String,
        /// `start`, `end` or `unknown`: what that instant is.
        pub(crate) stamp: String,
        /// The title, as spelled there.
        pub(crate) title: String,
        /// The artists, as spelled there.
        pub(crate) artists: Vec<String>,
        /// The album, as spelled there.
        pub(crate) album: Option<String>,
        /// How long it sounded.
        pub(crate) played_ms: Option<u32>,
        /// Why it began, in the source's word.
        pub(crate) began: Option<String>,
        /// Why it ended, in the source's word.
        pub(crate) ended: Option<String>,
        /// What played it.
        pub(crate) player: Option<String>,
    }

    /// What to say about a play; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditPlay {
        /// The play.
        pub(crate) id: AnyId,
        /// Never one with another source's play.
        #[serde(default)]
        pub(crate) apart: Option<bool>,
        /// Left out of every figure.
        #[serde(default)]
        pub(crate) hidden: Option<bool>,
    }

    /// Plays by source.
    pub(crate) struct SourceRow {
        /// The source.
        pub(crate) source: String,
        /// All rows that it told.
        pub(crate) rows: u32,
        /// Of those, rows that another source told better: they are evidence of that play.
        pub(crate) evidence: u32,
        /// The first day.
        pub(crate) first: Option<Day>,
        /// The last day.
        pub(crate) last: Option<Day>,
    }

    /// A play typed by hand.
    pub(crate) struct NewPlay {
        /// The track.
        pub(crate) title: String,
        /// Its artists.
        pub(crate) artists: Vec<String>,
        /// Its album.
        #[serde(default)]
        pub(crate) album: Option<String>,
        /// When it began, Unix milliseconds; null: now.
        #[serde(default)]
        pub(crate) at_ms: Option<i64>,
    }
}

/// What a row of plays is read from.
const COLUMNS: &str = "listening_play.id, day, minute, began, ms, flags, listening_source.name,
    title, artists, album_number, album, track, medium";
const TABLES: &str = "listening_play JOIN listening_spelling USING (spelling)
    JOIN listening_source USING (source)";

/// A play before its names are looked up.
struct Found {
    row: PlayRow,
    credited: Vec<String>,
    track: i64,
    album: Option<i64>,
}

fn found(row: &Row<'_>) -> Result<Found> {
    let (minute, flags) = (row.int(2)?, row.int(5)?);
    let name = |name: String| Name { id: String::new(), name };
    let play = PlayRow {
        id: row.id(0)?,
        day: day(row.int(1)?)?,
        time: format!("{:02}:{:02}", minute / 60, minute % 60),
        at_ms: row.int(3)?,
        track: name(row.text(7)?),
        artists: Vec::new(),
        album: row.opt_text(10)?.map(name),
        played_ms: row.opt_int(4)?.and_then(|ms| u32::try_from(ms).ok()),
        source: row.text(6)?,
        also: 0,
        counts: flags & flag::COUNTS != 0,
        skipped: (flags & flag::SKIP_KNOWN != 0).then_some(flags & flag::SKIPPED != 0),
        medium: medium_word(medium(row.int(12)?)).to_owned(),
    };
    let credited = split(&row.text(8)?);
    Ok(Found { row: play, credited, track: row.int(11)?, album: row.opt_int(9)? })
}

fn medium_word(medium: Medium) -> &'static str {
    match medium {
        Medium::Music => "music",
        Medium::Episode => "episode",
        Medium::Audiobook => "audiobook",
        Medium::Video => "video",
    }
}

/// Gives plays the names under which their music is shown, and counts who else told them.
fn named(cx: &ReadCx<'_>, names: &mut Names<'_>, found: Vec<Found>) -> Result<Vec<PlayRow>> {
    let mut rows = Vec::with_capacity(found.len());
    for Found { mut row, credited, track, album } in found {
        row.track.id = hex(names.number(scope::TRACK, &hex(track))?);
        if let (Some(name), Some(number)) = (&mut row.album, album) {
            name.id = hex(names.number(scope::ALBUM, &hex(number))?);
        }
        for name in &credited {
            row.artists.push(names.artist(artist_number(name))?);
        }
        row.also = count(i64::try_from(evidence_of(cx, row.id)?.len()).unwrap_or(0));
        rows.push(row);
    }
    Ok(rows)
}

/// How far from a play its evidence can lie.
const AROUND_MS: i64 = 60 * 60 * 1000;

/// The other sources' plays that are evidence of one.
fn evidence_of(cx: &ReadCx<'_>, id: AnyId) -> Result<Vec<AnyId>> {
    let at = i64::try_from(id.unix_ms()).unwrap_or(0);
    cx.sql().rows(
        "SELECT id FROM listening_play WHERE id BETWEEN ?1 AND ?2 AND same = ?3",
        params![id_at(at - AROUND_MS), id_at(at + AROUND_MS), id],
        |row| row.id(0),
    )
}

/// How many plays a page holds at most.
const PAGE_MAX: u32 = 500;

pub(crate) fn plays(cx: &ReadCx<'_>, request: ListPlays) -> Result<PlayPage> {
    let days = Days::of(Range { from: request.from, to: request.to })?;
    let limit = request.limit.unwrap_or(50).clamp(1, PAGE_MAX);
    let [first, last] = instants(days);
    let before: AnyId = match &request.cursor {
        Some(cursor) => cursor.parse()?,
        None => id_at(last),
    };
    let counted = if request.uncounted == Some(true) { "" } else { "AND flags & 128" };
    let query = format!(
        "SELECT {COLUMNS} FROM {TABLES}
         WHERE listening_play.id >= ?1 AND listening_play.id < ?2 AND day BETWEEN ?3 AND ?4
             AND same IS NULL {counted}
         ORDER BY listening_play.id DESC LIMIT ?5"
    );
    let params = params![id_at(first), before, days.from, days.to, i64::from(limit) + 1];
    let mut rows = cx.sql().rows(&query, params, found)?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let items = named(cx, &mut Names::new(cx)?, rows)?;
    let next = items.last().filter(|_| more).map(|row| row.id.to_string());
    Ok(PlayPage { items, next })
}

/// The latest plays of some tracks, given the months that have any, latest first.
pub(super) fn plays_of(
    cx: &ReadCx<'_>,
    names: &mut Names<'_>,
    tracks: &[i64],
    months: &[i64],
    limit: usize,
) -> Result<Vec<PlayRow>> {
    let spellings = looking::spellings(cx.sql(), scope::TRACK, tracks)?;
    let mut rows = Vec::new();
    for month in months {
        let mut ids: Vec<AnyId> = Vec::new();
        cx.sql().each(
            "SELECT id, spelling FROM listening_play
             WHERE day BETWEEN ?1 AND ?2 AND id >= ?3 AND id < ?4 AND flags & 128",
            &month_bounds(*month),
            |row| {
                if spellings.contains(&row.int(1)?) {
                    ids.push(row.id(0)?);
                }
                Ok(())
            },
        )?;
        for id in ids.into_iter().rev() {
            rows.extend(one(cx, id)?);
            if rows.len() >= limit {
                return named(cx, names, rows);
            }
        }
    }
    named(cx, names, rows)
}

fn one(cx: &ReadCx<'_>, id: AnyId) -> Result<Option<Found>> {
    let query = format!("SELECT {COLUMNS} FROM {TABLES} WHERE listening_play.id = ?1");
    cx.sql().first(&query, params![id], found)
}

pub(crate) fn play(cx: &ReadCx<'_>, request: PlayRef) -> Result<PlayDetail> {
    let main = cx.sql().first(
        "SELECT coalesce(same, id) FROM listening_play WHERE id = ?1",
        params![request.id],
        |row| row.id(0),
    )?;
    let main: AnyId = main.ok_or_else(|| Error::not_found("play", request.id))?;
    let found = one(cx, main)?.ok_or_else(|| Error::not_found("play", request.id))?;
    let row = named(cx, &mut Names::new(cx)?, vec![found])?;
    let row = row.into_iter().next().ok_or_else(|| Error::not_found("play", request.id))?;
    let fact = cx.fact(main)?;
    let mut evidence = vec![evidence(cx, main)?];
    for id in evidence_of(cx, main)? {
        evidence.push(self::evidence(cx, id)?);
    }
    Ok(PlayDetail { row, evidence, apart: fact.noted("apart"), hidden: fact.noted("hidden") })
}

fn evidence(cx: &ReadCx<'_>, id: AnyId) -> Result<Evidence> {
    let fact = cx.fact(id)?;
    let told: Play = fact.body()?;
    let here = setting(cx.sql())?.zone;
    let zone = told.zone.as_deref().and_then(zone_of).or_else(|| zone_of(&here));
    let at = Timestamp::from_millisecond(told.at).unwrap_or_default();
    let at = at.to_zoned(zone.unwrap_or(jiff::tz::TimeZone::UTC));
    Ok(Evidence {
        id,
        source: told.source,
        at: at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        stamp: match told.stamp {
            Stamp::Start => "start",
            Stamp::End => "end",
            Stamp::Unknown => "unknown",
        }
        .to_owned(),
        title: told.title,
        artists: told.artists,
        album: told.album,
        played_ms: told.played_ms,
        began: told.began,
        ended: told.ended,
        player: told.player,
    })
}

pub(crate) fn edit_play(cx: &mut WriteCx<'_>, request: EditPlay) -> Result<()> {
    for (field, said) in [("apart", request.apart), ("hidden", request.hidden)] {
        match said {
            None => {}
            Some(true) => cx.annotate(request.id, field, Some(&Value::Bool(true)))?,
            Some(false) => cx.annotate(request.id, field, None)?,
        }
    }
    Ok(())
}

/// The longest name that is taken by hand, characters.
const WORDS_MAX: usize = 1000;
/// The first sound that was kept: 1860, in Unix milliseconds.
const EARLIEST_MS: i64 = -3_471_292_800_000;

pub(crate) fn add_play(cx: &mut WriteCx<'_>, request: NewPlay) -> Result<PlayRef> {
    let words = |name: &str, field: &'static str| -> Result<String> {
        let name = name.trim();
        match name.is_empty() || name.chars().count() > WORDS_MAX {
            true => Err(Error::invalid(field, format!("the {field} is empty or too long"))),
            false => Ok(name.to_owned()),
        }
    };
    let now = cx.read().now();
    let at = match request.at_ms {
        Some(at) if at > now.as_millisecond() => {
            return Err(Error::invalid("at_ms", "it has not been heard yet"));
        }
        Some(at) if at < EARLIEST_MS => {
            return Err(Error::invalid("at_ms", "nothing was recorded before 1860"));
        }
        Some(at) => at,
        None => now.as_millisecond(),
    };
    let artists = request.artists.iter().map(|name| words(name, "artist"));
    let play = Play {
        source: "by hand".to_owned(),
        at,
        zone: cx.read().env().zone().iana_name().map(str::to_owned),
        title: words(&request.title, "title")?,
        artists: artists.collect::<Result<_>>()?,
        album: request.album.map(|album| words(&album, "album")).transpose()?,
        ..Play::default()
    };
    let mut key = String::new();
    play.natural_key(&mut key);
    let id = cx.read().natural_id(PLAY.name, at, &key);
    remember_zone(cx)?;
    cx.assert_facts(&PLAY, &vec![play])?;
    Ok(PlayRef { id })
}

pub(crate) fn sources(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<SourceRow>> {
    let rows = cx.sql().rows(
        "SELECT source, name, sum(plays), sum(evidence), min(month), max(month)
         FROM listening_told JOIN listening_source USING (source)
         GROUP BY source ORDER BY 3 DESC, name",
        &[],
        |row| {
            let months = (row.int(4)?, row.int(5)?);
            Ok((row.int(0)?, row.text(1)?, count(row.int(2)?), count(row.int(3)?), months))
        },
    )?;
    let mut out = Vec::with_capacity(rows.len());
    for (source, name, rows, evidence, (first, last)) in rows {
        let edge = |pick: &str, month: i64| -> Result<Option<Day>> {
            let query = format!(
                "SELECT {pick}(day) FROM listening_play
                 WHERE day BETWEEN ?1 AND ?2 AND id >= ?3 AND id < ?4 AND source = ?5"
            );
            let [from, to, begin, end] = month_bounds(month);
            let params = [from, to, begin, end, source.into()];
            let found = cx.sql().first(&query, &params, |row| row.opt_int(0))?;
            found.flatten().map(day).transpose()
        };
        let (first, last) = (edge("min", first)?, edge("max", last)?);
        out.push(SourceRow { source: name, rows, evidence, first, last });
    }
    Ok(out)
}

pub(crate) fn on_this_day(cx: &ReadCx<'_>, request: MusicOnDay) -> Result<Vec<YearsAgo>> {
    let today = looking::number(request.day);
    let years = cx.sql().rows(
        "SELECT day, plays, ms, untimed FROM listening_day
         WHERE day % 10000 = ?1 AND day < ?2 AND plays > 0 ORDER BY day DESC",
        params![today % 10_000, today],
        |row| Ok((row.int(0)?, Amount::read(row, 1)?)),
    )?;
    let mut out = Vec::with_capacity(years.len());
    for (number, amount) in years {
        let on = day(number)?;
        let range = Range { from: Some(on), to: Some(on) };
        let top = TopOf { scope: Scope::Track, range, by: By::Plays, offset: 0, limit: Some(5) };
        out.push(YearsAgo { day: on, amount, tracks: ranking::top(cx, top)?.items });
    }
    Ok(out)
}
