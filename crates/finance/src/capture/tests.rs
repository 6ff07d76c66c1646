//! Lines that are money, and many that are not.

use std::fmt::Write;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::api::tests::{FOOD, read, write};
use crate::api::{NewTxn, add_txn};
use crate::projection::tests::{World, fields, id};
use crate::record::ACCOUNT;

fn household() -> World {
    let world = World::new();
    let accounts = [(1, "Checking", "EUR"), (2, "Savings", "EUR"), (3, "Dollars", "USD")];
    for (number, name, currency) in accounts {
        world.account(id(number), name, "asset");
        world.put(&ACCOUNT, id(number), fields([("currency", currency.into())]));
    }
    for (number, name, kind) in [
        (FOOD, "Groceries", "expense"),
        (22, "Coffee and snacks", "expense"),
        (23, "Rent or mortgage", "expense"),
        (24, "Salary", "income"),
    ] {
        world.account(id(number), name, kind);
    }
    let bakery = NewTxn {
        day: "2026-02-20".parse().expect("a day"),
        account: id(1),
        minor: -310,
        payee: Some("Corner Bakery".into()),
        note: None,
        category: Some(id(FOOD)),
        transfer: None,
        transfer_minor: None,
        splits: None,
        tags: None,
        cleared: None,
    };
    write(&world, move |cx| add_txn(cx, bakery));
    world
}

fn check(world: &World, lines: &str, expected: Expect) {
    let mut out = String::new();
    for line in lines.lines().map(str::trim) {
        let drafts = read(world, |cx| Ok(capture(line, cx)));
        if drafts.is_empty() {
            writeln!(out, "nothing").expect("a string takes everything");
        }
        for (place, draft) in drafts.iter().enumerate() {
            let chips: Vec<String> =
                draft.chips.iter().map(|chip| format!("{}={}", chip.label, chip.value)).collect();
            let command = draft.command.trim_start_matches("finance.");
            let sure = if draft.sure { "" } else { "?" };
            let also = if place > 0 { "  or " } else { "" };
            writeln!(out, "{also}{command}{sure} | {} | {}", draft.title, chips.join(", "))
                .expect("a string takes everything");
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn lines_become_money() {
    check(
        &household(),
        "coffee 4.50
        -12,30 corner bakery
        rent 900 eur monthly
        salary +2500
        100 eur to savings
        100 usd to savings
        €1.234,50 new laptop
        flowers 18.00 yesterday #mum
        2026-02-03 paid 1,200 eur to Anna
        20 usd taxi from dollars
        25 eur to savings every 2 weeks
        phone bill 30 a month
        lunch with Elin and Tom by the harbor 23.40",
        expect![[r#"
            add_txn | coffee, -4.50 EUR | amount=-4.50 EUR, payee=coffee, category=Coffee and snacks, account=Checking
            add_txn | Corner Bakery, -12.30 EUR | amount=-12.30 EUR, payee=Corner Bakery, category=Groceries, account=Checking
            create_schedule | rent, -900.00 EUR, monthly | amount=-900.00 EUR, payee=rent, category=Rent or mortgage, account=Checking, repeats=monthly
              or add_txn | rent, -900.00 EUR | amount=-900.00 EUR, payee=rent, category=Rent or mortgage, account=Checking
            add_txn | salary, +2500.00 EUR | amount=2500.00 EUR, payee=salary, category=Salary, account=Checking
            add_txn | Savings, 100.00 EUR | amount=-100.00 EUR, account=Checking, transfer=Savings
            nothing
            add_txn | new laptop, -1234.50 EUR | amount=-1234.50 EUR, payee=new laptop, account=Checking
            add_txn | flowers, -18.00 EUR | amount=-18.00 EUR, payee=flowers, account=Checking, date=2026-02-28, tag=mum
            add_txn | Anna, -1200.00 EUR | amount=-1200.00 EUR, payee=Anna, account=Checking, date=2026-02-03
            add_txn | taxi, -20.00 USD | amount=-20.00 USD, payee=taxi, account=Dollars
            create_schedule | Savings, 25.00 EUR, every 2 weeks | amount=-25.00 EUR, account=Checking, transfer=Savings, repeats=every 2 weeks
              or add_txn | Savings, 25.00 EUR | amount=-25.00 EUR, account=Checking, transfer=Savings
            create_schedule | phone bill, -30.00 EUR, monthly | amount=-30.00 EUR, payee=phone bill, account=Checking, repeats=monthly
              or add_txn | phone bill, -30.00 EUR | amount=-30.00 EUR, payee=phone bill, account=Checking
            add_txn? | lunch with Elin and Tom by the harbor, -23.40 EUR | amount=-23.40 EUR, payee=lunch with Elin and Tom by the harbor, account=Checking
        "#]],
    );
}

#[test]
fn numbers_of_other_things_do_not() {
    check(
        &household(),
        "bench 3x5 80kg
        ran 5k in 25:10
        ran 5.25 in 25:10
        weight 72.50
        slept 7.25 h
        squat 100
        coffee 2
        meet Tom at 12.30
        12.30
        +5 pushups
        -5 degrees this morning
        mood 3
        read 40 pages
        2026-03-01
        version 1.20 and 1.30
        walked 10.50 km
        bench press 82.50
        he is 40
        rent

        +
        eur
        a long evening in which nothing was said and 4.50 was only the price of the coffee
        pen 3 top",
        expect![[r#"
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
            nothing
        "#]],
    );
}

#[test]
fn without_an_account_only_what_comes_again_is_money() {
    let world = World::new();
    check(
        &world,
        "coffee 4.50\nrent 900 eur monthly",
        expect![[r#"
        nothing
        create_schedule | rent, -900.00 EUR, monthly | amount=-900.00 EUR, payee=rent, repeats=monthly
    "#]],
    );
}

#[test]
fn drafts_can_be_called() {
    use domain::command::Run;
    let world = household();
    let lines = [
        "coffee 4.50 #work",
        "rent 900 eur monthly",
        "100 eur to savings",
        "25 eur to savings every 2 weeks",
        "salary +2500 yesterday",
    ];
    for line in lines {
        for draft in read(&world, |cx| Ok(capture(line, cx))) {
            let command = crate::COMMANDS.iter().find(|command| command.name == draft.command);
            let Some(Run::Write { body }) = command.map(|command| &command.run) else {
                panic!("{} writes", draft.command)
            };
            let (body, payload) = (*body, serde_json::value::to_raw_value(&draft.payload));
            let payload = payload.expect("JSON");
            write(&world, move |cx| body(cx, &payload));
        }
    }
    world.check();
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_line_is_read(line in "(-|\\+|€|eur|to |every |[0-9.,']{1,6}|#|:|x|a|savings|coffee|é|\n| ){0,12}") {
        let base = Currency::new("EUR").expect("a currency");
        let today = "2026-03-01".parse().expect("a day");
        if let Some(line) = line::read(&line, today, base) {
            prop_assert!(line.amount.digits > 0);
        }
    }
}
