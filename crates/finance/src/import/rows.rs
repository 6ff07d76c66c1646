//! Rows on their way to the sink: placed in an account, counted, handed over by the thousand.

use std::collections::BTreeMap;
use std::io::Read;

use base::error::{Code, Error, Result};
use base::money::decimal::Decimal;
use base::money::{Currency, Money};
use domain::import::Sink;
use domain::source::{Source, SourceFile};
use rustc_hash::FxHashMap;

use super::account::{Account, Accounts, Hints, Why, stem};
use super::alike::Alike;
use super::text::{clean, clean_lines};
use super::told::{AccountTold, AmountTold, BalanceTold, LineTold};
use crate::model::row::{Balance, BalanceOf, Row, RowSplit};
use crate::record::{BALANCE, ROW};

/// Rows in one batch, which is one transaction: enough that a sum over them is written once for many,
/// few enough that they stay in some twenty megabytes.
const BATCH: usize = 16_384;
/// Rows between two reports of progress.
const PROGRESS_EVERY: usize = 2048;
/// The largest file that is read: it is held as a whole. Thirty years of a busy account have 40 MB.
const FILE_MAX: u64 = 256 << 20;
/// The remark on a statement or table whose lines do not sum to the difference of its balances.
pub(super) const OFF: &str = "statement whose balance does not follow from its lines";
/// Parts of one row: beyond, a file is broken and not careful.
const SPLITS_MAX: usize = 1000;

/// One import: places, counts, tells, and hands rows over.
pub(super) struct Rows<'s> {
    pub(super) sink: &'s mut dyn Sink,
    format: &'static str,
    several: bool,
    file: String,
    /// Bytes of the files that are behind us, of the one that is read, and of all.
    done: u64,
    size: u64,
    all: u64,
    accounts: Accounts,
    /// Where lines go; the reason when they cannot go anywhere.
    account: std::result::Result<Account, Why>,
    /// What a saved profile says about it.
    pub(super) saved_account: Option<base::id::AnyId>,
    /// Lines of this file that have no account, by the reason.
    unplaced: BTreeMap<String, u64>,
    batch: Vec<Row>,
    balances: Vec<Balance>,
    /// How often each key has been met in this file, by hash.
    met: FxHashMap<[u8; 16], u32>,
    alike: Alike,
    /// What the account held before the lines since the last opening balance, and with them.
    follows: Option<(Account, Money)>,
    steps: usize,
    found: u64,
    /// Why a file could not be read.
    broken: Option<String>,
}

impl<'s> Rows<'s> {
    /// Begins with what the source itself left out: links, dangerous names, locked files.
    pub(super) fn new(
        format: &'static str,
        source: &Source,
        files: &[&SourceFile],
        sink: &'s mut dyn Sink,
    ) -> Rows<'s> {
        for refused in source.refused() {
            sink.problem(&refused.name, &format!("left out: {}", refused.why));
        }
        Rows {
            sink,
            format,
            several: files.len() > 1,
            file: String::new(),
            done: 0,
            size: 0,
            all: files.iter().map(|file| file.size).sum(),
            accounts: Accounts::default(),
            account: Err(String::new()),
            saved_account: None,
            unplaced: BTreeMap::new(),
            batch: Vec::new(),
            balances: Vec::new(),
            met: FxHashMap::default(),
            alike: Alike::default(),
            follows: None,
            steps: 0,
            found: 0,
            broken: None,
        }
    }

    /// Begins a file: its bytes, or `None` when it cannot be read (which is told).
    pub(super) fn begin(&mut self, source: &Source, file: &SourceFile) -> Result<Option<Vec<u8>>> {
        self.file.clone_from(&file.name);
        self.size = file.size;
        self.met.clear();
        self.saved_account = None;
        self.follows = None;
        self.account = Err("names no account".to_owned());
        self.tell(0)?;
        let mut bytes = Vec::new();
        let outcome = source.read(&file.name).and_then(|reader| {
            let mut limited = reader.take(FILE_MAX + 1);
            limited.read_to_end(&mut bytes).map_err(|source| {
                Error::new(Code::Invalid, format!("cannot read {}", file.name)).because(source)
            })
        });
        match outcome {
            Ok(_) if FILE_MAX < bytes.len() as u64 => self.broken("is larger than 256 MiB"),
            Ok(_) => return Ok(Some(bytes)),
            Err(error) => self.broken(&error.to_string()),
        }
        Ok(None)
    }

    /// Ends a file.
    pub(super) fn end(&mut self) -> Result<()> {
        for (why, lines) in std::mem::take(&mut self.unplaced) {
            let word = if lines == 1 { "line" } else { "lines" };
            self.sink.problem(&self.file, &format!("{why}; {lines} {word} left out"));
        }
        self.done += self.size;
        self.size = 0;
        self.tell(0)
    }

    /// What follows belongs to this account.
    pub(super) fn account(&mut self, told: &AccountTold) -> Result<()> {
        let account = self.saved_account;
        let hints = Hints { file: &self.file, several: self.several, account };
        self.account = self.accounts.choose(told, hints, self.sink)?;
        Ok(())
    }

    /// The account that lines go to.
    pub(super) fn current(&self) -> Option<Account> {
        self.account.as_ref().ok().copied()
    }

    /// One line.
    pub(super) fn line(&mut self, told: LineTold) -> Result<()> {
        self.found += 1;
        let account = match &self.account {
            Ok(account) => *account,
            Err(why) => {
                *self.unplaced.entry(why.clone()).or_default() += 1;
                return Ok(());
            }
        };
        let amount = match told.amount.decimal.to_money(account.currency) {
            Ok(amount) => amount,
            Err(error) => {
                self.problem(told.line, error.message());
                return Ok(());
            }
        };
        if !told.pending
            && let Some((held, money)) = self.follows
        {
            let sum = money.plus(amount.money).ok().filter(|_| held == account);
            self.follows = sum.map(|sum| (account, sum));
        }
        let key = told.key(amount.money);
        let k = self.occurrence(account, &key);
        let splits = self.splits(&told, amount.money);
        self.batch.push(Row {
            account: account.id,
            format: self.format.to_owned(),
            key,
            k,
            date: told.date,
            valued: told.valued.filter(|valued| *valued != told.date),
            minor: amount.money.minor(),
            currency: account.currency.code().to_owned(),
            raw_amount: (!amount.exact).then_some(told.amount.raw),
            payee: clean(&told.payee),
            memo: clean_lines(&told.memo),
            reference: clean(&told.reference),
            other: clean(&told.other),
            kind: clean(&told.kind),
            original: told.original.and_then(|(amount, code)| minor_of(amount, &code)),
            category: clean(&told.category),
            splits,
            pending: told.pending,
        });
        if self.batch.len() < BATCH {
            return Ok(());
        }
        self.hand_over()
    }

    /// Which of the lines with this key in this file it is.
    fn occurrence(&mut self, account: Account, key: &str) -> u32 {
        let mut hasher = blake3::Hasher::new();
        hasher.update(account.id.as_bytes()).update(key.as_bytes());
        let mut hash = [0; 16];
        hasher.finalize_xof().fill(&mut hash);
        let met = self.met.entry(hash).or_default();
        let k = *met;
        *met += 1;
        k
    }

    /// The parts of a line, when they make up the whole.
    fn splits(&mut self, told: &LineTold, whole: Money) -> Vec<RowSplit> {
        if told.splits.is_empty() {
            return Vec::new();
        }
        if SPLITS_MAX < told.splits.len() {
            self.problem(told.line, "has more than 1000 parts; kept without them");
            return Vec::new();
        }
        let minor = |amount: Decimal| {
            let parsed = amount.to_money(whole.currency()).ok()?;
            parsed.exact.then_some(parsed.money.minor())
        };
        let parts: Option<Vec<RowSplit>> = told
            .splits
            .iter()
            .map(|split| {
                Some(RowSplit {
                    category: clean(&split.category),
                    memo: clean(&split.memo),
                    minor: minor(split.amount)?,
                })
            })
            .collect();
        let sum = |parts: &[RowSplit]| base::money::sum(parts.iter().map(|part| part.minor)).ok();
        match parts.filter(|parts| sum(parts) == Some(whole.minor())) {
            Some(parts) => parts,
            None => {
                self.problem(told.line, "has parts that do not sum to it; kept without them");
                Vec::new()
            }
        }
    }

    /// A balance.
    pub(super) fn balance(&mut self, told: &BalanceTold) {
        let Ok(account) = self.account else { return };
        let currency = match told.currency.is_empty() {
            true => Ok(account.currency),
            false => Currency::new(&told.currency),
        };
        let money = currency.and_then(|currency| told.amount.decimal.to_money(currency));
        match money {
            Ok(parsed) if parsed.exact => {
                self.compare(account, told.of, parsed.money);
                self.balances.push(Balance {
                    account: account.id,
                    day: told.day,
                    minor: parsed.money.minor(),
                    currency: parsed.money.currency().code().to_owned(),
                    what: told.of,
                });
            }
            Ok(_) => self.sink.lost("balance with more decimals than its currency has"),
            Err(error) => self.problem(told.line, &format!("balance: {}", error.message())),
        }
    }

    /// Remarks when the lines do not lead from one balance to the next.
    fn compare(&mut self, account: Account, of: BalanceOf, money: Money) {
        match of {
            BalanceOf::Opening => self.follows = Some((account, money)),
            BalanceOf::Closing => {
                let follows = self.follows.take();
                if follows.is_some_and(|(held, sum)| held == account && sum != money) {
                    self.sink.notice(OFF);
                }
            }
            BalanceOf::Available => {}
        }
    }

    fn hand_over(&mut self) -> Result<()> {
        if !self.batch.is_empty() {
            self.alike.take(&self.batch, self.sink)?;
            self.sink.facts(&ROW, &self.batch)?;
            self.batch.clear();
        }
        if !self.balances.is_empty() {
            self.sink.facts(&BALANCE, &self.balances)?;
            self.balances.clear();
        }
        Ok(())
    }

    /// A line that could not be read.
    pub(super) fn problem(&mut self, line: usize, what: &str) {
        self.sink.problem(&format!("{}, line {line}", self.file), what);
    }

    /// Something about the whole file.
    pub(super) fn file_problem(&mut self, what: &str) {
        self.sink.problem(&self.file, what);
    }

    /// A file that could not be read (to its end).
    pub(super) fn broken(&mut self, why: &str) {
        self.sink.problem(&self.file, why);
        self.broken.get_or_insert_with(|| format!("{}: {why}", self.file));
    }

    /// What the ids of this file's questions are about: nothing, when there is only one file.
    pub(super) fn about(&self) -> String {
        if self.several { self.file.clone() } else { String::new() }
    }

    /// The name of the file that is read, without its folders and its ending.
    pub(super) fn file_stem(&self) -> String {
        stem(&self.file)
    }

    /// A line was read; `at` is how far into its file, in bytes.
    pub(super) fn step(&mut self, at: usize) -> Result<()> {
        self.steps += 1;
        if !self.steps.is_multiple_of(PROGRESS_EVERY) {
            return Ok(());
        }
        self.tell(at as u64)
    }

    fn tell(&mut self, at: u64) -> Result<()> {
        let whole = self.all.max(1) as f64;
        let done = self.done + at.min(self.size);
        self.sink.progress((done as f64 / whole).min(1.0))
    }

    /// Hands over what is left.
    ///
    /// # Errors
    /// `Invalid` when a file is broken and nothing at all could be read; the sink's own.
    pub(super) fn finish(mut self, source: &Source) -> Result<()> {
        self.hand_over()?;
        self.alike.tell(self.sink)?;
        if let Some(why) = self.broken.filter(|_| self.found == 0) {
            let message = format!("no row of {} can be read: {why}", source.name());
            return Err(Error::new(Code::Invalid, message).at(source.name()));
        }
        self.sink.progress(1.0)
    }
}

fn minor_of(amount: Decimal, code: &str) -> Option<(i64, String)> {
    let currency = Currency::new(code.trim()).ok()?;
    let money = amount.to_money(currency).ok()?.money;
    Some((money.minor(), currency.code().to_owned()))
}

impl AmountTold {
    /// An amount with the other sign.
    #[must_use]
    pub(super) fn negated(self) -> AmountTold {
        let Decimal { digits, places } = self.decimal;
        AmountTold { decimal: Decimal { digits: -digits, places }, raw: self.raw }
    }
}
