//! GPX 1.1, with Garmin's extension for heart rate, cadence and temperature and plain `power`.

use std::fmt::Write as _;
use std::io::Write;

use base::error::Result;

use super::xml::{decimal, escape, time};
use super::{Walk, put};
use crate::model::activity::Activity;
use crate::model::track::{Column, Track};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<gpx version=\"1.1\" creator=\"Everkept\" xmlns=\"http://www.topografix.com/GPX/1/1\" \
xmlns:gpxtpx=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v1\">
";

/// Writes activities; answers what could not be shown.
pub(crate) fn write_gpx(walk: Walk<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    put(out, HEAD)?;
    let mut without = 0;
    walk(&mut |activity, track| {
        if track.has(Column::Latitude) {
            return put(out, &one(activity, track));
        }
        without += 1;
        Ok(())
    })?;
    put(out, "</gpx>\n")?;
    let words = format!("{without} activities without a way have no place in GPX");
    Ok(if without > 0 { vec![words] } else { Vec::new() })
}

fn one(activity: &Activity, track: &Track) -> String {
    // Writing to a String cannot fail.
    let mut text = String::from("  <trk>\n");
    for (tag, words) in
        [("name", &activity.name), ("desc", &activity.note), ("type", &activity.sport)]
    {
        if !words.is_empty() {
            let _ = writeln!(text, "    <{tag}>{}</{tag}>", escape(words));
        }
    }
    text.push_str("    <trkseg>\n");
    let mut pauses = track.pauses.iter().peekable();
    for point in 0..track.len() {
        let at = track.at_ms[point];
        // A segment ends with each pause: GPX has no other word for it.
        let mut paused = false;
        while pauses.next_if(|pause| pause.to_ms <= at).is_some() {
            paused = true;
        }
        if paused && point > 0 {
            text.push_str("    </trkseg>\n    <trkseg>\n");
        }
        push_point(activity, track, point, &mut text);
    }
    text.push_str("    </trkseg>\n  </trk>\n");
    text
}

fn push_point(activity: &Activity, track: &Track, point: usize, text: &mut String) {
    let place = track.get(Column::Latitude, point).zip(track.get(Column::Longitude, point));
    let Some((north, east)) = place else { return };
    let _ =
        write!(text, "      <trkpt lat=\"{}\" lon=\"{}\">", decimal(north, 7), decimal(east, 7));
    if let Some(height) = track.get(Column::Altitude, point) {
        let _ = write!(text, "<ele>{}</ele>", decimal(height, 3));
    }
    let _ = write!(text, "<time>{}</time>", time(activity.start + track.at_ms[point]));
    let mut inner = String::new();
    for (column, tag, digits) in
        [(Column::Temperature, "atemp", 3), (Column::Heart, "hr", 0), (Column::Cadence, "cad", 0)]
    {
        if let Some(value) = track.get(column, point) {
            let _ = write!(inner, "<gpxtpx:{tag}>{}</gpxtpx:{tag}>", decimal(value, digits));
        }
    }
    let power = track.get(Column::Power, point);
    if !inner.is_empty() || power.is_some() {
        text.push_str("<extensions>");
        if let Some(power) = power {
            let _ = write!(text, "<power>{power}</power>");
        }
        if !inner.is_empty() {
            let _ =
                write!(text, "<gpxtpx:TrackPointExtension>{inner}</gpxtpx:TrackPointExtension>");
        }
        text.push_str("</extensions>");
    }
    text.push_str("</trkpt>\n");
}
