//! One entry of a statement: what is booked, and the payments that it is made of.

use base::day::Day;
use base::error::Result;
use base::money::Currency;
use base::money::decimal::{Decimal, Mark};

use crate::import::dates::{Order, Written};
use crate::import::rows::Rows;
use crate::import::told::{AmountTold, Identity, LineTold, reference};

/// Payments that one entry may name one by one; a batch of wages has thousands.
const DETAILS_MAX: usize = 100_000;
/// Letters after which a text goes on in the next element.
const USTRD: usize = 140;

/// An amount and its currency.
#[derive(Debug, Default, Clone)]
pub(super) struct Amount {
    pub(super) raw: String,
    pub(super) currency: String,
}

impl Amount {
    /// What it says; amounts of this format have a point.
    pub(super) fn decimal(&self) -> Option<Decimal> {
        Decimal::parse(&self.raw, Some(Mark::Point)).ok()
    }

    fn minor(&self, currency: &str) -> Option<i64> {
        let decimal = self.decimal().filter(|_| self.currency == currency)?;
        let parsed = decimal.to_money(Currency::new(currency).ok()?).ok()?;
        parsed.exact.then_some(parsed.money.minor())
    }
}

/// A side of a payment.
#[derive(Debug, Default, Clone)]
struct Party {
    name: String,
    last_name: String,
    account: String,
}

/// One payment of an entry.
#[derive(Debug, Default, Clone)]
struct Detail {
    amount: Amount,
    paid: Amount,
    instructed: Amount,
    counter: Amount,
    direction: String,
    end_to_end: String,
    bank_reference: String,
    creditor: Party,
    debtor: Party,
    words: String,
    structured: String,
    more_words: String,
    told: String,
}

/// One entry.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) line: usize,
    pub(super) amount: Amount,
    direction: String,
    reversal: String,
    status: String,
    booked: String,
    valued: String,
    bank_reference: String,
    number: String,
    codes: Vec<String>,
    told: String,
    charges: Vec<(Amount, String)>,
    details: Vec<Detail>,
    /// Whether more payments were named than are kept.
    overflows: bool,
    /// A payment whose element is open.
    open: Option<Box<Detail>>,
}

/// The day of a date or of a time, as the bank writes it.
pub(super) fn day_of(text: &str) -> Option<Day> {
    Written::parse(text)?.day(Order::YearMonthDay)
}

/// Whether money comes in; `None` when it is not said.
pub(super) fn comes_in(text: &str) -> Option<bool> {
    match text {
        "CRDT" | "C" => Some(true),
        "DBIT" | "D" => Some(false),
        _ => None,
    }
}

fn first(place: &mut String, value: &str) {
    if place.is_empty() {
        value.clone_into(place);
    }
}

/// Words that go on.
fn add(place: &mut String, value: &str) {
    if !place.is_empty() && !value.is_empty() {
        let last = place.rsplit('\n').next().unwrap_or_default();
        if !last.chars().count().is_multiple_of(USTRD) {
            place.push('\n');
        }
    }
    place.push_str(value);
}

impl Entry {
    /// An entry that begins on a line.
    pub(super) fn at(line: usize) -> Entry {
        Entry { line, ..Entry::default() }
    }

    /// An element within the entry begins.
    pub(super) fn open(&mut self, path: &[&str]) {
        match path {
            ["NtryDtls", "TxDtls"] => self.open = Some(Box::default()),
            ["Chrgs"] | ["Chrgs", "Rcrd"] => self.charges.push(Default::default()),
            _ => {}
        }
    }

    /// An element within the entry ends; `currency` is that of an amount.
    pub(super) fn close(&mut self, path: &[&str], value: &str, currency: &str) {
        if let (["NtryDtls", "TxDtls", within @ ..], Some(detail)) = (path, &mut self.open) {
            return match within {
                [] => self.end_detail(),
                within => detail.close(within, value, currency),
            };
        }
        let amount = || Amount { raw: value.to_owned(), currency: currency.to_owned() };
        match path {
            ["Amt"] => self.amount = amount(),
            ["CdtDbtInd"] => first(&mut self.direction, value),
            ["RvslInd"] => first(&mut self.reversal, value),
            ["Sts"] | ["Sts", "Cd" | "Prtry"] if !value.is_empty() => {
                first(&mut self.status, value);
            }
            ["BookgDt", "Dt" | "DtTm"] => first(&mut self.booked, value),
            ["ValDt", "Dt" | "DtTm"] => first(&mut self.valued, value),
            ["AcctSvcrRef"] => first(&mut self.bank_reference, value),
            ["NtryRef"] => first(&mut self.number, value),
            ["BkTxCd", "Domn", "Cd"]
            | ["BkTxCd", "Domn", "Fmly", "Cd" | "SubFmlyCd"]
            | ["BkTxCd", "Prtry", "Cd"]
                if self.codes.len() < 4 =>
            {
                self.codes.push(value.to_owned());
            }
            ["AddtlNtryInf"] => add(&mut self.told, value),
            ["Chrgs", "Amt"] | ["Chrgs", "Rcrd", "Amt"] => {
                if let Some(charge) = self.charges.last_mut() {
                    charge.0 = amount();
                }
            }
            ["Chrgs", "CdtDbtInd"] | ["Chrgs", "Rcrd", "CdtDbtInd"] => {
                if let Some(charge) = self.charges.last_mut() {
                    value.clone_into(&mut charge.1);
                }
            }
            _ => {}
        }
    }

    fn end_detail(&mut self) {
        if let Some(detail) = self.open.take() {
            match self.details.len() < DETAILS_MAX {
                true => self.details.push(*detail),
                false => self.overflows = true,
            }
        }
    }

    /// Tells the entry as the lines that it is made of.
    pub(super) fn tell(mut self, rows: &mut Rows<'_>) -> Result<()> {
        if self.status == "INFO" {
            rows.sink.skipped("for information only");
            return Ok(());
        }
        let Some(decimal) = self.amount.decimal() else {
            rows.problem(self.line, &format!("{:?} is not an amount", shown(&self.amount.raw)));
            return Ok(());
        };
        let Some(comes_in) = comes_in(&self.direction) else {
            rows.problem(self.line, "does not say whether money comes or goes");
            return Ok(());
        };
        let Some(date) = day_of(&self.booked).or_else(|| day_of(&self.valued)) else {
            rows.problem(self.line, "has no date that can be read");
            return Ok(());
        };
        let details = std::mem::take(&mut self.details);
        let parts = self.parts(&details, comes_in);
        match parts {
            Some(parts) => {
                for (index, (detail, amount)) in details.iter().zip(&parts).enumerate() {
                    rows.line(self.line(date, detail, index, amount.clone()))?;
                }
                // What is left of the parts beside the payments are the bank's charges.
                for (index, amount) in parts.into_iter().enumerate().skip(details.len()) {
                    let mut line = self.line(date, &Detail::default(), index, amount);
                    line.kind = "CHRG".to_owned();
                    rows.line(line)?;
                }
                Ok(())
            }
            None => {
                let one = details.into_iter().next().unwrap_or_default();
                let amount = AmountTold { decimal, raw: self.amount.raw.trim().to_owned() };
                let amount = if comes_in { amount } else { amount.negated() };
                rows.line(self.line(date, &one, 0, amount))
            }
        }
    }

    /// The amounts of the payments, and of charges, when they make up the whole.
    fn parts(&self, details: &[Detail], comes_in: bool) -> Option<Vec<AmountTold>> {
        if details.len() < 2 || self.overflows {
            return None;
        }
        let currency = &self.amount.currency;
        let signed = |minor: i64, comes_in: bool| if comes_in { minor } else { -minor };
        let whole = signed(self.amount.minor(currency)?, comes_in);
        let mut parts = Vec::with_capacity(details.len() + 1);
        let mut sum = 0_i128;
        for detail in details {
            let mut amounts =
                [&detail.amount, &detail.paid, &detail.counter, &detail.instructed].into_iter();
            let amount = amounts.find(|amount| amount.currency == *currency)?;
            let comes_in = self::comes_in(&detail.direction).unwrap_or(comes_in);
            sum += i128::from(signed(amount.minor(currency)?, comes_in));
            let told = AmountTold { decimal: amount.decimal()?, raw: amount.raw.clone() };
            parts.push(if comes_in { told } else { told.negated() });
        }
        let left = i128::from(whole) - sum;
        if left == 0 {
            return Some(parts);
        }
        let charge = self.charges.iter().find(|(amount, direction)| {
            let comes_in = self::comes_in(direction).unwrap_or(false);
            let minor = amount.minor(currency).map(|minor| signed(minor, comes_in));
            minor.map(i128::from) == Some(left)
        });
        let (amount, direction) = charge?;
        let told = AmountTold { decimal: amount.decimal()?, raw: amount.raw.clone() };
        let comes_in = self::comes_in(direction).unwrap_or(false);
        parts.push(if comes_in { told } else { told.negated() });
        Some(parts)
    }

    /// One line of the entry.
    fn line(&self, date: Day, detail: &Detail, index: usize, amount: AmountTold) -> LineTold {
        let comes_in = amount.decimal.digits >= 0;
        let named = [&self.bank_reference, &detail.bank_reference, &self.number];
        let identity = match named.into_iter().find_map(|text| reference(text)) {
            Some(named) => Identity::Part(named, index),
            None => Identity::Content,
        };
        let (other, ours) = match comes_in {
            true => (&detail.debtor, &detail.creditor),
            false => (&detail.creditor, &detail.debtor),
        };
        // A payment that was sent back names its sides as they were.
        let other = if other.is_empty() && self.is_reversal() { ours } else { other };
        let foreign = |amount: &&Amount| {
            !amount.currency.is_empty() && amount.currency != self.amount.currency
        };
        let original = [&detail.instructed, &detail.paid, &detail.amount].into_iter().find(foreign);
        let original = original.and_then(|amount| {
            let Decimal { digits, places } = amount.decimal()?;
            let digits = if comes_in { digits } else { -digits };
            Some((Decimal { digits, places }, amount.currency.clone()))
        });
        let mut kind = self.codes.join("-");
        if self.is_reversal() {
            kind = format!("{kind} RVSL").trim().to_owned();
        }
        LineTold {
            valued: day_of(&self.valued),
            payee: other.name().to_owned(),
            memo: detail.memo(&self.told),
            reference: reference(&detail.end_to_end)
                .or_else(|| reference(&detail.structured))
                .unwrap_or_default(),
            other: other.account.clone(),
            kind,
            original: original.filter(|(amount, _)| amount.digits != 0),
            pending: matches!(self.status.as_str(), "PDNG" | "FUTR"),
            ..LineTold::new(self.line, identity, date, amount)
        }
    }

    fn is_reversal(&self) -> bool {
        matches!(self.reversal.as_str(), "true" | "1")
    }
}

impl Party {
    fn is_empty(&self) -> bool {
        self.name().is_empty() && self.account.is_empty()
    }

    /// Who it is in the end, when only that is said.
    fn name(&self) -> &str {
        if self.name.is_empty() { &self.last_name } else { &self.name }
    }
}

impl Detail {
    fn close(&mut self, path: &[&str], value: &str, currency: &str) {
        let amount = || Amount { raw: value.to_owned(), currency: currency.to_owned() };
        match path {
            ["Amt"] => self.amount = amount(),
            ["AmtDtls", "TxAmt", "Amt"] => self.paid = amount(),
            ["AmtDtls", "InstdAmt", "Amt"] => self.instructed = amount(),
            ["AmtDtls", "CntrValAmt", "Amt"] => self.counter = amount(),
            ["CdtDbtInd"] => first(&mut self.direction, value),
            ["Refs", "EndToEndId"] => first(&mut self.end_to_end, value),
            ["Refs", "AcctSvcrRef"] => first(&mut self.bank_reference, value),
            ["RltdPties", "Dbtr", "Nm"] | ["RltdPties", "Dbtr", "Pty", "Nm"] => {
                first(&mut self.debtor.name, value);
            }
            ["RltdPties", "Cdtr", "Nm"] | ["RltdPties", "Cdtr", "Pty", "Nm"] => {
                first(&mut self.creditor.name, value);
            }
            ["RltdPties", "UltmtDbtr", "Nm"] | ["RltdPties", "UltmtDbtr", "Pty", "Nm"] => {
                first(&mut self.debtor.last_name, value);
            }
            ["RltdPties", "UltmtCdtr", "Nm"] | ["RltdPties", "UltmtCdtr", "Pty", "Nm"] => {
                first(&mut self.creditor.last_name, value);
            }
            ["RltdPties", "DbtrAcct", "Id", "IBAN"]
            | ["RltdPties", "DbtrAcct", "Id", "Othr", "Id"] => {
                first(&mut self.debtor.account, value);
            }
            ["RltdPties", "CdtrAcct", "Id", "IBAN"]
            | ["RltdPties", "CdtrAcct", "Id", "Othr", "Id"] => {
                first(&mut self.creditor.account, value);
            }
            ["RmtInf", "Ustrd"] => add(&mut self.words, value),
            ["RmtInf", "Strd", "CdtrRefInf", "Ref"] => first(&mut self.structured, value),
            ["RmtInf", "Strd", "AddtlRmtInf"] => add(&mut self.more_words, value),
            ["AddtlTxInf"] => add(&mut self.told, value),
            _ => {}
        }
    }

    /// What it is for: the words of whoever paid, else those of the bank.
    // Invariant: a part of the identity of entries without a reference; frozen with it.
    fn memo(&self, entry: &str) -> String {
        let words = [&self.words, &self.more_words, &self.structured];
        let words: Vec<&str> =
            words.into_iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        match (words.is_empty(), self.told.is_empty()) {
            (false, _) => words.join("\n"),
            (true, false) => self.told.clone(),
            (true, true) => entry.to_owned(),
        }
    }
}

/// As much of a value as a problem shows.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
