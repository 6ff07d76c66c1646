//! A household's money of any length, for benches and for tests against other ledgers: the same rows as
//! bank statements (OFX, CSV) and as plain-text journals (hledger, beancount). Equal seeds give equal
//! rows.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

mod names;

use self::names::{ACCOUNTS, EVERYDAY, Payee, REGULAR};

/// How the payees of every day are spread: as Zipf's law has it, a few very often.
const ZIPF: f64 = 1.0;
/// The first year.
const FIRST_YEAR: i32 = 2016;
/// What every account held before its first row, in its smallest unit.
const OPENING: i64 = 250_000;

/// How much money moves.
#[derive(Debug, Clone, Copy)]
pub struct Household {
    /// Which household.
    pub seed: u64,
    /// Rows on all statements together.
    pub rows: usize,
    /// Over how many years, from 2016 on.
    pub years: usize,
}

/// One row of a statement.
#[derive(Debug, Clone)]
struct Row {
    /// `20260301`.
    day: u32,
    /// Which of [`ACCOUNTS`].
    account: usize,
    /// In the smallest unit of the account's currency; negative: spent.
    minor: i64,
    payee: &'static Payee,
    memo: String,
    /// The number of the row on its own statement, from 1.
    number: usize,
}

impl Row {
    fn amount(&self) -> String {
        decimal(self.minor, ACCOUNTS[self.account].decimals)
    }

    fn date(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.day / 10_000, self.day / 100 % 100, self.day % 100)
    }
}

/// SplitMix64: good enough dice without a dependency.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.roll() % end.max(1)
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low).unsigned_abs() + 1) as i64
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The rows in the order of their days.
fn rows(household: Household) -> Vec<Row> {
    let mut dice = Dice(household.seed);
    let months = household.years.max(1) * 12;
    let mut rows = Vec::with_capacity(household.rows);
    let mut weights = Vec::with_capacity(EVERYDAY.len());
    let mut sum = 0.0;
    for rank in 1..=EVERYDAY.len() {
        sum += (rank as f64).powf(-ZIPF);
        weights.push(sum);
    }
    for month in 0..months {
        let until = household.rows * (month + 1) / months;
        let first =
            (FIRST_YEAR as u32 + month as u32 / 12) * 10_000 + (month as u32 % 12 + 1) * 100;
        let mut ours = regular(first, &mut dice);
        ours.truncate(until - rows.len());
        while rows.len() + ours.len() < until {
            let at = dice.share() * sum;
            let payee =
                &EVERYDAY[weights.partition_point(|weight| *weight < at).min(EVERYDAY.len() - 1)];
            ours.push(everyday(first, payee, &mut dice));
        }
        ours.sort_by_key(|row| row.day);
        rows.append(&mut ours);
    }
    let mut numbers = [0; ACCOUNTS.len()];
    for row in &mut rows {
        numbers[row.account] += 1;
        row.number = numbers[row.account];
    }
    rows
}

/// What comes every month: wages, rent, a transfer with its two legs, what is subscribed to.
fn regular(first: u32, dice: &mut Dice) -> Vec<Row> {
    let row = |payee: &'static Payee, day: u32, account, minor| Row {
        day: first + day,
        account,
        minor,
        payee,
        memo: format!("{} {}", payee.memo, first / 100),
        number: 0,
    };
    let mut rows = Vec::new();
    for (place, payee) in REGULAR.iter().enumerate() {
        let day = 1 + (place as u32 * 5) % 28;
        let minor = dice.between(payee.low, payee.high);
        rows.push(row(payee, day, 0, minor));
        if payee.category.is_empty() {
            rows.push(row(payee, day + 1, 2, -minor)); // The other leg, a day later.
        }
    }
    rows
}

fn everyday(first: u32, payee: &'static Payee, dice: &mut Dice) -> Row {
    let account = match dice.below(100) {
        0..=54 => 0,
        55..=89 => 1,
        90..=95 => 3,
        _ => 4,
    };
    let minor = dice.between(payee.low, payee.high);
    // Now and then something is brought back.
    let minor = if dice.below(60) == 0 { -minor / 2 } else { minor };
    let memo = format!("{} {:06}", payee.memo, dice.below(1_000_000));
    Row { day: first + 1 + dice.below(28) as u32, account, minor, payee, memo, number: 0 }
}

/// `-1234` with 2 decimals is `-12.34`.
fn decimal(minor: i64, decimals: u32) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let one = 10_u64.pow(decimals);
    let (whole, part) = (minor.unsigned_abs() / one, minor.unsigned_abs() % one);
    match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{part:0width$}", width = decimals as usize),
    }
}

/// Writes all of it into a folder: `<account>.ofx` and `<account>.csv` for each account, `payees.json`
/// (which category each payee is for: what rules are made of), and the same rows as `plain.journal`
/// (ledger and hledger) and `plain.beancount`.
///
/// # Errors
/// The disk's own.
pub fn write(folder: &Path, household: Household) -> io::Result<()> {
    let rows = rows(household);
    for (place, account) in ACCOUNTS.iter().enumerate() {
        let ours: Vec<&Row> = rows.iter().filter(|row| row.account == place).collect();
        fs::write(folder.join(format!("{}.ofx", account.file)), ofx(place, &ours))?;
        fs::write(folder.join(format!("{}.csv", account.file)), csv(&ours))?;
    }
    fs::write(folder.join("payees.json"), payees())?;
    fs::write(folder.join("plain.journal"), journal(&rows))?;
    fs::write(folder.join("plain.beancount"), beancount(&rows))
}

/// A statement in OFX 1, the SGML that most banks still write: leaves without closing tags.
fn ofx(account: usize, rows: &[&Row]) -> String {
    let about = &ACCOUNTS[account];
    let (set, from) =
        if about.is_card { ("CREDITCARDMSGSRSV1", "CC") } else { ("BANKMSGSRSV1", "") };
    let day = |row: Option<&&Row>| row.map_or(FIRST_YEAR as u32 * 10_000 + 101, |row| row.day);
    let (first, last) = (day(rows.first()), day(rows.last()));
    let number = format!("{:010}", 4_711_000 + account);
    let place = match about.is_card {
        true => format!("<CCACCTFROM>\n<ACCTID>{number}\n</CCACCTFROM>\n"),
        false => format!(
            "<BANKACCTFROM>\n<BANKID>12345678\n<ACCTID>{number}\n<ACCTTYPE>CHECKING\n</BANKACCTFROM>\n"
        ),
    };
    let mut out = format!(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:UTF-8\nCHARSET:NONE\n\
         COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n\
         <OFX>\n<SIGNONMSGSRSV1>\n<SONRS>\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n</STATUS>\n\
         <DTSERVER>{last}\n<LANGUAGE>ENG\n</SONRS>\n</SIGNONMSGSRSV1>\n\
         <{set}>\n<{from}STMTTRNRS>\n<TRNUID>1\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n</STATUS>\n\
         <{from}STMTRS>\n<CURDEF>{}\n{place}<BANKTRANLIST>\n<DTSTART>{first}\n<DTEND>{last}\n",
        about.currency
    );
    let mut balance = OPENING;
    for row in rows {
        balance += row.minor;
        let kind = if row.minor < 0 { "DEBIT" } else { "CREDIT" };
        let name = row.payee.raw.replace('&', "&amp;");
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "<STMTTRN>\n<TRNTYPE>{kind}\n<DTPOSTED>{}\n<TRNAMT>{}\n<FITID>{}{:08}\n<NAME>{name}\n\
             <MEMO>{}\n</STMTTRN>\n",
            row.day,
            row.amount(),
            row.day,
            row.number,
            row.memo,
        );
    }
    let _ = write!(
        out,
        "</BANKTRANLIST>\n<LEDGERBAL>\n<BALAMT>{}\n<DTASOF>{last}\n</LEDGERBAL>\n\
         </{from}STMTRS>\n</{from}STMTTRNRS>\n</{set}>\n</OFX>\n",
        decimal(balance, about.decimals)
    );
    out
}

/// A statement as a table.
fn csv(rows: &[&Row]) -> String {
    let mut out = String::from("Date,Payee,Memo,Amount,Currency\n");
    for row in rows {
        let currency = ACCOUNTS[row.account].currency;
        let _ = writeln!(
            out,
            "{},\"{}\",\"{}\",{},{currency}",
            row.date(),
            row.payee.raw,
            row.memo,
            row.amount()
        );
    }
    out
}

/// `[{"payee": "...", "category": "...", "income": false}]`, the payee as statements tell it.
fn payees() -> String {
    let payees = REGULAR.iter().chain(EVERYDAY).filter(|payee| !payee.category.is_empty());
    let lines: Vec<String> = payees
        .map(|payee| {
            let income = payee.category.starts_with("Income:");
            let category = payee.category.rsplit_once(':').map_or("", |(_, name)| name);
            format!(r#"{{"payee":"{}","category":"{category}","income":{income}}}"#, payee.raw)
        })
        .collect();
    format!("[{}]\n", lines.join(",\n"))
}

/// The account on the other side; a transfer's legs meet in `Equity:Transfers`.
fn other_side(row: &Row) -> &'static str {
    if row.payee.category.is_empty() { "Equity:Transfers" } else { row.payee.category }
}

fn journal(rows: &[Row]) -> String {
    let mut out = String::new();
    for about in &ACCOUNTS {
        let (amount, currency) = (decimal(OPENING, about.decimals), about.currency);
        let _ = write!(
            out,
            "{FIRST_YEAR}-01-01 * Opening balance\n    {}  {amount} {currency}\n    \
             Equity:Opening-Balances  -{amount} {currency}\n\n",
            about.name
        );
    }
    for row in rows {
        let about = &ACCOUNTS[row.account];
        let _ = write!(
            out,
            "{} * {}\n    ; memo: {}\n    {}  {} {cur}\n    {}  {} {cur}\n\n",
            row.date(),
            row.payee.raw,
            row.memo,
            about.name,
            row.amount(),
            other_side(row),
            decimal(-row.minor, about.decimals),
            cur = about.currency,
        );
    }
    out
}

fn beancount(rows: &[Row]) -> String {
    let mut out = String::new();
    let mut names: Vec<&str> = ACCOUNTS.iter().map(|account| account.name).collect();
    names.extend(rows.iter().map(other_side));
    names.push("Equity:Opening-Balances");
    names.sort_unstable();
    names.dedup();
    for name in names {
        let _ = writeln!(out, "{FIRST_YEAR}-01-01 open {name}");
    }
    for about in &ACCOUNTS {
        let (amount, currency) = (decimal(OPENING, about.decimals), about.currency);
        let _ = write!(
            out,
            "{FIRST_YEAR}-01-01 * \"Opening balance\"\n  {}  {amount} {currency}\n  \
             Equity:Opening-Balances  -{amount} {currency}\n\n",
            about.name
        );
    }
    for row in rows {
        let about = &ACCOUNTS[row.account];
        let _ = write!(
            out,
            "{} * \"{}\" \"\"\n  memo: \"{}\"\n  {}  {} {cur}\n  {}  {} {cur}\n\n",
            row.date(),
            row.payee.raw,
            row.memo,
            about.name,
            row.amount(),
            other_side(row),
            decimal(-row.minor, about.decimals),
            cur = about.currency,
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUSEHOLD: Household = Household { seed: 7, rows: 3000, years: 2 };

    #[test]
    fn equal_seeds_give_equal_rows() {
        let texts = |seed| journal(&rows(Household { seed, ..HOUSEHOLD }));
        assert_eq!(texts(7), texts(7));
        assert_ne!(texts(7), texts(8));
    }

    #[test]
    fn there_are_as_many_rows_as_asked_for_and_all_payees() {
        let rows = rows(HOUSEHOLD);
        assert_eq!(rows.len(), 3000);
        assert!(rows.is_sorted_by_key(|row| row.day));
        let mut payees: Vec<&str> = rows.iter().map(|row| row.payee.raw).collect();
        payees.sort_unstable();
        payees.dedup();
        assert!(55 < payees.len(), "{} payees", payees.len());
    }

    #[test]
    fn decimals_have_their_sign_before_them() {
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(1234, 0), "1234");
        assert_eq!(decimal(1234, 3), "1.234");
    }

    #[test]
    fn a_statement_says_what_its_rows_sum_to() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(folder.path(), HOUSEHOLD).expect("written");
        let sum: i64 =
            rows(HOUSEHOLD).iter().filter(|row| row.account == 3).map(|row| row.minor).sum();
        let text = fs::read_to_string(folder.path().join("dollars.ofx")).expect("a statement");
        let balance = format!("<BALAMT>{}\n", decimal(OPENING + sum, 2));
        assert!(text.contains(&balance), "the closing balance is {balance}");
    }
}
