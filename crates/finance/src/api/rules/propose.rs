//! Rules that would save work: payees that a person puts into the same category again and again.

use std::collections::{BTreeMap, HashSet};

use base::error::Result;
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::read::ReadCx;

use crate::api::rows::Names;
use crate::api::waved::waved;
use crate::model::recurring::fold;
use crate::model::rule::{Action, Looked, Rule, fits};
use crate::projection::load_rules;

wire! {
    /// A rule that would save work.
    pub(crate) struct RuleProposal {
        /// By this it is waved away.
        pub(crate) key: String,
        /// The payee.
        pub(crate) payee: String,
        /// Where the person puts it.
        pub(crate) category: AnyId,
        /// That category's name.
        pub(crate) category_name: String,
        /// How often the person did so.
        pub(crate) txns: u32,
    }
}

/// So often somebody does something before it is worth a rule.
const TIMES_MIN: u32 = 2;
/// Proposals in one answer, those that save most first.
const PROPOSALS_MAX: usize = 50;

/// What a person says of one payee.
struct Said {
    payee: String,
    by_category: BTreeMap<AnyId, u32>,
    account: AnyId,
    minor: i64,
    currency: String,
}

pub(crate) fn rule_proposals(cx: &ReadCx<'_>, _: Nothing) -> Result<Vec<RuleProposal>> {
    let mut payees: BTreeMap<String, Said> = BTreeMap::new();
    cx.sql().each(
        "SELECT coalesce(plain, payee), category, account, minor, currency, count(*)
         FROM finance_txn
         WHERE category_by = 3 AND category IS NOT NULL AND same IS NULL AND NOT state & 8
             AND payee <> ''
         GROUP BY coalesce(plain, payee), category ORDER BY 1, 2",
        &[],
        |row| {
            let (payee, category, times) = (row.text(0)?, row.id(1)?, row.int(5)?);
            let said = payees.entry(fold(&payee)).or_insert_with(|| Said {
                payee,
                by_category: BTreeMap::new(),
                account: AnyId::from_bytes([0; 16]),
                minor: 0,
                currency: String::new(),
            });
            (said.account, said.minor, said.currency) = (row.id(2)?, row.int(3)?, row.text(4)?);
            *said.by_category.entry(category).or_default() += u32::try_from(times).unwrap_or(0);
            Ok(())
        },
    )?;
    let rules = load_rules(cx.sql())?;
    let waved: HashSet<String> = waved(cx.sql())?;
    let names = Names::load(cx.sql())?;
    let mut proposals: Vec<RuleProposal> = payees
        .into_values()
        .filter_map(|said| said.proposal(&rules))
        .filter(|(key, ..)| !waved.contains(key))
        .map(|(key, payee, category, txns)| RuleProposal {
            key,
            payee,
            category,
            category_name: names.name(category),
            txns,
        })
        .collect();
    proposals.sort_by(|a, b| b.txns.cmp(&a.txns).then_with(|| a.payee.cmp(&b.payee)));
    proposals.truncate(PROPOSALS_MAX);
    Ok(proposals)
}

impl Said {
    /// What to propose: always the same category, and no rule that gives one already.
    fn proposal(self, rules: &[Rule]) -> Option<(String, String, AnyId, u32)> {
        let [(category, times)] = self.by_category.iter().collect::<Vec<_>>()[..] else {
            return None;
        };
        let looked = Looked {
            payee: &self.payee,
            raw: &self.payee,
            memo: "",
            note: "",
            other: "",
            kind: "",
            account: self.account,
            minor: self.minor,
            currency: &self.currency,
        };
        let gives = |rule: &Rule| {
            rule.on
                && rule.set.iter().any(|action| {
                    matches!(action, Action::Category { .. } | Action::Transfer { .. })
                })
        };
        let ruled = rules.iter().any(|rule| gives(rule) && fits(rule, &looked));
        let key = format!("rule:{}:{category}", fold(&self.payee));
        (*times >= TIMES_MIN && !ruled).then(|| (key, self.payee.clone(), *category, *times))
    }
}
