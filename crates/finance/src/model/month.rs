//! A month on the calendar, as budgets count them.

use std::fmt;
use std::str::FromStr;

use base::day::Day;
use base::error::{Error, Result};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// A month, `2026-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Month {
    // Invariant: 1 to 9999.
    year: i16,
    // Invariant: 1 to 12.
    month: i8,
}

impl Month {
    /// The month of a day.
    pub(crate) fn of(day: Day) -> Month {
        let date = day.date();
        Month { year: date.year(), month: date.month() }
    }

    /// As tables hold it: 202603.
    pub(crate) fn number(self) -> i64 {
        i64::from(self.year) * 100 + i64::from(self.month)
    }

    /// From a table; `None` when the number is no month.
    pub(crate) fn from_number(number: i64) -> Option<Month> {
        let year = i16::try_from(number / 100).ok()?;
        let month = i8::try_from(number % 100).ok()?;
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Month { year, month })
    }

    /// Its first day.
    pub(crate) fn first(self) -> Day {
        Day::new(Date::constant(self.year, self.month, 1))
    }

    /// Its last day.
    pub(crate) fn last(self) -> Day {
        Day::new(self.first().date().last_of_month())
    }

    /// The month so many months later (negative: earlier); stays at the calendar's end.
    #[must_use]
    pub(crate) fn plus(self, months: i64) -> Month {
        let count = (i64::from(self.year) * 12 + i64::from(self.month) - 1).saturating_add(months);
        let count = count.clamp(12, 9999 * 12 + 11);
        Month::from_number(count / 12 * 100 + count % 12 + 1).unwrap_or(self)
    }

    /// How many months later this is than another.
    pub(crate) fn since(self, other: Month) -> i64 {
        (i64::from(self.year) - i64::from(other.year)) * 12 + i64::from(self.month)
            - i64::from(other.month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = Error;

    fn from_str(text: &str) -> Result<Month> {
        let plain = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<i64>().ok())
                .flatten()
        };
        text.split_once('-')
            .and_then(|(year, month)| Some(plain(year, 4)? * 100 + plain(month, 2)?))
            .and_then(Month::from_number)
            .ok_or_else(|| Error::invalid("month", format!("{text:?} is not a month like 2026-03")))
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl TS for Month {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &ts_rs::Config) -> String {
        "string".into()
    }
    fn inline(_: &ts_rs::Config) -> String {
        "string".into()
    }
}

impl JsonSchema for Month {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^\\d{4}-\\d{2}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn months_are_counted() {
        assert_eq!(month("2026-01").plus(-1), month("2025-12"));
        assert_eq!(month("2025-12").plus(3), month("2026-03"));
        assert_eq!(month("2026-03").since(month("2025-12")), 3);
        assert_eq!(month("9999-12").plus(1), month("9999-12"), "the calendar ends");
        assert_eq!(month("0001-01").plus(-1), month("0001-01"));
        assert_eq!(month("2024-02").last().to_string(), "2024-02-29");
        assert_eq!(Month::from_number(202_603), Some(month("2026-03")));
        assert_eq!(month("2026-03").number(), 202_603);
    }

    #[test]
    fn other_texts_are_no_months() {
        for text in ["", "2026", "2026-13", "2026-00", "0000-01", "26-03", "2026-3", "+202-03"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
