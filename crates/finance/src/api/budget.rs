//! Budgets: what categories may cost in a month, what they cost, and what is left.

mod figures;
#[cfg(test)]
mod tests;

use base::error::{Error, Result};
use base::id::AnyId;
use base::money::{Currency, checked};
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

use self::figures::Figures;
use super::reports::gather::base_currency;
use super::{Amount, RateUsed, check};
use crate::model::envelope::Mode;
use crate::model::hex;
use crate::model::month::Month;
use crate::record::{BUDGET, MOVE};

wire! {
    /// How a category is budgeted.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum BudgetMode {
        /// What is left, and what was spent too much, is carried on.
        Envelope,
        /// So much each month, until another amount is set.
        Limit,
    }

    /// Which month.
    #[derive(Copy)]
    pub(crate) struct BudgetOf {
        /// The month.
        pub(crate) month: Month,
    }

    /// The budgets of a month. All figures are smallest units of one currency.
    pub(crate) struct Budget {
        /// The month.
        pub(crate) month: Month,
        /// The currency of every figure.
        pub(crate) currency: String,
        /// What is there at the month's end and in no envelope; below zero: more is promised than is
        /// there.
        pub(crate) to_budget: i64,
        /// What came in.
        pub(crate) income: i64,
        /// What was set for all envelopes and limits.
        pub(crate) budgeted: i64,
        /// What was spent, in whatever category.
        pub(crate) spent: i64,
        /// What is left in all envelopes and limits.
        pub(crate) left: i64,
        /// Every category of spending that is open or has a figure.
        pub(crate) rows: Vec<BudgetRow>,
        /// What is not in the figures, for want of a rate.
        pub(crate) unconverted: Vec<Amount>,
        /// The rates that were used.
        pub(crate) rates: Vec<RateUsed>,
    }

    /// One category in a month.
    pub(crate) struct BudgetRow {
        /// The category.
        pub(crate) category: AnyId,
        /// Its name; empty for spending whose category nobody has said.
        pub(crate) name: String,
        /// Its icon.
        pub(crate) icon: String,
        /// The category that it lies in.
        pub(crate) parent: Option<AnyId>,
        /// How it is budgeted; null: not at all.
        pub(crate) mode: Option<BudgetMode>,
        /// What the months before left; below zero: spent too much.
        pub(crate) carried: i64,
        /// What was set.
        pub(crate) budgeted: i64,
        /// Whether it was set for this very month.
        pub(crate) is_set: bool,
        /// What was moved in, less what was moved out.
        pub(crate) moved: i64,
        /// What was spent, less what came back.
        pub(crate) spent: i64,
        /// What is left.
        pub(crate) left: i64,
        /// What might be set: the average of three months before.
        pub(crate) suggested: i64,
    }

    /// What a category may cost in a month.
    #[ts(optional_fields)]
    pub(crate) struct SetBudget {
        /// The category.
        pub(crate) category: AnyId,
        /// The month.
        pub(crate) month: Month,
        /// Smallest units of the budget's currency; null: nothing is said of this month.
        #[serde(default)]
        pub(crate) minor: Option<i64>,
        /// How it is budgeted in all months; null: as before, or an envelope.
        #[serde(default)]
        pub(crate) mode: Option<BudgetMode>,
    }

    /// Money moved from one budget to another. It is an event: two moves both count.
    #[ts(optional_fields)]
    pub(crate) struct MoveBudget {
        /// The month.
        pub(crate) month: Month,
        /// From this category; null: from what is in no envelope.
        #[serde(default)]
        pub(crate) from: Option<AnyId>,
        /// To this category; null: to what is in no envelope.
        #[serde(default)]
        pub(crate) to: Option<AnyId>,
        /// Smallest units, above zero.
        pub(crate) minor: i64,
    }

    /// What is taken over.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum BudgetCopy {
        /// What was set.
        Budgeted,
        /// What was spent.
        Spent,
        /// The average of three months before.
        Suggested,
    }

    /// Budgets of one month for another; what is set there stays.
    #[derive(Copy)]
    pub(crate) struct CopyBudget {
        /// Of this month.
        pub(crate) from: Month,
        /// For this month.
        pub(crate) to: Month,
        /// What of it.
        pub(crate) what: BudgetCopy,
    }

    /// How many budgets were set.
    #[derive(Copy)]
    pub(crate) struct CopiedBudget {
        /// So many.
        pub(crate) set: u32,
    }
}

impl From<BudgetMode> for Mode {
    fn from(mode: BudgetMode) -> Mode {
        match mode {
            BudgetMode::Envelope => Mode::Envelope,
            BudgetMode::Limit => Mode::Limit,
        }
    }
}

impl From<Mode> for BudgetMode {
    fn from(mode: Mode) -> BudgetMode {
        match mode {
            Mode::Envelope => BudgetMode::Envelope,
            Mode::Limit => BudgetMode::Limit,
        }
    }
}

pub(crate) fn budget(cx: &ReadCx<'_>, request: BudgetOf) -> Result<Budget> {
    Figures::read(cx, request.month)?.budget()
}

pub(crate) fn set_budget(cx: &mut WriteCx<'_>, request: SetBudget) -> Result<()> {
    check::category(cx.read().sql(), request.category, "category")?;
    if let Some(minor) = request.minor {
        checked(i128::from(minor)).map_err(|error| error.at("minor"))?;
    }
    put_budget(cx, &request)
}

/// Writes one budget: the record of a category is the same on every device.
fn put_budget(cx: &mut WriteCx<'_>, request: &SetBudget) -> Result<()> {
    let id = cx.read().natural_id(BUDGET.name, 0, &hex(request.category));
    let field = format!("set/{}", request.month);
    let minor = request.minor.map(Value::from);
    match cx.read().find(id)? {
        Some(record) => {
            if record.trashed_ms.is_some() {
                cx.untrash(id)?;
            }
            let mut changes = Changes::from([(field, minor)]);
            if let Some(mode) = request.mode {
                changes.insert("mode".to_owned(), Some(Mode::from(mode).word().into()));
            }
            cx.edit(id, &changes).map(drop)
        }
        None => {
            let mode = Mode::from(request.mode.unwrap_or(BudgetMode::Envelope));
            let currency = base_currency(cx.read().sql())?;
            let mut fields = Fields::from([
                ("category".to_owned(), hex(request.category).into()),
                ("mode".to_owned(), mode.word().into()),
                ("currency".to_owned(), currency.into()),
            ]);
            fields.extend(minor.map(|minor| (field, minor)));
            cx.create(&BUDGET, id, fields)
        }
    }
}

pub(crate) fn move_budget(cx: &mut WriteCx<'_>, request: MoveBudget) -> Result<()> {
    let MoveBudget { month, from, to, minor } = request;
    let minor = checked(i128::from(minor)).map_err(|error| error.at("minor"))?;
    if minor <= 0 {
        return Err(Error::invalid("minor", "say how much is moved, above zero"));
    }
    if from == to {
        return Err(Error::invalid("to", "money moves between two budgets"));
    }
    let mut fields = Fields::from([
        ("month".to_owned(), month.to_string().into()),
        ("minor".to_owned(), minor.into()),
        ("currency".to_owned(), base_currency(cx.read().sql())?.into()),
    ]);
    for (key, category) in [("from", from), ("to", to)] {
        let Some(category) = category else { continue };
        check::category(cx.read().sql(), category, key)?;
        fields.insert(key.to_owned(), hex(category).into());
        let is_budgeted = "SELECT count(*) FROM finance_budget WHERE category = ?1";
        if cx.read().sql().number(is_budgeted, params![category])? == 0 {
            let empty = SetBudget { category, month, minor: Some(0), mode: None };
            put_budget(cx, &empty)?;
        }
    }
    let id = cx.new_id();
    cx.create(&MOVE, id, fields)
}

pub(crate) fn copy_budget(cx: &mut WriteCx<'_>, request: CopyBudget) -> Result<CopiedBudget> {
    let CopyBudget { from, to, what } = request;
    if from == to {
        return Err(Error::invalid("to", "budgets are taken over to another month"));
    }
    let source = Figures::read(&cx.read(), from)?.budget()?;
    let target = Figures::read(&cx.read(), to)?.budget()?;
    let mut set = 0;
    for row in target.rows.iter().filter(|row| row.mode.is_some() && !row.is_set) {
        let before = source.rows.iter().find(|before| before.category == row.category);
        let minor = match (what, before) {
            (BudgetCopy::Suggested, _) => row.suggested,
            (BudgetCopy::Budgeted, Some(before)) => before.budgeted,
            (BudgetCopy::Spent, Some(before)) => before.spent.max(0),
            (BudgetCopy::Budgeted | BudgetCopy::Spent, None) => 0,
        };
        if minor != 0 {
            let category = row.category;
            put_budget(cx, &SetBudget { category, month: to, minor: Some(minor), mode: None })?;
            set += 1;
        }
    }
    Ok(CopiedBudget { set })
}

/// A whole unit of a currency, in smallest ones: what people think budgets in.
fn whole_unit(currency: &str) -> i64 {
    Currency::new(currency).map_or(1, |currency| 10_i64.pow(currency.exponent()))
}
