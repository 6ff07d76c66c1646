//! An Apple Health export of any size, for benches: records grouped by kind and in the order of time, as
//! the phone writes them, one to a line, from two sources. Equal seeds give equal exports.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// What is written.
#[derive(Debug, Clone, Copy)]
pub struct Health {
    /// Whose.
    pub seed: u64,
    /// About how large the document becomes.
    pub megabytes: u64,
}

/// The first day.
const FIRST: Date = jiff::civil::date(2019, 1, 1);
/// Bytes that a day takes, about: what [`KINDS`] come to.
const DAY_BYTES: u64 = 430_000;

/// One kind of records: type, unit, how many a day, lowest and highest value, source, how long each
/// lasts in seconds.
type Kind = (&'static str, &'static str, u64, (u64, u64), usize, i64);

const SOURCES: [&str; 2] = ["Ada’s iPhone", "Ada’s Apple\u{a0}Watch"];
const DEVICES: [&str; 2] = ["iPhone14,7", "Watch6,2"];

static KINDS: &[Kind] = &[
    ("HKQuantityTypeIdentifierHeartRate", "count/min", 380, (48, 160), 1, 0),
    ("HKQuantityTypeIdentifierStepCount", "count", 70, (5, 900), 0, 500),
    ("HKQuantityTypeIdentifierStepCount", "count", 110, (5, 600), 1, 300),
    ("HKQuantityTypeIdentifierDistanceWalkingRunning", "km", 110, (1, 9), 1, 300),
    ("HKQuantityTypeIdentifierActiveEnergyBurned", "Cal", 150, (1, 30), 1, 200),
    ("HKQuantityTypeIdentifierBasalEnergyBurned", "Cal", 90, (10, 40), 1, 900),
    ("HKQuantityTypeIdentifierRespiratoryRate", "count/min", 30, (11, 19), 1, 0),
    ("HKQuantityTypeIdentifierHeadphoneAudioExposure", "dBASPL", 40, (40, 90), 0, 60),
    ("HKQuantityTypeIdentifierHeartRateVariabilitySDNN", "ms", 8, (25, 95), 1, 60),
    ("HKQuantityTypeIdentifierRestingHeartRate", "count/min", 1, (50, 60), 1, 0),
    ("HKCategoryTypeIdentifierSleepAnalysis", "", 24, (0, 4), 1, 1200),
];

const STAGES: [&str; 4] = ["AsleepCore", "AsleepDeep", "AsleepREM", "Awake"];

/// SplitMix64: good enough dice without a dependency.
struct Dice(u64);

impl Dice {
    /// From `low` up to, not including, `high`.
    fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        low + (z ^ (z >> 31)) % (high - low).max(1)
    }
}

/// Writes `export.xml`.
///
/// # Errors
/// Those of the disk.
pub fn write(path: &Path, health: Health) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut dice = Dice(health.seed);
    let days = (health.megabytes * 1_000_000 / DAY_BYTES).max(1);
    out.write_all(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData \
         (ExportDate,Me,(Record|Workout)*)>\n]>\n<HealthData locale=\"en_GB\">\n \
         <ExportDate value=\"2026-03-05 10:00:00 +0100\"/>\n"
            .as_bytes(),
    )?;
    for kind in KINDS {
        for day in 0..days {
            one_day(&mut out, kind, day, &mut dice)?;
        }
    }
    out.write_all(b"</HealthData>\n")?;
    out.flush()
}

fn one_day(out: &mut impl Write, kind: &Kind, day: u64, dice: &mut Dice) -> io::Result<()> {
    let (name, unit, count, (low, high), source, lasts) = *kind;
    let date = FIRST.saturating_add(jiff::Span::new().days(i64::try_from(day).unwrap_or(0)));
    let is_sleep = unit.is_empty();
    for index in 0..count {
        let (from, width) = if is_sleep { (0, 7 * 3600) } else { (6 * 3600, 17 * 3600) };
        let second = from + width * index / count + dice.between(0, width / count / 2 + 1);
        let start = at(date, i64::try_from(second).unwrap_or(0));
        let end = at(date, i64::try_from(second).unwrap_or(0) + lasts);
        let unit = if is_sleep { String::new() } else { format!(" unit=\"{unit}\"") };
        let number = dice.between(low, high);
        let value = match (name, is_sleep) {
            (_, true) => {
                format!(
                    "HKCategoryValueSleepAnalysis{}",
                    STAGES[usize::try_from(number).unwrap_or(0) % 4]
                )
            }
            ("HKQuantityTypeIdentifierDistanceWalkingRunning", _) => {
                format!("0.{number}{:05}", dice.between(0, 100_000))
            }
            _ => number.to_string(),
        };
        writeln!(
            out,
            " <Record type=\"{name}\" sourceName=\"{}\" sourceVersion=\"10.1.1\" \
             device=\"&lt;&lt;HKDevice: 0x2814{index:05x}&gt;, name:{}, manufacturer:Apple Inc., \
             model:{}, hardware:{}, software:10.1.1&gt;\"{unit} creationDate=\"{end}\" \
             startDate=\"{start}\" endDate=\"{end}\" value=\"{value}\"/>",
            SOURCES[source], SOURCES[source], DEVICES[source], DEVICES[source],
        )?;
    }
    Ok(())
}

/// `2026-03-01 08:00:00 +0100`, an hour east of UTC.
fn at(date: Date, second: i64) -> String {
    let midnight = DateTime::from_parts(date, jiff::civil::Time::midnight());
    let local = midnight.saturating_add(jiff::Span::new().seconds(second));
    let offset = Offset::constant(1);
    local
        .to_zoned(offset.to_time_zone())
        .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d %H:%M:%S %z").to_string())
}
