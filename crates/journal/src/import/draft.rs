//! An entry as an importer knows it, before it is a record.

use std::collections::HashMap;

use base::error::Result;
use base::id::AnyId;
use domain::import::{Imported, ImportedMood, Sink, TakenMedia};
use store::record::{Fields, Value};

use super::fingerprint;
use super::text::{TEXT_MAX, cut, halve};
use super::when::{When, stamp};
use crate::model::BODY_BYTES_MAX;
use crate::record::{ENTRY, JOURNAL};

/// The longest tag, place or mood, in bytes: a longer one is a sentence that went astray. Not longer
/// than what the journal itself takes, so that an imported entry can be edited.
const WORD_MAX: usize = 200;

/// The longest title, in characters, for the same reason.
const TITLE_MAX: usize = 500;

/// The most tags, and the most people, of one entry: each is a field of its own.
const WORDS_MAX: usize = 500;

/// One entry to be.
pub(super) struct Draft {
    /// The natural key, with the format before it: `dayone:5BA8A049`; also kept as the `source`.
    pub(super) key: String,
    pub(super) when: When,
    pub(super) journal: Option<AnyId>,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) starred: bool,
    pub(super) pinned: bool,
    pub(super) tags: Vec<String>,
    pub(super) people: Vec<String>,
    pub(super) place: String,
    /// Latitude and longitude in degrees.
    pub(super) position: Option<(f64, f64)>,
    pub(super) weather: String,
    pub(super) celsius: Option<f64>,
    pub(super) mood: String,
    /// How pleasant the mood is by the source's own scale, laid over -100 to 100.
    pub(super) valence: Option<i64>,
    pub(super) media: Vec<TakenMedia>,
    /// As the source program has it; what is no time is left out.
    pub(super) created: String,
    /// As the source program has it; what is no time is left out.
    pub(super) modified: String,
}

impl Draft {
    pub(super) fn new(key: String, when: When) -> Draft {
        Draft {
            key,
            when,
            journal: None,
            title: String::new(),
            body: String::new(),
            starred: false,
            pinned: false,
            tags: Vec::new(),
            people: Vec::new(),
            place: String::new(),
            position: None,
            weather: String::new(),
            celsius: None,
            mood: String::new(),
            valence: None,
            media: Vec::new(),
            created: String::new(),
            modified: String::new(),
        }
    }

    /// Hands the entry to the sink, and what is too long for one as more entries of the same moment. `place`
    /// is where it stood in the source.
    pub(super) fn put(mut self, place: &str, sink: &mut dyn Sink) -> Result<AnyId> {
        if TITLE_MAX < self.title.chars().count() {
            // It is a text: nothing of it may go.
            self.body = format!("{}\n\n{}", self.title.trim(), self.body).trim_end().to_owned();
            self.title.clear();
        }
        for (word, what) in
            [(&mut self.place, "place"), (&mut self.weather, "weather"), (&mut self.mood, "mood")]
        {
            if cut(word, WORD_MAX) {
                sink.problem(place, &format!("the {what} is too long; the rest was cut off"));
            }
        }
        for words in [&mut self.tags, &mut self.people] {
            words.sort();
            words.dedup();
            if WORDS_MAX < words.len() {
                sink.problem(
                    place,
                    &format!("has more than {WORDS_MAX} tags; the rest was left out"),
                );
                words.truncate(WORDS_MAX);
            }
        }
        if cut(&mut self.body, TEXT_MAX) {
            sink.problem(place, "the text is longer than 16 MiB; the rest was cut off");
        }
        let mut rest = halve(&mut self.body, BODY_BYTES_MAX);
        let mut more = Vec::new();
        while let Some(mut body) = rest {
            rest = halve(&mut body, BODY_BYTES_MAX);
            more.push(self.continued(more.len() + 2, body));
        }
        if !more.is_empty() {
            let parts = more.len() + 1;
            sink.problem(place, &format!("the text is longer than 1 MiB: it is {parts} entries"));
        }
        let at_ms = self.when.at_ms;
        let natural_key = self.key.clone();
        let mood = self.told_mood();
        let fields = self.fields();
        let id = sink.record(Imported { kind: &ENTRY, natural_key, at_ms, fields })?;
        if let Some(mood) = mood {
            sink.mood(&mood)?;
        }
        for draft in more {
            let (natural_key, fields) = (draft.key.clone(), draft.fields());
            sink.record(Imported { kind: &ENTRY, natural_key, at_ms, fields })?;
        }
        Ok(id)
    }

    /// The `part`th entry of a text that is too long for one, counted from 1.
    fn continued(&self, part: usize, body: String) -> Draft {
        let mut draft = Draft::new(format!("{}#{part}", self.key), self.when.clone());
        draft.journal = self.journal;
        // The number stays readable where the title has its greatest length.
        let title: String = self.title.chars().take(TITLE_MAX - 8).collect();
        draft.title = format!("{title} ({part})").trim_start().to_owned();
        draft.body = body;
        draft.tags.clone_from(&self.tags);
        draft
    }

    /// The entry's mood as data, for the domain that keeps moods; the entry keeps its word, too.
    fn told_mood(&self) -> Option<ImportedMood> {
        let word = one_line(&self.mood);
        let (at_ms, zone) = self.when.moment();
        let natural_key = self.key.clone();
        let mood = ImportedMood { natural_key, at_ms, zone, word, valence: self.valence };
        (!mood.word.is_empty()).then_some(mood)
    }

    fn fields(self) -> Fields {
        let mut fields = Fields::new();
        let mut text = |key: &str, value: String| {
            if !value.is_empty() {
                fields.insert(key.to_owned(), Value::Text(value));
            }
        };
        text("date", self.when.date.to_string());
        text("time", self.when.time.map(when_time).unwrap_or_default());
        text("zone", self.when.zone.unwrap_or_default());
        text("journal", self.journal.map(|id| id.to_string()).unwrap_or_default());
        text("title", one_line(&self.title));
        text("body", self.body);
        text("place", one_line(&self.place));
        text("weather", one_line(&self.weather));
        text("mood", one_line(&self.mood));
        text("source", self.key);
        text("created", stamp(&self.created).unwrap_or_default());
        text("modified", stamp(&self.modified).unwrap_or_default());
        for media in self.media {
            fields.insert(media.key, Value::Text(media.value));
        }
        for tag in self.tags.iter().filter_map(|tag| member(tag)) {
            fields.insert(format!("tag/{tag}"), Value::Bool(true));
        }
        for person in self.people.iter().filter_map(|person| member(person)) {
            fields.insert(format!("person/{person}"), Value::Bool(true));
        }
        for (key, flag) in [("starred", self.starred), ("pinned", self.pinned)] {
            if flag {
                fields.insert(key.to_owned(), Value::Bool(true));
            }
        }
        if let Some((latitude, longitude)) = self.position.filter(|at| is_on_earth(*at)) {
            fields.insert("place_latitude".to_owned(), Value::Real(latitude));
            fields.insert("place_longitude".to_owned(), Value::Real(longitude));
        }
        if let Some(celsius) = self.celsius.filter(|celsius| celsius.is_finite()) {
            fields.insert("weather_celsius".to_owned(), Value::Real(celsius));
        }
        fields
    }
}

fn when_time(time: jiff::civil::Time) -> String {
    // Without fractions: a diary knows seconds.
    time.strftime("%H:%M:%S").to_string()
}

fn is_on_earth((latitude, longitude): (f64, f64)) -> bool {
    latitude.abs() <= 90.0 && longitude.abs() <= 180.0
}

/// A tag or a person as a member of a set: one line, no `#` before it, not too long.
fn member(name: &str) -> Option<String> {
    let mut name = one_line(name.trim().trim_start_matches('#'));
    cut(&mut name, WORD_MAX);
    (!name.is_empty()).then_some(name)
}

/// White space folded, so that a title or a place is one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The journals that an import has made, by name.
#[derive(Default)]
pub(super) struct Shelf(HashMap<String, AnyId>);

impl Shelf {
    /// The journal of that name, made when it is the first time. `format` and `key` make it the same
    /// journal when it is imported again.
    pub(super) fn journal(
        &mut self,
        (format, key): (&str, &str),
        name: &str,
        sink: &mut dyn Sink,
    ) -> Result<AnyId> {
        if let Some(id) = self.0.get(key) {
            return Ok(*id);
        }
        let mut fields = Fields::new();
        fields.insert("name".to_owned(), Value::Text(one_line(name)));
        // Any hue will do, as long as it is the same on every device.
        let hue = i64::try_from(fingerprint(name.as_bytes()) % 360).unwrap_or_default();
        fields.insert("hue".to_owned(), Value::Int(hue));
        let natural_key = format!("{format}:journal:{key}");
        // Time 0: a journal has no day, and its id must not depend on when it is imported.
        let id = sink.record(Imported { kind: &JOURNAL, natural_key, at_ms: 0, fields })?;
        self.0.insert(key.to_owned(), id);
        Ok(id)
    }
}
