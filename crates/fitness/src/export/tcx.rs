//! TCX, the schema of Garmin's Training Center, with the extension for speed and power.

use std::fmt::Write as _;
use std::io::Write;

use base::error::Result;

use super::xml::{decimal, escape, time};
use super::{Walk, put};
use crate::model::activity::{Activity, Lap, Totals};
use crate::model::sport::{Class, class_of};
use crate::model::track::{Column, Track};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\" \
xmlns:x=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\">
  <Activities>
";
/// One kilocalorie in joules.
const KCAL_J: i64 = 4_184;

/// Writes activities; answers what could not be shown.
pub(crate) fn write_tcx(walk: Walk<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    put(out, HEAD)?;
    walk(&mut |activity, track| put(out, &one(activity, track)))?;
    put(out, "  </Activities>\n</TrainingCenterDatabase>\n")?;
    Ok(Vec::new())
}

fn one(activity: &Activity, track: &Track) -> String {
    // The schema knows three sports.
    let sport = match class_of(&activity.sport) {
        Class::Foot if activity.sport.contains("run") => "Running",
        Class::Wheel => "Biking",
        Class::Foot | Class::Swim | Class::Boat | Class::Snow | Class::Gym | Class::Other => {
            "Other"
        }
    };
    // Writing to a String cannot fail.
    let mut text = String::new();
    let _ =
        writeln!(text, "    <Activity Sport=\"{sport}\">\n      <Id>{}</Id>", time(activity.start));
    let whole = [Lap { at_ms: 0, elapsed_ms: activity.elapsed_ms, totals: activity.totals }];
    let laps = if activity.laps.is_empty() { &whole } else { activity.laps.as_slice() };
    let mut from = 0;
    for (place, lap) in laps.iter().enumerate() {
        let until = laps.get(place + 1).map_or(i64::MAX, |next| next.at_ms);
        let to = track.at_ms.partition_point(|at| *at < until).max(from);
        push_lap(activity, lap, track, (from, to), &mut text);
        from = to;
    }
    if !activity.note.is_empty() {
        let _ = writeln!(text, "      <Notes>{}</Notes>", escape(&activity.note));
    }
    text.push_str("    </Activity>\n");
    text
}

fn push_lap(
    activity: &Activity,
    lap: &Lap,
    track: &Track,
    (from, to): (usize, usize),
    text: &mut String,
) {
    let Totals { timer_ms, distance_mm, energy_j, heart_bpm, heart_max_bpm, speed_max, .. } =
        lap.totals;
    let _ = writeln!(text, "      <Lap StartTime=\"{}\">", time(activity.start + lap.at_ms));
    let timer = decimal(timer_ms.unwrap_or(lap.elapsed_ms), 3);
    let _ = writeln!(text, "        <TotalTimeSeconds>{timer}</TotalTimeSeconds>");
    let _ = writeln!(
        text,
        "        <DistanceMeters>{}</DistanceMeters>",
        decimal(distance_mm.unwrap_or(0), 3)
    );
    if let Some(speed) = speed_max {
        let _ = writeln!(text, "        <MaximumSpeed>{}</MaximumSpeed>", decimal(speed, 3));
    }
    let calories = (energy_j.unwrap_or(0) + KCAL_J / 2) / KCAL_J;
    let _ = writeln!(text, "        <Calories>{calories}</Calories>");
    for (tag, heart) in [("AverageHeartRateBpm", heart_bpm), ("MaximumHeartRateBpm", heart_max_bpm)]
    {
        if let Some(heart) = heart {
            let _ = writeln!(text, "        <{tag}><Value>{heart}</Value></{tag}>");
        }
    }
    text.push_str(
        "        <Intensity>Active</Intensity>\n        <TriggerMethod>Manual</TriggerMethod>\n",
    );
    if from < to {
        text.push_str("        <Track>\n");
        let mut pauses =
            track.pauses.iter().skip_while(|pause| pause.to_ms <= track.at_ms[from]).peekable();
        for point in from..to {
            let at = track.at_ms[point];
            if pauses.next_if(|pause| pause.to_ms <= at).is_some() && point > from {
                text.push_str("        </Track>\n        <Track>\n");
            }
            push_point(activity, track, point, text);
        }
        text.push_str("        </Track>\n");
    }
    text.push_str("      </Lap>\n");
}

fn push_point(activity: &Activity, track: &Track, point: usize, text: &mut String) {
    let at = time(activity.start + track.at_ms[point]);
    let _ = write!(text, "          <Trackpoint><Time>{at}</Time>");
    let place = track.get(Column::Latitude, point).zip(track.get(Column::Longitude, point));
    if let Some((north, east)) = place {
        let _ = write!(
            text,
            "<Position><LatitudeDegrees>{}</LatitudeDegrees><LongitudeDegrees>{}</LongitudeDegrees></Position>",
            decimal(north, 7),
            decimal(east, 7)
        );
    }
    for (column, tag) in
        [(Column::Altitude, "AltitudeMeters"), (Column::Distance, "DistanceMeters")]
    {
        if let Some(value) = track.get(column, point) {
            let _ = write!(text, "<{tag}>{}</{tag}>", decimal(value, 3));
        }
    }
    if let Some(heart) = track.get(Column::Heart, point) {
        let _ = write!(text, "<HeartRateBpm><Value>{heart}</Value></HeartRateBpm>");
    }
    if let Some(cadence) = track.get(Column::Cadence, point) {
        let _ = write!(text, "<Cadence>{cadence}</Cadence>");
    }
    let (speed, power) = (track.get(Column::Speed, point), track.get(Column::Power, point));
    if speed.is_some() || power.is_some() {
        text.push_str("<Extensions><x:TPX>");
        if let Some(speed) = speed {
            let _ = write!(text, "<x:Speed>{}</x:Speed>", decimal(speed, 3));
        }
        if let Some(power) = power {
            let _ = write!(text, "<x:Watts>{power}</x:Watts>");
        }
        text.push_str("</x:TPX></Extensions>");
    }
    text.push_str("</Trackpoint>\n");
}
