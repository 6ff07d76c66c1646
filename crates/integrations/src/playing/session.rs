//! Listens out of what one player does.
//!
//! A pure state machine: time comes in with every event. What counts is the time that really sounded:
//! a pause does not, what was jumped over does not, what is heard again does. A listen is told when
//! it is over, so that it can say how long it was.

use std::time::Duration;

use super::source::{Event, Status, Track};

/// Tracks up to this length are no listens (Last.fm, ListenBrainz).
const LENGTH_MIN: Duration = Duration::from_secs(30);
/// So much of any track is a listen (Last.fm, ListenBrainz).
const ENOUGH: Duration = Duration::from_secs(4 * 60);
/// After such a pause what goes on is another listen. A guess: longer than a meal's interruption.
const PAUSE_MAX: Duration = Duration::from_secs(30 * 60);
/// A jump to before this place begins the track anew. Players restart at 0, some a moment later.
const BEGINNING: Duration = Duration::from_secs(2);
/// How far before its end a track may be taken for ended: players round.
const ENDING: Duration = Duration::from_secs(3);

/// When something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Unix milliseconds. It may jump; only listens are dated with it.
    pub wall_ms: i64,
    /// A clock that never jumps, and stands while the device sleeps where the system can tell.
    pub steady: Duration,
}

/// A listen that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// What was heard.
    pub track: Track,
    /// When it began, Unix milliseconds.
    pub began_at: i64,
    /// How long it sounded.
    pub played: Duration,
}

/// Whether so much of a track of that length is a listen: half of it, or four minutes.
pub fn counts(played: Duration, length: Option<Duration>) -> bool {
    match length {
        Some(length) if length <= LENGTH_MIN => false,
        Some(length) => (length / 2).min(ENOUGH) <= played,
        None => ENOUGH <= played,
    }
}

/// What one player does.
#[derive(Debug, Default)]
pub struct Session {
    current: Option<Listening>,
}

/// A track that is not over.
#[derive(Debug)]
struct Listening {
    track: Track,
    /// When it first sounded, Unix milliseconds.
    began_at: Option<i64>,
    played: Duration,
    /// Until when `played` is counted, on the steady clock.
    counted_at: Duration,
    sounds: bool,
    /// Where in the track it is, as far as is known. Moves on with what is played.
    position: Duration,
    rate: f64,
}

impl Session {
    /// What sounds now.
    pub fn playing(&self) -> Option<&Track> {
        self.current.as_ref().filter(|listening| listening.sounds).map(|listening| &listening.track)
    }

    /// Takes in what the player did; what was heard is put behind `heard`.
    pub fn take(&mut self, event: Event, at: Moment, heard: &mut Vec<Heard>) {
        self.pass(at, heard);
        match event {
            Event::State { status, track, rate } => self.change(status, track, rate, at, heard),
            Event::Seeked(ms) => self.seek(Duration::from_millis(ms), at, heard),
            Event::Position(ms) => self.place(Duration::from_millis(ms), at, heard),
            Event::Gone => self.finish(heard),
        }
    }

    /// Lets time pass. To be called every minute or so; a long pause ends a listen.
    pub fn pass(&mut self, at: Moment, heard: &mut Vec<Heard>) {
        let Some(current) = &mut self.current else { return };
        let passed = at.steady.saturating_sub(current.counted_at);
        if current.sounds {
            current.counted_at = at.steady;
            current.played += passed;
            current.position += passed.mul_f64(current.rate);
        } else if PAUSE_MAX <= passed && current.began_at.is_some() {
            let track = current.track.clone();
            self.finish(heard);
            self.begin(track, at, false, 1.0);
        }
    }

    /// The player is told to end, or the program is.
    pub fn finish(&mut self, heard: &mut Vec<Heard>) {
        let Some(Listening { track, began_at, played, .. }) = self.current.take() else { return };
        if let Some(began_at) = began_at
            && counts(played, track.length())
        {
            heard.push(Heard { track, began_at, played });
        }
    }

    fn change(
        &mut self,
        status: Status,
        track: Option<Track>,
        rate: f64,
        at: Moment,
        heard: &mut Vec<Heard>,
    ) {
        let track = track.filter(|track| !track.title.is_empty());
        let (Status::Playing | Status::Paused, Some(track)) = (status, track) else {
            return self.finish(heard);
        };
        let sounds = status == Status::Playing;
        match &mut self.current {
            Some(current) if current.track.is_same(&track) => {
                current.track = current.track.completed(track);
                current.rate = sane(rate);
                if sounds != current.sounds {
                    current.counted_at = at.steady;
                    current.sounds = sounds;
                }
                if sounds && current.began_at.is_none() {
                    current.began_at = Some(at.wall_ms);
                }
            }
            Some(_) | None => {
                self.finish(heard);
                self.begin(track, at, sounds, rate);
            }
        }
    }

    fn begin(&mut self, track: Track, at: Moment, sounds: bool, rate: f64) {
        self.current = Some(Listening {
            track,
            began_at: sounds.then_some(at.wall_ms),
            played: Duration::ZERO,
            counted_at: at.steady,
            sounds,
            position: Duration::ZERO,
            rate: sane(rate),
        });
    }

    fn seek(&mut self, to: Duration, at: Moment, heard: &mut Vec<Heard>) {
        let Some(current) = &mut self.current else { return };
        if to <= BEGINNING && counts(current.played, current.track.length()) {
            let (track, sounds, rate) = (current.track.clone(), current.sounds, current.rate);
            self.finish(heard);
            self.begin(track, at, sounds, rate);
        }
        if let Some(current) = &mut self.current {
            current.position = to;
        }
    }

    /// A player that repeats a track says nothing: it is only seen to be at its beginning again.
    fn place(&mut self, seen: Duration, at: Moment, heard: &mut Vec<Heard>) {
        let Some(current) = &mut self.current else { return };
        let expected = std::mem::replace(&mut current.position, seen);
        let (Some(length), Some(_)) = (current.track.length(), current.began_at) else { return };
        if length <= LENGTH_MIN || expected + ENDING < length || expected < seen + length / 2 {
            return;
        }
        // What sounded since it last began is the last listen so far; whole rounds lie before it.
        let since = seen.div_f64(current.rate).min(current.played);
        let round = length.div_f64(current.rate);
        let mut rounds = Vec::new();
        let mut before = current.played - since;
        let mut ends_at = at.wall_ms - ms(since);
        while round + ENDING < before && rounds.len() < ROUNDS_MAX {
            ends_at -= ms(round);
            rounds.push((ends_at, round));
            before -= round;
        }
        let track = current.track.clone();
        let (sounds, rate) = (current.sounds, current.rate);
        current.played = before;
        self.finish(heard);
        for (began_at, played) in rounds.into_iter().rev() {
            heard.push(Heard { track: track.clone(), began_at, played });
        }
        self.begin(track, at, sounds, rate);
        if let Some(current) = &mut self.current {
            current.began_at = Some(at.wall_ms - ms(since));
            current.played = since;
            current.position = seen;
        }
    }
}

/// Rounds of a repeated track between two looks at it: a day of the shortest track.
const ROUNDS_MAX: usize = 24 * 60 * 2;

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A rate that time can be counted with: players say 0 for paused, and anything at all.
fn sane(rate: f64) -> f64 {
    if rate.is_finite() && (0.1..=10.0).contains(&rate) { rate } else { 1.0 }
}

impl Track {
    fn length(&self) -> Option<Duration> {
        self.duration_ms.filter(|ms| *ms > 0).map(Duration::from_millis)
    }

    /// The same track as it was told last, with what only an earlier telling knew.
    fn completed(&self, newer: Track) -> Track {
        let list = |newer: Vec<String>, older: &[String]| match newer.is_empty() {
            true => older.to_vec(),
            false => newer,
        };
        Track {
            id: newer.id.or_else(|| self.id.clone()),
            title: newer.title,
            artists: list(newer.artists, &self.artists),
            album: newer.album.or_else(|| self.album.clone()),
            album_artists: list(newer.album_artists, &self.album_artists),
            duration_ms: newer.duration_ms.or(self.duration_ms),
            number: newer.number.or(self.number),
            genres: list(newer.genres, &self.genres),
            address: newer.address.or_else(|| self.address.clone()),
        }
    }
}

#[cfg(test)]
mod tests;
