//! Ranges of days, cut into steps and into whole months with the days at their ends.

use base::day::Day;
use base::error::{Error, Result};
use jiff::civil::Date;
use store::read::ReadCx;

use super::{ReportSpan, ReportStep};
use crate::model::{day, day_number};

/// Steps in one report: fifty years of months. More are no table that anyone reads.
pub(crate) const STEPS_MAX: i64 = 600;

/// Some days, both ends included, as tables number them: 20260301.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// A range in whole months (202603, both ends included) and the days before and after them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pieces {
    pub(crate) months: Option<(i64, i64)>,
    pub(crate) edges: Vec<Days>,
}

/// A range that is cut into steps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) step: ReportStep,
}

impl ReportStep {
    /// Months in one step; none: all of them.
    const fn months(self) -> Option<i64> {
        match self {
            ReportStep::Month => Some(1),
            ReportStep::Quarter => Some(3),
            ReportStep::Year => Some(12),
            ReportStep::Whole => None,
        }
    }
}

/// Months since the year 0.
fn ordinal(month: i64) -> i64 {
    month / 100 * 12 + month % 100 - 1
}

/// The month after so many, 202603.
fn month_at(ordinal: i64) -> i64 {
    ordinal.div_euclid(12) * 100 + ordinal.rem_euclid(12) + 1
}

/// The month of a day, both as tables number them.
pub(crate) fn month_of(day: i64) -> i64 {
    day / 100
}

/// The first and the last day of a month.
pub(crate) fn days_of(month: i64) -> Result<Days> {
    let first = day(month * 100 + 1)?;
    Ok(Days { from: day_number(first), to: day_number(Day::new(first.date().last_of_month())) })
}

impl Range {
    /// The range that is asked for. Without a beginning it begins with the first posting, without an
    /// end it ends today, or with the month of the last posting when that is later.
    ///
    /// # Errors
    /// `Invalid` when it ends before it begins or has too many steps.
    pub(crate) fn of(
        cx: &ReadCx<'_>,
        from: Option<Day>,
        to: Option<Day>,
        step: ReportStep,
    ) -> Result<Range> {
        let known =
            cx.sql().first("SELECT min(month), max(month) FROM finance_sum", &[], |row| {
                Ok(row.opt_int(0)?.zip(row.opt_int(1)?))
            })?;
        let (first, last) = known.flatten().unwrap_or((month_of(day_number(cx.today())), 0));
        let to = match to {
            Some(to) => to,
            None if month_of(day_number(cx.today())) < last => day(days_of(last)?.to)?,
            None => cx.today(),
        };
        let from = match from {
            Some(from) => from,
            None => {
                let months = STEPS_MAX * step.months().unwrap_or(1) - 1;
                let floor = ordinal(month_of(day_number(to))) - months;
                day(days_of(month_at(ordinal(first).max(floor).max(12)))?.from)?.min(to)
            }
        };
        if to < from {
            return Err(Error::invalid(
                "to",
                "a range ends on or after the day on which it begins",
            ));
        }
        let range = Range { from, to, step };
        if STEPS_MAX <= range.index(month_of(day_number(to))) {
            return Err(Error::invalid("from", format!("a report has at most {STEPS_MAX} steps")));
        }
        Ok(range)
    }

    /// The days.
    pub(crate) fn days(self) -> Days {
        Days { from: day_number(self.from), to: day_number(self.to) }
    }

    /// Which step a month (202603) of the range lies in, from 0.
    pub(crate) fn index(self, month: i64) -> i64 {
        let Some(size) = self.step.months() else { return 0 };
        let first = ordinal(month_of(day_number(self.from)));
        ordinal(month).div_euclid(size) - first.div_euclid(size)
    }

    /// How many steps there are.
    pub(crate) fn len(self) -> usize {
        let last = self.index(month_of(day_number(self.to)));
        usize::try_from(last + 1).unwrap_or(1)
    }

    /// The steps; the first and the last may be cut.
    pub(crate) fn spans(self) -> Result<Vec<ReportSpan>> {
        let Some(size) = self.step.months() else {
            return Ok(vec![ReportSpan { from: self.from, to: self.to }]);
        };
        let first = ordinal(month_of(day_number(self.from))).div_euclid(size) * size;
        (0..self.len())
            .map(|place| {
                let begins = first + i64::try_from(place).unwrap_or(0) * size;
                let from = day(days_of(month_at(begins))?.from)?;
                let to = day(days_of(month_at(begins + size - 1))?.to)?;
                Ok(ReportSpan { from: from.max(self.from), to: to.min(self.to) })
            })
            .collect()
    }

    /// Whole months and what is left at the ends.
    pub(crate) fn pieces(self) -> Pieces {
        let begins_month = self.from.date().day() == 1;
        let ends_month = self.to.date() == self.to.date().last_of_month();
        let days = self.days();
        let first = ordinal(month_of(days.from)) + i64::from(!begins_month);
        let last = ordinal(month_of(days.to)) - i64::from(!ends_month);
        if last < first {
            return Pieces { months: None, edges: vec![days] };
        }
        let mut edges = Vec::new();
        if !begins_month {
            let end = |date: Date| day_number(Day::new(date.last_of_month()));
            edges.push(Days { from: days.from, to: end(self.from.date()) });
        }
        if !ends_month {
            let begin = |date: Date| day_number(Day::new(date.first_of_month()));
            edges.push(Days { from: begin(self.to.date()), to: days.to });
        }
        Pieces { months: Some((month_at(first), month_at(last))), edges }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: &str, to: &str, step: ReportStep) -> Range {
        let day = |text: &str| text.parse().expect("a day");
        Range { from: day(from), to: day(to), step }
    }

    fn spans(from: &str, to: &str, step: ReportStep) -> Vec<String> {
        let spans = range(from, to, step).spans().expect("days of this calendar");
        spans.iter().map(|span| format!("{} {}", span.from, span.to)).collect()
    }

    #[test]
    fn steps_follow_the_calendar_and_are_cut_at_the_ends() {
        assert_eq!(
            spans("2025-11-15", "2026-02-10", ReportStep::Month),
            [
                "2025-11-15 2025-11-30",
                "2025-12-01 2025-12-31",
                "2026-01-01 2026-01-31",
                "2026-02-01 2026-02-10"
            ]
        );
        assert_eq!(
            spans("2025-11-15", "2026-05-10", ReportStep::Quarter),
            ["2025-11-15 2025-12-31", "2026-01-01 2026-03-31", "2026-04-01 2026-05-10"]
        );
        assert_eq!(
            spans("2025-11-15", "2026-02-10", ReportStep::Year),
            ["2025-11-15 2025-12-31", "2026-01-01 2026-02-10"]
        );
        assert_eq!(spans("2025-11-15", "2026-02-10", ReportStep::Whole), ["2025-11-15 2026-02-10"]);
    }

    #[test]
    fn whole_months_and_the_days_at_the_ends() {
        let pieces = |from, to| range(from, to, ReportStep::Month).pieces();
        let days = |from, to| Days { from, to };
        assert_eq!(
            pieces("2025-11-15", "2026-02-10"),
            Pieces {
                months: Some((202_512, 202_601)),
                edges: vec![days(20_251_115, 20_251_130), days(20_260_201, 20_260_210)]
            }
        );
        assert_eq!(
            pieces("2024-02-01", "2024-02-29"),
            Pieces { months: Some((202_402, 202_402)), edges: vec![] }
        );
        assert_eq!(
            pieces("2024-02-02", "2024-02-29"),
            Pieces { months: None, edges: vec![days(20_240_202, 20_240_229)] }
        );
        assert_eq!(
            pieces("2024-02-02", "2024-03-30"),
            Pieces { months: None, edges: vec![days(20_240_202, 20_240_330)] }
        );
    }
}
