//! Gadgetbridge: the database that it exports, alone or in an archive with its files.
//!
//! Each device has a table of samples of its own; those that have the usual columns are read, whatever
//! the device. What kinds of samples mean is each device's affair: sleep is not read here.

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use super::files::{bytes_of, format_of};
use super::gathered::Gathered;
use super::intake::{Intake, ORIGINAL_BYTES_MAX};
use super::sqlite::{Tables, databases, open};
use super::told::{Told, day_at};
use crate::model::activity::Activity;
use crate::model::sample::{Sample, What};
use crate::model::sport::sport_of;
use crate::model::track::Track;

pub(super) const GADGETBRIDGE: Importer = Importer {
    format: "gadgetbridge",
    title: "Gadgetbridge",
    endings: &["db", "zip", "sqlite"],
    sniff,
    parse,
};

/// The table that no other program has.
const SUMMARY: &str = "BASE_ACTIVITY_SUMMARY";
/// Times below this are seconds, above milliseconds: the year 2286 in seconds.
const SECONDS_MAX: i64 = 10_000_000_000;
/// A sample of steps is what came in a minute.
const MINUTE_MS: i64 = 60_000;

/// Names of the numbers of `ActivityKind` that its newer versions write; older ones differ.
static KINDS: &[(i64, &str)] = &[
    (0x10, "running"),
    (0x20, "walking"),
    (0x40, "swimming"),
    (0x80, "cycling"),
    (0x100, "treadmill"),
    (0x200, "exercise"),
    (0x400, "open_water"),
    (0x800, "indoor_cycling"),
    (0x1000, "elliptical"),
    (0x2000, "jumprope"),
    (0x4000, "yoga"),
    (0x8000, "soccer"),
    (0x10000, "rowing_machine"),
    (0x20000, "cricket"),
    (0x40000, "basketball"),
    (0x80000, "pingpong"),
    (0x100000, "badminton"),
    (0x200000, "strength"),
    (0x400000, "hiking"),
    (0x800000, "climbing"),
];

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    for file in databases(source).into_iter().take(4) {
        let Ok(db) = open(source, file) else { continue };
        if Tables::new(&db)?.has("DEVICE", &["IDENTIFIER"])? {
            return Ok(Some(Confidence::Certain));
        }
    }
    Ok(None)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let mut intake = Intake::new(source, sink);
    let files = databases(source);
    if files.is_empty() {
        intake.broken(source.name(), "it holds no database");
    }
    let all = files.len() as u64;
    for (done, file) in (1..).zip(files) {
        let db = match open(source, file) {
            Ok(db) => db,
            Err(error) => {
                intake.broken(&file.name, &error.to_string());
                continue;
            }
        };
        let tables = Tables::new(&db)?;
        if !tables.has("DEVICE", &["IDENTIFIER"])? {
            intake.sink.skipped("a database of something else");
            continue;
        }
        let hash = match file.size <= ORIGINAL_BYTES_MAX {
            true => intake.keep_from(&file.name, &mut source.read(&file.name)?)?,
            false => {
                intake.sink.notice("the export itself is too large to be kept");
                String::new()
            }
        };
        if let Err(error) = read(source, &tables, &hash, &mut intake) {
            // A damaged database tells what stands before the damage.
            if error.code() != base::error::Code::Invalid {
                return Err(error);
            }
            intake.broken(&file.name, &error.to_string());
        }
        intake.progress(done, all)?;
    }
    intake.finish(source)
}

/// A device: its number, name and identifier.
struct Device {
    number: i64,
    name: String,
    identifier: String,
}

fn devices(tables: &Tables<'_>) -> Result<Vec<Device>> {
    let mut devices = Vec::new();
    tables.each("SELECT _id, NAME, IDENTIFIER FROM DEVICE", &mut |row| {
        devices.push(Device {
            number: row.int(0).unwrap_or(-1),
            name: row.text(1),
            identifier: row.text(2),
        });
        Ok(())
    })?;
    Ok(devices)
}

fn read(source: &Source, tables: &Tables<'_>, hash: &str, intake: &mut Intake<'_>) -> Result<()> {
    let devices = devices(tables)?;
    let source_of = |number: i64| {
        let device = devices.iter().find(|device| device.number == number);
        device.map_or_else(
            || "gadgetbridge:?".to_owned(),
            |device| format!("gadgetbridge:{}", device.name),
        )
    };
    let mut gathered = Gathered::default();
    for table in tables.names().map(str::to_owned).collect::<Vec<_>>() {
        for (columns, what, scale) in [
            (["TIMESTAMP", "DEVICE_ID", "STEPS"], What::Steps, 1.0),
            (["TIMESTAMP", "DEVICE_ID", "HEART_RATE"], What::Heart, 1.0),
            (["TIMESTAMP", "DEVICE_ID", "WEIGHT_KG"], What::Weight, 1e6),
            (["TIMESTAMP", "DEVICE_ID", "SPO2"], What::Oxygen, 10.0),
            (["TIMESTAMP", "DEVICE_ID", "STRESS"], What::Stress, 1.0),
        ] {
            // `…_HEART_RATE_RESTING_SAMPLE` and the like have the same columns.
            let what = match what {
                What::Heart if table.contains("RESTING") => What::RestingHeart,
                What::Heart
                    if !table.ends_with("ACTIVITY_SAMPLE") && !table.contains("HEART_RATE") =>
                {
                    continue;
                }
                other => other,
            };
            if !tables.has(&table, &columns)? {
                continue;
            }
            let query = format!(
                "SELECT {}, {}, {} FROM \"{table}\" ORDER BY 1",
                columns[0], columns[1], columns[2]
            );
            tables.each(&query, &mut |row| {
                let read = row.int(0).zip(row.int(1)).zip(row.real(2));
                let Some(((at, device), value)) = read else { return Ok(()) };
                let Some(value) = plausible(what, value, scale) else { return Ok(()) };
                let start = if at < SECONDS_MAX { at.saturating_mul(1000) } else { at };
                let length = if what == What::Steps { MINUTE_MS } else { 0 };
                let sample = Sample { start, end: start.saturating_add(length), value };
                gathered.push((what, &source_of(device)), None, sample, intake)
            })?;
        }
        if table.contains("SLEEP") {
            intake.sink.lost("sleep as a device has it");
        }
    }
    gathered.hand_over(intake)?;
    summaries(source, tables, &devices, hash, intake)
}

/// Devices write 0 or 255 where nothing was measured.
fn plausible(what: What, value: f64, scale: f64) -> Option<i64> {
    let range = match what {
        What::Heart | What::RestingHeart => 20.0..250.0,
        What::Oxygen => 50.0..101.0,
        What::Stress => 1.0..101.0,
        What::Weight => 1.0..1000.0,
        _ => 1.0..100_000.0,
    };
    range.contains(&value).then(|| (value * scale).round() as i64)
}

fn summaries(
    source: &Source,
    tables: &Tables<'_>,
    devices: &[Device],
    hash: &str,
    intake: &mut Intake<'_>,
) -> Result<()> {
    let columns = ["START_TIME", "END_TIME", "ACTIVITY_KIND", "DEVICE_ID", "NAME", "GPX_TRACK"];
    if !tables.has(SUMMARY, &columns)? {
        return Ok(());
    }
    let data = if tables.has(SUMMARY, &["SUMMARY_DATA"])? { "SUMMARY_DATA" } else { "NULL" };
    let query = format!("SELECT {}, {data} FROM {SUMMARY} ORDER BY START_TIME", columns.join(", "));
    tables.each(&query, &mut |row| {
        let Some((start, end)) = row.int(0).zip(row.int(1)).filter(|(start, _)| *start > 0) else {
            intake.sink.problem("activity", "has no time that can be read");
            return Ok(());
        };
        let device = devices.iter().find(|device| Some(device.number) == row.int(3));
        let identifier = device.map_or("", |device| &device.identifier);
        let day = day_at(start, None, &intake.zone);
        let mut activity = Activity::new("gadgetbridge", identifier, start, day);
        activity.zone = intake.zone.iana_name().unwrap_or_default().to_owned();
        activity.maker = device.map_or_else(String::new, |device| device.name.clone());
        activity.elapsed_ms = end.saturating_sub(start).max(0);
        let kind = row.int(2).unwrap_or(0);
        let word = KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, word)| word);
        sport_of(&[word, &row.text(4)]).clone_into(&mut activity.sport);
        activity.raw = kind.to_string();
        activity.name = row.text(4);
        hash.clone_into(&mut activity.file);
        summary_data(&row.text(6), &mut activity);
        let track = route(source, &row.text(5), &mut activity, intake);
        let mut told = Told::default();
        told.activity(activity, track);
        intake.take("activity", told, hash)
    })
}

/// What a device sums up: `{"distanceMeters": {"value": 5000, "unit": "meters"}, …}`.
fn summary_data(text: &str, activity: &mut Activity) {
    let Ok(data) = serde_json::from_str::<serde_json::Value>(text) else { return };
    let number = |name: &str, scale: f64| -> Option<i64> {
        let entry = data.get(name)?;
        let value = entry.get("value").unwrap_or(entry).as_f64()?;
        (value > 0.0 && value < 1e9).then(|| (value * scale).round() as i64)
    };
    let totals = &mut activity.totals;
    totals.distance_mm = number("distanceMeters", 1000.0);
    totals.timer_ms = number("activeSeconds", 1000.0);
    totals.energy_j = number("caloriesBurnt", 4184.0);
    totals.heart_bpm = number("averageHR", 1.0).or_else(|| number("averageHeartRate", 1.0));
    totals.heart_max_bpm = number("maxHR", 1.0).or_else(|| number("maxHeartRate", 1.0));
    totals.ascent_mm = number("ascentMeters", 1000.0);
    totals.descent_mm = number("descentMeters", 1000.0);
    totals.steps = number("steps", 1.0);
}

/// The file of a way, when the archive holds it.
fn route(source: &Source, path: &str, activity: &mut Activity, intake: &mut Intake<'_>) -> Track {
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.is_empty() {
        return Track::default();
    }
    let is_it = |inside: &str| inside.rsplit('/').next() == Some(name);
    let Some(file) = source.files().iter().find(|file| is_it(&file.name)) else {
        intake.sink.lost("way whose file is not in the archive");
        return Track::default();
    };
    let (bytes, why) = bytes_of(source, &file.name);
    if let Some(why) = why {
        intake.sink.problem(&file.name, &why);
    }
    let Some(format) = format_of(&bytes[..bytes.len().min(4096)]) else { return Track::default() };
    let told = (format.read)(bytes, &intake.zone);
    let Some((way, track)) = told.activities.into_iter().next() else { return Track::default() };
    activity.laps = way.laps;
    track.part(0, track.len(), activity.start - way.start)
}
