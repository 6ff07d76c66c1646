//! A journal that hledger and ledger both read, and read alike.
//!
//! What they do not share is not used: assertions of several currencies, tags in one line.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;

use base::error::Result;
use base::id::AnyId;
use base::money::Currency;
use store::read::ReadCx;

use super::book::{Account, Rate, Told, Txn};
use super::walk::{Text, walk};
use super::{failed, names, words};
use crate::model::txn::state;

/// The exporter's body.
pub(super) fn write(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    writeln!(out, "; Everkept, {}\n", cx.today()).map_err(failed)?;
    for currency in currencies(cx)? {
        // hledger wants a decimal mark here, and ledger none that ends a number before its currency.
        let format = match Currency::new(&currency)?.exponent() as usize {
            0 => format!("{currency} 1000."),
            places => format!("1000.{} {currency}", "0".repeat(places)),
        };
        writeln!(out, "commodity {currency}\n    format {format}").map_err(failed)?;
    }
    walk(cx, &mut Journal { out, names: HashMap::new() })
}

/// Every currency of a posting or a rate.
fn currencies(cx: &ReadCx<'_>) -> Result<BTreeSet<String>> {
    let sql = "SELECT DISTINCT currency FROM finance_sum
               UNION SELECT source_ccy FROM finance_rate UNION SELECT target_ccy FROM finance_rate";
    Ok(cx.sql().rows(sql, &[], |row| row.text(0))?.into_iter().collect())
}

struct Journal<'a> {
    out: &'a mut dyn Write,
    names: HashMap<AnyId, String>,
}

impl Journal<'_> {
    fn name(&self, id: AnyId) -> &str {
        self.names.get(&id).map_or("Equity:Unknown", String::as_str)
    }

    fn comment(&mut self, key: &str, text: &str) -> Result<()> {
        let text = words::comment(text);
        if text.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "    ; {key}: {text}").map_err(failed)
    }
}

impl Text for Journal<'_> {
    fn accounts(&mut self, accounts: &[Account]) -> Result<()> {
        self.names = names::names(accounts, names::journal);
        writeln!(self.out).map_err(failed)?;
        for account in accounts {
            let name = self.name(account.id).to_owned();
            writeln!(self.out, "account {name}").map_err(failed)?;
        }
        writeln!(self.out).map_err(failed)
    }

    fn rate(&mut self, rate: &Rate) -> Result<()> {
        let (date, price) = (words::date(rate.day)?, words::ratio(rate.num, rate.den));
        writeln!(self.out, "P {date} {} {price} {}", rate.from, rate.to).map_err(failed)
    }

    fn txn(&mut self, txn: &Txn) -> Result<()> {
        let mark = if txn.is(state::PENDING) {
            " !"
        } else if txn.is(state::CLEARED | state::RECONCILED) {
            " *"
        } else {
            ""
        };
        let title = words::description(txn.title());
        let code = words::description(&txn.reference).replace(['(', ')'], " ");
        // Without a code a description could begin as one, or as a mark.
        let code = match code.trim() {
            "" if title.starts_with(['(', '*', '!', '=']) => " ()".to_owned(),
            "" => String::new(),
            code => format!(" ({code})"),
        };
        let date = words::date(txn.day)?;
        writeln!(self.out, "\n{}", format!("{date}{mark}{code} {title}").trim_end())
            .map_err(failed)?;
        self.comment("note", &txn.note)?;
        self.comment("memo", &txn.memo)?;
        for tag in &txn.tags {
            writeln!(self.out, "    ; {}:", names::journal_tag(tag)).map_err(failed)?;
        }
        for posting in &txn.postings {
            let amount = words::amount(posting.minor, &posting.currency)?;
            let name = self.name(posting.account).to_owned();
            writeln!(self.out, "    {name}  {amount} {}", posting.currency).map_err(failed)?;
        }
        Ok(())
    }

    fn balance(&mut self, told: &Told) -> Result<()> {
        let (date, currency) = (words::date(told.day)?, &told.currency);
        let (zero, amount) = (words::amount(0, currency)?, words::amount(told.minor, currency)?);
        let name = self.name(told.account).to_owned();
        writeln!(
            self.out,
            "\n{date} * Balance\n    {name}  {zero} {currency} = {amount} {currency}"
        )
        .map_err(failed)
    }
}
