//! What full-text search knows of mood: check-ins with their words and notes. Factors and own words
//! have pages of their own; what a model read is never found.

use store::record::{Record, SearchDoc};

use crate::agenda::title;
use crate::model::checkin::CheckIn;
use crate::model::day::{calendar_day, local_ms};
use crate::record::{CHECKIN, FACTOR, READING, WHO5, WORD};

/// What search knows of a record; the trash names each.
pub(crate) fn search(record: &Record) -> Option<SearchDoc> {
    if record.kind == CHECKIN.name {
        let check_in = CheckIn::of(&record.fields);
        let day = calendar_day(local_ms(check_in.at_ms, &check_in.zone));
        return Some(SearchDoc {
            day: day.to_string(),
            title: title(check_in.words.iter().map(String::as_str)),
            body: check_in.note,
            extra: check_in.words.join("\n"),
        });
    }
    let titled = |title: &str| SearchDoc { title: title.to_owned(), ..SearchDoc::default() };
    // Shown in the trash alone; of what a model read not even a word of it.
    let doc = match record.kind.as_str() {
        kind if kind == FACTOR.name => titled(record.text("name")),
        kind if kind == WORD.name => titled(record.text("text")),
        kind if kind == READING.name => titled("Reading"),
        kind if kind == WHO5.name => titled("WHO-5"),
        _ => return None,
    };
    record.trashed_ms.is_some().then_some(doc)
}
