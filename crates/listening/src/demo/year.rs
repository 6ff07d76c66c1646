//! The year: when music is on, and what.

use base::day::Day;
use jiff::civil::{Time, Weekday};

use super::dice::Dice;
use super::music::{Album, Artist, Music, Track};
use crate::model::{Medium, Play, Stamp};

const HOME_ZONE: &str = "Europe/London";
const TRIP_ZONE: &str = "Europe/Lisbon";
/// Days of the year.
const DAYS: i32 = 365;
/// For so many days one album is on again and again.
const SPELL_DAYS: i32 = 17;
/// The two sources tell of the same days, counted from the first.
const TWICE: std::ops::Range<i32> = 304..334;

/// When music is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Morning,
    Run,
    Work,
    Evening,
    Late,
}

/// How much each genre is wanted: by season (winter, spring, summer, autumn), and by moment (morning,
/// run, work, evening, late).
static TASTE: &[(&str, [u64; 4], [u64; 5])] = &[
    ("folk", [8, 6, 3, 7], [7, 1, 3, 8, 4]),
    ("piano", [8, 4, 2, 6], [4, 0, 7, 4, 9]),
    ("ambient", [7, 4, 3, 6], [2, 0, 9, 3, 9]),
    ("electronic", [3, 7, 8, 5], [5, 9, 8, 3, 1]),
    ("indie rock", [4, 7, 7, 4], [8, 7, 3, 5, 1]),
    ("post-punk", [1, 6, 4, 4], [4, 9, 1, 3, 0]),
    ("dream pop", [3, 5, 8, 3], [6, 3, 4, 6, 3]),
    ("soul", [3, 4, 8, 5], [6, 3, 2, 9, 2]),
    ("jazz", [5, 3, 3, 9], [3, 0, 5, 9, 5]),
    ("fado", [0, 5, 6, 2], [1, 0, 1, 7, 4]),
    ("choral", [6, 1, 1, 6], [2, 0, 4, 3, 4]),
    ("highlife", [0, 2, 9, 4], [5, 5, 2, 8, 0]),
    ("singer-songwriter", [6, 5, 4, 6], [6, 0, 2, 7, 5]),
];

/// One stretch of music: from an instant, until about another.
struct Sitting {
    day: Day,
    zone: &'static str,
    moment: Moment,
    /// Unix milliseconds.
    begins: i64,
    ends: i64,
}

/// A life's year of music.
pub(super) struct Year<'a> {
    dice: Dice,
    music: &'a Music,
    first: Day,
    plays: Vec<Play>,
    /// The album that is on again and again, until a day.
    spell: Option<(&'a Artist, &'a Album)>,
    /// Until when something is playing, Unix milliseconds.
    free_from: i64,
}

impl<'a> Year<'a> {
    pub(super) fn new(seed: u64, last: Day, music: &'a Music) -> Year<'a> {
        let first = last.plus(1 - DAYS);
        Year { dice: Dice::new(seed), music, first, plays: Vec::new(), spell: None, free_from: 0 }
    }

    /// All plays, in the order of time; the second source's after the first one's.
    pub(super) fn plays(mut self) -> Vec<Play> {
        for number in 0..DAYS {
            if number % SPELL_DAYS == 0 {
                self.begin_spell(number);
            }
            self.live(number, self.first.plus(number));
        }
        let twice = self.told_twice();
        self.plays.extend(twice);
        self.plays
    }

    /// For how many months an artist has been known on a day; negative: it is still to come.
    fn known_months(&self, artist: &Artist, day: Day) -> i32 {
        let month = |day: Day| i32::from(day.date().year()) * 12 + i32::from(day.date().month());
        let first = month(self.first);
        let lived = month(day) - first;
        match artist.since {
            0 => lived + 12,
            since => lived - (since - first).rem_euclid(12),
        }
    }

    /// Falls for an album, of an artist that fits the season; a new one rather than an old one.
    fn begin_spell(&mut self, number: i32) {
        let weights = self.weights(self.first.plus(number), Moment::Evening);
        let artist = &self.music.artists[self.dice.weighted(&weights)];
        self.spell = self.dice.of(&artist.albums).map(|album| (artist, album));
    }

    /// Running sums of how much each artist is wanted.
    fn weights(&self, day: Day, moment: Moment) -> Vec<u64> {
        let season = usize::from(day.date().month().unsigned_abs()) % 12 / 3;
        let mut sum = 0;
        let weight = |(rank, artist): (usize, &Artist)| {
            let taste = |genre: &String| {
                let found = TASTE.iter().find(|(name, _, _)| name == genre);
                found.map_or(1, |(_, seasons, moments)| seasons[season] * moments[moment as usize])
            };
            // The first genre leads, a second one helps.
            let wanted: u64 = artist.genres.iter().rev().map(taste).fold(0, |a, b| a / 3 + b);
            let months = self.known_months(artist, day);
            let fresh = match months {
                ..0 => 0,
                0..2 => 3,
                2.. => 1,
            };
            let rank = u64::try_from(rank).unwrap_or(0);
            sum += wanted * fresh * 4000 / (rank + 6);
            sum
        };
        self.music.artists.iter().enumerate().map(weight).collect()
    }

    fn live(&mut self, number: i32, day: Day) {
        for (moment, likely, hour, hours, minutes) in sittings(day) {
            if !self.dice.percent(likely) {
                continue;
            }
            let minute = self.dice.between(0, hours * 60);
            let (at_hour, at_minute) = (hour + minute / 60, minute % 60);
            let small = |number: i64| i8::try_from(number).unwrap_or(0);
            let second = self.dice.between(0, 60);
            let time = Time::new(small(at_hour % 24), small(at_minute), small(second), 0);
            let local = day.plus(i32::from(at_hour >= 24)).date();
            let zone = if is_trip(day) { TRIP_ZONE } else { HOME_ZONE };
            let at = local.to_datetime(time.unwrap_or(Time::midnight())).in_tz(zone);
            let at = at.map_or(0, |at| at.timestamp().as_millisecond());
            let length = self.dice.between(minutes / 2, minutes + minutes / 2);
            let begins = at.max(self.free_from + self.dice.between(60_000, 900_000));
            let ends = begins + length * 60_000;
            self.sit(&Sitting { day, zone, moment, begins, ends });
        }
        let quiet = is_silent(day) || is_low(day);
        if day.date().weekday() == Weekday::Sunday && !quiet && self.dice.percent(60) {
            self.episode(number, day);
        }
    }

    /// Plays until the sitting is over: albums from their beginnings, or one track after another.
    fn sit(&mut self, sitting: &Sitting) {
        let weights = self.weights(sitting.day, sitting.moment);
        let mut at = sitting.begins;
        let shuffles = self.dice.percent(42);
        while at < sitting.ends {
            at = match shuffles {
                true => self.shuffled(sitting, at, &weights),
                false => self.album(sitting, at, &weights),
            };
        }
        self.free_from = at;
    }

    /// An album, the one of these weeks or any, as far as there is time; when it was over.
    fn album(&mut self, sitting: &Sitting, mut at: i64, weights: &[u64]) -> i64 {
        let sings = matches!(sitting.moment, Moment::Morning | Moment::Evening | Moment::Late);
        let (artist, album) = match self.spell {
            Some(spell) if sings && self.dice.percent(45) => spell,
            _ => {
                let artist = &self.music.artists[self.dice.weighted(weights)];
                (artist, &artist.albums[self.dice.below(artist.albums.len())])
            }
        };
        for track in &album.tracks {
            if at >= sitting.ends {
                break;
            }
            at = self.hear(sitting, at, artist, album, track, false);
        }
        at
    }

    /// One track of anybody; when it was over. The songs that everyone knows stand at the beginning of
    /// the first albums.
    fn shuffled(&mut self, sitting: &Sitting, at: i64, weights: &[u64]) -> i64 {
        let artist = &self.music.artists[self.dice.weighted(weights)];
        let album = &artist.albums[self.dice.below(artist.albums.len()).min(self.dice.below(3))];
        let place = self.dice.below(album.tracks.len()).min(self.dice.below(12));
        self.hear(sitting, at, artist, album, &album.tracks[place], true)
    }

    /// Hears a track, or skips it; when it was over.
    fn hear(
        &mut self,
        sitting: &Sitting,
        at: i64,
        artist: &Artist,
        album: &Album,
        track: &Track,
        shuffle: bool,
    ) -> i64 {
        let skipped = self.dice.percent(if shuffle { 13 } else { 4 });
        let whole = i64::from(track.duration_ms);
        let ms = if skipped { self.dice.between(2_000, 60_000).min(whole) } else { whole };
        let away = matches!(sitting.moment, Moment::Morning | Moment::Run);
        let guest = track.guest.as_ref().map(|guest| format!("{} (feat. {guest})", track.title));
        self.plays.push(Play {
            source: "spotify".to_owned(),
            at: at + ms,
            stamp: Stamp::End,
            zone: Some(sitting.zone.to_owned()),
            played_ms: u32::try_from(ms).ok(),
            duration_ms: Some(track.duration_ms),
            title: guest.unwrap_or_else(|| track.title.clone()),
            artists: std::iter::once(artist.name.clone()).chain(track.guest.clone()).collect(),
            album: Some(album.title.clone()),
            album_artist: Some(artist.name.clone()),
            began: Some(if shuffle { "fwdbtn" } else { "trackdone" }.to_owned()),
            ended: Some(if skipped { "fwdbtn" } else { "trackdone" }.to_owned()),
            skipped: Some(skipped),
            shuffle: Some(shuffle),
            offline: Some(sitting.zone == TRIP_ZONE),
            private: Some(false),
            player: Some(if away { "Phone" } else { "Kitchen speaker" }.to_owned()),
            country: Some(if sitting.zone == TRIP_ZONE { "PT" } else { "GB" }.to_owned()),
            ..Play::default()
        });
        at + ms + self.dice.between(300, 2_500)
    }

    /// A podcast on Sunday, which is no music.
    fn episode(&mut self, number: i32, day: Day) {
        let at = day.date().at(8, 30, 0, 0).in_tz(HOME_ZONE);
        let at = at.map_or(0, |at| at.timestamp().as_millisecond()).max(self.free_from + 120_000);
        let ms = self.dice.between(24 * 60_000, 52 * 60_000);
        self.plays.push(Play {
            source: "spotify".to_owned(),
            at: at + ms,
            stamp: Stamp::End,
            zone: Some(HOME_ZONE.to_owned()),
            played_ms: u32::try_from(ms).ok(),
            medium: Medium::Episode,
            title: format!("Sheet {}: who moved the coast", number / 7 + 1),
            artists: vec!["The Contour Hour".to_owned()],
            ended: Some("trackdone".to_owned()),
            player: Some("Kitchen speaker".to_owned()),
            ..Play::default()
        });
        self.free_from = at + ms;
    }

    /// What a scrobbler tells of one month: the same plays by their beginnings, without skips, a second
    /// or two beside; and some that only it heard.
    fn told_twice(&mut self) -> Vec<Play> {
        let bound = |number: i32| {
            let date = self.first.plus(number).date().to_zoned(jiff::tz::TimeZone::UTC);
            date.map_or(0, |at| at.timestamp().as_millisecond())
        };
        let month = bound(TWICE.start)..bound(TWICE.end);
        let mut told = Vec::new();
        for index in 0..self.plays.len() {
            let play = &self.plays[index];
            let music = play.medium == Medium::Music && play.skipped != Some(true);
            if !music || !month.contains(&play.at) {
                continue;
            }
            let began = play.began_at() + self.dice.between(-2_000, 2_500);
            told.push(Play {
                source: "listenbrainz".to_owned(),
                at: began / 1000 * 1000,
                stamp: Stamp::Start,
                title: self.plays[index].title.clone(),
                artists: self.plays[index].artists.clone(),
                album: self.plays[index].album.clone(),
                duration_ms: self.plays[index].duration_ms,
                zone: self.plays[index].zone.clone(),
                player: Some("Scrobbler".to_owned()),
                ..Play::default()
            });
        }
        let missed = |play: &Play| play.at / 1000 % 40 == 0; // The first source was offline for a while.
        let month = month.clone();
        self.plays.retain(|play| !(month.contains(&play.at) && missed(play)));
        told
    }
}

/// When music is on, on a day like this: what, in how many of a hundred cases, from which hour, within
/// how many hours, for how many minutes.
fn sittings(day: Day) -> Vec<(Moment, usize, i64, i64, i64)> {
    let date = day.date();
    if is_silent(day) {
        return Vec::new();
    }
    if is_low(day) {
        return vec![(Moment::Late, 45, 21, 2, 34)];
    }
    if is_trip(day) {
        return vec![(Moment::Morning, 35, 9, 3, 45), (Moment::Evening, 40, 20, 3, 40)];
    }
    match date.weekday() {
        Weekday::Saturday | Weekday::Sunday => vec![
            (Moment::Run, 38, 8, 2, 48),
            (Moment::Morning, 68, 10, 2, 62),
            (Moment::Evening, 42, 15, 3, 58),
            (Moment::Evening, 62, 19, 3, 78),
            (Moment::Late, 20, 22, 2, 34),
        ],
        Weekday::Tuesday | Weekday::Thursday => vec![
            (Moment::Run, 62, 6, 1, 42),
            (Moment::Morning, 60, 7, 1, 26),
            (Moment::Work, 52, 10, 4, 74),
            (Moment::Evening, 56, 18, 3, 58),
            (Moment::Late, 18, 22, 2, 30),
        ],
        Weekday::Monday | Weekday::Wednesday | Weekday::Friday => vec![
            (Moment::Morning, 76, 7, 1, 34),
            (Moment::Work, 56, 9, 5, 76),
            (Moment::Evening, 58, 18, 3, 62),
            (Moment::Late, 18, 22, 2, 30),
        ],
    }
}

/// The first week of a hard month, three nights under canvas, a day of the year without a sound.
fn is_silent(day: Day) -> bool {
    let (month, day) = (day.date().month(), day.date().day());
    matches!((month, day), (2, 3..=10) | (7, 18..=20) | (12, 24) | (6, 20))
}

/// A hard month: the rest of February.
fn is_low(day: Day) -> bool {
    day.date().month() == 2 && day.date().day() > 10
}

/// Nine days in Portugal.
fn is_trip(day: Day) -> bool {
    day.date().month() == 5 && (9..=17).contains(&day.date().day())
}
