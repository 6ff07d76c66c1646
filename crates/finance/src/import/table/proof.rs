//! What all rows of a table prove together: the order of dates, the decimal mark, what signs mean.

use base::money::decimal::{Decimal, Mark};

use super::cell;
use super::columns::Columns;
use super::records::Record;
use super::words::Role;
use crate::import::dates::{self, Order, Written};
use crate::import::marks::MarkProof;

/// Columns whose numbers are written alike.
const NUMBERS: [Role; 4] = [Role::Amount, Role::Debit, Role::Credit, Role::Balance];

/// How dates and numbers are written.
pub(super) struct Proofs<'c> {
    columns: &'c Columns,
    dates: dates::Proof,
    /// A date that can be read in two ways.
    date: String,
    marks: MarkProof,
}

impl<'c> Proofs<'c> {
    pub(super) fn new(columns: &'c Columns) -> Proofs<'c> {
        let marks = MarkProof::default();
        Proofs { columns, dates: dates::Proof::new(), date: String::new(), marks }
    }

    /// Takes one more row.
    pub(super) fn take(&mut self, row: &Record<'_>) {
        for column in
            [Role::Date, Role::Valued].into_iter().filter_map(|role| self.columns.get(role))
        {
            let Some(written) = Written::parse(row.cell(column)) else { continue };
            if self.date.is_empty() && !written.is_plain() {
                row.cell(column).clone_into(&mut self.date);
            }
            self.dates.take(&written);
        }
        for column in NUMBERS.into_iter().filter_map(|role| self.columns.get(role)) {
            let (bare, _) = cell::bare(row.cell(column));
            self.marks.take(&bare);
        }
    }

    /// Whether a date showed the order, and a number the mark; other files may need what this one did
    /// not show.
    pub(super) fn are_proven(&self) -> (bool, bool) {
        (self.dates.is_proven(), self.marks.is_proven())
    }

    /// The order of the dates, or what it can be and a date to ask with.
    pub(super) fn order(&self) -> Result<Order, (Vec<Order>, String)> {
        self.dates.order().ok_or((self.dates.left(), self.date.clone()))
    }

    /// The decimal mark, or a number to ask with.
    pub(super) fn mark(&self) -> Result<Mark, &str> {
        self.marks.mark()
    }
}

/// What the balances and the signs of a table say about its amounts.
pub(super) struct Signs<'c> {
    columns: &'c Columns,
    mark: Mark,
    negative: bool,
    positive: bool,
    debit_negative: bool,
    debit_positive: bool,
    before: Option<(i128, i128)>,
    pairs: usize,
    /// Pairs of rows between which the balance changes by the amount, as it is written and turned
    /// round: of the later row (oldest first) and of the earlier one (newest first).
    fits: [[usize; 2]; 2],
}

/// What is known about the sign of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// The balances, the columns or words for coming and going show it.
    Proven { inverted: bool },
    /// Both signs occur.
    Likely,
    /// Everything is positive: it may be all income or all spending.
    Open,
}

impl<'c> Signs<'c> {
    pub(super) fn new(columns: &'c Columns, mark: Mark) -> Signs<'c> {
        Signs {
            columns,
            mark,
            negative: false,
            positive: false,
            debit_negative: false,
            debit_positive: false,
            before: None,
            pairs: 0,
            fits: [[0; 2]; 2],
        }
    }

    fn number(&self, row: &Record<'_>, role: Role) -> Option<i128> {
        let column = self.columns.get(role)?;
        scaled(cell::decimal(row.cell(column), Some(self.mark))?)
    }

    /// Takes one more row.
    pub(super) fn take(&mut self, row: &Record<'_>) {
        if let Some(debit) = self.number(row, Role::Debit) {
            self.debit_negative |= debit < 0;
            self.debit_positive |= debit > 0;
        }
        let Some(amount) = self.number(row, Role::Amount) else { return };
        self.negative |= amount < 0;
        self.positive |= amount > 0;
        let Some(balance) = self.number(row, Role::Balance) else { return };
        if let Some((amount_before, balance_before)) = self.before {
            self.pairs += 1;
            for (sign, factor) in [1, -1].into_iter().enumerate() {
                let change = balance - balance_before;
                self.fits[0][sign] += usize::from(change == factor * amount);
                self.fits[1][sign] += usize::from(-change == factor * amount_before);
            }
        }
        self.before = Some((amount, balance));
    }

    /// Whether the column of what went out holds negative numbers only.
    pub(super) fn debit_is_negative(&self) -> bool {
        self.debit_negative && !self.debit_positive
    }

    /// What is known.
    pub(super) fn sign(&self) -> Sign {
        let has = |role| self.columns.get(role).is_some();
        if has(Role::Debit) || has(Role::Credit) || has(Role::Direction) {
            return Sign::Proven { inverted: false };
        }
        let most = |sign: usize| self.fits[0][sign].max(self.fits[1][sign]);
        // Rows that are missing and rounding break a pair here and there.
        let proves = |sign: usize| self.pairs > 0 && self.pairs * 8 <= most(sign) * 10;
        match (proves(0), proves(1)) {
            (true, false) => Sign::Proven { inverted: false },
            (false, true) => Sign::Proven { inverted: true },
            _ if self.negative || !self.positive => Sign::Likely,
            _ => Sign::Open,
        }
    }
}

/// A number in units of 10^-8; `None` when it has more decimals or is too large.
pub(super) fn scaled(decimal: Decimal) -> Option<i128> {
    let up = 10_i128.pow(8_u32.checked_sub(decimal.places)?);
    decimal.digits.checked_mul(up).filter(|number| number.unsigned_abs() < 1 << 100)
}
