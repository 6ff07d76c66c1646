//! Own lists of tracks, and how figures are counted.

use base::error::{Error, Result};
use base::id::{AnyId, Id};
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

use super::looking::{Names, count};
use super::music::{NAME_CHARS_MAX, opens};
use super::*;
use crate::model::{CountRule, hex, zone_of};
use crate::projection::{EVER, buckets, scope, setting};
use crate::record::{LIST, SETTINGS};

/// What a list's id names.
pub(crate) enum ListRecord {}

pub(crate) type ListId = Id<ListRecord>;

wire! {
    /// A list of tracks.
    pub(crate) struct TrackList {
        /// Its id.
        pub(crate) id: ListId,
        /// Its name.
        pub(crate) name: String,
        /// Words about it.
        pub(crate) note: String,
        /// The feeling that it is for: `calm`, `glad`, ...; empty: none.
        pub(crate) feeling: String,
        /// How many tracks.
        pub(crate) tracks: u32,
        /// How long, as far as lengths are known, milliseconds.
        pub(crate) ms: u64,
    }

    /// A list with its tracks.
    pub(crate) struct TrackListPage {
        /// The list.
        #[serde(flatten)]
        pub(crate) list: TrackList,
        /// Its tracks in the order in which they were added.
        pub(crate) items: Vec<Listed>,
    }

    /// A track in a list.
    pub(crate) struct Listed {
        /// The track.
        #[serde(flatten)]
        pub(crate) what: Name,
        /// Its artists.
        pub(crate) artists: Vec<Name>,
        /// How long it is.
        pub(crate) duration_ms: Option<u32>,
        /// Plays, ever.
        pub(crate) plays: u32,
        /// An address that the person's player opens.
        pub(crate) open: Option<String>,
        /// When it was put in, Unix milliseconds.
        pub(crate) added_ms: i64,
    }

    /// A new list.
    pub(crate) struct NewList {
        /// Its name.
        pub(crate) name: String,
        /// Words about it.
        #[serde(default)]
        pub(crate) note: String,
        /// The feeling that it is for.
        #[serde(default)]
        pub(crate) feeling: String,
    }

    /// Names a list.
    pub(crate) struct ListRef {
        /// The list.
        pub(crate) id: ListId,
    }

    /// What to change in a list; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditList {
        /// The list.
        pub(crate) id: ListId,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// Words about it.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// The feeling that it is for.
        #[serde(default)]
        pub(crate) feeling: Option<String>,
    }

    /// Puts a track into a list or takes it out.
    pub(crate) struct SetListed {
        /// The list.
        pub(crate) list: ListId,
        /// The track.
        pub(crate) track: String,
        /// Whether it is in it.
        pub(crate) on: bool,
    }

    /// What was made.
    pub(crate) struct CreatedList {
        /// Its id.
        pub(crate) id: ListId,
    }

    /// When a play counts.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum Count {
        /// At least 30 seconds; or half of the track or four minutes where its length is known.
        Half,
        /// Only what played to its end.
        End,
        /// Every row.
        All,
    }

    /// How figures are counted.
    pub(crate) struct ListeningSettings {
        /// When a play counts.
        pub(crate) count: Count,
        /// Whether private sessions count.
        pub(crate) private: bool,
        /// Where plays were heard whose source does not say: IANA name.
        pub(crate) zone: String,
    }

    /// What to change; null: leave.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct EditSettings {
        /// When a play counts.
        pub(crate) count: Option<Count>,
        /// Whether private sessions count.
        pub(crate) private: Option<bool>,
        /// Where plays were heard whose source does not say.
        pub(crate) zone: Option<String>,
    }
}

pub(crate) fn lists(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<TrackList>> {
    let lists = cx.sql().rows(
        "SELECT n, id, name, note, feeling FROM listening_list ORDER BY position, name, id",
        &[],
        |row| Ok((row.int(0)?, row.id(1)?, row.text(2)?, row.text(3)?, row.text(4)?)),
    )?;
    let mut out = Vec::with_capacity(lists.len());
    for (n, id, name, note, feeling) in lists {
        let (tracks, ms) = length(cx, n)?;
        out.push(TrackList { id, name, note, feeling, tracks, ms });
    }
    Ok(out)
}

/// How many tracks a list has, and how long they are as far as is known.
fn length(cx: &ReadCx<'_>, n: i64) -> Result<(u32, u64)> {
    let found = cx.sql().first(
        "SELECT count(*), coalesce(sum((SELECT max(duration_ms) FROM listening_spelling
             WHERE listening_spelling.track = listening_listed.track)), 0)
         FROM listening_listed WHERE list = ?1",
        params![n],
        |row| Ok((count(row.int(0)?), u64::try_from(row.int(1)?).unwrap_or(0))),
    )?;
    Ok(found.unwrap_or_default())
}

pub(crate) fn list(cx: &ReadCx<'_>, request: ListRef) -> Result<TrackListPage> {
    let found = cx.sql().first(
        "SELECT n, name, note, feeling FROM listening_list WHERE id = ?1",
        params![request.id],
        |row| Ok((row.int(0)?, row.text(1)?, row.text(2)?, row.text(3)?)),
    )?;
    let (n, name, note, feeling) = found.ok_or_else(|| Error::not_found("list", request.id))?;
    let (tracks, ms) = length(cx, n)?;
    let rows = cx.sql().rows(
        "SELECT track, added_ms FROM listening_listed WHERE list = ?1 ORDER BY added_ms, track",
        params![n],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )?;
    let mut names = Names::new(cx)?;
    let mut items = Vec::with_capacity(rows.len());
    for (track, added_ms) in rows {
        let track = names.number(scope::TRACK, &hex(track))?;
        let Some(called) = names.called(scope::TRACK, track)? else { continue };
        let sum = buckets::one(cx.sql(), scope::TRACK, EVER, track)?;
        items.push(Listed {
            what: called.what,
            artists: called.artists,
            duration_ms: called.duration_ms,
            plays: sum.map_or(0, |sum| sum.plays),
            open: called.uri.filter(|uri| opens(uri)),
            added_ms,
        });
    }
    let list = TrackList { id: request.id, name, note, feeling, tracks, ms };
    Ok(TrackListPage { list, items })
}

fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(Error::invalid("name", "a list needs a name of at most 200 characters"));
    }
    Ok(name.to_owned())
}

pub(crate) fn create_list(cx: &mut WriteCx<'_>, request: NewList) -> Result<CreatedList> {
    let id: AnyId = cx.new_id();
    let order = cx.read().sql().number("SELECT max(position) + 1 FROM listening_list", &[])?;
    let fields = Fields::from([
        ("name".to_owned(), Value::from(checked_name(&request.name)?)),
        ("note".to_owned(), Value::from(request.note)),
        ("feeling".to_owned(), Value::from(request.feeling)),
        ("order".to_owned(), Value::from(order)),
    ]);
    cx.create(&LIST, id, fields)?;
    Ok(CreatedList { id: id.cast() })
}

pub(crate) fn edit_list(cx: &mut WriteCx<'_>, request: EditList) -> Result<()> {
    let mut changes = Changes::new();
    if let Some(name) = request.name {
        changes.insert("name".to_owned(), Some(Value::from(checked_name(&name)?)));
    }
    for (key, value) in [("note", request.note), ("feeling", request.feeling)] {
        if let Some(value) = value {
            changes.insert(key.to_owned(), Some(Value::from(value)));
        }
    }
    cx.edit(list_id(cx, request.id)?, &changes).map(drop)
}

fn list_id(cx: &WriteCx<'_>, id: ListId) -> Result<AnyId> {
    let record = cx.read().record(id.cast())?;
    if record.kind != LIST.name {
        return Err(Error::not_found("list", id));
    }
    Ok(record.id)
}

pub(crate) fn set_listed(cx: &mut WriteCx<'_>, request: SetListed) -> Result<()> {
    let id = list_id(cx, request.list)?;
    let read = cx.read();
    let mut names = Names::new(&read)?;
    let track = names.number(scope::TRACK, &request.track)?;
    if names.called(scope::TRACK, track)?.is_none() {
        return Err(Error::not_found("track", &request.track));
    }
    let now = cx.read().now().as_millisecond();
    let changes = match request.on {
        true => vec![(format!("track/{}", hex(track)), Some(Value::Int(now)))],
        // Whatever spelling it was put in under.
        false => {
            let all = names.all_of(scope::TRACK, track);
            all.into_iter().map(|number| (format!("track/{}", hex(number)), None)).collect()
        }
    };
    cx.edit(id, &changes.into_iter().collect()).map(drop)
}

pub(crate) fn settings(cx: &ReadCx<'_>, _: Nothing) -> Result<ListeningSettings> {
    let setting = setting(cx.sql())?;
    let here = || cx.env().zone().iana_name().unwrap_or("UTC").to_owned();
    Ok(ListeningSettings {
        count: match setting.rule {
            CountRule::HalfOrThirtySeconds => Count::Half,
            CountRule::ToTheEnd => Count::End,
            CountRule::Everything => Count::All,
        },
        private: setting.private,
        zone: Some(setting.zone).filter(|zone| !zone.is_empty()).unwrap_or_else(here),
    })
}

pub(crate) fn edit_settings(cx: &mut WriteCx<'_>, request: EditSettings) -> Result<()> {
    let mut changes = Changes::new();
    if let Some(count) = request.count {
        let count = match count {
            Count::Half => "half",
            Count::End => "end",
            Count::All => "all",
        };
        changes.insert("count".to_owned(), Some(Value::from(count)));
    }
    if let Some(private) = request.private {
        changes.insert("private".to_owned(), Some(Value::Bool(private)));
    }
    if let Some(zone) = request.zone {
        if zone_of(&zone).is_none() {
            return Err(Error::invalid("zone", format!("{zone:?} is not a time zone")));
        }
        changes.insert("zone".to_owned(), Some(Value::from(zone)));
    }
    remember_zone(cx)?;
    cx.edit(settings_id(cx)?, &changes).map(drop)
}

/// The settings that hold; those of this vault's own making when there are none yet.
fn settings_id(cx: &WriteCx<'_>) -> Result<AnyId> {
    let read = cx.read();
    let query = "SELECT id FROM listening_setting ORDER BY id LIMIT 1";
    let found = read.sql().first(query, &[], |row| row.id(0))?;
    Ok(found.unwrap_or_else(|| read.natural_id(SETTINGS.name, 0, "settings")))
}

/// Writes down where plays are taken to be heard whose source does not say: where the person is when
/// the first come in. It is written once, so that days do not move when the person does.
pub(crate) fn remember_zone(cx: &mut WriteCx<'_>) -> Result<()> {
    let id = settings_id(cx)?;
    if cx.read().exists(id)? {
        return Ok(());
    }
    let zone = cx.read().env().zone().iana_name().unwrap_or("UTC").to_owned();
    let fields = Fields::from([
        ("count".to_owned(), Value::from("half")),
        ("private".to_owned(), Value::Bool(false)),
        ("zone".to_owned(), Value::from(zone)),
    ]);
    cx.import(&SETTINGS, id, fields)
}
