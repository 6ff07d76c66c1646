//! Moods that other domains' importers found: a word of Daylio's, a face of Journey's, a line of front
//! matter. What they tell is kept and no more: a step on a scale says how pleasant, never how
//! energetic, and a word that has no place here stays a word without one.

use domain::import::{Imported, ImportedMood};

use crate::model::checkin::CheckIn;
use crate::model::place::{EDGE, Place};
use crate::model::words::{folded, shipped};
use crate::record::CHECKIN;

/// Words that are steps of a scale in other programs, and how pleasant each is: the middle of each of
/// five equal parts of the field (Daylio's and Journey's five faces, and what is said in their place).
const STEPS: &[(&str, i64)] = &[
    ("rad", 80),
    ("amazing", 80),
    ("awesome", 80),
    ("excellent", 80),
    ("great", 80),
    ("very good", 80),
    ("fantastic", 80),
    ("wonderful", 80),
    ("good", 40),
    ("nice", 40),
    ("pretty good", 40),
    ("fine", 0),
    ("meh", 0),
    ("average", 0),
    ("ok", 0),
    ("okay", 0),
    ("alright", 0),
    ("normal", 0),
    ("mixed", 0),
    ("bad", -40),
    ("not good", -40),
    ("low", -40),
    ("poor", -40),
    ("awful", -80),
    ("terrible", -80),
    ("horrible", -80),
    ("very bad", -80),
    ("fugly", -40),
];

/// The mood as a check-in; nothing when it says nothing.
pub(crate) fn imported(mood: &ImportedMood) -> Option<Imported> {
    let word = folded(&mood.word);
    let place = word.as_deref().and_then(shipped).map(|word| word.place);
    let step = STEPS.iter().find(|(step, _)| Some(*step) == word.as_deref());
    let own = mood.valence.map(|valence| valence.clamp(-EDGE, EDGE));
    // The person's own scale goes before our judgment of a word.
    let valence =
        own.or(step.map(|(_, valence)| *valence)).or(place.map(|Place { valence, .. }| valence));
    let energy = place.map(|Place { energy, .. }| energy);
    // What is too long for a word is a sentence, and stays one.
    let note = if word.is_none() { mood.word.trim().to_owned() } else { String::new() };
    if word.is_none() && note.is_empty() && valence.is_none() {
        return None;
    }
    let check_in = CheckIn {
        at_ms: mood.at_ms,
        zone: mood.zone.clone(),
        valence,
        // "okay" is a step of Journey's, and says nothing of energy there.
        energy: energy.filter(|_| step.is_none()),
        words: word.into_iter().collect(),
        note,
        source: mood.natural_key.clone(),
        ..CheckIn::default()
    };
    Some(Imported {
        kind: &CHECKIN,
        natural_key: mood.natural_key.clone(),
        at_ms: mood.at_ms,
        fields: check_in.fields(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(word: &str, valence: Option<i64>) -> Option<(Option<i64>, Option<i64>, Vec<String>)> {
        let mood = ImportedMood {
            natural_key: "daylio:2021-11-15T21:04".into(),
            at_ms: 1_637_010_240_000,
            zone: String::new(),
            word: word.into(),
            valence,
        };
        let imported = imported(&mood)?;
        assert_eq!(imported.natural_key, mood.natural_key);
        let check_in = CheckIn::of(&imported.fields);
        assert_eq!((check_in.at_ms, &check_in.source), (mood.at_ms, &mood.natural_key));
        Some((check_in.valence, check_in.energy, check_in.words))
    }

    #[test]
    fn a_step_of_a_scale_tells_how_pleasant_and_no_more() {
        let word = |word: &str| vec![word.to_owned()];
        assert_eq!(told("rad", Some(80)), Some((Some(80), None, word("rad"))));
        assert_eq!(told("Awful", None), Some((Some(-80), None, word("awful"))));
        assert_eq!(told("okay", Some(0)).map(|told| told.0), Some(Some(0)));
    }

    #[test]
    fn a_word_of_the_list_has_its_place_and_another_none() {
        let calm = told("Calm", None).expect("a mood");
        assert!(calm.0 > Some(0) && calm.1 < Some(0), "{calm:?}");
        let own = told("calm", Some(-40)).expect("a mood");
        assert_eq!((own.0, own.1), (Some(-40), calm.1), "the person's own scale goes first");
        assert_eq!(told("half  awake", None), Some((None, None, vec!["half awake".into()])));
        assert_eq!(told("half awake", Some(0)).map(|told| told.0), Some(Some(0)));
        assert_eq!(told("  ", None), None);
        let long = told(&"half awake and half asleep ".repeat(3), None).expect("a note");
        assert_eq!(long, (None, None, Vec::new()), "a sentence is no word");
    }
}
