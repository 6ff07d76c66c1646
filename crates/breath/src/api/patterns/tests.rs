use base::error::Code;
use serde_json::json;

use super::super::{
    BeginSession, ReadShared, SessionRef, begin, complete, read_shared, share_pattern, take_shared,
};
use super::*;
use crate::testing::World;

fn saved(world: &World, json: serde_json::Value) -> Pattern {
    let request: SavePattern = serde_json::from_value(json).expect("a request");
    world.write(move |cx| save_pattern(cx, request))
}

fn own(world: &World) -> Pattern {
    saved(
        world,
        json!({
            "name": " Tram stop ", "minutes": 4,
            "program": { "rounds": [{ "cycles": 20, "phases": [
                { "kind": "inhale", "ms": 3000, "route": "nose" },
                { "kind": "exhale", "ms": 6000, "route": "mouth" }
            ] }] }
        }),
    )
}

fn planned(world: &World, id: &str, minutes: Option<u32>, cycles: Option<u32>) -> Plan {
    let request = PlanOf { pattern: id.to_owned(), minutes, cycles };
    world.read(|cx| plan(cx, request))
}

#[test]
fn own_patterns_are_made_changed_favored_and_thrown_away() {
    let world = World::new();
    let made = own(&world);
    assert_eq!((made.name.as_str(), made.shipped, made.gate), ("Tram stop", false, Gate::None));
    assert_eq!(planned(&world, &made.id, Some(5), None).total_ms, Some(33 * 9_000));
    let changed = saved(
        &world,
        json!({ "id": made.id, "name": "Tram", "minutes": 2, "note": "Three stops.",
            "program": made.program }),
    );
    assert_eq!((changed.id, changed.note), (made.id.clone(), "Three stops.".to_owned()));
    for id in [made.id.as_str(), "ujjayi"] {
        let request = FavorPattern { id: id.to_owned(), on: true };
        world.write(move |cx| favorite(cx, request));
    }
    let shown = world.read(|cx| patterns(cx, Nothing {}));
    let first: Vec<&str> = shown.iter().take(3).map(|pattern| pattern.id.as_str()).collect();
    assert_eq!(first, ["ujjayi", made.id.as_str(), "box"]);
    assert_eq!(shown.len(), SHIPPED.len() + 1);
    world.write(|cx| favorite(cx, FavorPattern { id: "ujjayi".into(), on: false }));
    let gone = PatternRef { id: made.id.clone() };
    world.write(move |cx| delete_pattern(cx, gone));
    assert_eq!(world.read(|cx| patterns(cx, Nothing {})).len(), SHIPPED.len());
    let refused = world.refused(|cx| delete_pattern(cx, PatternRef { id: "box".into() }));
    assert_eq!(refused, (Code::Invalid, "id".to_owned()));
    world.check();
}

#[test]
fn four_seven_eight_is_bounded_as_its_author_says() {
    let world = World::new();
    let most = || planned(&world, "478", Some(5), None);
    assert_eq!((most().cycles, most().capped, most().total_ms), (4, true, Some(76_000)));
    let request: BeginSession =
        serde_json::from_value(json!({ "kind": "breathing", "pattern": "478", "cycles": 12 }))
            .expect("a request");
    let live = world.write(move |cx| begin(cx, request));
    assert_eq!(live.total_ms, Some(76_000));
    world.env.pass_ms(76_000);
    world.write(move |cx| complete(cx, SessionRef { id: live.id }));
    world.env.pass_ms(29 * 86_400_000);
    assert_eq!(most().cycles, 4);
    world.env.pass_ms(2 * 86_400_000);
    assert_eq!((most().cycles, most().capped), (8, true));
    let exact = planned(&world, "478", None, Some(6));
    assert_eq!((exact.cycles, exact.capped), (6, false));
}

#[test]
fn a_pattern_is_handed_on_and_no_altered_one_is_taken() {
    let (here, there) = (World::device(7), World::device(8));
    let made = own(&here);
    let shared = here.read(|cx| share_pattern(cx, PatternRef { id: made.id.clone() }));
    assert!(shared.svg.as_ref().is_some_and(|svg| svg.contains("<svg")), "it fits a QR code");
    let again = here.read(|cx| share_pattern(cx, PatternRef { id: made.id.clone() }));
    assert_eq!(again, shared, "one life has one key");
    let read = there.read(|cx| read_shared(cx, ReadShared { text: format!(" {}\n", shared.text) }));
    assert!(read.valid && read.pattern.name == "Tram stop" && read.signer.len() == 29);
    assert_eq!(
        there.read(|cx| patterns(cx, Nothing {})).len(),
        SHIPPED.len(),
        "nothing is written"
    );
    let text = shared.text.clone();
    let taken = there.write(move |cx| take_shared(cx, ReadShared { text }));
    assert_eq!((taken.program, taken.source), (made.program, Some(read.signer)));
    let mut altered = shared.text.into_bytes();
    let last = altered.len() - 5;
    altered[last] = if altered[last] == b'A' { b'B' } else { b'A' };
    let text = String::from_utf8(altered).expect("letters");
    let refused = there.refused(move |cx| take_shared(cx, ReadShared { text }));
    assert_eq!(refused, (Code::Invalid, "text".to_owned()));
    there.check();
}
