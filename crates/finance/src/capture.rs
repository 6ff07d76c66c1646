//! Quick capture: one typed line as money that went or came.
//!
//! `coffee 4.50`, `-12,30 bakery`, `salary +2500`, `rent 900 eur monthly`, `100 usd to savings`. Modest
//! on purpose: without anything that says money a number is a number. Start reading at [`line::read`].

mod account;
mod line;
#[cfg(test)]
mod tests;
mod words;

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use base::money::{Currency, Money};
use domain::view::{Draft, DraftChip};
use serde_json::json;
use store::params;
use store::read::ReadCx;
use store::sql::Sql;

use self::account::{Account, Way, accounts, last_used, split_account};
use self::line::{Line, Says};
use self::words::{BEFORE, INCOME, MONEY};
use crate::api::RepeatUnit;
use crate::api::reports::gather::base_currency;
use crate::model::hex;

/// The line as money, if it is that; the best guess first.
pub(crate) fn capture(text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
    drafts(text, cx).unwrap_or_default()
}

fn drafts(text: &str, cx: &ReadCx<'_>) -> Result<Vec<Draft>> {
    let base = Currency::new(&base_currency(cx.sql())?)?;
    let Some(line) = line::read(text, cx.today(), base) else { return Ok(Vec::new()) };
    let accounts = accounts(cx.sql())?;
    let (words, mut other) = split_account(&line.words, &accounts);
    let wanted = line.currency.unwrap_or(base);
    let mut account = last_used(cx.sql(), &accounts, wanted, line.currency.is_some());
    if let Some((Way::From, from)) = other {
        account = Some(from).filter(|from| line.currency.is_none_or(|said| from.is_in(said)));
        other = None;
    }
    let into = other.map(|(_, into)| into);
    let currency = account.and_then(|account| Currency::new(&account.currency).ok());
    let currency = line.currency.or(currency).unwrap_or(base);
    let Ok(parsed) = line.amount.to_money(currency) else { return Ok(Vec::new()) };
    let words = said(words);
    let known = known(cx.sql(), &words)?;
    let is_income = |word: &str| INCOME.contains(&word.to_lowercase().as_str());
    let names_money = words
        .split_whitespace()
        .any(|word| MONEY.contains(&word.to_lowercase().as_str()) || is_income(word));
    let meant = known.is_some() || names_money || into.is_some();
    let bare = words.is_empty() && line.sign.is_none() && line.says < Says::Currency;
    if bare || !parsed.exact || (line.says < Says::Cents && !(meant && says_enough(&line))) {
        return Ok(Vec::new());
    }
    let goes = into.is_some().then_some(false);
    let comes = goes.or(line.sign).unwrap_or_else(|| match &known {
        Some(known) => known.income,
        None => words.split_whitespace().any(is_income),
    });
    let money = if comes { parsed.money } else { parsed.money.negated() };
    let short = line.words.split_whitespace().count() <= SHORT_WORDS;
    let sure = line.says == Says::Currency || meant || short;
    let found = Found { line, words, known, account, into, money, sure };
    Ok(found.drafts(cx.today()))
}

/// A line of so many words beside the amount is no sentence.
const SHORT_WORDS: usize = 3;

/// Whether a number without decimals or currency is one of money, given words that are.
fn says_enough(line: &Line) -> bool {
    line.says == Says::Sign || line.repeat.is_some()
}

/// What the words say of whom it was with: `paid … to Anna` is Anna.
fn said(words: &str) -> String {
    let mut words: Vec<&str> = words.split_whitespace().collect();
    while let [first, _, ..] = words.as_slice()
        && BEFORE.contains(&first.to_lowercase().as_str())
    {
        words.remove(0);
    }
    words.join(" ").trim_matches([',', ':', '-', ' ']).to_owned()
}

/// A payee or a category that the words name.
struct Known {
    /// As it is spelled here; empty: the words name no payee.
    payee: String,
    category: Option<(AnyId, String)>,
    income: bool,
}

fn known(sql: Sql<'_>, words: &str) -> Result<Option<Known>> {
    if words.is_empty() {
        return Ok(None);
    }
    let title: Vec<String> = words.split(' ').map(capital).collect();
    let payee = sql.first(
        "SELECT t.payee, c.id, c.name, c.kind, t.minor FROM finance_txn t
         LEFT JOIN finance_account c ON c.id = t.category
         WHERE t.payee IN (?1, ?2, ?3) AND t.same IS NULL AND NOT t.state & 8
         ORDER BY c.id IS NULL, t.day DESC, t.id LIMIT 1",
        params![words, capital(words), title.join(" ")],
        |row| {
            let category = row.opt_id(1)?.zip(row.opt_text(2)?);
            let income = match row.opt_text(3)? {
                Some(kind) => kind == "income",
                None => row.int(4)? > 0,
            };
            Ok(Known { payee: row.text(0)?, category, income })
        },
    )?;
    if payee.is_some() {
        return Ok(payee);
    }
    let categories = sql.rows(
        "SELECT id, name, kind FROM finance_account
         WHERE kind IN ('income', 'expense') AND NOT closed ORDER BY position, name, id",
        &[],
        |row| Ok((row.id(0)?, row.text(1)?, row.text(2)?)),
    )?;
    let spoken: Vec<String> = words.to_lowercase().split(' ').map(str::to_owned).collect();
    let fits = |name: &str| {
        const LETTERS_MIN: usize = 4; // Not `and`, not `or`.
        let name = name.to_lowercase();
        let mut parts = name.split(|char: char| !char.is_alphanumeric());
        parts.any(|part| {
            part.chars().count() >= LETTERS_MIN && spoken.iter().any(|word| word == part)
        })
    };
    Ok(categories.into_iter().find(|(_, name, _)| fits(name)).map(|(id, name, kind)| Known {
        payee: String::new(),
        category: Some((id, name)),
        income: kind == "income",
    }))
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// All that was understood.
struct Found<'a> {
    line: Line,
    words: String,
    known: Option<Known>,
    account: Option<&'a Account>,
    into: Option<&'a Account>,
    money: Money,
    sure: bool,
}

impl Found<'_> {
    /// As a schedule, when it comes again, and as a transaction.
    fn drafts(&self, today: Day) -> Vec<Draft> {
        let payee = match &self.known {
            Some(known) if !known.payee.is_empty() => known.payee.clone(),
            _ => self.words.clone(),
        };
        // Money that leaves an account for itself, or for one in another currency, says too little.
        let other = |into: &&Account| {
            self.account.is_some_and(|from| from.id != into.id && from.currency == into.currency)
        };
        let into = self.into.filter(other);
        if self.into.is_some() && into.is_none() {
            return Vec::new();
        }
        let category = self.known.as_ref().and_then(|known| known.category.as_ref());
        let category = category.filter(|_| into.is_none());
        let day = self.line.day.unwrap_or(today);
        let chips = self.chips(&payee, category.map(|(_, name)| name.as_str()), into);
        let what = match (payee.is_empty(), into) {
            (false, _) => format!("{payee}, "),
            (true, Some(into)) => format!("{}, ", into.name),
            (true, None) => String::new(),
        };
        let sign = if self.money.minor() > 0 { "+" } else { "" };
        let amount = if into.is_some() { self.money.negated() } else { self.money };
        let title = format!("{what}{sign}{amount} {}", self.money.currency());
        let draft = |command: &str, title: String, payload, chips| Draft {
            domain: "finance".into(),
            command: command.into(),
            title,
            payload,
            chips,
            sure: self.sure,
        };
        let mut drafts = Vec::new();
        let category = category.map(|(id, _)| hex(*id));
        let (account, transfer) =
            (self.account.map(|one| hex(one.id)), into.map(|one| hex(one.id)));
        if let Some((unit, step)) = self.line.repeat
            && (!payee.is_empty() || transfer.is_some())
        {
            let payload = json!({
                "payee": payee, "account": account, "category": category, "transfer": transfer,
                "minor": self.money.minor(), "currency": self.money.currency().code(),
                "unit": unit, "step": step, "start": day,
            });
            let mut chips = chips.clone();
            chips.push(chip("repeats", rhythm(unit, step)));
            let title = format!("{title}, {}", rhythm(unit, step));
            drafts.push(draft("finance.create_schedule", title, payload, chips));
        }
        if let Some(account) = account {
            let payload = json!({
                "day": day, "account": account, "minor": self.money.minor(), "payee": payee,
                "category": category, "transfer": transfer, "tags": self.line.tags,
            });
            drafts.push(draft("finance.add_txn", title, payload, chips));
        }
        drafts
    }

    fn chips(&self, payee: &str, category: Option<&str>, into: Option<&Account>) -> Vec<DraftChip> {
        let mut chips = vec![chip("amount", format!("{} {}", self.money, self.money.currency()))];
        let said = [
            ("payee", Some(payee).filter(|payee| !payee.is_empty())),
            ("category", category),
            ("account", self.account.map(|account| account.name.as_str())),
            ("transfer", into.map(|into| into.name.as_str())),
        ];
        for (label, value) in said {
            chips.extend(value.map(|value| chip(label, value.to_owned())));
        }
        chips.extend(self.line.day.map(|day| chip("date", day.to_string())));
        chips.extend(self.line.tags.iter().map(|tag| chip("tag", tag.clone())));
        chips
    }
}

fn chip(label: &str, value: String) -> DraftChip {
    DraftChip { label: label.into(), value }
}

/// `monthly`, `every 2 weeks`.
fn rhythm(unit: RepeatUnit, step: u32) -> String {
    let (adverb, plural) = match unit {
        RepeatUnit::Day => ("daily", "days"),
        RepeatUnit::Week => ("weekly", "weeks"),
        RepeatUnit::Month => ("monthly", "months"),
        RepeatUnit::Year => ("yearly", "years"),
    };
    match step {
        1 => adverb.to_owned(),
        step => format!("every {step} {plural}"),
    }
}
