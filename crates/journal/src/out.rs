//! What the journal shows outside itself: calendar, quick capture, files, the demo year.

use std::io::{Read, Write};

use base::day::{Day, Span};
use base::error::{Error, Result};
use domain::DemoLife;
use domain::export::{Exporter, Readable};
use domain::import::{Imported, ImportedMedia, Sink};
use domain::view::{AgendaItem, Draft, DraftChip};
use jiff::Zoned;
use jiff::civil::Time;
use store::blobs::ContentHash;
use store::read::ReadCx;
use store::record::{Fields, Record, Value};

use crate::api::days;
use crate::capture::{self, Understood};
use crate::demo;
use crate::export::{Cover, EntryOut, MediaOut, html, markdown, pdf};
use crate::model;
use crate::record::ENTRY;

/// One page and one book.
pub(crate) static EXPORTERS: &[Exporter] = &[
    Exporter {
        format: "html",
        title: "Web page",
        ending: "html",
        mime: "text/html",
        write: write_html,
    },
    Exporter {
        format: "pdf",
        title: "Book",
        ending: "pdf",
        mime: "application/pdf",
        write: write_pdf,
    },
];

/// A line of text that stands for an entry without a title, in characters.
const LINE_CHARS: usize = 80;

pub(crate) fn agenda(cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
    let days = days(cx, span.first, span.last)?;
    Ok(days
        .into_values()
        .flatten()
        .map(|entry| AgendaItem {
            domain: "journal".into(),
            kind: ENTRY.name.into(),
            id: entry.id.cast(),
            date: entry.date,
            time: entry.time.map(|time| time[..5].to_owned()),
            end: None,
            title: match entry.title.is_empty() {
                true => crate::markdown::clip(&entry.excerpt, LINE_CHARS),
                false => entry.title,
            },
            done: true,
            money: None,
        })
        .collect())
}

/// What a line could become that is written now; nothing, if it says nothing.
pub(crate) fn draft(text: &str, now: &Zoned) -> Option<Draft> {
    let read = capture::read(text, Day::new(now.date()), now.time())?;
    let chips = read
        .understood
        .iter()
        .map(|understood| match understood {
            Understood::Date(day) => chip("date", day),
            Understood::Time(time) => chip("time", &time.strftime("%H:%M")),
            Understood::Tag(tag) => chip("tag", tag),
        })
        .collect();
    let line = if read.title.is_empty() { &read.body } else { &read.title };
    let payload = serde_json::json!({
        "date": read.date,
        "time": read.time.map(|time| time.strftime("%H:%M:%S").to_string()),
        "all_day": read.time.is_none(),
        "title": read.title,
        "body": read.body,
        "tags": read.tags,
    });
    Some(entry_draft(line, payload, chips))
}

/// A text of which nothing is read, as an entry of now.
pub(crate) fn as_it_stands(text: &str, now: &Zoned) -> Draft {
    let payload = serde_json::json!({
        "date": Day::new(now.date()),
        "time": now.strftime("%H:%M:%S").to_string(),
        "body": text,
    });
    entry_draft(text, payload, Vec::new())
}

fn entry_draft(line: &str, payload: serde_json::Value, chips: Vec<DraftChip>) -> Draft {
    Draft {
        domain: "journal".into(),
        command: "journal.create_entry".into(),
        title: crate::markdown::clip(line, LINE_CHARS),
        payload,
        chips,
        sure: false,
    }
}

fn chip(label: &str, value: &dyn std::fmt::Display) -> DraftChip {
    DraftChip { label: label.into(), value: value.to_string() }
}

pub(crate) fn readable(cx: &ReadCx<'_>, record: &Record) -> Result<Option<Readable>> {
    if record.kind != ENTRY.name {
        return Ok(None);
    }
    let (path, text) =
        markdown::entry_markdown(&entry_out(cx, record)?, &mut markdown::Paths::default());
    Ok(Some(Readable { path, text }))
}

fn entry_out(cx: &ReadCx<'_>, record: &Record) -> Result<EntryOut> {
    let mut out = EntryOut::new(record.id.to_string(), record.text("date").parse()?);
    let text = |key: &str| record.text(key).to_owned();
    out.time = record.text("time").parse::<Time>().ok();
    out.zone = text("zone");
    out.title = text("title");
    out.body = text("body");
    if let Ok(journal) = record.text("journal").parse()
        && let Some(journal) = cx.find(journal)?
    {
        out.journal = journal.text("name").to_owned();
    }
    out.starred = record.flag("starred");
    out.pinned = record.flag("pinned");
    out.tags = record.members("tag/").map(str::to_owned).collect();
    out.people = record.members("person/").map(str::to_owned).collect();
    out.place = text("place");
    out.place_latitude = record.real("place_latitude");
    out.place_longitude = record.real("place_longitude");
    out.weather = text("weather");
    out.weather_celsius = record.real("weather_celsius");
    out.mood = text("mood");
    out.media = model::media(record)
        .into_iter()
        .map(|media| MediaOut { hash: media.hash, name: media.name, mime: media.mime })
        .collect();
    Ok(out)
}

/// Every entry that is not in the trash, oldest first.
fn entries(cx: &ReadCx<'_>) -> Result<impl Iterator<Item = Result<EntryOut>>> {
    let ids =
        cx.sql().rows("SELECT id FROM journal_entry ORDER BY sort_key, n", &[], |row| row.id(0))?;
    Ok(ids.into_iter().map(move |id| entry_out(cx, &cx.record(id)?)))
}

fn cover(cx: &ReadCx<'_>) -> Cover {
    Cover { title: "Journal".into(), made: cx.today() }
}

fn write_html(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let media = |media: &MediaOut| html::data_url("image/webp", &thumb(cx, media)?);
    html::write(out, &cover(cx), entries(cx)?, &media)?;
    Ok(Vec::new())
}

/// The large thumbnail: small enough for thousands of them in one file.
fn thumb(cx: &ReadCx<'_>, media: &MediaOut) -> Option<Vec<u8>> {
    let hash: ContentHash = media.hash.parse().ok()?;
    cx.blobs().thumb(&hash, store::blobs::ThumbSize::Large).ok().flatten()
}

fn write_pdf(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let picture = |media: &MediaOut| {
        let hash: ContentHash = media.hash.parse().ok()?;
        let mut bytes = Vec::new();
        cx.blobs().read(&hash).ok()?.take(PICTURE_BYTES_MAX).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    };
    let (book, report) = pdf::book(&cover(cx), entries(cx)?, &picture)?;
    out.write_all(&book).map_err(|source| Error::internal("writing the book", source))?;
    Ok(report.not_printed)
}

/// A larger picture is left out of the book, and the book says so.
const PICTURE_BYTES_MAX: u64 = 64 << 20;

/// The demo year as imported records: the same seed and day give the same ids, so it comes once.
pub(crate) fn demo(life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
    for (number, entry) in demo::year(life.seed, life.last_day).enumerate() {
        if moment(entry.date, entry.time, entry.zone) > life.now_ms {
            continue;
        }
        let mut fields = Fields::new();
        let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        put("date", entry.date.to_string().into());
        put("zone", entry.zone.into());
        put("body", entry.body.into());
        if let Some(time) = entry.time {
            put("time", time.strftime("%H:%M:%S").to_string().into());
        }
        let texts = [
            ("title", Some(entry.title).filter(|title| !title.is_empty())),
            ("place", entry.place),
            ("weather", entry.weather),
            ("mood", entry.mood),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                put(key, text.into());
            }
        }
        if let Some((north, east)) = entry.position {
            put("place_latitude", north.into());
            put("place_longitude", east.into());
        }
        if let Some(celsius) = entry.weather_celsius {
            put("weather_celsius", celsius.into());
        }
        for (key, flag) in [("starred", entry.starred), ("pinned", entry.pinned)] {
            if flag {
                put(key, true.into());
            }
        }
        for tag in entry.tags {
            put(&format!("tag/{tag}"), true.into());
        }
        for person in entry.people {
            put(&format!("person/{person}"), true.into());
        }
        for photo in entry.photos {
            let media = ImportedMedia { name: photo.name, ..ImportedMedia::default() };
            let taken = sink.media(&media, &mut photo.jpeg.as_slice())?;
            fields.insert(taken.key, taken.value.into());
        }
        let (at_ms, natural_key) = match entry.daily_note {
            true => model::daily_key(entry.date),
            false => {
                let at_ms = moment(entry.date, entry.time, entry.zone);
                (at_ms, format!("demo:{}:{number}", life.seed))
            }
        };
        sink.record(Imported { kind: &ENTRY, natural_key, at_ms, fields })?;
        sink.progress((number as f64 / 420.0).min(1.0))?;
    }
    Ok(())
}

fn moment(date: Day, time: Option<Time>, zone: &str) -> i64 {
    let local = date.date().to_datetime(time.unwrap_or(Time::midnight()));
    local.in_tz(zone).map_or(0, |at| at.timestamp().as_millisecond())
}
