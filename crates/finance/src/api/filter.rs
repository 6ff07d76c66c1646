//! Which transactions a list asks for, as conditions of one query.

use base::error::{Error, Result};
use base::id::AnyId;
use base::money::{Currency, MINOR_MAX, Money};
use store::params;
use store::sql::{Param, Sql};

use super::{ListTxns, MoneyFlow, Only, RowsBehind};
use crate::model::{day_number, system};

/// A list as a query: over `finance_txn AS t`, and for one account over its postings `p`.
pub(super) struct Filter {
    pub(super) tables: &'static str,
    pub(super) conditions: String,
    pub(super) params: Vec<Param>,
    /// What of a transaction is asked for, smallest units; `NULL`: all of it.
    pub(super) part: String,
    /// `GROUP BY`, or nothing.
    pub(super) group: &'static str,
    /// The currency and smallest units that are summed.
    pub(super) summed: (&'static str, String),
    /// Whether an account is asked for and nothing else but days.
    pub(super) is_plain: bool,
    of_account: bool,
}

impl Filter {
    /// The columns that the list goes by.
    pub(super) fn order(&self) -> (&'static str, &'static str) {
        if self.of_account { ("p.day", "p.txn") } else { ("t.day", "t.id") }
    }
}

/// More categories, accounts, payees or tags than anyone ticks, fewer than SQLite binds.
const LIST_MAX: usize = 500;
/// The longest text that is looked for, characters.
const TEXT_CHARS_MAX: usize = 200;

struct Parts {
    conditions: Vec<String>,
    params: Vec<Param>,
}

impl Parts {
    /// A condition in which `?` stands for a value.
    fn add(&mut self, condition: &str, param: impl Into<Param>) {
        self.params.push(param.into());
        self.conditions.push(condition.replace('?', &format!("?{}", self.params.len())));
    }

    /// The places of values, as `?3, ?4`.
    fn bind(&mut self, values: impl IntoIterator<Item = Param>) -> String {
        let mut places = Vec::new();
        for value in values {
            self.params.push(value);
            places.push(format!("?{}", self.params.len()));
        }
        places.join(", ")
    }
}

/// Reads a request.
///
/// # Errors
/// `Invalid` when a list or text is too long, or days are the wrong way round.
pub(super) fn filter(sql: Sql<'_>, request: &ListTxns) -> Result<Filter> {
    let mut parts = Parts { conditions: Vec::new(), params: Vec::new() };
    let hidden = request.only == Some(Only::Hidden);
    // What was thrown away has no postings, so it is listed by its own account.
    let of_account = request.account.is_some() && !hidden;
    parts.conditions.push("t.same IS NULL".to_owned());
    parts.conditions.push(if hidden { "t.state & 8".into() } else { "NOT t.state & 8".into() });
    match request.account {
        Some(account) if of_account => parts.add("p.account = ?", account),
        Some(account) => parts.add("t.account = ?", account),
        None => parts.conditions.push("t.origin < 2".to_owned()),
    }
    add_days(&mut parts, request, if of_account { "p.day" } else { "t.day" })?;
    let plain = parts.conditions.len();
    let mut part = if of_account { "sum(p.minor)".to_owned() } else { "NULL".to_owned() };
    if let Some(categories) = categories(sql, request)? {
        if LIST_MAX < categories.len() {
            return Err(too_many("category"));
        }
        let places = parts.bind(categories.into_iter().map(Param::from));
        let postings = format!("finance_posting AS c WHERE c.account IN ({places})");
        parts.conditions.push(format!("t.id IN (SELECT c.txn FROM {postings})"));
        if !of_account {
            part = format!("(SELECT -sum(c.minor) FROM {postings} AND c.txn = t.id)");
        }
    }
    add_words(&mut parts, request)?;
    add_amounts(sql, &mut parts, request)?;
    add_only(&mut parts, request.only);
    if let Some(behind) = &request.behind {
        add_behind(&mut parts, behind)?;
    }
    let is_plain = of_account && parts.conditions.len() == plain;
    let Parts { conditions, params } = parts;
    Ok(finished(of_account, is_plain, conditions.join(" AND "), params, part))
}

fn finished(
    of_account: bool,
    is_plain: bool,
    conditions: String,
    params: Vec<Param>,
    part: String,
) -> Filter {
    match of_account {
        true => Filter {
            // The cross join keeps the order: the account's postings first, each with its transaction.
            tables: "finance_posting AS p CROSS JOIN finance_txn AS t ON t.id = p.txn",
            conditions,
            params,
            part,
            group: "GROUP BY p.day, p.txn",
            summed: ("p.currency", "p.minor".to_owned()),
            is_plain,
            of_account,
        },
        false => Filter {
            tables: "finance_txn AS t",
            conditions,
            params,
            summed: ("t.currency", format!("coalesce({part}, t.minor)")),
            part,
            group: "",
            is_plain,
            of_account,
        },
    }
}

fn too_many(field: &str) -> Error {
    Error::invalid(field, format!("a list asks for at most {LIST_MAX} of a kind"))
}

fn add_days(parts: &mut Parts, request: &ListTxns, column: &str) -> Result<()> {
    if let (Some(from), Some(to)) = (request.from, request.to)
        && to < from
    {
        return Err(Error::invalid("to", format!("{to} is before {from}")));
    }
    if let Some(from) = request.from {
        parts.add(&format!("{column} >= ?"), day_number(from));
    }
    if let Some(to) = request.to {
        parts.add(&format!("{column} <= ?"), day_number(to));
    }
    Ok(())
}

/// The categories that are asked for: one with all that lie in it, or those behind a figure.
fn categories(sql: Sql<'_>, request: &ListTxns) -> Result<Option<Vec<AnyId>>> {
    if let Some(behind) = &request.behind {
        let kind = match behind.flow {
            MoneyFlow::Spending => "expense",
            MoneyFlow::Income => "income",
        };
        if !behind.categories.is_empty() {
            return Ok(Some(behind.categories.clone()));
        }
        let mut all =
            sql.rows("SELECT id FROM finance_account WHERE kind = ?1", params![kind], |row| {
                row.id(0)
            })?;
        all.push(match behind.flow {
            MoneyFlow::Spending => system::SPENDING,
            MoneyFlow::Income => system::INCOME,
        });
        return Ok(Some(all));
    }
    let Some(category) = request.category else { return Ok(None) };
    let mut all = vec![category];
    all.extend(sql.rows(
        "WITH RECURSIVE inside (id) AS (
             SELECT id FROM finance_account WHERE parent = ?1
             UNION SELECT finance_account.id FROM finance_account JOIN inside
                 ON finance_account.parent = inside.id)
         SELECT id FROM inside WHERE id <> ?1",
        params![category],
        |row| row.id::<base::id::Any>(0),
    )?);
    Ok(Some(all))
}

fn add_words(parts: &mut Parts, request: &ListTxns) -> Result<()> {
    if let Some(payee) = &request.payee {
        parts.add("t.payee = ?", payee);
    }
    if let Some(tag) = &request.tag {
        parts.add("t.id IN (SELECT txn FROM finance_tag WHERE tag = ?)", tag);
    }
    let long = |text: &&String| TEXT_CHARS_MAX < text.chars().count();
    if request.text.iter().chain(&request.payee).chain(&request.tag).any(|text| long(&text)) {
        let message = format!("a text to look for has at most {TEXT_CHARS_MAX} characters");
        return Err(Error::invalid("text", message));
    }
    Ok(())
}

fn add_amounts(sql: Sql<'_>, parts: &mut Parts, request: &ListTxns) -> Result<()> {
    for (bound, condition) in
        [(request.min, "abs(t.minor) >= ?"), (request.max, "abs(t.minor) <= ?")]
    {
        if let Some(bound) = bound {
            parts.add(condition, bound.clamp(0, MINOR_MAX));
        }
    }
    let Some(text) = request.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(());
    };
    let mut ways: Vec<String> = Vec::new();
    // SQLite knows the case of ASCII letters alone; the others are looked for in each case.
    let mut spellings = vec![text.to_owned(), text.to_lowercase(), text.to_uppercase()];
    spellings.dedup();
    if text.is_ascii() {
        spellings.truncate(1);
    }
    for spelling in spellings {
        let escaped = spelling.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let place = parts.bind([Param::from(format!("%{escaped}%"))]);
        for column in ["payee", "raw", "memo", "note", "reference"] {
            ways.push(format!("t.{column} LIKE {place} ESCAPE '\\'"));
        }
    }
    let currencies =
        sql.rows("SELECT DISTINCT currency FROM finance_sum", &[], |row| row.text(0))?;
    for code in currencies {
        let Ok(currency) = Currency::new(&code) else { continue };
        let Ok(parsed) = Money::parse(text, currency, None) else { continue };
        if parsed.exact {
            let places = [Param::from(code), Param::from(parsed.money.minor().abs())];
            let [code, minor] = places.map(|value| parts.bind([value]));
            ways.push(format!("(t.currency = {code} AND abs(t.minor) = {minor})"));
        }
    }
    parts.conditions.push(format!("({})", ways.join(" OR ")));
    Ok(())
}

fn add_only(parts: &mut Parts, only: Option<Only>) {
    let condition = match only {
        None | Some(Only::Hidden) => return,
        Some(Only::Uncategorized) => {
            "t.origin < 2 AND t.category IS NULL AND t.transfer IS NULL AND (t.state & 56 = 0
             OR t.state & 16 AND EXISTS
                 (SELECT 1 FROM finance_split AS s WHERE s.txn = t.id AND s.category IS NULL))"
        }
        Some(Only::Unreconciled) => "NOT t.state & 2",
        Some(Only::Pending) => "t.state & 4",
        Some(Only::Split) => "t.state & 16",
        Some(Only::Transfer) => "(t.transfer IS NOT NULL OR t.state & 32)",
    };
    parts.conditions.push(condition.to_owned());
}

fn add_behind(parts: &mut Parts, behind: &RowsBehind) -> Result<()> {
    let RowsBehind { accounts, payees, tags, .. } = behind;
    if [accounts.len(), payees.len(), tags.len()].iter().any(|length| LIST_MAX < *length) {
        return Err(too_many("behind"));
    }
    if !accounts.is_empty() {
        let places = parts.bind(accounts.iter().map(|id| Param::from(*id)));
        parts.conditions.push(format!("t.account IN ({places})"));
    }
    if !payees.is_empty() {
        let places = parts.bind(payees.iter().map(Param::from));
        parts.conditions.push(format!("t.payee IN ({places})"));
    }
    if !tags.is_empty() {
        let places = parts.bind(tags.iter().map(Param::from));
        let tagged = format!("t.id IN (SELECT txn FROM finance_tag WHERE tag IN ({places}))");
        // No tag at all is one of the tags that can be asked for.
        let untagged = match tags.iter().any(String::is_empty) {
            true => " OR NOT EXISTS (SELECT 1 FROM finance_tag AS g WHERE g.txn = t.id)",
            false => "",
        };
        parts.conditions.push(format!("({tagged}{untagged})"));
    }
    Ok(())
}
