//! Whether and when notifications ring on this device, and how much they say outside of the window.

use base::error::{Error, Result};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::read::ReadCx;
use store::write::WriteCx;

/// The name under which the device keeps them.
const KEY: &str = "notification_settings";

/// What is set for notifications on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct NotificationSettings {
    /// Whether the operating system shows them, too.
    pub(crate) on: bool,
    /// Whether the system's say what they are about.
    pub(crate) show_words: bool,
    /// Whether there are quiet hours.
    pub(crate) quiet: bool,
    /// When and until when it is quiet.
    pub(crate) hours: QuietHours,
}

impl Default for NotificationSettings {
    fn default() -> NotificationSettings {
        NotificationSettings {
            on: true,
            show_words: false,
            quiet: false,
            hours: QuietHours::night(),
        }
    }
}

impl NotificationSettings {
    /// Keeps them.
    pub(crate) fn write(&self, cx: &mut WriteCx<'_>) -> Result<()> {
        let kept = serde_json::to_string(self)
            .map_err(|source| Error::internal("keeping what is set for notifications", source))?;
        cx.set_device_value(KEY, &kept)
    }

    /// Whether it is quiet at an instant in a zone.
    pub(crate) fn is_quiet(&self, now: Timestamp, zone: &TimeZone) -> bool {
        self.quiet && self.hours.contains(now, zone)
    }
}

/// The settings as they stand.
pub(crate) fn get(cx: &ReadCx<'_>) -> Result<NotificationSettings> {
    match cx.device_value(KEY)? {
        Some(kept) => serde_json::from_str(&kept)
            .map_err(|source| Error::internal("reading what is set for notifications", source)),
        None => Ok(NotificationSettings::default()),
    }
}

/// A part of the day, by the clock at the wall: over midnight when it ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct QuietHours {
    from: Time,
    // Invariant: not `from`, or it could not be told whether that is all day or never.
    until: Time,
}

impl QuietHours {
    /// What is offered first: a guess at a night.
    fn night() -> QuietHours {
        QuietHours { from: Time::constant(22, 0, 0, 0), until: Time::constant(7, 0, 0, 0) }
    }

    /// From one time of the day until another, `22:00` and `07:00`.
    ///
    /// # Errors
    /// `Invalid` at `quiet_from` or `quiet_until` for what is no time, and when both are the same.
    pub(crate) fn new(from: &str, until: &str) -> Result<QuietHours> {
        let hours =
            QuietHours { from: time(from, "quiet_from")?, until: time(until, "quiet_until")? };
        if hours.from == hours.until {
            return Err(Error::invalid(
                "quiet_until",
                "quiet hours end at another time than they begin",
            ));
        }
        Ok(hours)
    }

    /// When it becomes quiet, `22:00`.
    pub(crate) fn from(&self) -> String {
        self.from.strftime("%H:%M").to_string()
    }

    /// When that is over, `07:00`.
    pub(crate) fn until(&self) -> String {
        self.until.strftime("%H:%M").to_string()
    }

    /// Whether an instant is in them. In the night in which clocks change they are as one piece: an hour
    /// that comes twice is quiet twice, and an end that is skipped comes as late as in any other night.
    fn contains(&self, now: Timestamp, zone: &TimeZone) -> bool {
        let today = now.to_zoned(zone.clone()).date();
        // Those that began yesterday may last until today.
        [today.yesterday().ok(), Some(today)]
            .into_iter()
            .flatten()
            .filter_map(|day| self.of(day, zone))
            .any(|(begin, end)| begin <= now && now < end)
    }

    /// Those that begin on a day. Nothing at the ends of the calendar.
    fn of(&self, day: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        let last = if self.until < self.from { day.tomorrow().ok()? } else { day };
        let begin = zone.to_ambiguous_timestamp(day.to_datetime(self.from)).earlier().ok()?;
        let end = zone.to_ambiguous_timestamp(last.to_datetime(self.until)).later().ok()?;
        Some((begin, end))
    }
}

fn time(text: &str, field: &'static str) -> Result<Time> {
    Time::strptime("%H:%M", text).map_err(|source| {
        Error::invalid(field, "a time of the day is written 22:00").because(source)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet(from: &str, until: &str, zone: &str, at: &[(&str, bool)]) {
        let hours = QuietHours::new(from, until).expect("two times");
        let zone = TimeZone::get(zone).expect("a zone");
        for (now, expected) in at {
            let now: Timestamp = now.parse().expect("an instant");
            assert_eq!(hours.contains(now, &zone), *expected, "{from} to {until} at {now}");
        }
    }

    #[test]
    fn quiet_hours_go_over_midnight_or_lie_in_a_day() {
        quiet(
            "22:00",
            "07:00",
            "Europe/London",
            &[
                ("2026-01-10T21:59:59Z", false),
                ("2026-01-10T22:00:00Z", true),
                ("2026-01-11T00:00:00Z", true),
                ("2026-01-11T06:59:59Z", true),
                ("2026-01-11T07:00:00Z", false),
            ],
        );
        quiet(
            "12:30",
            "14:00",
            "America/New_York",
            &[
                ("2026-01-10T17:29:00Z", false),
                ("2026-01-10T17:30:00Z", true),
                ("2026-01-10T19:00:00Z", false),
                ("2026-01-10T13:00:00Z", false),
            ],
        );
    }

    #[test]
    fn quiet_hours_are_one_piece_in_the_night_in_which_clocks_change() {
        // London, 29 March 2026: 01:00 becomes 02:00. 07:00 is 06:00 UTC that morning.
        quiet(
            "22:00",
            "07:00",
            "Europe/London",
            &[
                ("2026-03-28T22:00:00Z", true),
                ("2026-03-29T01:30:00Z", true),
                ("2026-03-29T05:59:00Z", true),
                ("2026-03-29T06:00:00Z", false),
            ],
        );
        // An end that the clock skips.
        quiet(
            "22:00",
            "01:30",
            "Europe/London",
            &[("2026-03-29T01:29:00Z", true), ("2026-03-29T01:30:00Z", false)],
        );
        // London, 25 October 2026: 02:00 becomes 01:00. 01:15 comes twice.
        quiet(
            "22:00",
            "01:15",
            "Europe/London",
            &[
                ("2026-10-25T00:20:00Z", true),
                ("2026-10-25T01:05:00Z", true),
                ("2026-10-25T01:15:00Z", false),
            ],
        );
        quiet(
            "01:30",
            "06:00",
            "Europe/London",
            &[
                ("2026-10-25T00:29:00Z", false),
                ("2026-10-25T00:30:00Z", true),
                ("2026-10-25T01:10:00Z", true),
                ("2026-10-25T06:00:00Z", false),
            ],
        );
    }

    #[test]
    fn what_is_no_time_is_told_by_its_field() {
        for (from, until, field) in [
            ("25:00", "07:00", "quiet_from"),
            ("22:00", "", "quiet_until"),
            ("22:00", "22:00", "quiet_until"),
        ] {
            let refused = QuietHours::new(from, until).expect_err("no quiet hours");
            assert_eq!(refused.field(), Some(field), "{from} {until}");
        }
    }
}
