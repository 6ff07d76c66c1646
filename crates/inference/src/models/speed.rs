//! How long each model takes here: for the bench, and for whoever wonders why a film is slow.

use std::time::Duration;

use base::error::Result;
use serde::Serialize;

use crate::models::plan::{Input, Shape};
use crate::models::{Models, Name};

/// What one model takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Speed {
    /// The model's name.
    pub model: &'static str,
    /// The shape of its input, the rows of it that are larger than 1: `128x128x3`.
    pub input: String,
    /// Reading its file and computing the SHA-256, in ms of the clock: what loading cannot do without.
    pub read_ms: f64,
    /// Reading, checking and building it, in ms of the clock.
    pub load_ms: f64,
    /// One call, in ms of the clock: the median.
    pub call_ms: f64,
    /// One call, in ms of the clock: the slowest.
    pub call_ms_max: f64,
}

/// A model with the shape of its inputs.
type Case = (Name, &'static [(&'static [usize], Shape)]);

/// The models that are networks, each with the shapes that its decoder uses.
const CASES: &[Case] = &[
    (Name::FaceDetection, &[(&[1, 128, 128, 3], Shape::floats([1, 128, 128, 3]))]),
    (Name::FaceMesh, &[(&[1, 192, 192, 3], Shape::floats([1, 192, 192, 3]))]),
    (Name::Iris, &[(&[1, 64, 64, 3], Shape::floats([1, 64, 64, 3]))]),
    (Name::ExpressionFaceApi, &[(&[1, 3, 112, 112], Shape::floats([1, 3, 112, 112]))]),
    (Name::ExpressionOarriaga, &[(&[1, 1, 64, 64], Shape::floats([1, 1, 64, 64]))]),
    (
        Name::VoiceActivity,
        &[(&[1, 576], Shape::floats([1, 576])), (&[2, 1, 128], Shape::floats([2, 1, 128]))],
    ),
    (Name::DocumentDetection, &[(&[1, 3, 960, 704], Shape::floats([1, 3, 960, 704]))]),
    (Name::DocumentRecognition, &[(&[1, 3, 48, 320], Shape::floats([1, 3, 48, 320]))]),
    (Name::Sentence, &[(&[1, 30], Shape::wholes([1, 0]))]),
    (Name::Sentence, &[(&[1, 128], Shape::wholes([1, 0]))]),
];

/// The networks that [`speed`] knows, in its order: a name may stand twice, with two inputs.
pub fn networks() -> impl Iterator<Item = &'static str> {
    CASES.iter().map(|(name, _)| name.text())
}

/// Builds a network anew and calls it `runs` times (at least once); `index` is its place in [`networks`].
/// `clock` tells the time that counts, best the processor's. `None` where it is not installed or there is no
/// such place. Of `models` nothing must have been used before, or `load_ms` is that of a look-up.
pub fn speed(
    models: &Models,
    index: usize,
    runs: usize,
    clock: &dyn Fn() -> Duration,
) -> Result<Option<Speed>> {
    let Some((name, inputs)) = CASES.get(index) else { return Ok(None) };
    let shapes: Vec<Shape> = inputs.iter().map(|(_, shape)| *shape).collect();
    let before = clock();
    drop(models.read(*name)?);
    let read_ms = ms(clock().saturating_sub(before));
    let before = clock();
    let Some(plan) = models.plan(*name, &shapes)? else { return Ok(None) };
    let load_ms = ms(clock().saturating_sub(before));
    let count = |sides: &[usize]| sides.iter().product::<usize>();
    let floats: Vec<Vec<f32>> = inputs
        .iter()
        .map(|(sides, _)| (0..count(sides)).map(|at| (at % 17) as f32 / 17.0 - 0.5).collect())
        .collect();
    let wholes: Vec<i64> = (0..count(inputs[0].0) as i64).map(|at| 1000 + at * 37 % 5000).collect();
    let feeds: Vec<Input<'_>> = inputs
        .iter()
        .zip(&floats)
        .map(|((sides, _), floats)| match name {
            Name::Sentence => Input::Wholes(sides, &wholes),
            _ => Input::Floats(sides, floats),
        })
        .collect();
    let mut calls = Vec::new();
    for _ in 0..runs.max(1) {
        let before = clock();
        plan.run(&feeds)?;
        calls.push(ms(clock().saturating_sub(before)));
    }
    calls.sort_by(f64::total_cmp);
    let sides: Vec<String> =
        inputs[0].0.iter().skip_while(|&&side| side == 1).map(usize::to_string).collect();
    Ok(Some(Speed {
        model: name.text(),
        input: sides.join("x"),
        read_ms,
        load_ms,
        call_ms: calls[calls.len() / 2],
        call_ms_max: calls[calls.len() - 1],
    }))
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
