//! From records to lines.

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use base::money::Currency;
use base::money::decimal::Decimal;
use rustc_hash::FxHashMap;

use super::Reading;
use super::cell;
use super::columns::direction;
use super::layout::Layout;
use super::records::Record;
use super::running::Running;
use super::words::{self, Role};
use crate::import::account::{Why, is_iban, squeezed};
use crate::import::dates::Written;
use crate::import::rows::Rows;
use crate::import::told::{AccountTold, AmountTold, Identity, LineTold, reference};
use crate::model::row::fold;

/// Accounts and currencies whose balances are followed in one table.
const RUNNING_MAX: usize = 64;

/// Words of a status that say that nothing was booked, and that nothing will be.
const PENDING: &str =
    "pending|vorgemerkt|en attente|pendiente|in sospeso|ausstehend|reserved|authorised|authorized";
const NEVER: &str =
    "reverted|declined|failed|cancelled|canceled|storniert|denied|rejected|expired|voided|refused";

/// Takes records and tells lines.
pub(super) struct Reader<'r> {
    layout: &'r Layout,
    reading: &'r Reading,
    told: Option<AccountTold>,
    /// The currency that the name of the amount's column tells.
    currency: String,
    running: FxHashMap<AccountTold, Running>,
    placed: Vec<AnyId>,
}

/// What became of a table: where its rows went.
pub(super) enum Placed {
    Nowhere,
    /// All to this account.
    One(AnyId),
    Several,
}

impl<'r> Reader<'r> {
    pub(super) fn new(layout: &'r Layout, reading: &'r Reading) -> Reader<'r> {
        let roles = [Role::Amount, Role::Debit, Role::Credit, Role::Balance];
        let columns = roles.into_iter().filter_map(|role| reading.columns.get(role));
        let mut names = columns.filter_map(|column| layout.header.get(column));
        let currency = names.find_map(|name| words::currency(name)).unwrap_or_default();
        let (told, running, placed) = (None, FxHashMap::default(), Vec::new());
        Reader { layout, reading, told, currency, running, placed }
    }

    /// What stands in the column of a role.
    fn get<'a>(&self, row: &'a Record<'_>, role: Role) -> &'a str {
        self.reading.columns.get(role).map_or("", |column| row.cell(column))
    }

    fn decimal(&self, text: &str) -> Option<Decimal> {
        cell::decimal(text, Some(self.reading.mark))
    }

    fn day(&self, text: &str) -> Option<Day> {
        Written::parse(text)?.day(self.reading.order)
    }

    pub(super) fn take(&mut self, row: &Record<'_>, rows: &mut Rows<'_>) -> Result<()> {
        let status = self.get(row, Role::Status).to_lowercase();
        let is_one_of = |words: &str| words.split('|').any(|word| word == status);
        if is_one_of(NEVER) {
            rows.sink.skipped("row that was never booked");
            return Ok(());
        }
        let written = self.get(row, Role::Date);
        let Some(date) = self.day(written) else {
            match written.is_empty() {
                true => rows.sink.skipped("row without a day"),
                false if self.is_header(row) => rows.sink.skipped("header that comes again"),
                false => rows.problem(row.line, &format!("{:?} is not a date", shown(written))),
            }
            return Ok(());
        };
        let amount = match self.amount(row) {
            Ok(Some(amount)) => amount,
            Ok(None) => {
                rows.sink.skipped("row without an amount");
                return Ok(());
            }
            Err(what) => {
                rows.problem(row.line, &what);
                return Ok(());
            }
        };
        self.place(row, rows)?;
        let pending = is_one_of(PENDING);
        let fee = self.fee(row);
        let moved = amount.decimal;
        let line = self.line(row, date, amount, pending);
        let fee_line = fee.clone().map(|fee| LineTold {
            memo: self.reading.columns.get(Role::Fee).map(|at| self.name(at)).unwrap_or_default(),
            kind: "FEE".to_owned(),
            payee: line.payee.clone(),
            pending,
            ..LineTold::new(row.line, Identity::Content, date, fee)
        });
        rows.line(line)?;
        if let Some(fee) = fee_line {
            rows.line(fee)?;
        }
        if !pending {
            let moved = fee.map_or(Some(moved), |fee| plus(moved, fee.decimal));
            self.compare(row, date, moved, rows);
        }
        Ok(())
    }

    fn name(&self, column: usize) -> String {
        self.layout.header.get(column).cloned().unwrap_or_default()
    }

    fn is_header(&self, row: &Record<'_>) -> bool {
        row.cells.len() == self.layout.header.len()
            && row.cells.iter().zip(&self.layout.header).all(|(cell, name)| cell.trim() == name)
    }

    /// The amount with its sign; `None` when none is written.
    fn amount(&self, row: &Record<'_>) -> Result<Option<AmountTold>, Why> {
        let number = |text: &str| {
            let decimal = self.decimal(text);
            decimal.ok_or_else(|| format!("{:?} is not an amount", shown(text)))
        };
        let (debit, credit) = (self.get(row, Role::Debit), self.get(row, Role::Credit));
        if !debit.is_empty() || !credit.is_empty() {
            let zero = Decimal { digits: 0, places: 0 };
            let out = if debit.is_empty() { zero } else { number(debit)? };
            let out = if self.reading.debit_is_negative { out } else { negated(out) };
            let come = if credit.is_empty() { zero } else { number(credit)? };
            let decimal = plus(come, out).ok_or("its two amounts do not add up")?;
            let raw = if debit.is_empty() { credit } else { debit };
            return Ok(Some(AmountTold { decimal, raw: raw.to_owned() }));
        }
        let written = self.get(row, Role::Amount);
        if written.is_empty() {
            return Ok(None);
        }
        let mut decimal = number(written)?;
        let word = self.get(row, Role::Direction);
        match (word.is_empty(), direction(word)) {
            (true, _) => {}
            (false, Some(goes)) => {
                let Decimal { digits, places } = decimal;
                let digits = if goes { -digits.abs() } else { digits.abs() };
                decimal = Decimal { digits, places };
            }
            (false, None) => {
                return Err(format!("{:?} does not say whether money comes or goes", shown(word)));
            }
        }
        let decimal = if self.reading.inverted { negated(decimal) } else { decimal };
        Ok(Some(AmountTold { decimal, raw: written.to_owned() }))
    }

    /// What the bank takes beside the amount, always out; `None` when the amount is without it already.
    fn fee(&self, row: &Record<'_>) -> Option<AmountTold> {
        let column = self.reading.columns.get(Role::Amount)?;
        let is_net =
            matches!(words::folded(&self.name(column)).as_str(), "net" | "netto" | "net amount");
        let raw = self.get(row, Role::Fee);
        let Decimal { digits, places } = self.decimal(raw).filter(|_| !is_net)?;
        let decimal = Decimal { digits: -digits.abs(), places };
        (digits != 0).then(|| AmountTold { decimal, raw: raw.to_owned() })
    }

    /// Tells whose rows follow, when that changes.
    fn place(&mut self, row: &Record<'_>, rows: &mut Rows<'_>) -> Result<()> {
        let written = self.get(row, Role::Account);
        let (number, name) = match squeezed(written) {
            number if is_iban(&number) => (number, String::new()),
            _ if written.is_empty() => {
                (self.layout.iban.clone().unwrap_or_default(), String::new())
            }
            number if number.bytes().filter(u8::is_ascii_digit).count() > 5 => {
                (number, String::new())
            }
            _ => (String::new(), fold(written)),
        };
        let code = self.get(row, Role::Currency);
        let currency = match Currency::new(code) {
            Ok(currency) => currency.code().to_owned(),
            Err(_) => self.currency.clone(),
        };
        let told = AccountTold { number, name, currency, ..AccountTold::default() };
        if self.told.as_ref() != Some(&told) {
            rows.account(&told)?;
            self.told = Some(told);
            if let Some(account) = rows.current()
                && !self.placed.contains(&account.id)
            {
                self.placed.push(account.id);
            }
        }
        Ok(())
    }

    fn line(&self, row: &Record<'_>, date: Day, amount: AmountTold, pending: bool) -> LineTold {
        let text = |role| self.get(row, role).to_owned();
        let memo: Vec<&str> = self
            .reading
            .columns
            .all(Role::Memo)
            .iter()
            .map(|column| row.cell(*column))
            .filter(|text| !text.is_empty())
            .collect();
        let original = self.decimal(self.get(row, Role::OriginalAmount)).map(|paid| {
            let Decimal { digits, places } = paid;
            let digits = if amount.decimal.digits < 0 { -digits.abs() } else { digits.abs() };
            (Decimal { digits, places }, text(Role::OriginalCurrency))
        });
        let own = self.told.as_ref().map_or("", |told| told.currency.as_str());
        LineTold {
            valued: self.day(self.get(row, Role::Valued)),
            payee: text(Role::Payee),
            memo: memo.join(" "),
            reference: reference(self.get(row, Role::Reference)).unwrap_or_default(),
            other: text(Role::Other),
            kind: text(Role::Kind),
            original: original.filter(|(_, code)| code != own),
            category: text(Role::Category),
            pending,
            ..LineTold::new(row.line, Identity::Content, date, amount)
        }
    }

    /// Follows the balance of the account.
    fn compare(&mut self, row: &Record<'_>, date: Day, moved: Option<Decimal>, rows: &Rows<'_>) {
        let balance = self.decimal(self.get(row, Role::Balance));
        let (Some(balance), Some(moved), Some(told)) = (balance, moved, &self.told) else { return };
        if rows.current().is_none() {
            return;
        }
        let is_known = self.running.contains_key(told);
        if is_known || self.running.len() < RUNNING_MAX {
            let running =
                self.running.entry(told.clone()).or_insert_with(|| Running::new(told.clone()));
            running.take(row.line, date, moved, balance);
        }
    }

    /// The table ends.
    pub(super) fn end(self, rows: &mut Rows<'_>) -> Result<Placed> {
        let mut running: Vec<(AccountTold, Running)> = self.running.into_iter().collect();
        running.sort_by(|a, b| {
            (&a.0.number, &a.0.name, &a.0.currency).cmp(&(&b.0.number, &b.0.name, &b.0.currency))
        });
        for (_, running) in running {
            running.tell(rows)?;
        }
        Ok(match self.placed.as_slice() {
            [] => Placed::Nowhere,
            [only] => Placed::One(*only),
            _ => Placed::Several,
        })
    }
}

fn negated(decimal: Decimal) -> Decimal {
    Decimal { digits: -decimal.digits, places: decimal.places }
}

/// A sum; `None` when it is too large to be one.
fn plus(one: Decimal, other: Decimal) -> Option<Decimal> {
    let places = one.places.max(other.places);
    let up = |decimal: Decimal| {
        decimal.digits.checked_mul(10_i128.checked_pow(places - decimal.places)?)
    };
    Some(Decimal { digits: up(one)?.checked_add(up(other)?)?, places })
}

/// As much of a value as a problem shows.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
