//! Writing down transactions and saying what they are.

use super::*;
use crate::model::system;

#[test]
fn an_own_transaction_is_written_down_and_changed() {
    let world = world();
    let mut request = new("2026-03-02", -1250);
    request.payee = Some("  Corner shop ".into());
    request.category = Some(id(FOOD));
    request.tags = Some(vec!["#trip".into(), "work".into()]);
    request.note = Some("bread".into());
    let txn = write(&world, move |cx| add_txn(cx, request)).id;
    let row = shown(&world, txn);
    assert_eq!(
        (row.payee.as_str(), row.note.as_str(), row.currency.as_str()),
        ("Corner shop", "bread", "EUR")
    );
    assert_eq!(row.category.as_ref().map(|category| category.name.as_str()), Some("Food"));
    assert_eq!((row.category_by, row.imported, row.cleared), (SaidBy::Person, false, false));
    assert_eq!(row.tags, ["trip", "work"]);
    let edit = EditTxn {
        day: Some("2026-03-05".parse().expect("a day")),
        minor: Some(-1300),
        account: Some(id(2)),
        payee: Some(String::new()),
        cleared: Some(true),
        remove_tags: Some(vec!["work".into()]),
        add_tags: Some(vec!["fun".into()]),
        ..leave(txn)
    };
    write(&world, move |cx| edit_txn(cx, edit));
    let row = shown(&world, txn);
    assert_eq!(
        (row.day.to_string().as_str(), row.minor, row.account),
        ("2026-03-05", -1300, id(2))
    );
    assert_eq!((row.payee.as_str(), row.cleared), ("", true));
    assert_eq!(row.tags, ["fun", "trip"]);
    assert_eq!((world.balance(id(2)), world.balance(id(FOOD))), (-1300, 1300));
    // Another account's currency comes with it.
    let edit = EditTxn { account: Some(id(3)), ..leave(txn) };
    write(&world, move |cx| edit_txn(cx, edit));
    assert_eq!(shown(&world, txn).currency, "USD");
    world.check();
}

#[test]
fn an_imported_transaction_keeps_what_its_file_told() {
    let world = world();
    let (_, txn) = import(&world, &[("a", "2026-03-02", -1000)]).remove(0);
    let edits = [
        ("day", EditTxn { day: Some("2026-03-03".parse().expect("a day")), ..leave(txn) }),
        ("account", EditTxn { account: Some(id(2)), ..leave(txn) }),
        ("minor", EditTxn { minor: Some(-1), ..leave(txn) }),
    ];
    for (field, edit) in edits {
        let refused = refused(&world, move |cx| edit_txn(cx, edit));
        assert_eq!(refused, (Code::Denied, field.to_owned()));
    }
    let edit = EditTxn {
        payee: Some("Shop".into()),
        note: Some("a note".into()),
        category: Some(id(FUN).to_string()),
        cleared: Some(true),
        add_tags: Some(vec!["x".into()]),
        ..leave(txn)
    };
    write(&world, move |cx| edit_txn(cx, edit));
    let row = shown(&world, txn);
    assert_eq!(
        (row.payee.as_str(), row.raw.as_str(), row.note.as_str()),
        ("Shop", "SHOP a", "a note")
    );
    assert_eq!((row.imported, row.cleared, row.tags.len()), (true, true, 1));
    let undo = EditTxn {
        payee: Some(String::new()),
        note: Some(String::new()),
        category: Some(String::new()),
        cleared: Some(false),
        remove_tags: Some(vec!["x".into()]),
        ..leave(txn)
    };
    write(&world, move |cx| edit_txn(cx, undo));
    let row = shown(&world, txn);
    assert_eq!(
        (row.note.as_str(), row.category_by, row.cleared, row.tags.len()),
        ("", SaidBy::None, false, 0)
    );
    assert_ne!(row.payee, "Shop");
    world.check();
}

#[test]
fn a_category_a_transfer_and_parts_take_each_other_s_place() {
    let world = world();
    let imported = import(&world, &[("a", "2026-03-02", -1000)]).remove(0).1;
    let own = write(&world, |cx| add_txn(cx, new("2026-03-02", -1000))).id;
    for txn in [imported, own] {
        let say = |edit: EditTxn| write(&world, move |cx| edit_txn(cx, edit));
        say(EditTxn { category: Some(id(FOOD).to_string()), ..leave(txn) });
        say(EditTxn { transfer: Some(id(2).to_string()), ..leave(txn) });
        let row = shown(&world, txn);
        assert!(row.category.is_none() && row.transfer.is_some_and(|to| to.name == "Savings"));
        let splits = vec![part(Some(FOOD), -600), part(Some(2), -300), part(None, -100)];
        write(&world, move |cx| split_txn(cx, SplitTxn { id: txn, splits }));
        let row = shown(&world, txn);
        assert!(row.transfer.is_none());
        let names: Vec<String> = row
            .splits
            .iter()
            .map(|part| part.category.as_ref().map(|name| name.name.clone()).unwrap_or_default())
            .collect();
        assert_eq!(names, ["Food", "Savings", ""]);
        write(&world, move |cx| split_txn(cx, SplitTxn { id: txn, splits: vec![] }));
        let row = shown(&world, txn);
        assert!(row.splits.is_empty() && row.category_by == SaidBy::None);
        world.check();
    }
}

#[test]
fn parts_sum_to_the_transaction_and_change_with_it() {
    let world = world();
    let txn = write(&world, |cx| add_txn(cx, new("2026-03-02", -1000))).id;
    let wrong = vec![part(Some(FOOD), -600), part(None, -300)];
    let code = refused(&world, move |cx| split_txn(cx, SplitTxn { id: txn, splits: wrong }));
    assert_eq!(code, (Code::Invalid, "splits".to_owned()));
    let right = vec![part(Some(FOOD), -600), part(None, -400)];
    write(&world, move |cx| split_txn(cx, SplitTxn { id: txn, splits: right }));
    let edit = EditTxn { minor: Some(-900), ..leave(txn) };
    assert_eq!(refused(&world, move |cx| edit_txn(cx, edit)), (Code::Invalid, "minor".to_owned()));
    let splits = Some(vec![part(Some(FOOD), -600), part(None, -300)]);
    let edit = EditTxn { minor: Some(-900), splits, ..leave(txn) };
    write(&world, move |cx| edit_txn(cx, edit));
    assert_eq!((world.balance(id(FOOD)), world.balance(system::SPENDING)), (600, 300));
    world.check();
}

#[test]
fn what_cannot_be_is_refused_and_the_field_is_named() {
    let world = world();
    let txn = write(&world, |cx| add_txn(cx, new("2026-03-02", -1000))).id;
    let nobody = id(99);
    let edits = [
        ("category", Code::NotFound, EditTxn { category: Some(nobody.to_string()), ..leave(txn) }),
        ("category", Code::NotFound, EditTxn { category: Some(id(1).to_string()), ..leave(txn) }),
        ("category", Code::Invalid, EditTxn { category: Some("food".into()), ..leave(txn) }),
        (
            "transfer",
            Code::NotFound,
            EditTxn { transfer: Some(id(FOOD).to_string()), ..leave(txn) },
        ),
        ("transfer", Code::Invalid, EditTxn { transfer: Some(id(1).to_string()), ..leave(txn) }),
        (
            "transfer_minor",
            Code::Invalid,
            EditTxn { transfer: Some(id(3).to_string()), ..leave(txn) },
        ),
        ("transfer_minor", Code::Invalid, EditTxn { transfer_minor: Some(3), ..leave(txn) }),
        (
            "splits",
            Code::NotFound,
            EditTxn { splits: Some(vec![part(Some(99), -500), part(None, -500)]), ..leave(txn) },
        ),
        (
            "splits",
            Code::Invalid,
            EditTxn { splits: Some(vec![part(Some(1), -500), part(None, -500)]), ..leave(txn) },
        ),
        (
            "category",
            Code::Invalid,
            EditTxn { category: Some(String::new()), transfer: Some(String::new()), ..leave(txn) },
        ),
        ("account", Code::NotFound, EditTxn { account: Some(id(FOOD)), ..leave(txn) }),
        ("minor", Code::Invalid, EditTxn { minor: Some(i64::MAX), ..leave(txn) }),
        ("payee", Code::Invalid, EditTxn { payee: Some("x".repeat(201)), ..leave(txn) }),
        ("note", Code::Invalid, EditTxn { note: Some("x".repeat(20_001)), ..leave(txn) }),
        ("tags", Code::Invalid, EditTxn { add_tags: Some(vec![" # ".into()]), ..leave(txn) }),
        ("tags", Code::Invalid, EditTxn { add_tags: Some(vec!["x".into(); 51]), ..leave(txn) }),
    ];
    for (field, code, edit) in edits {
        let said = format!("{edit:?}");
        assert_eq!(
            refused(&world, move |cx| edit_txn(cx, edit)),
            (code, field.to_owned()),
            "{said}"
        );
    }
    let edit = leave(nobody);
    assert_eq!(refused(&world, move |cx| edit_txn(cx, edit)).0, Code::NotFound);
    let mut elsewhere = new("2026-03-02", -1);
    elsewhere.account = nobody;
    let code = refused(&world, move |cx| add_txn(cx, elsewhere));
    assert_eq!(code, (Code::NotFound, "account".to_owned()));
    let many = EditMany {
        ids: vec![txn; 5001],
        category: None,
        payee: None,
        note: None,
        add_tags: None,
        remove_tags: None,
        cleared: None,
    };
    assert_eq!(refused(&world, move |cx| edit_many(cx, many)), (Code::Invalid, "ids".to_owned()));
}

#[test]
fn between_currencies_what_arrives_is_said() {
    let world = world();
    let mut request = new("2026-03-02", -1000);
    request.transfer = Some(id(3));
    request.transfer_minor = Some(1100);
    let txn = write(&world, move |cx| add_txn(cx, request)).id;
    assert_eq!((world.balance(id(1)), world.balance(id(3))), (-1000, 1100));
    let detail = read(&world, |cx| super::txn(cx, TxnRef { id: txn }));
    assert_eq!(detail.postings.len(), 4);
    let edit = EditTxn { category: Some(id(FOOD).to_string()), ..leave(txn) };
    write(&world, move |cx| edit_txn(cx, edit));
    assert_eq!(world.balance(id(3)), 0);
    world.check();
}

#[test]
fn many_are_changed_at_once_and_legs_of_transfers_are_left() {
    let world = world();
    let rows = import(
        &world,
        &[("a", "2026-03-02", -1000), ("b", "2026-03-03", -500), ("c", "2026-03-03", -7)],
    );
    let ids: Vec<AnyId> = rows.iter().map(|(_, id)| *id).collect();
    let own = write(&world, |cx| add_txn(cx, new("2026-03-02", -20))).id;
    let arrived = row(id(2), "x", "2026-03-04", 7);
    world.import(vec![arrived.clone()]);
    let pair = DecideMatch { a: ids[2], b: world.of(&arrived), kind: MatchKind::Transfer };
    write(&world, move |cx| decide_match(cx, pair));
    let many = EditMany {
        ids: [ids.clone(), vec![own, own]].concat(),
        category: Some(id(FOOD).to_string()),
        payee: Some("All".into()),
        note: None,
        add_tags: Some(vec!["x".into()]),
        remove_tags: None,
        cleared: Some(true),
    };
    let edited = write(&world, move |cx| edit_many(cx, many));
    assert_eq!(edited, EditedMany { changed: 3, left: 1 });
    assert_eq!(world.balance(id(FOOD)), 1520);
    for id in [ids[0], ids[1], own] {
        let row = shown(&world, id);
        assert_eq!((row.payee.as_str(), row.cleared, row.tags.len()), ("All", true, 1));
    }
    assert!(!shown(&world, ids[2]).cleared);
    world.check();
}

#[test]
fn what_is_thrown_away_stays_away_and_comes_back_when_asked() {
    let world = world();
    let (told, imported) = import(&world, &[("a", "2026-03-02", -1000)]).remove(0);
    let own = write(&world, |cx| add_txn(cx, new("2026-03-02", -20))).id;
    write(&world, move |cx| delete_txns(cx, TxnRefs { ids: vec![imported, own] }));
    assert_eq!(world.balance(id(1)), 0);
    world.import(vec![told]);
    assert_eq!(world.balance(id(1)), 0, "another import does not revive it");
    let page = read(&world, |cx| {
        register(cx, ListTxns { only: Some(Only::Hidden), ..ListTxns::default() })
    });
    assert_eq!(page.items.iter().map(|row| row.id).collect::<Vec<_>>(), [imported]);
    let edit = EditTxn { hidden: Some(false), ..leave(imported) };
    write(&world, move |cx| edit_txn(cx, edit));
    assert_eq!(world.balance(id(1)), -1000);
    world.check();
}

#[test]
fn an_opening_follows_from_its_account_alone() {
    let world = world();
    let edit = EditAccount { opening_minor: Some(500), ..super::accounts::leave_account(id(1)) };
    write(&world, move |cx| edit_account(cx, edit));
    let opening = crate::model::opening_id(id(1));
    let edit = EditTxn { note: Some("x".into()), ..leave(opening) };
    assert_eq!(refused(&world, move |cx| edit_txn(cx, edit)).0, Code::Denied);
    let refs = TxnRefs { ids: vec![opening] };
    assert_eq!(refused(&world, move |cx| delete_txns(cx, refs)).0, Code::Denied);
}

#[test]
fn a_tag_that_a_rule_gives_is_taken_off_and_put_on_again() {
    let world = world();
    let (_, txn) = import(&world, &[("a", "2026-03-02", -1000)]).remove(0);
    let when = r#"{"on":"direction","way":"out"}"#;
    world.rule(id(30), 1, when, r#"{"set":"tag","tag":"out"}"#);
    assert_eq!(shown(&world, txn).tags, ["out"]);
    let edit = EditTxn { remove_tags: Some(vec!["out".into()]), ..leave(txn) };
    write(&world, move |cx| edit_txn(cx, edit));
    assert!(shown(&world, txn).tags.is_empty());
    let edit = EditTxn { add_tags: Some(vec!["out".into()]), ..leave(txn) };
    write(&world, move |cx| edit_txn(cx, edit));
    assert_eq!(shown(&world, txn).tags, ["out"]);
    world.check();
}
