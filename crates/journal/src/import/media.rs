//! Attachments: where they are in the source, and how they are written into Markdown.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Read};

use base::error::{Code, Result};
use domain::import::{ImportedMedia, Sink, TakenMedia};
use domain::source::Source;
use serde::Deserialize;

use super::{base_name, is_hidden, stem};

/// The files of a source by the ways that entries name them.
pub(super) struct Library<'a> {
    source: &'a Source,
    /// By the last part of their path, in lower case; of two the first in order of path.
    names: HashMap<String, &'a str>,
    stems: HashMap<String, &'a str>,
    /// Only those in folders `resources`: Joplin's items have the same stems.
    resources: HashMap<String, &'a str>,
    /// What was taken in, so that a picture that many entries show is read once.
    taken: RefCell<HashMap<&'a str, TakenMedia>>,
}

impl<'a> Library<'a> {
    pub(super) fn new(source: &'a Source) -> Library<'a> {
        let mut library = Library {
            source,
            names: HashMap::new(),
            stems: HashMap::new(),
            resources: HashMap::new(),
            taken: RefCell::default(),
        };
        for file in source.files().iter().filter(|file| !is_hidden(&file.name)) {
            let name = file.name.as_str();
            library.names.entry(base_name(name).to_lowercase()).or_insert(name);
            library.stems.entry(stem(name).to_lowercase()).or_insert(name);
            if name.rsplit('/').nth(1) == Some("resources") {
                library.resources.insert(stem(name).to_lowercase(), name);
            }
        }
        library
    }

    /// The path of the file with this last part.
    pub(super) fn by_name(&self, name: &str) -> Option<&'a str> {
        self.names.get(&name.to_lowercase()).copied()
    }

    /// The path of the file with this last part, whatever its ending.
    pub(super) fn by_stem(&self, stem: &str) -> Option<&'a str> {
        if stem.is_empty() {
            return None;
        }
        self.stems.get(&stem.to_lowercase()).copied()
    }

    /// The path of the file in a folder `resources` with this stem.
    pub(super) fn by_resource(&self, stem: &str) -> Option<&'a str> {
        self.resources.get(&stem.to_lowercase()).copied()
    }

    /// The path, if it is one of the source's files.
    pub(super) fn by_path(&self, path: &str) -> Option<&'a str> {
        let files = self.source.files();
        let at = files.binary_search_by(|file| file.name.as_str().cmp(path)).ok()?;
        Some(files[at].name.as_str())
    }

    /// Takes a file of the source in. `None`, and told, when it is damaged or passes a cap.
    pub(super) fn take(
        &self,
        path: &'a str,
        media: &ImportedMedia,
        place: &str,
        sink: &mut dyn Sink,
    ) -> Result<Option<TakenMedia>> {
        if let Some(taken) = self.taken.borrow().get(path) {
            return Ok(Some(taken.clone()));
        }
        let mut reader = match self.source.read(path) {
            Ok(reader) => reader,
            Err(error) => {
                damaged(media, place, &error.to_string(), sink);
                return Ok(None);
            }
        };
        let taken = take(&mut reader, media, place, sink)?;
        if let Some(taken) = &taken {
            self.taken.borrow_mut().insert(path, taken.clone());
        }
        Ok(taken)
    }
}

/// Takes bytes in. `None`, and told, when they cannot be read to their end.
pub(super) fn take(
    bytes: &mut dyn Read,
    media: &ImportedMedia,
    place: &str,
    sink: &mut dyn Sink,
) -> Result<Option<TakenMedia>> {
    let mut watched = Watched { inner: bytes, failed: None };
    let taken = sink.media(media, &mut watched);
    match (taken, watched.failed) {
        (_, Some(why)) => {
            damaged(media, place, &why, sink);
            Ok(None)
        }
        (Ok(taken), None) => Ok(Some(taken)),
        // The sink does not want it (it is too big); anything else is the sink's own trouble.
        (Err(error), None) if error.code() == Code::Invalid => {
            damaged(media, place, &error.to_string(), sink);
            Ok(None)
        }
        (Err(error), None) => Err(error),
    }
}

fn damaged(media: &ImportedMedia, place: &str, why: &str, sink: &mut dyn Sink) {
    sink.problem(place, &format!("the attachment {} cannot be taken in: {why}", media.name));
    sink.lost("damaged attachment");
}

/// Remembers that a reader failed, which a sink cannot tell from its own failing.
struct Watched<'a> {
    inner: &'a mut dyn Read,
    failed: Option<String>,
}

impl Read for Watched<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf);
        if let Err(error) = &read {
            self.failed = Some(error.to_string());
        }
        read
    }
}

/// The part of a taken attachment's value that decides how it is shown.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Shown {
    name: String,
    mime: String,
}

/// `![name](media:hash)` for what is seen or heard, `[name](media:hash)` for other files.
pub(super) fn embed(taken: &TakenMedia, label: &str) -> String {
    let shown: Shown = serde_json::from_str(&taken.value).unwrap_or_default();
    let label = if label.is_empty() { shown.name.as_str() } else { label };
    let label = label.replace(['[', ']', '\n', '\r'], " ");
    let kinds = ["image/", "audio/", "video/"];
    let mark = if kinds.iter().any(|kind| shown.mime.starts_with(kind)) { "!" } else { "" };
    format!("{mark}[{}]({})", label.trim(), taken.target)
}

/// Appends blocks to a text, with an empty line between.
pub(super) fn append_block(body: &mut String, block: &str) {
    if !body.is_empty() {
        let kept = body.trim_end().len();
        body.truncate(kept);
        body.push_str("\n\n");
    }
    body.push_str(block);
}
