//! What a play is, and the rules about it. Pure: no store, no clock, no IO.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::facts::FactBody;
use unicode_normalization::UnicodeNormalization;

/// One play as one source told it: the body of the fact `listening.play`.
///
/// Everything that the source said about the music stays, exactly as it was spelled; what it said
/// about the person's network (addresses, user agents) is never put in here.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Play {
    /// Who told it: `spotify`, `spotify-account`, `listenbrainz`, `lastfm`, `maloja`, `apple-music`,
    /// `youtube-music`, `rockbox`, `mpris`, or the name of the program that submitted it.
    pub(crate) source: String,
    /// The instant that the source gives, Unix milliseconds.
    pub(crate) at: i64,
    /// What that instant is.
    #[serde(skip_serializing_if = "Stamp::is_start")]
    pub(crate) stamp: Stamp,
    /// How exact it is, in seconds: 60 for an export that gives minutes.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) grain: u32,
    /// The zone in which it was heard, when the source knows: IANA name or offset (`+02:00`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) zone: Option<String>,
    /// How long it sounded, milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) played_ms: Option<u32>,
    /// How long the track is, milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duration_ms: Option<u32>,
    /// Music, or something else that a music program plays.
    #[serde(skip_serializing_if = "Medium::is_music")]
    pub(crate) medium: Medium,
    /// The track's title (the episode's, the chapter's).
    pub(crate) title: String,
    /// Artists in their order (for an episode: the show). Never empty strings; may be empty when the
    /// source does not say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) artists: Vec<String>,
    /// The album.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) album: Option<String>,
    /// The album's artist, when the source gives it beside the track's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) album_artist: Option<String>,
    /// The source's own name for the track: `spotify:track:...`, an address, a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) uri: Option<String>,
    /// MusicBrainz recording id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recording_mbid: Option<String>,
    /// MusicBrainz release id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) release_mbid: Option<String>,
    /// MusicBrainz artist ids, in the order of `artists` when the source orders them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) artist_mbids: Vec<String>,
    /// Genres or tags that the source gave.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) genres: Vec<String>,
    /// Why it began, in the source's word (`clickrow`, `trackdone`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) began: Option<String>,
    /// Why it ended, in the source's word (`trackdone`, `fwdbtn`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ended: Option<String>,
    /// Whether it was skipped, when the source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) skipped: Option<bool>,
    /// Whether the order was shuffled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shuffle: Option<bool>,
    /// Whether it was played without a network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) offline: Option<bool>,
    /// Whether it was a private session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) private: Option<bool>,
    /// Loved (true) or disliked (false).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) loved: Option<bool>,
    /// The program or device that played it, as the source names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) player: Option<String>,
    /// Country, two letters, as the source gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
}

/// What the instant of a play is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stamp {
    /// When it began.
    #[default]
    Start,
    /// When it ended.
    End,
    /// The source does not say, or is known to mix both.
    Unknown,
}

impl Stamp {
    fn is_start(&self) -> bool {
        *self == Stamp::Start
    }
}

/// What was played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Medium {
    /// A track.
    #[default]
    Music,
    /// A podcast episode; `artists` is its show.
    Episode,
    /// A chapter of an audiobook; `artists` is the book.
    Audiobook,
    /// A film or clip.
    Video,
}

impl Medium {
    fn is_music(&self) -> bool {
        *self == Medium::Music
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Play {
    /// What makes it the same play when the same source tells it again: source, instant, length and
    /// track. A replayed second of the same track has another length or instant.
    pub(crate) fn natural_key(&self, out: &mut String) {
        use std::fmt::Write as _;
        // Writing to a String cannot fail.
        let _ = write!(out, "{}\u{1f}{}\u{1f}", self.source, self.at);
        if let Some(ms) = self.played_ms {
            let _ = write!(out, "{ms}");
        }
        out.push('\u{1f}');
        match &self.uri {
            Some(uri) => out.push_str(uri),
            None => {
                out.push_str(&self.title);
                for artist in &self.artists {
                    out.push('\u{1f}');
                    out.push_str(artist);
                }
            }
        }
    }

    /// When it began, Unix milliseconds, as well as can be told.
    pub(crate) fn began_at(&self) -> i64 {
        began_at(self.at, self.stamp, self.played_ms)
    }
}

/// A play that is said to be longer than a day is taken to begin at its instant: a source's mistake,
/// and an id has to lie near the days that it counts for.
const LENGTH_MS_MAX: u32 = 86_400_000;

/// When a play began: what a source gives, what that is, and how long it sounded (milliseconds).
pub(crate) fn began_at(at: i64, stamp: Stamp, played_ms: Option<u32>) -> i64 {
    match (stamp, played_ms) {
        (Stamp::End, Some(ms)) if ms <= LENGTH_MS_MAX => at - i64::from(ms),
        _ => at,
    }
}

impl FactBody for Play {
    fn at_ms(&self) -> i64 {
        self.at
    }

    fn natural_key(&self, out: &mut String) {
        Play::natural_key(self, out);
    }

    fn title(&self) -> String {
        match self.artists.first() {
            Some(artist) => format!("{artist} – {}", self.title),
            None => self.title.clone(),
        }
    }
}

/// When a play counts as a play in figures. Every row is kept, whatever is chosen here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum CountRule {
    /// At least 30 seconds; or half of the track or four minutes where its length is known.
    #[default]
    HalfOrThirtySeconds,
    /// Only what played to its end (`trackdone`), or whose length played is the track's.
    ToTheEnd,
    /// Every row.
    Everything,
}

/// The shortest play that counts, milliseconds (the rule of Last.fm and of most archives).
const COUNTS_MS: u32 = 30_000;
/// Four minutes always count (Last.fm, ListenBrainz).
const COUNTS_ALWAYS_MS: u32 = 240_000;

impl CountRule {
    /// Whether a play counts: how long it sounded, how long its track is (milliseconds), and why it
    /// ended. A source that submits only what counts (a scrobbler) gives no length played: its plays
    /// do.
    pub(crate) fn counts(
        self,
        played_ms: Option<u32>,
        duration_ms: Option<u32>,
        ended: Option<&str>,
    ) -> bool {
        let Some(played) = played_ms else { return true };
        match self {
            CountRule::Everything => true,
            CountRule::ToTheEnd => {
                // Two in a hundred are forgiven: players end a track a little early.
                let nearly = |whole: u32| played >= whole - whole / 50;
                ended == Some("trackdone") || duration_ms.is_some_and(nearly)
            }
            CountRule::HalfOrThirtySeconds => match duration_ms {
                Some(whole) if whole > 0 => played >= (whole / 2).min(COUNTS_ALWAYS_MS),
                _ => played >= COUNTS_MS,
            },
        }
    }
}

/// A name as it is compared: compatibility-composed, without case, with single spaces. Marks stay,
/// because they tell names apart in many languages.
pub(crate) fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    if name.is_ascii() {
        for word in name.split_ascii_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        }
        return out;
    }
    let folded: String = name.nfkc().flat_map(char::to_lowercase).collect();
    for word in folded.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The zone that a play names, if it is one.
pub(crate) fn zone_of(name: &str) -> Option<TimeZone> {
    if let Ok(zone) = TimeZone::get(name) {
        return Some(zone);
    }
    let (sign, rest) = match name.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let seconds = sign * (hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60);
    jiff::tz::Offset::from_seconds(seconds).ok().map(TimeZone::fixed)
}

/// A number made of a text: the identity of a spelling, track, album, artist or source. Equal texts
/// give equal numbers on every device, so that tables which are made anew come out as they were.
/// 63 bits of BLAKE3: among a million names two are taken for one with a chance of 1 in 10^7.
pub(crate) fn number_of(space: &str, parts: &[&str]) -> i64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(space.as_bytes());
    for part in parts {
        hasher.update(&[0x1f]).update(part.as_bytes());
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    i64::from_be_bytes(first) & i64::MAX
}

/// How a guest is announced in a title or an artist's name.
const GUEST: [&str; 6] = [" (feat. ", " [feat. ", " (ft. ", " (with ", " feat. ", " ft. "];

/// The name without its guests: sources put them into the title, the artist or nowhere.
fn without_guests(name: &str) -> &str {
    let end = GUEST.iter().filter_map(|mark| find_ascii(name, mark)).min();
    name[..end.unwrap_or(name.len())].trim()
}

/// Where an ASCII mark begins in a name, whatever its case.
fn find_ascii(name: &str, mark: &str) -> Option<usize> {
    let (name, mark) = (name.as_bytes(), mark.as_bytes());
    name.windows(mark.len()).position(|part| part.eq_ignore_ascii_case(mark)).filter(|at| *at > 0)
}

/// The artist's number.
pub(crate) fn artist_number(name: &str) -> i64 {
    number_of("artist", &[&fold(without_guests(name))])
}

/// The track's number: its title and first artist, without guests.
pub(crate) fn track_number(title: &str, artists: &[impl AsRef<str>]) -> i64 {
    let artist = artists.first().map(AsRef::as_ref).unwrap_or_default();
    number_of("track", &[&fold(without_guests(title)), &fold(without_guests(artist))])
}

/// The album's number: its title and artist.
pub(crate) fn album_number(title: &str, artist: &str) -> i64 {
    number_of("album", &[&fold(title), &fold(without_guests(artist))])
}

/// A number as people and addresses carry it: sixteen hex digits.
pub(crate) fn hex(number: i64) -> String {
    format!("{number:016x}")
}

/// The number of sixteen hex digits.
pub(crate) fn from_hex(text: &str) -> Option<i64> {
    i64::from_str_radix(text, 16).ok().filter(|_| text.len() == 16)
}
