//! Who says what a transaction is for: the person before a rule before a file before nobody.

use super::*;
use crate::model::row::RowSplit;
use crate::model::system;

const FOOD: u8 = 20;
const FUN: u8 = 21;

fn text(value: &str) -> String {
    format!(r#"{{"on":"text","field":"raw","op":"contains","value":"{value}"}}"#)
}

fn category(number: u8) -> String {
    format!(r#"{{"set":"category","id":"{}"}}"#, id(number))
}

fn world() -> World {
    let world = World::new();
    world.account(id(1), "Checking", "asset");
    world.account(id(2), "Savings", "asset");
    world.account(id(FOOD), "Food", "expense");
    world.account(id(FUN), "Fun", "expense");
    world
}

#[test]
fn the_person_goes_before_a_rule_before_a_file_before_nobody() {
    let world = world();
    let mut told = row(id(1), "a", "2026-03-02", -1000);
    let txn = world.of(&told);
    world.import(vec![told.clone()]);
    assert_eq!(
        (world.shown(txn, "category_by").as_str(), world.balance(system::SPENDING)),
        ("0", 1000)
    );
    world.retract(&told, true);
    told.category = "food".into();
    told.key = "b".into();
    let txn = world.of(&told);
    world.import(vec![told.clone()]);
    assert_eq!((world.shown(txn, "category_by").as_str(), world.balance(id(FOOD))), ("1", 1000));
    world.rule(id(30), 1, &text("shop a"), &category(FUN));
    assert_eq!((world.shown(txn, "category_by").as_str(), world.balance(id(FUN))), ("2", 1000));
    assert_eq!(world.shown_id(txn, "rule"), Some(id(30)));
    world.note(&told, "category", Some(id(FOOD).to_string().into()));
    assert_eq!((world.shown(txn, "category_by").as_str(), world.balance(id(FOOD))), ("3", 1000));
    assert_eq!(world.balance(id(FUN)), 0);
    world.check();
    world.note(&told, "category", None);
    world.trash(id(30), true);
    assert_eq!((world.shown(txn, "category_by").as_str(), world.balance(id(FOOD))), ("1", 1000));
    world.trash(id(FOOD), true);
    assert_eq!(world.shown(txn, "category_by"), "0", "the file's word stands for nothing now");
    world.check();
}

#[test]
fn rules_say_payees_tags_and_transfers_and_a_person_takes_a_tag_off() {
    let world = world();
    let told = row(id(1), "save", "2026-03-02", -1000);
    let txn = world.of(&told);
    world.import(vec![told.clone()]);
    let set = format!(
        r#"{{"set":"payee","name":"Myself"}},{{"set":"tag","tag":"future"}},{{"set":"transfer","account":"{}"}}"#,
        id(2)
    );
    world.rule(id(30), 1, &text("save"), &set);
    assert_eq!(world.shown(txn, "payee"), "Myself");
    assert_eq!(world.balance(id(2)), 1000);
    let tags = || world.said().iter().filter(|line| line.starts_with("finance_tag")).count();
    assert_eq!(tags(), 1);
    world.note(&told, "tag/future", Some(false.into()));
    assert_eq!(tags(), 0);
    world.note(&told, "payee", Some("Me".into()));
    assert_eq!(world.shown(txn, "payee"), "Me");
    world.check();
    world.trash(id(30), true);
    assert_eq!((world.balance(id(2)), world.balance(system::SPENDING)), (0, 1000));
    world.check();
}

#[test]
fn rules_apply_in_their_order_to_what_comes_before_and_after_them() {
    let world = world();
    let (one, two) = (row(id(1), "a", "2026-03-02", -1), row(id(1), "b", "2026-03-02", -10));
    world.import(vec![one]);
    world.rule(id(31), 2, &text("shop"), &category(FUN));
    world.import(vec![two]);
    assert_eq!(world.balance(id(FUN)), 11);
    world.rule(id(30), 1, &text("shop a"), &category(FOOD));
    assert_eq!((world.balance(id(FOOD)), world.balance(id(FUN))), (1, 10));
    world.rule(id(30), 3, &text("shop a"), &category(FOOD));
    assert_eq!((world.balance(id(FOOD)), world.balance(id(FUN))), (0, 11));
    world.put(&RULE, id(31), fields([("on", false.into())]));
    assert_eq!((world.balance(id(FOOD)), world.balance(id(FUN))), (1, 0));
    world.put(&RULE, id(30), fields([("when", r#"{"v":2,"newer":[]}"#.into())]));
    assert_eq!(world.balance(id(FOOD)), 0, "a rule of a newer program says nothing here");
    world.check();
}

#[test]
fn parts_count_only_while_they_sum_to_the_amount() {
    let world = world();
    world.own(id(40), "2026-03-02", -1000);
    let parts = format!(
        r#"[{{"category":"{}","minor":-700,"note":""}},{{"category":"","minor":-300,"note":"?"}}]"#,
        id(FOOD)
    );
    world.put(&TXN, id(40), fields([("splits", parts.into())]));
    assert_eq!((world.balance(id(FOOD)), world.balance(system::SPENDING)), (700, 300));
    world.put(&TXN, id(40), fields([("minor", (-999).into())]));
    assert_eq!((world.balance(id(FOOD)), world.balance(system::SPENDING)), (0, 999));
    world.check();
}

#[test]
fn parts_that_a_file_tells_count_by_its_words() {
    let world = world();
    let mut told = row(id(1), "a", "2026-03-02", -1000);
    let part =
        |category: &str, minor| RowSplit { category: category.into(), memo: String::new(), minor };
    told.splits = vec![part("Food", -600), part("[Savings]", -300), part("Unknown", -100)];
    world.import(vec![told]);
    assert_eq!(world.balance(id(FOOD)), 600);
    assert_eq!(world.balance(system::UNDER_WAY), 300, "the savings' own file tells that leg");
    assert_eq!(world.balance(system::SPENDING), 100);
    world.account(id(22), "Unknown", "expense");
    assert_eq!(world.balance(id(22)), 100);
    world.check();
}

#[test]
fn words_of_a_file_name_a_category_by_its_path_or_when_it_is_the_only_one() {
    let world = world();
    world.account(id(22), "Out", "expense");
    world.put(&ACCOUNT, id(22), fields([("parent", id(FOOD).to_string().into())]));
    world.account(id(23), "Out", "expense");
    world.put(&ACCOUNT, id(23), fields([("parent", id(FUN).to_string().into())]));
    for (key, hint) in [
        ("a", "Food:Out"),
        ("b", "FUN: out"),
        ("c", "Out"),
        ("d", "Food:Fun:Out"),
        ("e", "[savings]"),
    ] {
        let mut told = row(id(1), key, "2026-03-02", -1);
        told.category = hint.into();
        world.import(vec![told]);
    }
    assert_eq!(world.balance(id(22)), 1);
    assert_eq!(world.balance(id(23)), 0, "a blank after the colon is another name");
    assert_eq!(world.balance(system::SPENDING), 3);
    assert_eq!(world.balance(system::UNDER_WAY), 1);
    world.trash(id(23), true);
    assert_eq!(world.balance(id(22)), 2, "now there is only one of that name");
    world.check();
}

#[test]
fn merged_categories_count_where_they_were_merged_to_and_come_back() {
    let world = world();
    let told = row(id(1), "a", "2026-03-02", -1000);
    world.import(vec![told.clone()]);
    world.note(&told, "category", Some(id(FOOD).to_string().into()));
    let parts = format!(
        r#"[{{"category":"{}","minor":-7,"note":""}},{{"category":"{}","minor":-3,"note":""}}]"#,
        id(FOOD),
        id(FUN)
    );
    world.own(id(40), "2026-03-02", -10);
    world.put(&TXN, id(40), fields([("splits", parts.into())]));
    world.put(&ACCOUNT, id(FOOD), fields([("into", id(FUN).to_string().into())]));
    assert_eq!((world.balance(id(FOOD)), world.balance(id(FUN))), (0, 1010));
    world.check();
    // Merged the other way round on another device: both stand for the first.
    world.put(&ACCOUNT, id(FUN), fields([("into", id(FOOD).to_string().into())]));
    assert_eq!((world.balance(id(FOOD)), world.balance(id(FUN))), (1010, 0));
    world.check();
    world.undo();
    world.undo();
    assert_eq!((world.balance(id(FOOD)), world.balance(id(FUN))), (1007, 3));
    world.check();
}
