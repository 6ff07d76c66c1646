//! Pages of one artist, album, track or genre, and finding them.

use std::collections::HashSet;

use base::error::{Code, Error, Result};
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

use super::looking::{Names, standing};
use super::plays::plays_of;
use super::stats::{genre_amount, genre_artists, months_of};
use super::*;
use crate::model::{from_hex, hex};
use crate::projection::{EVER, buckets, scope};
use crate::record::{ALIAS, LABEL};

wire! {
    /// An artist's page.
    pub(crate) struct ArtistPage {
        /// The artist.
        #[serde(flatten)]
        pub(crate) what: Name,
        /// How often and how long, ever.
        #[serde(flatten)]
        pub(crate) amount: Amount,
        /// Its place among all artists.
        pub(crate) rank: u32,
        /// The first day.
        pub(crate) first: Option<Day>,
        /// The last day.
        pub(crate) last: Option<Day>,
        /// Genres that the person or a source gave.
        pub(crate) genres: Vec<String>,
        /// The most played tracks, at most 50.
        pub(crate) tracks: Vec<Ranked>,
        /// The most played albums, at most 50.
        pub(crate) albums: Vec<Ranked>,
        /// By month.
        pub(crate) months: Vec<Point>,
        /// Other spellings that were merged into this artist.
        pub(crate) merged: Vec<Name>,
    }

    /// An album's page.
    pub(crate) struct AlbumPage {
        /// The album.
        #[serde(flatten)]
        pub(crate) what: Name,
        /// Its artists.
        pub(crate) artists: Vec<Name>,
        /// How often and how long, ever.
        #[serde(flatten)]
        pub(crate) amount: Amount,
        /// Its place among all albums.
        pub(crate) rank: u32,
        /// The first day.
        pub(crate) first: Option<Day>,
        /// The last day.
        pub(crate) last: Option<Day>,
        /// Its tracks, the most played first.
        pub(crate) tracks: Vec<Ranked>,
        /// By month.
        pub(crate) months: Vec<Point>,
        /// Other spellings that were merged into this album.
        pub(crate) merged: Vec<Name>,
    }

    /// A track's page.
    pub(crate) struct TrackPage {
        /// The track.
        #[serde(flatten)]
        pub(crate) what: Name,
        /// Its artists.
        pub(crate) artists: Vec<Name>,
        /// Its album.
        pub(crate) album: Option<Name>,
        /// How long it is, milliseconds, when a source says.
        pub(crate) duration_ms: Option<u32>,
        /// How often and how long, ever.
        #[serde(flatten)]
        pub(crate) amount: Amount,
        /// Its place among all tracks.
        pub(crate) rank: u32,
        /// The first day.
        pub(crate) first: Option<Day>,
        /// The last day.
        pub(crate) last: Option<Day>,
        /// By month.
        pub(crate) months: Vec<Point>,
        /// The latest plays, at most 50.
        pub(crate) latest: Vec<PlayRow>,
        /// An address that the person's player opens (`spotify:track:...`), when a source gives one.
        pub(crate) open: Option<String>,
        /// Own lists that hold it.
        pub(crate) lists: Vec<ListId>,
        /// Other spellings that were merged into this track.
        pub(crate) merged: Vec<Name>,
    }

    /// A genre's page.
    pub(crate) struct GenrePage {
        /// The genre.
        #[serde(flatten)]
        pub(crate) what: Name,
        /// How often and how long, ever.
        #[serde(flatten)]
        pub(crate) amount: Amount,
        /// Its artists, the most played first, at most 100.
        pub(crate) artists: Vec<Ranked>,
        /// By month.
        pub(crate) months: Vec<Point>,
    }

    /// What to look for.
    pub(crate) struct FindMusic {
        /// Words; the last one may be unfinished.
        pub(crate) text: String,
        /// Only these; null: artists, albums and tracks.
        #[serde(default)]
        pub(crate) scope: Option<Scope>,
        /// How many, at most 100; 20 without.
        #[serde(default)]
        pub(crate) limit: Option<u32>,
    }

    /// Music that was found, the most played first.
    pub(crate) struct FoundMusic {
        /// What was found.
        pub(crate) items: Vec<FoundEntity>,
    }

    /// One artist, album or track that was found.
    pub(crate) struct FoundEntity {
        /// Which it is.
        pub(crate) scope: Scope,
        /// What it is.
        #[serde(flatten)]
        pub(crate) what: Name,
        /// The artists of an album or track.
        pub(crate) artists: Vec<Name>,
        /// Plays, ever.
        pub(crate) plays: u32,
    }

    /// Two names for one thing.
    pub(crate) struct Merge {
        /// Artist, album or track.
        pub(crate) scope: Scope,
        /// The one that is shown under the other from now on.
        pub(crate) from: String,
        /// The other.
        pub(crate) into: String,
    }

    /// A merge to take back.
    pub(crate) struct Unmerge {
        /// Artist, album or track.
        pub(crate) scope: Scope,
        /// The one that stands for itself again.
        pub(crate) from: String,
    }

    /// A merge that a person made.
    pub(crate) struct Merged {
        /// Artist, album or track.
        pub(crate) scope: Scope,
        /// What is shown under another name.
        pub(crate) from: Name,
        /// The other.
        pub(crate) into: Name,
    }

    /// A genre for an artist.
    pub(crate) struct SetGenre {
        /// The artist.
        pub(crate) artist: String,
        /// The genre.
        pub(crate) genre: String,
        /// Whether it has it.
        pub(crate) on: bool,
    }
}

/// How many rows a page's lists hold.
const LISTED: usize = 50;

pub(crate) fn artist(cx: &ReadCx<'_>, request: EntityRef) -> Result<ArtistPage> {
    let mut names = Names::new(cx)?;
    let artist = names.number(scope::ARTIST, &request.id)?;
    let standing = standing(&names, scope::ARTIST, artist, &request.id)?;
    let own = names.all_of(scope::ARTIST, artist);
    let tracks = top_of(cx, &mut names, scope::TRACK, &own)?;
    let albums = top_of(cx, &mut names, scope::ALBUM, &own)?;
    let mut genres = Vec::new();
    for number in &own {
        genres.extend(cx.sql().rows(
            "SELECT genre FROM listening_label WHERE artist = ?1",
            params![*number],
            |row| row.text(0),
        )?);
    }
    genres.sort_unstable();
    genres.dedup();
    Ok(ArtistPage {
        what: names.artist(artist)?,
        amount: standing.amount,
        rank: standing.rank,
        first: standing.first,
        last: standing.last,
        genres,
        tracks,
        albums,
        months: standing.months,
        merged: names.merged_into(scope::ARTIST, artist)?,
    })
}

/// The most played tracks or albums that one of some artists is credited on.
fn top_of(
    cx: &ReadCx<'_>,
    names: &mut Names<'_>,
    scope: i64,
    artists: &[i64],
) -> Result<Vec<Ranked>> {
    let column = if scope == scope::TRACK { "track" } else { "album_number" };
    let query = format!(
        "SELECT DISTINCT {column} FROM listening_credit JOIN listening_spelling USING (spelling)
         WHERE artist = ?1 AND {column} IS NOT NULL"
    );
    let mut numbers = HashSet::new();
    for artist in artists {
        cx.sql().each(&query, params![*artist], |row| {
            numbers.insert(names.number(scope, &hex(row.int(0)?))?);
            Ok(())
        })?;
    }
    most(cx, names, scope, numbers)
}

/// The most played of some numbers, ever.
fn most(
    cx: &ReadCx<'_>,
    names: &mut Names<'_>,
    scope: i64,
    numbers: HashSet<i64>,
) -> Result<Vec<Ranked>> {
    let mut rows = Vec::with_capacity(numbers.len());
    for number in numbers {
        let sum = buckets::one(cx.sql(), scope, EVER, number)?;
        rows.extend(sum.map(|sum| (number, Amount::of(&sum))));
    }
    rows.sort_unstable_by(|(a, x), (b, y)| y.plays.cmp(&x.plays).then(a.cmp(b)));
    let page = (1..).zip(rows).take(LISTED).map(|(rank, (number, amount))| (rank, number, amount));
    names.ranked(scope, page.collect())
}

pub(crate) fn album(cx: &ReadCx<'_>, request: EntityRef) -> Result<AlbumPage> {
    let mut names = Names::new(cx)?;
    let album = names.number(scope::ALBUM, &request.id)?;
    let standing = standing(&names, scope::ALBUM, album, &request.id)?;
    let mut tracks = HashSet::new();
    for number in names.all_of(scope::ALBUM, album) {
        cx.sql().each(
            "SELECT DISTINCT track FROM listening_spelling WHERE album_number = ?1",
            params![number],
            |row| {
                tracks.insert(names.number(scope::TRACK, &hex(row.int(0)?))?);
                Ok(())
            },
        )?;
    }
    let called = names.called(scope::ALBUM, album)?;
    let called = called.ok_or_else(|| Error::not_found("album", &request.id))?;
    Ok(AlbumPage {
        what: called.what,
        artists: called.artists,
        amount: standing.amount,
        rank: standing.rank,
        first: standing.first,
        last: standing.last,
        tracks: most(cx, &mut names, scope::TRACK, tracks)?,
        months: standing.months,
        merged: names.merged_into(scope::ALBUM, album)?,
    })
}

pub(crate) fn track(cx: &ReadCx<'_>, request: EntityRef) -> Result<TrackPage> {
    let mut names = Names::new(cx)?;
    let track = names.number(scope::TRACK, &request.id)?;
    let standing = standing(&names, scope::TRACK, track, &request.id)?;
    let called = names.called(scope::TRACK, track)?;
    let called = called.ok_or_else(|| Error::not_found("track", &request.id))?;
    let own = names.all_of(scope::TRACK, track);
    let months: Vec<i64> =
        standing.months.iter().rev().map(|point| looking::number(point.day) / 100).collect();
    let lists = cx.sql().rows(
        "SELECT id FROM listening_listed JOIN listening_list ON n = list
         WHERE track = ?1 ORDER BY position, listening_list.name",
        params![track],
        |row| row.id(0),
    )?;
    Ok(TrackPage {
        what: called.what,
        artists: called.artists,
        album: called.album,
        duration_ms: called.duration_ms,
        amount: standing.amount,
        rank: standing.rank,
        first: standing.first,
        last: standing.last,
        latest: plays_of(cx, &mut names, &own, &months, LISTED)?,
        months: standing.months,
        open: called.uri.filter(|uri| opens(uri)),
        lists,
        merged: names.merged_into(scope::TRACK, track)?,
    })
}

/// Whether an address is one that a player or browser opens: a person may follow it, and nothing that
/// a file says may run a program.
pub(super) fn opens(uri: &str) -> bool {
    uri.starts_with("spotify:") || uri.starts_with("https://")
}

pub(crate) fn genre(cx: &ReadCx<'_>, request: EntityRef) -> Result<GenrePage> {
    let mut names = Names::new(cx)?;
    let artists: HashSet<i64> = genre_artists(cx, &names, &request.id)?.into_iter().collect();
    if artists.is_empty() {
        return Err(Error::not_found("genre", &request.id));
    }
    Ok(GenrePage {
        what: Name { id: request.id.clone(), name: request.id.clone() },
        amount: genre_amount(cx, &request.id)?,
        artists: most(cx, &mut names, scope::ARTIST, artists)?,
        months: months_of(cx, Scope::Genre, &request.id)?,
    })
}

/// The scope that can be merged.
fn merged_scope(scope: Scope) -> Result<i64> {
    scope.number().ok_or_else(|| {
        Error::invalid("scope", "artists, albums and tracks can be merged; genres are only words")
    })
}

fn word(scope: Scope) -> &'static str {
    match scope {
        Scope::Artist => "artist",
        Scope::Album => "album",
        Scope::Track => "track",
        Scope::Genre => "genre",
    }
}

pub(crate) fn merge(cx: &mut WriteCx<'_>, request: Merge) -> Result<()> {
    let scope = merged_scope(request.scope)?;
    let read = cx.read();
    let mut names = Names::new(&read)?;
    let (from, into) = (names.number(scope, &request.from)?, names.number(scope, &request.into)?);
    if from == into {
        return Err(Error::new(Code::Conflict, "they are one already"));
    }
    let mut name = |number: i64| {
        let called = names.called(scope, number)?;
        called.map(|called| called.what.name).ok_or_else(|| Error::not_found("music", hex(number)))
    };
    let fields = Fields::from([
        ("scope".to_owned(), Value::from(word(request.scope))),
        ("from".to_owned(), Value::from(hex(from))),
        ("into".to_owned(), Value::from(hex(into))),
        ("from_name".to_owned(), Value::from(name(from)?)),
        ("into_name".to_owned(), Value::from(name(into)?)),
    ]);
    let id = cx.new_id::<()>();
    cx.create(&ALIAS, id.cast(), fields)
}

pub(crate) fn unmerge(cx: &mut WriteCx<'_>, request: Unmerge) -> Result<()> {
    let scope = merged_scope(request.scope)?;
    let from = from_hex(&request.from)
        .ok_or_else(|| Error::invalid("from", "an id is sixteen hex digits"))?;
    let ids = cx.read().sql().rows(
        "SELECT id FROM listening_alias WHERE scope = ?1 AND source = ?2",
        params![scope, from],
        |row| row.id(0),
    )?;
    if ids.is_empty() {
        return Err(Error::not_found("merge", &request.from));
    }
    ids.into_iter().try_for_each(|id| cx.trash(id))
}

pub(crate) fn merges(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<Merged>> {
    cx.sql().rows(
        "SELECT scope, source, source_name, target, target_name FROM listening_alias
         ORDER BY scope, source_name, source",
        &[],
        |row| {
            Ok(Merged {
                scope: match row.int(0)? {
                    scope::ARTIST => Scope::Artist,
                    scope::ALBUM => Scope::Album,
                    _ => Scope::Track,
                },
                from: Name { id: hex(row.int(1)?), name: row.text(2)? },
                into: Name { id: hex(row.int(3)?), name: row.text(4)? },
            })
        },
    )
}

/// The longest name of a genre or list, characters.
pub(super) const NAME_CHARS_MAX: usize = 200;

pub(crate) fn set_genre(cx: &mut WriteCx<'_>, request: SetGenre) -> Result<()> {
    let genre = request.genre.trim();
    if genre.is_empty() || genre.chars().count() > NAME_CHARS_MAX {
        return Err(Error::invalid("genre", "a genre is a word or a few"));
    }
    let read = cx.read();
    let mut names = Names::new(&read)?;
    let artist = names.number(scope::ARTIST, &request.artist)?;
    let name = names.artist(artist)?.name;
    if name.is_empty() {
        return Err(Error::not_found("artist", &request.artist));
    }
    let id = cx.read().natural_id(LABEL.name, 0, &hex(artist));
    let key = format!("genre/{genre}");
    let value = request.on.then_some(Value::Bool(true));
    if cx.read().exists(id)? {
        return cx.edit(id, &Changes::from([(key, value)])).map(drop);
    }
    let Some(value) = value else { return Ok(()) };
    let fields = Fields::from([
        ("artist".to_owned(), Value::from(hex(artist))),
        ("name".to_owned(), Value::from(name)),
        (key, value),
    ]);
    cx.import(&LABEL, id, fields)
}
