//! Markdown: a folder or zip of notes (an Obsidian vault, a diary kept in files), or one note.
//!
//! A note's day is in its front matter, its file name or its folders; the front matter is read in
//! [`front_matter`], names in [`day`].

mod day;
mod front_matter;

use base::error::Result;
use domain::import::{Confidence, ImportedMedia, Importer, Sink};
use domain::source::{Shape, Source, SourceFile};
use jiff::civil::DateTime;

use self::front_matter::FrontMatter;
use super::draft::Draft;
use super::links::{Form, Link, outside_code, percent_decoded, rewrite_links};
use super::media::{self, Library, embed};
use super::text::read_text;
use super::when::When;
use super::{base_name, fraction, has_ending, is_hidden, report_refused};

pub(super) const MARKDOWN: Importer = Importer {
    format: "markdown",
    title: "Markdown or Obsidian",
    endings: &["md", "markdown", "zip", "txt"],
    sniff,
    parse,
};

const PROGRESS_EVERY: usize = 32;

/// The longest path of an attachment that is looked for.
const TARGET_MAX: usize = 1024;

fn notes(source: &Source) -> impl Iterator<Item = &SourceFile> {
    // A text among notes is an attachment; alone it is somebody's note.
    let endings: &[&str] = match source.shape() {
        Shape::File => &["md", "markdown", "txt"],
        Shape::Folder | Shape::Zip | Shape::Tar => &["md", "markdown"],
    };
    let fits = |file: &&SourceFile| has_ending(&file.name, endings) && !is_hidden(&file.name);
    source.files().iter().filter(fits)
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let Some(note) = notes(source).next() else { return Ok(None) };
    let surely = source.shape() == Shape::File && !has_ending(&note.name, &["txt"]);
    Ok(Some(if surely { Confidence::Likely } else { Confidence::Possible }))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    report_refused(source, sink);
    let library = Library::new(source);
    let all = notes(source).count() as u64;
    for (done, file) in notes(source).enumerate() {
        if let Some(text) = read_text(source, &file.name, sink) {
            note(&text, file, (source, &library), sink)?;
        }
        if done % PROGRESS_EVERY == 0 {
            sink.progress(fraction(done as u64, all))?;
        }
    }
    sink.progress(1.0)
}

fn note(
    text: &str,
    file: &SourceFile,
    (source, library): (&Source, &Library<'_>),
    sink: &mut dyn Sink,
) -> Result<()> {
    let place = file.name.as_str();
    let (mut front, text) = match front_matter::split(text) {
        None => (FrontMatter::default(), text),
        Some((yaml, rest)) => match FrontMatter::parse(yaml) {
            Ok(front) => (front, rest),
            Err(why) => {
                let what = format!(
                    "its front matter cannot be read and stays in the text: {}",
                    first_line(&why.to_string())
                );
                sink.problem(place, &what);
                (FrontMatter::default(), text)
            }
        },
    };
    if text.trim().is_empty() && front.is_empty() {
        sink.skipped("empty entry");
        return Ok(());
    }
    let Some((key, when, title)) = dated(&mut front, file, sink) else {
        sink.problem(place, "has no date anywhere and was left out");
        return Ok(());
    };
    let mut draft = Draft::new(key, when);
    front.fill(&mut draft);
    if draft.title.is_empty() {
        draft.title = title;
    }
    draft.tags.extend(tags(text)?);
    let mut attached = Vec::new();
    draft.body = rewrite_links(text.trim(), &mut |link| {
        let Some(media) = attachment(link, place, (source, library), sink)? else {
            return Ok(None);
        };
        let written = match (link.form, embed(&media, link_label(link))) {
            (Form::Link, shown) => shown.trim_start_matches('!').to_owned(),
            (Form::Image | Form::Embed, shown) => shown,
        };
        attached.push(media);
        Ok(Some(written))
    })?;
    draft.media = attached;
    for wrong in front.unread() {
        sink.problem(place, &wrong);
    }
    for name in front.left() {
        sink.lost(&name);
    }
    draft.put(place, sink).map(drop)
}

/// What is wrong, without the picture of the place that the parser draws.
fn first_line(why: &str) -> &str {
    why.lines().next().unwrap_or_default()
}

/// The natural key, the day and the title that a note's name gives.
fn dated(
    front: &mut FrontMatter,
    file: &SourceFile,
    sink: &mut dyn Sink,
) -> Option<(String, When, String)> {
    let place = file.name.as_str();
    let named = day::of_name(place);
    let title = named.as_ref().map_or_else(|| super::stem(place), |named| named.title).to_owned();
    let sure = front.day().or_else(|| named.map(|named| When::day(named.date)));
    if let Some(when) = sure.or_else(|| front.created()) {
        return Some((format!("markdown:{place}:{}", when.date), when, title));
    }
    // Whoever unpacks a zip again makes new times, so they are in neither the key nor the id.
    let modified =
        file.modified.map(DateTime::date).map(|date| (date, "the day of its last change"));
    let (date, what) = modified.or_else(|| Some((sink.now()?.date(), "today")))?;
    sink.problem(place, &format!("has no date; {what} was taken"));
    Some((format!("markdown:{place}"), When { at_ms: 0, ..When::day(date) }, title))
}

/// The words in brackets, without the size that Obsidian keeps there.
fn link_label<'a>(link: Link<'a>) -> &'a str {
    let sized = link.label.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x');
    if sized { "" } else { link.label }
}

/// The attachment that a link shows, if it is a file of ours and not another note.
fn attachment(
    link: Link<'_>,
    place: &str,
    (source, library): (&Source, &Library<'_>),
    sink: &mut dyn Sink,
) -> Result<Option<domain::import::TakenMedia>> {
    // `photo.png#right` is how some editors place a picture.
    let target = link.target.split('#').next().unwrap_or_default().trim();
    let elsewhere =
        target.contains("://") || target.starts_with("data:") || target.starts_with("mailto:");
    if target.is_empty() || elsewhere || TARGET_MAX < target.len() || has_ending(target, &["md"]) {
        return Ok(None);
    }
    let target = percent_decoded(target);
    let described =
        ImportedMedia { name: base_name(&target).to_owned(), ..ImportedMedia::default() };
    if let Some(path) = find(&target, place, library) {
        return if has_ending(path, &["md", "markdown"]) {
            Ok(None)
        } else {
            library.take(path, &described, place, sink)
        };
    }
    if let Some(mut bytes) = source.beside(target.trim_start_matches("./")) {
        return media::take(&mut bytes, &described, place, sink);
    }
    // A link without an ending is to a note or a heading, not to a file.
    let is_file = link.form != Form::Link && base_name(&target).contains('.');
    if is_file {
        sink.problem(place, &format!("the attachment {target} is not there"));
        sink.lost("missing attachment");
    }
    Ok(None)
}

/// A path from the note's folder, from the top, or only a file's name, as Obsidian looks for it.
fn find<'a>(target: &str, place: &str, library: &Library<'a>) -> Option<&'a str> {
    let folder = place.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from_note = joined(folder, target);
    let from_top = joined("", target);
    library
        .by_path(&from_note?)
        .or_else(|| library.by_path(&from_top?))
        .or_else(|| library.by_name(base_name(target)))
}

/// A path below a folder, its `.` and `..` walked; `None` when it leads out.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let absolute = path.starts_with('/');
    let folder = if absolute { "" } else { folder };
    for part in folder.split('/').chain(path.split(['/', '\\'])) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The `#tags` of a text, outside code and headings.
fn tags(text: &str) -> Result<Vec<String>> {
    let mut tags = Vec::new();
    outside_code(text, &mut |piece, _| {
        if piece.heading {
            return Ok(());
        }
        let mut last = piece.after_code.then_some('`');
        for (at, letter) in piece.text.char_indices() {
            let opens =
                letter == '#' && last.is_none_or(|last| last.is_whitespace() || last == '(');
            last = Some(letter);
            if !opens {
                continue;
            }
            let rest = &piece.text[at + 1..];
            let end = rest.find(|letter: char| {
                !letter.is_alphanumeric() && !matches!(letter, '_' | '-' | '/')
            });
            let tag = rest[..end.unwrap_or(rest.len())].trim_end_matches(['/', '-']);
            // `#1` is a number.
            if tag.chars().any(|letter| !letter.is_numeric() && letter != '-') {
                tags.push(tag.to_owned());
            }
        }
        Ok(())
    })?;
    Ok(tags)
}
