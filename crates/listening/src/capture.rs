//! Quick capture: one typed line as a play.
//!
//! Modest on purpose: a line is one only when it begins with a note (`♫ Artist - Title`) or says so
//! (`listened to Title by Artist`, `heard Title by Artist at 21:04`). A diary is full of sentences that
//! look like the second; unless the artist is known, the journal's guess comes first.

use domain::view::{Draft, DraftChip};
use jiff::civil::{DateTime, Time};
use serde_json::json;
use store::read::ReadCx;

use crate::api::knows_artist;

/// What one line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    title: String,
    artist: String,
    time: Option<Time>,
    /// Whether the line can hardly mean anything else.
    sure: bool,
}

/// A longer line is a sentence, characters.
const LINE_CHARS_MAX: usize = 200;
/// What stands before a play and nothing else.
const NOTES: [&str; 5] = ["♫", "♪", "🎵", "🎶", "now playing:"];
/// What may stand before a play.
const SAID: [&str; 4] = ["listened to ", "listening to ", "heard ", "i listened to "];
/// What stands between artist and title after a note.
const BETWEEN: [&str; 3] = [" – ", " — ", " - "];

/// The line as a play, if it is one.
pub(crate) fn capture(text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
    let Some(told) = read(text) else { return Vec::new() };
    let known = knows_artist(cx, &told.artist).unwrap_or(false);
    let now = cx.now().to_zoned(cx.env().zone());
    let at = told.time.map(|time| last(time, now.datetime()));
    let at_ms = at
        .and_then(|at| at.to_zoned(now.time_zone().clone()).ok())
        .map(|at| at.timestamp().as_millisecond());
    let chip = |label: &str, value: String| DraftChip { label: label.into(), value };
    let mut chips = vec![chip("track", told.title.clone()), chip("artist", told.artist.clone())];
    if let Some(at) = at {
        if at.date() != now.date() {
            chips.push(chip("date", at.date().to_string()));
        }
        chips.push(chip("time", at.strftime("%H:%M").to_string()));
    }
    vec![Draft {
        domain: "listening".into(),
        command: "listening.add_play".into(),
        title: format!("{} – {}", told.artist, told.title),
        payload: json!({ "title": told.title, "artists": [told.artist], "at_ms": at_ms }),
        chips,
        sure: told.sure || known,
    }]
}

/// The last time that a clock showed a time: a play has been heard already.
fn last(time: Time, now: DateTime) -> DateTime {
    let today = now.date().to_datetime(time);
    match today <= now {
        true => today,
        false => now.date().yesterday().unwrap_or(now.date()).to_datetime(time),
    }
}

fn read(text: &str) -> Option<Told> {
    let line = text.trim();
    if line.contains(['\n', '#']) || line.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    if let Some(rest) = NOTES.iter().find_map(|note| without(line, note)) {
        let (rest, time) = split_time(rest.trim());
        let between = BETWEEN.iter().find_map(|between| rest.split_once(between));
        let (artist, title) = between.or_else(|| split_by(rest).map(|(title, by)| (by, title)))?;
        return told(title, artist, time, true);
    }
    let rest = SAID.iter().find_map(|said| without(line, said))?;
    let (rest, time) = split_time(rest.trim().trim_end_matches(['.', '!']));
    let (title, artist) = split_by(rest)?;
    told(title, artist, time, false)
}

fn told(title: &str, artist: &str, time: Option<Time>, sure: bool) -> Option<Told> {
    let clean = |name: &str| name.trim().trim_matches(['"', '“', '”', '«', '»']).trim().to_owned();
    let told = Told { title: clean(title), artist: clean(artist), time, sure };
    (!told.title.is_empty() && !told.artist.is_empty()).then_some(told)
}

/// The line after its beginning, whatever the case of that.
fn without<'a>(line: &'a str, beginning: &str) -> Option<&'a str> {
    let (head, rest) = line.split_at_checked(beginning.len())?;
    head.eq_ignore_ascii_case(beginning).then_some(rest)
}

/// `Title by Artist`; of several `by` the last one stands before the artist.
fn split_by(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once(" by ")
}

/// A time at the end: `at 21:04`.
fn split_time(text: &str) -> (&str, Option<Time>) {
    let found = text.rsplit_once(" at ").and_then(|(rest, clock)| {
        let (hour, minute) = clock.trim().split_once(':')?;
        let plain = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse().ok())?;
        (minute.len() == 2).then_some(())?;
        Some((rest.trim_end(), Time::new(plain(hour)?, plain(minute)?, 0, 0).ok()?))
    });
    found.map_or((text, None), |(rest, time)| (rest, Some(time)))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(lines: &str, expected: Expect) {
        let mut out = String::new();
        for line in lines.lines() {
            match read(line.trim()) {
                Some(Told { title, artist, time, sure }) => {
                    let time = time.map_or(String::new(), |time| format!(" {time}"));
                    writeln!(out, "{title:?} by {artist:?}{time}{}", if sure { "" } else { "?" })
                }
                None => writeln!(out, "nothing"),
            }
            .expect("a string takes everything");
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn lines_become_plays() {
        check(
            "♫ Slow Estuary - Harbor at Dusk
            ♪ Slow Estuary – Harbor – Live
            🎵Harbor by Slow Estuary at 21:04
            Now playing: Nine Stiles — Gate
            listened to Harbor at Dusk by Slow Estuary
            Heard “Stand by Me” by Nine Stiles at 7:30.
            listening to the rain
            listened to the rain by the window
            listened to a talk by Ana #work
            ♫
            ♫ only a title
            we listened to Harbor by Slow Estuary
            heard by
            Anna – a walk",
            expect![[r#"
                "Harbor at Dusk" by "Slow Estuary"
                "Harbor – Live" by "Slow Estuary"
                "Harbor" by "Slow Estuary" 21:04:00
                "Gate" by "Nine Stiles"
                "Harbor at Dusk" by "Slow Estuary"?
                "Stand by Me" by "Nine Stiles" 07:30:00?
                nothing
                "the rain" by "the window"?
                nothing
                nothing
                nothing
                nothing
                nothing
                nothing
            "#]],
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_line_is_read(line in "(♫|heard |listened to | by | at |21:04| - |é|—|:|#|\n|[a-z0-9 ]){0,12}") {
            if let Some(told) = read(&line) {
                prop_assert!(!told.title.is_empty() && !told.artist.is_empty());
            }
        }
    }
}
