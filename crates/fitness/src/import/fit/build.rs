//! From the messages of a FIT file to activities with their tracks.
//!
//! A file is read once from front to back; sessions stand at its end and divide what came before. A
//! file that was cut short has none: then what there is becomes one activity that says so.

use jiff::tz::TimeZone;

use super::decode::{Decoder, DeveloperField, Message, Step};
use super::monitor::Monitor;
use super::profile::{self, EPOCH_S, TIMESTAMP_MIN, file, message};
use super::totals;
use crate::import::told::{Told, day_at};
use crate::model::activity::{Activity, Lap, Length, Totals, WatchSet};
use crate::model::sport::sport_of;
use crate::model::track::{Column, MISSING, Pause, Track};

/// The most sessions of a file, and descriptions of developers' fields.
const SESSIONS_MAX: usize = 200;
const DESCRIPTIONS_MAX: usize = 512;
/// A point further than this from its session is from a clock that was not set.
const STRAY_MS: i64 = 7 * 86_400_000;

/// What a developer's field holds (`field_description`).
struct Description {
    developer: u8,
    number: u8,
    base: u8,
    name: String,
    unit: String,
    scale: f64,
    offset: f64,
    /// The column of ours that it stands for.
    native: Option<Column>,
}

/// A session, or what stands for one.
#[derive(Default)]
pub(super) struct Session {
    /// Unix milliseconds.
    start: Option<i64>,
    elapsed_ms: Option<i64>,
    sport: Option<u64>,
    sub_sport: Option<u64>,
    name: String,
    totals: Totals,
}

/// One file while it is read. Times are Unix milliseconds.
#[derive(Default)]
pub(super) struct Reading {
    file_type: Option<u64>,
    serial: Option<u64>,
    manufacturer: Option<u64>,
    product: Option<u64>,
    product_name: String,
    created: Option<i64>,
    offset_s: Option<i32>,
    sport: (Option<u64>, Option<u64>, String),
    descriptions: Vec<Description>,
    sessions: Vec<Session>,
    laps: Vec<Lap>,
    lengths: Vec<Length>,
    sets: Vec<WatchSet>,
    track: Track,
    /// Where beats were told: how many points and beats there were before.
    beats: Vec<(usize, i64)>,
    paused: Option<i64>,
    records: u32,
    messages: u32,
    stray: u32,
    monitor: Monitor,
}

/// Reads a file, which may hold several; `zone` is where its days are when it does not say.
pub(super) fn read(bytes: &[u8], zone: &TimeZone) -> Told {
    let mut told = Told::default();
    let mut decoder = Decoder::new(bytes);
    let mut reading = Reading::default();
    loop {
        match decoder.next() {
            Step::Begin { header_ok } => {
                reading = Reading::default();
                if !header_ok {
                    told.problem("header", "its checksum is wrong");
                }
            }
            Step::Message(message) => reading.message(&message, &mut told),
            Step::End { crc_ok } => {
                let missing = match crc_ok {
                    Some(true) => None,
                    Some(false) => Some(
                        "its checksum is wrong: some of its bytes are not as they were written",
                    ),
                    None => Some("its checksum is missing"),
                };
                if let Some(missing) = missing {
                    told.problem(&format!("byte {}", decoder.position()), missing);
                }
                std::mem::take(&mut reading).finish(
                    zone,
                    missing.map(str::to_owned),
                    None,
                    &mut told,
                );
            }
            Step::Broken { at, why } if reading.is_untouched() && told.records > 0 => {
                told.problem(
                    &format!("byte {at}"),
                    format!("what follows the file cannot be read: {why}"),
                );
            }
            Step::Broken { at, why } => {
                let records = reading.records;
                // A file of measurements has no records.
                let place = match records {
                    0 => format!("message {}", reading.messages),
                    records => format!("record {records}"),
                };
                let missing = format!("cut short after {place}: {why}");
                told.problem(&format!("byte {at}"), missing.clone());
                std::mem::take(&mut reading).finish(zone, Some(missing), Some(records), &mut told);
            }
            Step::Done => return told,
        }
    }
}

/// Unix milliseconds of seconds of FIT's time.
pub(super) fn instant(seconds: impl Into<i64>) -> Option<i64> {
    let seconds: i64 = seconds.into();
    (seconds >= TIMESTAMP_MIN).then_some((seconds + EPOCH_S) * 1000)
}

fn at(message: &Message<'_>, field: u8) -> Option<i64> {
    instant(message.signed(field)?)
}

impl Reading {
    fn message(&mut self, message: &Message<'_>, told: &mut Told) {
        self.messages += 1;
        match message.number {
            message::RECORD => self.record(message),
            message::HRV => {
                let beats = message.numbers(0);
                self.track.beats_ms.extend(beats.iter().filter(|beat| **beat < 10_000));
                let when = message.timestamp.and_then(instant).unwrap_or(0);
                self.beats.push((self.track.beats_ms.len(), when));
            }
            message::FILE_ID => {
                self.file_type = message.unsigned(0);
                self.manufacturer = message.unsigned(1);
                self.product = message.unsigned(2);
                self.serial = message.unsigned(3);
                self.created = at(message, 4);
                self.product_name = message.text(8).unwrap_or_default();
            }
            message::SPORT => {
                let name = message.text(3).unwrap_or_default();
                self.sport = (message.unsigned(0), message.unsigned(1), name);
            }
            message::SESSION if self.sessions.len() < SESSIONS_MAX => self.session(message),
            message::LAP => self.lap(message),
            message::LENGTH => self.length(message),
            message::SET => self.set(message),
            message::EVENT => self.event(message),
            message::ACTIVITY => {
                let pair = message.timestamp.zip(message.unsigned(5));
                self.offset_s = pair.and_then(|(utc, local)| offset(utc, local));
            }
            message::DEVICE_INFO if message.unsigned(0) == Some(0) => {
                self.serial = self.serial.or(message.unsigned(3));
                self.product = self.product.or(message.unsigned(4));
                if self.product_name.is_empty() {
                    self.product_name = message.text(27).unwrap_or_default();
                }
            }
            message::FIELD_DESCRIPTION => self.describe(message),
            other => {
                let source = self.device();
                if !self.monitor.message(message, &source)
                    && let Some(what) = profile::lost(other)
                {
                    told.lost(what);
                }
            }
        }
    }

    fn record(&mut self, message: &Message<'_>) {
        self.records += 1;
        let told = message.timestamp.and_then(instant);
        // One without a time stands where the one before it did, or where the file began.
        self.stray += u32::from(told.is_none());
        let Some(at) = told.or(self.track.at_ms.last().copied()).or(self.created) else { return };
        let track = &mut self.track;
        if !track.push(at) {
            return;
        }
        let mut set = |column, value: Option<i64>| {
            if let Some(value) = value {
                track.set(column, value);
            }
        };
        let position = message.signed(0).zip(message.signed(1));
        if let Some((north, east)) = position {
            set(Column::Latitude, Some(profile::degrees_e7(north)));
            set(Column::Longitude, Some(profile::degrees_e7(east)));
        }
        let altitude = message.signed(78).or_else(|| message.signed(2));
        set(Column::Altitude, altitude.map(profile::altitude_mm));
        set(Column::Heart, message.signed(3).filter(|beats| *beats > 0));
        set(Column::Cadence, message.signed(4));
        set(Column::Distance, message.signed(5).map(|centimeters| centimeters * 10));
        set(Column::Speed, message.signed(73).or_else(|| message.signed(6)));
        set(Column::Power, message.signed(7));
        set(Column::Temperature, message.signed(13).map(|degrees| degrees * 1000));
        for field in message.developer() {
            self.developer(message, field);
        }
    }

    fn developer(&mut self, message: &Message<'_>, field: &DeveloperField) {
        let of = |known: &&Description| {
            known.developer == field.developer && known.number == field.number
        };
        let Some(known) = self.descriptions.iter().find(of) else { return };
        let Some(raw) = message.developer_value(field, known.base) else { return };
        let value = raw / known.scale - known.offset;
        // Beyond this a thousandth is no whole number of 64 bits.
        if value.abs() > 1e15 {
            return;
        }
        if let Some(column) = known.native
            && self.track.column(column).last().is_none_or(|last| *last == MISSING)
        {
            self.track.set(column, value.round() as i64);
        }
        self.track.set_extra(&known.name, &known.unit, (value * 1000.0).round() as i64);
    }

    fn describe(&mut self, message: &Message<'_>) {
        let ids = message.unsigned(0).zip(message.unsigned(1)).zip(message.unsigned(2));
        let Some(((developer, number), base)) = ids else { return };
        if self.descriptions.len() >= DESCRIPTIONS_MAX {
            return;
        }
        let (developer, number, base) = (developer as u8, number as u8, base as u8);
        let of_record = message.unsigned(14) == Some(u64::from(message::RECORD));
        let native = match message.unsigned(15).filter(|_| of_record) {
            Some(3) => Some(Column::Heart),
            Some(4) => Some(Column::Cadence),
            Some(7) => Some(Column::Power),
            _ => None,
        };
        self.descriptions.retain(|known| (known.developer, known.number) != (developer, number));
        self.descriptions.push(Description {
            developer,
            number,
            base,
            name: message.text(3).unwrap_or_else(|| format!("field {number}")),
            unit: message.text(8).unwrap_or_default(),
            scale: message.unsigned(6).filter(|scale| *scale > 0).unwrap_or(1) as f64,
            offset: message.signed(7).unwrap_or(0) as f64,
            native,
        });
    }

    fn session(&mut self, message: &Message<'_>) {
        let end = message.timestamp.and_then(instant);
        let elapsed_ms = message.signed(7);
        let start = at(message, 2).or(end.zip(elapsed_ms).map(|(end, elapsed)| end - elapsed));
        self.sessions.push(Session {
            start,
            elapsed_ms,
            sport: message.unsigned(5),
            sub_sport: message.unsigned(6),
            name: message.text(110).unwrap_or_default(),
            totals: totals::of_session(message),
        });
    }

    fn lap(&mut self, message: &Message<'_>) {
        let end = message.timestamp.and_then(instant);
        let elapsed_ms = message.signed(7).unwrap_or(0);
        let Some(at_ms) = at(message, 2).or(end.map(|end| end - elapsed_ms)) else { return };
        if self.sport.0.is_none() {
            self.sport = (message.unsigned(25), message.unsigned(39), String::new());
        }
        self.laps.push(Lap { at_ms, elapsed_ms, totals: totals::of_lap(message) });
    }

    fn length(&mut self, message: &Message<'_>) {
        let Some(at_ms) = at(message, 2) else { return };
        let is_active = message.unsigned(12) != Some(0);
        let stroke = message.unsigned(7).filter(|_| is_active).map_or("", profile::stroke);
        self.lengths.push(Length {
            at_ms,
            elapsed_ms: message.signed(3).unwrap_or(0),
            strokes: message.signed(5),
            stroke: stroke.to_owned(),
        });
    }

    fn set(&mut self, message: &Message<'_>) {
        let elapsed_ms = message.signed(0).unwrap_or(0);
        let end = message.signed(254).or(message.timestamp.map(i64::from)).and_then(instant);
        let Some(at_ms) = at(message, 6).or(end.map(|end| end - elapsed_ms)) else { return };
        self.sets.push(WatchSet {
            at_ms,
            elapsed_ms,
            reps: message.signed(3),
            // Sixteenths of a kilogram.
            mg: message.signed(4).map(|sixteenths| sixteenths * 62_500),
            rest: message.unsigned(5) == Some(0),
        });
    }

    /// The timer's starts and stops: pauses.
    fn event(&mut self, message: &Message<'_>) {
        if message.unsigned(0) != Some(0) {
            return;
        }
        let Some(at) = message.timestamp.and_then(instant) else { return };
        match message.unsigned(1) {
            Some(0) => {
                if let Some(from_ms) = self.paused.take().filter(|from| *from < at) {
                    self.track.pauses.push(Pause { from_ms, to_ms: at });
                }
            }
            // stop, stop_all, stop_disable, stop_disable_all.
            Some(1 | 4 | 8 | 9) => self.paused = self.paused.or(Some(at)),
            _ => {}
        }
    }

    /// Whether nothing was read since a file ended.
    fn is_untouched(&self) -> bool {
        self.file_type.is_none() && self.records == 0 && self.sessions.is_empty()
    }

    fn device(&self) -> String {
        match self.serial {
            Some(serial) => serial.to_string(),
            None => format!(
                "{}.{}",
                self.manufacturer.unwrap_or_default(),
                self.product.unwrap_or_default()
            ),
        }
    }

    fn maker(&self) -> String {
        let maker = self.manufacturer.and_then(profile::manufacturer).unwrap_or_default();
        format!("{maker} {}", self.product_name).trim().to_owned()
    }

    fn finish(
        mut self,
        zone: &TimeZone,
        missing: Option<String>,
        cut: Option<u32>,
        told: &mut Told,
    ) {
        told.records += u64::from(self.records);
        told.samples.append(&mut std::mem::take(&mut self.monitor).finish(self.offset_s, zone));
        let stray = format!("{} records have no time", self.stray);
        if self.stray > 0 {
            told.problem("records", stray.clone());
        }
        if self.file_type == Some(file::COURSE) {
            told.lost("course");
            return;
        }
        self.track.sort();
        if self.sessions.is_empty() {
            let has_any = !self.track.at_ms.is_empty() || !self.laps.is_empty();
            if !has_any || !matches!(self.file_type, None | Some(file::ACTIVITY)) {
                return;
            }
            self.sessions.push(self.unfinished());
        }
        self.sessions.sort_by_key(|session| session.start);
        let sessions = std::mem::take(&mut self.sessions);
        let starts: Vec<i64> =
            sessions.iter().skip(1).map(|next| next.start.unwrap_or(i64::MAX)).collect();
        let several = sessions.len() > 1;
        let mut from = 0;
        for (child, session) in sessions.into_iter().enumerate() {
            let until = starts.get(child).copied().unwrap_or(i64::MAX);
            let to = self.track.at_ms.partition_point(|at| *at < until).max(from);
            let part = Part { from, to, until, child: if several { child } else { 0 } };
            if let Some((mut activity, track)) = self.activity(session, &part, zone) {
                activity.missing.extend(missing.clone());
                if self.stray > 0 {
                    activity.missing.push(stray.clone());
                }
                activity.cut = cut;
                told.activity(activity, track);
            } else {
                told.problem("session", "has no time of its own");
            }
            from = to;
        }
    }

    /// What stands for the session of a file that was cut short.
    fn unfinished(&self) -> Session {
        let first = self.track.at_ms.first().copied();
        let lap = self.laps.first().map(|lap| lap.at_ms);
        Session {
            start: first.into_iter().chain(lap).min().or(self.created),
            sport: self.sport.0,
            sub_sport: self.sport.1,
            name: self.sport.2.clone(),
            ..Session::default()
        }
    }

    fn activity(
        &self,
        session: Session,
        part: &Part,
        zone: &TimeZone,
    ) -> Option<(Activity, Track)> {
        let first = self.track.at_ms.get(part.from..part.to).and_then(<[i64]>::first);
        let start = session.start.or(first.copied())?;
        let mut track = self.track.part(part.from, part.to, start);
        track.beats_ms = self.beats_between(start, part);
        let last = track.at_ms.iter().rev().copied().find(|at| *at < STRAY_MS).unwrap_or(0);
        let laps: Vec<Lap> = within(&self.laps, start, part, |lap| &mut lap.at_ms);
        let laps_end = laps.iter().map(|lap| lap.at_ms + lap.elapsed_ms).max().unwrap_or(0);
        let words = [
            profile::sub_sport(session.sub_sport.unwrap_or(0)),
            profile::sport(session.sport.unwrap_or(0)),
        ];
        let mut activity = Activity {
            sport: sport_of(&words).to_owned(),
            raw: format!("{}/{}", words[1], words[0]),
            offset_s: self.offset_s,
            zone: match self.offset_s {
                Some(_) => String::new(),
                None => zone.iana_name().unwrap_or_default().to_owned(),
            },
            child: u32::try_from(part.child).unwrap_or(u32::MAX),
            elapsed_ms: session.elapsed_ms.unwrap_or_else(|| last.max(laps_end)),
            totals: session.totals,
            name: session.name,
            maker: self.maker(),
            laps,
            lengths: within(&self.lengths, start, part, |length| &mut length.at_ms),
            sets: within(&self.sets, start, part, |set| &mut set.at_ms),
            ..Activity::new("fit", &self.device(), start, day_at(start, self.offset_s, zone))
        };
        activity.describe(&track);
        Some((activity, track))
    }

    /// The heartbeats that were told from the part's first point to its last.
    fn beats_between(&self, start: i64, part: &Part) -> Vec<i64> {
        let end_of = |until: i64| {
            let told = self.beats.partition_point(|(_, when)| *when < until);
            told.checked_sub(1).and_then(|last| self.beats.get(last)).map_or(0, |(end, _)| *end)
        };
        let from = if part.from == 0 { 0 } else { end_of(start) };
        let to =
            if part.until == i64::MAX { self.track.beats_ms.len() } else { end_of(part.until) };
        self.track.beats_ms.get(from..to.max(from)).unwrap_or_default().to_vec()
    }
}

/// Which points belong to a session: those before `until`.
struct Part {
    from: usize,
    to: usize,
    until: i64,
    child: usize,
}

/// The parts of a session, with times since its start.
fn within<T: Clone>(all: &[T], start: i64, part: &Part, at: impl Fn(&mut T) -> &mut i64) -> Vec<T> {
    // A lap may begin a moment before its session.
    const SLACK_MS: i64 = 1000;
    let mut found = Vec::new();
    for one in all {
        let mut one = one.clone();
        let at = at(&mut one);
        if (*at >= start - SLACK_MS || part.from == 0) && *at < part.until {
            *at -= start;
            found.push(one);
        }
    }
    found
}

/// Seconds east of UTC, of an instant told twice.
fn offset(utc: u32, local: u64) -> Option<i32> {
    // The farthest zones are 14 hours away; what is more is a clock that was not set.
    const FARTHEST_S: i64 = 15 * 3600;
    let seconds = i64::try_from(local).ok()? - i64::from(utc);
    // Clocks are set to quarters of an hour.
    let seconds = (seconds + 450).div_euclid(900) * 900;
    (seconds.abs() <= FARTHEST_S).then(|| i32::try_from(seconds).ok()).flatten()
}
