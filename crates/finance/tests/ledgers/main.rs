//! Other ledgers read what is exported here and come to the same figures, to the last cent.
//!
//! hledger, ledger and beancount are compared when they are installed; a test says which were not.

mod demo;
mod drill;
mod household;
mod shapes;
mod tools;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use domain::DemoLife;

use self::tools::Balances;
use self::world::World;

/// What each account holds here: sums by currency, each account under its root. Names are written
/// otherwise in every program, so accounts are known by what they hold.
type Held = BTreeSet<(String, BTreeMap<String, String>)>;

fn ours(world: &World) -> Held {
    let (path, _) = world.export("finance-json");
    let text = std::fs::read_to_string(path).expect("an export is UTF-8");
    let ledger: serde_json::Value = serde_json::from_str(&text).expect("an export is JSON");
    let accounts = ledger["accounts"].as_array().expect("accounts").iter();
    let held = accounts.map(|account| {
        let root = match account["kind"].as_str().expect("a kind") {
            "asset" => "Assets",
            "liability" => "Liabilities",
            "equity" => "Equity",
            "income" => "Income",
            _ => "Expenses",
        };
        let balances = account["balances"].as_array().expect("balances").iter();
        let cell = |balance: &serde_json::Value, key: &str| {
            balance[key].as_str().expect("a text").to_owned()
        };
        let balances: BTreeMap<String, String> =
            balances.map(|one| (cell(one, "currency"), cell(one, "amount"))).collect();
        (root.to_owned(), balances)
    });
    held.map(|(root, balances)| (root, without_zeros(balances)))
        .filter(|(_, balances)| !balances.is_empty())
        .collect()
}

fn without_zeros(mut balances: BTreeMap<String, String>) -> BTreeMap<String, String> {
    balances.retain(|_, amount| amount.bytes().any(|byte| (b'1'..=b'9').contains(&byte)));
    balances
}

fn theirs(balances: Balances) -> Held {
    let mut accounts: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for ((account, currency), amount) in balances {
        accounts.entry(account).or_default().insert(currency, amount);
    }
    let root = |name: &str| name.split(':').next().unwrap_or_default().to_owned();
    accounts.into_iter().map(|(name, balances)| (root(&name), balances)).collect()
}

/// Every program that is installed accepts the export and comes to the same figures.
fn compare(world: &World) {
    let ours = ours(world);
    assert!(10 < ours.len(), "there are accounts to compare");
    let (journal, _) = world.export("hledger");
    let (file, _) = world.export("beancount");
    if let Some(program) = tools::find("hledger") {
        assert_eq!(theirs(tools::hledger(&program, &journal)), ours, "hledger");
    }
    if let Some(program) = tools::find("ledger") {
        assert_eq!(theirs(tools::ledger(&program, &journal)), ours, "ledger");
    }
    if let Some(program) = tools::find("bean-check") {
        assert_eq!(theirs(tools::beancount(&program, &file)), ours, "beancount");
    }
}

#[test]
fn a_household_with_everything_that_can_go_wrong() {
    let world = World::new(7);
    household::fill(&world, 7, 700);
    compare(&world);
    let (file, words) = world.export("beancount");
    let text = std::fs::read_to_string(file).expect("UTF-8");
    let count = |word: &str| text.lines().filter(|line| line.contains(word)).count();
    assert_eq!(
        count(" balance "),
        household::ACCOUNTS.len(),
        "each statement's balance is asserted"
    );
    assert!(words.iter().any(|words| words.ends_with("left out: hidden")), "{words:?}");
}

#[test]
fn a_demo_year() {
    let world = World::new(7);
    let last_day = "2026-03-01".parse().expect("a day");
    world.demo(&DemoLife { seed: 7, last_day, now_ms: 1_772_398_800_000 });
    compare(&world);
}
