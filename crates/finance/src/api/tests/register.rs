//! Lists of transactions.

use super::*;
use crate::model::system;
use crate::projection::tests::closing;

fn list(world: &World, request: ListTxns) -> TxnPage {
    read(world, |cx| register(cx, request))
}

fn minors(page: &TxnPage) -> Vec<i64> {
    page.items.iter().map(|row| row.minor).collect()
}

fn of_checking() -> ListTxns {
    ListTxns { account: Some(id(1)), ..ListTxns::default() }
}

/// Five rows of March, one of them to savings, one split.
fn filled() -> (World, Vec<AnyId>) {
    let world = world();
    let rows = import(
        &world,
        &[
            ("a", "2026-03-02", -1000),
            ("b", "2026-03-04", -500),
            ("c", "2026-03-04", -250),
            ("d", "2026-02-28", 9000),
            ("e", "2026-03-31", -60),
        ],
    );
    let ids: Vec<AnyId> = rows.into_iter().map(|(_, id)| id).collect();
    let transfer = EditTxn { transfer: Some(id(2).to_string()), ..leave(ids[1]) };
    write(&world, move |cx| edit_txn(cx, transfer));
    let of = ids[0];
    let splits = vec![part(Some(FOOD), -700), part(Some(FUN), -300)];
    write(&world, move |cx| split_txn(cx, SplitTxn { id: of, splits }));
    let food = EditTxn { category: Some(id(FOOD).to_string()), ..leave(ids[4]) };
    write(&world, move |cx| edit_txn(cx, food));
    (world, ids)
}

#[test]
fn an_account_s_rows_come_page_by_page_with_what_it_holds_after_each() {
    let (world, _) = filled();
    world.balances(vec![closing(id(1), "2026-02-28", 10_000)]);
    let page = list(&world, of_checking());
    assert_eq!(page.count, Some(6), "the opening is one");
    let balances: Vec<i64> = page.items.iter().filter_map(|row| row.balance_minor).collect();
    assert_eq!(balances, [8190, 8250, balances[2], 9000, 10_000, 1000]);
    assert_eq!(page.sums, [Amount { minor: 8190, currency: "EUR".into() }]);
    assert!(page.items[5].opening && page.items[5].minor == 1000);
    for oldest_first in [false, true] {
        let mut wanted = page.items.clone();
        if oldest_first {
            wanted.reverse();
        }
        let mut cursor = None;
        let mut found = Vec::new();
        for _ in 0..6 {
            let request = ListTxns {
                limit: Some(2),
                cursor: cursor.clone(),
                oldest_first: Some(oldest_first),
                ..of_checking()
            };
            let page = list(&world, request);
            assert_eq!(page.count.is_some(), cursor.is_none(), "only the first page counts");
            found.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, wanted);
    }
}

#[test]
fn the_other_account_of_a_transfer_sees_it_from_its_side() {
    let (world, ids) = filled();
    let page = list(&world, ListTxns { account: Some(id(2)), ..ListTxns::default() });
    assert_eq!(page.items.len(), 1);
    let row = &page.items[0];
    assert_eq!((row.id, row.minor, row.balance_minor), (ids[1], 500, Some(500)));
    assert_eq!(row.account_name, "Savings");
    assert_eq!(row.transfer.as_ref().map(|other| other.name.as_str()), Some("Checking"));
}

#[test]
fn lists_are_filtered_by_what_rows_are() {
    let (world, ids) = filled();
    let all = list(&world, ListTxns::default());
    assert_eq!((all.count, all.items[0].balance_minor), (Some(5), None));
    let only = |only| list(&world, ListTxns { only: Some(only), ..ListTxns::default() });
    assert_eq!(minors(&only(Only::Split)), [-1000]);
    assert_eq!(minors(&only(Only::Transfer)), [-500]);
    assert_eq!(minors(&only(Only::Uncategorized)), [-250, 9000]);
    assert_eq!(only(Only::Pending).count, Some(0));
    assert_eq!(only(Only::Unreconciled).count, Some(5));
    let tagged = EditTxn {
        add_tags: Some(vec!["x".into()]),
        payee: Some("Bäcker".into()),
        note: Some("50% off".into()),
        ..leave(ids[2])
    };
    write(&world, move |cx| edit_txn(cx, tagged));
    let found = |request| minors(&list(&world, request));
    assert_eq!(found(ListTxns { tag: Some("x".into()), ..ListTxns::default() }), [-250]);
    assert_eq!(found(ListTxns { payee: Some("Bäcker".into()), ..ListTxns::default() }), [-250]);
    for text in ["BÄCK", "bäck", "50% o", "2.50", "-2,50"] {
        assert_eq!(
            found(ListTxns { text: Some(text.into()), ..ListTxns::default() }),
            [-250],
            "{text}"
        );
    }
    assert_eq!(found(ListTxns { text: Some("%".into()), ..ListTxns::default() }), [-250]);
    assert_eq!(found(ListTxns { text: Some("shop".into()), ..ListTxns::default() }).len(), 5);
    assert_eq!(
        found(ListTxns { min: Some(300), max: Some(1000), ..ListTxns::default() }),
        [-500, -1000]
    );
    let days = ListTxns {
        from: Some("2026-03-02".parse().expect("a day")),
        to: Some("2026-03-04".parse().expect("a day")),
        ..of_checking()
    };
    let page = list(&world, days);
    assert_eq!(page.sums, [Amount { minor: -1750, currency: "EUR".into() }]);
    assert_eq!(page.items[0].balance_minor, Some(7250), "days do not disturb what it holds");
    let wrong = ListTxns {
        from: Some("2026-03-02".parse().expect("a day")),
        to: Some("2026-03-01".parse().expect("a day")),
        ..ListTxns::default()
    };
    let error = world.store.read(|cx| register(cx, wrong)).expect_err("the wrong way round");
    assert_eq!(error.field(), Some("to"));
    let wrong = ListTxns { cursor: Some("x".into()), ..ListTxns::default() };
    assert_eq!(
        world.store.read(|cx| register(cx, wrong)).expect_err("no cursor").field(),
        Some("cursor")
    );
}

#[test]
fn a_category_lists_its_parts_and_what_lies_in_it() {
    let (world, _) = filled();
    let food = list(&world, ListTxns { category: Some(id(FOOD)), ..ListTxns::default() });
    let parts: Vec<Option<i64>> = food.items.iter().map(|row| row.part_minor).collect();
    assert_eq!(parts, [Some(-60), Some(-700)]);
    assert_eq!(food.sums, [Amount { minor: -760, currency: "EUR".into() }]);
    let inside = EditCategory {
        id: id(FUN),
        parent: Some(id(FOOD).to_string()),
        name: None,
        icon: None,
        closed: None,
        position: None,
    };
    write(&world, move |cx| edit_category(cx, inside));
    let food = list(&world, ListTxns { category: Some(id(FOOD)), ..ListTxns::default() });
    assert_eq!(food.sums, [Amount { minor: -1060, currency: "EUR".into() }]);
    let nothing =
        list(&world, ListTxns { category: Some(system::SPENDING), ..ListTxns::default() });
    assert_eq!(minors(&nothing), [-250], "what nobody has named is listed like a category");
}

#[test]
fn the_rows_behind_a_figure_sum_to_it() {
    let (world, _) = filled();
    let to = Some("2026-03-31".parse().expect("a day"));
    let of = |by| SpendingOf { by, to, ..SpendingOf::default() };
    for by in [MoneyBy::Category, MoneyBy::Payee, MoneyBy::Account, MoneyBy::Tag] {
        let report = read(&world, |cx| spending(cx, of(by)));
        assert!(!report.rows.is_empty(), "{by:?}");
        for row in report.rows {
            let page =
                list(&world, ListTxns { behind: Some(row.rows.clone()), ..ListTxns::default() });
            let sum: i64 = page.sums.iter().map(|sum| sum.minor).sum();
            assert_eq!(sum, -row.minor, "{row:?}");
        }
    }
}

#[test]
fn a_transaction_is_shown_with_all_that_was_told_and_how_it_is_booked() {
    let (world, ids) = filled();
    let detail = read(&world, |cx| txn(cx, TxnRef { id: ids[0] }));
    assert_eq!(detail.told.len(), 1);
    assert_eq!(
        (detail.told[0].format.as_deref(), detail.told[0].payee.as_str()),
        (Some("ofx"), "SHOP a")
    );
    let booked: Vec<(String, &str, i64)> = detail
        .postings
        .iter()
        .map(|one| (one.name.clone(), one.kind.as_str(), one.minor))
        .collect();
    assert_eq!(
        booked,
        [
            ("Checking".into(), "asset", -1000),
            ("Food".into(), "expense", 700),
            ("Fun".into(), "expense", 300)
        ]
    );
    let nobody = TxnRef { id: id(99) };
    assert_eq!(world.store.read(|cx| txn(cx, nobody)).expect_err("nothing").code(), Code::NotFound);
}
