//! Other ledgers, as far as they are installed: what accounts hold by their reckoning.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What each account holds: by its name there and the currency, in decimals of the currency. Accounts
/// that hold nothing are left out.
pub(crate) type Balances = BTreeMap<(String, String), String>;

/// A program on the PATH; says so when it is not there.
#[expect(clippy::print_stderr, reason = "whoever runs the test must know what it did not compare")]
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found =
        std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.exists());
    if found.is_none() {
        eprintln!("{program} is not on the PATH: its figures were not compared");
    }
    found
}

/// Runs a program that must accept what it is given.
fn run(command: &mut Command) -> String {
    let output = command.output().expect("a program that was found runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{command:?} says {errors}");
    String::from_utf8(output.stdout).expect("ledgers speak UTF-8")
}

/// What hledger finds in a journal, once it has checked it as strictly as it can.
pub(crate) fn hledger(program: &Path, journal: &Path) -> Balances {
    let of = |args: &[&str]| run(Command::new(program).arg("-f").arg(journal).args(args));
    of(&["check", "accounts", "commodities", "ordereddates"]);
    let table = of(&["balance", "--flat", "-N", "--layout=bare", "-O", "csv"]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row of three cells"));
    let cell =
        |row: &csv::StringRecord, place: usize| row.get(place).unwrap_or_default().to_owned();
    let held = rows.map(|row| ((cell(&row, 0), cell(&row, 1)), cell(&row, 2)));
    held.filter(|(_, amount)| !is_zero(amount)).collect()
}

/// What ledger finds in a journal.
pub(crate) fn ledger(program: &Path, journal: &Path) -> Balances {
    let mut command = Command::new(program);
    command.arg("-f").arg(journal);
    command.args(["balance", "--flat", "--no-total", "--format"]);
    // The amounts of several currencies stand on lines of their own.
    let lines = run(command.arg("%(account)\t%(amount)\n"));
    let mut held = Balances::new();
    let mut account = String::new();
    for line in lines.lines() {
        let amount = match line.split_once('\t') {
            Some((name, amount)) => {
                account = name.to_owned();
                amount
            }
            None => line,
        };
        // A currency without decimals stands before its number.
        let Some((one, other)) = amount.trim().rsplit_once(' ') else { continue };
        let is_code = other.bytes().all(|byte| byte.is_ascii_uppercase());
        let (amount, currency) = if is_code { (one, other) } else { (other, one) };
        held.insert((account.clone(), currency.to_owned()), amount.to_owned());
    }
    held
}

/// What beancount finds in a file that its check accepts.
pub(crate) fn beancount(check: &Path, file: &Path) -> Balances {
    run(Command::new(check).arg("--no-cache").arg(file));
    // The interpreter that beancount lives in stands in the check's first line.
    let script = std::fs::read_to_string(check).expect("bean-check is a script");
    let first = script.lines().next().and_then(|line| line.strip_prefix("#!"));
    let python = first.expect("bean-check names its interpreter").trim().to_owned();
    const SUM: &str = "
import sys, collections
from beancount import loader
from beancount.core import data
entries, errors, _ = loader.load_file(sys.argv[1])
assert not errors, errors
held = collections.Counter()
for entry in entries:
    if isinstance(entry, data.Transaction):
        for posting in entry.postings:
            held[posting.account, posting.units.currency] += posting.units.number
for (account, currency), number in held.items():
    print(account, currency, number, sep='\\t')
";
    let lines = run(Command::new(python).args(["-c", SUM]).arg(file));
    let mut held = Balances::new();
    for line in lines.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [account, currency, amount] = cells[..] else { panic!("{line:?} has three cells") };
        if !is_zero(amount) {
            held.insert((account.to_owned(), currency.to_owned()), amount.to_owned());
        }
    }
    held
}

fn is_zero(amount: &str) -> bool {
    !amount.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
}
