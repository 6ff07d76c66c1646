//! Day One's attachments, which it calls moments.

use std::collections::HashMap;

use base::error::Result;
use domain::import::{ImportedMedia, Sink, TakenMedia};
use domain::source::Source;

use crate::import::base_name;
use crate::import::json::Object;
use crate::import::media::{self, Library, embed};

/// The lists of an entry, the folder of their files, and what one of them is called.
const KINDS: [(&str, &str, &str); 4] = [
    ("photos", "photos", "photo"),
    ("videos", "videos", "video"),
    ("audios", "audios", "audio"),
    ("pdfAttachments", "pdfs", "pdf"),
];

/// The attachments of one entry that were taken in, by their identifier.
#[derive(Default)]
pub(super) struct Moments {
    taken: HashMap<String, TakenMedia>,
    /// The identifiers in the entry's order, and whether the text has shown them.
    order: Vec<(String, bool)>,
    missing: usize,
}

impl Moments {
    /// Whether the entry has attachments, be they there or missing.
    pub(super) fn any(&self) -> bool {
        !self.order.is_empty() || self.missing != 0
    }

    /// Takes in all attachments of an entry; those that are missing are told.
    pub(super) fn read(
        object: &mut Object<'_>,
        (source, library): (&Source, &Library<'_>),
        place: &str,
        sink: &mut dyn Sink,
    ) -> Result<Moments> {
        let mut moments = Moments::default();
        for (list, folder, kind) in KINDS {
            let mut found: Vec<Moment> = object.list(list).iter_mut().map(Moment::read).collect();
            found.sort_by_key(|moment| moment.order);
            for moment in found {
                let taken = moment.take((source, library), (folder, kind), place, sink)?;
                let Some(taken) = taken else {
                    moments.missing += 1;
                    continue;
                };
                moments.order.push((moment.identifier.clone(), false));
                moments.taken.insert(moment.identifier, taken);
            }
        }
        Ok(moments)
    }

    /// The Markdown for the attachment with this identifier, if it is there.
    pub(super) fn show(&mut self, identifier: &str, label: &str) -> Option<String> {
        let identifier = identifier.to_uppercase();
        let taken = self.taken.get(&identifier)?;
        for (known, shown) in &mut self.order {
            *shown |= *known == identifier;
        }
        Some(embed(taken, label))
    }

    /// The Markdown of the attachments that the text did not show.
    pub(super) fn unshown(&self) -> impl Iterator<Item = String> {
        let unshown = self.order.iter().filter(|(_, shown)| !shown);
        unshown.filter_map(|(known, _)| Some(embed(self.taken.get(known)?, "")))
    }

    pub(super) fn into_media(self) -> Vec<TakenMedia> {
        self.taken.into_values().collect()
    }
}

/// One attachment as the entry describes it.
struct Moment {
    identifier: String,
    md5: String,
    ending: String,
    name: String,
    taken: Option<String>,
    duration_ms: Option<i64>,
    order: i64,
}

impl Moment {
    fn read(object: &mut Object<'_>) -> Moment {
        let mut first = |keys: &[&str]| {
            keys.iter()
                .map(|key| object.text(key))
                .find(|text| !text.is_empty())
                .unwrap_or_default()
        };
        let name = first(&["filename", "pdfName", "title"]);
        let ending = first(&["type", "format"]).trim_start_matches('.').to_lowercase();
        let identifier = first(&["identifier"]).to_uppercase();
        let md5 = first(&["md5"]);
        let taken = Some(first(&["date"])).filter(|date| !date.is_empty());
        let seconds = object.take::<f64>("duration").filter(|seconds| 0.0 < *seconds);
        let order = object.take("orderInEntry").unwrap_or_default();
        // A cast from a float saturates, so that no duration is too long for it.
        let duration_ms = seconds.map(|seconds| (seconds * 1000.0).round() as i64);
        Moment { identifier, md5, ending, name, taken, duration_ms, order }
    }

    fn take(
        &self,
        (source, library): (&Source, &Library<'_>),
        (folder, kind): (&str, &str),
        place: &str,
        sink: &mut dyn Sink,
    ) -> Result<Option<TakenMedia>> {
        let found = library.by_stem(&self.md5).or_else(|| library.by_stem(&self.identifier));
        if let Some(path) = found {
            return library.take(path, &self.described(path, kind), place, sink);
        }
        for name in self.file_names() {
            if let Some(mut bytes) = source.beside(&format!("{folder}/{name}")) {
                return media::take(&mut bytes, &self.described(&name, kind), place, sink);
            }
        }
        let name = if self.name.is_empty() { &self.identifier } else { &self.name };
        sink.problem(place, &format!("the {kind} {name} is not in the export"));
        sink.lost(&format!("missing {kind}"));
        Ok(None)
    }

    /// The names that its file may have.
    fn file_names(&self) -> Vec<String> {
        let endings = [self.ending.as_str(), "m4a", "pdf", "jpeg", "mp4"];
        let stems = [&self.md5, &self.identifier].into_iter().filter(|stem| !stem.is_empty());
        stems.flat_map(|stem| endings.map(|ending| format!("{stem}.{ending}"))).collect()
    }

    fn described(&self, file: &str, kind: &str) -> ImportedMedia {
        // The file is called by its MD5, which is no name.
        let name = match file.rsplit_once('.') {
            _ if !self.name.is_empty() => base_name(&self.name).to_owned(),
            Some((_, ending)) => format!("{kind}.{ending}"),
            None => kind.to_owned(),
        };
        ImportedMedia { name, taken: self.taken.clone(), duration_ms: self.duration_ms }
    }
}
