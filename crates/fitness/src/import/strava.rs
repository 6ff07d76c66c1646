//! The archive that Strava hands out: `activities.csv`, a file for each activity, photos.
//!
//! What the table says (name, description, kind, gear) goes before what a file says; an activity
//! without a file is one without a track.

mod table;

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use self::table::{Row, Table};
use super::files::{FILE_BYTES_MAX, bytes_of, format_of, head, is_hidden};
use super::intake::Intake;
use super::told::{Told, day_at};
use super::xml::decode;
use crate::model::activity::Activity;
use crate::model::sport::{OTHER, sport_of};
use crate::model::track::Track;

pub(super) const STRAVA: Importer =
    Importer { format: "strava", title: "Strava", endings: &["zip"], sniff, parse };

/// The folders of an archive that hold no activities, and what is said about them.
const LOST: &[(&str, &str)] = &[
    ("routes/", "route"),
    ("clubs/", "club"),
    ("posts/", "post"),
    ("messaging", "messages"),
    ("comments", "comments"),
    ("kudos", "kudos"),
];

/// The table of a source, by its name.
fn table_of(source: &Source) -> Option<&str> {
    let named = |name: &str| name == "activities.csv" || name.ends_with("/activities.csv");
    let mut files = source.files().iter().map(|file| file.name.as_str());
    files.find(|name| named(name) && !is_hidden(name))
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let Some(name) = table_of(source) else { return Ok(None) };
    let head = decode(head(source, name));
    let is_mine = head.contains("Activity ID") || head.contains("activities/");
    Ok(is_mine.then_some(Confidence::Certain))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let mut intake = Intake::new(source, sink);
    let Some(name) = table_of(source) else {
        intake.broken(source.name(), "it has no activities.csv");
        return intake.finish(source);
    };
    let folder = name.trim_end_matches("activities.csv").to_owned();
    let (bytes, why) = bytes_of(source, name);
    if let Some(why) = why {
        intake.sink.problem(name, &format!("{why}; what stands before is kept"));
    }
    let hash = intake.keep(name, &bytes)?;
    let text = decode(bytes);
    let Some(table) = Table::new(&text) else {
        intake.broken(name, "it has none of the columns of such a table");
        return intake.finish(source);
    };
    let rows = table.rows();
    let all = rows.len() as u64;
    for (done, row) in (1..).zip(rows) {
        match row {
            Ok(row) => one(source, &folder, row, &hash, &mut intake)?,
            Err((line, what)) => intake.sink.problem(&format!("{name}, line {line}"), &what),
        }
        intake.progress(done, all)?;
    }
    for file in source.files() {
        let inside = file.name.strip_prefix(&folder).unwrap_or(&file.name);
        if let Some((_, what)) = LOST.iter().find(|(start, _)| inside.starts_with(start)) {
            intake.sink.lost(what);
        }
    }
    intake.finish(source)
}

fn one(
    source: &Source,
    folder: &str,
    row: Row,
    table: &str,
    intake: &mut Intake<'_>,
) -> Result<()> {
    let (told, hash) = match row.file.is_empty() {
        true => (Told::default(), table.to_owned()),
        false => file(source, &format!("{folder}{}", row.file), intake)?,
    };
    let place = format!("activity {}", row.id);
    for (inside, what) in &told.problems {
        intake.sink.problem(&format!("{place}, {}: {inside}", row.file), what);
    }
    for (what, count) in &told.lost {
        (0..*count).for_each(|_| intake.sink.lost(what));
    }
    for samples in told.samples {
        intake.samples(samples)?;
    }
    let mut parts = told.activities;
    if parts.is_empty() {
        let Some(start) = row.start else {
            intake.sink.problem(&place, "has neither a file nor a date that can be read");
            return Ok(());
        };
        let day = day_at(start, None, &intake.zone);
        let mut activity = Activity::new("strava", &row.id, start, day);
        activity.zone = intake.zone.iana_name().unwrap_or_default().to_owned();
        parts.push((activity, Track::default()));
    }
    let is_one = parts.len() == 1;
    for (child, (mut activity, track)) in (0..).zip(parts) {
        row.tell(&mut activity, is_one);
        activity.child = child;
        activity.file.clone_from(&hash);
        intake.activity(activity, &track)?;
    }
    for name in &row.media {
        photo(source, &format!("{folder}{name}"), intake)?;
    }
    Ok(())
}

/// Reads the file of an activity; answers what it told and its content hash.
fn file(source: &Source, name: &str, intake: &mut Intake<'_>) -> Result<(Told, String)> {
    if !source.files().iter().any(|file| file.name == name) {
        intake.sink.lost("file of an activity that is not in the archive");
        return Ok((Told::default(), String::new()));
    }
    let (bytes, why) = bytes_of(source, name);
    if let Some(why) = why {
        intake.sink.problem(name, &format!("{why}; what stands before is kept"));
    }
    // Some of Strava's own TCX begin with blanks.
    let Some(format) = format_of(&bytes[..bytes.len().min(4096)]) else {
        intake.sink.problem(name, "is in none of the formats FIT, GPX and TCX");
        return Ok((Told::default(), String::new()));
    };
    let hash = intake.keep(name, &bytes)?;
    Ok(((format.read)(bytes, &intake.zone), hash))
}

/// Keeps a photo.
fn photo(source: &Source, name: &str, intake: &mut Intake<'_>) -> Result<()> {
    let known = source.files().iter().find(|file| file.name == name);
    let Some(file) = known.filter(|file| file.size <= FILE_BYTES_MAX) else {
        intake.sink.lost("photo that is not in the archive");
        return Ok(());
    };
    match source.read(&file.name) {
        Ok(mut bytes) => {
            intake.keep_from(&file.name, &mut bytes)?;
            intake.sink.notice("photos are kept");
        }
        Err(error) => intake.sink.problem(&file.name, &error.to_string()),
    }
    Ok(())
}

impl Row {
    /// Lets the table speak where it knows better: it is what the person sees there.
    fn tell(&self, activity: &mut Activity, is_one: bool) {
        "strava".clone_into(&mut activity.source);
        self.id.clone_into(&mut activity.device);
        if !self.name.is_empty() {
            self.name.clone_into(&mut activity.name);
        }
        if !self.note.is_empty() {
            self.note.clone_into(&mut activity.note);
        }
        let sport = sport_of(&[&self.kind]);
        if is_one && sport != OTHER {
            sport.clone_into(&mut activity.sport);
        }
        if activity.sport.is_empty() {
            OTHER.clone_into(&mut activity.sport);
        }
        if is_one {
            // The words by which the activity is itself never follow from a file's.
            self.kind.clone_into(&mut activity.raw);
        }
        if !is_one {
            return;
        }
        let totals = &mut activity.totals;
        if activity.points == 0 {
            activity.elapsed_ms = self.elapsed_ms.unwrap_or(activity.elapsed_ms);
        }
        for (name, target, told) in [
            ("timer", &mut totals.timer_ms, self.moving_ms),
            ("distance", &mut totals.distance_mm, self.distance_mm),
            ("ascent", &mut totals.ascent_mm, self.ascent_mm),
            ("heart", &mut totals.heart_bpm, self.heart_bpm),
            ("heart_max", &mut totals.heart_max_bpm, self.heart_max_bpm),
            ("energy", &mut totals.energy_j, self.energy_j),
            ("power", &mut totals.power_w, self.power_w),
        ] {
            // What was told goes before what was figured from a track.
            let figured = activity.figured.iter().position(|known| known == name);
            if told.is_some() && (target.is_none() || figured.is_some()) {
                *target = told;
                figured.map(|place| activity.figured.remove(place));
            }
        }
    }
}
