//! Receipts and what is none, from the picture's bytes to the amounts.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Deserialize;

use super::*;

fn models() -> &'static Models {
    // Plans are built once for all pictures of a test.
    static MODELS: OnceLock<Models> = OnceLock::new();
    MODELS.get_or_init(|| Models::open(folder()).expect("the models lie there"))
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/models"))
}

fn fixtures() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures")).to_owned()
}

fn picture(name: &str) -> Picture {
    let bytes = std::fs::read(fixtures().join(name)).expect("the fixture is there");
    photo::decode(&bytes).expect("it is a photo")
}

fn lines_of(name: &str) -> Vec<Line> {
    lines(models(), &picture(name)).expect("the models are whole").expect("they are there")
}

/// What a receipt says, from `truth.json`.
#[derive(Deserialize)]
struct Truth {
    lines: Vec<String>,
    store: String,
    date: String,
    currency: String,
    total: i64,
    items: Vec<TrueItem>,
}

#[derive(Deserialize)]
struct TrueItem {
    name: String,
    price: i64,
    quantity: Option<String>,
}

fn truth(name: &str) -> Truth {
    let bytes = std::fs::read(fixtures().join("receipts/truth.json")).expect("it is there");
    let mut all: std::collections::HashMap<String, Truth> =
        serde_json::from_slice(&bytes).expect("it is JSON");
    all.remove(name).expect("there is such a receipt")
}

/// Without blanks, and without lines that are only drawn: a score counts letters.
fn letters<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<char> {
    let drawn = |line: &&str| !line.chars().all(|char| "-—_–= ".contains(char));
    lines.filter(drawn).flat_map(str::chars).filter(|char| !char.is_whitespace()).collect()
}

/// Letters to insert, delete and replace (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in b.iter().enumerate() {
            let replaced = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

/// Reads one receipt and compares every amount; gives the letters that are wrong, and all.
fn check(name: &str, kind: &str) -> (usize, usize) {
    let truth = truth(name);
    let found = lines_of(&format!("receipts/{name}-{kind}"));
    let receipt = receipt::read(&found, receipt::Hints::default());
    let at = format!("{name}-{kind}");
    assert_eq!(
        receipt.currency.value().map(|currency| currency.code()),
        Some(&*truth.currency),
        "{at}"
    );
    assert_eq!(receipt.total.value().map(|total| total.minor), Some(truth.total), "{at}");
    assert!(receipt.total.quality > 0.9, "{at}: the other lines confirm the total");
    assert_eq!(receipt.adds_up, Some(true), "{at}");
    assert_eq!(receipt.date.value().map(ToString::to_string), Some(truth.date), "{at}");
    assert_eq!(receipt.store.value(), Some(&truth.store), "{at}");
    let prices: Vec<i64> = receipt.items.iter().map(|item| item.price.minor).collect();
    let wanted: Vec<i64> = truth.items.iter().map(|item| item.price).collect();
    assert_eq!(prices, wanted, "{at}");
    for (item, wanted) in receipt.items.iter().zip(&truth.items) {
        assert_eq!(item.quantity, wanted.quantity, "{at}: {}", wanted.name);
        let [got, wanted] =
            [&item.name, &wanted.name].map(|name| letters([name.as_str()].into_iter()));
        assert!(distance(&got, &wanted) <= 1, "{at}: {got:?} {wanted:?}");
        assert!(found[item.line].text.starts_with(|char: char| !char.is_whitespace()), "{at}");
    }
    let got = letters(found.iter().map(|line| line.text.as_str()));
    let wanted = letters(truth.lines.iter().map(String::as_str));
    (distance(&got, &wanted), wanted.len())
}

#[derive(Deserialize)]
struct Reference {
    chances: Vec<(usize, f32)>,
    strip: Cut,
    columns: Vec<(usize, f32)>,
}

#[derive(Deserialize)]
struct Cut {
    left: f32,
    top: f32,
    width: usize,
}

#[test]
fn the_networks_answer_as_the_reference_does() {
    let bytes = std::fs::read(fixtures().join("receipts/reference.json")).expect("it is there");
    let reference: Reference = serde_json::from_slice(&bytes).expect("it is JSON");
    let clean = picture("receipts/us-clean.png");
    let parts = detect::parts(clean.width() as usize, clean.height() as usize);
    let map = detect::map(models(), &clean, &parts[0]).expect("it runs").expect("it is there");
    for (place, chance) in reference.chances {
        let found = map.probabilities[place];
        assert!((found - chance).abs() < 1e-3, "pixel {place}: {found} instead of {chance}");
    }
    let Cut { left, top, width } = reference.strip;
    let (right, bottom) = (left + width as f32, top + 48.0);
    let corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
    let recognizer =
        recognize::Recognizer::open(models()).expect("it is whole").expect("it is there");
    let strip = recognize::Strip::cut(&clean, &corners);
    let columns = recognizer.columns(&strip, 0..width).expect("it runs");
    let classes = columns.len() / reference.columns.len();
    for (column, (class, chance)) in columns.chunks_exact(classes).zip(reference.columns) {
        let found = column[class];
        assert!((found - chance).abs() < 1e-3, "class {class}: {found} instead of {chance}");
    }
}

#[test]
fn every_amount_of_every_receipt_is_right() {
    for name in ["us", "eu", "jp"] {
        let (mut wrong, mut all) = (0, 0);
        for kind in ["clean.png", "degraded-0.jpg", "degraded-1.jpg"] {
            let (new_wrong, new_all) = check(name, kind);
            println!("{name} {kind}: {new_wrong} of {new_all} letters are wrong");
            (wrong, all) = (wrong + new_wrong, all + new_all);
        }
        assert!(100 * wrong <= all, "{name}: {wrong} of {all} letters are wrong, more than 1 %");
    }
}

#[test]
fn what_is_no_document_has_no_lines() {
    for name in ["receipts/noise.jpg", "receipts/blank.png", "faces/astronaut.png"] {
        let found = lines_of(name);
        let receipt = receipt::read(&found, receipt::Hints::default());
        assert_eq!(receipt.total.value(), None, "{name}: {found:?}");
        assert!(receipt.items.is_empty(), "{name}");
        if !name.starts_with("faces") {
            assert!(found.is_empty(), "{name}: {found:?}");
        }
    }
}

#[test]
fn patterns_are_no_receipt() {
    // A bar code, and a grid of keys.
    let bars = |x: usize, _: usize| (x / 3 * 7919 % 11 < 5) as u8 * 230;
    let keys = |x: usize, y: usize| if x % 24 < 18 && y % 24 < 18 { 230 } else { 20 };
    for pattern in [&bars as &dyn Fn(usize, usize) -> u8, &keys] {
        let rgb = (0..400 * 300).flat_map(|at| [pattern(at % 400, at / 400); 3]).collect();
        let picture = Picture::new(400, 300, rgb).expect("it fits");
        let found = lines(models(), &picture).expect("it is whole").expect("it is there");
        let receipt = receipt::read(&found, receipt::Hints::default());
        assert_eq!(receipt.total.value(), None, "{found:?}");
        assert!(receipt.items.is_empty() && found.len() < 5, "{found:?}");
    }
}

#[test]
fn without_its_models_there_is_no_answer() {
    let picture = Picture::new(8, 8, vec![0; 192]).expect("it fits");
    assert!(lines(&Models::none(), &picture).expect("nothing is broken").is_none());
}

#[test]
fn a_picture_of_one_pixel_has_no_lines() {
    for (width, height) in [(1, 1), (3, 2_000), (2_000, 2)] {
        let rgb = vec![200; (width * height * 3) as usize];
        let picture = Picture::new(width, height, rgb).expect("it fits");
        let found = lines(models(), &picture).expect("the models are whole");
        assert_eq!(found, Some(Vec::new()), "{width} x {height}");
    }
}

#[test]
fn a_long_receipt_is_read_in_parts() {
    let one = picture("receipts/jp-clean.png");
    let (width, height) = (one.width(), 3 * one.height());
    let long = Picture::new(width, height, one.rgb().repeat(3)).expect("it fits");
    assert!(detect::parts(width as usize, height as usize).len() > 1);
    let found = lines(models(), &long).expect("it is whole").expect("it is there");
    let texts: Vec<&str> = found.iter().map(|line| line.text.as_str()).collect();
    let (first, rest) = texts.split_at(texts.len() / 3);
    assert_eq!(first.len(), truth("jp").lines.len());
    assert_eq!(rest, [first, first].concat(), "each line is read once, whichever part sees it");
}
