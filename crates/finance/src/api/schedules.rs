//! Schedules: what is to be paid again and again, and which of it has been.

mod plan;
#[cfg(test)]
mod tests;

use base::day::Day;
use base::error::{Code, Error, Result};
use base::id::AnyId;
use base::money::{Currency, checked};
use domain::command::Nothing;
use domain::wire;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

pub(crate) use self::plan::{OccurrenceState, Plan, plans, settled};
use super::reports::gather::base_currency;
use super::{AccountName, CategoryName, NewTxn, TxnRef, add_txn, check, rows::Names};
use crate::model::hex;
use crate::model::repeat::{Repeat, STEP_MAX, Unit};
use crate::record::SCHEDULE;

wire! {
    /// What is counted.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum RepeatUnit {
        /// Days.
        Day,
        /// Weeks.
        Week,
        /// Months; a day that a month does not have is its last one.
        Month,
        /// Years.
        Year,
    }

    /// Something that is to be paid again and again.
    pub(crate) struct Schedule {
        /// The schedule.
        pub(crate) id: AnyId,
        /// Who it is with.
        pub(crate) payee: String,
        /// The account that pays or is paid.
        pub(crate) account: Option<AccountName>,
        /// What it is for.
        pub(crate) category: Option<CategoryName>,
        /// The other own account, when it moves money between two.
        pub(crate) transfer: Option<AccountName>,
        /// Smallest units, negative when money goes out.
        pub(crate) minor: i64,
        /// ISO 4217.
        pub(crate) currency: String,
        /// Whether the amount is a different one each time.
        pub(crate) about: bool,
        /// What is counted.
        pub(crate) unit: RepeatUnit,
        /// Every so many of them.
        pub(crate) step: u32,
        /// The first day.
        pub(crate) start: Day,
        /// The last day on which it may fall.
        pub(crate) end: Option<Day>,
        /// Whether it goes on.
        pub(crate) on: bool,
        /// When it is next due.
        pub(crate) next: Option<Day>,
        /// About what it comes to in a year, smallest units.
        pub(crate) yearly_minor: i64,
    }

    /// A new schedule.
    #[ts(optional_fields)]
    pub(crate) struct NewSchedule {
        /// Who it is with.
        pub(crate) payee: String,
        /// The account that pays or is paid.
        #[serde(default)]
        pub(crate) account: Option<AnyId>,
        /// What it is for.
        #[serde(default)]
        pub(crate) category: Option<AnyId>,
        /// The other own account, when it moves money between two.
        #[serde(default)]
        pub(crate) transfer: Option<AnyId>,
        /// Smallest units, negative when money goes out.
        pub(crate) minor: i64,
        /// ISO 4217; null: the account's, or that of reports.
        #[serde(default)]
        pub(crate) currency: Option<String>,
        /// Whether the amount is a different one each time.
        #[serde(default)]
        pub(crate) about: Option<bool>,
        /// What is counted.
        pub(crate) unit: RepeatUnit,
        /// Every so many of them; 1 without.
        #[serde(default)]
        pub(crate) step: Option<u32>,
        /// The first day.
        pub(crate) start: Day,
        /// The last day on which it may fall.
        #[serde(default)]
        pub(crate) end: Option<Day>,
    }

    /// What a schedule becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditSchedule {
        /// The schedule.
        pub(crate) id: AnyId,
        /// Who it is with.
        #[serde(default)]
        pub(crate) payee: Option<String>,
        /// An account's id, or nothing.
        #[serde(default)]
        pub(crate) account: Option<String>,
        /// A category's id, or nothing.
        #[serde(default)]
        pub(crate) category: Option<String>,
        /// The id of another own account, or nothing.
        #[serde(default)]
        pub(crate) transfer: Option<String>,
        /// Smallest units.
        #[serde(default)]
        pub(crate) minor: Option<i64>,
        /// Whether the amount is a different one each time.
        #[serde(default)]
        pub(crate) about: Option<bool>,
        /// What is counted.
        #[serde(default)]
        pub(crate) unit: Option<RepeatUnit>,
        /// Every so many of them.
        #[serde(default)]
        pub(crate) step: Option<u32>,
        /// The first day.
        #[serde(default)]
        pub(crate) start: Option<Day>,
        /// A day, or nothing: it never ends.
        #[serde(default)]
        pub(crate) end: Option<String>,
        /// Whether it goes on.
        #[serde(default)]
        pub(crate) on: Option<bool>,
    }

    /// Names a schedule.
    #[derive(Copy)]
    pub(crate) struct ScheduleRef {
        /// The schedule.
        pub(crate) id: AnyId,
    }

    /// What has been paid: a transaction is written down for it.
    #[ts(optional_fields)]
    pub(crate) struct PostOccurrence {
        /// The schedule.
        pub(crate) id: AnyId,
        /// When it was due.
        pub(crate) due: Day,
        /// When it was paid; null: when it was due.
        #[serde(default)]
        pub(crate) day: Option<Day>,
        /// Smallest units; null: as scheduled.
        #[serde(default)]
        pub(crate) minor: Option<i64>,
        /// The account; null: as scheduled.
        #[serde(default)]
        pub(crate) account: Option<AnyId>,
    }

    /// What is left out once, or is due again.
    #[derive(Copy)]
    pub(crate) struct SkipOccurrence {
        /// The schedule.
        pub(crate) id: AnyId,
        /// When it is due.
        pub(crate) due: Day,
        /// It is due again.
        #[serde(default)]
        pub(crate) again: bool,
    }
}

impl From<RepeatUnit> for Unit {
    fn from(unit: RepeatUnit) -> Unit {
        match unit {
            RepeatUnit::Day => Unit::Day,
            RepeatUnit::Week => Unit::Week,
            RepeatUnit::Month => Unit::Month,
            RepeatUnit::Year => Unit::Year,
        }
    }
}

impl From<Unit> for RepeatUnit {
    fn from(unit: Unit) -> RepeatUnit {
        match unit {
            Unit::Day => RepeatUnit::Day,
            Unit::Week => RepeatUnit::Week,
            Unit::Month => RepeatUnit::Month,
            Unit::Year => RepeatUnit::Year,
        }
    }
}

pub(crate) fn schedules(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<Schedule>> {
    let names = Names::load(cx.sql())?;
    let today = cx.today();
    let mut schedules = Vec::new();
    for plan in plans(cx.sql())? {
        let next = next_due(cx, &plan, today)?;
        let account = |id: AnyId| AccountName { id, name: names.name(id) };
        let Repeat { unit, step, start, end } = plan.repeat;
        schedules.push(Schedule {
            id: plan.id,
            account: plan.account.map(account),
            category: plan.category.map(|id| names.category(id)),
            transfer: plan.transfer.map(account),
            minor: plan.minor,
            about: plan.about,
            unit: unit.into(),
            step,
            start,
            end,
            on: plan.on,
            next,
            yearly_minor: plan.yearly_minor(),
            payee: plan.payee,
            currency: plan.currency,
        });
    }
    Ok(schedules)
}

/// The first day that is neither paid nor left out, a while ago or to come.
fn next_due(cx: &ReadCx<'_>, plan: &Plan, today: Day) -> Result<Option<Day>> {
    const BACK_DAYS: i32 = 62; // What was due longer ago is forgotten, not due.
    const AHEAD_DAYS: i32 = 800; // Two years of what comes once a year.
    if !plan.on {
        return Ok(None);
    }
    let (from, to) = (today.plus(-BACK_DAYS), today.plus(AHEAD_DAYS));
    let all = settled(cx, std::slice::from_ref(plan), from, to)?;
    let due = all.into_iter().find(|one| one.state == OccurrenceState::Due);
    Ok(due.map(|one| one.due))
}

pub(crate) fn create_schedule(cx: &mut WriteCx<'_>, request: NewSchedule) -> Result<ScheduleRef> {
    let read = cx.read();
    let sql = read.sql();
    let currency = match (request.account, &request.currency) {
        (Some(account), _) => check::holding(sql, account, "account")?.currency,
        (None, Some(currency)) => currency.clone(),
        (None, None) => base_currency(sql)?,
    };
    let currency = Currency::new(&currency)?;
    let step = checked_step(request.step.unwrap_or(1))?;
    let payee = check::words(&request.payee, "payee")?;
    if payee.is_empty() && request.transfer.is_none() {
        return Err(Error::invalid("payee", "say who it is with"));
    }
    let mut fields = Fields::from([
        ("payee".to_owned(), payee.into()),
        ("minor".to_owned(), checked_minor(request.minor)?.into()),
        ("currency".to_owned(), currency.code().into()),
        ("about".to_owned(), request.about.unwrap_or(false).into()),
        ("unit".to_owned(), Unit::from(request.unit).word().into()),
        ("step".to_owned(), i64::from(step).into()),
        ("start".to_owned(), request.start.to_string().into()),
        ("on".to_owned(), true.into()),
    ]);
    if let Some(account) = request.account {
        fields.insert("account".to_owned(), hex(account).into());
    }
    if let Some(category) = request.category {
        check::category(sql, category, "category")?;
        fields.insert("category".to_owned(), hex(category).into());
    }
    if let Some(transfer) = request.transfer {
        check::holding(sql, transfer, "transfer")?;
        fields.insert("transfer".to_owned(), hex(transfer).into());
    }
    if let Some(end) = request.end {
        fields.insert("end".to_owned(), checked_end(request.start, end)?.to_string().into());
    }
    let id = cx.new_id();
    cx.create(&SCHEDULE, id, fields)?;
    Ok(ScheduleRef { id })
}

pub(crate) fn edit_schedule(cx: &mut WriteCx<'_>, request: EditSchedule) -> Result<()> {
    let plan = plan_of(&cx.read(), request.id)?;
    let read = cx.read();
    let sql = read.sql();
    let mut changes = Changes::new();
    let mut change = |key: &str, value: Value| changes.insert(key.to_owned(), Some(value));
    if let Some(payee) = request.payee {
        change("payee", check::name(&payee, "payee")?.into());
    }
    if let Some(minor) = request.minor {
        change("minor", checked_minor(minor)?.into());
    }
    if let Some(step) = request.step {
        change("step", i64::from(checked_step(step)?).into());
    }
    if let Some(unit) = request.unit {
        change("unit", Unit::from(unit).word().into());
    }
    if let Some(start) = request.start {
        change("start", start.to_string().into());
    }
    for (key, flag) in [("about", request.about), ("on", request.on)] {
        if let Some(flag) = flag {
            change(key, flag.into());
        }
    }
    let id = |text: &str| text.parse::<AnyId>();
    for (key, said) in [("account", request.account), ("transfer", request.transfer)] {
        let Some(text) = said else { continue };
        let value = match text.as_str() {
            "" => None,
            text => {
                let account = id(text).map_err(|error| error.at(key))?;
                let holding = check::holding(sql, account, key)?;
                if key == "account" && holding.currency != plan.currency {
                    let message = format!("{} is not in {}", holding.name, plan.currency);
                    return Err(Error::invalid("account", message));
                }
                Some(hex(account).into())
            }
        };
        changes.insert(key.to_owned(), value);
    }
    if let Some(text) = request.category {
        let value = match text.as_str() {
            "" => None,
            text => {
                let category = id(text).map_err(|error| error.at("category"))?;
                check::category(sql, category, "category")?;
                Some(hex(category).into())
            }
        };
        changes.insert("category".to_owned(), value);
    }
    if let Some(text) = request.end {
        let start = request.start.unwrap_or(plan.repeat.start);
        let end = match text.as_str() {
            "" => None,
            text => Some(checked_end(start, text.parse()?)?.to_string().into()),
        };
        changes.insert("end".to_owned(), end);
    }
    cx.edit(request.id, &changes).map(drop)
}

pub(crate) fn delete_schedule(cx: &mut WriteCx<'_>, request: ScheduleRef) -> Result<()> {
    plan_of(&cx.read(), request.id)?;
    cx.trash(request.id)
}

pub(crate) fn post_occurrence(cx: &mut WriteCx<'_>, request: PostOccurrence) -> Result<TxnRef> {
    let plan = plan_of(&cx.read(), request.id)?;
    checked_due(&cx.read(), &plan, request.due)?;
    let account = request.account.or(plan.account);
    let account = account.ok_or_else(|| Error::invalid("account", "say which account paid"))?;
    let posted = add_txn(
        cx,
        NewTxn {
            day: request.day.unwrap_or(request.due),
            account,
            minor: request.minor.unwrap_or(plan.minor),
            payee: Some(plan.payee),
            note: None,
            category: plan.category.filter(|_| plan.transfer.is_none()),
            transfer: plan.transfer,
            transfer_minor: None,
            splits: None,
            tags: None,
            cleared: None,
        },
    )?;
    mark(cx, request.id, request.due, Some(hex(posted.id)))?;
    Ok(posted)
}

pub(crate) fn skip_occurrence(cx: &mut WriteCx<'_>, request: SkipOccurrence) -> Result<()> {
    let plan = plan_of(&cx.read(), request.id)?;
    if request.again {
        return mark(cx, request.id, request.due, None);
    }
    checked_due(&cx.read(), &plan, request.due)?;
    mark(cx, request.id, request.due, Some("skipped".to_owned()))
}

fn mark(cx: &mut WriteCx<'_>, schedule: AnyId, due: Day, value: Option<String>) -> Result<()> {
    let changes = Changes::from([(format!("done/{due}"), value.map(Value::from))]);
    cx.edit(schedule, &changes).map(drop)
}

/// Only what is due can be paid or left out, and only once.
fn checked_due(cx: &ReadCx<'_>, plan: &Plan, due: Day) -> Result<()> {
    if !plan.repeat.falls_on(due) {
        return Err(Error::invalid("due", format!("it is not due on {due}")));
    }
    let settled = settled(cx, std::slice::from_ref(plan), due, due)?;
    match settled.first().map(|one| one.state) {
        Some(OccurrenceState::Done) => {
            Err(Error::new(Code::Conflict, format!("what was due on {due} is paid already")))
        }
        Some(OccurrenceState::Due | OccurrenceState::Skipped | OccurrenceState::Expected)
        | None => Ok(()),
    }
}

fn plan_of(cx: &ReadCx<'_>, id: AnyId) -> Result<Plan> {
    let found = plans(cx.sql())?.into_iter().find(|plan| plan.id == id);
    found.ok_or_else(|| Error::not_found("schedule", id))
}

fn checked_minor(minor: i64) -> Result<i64> {
    checked(i128::from(minor)).map_err(|error| error.at("minor"))
}

fn checked_step(step: u32) -> Result<u32> {
    match step {
        1..=STEP_MAX => Ok(step),
        _ => Err(Error::invalid("step", format!("a step is between 1 and {STEP_MAX}"))),
    }
}

fn checked_end(start: Day, end: Day) -> Result<Day> {
    match start <= end {
        true => Ok(end),
        false => Err(Error::invalid("end", "it ends before it begins")),
    }
}
