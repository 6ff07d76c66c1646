//! Words near a place, shipped and own.

use std::collections::BTreeMap;

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

use super::check;
use crate::model::place::Place;
use crate::model::words::{WORDS, shipped};
use crate::record::WORD;

wire! {
    /// Which words, and how many.
    #[derive(Copy)]
    #[ts(optional_fields)]
    pub(crate) struct WordsNear {
        /// From unpleasant (-100) to pleasant (100).
        pub(crate) valence: i64,
        /// From calm (-100) to energetic (100).
        pub(crate) energy: i64,
        /// How many, at most 1000; 8 without.
        #[serde(default)]
        pub(crate) limit: Option<u32>,
    }

    /// A word and its place.
    #[derive(Eq)]
    pub(crate) struct MoodWord {
        /// The word in lower case, in English when it is a shipped one: it is what check-ins hold.
        pub(crate) word: String,
        /// From unpleasant (-100) to pleasant (100).
        pub(crate) valence: i64,
        /// From calm (-100) to energetic (100).
        pub(crate) energy: i64,
        /// The record of an own word, or of a shipped one that was put elsewhere; null: shipped.
        pub(crate) own: Option<AnyId>,
    }

    /// An own word, or a shipped one at another place.
    #[ts(optional_fields)]
    pub(crate) struct SaveMoodWord {
        /// Which one to change; null: a new one.
        #[serde(default)]
        pub(crate) id: Option<AnyId>,
        /// The word.
        pub(crate) word: String,
        /// From unpleasant (-100) to pleasant (100).
        pub(crate) valence: i64,
        /// From calm (-100) to energetic (100).
        pub(crate) energy: i64,
    }

    /// Names an own word.
    #[derive(Copy)]
    pub(crate) struct MoodWordRef {
        /// Its record.
        pub(crate) id: AnyId,
    }
}

/// How many words are shown without a limit: what blooms around a finger.
const LIMIT: u32 = 8;
/// The most that are asked for.
const LIMIT_MAX: u32 = 1000;
/// The most own words.
const OWN_MAX: i64 = 500;

/// Every word with its place, own ones in place of shipped ones of the same text.
///
/// # Errors
/// Those of the store.
pub(crate) fn all(cx: &ReadCx<'_>) -> Result<Vec<MoodWord>> {
    let mut words: BTreeMap<String, MoodWord> = BTreeMap::new();
    for word in WORDS {
        let Place { valence, energy } = word.place;
        let text = word.text.to_owned();
        words.insert(text.clone(), MoodWord { word: text, valence, energy, own: None });
    }
    // The first of two that devices made apart counts on both.
    let query = "SELECT text, valence, energy, id FROM mood_word ORDER BY id DESC";
    cx.sql().each(query, &[], |row| {
        let word = MoodWord {
            word: row.text(0)?,
            valence: row.int(1)?,
            energy: row.int(2)?,
            own: Some(row.id(3)?),
        };
        words.insert(word.word.clone(), word);
        Ok(())
    })?;
    Ok(words.into_values().collect())
}

/// Words near a place, the nearest first.
///
/// # Errors
/// `Invalid` at `valence` or `energy`.
pub(crate) fn words(cx: &ReadCx<'_>, request: WordsNear) -> Result<Vec<MoodWord>> {
    let here = Place::new(request.valence, request.energy)?;
    let mut words = all(cx)?;
    let apart = |word: &MoodWord| here.apart(Place { valence: word.valence, energy: word.energy });
    words.sort_by(|a, b| (apart(a), &a.word).cmp(&(apart(b), &b.word)));
    let limit = request.limit.unwrap_or(LIMIT).clamp(1, LIMIT_MAX);
    words.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(words)
}

/// Where a word lies, if it has a place.
///
/// # Errors
/// Those of the store.
pub(crate) fn place_of(cx: &ReadCx<'_>, word: &str) -> Result<Option<Place>> {
    let own = cx.sql().first(
        "SELECT valence, energy FROM mood_word WHERE text = ?1 ORDER BY id LIMIT 1",
        params![word],
        |row| Ok(Place { valence: row.int(0)?, energy: row.int(1)? }),
    )?;
    Ok(own.or_else(|| shipped(word).map(|word| word.place)))
}

/// Makes an own word, or changes one.
///
/// # Errors
/// `Invalid` at the field that cannot be; `Conflict` at `word` when there is one of that text;
/// `NotFound`.
pub(crate) fn save_word(cx: &mut WriteCx<'_>, request: SaveMoodWord) -> Result<MoodWord> {
    let Place { valence, energy } = Place::new(request.valence, request.energy)?;
    let text = check::word(&request.word, "word")?;
    let known: Option<AnyId> = cx.read().sql().first(
        "SELECT id FROM mood_word WHERE text = ?1 AND (?2 IS NULL OR id <> ?2)",
        params![&text, request.id],
        |row| row.id(0),
    )?;
    if known.is_some() {
        let message = format!("{text:?} is an own word already");
        return Err(Error::new(Code::Conflict, message).at("word"));
    }
    let fields = Fields::from([
        ("text".to_owned(), Value::from(text.as_str())),
        ("valence".to_owned(), Value::from(valence)),
        ("energy".to_owned(), Value::from(energy)),
    ]);
    let id = match request.id {
        Some(id) => {
            known_word(&cx.read(), id)?;
            let changes: Changes =
                fields.into_iter().map(|(key, value)| (key, Some(value))).collect();
            cx.edit(id, &changes)?;
            id
        }
        None => {
            if cx.read().sql().number("SELECT count(*) FROM mood_word", &[])? >= OWN_MAX {
                let message = format!("there are {OWN_MAX} own words already");
                return Err(Error::invalid("word", message));
            }
            let id = cx.new_id();
            cx.create(&WORD, id, fields)?;
            id
        }
    };
    Ok(MoodWord { word: text, valence, energy, own: Some(id) })
}

fn known_word(cx: &ReadCx<'_>, id: AnyId) -> Result<()> {
    let count = cx.sql().number("SELECT count(*) FROM mood_word WHERE id = ?1", params![id])?;
    if count == 0 {
        return Err(Error::not_found("word", id));
    }
    Ok(())
}

/// Throws an own word away; check-ins that have it keep it.
///
/// # Errors
/// `NotFound`.
pub(crate) fn remove_word(cx: &mut WriteCx<'_>, request: MoodWordRef) -> Result<()> {
    known_word(&cx.read(), request.id)?;
    cx.trash(request.id)
}
