//! Quick capture: one typed line as a check-in.
//!
//! `calm after yoga`, `feeling tired and a bit anxious`, `mood 7`. Modest on purpose: a line is one only
//! when all of it is understood, and `happy birthday to Ana` is not.

mod line;

use domain::view::{Draft, DraftChip};
use jiff::civil::Time;
use serde_json::json;
use store::params;
use store::read::ReadCx;

use self::line::{Felt, Line, read};
use crate::agenda::title;
use crate::api::place_of;
use crate::model::place::Place;

/// The line as a check-in, if it is that.
pub(crate) fn capture(text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
    let known = |word: &str| place_of(cx, word).ok().flatten();
    let draft = read(text, &known).and_then(|line| draft(cx, &line));
    draft.into_iter().collect()
}

fn chip(label: &str, value: String) -> DraftChip {
    DraftChip { label: label.into(), value }
}

fn draft(cx: &ReadCx<'_>, line: &Line) -> Option<Draft> {
    let (valence, energy, words, mut chips, title) = match &line.felt {
        Felt::Rated { valence, shown } => {
            let chips = vec![chip("mood", shown.clone())];
            (*valence, None, Vec::new(), chips, format!("Mood {shown}"))
        }
        Felt::Words(words) => {
            let Place { valence, energy } = middle(words)?;
            let texts: Vec<String> = words.iter().map(|(text, _)| text.clone()).collect();
            let chips = texts.iter().map(|text| chip("word", text.clone())).collect();
            let title = title(texts.iter().map(String::as_str));
            (valence, Some(energy), texts, chips, title)
        }
    };
    let factor = line.about.as_deref().and_then(|about| flag_named(cx, about));
    let factors: Vec<_> =
        factor.iter().map(|(id, _)| json!({ "id": id.to_string(), "value": 1 })).collect();
    chips.extend(factor.map(|(_, name)| chip("factor", name)));
    if !line.note.is_empty() {
        chips.push(chip("note", line.note.clone()));
    }
    let at_ms = line.at(cx);
    if line.yesterday {
        chips.push(chip("date", cx.today().plus(-1).to_string()));
    }
    chips.extend(line.time.map(|time| chip("time", time.strftime("%H:%M").to_string())));
    let payload = json!({
        "valence": valence, "energy": energy, "words": words, "factors": factors,
        "note": line.note, "at_ms": at_ms,
    });
    Some(Draft {
        domain: "mood".into(),
        command: "mood.check_in".into(),
        payload,
        title,
        chips,
        sure: line.sure,
    })
}

/// The place between the words' places.
fn middle(words: &[(String, Place)]) -> Option<Place> {
    let count = i64::try_from(words.len()).ok().filter(|count| *count > 0)?;
    let sum = |axis: fn(&Place) -> i64| words.iter().map(|(_, place)| axis(place)).sum::<i64>();
    let (valence, energy) = (sum(|place| place.valence), sum(|place| place.energy));
    Some(Place { valence: valence / count, energy: energy / count })
}

/// A flag of that name that is still offered.
fn flag_named(cx: &ReadCx<'_>, name: &str) -> Option<(base::id::AnyId, String)> {
    let query = "SELECT id, name FROM mood_factor
        WHERE lower(name) = lower(?1) AND kind = 'flag' AND archived = 0 ORDER BY n LIMIT 1";
    cx.sql().first(query, params![name], |row| Ok((row.id(0)?, row.text(1)?))).ok().flatten()
}

impl Line {
    /// When it was, Unix milliseconds; nothing when the line does not say. Of a day alone it is noon.
    fn at(&self, cx: &ReadCx<'_>) -> Option<i64> {
        if !self.yesterday && self.time.is_none() {
            return None;
        }
        let day = cx.today().plus(if self.yesterday { -1 } else { 0 });
        let time = self.time.unwrap_or(Time::constant(12, 0, 0, 0));
        let at = day.date().to_datetime(time).to_zoned(cx.env().zone()).ok()?;
        // What is to come was not felt.
        Some(at.timestamp().as_millisecond()).filter(|at| *at <= cx.now().as_millisecond())
    }
}
