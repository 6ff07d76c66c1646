//! Where a report's figures come from: the sums of whole months where those are enough, else the
//! postings.

use std::collections::HashMap;

use base::error::{Error, Result};
use base::id::AnyId;
use rustc_hash::FxHashMap;
use store::params;
use store::read::ReadCx;
use store::sql::{Param, Row, Sql};

use super::collect::{Collected, Collector, Sum};
use super::range::{Days, Range, days_of, month_of};
use super::{MoneyBy, MoneyFlow, ReportFilter, ReportWhat};
use crate::api::{Amount, RateUsed};
use crate::model::system;
use crate::projection::rates;

/// Accounts, categories, payees or tags that a filter may name: more than anyone ticks, fewer than
/// SQLite binds.
const FILTER_MAX: usize = 500;

/// What is asked for.
pub(crate) struct Asked<'a> {
    pub(crate) range: Range,
    pub(crate) by: MoneyBy,
    pub(crate) flow: MoneyFlow,
    pub(crate) filter: &'a ReportFilter,
}

/// What came out.
pub(crate) struct Gathered {
    pub(crate) currency: String,
    /// The largest first.
    pub(crate) rows: Vec<GatheredRow>,
    /// By step.
    pub(crate) totals: Vec<i64>,
    pub(crate) unconverted: Vec<Amount>,
    pub(crate) rates: Vec<RateUsed>,
}

/// One row.
pub(crate) struct GatheredRow {
    pub(crate) what: ReportWhat,
    pub(crate) cells: Vec<i64>,
    pub(crate) minor: i64,
}

/// The currency of every figure: the one that is set, else the one that most accounts have.
pub(crate) fn base_currency(sql: Sql<'_>) -> Result<String> {
    let found = sql.first(
        "SELECT base FROM (SELECT base, 0 AS rank, id AS place FROM finance_setting WHERE base <> ''
             UNION ALL SELECT currency, 1, NULL FROM (SELECT currency FROM finance_account
                 WHERE currency <> '' GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1))
         ORDER BY rank, place LIMIT 1",
        &[],
        |row| row.text(0),
    )?;
    Ok(found.unwrap_or_else(|| "EUR".to_owned()))
}

/// The rows of a report while it is made: keys in the order in which they came.
#[derive(Default)]
struct Keys {
    places: FxHashMap<String, u32>,
    names: Vec<String>,
}

impl Keys {
    fn place(&mut self, key: &str) -> u32 {
        if let Some(place) = self.places.get(key) {
            return *place;
        }
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.places.insert(key.to_owned(), place);
        self.names.push(key.to_owned());
        place
    }
}

/// The row that holds each transaction once, whatever the tags.
const ONCE: &str = "\0";

impl MoneyFlow {
    /// The kind of its categories.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            MoneyFlow::Spending => "expense",
            MoneyFlow::Income => "income",
        }
    }

    /// Income is negative where double entry writes it down.
    const fn sign(self) -> i64 {
        match self {
            MoneyFlow::Spending => 1,
            MoneyFlow::Income => -1,
        }
    }
}

/// Sums what is asked for.
///
/// # Errors
/// `Invalid` for a filter that is too long or a sum that is too large.
pub(crate) fn gather(cx: &ReadCx<'_>, asked: &Asked<'_>) -> Result<Gathered> {
    let sql = cx.sql();
    let filter = asked.filter;
    let lengths =
        [filter.accounts.len(), filter.categories.len(), filter.payees.len(), filter.tags.len()];
    if lengths.iter().any(|length| FILTER_MAX < *length) {
        let message = format!("a filter names at most {FILTER_MAX} of a kind");
        return Err(Error::invalid("filter", message));
    }
    let accounts = Accounts::read(sql)?;
    let wanted = accounts.wanted(asked);
    let currency = base_currency(sql)?;
    let rates = rates(sql)?;
    let mut gathering = Gathering {
        sql,
        asked,
        collector: Collector::new(&currency, &rates, asked.range.len()),
        keys: Keys::default(),
    };
    let is_plain = filter.accounts.is_empty() && filter.payees.is_empty() && filter.tags.is_empty();
    match asked.by {
        MoneyBy::Category if is_plain => gathering.add_sums(&wanted)?,
        MoneyBy::Category | MoneyBy::Payee | MoneyBy::Tag | MoneyBy::Account => {
            gathering.add_postings(&wanted)?;
        }
    }
    let Gathering { collector, keys, .. } = gathering;
    finish(collector.finish()?, &keys, asked, &accounts, currency)
}

fn finish(
    collected: Collected,
    keys: &Keys,
    asked: &Asked<'_>,
    accounts: &Accounts,
    currency: String,
) -> Result<Gathered> {
    let Collected { cells, unconverted, rates } = collected;
    let mut totals = vec![0_i128; asked.range.len()];
    let mut rows = Vec::with_capacity(cells.len());
    for (key, cells) in keys.names.iter().zip(cells) {
        let Some(cells) = cells else { continue };
        if asked.by != MoneyBy::Tag || key == ONCE {
            for (total, cell) in totals.iter_mut().zip(&cells) {
                *total += i128::from(*cell);
            }
        }
        if key == ONCE {
            continue;
        }
        let minor = base::money::sum(cells.iter().copied())?;
        rows.push(GatheredRow { what: accounts.what(asked.by, key), cells, minor });
    }
    rows.sort_by(|a, b| {
        b.minor
            .cmp(&a.minor)
            .then_with(|| (&a.what.name, &a.what.key).cmp(&(&b.what.name, &b.what.key)))
    });
    let totals = totals.into_iter().map(base::money::checked).collect::<Result<_>>()?;
    Ok(Gathered { currency, rows, totals, unconverted, rates })
}

/// Accounts and categories as reports name them.
struct Accounts(HashMap<AnyId, Named>);

struct Named {
    name: String,
    icon: String,
    kind: String,
    parent: Option<AnyId>,
}

impl Accounts {
    fn read(sql: Sql<'_>) -> Result<Accounts> {
        let rows =
            sql.rows("SELECT id, name, icon, kind, parent FROM finance_account", &[], |row| {
                let named = Named {
                    name: row.text(1)?,
                    icon: row.text(2)?,
                    kind: row.text(3)?,
                    parent: row.opt_id(4)?,
                };
                Ok((row.id(0)?, named))
            })?;
        let mut accounts: HashMap<AnyId, Named> = rows.into_iter().collect();
        for (id, kind) in [(system::SPENDING, "expense"), (system::INCOME, "income")] {
            let (name, icon) = (String::new(), String::new());
            accounts.insert(id, Named { name, icon, kind: kind.to_owned(), parent: None });
        }
        Ok(Accounts(accounts))
    }

    /// The categories that count.
    fn wanted(&self, asked: &Asked<'_>) -> Vec<AnyId> {
        let all = self.0.iter().filter(|(_, named)| named.kind == asked.flow.kind());
        let mut wanted: Vec<AnyId> = all.map(|(id, _)| *id).collect();
        if !asked.filter.categories.is_empty() {
            wanted.retain(|id| asked.filter.categories.contains(id));
        }
        wanted.sort_unstable();
        wanted
    }

    fn what(&self, by: MoneyBy, key: &str) -> ReportWhat {
        let found = match by {
            MoneyBy::Category | MoneyBy::Account => key.parse().ok().and_then(|id| self.0.get(&id)),
            MoneyBy::Payee | MoneyBy::Tag => None,
        };
        match found {
            Some(named) => ReportWhat {
                key: key.to_owned(),
                name: named.name.clone(),
                icon: named.icon.clone(),
                parent: named.parent,
            },
            None => ReportWhat {
                key: key.to_owned(),
                name: match by {
                    MoneyBy::Payee | MoneyBy::Tag => key.to_owned(),
                    MoneyBy::Category | MoneyBy::Account => String::new(),
                },
                icon: String::new(),
                parent: None,
            },
        }
    }
}

struct Gathering<'a, 'r> {
    sql: Sql<'a>,
    asked: &'a Asked<'a>,
    collector: Collector<'r>,
    keys: Keys,
}

impl Gathering<'_, '_> {
    fn step(&self, month: i64) -> u32 {
        u32::try_from(self.asked.range.index(month)).unwrap_or(0)
    }

    /// Whole months from their sums; the days at the ends, and months in which a rate changes, from
    /// the postings.
    fn add_sums(&mut self, wanted: &[AnyId]) -> Result<()> {
        let (sign, pieces) = (self.asked.flow.sign(), self.asked.range.pieces());
        for id in wanted {
            let row = self.keys.place(&id.to_string());
            if let Some((first, last)) = pieces.months {
                let mut changing = Vec::new();
                self.sql.each(
                    "SELECT month, currency, minor FROM finance_sum
                     WHERE account = ?1 AND month BETWEEN ?2 AND ?3",
                    params![*id, first, last],
                    |found| {
                        let (month, currency) = (found.int(0)?, found.text(1)?);
                        let days = days_of(month)?;
                        let minor = found.int(2)? * sign;
                        let sum = Sum { minor, currency: &currency, from: days.from, to: days.to };
                        if !self.collector.add(row, self.step(month), sum) {
                            changing.push((days, currency));
                        }
                        Ok(())
                    },
                )?;
                for (days, currency) in changing {
                    self.by_day(*id, row, days, Some(&currency))?;
                }
            }
            for edge in &pieces.edges {
                self.by_day(*id, row, *edge, None)?;
            }
        }
        Ok(())
    }

    /// The postings of a category on some days, in one currency or all.
    fn by_day(&mut self, id: AnyId, row: u32, days: Days, only: Option<&str>) -> Result<()> {
        let sign = self.asked.flow.sign();
        self.sql.each(
            "SELECT day, currency, minor FROM finance_posting
             WHERE account = ?1 AND day BETWEEN ?2 AND ?3 AND (?4 IS NULL OR currency = ?4)",
            params![id, days.from, days.to, only],
            |found| {
                let (day, currency) = (found.int(0)?, found.text(1)?);
                let sum =
                    Sum { minor: found.int(2)? * sign, currency: &currency, from: day, to: day };
                self.collector.add(row, self.step(month_of(day)), sum);
                Ok(())
            },
        )
    }

    /// Every posting of the range, beside its transaction.
    fn add_postings(&mut self, wanted: &[AnyId]) -> Result<()> {
        let places: FxHashMap<AnyId, String> =
            wanted.iter().map(|id| (*id, id.to_string())).collect();
        let (sign, by) = (self.asked.flow.sign(), self.asked.by);
        let asked = self.asked;
        let tags = if by == MoneyBy::Tag { tags(self.sql)? } else { FxHashMap::default() };
        // Of the tags of a transaction those that are asked for, or all.
        let is_asked = |tag: &str| {
            asked.filter.tags.is_empty() || asked.filter.tags.iter().any(|one| one == tag)
        };
        let (query, params) = query(self.asked);
        let once = if by == MoneyBy::Tag { self.keys.place(ONCE) } else { 0 };
        let mut accounts: FxHashMap<AnyId, u32> = FxHashMap::default();
        self.sql.each(&query, &params, |found| {
            let category: AnyId = found.id(0)?;
            let Some(key) = places.get(&category) else { return Ok(()) };
            let (day, currency) = (found.int(1)?, found.text(2)?);
            let step = self.step(month_of(day));
            let sum = Sum { minor: found.int(3)? * sign, currency: &currency, from: day, to: day };
            match by {
                MoneyBy::Category => self.add(key, step, sum),
                MoneyBy::Payee => self.add(&found.text(5)?, step, sum),
                MoneyBy::Account => {
                    let account: AnyId = found.id(4)?;
                    let keys = &mut self.keys;
                    let row = *accounts
                        .entry(account)
                        .or_insert_with(|| keys.place(&account.to_string()));
                    self.collector.add(row, step, sum);
                }
                MoneyBy::Tag => {
                    self.collector.add(once, step, sum);
                    match tags.get(&txn(found)?) {
                        Some(tags) => {
                            for tag in tags.iter().filter(|tag| is_asked(tag)) {
                                self.add(tag, step, sum);
                            }
                        }
                        None => self.add("", step, sum),
                    }
                }
            }
            Ok(())
        })
    }

    fn add(&mut self, key: &str, step: u32, sum: Sum<'_>) {
        let row = self.keys.place(key);
        self.collector.add(row, step, sum);
    }
}

fn txn(row: &Row<'_>) -> Result<AnyId> {
    row.id(6)
}

fn tags(sql: Sql<'_>) -> Result<FxHashMap<AnyId, Vec<String>>> {
    let mut tags: FxHashMap<AnyId, Vec<String>> = FxHashMap::default();
    sql.each("SELECT txn, tag FROM finance_tag", &[], |row| {
        tags.entry(row.id(0)?).or_default().push(row.text(1)?);
        Ok(())
    })?;
    Ok(tags)
}

/// The postings of the transactions that a filter leaves, and what is bound in their query.
fn query(asked: &Asked<'_>) -> (String, Vec<Param>) {
    let (days, filter) = (asked.range.days(), asked.filter);
    let mut params: Vec<Param> = vec![days.from.into(), days.to.into()];
    let mut conditions = String::new();
    let mut any_of = |before: &str, values: Vec<Param>, after: &str| {
        if values.is_empty() {
            return;
        }
        let marks = vec!["?"; values.len()].join(", ");
        conditions.push_str(&format!(" AND {before} IN ({marks}){after}"));
        params.extend(values);
    };
    any_of("t.account", filter.accounts.iter().map(|id| (*id).into()).collect(), "");
    any_of("t.payee", filter.payees.iter().map(Into::into).collect(), "");
    // No tag at all is one of the tags that can be asked for.
    let untagged = match filter.tags.iter().any(String::is_empty) {
        true => " OR NOT EXISTS (SELECT 1 FROM finance_tag g WHERE g.txn = t.id))",
        false => ")",
    };
    let tagged = "(EXISTS (SELECT 1 FROM finance_tag g WHERE g.txn = t.id AND g.tag";
    any_of(tagged, filter.tags.iter().map(Into::into).collect(), &format!("){untagged}"));
    // The cross join keeps the order of the tables: postings are found by their transaction.
    let query = format!(
        "SELECT p.account, p.day, p.currency, p.minor, t.account, t.payee, t.id
         FROM finance_txn t CROSS JOIN finance_posting p ON p.txn = t.id
         WHERE t.day BETWEEN ? AND ?{conditions}"
    );
    (query, params)
}
