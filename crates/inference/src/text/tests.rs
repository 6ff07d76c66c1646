//! The text models against what others compute from the same files, and what is told of whole texts.

use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

fn models() -> Models {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/models"));
    Models::open(folder).expect("the models lie there")
}

/// The same models without the language pack.
fn without_pack() -> (tempfile::TempDir, Models) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let from = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/models"));
    for name in ["manifest.json", "text_emotion_hash28.bin", "text_emotion_thresholds.txt"] {
        std::fs::copy(from.join(name), folder.path().join(name)).expect("it can be copied");
    }
    let models = Models::open(folder.path()).expect("its manifest is there");
    (folder, models)
}

#[derive(Deserialize)]
struct Golden {
    text: String,
    hashed: Vec<f32>,
    minilm: Vec<f32>,
    embedding: Vec<f32>,
}

fn golden() -> Vec<Golden> {
    let bytes = include_bytes!("../../../../tests/fixtures/text/emotion.json");
    serde_json::from_slice(bytes).expect("it is a list of sentences")
}

fn apart(found: &[f32], wanted: &[f32]) -> f32 {
    found.iter().zip(wanted).map(|(found, wanted)| (found - wanted).abs()).fold(0.0, f32::max)
}

#[test]
fn logits_are_those_of_the_reference() {
    let reader = Reader::open(&models()).expect("the files are whole").expect("they are there");
    let (minilm, _) = reader.minilm.as_ref().expect("the language pack is there");
    for golden in golden() {
        let hashed = reader.hashed.logits(&golden.text);
        assert!(apart(&hashed, &golden.hashed) < 1e-3, "hash: {}", golden.text);
        let meaning = minilm.read(&golden.text).expect("it runs");
        assert!(apart(&meaning.logits, &golden.minilm) < 1e-3, "MiniLM: {}", golden.text);
        assert!(apart(&meaning.embedding, &golden.embedding) < 1e-3, "{}", golden.text);
    }
}

#[test]
fn emotions_of_a_day_are_named_with_their_sentence() {
    let text = "Paid the electricity bill and did laundry. I miss my dad so much tonight, \
        everything feels empty. Thank you all so much for calling!";
    let told = emotions(&models(), text).expect("the files are whole");
    assert_eq!((told.model, told.coverage, told.source), (MODELS[0], 1.0, Source::Text));
    let named = told.value().expect("words like these name emotions");
    let of = |name: &str| named.iter().find(|emotion| emotion.name == name);
    let gratitude = of("gratitude").expect("somebody is thanked");
    assert!(text[gratitude.sentence.clone()].starts_with("Thank you"));
    assert_eq!(gratitude.tone, Tone::Positive);
    let sadness = of("sadness").expect("somebody is missed");
    assert!(text[sadness.sentence.clone()].starts_with("I miss"));
    assert!(sadness.mean < sadness.probability);
    assert!(named.is_sorted_by(|a, b| a.probability >= b.probability));
}

#[test]
fn without_the_language_pack_the_hash_model_answers_and_says_so() {
    let (_folder, models) = without_pack();
    let told = emotions(&models, "Thank you so much, I am grateful!").expect("it is whole");
    assert_eq!(told.model, MODELS[1]);
    assert_eq!(told.value().expect("it is clear")[0].name, "gratitude");
    assert_eq!(embed(&models, "a walk by the sea").expect("nothing is broken"), None);
}

#[test]
fn what_cannot_be_told_says_why() {
    let models = models();
    for (text, why) in [
        ("", Unknown::TooShort),
        ("12.50 - 3", Unknown::TooShort),
        ("😀😀😀", Unknown::TooShort),
        ("thanks", Unknown::TooShort),
        ("Heute war ich mit Anna im Garten und es hat geregnet.", Unknown::Language),
        ("今日はとても疲れた。", Unknown::Language),
    ] {
        let told = emotions(&models, text).expect("nothing is broken");
        assert_eq!(told.told, Told::Unknown(why), "{text:?}");
        assert_eq!(told.quality, 0.0);
    }
    let told = emotions(&Models::none(), "I am so happy today").expect("nothing is broken");
    assert_eq!(told.told, Told::Unknown(Unknown::NoModel));
}

#[test]
fn embeddings_are_near_for_what_means_the_same() {
    let models = models();
    let embed = |text: &str| embed(&models, text).expect("it is whole").expect("it is there");
    let to = embed("We walked along the beach and swam in the ocean");
    let block = [
        embed("The tax form took me all evening"),
        embed("A day at the sea, in the water and on the sand"),
        embed("My bicycle has a flat tire"),
    ]
    .concat();
    let near = similar::nearest(&to, &block, 3);
    assert_eq!(near[0].index, 1);
    assert!(near[0].cosine > near[1].cosine + 0.2);
}

#[test]
fn a_long_text_is_read_by_sentences() {
    let models = models();
    let long = "We walked along the beach and swam in the ocean. ".repeat(40);
    let embedding = embed(&models, &long).expect("it is whole").expect("it is there");
    let norm: f32 = embedding.iter().map(|value| value * value).sum();
    assert!((norm - 1.0).abs() < 1e-4);
    let one = embed(&models, long[..48].trim()).expect("it is whole").expect("it is there");
    let cosine: f32 = embedding.iter().zip(one).map(|(a, b)| a * b).sum();
    assert!(cosine > 0.99, "{cosine}");
}

#[test]
fn a_huge_text_is_read_in_part() {
    let (_folder, models) = without_pack();
    let huge = "I am so grateful for this day. ".repeat(20_000);
    let told = emotions(&models, &huge).expect("it is whole");
    assert_eq!(told.coverage, SENTENCES_MAX as f32 / 20_000.0);
    assert_eq!(summary::summary(&huge, 3).len(), 1, "it says one thing only");
    assert!(!tags::tags(&huge, &["day".into()]).is_empty());
}

#[test]
fn figures_are_those_of_the_rows() {
    let (_folder, models) = without_pack();
    let rows = evaluate::rows("Thank you so much!\t15\ta\nI am so angry at you\t2\tb\n");
    let rows = rows.expect("they are rows");
    let figures = evaluate::evaluate(&models, &rows, &rows).expect("the models are there");
    assert_eq!(figures.rows, 2);
    assert!(figures.micro_f1 > 0.5, "{figures:?}");
    assert!(figures.grouped > 0.4, "{figures:?}");
}

/// Sentences of our own in the form of GoEmotions' files.
fn sentences() -> Vec<evaluate::Row> {
    let rows = evaluate::rows(include_str!("../../../../tests/fixtures/text/sentences.tsv"));
    rows.expect("they are rows")
}

#[test]
fn both_models_tell_more_than_one_answer_for_all_and_together_more_than_one() {
    let rows = sentences();
    let found = |class: usize| rows.iter().filter(|row| row.found[class]).count();
    assert!((0..CLASSES).all(|class| found(class) > 0), "every class is there");
    // F1 of the answer that is right most often, given to every sentence.
    let most = (0..CLASSES).map(found).max().expect("there are classes") as f32;
    let all: usize = (0..CLASSES).map(found).sum();
    let constant = 2.0 * most / (rows.len() + all) as f32;
    let (_folder, hash) = without_pack();
    let hash = evaluate::evaluate(&hash, &rows, &rows).expect("the model is there");
    let both = evaluate::evaluate(&models(), &rows, &rows).expect("the models are there");
    for figures in [hash, both] {
        assert_eq!(figures.rows, rows.len());
        assert!(constant + 0.3 < figures.micro_f1, "{figures:?} beside {constant}");
        assert!(figures.macro_f1 < figures.grouped, "groups are easier than classes: {figures:?}");
    }
    assert!(hash.macro_f1 < both.macro_f1, "{hash:?}, {both:?}");
}

#[test]
fn without_a_text_model_there_is_nothing_to_evaluate() {
    let refused =
        evaluate::evaluate(&Models::none(), &sentences(), &[]).expect_err("none is there");
    assert_eq!(refused.code(), base::error::Code::NotFound);
}

proptest! {
    #[test]
    fn any_text_has_sentences_a_summary_and_tags(text in "[A-Za-z'.!? \\n]{0,200}|\\PC{0,80}|.{0,80}", count in 0..5_usize) {
        let all: Vec<_> = sentence::ranges(&text).collect();
        prop_assert!(all.is_sorted_by(|a, b| a.end <= b.start), "they follow one another");
        // A range that cuts a character would panic here.
        let words: usize = all.iter().map(|range| words::words(&text[range.clone()]).count()).sum();
        prop_assert_eq!(words > 0, words::words(&text).next().is_some());
        let kept = summary::summary(&text, count);
        prop_assert!(kept.len() <= count && kept.iter().all(|range| all.contains(range)));
        let known = ["day".to_owned(), text.clone()];
        prop_assert!(tags::tags(&text, &known).len() <= 12);
    }
}
