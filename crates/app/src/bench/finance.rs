//! The bench of finance: a household's statements taken in twice, and every report asked, beside one
//! plain table and the ledgers that are installed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base::error::{Error, Result};
use cpu_time::ProcessTime;
use serde::Deserialize;
use serde_json::{Value, json};
use store::bench::{Line, RawLedger};

use super::listening::peak_mib;
use super::{Row, app_in, call, percentile, row, size};
use crate::app::App;

/// How often a report is asked.
const ASKED: usize = 15;
/// The currency of every figure.
const BASE: &str = "EUR";

/// Runs the bench in an empty folder with what the test kit's `ledger` wrote into `statements`.
pub(super) fn run(dir: &Path, statements: Option<&Path>) -> Result<Vec<Row>> {
    let statements = statements.ok_or_else(|| {
        Error::invalid("statements", "the bench of finance takes in a folder with statements")
    })?;
    let app = app_in(dir)?;
    let payees = prepare(&app, statements)?;
    let mut rows = Vec::new();
    let import = || -> Result<(Value, f64)> {
        let begun = ProcessTime::now();
        let report = call(&app, "import.run", json!({ "path": statements, "as": "ofx" }))?;
        Ok((report, begun.elapsed().as_secs_f64()))
    };
    let (report, spent) = import()?;
    let memory = peak_mib();
    let count = report["kinds"].as_array().into_iter().flatten();
    let count = count.filter(|kind| kind["kind"] == "finance.row").map(|kind| &kind["new"]);
    let count = count.filter_map(Value::as_f64).sum::<f64>();
    let (again, spent_again) = import()?;
    if again["added"] != 0 {
        return Err(Error::internal("taking in statements again", "it added rows"));
    }
    let cipher = Bare::fill(&dir.join("cipher.db"), Some(&[7; 32]), statements, &payees)?;
    let plain = Bare::fill(&dir.join("plain.db"), None, statements, &payees)?;
    let (name, unit) = ("import with rules and sums", "rows per CPU s");
    rows.push(row(name, count / spent, unit, "SQLCipher, 1 table", count / cipher.cpu));
    rows.push(row(name, count / spent, unit, "SQLite, 1 table", count / plain.cpu));
    let for_ten = |spent: f64| spent * 10_000.0 / count;
    rows.push(row("import of 10,000 rows", for_ten(spent), "CPU s", "aim", 0.5));
    rows.push(row("import again, 10,000 rows", for_ten(spent_again), "CPU s", "aim", 0.2));
    rows.push(row("memory at its peak", memory, "MiB", "aim", 150.0));
    let file = size(&dir.join("vault/everkept.db"));
    rows.push(row("size on the disk", file, "MB", "plain SQLite", size(&dir.join("plain.db"))));
    reports(&app, &cipher.db, &mut rows)?;
    peers(&app, statements, &mut rows)?;
    let vault = app.vault()?;
    let begun = ProcessTime::now();
    let (before, after) = vault.store.rebuild()?;
    let spent = begun.elapsed().as_secs_f64();
    if before != after {
        return Err(Error::internal("measuring a rebuild", "the tables came out otherwise"));
    }
    let name = "rebuild of all tables, compared before and after";
    rows.push(row(name, spent, "CPU s", "SQLCipher filled anew", cipher.cpu));
    Ok(rows)
}

/// What a payee of the statements is for.
#[derive(Deserialize)]
struct Payee {
    payee: String,
    category: String,
    income: bool,
}

/// Settles the base currency, a rate a month, and a category and a rule for each payee.
fn prepare(app: &App, statements: &Path) -> Result<Vec<Payee>> {
    let text = std::fs::read_to_string(statements.join("payees.json")).map_err(failed)?;
    let payees: Vec<Payee> = serde_json::from_str(&text).map_err(failed)?;
    call(app, "finance.edit_settings", json!({ "base": BASE }))?;
    for month in 0..120 {
        let day = format!("{}-{:02}-01", 2016 + month / 12, month % 12 + 1);
        for (from, rate) in [("USD", "0.91"), ("JPY", "0.00617")] {
            let rate =
                json!({ "from": from, "to": BASE, "day": day, "rate": format!("{rate}{month}") });
            call(app, "finance.set_rate", rate)?;
        }
    }
    let mut categories: BTreeMap<&str, Value> = BTreeMap::new();
    for payee in &payees {
        if !categories.contains_key(payee.category.as_str()) {
            let kind = if payee.income { "income" } else { "expense" };
            let new = json!({ "name": payee.category, "kind": kind });
            let made = call(app, "finance.create_category", new)?;
            categories.insert(&payee.category, made["id"].clone());
        }
        let rule = json!({
            "when": [{ "on": "text", "field": "raw", "op": "is", "value": payee.payee }],
            "set": [{ "set": "category", "id": categories[payee.category.as_str()] }],
        });
        call(app, "finance.create_rule", rule)?;
    }
    Ok(payees)
}

fn reports(app: &App, bare: &RawLedger, rows: &mut Vec<Row>) -> Result<()> {
    let year = json!({ "from": "2024-01-01", "to": "2024-12-31" });
    // Neither begins nor ends with a month: the days at its ends are counted row by row.
    let odd = json!({ "from": "2019-03-11", "to": "2024-10-19" });
    let with = |mut request: Value, more: Value| {
        let more = more.as_object().into_iter().flatten();
        for (key, value) in more {
            request[key] = value.clone();
        }
        request
    };
    let month = json!({ "by": "category", "step": "month" });
    let ranges = [("ten years", json!({})), ("a year", year.clone()), ("odd days", odd.clone())];
    for (words, range) in &ranges {
        let request = with(month.clone(), range.clone());
        let name = format!("month by category, {words}");
        ask(app, rows, &name, "spending", &request, || bare.months())?;
    }
    for (words, range) in &ranges {
        let request = with(json!({ "step": "month" }), range.clone());
        ask(app, rows, &format!("net worth by month, {words}"), "net_worth", &request, || {
            bare.worth()
        })?;
    }
    let payee = json!({ "by": "payee", "step": "year" });
    let account = json!({ "by": "account", "step": "year" });
    let compared = json!({ "a": year, "b": odd, "by": "category" });
    let pages = [
        ("cash flow, ten years", "cash_flow", json!({})),
        ("cash flow, odd days", "cash_flow", odd.clone()),
        ("payees by year, a year", "spending", with(payee.clone(), year.clone())),
        ("payees by year, ten years", "spending", payee),
        ("accounts by year, ten years", "spending", account),
        ("two ranges compared", "compare", compared),
    ];
    for (name, command, request) in pages {
        ask(app, rows, name, command, &request, || bare.payees())?;
    }
    let lists = [
        ("accounts with balances", "accounts", json!({})),
        ("latest transactions", "register", json!({})),
        ("transactions with a text", "register", json!({ "text": "sushi" })),
        ("transactions without a category", "register", json!({ "only": "uncategorized" })),
    ];
    for (name, command, request) in lists {
        ask(app, rows, name, command, &request, || bare.page())?;
    }
    Ok(())
}

/// The CPU time of a report: the middle of several, beside a bare query.
fn ask(
    app: &App,
    rows: &mut Vec<Row>,
    name: &str,
    command: &str,
    request: &Value,
    bare: impl Fn() -> Result<usize>,
) -> Result<()> {
    let own = middle(ASKED, || call(app, &format!("finance.{command}"), request.clone()))?;
    let other = middle(3, bare)?;
    rows.push(row(name, own, "CPU ms", "SQLCipher, adding up rows", other));
    Ok(())
}

/// The middle CPU time of doing something so often, milliseconds.
fn middle<T>(times: usize, run: impl Fn() -> Result<T>) -> Result<f64> {
    let mut spent = Vec::with_capacity(times);
    for _ in 0..times {
        let begun = ProcessTime::now();
        run()?;
        spent.push(begun.elapsed());
    }
    Ok(super::ms(percentile(&mut spent, 50)))
}

/// The same figures by other ledgers, from a text file and with a process of their own.
fn peers(app: &App, statements: &Path, rows: &mut Vec<Row>) -> Result<()> {
    let (journal, file) = (statements.join("plain.journal"), statements.join("plain.beancount"));
    let month = json!({ "by": "category", "step": "month" });
    let own = middle(ASKED, || call(app, "finance.spending", month.clone()))?;
    let commands: [(&str, &[&str], &PathBuf); 3] = [
        ("hledger", &["balance", "--monthly", "--flat", "Expenses", "-f"], &journal),
        ("ledger", &["register", "--monthly", "^Expenses", "-f"], &journal),
        ("bean-check", &["--no-cache"], &file),
    ];
    for (program, args, input) in commands {
        let Some(spent) = child_ms(Command::new(program).args(args).arg(input)) else { continue };
        rows.push(row("month by category, ten years", own, "CPU ms", program, spent));
    }
    Ok(())
}

/// What a program spends, CPU milliseconds in steps of ten; nothing when it is not installed or fails.
fn child_ms(command: &mut Command) -> Option<f64> {
    let before = children_ticks()?;
    let done = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    // Linux counts a hundred ticks a second for every program, whatever its own clock.
    done.success().then_some((children_ticks()? - before) * 10.0)
}

/// The CPU time of all programs that this one has run and waited for, ticks (proc(5): the 16th and
/// 17th field of stat; the second may hold blanks, but not a closing bracket after its own).
fn children_ticks() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(13);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some(ticks()? + ticks()?)
}

/// One plain table, and what filling it took.
struct Bare {
    db: RawLedger,
    cpu: f64,
}

impl Bare {
    fn fill(
        path: &Path,
        key: Option<&[u8; 32]>,
        statements: &Path,
        payees: &[Payee],
    ) -> Result<Bare> {
        let db = RawLedger::open(path, key)?;
        let names: BTreeMap<&str, i64> =
            (1..).zip(payees).map(|(place, payee)| (payee.payee.as_str(), place)).collect();
        let begun = ProcessTime::now();
        for (account, file) in (1..).zip(tables(statements)?) {
            let text = std::fs::read_to_string(&file).map_err(failed)?;
            db.insert(text.lines().skip(1).filter_map(|line| parsed(line, account, &names)))?;
        }
        Ok(Bare { db, cpu: begun.elapsed().as_secs_f64() })
    }
}

/// `2016-01-01,"PAYEE","MEMO",-950.00,EUR`: no cell of these holds a comma.
fn parsed<'a>(line: &'a str, account: i64, names: &BTreeMap<&str, i64>) -> Option<Line<'a>> {
    let mut cells = line.split(',').map(|cell| cell.trim_matches('"'));
    let (date, payee, memo) = (cells.next()?, cells.next()?, cells.next()?);
    let (amount, currency) = (cells.next()?, cells.next()?);
    let digits = |text: &str| text.replace(['-', '.'], "").parse::<i64>().ok();
    let minor = digits(amount)?;
    Some(Line {
        account,
        day: digits(date)?,
        minor: if amount.starts_with('-') { -minor } else { minor },
        currency,
        payee,
        memo,
        category: names.get(payee).copied().unwrap_or(0),
    })
}

fn tables(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        files.push(entry.map_err(failed)?.path());
    }
    files.retain(|file| file.extension().is_some_and(|ending| ending == "csv"));
    files.sort();
    Ok(files)
}

fn failed(source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::internal("reading the bench's statements", source)
}
