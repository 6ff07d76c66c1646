//! What the journal answers: requests and replies, and the bodies of its commands.

mod entries;
mod lists;
mod views;

use base::day::Day;
use base::id::{AnyId, Id};
use domain::wire;

pub(crate) use entries::*;
pub(crate) use lists::*;
pub(crate) use views::*;

/// What an entry's id names.
pub(crate) enum EntryRecord {}
/// What a journal's id names.
pub(crate) enum JournalRecord {}

pub(crate) type EntryId = Id<EntryRecord>;
pub(crate) type JournalId = Id<JournalRecord>;

wire! {
    /// Names one entry.
    pub(crate) struct EntryRef {
        /// The entry.
        pub(crate) id: EntryId,
    }

    /// What was created.
    pub(crate) struct Created {
        /// Its id.
        pub(crate) id: AnyId,
    }

    /// Which entries, newest first.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ListEntries {
        /// Only of this journal.
        pub(crate) journal: Option<JournalId>,
        /// Not before this day.
        pub(crate) from: Option<Day>,
        /// Not after this day.
        pub(crate) to: Option<Day>,
        /// Only with this tag.
        pub(crate) tag: Option<String>,
        /// Only with this person.
        pub(crate) person: Option<String>,
        /// Only starred (or, with false, not starred).
        pub(crate) starred: Option<bool>,
        /// Only with (or without) attachments.
        pub(crate) with_media: Option<bool>,
        /// Where the last page ended.
        pub(crate) cursor: Option<String>,
        /// How many, at most 1000.
        pub(crate) limit: Option<u32>,
    }

    /// One page of entries.
    pub(crate) struct EntryPage {
        /// The entries.
        pub(crate) items: Vec<EntryRow>,
        /// Where the next page begins; null after the last.
        pub(crate) next: Option<String>,
        /// How many there are in all.
        pub(crate) total: u32,
    }

    /// An entry in a list.
    pub(crate) struct EntryRow {
        /// Its id.
        pub(crate) id: EntryId,
        /// Its local day.
        pub(crate) date: Day,
        /// Its local time, `21:04:05`; null for all day.
        pub(crate) time: Option<String>,
        /// The zone in which day and time are told.
        pub(crate) zone: String,
        /// Its title, or nothing.
        pub(crate) title: String,
        /// How its text begins, without markup.
        pub(crate) excerpt: String,
        /// Its journal; null for the default one.
        pub(crate) journal: Option<JournalId>,
        /// Marked with a star.
        pub(crate) starred: bool,
        /// Kept at the top.
        pub(crate) pinned: bool,
        /// A plain word.
        pub(crate) mood: Option<String>,
        /// The content hash of its first picture.
        pub(crate) photo: Option<String>,
        /// How many attachments.
        pub(crate) media: u32,
        /// How many words.
        pub(crate) words: u32,
        /// Its tags.
        pub(crate) tags: Vec<String>,
    }

    /// A whole entry.
    pub(crate) struct Entry {
        /// Its id.
        pub(crate) id: EntryId,
        /// The state that this was read at; `journal.write_body` takes it.
        pub(crate) version: String,
        /// Its local day.
        pub(crate) date: Day,
        /// Its local time, `21:04:05`; null for all day.
        pub(crate) time: Option<String>,
        /// The zone in which day and time are told.
        pub(crate) zone: String,
        /// Its title, or nothing.
        pub(crate) title: String,
        /// Markdown.
        pub(crate) body: String,
        /// Its journal; null for the default one.
        pub(crate) journal: Option<JournalId>,
        /// Marked with a star.
        pub(crate) starred: bool,
        /// Kept at the top.
        pub(crate) pinned: bool,
        /// Its tags.
        pub(crate) tags: Vec<String>,
        /// Who is in it.
        pub(crate) people: Vec<String>,
        /// Where it was.
        pub(crate) place: Option<String>,
        /// Degrees north.
        pub(crate) place_latitude: Option<f64>,
        /// Degrees east.
        pub(crate) place_longitude: Option<f64>,
        /// A word or two.
        pub(crate) weather: Option<String>,
        /// Degrees Celsius.
        pub(crate) weather_celsius: Option<f64>,
        /// A plain word.
        pub(crate) mood: Option<String>,
        /// Its attachments.
        pub(crate) media: Vec<Media>,
        /// Where it was imported from.
        pub(crate) source: Option<String>,
        /// Whether it lies in the trash.
        pub(crate) trashed: bool,
        /// How many words.
        pub(crate) words: u32,
    }

    /// An attachment of an entry.
    pub(crate) struct Media {
        /// BLAKE3 of its content, hex.
        pub(crate) hash: String,
        /// Its file name.
        pub(crate) name: String,
        /// Its media type.
        pub(crate) mime: String,
        /// Bytes.
        pub(crate) size: u64,
        /// Pixels.
        #[serde(default)]
        pub(crate) width: Option<u32>,
        /// Pixels.
        #[serde(default)]
        pub(crate) height: Option<u32>,
        /// When it was taken, as the file tells.
        #[serde(default)]
        pub(crate) taken: Option<String>,
        /// Milliseconds of sound or film.
        #[serde(default)]
        pub(crate) duration_ms: Option<u64>,
    }

    /// A new entry; what is left out is now, here, and empty.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct NewEntry {
        /// Its local day.
        pub(crate) date: Option<Day>,
        /// Its local time, `21:04`.
        pub(crate) time: Option<String>,
        /// Without a time.
        pub(crate) all_day: Option<bool>,
        /// The zone in which day and time are told.
        pub(crate) zone: Option<String>,
        /// Its title.
        pub(crate) title: Option<String>,
        /// Markdown.
        pub(crate) body: Option<String>,
        /// Its journal.
        pub(crate) journal: Option<JournalId>,
        /// Marked with a star.
        pub(crate) starred: Option<bool>,
        /// Kept at the top.
        pub(crate) pinned: Option<bool>,
        /// Its tags.
        pub(crate) tags: Option<Vec<String>>,
        /// Who is in it.
        pub(crate) people: Option<Vec<String>>,
        /// Where it was.
        pub(crate) place: Option<String>,
        /// A word or two.
        pub(crate) weather: Option<String>,
        /// A plain word.
        pub(crate) mood: Option<String>,
    }

    /// Changes to an entry; what is left out stays, an empty text takes away.
    #[ts(optional_fields)]
    pub(crate) struct EditEntry {
        /// The entry.
        pub(crate) id: EntryId,
        /// Its local day.
        #[serde(default)]
        pub(crate) date: Option<Day>,
        /// Its local time, `21:04`.
        #[serde(default)]
        pub(crate) time: Option<String>,
        /// True takes the time away.
        #[serde(default)]
        pub(crate) all_day: Option<bool>,
        /// The zone in which day and time are told.
        #[serde(default)]
        pub(crate) zone: Option<String>,
        /// Its title.
        #[serde(default)]
        pub(crate) title: Option<String>,
        /// Its journal; an empty text for the default one.
        #[serde(default)]
        pub(crate) journal: Option<String>,
        /// Marked with a star.
        #[serde(default)]
        pub(crate) starred: Option<bool>,
        /// Kept at the top.
        #[serde(default)]
        pub(crate) pinned: Option<bool>,
        /// All its tags.
        #[serde(default)]
        pub(crate) tags: Option<Vec<String>>,
        /// Everybody in it.
        #[serde(default)]
        pub(crate) people: Option<Vec<String>>,
        /// Where it was.
        #[serde(default)]
        pub(crate) place: Option<String>,
        /// A word or two.
        #[serde(default)]
        pub(crate) weather: Option<String>,
        /// A plain word.
        #[serde(default)]
        pub(crate) mood: Option<String>,
    }

    /// The text of an entry as it was typed on a version that was read before.
    pub(crate) struct WriteBody {
        /// The entry.
        pub(crate) id: EntryId,
        /// The version on which it was typed.
        pub(crate) version: String,
        /// Markdown.
        pub(crate) body: String,
    }

    /// A text that is on the disk.
    pub(crate) struct WrittenBody {
        /// The version to type on.
        pub(crate) version: String,
        /// The text, with what came from elsewhere meanwhile.
        pub(crate) body: String,
        /// Whether something came from elsewhere.
        pub(crate) merged: bool,
        /// When it reached the disk, RFC 3339.
        pub(crate) saved_at: String,
    }

    /// Attaches what `media.add` has taken in.
    pub(crate) struct Attach {
        /// The entry.
        pub(crate) id: EntryId,
        /// What `media.add` answered.
        pub(crate) media: Media,
    }

    /// Takes an attachment off an entry.
    pub(crate) struct Detach {
        /// The entry.
        pub(crate) id: EntryId,
        /// The attachment's content hash.
        pub(crate) hash: String,
    }
}
