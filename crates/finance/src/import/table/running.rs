//! A column of balances: compared with the rows, and kept where it tells what a day ended with.

use base::day::Day;
use base::error::Result;
use base::money::decimal::Decimal;

use super::proof::scaled;
use crate::import::rows::{OFF, Rows};
use crate::import::told::{AccountTold, AmountTold, BalanceTold};
use crate::model::row::BalanceOf;

/// Decimals of numbers that [`scaled`] makes.
const PLACES: u32 = 8;

/// One row with its balance.
#[derive(Debug, Clone, Copy)]
struct Step {
    line: usize,
    day: Day,
    amount: i128,
    balance: i128,
}

/// The balances of one account in one table, in the order of its rows.
#[derive(Debug)]
pub(super) struct Running {
    told: AccountTold,
    before: Option<Step>,
    first: Option<Step>,
    /// Whether each row follows from the one above, and whether its day does not lie before it.
    rises: bool,
    /// Whether each row is followed by the one above, and whether its day does not lie behind it.
    falls: bool,
    /// What the last whole day ended with, read downward and upward: the newest day may go on.
    down: Option<Step>,
    up: Option<Step>,
}

impl Running {
    pub(super) fn new(told: AccountTold) -> Running {
        let (before, first, down, up) = (None, None, None, None);
        Running { told, before, first, rises: true, falls: true, down, up }
    }

    /// Takes one more row; what cannot be compared ends the comparison.
    pub(super) fn take(&mut self, line: usize, day: Day, amount: Decimal, balance: Decimal) {
        let (Some(amount), Some(balance)) = (scaled(amount), scaled(balance)) else {
            (self.rises, self.falls) = (false, false);
            return;
        };
        let step = Step { line, day, amount, balance };
        if let Some(before) = self.before {
            self.rises &= before.balance + amount == balance && before.day <= day;
            self.falls &= balance + before.amount == before.balance && day <= before.day;
            if before.day < day {
                self.down = Some(before);
            }
            if day < before.day && self.up.is_none() {
                self.up = Some(step);
            }
        }
        self.first.get_or_insert(step);
        self.before = Some(step);
    }

    /// Tells what is certain: what there was before the oldest row, and at the end of the last day
    /// that is behind.
    pub(super) fn tell(self, rows: &mut Rows<'_>) -> Result<()> {
        let (Some(first), Some(last)) = (self.first, self.before) else { return Ok(()) };
        let (oldest, closing) = match (self.rises, self.falls) {
            (true, _) => (first, self.down),
            (false, true) => (last, self.up),
            (false, false) => {
                rows.sink.notice(OFF);
                return Ok(());
            }
        };
        rows.account(&self.told)?;
        let before = oldest.balance - oldest.amount;
        balance(oldest.line, oldest.day.plus(-1), before, rows);
        if let Some(closing) = closing {
            balance(closing.line, closing.day, closing.balance, rows);
        }
        Ok(())
    }
}

fn balance(line: usize, day: Day, number: i128, rows: &mut Rows<'_>) {
    let decimal = Decimal { digits: number, places: PLACES };
    let amount = AmountTold { decimal, raw: String::new() };
    let currency = String::new();
    rows.balance(&BalanceTold { line, of: BalanceOf::Closing, day, amount, currency });
}
