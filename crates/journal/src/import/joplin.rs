//! Joplin: a JEX archive (a tar), or the folder of its raw export. Every item is `<id>.md` with its
//! members in a block at the end; attachments are in `resources/`.

mod item;

use std::collections::HashMap;

use base::error::Result;
use domain::import::{Confidence, ImportedMedia, Importer, Sink, TakenMedia};
use domain::source::{Source, SourceFile};

use self::item::{Item, Kind};
use super::draft::{Draft, Shelf};
use super::html;
use super::links::{Form, Link, rewrite_links};
use super::media::{Library, embed};
use super::text::{read_text, text_and_problems};
use super::when::{When, Written, Zone, instant, written};
use super::{base_name, fraction, has_ending, report_refused, stem};

pub(super) const JOPLIN: Importer =
    Importer { format: "joplin", title: "Joplin", endings: &["jex", "tar"], sniff, parse };

const PROGRESS_EVERY: usize = 32;

/// Folders within folders: deeper is a loop.
const DEPTH_MAX: usize = 16;

fn items(source: &Source) -> impl Iterator<Item = &SourceFile> {
    source.files().iter().filter(|file| {
        let stem = stem(&file.name);
        let is_id = stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_id && has_ending(&file.name, &["md"]) && !file.name.contains("resources/")
    })
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let Some(first) = items(source).next() else { return Ok(None) };
    // The members stand at the end; an item's first 64 KiB hold the end of most.
    let head = source.head(&first.name, 64 << 10)?;
    let head = String::from_utf8_lossy(&head);
    let sure = head.contains("\ntype_: ") || head.contains("\nid: ");
    Ok(Some(if sure { Confidence::Certain } else { Confidence::Possible }))
}

/// What is known of everything but notes, which are read one by one.
#[derive(Default)]
struct Catalog {
    /// Title and parent by id.
    folders: HashMap<String, (String, String)>,
    tags: HashMap<String, String>,
    /// The ids of tags by the ids of notes.
    note_tags: HashMap<String, Vec<String>>,
    /// Title, and whether its bytes are locked, by id.
    resources: HashMap<String, (String, bool)>,
    notes: Vec<String>,
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    report_refused(source, sink);
    let all = 2 * items(source).count() as u64;
    let mut catalog = Catalog::default();
    let mut done = 0;
    for file in items(source) {
        if let Some(text) = read_text(source, &file.name, sink) {
            catalog.add(&Item::parse(&text), &file.name, sink);
        }
        done += 1;
        if done % PROGRESS_EVERY == 0 {
            sink.progress(fraction(done as u64, all))?;
        }
    }
    let mut reader = Reader {
        catalog: &catalog,
        library: Library::new(source),
        shelf: Shelf::default(),
        zone: sink.now().map_or_else(Zone::unknown, |now| Zone::of(now.time_zone())),
    };
    for name in &catalog.notes {
        // Its problems were told when it was read first.
        if let (Some(text), _) = text_and_problems(source, name) {
            reader.note(&Item::parse(&text), name, sink)?;
        }
        done += 1;
        if done % PROGRESS_EVERY == 0 {
            sink.progress(fraction(done as u64, all))?;
        }
    }
    sink.progress(1.0)
}

impl Catalog {
    fn add(&mut self, item: &Item<'_>, file: &str, sink: &mut dyn Sink) {
        if item.get("encryption_applied") == "1" {
            sink.problem(
                file,
                "is encrypted; export it again after Joplin has decrypted everything",
            );
            sink.lost("encrypted item");
            return;
        }
        let id = item.get("id").to_owned();
        let title = item.title.to_owned();
        match item.kind() {
            Some(Kind::Note) => self.notes.push(file.to_owned()),
            Some(Kind::Folder) => {
                self.folders.insert(id, (title, item.get("parent_id").to_owned()));
            }
            Some(Kind::Resource) => {
                let locked = item.get("encryption_blob_encrypted") == "1";
                self.resources.insert(id, (title, locked));
            }
            Some(Kind::Tag) => {
                self.tags.insert(id, title);
            }
            Some(Kind::NoteTag) => {
                let note = item.get("note_id").to_owned();
                self.note_tags.entry(note).or_default().push(item.get("tag_id").to_owned());
            }
            Some(Kind::Other) => sink.skipped("settings and old versions"),
            None => sink.problem(file, "is not an item of Joplin"),
        }
    }

    /// `Diary / 2024` for a folder within a folder.
    fn folder_name(&self, id: &str) -> String {
        let mut names = Vec::new();
        let mut next = id;
        while let Some((title, parent)) = self.folders.get(next).filter(|_| names.len() < DEPTH_MAX)
        {
            names.push(title.as_str());
            next = parent;
        }
        names.reverse();
        names.join(" / ")
    }
}

struct Reader<'a> {
    catalog: &'a Catalog,
    library: Library<'a>,
    shelf: Shelf,
    zone: Zone,
}

impl Reader<'_> {
    fn note(&mut self, item: &Item<'_>, place: &str, sink: &mut dyn Sink) -> Result<()> {
        let id = item.get("id");
        let time = |name: &str| Some(item.get(name)).filter(|text| !text.is_empty());
        let created = time("user_created_time").or_else(|| time("created_time"));
        let Some(at) = created.and_then(|text| instant(text).ok()) else {
            sink.problem(place, "has no date that can be read");
            return Ok(());
        };
        if !matches!(item.get("deleted_time"), "" | "0") {
            sink.skipped("deleted in Joplin");
            return Ok(());
        }
        let mut draft = Draft::new(format!("joplin:{id}"), self.when(at, item.title));
        draft.title = item.title.to_owned();
        draft.created = created.unwrap_or_default().to_owned();
        draft.modified = time("user_updated_time")
            .or_else(|| time("updated_time"))
            .unwrap_or_default()
            .to_owned();
        let position = item.number("latitude").zip(item.number("longitude"));
        draft.position = position.filter(|position| *position != (0.0, 0.0));
        let tags = self.catalog.note_tags.get(id).into_iter().flatten();
        draft.tags = tags.filter_map(|tag| self.catalog.tags.get(tag)).cloned().collect();
        if item.get("is_conflict") == "1" {
            draft.tags.push("conflict".to_owned());
        }
        self.body(item, &mut draft, place, sink)?;
        if draft.body.is_empty() && draft.title.is_empty() {
            sink.skipped("empty entry");
            return Ok(());
        }
        let folder = item.get("parent_id");
        if self.catalog.folders.contains_key(folder) {
            let name = self.catalog.folder_name(folder);
            draft.journal = Some(self.shelf.journal(("joplin", folder), &name, sink)?);
        }
        for (name, what) in [("author", "author"), ("source_url", "web address of a clipped page")]
        {
            if !item.get(name).is_empty() {
                sink.lost(what);
            }
        }
        if item.get("is_todo") == "1" {
            sink.lost("to-do state and due date");
        }
        draft.put(place, sink).map(drop)
    }

    /// A note that is called by a date is about that day, whenever it was written.
    fn when(&self, at: jiff::Timestamp, title: &str) -> When {
        let when = When::at(at, &self.zone);
        match written(title) {
            Some(Written::Day(date)) if date != when.date => When { date, time: None, ..when },
            _ => when,
        }
    }

    fn body(
        &self,
        item: &Item<'_>,
        draft: &mut Draft,
        place: &str,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let body = match item.get("markup_language") {
            "2" => html::to_markdown(item.body),
            _ => item.body.trim().to_owned(),
        };
        let mut taken: Vec<(String, TakenMedia)> = Vec::new();
        let body = rewrite_links(&images_as_markdown(&body), &mut |link| {
            let Some(id) = link.target.strip_prefix(":/") else { return Ok(None) };
            let id = id.split('#').next().unwrap_or(id).to_owned();
            if !taken.iter().any(|(known, _)| *known == id)
                && let Some(media) = self.resource(&id, place, sink)?
            {
                taken.push((id.clone(), media));
            }
            let found = taken.iter().find(|(known, _)| *known == id);
            Ok(Some(found.map_or_else(|| link.label.to_owned(), |(_, media)| shown(media, link))))
        })?;
        draft.body = body;
        draft.media = taken.into_iter().map(|(_, media)| media).collect();
        Ok(())
    }

    fn resource(&self, id: &str, place: &str, sink: &mut dyn Sink) -> Result<Option<TakenMedia>> {
        let Some((title, locked)) = self.catalog.resources.get(id) else {
            if self.catalog.notes.iter().any(|note| stem(note) == id) {
                sink.lost("link to another note");
            } else {
                sink.problem(place, &format!("the attachment {id} is not in the export"));
                sink.lost("missing attachment");
            }
            return Ok(None);
        };
        let path = self.library.by_resource(id).filter(|_| !locked);
        let Some(path) = path else {
            let why = if *locked { "is encrypted" } else { "is not in the export" };
            sink.problem(place, &format!("the attachment {title} {why}"));
            sink.lost(if *locked { "encrypted attachment" } else { "missing attachment" });
            return Ok(None);
        };
        let name = if title.is_empty() { base_name(path) } else { base_name(title) };
        let media = ImportedMedia { name: name.to_owned(), ..ImportedMedia::default() };
        self.library.take(path, &media, place, sink)
    }
}

fn shown(media: &TakenMedia, link: Link<'_>) -> String {
    let written = embed(media, link.label);
    match link.form {
        Form::Link => written.trim_start_matches('!').to_owned(),
        Form::Image | Form::Embed => written,
    }
}

/// `<img src=":/id" width="300"/>`, which Joplin writes when a picture has a size, as `![](:/id)`.
fn images_as_markdown(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find("<img ") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let tag = &rest[..end];
        let id = tag.split_once("src=\":/").and_then(|(_, after)| after.split('"').next());
        match id {
            Some(id) => out.push_str(&format!("![](:/{id})")),
            None => out.push_str(tag),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
