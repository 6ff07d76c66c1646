//! What comes again and again without anybody having said so, and everything that is due.

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Value};
use store::write::WriteCx;

use super::rows::Names;
use super::schedules::{Plan, plans, settled};
use super::waved::waved;
use super::{
    AccountName, CategoryName, NewSchedule, OccurrenceState, RepeatUnit, ScheduleRef, WaveAway,
    create_schedule, wave_away,
};
use crate::model::recurring::{Alert, Found, Seen, detect, fold};
use crate::model::repeat::Repeat;
use crate::model::{day, day_number, hex};

wire! {
    /// Something that comes again and again.
    pub(crate) struct RecurringPayment {
        /// What names it.
        pub(crate) key: String,
        /// Who it is with.
        pub(crate) payee: String,
        /// The account of the last one.
        pub(crate) account: AccountName,
        /// What it is for.
        pub(crate) category: Option<CategoryName>,
        /// Smallest units of the last one.
        pub(crate) minor: i64,
        /// ISO 4217.
        pub(crate) currency: String,
        /// What is counted.
        pub(crate) unit: RepeatUnit,
        /// Every so many of them.
        pub(crate) step: u32,
        /// The last one.
        pub(crate) last: Day,
        /// When the next one is due.
        pub(crate) next: Day,
        /// What the person said of it.
        pub(crate) state: RecurringState,
        /// The schedule that it was kept as.
        pub(crate) schedule: Option<AnyId>,
        /// What is to be known about it.
        pub(crate) alerts: Vec<RecurringAlert>,
        /// About what it comes to in a year, smallest units.
        pub(crate) yearly_minor: i64,
        /// Its transactions, the latest first.
        pub(crate) rows: Vec<AnyId>,
        /// So few have come that it may be chance.
        pub(crate) unsure: bool,
    }

    /// What a person said of something recurring.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum RecurringState {
        /// Nothing yet.
        Offered,
        /// It is a schedule.
        Kept,
        /// It is none.
        Dismissed,
    }

    /// What is to be known about something recurring.
    #[derive(Copy, Eq)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    pub(crate) enum RecurringAlert {
        /// It was due and has not come.
        Missed {
            /// When.
            due: Day,
        },
        /// It costs more than it did.
        Dearer {
            /// Smallest units before.
            before: i64,
            /// Smallest units now.
            after: i64,
        },
    }

    /// Names something recurring.
    #[derive(Eq)]
    pub(crate) struct RecurringRef {
        /// Its key.
        pub(crate) key: String,
    }

    /// Which days.
    #[derive(Copy)]
    pub(crate) struct UpcomingOf {
        /// The first day.
        pub(crate) from: Day,
        /// The last day, at most 800 days later.
        pub(crate) to: Day,
    }

    /// Something that is due, was paid, or is expected.
    pub(crate) struct UpcomingPayment {
        /// Its schedule.
        pub(crate) schedule: Option<AnyId>,
        /// What it was detected as, when nobody scheduled it.
        pub(crate) key: Option<String>,
        /// Who it is with.
        pub(crate) payee: String,
        /// The account that pays or is paid.
        pub(crate) account: Option<AccountName>,
        /// What it is for.
        pub(crate) category: Option<CategoryName>,
        /// The other own account.
        pub(crate) transfer: Option<AccountName>,
        /// Smallest units: what was paid, else what is due.
        pub(crate) minor: i64,
        /// ISO 4217.
        pub(crate) currency: String,
        /// Whether the amount is a different one each time.
        pub(crate) about: bool,
        /// When it is due.
        pub(crate) due: Day,
        /// When it was paid, else when it is due.
        pub(crate) day: Day,
        /// What became of it.
        pub(crate) state: OccurrenceState,
        /// The transaction that paid it.
        pub(crate) txn: Option<AnyId>,
        /// It was due before today and is not paid.
        pub(crate) late: bool,
    }
}

/// Transactions of so many days are looked at: an insurance shows itself three times.
const LOOKED_DAYS: i32 = 1200;
/// The longest stretch of days that is answered.
const UPCOMING_DAYS_MAX: i64 = 800;
/// What came so often is expected on the calendar without anybody's word.
const EXPECTED_HITS: usize = 3;

/// All that comes again and again.
fn found(cx: &ReadCx<'_>) -> Result<Vec<Found>> {
    let seen = cx.sql().rows(
        "SELECT id, day, minor, currency, payee, account, category FROM finance_txn
         WHERE day >= ?1 AND origin < 2 AND same IS NULL AND NOT state & 8 AND transfer IS NULL
             AND payee <> ''",
        params![day_number(cx.today().plus(-LOOKED_DAYS))],
        |row| {
            Ok(Seen {
                id: row.id(0)?,
                day: day(row.int(1)?)?,
                minor: row.int(2)?,
                currency: row.text(3)?,
                payee: row.text(4)?,
                account: row.id(5)?,
                category: row.opt_id(6)?,
            })
        },
    )?;
    Ok(detect(&seen))
}

/// The schedule that something was kept as: by its key, or one that a person made for the same.
fn kept<'a>(plans: &'a [Plan], found: &Found) -> Option<&'a Plan> {
    let last = found.last();
    let (unit, step) = found.rhythm.unit();
    let alike = |plan: &&Plan| {
        let near = (i128::from(plan.minor) - i128::from(last.minor)).abs() * 20
            <= i128::from(last.minor).abs();
        fold(&plan.payee) == fold(&last.payee)
            && plan.currency == last.currency
            && (plan.repeat.unit, plan.repeat.step) == (unit, step)
            && near
    };
    plans.iter().find(|plan| plan.key == found.key).or_else(|| plans.iter().find(alike))
}

pub(crate) fn recurring(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<RecurringPayment>> {
    let names = Names::load(cx.sql())?;
    let plans = plans(cx.sql())?;
    let waved = waved(cx.sql())?;
    let today = cx.today();
    let mut rows = Vec::new();
    for found in found(cx)? {
        let plan = kept(&plans, &found);
        if plan.is_none() && !found.goes_on(today) {
            continue;
        }
        let last = found.last();
        let state = match (plan, waved.contains(&found.key)) {
            (Some(_), _) => RecurringState::Kept,
            (None, true) => RecurringState::Dismissed,
            (None, false) => RecurringState::Offered,
        };
        let (unit, step) = found.rhythm.unit();
        rows.push(RecurringPayment {
            key: found.key.clone(),
            payee: last.payee.clone(),
            account: AccountName { id: last.account, name: names.name(last.account) },
            category: last.category.map(|id| names.category(id)),
            minor: last.minor,
            currency: last.currency.clone(),
            unit: unit.into(),
            step,
            last: last.day,
            next: found.next,
            state,
            schedule: plan.map(|plan| plan.id),
            alerts: found.alerts(today).into_iter().map(Into::into).collect(),
            yearly_minor: found.yearly_minor(),
            rows: found.hits.iter().rev().map(|hit| hit.id).collect(),
            unsure: found.hits.len() < EXPECTED_HITS,
        });
    }
    Ok(rows)
}

impl From<Alert> for RecurringAlert {
    fn from(alert: Alert) -> RecurringAlert {
        match alert {
            Alert::Missed { due } => RecurringAlert::Missed { due },
            Alert::Dearer { before, after } => RecurringAlert::Dearer { before, after },
        }
    }
}

pub(crate) fn keep_recurring(cx: &mut WriteCx<'_>, request: RecurringRef) -> Result<ScheduleRef> {
    let all = found(&cx.read())?;
    let found = all.into_iter().find(|found| found.key == request.key);
    let found = found.ok_or_else(|| Error::not_found("recurring payment", &request.key))?;
    if let Some(plan) = kept(&plans(cx.read().sql())?, &found) {
        return Ok(ScheduleRef { id: plan.id });
    }
    let last = found.last();
    let (unit, step) = found.rhythm.unit();
    let varies = found.hits.iter().rev().take(3).any(|hit| hit.minor != last.minor);
    let schedule = create_schedule(
        cx,
        NewSchedule {
            payee: last.payee.clone(),
            account: Some(last.account),
            category: last.category,
            transfer: None,
            minor: last.minor,
            currency: None,
            about: Some(varies && found.before.is_none()),
            unit: unit.into(),
            step: Some(step),
            start: found.start,
            end: None,
        },
    )?;
    let mut changes = Changes::from([("key".to_owned(), Some(found.key.as_str().into()))]);
    // It may begin before it was kept, so that the 31st is one: what is over counts as paid.
    let repeat = Repeat { unit, step, start: found.start, end: None };
    for due in repeat.between(found.start, found.next.plus(-1)) {
        let off = |hit: &&Seen| (hit.day.ordinal() - due.ordinal()).abs();
        let nearest = found.hits.iter().min_by_key(off);
        let paid = nearest.filter(|hit| off(hit) <= found.rhythm.slack_days());
        let paid = paid.map_or_else(|| "skipped".to_owned(), |hit| hex(hit.id));
        changes.insert(format!("done/{due}"), Some(Value::from(paid)));
    }
    cx.edit(schedule.id, &changes)?;
    if waved(cx.read().sql())?.contains(&found.key) {
        wave_away(cx, WaveAway { key: found.key, again: true })?;
    }
    Ok(schedule)
}

pub(crate) fn dismiss_recurring(cx: &mut WriteCx<'_>, request: RecurringRef) -> Result<()> {
    wave_away(cx, WaveAway { key: request.key, again: false })
}

pub(crate) fn upcoming(cx: &ReadCx<'_>, request: UpcomingOf) -> Result<Vec<UpcomingPayment>> {
    let UpcomingOf { from, to } = request;
    if to < from || to.ordinal() - from.ordinal() > UPCOMING_DAYS_MAX {
        let message = format!("ask for at most {UPCOMING_DAYS_MAX} days, the first one first");
        return Err(Error::invalid("to", message));
    }
    let names = Names::load(cx.sql())?;
    let plans = plans(cx.sql())?;
    let account = |id: AnyId| AccountName { id, name: names.name(id) };
    let mut payments = Vec::new();
    for one in settled(cx, &plans, from, to)? {
        let plan = &plans[one.plan];
        let (txn, day, minor) = match one.paid {
            Some((txn, day, minor)) => (Some(txn), day, minor),
            None => (None, one.due, plan.minor),
        };
        payments.push(UpcomingPayment {
            schedule: Some(plan.id),
            key: None,
            payee: plan.payee.clone(),
            account: plan.account.map(account),
            category: plan.category.map(|id| names.category(id)),
            transfer: plan.transfer.map(account),
            minor,
            currency: plan.currency.clone(),
            about: plan.about,
            due: one.due,
            day,
            state: one.state,
            txn,
            late: one.state == OccurrenceState::Due && one.due < cx.today(),
        });
    }
    payments.extend(expected(cx, &plans, (from, to), &names)?);
    payments.sort_by(|a, b| (a.day, &a.payee, a.minor).cmp(&(b.day, &b.payee, b.minor)));
    Ok(payments)
}

/// What nobody scheduled and what will likely come.
fn expected(
    cx: &ReadCx<'_>,
    plans: &[Plan],
    (from, to): (Day, Day),
    names: &Names,
) -> Result<Vec<UpcomingPayment>> {
    if to < cx.today() {
        return Ok(Vec::new());
    }
    let waved: HashSet<String> = waved(cx.sql())?;
    let mut payments = Vec::new();
    for found in found(cx)? {
        let last = found.last();
        let believed = found.hits.len() >= EXPECTED_HITS
            && found.goes_on(cx.today())
            && !waved.contains(&found.key)
            && kept(plans, &found).is_none();
        if !believed {
            continue;
        }
        let (unit, step) = found.rhythm.unit();
        let repeat = Repeat { unit, step, start: found.start, end: None };
        for due in repeat.between(from.max(found.next), to) {
            payments.push(UpcomingPayment {
                schedule: None,
                key: Some(found.key.clone()),
                payee: last.payee.clone(),
                account: Some(AccountName { id: last.account, name: names.name(last.account) }),
                category: last.category.map(|id| names.category(id)),
                transfer: None,
                minor: last.minor,
                currency: last.currency.clone(),
                about: found.hits.iter().rev().take(3).any(|hit| hit.minor != last.minor),
                due,
                day: due,
                state: OccurrenceState::Expected,
                txn: None,
                late: due < cx.today(),
            });
        }
    }
    Ok(payments)
}
