//! A check-in as its record holds it.

use base::id::AnyId;
use store::record::{Fields, Value, members, text};

use super::place::number_of;

/// On which side of a session it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    /// Before it.
    Before,
    /// After it.
    After,
}

impl Around {
    /// Its word in a record.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Around::Before => "before",
            Around::After => "after",
        }
    }

    /// What a word says.
    pub(crate) fn read(word: &str) -> Option<Around> {
        [Around::Before, Around::After].into_iter().find(|side| side.word() == word)
    }
}

/// What a person said of a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CheckIn {
    /// When, Unix milliseconds.
    pub(crate) at_ms: i64,
    /// Where: an IANA name.
    pub(crate) zone: String,
    /// How pleasant; nothing when nobody said it.
    pub(crate) valence: Option<i64>,
    /// How energetic; nothing when nobody said it.
    pub(crate) energy: Option<i64>,
    /// Its words, in the order of the alphabet.
    pub(crate) words: Vec<String>,
    /// Its factors.
    pub(crate) factors: Vec<(AnyId, i64)>,
    /// What was noted.
    pub(crate) note: String,
    /// The session it was said around.
    pub(crate) of: Option<(AnyId, Around)>,
    /// Where it was brought in from, or nothing.
    pub(crate) source: String,
}

/// How keys of words begin.
pub(crate) const WORD: &str = "word/";
/// How keys of factors begin.
pub(crate) const FACTOR: &str = "factor/";

impl CheckIn {
    /// The check-in that fields hold; nothing of another device's can make it fail.
    pub(crate) fn of(fields: &Fields) -> CheckIn {
        let int = |key: &str| match fields.get(key) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        };
        let factor = |id: &str| {
            let value = int(&format!("{FACTOR}{id}"))?;
            Some((id.parse::<AnyId>().ok()?, value))
        };
        let of = text(fields, "of").parse().ok().zip(Around::read(text(fields, "side")));
        CheckIn {
            at_ms: int("at").unwrap_or(0),
            zone: text(fields, "zone").to_owned(),
            valence: number_of(int("valence")),
            energy: number_of(int("energy")),
            words: members(fields, WORD).map(str::to_owned).collect(),
            factors: members(fields, FACTOR).filter_map(factor).collect(),
            note: text(fields, "note").to_owned(),
            of,
            source: text(fields, "source").to_owned(),
        }
    }

    /// Its fields.
    pub(crate) fn fields(&self) -> Fields {
        let mut fields = Fields::from([
            ("at".to_owned(), Value::Int(self.at_ms)),
            ("zone".to_owned(), Value::from(self.zone.as_str())),
        ]);
        let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        for (key, number) in [("valence", self.valence), ("energy", self.energy)] {
            number.map(|number| put(key, number.into()));
        }
        for word in &self.words {
            put(&format!("{WORD}{word}"), true.into());
        }
        for (id, value) in &self.factors {
            put(&format!("{FACTOR}{id}"), (*value).into());
        }
        for (key, said) in [("note", &self.note), ("source", &self.source)] {
            if !said.is_empty() {
                put(key, said.as_str().into());
            }
        }
        if let Some((id, side)) = self.of {
            put("of", id.to_string().into());
            put("side", side.word().into());
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_read() {
        let check_in = CheckIn {
            at_ms: 1_772_388_000_000,
            zone: "Europe/London".into(),
            valence: Some(-40),
            energy: None,
            words: vec!["calm".into(), "tired".into()],
            factors: vec![(AnyId::from_bytes([3; 16]), 4)],
            note: "After the walk.".into(),
            of: Some((AnyId::from_bytes([9; 16]), Around::After)),
            source: "daylio:1".into(),
        };
        assert_eq!(CheckIn::of(&check_in.fields()), check_in);
        let mut odd = check_in.fields();
        odd.insert("valence".into(), Value::Int(900));
        odd.insert("factor/none".into(), Value::Int(1));
        let read = CheckIn::of(&odd);
        assert_eq!((read.valence, read.factors.len()), (None, 1), "what cannot be was not said");
    }
}
