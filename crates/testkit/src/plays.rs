//! A listener of any length of life, for benches and for tests of duplicates: the same plays as
//! Spotify's extended export and as ListenBrainz's listens. Equal seeds give equal plays.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Tracks that the listener knows, heard as Zipf's law with [`ZIPF`] has it: a few very often.
const TRACKS: usize = 60_000;
const ARTISTS: u64 = 8_000;
const ALBUMS: u64 = 20_000;
const ZIPF: f64 = 0.85;
/// Plays in a thousand that go to the track's end.
const DONE_PERMILLE: u64 = 720;
/// Rows in one file, as Spotify cuts them.
const ROWS_PER_FILE: usize = 16_000;
/// When the first play begins: 1 January 2012.
const BEGIN_MS: i64 = 1_325_376_000_000;
/// What counts as a listen at ListenBrainz, milliseconds.
const LISTEN_MS: u32 = 30_000;

/// One play, by numbers; its words are made when it is written.
#[derive(Debug, Clone, Copy)]
struct Play {
    track: u64,
    began_ms: i64,
    played_ms: u32,
    duration_ms: u32,
    done: bool,
    dice: u64,
}

impl Play {
    fn ended_ms(&self) -> i64 {
        self.began_ms + i64::from(self.played_ms)
    }

    fn artist(&self) -> u64 {
        mix(self.track ^ 0xa1) % ARTISTS
    }

    fn album(&self) -> u64 {
        mix(self.track ^ 0xa2) % ALBUMS
    }

    /// Some names have letters beyond ASCII, and some need escapes.
    fn title(&self) -> String {
        let number = self.track;
        match number % 40 {
            0 => format!("Träumerei № {number}"),
            1 => format!("花の塔 {number}"),
            2 => format!("The \\\"Other\\\" Song {number}"),
            _ => format!("Song of the Long Road {number}"),
        }
    }

    fn artist_name(&self) -> String {
        let artist = self.artist();
        if artist.is_multiple_of(30) {
            format!("Björk {artist}")
        } else {
            format!("The Band {artist}")
        }
    }
}

/// SplitMix64: good enough dice without a dependency.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The plays of a life, in their order.
fn plays(seed: u64, rows: usize) -> impl Iterator<Item = Play> {
    let mut weights = Vec::with_capacity(TRACKS);
    let mut sum = 0.0;
    for rank in 1..=TRACKS {
        sum += (rank as f64).powf(-ZIPF);
        weights.push(sum);
    }
    let mut now_ms = BEGIN_MS;
    let mut state = mix(seed);
    let mut dice = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(state)
    };
    (0..rows).map(move |_| {
        let at = (dice() >> 11) as f64 / (1_u64 << 53) as f64 * sum;
        let rank = weights.partition_point(|weight| *weight < at).min(TRACKS - 1) as u64;
        let track = mix(rank ^ seed) % 1_000_000;
        let duration_ms = 120_000 + (mix(track) % 240_000) as u32;
        let roll = dice();
        let done = roll % 1000 < DONE_PERMILLE;
        let skipped_ms = (dice() % u64::from(duration_ms)) as u32;
        let played_ms = if done { duration_ms } else { skipped_ms };
        // A pause of hours now and then, else the next one follows.
        let pause_ms = if roll.is_multiple_of(23) { (dice() % 10_000_000) as i64 } else { 900 };
        let began_ms = now_ms + pause_ms;
        now_ms = began_ms + i64::from(played_ms);
        Play { track, began_ms, played_ms, duration_ms, done, dice: dice() }
    })
}

/// Writes an extended streaming history into a folder, `Streaming_History_Audio_2012-2013_0.json` and
/// on, 16,000 rows each: about 0.7 KB a row.
///
/// # Errors
/// The disk's own.
pub fn write_spotify(folder: &Path, seed: u64, rows: usize) -> io::Result<()> {
    let mut text = String::new();
    let mut years = (0, 0);
    let mut number = 0;
    let mut in_file = 0;
    for play in plays(seed, rows) {
        let year = utc(play.ended_ms()).year();
        if in_file == 0 {
            text.push('[');
            years.0 = year;
        } else {
            text.push(',');
        }
        years.1 = year;
        extended(&play, &mut text);
        in_file += 1;
        if in_file == ROWS_PER_FILE {
            finish(folder, &mut text, years, number)?;
            number += 1;
            in_file = 0;
        }
    }
    if in_file == 0 {
        return Ok(());
    }
    finish(folder, &mut text, years, number)
}

fn finish(folder: &Path, text: &mut String, years: (i16, i16), number: usize) -> io::Result<()> {
    text.push(']');
    let span =
        if years.0 == years.1 { years.0.to_string() } else { format!("{}-{}", years.0, years.1) };
    let name = format!("Streaming_History_Audio_{span}_{number}.json");
    fs::write(folder.join(name), text.as_bytes())?;
    text.clear();
    Ok(())
}

fn utc(unix_ms: i64) -> jiff::Zoned {
    let instant =
        Timestamp::from_millisecond(unix_ms).expect("a play of this century is an instant");
    instant.to_zoned(TimeZone::UTC)
}

fn extended(play: &Play, out: &mut String) {
    let ended = utc(play.ended_ms()).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let platform = ["ios", "Android OS 9 API 28 (samsung, SM-G950F)", "windows", "linux"];
    let platform = platform[(play.dice % 4) as usize];
    let (began, over) = match play.done {
        true => ("trackdone", "trackdone"),
        false => ("clickrow", "fwdbtn"),
    };
    let (title, artist, album) = (play.title(), play.artist_name(), play.album());
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        r#"{{"ts":"{ended}","platform":"{platform}","ms_played":{},"conn_country":"PT","ip_addr":"192.0.2.7","master_metadata_track_name":"{title}","master_metadata_album_artist_name":"{artist}","master_metadata_album_album_name":"Album {album}","spotify_track_uri":"spotify:track:{:022x}","episode_name":null,"episode_show_name":null,"spotify_episode_uri":null,"audiobook_title":null,"audiobook_uri":null,"audiobook_chapter_uri":null,"audiobook_chapter_title":null,"reason_start":"{began}","reason_end":"{over}","shuffle":{},"skipped":{},"offline":false,"offline_timestamp":{},"incognito_mode":{}}}"#,
        play.played_ms,
        mix(play.track),
        play.dice.is_multiple_of(3),
        !play.done,
        play.began_ms / 1000,
        play.dice.is_multiple_of(97),
    );
}

/// Writes the same plays as ListenBrainz exports them, a listen a line: those of at least 30 seconds,
/// stamped at their beginning, up to two seconds off.
///
/// # Errors
/// The writer's own.
pub fn write_listenbrainz(out: &mut dyn Write, seed: u64, rows: usize) -> io::Result<()> {
    for play in plays(seed, rows).filter(|play| LISTEN_MS <= play.played_ms) {
        let off_s = (play.dice >> 8) % 3;
        let (title, artist, album) = (play.title(), play.artist_name(), play.album());
        writeln!(
            out,
            r#"{{"inserted_at":{0},"listened_at":{0},"track_metadata":{{"track_name":"{title}","artist_name":"{artist}","release_name":"Album {album}","recording_msid":"00000000-0000-4000-8000-{1:012x}","additional_info":{{"duration_ms":{2},"media_player":"Player","submission_client":"Scrobbler"}},"mbid_mapping":null}}}}"#,
            play.began_ms / 1000 + off_s as i64,
            play.track,
            play.duration_ms,
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_plays() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write_spotify(folder.path(), 7, 20_000).expect("written");
        let mut names: Vec<_> = fs::read_dir(folder.path())
            .expect("the folder is there")
            .map(|file| file.expect("a file").file_name().into_string().expect("an ASCII name"))
            .collect();
        names.sort();
        assert_eq!(
            names,
            ["Streaming_History_Audio_2012_0.json", "Streaming_History_Audio_2012_1.json"]
        );
        let first = fs::read(folder.path().join(&names[0])).expect("the first file");
        write_spotify(folder.path(), 7, 16_000).expect("written again");
        assert_eq!(first, fs::read(folder.path().join(&names[0])).expect("the first file"));
        let rows: Vec<serde_json::Value> = serde_json::from_slice(&first).expect("it is JSON");
        let done = rows.iter().filter(|row| row["reason_end"] == "trackdone").count();
        assert!((11_200..11_900).contains(&done), "about 72% go to the end, not {done} of 16,000");
    }

    #[test]
    fn listens_are_json_lines() {
        let mut out = Vec::new();
        write_listenbrainz(&mut out, 7, 1000).expect("memory takes everything");
        let text = String::from_utf8(out).expect("it is UTF-8");
        assert!((700..1000).contains(&text.lines().count()));
        for line in text.lines() {
            serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON");
        }
    }
}
