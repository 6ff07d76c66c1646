//! Schedules as they stand in the tables, and what became of the days on which they fall.

use std::collections::{BTreeMap, HashSet};

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::sql::Sql;

use crate::model::recurring::fold;
use crate::model::repeat::{Repeat, Unit};
use crate::model::{day, day_number};

wire! {
    /// What became of a day on which something is due.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum OccurrenceState {
        /// It is to be paid.
        Due,
        /// It was paid.
        Done,
        /// It was left out.
        Skipped,
        /// Nobody scheduled it: it came so often that it will come again.
        Expected,
    }
}

/// A schedule.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) id: AnyId,
    pub(crate) payee: String,
    pub(crate) account: Option<AnyId>,
    pub(crate) category: Option<AnyId>,
    pub(crate) transfer: Option<AnyId>,
    /// Smallest units.
    pub(crate) minor: i64,
    pub(crate) currency: String,
    pub(crate) about: bool,
    pub(crate) repeat: Repeat,
    /// What it was detected as; empty: a person made it.
    pub(crate) key: String,
    pub(crate) on: bool,
    /// Days that were paid by a transaction, or left out.
    done: BTreeMap<Day, Option<AnyId>>,
}

impl Plan {
    /// About what it comes to in a year, smallest units.
    pub(crate) fn yearly_minor(&self) -> i64 {
        let times = match self.repeat.unit {
            Unit::Day => 365,
            Unit::Week => 52,
            Unit::Month => 12,
            Unit::Year => 1,
        };
        let yearly = i128::from(self.minor) * times / i128::from(self.repeat.step.max(1));
        base::money::checked(yearly).unwrap_or(self.minor)
    }

    /// So many days from when it is due it may be paid, and still be that.
    fn slack_days(&self) -> i32 {
        match (self.repeat.unit, self.repeat.step) {
            (Unit::Day, step) => i32::try_from(step / 3).unwrap_or(0).min(5),
            (Unit::Week, 1) => 2,
            (Unit::Week, _) => 3,
            (Unit::Month, 1 | 2) => 5,
            (Unit::Month, _) => 7,
            (Unit::Year, _) => 14,
        }
    }

    /// Whether a transaction can be a payment of it: with its payee an amount between half and double
    /// (prices change), else exactly its amount.
    fn is_paid_by(&self, txn: &Paid) -> bool {
        let accounts = self.account.is_none_or(|account| account == txn.account);
        if txn.currency != self.currency || (txn.minor < 0) != (self.minor < 0) || !accounts {
            return false;
        }
        if self.transfer.is_some() && self.transfer == txn.transfer {
            return txn.minor == self.minor || self.about;
        }
        let (one, other) = (i128::from(txn.minor).abs(), i128::from(self.minor).abs());
        let near = one <= other * 2 && other <= one * 2;
        near && !self.payee.is_empty() && fold(&self.payee) == txn.payee
    }
}

/// One day on which something is due.
#[derive(Debug, Clone)]
pub(crate) struct Occurrence {
    /// The place of its plan in the list that was asked about.
    pub(crate) plan: usize,
    /// When it is due.
    pub(crate) due: Day,
    /// What became of it.
    pub(crate) state: OccurrenceState,
    /// The transaction that paid it, its day and its smallest units.
    pub(crate) paid: Option<(AnyId, Day, i64)>,
}

/// All schedules, by their first day.
pub(crate) fn plans(sql: Sql<'_>) -> Result<Vec<Plan>> {
    let mut done: BTreeMap<i64, BTreeMap<Day, Option<AnyId>>> = BTreeMap::new();
    sql.each("SELECT schedule, day, txn FROM finance_done", &[], |row| {
        done.entry(row.int(0)?).or_default().insert(day(row.int(1)?)?, row.opt_id(2)?);
        Ok(())
    })?;
    let plans = sql.rows(
        "SELECT n, id, payee, account, category, transfer, minor, currency, about, unit, step, start,
             until, key, is_on
         FROM finance_schedule ORDER BY start, id",
        &[],
        |row| {
            let Some(unit) = Unit::from_word(&row.text(9)?) else { return Ok(None) };
            let repeat = Repeat {
                unit,
                step: u32::try_from(row.int(10)?).unwrap_or(1).max(1),
                start: day(row.int(11)?)?,
                end: row.opt_int(12)?.map(day).transpose()?,
            };
            Ok(Some(Plan {
                id: row.id(1)?,
                payee: row.text(2)?,
                account: row.opt_id(3)?,
                category: row.opt_id(4)?,
                transfer: row.opt_id(5)?,
                minor: row.int(6)?,
                currency: row.text(7)?,
                about: row.flag(8)?,
                repeat,
                key: row.text(13)?,
                on: row.flag(14)?,
                done: done.remove(&row.int(0)?).unwrap_or_default(),
            }))
        },
    )?;
    Ok(plans.into_iter().flatten().collect())
}

/// A transaction that may be a payment.
struct Paid {
    id: AnyId,
    day: Day,
    minor: i64,
    currency: String,
    account: AnyId,
    transfer: Option<AnyId>,
    /// Folded.
    payee: String,
}

/// The days of schedules between two days, by day, and what became of each.
pub(crate) fn settled(
    cx: &ReadCx<'_>,
    plans: &[Plan],
    from: Day,
    to: Day,
) -> Result<Vec<Occurrence>> {
    let mut all = Vec::new();
    let mut said: HashSet<AnyId> = HashSet::new();
    for (place, plan) in plans.iter().enumerate() {
        for due in plan.repeat.between(from, to) {
            let (state, paid) = match plan.done.get(&due) {
                Some(None) => (OccurrenceState::Skipped, None),
                Some(Some(txn)) => match paid_by(cx.sql(), *txn)? {
                    Some(paid) => (OccurrenceState::Done, Some(paid)),
                    None => (OccurrenceState::Due, None), // It was thrown away.
                },
                None => (OccurrenceState::Due, None),
            };
            if plan.on || state != OccurrenceState::Due {
                all.push(Occurrence { plan: place, due, state, paid });
            }
        }
        said.extend(plan.done.values().flatten());
    }
    all.sort_by_key(|one| (one.due, plans[one.plan].id));
    let open = |one: &Occurrence| one.state == OccurrenceState::Due;
    let Some(first) = all.iter().find(|one| open(one)).map(|one| one.due) else { return Ok(all) };
    let last = all.iter().rfind(|one| open(one)).map_or(first, |one| one.due);
    let mut paid = payments(cx.sql(), plans, first, last.min(cx.today()))?;
    paid.retain(|txn| !said.contains(&txn.id));
    for one in all.iter_mut().filter(|one| open(one)) {
        let plan = &plans[one.plan];
        let off = |txn: &Paid| (txn.day.ordinal() - one.due.ordinal()).abs();
        let fits = |txn: &Paid| off(txn) <= i64::from(plan.slack_days()) && plan.is_paid_by(txn);
        let nearest =
            (0..paid.len()).filter(|at| fits(&paid[*at])).min_by_key(|at| off(&paid[*at]));
        if let Some(at) = nearest {
            let txn = paid.swap_remove(at);
            one.state = OccurrenceState::Done;
            one.paid = Some((txn.id, txn.day, txn.minor));
        }
    }
    Ok(all)
}

/// A transaction that still counts: itself, its day and its smallest units.
fn paid_by(sql: Sql<'_>, txn: AnyId) -> Result<Option<(AnyId, Day, i64)>> {
    sql.first(
        "SELECT coalesce(same, id), day, minor FROM finance_txn WHERE id = ?1 AND NOT state & 8",
        params![txn],
        |row| Ok((row.id(0)?, day(row.int(1)?)?, row.int(2)?)),
    )
}

/// Transactions around some days that may be payments.
fn payments(sql: Sql<'_>, plans: &[Plan], first: Day, last: Day) -> Result<Vec<Paid>> {
    let slack = plans.iter().map(Plan::slack_days).max().unwrap_or(0);
    sql.rows(
        "SELECT id, day, minor, currency, account, transfer, payee FROM finance_txn
         WHERE day BETWEEN ?1 AND ?2 AND origin < 2 AND same IS NULL AND NOT state & 8
         ORDER BY day, id",
        params![day_number(first.plus(-slack)), day_number(last.plus(slack))],
        |row| {
            Ok(Paid {
                id: row.id(0)?,
                day: day(row.int(1)?)?,
                minor: row.int(2)?,
                currency: row.text(3)?,
                account: row.id(4)?,
                transfer: row.opt_id(5)?,
                payee: fold(&row.text(6)?),
            })
        },
    )
}
