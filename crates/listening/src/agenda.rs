//! What listening shows outside its own pages: long days on the calendar, names in the search over
//! everything.

use base::day::Span;
use base::error::Result;
use base::id::AnyId;
use domain::view::{AgendaItem, Named};
use jiff::civil::Date;
use store::params;
use store::read::ReadCx;

use crate::api::{self, FindMusic, Scope};
use crate::model::from_hex;
use crate::projection::id_at;

/// A day stands on the calendar when so much was heard, milliseconds: an ordinary day does not, and a
/// calendar of nothing but music would hide the rest.
const LONG_MS: i64 = 3 * 60 * 60 * 1000;
/// Where sources mostly do not say how long a play sounded, so many plays.
const LONG_PLAYS: i64 = 45;

/// At most one item a day, `3 h 20 min of music, 48 plays`. Its id is not a record's: it begins with the
/// day's first instant in UTC.
pub(crate) fn agenda(cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
    let number = |date: Date| {
        i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
    };
    let rows = cx.sql().rows(
        "SELECT day, plays, ms FROM listening_day
         WHERE day BETWEEN ?1 AND ?2 AND (ms >= ?3 OR (untimed * 2 > plays AND plays >= ?4))
         ORDER BY day",
        params![number(span.first.date()), number(span.last.date()), LONG_MS, LONG_PLAYS],
        |row| Ok((row.int(0)?, row.int(1)?, row.int(2)?)),
    )?;
    rows.into_iter()
        .map(|(day, plays, ms)| {
            let day = api::day(day)?;
            let midnight = day.date().to_zoned(jiff::tz::TimeZone::UTC);
            let ms_of_day = midnight.map_or(0, |at| at.timestamp().as_millisecond());
            let title = match ms >= LONG_MS {
                true => format!("{} of music, {plays} plays", hours(ms)),
                false => format!("{plays} plays"),
            };
            Ok(AgendaItem {
                domain: "listening".into(),
                kind: "listening.day".into(),
                id: id_at(ms_of_day),
                date: day,
                time: None,
                end: None,
                title,
                done: true,
                money: None,
            })
        })
        .collect()
}

/// `3 h 20 min`, in steps of ten minutes: nobody listens to the minute.
fn hours(ms: i64) -> String {
    let tens = (ms + 300_000) / 600_000;
    match (tens / 6, tens % 6 * 10) {
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// Artists, albums and tracks by name, the most played first. The last eight bytes of an id are the
/// number that is the music's own id.
pub(crate) fn find(cx: &ReadCx<'_>, text: &str, limit: usize) -> Result<Vec<Named>> {
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    let request = FindMusic { text: text.to_owned(), scope: None, limit: Some(limit) };
    let found = api::find(cx, request)?.items.into_iter().filter_map(|item| {
        let kind = match item.scope {
            Scope::Artist => "listening.artist",
            Scope::Album => "listening.album",
            Scope::Track => "listening.track",
            Scope::Genre => return None,
        };
        let mut id = [0; 16];
        id[8..].copy_from_slice(&from_hex(&item.what.id)?.to_be_bytes());
        let artists: Vec<String> = item.artists.into_iter().map(|artist| artist.name).collect();
        Some(Named {
            kind: kind.into(),
            id: AnyId::from_bytes(id),
            title: item.what.name,
            note: artists.join(", "),
        })
    });
    Ok(found.collect())
}
