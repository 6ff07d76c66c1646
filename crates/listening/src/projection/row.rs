//! One play as the tables hold it, and the spelling that it is of.

use std::borrow::Cow;
use std::collections::HashMap;

use base::error::{Error, Result};
use base::id::{AnyId, Id};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use store::facts::Fact;

use super::Setting;
use super::part::split;
use crate::model::{
    CountRule, Medium, Stamp, album_number, began_at, number_of, track_number, zone_of,
};

/// Bits of `listening_play.flags`.
pub(crate) mod flag {
    /// It meets the rule of half or thirty seconds.
    pub(crate) const HALF: i64 = 1;
    /// It played to its end.
    pub(crate) const END: i64 = 1 << 1;
    /// It was a private session.
    pub(crate) const PRIVATE: i64 = 1 << 2;
    /// The source says whether it was skipped.
    pub(crate) const SKIP_KNOWN: i64 = 1 << 3;
    /// It was.
    pub(crate) const SKIPPED: i64 = 1 << 4;
    /// A person left it out of every figure.
    pub(crate) const HIDDEN: i64 = 1 << 5;
    /// A person said that it is never one with another source's play.
    pub(crate) const APART: i64 = 1 << 6;
    /// It counts, by the settings.
    pub(crate) const COUNTS: i64 = 1 << 7;
    /// It begins a session.
    pub(crate) const OPENS: i64 = 1 << 8;
    /// The source says in which zone it was heard.
    pub(crate) const ZONED: i64 = 1 << 9;
    /// It is music.
    pub(crate) const MUSIC: i64 = 1 << 10;
    /// Its instant is its end.
    pub(crate) const STAMP_END: i64 = 1 << 11;
    /// Its instant may be its beginning or its end.
    pub(crate) const STAMP_UNKNOWN: i64 = 1 << 12;
    /// Its instant is good for a minute.
    pub(crate) const MINUTE: i64 = 1 << 13;
}

/// A row of `listening_play`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) id: AnyId,
    pub(super) began: i64,
    /// 20260301.
    pub(super) day: i64,
    /// Minutes since midnight.
    pub(super) minute: i64,
    pub(super) ms: Option<i64>,
    pub(super) spelling: i64,
    pub(super) source: i64,
    pub(super) flags: i64,
    /// The play of another source that this one is evidence of.
    pub(super) same: Option<AnyId>,
}

impl Row {
    pub(super) fn has(&self, flag: i64) -> bool {
        self.flags & flag != 0
    }

    pub(super) fn set(&mut self, flag: i64, on: bool) {
        if on {
            self.flags |= flag;
        } else {
            self.flags &= !flag;
        }
    }

    /// When its sound ended, as far as is known.
    pub(super) fn ended(&self) -> i64 {
        self.began + self.ms.unwrap_or(0)
    }

    /// Whether the settings count it, standing for itself.
    pub(super) fn is_counted(&self, setting: &Setting) -> bool {
        let rule = match setting.rule {
            CountRule::HalfOrThirtySeconds => self.has(flag::HALF),
            CountRule::ToTheEnd => self.has(flag::END),
            CountRule::Everything => true,
        };
        rule && self.has(flag::MUSIC)
            && !self.has(flag::HIDDEN)
            && (setting.private || !self.has(flag::PRIVATE))
            && self.same.is_none()
    }
}

/// A play's body, read without copying its texts.
#[derive(Deserialize)]
pub(super) struct Heard<'a> {
    #[serde(borrow)]
    source: Cow<'a, str>,
    at: i64,
    #[serde(default)]
    stamp: Stamp,
    #[serde(default)]
    grain: u32,
    #[serde(borrow, default)]
    zone: Option<Cow<'a, str>>,
    #[serde(default)]
    played_ms: Option<u32>,
    #[serde(default)]
    duration_ms: Option<u32>,
    #[serde(default)]
    medium: Medium,
    #[serde(borrow)]
    title: Cow<'a, str>,
    #[serde(borrow, default)]
    artists: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    album: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    album_artist: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    uri: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    ended: Option<Cow<'a, str>>,
    #[serde(default)]
    skipped: Option<bool>,
    #[serde(default)]
    private: Option<bool>,
}

/// The exact words of a source, and what they stand for.
#[derive(Debug, Clone)]
pub(super) struct Spelling {
    pub(super) title: String,
    pub(super) artists: Vec<String>,
    pub(super) album: Option<String>,
    pub(super) album_artist: Option<String>,
    pub(super) duration_ms: Option<i64>,
    pub(super) uri: Option<String>,
    pub(super) medium: Medium,
    pub(super) track: i64,
    pub(super) album_number: Option<i64>,
}

impl Heard<'_> {
    /// The source's name.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// The number of its spelling: of all its words.
    fn spelling_number(&self) -> i64 {
        let mut hasher = blake3::Hasher::new();
        let given = [
            self.duration_ms.is_some(),
            self.album.is_some(),
            self.album_artist.is_some(),
            self.uri.is_some(),
        ];
        hasher.update(&[self.medium as u8]).update(&given.map(u8::from));
        hasher.update(&self.duration_ms.unwrap_or(0).to_be_bytes());
        let mut part = |text: &str| {
            hasher.update(text.as_bytes()).update(&[0x1f]);
        };
        part(&self.title);
        part(self.album.as_deref().unwrap_or_default());
        part(self.album_artist.as_deref().unwrap_or_default());
        part(self.uri.as_deref().unwrap_or_default());
        for artist in &self.artists {
            part(artist);
        }
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        i64::from_be_bytes(first) & i64::MAX
    }

    pub(super) fn spelling(&self) -> Spelling {
        let first = self.artists.first().map(AsRef::as_ref);
        let album_artist = self.album_artist.as_deref().or(first).unwrap_or_default();
        let owned = |text: &Option<Cow<'_, str>>| text.as_deref().map(str::to_owned);
        Spelling {
            track: track_number(&self.title, &self.artists),
            album_number: self.album.as_deref().map(|album| album_number(album, album_artist)),
            title: self.title.clone().into_owned(),
            // As the tables will give them back.
            artists: self.artists.iter().flat_map(|artists| split(artists)).collect(),
            album: owned(&self.album),
            album_artist: owned(&self.album_artist),
            duration_ms: self.duration_ms.map(i64::from),
            uri: owned(&self.uri),
            medium: self.medium,
        }
    }

    fn meets(&self, rule: CountRule) -> bool {
        rule.counts(self.played_ms, self.duration_ms, self.ended.as_deref())
    }
}

/// The zones and sources that plays name; there are few, and looking one up costs more than the rest
/// of a row.
pub(super) struct Zones {
    known: HashMap<String, Option<TimeZone>>,
    sources: FxHashMap<String, i64>,
    here: TimeZone,
}

impl Zones {
    pub(super) fn new(setting: &Setting) -> Zones {
        let here = zone_of(&setting.zone).unwrap_or(TimeZone::UTC);
        Zones { known: HashMap::new(), sources: FxHashMap::default(), here }
    }

    /// The number of a source.
    fn source(&mut self, name: &str) -> i64 {
        if let Some(number) = self.sources.get(name) {
            return *number;
        }
        let number = number_of("source", &[name]);
        self.sources.insert(name.to_owned(), number);
        number
    }

    fn of(&mut self, name: Option<&str>) -> (&TimeZone, bool) {
        let Some(name) = name else { return (&self.here, false) };
        if !self.known.contains_key(name) {
            self.known.insert(name.to_owned(), zone_of(name));
        }
        match self.known.get(name) {
            Some(Some(zone)) => (zone, true),
            _ => (&self.here, false),
        }
    }

    /// The local day and minute where nothing else is known.
    pub(super) fn here(&self, began: i64) -> (i64, i64) {
        local(&self.here, began)
    }
}

/// The local day (20260301) and minute of an instant.
fn local(zone: &TimeZone, ms: i64) -> (i64, i64) {
    let local = zone.to_datetime(Timestamp::from_millisecond(ms).unwrap_or_default());
    let (year, month) = (i64::from(local.year()), i64::from(local.month()));
    let day = year * 10_000 + month * 100 + i64::from(local.day());
    (day, i64::from(local.hour()) * 60 + i64::from(local.minute()))
}

/// The row of a fact, before it is known whether it counts.
pub(super) fn row(fact: &Fact, heard: &Heard<'_>, zones: &mut Zones) -> Row {
    let played = heard.played_ms.map(i64::from);
    let began = began_at(heard.at, heard.stamp, heard.played_ms);
    let (zone, zoned) = zones.of(heard.zone.as_deref());
    let (day, minute) = local(zone, began);
    let bits = [
        (flag::HALF, heard.meets(CountRule::HalfOrThirtySeconds)),
        (flag::END, heard.meets(CountRule::ToTheEnd)),
        (flag::PRIVATE, heard.private == Some(true)),
        (flag::SKIP_KNOWN, heard.skipped.is_some()),
        (flag::SKIPPED, heard.skipped == Some(true)),
        (flag::HIDDEN, fact.noted("hidden")),
        (flag::APART, fact.noted("apart")),
        (flag::ZONED, zoned),
        (flag::MUSIC, heard.medium == Medium::Music),
        (flag::STAMP_END, heard.stamp == Stamp::End),
        (flag::STAMP_UNKNOWN, heard.stamp == Stamp::Unknown),
        (flag::MINUTE, heard.grain >= 60),
    ];
    Row {
        id: fact.id,
        began,
        day,
        minute,
        ms: played,
        spelling: heard.spelling_number(),
        source: zones.source(&heard.source),
        flags: bits.iter().filter(|(_, on)| *on).map(|(bit, _)| bit).sum(),
        same: None,
    }
}

/// An id from a BLOB that may be NULL.
pub(super) fn id(bytes: Option<Vec<u8>>) -> Result<Option<AnyId>> {
    let broken = |_| Error::internal("reading a play", "an id has not 16 bytes");
    bytes.map(|bytes| <[u8; 16]>::try_from(bytes).map(Id::from_bytes).map_err(broken)).transpose()
}
