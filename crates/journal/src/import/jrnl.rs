//! jrnl, the diary of the command line: its JSON export, and its own text files.

use std::collections::HashMap;

use base::error::{Code, Error, Result};
use domain::import::{Confidence, Importer, Sink};
use domain::source::{Source, SourceFile};
use jiff::civil::DateTime;

use super::draft::Draft;
use super::json::{self, Object, Part, Wanted};
use super::text::{decode, read_text};
use super::when::{When, Written, written};
use super::{fingerprint, fraction, has_ending, is_hidden, report_refused};

pub(super) const JRNL: Importer =
    Importer { format: "jrnl", title: "jrnl", endings: &["json", "txt"], sniff, parse };

/// Bytes in which the first entry stands, behind the counts of all tags.
const HEAD: usize = 64 << 10;
const SNIFFED: usize = 8;
const PROGRESS_EVERY: usize = 64;

fn files(source: &Source) -> impl Iterator<Item = &SourceFile> {
    let fits = |file: &&SourceFile| has_ending(&file.name, &["json", "txt", "jrnl"]);
    source.files().iter().filter(fits).filter(|file| !is_hidden(&file.name))
}

#[derive(PartialEq)]
enum Form {
    Json,
    Text,
}

/// Which of its two forms the start of a file shows.
fn form(head: &[u8]) -> Option<Form> {
    let head = decode(head).0;
    let text = head.trim_start();
    if text.starts_with('{') {
        let has = |name: &str| text.contains(&format!("\"{name}\""));
        let own = ["entries", "title", "body", "date", "time", "tags"].into_iter().all(has);
        return (own && !has("creationDate")).then_some(Form::Json);
    }
    text.lines().next().and_then(opening).map(|_| Form::Text)
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    for file in files(source).take(SNIFFED) {
        if form(&source.head(&file.name, HEAD)?).is_some() {
            return Ok(Some(Confidence::Likely));
        }
    }
    Ok(None)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    report_refused(source, sink);
    let all: u64 = files(source).map(|file| file.size).sum();
    let mut reader = Reader { twins: HashMap::new(), done: 0, all, rows: 0 };
    let mut broken = None;
    for file in files(source) {
        match form(&source.head(&file.name, HEAD).unwrap_or_default()) {
            Some(Form::Json) => broken = reader.json(source, file, sink)?.or(broken),
            Some(Form::Text) => reader.text(source, file, sink)?,
            None => {}
        }
        reader.done += file.size;
    }
    if let Some(why) = broken.filter(|_| reader.rows == 0) {
        let message = format!("no entry of {} can be read: {why}", source.name());
        return Err(Error::new(Code::Invalid, message).at(source.name()));
    }
    sink.progress(1.0)
}

struct Reader {
    /// How many entries have this time and title: jrnl gives no identity, so the second of two that
    /// are alike is told by its number.
    twins: HashMap<String, usize>,
    done: u64,
    all: u64,
    rows: usize,
}

impl Reader {
    fn json(
        &mut self,
        source: &Source,
        file: &SourceFile,
        sink: &mut dyn Sink,
    ) -> Result<Option<String>> {
        let wanted = Wanted { rows: "entries", values: &[] };
        let end = json::rows(source.read(&file.name)?, &wanted, &mut |part| {
            let (number, at, bytes) = match part {
                Part::Row { number, at, bytes } => (number, at, bytes),
                Part::TooBig { number } => {
                    sink.problem(
                        &format!("entry {number}"),
                        "is longer than 64 MiB and was left out",
                    );
                    return Ok(());
                }
                Part::Value { .. } => return Ok(()),
            };
            let place = format!("entry {number}");
            match Object::parse(bytes) {
                Ok(object) => self.row(object, &place, sink)?,
                Err(error) => sink.problem(&place, &format!("cannot be read: {error}")),
            }
            if number % PROGRESS_EVERY == 0 {
                sink.progress(fraction(self.done + at, self.all))?;
            }
            Ok(())
        })?;
        if let Some(why) = &end.broken {
            sink.problem(&file.name, &format!("{why}; what stands before is kept"));
        }
        if end.repaired {
            sink.problem(&file.name, "is not all UTF-8; what could not be read is shown as �");
        }
        Ok(end.broken)
    }

    fn row(&mut self, mut object: Object<'_>, place: &str, sink: &mut dyn Sink) -> Result<()> {
        let (date, time) = (object.text("date"), object.text("time"));
        let Some(when) = when(&date, &time) else {
            sink.problem(place, &format!("has no date that can be read ({date:?} {time:?})"));
            return Ok(());
        };
        let entry = Entry {
            when,
            title: object.text("title"),
            body: object.text("body"),
            starred: object.flag("starred"),
            tags: object.take("tags").unwrap_or_default(),
        };
        for wrong in object.wrong() {
            sink.problem(place, &format!("{wrong} is not as jrnl writes it and was left out"));
        }
        for key in object.left() {
            sink.lost(key);
        }
        self.put(entry, place, sink)
    }

    fn text(&mut self, source: &Source, file: &SourceFile, sink: &mut dyn Sink) -> Result<()> {
        let Some(text) = read_text(source, &file.name, sink) else { return Ok(()) };
        let mut open: Option<(usize, Entry)> = None;
        let mut at = 0;
        for (number, line) in (1..).zip(text.lines()) {
            at += line.len() as u64 + 1;
            match (opening(line), &mut open) {
                (Some(entry), open) => {
                    if let Some((first, entry)) = open.replace((number, entry)) {
                        self.put(entry.tagged(), &format!("line {first}"), sink)?;
                        if number % PROGRESS_EVERY == 0 {
                            sink.progress(fraction(self.done + at, self.all))?;
                        }
                    }
                }
                (None, Some((_, entry))) => {
                    entry.body.push_str(line);
                    entry.body.push('\n');
                }
                (None, None) if line.trim().is_empty() => {}
                (None, None) => {
                    sink.problem(&format!("line {number}"), "stands before the first entry")
                }
            }
        }
        match open {
            Some((first, entry)) => self.put(entry.tagged(), &format!("line {first}"), sink),
            None => Ok(()),
        }
    }

    fn put(&mut self, entry: Entry, place: &str, sink: &mut dyn Sink) -> Result<()> {
        self.rows += 1;
        if entry.title.trim().is_empty() && entry.body.trim().is_empty() {
            sink.skipped("empty entry");
            return Ok(());
        }
        let time = entry.when.time.unwrap_or_default();
        let title = fingerprint(entry.title.trim().as_bytes());
        let alike = format!("jrnl:{}T{time}:{title:016x}", entry.when.date);
        let twin = self.twins.entry(alike.clone()).or_default();
        *twin += 1;
        let key = if *twin == 1 { alike } else { format!("{alike}#{twin}") };
        let mut draft = Draft::new(key, entry.when);
        draft.title = entry.title;
        draft.body = entry.body.trim().to_owned();
        draft.starred = entry.starred;
        // The mark that jrnl was told to use, `@` unless changed, is no part of the word.
        let bare = |tag: &String| tag.trim_start_matches(['@', '#', '+', '%', '&']).to_owned();
        draft.tags = entry.tags.iter().map(bare).collect();
        draft.put(place, sink).map(drop)
    }
}

struct Entry {
    when: When,
    title: String,
    body: String,
    starred: bool,
    tags: Vec<String>,
}

impl Entry {
    /// With the `@tags` of its words, which a text file does not list.
    fn tagged(mut self) -> Entry {
        for word in self.title.split_whitespace().chain(self.body.split_whitespace()) {
            let Some(tag) = word.strip_prefix('@') else { continue };
            let tag = tag.trim_end_matches(|letter: char| !letter.is_alphanumeric());
            if !tag.is_empty() && !tag.contains('@') {
                self.tags.push(tag.to_owned());
            }
        }
        self
    }
}

fn when(date: &str, time: &str) -> Option<When> {
    let Written::Day(day) = written(date)? else { return written(date).map(Written::when) };
    if time.is_empty() {
        return Some(When::day(day));
    }
    let time = super::when::clock(time)?;
    Some(When::local(day.to_datetime(time)))
}

/// An entry's first line: `[2024-01-08 19:00] Title. The first words of the text`. Older files have
/// no brackets. A `*` before or after the title is a star.
fn opening(line: &str) -> Option<Entry> {
    let (stamp, rest) = match line.strip_prefix('[') {
        Some(inner) => inner.split_once(']')?,
        None => line.split_at_checked("2024-01-08 19:00".len())?,
    };
    let Written::Local(local) = written(stamp)? else { return None };
    Some(titled(local, rest))
}

fn titled(local: DateTime, rest: &str) -> Entry {
    let rest = rest.trim();
    let bare = rest.trim_matches('*').trim();
    let starred = bare.len() != rest.len();
    // jrnl ends a title at the first sentence's end.
    let ends = bare.match_indices(['.', '?', '!']).map(|(at, mark)| at + mark.len());
    let end = ends.into_iter().find(|end| bare[*end..].starts_with(' ')).unwrap_or(bare.len());
    let (title, body) = bare.split_at(end);
    let mut body = body.trim().to_owned();
    if !body.is_empty() {
        body.push('\n');
    }
    Entry { when: When::local(local), title: title.to_owned(), body, starred, tags: Vec::new() }
}
