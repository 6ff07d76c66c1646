//! Health Connect: the database that Android's settings export, in an archive.
//!
//! The names of its tables are those of AOSP's `HealthFitness` module.

use std::collections::BTreeMap;

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use super::gathered::Gathered;
use super::intake::{Intake, ORIGINAL_BYTES_MAX};
use super::sqlite::{Tables, databases, open};
use super::told::{Told, day_at};
use crate::model::activity::Activity;
use crate::model::sample::{Sample, What, stage};
use crate::model::sport::sport_of;
use crate::model::track::Track;

pub(super) const HEALTH_CONNECT: Importer = Importer {
    format: "health_connect",
    title: "Health Connect",
    endings: &["zip", "db"],
    sniff,
    parse,
};

/// The table of the programs that wrote; no other database has it.
const APPS: &str = "application_info_table";

/// Records with a value of their own: table, column, kind, ours for one of theirs, and whether they
/// last.
static VALUES: &[(&str, &str, What, f64, bool)] = &[
    ("steps_record_table", "count", What::Steps, 1.0, true),
    ("distance_record_table", "distance", What::Distance, 1000.0, true),
    // Energy is kept in (small) calories.
    ("active_calories_burned_record_table", "energy", What::Energy, 4.184, true),
    ("floors_climbed_record_table", "floors", What::Floors, 1.0, true),
    ("resting_heart_rate_record_table", "beats_per_minute", What::RestingHeart, 1.0, false),
    (
        "heart_rate_variability_rmssd_record_table",
        "heart_rate_variability_millis",
        What::Hrv,
        1000.0,
        false,
    ),
    // Mass is kept in grams.
    ("weight_record_table", "weight", What::Weight, 1000.0, false),
    ("body_fat_record_table", "percentage", What::BodyFat, 10.0, false),
    ("oxygen_saturation_record_table", "percentage", What::Oxygen, 10.0, false),
    ("respiratory_rate_record_table", "rate", What::Breath, 1000.0, false),
    ("vo2_max_record_table", "vo2_milliliters_per_minute_kilogram", What::Vo2Max, 1000.0, false),
];

/// Numbers of `ExerciseSessionType`.
static EXERCISES: &[(i64, &str)] = &[
    (2, "badminton"),
    (4, "basketball"),
    (8, "biking"),
    (9, "bikingstationary"),
    (10, "bootcamp"),
    (11, "boxing"),
    (13, "calisthenics"),
    (16, "dancing"),
    (25, "elliptical"),
    (28, "americanfootball"),
    (32, "golf"),
    (33, "guidedbreathing"),
    (34, "gymnastics"),
    (35, "handball"),
    (36, "hiit"),
    (37, "hiking"),
    (38, "icehockey"),
    (39, "iceskating"),
    (44, "martialarts"),
    (46, "paddling"),
    (48, "pilates"),
    (50, "racquetball"),
    (51, "rockclimbing"),
    (53, "rowing"),
    (54, "rowingmachine"),
    (55, "rugby"),
    (56, "running"),
    (57, "treadmill"),
    (58, "sailing"),
    (60, "skating"),
    (61, "skiing"),
    (62, "snowboarding"),
    (63, "snowshoeing"),
    (64, "soccer"),
    (66, "squash"),
    (68, "stairclimbing"),
    (69, "stairclimbingmachine"),
    (70, "strengthtraining"),
    (71, "stretching"),
    (72, "surfing"),
    (73, "openwater"),
    (74, "swimmingpool"),
    (75, "tabletennis"),
    (76, "tennis"),
    (78, "volleyball"),
    (79, "walking"),
    (80, "waterpolo"),
    (81, "weightlifting"),
    (83, "yoga"),
];

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    for file in databases(source).into_iter().take(2) {
        let Ok(db) = open(source, file) else { continue };
        if Tables::new(&db)?.has(APPS, &["package_name"])? {
            return Ok(Some(Confidence::Certain));
        }
    }
    Ok(None)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let mut intake = Intake::new(source, sink);
    let Some(file) = databases(source).into_iter().next() else {
        intake.broken(source.name(), "it holds no database");
        return intake.finish(source);
    };
    match open(source, file) {
        Err(error) => intake.broken(&file.name, &error.to_string()),
        Ok(db) => {
            let hash = match file.size <= ORIGINAL_BYTES_MAX {
                true => intake.keep_from(&file.name, &mut source.read(&file.name)?)?,
                false => {
                    intake.sink.notice("the export itself is too large to be kept");
                    String::new()
                }
            };
            let tables = Tables::new(&db)?;
            match read(&tables, &hash, &mut intake) {
                Err(error) if error.code() == base::error::Code::Invalid => {
                    intake.broken(&file.name, &error.to_string());
                }
                other => other?,
            }
        }
    }
    intake.finish(source)
}

type Apps = BTreeMap<i64, String>;

fn source_of(apps: &Apps, number: Option<i64>) -> String {
    let name = number.and_then(|number| apps.get(&number));
    format!("health_connect:{}", name.map_or("", String::as_str))
}

fn read(tables: &Tables<'_>, hash: &str, intake: &mut Intake<'_>) -> Result<()> {
    let mut apps = Apps::new();
    if tables.has(APPS, &["row_id", "package_name"])? {
        tables.each(&format!("SELECT row_id, package_name FROM {APPS}"), &mut |row| {
            apps.extend(row.int(0).map(|number| (number, row.text(1))));
            Ok(())
        })?;
    }
    let mut gathered = Gathered::default();
    for (table, column, what, scale, lasts) in VALUES {
        let (start, end, offset) = match lasts {
            true => ("start_time", "end_time", "start_zone_offset"),
            false => ("time", "time", "zone_offset"),
        };
        if !tables.has(table, &[start, end, offset, column, "app_info_id"])? {
            continue;
        }
        let query = format!(
            "SELECT {start}, {end}, {offset}, {column}, app_info_id FROM {table} ORDER BY 1"
        );
        tables.each(&query, &mut |row| {
            let read = row.int(0).zip(row.int(1)).zip(row.real(3));
            let Some(((start, end), value)) = read else { return Ok(()) };
            let value = (value * scale).round();
            if !(0.0..1e15).contains(&value) {
                return Ok(());
            }
            let sample = Sample { start, end, value: value as i64 };
            let source = source_of(&apps, row.int(4));
            gathered.push((*what, &source), offset_of(row.int(2)), sample, intake)
        })?;
    }
    hearts(tables, &apps, &mut gathered, intake)?;
    sleep(tables, &apps, &mut gathered, intake)?;
    gathered.hand_over(intake)?;
    exercises(tables, &apps, hash, intake)?;
    for table in tables.names() {
        let is_known = VALUES.iter().any(|(known, ..)| *known == table);
        let is_read = [
            "heart_rate_record_table",
            "sleep_session_record_table",
            "exercise_session_record_table",
        ];
        if table.ends_with("_record_table") && !is_known && !is_read.contains(&table) {
            intake.sink.lost(table.trim_end_matches("_record_table"));
        }
    }
    Ok(())
}

fn offset_of(seconds: Option<i64>) -> Option<i32> {
    seconds.and_then(|seconds| i32::try_from(seconds).ok()).filter(|seconds| seconds.abs() < 54_000)
}

fn hearts(
    tables: &Tables<'_>,
    apps: &Apps,
    gathered: &mut Gathered,
    intake: &mut Intake<'_>,
) -> Result<()> {
    let series = tables.has(
        "heart_rate_record_series_table",
        &["parent_key", "beats_per_minute", "epoch_millis"],
    )?;
    if !series
        || !tables
            .has("heart_rate_record_table", &["row_id", "start_zone_offset", "app_info_id"])?
    {
        return Ok(());
    }
    let query = "SELECT s.epoch_millis, s.beats_per_minute, r.start_zone_offset, r.app_info_id
         FROM heart_rate_record_series_table s JOIN heart_rate_record_table r ON r.row_id = s.parent_key
         ORDER BY 1";
    tables.each(query, &mut |row| {
        let Some((at, value)) = row.int(0).zip(row.int(1)) else { return Ok(()) };
        let sample = Sample { start: at, end: at, value };
        let source = source_of(apps, row.int(3));
        gathered.push((What::Heart, &source), offset_of(row.int(2)), sample, intake)
    })
}

fn sleep(
    tables: &Tables<'_>,
    apps: &Apps,
    gathered: &mut Gathered,
    intake: &mut Intake<'_>,
) -> Result<()> {
    let columns = ["row_id", "start_time", "end_time", "start_zone_offset", "app_info_id"];
    if !tables.has("sleep_session_record_table", &columns)? {
        return Ok(());
    }
    let has_stages = tables.has(
        "sleep_stages_table",
        &["parent_key", "stage_start_time", "stage_end_time", "stage_type"],
    )?;
    // A session without stages is sleep; one with them is the time in bed.
    let whole = match has_stages {
        true => {
            "SELECT start_time, end_time, start_zone_offset, app_info_id,
             CASE WHEN row_id IN (SELECT parent_key FROM sleep_stages_table) THEN 0 ELSE 2 END
             FROM sleep_session_record_table ORDER BY 1"
        }
        false => {
            "SELECT start_time, end_time, start_zone_offset, app_info_id, 2
             FROM sleep_session_record_table ORDER BY 1"
        }
    };
    let staged = "SELECT s.stage_start_time, s.stage_end_time, r.start_zone_offset, r.app_info_id,
         s.stage_type FROM sleep_stages_table s
         JOIN sleep_session_record_table r ON r.row_id = s.parent_key ORDER BY 1";
    for query in [Some(whole), has_stages.then_some(staged)].into_iter().flatten() {
        tables.each(query, &mut |row| {
            let Some((start, end)) = row.int(0).zip(row.int(1)) else { return Ok(()) };
            let value = match row.int(4) {
                Some(0) => stage::IN_BED,
                Some(2) => stage::ASLEEP,
                Some(1 | 3 | 7) => stage::AWAKE,
                Some(4) => stage::LIGHT,
                Some(5) => stage::DEEP,
                Some(6) => stage::REM,
                Some(_) | None => return Ok(()),
            };
            let source = source_of(apps, row.int(3));
            gathered.push(
                (What::Sleep, &source),
                offset_of(row.int(2)),
                Sample { start, end, value },
                intake,
            )
        })?;
    }
    Ok(())
}

fn exercises(tables: &Tables<'_>, apps: &Apps, hash: &str, intake: &mut Intake<'_>) -> Result<()> {
    let columns = [
        "start_time",
        "end_time",
        "start_zone_offset",
        "exercise_type",
        "title",
        "notes",
        "app_info_id",
    ];
    if !tables.has("exercise_session_record_table", &columns)? {
        return Ok(());
    }
    let query =
        format!("SELECT {} FROM exercise_session_record_table ORDER BY 1", columns.join(", "));
    tables.each(&query, &mut |row| {
        let Some((start, end)) = row.int(0).zip(row.int(1)).filter(|(start, _)| *start > 0) else {
            intake.sink.problem("exercise", "has no time that can be read");
            return Ok(());
        };
        let offset_s = offset_of(row.int(2));
        let app = row.int(6).and_then(|number| apps.get(&number)).cloned().unwrap_or_default();
        let day = day_at(start, offset_s, &intake.zone);
        let mut activity = Activity::new("health_connect", &app, start, day);
        activity.offset_s = offset_s;
        let kind = row.int(3).unwrap_or(0);
        let word = EXERCISES.iter().find(|(known, _)| *known == kind).map_or("", |(_, word)| word);
        sport_of(&[word]).clone_into(&mut activity.sport);
        activity.raw = kind.to_string();
        activity.maker = app;
        activity.name = row.text(4);
        activity.note = row.text(5);
        activity.elapsed_ms = end.saturating_sub(start).max(0);
        let mut told = Told::default();
        told.activity(activity, Track::default());
        intake.take("exercise", told, hash)
    })
}
