//! Goals: what is saved for, and how far it is.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use base::money::{Currency, checked};
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

use super::reports::gather::base_currency;
use super::{AccountName, check, rows::Names};
use crate::model::month::Month;
use crate::model::{day, hex};
use crate::record::GOAL;

wire! {
    /// Something that is saved for.
    pub(crate) struct SavingsGoal {
        /// The goal.
        pub(crate) id: AnyId,
        /// What it is.
        pub(crate) name: String,
        /// What it takes, smallest units.
        pub(crate) minor: i64,
        /// ISO 4217.
        pub(crate) currency: String,
        /// Until when.
        pub(crate) by: Option<Day>,
        /// Where it is saved.
        pub(crate) account: Option<AccountName>,
        /// The person's words.
        pub(crate) note: String,
        /// What is there for it; null: no account says so. Goals of one account get what it holds one
        /// after another, the one that is needed first before all others.
        pub(crate) saved_minor: Option<i64>,
        /// Of a thousand parts of the whole so many.
        pub(crate) permille: u32,
        /// What to save each month, this one too, to be there in time; null: no day is set, or it is
        /// reached.
        pub(crate) monthly_minor: Option<i64>,
    }

    /// Something to save for.
    #[ts(optional_fields)]
    pub(crate) struct NewGoal {
        /// What it is.
        pub(crate) name: String,
        /// What it takes, smallest units of the account's currency, or of that of reports.
        pub(crate) minor: i64,
        /// Until when.
        #[serde(default)]
        pub(crate) by: Option<Day>,
        /// Where it is saved.
        #[serde(default)]
        pub(crate) account: Option<AnyId>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// What a goal becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditGoal {
        /// The goal.
        pub(crate) id: AnyId,
        /// What it is.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// What it takes.
        #[serde(default)]
        pub(crate) minor: Option<i64>,
        /// A day, or nothing.
        #[serde(default)]
        pub(crate) by: Option<String>,
        /// An account's id, or nothing.
        #[serde(default)]
        pub(crate) account: Option<String>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// Names a goal.
    #[derive(Copy)]
    pub(crate) struct GoalRef {
        /// The goal.
        pub(crate) id: AnyId,
    }
}

/// A goal as it lies in the tables.
struct Kept {
    id: AnyId,
    name: String,
    minor: i64,
    currency: String,
    by: Option<Day>,
    account: Option<AnyId>,
    note: String,
}

pub(crate) fn goals(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<SavingsGoal>> {
    let names = Names::load(cx.sql())?;
    let kept = cx.sql().rows(
        "SELECT id, name, minor, currency, until, account, note FROM finance_goal
         ORDER BY until IS NULL, until, id",
        &[],
        |row| {
            Ok(Kept {
                id: row.id(0)?,
                name: row.text(1)?,
                minor: row.int(2)?,
                currency: row.text(3)?,
                by: row.opt_int(4)?.map(day).transpose()?,
                account: row.opt_id(5)?,
                note: row.text(6)?,
            })
        },
    )?;
    // What each account still holds for the goals that come.
    let mut there: BTreeMap<(AnyId, String), i64> = BTreeMap::new();
    let mut goals = Vec::with_capacity(kept.len());
    for goal in kept {
        let saved = match goal.account {
            None => None,
            Some(account) => {
                let key = (account, goal.currency.clone());
                let holds = match there.get(&key) {
                    Some(holds) => *holds,
                    None => balance(cx, account, &goal.currency)?,
                };
                let saved = holds.clamp(0, goal.minor.max(0));
                there.insert(key, holds - saved);
                Some(saved)
            }
        };
        let missing = goal.minor - saved.unwrap_or(0);
        let whole = i128::from(goal.minor.max(1));
        let permille = i128::from(saved.unwrap_or(0)) * 1000 / whole;
        goals.push(SavingsGoal {
            id: goal.id,
            monthly_minor: goal.by.and_then(|by| monthly(missing, cx.today(), by)),
            permille: u32::try_from(permille.clamp(0, 1000)).unwrap_or(0),
            account: goal.account.map(|id| AccountName { id, name: names.name(id) }),
            name: goal.name,
            minor: goal.minor,
            currency: goal.currency,
            by: goal.by,
            note: goal.note,
            saved_minor: saved,
        });
    }
    Ok(goals)
}

fn balance(cx: &ReadCx<'_>, account: AnyId, currency: &str) -> Result<i64> {
    let query = "SELECT sum(minor) FROM finance_sum WHERE account = ?1 AND currency = ?2";
    cx.sql().number(query, params![account, currency])
}

/// What is missing, in equal parts for this month and those up to a day's, rounded up.
fn monthly(missing: i64, today: Day, by: Day) -> Option<i64> {
    let months = Month::of(by).since(Month::of(today)).max(0) + 1;
    (missing > 0).then(|| (missing + months - 1) / months)
}

pub(crate) fn create_goal(cx: &mut WriteCx<'_>, request: NewGoal) -> Result<GoalRef> {
    let currency = match request.account {
        Some(account) => check::holding(cx.read().sql(), account, "account")?.currency,
        None => base_currency(cx.read().sql())?,
    };
    let mut fields = Fields::from([
        ("name".to_owned(), check::name(&request.name, "name")?.into()),
        ("minor".to_owned(), checked_minor(request.minor)?.into()),
        ("currency".to_owned(), Currency::new(&currency)?.code().into()),
    ]);
    let note = request.note.map(|note| check::note(&note)).transpose()?;
    let said = [
        ("by", request.by.map(|by| by.to_string())),
        ("account", request.account.map(hex)),
        ("note", note.filter(|note| !note.is_empty())),
    ];
    for (key, value) in said {
        fields.extend(value.map(|value| (key.to_owned(), Value::from(value))));
    }
    let id = cx.new_id();
    cx.create(&GOAL, id, fields)?;
    Ok(GoalRef { id })
}

pub(crate) fn edit_goal(cx: &mut WriteCx<'_>, request: EditGoal) -> Result<()> {
    let record = of_kind(&cx.read(), request.id)?;
    let mut changes = Changes::new();
    if let Some(name) = request.name {
        changes.insert("name".to_owned(), Some(check::name(&name, "name")?.into()));
    }
    if let Some(minor) = request.minor {
        changes.insert("minor".to_owned(), Some(checked_minor(minor)?.into()));
    }
    if let Some(by) = request.by {
        let by = match by.as_str() {
            "" => None,
            by => Some(by.parse::<Day>().map_err(|error| error.at("by"))?.to_string().into()),
        };
        changes.insert("by".to_owned(), by);
    }
    if let Some(account) = request.account {
        let account = match account.as_str() {
            "" => None,
            text => {
                let id = text.parse::<AnyId>().map_err(|error| error.at("account"))?;
                let holding = check::holding(cx.read().sql(), id, "account")?;
                if holding.currency != record.text("currency") {
                    let message = format!("{} is in another currency", holding.name);
                    return Err(Error::invalid("account", message));
                }
                Some(hex(id).into())
            }
        };
        changes.insert("account".to_owned(), account);
    }
    if let Some(note) = request.note {
        changes.insert("note".to_owned(), Some(check::note(&note)?.into()));
    }
    cx.edit(request.id, &changes).map(drop)
}

pub(crate) fn delete_goal(cx: &mut WriteCx<'_>, request: GoalRef) -> Result<()> {
    of_kind(&cx.read(), request.id)?;
    cx.trash(request.id)
}

fn checked_minor(minor: i64) -> Result<i64> {
    match checked(i128::from(minor)) {
        Ok(minor) if minor > 0 => Ok(minor),
        _ => Err(Error::invalid("minor", "a goal takes more than nothing")),
    }
}

fn of_kind(cx: &ReadCx<'_>, id: AnyId) -> Result<store::record::Record> {
    match cx.find(id)? {
        Some(record) if record.kind == GOAL.name => Ok(record),
        _ => Err(Error::not_found("goal", id)),
    }
}
