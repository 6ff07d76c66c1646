//! Rules, guesses and names of payees over the real store.

use domain::command::Nothing;

use super::words::{RuleAmount, RuleWay};
use super::*;
use crate::api::tests::{FOOD, FUN, import, leave, read, refused, shown, world, write};
use crate::api::*;
use crate::model::row::Row;
use crate::projection::tests::{World, id, row};

fn text(value: &str) -> RuleCondition {
    RuleCondition::Text {
        field: RuleText::Payee,
        op: RuleTextOp::Contains,
        value: value.to_owned(),
    }
}

fn new_rule(value: &str, set: Vec<RuleAction>) -> NewRule {
    NewRule { name: String::new(), all: true, when: vec![text(value)], set, first: false }
}

fn category(number: u8) -> RuleAction {
    RuleAction::Category { id: id(number) }
}

fn make(world: &World, rule: NewRule) -> AnyId {
    write(world, move |cx| create_rule(cx, rule)).id
}

fn listed(world: &World) -> Vec<MoneyRule> {
    read(world, |cx| rules(cx, Nothing {}))
}

fn category_of(world: &World, txn: AnyId) -> (Option<AnyId>, SaidBy) {
    let row = shown(world, txn);
    (row.category.map(|category| category.id), row.category_by)
}

/// Rows of account 1 with a payee each: payee, day and smallest units.
fn told(world: &World, rows: &[(&str, &str, i64)]) -> Vec<AnyId> {
    let rows: Vec<Row> = (0..)
        .zip(rows)
        .map(|(number, (payee, day, minor))| Row {
            payee: (*payee).to_owned(),
            ..row(id(1), &format!("{payee} {number}"), day, *minor)
        })
        .collect();
    world.import(rows.clone());
    rows.iter().map(|row| world.of(row)).collect()
}

#[test]
fn a_rule_holds_for_what_is_here_and_for_what_comes() {
    let world = world();
    let (_, old) = import(&world, &[("rewe", "2026-02-02", -1000)]).remove(0);
    let before = world.tables();
    let rule = make(
        &world,
        new_rule("REWE", vec![category(FOOD), RuleAction::Tag { tag: "#shop".into() }]),
    );
    let (_, new) = import(&world, &[("rewe 2", "2026-02-03", -700)]).remove(0);
    for txn in [old, new] {
        assert_eq!(category_of(&world, txn), (Some(id(FOOD)), SaidBy::Rule));
        assert_eq!(shown(&world, txn).tags, ["shop"]);
    }
    let found = &listed(&world)[0];
    assert_eq!((found.id, found.name.as_str(), found.txns), (rule, "REWE", 2));
    assert_eq!((&found.when[..], found.on, found.newer), (&[text("REWE")][..], true, false));
    world.check();
    world.undo();
    world.undo();
    assert_eq!(world.tables(), before, "making a rule is one step");
}

#[test]
fn the_first_rule_wins_and_rules_can_be_moved() {
    let world = world();
    let (_, txn) = import(&world, &[("rewe", "2026-02-02", -1000)]).remove(0);
    let food = make(&world, new_rule("rewe", vec![category(FOOD)]));
    let fun = make(&world, new_rule("rewe", vec![category(FUN)]));
    assert_eq!(category_of(&world, txn).0, Some(id(FOOD)));
    write(&world, move |cx| move_rule(cx, MoveRule { id: fun, before: Some(food) }));
    assert_eq!(category_of(&world, txn).0, Some(id(FUN)));
    let third = make(&world, NewRule { first: true, ..new_rule("rewe", vec![category(FOOD)]) });
    let order: Vec<AnyId> = listed(&world).iter().map(|rule| rule.id).collect();
    assert_eq!(order, [third, fun, food]);
    // Between two neighbors again and again: there is always room.
    for _ in 0..30 {
        write(&world, move |cx| move_rule(cx, MoveRule { id: food, before: Some(fun) }));
        write(&world, move |cx| move_rule(cx, MoveRule { id: fun, before: Some(food) }));
    }
    let order: Vec<AnyId> = listed(&world).iter().map(|rule| rule.id).collect();
    assert_eq!(order, [third, fun, food]);
    write(&world, move |cx| move_rule(cx, MoveRule { id: third, before: None }));
    assert_eq!(listed(&world)[2].id, third);
    let off = EditRule { id: fun, name: None, on: Some(false), all: None, when: None, set: None };
    write(&world, move |cx| edit_rule(cx, off));
    assert_eq!(category_of(&world, txn).0, Some(id(FOOD)));
    write(&world, move |cx| delete_rule(cx, RuleRef { id: food }));
    write(&world, move |cx| delete_rule(cx, RuleRef { id: third }));
    assert_eq!(category_of(&world, txn), (None, SaidBy::None));
    world.check();
}

#[test]
fn what_the_person_says_stays() {
    let world = world();
    let (_, txn) = import(&world, &[("rewe", "2026-02-02", -1000)]).remove(0);
    let edit = EditTxn { category: Some(id(FUN).to_string()), ..leave(txn) };
    write(&world, move |cx| edit_txn(cx, edit));
    make(&world, new_rule("rewe", vec![category(FOOD)]));
    assert_eq!(category_of(&world, txn), (Some(id(FUN)), SaidBy::Person));
}

#[test]
fn a_rule_can_be_tried_before_it_is_one() {
    let world = world();
    import(&world, &[("rewe", "2026-02-02", -1000), ("aral", "2026-02-03", -4000)]);
    let amount = RuleCondition::Amount { test: RuleAmount::Above(2000), currency: "EUR".into() };
    let out = RuleCondition::Direction { way: RuleWay::Out };
    let request = TryRule { all: true, when: vec![amount, out] };
    let tried = read(&world, |cx| try_rule(cx, request));
    assert_eq!((tried.txns, tried.uncategorized, tried.sample.len()), (1, 1, 1));
    assert_eq!(tried.sample[0].minor, -4000);
}

#[test]
fn senseless_rules_are_refused() {
    let world = world();
    let none = new_rule("x", vec![]);
    assert_eq!(refused(&world, |cx| create_rule(cx, none)).1, "set");
    let no_text = new_rule(" ", vec![category(FOOD)]);
    assert_eq!(refused(&world, |cx| create_rule(cx, no_text)).1, "when");
    let to_account = new_rule("x", vec![category(1)]);
    assert_eq!(refused(&world, |cx| create_rule(cx, to_account)).1, "set");
    let transfer = new_rule("x", vec![RuleAction::Transfer { account: id(FOOD) }]);
    assert_eq!(refused(&world, |cx| create_rule(cx, transfer)).1, "set");
    let gone = AnyId::from_bytes([9; 16]);
    refused(&world, move |cx| delete_rule(cx, RuleRef { id: gone }));
    refused(&world, move |cx| delete_rule(cx, RuleRef { id: id(1) }));
    let tried = world.store.read(|cx| try_rule(cx, TryRule { all: true, when: vec![] }));
    assert!(tried.is_err(), "a rule without conditions fits nothing");
}

#[test]
fn what_is_done_twice_by_hand_is_proposed_as_a_rule() {
    let world = world();
    let rows = [
        ("rewe", "2026-02-02", -1000),
        ("rewe", "2026-02-09", -900),
        ("aral", "2026-02-03", -4000),
    ];
    for txn in told(&world, &rows) {
        let edit = EditTxn { category: Some(id(FOOD).to_string()), ..leave(txn) };
        write(&world, move |cx| edit_txn(cx, edit));
    }
    let proposed = || read(&world, |cx| rule_proposals(cx, Nothing {}));
    let found = proposed();
    assert_eq!(found.len(), 1, "one of each is not a habit: {found:?}");
    assert_eq!((found[0].payee.as_str(), found[0].category, found[0].txns), ("rewe", id(FOOD), 2));
    let key = found[0].key.clone();
    let again = WaveAway { key: key.clone(), again: true };
    write(&world, move |cx| wave_away(cx, WaveAway { key, again: false }));
    assert!(proposed().is_empty());
    write(&world, move |cx| wave_away(cx, again));
    assert_eq!(proposed().len(), 1);
    make(&world, new_rule("rewe", vec![category(FOOD)]));
    assert!(proposed().is_empty(), "there is a rule for it");
    world.check();
}

#[test]
fn guesses_are_made_from_what_the_person_said() {
    let world = world();
    let months = ["2026-01", "2026-02"];
    let days = ["05", "12", "19", "26"];
    for month in months {
        for day in days {
            let day = format!("{month}-{day}");
            let rows = [("Rewe Markt", day.as_str(), -2000), ("Kino am Ring", day.as_str(), -1200)];
            let ids = told(&world, &rows);
            for (txn, category) in ids.into_iter().zip([FOOD, FUN]) {
                let edit = EditTxn { category: Some(id(category).to_string()), ..leave(txn) };
                write(&world, move |cx| edit_txn(cx, edit));
            }
        }
    }
    let open = told(
        &world,
        &[("REWE MARKT 4711", "2026-03-01", -1500), ("Volkshochschule", "2026-03-01", -9000)],
    );
    let found = read(&world, |cx| proposals(cx, Nothing {}));
    assert_eq!((found.items.len(), found.uncategorized), (1, 2));
    let guess = &found.items[0];
    assert_eq!(
        (guess.txn.id, guess.category, guess.category_name.as_str()),
        (open[0], id(FOOD), "Food")
    );
    assert!((90..=99).contains(&guess.percent) && guess.words.contains(&"rewe".to_owned()));
    let accuracy = found.accuracy.expect("two months were said");
    assert_eq!((accuracy.month.to_string().as_str(), accuracy.rows), ("2026-02", 8));
    assert_eq!((accuracy.proposed, accuracy.right), (8, 8));
    let accepted = AcceptedProposal { id: open[0], category: id(FOOD) };
    write(&world, move |cx| accept_proposals(cx, AcceptProposals { items: vec![accepted] }));
    assert_eq!(category_of(&world, open[0]), (Some(id(FOOD)), SaidBy::Person));
    world.undo();
    assert_eq!(category_of(&world, open[0]), (None, SaidBy::None));
    let wrong = AcceptedProposal { id: open[0], category: id(1) };
    refused(&world, move |cx| accept_proposals(cx, AcceptProposals { items: vec![wrong] }));
}

#[test]
fn payees_are_listed_and_renamed_now_and_later() {
    let world = world();
    told(
        &world,
        &[
            ("rewe", "2026-02-02", -1000),
            ("rewe", "2026-02-09", -900),
            ("aral", "2026-02-03", -4000),
        ],
    );
    let named = told(&world, &[("odd", "2026-02-20", -100)]);
    let edit = EditTxn { payee: Some("rewe".into()), ..leave(named[0]) };
    write(&world, move |cx| edit_txn(cx, edit));
    let list = || read(&world, |cx| payees(cx, ListPayees::default()));
    let found: Vec<(String, u32)> = list().into_iter().map(|row| (row.payee, row.txns)).collect();
    assert_eq!(found, [("rewe".to_owned(), 3), ("aral".to_owned(), 1)]);
    assert_eq!(list()[0].sums, [Amount { minor: -2000, currency: "EUR".into() }]);
    let before = world.tables();
    let rename = RenamePayee { from: "rewe".into(), to: "Rewe City".into() };
    let renamed = write(&world, move |cx| rename_payee(cx, rename));
    assert_eq!(renamed.txns, 3);
    told(&world, &[("rewe", "2026-02-27", -50)]);
    assert_eq!(list()[0].txns, 4, "what comes later is named, too");
    let rename = RenamePayee { from: "Rewe City".into(), to: "Rewe".into() };
    write(&world, move |cx| rename_payee(cx, rename));
    let found: Vec<(String, u32)> = list().into_iter().map(|row| (row.payee, row.txns)).collect();
    assert_eq!(found, [("Rewe".to_owned(), 4), ("aral".to_owned(), 1)]);
    assert_eq!(listed(&world).len(), 1, "the rule that gave the name gives the new one");
    world.check();
    (0..3).for_each(|_| drop(world.undo()));
    assert_eq!(world.tables(), before, "renaming is one step");
    let nobody = RenamePayee { from: "nobody".into(), to: "x".into() };
    assert_eq!(refused(&world, |cx| rename_payee(cx, nobody)).1, "from");
}
