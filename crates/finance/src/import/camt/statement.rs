//! One statement, report or notice: whose account, its balances, its entries.

use base::error::Result;

use super::entry::{Amount, Entry, comes_in, day_of};
use crate::import::account::squeezed;
use crate::import::rows::Rows;
use crate::import::told::{AccountTold, AmountTold, BalanceTold};
use crate::model::row::BalanceOf;

/// Currencies that entries of one statement may have.
const CURRENCIES_MAX: usize = 16;
/// Balances of one statement: one of each kind, and some for days to come.
const BALANCES_MAX: usize = 1000;

/// A balance as its values come in.
#[derive(Debug, Default)]
struct Balance {
    line: usize,
    code: String,
    amount: Amount,
    direction: String,
    day: String,
}

/// Takes elements and tells lines.
#[derive(Default)]
pub(super) struct Reader {
    /// How many elements lie around what is within the statement; 0: there is none.
    depth: usize,
    told: AccountTold,
    /// The currency of the account where lines go now; empty: it has not been told yet.
    placed: String,
    /// Currencies that entries had.
    met: Vec<String>,
    /// Balances that are told after the lines.
    later: Vec<BalanceTold>,
    balance: Option<Balance>,
    entry: Option<Box<Entry>>,
    /// The attribute of the amount that is open.
    currency: String,
}

impl Reader {
    /// An element begins.
    pub(super) fn open(&mut self, path: &[&str], line: usize, currency: Option<String>) {
        if let Some(currency) = currency {
            self.currency = currency;
        }
        if self.depth == 0 {
            if matches!(path.last(), Some(&"Stmt" | &"Rpt" | &"Ntfctn")) {
                *self = Reader { depth: path.len(), ..Reader::default() };
            }
            return;
        }
        match (&path[self.depth.min(path.len())..], &mut self.entry) {
            (["Ntry"], _) => self.entry = Some(Box::new(Entry::at(line))),
            (["Ntry", within @ ..], Some(entry)) => entry.open(within),
            (["Bal"], _) => self.balance = Some(Balance { line, ..Balance::default() }),
            _ => {}
        }
    }

    /// An element ends.
    pub(super) fn close(
        &mut self,
        path: &[&str],
        value: &str,
        _line: usize,
        rows: &mut Rows<'_>,
    ) -> Result<()> {
        if self.depth == 0 {
            return Ok(());
        }
        match &path[self.depth.min(path.len())..] {
            [] => self.end(rows)?,
            ["Ntry"] => {
                if let Some(entry) = self.entry.take() {
                    self.place(&entry.amount.currency, rows)?;
                    entry.tell(rows)?;
                }
            }
            ["Ntry", within @ ..] => {
                if let Some(entry) = &mut self.entry {
                    entry.close(within, value, &self.currency);
                }
            }
            ["Bal"] => self.end_balance(rows)?,
            ["Bal", within @ ..] => self.balance_value(within, value),
            ["Acct", within @ ..] => self.account_value(within, value),
            _ => {}
        }
        Ok(())
    }

    fn account_value(&mut self, path: &[&str], value: &str) {
        let place = match path {
            ["Id", "IBAN"] => {
                self.told.number = squeezed(value);
                return;
            }
            ["Id", "Othr", "Id"] => &mut self.told.number,
            ["Ccy"] => {
                self.told.currency = value.to_ascii_uppercase();
                return;
            }
            ["Nm"] => &mut self.told.name,
            ["Svcr", "FinInstnId", "Nm" | "BIC" | "BICFI"] => &mut self.told.bank,
            _ => return,
        };
        if place.is_empty() {
            value.clone_into(place);
        }
    }

    fn balance_value(&mut self, path: &[&str], value: &str) {
        let Some(balance) = &mut self.balance else { return };
        match path {
            ["Tp", "CdOrPrtry", "Cd" | "Prtry"] => value.clone_into(&mut balance.code),
            ["Amt"] => {
                balance.amount = Amount { raw: value.to_owned(), currency: self.currency.clone() };
            }
            ["CdtDbtInd"] => value.clone_into(&mut balance.direction),
            ["Dt", "Dt" | "DtTm"] => value.clone_into(&mut balance.day),
            _ => {}
        }
    }

    /// Tells where lines of a currency go: an account of several currencies is several accounts here.
    fn place(&mut self, currency: &str, rows: &mut Rows<'_>) -> Result<()> {
        if self.told.currency.is_empty() {
            currency.clone_into(&mut self.told.currency);
        }
        if !currency.is_empty()
            && !self.met.iter().any(|met| met == currency)
            && self.met.len() < CURRENCIES_MAX
        {
            self.met.push(currency.to_owned());
        }
        let currency = if currency.is_empty() { &self.told.currency } else { currency };
        if self.placed != *currency || currency.is_empty() {
            currency.clone_into(&mut self.placed);
            rows.account(&AccountTold { currency: currency.to_owned(), ..self.told.clone() })?;
        }
        Ok(())
    }

    fn end_balance(&mut self, rows: &mut Rows<'_>) -> Result<()> {
        let Some(balance) = self.balance.take() else { return Ok(()) };
        let of = match balance.code.as_str() {
            "OPBD" | "PRCD" => BalanceOf::Opening,
            "CLBD" => BalanceOf::Closing,
            "CLAV" => BalanceOf::Available,
            _ => {
                rows.sink.lost("balance within or after the day");
                return Ok(());
            }
        };
        let read = (balance.amount.decimal(), comes_in(&balance.direction), day_of(&balance.day));
        let (Some(decimal), Some(comes_in), Some(day)) = read else {
            rows.problem(balance.line, "has a balance that cannot be read");
            return Ok(());
        };
        let amount = AmountTold { decimal, raw: balance.amount.raw };
        let amount = if comes_in { amount } else { amount.negated() };
        let currency = balance.amount.currency;
        if self.told.currency.is_empty() {
            self.told.currency.clone_from(&currency);
        }
        let told = BalanceTold { line: balance.line, of, day, amount, currency };
        if of == BalanceOf::Opening && told.currency == self.told.currency {
            self.place("", rows)?;
            rows.balance(&told);
        } else if self.later.len() < BALANCES_MAX {
            self.later.push(told);
        }
        Ok(())
    }

    /// The statement ends, or the file within it.
    pub(super) fn end(&mut self, rows: &mut Rows<'_>) -> Result<()> {
        if let Some(entry) = self.entry.take() {
            rows.problem(entry.line, "the file ends within this entry");
        }
        for told in std::mem::take(&mut self.later) {
            let is_met = self.met.contains(&told.currency);
            let currency = if is_met { told.currency.clone() } else { String::new() };
            self.place(&currency, rows)?;
            rows.balance(&told);
        }
        *self = Reader::default();
        Ok(())
    }
}
