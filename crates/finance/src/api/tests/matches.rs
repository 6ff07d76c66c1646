//! Offers of what may belong together.

use super::*;

fn offered(world: &World) -> Vec<(AnyId, AnyId, MatchKind, MatchReason, u32)> {
    let offers = read(world, |cx| offers(cx, domain::command::Nothing {}));
    offers.into_iter().map(|o| (o.a.id, o.b.id, o.kind, o.reason, o.days_apart)).collect()
}

fn decide(world: &World, a: AnyId, b: AnyId, kind: MatchKind) {
    write(world, move |cx| decide_match(cx, DecideMatch { a, b, kind }));
}

#[test]
fn what_was_written_by_hand_is_offered_beside_what_a_file_told() {
    let world = world();
    let (_, told) = import(&world, &[("a", "2026-03-05", -1250)]).remove(0);
    let own = write(&world, |cx| add_txn(cx, new("2026-03-02", -1250))).id;
    let _far = write(&world, |cx| add_txn(cx, new("2026-03-11", -1250))).id;
    let _other = write(&world, |cx| add_txn(cx, new("2026-03-05", -1251))).id;
    let wanted = (told, own, MatchKind::Same, MatchReason::WrittenAndTold, 3);
    assert_eq!(offered(&world), [wanted]);
    assert_eq!(world.balance(id(1)), -1250 * 3 - 1251, "nothing is applied by itself");
    decide(&world, own, told, MatchKind::Not);
    assert!(offered(&world).is_empty(), "it is not offered again");
    decide(&world, own, told, MatchKind::Same);
    let row = shown(&world, own);
    assert_eq!((row.id, row.evidence), (told, 1));
    assert_eq!(read(&world, |cx| txn(cx, TxnRef { id: own })).told.len(), 2);
    let again = DecideMatch { a: own, b: told, kind: MatchKind::Same };
    assert_eq!(refused(&world, move |cx| decide_match(cx, again)).0, Code::Conflict);
    write(&world, move |cx| unmatch(cx, MatchOf { a: told, b: own }));
    assert_eq!(shown(&world, own).id, own);
    assert_eq!(offered(&world), [wanted], "taken back it is an offer again");
    let none = MatchOf { a: told, b: own };
    assert_eq!(refused(&world, move |cx| unmatch(cx, none)), (Code::NotFound, "b".to_owned()));
    world.check();
}

#[test]
fn twins_of_one_file_are_two_and_two_formats_may_tell_of_one() {
    let world = world();
    import(&world, &[("a", "2026-03-05", -100), ("b", "2026-03-05", -100)]);
    assert!(offered(&world).is_empty());
    let mut other = row(id(1), "c", "2026-03-06", -100);
    other.format = "csv".into();
    let mut pending = row(id(1), "d", "2026-03-20", -77);
    pending.pending = true;
    let booked = row(id(1), "e", "2026-03-22", -77);
    world.import(vec![other.clone(), pending.clone(), booked.clone()]);
    let reasons: Vec<_> = offered(&world).into_iter().map(|offer| offer.3).collect();
    assert_eq!(reasons, [MatchReason::PendingAndBooked, MatchReason::TwoFormats]);
}

#[test]
fn legs_of_a_transfer_are_offered_unless_the_person_says_otherwise() {
    let world = world();
    let (_, out) = import(&world, &[("a", "2026-03-05", -1250)]).remove(0);
    let arrived = row(id(2), "x", "2026-03-07", 1250);
    world.import(vec![arrived.clone()]);
    let arrived = world.of(&arrived);
    assert_eq!(
        offered(&world),
        [(arrived, out, MatchKind::Transfer, MatchReason::LeavesAndArrives, 2)]
    );
    let food = EditTxn { category: Some(id(FOOD).to_string()), ..leave(out) };
    write(&world, move |cx| edit_txn(cx, food));
    assert!(offered(&world).is_empty(), "the person says what it was for");
    let named = EditTxn { transfer: Some(id(2).to_string()), ..leave(out) };
    write(&world, move |cx| edit_txn(cx, named));
    assert_eq!(offered(&world)[0].3, MatchReason::NamesTheAccount);
    let elsewhere =
        EditTxn { transfer: Some(id(3).to_string()), transfer_minor: Some(1), ..leave(out) };
    write(&world, move |cx| edit_txn(cx, elsewhere));
    assert!(offered(&world).is_empty(), "it goes to another account");
    decide(&world, out, arrived, MatchKind::Transfer);
    let detail = read(&world, |cx| txn(cx, TxnRef { id: out }));
    assert_eq!(detail.legs.iter().map(|leg| leg.id).collect::<Vec<_>>(), [arrived]);
    assert!(detail.row.matched && offered(&world).is_empty());
    let food = EditTxn { category: Some(id(FOOD).to_string()), ..leave(out) };
    let code = refused(&world, move |cx| edit_txn(cx, food));
    assert_eq!(code, (Code::Denied, "category".to_owned()));
    write(&world, move |cx| unmatch(cx, MatchOf { a: arrived, b: out }));
    assert!(!shown(&world, out).matched);
    world.check();
}

#[test]
fn what_cannot_belong_together_is_refused() {
    let world = world();
    let rows = import(
        &world,
        &[("a", "2026-03-05", -1250), ("b", "2026-03-05", 1250), ("c", "2026-03-05", -3)],
    );
    let [(_, a), (_, b), (_, c)] = &rows[..] else { panic!("three rows") };
    let (a, b, c) = (*a, *b, *c);
    let other = row(id(2), "x", "2026-03-07", 1250);
    world.import(vec![other.clone()]);
    let x = world.of(&other);
    let cases = [
        (a, b, MatchKind::Same, "kind"),
        (a, x, MatchKind::Same, "kind"),
        (a, b, MatchKind::Transfer, "kind"),
        (c, x, MatchKind::Transfer, "kind"),
        (b, x, MatchKind::Transfer, "kind"),
        (a, id(99), MatchKind::Same, "b"),
        (a, a, MatchKind::Same, "b"),
    ];
    for (a, b, kind, field) in cases {
        let code = refused(&world, move |cx| decide_match(cx, DecideMatch { a, b, kind }));
        assert_eq!(code.1, field, "{kind:?}");
    }
}

#[test]
fn a_rate_of_a_loan_belongs_to_the_part_that_pays_it_off() {
    let world = world();
    let (_, rate) = import(&world, &[("a", "2026-03-05", -1200)]).remove(0);
    let loan = row(id(2), "x", "2026-03-05", 1000);
    world.import(vec![loan.clone()]);
    let loan = world.of(&loan);
    let pair = DecideMatch { a: rate, b: loan, kind: MatchKind::Transfer };
    assert_eq!(refused(&world, move |cx| decide_match(cx, pair)).1, "kind");
    let splits = vec![part(Some(2), -1000), part(Some(FOOD), -200)];
    write(&world, move |cx| split_txn(cx, SplitTxn { id: rate, splits }));
    decide(&world, rate, loan, MatchKind::Transfer);
    assert_eq!(world.balance(id(2)), 1000);
    assert_eq!(world.balance(crate::model::system::UNDER_WAY), 0);
    world.check();
}

#[test]
fn what_belongs_nearest_is_offered_first_and_each_only_once() {
    let world = world();
    let mut rows = Vec::new();
    for day in 1..=20 {
        rows.push(row(id(1), &format!("o{day}"), &format!("2026-03-{day:02}"), -100));
        rows.push(row(id(2), &format!("i{day}"), &format!("2026-03-{day:02}"), 100));
    }
    world.import(rows);
    let offers = offered(&world);
    assert_eq!(offers.len(), 20);
    assert!(offers.iter().all(|offer| offer.4 == 0), "each day's own");
}
