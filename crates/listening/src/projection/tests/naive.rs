//! What the tables have to say, worked out slowly and plainly from every fact that stands.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::RangeInclusive;

use base::error::Result;
use base::id::AnyId;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::read::ReadCx;

use super::super::packed::Sum;
use super::super::{EVER, Setting, buckets, merges, name_number, scope, setting, shown};
use crate::model::{
    CountRule, Medium, Play, Stamp, album_number, artist_number, number_of, track_number, zone_of,
};
use crate::record::PLAY;

/// Every table of plays and sums, a line a row.
const TABLES: [&str; 5] = [
    "SELECT printf('play %s %d of %s by %s: %d %d %d, same %s, counts %d, opens %d', hex(id),
        coalesce(ms, -1), title, name, began, day, minute, coalesce(hex(same), ''),
        flags >> 7 & 1, flags >> 8 & 1)
     FROM listening_play JOIN listening_spelling USING (spelling) JOIN listening_source USING (source)",
    "SELECT DISTINCT printf('credit %d %s', artist, title)
     FROM listening_credit JOIN listening_spelling USING (spelling)",
    "SELECT printf('told %s %d: %d, %d', name, month, plays, evidence)
     FROM listening_told JOIN listening_source USING (source)",
    "SELECT printf('hour %d %d %d: %d, %d, %d', month, weekday, hour, plays, ms, untimed)
     FROM listening_hour",
    "SELECT printf('day %d: %d, %d, %d, %d, %d, %d, %d', day, plays, ms, untimed, uncounted, skip_known,
        skipped, sessions) FROM listening_day",
];
/// The words whose plays are summed: a scope, and a line and the number of each.
const WORDS: [(i64, &str); 2] = [
    (
        scope::SPELLING,
        "SELECT printf('spelling %s %s %s %s %d %s %d: %d, %d, ', title, replace(artists, char(31), '+'),
            coalesce(album, ''), coalesce(album_artist, ''), coalesce(duration_ms, -1),
            coalesce(uri, ''), medium, track, coalesce(album_number, -1)), spelling, ''
         FROM listening_spelling",
    ),
    (
        scope::NAME,
        "SELECT printf('artist %d %s: ', artist, name), 0, name FROM listening_artist",
    ),
];

/// What the tables say.
pub(super) fn said(cx: &ReadCx<'_>) -> Result<BTreeSet<String>> {
    let mut lines = BTreeSet::new();
    for table in TABLES {
        cx.sql().each(table, &[], |row| {
            lines.insert(row.text(0)?);
            Ok(())
        })?;
    }
    for (scope, words) in WORDS {
        let mut many = 0;
        cx.sql().each(words, &[], |row| {
            let number =
                if scope == scope::NAME { name_number(&row.text(2)?) } else { row.int(1)? };
            let sum = buckets::one(cx.sql(), scope, EVER, number)?;
            lines.insert(format!("{}{}", row.text(0)?, sum.map_or(0, |sum| sum.plays)));
            many += 1;
            Ok(())
        })?;
        assert_eq!(
            buckets::how_many(cx.sql(), scope, EVER)?,
            many,
            "plays of words that are there"
        );
    }
    for scope in [scope::ARTIST, scope::ALBUM, scope::TRACK] {
        buckets::each_of(cx.sql(), scope, (EVER, 999_912), |period, sum| {
            let Sum { entity, plays, ms, untimed, first } = sum;
            lines.insert(format!("sum {scope} {period} {entity}: {plays}, {ms}, {untimed}"));
            if period == EVER {
                lines.insert(format!("first {scope} {entity}: {first}"));
            }
        })?;
    }
    Ok(lines)
}

/// One play that stands.
struct Told {
    id: AnyId,
    play: Play,
    hidden: bool,
    apart: bool,
    began: i64,
    day: i64,
    minute: i64,
    track: i64,
    same: Option<AnyId>,
    counts: bool,
    opens: bool,
}

impl Told {
    fn ended(&self) -> i64 {
        self.began + i64::from(self.play.played_ms.unwrap_or(0))
    }

    fn amount(&self) -> [i64; 3] {
        let ms = self.play.played_ms;
        [1, ms.map_or(0, i64::from), i64::from(ms.is_none())]
    }

    fn album(&self) -> Option<i64> {
        let artist = self.play.album_artist.as_ref().or(self.play.artists.first());
        let artist = artist.map(String::as_str).unwrap_or_default();
        self.play.album.as_ref().map(|album| album_number(album, artist))
    }

    /// Its track, album and artists, each once.
    fn counts_for(&self, merged: &HashMap<(i64, i64), i64>) -> BTreeSet<(i64, i64)> {
        let artists = self.play.artists.iter().map(|name| (scope::ARTIST, artist_number(name)));
        let album = self.album().map(|album| (scope::ALBUM, album));
        [(scope::TRACK, self.track)]
            .into_iter()
            .chain(album)
            .chain(artists)
            .map(|(scope, number)| (scope, shown(merged, scope, number)))
            .collect()
    }
}

/// What the tables have to say.
pub(super) fn wanted(cx: &ReadCx<'_>) -> Result<BTreeSet<String>> {
    let all = told(cx)?;
    let mut lines = BTreeSet::new();
    lines.extend(all.iter().map(play_line));
    words(&all, &mut lines);
    figures(&all, cx, &mut lines)?;
    Ok(lines)
}

/// Plays, milliseconds and plays of unknown length by scope and number, from one day (20260301) to
/// another.
pub(super) fn between(
    cx: &ReadCx<'_>,
    days: RangeInclusive<i64>,
) -> Result<BTreeMap<(i64, i64), [i64; 3]>> {
    let merged = merges(cx.sql())?;
    let mut sums: BTreeMap<(i64, i64), [i64; 3]> = BTreeMap::new();
    for told in told(cx)?.iter().filter(|told| told.counts && days.contains(&told.day)) {
        for of in told.counts_for(&merged) {
            add(sums.entry(of).or_default(), told.amount());
        }
    }
    Ok(sums)
}

/// Every play that stands, in the order of their ids.
fn told(cx: &ReadCx<'_>) -> Result<Vec<Told>> {
    let setting = setting(cx.sql())?;
    let here = zone_of(&setting.zone).unwrap_or(TimeZone::UTC);
    let mut all = Vec::new();
    cx.each_fact(&PLAY, |fact| {
        let play: Play = fact.body()?;
        let began = match (play.stamp, play.played_ms) {
            (Stamp::End, Some(ms)) if ms <= 86_400_000 => play.at - i64::from(ms),
            _ => play.at,
        };
        let zone = play.zone.as_deref().and_then(zone_of).unwrap_or_else(|| here.clone());
        let local = zone.to_datetime(Timestamp::from_millisecond(began).expect("an instant"));
        all.push(Told {
            id: fact.id,
            hidden: fact.noted("hidden"),
            apart: fact.noted("apart"),
            began,
            day: local.strftime("%Y%m%d").to_string().parse().expect("a number"),
            minute: i64::from(local.hour()) * 60 + i64::from(local.minute()),
            track: track_number(&play.title, &play.artists),
            play,
            same: None,
            counts: false,
            opens: false,
        });
        Ok(())
    })?;
    all.sort_by_key(|told| told.id);
    find_same(&mut all);
    count(&mut all, &setting);
    Ok(all)
}

/// Which plays are evidence of another source's: within one track's chain (none begins more than a
/// quarter of an hour after the one before), the source that knows most stands for itself, and every
/// play of another one is evidence of the nearest that tells of the same beginning or end.
fn find_same(all: &mut [Told]) {
    const LONG_MS: i64 = 2 * 60 * 60_000;
    let tracks: BTreeSet<i64> = all.iter().map(|told| told.track).collect();
    for track in tracks {
        let fits = |told: &&mut Told| {
            told.track == track && !told.apart && told.play.at - told.began <= LONG_MS
        };
        let mut own: Vec<&mut Told> = all.iter_mut().filter(fits).collect();
        own.sort_by_key(|told| (told.began, told.id));
        for chain in own.chunk_by_mut(|a, b| b.began - a.began <= 15 * 60_000) {
            match_chain(chain);
        }
    }
}

fn match_chain(chain: &mut [&mut Told]) {
    let sources: BTreeSet<String> = chain.iter().map(|told| told.play.source.clone()).collect();
    let mut ranked: Vec<_> = sources
        .into_iter()
        .map(|source| {
            let of = |told: &&&mut Told| told.play.source == source;
            let untimed = chain.iter().filter(of).all(|told| told.play.played_ms.is_none());
            let coarse = chain.iter().filter(of).all(|told| told.play.grain >= 60);
            (untimed, coarse, number_of("source", &[&source]), source)
        })
        .collect();
    ranked.sort();
    for place in 1..ranked.len() {
        let better: Vec<&String> = ranked[..place].iter().map(|(.., source)| source).collect();
        let mut taken = HashSet::new();
        for index in 0..chain.len() {
            if chain[index].play.source != ranked[place].3 {
                continue;
            }
            let one = &chain[index];
            let nearest = chain
                .iter()
                .filter(|main| better.contains(&&main.play.source) && main.same.is_none())
                .filter(|main| !taken.contains(&main.id) && is_same(one, main))
                .min_by_key(|main| ((main.began - one.began).abs(), main.id))
                .map(|main| main.id);
            taken.extend(nearest);
            chain[index].same = nearest;
        }
    }
}

fn is_same(one: &Told, other: &Told) -> bool {
    let grain = |told: &Told| if told.play.grain >= 60 { 60_000 } else { 0 };
    let near = |a: i64, b: i64| (a - b).abs() <= 10_000 + grain(one) + grain(other);
    near(one.began, other.began)
        || other.play.played_ms.is_none() && near(one.ended(), other.began)
        || one.play.played_ms.is_none() && near(other.ended(), one.began)
}

fn count(all: &mut [Told], setting: &Setting) {
    let mut silent_since = None;
    for told in all {
        let play = &told.play;
        let rule: CountRule = setting.rule;
        told.counts = rule.counts(play.played_ms, play.duration_ms, play.ended.as_deref())
            && play.medium == Medium::Music
            && !told.hidden
            && (setting.private || play.private != Some(true))
            && told.same.is_none();
        if told.counts {
            told.opens = silent_since.is_none_or(|since| told.began - since > 30 * 60_000);
            silent_since = Some(told.ended());
        }
    }
}

fn play_line(told: &Told) -> String {
    let hex = |id: AnyId| data_hex(id.as_bytes());
    format!(
        "play {} {} of {} by {}: {} {} {}, same {}, counts {}, opens {}",
        hex(told.id),
        told.play.played_ms.map_or(-1, i64::from),
        told.play.title,
        told.play.source,
        told.began,
        told.day,
        told.minute,
        told.same.map(hex).unwrap_or_default(),
        u8::from(told.counts),
        u8::from(told.opens)
    )
}

fn data_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Spellings, artists and what sources told: of every play, whether it counts or not.
fn words(all: &[Told], lines: &mut BTreeSet<String>) {
    let mut spellings: BTreeMap<String, i64> = BTreeMap::new();
    let mut artists: BTreeMap<(i64, &str), i64> = BTreeMap::new();
    let mut sources: BTreeMap<(&str, i64), (i64, i64)> = BTreeMap::new();
    for one in all {
        let Told { play, track, day, same, .. } = one;
        let album = one.album().unwrap_or(-1);
        let spelling = format!(
            "spelling {} {} {} {} {} {} {}: {track}, {album}",
            play.title,
            play.artists.join("+"),
            play.album.as_deref().unwrap_or_default(),
            play.album_artist.as_deref().unwrap_or_default(),
            play.duration_ms.map_or(-1, i64::from),
            play.uri.as_deref().unwrap_or_default(),
            play.medium as i64
        );
        *spellings.entry(spelling).or_default() += 1;
        for artist in &play.artists {
            *artists.entry((artist_number(artist), artist)).or_default() += 1;
            lines.insert(format!("credit {} {}", artist_number(artist), play.title));
        }
        let told = sources.entry((&play.source, day / 100)).or_default();
        told.0 += 1;
        told.1 += i64::from(same.is_some());
    }
    lines.extend(spellings.into_iter().map(|(spelling, plays)| format!("{spelling}, {plays}")));
    let artist = |((artist, name), plays)| format!("artist {artist} {name}: {plays}");
    lines.extend(artists.into_iter().map(artist));
    let told = |((name, month), (plays, same))| format!("told {name} {month}: {plays}, {same}");
    lines.extend(sources.into_iter().map(told));
}

/// Sums, first days, hours and days.
fn figures(all: &[Told], cx: &ReadCx<'_>, lines: &mut BTreeSet<String>) -> Result<()> {
    let merged = merges(cx.sql())?;
    let mut sums: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    let mut firsts: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    let mut days: BTreeMap<i64, [i64; 7]> = BTreeMap::new();
    for told in all.iter().filter(|told| told.same.is_none()) {
        let Told { play, day, .. } = told;
        let amount = told.amount();
        let known = [i64::from(play.skipped.is_some()), i64::from(play.skipped == Some(true))];
        let counted = i64::from(told.counts);
        let row = [amount[0] * counted, amount[1] * counted, amount[2] * counted, 1 - counted];
        let row = row.into_iter().chain(known).chain([i64::from(told.opens)]);
        add(days.entry(*day).or_default(), row);
        if !told.counts {
            continue;
        }
        let (year, month) = (day / 10_000, day / 100);
        let date = jiff::civil::date(
            i16::try_from(year).expect("a year"),
            i8::try_from(month % 100).expect("a month"),
            i8::try_from(day % 100).expect("a day"),
        );
        let weekday = date.weekday().to_monday_one_offset();
        let hour = format!("hour {month} {weekday} {}", told.minute / 60);
        add(sums.entry(hour).or_default(), amount);
        for (scope, entity) in told.counts_for(&merged) {
            for period in [0, year, month] {
                let sum = format!("sum {scope} {period} {entity}");
                add(sums.entry(sum).or_default(), amount);
            }
            let first = firsts.entry((scope, entity)).or_insert(*day);
            *first = *day.min(first);
        }
    }
    lines
        .extend(sums.into_iter().map(|(of, [plays, ms, un])| format!("{of}: {plays}, {ms}, {un}")));
    lines.extend(
        firsts.iter().map(|((scope, entity), day)| format!("first {scope} {entity}: {day}")),
    );
    let listed = |row: [i64; 7]| row.map(|number| number.to_string()).join(", ");
    lines.extend(days.into_iter().map(|(day, row)| format!("day {day}: {}", listed(row))));
    Ok(())
}

fn add(sum: &mut [i64], row: impl IntoIterator<Item = i64>) {
    for (sum, number) in sum.iter_mut().zip(row) {
        *sum += number;
    }
}
