//! What texts and documents cost on this machine: one row of JSON each, in ms of the processor.
//!
//! `speed_text FOLDER [RUNS]`, from the root of the project: it reads the receipt of the tests.

use std::env;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use cpu_time::ProcessTime;
use inference::models::Models;
use inference::read::{lines, photo, receipt};
use inference::text::minilm::EMBEDDING;
use inference::text::{embed, emotions, similar, summary, tags};
use serde_json::{Value, json};

/// Forty words of a day, again and again.
const DAY: &str = "I slept badly and woke up at six. The train was late again, so I walked. \
    Lunch with Anna was lovely and we laughed a lot. In the evening I read by the window \
    and felt grateful for a day without any news. ";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = Path::new(arguments.first().map_or("assets/models", String::as_str));
    let runs = arguments.get(1).map_or(Ok(9), |runs| runs.parse())?;
    let models = Models::open(folder)?;
    let words = DAY.split_whitespace().count();
    let text = DAY.repeat(1_000_usize.div_ceil(words));
    let bytes = std::fs::read("tests/fixtures/receipts/us-degraded-0.jpg")?;
    // Numbers of no meaning, of about length 1.
    let block: Vec<f32> =
        (0..10_000 * EMBEDDING).map(|at| ((at % 97) as f32 - 48.0) / 550.0).collect();
    let to: [f32; EMBEDDING] = block[..EMBEDDING].try_into()?;
    let sentence = "Lunch with Anna was lovely and we laughed a lot.";
    let document = || -> Result<(), Box<dyn Error>> {
        let found = lines(&models, &photo::decode(&bytes)?)?.unwrap_or_default();
        receipt::read(&found, receipt::Hints::default());
        Ok(())
    };
    let mut rows: Vec<(&str, Work<'_>)> = vec![
        (
            "emotions_1000_words",
            Box::new(|| {
                emotions(&models, &text)?;
                Ok(())
            }),
        ),
        (
            "embed_sentence",
            Box::new(|| {
                embed(&models, sentence)?;
                Ok(())
            }),
        ),
        (
            "embed_1000_words",
            Box::new(|| {
                embed(&models, &text)?;
                Ok(())
            }),
        ),
        (
            "summary_1000_words",
            Box::new(|| {
                drop(summary::summary(&text, 3));
                Ok(())
            }),
        ),
        (
            "tags_1000_words",
            Box::new(|| {
                drop(tags::tags(&text, &[]));
                Ok(())
            }),
        ),
        (
            "nearest_of_10000",
            Box::new(|| {
                drop(similar::nearest(&to, &block, 10));
                Ok(())
            }),
        ),
        ("receipt", Box::new(document)),
    ];
    for (name, work) in &mut rows {
        writeln!(std::io::stdout(), "{}", row(name, work, runs)?)?;
    }
    Ok(())
}

/// One row: the first call, with what it loads, and the middle one of `runs` further calls.
fn row(name: &str, work: &mut Work<'_>, runs: usize) -> Result<Value, Box<dyn Error>> {
    let first = cpu(work)?;
    let mut calls = Vec::new();
    for _ in 0..runs {
        calls.push(cpu(work)?);
    }
    calls.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    Ok(json!({ "work": name, "first_ms": ms(first), "ms": ms(calls[runs / 2]) }))
}

type Work<'a> = Box<dyn FnMut() -> Result<(), Box<dyn Error>> + 'a>;

fn cpu(work: &mut Work<'_>) -> Result<Duration, Box<dyn Error>> {
    let before = ProcessTime::now().as_duration();
    work()?;
    Ok(ProcessTime::now().as_duration() - before)
}
