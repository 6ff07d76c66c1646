//! Day One's plain text export: entries after lines of `\tDate:\t15 January 2024`, with other such
//! lines (`\tLocation:`, `\tPhoto:`) below.

use std::collections::HashMap;

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::{Source, SourceFile};

use super::draft::Draft;
use super::text::{decode, read_text};
use super::when::written;
use super::{fraction, has_ending, is_hidden, report_refused};

pub(super) const DAYONE_TEXT: Importer = Importer {
    format: "dayone-text",
    title: "Day One (plain text)",
    endings: &["txt"],
    sniff,
    parse,
};

/// Bytes in which the first date stands.
const HEAD: usize = 4 << 10;
const SNIFFED: usize = 8;
const PROGRESS_EVERY: usize = 64;

/// What opens an entry.
const DATE: &str = "\tDate:\t";

fn texts(source: &Source) -> impl Iterator<Item = &SourceFile> {
    source.files().iter().filter(|file| has_ending(&file.name, &["txt"]) && !is_hidden(&file.name))
}

fn is_mine(source: &Source, name: &str) -> bool {
    let head = source.head(name, HEAD).unwrap_or_default();
    decode(&head).0.lines().any(|line| line.strip_prefix(DATE).and_then(written).is_some())
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let found = texts(source).take(SNIFFED).any(|file| is_mine(source, &file.name));
    Ok(found.then_some(Confidence::Certain))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    report_refused(source, sink);
    let all: u64 = texts(source).map(|file| file.size).sum();
    let mut before = 0;
    let mut twins = HashMap::new();
    for file in texts(source) {
        if is_mine(source, &file.name)
            && let Some(text) = read_text(source, &file.name, sink)
        {
            let mut progress =
                |at: usize, sink: &mut dyn Sink| sink.progress(fraction(before + at as u64, all));
            entries(&text, &mut twins, &mut progress, sink)?;
        }
        before += file.size;
    }
    sink.progress(1.0)
}

type Progress<'a> = &'a mut dyn FnMut(usize, &mut dyn Sink) -> Result<()>;

fn entries(
    text: &str,
    twins: &mut HashMap<String, usize>,
    progress: Progress<'_>,
    sink: &mut dyn Sink,
) -> Result<()> {
    let mut open: Option<(usize, Vec<&str>)> = None;
    let (mut at, mut number) = (0, 0);
    for (line_number, line) in (1..).zip(text.lines()) {
        at += line.len() + 1;
        if !line.starts_with(DATE) {
            if let Some((_, lines)) = &mut open {
                lines.push(line);
            } else if !line.trim().is_empty() {
                sink.skipped("text before the first date");
            }
            continue;
        }
        if let Some((first, lines)) = open.replace((line_number, vec![line])) {
            entry(first, &lines, twins, sink)?;
        }
        number += 1;
        if number % PROGRESS_EVERY == 0 {
            progress(at, sink)?;
        }
    }
    match open {
        Some((first, lines)) => entry(first, &lines, twins, sink),
        None => Ok(()),
    }
}

fn entry(
    line: usize,
    lines: &[&str],
    twins: &mut HashMap<String, usize>,
    sink: &mut dyn Sink,
) -> Result<()> {
    let place = format!("line {line}");
    let head = lines.iter().take_while(|line| meta(line).is_some()).count();
    let (head, text) = lines.split_at(head);
    let mut members = head.iter().filter_map(|line| meta(line));
    let date = members.next().map(|(_, value)| value).unwrap_or_default();
    let Some(when) = written(date) else {
        sink.problem(&place, &format!("{date:?} is not a date that can be read"));
        return Ok(());
    };
    let when = when.when();
    let day = format!("{}T{}", when.date, when.time.unwrap_or_default());
    let twin = twins.entry(day.clone()).or_default();
    *twin += 1;
    let key = if *twin == 1 { day } else { format!("{day}#{twin}") };
    let mut draft = Draft::new(format!("dayone-text:{key}"), when);
    draft.body = text.join("\n").trim().to_owned();
    for (name, value) in members {
        match name {
            "Location" => draft.place = value.to_owned(),
            "Weather" => draft.weather = value.to_owned(),
            "Tags" => draft.tags = value.split(',').map(str::to_owned).collect(),
            "Starred" => draft.starred = true,
            "Photo" | "Video" | "Audio" | "PDF" => {
                sink.lost(&format!("missing {}", name.to_lowercase()));
            }
            _ => sink.lost(name),
        }
    }
    if draft.body.is_empty() {
        sink.skipped("empty entry");
        return Ok(());
    }
    draft.put(&place, sink).map(drop)
}

/// Name and value of `\tName:\tvalue`.
fn meta(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix('\t')?.split_once(":\t")?;
    let one_word =
        !name.is_empty() && name.chars().all(|letter| letter.is_alphabetic() || letter == ' ');
    one_word.then_some((name, value.trim()))
}
