//! Reconciling over the real store.

use super::*;
use crate::api::tests::{import, new, read, refused, shown, world, write};
use crate::api::*;
use crate::projection::tests::{World, id};

fn day_of(text: &str) -> Day {
    text.parse().expect("a day")
}

fn of(world: &World, day: &str, minor: i64) -> Reconciling {
    read(world, |cx| reconcile(cx, ReconcileOf { account: id(1), day: day_of(day), minor }))
}

fn finish(day: &str, minor: i64, adjust: bool) -> FinishReconcile {
    FinishReconcile { account: id(1), day: day_of(day), minor, adjust: Some(adjust), payee: None }
}

fn tick(world: &World, ids: &[AnyId]) {
    let ids = ids.to_vec();
    write(world, move |cx| set_cleared(cx, SetCleared { ids, on: true }));
}

/// Three rows: two in February, one in March.
fn bank() -> (World, Vec<AnyId>) {
    let world = world();
    let rows = [("a", "2026-02-03", -1_000), ("b", "2026-02-20", -500), ("c", "2026-03-01", -70)];
    let ids = import(&world, &rows).into_iter().map(|(_, id)| id).collect();
    (world, ids)
}

#[test]
fn a_statement_is_ticked_off_and_kept() {
    let (world, ids) = bank();
    let found = of(&world, "2026-02-28", -1_500);
    assert_eq!((found.cleared_minor, found.difference, found.open), (0, -1_500, 2));
    assert_eq!(found.items[0].id, ids[1], "the latest first, and nothing of March");
    tick(&world, &ids[..1]);
    assert_eq!(of(&world, "2026-02-28", -1_500).difference, -500);
    let code = refused(&world, |cx| finish_reconcile(cx, finish("2026-02-28", -1_500, false)));
    assert_eq!(code.1, "minor");
    tick(&world, &ids[1..2]);
    let before = world.tables();
    write(&world, |cx| finish_reconcile(cx, finish("2026-02-28", -1_500, false)));
    assert!(shown(&world, ids[0]).reconciled && !shown(&world, ids[2]).reconciled);
    let march = of(&world, "2026-03-31", -1_570);
    assert_eq!((march.open, march.difference), (1, -70));
    assert_eq!(march.last.map(|kept| kept.minor), Some(-1_500));
    let kept = SetCleared { ids: ids[..1].to_vec(), on: false };
    assert_eq!(refused(&world, move |cx| set_cleared(cx, kept)).0, Code::Denied);
    world.check();
    world.undo();
    assert_eq!(world.tables(), before, "finishing is one step");
}

#[test]
fn what_is_missing_can_be_written_down() {
    let (world, ids) = bank();
    tick(&world, &ids[..2]);
    write(&world, |cx| finish_reconcile(cx, finish("2026-02-28", -1_800, true)));
    assert_eq!(world.balance(id(1)), -1_870);
    let found = of(&world, "2026-02-28", -1_800);
    assert_eq!((found.difference, found.open), (0, 0));
    let early = refused(&world, |cx| finish_reconcile(cx, finish("2026-01-31", 0, true)));
    assert_eq!(early, (Code::Conflict, "day".to_owned()));
    world.check();
}

#[test]
fn a_statement_can_be_opened_again() {
    let (world, ids) = bank();
    tick(&world, &ids);
    write(&world, |cx| finish_reconcile(cx, finish("2026-02-28", -1_500, false)));
    write(&world, |cx| finish_reconcile(cx, finish("2026-03-31", -1_570, false)));
    write(&world, |cx| reopen_statement(cx, ReopenStatement { account: id(1) }));
    assert!(shown(&world, ids[1]).reconciled && !shown(&world, ids[2]).reconciled);
    assert!(shown(&world, ids[2]).cleared, "what was ticked off stays so");
    write(&world, |cx| reopen_statement(cx, ReopenStatement { account: id(1) }));
    assert!(!shown(&world, ids[0]).reconciled);
    refused(&world, |cx| reopen_statement(cx, ReopenStatement { account: id(1) }));
    world.check();
}

#[test]
fn money_that_comes_from_another_own_account_counts() {
    let world = world();
    let moved = NewTxn { account: id(2), transfer: Some(id(1)), ..new("2026-02-10", -3_000) };
    let txn = write(&world, move |cx| add_txn(cx, moved)).id;
    let found = of(&world, "2026-02-28", 3_000);
    assert_eq!(found.open, 1);
    let item = &found.items[0];
    assert_eq!((item.account, item.minor), (id(1), 3_000), "as this account sees it");
    assert_eq!(item.transfer.as_ref().map(|other| other.id), Some(id(2)));
    tick(&world, &[txn]);
    assert_eq!(of(&world, "2026-02-28", 3_000).difference, 0);
}
