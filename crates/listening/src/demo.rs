//! One believable year of a made-up person's music, the same for the same seed.
//!
//! It fits the journal's year: a silent first week of February and a quiet month after it, nine days in
//! Portugal, three nights under canvas, a choir in November. Two sources tell of one month. What is
//! deliberately not here: any name that somebody bears; the words are in `assets/demo/music.txt`. Start
//! reading at [`demo`], then [`year`].

mod dice;
mod music;
#[cfg(test)]
mod tests;
mod year;

use base::error::Result;
use domain::DemoLife;
use domain::import::{Imported, Sink};
use store::record::{Fields, Value};

use self::music::Music;
use self::year::Year;
use crate::model::{Play, artist_number, hex, track_number};
use crate::record::{LABEL, LIST, PLAY};

/// Plays that are handed over together.
const BATCH: usize = 4096;
/// Artists that have their genres written down.
const LABELED: usize = 60;
/// Tracks in an own list.
const LISTED: usize = 24;

/// The demo year's plays, genres and lists.
///
/// # Errors
/// The sink's own.
pub(crate) fn demo(life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
    let music = Music::new(life.seed);
    let mut plays = Year::new(life.seed, life.last_day, &music).plays();
    plays.retain(|play| play.at <= life.now_ms);
    sink.progress(0.2)?;
    for batch in plays.chunks(BATCH) {
        sink.facts(&PLAY, &batch.to_vec())?;
    }
    sink.progress(0.9)?;
    for artist in music.artists.iter().take(LABELED) {
        sink.record(label(&artist.name, &artist.genres))?;
    }
    for (order, list) in LISTS.iter().enumerate() {
        sink.record(list.record(life, order, &plays))?;
    }
    sink.progress(1.0)
}

/// What a person wrote down of an artist's genres: the same record that writing it by hand makes.
fn label(artist: &str, genres: &[String]) -> Imported {
    let id = hex(artist_number(artist));
    let mut fields = Fields::from([
        ("artist".to_owned(), Value::from(id.as_str())),
        ("name".to_owned(), Value::from(artist)),
    ]);
    for genre in genres {
        fields.insert(format!("genre/{genre}"), Value::Bool(true));
    }
    Imported { kind: &LABEL, natural_key: id, at_ms: 0, fields }
}

/// An own list, filled with what was played most by artists of some names.
struct OwnList {
    name: &'static str,
    note: &'static str,
    feeling: &'static str,
    artists: &'static [&'static str],
}

static LISTS: [OwnList; 2] = [
    OwnList {
        name: "When it is too loud",
        note: "One lamp, no words. It works best from the beginning.",
        feeling: "calm",
        artists: &[
            "Jonna Vesterlid",
            "Slow Estuary",
            "Oriel Sandvane",
            "Low Light Survey",
            "Kelderwold",
        ],
    },
    OwnList {
        name: "Towpath, faster",
        note: "For the last two kilometers.",
        feeling: "",
        artists: &["Voltaic Heron", "Ninth Carriage", "Brine Committee", "Rotor Quay", "Tessel8"],
    },
];

impl OwnList {
    fn record(&self, life: &DemoLife, order: usize, plays: &[Play]) -> Imported {
        let ours = |play: &&Play| {
            play.skipped != Some(true)
                && play.artists.first().is_some_and(|name| self.artists.contains(&name.as_str()))
        };
        // In the order of their first plays, as a person puts them in; each track once.
        let mut added: Vec<(i64, i64)> = Vec::new();
        for play in plays.iter().filter(ours) {
            let track = track_number(&play.title, &play.artists);
            let every_third = track % 3 == 0;
            if added.len() < LISTED && every_third && added.iter().all(|(_, known)| *known != track)
            {
                added.push((play.at, track));
            }
        }
        let mut fields = Fields::from([
            ("name".to_owned(), Value::from(self.name)),
            ("note".to_owned(), Value::from(self.note)),
            ("feeling".to_owned(), Value::from(self.feeling)),
            ("order".to_owned(), Value::Int(i64::try_from(order).unwrap_or(0))),
        ]);
        let at_ms = added.first().map_or(0, |(at, _)| *at);
        for (at, track) in added {
            fields.insert(format!("track/{}", hex(track)), Value::Int(at));
        }
        let natural_key = format!("demo:{}:{}", life.seed, self.name);
        Imported { kind: &LIST, natural_key, at_ms, fields }
    }
}
