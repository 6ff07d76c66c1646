//! The bench of fitness: ten years of workouts, outings and days as a watch tells them, taken in twice,
//! and every page asked.

use std::fmt::Write as _;
use std::path::Path;

use base::error::{Error, Result};
use cpu_time::ProcessTime;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::listening::peak_mib;
use super::{app_in, call, percentile, row, size};
use crate::app::App;
use crate::bench::Row;

/// How often a page is asked.
const ASKED: usize = 15;
/// The first of the ten years.
const FIRST: Date = Date::constant(2014, 1, 1);
const DAYS: i64 = 3652;
/// What every page aims at, CPU ms.
const AIM: f64 = 100.0;
/// What is lifted, and from how many kilograms on.
const LIFTS: [(&str, i64); 5] = [
    ("Bench Press (Barbell)", 60),
    ("Squat (Barbell)", 80),
    ("Deadlift (Barbell)", 100),
    ("Overhead Press (Barbell)", 40),
    ("Bent Over Row (Barbell)", 50),
];
const SETS: i64 = 4;

/// Runs the bench in an empty folder.
pub(super) fn run(dir: &Path) -> Result<Vec<Row>> {
    let app = app_in(dir)?;
    let (sets, table) = lifted()?;
    let (told, health) = measured()?;
    let files = [("workouts.csv", "hevy", table), ("export.xml", "apple_health", health)];
    let mut rows = Vec::new();
    for (name, format, text) in &files {
        let path = dir.join(name);
        std::fs::write(&path, text)
            .map_err(|error| Error::internal("writing what is taken in", error))?;
        let import = || -> Result<(Value, f64)> {
            let begun = ProcessTime::now();
            let report = call(&app, "import.run", json!({ "path": path, "as": format }))?;
            Ok((report, begun.elapsed().as_secs_f64()))
        };
        let (_, spent) = import()?;
        let (again, spent_again) = import()?;
        if again["added"] != 0 {
            return Err(Error::internal("taking in ten years again", "it added something"));
        }
        let count = if *format == "hevy" { sets } else { told };
        let what = format!("import of ten years, {format}");
        rows.push(row(
            &what,
            count / spent,
            "rows per CPU s",
            "the same again",
            count / spent_again,
        ));
    }
    rows.push(row("memory at its peak", peak_mib(), "MiB", "aim", 150.0));
    let text: usize = files.iter().map(|(_, _, text)| text.len()).sum();
    let file = size(&dir.join("vault/everkept.db"));
    rows.push(row("size on the disk", file, "MB", "the files", text as f64 / 1e6));
    pages(&app, &mut rows)?;
    let begun = ProcessTime::now();
    let (before, after) = app.vault()?.store.rebuild()?;
    let spent = begun.elapsed().as_secs_f64();
    if before != after {
        return Err(Error::internal("measuring a rebuild", "the tables came out otherwise"));
    }
    rows.push(row("rebuild, compared before and after", spent, "CPU s", "aim", 30.0));
    Ok(rows)
}

/// Every page as the window asks it.
fn pages(app: &App, rows: &mut Vec<Row>) -> Result<()> {
    let last = day(DAYS - 1)?;
    let year = json!({ "from": day(DAYS - 365)?, "to": last });
    let month = json!({ "month": format!("{:04}-{:02}", last.year(), last.month()) });
    let exercises = call(app, "fitness.exercises", json!({ "text": "squat" }))?;
    let squat = exercises[0]["id"].clone();
    let page = call(app, "fitness.workouts", json!({}))?;
    let workout = page["items"].as_array().into_iter().flatten();
    let workout = workout.map(|item| &item["id"]).next().cloned().unwrap_or_default();
    let with = |range: &Value, key: &str, value: Value| {
        let mut range = range.clone();
        range[key] = value;
        range
    };
    let all = json!({});
    let steps = json!({ "from": day(0)?, "to": last, "what": "steps" });
    let asked = [
        ("the log's first page", "fitness.workouts", all.clone()),
        ("the log with a text", "fitness.workouts", json!({ "text": "push" })),
        ("one workout", "fitness.workout", json!({ "id": workout })),
        ("every exercise", "fitness.exercises", all.clone()),
        ("an exercise with its history", "fitness.exercise", json!({ "id": squat })),
        ("the last sets of it", "fitness.last_sets", json!({ "exercise": squat })),
        ("its progress, ten years", "fitness.progress", json!({ "exercise": squat })),
        ("its progress, a year", "fitness.progress", with(&year, "exercise", squat.clone())),
        ("weeks of muscles, ten years", "fitness.muscle_weeks", all.clone()),
        ("weeks of muscles, a year", "fitness.muscle_weeks", year.clone()),
        ("weeks of training, ten years", "fitness.training_weeks", all.clone()),
        ("the bests of all", "fitness.records", all.clone()),
        ("what to train now", "fitness.suggest", all.clone()),
        ("steps, ten years", "fitness.days", steps),
        ("steps, a year", "fitness.days", with(&year, "what", json!("steps"))),
        ("weight, ten years", "fitness.body_trend", json!({ "what": "weight" })),
        ("a month of the calendar", "calendar.month", month),
    ];
    for (name, command, request) in asked {
        let mut spent = Vec::with_capacity(ASKED);
        for _ in 0..ASKED {
            let begun = ProcessTime::now();
            call(app, command, request.clone())?;
            spent.push(begun.elapsed());
        }
        rows.push(row(name, super::ms(percentile(&mut spent, 50)), "CPU ms", "aim", AIM));
    }
    Ok(())
}

/// Four workouts a week with five lifts of four sets: how many sets, and Hevy's table of them.
fn lifted() -> Result<(f64, String)> {
    let mut out = String::from(
        "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,\
         set_type,weight_kg,reps,distance_km,duration_seconds,rpe\n",
    );
    let mut sets = 0.0;
    for at in (0..DAYS).filter(|at| [0, 2, 4, 5].contains(&(at % 7))) {
        let date = day(at)?;
        let title = if at % 2 == 0 { "Push" } else { "Pull" };
        for (name, from) in LIFTS {
            for set in 0..SETS {
                // Slow progress with weeks in which it goes back: bests are spread over the years.
                let weight = from + at / 90 - (at / 7 % 5) + set;
                let reps = 5 + (at + set) % 4;
                writeln!(
                    out,
                    "{title},{date} 18:05:00,{date} 19:10:00,,{name},,,{set},normal,{weight},{reps},,,"
                )
                .map_err(|error| Error::internal("writing a table", error))?;
                sets += 1.0;
            }
        }
    }
    Ok((sets, out))
}

/// Steps every hour awake, a night, a resting heart rate and a weight a day, and a run every other day:
/// how many records, and Apple Health's file of them.
fn measured() -> Result<(f64, String)> {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<HealthData locale=\"en_US\">\n");
    let mut count = 0.0;
    let mut record = |kind: &str, unit: &str, from: &str, to: &str, value: &str| {
        count += 1.0;
        writeln!(
            out,
            "<Record type=\"HK{kind}\" sourceName=\"Watch\" unit=\"{unit}\" \
             creationDate=\"{to}\" startDate=\"{from}\" endDate=\"{to}\" value=\"{value}\"/>"
        )
        .map_err(|error| Error::internal("writing a file", error))
    };
    for at in 0..DAYS {
        let date = day(at)?;
        let clock = |hour: i64, minute: i64| format!("{date} {hour:02}:{minute:02}:00 +0000");
        let quantity = "QuantityTypeIdentifier";
        for hour in 7..22 {
            let steps = (200 + (at * 31 + hour * 97) % 900).to_string();
            let kind = format!("{quantity}StepCount");
            record(&kind, "count", &clock(hour, 0), &clock(hour, 59), &steps)?;
        }
        let pulse = (52 + at % 9).to_string();
        let kind = format!("{quantity}RestingHeartRate");
        record(&kind, "count/min", &clock(6, 0), &clock(6, 1), &pulse)?;
        let weight = format!("{}.{}", 78 - at / 900, at % 10);
        record(&format!("{quantity}BodyMass"), "kg", &clock(6, 5), &clock(6, 5), &weight)?;
        let asleep = "CategoryValueSleepAnalysisAsleepCore";
        let kind = "CategoryTypeIdentifierSleepAnalysis";
        record(kind, "", &clock(0, 10), &clock(6, at % 50), &format!("HK{asleep}"))?;
    }
    for at in (0..DAYS).step_by(2) {
        count += 1.0;
        let date = day(at)?;
        writeln!(
            out,
            "<Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\" duration=\"{}\" \
             durationUnit=\"min\" totalDistance=\"{}.{}\" totalDistanceUnit=\"km\" \
             sourceName=\"Watch\" creationDate=\"{date} 08:00:00 +0000\" \
             startDate=\"{date} 07:00:00 +0000\" endDate=\"{date} 07:{}:00 +0000\"/>",
            30 + at % 20,
            5 + at % 6,
            at % 10,
            30 + at % 20
        )
        .map_err(|error| Error::internal("writing a file", error))?;
    }
    out.push_str("</HealthData>\n");
    Ok((count, out))
}

/// The day of that index.
fn day(at: i64) -> Result<Date> {
    FIRST.checked_add(at.days()).map_err(|error| Error::internal("counting days", error))
}
