//! What finance counts a day: spent, earned, and what everything is worth.
//!
//! Figures are in the base currency's main unit. They are for statistics only, which count in floating
//! point: they become that here, after the last sum, and no amount is ever made of them again. What
//! has no rate is not in them.

use std::collections::HashMap;

use base::day::Span;
use base::error::Result;
use base::id::AnyId;
use base::money::Currency;
use domain::series::{Direction, Gap, Series, SeriesPoint};
use store::params;
use store::read::ReadCx;
use store::sql::Sql;

use crate::api::MoneyFlow;
use crate::api::reports::collect::{Collected, Collector, Sum};
use crate::api::reports::gather::base_currency;
use crate::model::{day, day_number, system};
use crate::projection::rates;

pub(crate) static SERIES: &[Series] = &[
    Series {
        name: "finance.spending",
        unit: "money",
        direction: Direction::Down,
        gap: Gap::Zero,
        points: |cx, span| flow(cx, span, MoneyFlow::Spending),
    },
    Series {
        name: "finance.income",
        unit: "money",
        direction: Direction::Up,
        gap: Gap::Zero,
        points: |cx, span| flow(cx, span, MoneyFlow::Income),
    },
    Series {
        name: "finance.net_worth",
        unit: "money",
        direction: Direction::Up,
        gap: Gap::Unknown,
        points: net_worth,
    },
];

/// The day's place in the span.
fn step(span: Span, number: i64) -> Result<u32> {
    Ok(u32::try_from(day(number)?.ordinal() - span.first.ordinal()).unwrap_or(0))
}

fn days(span: Span) -> usize {
    usize::try_from(span.last.ordinal() - span.first.ordinal() + 1).unwrap_or(0)
}

/// What was spent each day, in smallest units of the base currency, which comes first.
pub(crate) fn spent(cx: &ReadCx<'_>, span: Span) -> Result<(String, Vec<i64>)> {
    let (currency, collected) = through(cx, span, MoneyFlow::Spending)?;
    Ok((currency, daily(span, collected)))
}

/// What went through the categories of a flow.
fn flow(cx: &ReadCx<'_>, span: Span, flow: MoneyFlow) -> Result<Vec<SeriesPoint>> {
    let (currency, collected) = through(cx, span, flow)?;
    let points = points(span, &currency, collected)?;
    Ok(points.into_iter().filter(|point| point.value != 0.0).collect())
}

/// The same day by day, and the currency that it is in.
fn through(cx: &ReadCx<'_>, span: Span, flow: MoneyFlow) -> Result<(String, Collected)> {
    let (sql, sign) = (cx.sql(), if flow == MoneyFlow::Income { -1 } else { 1 });
    let (currency, rates) = (base_currency(sql)?, rates(sql)?);
    let mut collector = Collector::new(&currency, &rates, days(span));
    let query = "SELECT p.day, p.currency, p.minor, p.account FROM finance_posting p
         WHERE p.day BETWEEN ?1 AND ?2 AND p.account IN
             (SELECT id FROM finance_account WHERE kind = ?3 UNION ALL SELECT ?4)";
    let uncategorized = match flow {
        MoneyFlow::Spending => system::SPENDING,
        MoneyFlow::Income => system::INCOME,
    };
    let params = params![day_number(span.first), day_number(span.last), flow.kind(), uncategorized];
    let mut rows = Rows::default();
    sql.each(query, params, |row| {
        let (on, currency) = (row.int(0)?, row.text(1)?);
        let sum = Sum { minor: row.int(2)? * sign, currency: &currency, from: on, to: on };
        collector.add(rows.of(row.id(3)?), step(span, on)?, sum);
        Ok(())
    })?;
    let collected = collector.finish()?;
    Ok((currency, collected))
}

/// The collector's rows by account: a report rounds each account's part by itself, and so does this.
#[derive(Default)]
struct Rows(HashMap<AnyId, u32>);

impl Rows {
    fn of(&mut self, account: AnyId) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(account).or_insert(next)
    }
}

/// What all accounts hold at the end of each day, from the first day with a transaction up to today.
fn net_worth(cx: &ReadCx<'_>, span: Span) -> Result<Vec<SeriesPoint>> {
    let sql = cx.sql();
    let first = sql.first("SELECT min(day) FROM finance_posting", &[], |row| row.opt_int(0))?;
    let Some(first) = first.flatten() else { return Ok(Vec::new()) };
    let span = Span { first: span.first.max(day(first)?), last: span.last.min(cx.today()) };
    if span.last < span.first {
        return Ok(Vec::new());
    }
    let (currency, rates) = (base_currency(sql)?, rates(sql)?);
    let mut collector = Collector::new(&currency, &rates, days(span));
    let mut rows = Rows::default();
    for Held { account, currency: held, minors } in held(sql, span)? {
        let (mut sum, row) = (0, rows.of(account));
        for (step, minor) in (0..).zip(minors) {
            sum += minor;
            let on = day_number(span.first.plus(i32::try_from(step).unwrap_or(i32::MAX)));
            collector.add(row, step, Sum { minor: sum, currency: &held, from: on, to: on });
        }
    }
    points(span, &currency, collector.finish()?)
}

/// What came to an account in a currency, day by day.
struct Held {
    account: AnyId,
    currency: String,
    minors: Vec<i64>,
}

/// What came to all accounts each day; what they held before is of the first day.
fn held(sql: Sql<'_>, span: Span) -> Result<Vec<Held>> {
    let mut held: Vec<Held> = Vec::new();
    let query = "SELECT p.account, p.currency, p.day, sum(p.minor)
         FROM finance_account a CROSS JOIN finance_posting p ON p.account = a.id
         WHERE a.kind IN ('asset', 'liability') AND p.day <= ?1
         GROUP BY p.account, p.currency, p.day ORDER BY p.account, p.currency, p.day";
    sql.each(query, params![day_number(span.last)], |row| {
        let (account, currency) = (row.id(0)?, row.text(1)?);
        if held.last().is_none_or(|last| last.account != account || last.currency != currency) {
            held.push(Held { account, currency, minors: vec![0; days(span)] });
        }
        let on = row.int(2)?.max(day_number(span.first));
        let place = step(span, on)? as usize;
        let minors = held.last_mut().and_then(|held| held.minors.get_mut(place));
        if let Some(minor) = minors {
            *minor += row.int(3)?;
        }
        Ok(())
    })?;
    Ok(held)
}

/// A point for each day, in the currency's main unit.
fn points(span: Span, currency: &str, collected: Collected) -> Result<Vec<SeriesPoint>> {
    let one = 10_f64.powi(i32::try_from(Currency::new(currency)?.exponent()).unwrap_or(0));
    let point = |(place, minor): (i32, i64)| SeriesPoint {
        day: span.first.plus(place),
        value: minor as f64 / one,
    };
    Ok((0..).zip(daily(span, collected)).map(point).collect())
}

/// The sums of each day, smallest units.
fn daily(span: Span, collected: Collected) -> Vec<i64> {
    let mut minors = vec![0_i64; days(span)];
    for cells in collected.cells.into_iter().flatten() {
        for (minor, cell) in minors.iter_mut().zip(cells) {
            *minor += cell;
        }
    }
    minors
}
