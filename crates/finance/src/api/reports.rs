//! Reports: what money went for and where it came from, over any range.
//!
//! Every figure says which rows it is made of: a row's `rows` is what `finance.register` is asked for,
//! with the days of the step for one cell. What is deliberately not here: budgets, forecasts. Start
//! reading at [`spending`].

pub(crate) mod collect;
pub(crate) mod gather;
pub(crate) mod range;

use std::collections::BTreeMap;

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::wire;
use store::read::ReadCx;

use self::gather::{Asked, Gathered, gather};
use self::range::Range;
use super::{Amount, RateUsed};

wire! {
    /// What is summed.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum MoneyFlow {
        /// What went out for something; what came back of it counts against it.
        #[default]
        Spending,
        /// What came in.
        Income,
    }

    /// What the rows of a report are.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum MoneyBy {
        /// Categories.
        #[default]
        Category,
        /// Payees.
        Payee,
        /// Tags; a transaction counts for each of its tags.
        Tag,
        /// The accounts that paid or were paid.
        Account,
    }

    /// One step of a report.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum ReportStep {
        /// A month.
        #[default]
        Month,
        /// Three months.
        Quarter,
        /// A year.
        Year,
        /// The whole range.
        Whole,
    }

    /// Which transactions count; an empty list: all.
    #[derive(Eq, Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ReportFilter {
        /// Of one of these accounts.
        pub(crate) accounts: Vec<AnyId>,
        /// For one of these categories.
        pub(crate) categories: Vec<AnyId>,
        /// With one of these payees.
        pub(crate) payees: Vec<String>,
        /// With one of these tags.
        pub(crate) tags: Vec<String>,
    }

    /// Which report.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct SpendingOf {
        /// The first day; null: of the first transaction.
        pub(crate) from: Option<Day>,
        /// The last day; null: today, or the end of the last month that has a transaction.
        pub(crate) to: Option<Day>,
        /// What the rows are.
        pub(crate) by: MoneyBy,
        /// In which steps.
        pub(crate) step: ReportStep,
        /// Spending or income.
        pub(crate) flow: MoneyFlow,
        /// Which transactions count.
        pub(crate) filter: ReportFilter,
    }

    /// Some days, both ends included.
    #[derive(Copy, Eq)]
    pub(crate) struct ReportSpan {
        /// The first day.
        pub(crate) from: Day,
        /// The last day.
        pub(crate) to: Day,
    }

    /// What was spent, or earned, step by step.
    pub(crate) struct Spending {
        /// The currency of every figure.
        pub(crate) currency: String,
        /// The days.
        pub(crate) span: ReportSpan,
        /// Its steps.
        pub(crate) steps: Vec<ReportSpan>,
        /// The rows, the largest first.
        pub(crate) rows: Vec<SpendingRow>,
        /// All rows together, by step; with tags, each transaction once.
        pub(crate) totals: Vec<i64>,
        /// All of it, smallest units.
        pub(crate) minor: i64,
        /// What is not in the figures, for want of a rate.
        pub(crate) unconverted: Vec<Amount>,
        /// The rates that were used, latest first, the latest 200 of them.
        pub(crate) rates: Vec<RateUsed>,
    }

    /// One row of a report.
    pub(crate) struct SpendingRow {
        /// What it is.
        #[serde(flatten)]
        pub(crate) what: ReportWhat,
        /// By step, smallest units; below zero: more came back than went.
        pub(crate) cells: Vec<i64>,
        /// Their sum.
        pub(crate) minor: i64,
        /// Of a thousand parts of the whole so many; 0 when the whole is not above zero.
        pub(crate) permille: i64,
        /// Which rows of the register it is made of.
        pub(crate) rows: RowsBehind,
    }

    /// What a row of a report is about.
    #[derive(Eq)]
    pub(crate) struct ReportWhat {
        /// The id of a category or account, else the payee or tag; empty: without one.
        pub(crate) key: String,
        /// Its name; empty for what the window has words for: nobody's money, no payee, no tag.
        pub(crate) name: String,
        /// The icon of a category or account.
        pub(crate) icon: String,
        /// The category that it lies in.
        pub(crate) parent: Option<AnyId>,
    }

    /// Which rows of the register a figure is made of: those with a part in a category of this flow
    /// that is one of `categories`, of one of `accounts`, with one of `payees` and `tags`; empty lists
    /// ask for nothing, an empty payee or tag is none. The days are those of the step.
    #[derive(Eq)]
    pub(crate) struct RowsBehind {
        /// Spending or income.
        pub(crate) flow: MoneyFlow,
        /// The accounts.
        pub(crate) accounts: Vec<AnyId>,
        /// The categories.
        pub(crate) categories: Vec<AnyId>,
        /// The payees.
        pub(crate) payees: Vec<String>,
        /// The tags.
        pub(crate) tags: Vec<String>,
    }

    /// Two ranges beside each other.
    pub(crate) struct CompareSpendingOf {
        /// One.
        pub(crate) a: ReportSpan,
        /// The other.
        pub(crate) b: ReportSpan,
        /// What the rows are.
        #[serde(default)]
        pub(crate) by: MoneyBy,
        /// Spending or income.
        #[serde(default)]
        pub(crate) flow: MoneyFlow,
        /// Which transactions count.
        #[serde(default)]
        pub(crate) filter: ReportFilter,
    }

    /// Two ranges beside each other.
    pub(crate) struct SpendingCompared {
        /// The currency of every figure.
        pub(crate) currency: String,
        /// The rows, those that differ most first.
        pub(crate) rows: Vec<ComparedRow>,
        /// All of the one, smallest units.
        pub(crate) a: i64,
        /// All of the other.
        pub(crate) b: i64,
        /// What is not in the figures, for want of a rate.
        pub(crate) unconverted: Vec<Amount>,
        /// The rates that were used.
        pub(crate) rates: Vec<RateUsed>,
    }

    /// One row of a comparison.
    pub(crate) struct ComparedRow {
        /// What it is.
        #[serde(flatten)]
        pub(crate) what: ReportWhat,
        /// In the one, smallest units.
        pub(crate) a: i64,
        /// In the other.
        pub(crate) b: i64,
        /// The other less the one.
        pub(crate) difference: i64,
        /// Which rows of the register it is made of; the days are those of either range.
        pub(crate) rows: RowsBehind,
    }
}

impl RowsBehind {
    /// The rows behind one row of a report.
    pub(super) fn of(
        what: &ReportWhat,
        by: MoneyBy,
        flow: MoneyFlow,
        filter: &ReportFilter,
    ) -> RowsBehind {
        let ReportFilter { mut accounts, mut categories, mut payees, mut tags } = filter.clone();
        let id = || what.key.parse().ok().into_iter().collect();
        match by {
            MoneyBy::Category => categories = id(),
            MoneyBy::Account => accounts = id(),
            MoneyBy::Payee => payees = vec![what.key.clone()],
            // Of several tags that are asked for, a row has at least this one.
            MoneyBy::Tag => tags = vec![what.key.clone()],
        }
        RowsBehind { flow, accounts, categories, payees, tags }
    }
}

/// A thousandth of the whole.
const PERMILLE: i128 = 1000;

pub(crate) fn spending(cx: &ReadCx<'_>, request: SpendingOf) -> Result<Spending> {
    let SpendingOf { from, to, by, step, flow, filter } = request;
    let range = Range::of(cx, from, to, step)?;
    let gathered = gather(cx, &Asked { range, by, flow, filter: &filter })?;
    let Gathered { currency, rows, totals, unconverted, rates } = gathered;
    let minor = base::money::sum(totals.iter().copied())?;
    let rows = rows.into_iter().map(|row| {
        let share = match minor {
            1.. => i128::from(row.minor) * PERMILLE / i128::from(minor),
            _ => 0,
        };
        SpendingRow {
            rows: RowsBehind::of(&row.what, by, flow, &filter),
            what: row.what,
            cells: row.cells,
            minor: row.minor,
            permille: i64::try_from(share).unwrap_or(0),
        }
    });
    Ok(Spending {
        currency,
        span: ReportSpan { from: range.from, to: range.to },
        steps: range.spans()?,
        rows: rows.collect(),
        totals,
        minor,
        unconverted,
        rates,
    })
}

pub(crate) fn compare(cx: &ReadCx<'_>, request: CompareSpendingOf) -> Result<SpendingCompared> {
    let CompareSpendingOf { a, b, by, flow, filter } = request;
    let whole = |span: ReportSpan| -> Result<Gathered> {
        let range = Range::of(cx, Some(span.from), Some(span.to), ReportStep::Whole)?;
        gather(cx, &Asked { range, by, flow, filter: &filter })
    };
    let (in_a, in_b) = (whole(a)?, whole(b)?);
    let (sum_a, sum_b) = (base::money::sum(in_a.totals)?, base::money::sum(in_b.totals)?);
    let mut rows: BTreeMap<String, ComparedRow> = BTreeMap::new();
    for (is_b, row) in in_a
        .rows
        .into_iter()
        .map(|row| (false, row))
        .chain(in_b.rows.into_iter().map(|row| (true, row)))
    {
        let compared = rows.entry(row.what.key.clone()).or_insert_with(|| ComparedRow {
            rows: RowsBehind::of(&row.what, by, flow, &filter),
            what: row.what,
            a: 0,
            b: 0,
            difference: 0,
        });
        *(if is_b { &mut compared.b } else { &mut compared.a }) = row.minor;
    }
    let mut rows: Vec<ComparedRow> = rows.into_values().collect();
    for row in &mut rows {
        row.difference = row.b - row.a; // Both are amounts: far from overflow.
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.difference.unsigned_abs()));
    Ok(SpendingCompared {
        currency: in_a.currency,
        rows,
        a: sum_a,
        b: sum_b,
        unconverted: together(in_a.unconverted, in_b.unconverted)?,
        rates: named_once(in_a.rates, in_b.rates),
    })
}

/// The rates of two reports, each once, latest first.
pub(super) fn named_once(mut one: Vec<RateUsed>, other: Vec<RateUsed>) -> Vec<RateUsed> {
    one.extend(other);
    one.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.cmp(b)));
    one.dedup();
    one
}

/// Amounts of several currencies, added up by currency.
pub(super) fn together(one: Vec<Amount>, other: Vec<Amount>) -> Result<Vec<Amount>> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for Amount { minor, currency } in one.into_iter().chain(other) {
        let sum = sums.entry(currency).or_default();
        *sum = base::money::sum([*sum, minor])?;
    }
    Ok(sums.into_iter().map(|(currency, minor)| Amount { minor, currency }).collect())
}
