//! What documents mean: vectors come and go with the words that they were made of.

use store::meaning::{self, DIMENSIONS, Meaning};

use super::*;

const MODEL: &str = "letters 1";

/// A stand-in for a language model: how often each letter occurs, as a vector of length 1.
fn letters(text: &str) -> Meaning {
    let mut counts = [0.0_f32; DIMENSIONS];
    for letter in text.to_lowercase().bytes().filter(u8::is_ascii_lowercase) {
        counts[usize::from(letter - b'a')] += 1.0;
    }
    let length = counts.iter().map(|count| count * count).sum::<f32>().sqrt().max(1.0);
    Meaning::of(&counts.map(|count| count / length / 4.0))
}

impl World {
    fn pending(&self) -> usize {
        self.store().read(|cx| meaning::pending(cx, MODEL, 100)).expect("an index").len()
    }

    fn learn(&self) {
        let pending = self.store().read(|cx| meaning::pending(cx, MODEL, 100)).expect("an index");
        let write = Write::new("meaning").step(Step::None);
        self.store()
            .write(write, move |cx| {
                pending.iter().try_for_each(|pending| {
                    cx.keep_meaning(MODEL, pending, &letters(&pending.text))
                })
            })
            .expect("vectors are kept");
    }

    fn near(&self, id: AnyId) -> Vec<String> {
        let near = self.store().read(|cx| match meaning::of(cx, id)? {
            Some(own) => meaning::nearest(cx, &own, Some(id), 2),
            None => Ok(Vec::new()),
        });
        near.expect("an index").into_iter().map(|near| near.title).collect()
    }
}

#[test]
fn the_nearest_come_first_and_a_document_is_not_near_itself() {
    let world = World::new();
    let first = world.note("first", "a banana and a bandana and a cabana");
    world.note("second", "bananas and bandanas and cabanas");
    world.note("other", "mud puddles squish under muddy boots");
    world.note("short", "too short");
    assert_eq!(world.pending(), 3, "a label has no meaning worth finding");
    world.learn();
    assert_eq!(world.pending(), 0);
    assert_eq!(world.near(first), ["second", "other"]);
    world.healthy();
    assert_eq!(world.near(first), ["second", "other"], "an index that is made anew says the same");
}

#[test]
fn other_words_lose_the_vector_and_the_same_words_keep_it() {
    let world = World::new();
    let first = world.note("first", "a banana and a bandana and a cabana");
    let second = world.note("second", "bananas and bandanas and cabanas");
    world.learn();
    world.edit(first, "mood", "3").expect("an edit");
    assert_eq!(world.pending(), 0, "what is not a word changes no meaning");
    world.edit(first, "body", "mud puddles squish under muddy boots").expect("an edit");
    assert_eq!(world.pending(), 1);
    assert!(world.near(first).is_empty(), "the old meaning is not that of the new words");
    world.store().write(Write::new("trash"), move |cx| cx.trash(second)).expect("trashed");
    let left = world.store().read(meaning::count).expect("a count");
    assert_eq!(left, 0, "what lies in the trash is not found by its meaning");
}

#[test]
fn a_vector_of_words_that_changed_meanwhile_is_not_kept() {
    let world = World::new();
    let id = world.note("first", "a banana and a bandana and a cabana");
    let pending = world.store().read(|cx| meaning::pending(cx, MODEL, 1)).expect("an index");
    world.edit(id, "body", "mud puddles squish under muddy boots").expect("an edit");
    let late = move |cx: &mut store::write::WriteCx<'_>| {
        cx.keep_meaning(MODEL, &pending[0], &letters(&pending[0].text))
    };
    world.store().write(Write::new("meaning").step(Step::None), late).expect("nothing is kept");
    assert_eq!(world.pending(), 1);
}

#[test]
fn another_model_makes_them_anew_and_all_can_be_forgotten() {
    let world = World::new();
    world.note("first", "a banana and a bandana and a cabana");
    world.learn();
    let other = world.store().read(|cx| meaning::pending(cx, "letters 2", 9)).expect("an index");
    assert_eq!(other.len(), 1);
    let steps = world.undo();
    assert_eq!(steps.as_deref(), Some("note"), "making vectors is no step of undo");
    world.redo();
    world.learn();
    let forget = Write::new("forget").step(Step::None);
    world.store().write(forget, |cx| cx.forget_meanings()).expect("forgotten");
    assert_eq!(world.store().read(meaning::count).expect("a count"), 0);
}
