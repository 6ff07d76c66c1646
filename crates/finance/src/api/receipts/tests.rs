//! Receipts over the real store.

use super::*;
use crate::api::tests::{import, read, refused, shown, world, write};
use crate::projection::tests::World;

fn day_of(text: &str) -> Day {
    text.parse().expect("a day")
}

fn list(world: &World, request: ListReceipts) -> Vec<ReceiptRow> {
    read(world, |cx| receipts(cx, request))
}

fn bread() -> NewReceipt {
    NewReceipt {
        store: Some("Bakery".into()),
        date: Some(day_of("2026-02-03")),
        minor: Some(450),
        ..NewReceipt::default()
    }
}

#[test]
fn a_receipt_finds_its_transaction_by_amount_and_day() {
    let world = world();
    let rows = import(
        &world,
        &[
            ("far", "2026-02-20", -450),
            ("late", "2026-02-05", -450),
            ("near", "2026-02-03", -450),
            ("other", "2026-02-03", -451),
            ("in", "2026-02-03", 450),
        ],
    );
    let before = world.tables();
    let id = write(&world, |cx| add_receipt(cx, bread())).id;
    let found = list(&world, ListReceipts::default()).remove(0);
    let offers: Vec<AnyId> = found.offers.iter().map(|row| row.id).collect();
    assert_eq!(
        offers,
        [rows[2].1, rows[1].1],
        "the nearest first, neither far away nor of another amount"
    );
    let txn = rows[2].1;
    write(&world, move |cx| link_receipt(cx, LinkReceipt { id, txn: Some(txn) }));
    assert_eq!(shown(&world, txn).receipts, 1);
    let found = list(&world, ListReceipts { txn: Some(txn), ..ListReceipts::default() }).remove(0);
    assert_eq!((found.txn.map(|row| row.id), found.offers.len()), (Some(txn), 0));
    assert!(list(&world, ListReceipts { loose: Some(true), ..ListReceipts::default() }).is_empty());
    world.check();
    world.undo();
    world.undo();
    assert_eq!(world.tables(), before, "each is one step");
}

#[test]
fn a_receipt_is_changed_and_thrown_away() {
    let world = world();
    let id = write(&world, |cx| add_receipt(cx, bread())).id;
    let edit = EditReceipt {
        id,
        note: Some("rolls".into()),
        store: None,
        date: Some(String::new()),
        minor: Some(500),
        currency: Some("usd".into()),
        add_photos: None,
        remove_photos: None,
    };
    write(&world, move |cx| edit_receipt(cx, edit));
    let found = list(&world, ListReceipts::default()).remove(0);
    assert_eq!(
        (found.note.as_str(), found.minor, found.date, found.currency.as_str()),
        ("rolls", Some(500), None, "USD")
    );
    write(&world, move |cx| delete_receipt(cx, ReceiptRef { id }));
    assert!(list(&world, ListReceipts::default()).is_empty());
    world.check();
}

#[test]
fn senseless_receipts_are_refused() {
    let world = world();
    assert_eq!(refused(&world, |cx| add_receipt(cx, NewReceipt::default())).1, "photos");
    let below = NewReceipt { minor: Some(-1), ..bread() };
    assert_eq!(refused(&world, |cx| add_receipt(cx, below)).1, "minor");
    let nothing = NewReceipt { txn: Some(AnyId::from_bytes([9; 16])), ..bread() };
    assert_eq!(refused(&world, |cx| add_receipt(cx, nothing)).1, "txn");
    let photo = ReceiptPhoto {
        hash: "00".repeat(32),
        name: "a.jpg".into(),
        mime: "image/jpeg".into(),
        size: 1,
        width: None,
        height: None,
    };
    let lost = NewReceipt { photos: Some(vec![photo]), ..bread() };
    assert_eq!(refused(&world, |cx| add_receipt(cx, lost)).0, base::error::Code::NotFound);
}
