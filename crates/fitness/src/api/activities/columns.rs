//! A track as columns, thinned for charts and for the map.

use base::error::Result;
use base::id::AnyId;
use domain::wire;
use store::read::ReadCx;

use crate::model::thin::{extremes, line};
use crate::model::track::{Column, MISSING, Track};
use crate::model::way::way_mm;

wire! {
    /// Which track.
    #[derive(Copy)]
    pub(crate) struct TrackOf {
        /// The activity, or a workout that activities stand behind.
        pub(crate) id: AnyId,
        /// How many points a chart shows at most; 2000 without, at most 20000.
        #[serde(default)]
        pub(crate) points_max: Option<u32>,
    }

    /// One chart: points by their numbers, and their values.
    #[derive(Eq)]
    pub(crate) struct TrackColumn {
        /// `altitude`, `heart`, `cadence`, `power`, `speed`, `temperature`, or a name of the file's own.
        pub(crate) name: String,
        /// `mm`, `bpm`, `rpm`, `W`, `mm/s`, `m°C`; thousandths of the file's own unit.
        pub(crate) unit: String,
        /// Which points of the track, rising.
        pub(crate) points: Vec<u32>,
        /// Since the start, milliseconds, of each.
        pub(crate) at_ms: Vec<i64>,
        /// Along the way, millimeters, of each; empty when there is no way.
        pub(crate) way_mm: Vec<i64>,
        /// The value of each; null where nothing was measured.
        pub(crate) values: Vec<Option<i64>>,
    }

    /// The line on the map.
    #[derive(Eq)]
    pub(crate) struct TrackLine {
        /// Which points of the track, rising.
        pub(crate) points: Vec<u32>,
        /// Since the start, milliseconds, of each.
        pub(crate) at_ms: Vec<i64>,
        /// 1e-7 degrees north, of each.
        pub(crate) latitude: Vec<i64>,
        /// 1e-7 degrees east, of each.
        pub(crate) longitude: Vec<i64>,
        /// Whether the line begins anew at a point: a pause lies before it.
        pub(crate) breaks: Vec<bool>,
    }

    /// A track, thinned. Points keep their numbers in all columns.
    #[derive(Eq)]
    pub(crate) struct TrackColumns {
        /// How many points the track has.
        pub(crate) count: u32,
        /// The line on the map; null without places.
        pub(crate) line: Option<TrackLine>,
        /// What was measured.
        pub(crate) columns: Vec<TrackColumn>,
        /// Milliseconds between heartbeats, the first of them.
        pub(crate) beats_ms: Vec<i64>,
    }
}

/// Points of a chart when nobody says how many, and at most.
const POINTS: u32 = 2000;
const POINTS_MAX: u32 = 20_000;
/// Heartbeats that are shown: two hours.
const BEATS_SHOWN: usize = 20_000;

/// The columns that are charts, with their words and units.
const CHARTS: [(Column, &str, &str); 6] = [
    (Column::Altitude, "altitude", "mm"),
    (Column::Heart, "heart", "bpm"),
    (Column::Cadence, "cadence", "rpm"),
    (Column::Power, "power", "W"),
    (Column::Speed, "speed", "mm/s"),
    (Column::Temperature, "temperature", "m°C"),
];

/// The track of an activity, thinned.
///
/// # Errors
/// `NotFound`.
pub(crate) fn track(cx: &ReadCx<'_>, request: TrackOf) -> Result<TrackColumns> {
    let (_, track) = super::told(cx, request.id)?;
    let track = track.unwrap_or_default();
    let most = request.points_max.unwrap_or(POINTS).clamp(2, POINTS_MAX) as usize;
    let way = way_mm(&track);
    let mut columns = Vec::new();
    for (column, name, unit) in CHARTS {
        if track.has(column) {
            columns.push(chart(&track, &way, track.column(column), (name, unit), most));
        }
    }
    if !track.has(Column::Speed) && !way.is_empty() {
        columns.push(chart(&track, &way, &speeds(&track, &way), ("speed", "mm/s"), most));
    }
    for extra in &track.extras {
        columns.push(chart(&track, &way, &extra.values, (&extra.name, &extra.unit), most));
    }
    Ok(TrackColumns {
        count: number(track.len()),
        line: track.has(Column::Latitude).then(|| map_line(&track, most)),
        columns,
        beats_ms: track.beats_ms.iter().copied().take(BEATS_SHOWN).collect(),
    })
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn chart(
    track: &Track,
    way: &[i64],
    values: &[i64],
    (name, unit): (&str, &str),
    most: usize,
) -> TrackColumn {
    let points = extremes(values, most);
    TrackColumn {
        name: name.to_owned(),
        unit: unit.to_owned(),
        at_ms: points.iter().map(|point| track.at_ms[*point]).collect(),
        way_mm: points.iter().filter_map(|point| way.get(*point).copied()).collect(),
        values: points
            .iter()
            .map(|point| Some(values[*point]).filter(|one| *one != MISSING))
            .collect(),
        points: points.into_iter().map(number).collect(),
    }
}

/// Speeds from the way, over some seconds each: positions alone jump about.
fn speeds(track: &Track, way: &[i64]) -> Vec<i64> {
    const SPAN_MS: i64 = 10_000;
    let mut from = 0;
    (0..track.len())
        .map(|point| {
            while track.at_ms[point] - track.at_ms[from] > SPAN_MS && from + 1 < point {
                from += 1;
            }
            let (mm, ms) = (way[point] - way[from], track.at_ms[point] - track.at_ms[from]);
            if ms > 0 { mm * 1000 / ms } else { MISSING }
        })
        .collect()
}

fn map_line(track: &Track, most: usize) -> TrackLine {
    let points = line(track, most);
    let mut before: Option<i64> = None;
    let mut breaks = Vec::with_capacity(points.len());
    for point in &points {
        let at = track.at_ms[*point];
        let since = before.replace(at);
        let paused = |pause: &crate::model::track::Pause| {
            since.is_some_and(|since| since <= pause.from_ms && pause.to_ms <= at)
        };
        breaks.push(track.pauses.iter().any(paused));
    }
    let degrees = |column| points.iter().filter_map(|point| track.get(column, *point)).collect();
    TrackLine {
        latitude: degrees(Column::Latitude),
        longitude: degrees(Column::Longitude),
        at_ms: points.iter().map(|point| track.at_ms[*point]).collect(),
        points: points.into_iter().map(number).collect(),
        breaks,
    }
}
