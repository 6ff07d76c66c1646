//! Two devices say different things of one field: a person is told, chooses, and both hear of it.

use store::conflict::{self, Conflicted};
use store::history::By;

use super::exchange::hear;
use super::*;

fn conflicts(world: &World) -> Vec<Conflicted> {
    world.store().read(|cx| conflict::list(cx, None, 100)).expect("a list")
}

/// The values of the only field of the only record that waits, the one that holds last.
fn told(world: &World) -> Vec<(String, By)> {
    let found = conflicts(world);
    let [Conflicted { fields, .. }] = found.as_slice() else { panic!("one record: {found:?}") };
    let [field] = fields.as_slice() else { panic!("one field: {fields:?}") };
    let told = field.told.iter().map(|told| match &told.value {
        Value::Text(text) => (text.clone(), told.by.clone()),
        other => panic!("a text, not {other:?}"),
    });
    told.collect()
}

fn choose(world: &World, id: AnyId, value: &str) -> Result<()> {
    let found = conflicts(world);
    let field = &found.first().expect("a record that waits").fields[0];
    let chosen = field.told.iter().find(|told| told.value == Value::from(value));
    let (name, told) = (field.name.clone(), chosen.expect("it was said").told.clone());
    world.store().write(Write::new("choose"), move |cx| cx.choose(id, &name, &told))
}

/// Both devices change these fields of one note at once, and hear of each other.
fn apart(here: &[(&str, &str)], there: &[(&str, &str)]) -> (World, World, AnyId) {
    let (one, two) = (World::device(1), World::device(2));
    let id = one.note("A walk", "by the sea");
    hear(&two, &one, usize::MAX);
    two.env.pass_ms(60_000);
    for (world, fields) in [(&one, here), (&two, there)] {
        for (key, value) in fields {
            world.edit(id, key, value).expect("edited");
        }
    }
    both(&one, &two);
    (one, two, id)
}

fn both(one: &World, two: &World) {
    hear(one, two, usize::MAX);
    hear(two, one, usize::MAX);
}

fn title(world: &World, id: AnyId) -> String {
    let record = world.store().read(|cx| cx.record(id)).expect("a note is there");
    record.text("title").to_owned()
}

#[test]
fn both_devices_ask_about_the_same_values_and_say_whose_they_are() {
    let (one, two, id) = apart(&[("title", "A walk home")], &[("title", "A swim")]);
    let (device, _) = two.store().read(|cx| Ok(cx.writer())).expect("who it is");
    let mut here = told(&one);
    assert_eq!(here.last().map(|(value, _)| value.clone()), Some(title(&one, id)));
    let values = |told: Vec<(String, By)>| told.into_iter().map(|told| told.0).collect::<Vec<_>>();
    assert_eq!(values(told(&two)), values(here.clone()), "the one that holds is last on both");
    here.sort_by(|a, b| a.0.cmp(&b.0));
    let expected =
        [("A swim".to_owned(), By::Device(device)), ("A walk home".to_owned(), By::ThisDevice)];
    assert_eq!(here, expected);
    let found = conflicts(&one);
    assert_eq!((found[0].id, found[0].kind.as_str()), (id, NOTE.name));
    assert_eq!((found[0].title.as_str(), found[0].day.as_str()), (&*title(&one, id), "2026-03-01"));
    let mut times: Vec<i64> = found[0].fields[0].told.iter().map(|told| told.at_secs).collect();
    times.sort_unstable();
    assert_eq!(times[1] - times[0], 60);
    one.healthy();
    two.healthy();
}

#[test]
fn a_choice_is_one_step_and_ends_it_everywhere_whichever_it_is() {
    for pick in ["A walk home", "A swim"] {
        let (one, two, id) = apart(&[("title", "A walk home")], &[("title", "A swim")]);
        let held = title(&one, id);
        choose(&one, id, pick).expect("a choice");
        assert_eq!(title(&one, id), pick);
        assert_eq!(conflicts(&one).len(), 0, "{pick}: nothing waits here");
        both(&one, &two);
        assert_eq!(title(&two, id), pick);
        assert_eq!(conflicts(&two).len(), 0, "{pick}: nor on the other device");
        one.healthy();
        two.healthy();
        assert_eq!(one.undo().as_deref(), Some("choose"));
        assert_eq!(title(&one, id), held, "{pick}: what held before holds again");
        one.healthy();
    }
}

#[test]
fn what_another_device_changed_is_told_by_kind_and_time() {
    let (one, two, _) = apart(&[("title", "A walk home")], &[("title", "A swim")]);
    let (device, _) = two.store().read(|cx| Ok(cx.writer())).expect("who it is");
    let told = |world: &World| {
        world.store().read(|cx| history::elsewhere(cx, 10)).expect("what others changed")
    };
    two.note("Another", "soon after");
    two.env.pass_ms(3_600_000);
    two.note("A third", "an hour later");
    both(&one, &two);
    let found: Vec<([u8; 16], &str, usize)> =
        told(&one).iter().map(|one| (one.device, NOTE.name, one.records)).collect();
    assert_eq!(found, [(device, NOTE.name, 1), (device, NOTE.name, 2)]);
    assert_eq!(told(&one)[0].at_ms - told(&one)[1].at_ms, 3_600_000);
    assert_eq!(told(&two).len(), 1, "its own changes are not those of others");
}

#[test]
fn a_choice_between_what_was_settled_meanwhile_is_refused() {
    let (one, two, id) = apart(&[("title", "A walk home")], &[("title", "A swim")]);
    let stale = conflicts(&one)[0].fields[0].told[0].told.clone();
    choose(&two, id, "A swim").expect("a choice");
    both(&one, &two);
    let write = Write::new("choose");
    let late = one.store().write(write, move |cx| cx.choose(id, "title", &stale));
    assert_eq!(late.map_err(|error| error.code()), Err(Code::Conflict));
    assert_eq!(title(&one, id), "A swim", "a refused choice changes nothing");
}

#[test]
fn an_edit_of_the_field_ends_it_as_well() {
    let (one, two, id) = apart(&[("title", "A walk home")], &[("title", "A swim")]);
    one.edit(id, "title", "A walk and a swim").expect("edited");
    both(&one, &two);
    assert_eq!((conflicts(&one).len(), conflicts(&two).len()), (0, 0));
}

#[test]
fn prose_the_same_words_places_in_lists_and_the_trash_are_no_conflicts() {
    let here =
        [("body", "by the calm sea"), ("title", "Alike"), ("order", "a"), ("item/x/order", "b")];
    let there =
        [("body", "by the sea, alone"), ("title", "Alike"), ("order", "c"), ("item/x/order", "d")];
    let (one, two, id) = apart(&here, &there);
    assert_eq!(one.body(id), "by the calm sea, alone");
    assert_eq!((conflicts(&one).len(), conflicts(&two).len()), (0, 0));
    for world in [&one, &two] {
        world.env.pass_ms(1_000);
        world.store().write(Write::new("trash"), move |cx| cx.trash(id)).expect("thrown away");
    }
    two.env.pass_ms(1_000);
    both(&one, &two);
    assert_eq!((conflicts(&one).len(), conflicts(&two).len()), (0, 0));
    one.healthy();
}

#[test]
fn what_lies_in_the_trash_is_asked_about_when_it_comes_back() {
    let (one, ..) = apart(&[("title", "A walk home")], &[("title", "A swim")]);
    let id = conflicts(&one)[0].id;
    one.store().write(Write::new("trash"), move |cx| cx.trash(id)).expect("thrown away");
    assert_eq!(conflicts(&one).len(), 0);
    one.store().write(Write::new("restore"), move |cx| cx.untrash(id)).expect("taken out");
    assert_eq!(conflicts(&one).len(), 1);
    one.healthy();
}
