//! One walk through the ledger for the programs that read plain text.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::error::Result;
use base::id::AnyId;
use store::read::ReadCx;

use super::book::{self, Account, Rate, Told, Txn};
use super::words::FIRST_DAY;
use crate::model::txn::state;

/// A program's text that is being written.
pub(super) trait Text {
    /// The accounts, before everything.
    fn accounts(&mut self, accounts: &[Account]) -> Result<()>;
    /// A rate.
    fn rate(&mut self, rate: &Rate) -> Result<()>;
    /// A transaction with postings.
    fn txn(&mut self, txn: &Txn) -> Result<()>;
    /// What an account holds at the end of a day; it is so.
    fn balance(&mut self, told: &Told) -> Result<()>;
}

/// Writes everything; answers what was left out, in words.
pub(super) fn walk(cx: &ReadCx<'_>, text: &mut impl Text) -> Result<Vec<String>> {
    let accounts = book::accounts(cx)?;
    text.accounts(&accounts)?;
    let mut left_out = LeftOut::default();
    for rate in book::rates(cx)? {
        text.rate(&rate)?;
    }
    let mut held = Held::new(&accounts, book::told(cx)?);
    book::each_txn(cx, |txn| {
        if txn.postings.is_empty() {
            left_out.add_if(txn.is(state::HIDDEN), "hidden");
            return Ok(());
        }
        held.tell(txn.day, text, &mut left_out)?;
        held.add(txn);
        text.txn(txn)
    })?;
    held.tell(i64::MAX, text, &mut left_out)?;
    Ok(left_out.words())
}

/// How much was left out, by reason.
#[derive(Default)]
pub(super) struct LeftOut(BTreeMap<&'static str, u64>);

impl LeftOut {
    pub(super) fn add_if(&mut self, is: bool, why: &'static str) {
        if is {
            *self.0.entry(why).or_default() += 1;
        }
    }

    pub(super) fn words(self) -> Vec<String> {
        self.0.into_iter().map(|(why, count)| format!("{count} left out: {why}")).collect()
    }
}

/// What accounts hold while days go by, and what was told of it.
struct Held {
    sums: HashMap<(AnyId, String), i128>,
    told: std::iter::Peekable<std::vec::IntoIter<Told>>,
    /// Accounts that lie in others: some programs add them to those.
    parents: HashSet<AnyId>,
}

impl Held {
    fn new(accounts: &[Account], told: Vec<Told>) -> Held {
        let parents = accounts.iter().filter_map(|account| account.parent).collect();
        Held { sums: HashMap::new(), told: told.into_iter().peekable(), parents }
    }

    fn add(&mut self, txn: &Txn) {
        for posting in &txn.postings {
            let key = (posting.account, posting.currency.clone());
            *self.sums.entry(key).or_default() += i128::from(posting.minor);
        }
    }

    /// Writes what was told of the days before `day`, as far as the rows give it.
    fn tell(&mut self, day: i64, text: &mut impl Text, left_out: &mut LeftOut) -> Result<()> {
        while let Some(told) = self.told.next_if(|told| told.day < day) {
            let sum = self.sums.get(&(told.account, told.currency.clone()));
            let is_so = sum.is_some_and(|sum| *sum == i128::from(told.minor));
            if is_so && FIRST_DAY <= told.day && !self.parents.contains(&told.account) {
                text.balance(&told)?;
            } else {
                left_out.add_if(!is_so, "balances that were told and that the rows do not give");
            }
        }
        Ok(())
    }
}
