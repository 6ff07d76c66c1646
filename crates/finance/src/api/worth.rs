//! Net worth: what all accounts hold, less what is owed, over time.

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use base::money;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::sql::Sql;

use super::reports::collect::{Collected, Collector, Sum};
use super::reports::gather::base_currency;
use super::reports::range::Range;
use super::{Amount, RateUsed, ReportStep};
use crate::model::day_number;
use crate::projection::rates;

wire! {
    /// Which course of net worth.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct NetWorthOf {
        /// The first day; null: of the first transaction.
        pub(crate) from: Option<Day>,
        /// The last day; null: today, or the end of the last month that has a transaction.
        pub(crate) to: Option<Day>,
        /// In which steps; each point is the end of a step.
        pub(crate) step: ReportStep,
    }

    /// What everything is worth, over time.
    pub(crate) struct NetWorth {
        /// The currency of every figure.
        pub(crate) currency: String,
        /// The points in their order.
        pub(crate) points: Vec<WorthPoint>,
        /// The accounts that ever held something up to the last point.
        pub(crate) accounts: Vec<WorthAccount>,
        /// What accounts held on the last day that is not in its figures, for want of a rate.
        pub(crate) unconverted: Vec<Amount>,
        /// The rates that were used, latest first.
        pub(crate) rates: Vec<RateUsed>,
    }

    /// What everything is worth at the end of a day.
    #[derive(Copy, Eq)]
    pub(crate) struct WorthPoint {
        /// The day.
        pub(crate) day: Day,
        /// What is held, smallest units: accounts that are worth something on this day.
        pub(crate) assets: i64,
        /// What is owed, below zero: accounts that are overdrawn on this day.
        pub(crate) liabilities: i64,
        /// Both together.
        pub(crate) worth: i64,
    }

    /// One account's part of it. Its rows are those of the register of the account up to a point's day.
    pub(crate) struct WorthAccount {
        /// The account.
        pub(crate) id: AnyId,
        /// Its name.
        pub(crate) name: String,
        /// Its icon.
        pub(crate) icon: String,
        /// `asset` or `liability`.
        pub(crate) kind: String,
        /// What it is worth at each point, smallest units of the report's currency.
        pub(crate) minors: Vec<i64>,
        /// What it holds on the last day, by currency.
        pub(crate) balances: Vec<Amount>,
    }
}

/// An account and what it holds at each point, by currency.
struct Holding {
    account: WorthAccount,
    held: Vec<(String, Vec<i64>)>,
}

pub(crate) fn net_worth(cx: &ReadCx<'_>, request: NetWorthOf) -> Result<NetWorth> {
    let NetWorthOf { from, to, step } = request;
    let range = Range::of(cx, from, to, step)?;
    let days: Vec<Day> = range.spans()?.into_iter().map(|span| span.to).collect();
    let mut holdings = holdings(cx.sql(), &days)?;
    let currency = base_currency(cx.sql())?;
    let rates = rates(cx.sql())?;
    let mut worth = Collector::new(&currency, &rates, days.len());
    let mut last = Collector::new(&currency, &rates, 1);
    for (row, holding) in (0..).zip(&holdings) {
        for (currency, minors) in &holding.held {
            for ((step, minor), day) in (0..).zip(minors).zip(&days) {
                let day = day_number(*day);
                let sum = Sum { minor: *minor, currency, from: day, to: day };
                worth.add(row, step, sum);
                if step as usize + 1 == days.len() {
                    last.add(row, 0, sum);
                }
            }
        }
    }
    let Collected { cells, rates, .. } = worth.finish()?;
    let Collected { unconverted, .. } = last.finish()?;
    for (holding, minors) in holdings.iter_mut().zip(cells) {
        holding.account.minors = minors.unwrap_or_else(|| vec![0; days.len()]);
    }
    let accounts: Vec<WorthAccount> = holdings.into_iter().map(|one| one.account).collect();
    Ok(NetWorth { currency, points: points(&days, &accounts)?, accounts, unconverted, rates })
}

fn points(days: &[Day], accounts: &[WorthAccount]) -> Result<Vec<WorthPoint>> {
    let point = |(place, day): (usize, &Day)| {
        let minors = || accounts.iter().filter_map(|account| account.minors.get(place)).copied();
        let assets = money::sum(minors().filter(|minor| *minor > 0))?;
        let liabilities = money::sum(minors().filter(|minor| *minor < 0))?;
        let worth = money::sum([assets, liabilities])?;
        Ok(WorthPoint { day: *day, assets, liabilities, worth })
    };
    days.iter().enumerate().map(point).collect()
}

/// What each account holds at the end of each day.
fn holdings(sql: Sql<'_>, days: &[Day]) -> Result<Vec<Holding>> {
    let accounts = sql.rows(
        "SELECT id, name, icon, kind FROM finance_account WHERE kind IN ('asset', 'liability')
         ORDER BY kind, position, id",
        &[],
        |row| {
            Ok(WorthAccount {
                id: row.id(0)?,
                name: row.text(1)?,
                icon: row.text(2)?,
                kind: row.text(3)?,
                minors: Vec::new(),
                balances: Vec::new(),
            })
        },
    )?;
    let mut holdings = Vec::with_capacity(accounts.len());
    for mut account in accounts {
        let held = held(sql, account.id, days)?;
        if held.is_empty() {
            continue;
        }
        let last = held.iter().filter_map(|(currency, minors)| Some((currency, minors.last()?)));
        account.balances = last
            .filter(|(_, minor)| **minor != 0)
            .map(|(currency, minor)| Amount { minor: *minor, currency: currency.clone() })
            .collect();
        holdings.push(Holding { account, held });
    }
    Ok(holdings)
}

/// An account's balances at the end of each day, by currency: months from their sums, the days of a
/// month that is cut from the postings.
fn held(sql: Sql<'_>, account: AnyId, days: &[Day]) -> Result<Vec<(String, Vec<i64>)>> {
    let mut months = sql.rows(
        "SELECT currency, month, minor FROM finance_sum WHERE account = ?1
         ORDER BY currency, month",
        params![account],
        |row| Ok((row.text(0)?, row.int(1)?, row.int(2)?)),
    )?;
    let last = days.last().map_or(0, |day| day_number(*day) / 100);
    months.retain(|(_, month, _)| *month <= last);
    let mut held = Vec::new();
    for months in months.chunk_by(|one, other| one.0 == other.0) {
        let Some((currency, _, _)) = months.first() else { continue };
        let mut sum = 0_i128;
        let mut rest = months.iter().peekable();
        let mut minors = Vec::with_capacity(days.len());
        for day in days {
            let number = day_number(*day);
            // A day that ends its month takes the whole month.
            let whole = if day.date() == day.date().last_of_month() {
                number / 100
            } else {
                (number - 100) / 100
            };
            while let Some((_, _, minor)) = rest.next_if(|(_, month, _)| *month <= whole) {
                sum += i128::from(*minor);
            }
            let part = match whole == number / 100 {
                true => 0,
                false => sql.number(
                    "SELECT sum(minor) FROM finance_posting
                     WHERE account = ?1 AND day BETWEEN ?2 AND ?3 AND currency = ?4",
                    params![account, number / 100 * 100 + 1, number, currency],
                )?,
            };
            minors.push(money::checked(sum + i128::from(part))?);
        }
        held.push((currency.clone(), minors));
    }
    Ok(held)
}
