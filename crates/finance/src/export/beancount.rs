//! A file for beancount: ASCII names with the true ones beside them, prices, balances.

use std::collections::HashMap;
use std::io::Write;

use base::error::Result;
use base::id::AnyId;
use store::read::ReadCx;

use super::book::{Account, Rate, Told, Txn};
use super::walk::{Text, walk};
use super::{failed, names, words};
use crate::model;
use crate::model::txn::state;

/// The exporter's body.
pub(super) fn write(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    writeln!(out, "; Everkept, {}\n\noption \"title\" \"Everkept\"", cx.today()).map_err(failed)?;
    let all = "SELECT currency FROM finance_account WHERE currency <> ''
               GROUP BY currency ORDER BY count(*) DESC, currency";
    for currency in cx.sql().rows(all, &[], |row| row.text(0))? {
        writeln!(out, "option \"operating_currency\" \"{currency}\"").map_err(failed)?;
    }
    walk(cx, &mut Beancount { out, names: HashMap::new() })
}

struct Beancount<'a> {
    out: &'a mut dyn Write,
    names: HashMap<AnyId, String>,
}

impl Beancount<'_> {
    fn name(&self, id: AnyId) -> &str {
        self.names.get(&id).map_or("Equity:Unknown", String::as_str)
    }

    fn told(&mut self, key: &str, text: &str) -> Result<()> {
        if text.trim().is_empty() {
            return Ok(());
        }
        writeln!(self.out, "  {key}: {}", words::quoted(text)).map_err(failed)
    }

    /// Its name, when the grammar does not allow it as it is, and where it is held.
    fn open(&mut self, account: &Account, day: &str) -> Result<()> {
        let name = self.name(account.id).to_owned();
        writeln!(self.out, "\n{day} open {name}").map_err(failed)?;
        if account.fixed_name().is_none() && name.rsplit(':').next() != Some(&account.name) {
            self.told("name", &account.name)?;
        }
        self.told("bank", &account.bank)?;
        self.told("number", &account.number)
    }
}

impl Text for Beancount<'_> {
    fn accounts(&mut self, accounts: &[Account]) -> Result<()> {
        self.names = names::names(accounts, names::beancount);
        let first = accounts.iter().filter_map(|account| account.first).min();
        for account in accounts {
            let day = words::date(account.first.or(first).unwrap_or(words::EPOCH))?;
            self.open(account, &day)?;
        }
        writeln!(self.out).map_err(failed)
    }

    fn rate(&mut self, rate: &Rate) -> Result<()> {
        let (date, price) = (words::date(rate.day)?, words::ratio(rate.num, rate.den));
        writeln!(self.out, "{date} price {} {price} {}", rate.from, rate.to).map_err(failed)
    }

    fn txn(&mut self, txn: &Txn) -> Result<()> {
        let mark = if txn.is(state::PENDING) { '!' } else { '*' };
        let (payee, note) = (words::quoted(txn.title()), words::quoted(&txn.note));
        let date = words::date(txn.day)?;
        write!(self.out, "\n{date} {mark} {payee} {note}").map_err(failed)?;
        let mut changed = false;
        for tag in &txn.tags {
            let plain = names::beancount_tag(tag);
            changed |= plain != *tag;
            write!(self.out, " #{plain}").map_err(failed)?;
        }
        writeln!(self.out).map_err(failed)?;
        if changed {
            self.told("tag-names", &txn.tags.join(", "))?;
        }
        self.told("memo", &txn.memo)?;
        self.told("reference", &txn.reference)?;
        for posting in &txn.postings {
            let amount = words::amount(posting.minor, &posting.currency)?;
            let name = self.name(posting.account).to_owned();
            writeln!(self.out, "  {name}  {amount} {}", posting.currency).map_err(failed)?;
        }
        Ok(())
    }

    /// Beancount looks at a day's beginning.
    fn balance(&mut self, told: &Told) -> Result<()> {
        let next = model::day(told.day)?.plus(1);
        let amount = words::amount(told.minor, &told.currency)?;
        let name = self.name(told.account).to_owned();
        writeln!(self.out, "\n{next} balance {name}  {amount} {}", told.currency).map_err(failed)
    }
}
