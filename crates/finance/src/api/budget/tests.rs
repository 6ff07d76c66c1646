//! Budgets over the real store.

use super::*;
use crate::api::tests::{FOOD, FUN, new, read, refused, world, write};
use crate::api::*;
use crate::projection::tests::{World, id};

const PAY: u8 = 22;

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn of(world: &World, text: &str) -> Budget {
    read(world, |cx| budget(cx, BudgetOf { month: month(text) }))
}

fn row(world: &World, text: &str, category: u8) -> BudgetRow {
    let found = of(world, text).rows.into_iter().find(|row| row.category == id(category));
    found.expect("the category is listed")
}

fn set(world: &World, category: u8, text: &str, minor: i64) {
    let request =
        SetBudget { category: id(category), month: month(text), minor: Some(minor), mode: None };
    write(world, move |cx| set_budget(cx, request));
}

fn pay(world: &World, day: &str, minor: i64, category: u8) {
    let txn = NewTxn { category: Some(id(category)), ..new(day, minor) };
    write(world, move |cx| add_txn(cx, txn));
}

/// Two months of a household: 2000 in, food and fun out.
fn household() -> World {
    let world = world();
    world.account(id(PAY), "Pay", "income");
    for (day, minor, category) in [
        ("2026-01-01", 200_000, PAY),
        ("2026-01-10", -35_000, FOOD),
        ("2026-01-20", -4_000, FUN),
        ("2026-02-01", 200_000, PAY),
        ("2026-02-10", -20_000, FOOD),
    ] {
        pay(&world, day, minor, category);
    }
    world
}

#[test]
fn envelopes_carry_on_and_what_is_in_none_can_be_budgeted() {
    let world = household();
    set(&world, FOOD, "2026-01", 30_000);
    set(&world, FOOD, "2026-02", 30_000);
    let january = of(&world, "2026-01");
    // 1610 are there; the envelope of food is 50 below zero.
    assert_eq!((january.income, january.spent, january.to_budget), (200_000, 39_000, 166_000));
    assert_eq!((january.budgeted, january.left), (30_000, -5_000));
    let food = row(&world, "2026-02", FOOD);
    assert_eq!(
        (food.carried, food.budgeted, food.spent, food.left),
        (-5_000, 30_000, 20_000, 5_000)
    );
    assert_eq!((food.mode, food.is_set), (Some(BudgetMode::Envelope), true));
    let fun = row(&world, "2026-02", FUN);
    assert_eq!((fun.mode, fun.left, fun.suggested), (None, 0, 4_000));
    assert_eq!(row(&world, "2026-03", FOOD).suggested, 27_500);
    let february = of(&world, "2026-02");
    assert_eq!(february.to_budget, 341_000 - 5_000, "what is there, less what is in the envelope");
    world.check();
}

#[test]
fn to_budget_and_envelopes_are_always_what_is_there() {
    let world = household();
    for (category, text, minor) in
        [(FOOD, "2026-01", 30_000), (FUN, "2026-01", 10_000), (FOOD, "2026-02", 1)]
    {
        set(&world, category, text, minor);
    }
    for text in ["2025-12", "2026-01", "2026-02", "2026-06"] {
        let budget = of(&world, text);
        let there = match text {
            "2025-12" => 0,
            "2026-01" => 161_000,
            _ => 341_000,
        };
        assert_eq!(budget.to_budget + budget.left, there, "{text}");
    }
}

#[test]
fn a_limit_stays_and_carries_nothing() {
    let world = household();
    let limit = SetBudget {
        category: id(FOOD),
        month: month("2026-01"),
        minor: Some(25_000),
        mode: Some(BudgetMode::Limit),
    };
    write(&world, move |cx| set_budget(cx, limit));
    let food = row(&world, "2026-02", FOOD);
    assert_eq!(
        (food.mode, food.carried, food.budgeted, food.left),
        (Some(BudgetMode::Limit), 0, 25_000, 5_000)
    );
    assert!(!food.is_set, "it was set in January");
    assert_eq!(of(&world, "2026-02").to_budget, 341_000, "a limit holds no money back");
    let none = SetBudget { category: id(FOOD), month: month("2026-01"), minor: None, mode: None };
    write(&world, move |cx| set_budget(cx, none));
    assert_eq!(row(&world, "2026-02", FOOD).budgeted, 0);
}

#[test]
fn every_move_counts() {
    let world = household();
    set(&world, FOOD, "2026-01", 30_000);
    let moved = || MoveBudget {
        month: month("2026-01"),
        from: Some(id(FOOD)),
        to: Some(id(FUN)),
        minor: 1_000,
    };
    let before = world.tables();
    write(&world, move |cx| move_budget(cx, moved()));
    write(&world, move |cx| move_budget(cx, moved()));
    let (food, fun) = (row(&world, "2026-01", FOOD), row(&world, "2026-01", FUN));
    assert_eq!((food.moved, fun.moved, fun.left), (-2_000, 2_000, -2_000));
    assert_eq!(fun.mode, Some(BudgetMode::Envelope), "money was moved into it");
    let back = MoveBudget { from: Some(id(FUN)), to: None, ..moved() };
    write(&world, move |cx| move_budget(cx, back));
    assert_eq!(row(&world, "2026-01", FUN).moved, 1_000);
    world.check();
    (0..3).for_each(|_| drop(world.undo()));
    assert_eq!(world.tables(), before, "each move is one step");
    for (field, request) in [
        ("minor", MoveBudget { minor: 0, ..moved() }),
        ("to", MoveBudget { to: Some(id(FOOD)), ..moved() }),
        ("from", MoveBudget { from: Some(id(1)), ..moved() }),
    ] {
        assert_eq!(refused(&world, move |cx| move_budget(cx, request)).1, field);
    }
}

#[test]
fn a_month_is_taken_over_in_one_step() {
    let world = household();
    set(&world, FOOD, "2026-01", 30_000);
    set(&world, FUN, "2026-01", 5_000);
    set(&world, FUN, "2026-02", 7_000);
    let before = world.tables();
    let copy = |what| CopyBudget { from: month("2026-01"), to: month("2026-02"), what };
    let copied = write(&world, move |cx| copy_budget(cx, copy(BudgetCopy::Budgeted)));
    assert_eq!(copied.set, 1, "what is set stays");
    assert_eq!(
        (row(&world, "2026-02", FOOD).budgeted, row(&world, "2026-02", FUN).budgeted),
        (30_000, 7_000)
    );
    world.undo();
    assert_eq!(world.tables(), before);
    write(&world, move |cx| copy_budget(cx, copy(BudgetCopy::Spent)));
    assert_eq!(row(&world, "2026-02", FOOD).budgeted, 35_000);
    let same = CopyBudget { to: month("2026-01"), ..copy(BudgetCopy::Spent) };
    assert_eq!(refused(&world, move |cx| copy_budget(cx, same)).1, "to");
}

#[test]
fn budgets_of_another_currency_need_a_rate() {
    let world = household();
    set(&world, FOOD, "2026-01", 30_000);
    let dollars = EditFinanceSettings { base: Some("USD".into()) };
    write(&world, move |cx| edit_settings(cx, dollars));
    let unknown = of(&world, "2026-01");
    assert_eq!((unknown.currency.as_str(), unknown.to_budget, unknown.budgeted), ("USD", 0, 0));
    assert!(unknown.unconverted.iter().any(|amount| amount.currency == "EUR"));
    let rate = SetRate {
        from: "EUR".into(),
        to: "USD".into(),
        day: "2026-01-01".parse().expect("a day"),
        rate: "2".into(),
    };
    write(&world, move |cx| set_rate(cx, rate));
    let known = of(&world, "2026-01");
    assert_eq!((known.budgeted, known.spent, known.to_budget), (60_000, 78_000, 332_000));
    assert_eq!((known.unconverted.len(), known.rates.len()), (0, 1));
}

#[test]
fn senseless_budgets_are_refused() {
    let world = household();
    let to_account =
        SetBudget { category: id(1), month: month("2026-01"), minor: Some(1), mode: None };
    assert_eq!(refused(&world, move |cx| set_budget(cx, to_account)).1, "category");
    let much = SetBudget {
        category: id(FOOD),
        month: month("2026-01"),
        minor: Some(i64::MAX),
        mode: None,
    };
    assert_eq!(refused(&world, move |cx| set_budget(cx, much)).1, "minor");
}
