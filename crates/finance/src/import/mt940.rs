//! MT940 and MT942, the statements of SWIFT (Standards MT, category 9), as banks hand them out: with
//! and without their blocks, with German (`?20`), Dutch (`/REMI/`) and plain details.

mod details;
mod field;
mod movement;
mod slashes;

use base::day::Day;
use base::error::Result;
use base::money::decimal::{Decimal, Mark};
use domain::import::{Confidence, Importer, Sink};
use domain::source::Source;

use self::details::Details;
use self::field::{Field, Fields};
use self::movement::Movement;
use super::account;
use super::rows::Rows;
use super::text::decode;
use super::told::{AccountTold, AmountTold, BalanceTold, Identity, LineTold, reference};
use super::{mine, sniff_files};
use crate::model::row::BalanceOf;

pub(super) const MT940: Importer =
    Importer { format: "mt940", title: "MT940, MT942 (SWIFT)", endings: ENDINGS, sniff, parse };

const ENDINGS: &[&str] = &["sta", "mt940", "940", "942", "swi", "fin", "txt"];

fn is_mine(head: &str) -> bool {
    let mut tags = Fields::new(head).map(|field| field.tag);
    let mut has = |wanted: &[&str]| tags.any(|tag| wanted.contains(&tag));
    // In this order: anything that has all three is nothing else.
    has(&["20"]) && has(&["25", "25P"]) && has(&["60F", "60M", "61", "34F", "62F"])
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    sniff_files(source, ENDINGS, is_mine, Confidence::Certain)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let files = mine(source, ENDINGS, is_mine);
    let mut rows = Rows::new("mt940", source, &files, sink);
    for file in files {
        if let Some(bytes) = rows.begin(source, file)? {
            let decoded = decode(&bytes, None);
            drop(bytes);
            let mut reader = Reader::default();
            for field in Fields::new(&decoded.text) {
                reader.take(&field, &mut rows)?;
                rows.step(field.at)?;
            }
            reader.end_line(&mut rows)?;
        }
        rows.end()?;
    }
    rows.finish(source)
}

/// Takes fields and tells lines.
#[derive(Default)]
struct Reader<'t> {
    account: &'t str,
    currency: String,
    /// Whether the account has been told since it was named.
    is_placed: bool,
    /// A movement whose details may follow.
    open: Option<(usize, &'t str)>,
}

impl<'t> Reader<'t> {
    fn take(&mut self, field: &Field<'t>, rows: &mut Rows<'_>) -> Result<()> {
        if field.tag == "86" {
            return match self.open.take() {
                Some((line, movement)) => self.line(line, movement, field.text, rows),
                None => Ok(()), // It speaks of the statement.
            };
        }
        self.end_line(rows)?;
        match field.tag {
            "25" | "25P" => {
                self.account = field.text.lines().next().unwrap_or_default().trim();
                self.currency.clear();
                self.is_placed = false;
            }
            "60F" | "60M" | "62F" | "62M" | "64" => self.balance(field, rows)?,
            "65" => rows.sink.lost("balance of a later day"),
            "61" => self.open = Some((field.line, field.text)),
            _ => {}
        }
        Ok(())
    }

    /// A movement without details.
    fn end_line(&mut self, rows: &mut Rows<'_>) -> Result<()> {
        match self.open.take() {
            Some((line, movement)) => self.line(line, movement, "", rows),
            None => Ok(()),
        }
    }

    fn place(&mut self, rows: &mut Rows<'_>) -> Result<()> {
        if std::mem::replace(&mut self.is_placed, true) {
            return Ok(());
        }
        // Dutch banks write the currency behind the number: `NL50INGB0001234567EUR`.
        let alone = self.account.strip_suffix(self.currency.as_str()).map(str::trim_end);
        let text = alone.filter(|alone| alone.len() >= 8).unwrap_or(self.account);
        let (bank, number) = text.split_once('/').unwrap_or(("", text));
        rows.account(&AccountTold {
            number: account::number(bank, number),
            bank: bank.to_owned(),
            currency: self.currency.clone(),
            ..AccountTold::default()
        })
    }

    /// `C200101EUR444,29`.
    fn balance(&mut self, field: &Field<'_>, rows: &mut Rows<'_>) -> Result<()> {
        let Some(balance) = Balance::parse(field.text) else {
            rows.problem(field.line, "has a balance that cannot be read");
            return Ok(());
        };
        if self.currency.is_empty() {
            self.currency.clone_from(&balance.currency);
        }
        self.place(rows)?;
        let of = match field.tag {
            "60F" => BalanceOf::Opening,
            "62F" => BalanceOf::Closing,
            "64" => BalanceOf::Available,
            _ => return Ok(()), // Between two pages of one statement.
        };
        let Balance { day, amount, currency } = balance;
        rows.balance(&BalanceTold { line: field.line, of, day, amount, currency });
        Ok(())
    }

    fn line(
        &mut self,
        line: usize,
        movement: &str,
        details: &str,
        rows: &mut Rows<'_>,
    ) -> Result<()> {
        self.place(rows)?;
        let Some(told) = Movement::parse(movement) else {
            let begin: String = movement.chars().take(40).collect();
            rows.problem(line, &format!("{begin:?} is not a movement"));
            return Ok(());
        };
        let says = Details::parse(details);
        let identity = Identity::Whole([movement.to_owned(), details.to_owned()]);
        let kind = if says.kind.is_empty() { told.kind.to_owned() } else { says.kind };
        let memo = if says.memo.is_empty() { told.more.to_owned() } else { says.memo };
        rows.line(LineTold {
            valued: Some(told.valued),
            payee: says.payee,
            memo,
            reference: says
                .reference
                .or_else(|| reference(told.reference))
                .or_else(|| reference(told.bank_reference))
                .unwrap_or_default(),
            other: says.other,
            kind,
            pending: told.pending,
            ..LineTold::new(line, identity, told.booked, told.amount)
        })
    }
}

/// A balance as it stands.
struct Balance {
    day: Day,
    amount: AmountTold,
    currency: String,
}

impl Balance {
    fn parse(text: &str) -> Option<Balance> {
        let text = text.trim();
        let negative = match text.get(..1)? {
            "C" => false,
            "D" => true,
            _ => return None,
        };
        let day = movement::day(text.get(1..7)?)?;
        let currency = text.get(7..10)?;
        let raw = text.get(10..)?;
        let amount = amount(raw)?;
        let amount = if negative { amount.negated() } else { amount };
        Some(Balance { day, amount, currency: currency.to_ascii_uppercase() })
    }
}

/// An amount of SWIFT: digits with a comma; some write a point.
fn amount(text: &str) -> Option<AmountTold> {
    let mark = if text.contains(',') { Mark::Comma } else { Mark::Point };
    let raw = text.trim();
    let decimal = Decimal::parse(raw, Some(mark)).ok().filter(|decimal| decimal.digits >= 0)?;
    Some(AmountTold { decimal, raw: raw.to_owned() })
}
