//! The figures of budgets: what was set and moved lies in the tables of plans, what was spent is what
//! a report says, so that both always agree.

use std::collections::{BTreeMap, BTreeSet};

use base::error::Result;
use base::id::AnyId;
use base::money::{checked, sum};
use store::params;
use store::read::ReadCx;
use store::sql::Sql;

use super::{Budget, BudgetRow, whole_unit};
use crate::api::reports::gather::{Asked, Gathered, base_currency, gather};
use crate::api::reports::range::Range;
use crate::api::{Amount, MoneyBy, MoneyFlow, RateUsed, ReportFilter, ReportStep};
use crate::model::envelope::{Envelope, Mode};
use crate::model::month::Month;
use crate::model::rate::Rates;
use crate::model::{day_number, system};
use crate::projection::rates;

/// Months before that suggestions look at.
const BEFORE: i64 = 3;
/// Years that an envelope looks back; it was budgeted anew long since.
const MONTHS_MAX: i64 = 590;

/// A category as its budget is listed.
struct Listed {
    id: AnyId,
    name: String,
    icon: String,
    parent: Option<AnyId>,
    closed: bool,
}

/// All that the budgets of a month follow from.
pub(super) struct Figures {
    month: Month,
    currency: String,
    listed: Vec<Listed>,
    envelopes: BTreeMap<AnyId, Envelope>,
    /// Categories with a record; others were only spent in.
    budgeted: BTreeSet<AnyId>,
    income: i64,
    spent: i64,
    /// What accounts hold at the month's end.
    money: i64,
    unconverted: Vec<Amount>,
    rates: Vec<RateUsed>,
}

/// Amounts of other currencies in the one of budgets, on a month's last day.
struct Conversion<'r> {
    rates: &'r Rates,
    currency: &'r str,
    unconverted: BTreeMap<String, i128>,
    used: BTreeSet<RateUsed>,
}

impl Conversion<'_> {
    fn convert(&mut self, minor: i64, currency: &str, month: Month) -> Result<i64> {
        let day = day_number(month.last());
        match self.rates.convert(minor, currency, self.currency, day) {
            Some((worth, used)) => {
                for rate in used {
                    self.used.insert(RateUsed::of(rate)?);
                }
                Ok(worth)
            }
            None => {
                *self.unconverted.entry(currency.to_owned()).or_default() += i128::from(minor);
                Ok(0)
            }
        }
    }
}

impl Figures {
    /// Reads what a month's budgets follow from.
    ///
    /// # Errors
    /// `Invalid` when a sum is too large.
    pub(super) fn read(cx: &ReadCx<'_>, month: Month) -> Result<Figures> {
        let sql = cx.sql();
        let currency = base_currency(sql)?;
        let rates = rates(sql)?;
        let mut conversion = Conversion {
            rates: &rates,
            currency: &currency,
            unconverted: BTreeMap::new(),
            used: BTreeSet::new(),
        };
        let mut envelopes = said(sql, &mut conversion)?;
        let budgeted: BTreeSet<AnyId> = envelopes.keys().copied().collect();
        moved(sql, &mut conversion, &mut envelopes)?;
        let months = envelopes.values().flat_map(|one| one.budgeted.keys().chain(one.moved.keys()));
        let first = months.copied().min().unwrap_or(month).min(month.plus(-BEFORE));
        let first = first.max(month.plus(-MONTHS_MAX));
        let (spent, gathered) = spent(cx, first, month, &mut envelopes)?;
        let income = of_flow(cx, MoneyFlow::Income, month, month)?;
        let money = money(sql, month, &mut conversion)?;
        let Conversion { unconverted, mut used, .. } = conversion;
        used.extend(gathered.rates.into_iter().chain(income.rates));
        Ok(Figures {
            month,
            listed: listed(sql)?,
            envelopes,
            budgeted,
            income: sum(income.totals)?,
            spent,
            money,
            unconverted: unconverted
                .into_iter()
                .filter(|(_, minor)| *minor != 0)
                .map(|(currency, minor)| Ok(Amount { minor: checked(minor)?, currency }))
                .collect::<Result<_>>()?,
            rates: used.into_iter().collect(),
            currency,
        })
    }

    /// The budgets, made of all that.
    ///
    /// # Errors
    /// `Invalid` when a sum is too large.
    pub(super) fn budget(self) -> Result<Budget> {
        let unit = whole_unit(&self.currency);
        let (mut budgeted, mut left, mut kept) = (0_i128, 0_i128, 0_i128);
        let mut rows = Vec::new();
        for listed in self.listed {
            let envelope = self.envelopes.get(&listed.id);
            let mode = envelope.map(|one| one.mode).filter(|_| self.budgeted.contains(&listed.id));
            let line = envelope.map(|one| one.line(self.month)).transpose()?.unwrap_or_default();
            let suggested = envelope.map_or(0, |one| one.suggested(self.month, unit));
            let has_figure = line.carried != 0 || line.spent != 0 || mode.is_some();
            if !has_figure && (listed.closed || listed.id == system::SPENDING) {
                continue;
            }
            if mode.is_some() {
                budgeted += i128::from(line.budgeted);
                left += i128::from(line.left);
            }
            if mode == Some(Mode::Envelope) {
                kept += i128::from(line.left);
            }
            rows.push(BudgetRow {
                category: listed.id,
                name: listed.name,
                icon: listed.icon,
                parent: listed.parent,
                mode: mode.map(Into::into),
                carried: line.carried,
                budgeted: line.budgeted,
                is_set: envelope.is_some_and(|one| one.budgeted.contains_key(&self.month)),
                moved: line.moved,
                spent: line.spent,
                left: if mode.is_some() { line.left } else { 0 },
                suggested,
            });
        }
        Ok(Budget {
            month: self.month,
            currency: self.currency,
            to_budget: checked(i128::from(self.money) - kept)?,
            income: self.income,
            budgeted: checked(budgeted)?,
            spent: self.spent,
            left: checked(left)?,
            rows,
            unconverted: self.unconverted,
            rates: self.rates,
        })
    }
}

/// Categories of spending, in their order; last what nobody has named.
fn listed(sql: Sql<'_>) -> Result<Vec<Listed>> {
    let mut listed = sql.rows(
        "SELECT id, name, icon, parent, closed FROM finance_account
         WHERE kind = 'expense' AND target IS NULL ORDER BY position, name, id",
        &[],
        |row| {
            Ok(Listed {
                id: row.id(0)?,
                name: row.text(1)?,
                icon: row.text(2)?,
                parent: row.opt_id(3)?,
                closed: row.flag(4)?,
            })
        },
    )?;
    listed.push(Listed {
        id: system::SPENDING,
        name: String::new(),
        icon: String::new(),
        parent: None,
        closed: false,
    });
    Ok(listed)
}

fn envelope(mode: Mode) -> Envelope {
    Envelope { mode, budgeted: BTreeMap::new(), moved: BTreeMap::new(), spent: BTreeMap::new() }
}

/// What was set, by category.
fn said(sql: Sql<'_>, conversion: &mut Conversion<'_>) -> Result<BTreeMap<AnyId, Envelope>> {
    let mut envelopes: BTreeMap<AnyId, Envelope> = BTreeMap::new();
    let mut currencies: BTreeMap<AnyId, String> = BTreeMap::new();
    sql.each("SELECT category, mode, currency FROM finance_budget ORDER BY n", &[], |row| {
        let category = row.id(0)?;
        envelopes.insert(category, envelope(Mode::from_word(&row.text(1)?)));
        currencies.insert(category, row.text(2)?);
        Ok(())
    })?;
    sql.each("SELECT category, month, minor FROM finance_budgeted ORDER BY n", &[], |row| {
        let (category, month) = (row.id(0)?, Month::from_number(row.int(1)?));
        let of = envelopes.get_mut(&category).zip(month).zip(currencies.get(&category));
        if let Some(((envelope, month), currency)) = of {
            let minor = conversion.convert(row.int(2)?, currency, month)?;
            envelope.budgeted.insert(month, minor);
        }
        Ok(())
    })?;
    Ok(envelopes)
}

/// What was moved.
fn moved(
    sql: Sql<'_>,
    conversion: &mut Conversion<'_>,
    envelopes: &mut BTreeMap<AnyId, Envelope>,
) -> Result<()> {
    sql.each("SELECT month, source, target, minor, currency FROM finance_move", &[], |row| {
        let Some(month) = Month::from_number(row.int(0)?) else { return Ok(()) };
        let minor = conversion.convert(row.int(3)?, &row.text(4)?, month)?;
        let ends: [(Option<AnyId>, i64); 2] = [(row.opt_id(1)?, -minor), (row.opt_id(2)?, minor)];
        for (category, minor) in ends {
            if let Some(envelope) = category.and_then(|category| envelopes.get_mut(&category)) {
                let sum = envelope.moved.entry(month).or_default();
                *sum = checked(i128::from(*sum) + i128::from(minor))?;
            }
        }
        Ok(())
    })
}

/// What was spent, as a report says it; answers the whole of the last month, too.
fn spent(
    cx: &ReadCx<'_>,
    first: Month,
    last: Month,
    envelopes: &mut BTreeMap<AnyId, Envelope>,
) -> Result<(i64, Gathered)> {
    let gathered = of_flow(cx, MoneyFlow::Spending, first, last)?;
    for row in &gathered.rows {
        let Ok(category) = row.what.key.parse::<AnyId>() else { continue };
        let envelope = envelopes.entry(category).or_insert_with(|| envelope(Mode::Limit));
        for (step, minor) in (0..).zip(&row.cells).filter(|(_, minor)| **minor != 0) {
            envelope.spent.insert(first.plus(step), *minor);
        }
    }
    let whole = gathered.totals.last().copied().unwrap_or(0);
    Ok((whole, gathered))
}

fn of_flow(cx: &ReadCx<'_>, flow: MoneyFlow, first: Month, last: Month) -> Result<Gathered> {
    let range = Range::of(cx, Some(first.first()), Some(last.last()), ReportStep::Month)?;
    let filter = ReportFilter::default();
    gather(cx, &Asked { range, by: MoneyBy::Category, flow, filter: &filter })
}

/// What accounts that are lived from hold at a month's end: no loans, no investments.
fn money(sql: Sql<'_>, month: Month, conversion: &mut Conversion<'_>) -> Result<i64> {
    let sums = sql.rows(
        "SELECT finance_sum.currency, sum(minor) FROM finance_sum
         JOIN finance_account ON finance_account.id = finance_sum.account
         WHERE kind IN ('asset', 'liability') AND subtype NOT IN ('loan', 'investment')
             AND month <= ?1
         GROUP BY finance_sum.currency ORDER BY 1",
        params![month.number()],
        |row| Ok((row.text(0)?, row.int(1)?)),
    )?;
    let mut money = 0;
    for (currency, minor) in sums {
        money += i128::from(conversion.convert(minor, &currency, month)?);
    }
    checked(money)
}
