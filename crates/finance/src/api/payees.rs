//! Payees: who money went to and came from, and other names for them.

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::sql::Param;
use store::write::WriteCx;

use super::rules::naming;
use super::said::Said;
use super::{Amount, EditRule, NewRule, check, rows::Names};
use super::{RuleAction, RuleCondition, RuleText, RuleTextOp, create_rule, edit_rule};
use crate::model::day_number;

wire! {
    /// Which payees.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ListPayees {
        /// The first day.
        pub(crate) from: Option<Day>,
        /// The last day.
        pub(crate) to: Option<Day>,
        /// With these letters in the name.
        pub(crate) text: Option<String>,
        /// How many, at most 1000; 200 without.
        pub(crate) limit: Option<u32>,
    }

    /// A payee.
    pub(crate) struct PayeeRow {
        /// Its name; empty: transactions that name nobody.
        pub(crate) payee: String,
        /// How many transactions.
        pub(crate) txns: u32,
        /// What they come to, by currency.
        pub(crate) sums: Vec<Amount>,
        /// What they are mostly for.
        pub(crate) category: Option<AnyId>,
        /// Its name.
        pub(crate) category_name: String,
        /// The last of them.
        pub(crate) last: Option<Day>,
    }

    /// Another name for a payee.
    pub(crate) struct RenamePayee {
        /// As it is shown now.
        pub(crate) from: String,
        /// As it is to be shown; the name of another payee makes the two one.
        pub(crate) to: String,
    }

    /// What a new name did.
    #[derive(Copy)]
    pub(crate) struct RenamedPayee {
        /// How many transactions show it now.
        pub(crate) txns: u32,
    }
}

const PAYEES_MAX: u32 = 1000;
const PAYEES_USUAL: u32 = 200;

pub(crate) fn payees(cx: &ReadCx<'_>, request: ListPayees) -> Result<Vec<PayeeRow>> {
    let ListPayees { from, to, text, limit } = request;
    let limit = limit.unwrap_or(PAYEES_USUAL).min(PAYEES_MAX);
    let from = from.map_or(0, day_number);
    let to = to.map_or(i64::MAX, day_number);
    let text = text.map(|text| text.trim().to_lowercase()).unwrap_or_default();
    let names = Names::load(cx.sql())?;
    const COUNTS: &str = "origin < 2 AND same IS NULL AND NOT state & 8 AND transfer IS NULL";
    let found = cx.sql().rows(
        &format!(
            "SELECT payee, count(*), max(day) FROM finance_txn
             WHERE {COUNTS} AND day BETWEEN ?1 AND ?2 AND (?3 = '' OR instr(lower(payee), ?3) > 0)
             GROUP BY payee ORDER BY count(*) DESC, payee LIMIT ?4"
        ),
        params![from, to, text, limit],
        |row| Ok((row.text(0)?, row.int(1)?, row.int(2)?)),
    )?;
    let mut rows = Vec::with_capacity(found.len());
    for (payee, txns, last) in found {
        let of: [Param; 3] = [payee.as_str().into(), from.into(), to.into()];
        let sums = super::rows::amounts(
            cx.sql(),
            &format!(
                "SELECT currency, minor FROM finance_txn
                 WHERE payee = ?1 AND {COUNTS} AND day BETWEEN ?2 AND ?3"
            ),
            &of,
        )?;
        let category = cx.sql().first(
            &format!(
                "SELECT category FROM finance_txn
                 WHERE payee = ?1 AND {COUNTS} AND day BETWEEN ?2 AND ?3 AND category IS NOT NULL
                 GROUP BY category ORDER BY count(*) DESC, category LIMIT 1"
            ),
            &of,
            |row| row.id(0),
        )?;
        rows.push(PayeeRow {
            txns: super::rows::count(txns),
            sums,
            category,
            category_name: category.map(|id| names.name(id)).unwrap_or_default(),
            last: Some(crate::model::day(last)?),
            payee,
        });
    }
    Ok(rows)
}

/// A rule gives the name to what files tell, now and later; what the person named is named anew.
pub(crate) fn rename_payee(cx: &mut WriteCx<'_>, request: RenamePayee) -> Result<RenamedPayee> {
    let to = check::name(&request.to, "to")?;
    let from = request.from.trim();
    let count = "SELECT count(*) FROM finance_txn WHERE payee = ?1 AND NOT state & 8";
    let before = cx.read().sql().number(count, params![to.as_str()])?;
    if from.is_empty() || cx.read().sql().number(count, params![from])? == 0 {
        return Err(Error::not_found("payee", from).at("from"));
    }
    if from == to {
        return Ok(RenamedPayee { txns: super::rows::count(before) });
    }
    for rule in naming(&cx.read(), from)? {
        let set = rule.set.into_iter().map(RuleAction::from).map(|action| match action {
            RuleAction::Payee { name } if name == from => RuleAction::Payee { name: to.clone() },
            other => other,
        });
        let (id, set) = (rule.id, Some(set.collect()));
        edit_rule(cx, EditRule { id, name: None, on: None, all: None, when: None, set })?;
    }
    let named: Vec<AnyId> = cx.read().sql().rows(
        "SELECT id FROM finance_txn WHERE payee = ?1 AND same IS NULL AND origin < 2
             AND json_extract(said, '$.payee') = ?1",
        params![from],
        |row| row.id(0),
    )?;
    for id in named {
        Said::of(cx, id)?.set_text(cx, "payee", &to)?;
    }
    if cx.read().sql().number(count, params![from])? > 0 {
        let text = RuleCondition::Text {
            field: RuleText::Payee,
            op: RuleTextOp::Is,
            value: from.to_owned(),
        };
        let set = vec![RuleAction::Payee { name: to.clone() }];
        let rule = NewRule { name: String::new(), all: true, when: vec![text], set, first: false };
        create_rule(cx, rule)?;
    }
    let after = cx.read().sql().number(count, params![to.as_str()])?;
    Ok(RenamedPayee { txns: super::rows::count(after) })
}
