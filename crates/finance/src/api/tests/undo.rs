//! Every command is one step of undo, which restores everything.

use super::*;

/// Runs a command; undoing it once restores the tables, and doing it again gives what it gave.
fn is_one_step<T: Send + 'static>(
    world: &World,
    what: &str,
    body: impl FnOnce(&mut WriteCx<'_>) -> Result<T> + Send + 'static,
) {
    let before = (world.tables(), world.said());
    write(world, body);
    let after = (world.tables(), world.said());
    assert_ne!(before.1, after.1, "{what} changes something");
    world.undo().expect("there is a step");
    assert_eq!(world.said(), before.1, "undoing {what} restores the tables");
    assert_eq!(world.tables(), before.0);
    world.redo().expect("it can be done again");
    assert_eq!(world.said(), after.1, "{what}, done again");
    world.check();
}

#[test]
fn every_command_is_one_step_that_restores_everything() {
    let world = world();
    let rows = import(
        &world,
        &[("a", "2026-03-05", -1250), ("b", "2026-03-06", -70), ("c", "2026-03-07", -70)],
    );
    let ids: Vec<AnyId> = rows.iter().map(|(_, id)| *id).collect();
    let (a, b, c) = (ids[0], ids[1], ids[2]);
    let arrived = row(id(2), "x", "2026-03-07", 1250);
    world.import(vec![arrived.clone()]);
    let arrived = world.of(&arrived);
    let mut added = new("2026-03-05", -70);
    added.payee = Some("By hand".into());
    added.splits = Some(vec![part(Some(FOOD), -60), part(Some(2), -10)]);
    is_one_step(&world, "add_txn", move |cx| add_txn(cx, added));
    let own = read(&world, |cx| {
        register(cx, ListTxns { payee: Some("By hand".into()), ..ListTxns::default() })
    });
    let own = own.items[0].id;
    let edit = EditTxn {
        payee: Some("Shop".into()),
        note: Some("words".into()),
        category: Some(id(FOOD).to_string()),
        add_tags: Some(vec!["x".into(), "y".into()]),
        cleared: Some(true),
        ..leave(a)
    };
    is_one_step(&world, "edit_txn of an imported one", move |cx| edit_txn(cx, edit));
    let edit = EditTxn {
        minor: Some(-71),
        day: Some("2026-03-08".parse().expect("a day")),
        account: Some(id(2)),
        category: Some(id(FUN).to_string()),
        note: Some("words".into()),
        ..leave(own)
    };
    is_one_step(&world, "edit_txn of an own one", move |cx| edit_txn(cx, edit));
    let splits = vec![part(Some(FOOD), -1000), part(None, -250)];
    is_one_step(&world, "split_txn", move |cx| split_txn(cx, SplitTxn { id: a, splits }));
    is_one_step(&world, "decide_match transfer", move |cx| {
        decide_match(cx, DecideMatch { a, b: arrived, kind: MatchKind::Transfer })
    });
    is_one_step(&world, "unmatch", move |cx| unmatch(cx, MatchOf { a, b: arrived }));
    is_one_step(&world, "decide_match same", move |cx| {
        decide_match(cx, DecideMatch { a: b, b: c, kind: MatchKind::Same })
    });
    is_one_step(&world, "decide_match not", move |cx| {
        decide_match(cx, DecideMatch { a, b: arrived, kind: MatchKind::Not })
    });
    let many = EditMany {
        ids: vec![a, b, own],
        category: Some(id(FUN).to_string()),
        payee: Some("All".into()),
        note: Some("all".into()),
        add_tags: Some(vec!["z".into()]),
        remove_tags: Some(vec!["x".into()]),
        cleared: Some(false),
    };
    is_one_step(&world, "edit_many", move |cx| edit_many(cx, many));
    is_one_step(&world, "delete_txns", move |cx| delete_txns(cx, TxnRefs { ids: vec![a, own, b] }));
    let edit = EditTxn { hidden: Some(false), ..leave(a) };
    is_one_step(&world, "edit_txn that takes back", move |cx| edit_txn(cx, edit));
}

#[test]
fn every_command_about_accounts_is_one_step_that_restores_everything() {
    let world = world();
    import(&world, &[("a", "2026-03-05", -1250)]);
    let edit = EditAccount {
        name: Some("Main".into()),
        opening_minor: Some(500),
        note: Some("words".into()),
        ..super::accounts::leave_account(id(1))
    };
    is_one_step(&world, "edit_account", move |cx| edit_account(cx, edit));
    let new = NewAccount {
        name: "New".into(),
        kind: AccountKind::Liability,
        subtype: None,
        currency: "JPY".into(),
        bank: None,
        number: None,
        icon: None,
        opening_minor: Some(-5),
        opening_day: None,
        note: None,
    };
    is_one_step(&world, "create_account", move |cx| create_account(cx, new));
    let new = NewCategory {
        name: "Out".into(),
        kind: CategoryKind::Expense,
        parent: Some(id(FOOD)),
        icon: None,
    };
    is_one_step(&world, "create_category", move |cx| create_category(cx, new));
    let edit = EditCategory {
        id: id(FUN),
        name: Some("Joy".into()),
        parent: Some(id(FOOD).to_string()),
        icon: None,
        closed: None,
        position: Some(9),
    };
    is_one_step(&world, "edit_category", move |cx| edit_category(cx, edit));
    is_one_step(&world, "merge_category", move |cx| {
        merge_category(cx, MergeCategory { from: id(FOOD), into: id(FUN) })
    });
    is_one_step(&world, "start", |cx| start(cx, StartFinance { base: "CHF".into(), names: None }));
    is_one_step(&world, "edit_settings", |cx| {
        edit_settings(cx, EditFinanceSettings { base: Some("USD".into()) })
    });
    let rate = |rate: &str| SetRate {
        from: "EUR".into(),
        to: "USD".into(),
        day: "2026-03-01".parse().expect("a day"),
        rate: rate.into(),
    };
    for (what, rate) in [
        ("set_rate", rate("1.1")),
        ("set_rate anew", rate("1.2")),
        ("set_rate to nothing", rate("")),
    ] {
        is_one_step(&world, what, move |cx| set_rate(cx, rate));
    }
}
