use super::*;
use crate::testing::World;

fn told(line: &str) -> String {
    let world = World::new(); // 2026-03-01T18:00Z, London.
    let drafts = world.read(|cx| Ok(capture(line, cx)));
    let said = drafts.iter().map(|draft| {
        let chips: Vec<&str> = draft.chips.iter().map(|chip| chip.value.as_str()).collect();
        format!("{} [{}] {}", draft.title, chips.join(", "), draft.sure)
    });
    said.collect::<Vec<_>>().join("; ")
}

#[test]
fn a_line_becomes_a_session_only_when_all_of_it_is_understood() {
    for (line, expected) in [
        ("box breathing 5 min", "Box breathing, 5 min [Box breathing, 5 min] true"),
        ("Meditated 10 min.", "Meditation, 10 min [Meditation, 10 min] true"),
        (
            "meditation for 1 h yesterday",
            "Meditation, 60 min [Meditation, 60 min, 2026-02-28] true",
        ),
        ("4-7-8 4min", "4-7-8, 4 min [4-7-8, 4 min] false"),
        ("cyclic sigh", "Cyclic sigh, 5 min [Cyclic sigh, 5 min] true"),
        ("breathing 3 min at 7:30", "Breathing, 3 min [Breathing, 3 min, 07:30] true"),
        (
            "coherent breathing",
            "Coherent breathing, 6 a minute, 10 min [Coherent breathing, 6 a minute, 10 min] true",
        ),
        ("box of 5 min eggs", ""),
        ("box 5", ""),
        ("meditated", ""),
        ("sat with Ada 10 min", ""),
        ("breath", ""),
        ("", ""),
        ("meditated 900 min", ""),
    ] {
        assert_eq!(told(line), expected, "{line:?}");
    }
}

#[test]
fn what_is_drafted_can_be_written() {
    let world = World::new();
    let draft = world.read(|cx| Ok(capture("box breathing 5 min yesterday at 7:30", cx))).remove(0);
    let request: api::NewSession = serde_json::from_value(draft.payload).expect("a request");
    let id = world.write(move |cx| api::add_session(cx, request)).id;
    let shown = world.read(|cx| api::session(cx, api::SessionRef { id }));
    assert_eq!((shown.day.to_string().as_str(), shown.practiced_ms), ("2026-02-28", 300_000));
    world.check();
}
