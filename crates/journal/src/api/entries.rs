//! Reading and writing entries.

use base::error::{Error, Result};
use jiff::tz::TimeZone;
use store::blobs::ContentHash;
use store::read::ReadCx;
use store::record::{Changes, Fields, MEDIA_PREFIX, Record, Value};
use store::sql::{Param, Row};
use store::write::{Step, WriteCx};

use super::{
    Attach, Created, Detach, EditEntry, Entry, EntryId, EntryPage, EntryRef, EntryRow, ListEntries,
    NewEntry, WriteBody, WrittenBody,
};
use crate::model::{self, KeptMedia};
use crate::record::{ENTRY, JOURNAL};

/// Entries on one page, at most: a leap through ten years takes few pages.
const PAGE_MAX: u32 = 1000;

/// The columns of an [`EntryRow`], in the order in which [`entry_row`] reads them.
pub(super) const ROW: &str = "journal_entry.id, date, time, zone, title, excerpt, journal, starred,
    pinned, mood, photo, media, words,
    (SELECT group_concat(tag, char(31)) FROM (SELECT tag FROM journal_tag WHERE entry = n ORDER BY tag))";

pub(super) fn entry_row(row: &Row<'_>) -> Result<EntryRow> {
    let tags = row.opt_text(13)?.unwrap_or_default();
    Ok(EntryRow {
        id: row.id(0)?,
        date: row.day(1)?,
        time: row.opt_text(2)?,
        zone: row.text(3)?,
        title: row.text(4)?,
        excerpt: row.text(5)?,
        journal: row.opt_id(6)?,
        starred: row.flag(7)?,
        pinned: row.flag(8)?,
        mood: row.opt_text(9)?,
        photo: row.opt_text(10)?,
        media: count(row.int(11)?),
        words: count(row.int(12)?),
        tags: tags.split('\u{1f}').filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
    })
}

pub(super) fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(crate) fn entries(cx: &ReadCx<'_>, request: ListEntries) -> Result<EntryPage> {
    let (filter, mut params) = filter(&request)?;
    let sql = cx.sql();
    let total =
        sql.number(&format!("SELECT count(*) FROM journal_entry WHERE {filter}"), &params)?;
    let limit = request.limit.unwrap_or(50).clamp(1, PAGE_MAX);
    let mut after = String::new();
    if let Some(cursor) = &request.cursor {
        let (place, n) = cursor
            .rsplit_once('.')
            .and_then(|(place, n)| Some((place, n.parse::<i64>().ok()?)))
            .ok_or_else(|| Error::invalid("cursor", "a cursor is what the last page answered"))?;
        params.push(Param::from(place));
        params.push(Param::from(n));
        after = format!("AND (sort_key, n) < (?{}, ?{})", params.len() - 1, params.len());
    }
    let mut last = None;
    let items = sql.rows(
        &format!(
            "SELECT {ROW}, sort_key, n FROM journal_entry WHERE {filter} {after}
             ORDER BY sort_key DESC, n DESC LIMIT {}",
            limit + 1
        ),
        &params,
        |row| {
            let entry = entry_row(row)?;
            Ok((entry, format!("{}.{}", row.text(14)?, row.int(15)?)))
        },
    )?;
    let more = items.len() > limit as usize;
    let mut page = Vec::with_capacity(items.len());
    for (entry, cursor) in items.into_iter().take(limit as usize) {
        page.push(entry);
        last = Some(cursor);
    }
    Ok(EntryPage { items: page, next: last.filter(|_| more), total: count(total) })
}

fn filter(request: &ListEntries) -> Result<(String, Vec<Param>)> {
    let mut parts = vec!["1".to_owned()];
    let mut params = Vec::new();
    let mut add = |part: &str, param: Param| {
        params.push(param);
        parts.push(part.replace('?', &format!("?{}", params.len())));
    };
    if let Some(journal) = request.journal {
        add("journal = ?", journal.into());
    }
    if let Some(from) = request.from {
        add("date >= ?", from.into());
    }
    if let Some(to) = request.to {
        add("date <= ?", to.into());
    }
    if let Some(tag) = &request.tag {
        add("n IN (SELECT entry FROM journal_tag WHERE tag = ?)", tag.into());
    }
    if let Some(person) = &request.person {
        add("n IN (SELECT entry FROM journal_person WHERE person = ?)", person.into());
    }
    if let Some(starred) = request.starred {
        add("starred = ?", starred.into());
    }
    if let Some(with_media) = request.with_media {
        add("(media > 0) = ?", with_media.into());
    }
    Ok((parts.join(" AND "), params))
}

pub(crate) fn entry(cx: &ReadCx<'_>, request: EntryRef) -> Result<Entry> {
    let record = of_kind(cx.record(request.id.cast())?)?;
    let text = |key: &str| Some(record.text(key).to_owned()).filter(|text| !text.is_empty());
    let journal = record.text("journal");
    Ok(Entry {
        id: request.id,
        version: record.version.clone(),
        date: record.text("date").parse()?,
        time: text("time"),
        zone: record.text("zone").to_owned(),
        title: record.text("title").to_owned(),
        body: record.text("body").to_owned(),
        journal: if journal.is_empty() { None } else { Some(journal.parse()?) },
        starred: record.flag("starred"),
        pinned: record.flag("pinned"),
        tags: record.members("tag/").map(str::to_owned).collect(),
        people: record.members("person/").map(str::to_owned).collect(),
        place: text("place"),
        place_latitude: record.real("place_latitude"),
        place_longitude: record.real("place_longitude"),
        weather: text("weather"),
        weather_celsius: record.real("weather_celsius"),
        mood: text("mood"),
        media: model::media(&record),
        source: text("source"),
        trashed: record.trashed_ms.is_some(),
        words: count(words(&record)),
    })
}

fn words(record: &Record) -> i64 {
    let plain = crate::markdown::plain_text(record.text("body"));
    i64::try_from(crate::markdown::word_count(&plain)).unwrap_or(i64::MAX)
}

fn of_kind(record: Record) -> Result<Record> {
    if record.kind == ENTRY.name { Ok(record) } else { Err(Error::not_found("entry", record.id)) }
}

pub(crate) fn create_entry(cx: &mut WriteCx<'_>, request: NewEntry) -> Result<Created> {
    let id = cx.new_id();
    let fields = new_fields(cx, request)?;
    cx.create(&ENTRY, id, fields)?;
    Ok(Created { id })
}

/// The fields of a new entry: what is not said is now and here.
pub(super) fn new_fields(cx: &WriteCx<'_>, request: NewEntry) -> Result<Fields> {
    let read = cx.read();
    let zone = match &request.zone {
        Some(zone) => model::zone(zone)?,
        None => zone_name(&read.env().zone()),
    };
    let now = read.now().to_zoned(read.env().zone());
    let today = base::day::Day::new(now.date());
    let date = request.date.unwrap_or(today);
    let time = match (&request.time, request.all_day.unwrap_or(false)) {
        (_, true) => None,
        (Some(time), false) => Some(model::time(time)?),
        (None, false) => Some(now.time().strftime("%H:%M:%S").to_string()),
    };
    let mut changes = Changes::new();
    changes.insert("date".into(), Some(date.to_string().into()));
    changes.insert("zone".into(), Some(zone.into()));
    changes.insert("time".into(), time.map(Value::Text));
    changes.insert("body".into(), Some(model::body(&request.body.unwrap_or_default())?.into()));
    let edit = EditEntry {
        id: EntryId::from_bytes([0; 16]),
        date: None,
        time: None,
        all_day: None,
        zone: None,
        title: request.title,
        journal: request.journal.map(|journal| journal.to_string()),
        starred: request.starred,
        pinned: request.pinned,
        tags: request.tags,
        people: request.people,
        place: request.place,
        weather: request.weather,
        mood: request.mood,
    };
    changes.extend(edit_changes(cx, &edit, &Fields::new())?);
    Ok(changes.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
}

fn zone_name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}

pub(crate) fn edit_entry(cx: &mut WriteCx<'_>, request: EditEntry) -> Result<()> {
    let record = of_kind(cx.read().record(request.id.cast())?)?;
    let changes = edit_changes(cx, &request, &record.fields)?;
    if changes.len() == 1 && request.title.is_some() {
        // A title is typed like a text: letter by letter, one step.
        cx.set_step(Step::Coalesce(format!("journal.title {}", request.id)));
    }
    cx.edit(request.id.cast(), &changes).map(drop)
}

fn edit_changes(cx: &WriteCx<'_>, request: &EditEntry, now: &Fields) -> Result<Changes> {
    let mut changes = Changes::new();
    let text = |text: String| if text.is_empty() { None } else { Some(Value::Text(text)) };
    if let Some(date) = request.date {
        changes.insert("date".into(), Some(date.to_string().into()));
    }
    if let Some(time) = &request.time {
        changes.insert("time".into(), Some(model::time(time)?.into()));
    }
    if request.all_day == Some(true) {
        changes.insert("time".into(), None);
    }
    if let Some(zone) = &request.zone {
        changes.insert("zone".into(), Some(model::zone(zone)?.into()));
    }
    if let Some(title) = &request.title {
        changes.insert("title".into(), text(model::title(title)?));
    }
    if let Some(journal) = &request.journal {
        if !journal.is_empty() {
            let journal = cx.read().record(journal.parse()?)?;
            if journal.kind != JOURNAL.name {
                return Err(Error::not_found("journal", journal.id));
            }
        }
        changes.insert("journal".into(), text(journal.clone()));
    }
    for (key, flag) in [("starred", request.starred), ("pinned", request.pinned)] {
        if let Some(flag) = flag {
            changes.insert(key.into(), flag.then_some(Value::Bool(true)));
        }
    }
    for (key, word) in
        [("place", &request.place), ("weather", &request.weather), ("mood", &request.mood)]
    {
        let Some(word) = word else { continue };
        let word = if word.trim().is_empty() { String::new() } else { model::word(key, word)? };
        changes.insert(key.into(), text(word));
    }
    set(&mut changes, now, "tags", "tag/", request.tags.as_deref())?;
    set(&mut changes, now, "people", "person/", request.people.as_deref())?;
    Ok(changes)
}

/// The most members of a set of tags or people.
const MEMBERS_MAX: usize = 1000;

fn set(
    changes: &mut Changes,
    now: &Fields,
    field: &str,
    prefix: &str,
    wanted: Option<&[String]>,
) -> Result<()> {
    let Some(wanted) = wanted else { return Ok(()) };
    if wanted.len() > MEMBERS_MAX {
        return Err(Error::invalid(field, format!("{field}: at most {MEMBERS_MAX}")));
    }
    for member in store::record::members(now, prefix) {
        changes.insert(format!("{prefix}{member}"), None);
    }
    for member in wanted {
        let member = model::word(field, member)?;
        changes.insert(format!("{prefix}{member}"), Some(Value::Bool(true)));
    }
    Ok(())
}

pub(crate) fn write_body(cx: &mut WriteCx<'_>, request: WriteBody) -> Result<WrittenBody> {
    of_kind(cx.read().record(request.id.cast())?)?;
    cx.set_step(Step::Coalesce(format!("journal.body {}", request.id)));
    let body = model::body(&request.body)?;
    let changes = Changes::from([("body".to_owned(), Some(Value::from(body)))]);
    let edited = cx.edit_at(request.id.cast(), &request.version, &changes)?;
    Ok(WrittenBody {
        version: edited.record.version.clone(),
        body: edited.record.text("body").to_owned(),
        merged: edited.merged,
        saved_at: cx.read().now().to_string(),
    })
}

pub(crate) fn attach(cx: &mut WriteCx<'_>, request: Attach) -> Result<()> {
    of_kind(cx.read().record(request.id.cast())?)?;
    let media = request.media;
    let hash: ContentHash = media.hash.parse()?;
    if !cx.read().blobs().has(&hash) {
        return Err(Error::not_found("attachment", hash));
    }
    let kept = KeptMedia {
        name: model::word("name", &media.name)?,
        mime: media.mime,
        size: media.size,
        width: media.width,
        height: media.height,
        taken: media.taken,
        duration_ms: media.duration_ms,
    };
    let kept = serde_json::to_string(&kept)
        .map_err(|source| Error::internal("describing an attachment", source))?;
    let changes = Changes::from([(format!("{MEDIA_PREFIX}{hash}"), Some(kept.into()))]);
    cx.edit(request.id.cast(), &changes).map(drop)
}

pub(crate) fn detach(cx: &mut WriteCx<'_>, request: Detach) -> Result<()> {
    of_kind(cx.read().record(request.id.cast())?)?;
    let hash: ContentHash = request.hash.parse()?;
    let changes = Changes::from([(format!("{MEDIA_PREFIX}{hash}"), None)]);
    cx.edit(request.id.cast(), &changes).map(drop)
}
