//! Accounts, categories, settings and rates.

use super::*;
use crate::projection::tests::fields;
use crate::record::STATEMENT;
use domain::command::Nothing;

/// A change of an account that leaves everything.
pub(crate) fn leave_account(id: AnyId) -> EditAccount {
    EditAccount {
        id,
        name: None,
        kind: None,
        subtype: None,
        currency: None,
        bank: None,
        number: None,
        icon: None,
        closed: None,
        position: None,
        opening_minor: None,
        opening_day: None,
        opening_unsaid: None,
        note: None,
    }
}

fn listed(world: &World) -> Accounts {
    read(world, |cx| super::accounts(cx, Nothing {}))
}

#[test]
fn an_account_is_made_changed_and_listed_with_what_it_holds() {
    let world = World::new();
    assert_eq!(listed(&world).worth, None);
    let request = NewAccount {
        name: " Giro ".into(),
        kind: AccountKind::Asset,
        subtype: Some(AccountSubtype::Checking),
        currency: "eur".into(),
        bank: Some("Bank".into()),
        number: Some("DE89 3704 0044 0532 0130 00".into()),
        icon: None,
        opening_minor: Some(10_000),
        opening_day: Some("2026-01-01".parse().expect("a day")),
        note: None,
    };
    let account = write(&world, move |cx| create_account(cx, request)).id;
    let rows: Vec<Row> = [("a", -1000), ("b", -200)]
        .map(|(key, minor)| row(account, key, "2026-03-05", minor))
        .to_vec();
    world.import(rows.clone());
    let ids = rows.iter().map(|row| world.of(row)).collect::<Vec<_>>();
    let cleared = EditTxn { cleared: Some(true), ..leave(ids[0]) };
    write(&world, move |cx| edit_txn(cx, cleared));
    let accounts = listed(&world);
    let found = &accounts.accounts[0];
    assert_eq!(
        (found.name.as_str(), found.currency.as_str(), found.number_end.as_str()),
        ("Giro", "EUR", "3000")
    );
    assert_eq!((found.kind, found.subtype), (AccountKind::Asset, AccountSubtype::Checking));
    assert_eq!((found.balance.minor, found.cleared_minor, found.uncategorized), (8800, 9000, 2));
    assert_eq!(found.last_day.map(|day| day.to_string()).as_deref(), Some("2026-03-05"));
    let edit = EditAccount { currency: Some("USD".into()), ..leave_account(account) };
    let code = refused(&world, move |cx| edit_account(cx, edit));
    assert_eq!(code, (Code::Denied, "currency".to_owned()));
    let edit = EditAccount {
        name: Some("Main".into()),
        kind: Some(AccountKind::Liability),
        subtype: Some(AccountSubtype::Card),
        closed: Some(true),
        opening_unsaid: Some(true),
        ..leave_account(account)
    };
    write(&world, move |cx| edit_account(cx, edit));
    let found = listed(&world).accounts.remove(0);
    assert_eq!((found.name.as_str(), found.closed, found.balance.minor), ("Main", true, -1200));
    assert_eq!((found.kind, found.subtype), (AccountKind::Liability, AccountSubtype::Card));
    world.check();
}

#[test]
fn a_statement_that_was_right_says_when_it_no_longer_is() {
    let world = world();
    let rows = import(&world, &[("a", "2026-03-05", -1000), ("b", "2026-03-06", -70)]);
    let (told, first) = &rows[0];
    world.note(told, "reconciled", Some(true.into()));
    let statement = [
        ("account", id(1).to_string().into()),
        ("day", "2026-03-05".into()),
        ("minor", (-1000).into()),
        ("currency", "EUR".into()),
    ];
    world.put(&STATEMENT, id(70), fields(statement));
    let difference = || {
        let found = listed(&world).accounts.into_iter().find(|found| found.id == id(1));
        found.and_then(|found| found.statement).map(|statement| statement.difference)
    };
    assert_eq!(difference(), Some(0));
    let gone = TxnRefs { ids: vec![*first] };
    write(&world, move |cx| delete_txns(cx, gone));
    assert_eq!(difference(), Some(-1000));
}

#[test]
fn what_everything_is_worth_names_its_rates_and_what_it_lacks() {
    let world = world();
    import(&world, &[("a", "2026-02-05", 1000)]);
    let mut dollars = row(id(3), "x", "2026-02-05", 1100);
    dollars.currency = "USD".into();
    world.import(vec![dollars]);
    let accounts = listed(&world);
    assert_eq!(accounts.worth, Some(Amount { minor: 1000, currency: "EUR".into() }));
    assert_eq!(accounts.unconverted, [Amount { minor: 1100, currency: "USD".into() }]);
    let rate = |day: &str, rate: &str| SetRate {
        from: "eur".into(),
        to: "USD".into(),
        day: day.parse().expect("a day"),
        rate: rate.into(),
    };
    for request in [rate("2026-02-01", "1.10"), rate("2026-02-20", "2"), rate("2026-02-20", "1.25")]
    {
        write(&world, move |cx| set_rate(cx, request));
    }
    let accounts = listed(&world);
    assert_eq!(accounts.worth, Some(Amount { minor: 1880, currency: "EUR".into() }));
    assert_eq!((accounts.rates.len(), accounts.rates[0].num, accounts.rates[0].den), (1, 5, 4));
    assert!(accounts.unconverted.is_empty());
    let request = rate("2026-02-20", "");
    write(&world, move |cx| set_rate(cx, request));
    assert_eq!(listed(&world).worth.map(|worth| worth.minor), Some(2000));
    let request = rate("2026-02-20", "1.5");
    write(&world, move |cx| set_rate(cx, request));
    assert_eq!(read(&world, |cx| rates(cx, Nothing {})).len(), 2);
    for (field, text) in [("rate", "0"), ("rate", "-1"), ("rate", "1,5"), ("rate", "x")] {
        let request = rate("2026-02-20", text);
        let code = refused(&world, move |cx| set_rate(cx, request));
        assert_eq!(code, (Code::Invalid, field.to_owned()), "{text}");
    }
    let same = SetRate { to: "EUR".into(), ..rate("2026-02-20", "1") };
    assert_eq!(refused(&world, move |cx| set_rate(cx, same)).1, "to");
    world.check();
}

#[test]
fn a_ledger_begins_with_categories_once_and_with_the_names_that_are_given() {
    let world = World::new();
    let settings = read(&world, |cx| settings(cx, Nothing {}));
    assert!(!settings.started && !settings.base_chosen);
    let names = Some([("food".to_owned(), "Essen".to_owned())].into());
    write(&world, move |cx| start(cx, StartFinance { base: "chf".into(), names }));
    let found = read(&world, |cx| categories(cx, Nothing {}));
    let food = found.iter().find(|row| row.name == "Essen").expect("in the person's language");
    let inside: Vec<&str> = found
        .iter()
        .filter(|row| row.parent == Some(food.id))
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(inside, ["Groceries", "Restaurants", "Coffee and snacks"]);
    let edit = EditCategory {
        id: food.id,
        name: Some("Food".into()),
        parent: None,
        icon: None,
        closed: None,
        position: None,
    };
    write(&world, move |cx| edit_category(cx, edit));
    write(&world, |cx| start(cx, StartFinance { base: "EUR".into(), names: None }));
    let again = read(&world, |cx| categories(cx, Nothing {}));
    assert_eq!(again.len(), found.len());
    assert!(again.iter().any(|row| row.name == "Food"), "what was renamed stays so");
    let settings = read(&world, |cx| super::settings(cx, Nothing {}));
    assert_eq!(
        (settings.base.as_str(), settings.base_chosen, settings.started),
        ("EUR", true, true)
    );
    let code = refused(&world, |cx| start(cx, StartFinance { base: "XXX".into(), names: None }));
    assert_eq!(code, (Code::Invalid, "base".to_owned()));
    let other = World::new();
    write(&other, |cx| start(cx, StartFinance { base: "EUR".into(), names: None }));
    let ids = |rows: Vec<CategoryRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    let theirs = read(&other, |cx| categories(cx, Nothing {}));
    assert_eq!(ids(again), ids(theirs), "two devices begin alike");
    world.check();
}

#[test]
fn categories_lie_in_each_other_and_are_merged_without_loss() {
    let world = world();
    let request = NewCategory {
        name: "Out".into(),
        kind: CategoryKind::Expense,
        parent: Some(id(FOOD)),
        icon: Some("x".into()),
    };
    let out = write(&world, move |cx| create_category(cx, request)).id;
    let edit = |id: AnyId, parent: String| EditCategory {
        id,
        parent: Some(parent),
        name: None,
        icon: None,
        closed: None,
        position: None,
    };
    for parent in [id(FOOD).to_string(), out.to_string()] {
        let request = edit(id(FOOD), parent);
        let code = refused(&world, move |cx| edit_category(cx, request));
        assert_eq!(code, (Code::Invalid, "parent".to_owned()), "nothing lies in itself");
    }
    let income = NewCategory {
        name: "Pay".into(),
        kind: CategoryKind::Income,
        parent: Some(id(FOOD)),
        icon: None,
    };
    assert_eq!(refused(&world, move |cx| create_category(cx, income)).1, "parent");
    let mut request = new("2026-03-02", -900);
    request.category = Some(id(FOOD));
    write(&world, move |cx| add_txn(cx, request));
    let before = world.tables();
    write(&world, move |cx| merge_category(cx, MergeCategory { from: id(FOOD), into: id(FUN) }));
    assert_eq!((world.balance(id(FOOD)), world.balance(id(FUN))), (0, 900));
    let rows = read(&world, |cx| categories(cx, Nothing {}));
    let find = |id: AnyId| rows.iter().find(|row| row.id == id).expect("it is listed");
    assert_eq!(
        (find(id(FOOD)).into, find(id(FOOD)).closed, find(out).parent),
        (Some(id(FUN)), true, Some(id(FUN)))
    );
    assert_eq!(find(id(FUN)).txns, 1);
    world.check();
    let back = MergeCategory { from: id(FUN), into: id(FOOD) };
    assert_eq!(refused(&world, move |cx| merge_category(cx, back)).0, Code::Conflict);
    world.undo();
    assert_eq!(world.tables(), before);
}

#[test]
fn a_category_is_merged_into_one_that_lies_inside_it_and_that_one_moves_up() {
    let world = world();
    let request = NewCategory {
        name: "Out".into(),
        kind: CategoryKind::Expense,
        parent: Some(id(FOOD)),
        icon: None,
    };
    let out = write(&world, move |cx| create_category(cx, request)).id;
    let mut request = new("2026-03-02", -900);
    request.category = Some(id(FOOD));
    write(&world, move |cx| add_txn(cx, request));
    write(&world, move |cx| merge_category(cx, MergeCategory { from: id(FOOD), into: out }));
    let rows = read(&world, |cx| categories(cx, Nothing {}));
    assert_eq!(rows.iter().find(|row| row.id == out).and_then(|row| row.parent), None);
    let reopen = EditCategory {
        id: id(FOOD),
        parent: None,
        name: None,
        icon: None,
        closed: Some(false),
        position: None,
    };
    write(&world, move |cx| edit_category(cx, reopen));
    assert_eq!((world.balance(id(FOOD)), world.balance(out)), (900, 0));
    for (from, into, field) in [
        (id(FOOD), id(FOOD), "into"),
        (id(1), id(FOOD), "from"),
        (crate::model::system::SPENDING, id(FOOD), "from"),
    ] {
        let code = refused(&world, move |cx| merge_category(cx, MergeCategory { from, into }));
        assert_eq!(code.1, field);
    }
    world.check();
}
