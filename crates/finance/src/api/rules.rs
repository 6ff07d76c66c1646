//! Rules: what is said once about all transactions that look alike.

mod propose;
#[cfg(test)]
mod tests;
mod words;

use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

pub(crate) use self::propose::{RuleProposal, rule_proposals};
pub(crate) use self::words::{RuleAction, RuleCondition, RuleText, RuleTextOp};
use super::{TxnRow, check, txn_rows};
use crate::model::rule::{
    self, Rule, read_actions, read_conditions, write_actions, write_conditions,
};
use crate::projection::{each_looked, load_rules};
use crate::record::RULE;

wire! {
    /// A rule.
    pub(crate) struct MoneyRule {
        /// The rule.
        pub(crate) id: AnyId,
        /// Its name.
        pub(crate) name: String,
        /// Whether it is looked at.
        pub(crate) on: bool,
        /// Whether all conditions must hold, or any.
        pub(crate) all: bool,
        /// What a transaction must look like.
        pub(crate) when: Vec<RuleCondition>,
        /// What is said about it then.
        pub(crate) set: Vec<RuleAction>,
        /// It was written by a newer Everkept: it is kept, and says nothing here.
        pub(crate) newer: bool,
        /// How many transactions have their category or transfer from it.
        pub(crate) txns: u32,
    }

    /// A new rule; it comes last.
    pub(crate) struct NewRule {
        /// Its name; empty: one is made of what it says.
        #[serde(default)]
        pub(crate) name: String,
        /// Whether all conditions must hold, or any.
        #[serde(default = "yes")]
        pub(crate) all: bool,
        /// What a transaction must look like.
        pub(crate) when: Vec<RuleCondition>,
        /// What is said about it then.
        pub(crate) set: Vec<RuleAction>,
        /// It comes first instead, so that it holds against all others.
        #[serde(default)]
        pub(crate) first: bool,
    }

    /// What a rule becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditRule {
        /// The rule.
        pub(crate) id: AnyId,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// Whether it is looked at.
        #[serde(default)]
        pub(crate) on: Option<bool>,
        /// Whether all conditions must hold, or any.
        #[serde(default)]
        pub(crate) all: Option<bool>,
        /// What a transaction must look like.
        #[serde(default)]
        pub(crate) when: Option<Vec<RuleCondition>>,
        /// What is said about it then.
        #[serde(default)]
        pub(crate) set: Option<Vec<RuleAction>>,
    }

    /// Names a rule.
    #[derive(Copy)]
    pub(crate) struct RuleRef {
        /// The rule.
        pub(crate) id: AnyId,
    }

    /// Where a rule goes.
    #[derive(Copy)]
    pub(crate) struct MoveRule {
        /// The rule.
        pub(crate) id: AnyId,
        /// The rule that it comes before; null: it comes last.
        #[serde(default)]
        pub(crate) before: Option<AnyId>,
    }

    /// What a rule would say, before it is one.
    pub(crate) struct TryRule {
        /// Whether all conditions must hold, or any.
        #[serde(default = "yes")]
        pub(crate) all: bool,
        /// What a transaction must look like.
        pub(crate) when: Vec<RuleCondition>,
    }

    /// What a rule would touch.
    pub(crate) struct RuleTried {
        /// How many transactions it fits.
        pub(crate) txns: u32,
        /// Of those, how many have no category yet.
        pub(crate) uncategorized: u32,
        /// The latest of them.
        pub(crate) sample: Vec<TxnRow>,
    }

    /// A rule that was made.
    #[derive(Copy)]
    pub(crate) struct CreatedRule {
        /// The rule.
        pub(crate) id: AnyId,
    }
}

fn yes() -> bool {
    true
}

/// More rules than a person keeps in mind; each row asks all of them.
const RULES_MAX: i64 = 2000;
/// Room between two rules, so that one may be put between them without touching others.
const GAP: i64 = 1 << 20;
/// Transactions that are shown of those that a rule fits.
const SAMPLE: usize = 20;

pub(crate) fn rules(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<MoneyRule>> {
    cx.sql().rows(
        "SELECT id, name, is_on, every, conds, actions,
             (SELECT count(*) FROM finance_txn WHERE rule = finance_rule.id)
         FROM finance_rule ORDER BY position, id",
        &[],
        |row| {
            let when = read_conditions(&row.text(4)?);
            let set = read_actions(&row.text(5)?);
            Ok(MoneyRule {
                id: row.id(0)?,
                name: row.text(1)?,
                on: row.flag(2)?,
                all: row.flag(3)?,
                newer: when.is_none() || set.is_none(),
                when: when.unwrap_or_default().into_iter().map(Into::into).collect(),
                set: set.unwrap_or_default().into_iter().map(Into::into).collect(),
                txns: u32::try_from(row.int(6)?).unwrap_or(u32::MAX),
            })
        },
    )
}

pub(crate) fn create_rule(cx: &mut WriteCx<'_>, request: NewRule) -> Result<CreatedRule> {
    let NewRule { name, all, when, set, first } = request;
    let (when, set) = (conditions(when), actions(set));
    check_ids(&cx.read(), &when, &set)?;
    let sql = cx.read().sql();
    if sql.number("SELECT count(*) FROM finance_rule", &[])? >= RULES_MAX {
        return Err(Error::invalid("when", format!("there are {RULES_MAX} rules already")));
    }
    let end = match first {
        true => sql.number("SELECT min(position) FROM finance_rule", &[])?.checked_sub(GAP),
        false => sql.number("SELECT max(position) FROM finance_rule", &[])?.checked_add(GAP),
    };
    let name = match name.trim() {
        "" => words::name_of(&when),
        name => check::name(name, "name")?,
    };
    let fields = Fields::from([
        ("name".to_owned(), name.into()),
        ("order".to_owned(), end.unwrap_or(0).into()),
        ("on".to_owned(), true.into()),
        ("all".to_owned(), all.into()),
        ("when".to_owned(), write_conditions(&when)?.into()),
        ("set".to_owned(), write_actions(&set)?.into()),
    ]);
    let id = cx.new_id();
    cx.create(&RULE, id, fields)?;
    Ok(CreatedRule { id })
}

pub(crate) fn edit_rule(cx: &mut WriteCx<'_>, request: EditRule) -> Result<()> {
    of_kind(&cx.read(), request.id)?;
    let mut changes = Changes::new();
    let mut change = |key: &str, value: Option<Value>| {
        if value.is_some() {
            changes.insert(key.to_owned(), value);
        }
    };
    change(
        "name",
        request.name.map(|name| check::name(&name, "name")).transpose()?.map(Value::from),
    );
    change("on", request.on.map(Value::from));
    change("all", request.all.map(Value::from));
    let (when, set) = (request.when.map(conditions), request.set.map(actions));
    check_ids(&cx.read(), when.as_deref().unwrap_or_default(), set.as_deref().unwrap_or_default())?;
    change("when", when.map(|when| write_conditions(&when)).transpose()?.map(Value::from));
    change("set", set.map(|set| write_actions(&set)).transpose()?.map(Value::from));
    cx.edit(request.id, &changes).map(drop)
}

pub(crate) fn move_rule(cx: &mut WriteCx<'_>, request: MoveRule) -> Result<()> {
    of_kind(&cx.read(), request.id)?;
    let mut places: Vec<(AnyId, i64)> = cx.read().sql().rows(
        "SELECT id, position FROM finance_rule WHERE id <> ?1 ORDER BY position, id",
        params![request.id],
        |row| Ok((row.id(0)?, row.int(1)?)),
    )?;
    let at = match request.before {
        None => places.len(),
        Some(before) => {
            let found = places.iter().position(|(id, _)| *id == before);
            found.ok_or_else(|| Error::not_found("rule", before))?
        }
    };
    let low = at.checked_sub(1).and_then(|at| places.get(at)).map(|(_, place)| *place);
    let high = places.get(at).map(|(_, place)| *place);
    let between = match (low, high) {
        (None, None) => Some(0),
        (Some(low), None) => low.checked_add(GAP),
        (None, Some(high)) => high.checked_sub(GAP),
        (Some(low), Some(high)) => {
            let middle = low + (high - low) / 2;
            (low < middle && middle < high).then_some(middle)
        }
    };
    let order = |cx: &mut WriteCx<'_>, id: AnyId, place: i64| {
        let changes = Changes::from([("order".to_owned(), Some(Value::from(place)))]);
        cx.edit(id, &changes).map(drop)
    };
    match between {
        Some(place) => order(cx, request.id, place),
        None => {
            // No room between the two: all get new places, far apart.
            places.insert(at, (request.id, 0));
            let all = (0..).zip(places);
            all.into_iter().try_for_each(|(number, (id, _))| order(cx, id, number * GAP))
        }
    }
}

pub(crate) fn delete_rule(cx: &mut WriteCx<'_>, request: RuleRef) -> Result<()> {
    of_kind(&cx.read(), request.id)?;
    cx.trash(request.id)
}

pub(crate) fn try_rule(cx: &ReadCx<'_>, request: TryRule) -> Result<RuleTried> {
    let when = conditions(request.when);
    write_conditions(&when)?; // Says what is wrong with them.
    let id = AnyId::from_bytes([0; 16]);
    let rule = Rule { id, order: 0, on: true, all: request.all, when, set: Vec::new() };
    let mut fits: Vec<AnyId> = Vec::new();
    each_looked(cx.sql(), |id, looked| {
        if rule::fits(&rule, looked) {
            fits.push(id);
        }
        Ok(())
    })?;
    let mut uncategorized = 0;
    let mut latest: Vec<(i64, AnyId)> = Vec::new();
    for id in &fits {
        let found = cx.sql().first(
            "SELECT day, category IS NULL AND transfer IS NULL AND NOT state & 16
             FROM finance_txn WHERE id = ?1",
            params![*id],
            |row| Ok((row.int(0)?, row.flag(1)?)),
        )?;
        let Some((day, open)) = found else { continue };
        uncategorized += u32::from(open);
        latest.push((day, *id));
    }
    latest.sort_unstable_by(|a, b| b.cmp(a));
    let sample: Vec<AnyId> = latest.into_iter().take(SAMPLE).map(|(_, id)| id).collect();
    Ok(RuleTried {
        txns: u32::try_from(fits.len()).unwrap_or(u32::MAX),
        uncategorized,
        sample: txn_rows(cx, &sample)?,
    })
}

fn conditions(when: Vec<RuleCondition>) -> Vec<rule::Condition> {
    when.into_iter().map(Into::into).collect()
}

fn actions(set: Vec<RuleAction>) -> Vec<rule::Action> {
    set.into_iter().map(Into::into).collect()
}

/// A rule that names what is none of our accounts would be a rule that nobody can read.
fn check_ids(cx: &ReadCx<'_>, when: &[rule::Condition], set: &[rule::Action]) -> Result<()> {
    for condition in when {
        if let rule::Condition::Account { id } = condition {
            check::holding(cx.sql(), *id, "when")?;
        }
    }
    for action in set {
        match action {
            rule::Action::Category { id } => drop(check::category(cx.sql(), *id, "set")?),
            rule::Action::Transfer { account } => drop(check::holding(cx.sql(), *account, "set")?),
            rule::Action::Payee { .. } | rule::Action::Tag { .. } => {}
        }
    }
    Ok(())
}

fn of_kind(cx: &ReadCx<'_>, id: AnyId) -> Result<()> {
    match cx.find(id)? {
        Some(record) if record.kind == RULE.name => Ok(()),
        _ => Err(Error::not_found("rule", id)),
    }
}

/// Rules that give a payee this name.
pub(super) fn naming(cx: &ReadCx<'_>, payee: &str) -> Result<Vec<Rule>> {
    let names = |rule: &Rule| {
        rule.set
            .iter()
            .any(|action| matches!(action, rule::Action::Payee { name } if name == payee))
    };
    Ok(load_rules(cx.sql())?.into_iter().filter(names).collect())
}
