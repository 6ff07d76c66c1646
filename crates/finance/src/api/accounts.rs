//! Accounts, what they hold, and what everything is worth.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base::day::Day;
use base::error::{Code, Error, Result};
use base::id::AnyId;
use base::money::{Currency, checked};
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::sql::Sql;
use store::write::WriteCx;

use super::reports::gather::base_currency;
use super::rows::count;
use super::{Amount, RateUsed, check};
use crate::model::{day, day_number};
use crate::projection::rates;
use crate::record::ACCOUNT;

wire! {
    /// What an account is.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum AccountKind {
        /// It holds money.
        Asset,
        /// It is owed.
        Liability,
    }

    /// What sort of account.
    #[derive(Copy, Eq, Default)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum AccountSubtype {
        /// None of the others.
        #[default]
        Other,
        /// For every day.
        Checking,
        /// For later.
        Savings,
        /// A credit card.
        Card,
        /// Notes and coins.
        Cash,
        /// A loan or mortgage.
        Loan,
        /// Shares, funds, pensions.
        Investment,
    }

    /// A statement that was found to be right.
    #[derive(Eq)]
    pub(crate) struct AccountStatement {
        /// Its day.
        pub(crate) day: Day,
        /// What it said, smallest units.
        pub(crate) minor: i64,
        /// What it said less what is reconciled now; not 0: something in it was changed since.
        pub(crate) difference: i64,
    }

    /// An account in a list.
    pub(crate) struct AccountRow {
        /// The account.
        pub(crate) id: AnyId,
        /// Its name.
        pub(crate) name: String,
        /// What it is.
        pub(crate) kind: AccountKind,
        /// What sort.
        pub(crate) subtype: AccountSubtype,
        /// ISO 4217.
        pub(crate) currency: String,
        /// The bank.
        pub(crate) bank: String,
        /// The last four characters of its number; empty: it has none.
        pub(crate) number_end: String,
        /// Its icon.
        pub(crate) icon: String,
        /// Whether it is no longer used.
        pub(crate) closed: bool,
        /// Its place in lists.
        pub(crate) position: i64,
        /// What it holds.
        pub(crate) balance: Amount,
        /// What of that is ticked off, smallest units; its opening is.
        pub(crate) cleared_minor: i64,
        /// How many of its transactions nobody has said a purpose of.
        pub(crate) uncategorized: u32,
        /// The day of its last transaction.
        pub(crate) last_day: Option<Day>,
        /// What the person says it held at first, smallest units; null: it follows from statements.
        pub(crate) opening_minor: Option<i64>,
        /// On which day.
        pub(crate) opening_day: Option<Day>,
        /// The last statement that was found to be right.
        pub(crate) statement: Option<AccountStatement>,
    }

    /// All accounts.
    pub(crate) struct Accounts {
        /// In their order.
        pub(crate) accounts: Vec<AccountRow>,
        /// What they hold together, by currency.
        pub(crate) totals: Vec<Amount>,
        /// The same in the base currency, as far as rates are known.
        pub(crate) worth: Option<Amount>,
        /// What is not in `worth`, for want of a rate.
        pub(crate) unconverted: Vec<Amount>,
        /// The rates that were used.
        pub(crate) rates: Vec<RateUsed>,
    }

    /// A new account.
    #[ts(optional_fields)]
    pub(crate) struct NewAccount {
        /// Its name.
        pub(crate) name: String,
        /// What it is.
        pub(crate) kind: AccountKind,
        /// What sort.
        #[serde(default)]
        pub(crate) subtype: Option<AccountSubtype>,
        /// ISO 4217.
        pub(crate) currency: String,
        /// The bank.
        #[serde(default)]
        pub(crate) bank: Option<String>,
        /// Its IBAN or number, as files tell it.
        #[serde(default)]
        pub(crate) number: Option<String>,
        /// Its icon.
        #[serde(default)]
        pub(crate) icon: Option<String>,
        /// What it held at first, smallest units.
        #[serde(default)]
        pub(crate) opening_minor: Option<i64>,
        /// On which day; null: before its first transaction.
        #[serde(default)]
        pub(crate) opening_day: Option<Day>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// Names an account.
    #[derive(Copy)]
    pub(crate) struct AccountRef {
        /// The account.
        pub(crate) id: AnyId,
    }

    /// What to change of an account; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditAccount {
        /// The account.
        pub(crate) id: AnyId,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// What it is.
        #[serde(default)]
        pub(crate) kind: Option<AccountKind>,
        /// What sort.
        #[serde(default)]
        pub(crate) subtype: Option<AccountSubtype>,
        /// ISO 4217; only while it has no transactions.
        #[serde(default)]
        pub(crate) currency: Option<String>,
        /// The bank.
        #[serde(default)]
        pub(crate) bank: Option<String>,
        /// Its number.
        #[serde(default)]
        pub(crate) number: Option<String>,
        /// Its icon.
        #[serde(default)]
        pub(crate) icon: Option<String>,
        /// Whether it is no longer used.
        #[serde(default)]
        pub(crate) closed: Option<bool>,
        /// Its place in lists.
        #[serde(default)]
        pub(crate) position: Option<i64>,
        /// What it held at first, smallest units.
        #[serde(default)]
        pub(crate) opening_minor: Option<i64>,
        /// On which day.
        #[serde(default)]
        pub(crate) opening_day: Option<Day>,
        /// True: takes back what was said of its opening.
        #[serde(default)]
        pub(crate) opening_unsaid: Option<bool>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }
}

impl AccountKind {
    const fn word(self) -> &'static str {
        match self {
            AccountKind::Asset => "asset",
            AccountKind::Liability => "liability",
        }
    }
}

const SUBTYPES: [(AccountSubtype, &str); 7] = [
    (AccountSubtype::Other, ""),
    (AccountSubtype::Checking, "checking"),
    (AccountSubtype::Savings, "savings"),
    (AccountSubtype::Card, "card"),
    (AccountSubtype::Cash, "cash"),
    (AccountSubtype::Loan, "loan"),
    (AccountSubtype::Investment, "investment"),
];

fn subtype_word(subtype: AccountSubtype) -> &'static str {
    SUBTYPES.iter().find(|(of, _)| *of == subtype).map_or("", |(_, word)| word)
}

fn subtype(word: &str) -> AccountSubtype {
    SUBTYPES.iter().find(|(_, of)| *of == word).map_or(AccountSubtype::Other, |(of, _)| *of)
}

pub(crate) fn accounts(cx: &ReadCx<'_>, _: Nothing) -> Result<Accounts> {
    let sql = cx.sql();
    let mut sums: HashMap<AnyId, BTreeMap<String, i128>> = HashMap::new();
    sql.each(
        "SELECT finance_sum.account, finance_sum.currency, sum(minor) FROM finance_account
         CROSS JOIN finance_sum ON finance_sum.account = finance_account.id
         WHERE kind IN ('asset', 'liability') GROUP BY 1, 2",
        &[],
        |row| {
            let sum = sums.entry(row.id(0)?).or_default().entry(row.text(1)?).or_default();
            *sum += i128::from(row.int(2)?);
            Ok(())
        },
    )?;
    let mut accounts = sql.rows(
        "SELECT id, name, kind, subtype, currency, bank, number, icon, closed, position,
             opening_minor, opening_day
         FROM finance_account WHERE kind IN ('asset', 'liability')
         ORDER BY closed, position, name, id",
        &[],
        |row| {
            let number = row.text(6)?;
            Ok(AccountRow {
                id: row.id(0)?,
                name: row.text(1)?,
                kind: match row.text(2)?.as_str() {
                    "liability" => AccountKind::Liability,
                    _ => AccountKind::Asset,
                },
                subtype: subtype(&row.text(3)?),
                balance: Amount { minor: 0, currency: row.text(4)? },
                currency: row.text(4)?,
                bank: row.text(5)?,
                number_end: ending(&number),
                icon: row.text(7)?,
                closed: row.flag(8)?,
                position: row.int(9)?,
                cleared_minor: 0,
                uncategorized: 0,
                last_day: None,
                opening_minor: row.opt_int(10)?,
                opening_day: row.opt_int(11)?.map(day).transpose()?,
                statement: None,
            })
        },
    )?;
    for account in &mut accounts {
        let sum = sums.get(&account.id).and_then(|sums| sums.get(&account.currency));
        account.balance.minor = checked(*sum.unwrap_or(&0))?;
        add_state(sql, account)?;
    }
    let mut totals: BTreeMap<String, i128> = BTreeMap::new();
    for (currency, minor) in sums.into_values().flatten() {
        *totals.entry(currency).or_default() += minor;
    }
    with_worth(cx, accounts, totals)
}

/// The last four characters of a number.
fn ending(number: &str) -> String {
    const SHOWN: usize = 4;
    let chars: Vec<char> = number.chars().filter(|char| char.is_alphanumeric()).collect();
    chars[chars.len().saturating_sub(SHOWN)..].iter().collect()
}

/// What of an account is cleared, open, and in statements.
fn add_state(sql: Sql<'_>, account: &mut AccountRow) -> Result<()> {
    let of = |bits: i64| {
        sql.number(
            "SELECT sum(minor) FROM finance_txn
             WHERE account = ?1 AND state & 3 <> 0 AND state & 8 = 0 AND same IS NULL
                 AND state & ?2 AND currency = ?3",
            params![account.id, bits, account.currency.as_str()],
        )
    };
    let opening = "SELECT minor FROM finance_txn WHERE id = ?1 AND origin = 2 AND currency = ?2";
    let opening_id = crate::model::opening_id(account.id);
    let opening = sql.number(opening, params![opening_id, account.currency.as_str()])?;
    let moved = |bits: i64| moved(sql, account, bits);
    let (cleared, reconciled) = (of(3)? + moved(3)?, of(2)? + moved(2)?);
    account.cleared_minor = opening + cleared;
    let open = "SELECT count(*) FROM finance_txn WHERE account = ?1 AND category IS NULL
         AND transfer IS NULL AND same IS NULL AND state & 56 = 0 AND origin < 2";
    account.uncategorized = count(sql.number(open, params![account.id])?);
    let last = "SELECT max(day) FROM finance_posting WHERE account = ?1";
    let last = sql.number(last, params![account.id])?;
    account.last_day = (last > 0).then(|| day(last)).transpose()?;
    let statement = sql.first(
        "SELECT day, minor FROM finance_statement WHERE account = ?1
         ORDER BY day DESC, id DESC LIMIT 1",
        params![account.id],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )?;
    if let Some((on, minor)) = statement {
        let difference = minor - opening - reconciled;
        account.statement = Some(AccountStatement { day: day(on)?, minor, difference });
    }
    Ok(())
}

/// What came to an account from transactions that lie in others and are ticked off there.
fn moved(sql: Sql<'_>, account: &AccountRow, bits: i64) -> Result<i64> {
    sql.number(
        "SELECT sum(p.minor) FROM finance_txn AS t CROSS JOIN finance_posting AS p ON p.txn = t.id
         WHERE t.transfer = ?1 AND t.account <> ?1 AND t.state & ?2 AND p.account = ?1
             AND p.currency = ?3",
        params![account.id, bits, account.currency.as_str()],
    )
}

fn with_worth(
    cx: &ReadCx<'_>,
    accounts: Vec<AccountRow>,
    totals: BTreeMap<String, i128>,
) -> Result<Accounts> {
    let known = rates(cx.sql())?;
    let base = base_currency(cx.sql())?;
    let today = day_number(cx.today());
    let (mut worth, mut unconverted, mut used) = (0, Vec::new(), BTreeSet::new());
    let mut shown = Vec::with_capacity(totals.len());
    for (currency, minor) in totals {
        let amount = Amount { minor: checked(minor)?, currency };
        match known.convert(amount.minor, &amount.currency, &base, today) {
            Some((minor, by)) => {
                worth += i128::from(minor);
                for rate in by {
                    used.insert(RateUsed::of(rate)?);
                }
            }
            None if amount.minor != 0 => unconverted.push(amount.clone()),
            None => {}
        }
        shown.push(amount);
    }
    let worth = Amount { minor: checked(worth)?, currency: base };
    Ok(Accounts {
        worth: (!accounts.is_empty()).then_some(worth),
        accounts,
        totals: shown,
        unconverted,
        rates: used.into_iter().collect(),
    })
}

pub(crate) fn create_account(cx: &mut WriteCx<'_>, request: NewAccount) -> Result<AccountRef> {
    let currency = Currency::new(&request.currency)?;
    let order =
        "SELECT max(position) + 1 FROM finance_account WHERE kind IN ('asset', 'liability')";
    let order = cx.read().sql().number(order, &[])?;
    let mut fields = Fields::from([
        ("name".to_owned(), Value::from(check::name(&request.name, "name")?)),
        ("kind".to_owned(), request.kind.word().into()),
        ("subtype".to_owned(), subtype_word(request.subtype.unwrap_or_default()).into()),
        ("currency".to_owned(), currency.code().into()),
        ("order".to_owned(), order.into()),
    ]);
    for (key, text) in [("bank", request.bank), ("number", request.number), ("icon", request.icon)]
    {
        if let Some(text) = text {
            fields.insert(key.to_owned(), check::words(&text, key)?.into());
        }
    }
    if let Some(note) = request.note {
        fields.insert("note".to_owned(), check::note(&note)?.into());
    }
    let opening = opening_fields(request.opening_minor, request.opening_day)?;
    fields.extend(opening.into_iter().filter_map(|(key, value)| Some((key, value?))));
    let id = cx.new_id();
    cx.create(&ACCOUNT, id, fields)?;
    Ok(AccountRef { id })
}

fn opening_fields(minor: Option<i64>, on: Option<Day>) -> Result<Changes> {
    let mut changes = Changes::new();
    if let Some(minor) = minor {
        let minor = checked(i128::from(minor)).map_err(|error| error.at("opening_minor"))?;
        changes.insert("opening_minor".to_owned(), Some(minor.into()));
    }
    if let Some(on) = on {
        changes.insert("opening_day".to_owned(), Some(on.to_string().into()));
    }
    Ok(changes)
}

pub(crate) fn edit_account(cx: &mut WriteCx<'_>, request: EditAccount) -> Result<()> {
    let is = check::holding(cx.read().sql(), request.id, "id")?;
    let mut changes = opening_fields(request.opening_minor, request.opening_day)?;
    if request.opening_unsaid == Some(true) {
        changes.insert("opening_minor".to_owned(), None);
        changes.insert("opening_day".to_owned(), None);
    }
    if let Some(currency) = &request.currency {
        let currency = Currency::new(currency)?;
        if currency.code() != is.currency {
            check_unused(cx.read().sql(), request.id)?;
        }
        changes.insert("currency".to_owned(), Some(currency.code().into()));
    }
    if let Some(name) = &request.name {
        changes.insert("name".to_owned(), Some(check::name(name, "name")?.into()));
    }
    for (key, text) in
        [("bank", &request.bank), ("number", &request.number), ("icon", &request.icon)]
    {
        if let Some(text) = text {
            changes.insert(key.to_owned(), Some(check::words(text, key)?.into()));
        }
    }
    if let Some(note) = &request.note {
        changes.insert("note".to_owned(), Some(check::note(note)?.into()));
    }
    let words = [
        ("kind", request.kind.map(|kind| Value::from(kind.word()))),
        ("subtype", request.subtype.map(|subtype| Value::from(subtype_word(subtype)))),
        ("closed", request.closed.map(Value::from)),
        ("order", request.position.map(Value::from)),
    ];
    let said = words.into_iter().filter_map(|(key, value)| Some((key.to_owned(), Some(value?))));
    changes.extend(said);
    cx.edit(request.id, &changes).map(drop)
}

/// An account with transactions keeps its currency: their amounts would mean something else.
fn check_unused(sql: Sql<'_>, id: AnyId) -> Result<()> {
    let used = "SELECT count(*) FROM (SELECT 1 FROM finance_posting WHERE account = ?1 LIMIT 1)";
    match sql.number(used, params![id])? {
        0 => Ok(()),
        _ => {
            let message = "an account with transactions keeps its currency; make another account";
            Err(Error::new(Code::Denied, message).at("currency"))
        }
    }
}
